"""Spans of time around the report period: the one before, the same a year ago, the twelve months' window."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from datetime import date, timedelta

from kpisheet.worksheet.periods import Period

_YEAR = 12
_FEWEST_TO_HALVE = 6  # months: three against three


def month_shifted(year: int, month: int, by: int) -> tuple[int, int]:
    """The year and the month so many months later (earlier, if negative)."""
    index = year * _YEAR + month - 1 + by
    return index // _YEAR, index % _YEAR + 1


def _last_day(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def whole_months(span: Period) -> bool:
    """Whether it begins with a month's first day and ends with a month's last."""
    return span.start.day == 1 and span.end.day == _last_day(span.end.year, span.end.month)


def shifted(span: Period, months: int) -> Period:
    """The span `months` later (earlier, if negative); whole months stay whole months."""
    first_year, first_month = month_shifted(span.start.year, span.start.month, months)
    last_year, last_month = month_shifted(span.end.year, span.end.month, months)
    last = _last_day(last_year, last_month)
    return Period(
        date(first_year, first_month, min(span.start.day, _last_day(first_year, first_month))),
        date(last_year, last_month, last if whole_months(span) else min(span.end.day, last)),
    )


def before(span: Period) -> Period:
    """The span of the same length that ends the day before it starts."""
    if whole_months(span):
        return shifted(span, -span.months)
    days = (span.end - span.start).days + 1
    return Period(span.start - timedelta(days=days), span.start - timedelta(days=1))


def year_before(span: Period) -> Period:
    """The same span one year earlier."""
    return shifted(span, -_YEAR)


def last_months(periods: Sequence[Period], months: int) -> Period | None:
    """The span of so many months that ends with the last of `periods`; None where there are none."""
    if not periods:
        return None
    first, end = min(period.start for period in periods), max(period.end for period in periods)
    year, month = month_shifted(end.year, end.month, 1 - months)
    return Period(max(first, date(year, month, 1)) if year > 0 else first, end)


def halves(span: Period) -> tuple[Period, Period] | None:
    """The first and the last months of a span, as many of each; None for less than six whole months.

    Of an odd number the middle one is in neither.
    """
    if not whole_months(span) or span.months < _FEWEST_TO_HALVE:
        return None
    each = span.months // 2
    first_end = month_shifted(span.start.year, span.start.month, each - 1)
    last_start = month_shifted(span.end.year, span.end.month, 1 - each)
    return (
        Period(span.start, date(*first_end, _last_day(*first_end))),
        Period(date(*last_start, 1), span.end),
    )


def window_of(span: Period, earliest: date) -> Period:
    """The report period or, where that is shorter, up to twelve months ending with it."""
    first_year, first_month = month_shifted(span.end.year, span.end.month, 1 - _YEAR)
    start = min(span.start, max(date(first_year, first_month, 1), earliest))
    return Period(start, span.end)
