"""What the numbers can bear: does it pay, do two differ, and how much more it would take to tell.

All claims of one worksheet share an error of 5 %: half for the verdicts, half for pairs and changes,
each held by Holm's step-down procedure (Holm 1979, Scand. J. Statistics 6).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis import intervals
from kpisheet.analysis.dispersion import CHANCE, Dispersion

FAMILY_LEVEL = 0.025
PAYS_EVENTS = 5
PAIR_TRIALS, PAIR_EVENTS = 30, 5
_FAMILY_Z = intervals.two_sided_z(FAMILY_LEVEL)
_POWER_Z = intervals.two_sided_z(0.4)  # 80 % power, one-sided


def holm(p_values: Sequence[float], level: float = FAMILY_LEVEL) -> list[bool]:
    """Which of the hypotheses are rejected, all together at `level`."""
    order = sorted(range(len(p_values)), key=lambda index: p_values[index])
    rejected = [False] * len(p_values)
    for passed, index in enumerate(order):
        if p_values[index] > level / (len(p_values) - passed):
            break
        rejected[index] = True
    return rejected


class Rate(Struct, frozen=True):
    """`events` of `trials`; `counted` is False where one was derived from a rate."""

    events: Decimal
    trials: Decimal
    counted: bool = True
    varies: Dispersion = CHANCE

    @property
    def whole(self) -> bool:
        """Whether it is a count of things, so that exact tests hold."""
        return (
            self.counted
            and self.events == self.events.to_integral_value()
            and self.trials == self.trials.to_integral_value()
            and 0 <= self.events <= self.trials
            and self.trials > 0
        )


class Cost(Struct, frozen=True):
    """`spend` (or another exposure, such as days) and the `events` it went with."""

    spend: Decimal
    events: Decimal
    counted: bool = True
    varies: Dispersion = CHANCE

    @property
    def whole(self) -> bool:
        """Whether it is a count of things on a positive exposure."""
        return (
            self.counted
            and self.spend > 0
            and self.events >= 0
            and self.events == self.events.to_integral_value()
        )


class Comparison(Struct, frozen=True):
    """Two of a kind compared: p-value, whether the guard lets it speak, whether the first is higher.

    `difference`: Newcombe's 95 % interval of two rates, uncorrected. `more`: how many more trials (of
    rates) or events (of costs), of both together, would show the difference seen.
    """

    p: float
    speaks: bool
    higher: bool
    difference: tuple[float, float] | None = None
    more: int | None = None


def wilder(first: Dispersion, other: Dispersion) -> Dispersion:
    """Of two dispersions the larger, as well known as the less known."""
    return Dispersion(
        max(first.factor, other.factor), min(first.freedom, other.freedom), max(first.likely, other.likely)
    )


def _held(p: float, varies: Dispersion) -> float:
    """The p-value against an estimated dispersion; one that can't be claimed anyhow would only grow."""
    return p if p > FAMILY_LEVEL else intervals.dispersed(p, 1.0, varies.freedom)


def compare_rates(first: Rate, other: Rate) -> Comparison | None:
    """Two proportions: claimed only if Newcombe's interval and Fisher's exact test both say so.

    None where one of them isn't a count of things, so that there is nothing to test.
    """
    if not (first.whole and other.whole):
        return None
    events, trials = int(first.events), int(first.trials)
    other_events, other_trials = int(other.events), int(other.trials)
    varies = wilder(first.varies, other.varies)
    p = 1.0
    low, high = intervals.newcombe(events, trials, other_events, other_trials, _FAMILY_Z)
    if low > 0 or high < 0:  # else no claim is made, however the others fare: Holm stops above the level
        p = intervals.newcombe_level(events, trials, other_events, other_trials)
        p = max(p, intervals.fisher(events, trials, other_events, other_trials))
        p = intervals.dispersed(p, varies.factor, varies.freedom)
    speaks = min(trials, other_trials) >= PAIR_TRIALS and max(events, other_events) >= PAIR_EVENTS
    return Comparison(
        p,
        speaks,
        higher=events * other_trials > other_events * trials,
        difference=intervals.newcombe(
            events / varies.likely,
            trials / varies.likely,
            other_events / varies.likely,
            other_trials / varies.likely,
            intervals.student_quantile(varies.freedom),
        ),
        more=trials_needed(
            events / trials, other_events / other_trials, trials + other_trials, varies.factor
        ),
    )


def compare_costs(first: Cost, other: Cost) -> Comparison | None:
    """Two costs per event: the exact conditional binomial test. `higher`: the first costs more."""
    if not (first.whole and other.whole):
        return None
    events, other_events = int(first.events), int(other.events)
    spend, other_spend = float(first.spend), float(other.spend)
    varies = wilder(first.varies, other.varies)
    p = intervals.conditional_binomial(
        events / varies.factor, spend, other_events / varies.factor, other_spend
    )
    return Comparison(
        _held(p, varies),
        speaks=max(events, other_events) >= PAIR_EVENTS,
        higher=first.spend * other.events > other.spend * first.events,
        more=events_needed(events, spend, other_events, other_spend, varies.factor),
    )


def rate_against(rate: Rate, target: Decimal) -> Comparison | None:
    """A proportion against a fixed target: the exact binomial test. `higher`: above the target."""
    if not rate.whole or not 0 < target < 1:
        return None
    p = intervals.binomial_two_sided(int(rate.events), int(rate.trials), float(target))
    p = intervals.dispersed(p, rate.varies.factor, rate.varies.freedom)
    expected = min(rate.trials * target, rate.trials * (1 - target))
    speaks = rate.trials >= PAIR_TRIALS and max(rate.events, expected) >= PAIR_EVENTS
    return Comparison(p, speaks, higher=rate.events > rate.trials * target)


def cost_against(cost: Cost, target: Decimal) -> Comparison | None:
    """A cost per event against a fixed target: the exact Poisson test. `higher`: it costs more."""
    if not cost.whole or target <= 0:
        return None
    expected = cost.spend / target
    p = intervals.effective_poisson(
        float(cost.events), float(expected), cost.varies.factor, cost.varies.freedom
    )
    speaks = max(cost.events, expected) >= PAIR_EVENTS
    return Comparison(p, speaks, higher=cost.events < expected)


def trials_needed(share: float, other: float, already: int, factor: float = 1.0) -> int | None:
    """How many more trials, halved between two groups, show this difference (80 % power, two-sided 5 %).

    The normal approximation for two proportions, Fleiss (1981), Statistical Methods for Rates and
    Proportions, 2nd ed., formula 3.14. None where there is no difference.
    """
    if share == other:
        return None
    middle = (share + other) / 2
    under_null = intervals.Z95 * math.sqrt(2 * middle * (1 - middle))
    under_difference = _POWER_Z * math.sqrt(share * (1 - share) + other * (1 - other))
    each = ((under_null + under_difference) / (share - other)) ** 2
    return max(0, math.ceil(2 * factor * each) - already)


def events_needed(
    events: int, spend: float, other_events: int, other_spend: float, factor: float = 1.0
) -> int | None:
    """How many more events of both together show this difference of costs; None where there is none."""
    together = events + other_events
    if together == 0:
        return None
    expected, seen = spend / (spend + other_spend), events / together
    if math.isclose(expected, seen, rel_tol=1e-12):
        return None
    under_null = intervals.Z95 * math.sqrt(expected * (1 - expected))
    under_difference = _POWER_Z * math.sqrt(seen * (1 - seen))
    needed = factor * ((under_null + under_difference) / (seen - expected)) ** 2
    return max(0, math.ceil(needed) - together)
