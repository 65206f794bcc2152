"""The dispersions of one worksheet, estimated from its periods and its deals when they are asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import cached_property
from math import fsum  # alike on every Python: sum() rounds otherwise from 3.12 on
from typing import NamedTuple

from msgspec import Struct, field

from kpisheet.analysis.dispersion import Dispersion, Moments, Residual, Spread, ValueSpread
from kpisheet.analysis.spans import last_months
from kpisheet.analysis.sums import Sums
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import Deal

_MONTHS = 24  # the last two years: what was longer ago may have been another business
_FEWEST_DEALS = 10
_FEWEST_OF_A_CHANNEL = 5  # deals; those of channels with fewer are taken together
_ALIKE = 0.005  # rows whose revenue per customer differs by no more than this share are alike: rounding
_MUCH_NEARER = 0.5  # of the sum of squares: flat fees, or results that come months after the spend
_TINY = 1e-12

Cells = Mapping[tuple[str, Period | None], Sums]


class _Seen(NamedTuple):
    """One channel's period: the sums of two amounts over the rows that know both."""

    period: Period
    first: float
    second: float

    @property
    def days(self) -> int:
        return (self.period.end - self.period.start).days + 1


class Estimates(Struct, frozen=True, dict=True):
    """What each channel's periods saw, and how that differs from what was to be expected of them."""

    residuals: Callable[[Sequence[_Seen]], list[Residual]]
    seen: Mapping[str, Sequence[_Seen]]
    series: Mapping[str, Sequence[Residual]]

    @cached_property
    def pooled(self) -> Moments:
        """The moments of all channels' series."""
        return Moments.of(self.series.values())

    def own(self, channel: str | None) -> Moments | None:
        """Those of a channel's series, or of the sum of all channels; None for one without a period."""
        if channel is None:
            return Moments.of([self.residuals(_together(self.seen.values()))])
        return Moments.of([self.series[channel]]) if channel in self.series else None


class Spreads(Struct, frozen=True, dict=True):
    """The dispersions of counts, of rates and of values. `channel` None asks for the total.

    `before`: those of the same rows but for some; what these don't touch is taken from there.
    """

    cells: Cells
    deals: Sequence[Deal] = ()
    before: Spreads | None = None
    cells_seen: dict[tuple[Sums, str, str], _Seen | None] = field(default_factory=dict)
    made: dict[tuple[str, ...], Estimates] = field(default_factory=dict)
    scopes: dict[tuple[str | None, ...], Spread] = field(default_factory=dict)

    def with_cells(self, cells: Cells) -> Spreads:
        """The same if some cells were others."""
        return Spreads(cells, self.deals, self, self.cells_seen)

    def counts(self, key: str, channel: str | None) -> Spread:
        """Of a count that spend brings: leads, new customers."""
        return self._spread(("spend", key), channel)

    def rates(self, events: str, trials: str, channel: str | None) -> Spread:
        """Of a rate's events, given its trials."""
        return self._spread((events, trials, "rate"), channel)

    def _spread(self, what: tuple[str, ...], channel: str | None) -> Spread:
        made = self.scopes.get((*what, channel))
        if made is None:
            estimates = self.estimates(what)
            made = self.scopes[*what, channel] = Spread.of(estimates.pooled, estimates.own(channel))
        return made

    def estimates(self, what: tuple[str, ...]) -> Estimates:
        """What the estimates of a count or a rate rest on, made once."""
        made = self.made.get(what)
        if made is None:
            residuals = _rate_residuals if len(what) > 2 else _count_residuals
            seen, series = self._seen(what[0], what[1]), dict[str, Sequence[Residual]]()
            before = None if self.before is None else self.before.estimates(what)
            for key, cells in seen.items():
                same = before is not None and before.seen.get(key) == cells
                series[key] = before.series[key] if before is not None and same else residuals(cells)
            made = self.made[what] = Estimates(residuals, seen, series)
        return made

    def _seen(self, first: str, second: str) -> dict[str, list[_Seen]]:
        """The sums of two amounts by channel and period, in order of time."""
        seen: defaultdict[str, list[_Seen]] = defaultdict(list)
        for channel, period, sums in self._counted:
            one = self._seen_in(period, sums, first, second)
            if one is not None:
                seen[channel].append(one)
        for cells in seen.values():
            cells.sort(key=lambda one: (one.period.start, one.period.end))
        return seen

    @cached_property
    def _counted(self) -> list[tuple[str, Period, Sums]]:
        """The cells of the last two years."""
        span = last_months([period for _, period in self.cells if period is not None], _MONTHS)
        return [
            (channel, period, sums)
            for (channel, period), sums in self.cells.items()
            if period is not None and span is not None and span.contains(period)
        ]

    def _seen_in(self, period: Period, sums: Sums, first: str, second: str) -> _Seen | None:
        """What one cell's rows know of both amounts; None where that is nothing, or derived."""
        place = (sums, first, second)
        if place not in self.cells_seen:
            part = sums.over_rows_knowing(first, second)
            self.cells_seen[place] = (
                None
                if part is None or part.derived
                else _Seen(period, float(part.totals[0]), float(part.totals[1]))
            )
        return self.cells_seen[place]

    # --- values -----------------------------------------------------------------------------------

    @cached_property
    def values(self) -> ValueSpread:
        """Of what a customer brings: from the deals won where there are ten, else from the periods."""
        return _of_deals(_deal_groups(self.deals)) if self.from_deals else self._of_periods()

    @cached_property
    def from_deals(self) -> bool:
        """Whether enough deals are known to tell from them how much values differ."""
        return sum(map(len, _deal_groups(self.deals))) >= _FEWEST_DEALS

    def _of_periods(self) -> ValueSpread:
        return _of_sums(self._seen("new_customers", "gross_profit").values())


