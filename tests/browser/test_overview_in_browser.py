"""The overview in a browser: sorted and filtered by keys alone, without a request, however many clients."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Page

from kpisheet.analysis.overview import Entry
from kpisheet.analysis.standing import State
from kpisheet.html import index
from tests.support import page_reports

pytestmark = pytest.mark.program("chromium")
_ASKED: list[str] = []  # every request of the page


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Sixty clients: the first three late, the fourth broken, İstanbul Halı the last."""
    entry = index.summarise(page_reports.year(), page="x.html")
    entries = [replace(entry, business=f"Client {number:02}", state=State.READY) for number in range(60)]
    entries[:3] = [replace(each, state=State.LATE) for each in entries[:3]]
    entries[3] = Entry("broken.xlsx", failure="It is not a workbook.")
    entries[59] = replace(entries[59], business="İstanbul Halı")
    path = Path(tmp_path_factory.mktemp("overview")) / "index.html"
    path.write_text(index.render(entries, language="tr", made_on=page_reports.TODAY), encoding="utf-8")
    made = browser.new_page()
    made.on("request", lambda request: _ASKED.append(request.url))
    made.goto(path.as_uri())
    yield made
    made.close()


def shown(page: Page) -> list[str]:
    script = """() => [...document.querySelectorAll('#overview tbody tr')]
        .filter((row) => getComputedStyle(row).display !== 'none')
        .map((row) => row.cells[0].dataset.sort)"""
    return list(page.evaluate(script))


def test_what_needs_doing_stands_on_top(page: Page) -> None:
    assert shown(page)[:5] == ["broken.xlsx", "Client 00", "Client 01", "Client 02", "Client 04"]
    assert len(shown(page)) == 60


def test_a_word_and_a_state_filter_by_keys_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.type("istanbul HALI")
    assert shown(page) == ["İstanbul Halı"]
    assert "1" in page.get_by_role("status").inner_text()
    for _ in range(len("istanbul HALI")):
        page.keyboard.press("Backspace")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert shown(page) == ["Client 00", "Client 01", "Client 02"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert len(shown(page)) == 60
    assert page.get_by_role("status").inner_text() == ""


def test_on_a_telephone_it_filters_too(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 740})
    page.get_by_role("searchbox").fill("istanbul")
    found = shown(page)
    page.get_by_role("searchbox").fill("")
    page.set_viewport_size({"width": 1280, "height": 720})
    assert found == ["İstanbul Halı"]
    assert len(shown(page)) == 60


def test_a_heading_sorts_by_its_figures_and_back(page: Page) -> None:
    heading = page.locator("#overview thead button").first
    heading.focus()
    page.keyboard.press("Enter")
    assert shown(page)[:2] == ["broken.xlsx", "Client 00"]
    page.keyboard.press("Enter")
    assert shown(page)[-2:] == ["Client 00", "broken.xlsx"]


@pytest.mark.parametrize("width", [360, 700, 1000, 1280])
def test_it_never_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    script = """() => [document.documentElement, document.querySelector('.table'),
            ...document.querySelectorAll('#overview td.number')]
        .filter((each) => each.scrollWidth > each.clientWidth + 1).length"""
    assert page.evaluate(script) == 0


def test_nothing_was_asked_for_but_the_page_itself(page: Page) -> None:
    assert [page.url] == _ASKED
