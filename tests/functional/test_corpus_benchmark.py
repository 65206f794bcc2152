# ruff: noqa: E501 - one spoilt part a line
"""The judge of real workbooks: it clears what is complete and finds what isn't."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.completeness import CHECKS, Made, make
from benchmarks.corpus import judge
from kpisheet.ooxml.package.package import Package
from tests.support.annotated_workbooks import sample
from tests.support.feature_packages import FEATURES

Spoil = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def made() -> Made:
    return make(sample("en"))


@pytest.mark.parametrize("name", ["template", "prefixed_utf16"])
def test_a_complete_workbook_passes_every_check_and_is_not_touched(name: str, tmp_path: Path) -> None:
    content = FEATURES[name]()
    path = tmp_path / "own.xlsx"
    path.write_bytes(content)
    outcome = judge(path, tmp_path)
    assert outcome.failures == []
    assert all(outcome.counts[check] == 1 for check in CHECKS)
    assert outcome.counts["our parts dropped"] == 0


@pytest.mark.parametrize("name", CHECKS)
def test_the_sample_passes(made: Made, name: str) -> None:
    assert list(CHECKS[name](made)) == []


def test_what_is_damaged_is_refused_by_its_code(tmp_path: Path) -> None:
    path = tmp_path / "half.xlsx"
    path.write_bytes(sample("en")[:20_000])
    assert judge(path, None).refusal == "truncated_file"


@pytest.mark.parametrize(
    ("part", "spoil", "found_by"),
    [
        ("xl/theme/theme1.xml", lambda part: part + b" ", "unlisted parts byte-identical, in order"),
        ("", lambda part: part.replace(b"<sheetData>", b"<sheetData> "), "annotated sheet: permitted edits only"),
        ("", lambda part: re.sub(rb"<v>\d+</v>", b"<v>1</v>", part), "cells and cached values read as before"),
        ("xl/styles.xml", lambda part: part.replace(b"<font>", b"<font><i/>", 1), "lists only grow"),
        ("xl/workbook.xml", lambda part: part.replace(b"<sheet ", b"<sheet state='hidden' ", 1), "lists only grow"),
        ("xl/workbook.xml", lambda part: re.sub(rb'sheetId="\d+"', b'sheetId="1"', part), "nothing gets invalid"),
        ("xl/workbook.xml", lambda part: part.replace(b"<calcPr", b"<calcPr iterate='1'"), "taken out without trace, made again alike"),
    ],
)  # fmt: skip
def test_each_kind_of_loss_is_found(made: Made, part: str, spoil: Spoil, found_by: str) -> None:
    after = Package.open(made.after)
    name = part or made.sheet_part
    spoilt = spoil(after.read(name))
    assert spoilt != after.read(name)
    made = replace(made, after=after.replaced({name: spoilt}).to_bytes())
    assert list(CHECKS[found_by](made)) != []


def test_a_dropped_part_is_found(made: Made) -> None:
    after = Package.open(made.after).replaced({"docProps/app.xml": None})
    made = replace(made, after=after.to_bytes())
    assert list(CHECKS["unlisted parts byte-identical, in order"](made)) != []
