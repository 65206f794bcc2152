"""Columns of a list beside each other that may mean the same figure, or parts of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.texts.language import LANGUAGES
from kpisheet.texts.typed_text import read_number
from kpisheet.worksheet.findings import Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import share_of
from kpisheet.worksheet.locate import HeaderCell
from kpisheet.worksheet.sheet import NUMBER_CELL, TEXT_CELL, RawCell

_MOST_COLUMNS = 30

Amounts = Mapping[int, Decimal]
"""What stands in a column: row number → amount."""


class ColumnsBeside(Struct, frozen=True):
    """The columns of a list that may hold one figure, each with its amounts.

    `alike` all mean it, first the one that is read; `others` mean nothing known, and hold numbers.
    """

    grid: Grid
    alike: Sequence[tuple[HeaderCell, Amounts]]
    others: Sequence[tuple[HeaderCell, Amounts]]


def columns_beside(grid: Grid, key: str) -> ColumnsBeside:
    """The columns of a figure, and those that may be a part of it."""
    rows = [number for number, cells in grid.rows if "channel" in cells]
    chosen = grid.columns.get(key)
    alike: list[tuple[HeaderCell, Amounts]] = []
    others: list[tuple[HeaderCell, Amounts]] = []
    for header in grid.table.headers:
        if header.column == chosen or (header.meaning is not None and header.meaning.key == key):
            alike.append((header, _amounts(grid, header.column, rows)))
        elif header.meaning is None and share_of(header.text) is None and len(others) < _MOST_COLUMNS:
            others.append((header, _amounts(grid, header.column, rows)))
    alike.sort(key=lambda one: one[0].column != chosen)
    return ColumnsBeside(grid, alike, [one for one in others if one[1]])


def place_of(grid: Grid, header: HeaderCell) -> Place:
    """Where a column's header stands."""
    return Place(grid.table.sheet.name, header.row, header.column)


def without_columns(grid: Grid, columns: set[int]) -> Grid:
    """The list without these headers: nothing more is to be told of them."""
    if not columns:
        return grid
    headers = tuple(header for header in grid.table.headers if header.column not in columns)
    return replace(grid, table=replace(grid.table, headers=headers))


def _amounts(grid: Grid, column: int, rows: Sequence[int]) -> Amounts:
    cells = ((number, grid.table.sheet.cell(number, column)) for number in rows)
    found = ((number, _amount(cell)) for number, cell in cells if cell is not None)
    return {number: amount for number, amount in found if amount is not None}


def _amount(cell: RawCell) -> Decimal | None:
    if cell.kind is NUMBER_CELL:
        return cell.number
    return read_number(cell.text, LANGUAGES[0]).value if cell.kind is TEXT_CELL else None
