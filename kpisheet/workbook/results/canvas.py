"""A result sheet as we write on it: text as text, formulas with their values; rows and columns 0-based."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name

from kpisheet.texts.harmless import harmless
from kpisheet.workbook.earlier_run import (
    Contents,
    content_of_boolean,
    content_of_formula,
    content_of_number,
    content_of_text,
)
from kpisheet.workbook.names import quoted
from kpisheet.workbook.results.result_sheet import ResultSheet

_LONGEST_TEXT = 32_767  # of a cell, in Excel
_EXACT_WHOLE = 1e15
_MOST_LINKS = 65_530  # of a sheet, in Excel
_NOTHING = (0, None, None)
LINE_HEIGHT = 13.5  # points, of 10-point text

Value = Decimal | float | str | bool


_column_name = lru_cache(maxsize=1024)(xl_col_to_name)


@lru_cache(maxsize=8192)
def reference(row: int, column: int, *, fixed_row: bool = False, fixed_column: bool = False) -> str:
    """The A1 reference of a 0-based cell."""
    return f"{'$' if fixed_column else ''}{_column_name(column)}{'$' if fixed_row else ''}{row + 1}"


@lru_cache(maxsize=8192)
def fixed(row: int, column: int) -> str:
    """The absolute A1 reference of a 0-based cell."""
    return reference(row, column, fixed_row=True, fixed_column=True)


def area(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """The absolute A1 reference of an area."""
    return f"{fixed(first_row, first_column)}:{fixed(last_row, last_column)}"


def text_in_formula(text: str) -> str:
    """A text constant as a formula writes it."""
    return '"' + text.replace('"', '""') + '"'


def lines_needed(text: str, characters: float) -> int:
    """How many lines a wrapped text takes in that many digits' width, Arial being narrower than its zero."""
    return sum(max(1, math.ceil(len(line) * 0.95 / max(1.0, characters))) for line in text.split("\n"))


def _stored(value: float) -> float | int:
    """The double as a workbook stores it: a whole one without `.0`."""
    return int(value) if value.is_integer() and abs(value) < _EXACT_WHOLE else value


def _shown(value: Value) -> str | bool | float:
    if isinstance(value, bool):
        return value
    return harmless(value) if isinstance(value, str) else _stored(float(value))


@lru_cache(maxsize=4096)
def _content_of_double(value: float) -> str:
    return content_of_number(Decimal(repr(value)))


_CONTENT_OF: Mapping[type, Callable[[Any], str]] = {
    str: content_of_text,
    bool: content_of_boolean,
    int: _content_of_double,
    float: _content_of_double,
}


_LONGEST_PRINTED = 255
_KEPT_AT_END = 40


