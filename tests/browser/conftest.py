"""One Chromium for all browser tests, and pages on disk to open in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kpisheet.analysis.overview import Entry
from kpisheet.html import index, page
from tests.support import page_reports

SHAPES = {
    "year": page_reports.year,
    "findings": page_reports.with_findings,
    "empty": page_reports.empty,
    "one": page_reports.one_channel,
    "forty": page_reports.forty_channels,
    "millions": page_reports.millions,
    "months": lambda language: page_reports.many_months(36, language),
    "hostile": page_reports.hostile,
}


@pytest.fixture(scope="session")
def browser(chromium: Browser) -> Browser:
    return chromium


@pytest.fixture(scope="session")
def page_url(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], str]:
    """`page_url("year", "tr")` is the address of that report's page, rendered once."""
    folder = tmp_path_factory.mktemp("pages")

    def address(shape: str, language: str = "en") -> str:
        path = folder / f"{shape}.{language}.html"
        if not path.exists():
            path.write_text(_html(shape, language), encoding="utf-8")
        return path.as_uri()

    return address


def _html(shape: str, language: str) -> str:
    if shape == "overview":
        entries = [
            index.summarise(page_reports.with_findings(language), page="a.html", workbook="a.kpi.xlsx"),
            Entry("broken.xlsx", failure="It is not a workbook."),
        ]
        return index.render(entries, language=language, made_on=page_reports.TODAY)
    return page.render(SHAPES[shape](language), workbook_name="october.kpi.xlsx")


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for what the browser makes: printed pages."""
    return tmp_path_factory.mktemp("printed")
