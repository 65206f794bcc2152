"""Twelve believable months per channel from a few plain facts: ranges, yearly customers, a season.

Deterministic: each draw is seeded by the channel, the month and what is drawn, so a change to one
channel leaves the others as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from kpisheet.workbook.template.filling import Typed

MONTHS = (date(2025, 11, 1), date(2025, 12, 1), *(date(2026, month, 1) for month in range(1, 11)))
LAST = MONTHS[-1]


@dataclass(frozen=True, slots=True)
class Series:
    """One channel's year. Ranges are per month; `months` are those in which it ran (1 to 12).

    `last` are the figures of the last month, October 2026, fixed by hand: the report's own month.
    """

    channel: str
    spend: tuple[int, int]
    leads: tuple[int, int]
    customers: int
    visitors: tuple[int, int] | None = None
    pieces: int | None = None
    months: tuple[int, ...] = tuple(range(1, 13))
    last: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Season:
    """How much busier than usual a month is, and how a business rounds its spend."""

    factors: Mapping[int, float]
    spend_step: int
    average_sale: int


def rows(series: Sequence[Series], season: Season) -> list[dict[str, Typed]]:
    """The rows of Channels, month by month in the order of `series`."""
    made = {one.channel: _year(one, season) for one in series}
    return [made[one.channel][month] for month in MONTHS for one in series if month in made[one.channel]]


def _year(one: Series, season: Season) -> dict[date, dict[str, Typed]]:
    months = [month for month in MONTHS if month.month in one.months]
    drawn = [month for month in months if not (month == LAST and one.last)]
    leads = {month: _drawn(one, month, "leads", one.leads, season.factors) for month in drawn}
    customers = shared_out(one.customers - one.last.get("new_customers", 0), list(leads.values()))
    year: dict[date, dict[str, Typed]] = {}
    for month, won in zip(drawn, customers, strict=True):
        row: dict[str, Typed] = {
            "spend": _spend(one, month, season),
            "leads": leads[month],
            "new_customers": won,
        }
        if one.visitors is not None:
            row["visitors"] = _drawn(one, month, "visitors", one.visitors, season.factors)
        row["revenue"] = _revenue(one, month, won, season)
        year[month] = row
    if LAST in months and one.last:
        year[LAST] = dict(one.last)
    for month, filled in year.items():
        filled |= {"period": month, "channel": one.channel}
        if one.pieces is not None:
            filled["pieces_sent"] = one.pieces
    return year


def _drawn(one: Series, month: date, what: str, bounds: tuple[int, int], factors: Mapping[int, float]) -> int:
    low, high = bounds
    busy = factors.get(month.month, 1.0)
    value = round((low + (high - low) * _fraction(one.channel, month, what)) * busy)
    return min(max(value, low), high)


def _spend(one: Series, month: date, season: Season) -> int:
    low, high = one.spend
    if low == high:
        return low
    return _drawn(one, month, "spend", one.spend, season.factors) // season.spend_step * season.spend_step


def _revenue(one: Series, month: date, customers: int, season: Season) -> int:
    return round(customers * season.average_sale * (0.9 + 0.2 * _fraction(one.channel, month, "revenue")))


def _fraction(channel: str, month: date, what: str) -> float:
    return Random(f"{channel}/{month:%Y-%m}/{what}").random()  # noqa: S311 - a made-up business


def shared_out(total: int, weights: Sequence[int]) -> list[int]:
    """Whole numbers that add up to `total`, in proportion to `weights`, none above its weight."""
    whole = sum(weights)
    exact = [total * weight / whole for weight in weights]
    shares = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda place: (shares[place] - exact[place], place))
    for place in by_rest[: total - sum(shares)]:
        shares[place] += 1
    return shares
