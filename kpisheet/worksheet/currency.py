"""In which currency a worksheet's amounts are: what its cells, headers and lines tell, weighed.

A sign that several currencies share agrees with each of them. Amounts in another currency are never added:
they are converted by a rate that Business gives, or left out and said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from kpisheet.texts.currencies import (
    Codes,
    currency_codes,
    currency_in_label,
    currency_of_format,
)
from kpisheet.texts.habits import HABITS
from kpisheet.texts.typed_text import read_number
from kpisheet.worksheet.counted_in import said_by_line
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.locate import LINES_ABOVE
from kpisheet.worksheet.money import MONEY_UNITS
from kpisheet.worksheet.schema import COLUMNS
from kpisheet.worksheet.sheet import NUMBER_CELL, TEXT_CELL, NumberStyle, RawCell

# What a shared sign means where nothing else tells; a crown or a peso is of no country by itself.
_BY_ITSELF = frozenset({"USD", "GBP", "JPY", "INR"})
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,12})[)\]]\s*+$")
Votes = Counter[Codes]


def money_keys(grid: Grid) -> list[str]:
    """The table's columns of amounts, in the schema's order."""
    return [one.key for one in COLUMNS[grid.table.of] if one.unit in MONEY_UNITS and one.key in grid.columns]


def header_currency(grid: Grid, key: str) -> Codes:
    """What the header of a column says of its currency, in any of its lines."""
    column, sheet = grid.columns[key], grid.table.sheet
    texts = [header.text for header in grid.table.headers if header.column == column]
    for row in range(grid.table.first_line, grid.table.header_row + 1):
        cell = sheet.cell(row, column)
        if cell is not None and cell.kind is TEXT_CELL:
            texts.append(cell.text)
    for text in texts:
        codes = currency_in_label(text).codes or currency_codes(text.strip("()[]{} "))
        if codes:
            return codes
    return ()


def cell_currency(cell: RawCell, language: str) -> Codes:
    """What a cell itself says: the sign typed beside its number, or that of its number format."""
    if cell.kind is TEXT_CELL:
        return read_number(cell.text, language).currencies
    if cell.kind is NUMBER_CELL and cell.style is NumberStyle.CURRENCY:
        return currency_of_format(cell.number_format)
    return ()


def row_currency(cells: Mapping[str, RawCell]) -> Codes:
    """What a row says: its currency column, a note of nothing else, or brackets behind its name."""
    if "currency" in cells:
        return currency_codes(cells["currency"].text)
    if "note" in cells and (codes := currency_codes(cells["note"].text)):
        return codes
    return _named_behind(cells["channel"].text) if "channel" in cells else ()


@lru_cache(maxsize=4096)
def _named_behind(name: str) -> Codes:
    """The currency in brackets behind a channel's name: `Radio (TL)`."""
    found = _IN_BRACKETS.search(name)
    return currency_codes(found[1]) if found else ()


def formats_of(grid: Grid) -> Votes:
    """How often the number formats of its amounts show which currency."""
    formats = Counter(
        cell.number_format
        for key in money_keys(grid)
        for cell in grid.column_cells(key)
        if cell.style is NumberStyle.CURRENCY and cell.kind is NUMBER_CELL
    )
    votes: Votes = Counter()
    for number_format, times in formats.items():
        if codes := currency_of_format(number_format):
            votes[codes] += times
    return votes


def told(grids: Sequence[Grid], settings: Sequence[RawCell], language: str) -> Codes:
    """The currency that the tables tell, the first that tells any; in it, most of its amounts.

    Else a line above a table, else the amounts among the settings. Several codes: only a sign is there that
    may mean each of them.
    """
    for grid in grids:
        if codes := _elected(_votes(grid, language)):
            return codes
    lines = (said_by_line(cell.text) for grid in grids for cell in lines_above(grid))
    amounts = (cell_currency(cell, language) for cell in settings)
    return next((_elected(Counter([codes])) for codes in chain(lines, amounts) if codes), ())


def _votes(grid: Grid, language: str) -> Votes:
    """One vote for each amount: by its header, else by its row's currency, else by itself.

    Signs typed in a few cells of a column say nothing of the others, unless it is the currency usual in the
    language.
    """
    votes, usual = Votes(), HABITS[language].usual_currencies
    for key in money_keys(grid):
        codes = header_currency(grid, key)
        cells = list(_amounts(grid, key))
        if codes:
            votes[codes] += len(cells) or 1
            continue
        typed = Votes()
        for cell, named in cells:
            if named:
                votes[named] += 1
            elif cell.kind is TEXT_CELL or cell.style is NumberStyle.CURRENCY:
                of = typed if cell.kind is TEXT_CELL else votes
                of[cell_currency(cell, language)] += 1
        del typed[()]
        few = typed.total() * 2 <= len(cells)
        votes += Votes({codes: n for codes, n in typed.items() if not few or codes[0] in usual})
    del votes[()]
    return votes


def _amounts(grid: Grid, key: str) -> Iterator[tuple[RawCell, Codes]]:
    """The cells of a column, and what the currency column says beside each."""
    for _, cells in grid.rows:
        if key in cells:
            yield cells[key], row_currency(cells)


def _elected(votes: Votes) -> Codes:
    """The currency of most votes; a shared sign counts for the one that others name."""
    certain: Counter[str] = Counter()
    for codes, times in votes.items():
        if len(codes) == 1:
            certain[codes[0]] += times
    for codes, times in votes.items():
        if len(codes) > 1:
            named = [code for code in codes if code in certain]
            code = max(named, key=lambda one: certain[one]) if named else codes[0]
            if named or code in _BY_ITSELF:
                certain[code] += times
    if certain:
        return (certain.most_common(1)[0][0],)
    return votes.most_common(1)[0][0] if votes else ()


def lines_above(grid: Grid) -> Iterator[RawCell]:
    """The texts in the lines closely above a table's header."""
    sheet, top = grid.table.sheet, grid.table.first_line
    for number in sheet.numbers:
        if top - LINES_ABOVE <= number < top:
            yield from (cell for cell in sheet.rows[number].values() if cell.kind is TEXT_CELL)
