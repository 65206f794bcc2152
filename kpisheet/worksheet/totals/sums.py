"""Sums over runs and groups of lines, and how well a line's figures agree with them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple, Protocol

from msgspec import Struct, field

from kpisheet.worksheet.totals.lines import Difference, Line

_ZERO = Decimal(0)
_HALF = Decimal("0.5")
_STORED = Decimal("1e-9")  # a stored sum of doubles, relative
_TYPED_DIGITS = 3  # so many digits of a rounded total are still given: 12,300 for 12,345
_EVEN_SPREAD = 0.36  # log10 of ln 10: sizes spread evenly over a power of ten
_LOOKED_AT = 1000  # so many lines tell how a column is given
_MOST_DIGITS = 6.0  # that one column can tell


class Sum(NamedTuple):
    """One column over some lines: the sum, how many have a figure, how many one other than 0, the largest."""

    total: Decimal
    filled: int
    parts: int
    unreadable: int
    largest: Decimal


class Parts(Protocol):
    """The lines that a total may be the sum of."""

    @property
    def first(self) -> int:
        """The number of the first of them."""

    @property
    def last(self) -> int:
        """The number of the last of them."""

    def over(self, key: str) -> Sum:
        """One column over all of them."""


class Column(Struct, frozen=True, dict=True):
    """The figures of one column, line by line; None where a line has none."""

    values: Sequence[Decimal | None]
    unreadable: Sequence[bool]

    @cached_property
    def sums(self) -> list[Decimal]:
        """The sum of the first n lines, for each n."""
        return list(accumulate((value or _ZERO for value in self.values), initial=_ZERO))

    @cached_property
    def filled(self) -> list[int]:
        """How many of the first n lines have a figure."""
        return list(accumulate((value is not None for value in self.values), initial=0))

    @cached_property
    def parts(self) -> list[int]:
        """How many of the first n lines have one other than 0."""
        return list(accumulate((bool(value) for value in self.values), initial=0))

    @cached_property
    def unread(self) -> list[int]:
        """How many of the first n lines have something that can't be read."""
        return list(accumulate(self.unreadable, initial=0))

    @cached_property
    def largest_before(self) -> list[Decimal]:
        """The largest figure of the first n lines."""
        return list(accumulate((value or _ZERO for value in self.values), max, initial=_ZERO))

    @cached_property
    def largest_from(self) -> list[Decimal]:
        """The largest figure from line n on."""
        backwards = accumulate((value or _ZERO for value in reversed(self.values)), max, initial=_ZERO)
        return list(backwards)[::-1]

    def over(self, first: int, last: int) -> Sum:
        """The column over the lines from index `first` to before `last`."""
        return Sum(
            self.sums[last] - self.sums[first],
            self.filled[last] - self.filled[first],
            self.parts[last] - self.parts[first],
            self.unread[last] - self.unread[first],
            self._largest(first, last),
        )

    def _largest(self, first: int, last: int) -> Decimal:
        if first == 0:
            return self.largest_before[last]
        if last == len(self.values):
            return self.largest_from[first]
        return max((value or _ZERO for value in self.values[first:last]), default=_ZERO)


class Run(Struct, frozen=True):
    """Lines that stand together: those of `sums` from index `start` to before `end`."""

    sums: RunningSums
    start: int
    end: int

    @property
    def first(self) -> int:
        """The number of the first of them."""
        return self.sums.lines[self.start].number

    @property
    def last(self) -> int:
        """The number of the last of them."""
        return self.sums.lines[self.end - 1].number

    def over(self, key: str) -> Sum:
        """One column over all of them."""
        return self.sums.column(key).over(self.start, self.end)


class RunningSums(Struct, frozen=True, dict=True):
    """The lines that count, and their sums over any run; a column is added up when it is first asked for."""

    lines: Sequence[Line]
    _columns: dict[str, Column] = field(default_factory=dict)

    def column(self, key: str) -> Column:
        """The figures of one column."""
        known = self._columns.get(key)
        if known is None:
            values = [line.amounts.get(key) for line in self.lines]
            unreadable = [key in line.unreadable for line in self.lines]
            known = self._columns[key] = Column(values, unreadable)
        return known

    @cached_property
    def numbers(self) -> list[int]:
        """The lines' numbers."""
        return [line.number for line in self.lines]

    def before(self, number: int) -> int:
        """How many of the lines stand before this number."""
        return bisect_left(self.numbers, number)

    def run_ending(self, value: Decimal, key: str, end: int, slack: Decimal) -> Iterator[Run]:
        """The lines directly above index `end` whose figures of a column add up to `value`, if any do."""
        sums = self.column(key).sums
        start = bisect_left(sums, sums[end] - value - slack, 0, end)
        if start < end and sums[end] - sums[start] >= value - slack:
            yield Run(self, start, end)

    def run_beginning(self, value: Decimal, key: str, start: int, slack: Decimal) -> Iterator[Run]:
        """The lines directly from index `start` on whose figures of a column add up to `value`, if any do."""
        sums = self.column(key).sums
        end = bisect_left(sums, sums[start] + value - slack, start)
        if start < end < len(sums) and sums[end] - sums[start] <= value + slack:
            yield Run(self, start, end)


