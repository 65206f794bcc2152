"""The rows of Channels that sum up others: found by the evidence of their cells, and what is said of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from kpisheet.texts.language import Term
from kpisheet.texts.units import Unit
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import BUDGET
from kpisheet.worksheet.row_cells import Figures
from kpisheet.worksheet.schema import CHANNEL_COLUMNS
from kpisheet.worksheet.serial_dates import serial_date
from kpisheet.worksheet.sheet import TEXT_CELL, CellKind, CellRange, NumberStyle, RawCell
from kpisheet.worksheet.totals import (
    Dimensions,
    Evidence,
    Line,
    Reckons,
    TableArea,
    Total,
    Verdict,
    reckons,
    totals_among,
)

_LABELS = ("channel", "period", "campaign")
_COUNTS = frozenset(column.key for column in CHANNEL_COLUMNS if column.unit is Unit.COUNT)
_ADDED = _COUNTS | {column.key for column in CHANNEL_COLUMNS if column.unit is Unit.MONEY} - {BUDGET}
_COLUMN = "column "  # with its number: the key of one that isn't read
_NAMES_IN = 3  # a column of words in at least one of so many rows says what kind of row each is
_CODES: Mapping[Verdict, str] = {
    Verdict.SUM: "K404",
    Verdict.CLAIM: "K431",
    Verdict.ASKED: "K432",
    Verdict.NUMBERS: "K433",
    Verdict.CHANNEL: "K440",
    Verdict.NAMED: "K434",
}
_NOT_BY_LEVEL = frozenset(
    {
        Evidence.WORD,
        Evidence.WORD_ELSEWHERE,
        Evidence.DECLARED,
        Evidence.FORMULA,
        Evidence.SUMMARY_FORMULA,
        Evidence.BLANK_NAME,
    }
)


class ReadLine(Struct, frozen=True, gc=False):
    """A line of the table with its cells and its figures as read."""

    number: int
    cells: Mapping[str, RawCell]
    figures: Figures


class TotalRows:
    """Finds the totals of one table."""

    def __init__(self, grid: Grid, *, date_1904: bool) -> None:
        self._grid, self._date_1904 = grid, date_1904
        self._months: dict[str, str] = {}
        table = grid.table
        first, last = table.area
        self._around = TableArea(
            CellRange(table.first_row, first, table.last_row, last),
            frozenset(one.name for one in table.sheet.tables if one.area.first_column <= last),
        )
        self._declared = frozenset(
            one.area.last_row - offset for one in table.sheet.tables for offset in range(one.totals_rows)
        )

    def among(self, lines: Sequence[ReadLine]) -> Mapping[int, Total]:
        """The lines that are or may be totals, by row number."""
        further = self._further(lines)
        dimensions = Dimensions(further=tuple(further), whole=_COUNTS)
        return totals_among([self._line(line, further) for line in lines], dimensions)

    def _further(self, lines: Sequence[ReadLine]) -> dict[str, int]:
        """The columns of words that aren't read but say what kind of row each is, by a key."""
        return {
            f"{_COLUMN}{column}": column
            for column in self._grid.unread_columns
            if sum(self._is_text(line.number, column) for line in lines) * _NAMES_IN >= len(lines)
        }

    def _is_text(self, number: int, column: int) -> bool:
        cell = self._grid.table.sheet.cell(number, column)
        return cell is not None and cell.kind is TEXT_CELL

    def _line(self, line: ReadLine, further: Mapping[str, int]) -> Line:
        cells, values = line.cells, line.figures.values
        labels = {
            key: self._text(cell)
            for key in _LABELS
            if (cell := cells.get(key)) is not None and cell.kind is not CellKind.ERROR
        }
        beside: tuple[str, ...] = ()
        if others := self._grid.beside(line.number):
            labels |= {key: others[column].text for key, column in further.items() if column in others}
            beside = tuple(
                cell.text
                for column, cell in others.items()
                if cell.kind is TEXT_CELL and column not in further.values()
            )
        return Line(
            line.number,
            labels,
            values if values.keys() <= _ADDED else _added(values),
            line.figures.unusable,
            beside,
            self._reckons(line),
            line.number in self._declared,
            self._day(cells.get("period")),
        )

    def _text(self, cell: RawCell) -> str:
        """What a label says; a date as its month, however it is shown."""
        if cell.kind is TEXT_CELL or cell.style is not NumberStyle.DATE or cell.number is None:
            return cell.text or shown(cell)
        known = self._months.get(cell.text)
        if known is None:
            day = serial_date(cell.number, date_1904=self._date_1904)
            known = self._months[cell.text] = cell.text if day is None else f"{day:%Y-%m}"
        return known

    def _day(self, cell: RawCell | None) -> str:
        """A day within a month, as stored; nothing for the first one, which may stand for its month."""
        if cell is None or cell.style is not NumberStyle.DATE or cell.number is None:
            return ""
        day = serial_date(cell.number, date_1904=self._date_1904)
        return "" if day is None or day.day == 1 else cell.text

    def _reckons(self, line: ReadLine) -> Reckons:
        """What the row's formulas make of other rows; a mean counts only if all its figures are such."""
        formulas = [cell for key, cell in line.cells.items() if cell.formula and key in _ADDED]
        if not formulas:
            return Reckons.NOTHING
        found = [reckons(cell, self._around) for cell in formulas]
        figures = sum(key in _ADDED for key in line.cells)
        if Reckons.SUM in found:
            return Reckons.SUM
        return Reckons.SUMMARY if found.count(Reckons.SUMMARY) == figures else Reckons.NOTHING

    def findings(self, lines: Sequence[ReadLine], totals: Mapping[int, Total]) -> Iterator[Finding]:
        """What is said of each total, and of each row that may be one."""
        for line in lines:
            if line.number in totals:
                yield self._finding(line, totals[line.number])

    def _finding(self, line: ReadLine, total: Total) -> Finding:
        label = self._label(line, total)
        place = Place(self._grid.table.sheet.name, line.number, label.column)
        facts: dict[str, Any] = {}
        code = _CODES[total.verdict]
        if total.verdict is Verdict.SUM and _NOT_BY_LEVEL.isdisjoint(total.evidence):
            code = "K435"
        if code == "K431":
            key, difference = next(iter(total.differences.items()))
            facts |= {
                "column": Term(f"columns.{key}.header"),
                "says": difference.says,
                "adds": difference.adds,
            }
        elif code in ("K432", "K433", "K435"):
            facts |= {"first": total.first, "last": total.last}
        elif code == "K440":
            twice = line.figures.values.get("spend")
            facts |= {"first": total.first, "last": total.last, "twice": twice or Decimal(0)}
        affects = ("spend",) if code in ("K432", "K433", "K434", "K440") else ()
        return finding(code, place, typed=shown(label), affects=affects, **facts)

    def _label(self, line: ReadLine, total: Total) -> RawCell:
        """The cell to speak about: the one with the word of a total, else the first with any word."""
        beside = self._grid.beside(line.number)
        if total.label is not None and total.label in line.cells:
            return line.cells[total.label]
        if total.label is not None:
            return beside[int(total.label.removeprefix(_COLUMN))]
        texts = [line.cells[key] for key in (*_LABELS, "note") if key in line.cells]
        texts += beside.values()
        return next((cell for cell in texts if cell.kind is TEXT_CELL), next(iter(line.cells.values())))


def _added(values: Mapping[str, Decimal]) -> dict[str, Decimal]:
    return {key: value for key, value in values.items() if key in _ADDED}