class Canvas:
    """One result sheet being written."""

    def __init__(self, worksheet: ResultSheet, name: str) -> None:
        self.worksheet = worksheet
        self.name = name
        self.widths: dict[int, float] = {}
        self._cells = worksheet.cells
        self._number_of = worksheet.number_of
        self._alike: dict[Hashable, str] = {}
        self._known: dict[str, str] = {}  # what a formula's cell holds
        self._links = 0

    def columns(self, widths: Sequence[float], style: Format, first: int = 0) -> None:
        """Set the widths of columns in characters, with the style of their empty cells."""
        for offset, width in enumerate(widths):
            self.widths[first + offset] = width
            self.worksheet.set_column(first + offset, first + offset, width, style)

    def text(self, row: int, column: int, text: str, style: Format) -> None:
        """Text as text, whatever it looks like, and harmless."""
        self._put(row, column, harmless(text), style)

    def _put(self, row: int, column: int, text: str, style: Format) -> None:
        self._cells[row + 1][column + 1] = self._number_of(style), None, text[:_LONGEST_TEXT] or None

    def number(self, row: int, column: int, value: Decimal | float, style: Format) -> None:
        """A number as the nearest double."""
        self._cells[row + 1][column + 1] = self._number_of(style), None, _stored(float(value))

    def value(self, row: int, column: int, value: Value, style: Format) -> None:
        """Text, number or boolean as what it is, to be compared with a person's cell."""
        if isinstance(value, str):
            self._put(row, column, value, style)
        elif isinstance(value, bool):
            self._cells[row + 1][column + 1] = self._number_of(style), None, value
        else:
            self.number(row, column, value, style)

    def formula(
        self,
        row: int,
        column: int,
        formula: str,
        value: Value,
        style: Format,
        *,
        likeness: Hashable | None = None,
    ) -> None:
        """A formula (without `=`) and the value that it has now; never an empty text.

        Formulas of one `likeness` call the same functions, all on other sheets: for the fingerprint, which
        keeps no more of such, one of them is looked at.
        """
        if likeness is not None:
            if likeness not in self._alike:
                self._alike[likeness] = content_of_formula(formula)
            self._known[formula] = self._alike[likeness]
        shown = _shown(value)
        self._cells[row + 1][column + 1] = self._number_of(style), formula, shown

    def shown(self, cells: Sequence[int]) -> list[float | str | bool | None]:
        """What the cells from first row and column to last show now; None where nothing stands."""
        first_row, first_column, last_row, last_column = cells
        return [
            self._cells[row + 1].get(column + 1, _NOTHING)[2]
            for row in range(first_row, last_row + 1)
            for column in range(first_column, last_column + 1)
        ]

    def contents(self) -> Contents:
        """What the cells hold, for the sheet's fingerprint."""
        return {
            row: {
                column: _CONTENT_OF[type(value)](value) if formula is None else self._content_of(formula)
                for column, (_, formula, value) in cells.items()
                if formula is not None or value is not None
            }
            for row, cells in self._cells.items()
        }

    def _content_of(self, formula: str) -> str:
        return self._known.get(formula) or content_of_formula(formula)

    def blank(self, row: int, first: int, last: int, style: Format) -> None:
        """Style empty cells."""
        cells, blank = self._cells[row + 1], (self._number_of(style), None, None)
        for column in range(first + 1, last + 2):
            cells[column] = blank

    def link(self, row: int, column: int, text: str, style: Format, *, to: tuple[str, str]) -> None:
        """A link `to` a sheet's cell of this workbook; plain text where Excel would take no more links."""
        self._links += 1
        if self._links > _MOST_LINKS:
            self.text(row, column, text, style)
        else:
            target = f"internal:{quoted(to[0])}!{to[1]}"
            self.worksheet.write_url(row, column, target, style, harmless(text)[:_LONGEST_TEXT])

    def merged(self, row: int, first: int, last: int, text: str, style: Format) -> None:
        """One text over several columns, the row as high as the wrapped text needs."""
        if last > first:
            self.worksheet.merged(row, first, last, style)
        self.text(row, first, text, style)

    def paragraph(
        self, row: int, first: int, last: int, text: str, style: Format, *, size: float = 10
    ) -> None:
        """A merged text with the row's height set for its lines."""
        self.merged(row, first, last, text, style)
        self.fit_height(row, [(text, first, last)], size=size)

    def fit_height(self, row: int, texts: Sequence[tuple[str, int, int]], *, size: float = 10) -> None:
        """Make a row high enough for its wrapped texts, each over its columns first to last."""
        lines = 1
        for text, first, last in texts:
            widths = [self.widths.get(column, 8.43) for column in range(first, last + 1)]
            width = math.fsum(widths) * 10 / size  # every Python agrees on this sum
            lines = max(lines, lines_needed(text, width))
        self.worksheet.set_row(row, min(400.0, max(15.0, lines * LINE_HEIGHT * size / 10 + 3)))

    def print_on(
        self, *, header: str, footer: str, repeat: tuple[int, int] | None, landscape: bool = True
    ) -> None:
        """Fit the page's width, repeat the header rows, number the pages."""
        self.worksheet.set_paper(9)
        if landscape:
            self.worksheet.set_landscape()
        self.worksheet.fit_to_pages(1, 0)
        self.worksheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self.worksheet.set_header(printed_line(header))
        self.worksheet.set_footer(printed_line(footer, "&R&8&P / &N"))
        if repeat:
            self.worksheet.repeat_rows(*repeat)


def printed_line(text: str, then: str = "") -> str:
    """`text` in small letters at the left of a printed header or footer, and codes for the rest of the line.

    Excel takes no more than 255 characters (as UTF-16 counts them), codes included: a longer text loses some
    of its middle, because its end says the period.
    """
    begin = "&L&8 " if text[:1].isdigit() else "&L&8"  # a digit would belong to the size of the letters
    room = _LONGEST_PRINTED - len(begin) - len(then)
    shown, kept = text.replace("&", "&&"), min(len(text), room)
    while len(shown.encode("utf-16-le")) // 2 > room:
        kept -= 1
        end = min(_KEPT_AT_END, kept // 2)
        shown = f"{text[: kept - end]}…{text[len(text) - end :]}".replace("&", "&&")
    return begin + shown + then
