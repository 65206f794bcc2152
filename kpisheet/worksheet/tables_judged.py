"""What is told of the tables that are read as a whole: of what they leave out, of their headers."""

from __future__ import annotations

from collections.abc import Iterator

from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.channel_rows import LABEL_KEYS
from kpisheet.worksheet.chosen_tables import ChosenTables
from kpisheet.worksheet.doubts import (
    broken_off,
    continued,
    currency_findings,
    header_findings,
    merged_cells,
    money_header_findings,
    other_candidates,
    outcomes_left_out,
    overtyped,
    unlike_below,
)
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.group_sums import GroupSums
from kpisheet.worksheet.layouts.held_totals import held_totals
from kpisheet.worksheet.layouts.lines import AddressedGrid
from kpisheet.worksheet.layouts.telling import left_beside, left_out
from kpisheet.worksheet.money import Money
from kpisheet.worksheet.reading_context import ReadingContext
from kpisheet.worksheet.spend_columns import fees_left_out
from kpisheet.worksheet.unread import unknown_columns


def channels_judged(
    tables: ChosenTables, sums: GroupSums, reading: ReadingContext, *, empty: bool
) -> Iterator[Finding]:
    """What the tables of channels leave out or say twice; `empty`: no row was read of them.

    `sums`: the channels that turned out to be sums of others, which needn't be asked about again.
    """
    grid = tables.channels
    if isinstance(grid, AddressedGrid):
        yield from left_out(grid.choice, grid.spans)
        yield from (one for one in held_totals(grid.choice) if not sums.settle(one))
    else:
        yield from _list_judged(tables, grid, reading)
    if grid.table.sheet.hidden:
        yield finding("K103", Place(grid.table.sheet.name))
    if empty:
        yield finding("K104", Place(grid.table.sheet.name))


def _list_judged(tables: ChosenTables, grid: Grid, reading: ReadingContext) -> Iterator[Finding]:
    yield from other_candidates(grid.table, tables.lists, reading.money, reading.language)
    outcomes = tuple(outcomes_left_out(grid, tables.outcomes))
    yield from (*outcomes, *broken_off(grid, outcomes))
    if tables.beside is not None:
        yield from left_beside(tables.beside, grid)
    yield from merged_cells(grid, LABEL_KEYS, date_1904=reading.date_1904)
    yield from overtyped(grid)


def headers_judged(tables: ChosenTables, language: str, money: Money, vat: str | None) -> Iterator[Finding]:
    """What the headers of each table that is read leave open; `vat`: what Business says of it."""
    for grid in tables.read:
        if grid.rows:
            if not isinstance(grid, AddressedGrid):
                yield from continued(grid, tables.found[grid.table.of])
            if grid is not tables.channels:
                yield from unlike_below(grid, tables.found[grid.table.of])
            asked = tuple(header_findings(grid.table, language))
            yield from asked
            if not isinstance(grid, AddressedGrid) and grid is tables.channels:
                fees = tuple(fees_left_out(grid))
                yield from (*fees, *unknown_columns(grid, (*asked, *fees)))
            yield from money_header_findings(grid, vat)
            yield from currency_findings(grid, money)
