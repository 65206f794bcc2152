"""What a total's label says that it is of: lines of one name (`Google Ads Total`) or time (`Oct total`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property, lru_cache
from typing import TypeVar

from msgspec import Struct

from kpisheet.texts.aliases import plain
from kpisheet.texts.typed_text import Doubt, month_numbers, read_period
from kpisheet.worksheet.totals.labels import Dimensions
from kpisheet.worksheet.totals.lines import Line
from kpisheet.worksheet.totals.sums import Group
from kpisheet.worksheet.totals.words import rest_of

_Key = TypeVar("_Key")
_Time = tuple[date, date] | int  # a span, or the number of a month of no year


class Scopes(Struct, frozen=True, dict=True):
    """The lines that count, by their names and their periods."""

    lines: Sequence[Line]
    dimensions: Dimensions

    def of(self, label: str) -> Iterator[Group]:
        """The lines that a total's label names, wherever they stand."""
        rest = rest_of(label)
        if rest in self._by_name:
            yield self._by_name[rest]
        time = _time_of(rest) if _may_name_time(rest) else None
        if time is not None:
            within = [group for own, group in self._by_time.items() if _is_within(own, time)]
            if within:
                yield _joined(within)

    @cached_property
    def _by_name(self) -> Mapping[str, Group]:
        found: dict[str, Group] = {}
        for line in self.lines:
            for key in (self.dimensions.name, *self.dimensions.read):
                if key in line.labels:
                    _group(found, plain(line.labels[key]), line).add(line)
        return found

    @cached_property
    def _by_time(self) -> Mapping[tuple[date, date], Group]:
        found: dict[tuple[date, date], Group] = {}
        for line in self.lines:
            time = _time_of(line.labels.get(self.dimensions.period, ""))
            if isinstance(time, tuple):
                _group(found, time, line).add(line)
        return found


def _group(found: dict[_Key, Group], key: _Key, line: Line) -> Group:
    group = found.get(key)
    if group is None:
        group = found[key] = Group(line.number, line.number)
    return group


def _joined(groups: Sequence[Group]) -> Group:
    first, *others = groups
    whole = Group(first.first, first.last, dict(first.sums), first.lines)
    for other in others:
        whole.join(other)
    return whole


@lru_cache(maxsize=4096)
def _time_of(text: str) -> _Time | None:
    if not text:
        return None
    reading = read_period(text, "en", day_first=True)
    if isinstance(reading, Doubt):
        return reading.month
    return reading


def _may_name_time(text: str) -> bool:
    """Whether there is a number or the name of a month in it."""
    return any(letter.isdigit() for letter in text) or not month_numbers().keys().isdisjoint(text.split())


def _is_within(own: tuple[date, date], time: _Time) -> bool:
    if isinstance(time, int):
        return own[0].month == own[1].month == time and own[0].year == own[1].year
    return time[0] <= own[0] and own[1] <= time[1]
