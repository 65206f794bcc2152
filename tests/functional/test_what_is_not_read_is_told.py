"""What looks like data and isn't read stands on every first screen; only where nothing does, all is well."""

from __future__ import annotations

import io
import json
from io import StringIO
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import xlsxwriter
from openpyxl import load_workbook

from kpisheet.command.run import run

HEADERS = ("Month", "Channel", "Spend", "Leads")
ROWS = (("2026-10", "Google Ads", 100, 10), ("2026-10", "Radio", 50, 5))
Sheet = list[tuple[Any, ...]]


def workbook(path: Path, **sheets: Sheet) -> Path:
    output = io.BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    for name, rows in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    book.close()
    path.write_bytes(output.getvalue())
    return path


def told(path: Path) -> tuple[str, str, str, list[dict[str, Any]]]:
    """What the terminal, the page's first screen and the summary say, and the JSON's list."""
    out = StringIO()
    assert run([str(path), "--lang", "en"], StringIO(), out, StringIO(), {"LANG": "en_US.UTF-8"}) == 0
    page = lxml.html.document_fromstring(path.with_suffix(".kpi.html").read_text(encoding="utf-8"))
    summary = load_workbook(io.BytesIO(path.with_suffix(".kpi.xlsx").read_bytes()))["KPI summary"]
    cells = " ".join(str(cell.value) for row in summary.iter_rows(max_row=20) for cell in row if cell.value)
    as_json = StringIO()
    run([str(path), "--json", "--lang", "en"], StringIO(), as_json, StringIO(), {"LANG": "en_US.UTF-8"})
    first_screen = page.xpath("//section[@id='summary']")[0].text_content()
    return out.getvalue(), first_screen, cells, json.loads(as_json.getvalue())["unread"]


CASES: dict[str, tuple[dict[str, Sheet], str, dict[str, Any]]] = {
    "another sheet": (
        {"Channels": [HEADERS, *ROWS], "Old": [("Channel", "Spend"), ("Flyers", 70), ("Fairs", 30)]},
        "1 more table that looks like channel data (“Old”: 2 rows, 100 of spend; 150 was read)",
        {"kind": "tables", "names": ["“Old”"], "count": 1, "total": 100},
    ),
    "another table of the sheet": (
        {"Channels": [HEADERS, *ROWS, (), (), (), ("Channel", "Spend", "Visitors"), ("Flyers", 70, 7)]},
        "1 more table that looks like channel data (Channels!A7: 1 row, 70 of spend; 150 was read)",
        {"kind": "tables", "names": ["Channels!A7"], "count": 1, "total": 70},
    ),
    "a column of an unknown header": (
        {"Channels": [(*HEADERS, "Sponsorship"), (*ROWS[0], 1200), (*ROWS[1], 300)]},
        "1 column of numbers under an unknown header (“Sponsorship”; 1,500 in all)",
        {"kind": "columns", "names": ["“Sponsorship”"], "count": 1, "total": 1500},
    ),
    "a row without a channel": (
        {"Channels": [HEADERS, *ROWS, ("2026-10", None, 400, 4)]},
        "Left out: 1 row (Channels!B4; 400 of spend)",
        {"kind": "rows", "names": ["Channels!B4"], "count": 1, "total": 400},
    ),
}


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
@pytest.mark.parametrize(("sheets", "sentence", "expected"), CASES.values(), ids=CASES)
def test_it_is_told_with_count_and_amount(
    sheets: dict[str, Sheet], sentence: str, expected: dict[str, Any], tmp_path: Path
) -> None:
    terminal, page, summary, unread = told(workbook(tmp_path / "october.xlsx", **sheets))
    for text in (terminal, page, summary, unread[0]["text"]):
        assert sentence in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "No cell needs checking" not in terminal
    assert [{key: each[key] for key in expected} for each in unread] == [expected]


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
@pytest.mark.parametrize(
    "rows",
    [
        [HEADERS, *ROWS],
        [(*HEADERS, "Nr"), (*ROWS[0], 1), (*ROWS[1], 2)],
        [(*HEADERS, "Remark"), (*ROWS[0], "good"), ROWS[1]],
        [(*HEADERS, "Twice"), (*ROWS[0], "=C2*2"), (*ROWS[1], "=C3*2")],
        [HEADERS, *ROWS, ("Total", None, 150, 15)],
    ],
)
def test_where_all_data_is_read_no_cell_needs_checking(rows: Sheet, tmp_path: Path) -> None:
    terminal, _, _, unread = told(workbook(tmp_path / "october.xlsx", Channels=rows))
    assert "No cell to check, but new customers per channel are missing." in terminal
    assert unread == []
