"""A text such as CSV that is a worksheet by itself, as a workbook: the same cells in the same places."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from io import BytesIO

from xlsxwriter.workbook import Workbook

from kpisheet.errors import LimitExceededError
from kpisheet.exports.numbers import Numbers
from kpisheet.exports.pages import Page
from kpisheet.ooxml.limits import LIMITS

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 - the same text gives the same bytes


def workbook_of(page: Page) -> bytes:
    """The page as a workbook of one sheet: what is a number for certain is one, all else stays text.

    Raises `LimitExceededError` for more cells than a workbook may have.
    """
    stream = BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    workbook.set_properties({"author": "kpisheet", "created": _CREATED})
    sheet = workbook.add_worksheet(_sheet_name(page.file))
    numbers, cells = _learnt(page), 0
    for line in page.lines():
        cells += len(line.cells)
        if cells > LIMITS.cells:
            raise LimitExceededError("limit_cells", limit=LIMITS.cells)
        for column, cell in enumerate(line.cells):
            number = numbers.number(column, cell)
            if isinstance(number, Decimal) and not _says_more(cell):
                sheet.write_number(line.number - 1, column, float(number))
            elif isinstance(cell, str) and cell:
                sheet.write_string(line.number - 1, column, cell)
    workbook.close()
    return stream.getvalue()


def _learnt(page: Page) -> Numbers:
    """What the cells of each column prove of their numbers."""
    numbers = Numbers(delimiter=page.delimiter)
    for line in page.lines():
        for column, cell in enumerate(line.cells):
            numbers.learn(column, cell)
    return numbers


def _says_more(cell: object) -> bool:
    """Whether a text says more than its number: a currency, a unit, a percent sign."""
    return isinstance(cell, str) and any(not (letter.isdigit() or letter in "+-., ") for letter in cell)


def _sheet_name(file: str) -> str:
    stem = file.rpartition(".")[0] or file
    return _NOT_IN_A_NAME.sub(" ", stem)[:_LONGEST_NAME].strip() or "Channels"
