"""What a download holds, as lines of cells: a file of text, or one sheet of a workbook. Rows are 1-based."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct

from kpisheet.worksheet.serial_dates import serial_date
from kpisheet.worksheet.sheet import CellKind, NumberStyle, RawCell, RawSheet

Cell = str | Decimal | date | None
_SUMMING = ("SUM(", "SUBTOTAL(", "AGGREGATE(")


class Line(NamedTuple):
    """One line: its number and its cells, the first column's first. `summing`: one is a formula that sums.

    `whole` is False where the line was written with a number of cells of its own choice, as in a sheet,
    so that a missing or an extra one says nothing.
    """

    number: int
    cells: tuple[Cell, ...]
    summing: bool = False


class Page(Struct, frozen=True):
    """A file of text or a sheet. `lines` begins anew at each call, so that a large file is never held twice.

    `delimiter` is that of a text; its lines all have the header's number of cells, or something is amiss.
    `whole` says whether this is all that the file holds.
    """

    file: str
    sheet: str | None
    lines: Callable[[], Iterator[Line]]
    delimiter: str | None = None

    @property
    def title(self) -> str:
        """What a person calls it."""
        return self.file if self.sheet is None else f"{self.file}, {self.sheet}"


def pages_of_sheets(file: str, sheets: tuple[RawSheet, ...], *, date_1904: bool) -> list[Page]:
    """The sheets of a workbook; one whose cells all stand in its first column is text that was pasted."""
    return [
        Page(file, sheet.name, lambda sheet=sheet: _lines_of(sheet, date_1904=date_1904))  # type: ignore[misc]  # mypy and defaults of lambdas
        for sheet in sheets
        if sheet.rows and not sheet.own
    ]


def _lines_of(sheet: RawSheet, *, date_1904: bool) -> Iterator[Line]:
    for number in sheet.numbers:
        cells = sheet.rows[number]
        values = tuple(
            cell_value(cells.get(column), date_1904=date_1904)
            for column in range(1, max(cells, default=0) + 1)
        )
        summing = any((cell.formula or "").upper().startswith(_SUMMING) for cell in cells.values())
        yield Line(number, values, summing)


def cell_value(cell: RawCell | None, *, date_1904: bool) -> Cell:
    """A cell as a person sees what kind it is: a percentage is a text with its sign, a date a date."""
    if cell is None:
        return None
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        if cell.style is NumberStyle.DATE:
            return serial_date(cell.number, date_1904=date_1904) or cell.text
        if cell.style is NumberStyle.PERCENT:
            return f"{cell.number * 100:f}%"
        return cell.number
    if cell.kind is CellKind.BLANK:
        return None if cell.formula is None else f"={cell.formula}"
    return cell.text


def text_of(cell: Cell) -> str:
    """What the cell says as text; nothing for a blank one."""
    if cell is None:
        return ""
    return cell if isinstance(cell, str) else f"{cell:f}" if isinstance(cell, Decimal) else cell.isoformat()