class Group(Struct):
    """Lines that share what a total of theirs says, wherever they stand."""

    first: int
    last: int
    sums: dict[str, Sum] = field(default_factory=dict)
    lines: int = 0

    def over(self, key: str) -> Sum:
        """One column over all of them."""
        return self.sums.get(key, Sum(_ZERO, 0, 0, 0, _ZERO))

    def join(self, other: Group) -> None:
        """The lines of another group, too."""
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.lines += other.lines
        for key, more in other.sums.items():
            known = self.over(key)
            self.sums[key] = Sum(
                known.total + more.total,
                known.filled + more.filled,
                known.parts + more.parts,
                known.unreadable + more.unreadable,
                max(known.largest, more.largest),
            )

    def add(self, line: Line) -> None:
        """One line more."""
        self.first, self.last = min(self.first, line.number), max(self.last, line.number)
        self.lines += 1
        for key, value in line.amounts.items():
            known = self.over(key)
            self.sums[key] = Sum(
                known.total + value,
                known.filled + 1,
                known.parts + bool(value),
                known.unreadable,
                max(known.largest, value),
            )
        for key in line.unreadable:
            known = self.over(key)
            self.sums[key] = known._replace(unreadable=known.unreadable + 1)


class Agreement(Struct, frozen=True):
    """How a line's figures and the sums over `parts` go together.

    `digits`: how unlikely it is by chance, as a power of ten. `smaller`: a figure is below that of one of
    the lines. `larger`: each figure is above that of every line.
    """

    parts: Parts
    agreeing: tuple[str, ...]
    differences: Mapping[str, Difference]
    digits: float
    smaller: bool
    larger: bool

    @property
    def whole(self) -> bool:
        """Whether something agrees and nothing differs."""
        return bool(self.agreeing) and not self.differences

    @property
    def rank(self) -> tuple[bool, int, float, float]:
        """For choosing among several: whole, many columns, many digits, small differences."""
        gap = sum(
            float(abs(each.says - each.adds) / max(abs(each.says), abs(each.adds)))
            for each in self.differences.values()
        )
        return self.whole, len(self.agreeing), self.digits, -gap


class Scale(Struct, frozen=True, dict=True):
    """How columns are counted: `whole` ones hold counts, others money; `people` come to fewer in sum."""

    lines: Sequence[Line]
    whole: frozenset[str]
    people: frozenset[str] = frozenset()
    _exponents: dict[str, tuple[int, int]] = field(default_factory=dict)

    def finest(self, key: str) -> Decimal:
        """The smallest place in which a figure of the column is given, at most 1: 0.01 with cents."""
        return _half_of(min(self._range(key)[0], 0)) * 2

    def coarsest(self, key: str) -> Decimal:
        """The unit that all figures of the column are multiples of: 50 is where all end in 50 or 00."""
        return _half_of(self._range(key)[0]) * 2

    def _range(self, key: str) -> tuple[int, int]:
        known = self._exponents.get(key)
        if known is None:
            some = self.lines[:: max(1, len(self.lines) // _LOOKED_AT)]
            exponents = [_exponent(value) for line in some if (value := line.amounts.get(key))]
            known = self._exponents[key] = (min(exponents, default=0), max(exponents, default=0))
        return known

    def slack(self, key: str, value: Decimal, parts: int, *, rounded: bool) -> Decimal:
        """How far a sum may be off by rounding: of the total as given and, in money, of its parts.

        `rounded`: a total may also be given in round thousands.
        """
        limit = max(0, value.adjusted() - _TYPED_DIGITS + 1) if rounded else 0
        own = _half_of(min(_exponent(value), limit))
        stored = abs(value) * _STORED
        if key in self.whole:
            return own + stored if own > _HALF else stored
        return own + stored + self.finest(key) * _spread(parts)


@lru_cache(maxsize=64)
def _half_of(exponent: int) -> Decimal:
    """Half of a place: 0.5 for whole numbers, 50 for round hundreds."""
    return Decimal(1).scaleb(exponent) * _HALF


@lru_cache(maxsize=4096)
def _spread(parts: int) -> Decimal:
    """How far rounding carries a sum of so many parts, in their last place: all one way, or by chance."""
    return Decimal(min(parts / 2, round(1.2 * math.sqrt(parts), 1)))


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def agreement(
    line: Line, parts: Parts, scale: Scale, *, mean: bool = False, rounded: bool = False
) -> Agreement:
    """How the figures of `line` and the sums over `parts` go together; with `mean` their means do too."""
    agreeing: list[str] = []
    differences: dict[str, Difference] = {}
    digits, smaller, larger = 0.0, False, True
    for key, value in line.amounts.items():
        added = parts.over(key)
        if not value and not added.total:
            continue
        slack = scale.slack(key, value, added.parts, rounded=rounded)
        smaller |= value < added.largest - slack and not mean
        larger &= value > added.largest
        if added.unreadable:
            if value < added.total - slack:
                differences[key] = Difference(value, added.total)
        elif abs(value - added.total) <= slack or (mean and _is_mean(value, added, slack)):
            agreeing.append(key)
            digits += _digits(value, added, scale.coarsest(key) + 2 * slack)
        elif key not in scale.people or value > added.total:
            differences[key] = Difference(value, added.total)
    return Agreement(parts, tuple(agreeing), differences, digits, smaller, larger)


def _is_mean(value: Decimal, added: Sum, slack: Decimal) -> bool:
    return any(
        count and abs(value * count - added.total) <= slack * count for count in {added.filled, added.parts}
    )


def _digits(value: Decimal, added: Sum, window: Decimal) -> float:
    """How unlikely a column's agreement is by chance; a figure that only repeats another tells nothing."""
    if added.parts < 2 or value <= 0:
        return 0.0
    return min(max(0.0, math.log10(value / window) + _EVEN_SPREAD), _MOST_DIGITS)
