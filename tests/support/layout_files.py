"""The pages of a layout as files of several programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import xlsxwriter

from kpisheet.worksheet.sheet import RawCell
from tests.support.layout_shapes import Page


def by_openpyxl(pages: Sequence[Page]) -> bytes:
    """Dates in a format of days; an error cell is the formula that makes it."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for page in pages:
        sheet = book.create_sheet(page.name)
        for row, line in enumerate(page.lines, 1):
            for column, value in enumerate(line, 1):
                if value is not None:
                    cell = sheet.cell(row, column, f"={value.formula}" if _is_error(value) else value)
                    if isinstance(value, date):
                        cell.number_format = "d.m.yyyy"
        for top, left, bottom, right in page.merged:
            sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
    return _bytes_of(book.save)


def by_xlsxwriter(pages: Sequence[Page]) -> bytes:
    """The same with shared strings, a style to each date, and the errors' values stored."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for page in pages:
        sheet = book.add_worksheet(page.name)
        for top, left, bottom, right in page.merged:
            sheet.merge_range(top - 1, left - 1, bottom - 1, right - 1, "")
        for row, line in enumerate(page.lines):
            for column, value in enumerate(line):
                if _is_error(value):
                    sheet.write_formula(row, column, f"={value.formula}", None, value.text)
                elif isinstance(value, date):
                    sheet.write_datetime(row, column, value, day)
                elif value is not None:
                    sheet.write(row, column, value)
    book.close()
    return made.getvalue()


WRITERS: Mapping[str, Any] = {"openpyxl": by_openpyxl, "XlsxWriter": by_xlsxwriter}


def _is_error(value: object) -> bool:
    return isinstance(value, RawCell)


def _bytes_of(save: Any) -> bytes:
    made = BytesIO()
    save(made)
    return made.getvalue()
