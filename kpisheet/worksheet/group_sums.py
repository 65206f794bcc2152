"""Channels that are the sum of others: *Marketing*, *Paid*, *Dijital* over or below what they consist of.

A word for the whole, or a formula, and all the figures tell: in every column and month they are those of
the other channels together, or of those that stand next to it. One row alone could be chance, which is
why this looks at all rows of a channel at once, in whatever shape of table they stand.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.texts.units import Unit
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.schema import CHANNEL_COLUMNS
from kpisheet.worksheet.sheet import Row
from kpisheet.worksheet.totals import adds_up, names_group

_MONEY = frozenset(
    column.key
    for column in CHANNEL_COLUMNS
    if column.unit is Unit.MONEY and not column.key.startswith("average_")
)
ADDED = _MONEY | {column.key for column in CHANNEL_COLUMNS if column.unit is Unit.COUNT}
_CENT, _UNIT, _CLOSE = Decimal("0.01"), Decimal(1), Decimal("0.002")  # rounding of a sum, of its amount
# Powers of ten against chance: which neighbours is one more choice; what may be chance is asked about.
_OF_ALL, _OF_NEIGHBOURS, _TINY = 2.0, 2.5, 0.1
_FEWEST, _MOST = 2, 60  # channels that a sum has; where more are reckoned by formulas, those tell nothing
_ABOUT_IT = frozenset({"K432", "K433", "K434", "K510", "K511", "K516"})  # what else was asked about its name
_ZERO = Decimal(0)

Address = tuple[str, Period | None]  # a column's key and the period


class _Figures(Struct, frozen=True):
    """What is known of one channel, or of several together: sums, and where a cell can't be read."""

    sums: dict[Address, Decimal]
    unsure: set[Address]
    parts: dict[Address, int]  # figures other than 0

    def join(self, other: _Figures) -> None:
        """Add those of one channel more."""
        for address, value in other.sums.items():
            self.sums[address] = self.sums.get(address, _ZERO) + value
            self.parts[address] = self.parts.get(address, 0) + bool(value)
        self.unsure.update(other.unsure)

    def without(self, one: _Figures) -> _Figures:
        """What is left of the figures of `one` if it is taken out of the sum."""
        return _Figures(
            {address: self.sums[address] - value for address, value in one.sums.items()},
            self.unsure,
            {address: self.parts[address] - bool(value) for address, value in one.sums.items()},
        )


class GroupSum(Struct, frozen=True):
    """A channel that is a sum, or may be one: its rows, and the names of the channels that it consists of."""

    rows: Sequence[Row]
    names: Sequence[str]
    is_sure: bool = True

    def said(self, columns: Mapping[str, int]) -> Finding:
        """What is told of it at its name."""
        spend = sum((row.values.get("spend", _ZERO) for row in self.rows), _ZERO)
        facts: dict[str, Any] = {"typed": self.rows[0].channel.name, "n": len(self.names), "total": spend}
        facts |= {"first": self.names[0], "last": self.names[-1]}
        place = self.rows[0].place("channel", columns)
        return finding("K170" if self.is_sure else "K171", place, affects=self._affects, **facts)

    @property
    def _affects(self) -> tuple[str, ...]:
        return () if self.is_sure else ("spend",)


