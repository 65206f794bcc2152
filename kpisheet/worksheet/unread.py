"""What looks like data and isn't read: how much of it there is, for the findings that say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import share_of
from kpisheet.worksheet.locate import HeaderCell
from kpisheet.worksheet.sheet import NUMBER_CELL, DataTable, NumberStyle, RawBook, RawCell

ROWS_LEFT_OUT = frozenset({"K401", "K406", "K433", "K661", "K667"})  # not totals: what they add up is read
_ZERO = Decimal(0)


def amount_of(grid: Grid) -> dict[str, Any]:
    """The rows of a table and their spend, as facts of a finding."""
    spend = [cell.number for cell in grid.column_cells("spend") if cell.number is not None]
    return {"rows": len(grid.rows), "total": sum(spend, _ZERO)}


def unknown_columns(grid: Grid, told: Iterable[Finding]) -> Iterator[Finding]:
    """The columns of numbers under headers that mean nothing to us, save those that were asked about.

    Shares of a column that is read (`Spend %`) say nothing more.
    """
    located = grid.table
    asked = {one.place for one in told}
    numbers = [number for number, _ in grid.rows]
    for header in located.headers:
        where = Place(located.sheet.name, header.row, header.column)
        if header.meaning is not None or where in asked or header.column in grid.columns.values():
            continue
        if share_of(header.text) in grid.columns:
            continue
        cells = _typed_numbers(grid, header, numbers)
        values = [cell.number for cell in cells if cell.number is not None]
        if values and not _counts_rows(values):
            total = sum(values, _ZERO)
            yield finding("K140", where, typed=header.text, n=len(values), total=total)


def _typed_numbers(grid: Grid, header: HeaderCell, numbers: Iterable[int]) -> list[RawCell]:
    """The column's numbers that a person typed; what a formula makes of other cells is no more data."""
    found = (grid.table.sheet.cell(number, header.column) for number in numbers)
    return [
        cell
        for cell in found
        if cell is not None
        and cell.kind is NUMBER_CELL
        and cell.formula is None
        and cell.style is not NumberStyle.DATE
    ]


def _counts_rows(values: list[Decimal]) -> bool:
    """Whether the numbers only count the rows: 1, 2, 3 and so on."""
    return values == list(map(Decimal, range(1, len(values) + 1)))


def with_amounts(findings: Iterable[Finding], table: DataTable, book: RawBook) -> Iterator[Finding]:
    """The findings, those of a row that was left out with the spend that stands in it."""
    column = table.columns.get("spend")
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for one in findings:
        if one.code not in ROWS_LEFT_OUT or one.place is None or one.place.row is None or column is None:
            yield one
            continue
        cell = sheets[one.place.sheet].cell(one.place.row, column)
        spend = cell.number if cell is not None and cell.number is not None else _ZERO
        yield replace(one, facts={**one.facts, "total": spend})
