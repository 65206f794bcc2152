"""The filled-in rows of a located table: its cells by column key, merged labels spread over their rows."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct

from kpisheet.worksheet.header import COMPUTED_KEYS, HELPERS, QUESTIONS
from kpisheet.worksheet.locate import LocatedTable
from kpisheet.worksheet.sheet import (
    BLANK_CELL,
    NUMBER_CELL,
    TEXT_CELL,
    CellRange,
    DataTable,
    RawCell,
)

_LEFT = 2  # a word before the table's first column belongs to its row
_NOTHING: Mapping[int, RawCell] = {}


class Grid(Struct, frozen=True, dict=True):
    """A located table. `rows` are those with anything in an input column, in the sheet's order."""

    table: LocatedTable
    label_keys: frozenset[str]  # columns whose merged cells mean every row that they cover

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The input columns by key."""
        return {
            key: column
            for key, column in self.table.columns.items()
            if key not in COMPUTED_KEYS and key not in QUESTIONS and key not in HELPERS
        }

    @cached_property
    def helpers(self) -> Mapping[str, int]:
        """The columns that say how others are meant, by key: their cells stand among the rows' own."""
        return {key: column for key, column in self.table.columns.items() if key in HELPERS}

    @cached_property
    def computed(self) -> Mapping[str, int]:
        """The columns that kpisheet computes itself, by key."""
        return {key: column for key, column in self.table.columns.items() if key in COMPUTED_KEYS}

    @cached_property
    def rows(self) -> tuple[tuple[int, dict[str, RawCell]], ...]:
        """Row number and filled cells by key, of each row with a filled input cell."""
        return tuple(self._rows())

    def _rows(self) -> Iterator[tuple[int, dict[str, RawCell]]]:
        columns = tuple(self.columns.items())
        spread = self.spread
        sheet = self.table.sheet
        first = bisect_left(sheet.numbers, self.table.first_row)
        for number in sheet.numbers[first : bisect_right(sheet.numbers, self.table.last_row)]:
            cells = sheet.rows[number]
            filled = {
                key: cell
                for key, column in columns
                if (cell := cells.get(column)) is not None
                and (cell.kind is NUMBER_CELL or not is_blank(cell))
            }
            if number in spread:
                for key, source in spread[number].items():
                    filled.setdefault(key, source)
            if filled:
                filled.update(self._helping(cells))
                yield number, filled

    def _helping(self, cells: Mapping[int, RawCell]) -> Iterator[tuple[str, RawCell]]:
        for key, column in self.helpers.items():
            cell = cells.get(column)
            if cell is not None and not is_blank(cell):
                yield key, cell

    @cached_property
    def spread(self) -> Mapping[int, dict[str, RawCell]]:
        """Label cells that a merge gives to further rows: row → key → the merged cell."""
        found: dict[int, dict[str, RawCell]] = {}
        sheet, last = self.table.sheet, self.table.last_row
        for key in [one for one in self.columns if one in self.label_keys]:
            below = self.table.first_row  # no row is covered twice: of areas that overlap the first counts
            for area in self._merged_in(self.columns[key]):
                source = sheet.cell(area.first_row, area.first_column)
                if source is None or is_blank(source) or area.first_row < below:
                    continue
                below = area.last_row + 1
                covered = (
                    bisect_right(sheet.numbers, area.first_row),
                    bisect_right(sheet.numbers, min(area.last_row, last)),
                )
                for number in sheet.numbers[slice(*covered)]:
                    found.setdefault(number, {})[key] = source
        return found

    def _merged_in(self, column: int) -> list[CellRange]:
        """The merged areas that begin in a column, from top to bottom."""
        return sorted(area for area in self.table.sheet.merged if area.first_column == column)

    @cached_property
    def unread_columns(self) -> tuple[int, ...]:
        """The columns under the table's headers that are neither read nor computed anew."""
        read = {*self.columns.values(), *self.computed.values()}
        return tuple(sorted({header.column for header in self.table.headers} - read))

    def beside(self, number: int) -> Mapping[int, RawCell]:
        """What stands in a row of the table in no column that is read, and its note, by column."""
        cells = self.table.sheet.rows.get(number, {})
        others = cells.keys() - self._read
        if not others:
            return _NOTHING
        first, last = self.table.area
        return {
            column: cells[column]
            for column in sorted(others)
            if first - _LEFT <= column <= last and not is_blank(cells[column])
        }

    @cached_property
    def _read(self) -> frozenset[int]:
        read = (*self.columns.items(), *self.computed.items())
        return frozenset(column for key, column in read if key != "note")

    def column_cells(self, key: str) -> Iterator[RawCell]:
        """All filled cells of one column."""
        return (cells[key] for _, cells in self.rows if key in cells)

    def described(self, last_row: int) -> DataTable:
        """The table as the report shows it."""
        table = self.table
        return DataTable(table.sheet.name, table.header_row, table.first_row, last_row, dict(self.columns))


def is_blank(cell: RawCell) -> bool:
    """Whether nothing was typed: no value, or only spaces; a formula that was never computed isn't blank."""
    if cell.kind is NUMBER_CELL:
        return False
    return (cell.kind is BLANK_CELL and cell.formula is None) or (
        cell.kind is TEXT_CELL and not cell.text.strip()
    )