class GroupSums(Struct, frozen=True):
    """The sums among some rows, and the cells of their names."""

    found: Sequence[GroupSum] = ()
    labels: frozenset[Place] = frozenset()
    left_out: frozenset[int] = frozenset()  # rows, by identity

    @classmethod
    def among(
        cls, rows: Iterable[Row], columns: Mapping[str, int], is_denied: Callable[[Row], bool]
    ) -> GroupSums:
        """Those of the rows that count. `is_denied`: whether a person wrote that a row is no total."""
        found = list(_group_sums([row for row in rows if row.excluded is None and not is_denied(row)]))
        labels = frozenset(row.place("channel", columns) for one in found for row in one.rows)
        return cls(found, labels, frozenset(id(row) for one in found if one.is_sure for row in one.rows))

    def without(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """The rows, those of sums marked as left out."""
        if not self.left_out:
            return rows
        return tuple(replace(row, excluded="K170") if id(row) in self.left_out else row for row in rows)

    def settle(self, one: Finding) -> bool:
        """Whether what else was asked about such a name is answered."""
        return one.code in _ABOUT_IT and one.place in self.labels


def _group_sums(rows: Sequence[Row]) -> Iterator[GroupSum]:
    """The channels that are sums of others, inner ones first; each is found beside those that are left."""
    by_channel: dict[str, list[Row]] = {}
    for row in rows:
        by_channel.setdefault(row.channel.key, []).append(row)
    called = {key for key, own in by_channel.items() if names_group(own[0].channel.name)}
    reckoned = {key for key, own in by_channel.items() if _is_reckoned(own)}
    may_be = called | reckoned if len(reckoned) <= _MOST else called
    if not may_be or len(by_channel) <= _FEWEST:
        return
    left = {key: _figures(own) for key, own in by_channel.items()}
    while (one := next(_sums_among(may_be, left, reckoned), None)) is not None:
        key, parts = one
        del left[key]
        yield GroupSum(by_channel[key], [by_channel[part][0].channel.name for part in parts])
    for key, parts in _sums_among(called, left, reckoned, least=_TINY):
        yield GroupSum(by_channel[key], [by_channel[part][0].channel.name for part in parts], is_sure=False)


def _is_reckoned(rows: Sequence[Row]) -> bool:
    """Whether formulas add up each amount that was spent."""
    cells = [row.cells["spend"] for row in rows if "spend" in row.cells]
    return bool(cells) and all(adds_up(cell) for cell in cells)


def _figures(rows: Sequence[Row]) -> _Figures:
    found = _Figures({}, set(), {})
    for row in rows:
        own = {(key, row.period): value for key, value in row.values.items() if key in ADDED}
        found.join(_Figures(own, {(key, row.period) for key in row.unusable}, {}))
    return found


def _sums_among(
    may_be: Container[str], left: Mapping[str, _Figures], reckoned: Container[str], least: float = _OF_ALL
) -> Iterator[tuple[str, Sequence[str]]]:
    """Each channel that is the sum of all others, or of its neighbours, with those."""
    order = list(left)
    every = _Figures({}, set(), {})
    for one in left.values():
        every.join(one)
    for at, key in enumerate(order):
        own, (above, below) = left[key], (order[:at], order[at + 1 :])
        if key not in may_be or not any(column == "spend" for column, _ in own.sums):
            continue
        if len(order) > _FEWEST and _agree(own, every.without(own)) >= least:
            yield key, [*above, *below]
        for beside in (below, above[::-1]) if least == _OF_ALL else ():
            if parts := _run(left, key, beside[:_MOST], _OF_ALL if key in reckoned else _OF_NEIGHBOURS):
                yield key, parts


def _run(left: Mapping[str, _Figures], key: str, beside: Sequence[str], least: float) -> Sequence[str] | None:
    """The channels next to one, going away from it, whose sum it is."""
    sums = _Figures({}, set(), {})
    for count, other in enumerate(beside, start=1):
        sums.join(left[other])
        if count >= _FEWEST and _agree(left[key], sums) >= least:
            return beside[:count]
    return None


def _agree(own: _Figures, others: _Figures) -> float:
    """How unlikely by chance it is that one is the sum of the others, as a power of ten; 0 if it isn't."""
    digits = 0.0
    for address, value in own.sums.items():
        if address in others.unsure:
            continue
        if abs(value - others.sums.get(address, _ZERO)) > _slack(address[0], value):
            return 0.0
        if others.parts.get(address, 0) >= _FEWEST:
            digits += _digits(value)
    return digits


def _slack(key: str, value: Decimal) -> Decimal:
    """How far rounding may carry a sum."""
    return max(_CENT, min(_UNIT, abs(value) * _CLOSE)) if key in _MONEY else _CENT


def _digits(value: Decimal) -> float:
    """The digits that a figure tells: those of 150 are two, as it may be one of some 15 round ones."""
    told = abs(value).quantize(_UNIT).normalize().as_tuple().digits
    return math.log10(int("".join(map(str, told))) or 1)
