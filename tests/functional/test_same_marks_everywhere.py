"""One report, four outputs: the same cells are marked, and the same figures qualified, in each of them."""

from __future__ import annotations

import io
import re
from datetime import date
from io import StringIO
from typing import Any, NamedTuple

import lxml.html
import pytest
from openpyxl import load_workbook

from kpisheet.analysis.report import Report
from kpisheet.command.terminal import Terminal, show_findings
from kpisheet.html.page import render
from kpisheet.json_output import to_dict
from kpisheet.ooxml.marking.annotation import notes_of
from kpisheet.ooxml.package.package import Package
from kpisheet.texts.language import table
from kpisheet.workbook.names import Role
from kpisheet.workbook.results.styles import DOUBTFUL_FILL
from kpisheet.worksheet.findings import each_cell
from tests.support.annotated_workbooks import Finished, filled, finish, sample

KEYS: tuple[str, ...] = ("spend", "visitors", "leads", "visitor_to_lead_rate", "cpl", "new_customers")
KEYS += ("close_rate", "cac", "revenue", "gross_profit", "roas", "roi")
ALL = "all channels together"
Places = set[tuple[str, str]]  # a channel and a KPI


class Marks(NamedTuple):
    """The figures with a value that rest on less than there is, and those that a finding touches."""

    partial: Places
    doubtful: Places


def gaps() -> bytes:
    """Offline rows without visitors, a month without leads, text in a row of many, a doubt in three cells."""
    rows: list[tuple[Any, ...]] = []
    for month in range(1, 5):
        first = date(2026, month, 1)
        rows += [
            (first, "Google Ads", 1000, 900, None if month == 2 else 60, 20, 9000),
            (first, "Radio", "500 TL" if month == 3 else 500, None, 12, 6, 3000),
            (first, "Referral", 0, 200, "12 " if month < 4 else 12, None if month == 4 else 5, 2000),
        ]
    return filled(rows)


MADE = {"en": lambda: sample("en"), "tr": lambda: sample("tr"), "gaps": gaps}


@pytest.fixture(scope="module", params=MADE)
def made(request: pytest.FixtureRequest) -> Finished:
    return finish(MADE[request.param]())


def short_names(report: Report) -> dict[str, str]:
    return {table(report.language, "kpis")[f"{key}.short"]: key for key in KEYS}


def of_json(report: Report) -> Marks:
    partial, doubtful = set(), set()
    told = to_dict(report)
    for channel in (*told["channels"], told["totals"], told["marketing"]):
        name = channel.get("channel", ALL)
        partial |= {(name, key) for key in channel["basis"] if key in KEYS}
        doubtful |= {(name, key) for key in channel["doubtful"] if key in KEYS and channel[key] is not None}
    return Marks(partial, doubtful)


def of_page(report: Report) -> Marks:
    names, marks = short_names(report), Marks(set(), set())
    tree = lxml.html.document_fromstring(render(report))
    for found in tree.xpath("//table[@id='table-channels' or starts-with(@id, 'table-further')]"):
        keys = [names.get(heading.text_content()) for heading in found.xpath(".//thead//th")]
        for row in found.xpath("./tbody/tr | ./tfoot/tr"):
            channel = ALL if row.getparent().tag == "tfoot" else row[0].text_content().strip()
            for key, cell in zip(keys, row, strict=True):
                if key and cell.xpath(".//*[@class='base']"):
                    marks.partial.add((channel, key))
                if key and cell.xpath(".//*[contains(@class, 'doubt')]"):
                    marks.doubtful.add((channel, key))
    return marks


def of_workbook(made: Finished) -> Marks:
    names, marks = short_names(made.report), Marks(set(), set())
    rows = iter(load_workbook(io.BytesIO(made.content))[made.names[Role.SUMMARY]].iter_rows())
    keys: list[str | None] = []
    while not {"cac", "roas"} <= set(keys):
        heads = [re.sub(r" \((USD|TRY)\)$", "", str(cell.value)) for cell in next(rows)]
        keys = [names.get(each) for each in heads]
    shown = {channel.channel.name for channel in made.report.channels}
    lasts = {made.report.words.raw(f"workbook.total{kind}") for kind in ("", "_together")}
    for row in rows:
        channel = str(row[1].value) if row[1].value in shown else ALL
        for key, cell in zip(keys, row, strict=True):
            if key and cell.number_format.endswith('"*"'):
                marks.partial.add((channel, key))
            if key and cell.fill.fgColor.rgb == f"FF{DOUBTFUL_FILL[1:]}" and cell.fill.patternType:
                marks.doubtful.add((channel, key))
        if row[1].value in lasts:
            return marks
    raise AssertionError


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_page_workbook_and_json_qualify_the_same_figures(made: Finished) -> None:
    told = of_json(made.report)
    assert told.partial or len(made.report.channels) > 3  # the samples' October is whole
    assert told.doubtful
    assert of_page(made.report) == told
    values = {channel.channel.name: channel.figures for channel in made.report.channels}
    values[ALL] = made.report.totals
    sheet = of_workbook(made)
    valued = {(name, key) for name, key in sheet.doubtful if values[name][key].value is not None}
    assert Marks(sheet.partial, valued) == told


def test_each_cell_that_json_names_is_marked_in_the_workbook_and_told_on_page_and_terminal(
    made: Finished,
) -> None:
    report = made.report
    told = to_dict(report)["findings"]
    named = {(each["sheet"], cell) for each in told for cell in each["cells"]}
    assert len(named) >= 5
    marked = set()
    for sheet in {each["sheet"] for each in told if each["cell"]}:
        notes = notes_of(Package.open(made.content), sheet)
        marked |= {(sheet, f"{chr(64 + column)}{row}") for row, column in notes}
    assert (
        marked
        == named
        == {(f.place.sheet, f.place.cell) for f in each_cell(report.findings) if f.place and f.place.cell}
    )
    page = lxml.html.document_fromstring(render(report)).text_content()
    out = StringIO()
    show_findings(report.findings, "a.xlsx", report.words, Terminal(out, StringIO(), report.words, {}))
    lines = out.getvalue().splitlines()
    assert len(lines) == len(told) + 1  # and their number
    for finding, line in zip(told, lines, strict=False):
        assert finding["message"] in line
        assert f"{finding['sheet']}!{finding['cell']}" in line
        assert f"{finding['sheet']} {finding['cell']}" in page
        assert finding["count"] == len(finding["cells"])
    assert report.cells_to_check == len(
        {place for each in told if each["severity"] != "info" for place in each["cells"]}
    )


def test_the_same_doubt_in_three_cells_is_one_finding_with_its_cells() -> None:
    report = finish(gaps()).report
    (texts,) = [each for each in to_dict(report)["findings"] if each["code"] == "K301" and each["count"] > 1]
    assert (texts["cell"], texts["count"], texts["cells"]) == ("E4", 3, ["E4", "E7", "E10"])
    assert "The same in 2 more cells of this column: E7, E10." in texts["message"]
