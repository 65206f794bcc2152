"""Channels that are the sum of others: *Marketing*, *Paid*, *Dijital* over or below what they consist of.

A word for the whole, or a formula, and all the figures tell: in every column and month they are those of
the other channels together, or of those that stand next to it, or of one other alone. One row alone could
be chance, which is why this looks at all rows of a channel at once, in whatever shape of table they stand.
Where nearly all figures tell it, those that don't are named.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.texts.aliases import plain
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.channels import Channel
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.group_figures import Difference, Figures
from kpisheet.worksheet.naming import known_key
from kpisheet.worksheet.sheet import Row
from kpisheet.worksheet.totals import adds_up, names_group

# Powers of ten against chance: which neighbours is one more choice; what may be chance is asked about.
_OF_ALL, _OF_NEIGHBOURS, _OF_ONE, _TINY = 2.0, 2.5, 3.5, 0.1
_FEWEST, _MOST = 2, 60  # channels that a sum has; where more are reckoned by formulas, those tell nothing
_ABOUT_IT = frozenset({"K432", "K433", "K434", "K510", "K511", "K516"})  # what else was asked about its name
_MOST_NAMED = 5
_BETWEEN_NAMES = re.compile(r"[+&/,;]|\b(?:and|ve|und|y)\b")
_PLATFORMS = frozenset({"google", "youtube"})
# Platforms that are bought as one, and may stand beside it.
_PARTS = dict.fromkeys(
    ("meta", "meta_ads"), frozenset({"facebook", "facebook_ads", "instagram", "instagram_ads"})
)
_ZERO = Decimal(0)


class Match(StrEnum):
    """What the figures of a channel are to those of others, and the code of the finding that tells it."""

    SUM = "K170"
    MAY_BE_SUM = "K171"
    MAY_BE_ONE = "K174"  # the figures of one other channel
    NEARLY_SUM = "K175"
    MAY_BE_NEARLY = "K176"
    ONE = "K177"

    @property
    def is_sure(self) -> bool:
        """Whether the channel is left out for it."""
        return self in (Match.SUM, Match.NEARLY_SUM, Match.ONE)


class _Found(Struct, frozen=True):
    """A channel, by its key, and those that its figures are."""

    key: str
    parts: Sequence[str]
    match: Match
    off: tuple[Difference, ...] = ()


class GroupSum(Struct, frozen=True):
    """A channel that is a sum, or may be one: its rows, and the names of the channels that it consists of."""

    rows: Sequence[Row]
    names: Sequence[str]
    match: Match
    off: tuple[Difference, ...] = ()

    def said(self, columns: Mapping[str, int]) -> Finding:
        """What is told of it at its name."""
        spend = sum((row.values.get("spend", _ZERO) for row in self.rows), _ZERO)
        facts: dict[str, Any] = {"typed": self.rows[0].channel.name, "n": len(self.names), "total": spend}
        facts |= {"first": self.names[0], "last": self.names[-1]}
        if self.off:
            cells, first = self._differing(columns), self.off[0]
            facts |= {"cells": cells, "cell": cells[0], "said": first.said, "read": first.read}
        place = self.rows[0].place("channel", columns)
        return finding(self.match.value, place, affects=self._affects, **facts)

    @property
    def _affects(self) -> tuple[str, ...]:
        return () if self.match.is_sure else ("spend",)

    def _differing(self, columns: Mapping[str, int]) -> list[str]:
        """The cells that aren't the sum, the first few of them."""
        rows = {row.period: row for row in reversed(self.rows)}
        places = [rows[period].place(key, columns) for key, period in (one.address for one in self.off)]
        cells = [place.cell for place in places if place.cell is not None]
        return [*cells[:_MOST_NAMED], *(["…"] if len(cells) > _MOST_NAMED else [])]


