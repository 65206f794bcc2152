"""The overview as a workbook: a row a client, numbers as numbers, texts as texts."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import openpyxl
import pytest

from kpisheet.analysis.overview import Entry
from kpisheet.html.index import summarise
from kpisheet.workbook.overview import author_overview
from tests.support import page_reports

DAY = date(2026, 11, 3)


def rows(*entries: Entry, language: str = "en") -> list[dict[str, object]]:
    content = author_overview(entries, language=language, made_on=DAY)
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert sheet.tables["Overview"].autoFilter is not None
    return [dict(zip(map(str, lines[0]), line, strict=True)) for line in lines[1:]]


def test_each_client_has_a_row_with_what_to_do_first_on_top() -> None:
    entry = summarise(page_reports.year(), page="october.kpi.html")
    broken, ready = rows(entry, Entry("broken.xlsx", failure="It is not a workbook."))
    assert (broken["Client"], broken["State"], broken["What to do"]) == (
        "broken.xlsx",
        "Can’t be read",
        "It is not a workbook.",
    )
    assert (ready["Client"], ready["State"], ready["Spend"]) == ("Buckeye Plumbing", "Ready", 77700)
    assert ready["Spend, change"] == 0
    assert "Referral" in str(ready["Pays"])
    assert ready["Cells to check"] == 0


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "https://example.com/x", "-2"])
def test_a_name_is_never_a_formula_a_link_or_a_number(text: str) -> None:
    content = author_overview([Entry(text, failure=text)], language="en", made_on=DAY)
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["A2"].hyperlink) == (text, "s", None)


def test_the_same_clients_on_the_same_day_give_the_same_bytes() -> None:
    entry = summarise(page_reports.year("tr"), page="x.html")
    one, other = (author_overview([entry], language="tr", made_on=DAY) for _ in range(2))
    assert one == other
    assert rows(entry, language="tr")[0]["Durum"] == "Hazır"
