"""Reads a package into sheets of cells as typed; what they mean is found out in `worksheet`."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise, repeat
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from kpisheet.ooxml.limits import exceeded
from kpisheet.ooxml.reading.book import scan_book
from kpisheet.ooxml.reading.scan import scan_sheet
from kpisheet.ooxml.references import area_of
from kpisheet.workbook.names import all_own_sheets
from kpisheet.workbook.number_styles import number_style
from kpisheet.worksheet.sheet import (
    BLANK_CELL,
    NUMBER_CELL,
    TEXT_CELL,
    CellKind,
    CellRange,
    NumberStyle,
    RawBook,
    RawCell,
    RawSheet,
    RawTable,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kpisheet.ooxml.package.package import Package
    from kpisheet.ooxml.package.sheets import SheetEntry
    from kpisheet.ooxml.reading.book import BookScan
    from kpisheet.ooxml.reading.scan import SheetScan
    from kpisheet.ooxml.reading.scanned import CellScan, RowShape

_WITH_CELLS = frozenset({"worksheet"})
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?")
_LONGEST_FORMAT = 255  # letters; Excel takes no longer number format
_LONGEST_AREA = 300  # letters of a name's formula; a sheet's name has 31
_CELL = r"\$?[A-Za-z]{1,3}\$?[0-9]{1,7}"
_REFERENCE = re.compile(rf"=?(?:'((?:[^']|'')+)'|([^'!\[\]]+))!({_CELL}(?::{_CELL})?)")
_TEXT_TYPES = frozenset(("s", "str", "inlineStr"))
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a worksheet's dates have no time zone
_DAY_ZERO_1904 = datetime(1904, 1, 1)  # noqa: DTZ001 - the same
_FIRST_TRUE_DAY = datetime(1900, 3, 1)  # noqa: DTZ001 - before it the 1900 system is one day off


class _Format(NamedTuple):
    style: NumberStyle
    code: str


_GENERAL = _Format(NumberStyle.GENERAL, "General")
_Column = tuple[int, str, _Format]  # its number; the type and the format of its cells
_Value = TypeVar("_Value")


def read_book(package: Package) -> RawBook:
    """The workbook as typed; result sheets of an earlier run are flagged as our own.

    Chart sheets and the like are left out; a sheet whose part is missing has no cells. Raises
    UnreadableFileError and LimitExceededError.
    """
    book = scan_book(package)
    names = _names(book)
    own = all_own_sheets(names)
    formats = tuple(
        _Format(number_style(code), code) if len(code) <= _LONGEST_FORMAT else _GENERAL
        for code in book.number_formats
    )
    sheets: list[RawSheet] = []
    cells = 0
    for entry in book.sheets:
        if entry.kind not in _WITH_CELLS:
            continue
        rows = _Rows(formats, date_1904=book.date_1904)
        with _collection_paused():
            scan = scan_sheet(package, book, entry, rows)
        cells += scan.cells
        if cells > package.limits.cells:
            raise exceeded("cells", package.limits, entry.part)
        sheets.append(_sheet(scan, entry, rows.in_order(), own=entry.name in own))
    return RawBook(tuple(sheets), book.date_1904, names)


@contextmanager
def _collection_paused() -> Iterator[None]:
    """Millions of cells and no cycle among them: looking for one would take a fifth of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _sheet(scan: SheetScan, entry: SheetEntry, rows: dict[int, dict[int, RawCell]], *, own: bool) -> RawSheet:
    return RawSheet(
        name=entry.name,
        rows=rows,
        hidden=entry.state != "visible",
        hidden_rows=scan.hidden_rows,
        hidden_columns=scan.hidden_columns,
        merged=tuple(CellRange(*area) for area in scan.merged),
        tables=tuple(
            RawTable(each.name, CellRange(*each.area), each.header_rows, each.totals_rows)
            for each in scan.tables
        ),
        filtered=_filtered(scan),
        own=own,
    )


def _filtered(scan: SheetScan) -> CellRange | None:
    """The area of the first filter that has criteria: the sheet's own, or else a table's."""
    if scan.filtering and scan.auto_filter is not None:
        return CellRange(*scan.auto_filter)
    return next((CellRange(*each.area) for each in scan.tables if each.filtering), None)


