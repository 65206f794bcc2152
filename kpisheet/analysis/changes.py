"""Figures against the period before and the same period a year ago, and between channels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations

from msgspec import Struct

from kpisheet.analysis import spans
from kpisheet.analysis.claims import COMPARED_COSTS, COMPARED_RATES, Name, Settled, compare
from kpisheet.analysis.comparisons import Comparison, Cost, compare_costs
from kpisheet.analysis.figures import Scope, ScopeFigures, scope_of
from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.ledger import Ledger, Slice
from kpisheet.analysis.report import Change, Figure, Pair
from kpisheet.analysis.spreads import Spreads, Variation
from kpisheet.analysis.sums import Sums, added
from kpisheet.texts.language import Sentence
from kpisheet.texts.units import Unit
from kpisheet.worksheet.periods import Period, runs

_COUNTS = ("leads", "new_customers")
_OF_TOTAL = (*_COUNTS, "cpl", "cac", "visitor_to_lead_rate", "close_rate")
_OF_CHANNEL = ("cpl", "cac", "visitor_to_lead_rate", "close_rate")
_MOST_CHANNELS = 20  # pairs among the channels with the most spend; 190 of each KPI


class Spans(Struct, frozen=True):
    """Which period is held against which: `year_ago` and `trend` say which kind of earlier period it is.

    `trend`: the last half of the window against its first half.
    """

    now: Period
    earlier: Period
    year_ago: bool
    trend: bool = False


def spans_of(period: Period | None, periods: Sequence[Period]) -> Iterator[Spans]:
    """The comparisons that the data allow: each side wholly covered by rows.

    Where nothing comes before the report period, its last month is held against the ones before.
    """
    if period is None:
        return
    joined = runs(periods)
    found = list(_covered(period, joined))
    inside = [each for each in periods if period.contains(each)]
    if not found and inside and len(periods) > 1:
        last = max(inside, key=lambda each: each.end)
        found = list(_covered(last, joined))
    yield from found


def _covered(now: Period, joined: Sequence[Period]) -> Iterator[Spans]:
    for earlier, year_ago in ((spans.before(now), False), (spans.year_before(now), True)):
        if all(any(run.contains(span) for run in joined) for span in (now, earlier)):
            yield Spans(now, earlier, year_ago)


class _Sides(Struct, frozen=True):
    """One figure now and before."""

    spans: Spans
    channel: str | None
    now: Figure
    before: Figure

    @property
    def name(self) -> Name:
        when = "trend" if self.spans.trend else "year_ago" if self.spans.year_ago else "before"
        return ("change", self.now.key, self.channel, when)

    def comparison(self) -> Comparison | None:
        if self.now.key not in _COUNTS:
            return compare(self.now, self.before)
        if not (_complete(self.now) and _complete(self.before)):
            return None
        # Counts per day: an exposure of days; more events on a day is a lower "cost" in days.
        return compare_costs(_per_day(self.before, self.spans.earlier), _per_day(self.now, self.spans.now))


def _per_day(figure: Figure, span: Period) -> Cost:
    days = (span.end - span.start).days + 1
    return Cost(Decimal(days), figure.value or Decimal(0), counted=not figure.derived, varies=figure.varies)


def _complete(figure: Figure) -> bool:
    return figure.value is not None and figure.rows_known == figure.rows


def _sides(ledger: Ledger, periods: Sequence[Spans], came_anyway: frozenset[str]) -> Iterator[_Sides]:
    for each in periods:
        now, before = ledger.slice(each.now), ledger.slice(each.earlier)
        ours, theirs = (_marketing(ledger, part, came_anyway) for part in (now, before))
        yield from _of(each, None, ours, theirs, _OF_TOTAL)
        for key in now.channels:
            if key in before.channels:
                channel, varies = ledger.channels[key], ledger.variation(key)
                own = ScopeFigures(scope_of(channel, now.channels[key], varies))
                earlier = ScopeFigures(scope_of(channel, before.channels[key], varies))
                yield from _of(each, key, own, earlier, _OF_CHANNEL)


def _trend_sides(ledger: Ledger, window: Period | None) -> Iterator[_Sides]:
    """Each channel's CAC in the last half of the window against the first, where rows cover both halves."""
    found = spans.halves(window) if window is not None else None
    if found is None:
        return
    joined, (earlier, now) = runs(ledger.periods), found
    if not all(any(run.contains(span) for run in joined) for span in found):
        return
    before, after = ledger.slice(earlier), ledger.slice(now)
    around = _around_each_half(ledger, earlier, now)
    for key in after.channels:
        if key in before.channels:
            channel = ledger.channels[key]
            own = ScopeFigures(scope_of(channel, after.channels[key], Variation(around, f"{key}{_LAST}")))
            varies = Variation(around, f"{key}{_FIRST}")
            theirs = ScopeFigures(scope_of(channel, before.channels[key], varies))
            yield _Sides(Spans(now, earlier, year_ago=False, trend=True), key, own["cac"], theirs["cac"])


