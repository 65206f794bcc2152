"""Puts the result sheets into one workbook of their own, the same bytes for the same report."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime, time

import xlsxwriter
from msgspec import Struct

from kpisheet.analysis.report import Report
from kpisheet.workbook.earlier_run import fingerprint
from kpisheet.workbook.names import Role, quoted
from kpisheet.workbook.results.canvas import Canvas
from kpisheet.workbook.results.charts import ChartBook
from kpisheet.workbook.results.data_layout import MOST_ROWS
from kpisheet.workbook.results.data_rows import write_rows
from kpisheet.workbook.results.data_sums import write_sums
from kpisheet.workbook.results.definitions import write_definitions
from kpisheet.workbook.results.plan import PlanSheet
from kpisheet.workbook.results.result_sheet import Cell, ResultSheet
from kpisheet.workbook.results.sources import Sources
from kpisheet.workbook.results.styles import ACCENT, FONT, INK, Styles
from kpisheet.workbook.results.summary import Summary
from kpisheet.workbook.results.to_check import write_findings
from kpisheet.worksheet.sheet import RawBook


class Results(Struct, frozen=True):
    """The result sheets: an .xlsx without cells, the cells by sheet, row and column, and fingerprints."""

    content: bytes
    cells: Mapping[str, Mapping[int, Mapping[int, Cell]]]
    fingerprints: Mapping[Role, str]


def author(report: Report, book: RawBook, *, names: Mapping[Role, str]) -> Results:
    """The result sheets under `names`, in the book's date system.

    Its formulas and links point at the input sheets of `book`, so it only makes sense grafted into that
    workbook. The same report gives the same bytes.
    """
    content = io.BytesIO()
    workbook = _new_workbook(content, report, date_1904=book.date_1904)
    sources = Sources(report, book, names, Styles(workbook, report.words))
    sheets = {role: _new_sheet(workbook, names[role]) for role in Role}
    for role, name in names.items():
        workbook.define_name(role.defined_name, f"={quoted(name)}!$A$1")
    write = write_rows if len(report.rows) <= MOST_ROWS else write_sums
    layout, stale = write(sources, sheets[Role.DATA_USED])
    Summary(sources, sheets[Role.SUMMARY], layout, ChartBook(workbook), stale).write()
    write_findings(sources, sheets[Role.FINDINGS])
    write_definitions(sources, sheets[Role.DEFINITIONS])
    if report.plan is not None:
        PlanSheet(sources, sheets[Role.PLAN], report.plan).write()
    sheets[Role.SUMMARY].worksheet.activate()
    workbook.close()
    fingerprints = {role: fingerprint(sheets[role].contents()) for role in Role}
    cells = {canvas.name: canvas.worksheet.cells for canvas in sheets.values()}
    return Results(content.getvalue(), cells, fingerprints)


def _new_workbook(content: io.BytesIO, report: Report, *, date_1904: bool) -> xlsxwriter.Workbook:
    """Text stays text whatever it looks like; nothing in it depends on the clock or the machine."""
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "date_1904": date_1904,
        "default_format_properties": {"font_name": FONT, "font_size": 10, "font_color": INK},
    }
    workbook = xlsxwriter.Workbook(content, options)
    workbook.set_properties({"created": datetime.combine(report.made_on, time(), tzinfo=UTC)})
    return workbook


def _new_sheet(workbook: xlsxwriter.Workbook, name: str) -> Canvas:
    worksheet = workbook.add_worksheet(name, worksheet_class=ResultSheet)
    worksheet.hide_gridlines(2)
    worksheet.set_tab_color(ACCENT)
    return Canvas(worksheet, name)
