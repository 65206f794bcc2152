"""Amounts that a table, or a row, says are something else than what was spent in the row's time.

In thousands, added up since the beginning; planned, or of another year. They are read as they stand,
and it is asked: each makes every figure wrong, and nothing but these words tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import lru_cache
from typing import Any

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.language import LANGUAGES
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.currency import lines_above, money_keys
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import BUDGET, line_says_thousands, says_only
from kpisheet.worksheet.layouts.lines import AddressedGrid
from kpisheet.worksheet.naming import channel_names
from kpisheet.worksheet.sheet import TEXT_CELL, Row

_OTHERWISE = ("planned", "last_year")
_FEWEST = 3  # months that prove by growing that they are sums
_ZERO = Decimal(0)


def other_amounts(grid: Grid, rows: Sequence[Row]) -> Iterator[Finding]:
    """What is asked of amounts that count. `rows`: all of the table, those left out too."""
    counted = [row for row in rows if row.excluded is None]
    for cell in lines_above(grid):
        place = Place(grid.table.sheet.name, cell.row, cell.column)
        if line_says_thousands(cell.text):
            yield finding("K208", place, typed=shown(cell), affects=money_keys(grid))
        if says_otherwise("since_the_beginning", cell.text) and _only_grows(counted):
            yield finding("K179", place, typed=shown(cell), affects=("spend",))
    yield from _of_plans(grid, counted)
    yield from _of_a_plan(grid, counted)
    yield from _called_off(grid, counted)


@lru_cache(maxsize=8)
def _words(kind: str) -> frozenset[str]:
    return frozenset(plain(word) for code in LANGUAGES for word in aliases(code, "layout_words")[kind])


def says_otherwise(kind: str, text: str) -> bool:
    """Whether a text has a word of this kind in it."""
    name = f" {plain(text)} "
    return any(f" {word} " in name for word in _words(kind))


def _only_grows(rows: Sequence[Row]) -> bool:
    """Whether each channel's spend never falls from month to month, as what is added up doesn't."""
    by_channel: defaultdict[str, list[tuple[Any, Decimal]]] = defaultdict(list)
    for row in rows:
        if row.period is not None and "spend" in row.values:
            by_channel[row.channel.key].append((row.period.start, row.values["spend"]))
    series = [[value for _, value in sorted(own)] for own in by_channel.values()]
    longest = max(map(len, series), default=0)
    return longest >= _FEWEST and all(own == sorted(own) for own in series)


def _of_plans(grid: Grid, rows: Sequence[Row]) -> Iterator[Finding]:
    """Rows whose name, or a text beside them, speaks of a plan or of another year."""
    here = {plain(row.channel.name) for row in rows}
    scenarios = _scenarios(grid, rows)
    found: defaultdict[tuple[str, int | None], list[Row]] = defaultdict(list)
    places: dict[tuple[str, int | None], Place] = {}
    for row in rows:
        for text, place in _sayings(grid, row, here, scenarios):
            found[text, place.column].append(row)
            places.setdefault((text, place.column), place)
    for (text, column), own in found.items():
        spend = sum((row.values.get("spend", _ZERO) for row in own), _ZERO)
        facts: dict[str, Any] = {"n": len(own), "total": spend}
        yield finding("K178", places[text, column], typed=text, affects=("spend",), **facts)


def _scenarios(grid: Grid, rows: Sequence[Row]) -> Mapping[int, str]:
    """The columns, with their headers, that part the rows of a channel's month into several scenarios."""
    if isinstance(grid, AddressedGrid):
        return {}
    named = {one.column: one.text for one in grid.table.headers if names_scenarios(one.text)}
    found: dict[int, str] = {}
    for column, text in named.items():
        said: defaultdict[tuple[str, Any], set[str]] = defaultdict(set)
        for row in rows:
            if (cell := grid.beside(row.number).get(column)) is not None:
                said[row.channel.key, row.period].add(plain(cell.text))
        if any(len(words) > 1 for words in said.values()):
            found[column] = text
    return found


