"""The PDF: printed by whatever browser of the Chromium kind is installed, on four pages at most."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdf
import pytest
from msgspec.structs import replace

from kpisheet.analysis.report import Report
from kpisheet.errors import UnwritableOutputError
from kpisheet.html.client_page import render_for_client
from kpisheet.html.page import Brief, render
from kpisheet.html.printing import MOST_PAGES, find_browser, pages_of, printed
from tests.support import page_reports

DAY = date(2026, 11, 2)


def for_client(report: Report) -> Callable[[Brief], str]:
    return lambda brief: render_for_client(report, brief=brief)


def program_at(folder: Path, name: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\nexit 3\n")
    path.chmod(0o755)
    return path


@pytest.mark.parametrize(
    ("system", "variable", "name"),
    [
        ("win32", "PROGRAMFILES", "Google/Chrome/Application/chrome.exe"),
        ("win32", "PROGRAMFILES(X86)", "Microsoft/Edge/Application/msedge.exe"),
        ("win32", "LOCALAPPDATA", "Google/Chrome/Application/chrome.exe"),
        ("darwin", "HOME", "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
        ("darwin", "HOME", "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge"),
        ("linux", "PATH", "chromium"),
        ("linux", "PATH", "google-chrome-stable"),
        ("linux", "PATH", "microsoft-edge"),
    ],
)
def test_a_browser_is_found_where_each_system_has_it(
    tmp_path: Path, system: str, variable: str, name: str
) -> None:
    environment = {"PATH": str(tmp_path / "nothing"), variable: str(tmp_path)}
    assert find_browser(environment, system) is None
    path = program_at(tmp_path, name)
    assert find_browser(environment, system) == path


def test_a_browser_that_gives_up_is_told_and_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "rooms"))
    (tmp_path / "rooms").mkdir()
    browser = program_at(tmp_path, "chromium")
    with pytest.raises(UnwritableOutputError) as caught:
        printed(browser, lambda brief: f"<p>{brief}</p>", DAY)
    assert caught.value.code == "not_printed"
    assert caught.value.facts["browser"] == "chromium"
    assert list((tmp_path / "rooms").iterdir()) == []


@pytest.mark.program("chromium")
@pytest.mark.skipif(os.name == "nt", reason="browsers are found otherwise there")
def test_four_pages_hold_the_usual_report_and_the_largest(tmp_path: Path) -> None:
    browser = find_browser()
    assert browser is not None
    usual = page_reports.with_findings("tr")
    wide = page_reports.many_months(36, "en")
    large = replace(page_reports.forty_channels("en"), by_period=wide.by_period, periods=wide.periods)
    for report in (usual, large):
        content = printed(browser, for_client(report), DAY)
        path = tmp_path / "x.pdf"
        path.write_bytes(content)
        pages = pypdf.PdfReader(path).pages
        assert len(pages) == pages_of(content) <= MOST_PAGES
        assert (report.business_name or "october") in pages[0].extract_text()
        assert b"D:20261102" in content


@pytest.mark.program("chromium")
def test_the_same_page_gives_the_same_bytes() -> None:
    browser = find_browser()
    assert browser is not None
    report = page_reports.one_channel("en")
    one, other = (printed(browser, lambda brief: render(report, brief=brief), DAY) for _ in range(2))
    assert one == other
