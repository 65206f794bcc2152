"""Hostile and mutated packages end in a success or a `KpisheetError`, within limits of memory and time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kpisheet.texts.language import LANGUAGES, Words
from tests.support import hostile
from tests.support.packages import WRITERS

_HERE = Path(hostile.__file__).parent
_REPOSITORY = _HERE.parents[1]
_FUZZ_RUNS = int(os.environ.get("KPISHEET_FUZZ_RUNS", "300"))
_REPORT_RUNS = int(os.environ.get("KPISHEET_REPORT_RUNS", "40"))
_AT_ONCE = 500

# What a person is told of each hostile file; "ok" where it holds nothing that can do harm when it is read.
_EXPECTED = {
    "part bomb": "limit_part_bytes",
    "two parts, over the sum": "limit_package_bytes",
    "too many entries": "limit_entries",
    "declared size too small": "damaged_part",
    "declared size too large": "damaged_part",
    "compressed size too large": "truncated_file",
    "compressed size too small": "damaged_part",
    "wrong checksum": "damaged_part",
    "header offset beyond the end": "damaged_package",
    "overlapping entries": "damaged_package",
    "duplicate part": "duplicate_part",
    "duplicate part in another case": "duplicate_part",
    "sheets of one part": "duplicate_part",
    "climbing name": "damaged_package",
    "workbook is its relationships": "not_a_workbook",
    "no relationships": "not_a_workbook",
    "no content types": "not_a_workbook",
    "no workbook": "not_a_workbook",
    "no sheets": "damaged_part",
    "empty parts": "damaged_part",
    "empty sheet": "damaged_part",
    "too many sheets": "limit_sheets",
    "row beyond the last": "limit_rows",
    "column beyond the last": "limit_columns",
    "columns run over": "limit_columns",
    "bad cell reference": "damaged_part",
    "bad row number": "damaged_part",
    "row number with many digits": "damaged_part",
    "shared text that isn't there": "damaged_part",
    "shared text of many digits": "damaged_part",
    "shared text in other digits": "damaged_part",
    "rows within rows": "damaged_part",
    "cells within cells": "damaged_part",
    "many texts from few": "limit_text_characters",
    "one long text": "limit_cell_characters",
    "one long inline text": "limit_cell_characters",
    "too many cells in a row": "limit_cells",
    "too many rows": "limit_rows",
    "too many merged areas": "limit_merged_areas",
    "huge style table": "limit_styles",
    "styles without end": "limit_elements",
    "deep sheet": "limit_xml_depth",
    "deep root": "limit_xml_depth",
    "deep workbook": "limit_xml_depth",
    "deep texts": "limit_xml_depth",
    "one tag without end": "limit_tag_bytes",
    "one attribute without end": "limit_tag_bytes",
    "entity bomb in the sheet": "doctype_in_part",
    "entity bomb in the workbook": "doctype_in_part",
    "external entity": "doctype_in_part",
    "external document type": "doctype_in_part",
    "unknown encoding": "damaged_part",
    "encoding with many bytes": "damaged_part",
    "encoding of code": "damaged_part",
    "broken bytes": "damaged_part",
    "half of utf-16": "damaged_part",
    "no closing tag": "damaged_part",
}


def _run(*arguments: str) -> dict[str, str]:
    """How each case ended, by its name, judged in a process of its own with limits set."""
    done = subprocess.run(
        [sys.executable, str(_HERE / "hostile.py"), *arguments],
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(_REPOSITORY), str(_HERE)))},
        capture_output=True,
        text=True,
        timeout=3600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    ended = dict(line.split("\t")[::-1] for line in done.stdout.splitlines())
    assert ended
    return ended


@pytest.mark.parametrize("first", range(4))
def test_each_hostile_package_ends_as_stated(first: int) -> None:
    """Within 1 GiB and 20 s each."""
    names = sorted(hostile.HOSTILE)[first::4]
    assert _run("case", *names) == {name: _EXPECTED.get(name, "ok") for name in names}


def test_every_expectation_is_of_a_hostile_package() -> None:
    assert set(_EXPECTED) <= set(hostile.HOSTILE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_its_sentence_and_its_hint(language: str) -> None:
    words = Words(language)
    for code in set(_EXPECTED.values()):
        assert words.raw(f"errors.{code}.message")
        assert words.raw(f"errors.{code}.hint")


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Real worksheets: what several writers write, and the worksheets that we ship."""
    folder = tmp_path_factory.mktemp("originals")
    for name, make in WRITERS.items():
        (folder / f"{name}.xlsx").write_bytes(make())
    shipped = sorted((_REPOSITORY / "templates").glob("*.xlsx"))
    assert shipped
    return [*map(str, sorted(folder.iterdir())), *map(str, shipped)]


def _bugs(ended: dict[str, str]) -> dict[str, str]:
    return {seed: how for seed, how in ended.items() if how.startswith("bug")}


@pytest.mark.parametrize("first", range(0, _FUZZ_RUNS, _AT_ONCE))
def test_mutated_worksheets_end_in_success_or_an_error_of_ours(first: int, originals: list[str]) -> None:
    """Read and copied. `KPISHEET_FUZZ_RUNS=20000` for the long run."""
    ended = _run("read", str(first), str(min(first + _AT_ONCE, _FUZZ_RUNS)), *originals)
    assert not _bugs(ended)
    assert "ok" in ended.values()
    assert any(how != "ok" for how in ended.values())


@pytest.mark.parametrize("first", range(0, _REPORT_RUNS, _AT_ONCE))
def test_reports_on_mutated_worksheets_end_likewise(first: int, originals: list[str]) -> None:
    """The whole job: read, understood, annotated, written. `KPISHEET_REPORT_RUNS` for a long run."""
    filled_in = [path for path in originals if "sample" in path]
    ended = _run("report", str(first), str(min(first + _AT_ONCE, _REPORT_RUNS)), *filled_in)
    assert not _bugs(ended)
    assert "ok" in ended.values()
