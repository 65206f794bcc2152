"""A channel’s figures held against those of others: how far they agree, and whether that may be chance."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from kpisheet.texts.units import Unit
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.schema import CHANNEL_COLUMNS
from kpisheet.worksheet.sheet import Row

_MONEY = frozenset(
    column.key
    for column in CHANNEL_COLUMNS
    if column.unit is Unit.MONEY and not column.key.startswith("average_")
)
ADDED = _MONEY | {column.key for column in CHANNEL_COLUMNS if column.unit is Unit.COUNT}
_CENT, _UNIT, _CLOSE = Decimal("0.01"), Decimal(1), Decimal("0.002")  # rounding of a sum, of its amount
_NEAR = Decimal("0.1")  # of an amount: so far off, it may be the sum of what was typed then
_MOST_FAR = 3  # one figure of so many may be farther off
_ZERO = Decimal(0)

Address = tuple[str, Period | None]  # a column's key and the period


class Difference(Struct, frozen=True):
    """Where one isn't the sum of the others, what it says there, and what they come to."""

    address: Address
    said: Decimal
    read: Decimal


class Agreement(Struct, frozen=True):
    """How far one is the sum of others.

    `exact`, `near`: how unlikely by chance the figures are that agree, and that nearly do, as powers of ten.
    """

    exact: float
    near: float
    same: int  # how many figures agree
    told: int  # how many of those are other than 0, and of as many parts as it takes
    off: tuple[Difference, ...]
    far: int  # how many of those are not even near

    @property
    def is_exact(self) -> bool:
        """Whether no figure differs."""
        return not self.off

    @property
    def is_close(self) -> bool:
        """Whether it is the sum but for some figures, nearly all of which are near."""
        return bool(self.off) and self.far * _MOST_FAR <= self.same + len(self.off)

    def proves(self, least: float) -> bool:
        """Whether the figures that agree are proof enough: most do, and the others are near."""
        return self.exact >= least and not self.far and self.same >= len(self.off)

    @property
    def weight(self) -> float:
        """How unlikely by chance all of it is; each figure that is far off speaks against it."""
        return self.exact + self.near - self.far


class Figures(Struct, frozen=True):
    """What is known of one channel, or of several together: sums, and where a cell can't be read."""

    sums: dict[Address, Decimal]
    unsure: set[Address]
    parts: dict[Address, int]  # figures other than 0

    @classmethod
    def of_none(cls) -> Figures:
        """Those of no channel yet."""
        return cls({}, set(), {})

    @classmethod
    def of(cls, rows: Iterable[Row]) -> Figures:
        """Those of a channel's rows."""
        found = cls.of_none()
        for row in rows:
            own = {(key, row.period): value for key, value in row.values.items() if key in ADDED}
            found.join(cls(own, {(key, row.period) for key in row.unusable}, {}))
        return found

    def join(self, other: Figures) -> None:
        """Add those of one channel more."""
        for address, value in other.sums.items():
            self.sums[address] = self.sums.get(address, _ZERO) + value
            self.parts[address] = self.parts.get(address, 0) + bool(value)
        self.unsure.update(other.unsure)

    @classmethod
    def together(cls, several: Iterable[Figures]) -> Figures:
        """Those of several channels, added up."""
        found = cls.of_none()
        for one in several:
            found.join(one)
        return found

    def without(self, one: Figures) -> Figures:
        """What is left of the figures of `one` if it is taken out of the sum."""
        return Figures(
            {address: self.sums[address] - value for address, value in one.sums.items()},
            self.unsure,
            {address: self.parts[address] - bool(value) for address, value in one.sums.items()},
        )

    def have(self, column: str) -> bool:
        """Whether any figure is of this column."""
        return any(key == column for key, _ in self.sums)

    def held_against(self, others: Figures, fewest: int) -> Agreement:
        """How far these are the sums of the others; a sum of fewer figures than `fewest` proves nothing.

        Of a copy (`fewest` is 1) equal figures tell the same once: 1,500 in each month is one habit.
        """
        exact, near, same, told, far = 0.0, 0.0, 0, 0, 0
        off: list[Difference] = []
        seen: set[Decimal] = set()
        for address, value in self.sums.items():
            if address in others.unsure:
                continue
            read = others.sums.get(address, _ZERO)
            if abs(value - read) <= _slack(address[0], value):
                same += 1
                if value and others.parts.get(address, 0) >= fewest:
                    told += 1
                    exact += 0.0 if fewest == 1 and value in seen else _digits(value)
                    seen.add(value)
                continue
            off.append(Difference(address, value, read))
            if read and abs(value - read) <= abs(read) * _NEAR:
                near += _nearness(value, read)
            else:
                far += 1
                if far * _MOST_FAR > len(self.sums):
                    break
        return Agreement(exact, near, same, told, tuple(off), far)


def _slack(key: str, value: Decimal) -> Decimal:
    """How far rounding may carry a sum."""
    return max(_CENT, min(_UNIT, abs(value) * _CLOSE)) if key in _MONEY else _CENT


def _digits(value: Decimal) -> float:
    """The digits that a figure tells: those of 150 are two, as it may be one of some 15 round ones."""
    told = abs(value).quantize(_UNIT).normalize().as_tuple().digits
    return math.log10(int("".join(map(str, told))) or 1)


def _nearness(value: Decimal, read: Decimal) -> float:
    """How unlikely a figure is so near to another: within 2 % on either side it is one of 25."""
    return min(_digits(value), math.log10(float(abs(read) / (2 * abs(value - read)))))
