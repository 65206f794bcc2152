"""Whether a workbook's facts stand in a list or in tables of another shape, and the lines of the latter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.texts.folding import fold
from kpisheet.texts.language import LANGUAGES, table
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.layouts.addresses import readings_of
from kpisheet.worksheet.layouts.choosing import Choice, choose, without_periods
from kpisheet.worksheet.layouts.evidence import says_so
from kpisheet.worksheet.layouts.facts import Reading, Spent, is_known_name, names_channels
from kpisheet.worksheet.layouts.lines import AddressedGrid, located
from kpisheet.worksheet.layouts.numbers import is_year
from kpisheet.worksheet.layouts.regions import blocks_of
from kpisheet.worksheet.layouts.times import Spans
from kpisheet.worksheet.layouts.words import Aside, Role, is_period, says_period, word_of
from kpisheet.worksheet.locate import OUTCOMES
from kpisheet.worksheet.matters import naming_of
from kpisheet.worksheet.sheet import NUMBER_CELL, TEXT_CELL, NumberStyle, RawBook, RawCell, RawSheet
from kpisheet.worksheet.totals import is_total_label, may_be_total_label

_SPAN = (Role.START, Role.END)
_MANY_MORE = 1.5  # times a whole list's figures, so that it is only an extract of what stands beside it
_FEWEST_KNOWN, _MOSTLY_KNOWN = 2, 0.5  # channels of amounts that nothing names
_WITHOUT_MONTHS = 0.6  # of a list's figures must have an address for it to be given up


class Shapes(Struct, frozen=True):
    """What tables of other shapes say. `grid`: their lines; None where a list says as much, or nothing does.

    `beside`: what was found of them beside a list that is read.
    """

    grid: AddressedGrid | None = None
    beside: Choice | None = None


def other_shapes(
    book: RawBook,
    sheets: Sequence[RawSheet],
    best: Grid | None,
    lists: Sequence[Grid],
    outcomes: Sequence[Grid] = (),
) -> Shapes:
    """What the sheets say in tables that are no list, beside the `best` of the `lists`.

    `outcomes`: tables that say by channel what spend brought, but no spend themselves.
    """
    if best is not None and _stands_alone(best, lists, outcomes) and not _has_more(best, sheets):
        return Shapes()
    spans = Spans(book.date_1904)
    readings = _readings(sheets)
    choice = choose(readings, spans)
    if choice is None and best is None:
        choice = (
            without_periods(readings)
            or _actuals(sheets, readings, spans)
            or _budgets(sheets, spans)
            or _supposed(sheets, spans)
        )
    if choice is None or (best is not None and not _says_more(choice, best, spans)):
        return Shapes(beside=choice)
    return Shapes(AddressedGrid(located(choice.readings[0]), frozenset(), choice, spans))


def _actuals(
    sheets: Iterable[RawSheet], readings: Iterable[Sequence[Reading]], spans: Spans
) -> Choice | None:
    """The facts of tables called *actual* where others are called a plan: spend, as in one table."""
    if not any(Aside.PLANNED in reading.asides for each in readings for reading in each):
        return None
    choice = choose(_readings(sheets, Spent.ACTUAL), spans)
    return choice if choice is not None and all(map(_is_of_marketing, choice.readings)) else None


def _budgets(sheets: Iterable[RawSheet], spans: Spans) -> Choice | None:
    """The facts where nothing says what was spent, but tables say what was planned."""
    choice = choose(_readings(sheets, Spent.PLANNED), spans)
    if choice is None or not all(map(_is_of_marketing, choice.readings)):
        return None
    return replace(choice, spent=Spent.PLANNED)


def _is_of_marketing(reading: Reading) -> bool:
    """Whether a word around a table says that it is about marketing, or its names do."""
    return says_so(reading) or naming_of(reading.names).are_channels


def _supposed(sheets: Iterable[RawSheet], spans: Spans) -> Choice | None:
    """The facts where one table has amounts by channel and period, and nothing says what they are."""
    found = _readings(sheets, Spent.SUPPOSED)
    choice = choose(found, spans) if len(found) == 1 else None
    if choice is None or not all(map(_are_plainly_channels, choice.readings)):
        return None
    return replace(choice, spent=Spent.SUPPOSED)


def _are_plainly_channels(reading: Reading) -> bool:
    """Whether each figure has its period, most channels are known, and a word says that they are channels."""
    known = sum(map(is_known_name, reading.names))
    figures = sum(fact.cell is not None for fact in reading.facts)
    return (
        says_so(reading)
        and reading.filled == figures
        and known >= max(_FEWEST_KNOWN, _MOSTLY_KNOWN * len(reading.names))
    )


def _readings(sheets: Iterable[RawSheet], spent: Spent = Spent.SAID) -> list[list[Reading]]:
    """The readings of each block of the sheets."""
    return [readings for sheet in _read_here(sheets) for readings in readings_of(blocks_of(sheet), spent)]


def _read_here(sheets: Iterable[RawSheet]) -> list[RawSheet]:
    """The sheets that are seen, but for those that hold other tables of the worksheet."""
    others = {fold(table(code, "sheets")[key]) for code in LANGUAGES for key in ("deals", "business")}
    months = {fold(table(code, "sheets")["months"]) for code in LANGUAGES}
    return [
        sheet
        for sheet in sheets
        if not sheet.hidden
        and fold(sheet.name) not in others
        and (fold(sheet.name) not in months or _heads_channels(sheet))
    ]


def _heads_channels(sheet: RawSheet) -> bool:
    """Whether a header names channels: people call their sheet of a block a month *Months*, too."""
    return any(word_of(text).role is Role.CHANNEL for text in sheet.rows_by_text)


def _stands_alone(best: Grid, lists: Sequence[Grid], outcomes: Iterable[Grid]) -> bool:
    """Whether a list explains all of its cells, and no other one goes with it."""
    return _is_plain(best, lists) and not any(_completes(one, best) for one in outcomes)


def _has_more(best: Grid, sheets: Iterable[RawSheet]) -> bool:
    """Whether other sheets name channels over or beside months: last year's, say, or a summary.

    A list without months may itself be the summary of sheets that have them.
    """
    beside = [sheet for sheet in sheets if sheet is not best.table.sheet and _has_periods_across(sheet)]
    if any(map(names_channels, (block for sheet in _read_here(beside) for block in blocks_of(sheet)))):
        return True
    others = [sheet for sheet in _read_here(sheets) if sheet is not best.table.sheet]
    return "period" not in best.columns and any(map(_has_periods, others))


def _has_periods_across(sheet: RawSheet) -> bool:
    """Whether a row of the sheet names several periods, as the header of a cross table does."""
    rows = Counter(
        number for text, numbers in sheet.rows_by_text.items() if says_period(text) for number in numbers
    )
    if any(count > 1 for count in rows.values()):
        return True
    return any(
        sum(cell.style is NumberStyle.DATE or is_year(cell) for cell in cells.values()) > 1
        for cells in sheet.rows.values()
    )


def _has_periods(sheet: RawSheet) -> bool:
    """Whether anything on the sheet names a period."""
    if any(map(says_period, sheet.rows_by_text)):
        return True
    return any(cell.style is NumberStyle.DATE for cells in sheet.rows.values() for cell in cells.values())


def _completes(other: Grid, best: Grid) -> bool:
    """Whether a table says, for the same channels and months, what a list leaves out."""
    labels = {"period", "channel"}
    own = set(other.columns) & OUTCOMES
    return labels <= set(other.columns) and labels <= set(best.columns) and own.isdisjoint(best.columns)


def _is_plain(best: Grid, lists: Sequence[Grid]) -> bool:
    """Whether a list explains all of its cells: each row has its channel, no header comes twice."""
    others = [grid for grid in lists if grid is not best and grid.rows]
    if any(grid.table.sheet is not best.table.sheet or "period" not in grid.columns for grid in others):
        return False
    keys = [header.meaning.key for header in best.table.headers if header.meaning]
    words = [word_of(header.text) for header in best.table.headers]
    if len(set(keys)) != len(keys) or sum(word.actual for word in words) > 1:
        return False
    if any(word.period or word.role in _SPAN for word in words):
        return False
    if "period" in best.columns and "campaign" not in best.columns:
        return all("channel" in cells or _is_total(cells) for _, cells in best.rows)
    return not any(map(_is_heading, best.rows))


def _is_total(cells: dict[str, RawCell]) -> bool:
    texts = [cell.text for cell in cells.values() if cell.kind is TEXT_CELL]
    return any(is_total_label(text) or may_be_total_label(text) for text in texts)


def _is_heading(row: tuple[int, dict[str, RawCell]]) -> bool:
    """Whether a row's channel is a month, or lacks: then it is the label of other rows, or below one."""
    _, cells = row
    channel = cells.get("channel")
    if channel is None:
        return not _is_total(cells)
    if len(cells) == 1:
        return True
    return channel.style is NumberStyle.DATE or (channel.kind is TEXT_CELL and is_period(channel.text))


def _says_more(choice: Choice, best: Grid, spans: Spans) -> bool:
    """Whether the tables give more figures a full address than the list does."""
    labels = {"period", "channel", "campaign", "note"}
    figures = [
        (cells, sum(key not in labels and cell.kind is NUMBER_CELL for key, cell in cells.items()))
        for _, cells in best.rows
        if "channel" in cells and not _is_total(cells)
    ]
    full = sum(count for cells, count in figures if "period" in cells)
    every = sum(count for _, count in figures)
    said = choice.addresses(spans)
    if full == every and not _goes_beyond(choice, best):
        beside = any(reading.sheet is best.table.sheet for reading in choice.readings)
        return beside and said > _MANY_MORE * full
    return said > full and said >= _WITHOUT_MONTHS * every


def _goes_beyond(choice: Choice, best: Grid) -> bool:
    """Whether a list that lacks nothing is one of several tables that are read as one."""
    blocks = [
        (reading.sheet.name, header.number) for reading in choice.readings for header in reading.block.headers
    ]
    return len(choice.readings) > 1 and (best.table.sheet.name, best.table.header_row) in blocks
