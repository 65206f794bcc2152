"""Every trap of real files, in both languages, as LibreOffice and six kinds of other writers leave it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.ooxml.package.package import Package
from kpisheet.texts.language import LANGUAGES
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.recognise import understand
from kpisheet.worksheet.sheet import Worksheet
from tests.support import cell_traps, table_traps, writers
from tests.support.traps import Trap

TODAY = date(2026, 11, 23)
TRAPS = {**cell_traps.TRAPS, **table_traps.TRAPS}


def understood(content: bytes) -> Worksheet:
    return understand(read_book(Package.open(content)), today=TODAY)


def lowered(cell: str | None, lines: int) -> str | None:
    """The cell's reference below so many more lines."""
    return cell and re.sub(r"\d+", lambda number: str(int(number[0]) + lines), cell)


def hold(content: bytes, trap: Trap, *, down: int = 0) -> None:
    """The workbook yields the trap's rows and findings, and nothing else."""
    if trap.error is not None:
        with pytest.raises(UnreadableFileError) as caught:
            understood(content)
        assert caught.value.code == trap.error
        return
    worksheet = understood(content)
    found = sorted((one.code, str(one.place and one.place.cell)) for one in worksheet.findings)
    assert found == sorted((code, str(lowered(cell, down))) for code, cell in trap.findings)
    assert [dict(row.values) for row in worksheet.rows] == [dict(row) for row in trap.rows]
    if trap.periods is not None:
        assert [row.period and row.period.key for row in worksheet.rows] == list(trap.periods)
    if trap.channels is not None:
        assert [row.channel.key for row in worksheet.rows] == list(trap.channels)


@pytest.mark.parametrize("writer", writers.WRITERS)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", TRAPS)
def test_a_trap_as_other_programs_write_it(name: str, language: str, writer: str) -> None:
    trap = TRAPS[name](language)
    hold(writers.WRITERS[writer](trap.book), trap, down=writers.LOWERED.get(writer, 0))


CASES = [
    (name, language)
    for name, make in TRAPS.items()
    for language in LANGUAGES
    if "libreoffice" not in make(language).never_by
]


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory, program: Callable[[str], str]) -> Path:
    """A folder with each trap as LibreOffice saves it: all of them in one call."""
    soffice = program("soffice")
    folder, profile = tmp_path_factory.mktemp("traps"), tmp_path_factory.mktemp("profile")
    paths = [folder / f"{name}.{language}.fods" for name, language in CASES]
    for path, (name, language) in zip(paths, CASES, strict=True):
        path.write_text(writers.flat_odf(TRAPS[name](language).book), encoding="utf-8")
    command = [soffice, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    command += ["--convert-to", "xlsx", "--outdir", str(folder), *map(str, paths)]
    subprocess.run(command, capture_output=True, timeout=300, check=True)
    return folder


@pytest.mark.program("soffice")
@pytest.mark.parametrize(("name", "language"), CASES)
def test_a_trap_as_libreoffice_writes_it(converted: Path, name: str, language: str) -> None:
    hold((converted / f"{name}.{language}.xlsx").read_bytes(), TRAPS[name](language))
