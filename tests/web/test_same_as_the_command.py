"""What the page saves is, byte for byte, what the command writes."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload

from kpisheet.texts.language import LANGUAGES
from tests.support import cell_traps, downloads, table_traps, writers
from tests.support.built_page import ROOT, OpenPage, button, contents, payload
from tests.support.command_outputs import written_by_the_command

pytestmark = pytest.mark.program("chromium")

TRAPS = {**cell_traps.TRAPS, **table_traps.TRAPS}
MANY = 20


def given(files: dict[str, bytes]) -> list[FilePayload]:
    return [payload(name, content) for name, content in files.items()]


def today(page: OpenPage) -> str:
    day: str = page.page.evaluate("new Date().toLocaleDateString('sv-SE')")
    return day


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sample_saved_from_the_page_is_what_the_command_writes(
    used: OpenPage, language: str, tmp_path: Path
) -> None:
    name = f"sample.{language}.xlsx"
    files = {name: (ROOT / "templates" / name).read_bytes()}
    used.hand_in(*given(files))
    expected = written_by_the_command(files, tmp_path, today(used))
    workbook = used.saved(button("Save workbook"))
    summary = used.saved(button("Save summary"))
    assert {
        workbook.suggested_filename: contents(workbook),
        summary.suggested_filename: contents(summary),
    } == expected
    assert used.violations() == []
    assert used.mistakes == []


def test_downloads_and_what_their_conversions_are_give_what_the_command_gives(
    used: OpenPage, tmp_path: Path
) -> None:
    files = {
        "marketing.xlsx": (ROOT / "templates" / "marketing-channel-roi.en.xlsx").read_bytes(),
        "google.csv": downloads.GOOGLE.encode(),
    }
    used.hand_in(*given(files))
    day = today(used)
    assert used.text("#results-heading") == "Your report"
    assert contents(used.saved(button("Save workbook"))) == workbook_of(
        written_by_the_command(files, tmp_path / "unasked", day)
    )
    used.page.get_by_role("button", name="New customers", exact=True).click()
    used.wait_idle()
    assert contents(used.saved(button("Save workbook"))) == workbook_of(
        written_by_the_command(files, tmp_path / "asked", day, "--conversions", "customers")
    )


def workbook_of(written: dict[str, bytes]) -> bytes:
    (workbook,) = [content for name, content in written.items() if name.endswith(".xlsx")]
    return workbook


def many_files() -> dict[str, bytes]:
    """The samples, traps as several programs write them, and files that are no workbook."""
    files = {
        f"sample.{code}.xlsx": (ROOT / "templates" / f"sample.{code}.xlsx").read_bytes() for code in LANGUAGES
    }
    files |= {"prices.csv": b"a,b\n1,2\n", "empty.xlsx": b"", "cut.xlsx": files["sample.en.xlsx"][:20_000]}
    kinds = sorted(writers.WRITERS)
    for place, name in enumerate(list(TRAPS)[: MANY - len(files)]):
        language = LANGUAGES[place % 2]
        write = writers.WRITERS[kinds[place % len(kinds)]]
        files[f"{name}.{language}.xlsx"] = write(TRAPS[name](language).book)
    return files


def test_many_workbooks_at_once_are_saved_as_the_command_writes_them(used: OpenPage, tmp_path: Path) -> None:
    files = many_files()
    assert len(files) == MANY
    used.hand_in(*given(files))
    expected = written_by_the_command(files, tmp_path, today(used))
    with zipfile.ZipFile(io.BytesIO(contents(used.saved("#save-all")))) as archive:
        saved = {name: archive.read(name) for name in archive.namelist()}
    assert saved.keys() == expected.keys()
    assert {"index.html", "index.kpi.xlsx"} <= saved.keys()
    assert [name for name, content in saved.items() if content != expected[name]] == []
    assert used.violations() == []
    assert used.mistakes == []
