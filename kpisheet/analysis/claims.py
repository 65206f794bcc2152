"""All pairs, changes, campaigns and targets that could be claimed, settled together by one Holm."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.comparisons import Comparison, Cost, Rate, compare_costs, compare_rates, holm
from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Claim, Figure, Interval
from kpisheet.texts.units import Unit

Name = tuple[str | None, ...]  # of a test: its kind, its KPI, and whose

COMPARED_RATES = ("visitor_to_lead_rate", "close_rate", "sql_rate")
COMPARED_COSTS = ("cpl", "cac")


class Settled(Struct, frozen=True):
    """A comparison and what can be claimed of it: YES, the first is clearly higher; NO, clearly lower."""

    comparison: Comparison
    rejected: bool

    @property
    def claim(self) -> Claim:
        """Nothing is claimed where Holm or the guard forbids it."""
        if not (self.rejected and self.comparison.speaks):
            return Claim.CANNOT_TELL
        return Claim.YES if self.comparison.higher else Claim.NO

    @property
    def difference(self) -> Interval | None:
        """Newcombe's interval, as decimals."""
        if self.comparison.difference is None:
            return None
        low, high = self.comparison.difference
        return Interval(Decimal(repr(low)), Decimal(repr(high)))


def settle(tests: Mapping[Name, Comparison]) -> dict[Name, Settled]:
    """Holm over all `tests`: those that a guard silences count too."""
    rejected = holm([comparison.p for comparison in tests.values()])
    return {
        name: Settled(comparison, verdict)
        for (name, comparison), verdict in zip(tests.items(), rejected, strict=True)
    }


def compare(first: Figure, other: Figure) -> Comparison | None:
    """Two figures of one KPI compared; None where one has no counts to go by."""
    if KPIS[first.key].unit is Unit.RATE:
        rates = rate_of(first), rate_of(other)
        return compare_rates(rates[0], rates[1]) if rates[0] and rates[1] else None
    costs = cost_of(first), cost_of(other)
    return compare_costs(costs[0], costs[1]) if costs[0] and costs[1] else None


def rate_of(figure: Figure) -> Rate | None:
    """A rate's counts."""
    if figure.numerator is None or figure.denominator is None:
        return None
    return Rate(figure.numerator, figure.denominator, counted=not figure.derived, varies=figure.varies)


def cost_of(figure: Figure) -> Cost | None:
    """A cost's spend and count; a CAC without customers has them too."""
    if figure.numerator is None or figure.denominator is None:
        return None
    return Cost(figure.numerator, figure.denominator, counted=not figure.derived, varies=figure.varies)
