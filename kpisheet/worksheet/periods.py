"""Periods: a first and a last day, usually a month. Reading them from cells joins them here."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct


class Period(Struct, frozen=True, order=True, cache_hash=True, gc=False):
    """From `start` to `end`, both days included; ordered by start, then end."""

    start: date
    end: date

    @classmethod
    def month(cls, year: int, month: int) -> Period:
        """The calendar month."""
        return cls(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]))

    @property
    def is_month(self) -> bool:
        """Whether it is exactly one calendar month."""
        first, last = self.start, self.end
        return (
            first.day == 1
            and first.month == last.month
            and first.year == last.year
            and last.day == calendar.monthrange(last.year, last.month)[1]
        )

    @property
    def months(self) -> int:
        """How many calendar months it touches."""
        return (self.end.year - self.start.year) * 12 + self.end.month - self.start.month + 1

    @property
    def key(self) -> str:
        """The key used in the JSON: `2026-10`, `2026-Q3`, `2026`, or `2026-10-05/2026-10-11`."""
        if self.is_month:
            return f"{self.start:%Y-%m}"
        whole = self.is_whole_months
        if whole and self.months == 12 and self.start.month == 1:
            return f"{self.start:%Y}"
        if whole and self.months == 3 and self.start.month % 3 == 1:
            return f"{self.start:%Y}-Q{(self.start.month + 2) // 3}"
        return f"{self.start.isoformat()}/{self.end.isoformat()}"

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins with the first day of a month and ends with the last day of one."""
        return self.start.day == 1 and self.end.day == calendar.monthrange(self.end.year, self.end.month)[1]

    def each_month(self) -> Iterator[Period]:
        """The calendar months that it touches, in order."""
        first = self.start.year * 12 + self.start.month - 1
        for number in range(first, first + self.months):
            yield Period.month(number // 12, number % 12 + 1)

    def overlaps(self, other: Period) -> bool:
        """Whether they share a day."""
        return self.start <= other.end and other.start <= self.end

    def contains(self, other: Period) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


def runs(periods: Iterable[Period]) -> tuple[Period, ...]:
    """Periods that follow each other without a gap, joined; a row of a quarter lies inside its months."""
    joined: list[Period] = []
    for period in sorted(periods):
        if joined and period.start <= joined[-1].end + timedelta(days=1):
            joined[-1] = Period(joined[-1].start, max(joined[-1].end, period.end))
        else:
            joined.append(period)
    return tuple(joined)