_FIRST, _LAST = "\n1", "\n2"  # behind a channel's key, which has no line breaks


def _around_each_half(ledger: Ledger, earlier: Period, now: Period) -> Spreads:
    """How much months vary around their own half: a step between the halves is no scatter of months."""
    cells: dict[tuple[str, Period | None], Sums] = {
        (f"{channel}{_FIRST if earlier.contains(period) else _LAST}", period): sums
        for (channel, period), sums in ledger.cells.items()
        if period is not None and (earlier.contains(period) or now.contains(period))
    }
    return Spreads(cells, ledger.deals)


def _marketing(ledger: Ledger, part: Slice, came_anyway: frozenset[str]) -> ScopeFigures:
    sums = added(own for key, own in part.channels.items() if key not in came_anyway)
    return ScopeFigures(Scope(sums if came_anyway else part.total, variation=ledger.variation()))


def _of(
    each: Spans, channel: str | None, now: ScopeFigures, before: ScopeFigures, keys: Sequence[str]
) -> Iterator[_Sides]:
    for key in keys:
        yield _Sides(each, channel, now[key], before[key])


class Changes(Struct, frozen=True, dict=True):
    """All changes that could be claimed, as tests and, once settled, as values of the report."""

    sides: tuple[_Sides, ...]
    over_the_window: tuple[_Sides, ...] = ()

    @classmethod
    def of(
        cls,
        ledger: Ledger,
        period: Period | None,
        came_anyway: frozenset[str] = frozenset(),
        window: Period | None = None,
    ) -> Changes:
        """The changes of a report period, and each channel's over the window of the verdicts.

        Those of several channels are without what `came_anyway`.
        """
        found = tuple(spans_of(period, ledger.periods))
        return cls(tuple(_sides(ledger, found, came_anyway)), tuple(_trend_sides(ledger, window)))

    def tests(self) -> Iterator[tuple[Name, Comparison]]:
        """The tests, by name."""
        for side in (*self.sides, *self.over_the_window):
            if (made := side.comparison()) is not None:
                yield side.name, made

    def settled(self, claims: Mapping[Name, Settled]) -> tuple[Change, ...]:
        """The changes with their claims."""
        return tuple(_change(side, claims[side.name]) for side in self.sides if side.name in claims)

    def trends(self, claims: Mapping[Name, Settled]) -> Mapping[str, Change]:
        """Each channel's change over the window with its claim, by the channel's key."""
        return {
            side.channel: _change(side, claims[side.name])
            for side in self.over_the_window
            if side.channel is not None and side.name in claims
        }


def _change(side: _Sides, settled: Settled) -> Change:
    return Change(
        side.now.key,
        side.channel,
        side.now,
        side.before,
        side.spans.now,
        side.spans.earlier,
        settled.claim,
        side.spans.year_ago,
        _note(side),
    )


def _note(side: _Sides) -> Sentence | None:
    if side.spans.year_ago and KPIS[side.now.key].unit in (Unit.MONEY, Unit.UNIT_MONEY):
        return Sentence("notes.not_adjusted_for_inflation")
    return None


class Pairs(Struct, frozen=True, dict=True):
    """Every pair of channels, KPI by KPI, over the window."""

    figures: Mapping[str, ScopeFigures]  # by channel, most spend first

    def _all(self) -> Iterator[tuple[Name, Figure, Figure]]:
        for first, other in combinations(list(self.figures)[:_MOST_CHANNELS], 2):
            for key in (*COMPARED_RATES, *COMPARED_COSTS):
                yield ("pair", key, first, other), self.figures[first][key], self.figures[other][key]

    def tests(self) -> Iterator[tuple[Name, Comparison]]:
        """The tests, by name. A price per lead is no count's outcome, so it is not compared as one."""
        for name, first, other in self._all():
            priced = first.key == "cpl" and (self._priced(name[2]) or self._priced(name[3]))
            if not priced and (made := compare(first, other)) is not None:
                yield name, made

    def _priced(self, channel: str | None) -> bool:
        return channel is not None and self.figures[channel].pay_per_lead

    def settled(self, claims: Mapping[Name, Settled]) -> tuple[Pair, ...]:
        """The pairs with their claims."""
        return tuple(
            Pair(
                first.key,
                str(name[2]),
                str(name[3]),
                first,
                other,
                claims[name].claim,
                claims[name].difference,
                claims[name].comparison.more,
            )
            for name, first, other in self._all()
            if name in claims
        )