class _Rows:
    """Makes cells as typed of scanned ones; equal numbers share one `Decimal`, as most counts repeat."""

    def __init__(self, formats: tuple[_Format, ...], *, date_1904: bool) -> None:
        self._rows: dict[int, dict[int, RawCell]] = {}
        self._formats = formats
        self._zero = _DAY_ZERO_1904 if date_1904 else _DAY_ZERO
        self._numbers: dict[str, Decimal] = {}
        self._columns: dict[RowShape, list[_Column]] = {}

    def take(self, row: int, scanned: list[CellScan]) -> None:
        """Keep a row's cells without the blank ones that have no formula; the last of two in one place."""
        cells = self._rows.get(row, {})
        for column, kind, style, value, formula in scanned:
            if value or formula is not None:
                cells[column] = self._cell((row, column), kind, value, self._format(style), formula)
        if cells:
            self._rows[row] = cells

    def take_typed(
        self,
        row: int,
        shape: RowShape,
        values: Sequence[str | None],
        formulas: Sequence[str | None] | None = None,
    ) -> None:
        """As `take`; what follows from the places and formats of the cells is found out once per shape."""
        columns = self._columns.get(shape)
        if columns is None:
            columns = self._columns[shape] = [
                (place.column, place.type, self._format(place.style)) for place in shape.places
            ]
        known = self._numbers
        cells = self._rows.get(row, {})
        for (column, kind, look), value, formula in zip(columns, values, formulas or repeat(None)):  # noqa: B905 - the last is endless
            if value:
                if kind == "n" and value in known:
                    cells[column] = RawCell(row, column, NUMBER_CELL, value, known[value], *look, formula)
                    continue
                if kind == "s":
                    cells[column] = RawCell(row, column, TEXT_CELL, value, None, *look, formula)
                    continue
            elif formula is None:
                continue
            cells[column] = self._cell((row, column), kind, value, look, formula)
        if cells:
            self._rows[row] = cells

    def _format(self, style: int) -> _Format:
        return self._formats[style] if style < len(self._formats) else _GENERAL

    def in_order(self) -> dict[int, dict[int, RawCell]]:
        """Row number → column number → cell, both ascending, whatever their order was in the file."""
        return _ascending({row: _ascending(cells) for row, cells in self._rows.items()})

    def _cell(
        self, place: tuple[int, int], kind: str, value: str | None, look: _Format, formula: str | None
    ) -> RawCell:
        """The cell with its value, by the type that the file says."""
        (style, code), number = look, None
        if kind in _TEXT_TYPES:
            meant, text = BLANK_CELL if value is None else TEXT_CELL, value or ""
        elif not value:
            meant, text = BLANK_CELL, ""
        elif kind == "n":
            number = self._number(value)
            # A number that is none: as text it gets a finding instead of a wrong figure.
            meant, text = (TEXT_CELL, value) if number is None else (NUMBER_CELL, value.strip())
        elif kind == "e":
            meant, text = CellKind.ERROR, value.strip()
        elif kind == "b":
            meant, text = CellKind.BOOLEAN, "TRUE" if value.strip().lower() in {"1", "true"} else "FALSE"
        else:
            text, number = value.strip(), self._serial(value.strip())
            meant, style = (TEXT_CELL, style) if number is None else (NUMBER_CELL, NumberStyle.DATE)
        return RawCell(*place, meant, text, number, style, code, formula)

    def _number(self, value: str) -> Decimal | None:
        if value in self._numbers:
            return self._numbers[value]
        text = value.strip()
        number = Decimal(repr(float(text))) if _NUMBER.fullmatch(text) else None
        if number is not None and not number.is_finite():
            number = None
        if number is not None and text == value:
            self._numbers[value] = number
        return number

    def _serial(self, text: str) -> Decimal | None:
        """The serial number of a date that is written as one (``2026-10-01``), as other writers store it."""
        moment = _moment(text)
        if moment is None:
            return None
        days = (moment - self._zero) / timedelta(days=1)
        if self._zero == _DAY_ZERO and moment < _FIRST_TRUE_DAY and days >= 1:
            days -= 1
        return Decimal(repr(days))


def _ascending(places: dict[int, _Value]) -> dict[int, _Value]:
    if all(first < second for first, second in pairwise(places)):
        return places
    return dict(sorted(places.items()))


def _moment(text: str) -> datetime | None:
    """A date, a date with a time, or a time of day (on day zero) in the ISO's way of writing."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        pass
    try:
        return datetime.combine(_DAY_ZERO.date(), time.fromisoformat(text).replace(tzinfo=None))
    except ValueError:
        return None


def _names(book: BookScan) -> dict[str, tuple[str, CellRange]]:
    """The defined names that mean one area of one sheet; a name of the whole workbook beats a sheet's own."""
    names: dict[str, tuple[str, CellRange]] = {}
    for each in sorted(book.defined_names, key=lambda each: each.local_sheet is not None):
        place = _place(each.text.strip())
        if place is not None:
            names.setdefault(each.name, place)
    return names


def _place(text: str) -> tuple[str, CellRange] | None:
    found = _REFERENCE.fullmatch(text) if len(text) <= _LONGEST_AREA else None
    area = area_of(found.group(3)) if found else None
    if found is None or area is None:
        return None
    quoted, plain = found.group(1), found.group(2)
    return (quoted.replace("''", "'") if quoted else plain), CellRange(*area)
