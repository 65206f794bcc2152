"""The page that an agency's client gets: nothing of cells, sheets, files, links, and the rest as it is."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace

import kpisheet
from kpisheet.analysis.report import Report
from kpisheet.html.brand import NO_BRAND, brand_of
from kpisheet.html.client_page import render_for_client
from kpisheet.html.environment import policy_hash
from kpisheet.html.page import render
from kpisheet.texts.language import LANGUAGES, ClientWords, Words, table
from kpisheet.texts.resources import find
from kpisheet.worksheet.findings import each_cell
from tests.support import page_reports

BRAND = brand_of(b'name = "Bright"\ncolour = "#ffd400"\nclosing = "Call us."', "brand.toml")


class _Reader(HTMLParser):
    """Everything that a person can read, hear or follow: texts, titles, labels, links."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        for name, value in attrs:
            if name in ("title", "alt", "aria-label", "content") and value:
                self.said.append(value)
            if name in ("href", "src") and value:
                self.links.append(value)

    def handle_data(self, data: str) -> None:
        if self._inside not in ("style", "script"):
            self.said.append(data)


def read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


@pytest.fixture(scope="module", params=LANGUAGES)
def report(request: pytest.FixtureRequest) -> Report:
    return kpisheet.evaluate(find(f"sample.{request.param}.xlsx")).report


def test_no_cell_sheet_file_or_thing_to_type_is_in_it(report: Report) -> None:
    reader = read(render_for_client(report, BRAND))
    said = " ".join(reader.said)
    cells = {each.place.cell for each in each_cell(report.findings) if each.place and each.place.cell}
    assert len(cells) >= 5
    assert not [cell for cell in cells if re.search(rf"\b{cell}\b", said)]
    assert not re.search(r"\b[A-Z]{1,3}[0-9]{1,6}\b(?<!\bGA4)", re.sub(r"\bQ[1-4] 20\d\d", "", said))
    words = report.words
    sheets = [words.raw(f"sheets.{key}") for key in ("business", "start")]
    for name in (*sheets, report.file, ".xlsx", ".html", "/work", "\\", "K3", "K4"):
        assert name not in said, name
    assert not re.search(r"kpisheet (komut|on this|again)|\b(cells?|sheets?|hücre|sayfası)\b", said)


def test_its_links_lead_only_to_places_in_itself(report: Report) -> None:
    page = render_for_client(report, replace(BRAND, logo=b"\x89PNG\r\n\x1a\n1234"))
    links = read(page).links
    ids = set(re.findall(r' id="([^"]+)"', page))
    assert [link[:22] for link in links if not link.startswith("#")] == ["data:image/png;base64,"]
    assert {link[1:] for link in links if link.startswith("#")} <= ids


def test_its_figures_are_those_of_the_agency_s_own_page(report: Report) -> None:
    def table_of(page: str) -> list[str]:
        body = re.search(r'<table id="table-channels".*?</table>', page, re.DOTALL)
        assert body
        return re.findall(r">([^<]*\d[^<]*)<", body[0])

    assert table_of(render_for_client(report, BRAND)) == table_of(render(report))


def test_that_inputs_are_being_checked_is_one_line_and_only_where_they_are() -> None:
    said = table("en", "page")["checking"]
    assert render_for_client(page_reports.with_findings("en"), BRAND).count(said) == 1
    assert said not in render_for_client(page_reports.year("en"), BRAND)


def test_the_agency_s_page_stays_as_it_is(report: Report) -> None:
    page = render(report, workbook_name="october.kpi.xlsx")
    assert 'id="check"' in page
    assert "october.kpi.xlsx" in page
    assert "branded" not in page.partition("<body")[2]


def test_the_policy_lets_in_just_the_two_styles_and_the_script(report: Report) -> None:
    page = render_for_client(report, BRAND)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    styles, scripts = (re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL) for tag in ("style", "script"))
    assert len(styles) == 2
    hashes = [policy_hash(each) for each in (*styles, *scripts)]
    allowed = policy[1].replace("&#39;", "'")
    assert re.findall(r"'sha256-[^']+'", allowed) == hashes
    assert allowed.startswith("default-src 'none'")
    assert "unsafe" not in allowed


def test_the_comment_is_the_brand_s_for_this_client_else_the_worksheet_s() -> None:
    report = replace(page_reports.year("en"), business_name="Buckeye", comment="typed in Business")
    brand = brand_of(b'[comments]\nbuckeye = "<b>from</b> the file"', "b")
    assert "&lt;b&gt;from&lt;/b&gt; the file" in render_for_client(report, brand)
    assert "typed in Business" not in render_for_client(report, brand)
    assert "typed in Business" in render_for_client(report, NO_BRAND)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_client_reads_otherwise_replaces_a_text_that_there_is(language: str) -> None:
    own = table(language, "client")
    assert own
    for key, text in own.items():
        assert Words(language).has(key), key
        assert Words(language).raw(key) != text, key
        assert ClientWords(language).raw(key) == text
