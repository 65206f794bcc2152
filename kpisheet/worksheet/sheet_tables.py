"""The tables of one sheet: where each begins, ends, and goes on below its headers said again."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.worksheet.header import header_meaning
from kpisheet.worksheet.locate import OUTCOMES, LocatedTable, SheetHeaders, has_numbers
from kpisheet.worksheet.schema import Table
from kpisheet.worksheet.sheet import RawSheet

_MOST_TABLES = 250  # on one sheet; each is looked through to choose among them


def tables_of(sheet: RawSheet, *, channels: bool) -> list[LocatedTable]:
    """The tables on the sheet; those of Channels only with `channels`, and no other claims their headers.

    Each ends above the next header in its columns. The same headers again go on with their table, unless
    another table stands in between: then they begin one of their own.
    """
    kinds = [of for of in Table if channels or of is not Table.CHANNELS]
    known = _rows_of_headers(sheet, kinds)
    found = {of: tuple(SheetHeaders(sheet, of, known[of]).candidates()) for of in kinds}
    claimed = {cell for one in found.get(Table.CHANNELS, ()) for cell in one.header_cells}
    every = [
        one
        for of, ones in found.items()
        for one in ones
        if of is Table.CHANNELS or claimed.isdisjoint(one.header_cells)
    ]
    return _separated(every, _without_spend(sheet, known[Table.CHANNELS], every) if channels else ())


def _without_spend(
    sheet: RawSheet, known: Collection[int], found: Sequence[LocatedTable]
) -> Iterator[LocatedTable]:
    """Further headers of channels, without spend, that no table has: all texts, below a list of channels."""
    first = min((one.header_row for one in found if one.of is Table.CHANNELS), default=None)
    below = {row for row in known if first is not None and row > first}
    if not below:
        return
    claimed = {cell for one in found for cell in one.header_cells}
    for one in SheetHeaders(sheet, Table.CHANNELS, below, required={"channel"}).candidates():
        if claimed.isdisjoint(one.header_cells) and not has_numbers(sheet.rows[one.top_row]):
            yield one


def _rows_of_headers(sheet: RawSheet, kinds: Sequence[Table]) -> dict[Table, set[int]]:
    """The rows with a header that each kind of table knows; each text of the sheet is folded but once."""
    found: dict[Table, set[int]] = {of: set() for of in kinds}
    for text, rows in sheet.rows_by_text.items():
        for of in kinds:
            if header_meaning(text, of):
                found[of].update(rows)
    return found


def outcome_tables(sheet: RawSheet) -> list[LocatedTable]:
    """Tables of the sheet that say by channel what it brought, but not what was spent."""
    known = _rows_of_headers(sheet, [Table.CHANNELS])[Table.CHANNELS]
    found = _separated(SheetHeaders(sheet, Table.CHANNELS, known, required={"channel"}).candidates())
    return [one for one in found if "spend" not in one.columns and not OUTCOMES.isdisjoint(one.columns)]


def _separated(
    places: Iterable[LocatedTable], without_spend: Iterable[LocatedTable] = ()
) -> list[LocatedTable]:
    """What begins and what goes on at each header row; `without_spend` only ends what it breaks off."""
    found = _Separated()
    both = [*((one, False) for one in places), *((one, True) for one in without_spend)]
    for place, only_breaks_off in sorted(both, key=lambda one: one[0].first_line):
        found.take(place, only_breaks_off=only_breaks_off)
    return found.tables()


class _Separated(Struct):
    """The tables of a sheet, taken from top to bottom: `begun` ones, and which of them are `open` still.

    `broken_off`: of a table, the one without spend that ended it, both by their place in `begun`.
    """

    begun: list[LocatedTable] = field(default_factory=list)
    open: list[int] = field(default_factory=list)
    broken_off: dict[int, int] = field(default_factory=dict)

    def take(self, place: LocatedTable, *, only_breaks_off: bool) -> None:
        """End the tables above that don't go on at these headers, and begin another unless one goes on."""
        if len(self.begun) == _MOST_TABLES and only_breaks_off:
            return
        above = [index for index in self.open if self.begun[index].stands_above(place)]
        if only_breaks_off:
            ending = [index for index in above if self.begun[index].breaks_off_at(place)]
            self.broken_off |= dict.fromkeys(ending, len(self.begun))
        else:
            ending = [index for index in above if not self.begun[index].goes_on_at(place)]
        for index in ending:
            self.begun[index] = replace(self.begun[index], last_row=place.first_line - 1)
            self.open.remove(index)
        begins = bool(ending) if only_breaks_off else len(ending) == len(above)
        if begins and len(self.begun) < _MOST_TABLES:
            self.open.append(len(self.begun))
            self.begun.append(place)

    def tables(self) -> list[LocatedTable]:
        """Those that have what a table needs."""
        without_spend = set(self.broken_off.values())
        return [
            replace(one, broken_off_at=self.begun[self.broken_off[index]])
            if index in self.broken_off
            else one
            for index, one in enumerate(self.begun)
            if index not in without_spend
        ]
