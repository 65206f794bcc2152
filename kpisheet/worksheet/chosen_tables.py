"""Which of a workbook's tables are read: one list of channels or tables of other shapes, Months, Deals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from kpisheet.errors import UnreadableFileError
from kpisheet.texts.aliases import plain
from kpisheet.texts.folding import fold
from kpisheet.texts.language import LANGUAGES, table
from kpisheet.worksheet.channel_evidence import refusal
from kpisheet.worksheet.channel_rows import LABEL_KEYS
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import says_only
from kpisheet.worksheet.layouts.choosing import Choice
from kpisheet.worksheet.layouts.lines import AddressedGrid
from kpisheet.worksheet.layouts.reading import other_shapes
from kpisheet.worksheet.locate import LocatedTable
from kpisheet.worksheet.nothing_to_read import no_table, worded
from kpisheet.worksheet.schema import Table
from kpisheet.worksheet.sheet import RawBook, RawSheet
from kpisheet.worksheet.sheet_tables import outcome_tables, tables_of


class ChosenTables(Struct, frozen=True):
    """The tables that were found, and those that are read.

    `found`: all that bear a list's headers, by the list. `lists`: those of channels. `channels`: one of
    these, or tables of other shapes. `outcomes`: tables that say what was brought, but not what was spent.
    `beside`: tables of other shapes that are left, for a list is read.
    """

    found: Mapping[Table, Sequence[LocatedTable]]
    lists: Sequence[Grid]
    channels: Grid
    months: Grid | None
    deals: Grid | None
    outcomes: Sequence[Grid]
    beside: Choice | None

    @property
    def read(self) -> list[Grid]:
        """The tables that are read."""
        return [grid for grid in (self.channels, self.months, self.deals) if grid is not None]

    @property
    def located(self) -> list[LocatedTable]:
        """All that were found."""
        return [one for ones in self.found.values() for one in ones]


def chosen_tables(book: RawBook, sheet: str | None, language: str | None) -> ChosenTables:
    """The tables to read of all sheets, the channels of that named `sheet` if one is named.

    Raises `UnreadableFileError` as `understand` does, in `language` or else that of the headers.
    """
    sheets = _sheets_to_search(book, sheet)
    names = {one.name for one in sheets}
    located = [each for one in inputs(book) for each in tables_of(one, channels=one.name in names)]
    found = {of: [one for one in located if one.of is of] for of in Table}
    every = [Grid(candidate, LABEL_KEYS) for candidate in found[Table.CHANNELS]]
    refusals = [refusal(grid, language or LANGUAGES[0]) for grid in every]
    lists = [grid for grid, refused in zip(every, refusals, strict=True) if refused is None]
    best = max(lists, key=_worth, default=None)
    outcomes = list(_outcomes(sheets, located))
    shapes = other_shapes(book, sheets, best, lists, outcomes)
    channels = shapes.grid or best
    if channels is None:
        refused = next((one for one in refusals if one is not None), None)
        raise no_table(sheets, language) if refused is None else worded(refused, sheets, language)
    months = _best(found[Table.MONTHS], Table.MONTHS, channels)
    deals = _best(found[Table.DEALS], Table.DEALS, channels)
    return ChosenTables(found, lists, channels, months, deals, outcomes, shapes.beside)


def inputs(book: RawBook) -> list[RawSheet]:
    """The sheets that may be input: all but our own."""
    return [one for one in book.sheets if not one.own]


def _sheets_to_search(book: RawBook, sheet: str | None) -> list[RawSheet]:
    """All sheets that may be input; only the one asked for, by its name or its folded name."""
    searched = inputs(book)
    if sheet is None:
        return searched
    chosen = [one for one in searched if one.name == sheet] or [
        one for one in searched if fold(one.name) == fold(sheet)
    ]
    if not chosen:
        raise UnreadableFileError("no_such_sheet", sheet=sheet, sheets=[one.name for one in searched])
    return chosen[:1]


def _outcomes(sheets: Iterable[RawSheet], located: Sequence[LocatedTable]) -> Iterator[Grid]:
    """The tables of outcomes whose headers no other table claims."""
    claimed = {(one.sheet.name, *cell) for one in located for cell in one.header_cells}
    for sheet in sheets:
        for one in outcome_tables(sheet):
            if claimed.isdisjoint((sheet.name, *cell) for cell in one.header_cells):
                yield Grid(one, LABEL_KEYS)


def _worth(grid: Grid) -> tuple[int, ...]:
    """How likely a candidate is meant: seen, filled, *Actual*, no budget, rich in columns, named so, long."""
    located = grid.table
    named = fold(located.sheet.name) in {fold(table(code, "sheets")["channels"]) for code in LANGUAGES}
    filled = sum(1 for _, cells in grid.rows if "channel" in cells and "spend" in cells)
    actual = any(says_only("actual", word) for word in plain(located.sheet.name).split())
    spent = not located.reads_a_plan
    return (not located.sheet.hidden, filled > 0, actual, spent, len(grid.columns), named, filled)


def _best(found: Iterable[LocatedTable], of: Table, channels: Grid) -> Grid | None:
    """The likeliest table of Months or Deals: named so, seen, filled."""
    names = {fold(table(code, "sheets")[of.value]) for code in LANGUAGES}
    grids = [Grid(one, frozenset({"period"})) for one in found if not _is_read(one, channels)]
    return max(
        grids,
        key=lambda grid: (
            bool(grid.rows),
            fold(grid.table.sheet.name) in names,
            not grid.table.sheet.hidden,
            len(grid.columns),
        ),
        default=None,
    )


def _is_read(located: LocatedTable, channels: Grid) -> bool:
    """Whether a table is the one of channels, or one of those read as that."""
    if isinstance(channels, AddressedGrid):
        return channels.stands_on(located)
    return located is channels.table
