"""What the page saves is, byte for byte, what the command writes."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload

from kpisheet.texts.language import LANGUAGES
from tests.support import cell_traps, downloads, table_traps, writers
from tests.support.built_page import ROOT, OpenPage, button, contents, payload

pytestmark = pytest.mark.program("chromium")

TRAPS = {**cell_traps.TRAPS, **table_traps.TRAPS}
MANY = 50


def carried_versions() -> dict[str, str]:
    """The libraries that the page carries, but those that are machine code."""
    pinned = (ROOT / "web" / "requirements.txt").read_text(encoding="utf-8")
    found = dict(re.findall(r"^([a-z0-9]+)==(\S+)", pinned, re.MULTILINE))
    return {name: number for name, number in found.items() if name not in {"msgspec", "markupsafe"}}


def command() -> list[str]:
    """The command, with the libraries that the page carries where others are installed here."""
    wanted = carried_versions()
    if all(version(name) == number for name, number in wanted.items()):
        return [sys.executable, "-m", "kpisheet"]
    others = [part for name, number in wanted.items() for part in ("--with", f"{name}=={number}")]
    others += ["--with", "msgspec", "--with", "click"]
    return [
        sys.executable,
        "-m",
        "uv",
        "run",
        "--no-project",
        "--python",
        sys.executable,
        *others,
        "python",
        "-m",
        "kpisheet",
    ]


def written_by_the_command(
    files: dict[str, bytes], folder: Path, day: str, *options: str
) -> dict[str, bytes]:
    """The outputs by name. Each file lies in a folder of its own, as the page lays it."""
    paths = []
    for place, (name, content) in enumerate(files.items()):
        path = folder / "in" / str(place) / name
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        paths.append(str(path))
    done = subprocess.run(
        [*command(), "report", *paths, "-o", f"{folder}/out/", "--date", day, "--jobs", "1", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "LANGUAGE": "en"},
    )
    assert done.returncode in {0, 2}, done.stderr
    return {path.name: path.read_bytes() for path in (folder / "out").iterdir()}


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


def fifty_files() -> dict[str, bytes]:
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


def test_fifty_workbooks_at_once_are_saved_as_the_command_writes_them(used: OpenPage, tmp_path: Path) -> None:
    files = fifty_files()
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
