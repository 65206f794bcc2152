"""Periods of which no two overlap, and which of them was kept first of those that another one overlaps."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from datetime import date
from typing import Generic, TypeVar

from kpisheet.worksheet.periods import Period

Kept = TypeVar("Kept")


class KeptPeriods(Generic[Kept]):
    """Periods with what is kept for each; none overlaps another one, but the same may come again.

    A channel of twenty thousand weeks asks twenty thousand times: so both a question and an answer take
    the logarithm of their number. `starts`: the first days of all periods that may be kept.
    """

    def __init__(self, starts: Iterable[date]) -> None:
        self._starts = sorted(set(starts))
        self._nothing = len(self._starts)  # no period has so high a turn
        # The least turn in each half, quarter … of the starts: node n has the halves 2n and 2n + 1.
        self._least = [self._nothing] * (2 * len(self._starts))
        self._kept_starts: list[date] = []
        self._of_start: dict[date, Period] = {}
        self._kept: list[Kept] = []

    def first_across(self, period: Period) -> Kept | None:
        """What was kept first for another period that shares a day with this one."""
        if self._of_start.get(period.start) == period:
            return None  # then no other one overlaps it
        turn = self._least_between(period.start, period.end)
        before = bisect_left(self._kept_starts, period.start)
        if before:
            start = self._kept_starts[before - 1]
            if self._of_start[start].end >= period.start:
                turn = min(turn, self._least[self._node(start)])
        return self._kept[turn] if turn < self._nothing else None

    def keep(self, period: Period, kept: Kept) -> None:
        """Keep it for a period that overlaps no other one."""
        if period.start in self._of_start:
            return
        node = self._node(period.start)
        turn = len(self._kept)
        self._kept.append(kept)
        self._of_start[period.start] = period
        insort(self._kept_starts, period.start)
        while node:
            self._least[node] = min(self._least[node], turn)
            node //= 2

    def _node(self, start: date) -> int:
        return bisect_left(self._starts, start) + len(self._starts)

    def _least_between(self, first: date, last: date) -> int:
        """The least turn of those that start on these days or between them."""
        low = self._node(first)
        high = bisect_right(self._starts, last) + len(self._starts)
        least = self._nothing
        while low < high:
            if low % 2:
                least, low = min(least, self._least[low]), low + 1
            if high % 2:
                high -= 1
                least = min(least, self._least[high])
            low, high = low // 2, high // 2
        return least
