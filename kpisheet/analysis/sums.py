"""Sums over many rows in one pass: rows that know the same amounts are added up together.

A ratio needs the sums over the rows that know both of its parts. Keeping one group of sums per set of
known amounts gives all ratios from a single addition per row, and groups can be added up to any scope.

A group's key is one number of three fields, each with a bit per amount of `AMOUNT_KEYS` (here of four)::

    doubtful   derived    known
    0 0 1 0    0 0 0 0    1 0 1 1
        |                 |   | +- amount 0 is known
        |                 |   +--- amount 1 is known
        |                 +------- amount 3 is known
        +------------------------- a finding touches amount 1
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache, reduce
from operator import or_

from msgspec import Struct

from kpisheet.analysis.amounts import AMOUNT_KEYS, BITS, EVERY_BIT

_WIDTH = len(AMOUNT_KEYS)
_ZERO = Decimal(0)
_POSITIONS = {key: position for position, key in enumerate(AMOUNT_KEYS)}


@cache  # at most one per set of amounts that rows know
def _positions(mask: int) -> tuple[int, ...]:
    return tuple(position for position in range(_WIDTH) if mask >> position & 1)


@cache  # one per set of amounts that a figure is made of
def _asked(keys: tuple[str, ...]) -> tuple[int, tuple[int, ...]]:
    """The bits of some amounts together, and the positions of their sums."""
    return reduce(or_, (BITS[key] for key in keys)), tuple(_POSITIONS[key] for key in keys)


class Group:
    """Sums over rows that know the same amounts. `periods` is a set of period numbers, as bits."""

    __slots__ = ("known", "periods", "rows", "totals")

    def __init__(self, mask: int) -> None:
        self.known = _positions(mask & EVERY_BIT)
        self.rows = 0
        self.periods = 0
        self.totals = [_ZERO] * _WIDTH


def row_mask(*, known: int, derived: int, doubtful: int, converted: int = 0) -> int:
    """What is to be said of a row's amounts, each given as bits, in one number."""
    return known | derived << _WIDTH | doubtful << 2 * _WIDTH | converted << 3 * _WIDTH


class Part(Struct, frozen=True, gc=False):
    """The sums of some amounts over the rows that know all of them.

    `known` of `of` months have such rows (rows where there are no months); `derived`: a part was
    derived from a rate; `doubtful`: a finding touches one; `converted`: one was typed in another currency.
    """

    totals: tuple[Decimal, ...]
    rows: int
    all_rows: int
    known: int
    of: int
    derived: bool
    doubtful: bool
    converted: bool = False


class Sums:
    """The sums of one scope: a mask of known, derived and doubted amounts → the group of such rows."""

    __slots__ = ("groups",)

    def __init__(self) -> None:
        self.groups: dict[int, Group] = {}

    def add_row(self, values: Mapping[str, Decimal], mask: int, period: int) -> None:
        """Add one row; `mask` is that of `row_mask`, `period` the bit of its period, 0 where it has none."""
        group = self._group(mask)
        group.rows += 1
        group.periods |= period
        totals = group.totals
        for key, value in values.items():
            totals[_POSITIONS[key]] += value

    def add(self, other: Sums) -> None:
        """Add all of another scope's rows."""
        for mask, theirs in other.groups.items():
            group = self._group(mask)
            group.rows += theirs.rows
            group.periods |= theirs.periods
            for position in group.known:
                group.totals[position] += theirs.totals[position]

    def _group(self, mask: int) -> Group:
        group = self.groups.get(mask)
        if group is None:
            group = self.groups[mask] = Group(mask)
        return group

    def over_rows_knowing(self, *keys: str) -> Part | None:
        """The sums of `keys` over the rows that know them all; None where no row does."""
        wanted, positions = _asked(keys)
        totals = [_ZERO] * len(keys)
        rows = all_rows = periods = all_periods = derived = doubtful = converted = 0
        for mask, group in self.groups.items():
            all_rows += group.rows
            all_periods |= group.periods
            doubtful |= mask >> 2 * _WIDTH & wanted
            if mask & wanted != wanted:
                continue
            rows += group.rows
            periods |= group.periods
            derived |= mask >> _WIDTH & wanted
            converted |= mask >> 3 * _WIDTH & wanted
            for index, position in enumerate(positions):
                totals[index] += group.totals[position]
        if rows == 0:
            return None
        known, of = (periods.bit_count(), all_periods.bit_count()) if all_periods else (rows, all_rows)
        return Part(tuple(totals), rows, all_rows, known, of, bool(derived), bool(doubtful), bool(converted))

    def touched(self, *keys: str) -> bool:
        """Whether a finding touches one of these amounts in any row, used or not."""
        wanted, _ = _asked(keys)
        return any(mask >> 2 * _WIDTH & wanted for mask in self.groups)

    def knows(self, key: str) -> bool:
        """Whether any row knows this amount."""
        return any(mask & BITS[key] for mask in self.groups)

    @property
    def rows(self) -> int:
        """How many rows were added."""
        return sum(group.rows for group in self.groups.values())


def added(scopes: Iterable[Sums]) -> Sums:
    """The sums of all `scopes` together."""
    together = Sums()
    for scope in scopes:
        together.add(scope)
    return together
