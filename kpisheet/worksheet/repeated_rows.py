"""Rows that say again what another row says of the same month, channel and campaign.

Rows of different days or weeks are none, nor rows that differ in a word that isn't read (ad set, device)
or in how many months their cost is of.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.folding import fold
from kpisheet.texts.language import LANGUAGES
from kpisheet.texts.typed_text import Doubt, read_period
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.sheet import NUMBER_CELL, TEXT_CELL, NumberStyle, Row

Beside = Callable[[Row], Hashable]


def repeated(rows: Iterable[Row], language: str, beside: Beside) -> Iterator[list[Row]]:
    """Rows with the same words, two or more at a time; `beside` gives the words that aren't read."""
    alike: defaultdict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        alike[row.channel.key, row.campaign, row.period].append(row)
    for group in alike.values():
        if len(group) > 1:
            yield from _told_apart(group, language, beside)


def _told_apart(rows: Sequence[Row], language: str, beside: Beside) -> Iterator[list[Row]]:
    same: defaultdict[Hashable, list[Row]] = defaultdict(list)
    for row in rows:
        same[_day_of(row, language), row.values.get("spread_over_months"), beside(row)].append(row)
    yield from (group for group in same.values() if len(group) > 1)


def _day_of(row: Row, language: str) -> Hashable:
    """What tells rows of one month apart: the date typed, as a date or as text; None for a month's name."""
    typed = row.cells.get("period")
    if typed is None or typed.number is not None:
        return None if typed is None else typed.number
    read = read_period(typed.text, language)
    if isinstance(read, Doubt):  # settled by the column's other cells
        return fold(typed.text)
    first, last = read
    return first if first == last else None


def agreeing_keys(rows: Sequence[Row], keys: Iterable[str]) -> list[str]:
    """Those of the columns in which all of the rows hold the same, and something."""
    first, *others = rows
    filled = [key for key in keys if key in first.cells]
    return [key for key in filled if all(_said(row, key) == _said(first, key) for row in others)]


def _said(row: Row, key: str) -> object:
    cell = row.cells.get(key)
    return row.values.get(key, None if cell is None else fold(cell.text))


def words_beside(grid: Grid) -> Beside:
    """What the columns that aren't read say of a row: words, dates, days and numbers of things."""
    told = [column for column in grid.unread_columns if _names_things(grid, column)]

    def of(row: Row) -> Hashable:
        cells = grid.beside(row.number)
        return tuple(
            (column, fold(cell.text))
            for column, cell in cells.items()
            if column in told
            or (column in grid.unread_columns and cell.kind is TEXT_CELL)
            or (cell.kind is NUMBER_CELL and cell.style is NumberStyle.DATE)
        )

    return of


def _names_things(grid: Grid, column: int) -> bool:
    """Whether the numbers under a header are days, weeks, or numbers of invoices and the like."""
    headers: Mapping[int, str] = {header.column: header.text for header in grid.table.headers}
    return not _detail_words().isdisjoint(plain(headers[column]).split())


def _detail_words() -> frozenset[str]:
    words = (word for code in LANGUAGES for word in aliases(code, "vocabulary")["detail_word"])
    return frozenset(map(plain, words))