class GroupSums(Struct, frozen=True):
    """The sums among some rows, and the cells of their names."""

    found: Sequence[GroupSum] = ()
    labels: frozenset[Place] = frozenset()
    left_out: Mapping[int, Match] = {}  # rows, by identity

    @classmethod
    def among(
        cls, rows: Iterable[Row], columns: Mapping[str, int], is_denied: Callable[[Row], bool]
    ) -> GroupSums:
        """Those of the rows that count. `is_denied`: whether a person wrote that a row is no total."""
        found = list(_group_sums([row for row in rows if row.excluded is None and not is_denied(row)]))
        labels = frozenset(row.place("channel", columns) for one in found for row in one.rows)
        return cls(
            found, labels, {id(row): one.match for one in found if one.match.is_sure for row in one.rows}
        )

    def without(self, rows: tuple[Row, ...]) -> tuple[Row, ...]:
        """The rows, those of sums marked as left out."""
        if not self.left_out:
            return rows
        left_out = self.left_out
        return tuple(
            replace(row, excluded=left_out[id(row)].value) if id(row) in left_out else row for row in rows
        )

    def settle(self, one: Finding) -> bool:
        """Whether what else was asked about such a name is answered."""
        return one.code in _ABOUT_IT and one.place in self.labels


def _group_sums(rows: Sequence[Row]) -> Iterator[GroupSum]:
    """The channels that are sums of others, inner ones first; each is found beside those that are left."""
    by_channel: dict[str, list[Row]] = {}
    for row in rows:
        by_channel.setdefault(row.channel.key, []).append(row)
    for one in _Search.among(by_channel).found():
        names = [by_channel[part][0].channel.name for part in one.parts]
        yield GroupSum(by_channel[one.key], names, one.match, one.off)


def _is_reckoned(rows: Sequence[Row]) -> bool:
    """Whether formulas add up each amount that was spent."""
    cells = [row.cells["spend"] for row in rows if "spend" in row.cells]
    return bool(cells) and all(adds_up(cell) for cell in cells)


def _parts_by_name(channel: Channel, there: Container[str]) -> frozenset[str]:
    """The channels of the table that a name holds: *Google Ads + Meta Ads*, *Meta Ads* beside Facebook."""
    named = [known_key(name) or plain(name) for name in _BETWEEN_NAMES.split(channel.name)]
    held = _PARTS.get(channel.key, frozenset())
    parts = held or (frozenset(named) if all(name in there for name in named) else frozenset())
    return frozenset(part for part in parts if part in there and part != channel.key)


