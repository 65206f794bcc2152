"""Small input workbooks, made by XlsxWriter, and what becomes of them: for tests of the result sheets."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import xlsxwriter
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.earlier_run import EarlierWork, typed_into_plan
from kpisheet.workbook.names import Role
from kpisheet.workbook.reader import read_book
from kpisheet.workbook.replace_earlier_run import (
    left_by_an_earlier_run,
    names_for_results,
    with_results,
    without_earlier_work,
)
from kpisheet.workbook.results import author
from kpisheet.worksheet.recognise import understand
from tests.support.stored_cells import stored_cells

MADE_ON = date(2026, 11, 23)
TEMPLATES = Path(__file__).parents[2] / "templates"
HEADERS = ("Month", "Channel", "Spend", "Visitors", "Leads", "New customers", "Revenue")
CLOSE = 1e-9
Convert = Callable[..., Path]


@dataclass(frozen=True, slots=True)
class Finished:
    """An annotated workbook, its report, the names of its result sheets, what an earlier run had left."""

    content: bytes
    report: Report
    names: dict[Role, str]
    earlier: EarlierWork


@lru_cache(maxsize=24)
def finish(content: bytes, *, name: str = "october.xlsx", made_on: date = MADE_ON) -> Finished:
    """The annotated workbook of an input workbook, as the command makes it; of the same content made once."""
    return finish_anew(content, name=name, made_on=made_on)


def finish_anew(content: bytes, *, name: str = "october.xlsx", made_on: date = MADE_ON) -> Finished:
    """The same, made each time: for what is to be the same again, and where the code is changed meanwhile."""
    package = Package.open(content)
    book = read_book(package)
    typed = typed_into_plan(book)
    report = build_report(understand(book, today=made_on), file=name, today=made_on, typed=typed)
    earlier = left_by_an_earlier_run(package, book)
    cleaned = without_earlier_work(package, earlier, made_on).package
    names = names_for_results(cleaned, report)
    results = author(report, book, names=names)
    return Finished(with_results(cleaned, book, report, results, names).to_bytes(), report, names, earlier)


def sample(language: str) -> bytes:
    """The shipped filled-in sample."""
    return (TEMPLATES / f"sample.{language}.xlsx").read_bytes()


def filled(
    rows: Sequence[Sequence[Any]],
    *,
    headers: Sequence[str] = HEADERS,
    settings: dict[str, Any] | None = None,
    name: str = "Channels",
) -> bytes:
    """A workbook with one table, `headers` in row 1; settings by defined name, in a sheet of their own."""
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content, {"strings_to_formulas": False, "strings_to_urls": False})
    sheet = workbook.add_worksheet(name)
    months, percent = (
        workbook.add_format({"num_format": "mmm yyyy"}),
        workbook.add_format({"num_format": "0%"}),
    )
    sheet.write_row(0, 0, headers)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(number, column, value, months)
            elif value is not None:
                # Not `write`: an older XlsxWriter takes the text {=1+1} for a formula.
                put = sheet.write_string if isinstance(value, str) else sheet.write
                put(number, column, value)
    business = workbook.add_worksheet("Business") if settings else None
    for number, (key, value) in enumerate((settings or {}).items()):
        assert business is not None
        business.write(number, 1, value, percent if isinstance(value, float) else None)
        workbook.define_name(f"kpi_{key}", f"=Business!$B${number + 1}")
    workbook.close()
    return content.getvalue()


def opened(content: bytes, *, values: bool = False) -> Workbook:
    """Read by openpyxl, quietly about what it would drop on saving."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(io.BytesIO(content), data_only=values)


def sheet_names(content: bytes) -> list[str]:
    """The sheets in their order, none of them read."""
    return list(load_workbook(io.BytesIO(content), read_only=True).sheetnames)


RECALCULATED = "xlsx:Calc MS Excel 2007 XML"  # what LibreOffice is asked for


def differences_after_recalculation(content: bytes, convert: Convert, folder: Path) -> tuple[int, list[str]]:
    """How many formulas there are, and those whose stored value LibreOffice doesn't come to."""
    folder.mkdir(exist_ok=True)
    stored = folder / "stored.xlsx"
    stored.write_bytes(content)
    (folder / "out").mkdir(exist_ok=True)
    again = convert(stored, RECALCULATED, folder / "out").read_bytes()
    return differences_between(content, again)


def differences_between(content: bytes, again: bytes) -> tuple[int, list[str]]:
    """How many formulas there are, and those whose stored value isn't that of the recalculated file."""
    then, now = stored_cells(content), stored_cells(again)
    formulas = {place: cell.value for place, cell in then.items() if cell.is_formula}
    found = []
    for (sheet, address), before in formulas.items():
        after = now[sheet, address].value if (sheet, address) in now else None
        if not same(before, after):
            found.append(f"{sheet}!{address}: {before!r} became {after!r}")
    return len(formulas), found


def same(before: Any, after: Any) -> bool:
    """Equal, or numbers as close as doubles get through another program."""
    if isinstance(before, int | float) and isinstance(after, int | float):
        return abs(before - after) <= CLOSE * max(1, abs(before))
    return before == after or {before, after} == {None, ""}


def stale_line(content: bytes, names: dict[Role, str]) -> str:
    """The line of KPI summary that says whether the input is still as it was."""
    return str(stored_cells(content)[names[Role.SUMMARY], "A3"].value)