def names_scenarios(header: str) -> bool:
    """Whether a header stands over what parts rows into scenarios: *Scenario*, *Version*."""
    return plain(header) in _words("scenario")


def _sayings(
    grid: Grid, row: Row, here: AbstractSet[str], scenarios: Mapping[int, str]
) -> Iterator[tuple[str, Place]]:
    if _of_another(row.channel.name, here):
        yield row.channel.name, row.place("channel", grid.columns)
    if isinstance(grid, AddressedGrid):
        return
    for column, cell in grid.beside(row.number).items():
        if column in scenarios:
            yield scenarios[column], Place(row.sheet, row.number, column)
            continue
        if cell.kind is TEXT_CELL and says_plan(cell.text):
            yield cell.text.strip(), Place(row.sheet, row.number, column)


def _of_a_plan(grid: Grid, rows: Sequence[Row]) -> Iterator[Finding]:
    """A sheet named as a plan, and a line above that speaks of one, where the header says spend."""
    if isinstance(grid, AddressedGrid) or not rows or BUDGET in grid.columns:
        return  # other shapes are read with what stands around them; beside a budget stands what was spent
    spend = sum((row.values.get("spend", _ZERO) for row in rows), _ZERO)
    facts: dict[str, Any] = {"n": len(rows), "total": spend}
    name = grid.table.sheet.name
    if speaks_of_a_plan(name, alone=True):
        yield finding("K178", Place(name), typed=name, affects=("spend",), **facts)
    for cell in lines_above(grid):
        if speaks_of_a_plan(cell.text):
            where = Place(name, cell.row, cell.column)
            yield finding("K178", where, typed=shown(cell), affects=("spend",), **facts)


def speaks_of_a_plan(text: str, *, alone: bool = False) -> bool:
    """Whether a title, or a name that has to be nothing else if it stands `alone`, speaks of a plan."""
    if says_otherwise("actual", text):
        return False
    words = [word for word in plain(text).split() if not word.isdigit()]
    guessed = all(word in _words("guessed") for word in words) if alone else says_otherwise("guessed", text)
    return bool(words) and (guessed or says_otherwise("plan_title", text))


def _called_off(grid: Grid, rows: Sequence[Row]) -> Iterator[Finding]:
    """Rows beside which stands that they were cancelled or paid back, though they have figures."""
    found: defaultdict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows if not isinstance(grid, AddressedGrid) else ():
        for column, cell in grid.beside(row.number).items():
            if cell.kind is TEXT_CELL and says_called_off(cell.text) and any(row.values.values()):
                found[cell.text.strip(), column].append(row)
    for (text, column), own in found.items():
        spend = sum((row.values.get("spend", _ZERO) for row in own), _ZERO)
        place = Place(own[0].sheet, own[0].number, column)
        affects = {key for row in own for key, value in row.values.items() if value}
        yield finding("K186", place, typed=text, affects=affects, n=len(own), total=spend)


@lru_cache(maxsize=32768)
def says_called_off(text: str) -> bool:
    """Whether a text beside a row says no more than that it was cancelled, paid back or only drafted."""
    return plain(text) in _words("called_off")


@lru_cache(maxsize=32768)
def says_plan(text: str) -> bool:
    """Whether a text beside a row says no more than that it is planned, or of another year."""
    return any(plain(text) in _words(kind) or says_only(kind, text) for kind in _OTHERWISE)


def _of_another(name: str, here: AbstractSet[str]) -> bool:
    """Whether it is a channel's name with such words before or behind it: `Google Ads (planned)`.

    Before it only where that channel stands in the table, too: *Goal Magazine* is a magazine.
    """
    folded = plain(name)
    words = [word for kind in _OTHERWISE for word in _words(kind)]
    behind = {folded.removesuffix(f" {word}") for word in words} - {folded}
    before = {folded.removeprefix(f"{word} ") for word in words} - {folded}
    known = channel_names()
    return folded not in known and (
        any(rest in here or rest in known for rest in behind) or not before.isdisjoint(here)
    )