class _Search(Struct, frozen=True, dict=True):
    """The channels that are left, in their order, and which of them may be sums.

    `called`: those named as groups; `own`: those of them that are channels, too; `reckoned`: those whose
    spend is added up by formulas; `parts`: those whose names hold others.
    """

    left: dict[str, Figures]
    called: frozenset[str]
    own: frozenset[str]
    reckoned: frozenset[str]
    parts: Mapping[str, frozenset[str]]

    @classmethod
    def among(cls, by_channel: Mapping[str, Sequence[Row]]) -> _Search:
        """The search among all channels, by their rows."""
        parts = {key: _parts_by_name(rows[0].channel, by_channel) for key, rows in by_channel.items()}
        parts = {key: held for key, held in parts.items() if len(held) >= _FEWEST}
        groups = (key for key, rows in by_channel.items() if names_group(rows[0].channel.name))
        called = frozenset((*groups, *parts))
        own = frozenset(key for key in called if by_channel[key][0].channel.known)
        reckoned = frozenset(key for key, rows in by_channel.items() if _is_reckoned(rows))
        if len(reckoned) > _MOST:
            reckoned = frozenset()
        left = {key: Figures.of(rows) for key, rows in by_channel.items()} if called | reckoned else {}
        return cls(left, called, own, reckoned, parts)

    def found(self) -> Iterator[_Found]:
        """Those that are sure, each beside those that are left; then those to ask about."""
        search = self
        while (one := next(search.sure(), None)) is not None:
            search = search.without(one.key)
            yield one
        asked: set[str] = set()
        for one in search.to_ask():
            if one.key not in asked:
                asked.add(one.key)
                yield one

    def without(self, *keys: str) -> _Search:
        return replace(self, left={key: own for key, own in self.left.items() if key not in keys})

    @cached_property
    def _every(self) -> Figures:
        """Those of all channels together."""
        return Figures.together(self.left.values())

    def sure(self) -> Iterator[_Found]:
        for key in self._with_spend(self.called | self.reckoned):
            yield from self._sums(key)
        for key in self._with_spend(self.called - self.own):
            yield from self._copies(key, Match.ONE, _OF_ONE)
        for key in self._with_spend(self.called):
            yield from self._nearly(key, Match.NEARLY_SUM)

    def to_ask(self) -> Iterator[_Found]:
        """Exact sums, copies of one channel, and sums without these copies; then what is nearly a sum."""
        yield from self.chance_sums()
        copies = [one for key in self._with_spend(self.called) for one in self._copies_to_ask(key)]
        yield from copies
        rest = self.without(*(one.key for one in copies))
        if copies:
            yield from rest.chance_sums()
        yield from rest.near_sums()

    def chance_sums(self) -> Iterator[_Found]:
        """Exact sums of all others, or of its parts, whose figures prove little."""
        for key in self._with_spend(self.called):
            for parts, others in self._named_by(key) if key in self.parts else self._all_but(key):
                agreed = self.left[key].held_against(others, _FEWEST)
                if agreed.is_exact and agreed.told and agreed.exact >= (_TINY if key in self.own else 0):
                    yield _Found(key, parts, Match.MAY_BE_SUM)

    def near_sums(self) -> Iterator[_Found]:
        """Sums but for some figures that prove little."""
        for key in self._with_spend(self.called):
            yield from self._nearly(key, Match.MAY_BE_NEARLY)

    def _with_spend(self, may_be: frozenset[str]) -> Sequence[str]:
        return [key for key, own in self.left.items() if key in may_be and own.have("spend")]

    def _sums(self, key: str) -> Iterator[_Found]:
        """The exact sum of all others, or of those next to it."""
        for parts, others in self._all_but(key):
            if self._exactly(key, others) >= _OF_ALL:
                yield _Found(key, parts, Match.SUM)
        least = _OF_ALL if key in self.reckoned else _OF_NEIGHBOURS
        for parts, others in self._next_to(key):
            if self._exactly(key, others) >= least:
                yield _Found(key, parts, Match.SUM)

    def _copies_to_ask(self, key: str) -> Iterator[_Found]:
        return self._copies(key, Match.MAY_BE_ONE, _OF_ALL if key in self.own else 0)

    def _copies(self, key: str, match: Match, least: float) -> Iterator[_Found]:
        """The figures of one other channel, in every month and column."""
        for other, figures in self.left.items():
            if not self._may_hold(key, other):
                continue
            agreed = self.left[key].held_against(figures, fewest=1)
            if agreed.is_exact and agreed.told and agreed.exact >= least:
                yield _Found(key, [other], match)

    def _may_hold(self, key: str, other: str) -> bool:
        """Whether a group may be the sum of that one channel: *Google* isn't that of a newspaper."""
        if key in self.parts:
            return other in self.parts[key]
        return other != key and (key not in _PLATFORMS or other.startswith(key))

    def _nearly(self, key: str, match: Match) -> Iterator[_Found]:
        """A sum but for some figures: of all others, or of those next to it."""
        choices = [(_OF_ALL, *one) for one in self._all_but(key)]
        choices += [(_OF_NEIGHBOURS, *one) for one in self._next_to(key)]
        for least, parts, others in choices:
            agreed = self.left[key].held_against(others, _FEWEST)
            if agreed.is_close and (
                agreed.proves(least) if match is Match.NEARLY_SUM else agreed.weight >= least
            ):
                yield _Found(key, parts, match, agreed.off)

    def _exactly(self, key: str, others: Figures) -> float:
        """How unlikely by chance it is that it is their sum; 0 if it isn't."""
        agreed = self.left[key].held_against(others, _FEWEST)
        return agreed.exact if agreed.is_exact else 0.0

    def _all_but(self, key: str) -> Iterator[tuple[Sequence[str], Figures]]:
        """All other channels together, if there are several."""
        parts = [other for other in self.left if other != key]
        if len(parts) >= _FEWEST:
            yield parts, self._every.without(self.left[key])

    def _named_by(self, key: str) -> Iterator[tuple[Sequence[str], Figures]]:
        """The channels that its name holds, if there are several."""
        parts = [other for other in self.left if other in self.parts.get(key, ())]
        if len(parts) >= _FEWEST:
            yield parts, Figures.together(self.left[other] for other in parts)

    def _next_to(self, key: str) -> Iterator[tuple[Sequence[str], Figures]]:
        """Those below, then those above, always one more of them; before these its parts by name."""
        yield from self._named_by(key)
        order = list(self.left)
        at = order.index(key)
        for beside in (order[at + 1 :], order[:at][::-1]):
            sums = Figures.of_none()
            for count, other in enumerate(beside[:_MOST], start=1):
                sums.join(self.left[other])
                if count >= _FEWEST:
                    yield beside[:count], sums