def _count_residuals(seen: Sequence[_Seen]) -> list[Residual]:
    """Of counts, around the channel's mean per unit of spend; per day where that comes much nearer to them.

    Much, because the nearer of two equals would make every worksheet look calmer than it is.
    """
    total = fsum(one.second for one in seen)
    spend, days = fsum(one.first for one in seen), fsum(one.days for one in seen)
    by_day = _around(seen, total, [one.days / days for one in seen]) if days else []
    if spend <= 0 or any(one.first < 0 for one in seen):
        return by_day
    by_spend = _around(seen, total, [one.first / spend for one in seen])
    return by_day if _misses(by_day) < _MUCH_NEARER * _misses(by_spend) else by_spend


def _misses(series: Iterable[Residual]) -> float:
    return fsum((one.seen - one.expected) ** 2 for one in series)


def _around(seen: Sequence[_Seen], total: float, shares: Sequence[float]) -> list[Residual]:
    return [
        Residual(one.second, total * share, total * share, share, follows)
        for one, share, follows in zip(seen, shares, _following(seen), strict=True)
    ]


def _rate_residuals(seen: Sequence[_Seen]) -> list[Residual]:
    """Of a rate's events (first) around the channel's rate of the trials (second)."""
    trials = fsum(one.second for one in seen)
    if trials <= 0:
        return []
    rate = min(1.0, fsum(one.first for one in seen) / trials)
    return [
        Residual(one.first, one.second * rate, one.second * rate * (1 - rate), one.second / trials, follows)
        for one, follows in zip(seen, _following(seen), strict=True)
    ]


def _following(seen: Sequence[_Seen]) -> Iterator[bool]:
    """Whether each period begins the day after the one before it ended."""
    before = None
    for one in seen:
        yield before is not None and one.period.start == before.period.end + timedelta(days=1)
        before = one


def _together(channels: Iterable[Sequence[_Seen]]) -> list[_Seen]:
    """The channels' periods added up; periods that overlap others, such as a quarter, are left out."""
    sums: defaultdict[Period, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for seen in channels:
        for one in seen:
            sums[one.period][0] += one.first
            sums[one.period][1] += one.second
    ordered = [_Seen(period, *sums[period]) for period in sorted(sums)]
    kept: list[_Seen] = []
    for one in ordered:
        if not kept or one.period.start > kept[-1].period.end:
            kept.append(one)
    return kept


def _of_sums(channels: Iterable[Sequence[_Seen]]) -> ValueSpread:
    """From the profit of periods, given their customers: a sum of n values varies n times as much as one.

    Where every row has the same profit per customer, each customer is a value that was alike.
    """
    squares = expected = fourths = uneven = 0.0
    customers = freedom = 0.0
    alike = True
    for seen in channels:
        all_customers, profit = fsum(one.first for one in seen), fsum(one.second for one in seen)
        if all_customers <= 0 or profit <= 0:
            continue
        mean, periods = profit / all_customers, sum(one.first > 0 for one in seen)
        customers += max(0.0, all_customers - 1)
        freedom += max(0, periods - 1)
        for one in seen:
            off = one.second / mean - one.first
            variance = one.first * (1 - one.first / all_customers)
            alike = alike and abs(off) <= _ALIKE * one.first + _TINY
            squares, fourths = squares + off * off, fourths + off**4
            expected, uneven = expected + variance, uneven + variance * variance
    if alike and customers > 0 and freedom > 0:
        return ValueSpread.of(0.0, customers)
    if expected <= _TINY or freedom <= 0:
        return ValueSpread.of(0.0, 0.0)
    known = min(freedom, expected * expected / uneven, 3 * squares * squares / fourths)
    return ValueSpread.of(squares / expected, known)


def _deal_groups(deals: Iterable[Deal]) -> Iterator[list[float]]:
    """The values of the deals won, by channel; channels with few deals are one group."""
    groups: defaultdict[str | None, list[float]] = defaultdict(list)
    for deal in deals:
        if deal.outcome == "won" and deal.value is not None and deal.value > 0:
            groups[deal.channel.key if deal.channel else None].append(float(deal.value))
    others: list[float] = []
    for values in groups.values():
        if len(values) >= _FEWEST_OF_A_CHANNEL:
            yield values
        else:
            others += values
    if others:
        yield others


def _of_deals(groups: Iterable[Sequence[float]]) -> ValueSpread:
    squares = fourths = 0.0
    freedom = 0
    for values in groups:
        mean = fsum(values) / len(values)
        offs = [value / mean - 1 for value in values]
        squares += fsum(off * off for off in offs)
        fourths += fsum(off**4 for off in offs)
        freedom += len(values) - 1
    if freedom == 0:
        return ValueSpread.of(0.0, 0.0)
    known = freedom if fourths <= _TINY else min(freedom, 3 * squares * squares / fourths)
    return ValueSpread.of(squares / freedom, known)


class Variation(Struct, frozen=True):
    """The dispersions of one scope: a channel, or the total (None)."""

    spreads: Spreads
    channel: str | None = None

    def of_count(self, key: str, periods: int) -> Dispersion:
        """Of a count over so many periods."""
        return self.spreads.counts(key, self.channel).over(periods)

    def of_rate(self, events: str, trials: str, periods: int) -> Dispersion:
        """Of a rate's events over so many periods."""
        return self.spreads.rates(events, trials, self.channel).over(periods)
