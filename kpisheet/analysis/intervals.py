"""Pure statistics of counts: intervals, tails and exact tests, in plain floating point.

Sources: Wilson (1927), J. Am. Stat. Assoc. 22; Newcombe (1998), Statistics in Medicine 17, 857 (method
1) and 873 (method 10); Byar's approximation in Breslow and Day (1987), Statistical Methods in Cancer
Research II, IARC, p. 69; Fisher's exact test; Przyborowski and Wilenski (1940), Biometrika 31, for two
Poisson means. The incomplete gamma and beta functions follow Abramowitz and Stegun 6.5 and 26.5.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from statistics import NormalDist
from typing import NamedTuple

_NORMAL = NormalDist()
Z95 = _NORMAL.inv_cdf(0.975)
_TINY = 1e-300
_AS_LIKELY = 1e-7  # tables are compared by their logarithms, which carry rounding
_PRECISION = 1e-15
_AS_GOOD_AS_NORMAL = 1e6  # degrees of freedom
_FURTHEST_T = 40.0  # beyond the quantiles of 3 degrees of freedom at every level that is asked for
_FURTHEST = 38.0  # standard deviations; beyond, the level is 0 in doubles
_CLOSE = 1e-15
_LIMIT = 100_000  # steps; series near the mean of a huge count need a few times its square root


def two_sided_z(level: float) -> float:
    """The standard normal quantile of a two-sided test at `level`: 1.96 at 0.05."""
    return _NORMAL.inv_cdf(1 - level / 2)


def student_tail(distance: float, freedom: float) -> float:
    """P(|T| ≥ distance) for Student's t (Abramowitz and Stegun 26.7.1); the normal's for infinite freedom."""
    if freedom > _AS_GOOD_AS_NORMAL:
        return math.erfc(distance / math.sqrt(2))
    return beta_below(freedom / (freedom + distance * distance), freedom / 2, 0.5)


@lru_cache(maxsize=1024)
def student_quantile(freedom: float, level: float = 0.05) -> float:
    """The quantile of a two-sided t test at `level`: 2.23 at 0.05 with 10 degrees of freedom."""
    if freedom > _AS_GOOD_AS_NORMAL:
        return two_sided_z(level)
    return _falling_root(lambda distance: student_tail(distance, freedom) - level, _FURTHEST_T)


def dispersed(p: float, factor: float, freedom: float) -> float:
    """A two-sided p-value whose statistic varies `factor` times as much, which is itself only estimated.

    The normal statistic of the p-value ÷ √factor is held against Student's t (McCullagh and Nelder 1989).
    """
    if p >= 1:
        return 1.0
    distance = _FURTHEST if p < _TINY else -_NORMAL.inv_cdf(p / 2)
    return student_tail(distance / math.sqrt(factor), freedom)


def wilson(events: float, trials: float, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval of a proportion, `events` of `trials`, without continuity correction."""
    share = events / trials
    scale = 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    low = 0.0 if events == 0 else max(0.0, centre - half)
    high = 1.0 if events == trials else min(1.0, centre + half)
    return low, high


def byar(events: float, z: float = Z95) -> tuple[float, float]:
    """Byar's interval of a Poisson mean, given the count that was seen."""
    low = 0.0
    if events > 0:
        low = events * (1 - 1 / (9 * events) - z / (3 * math.sqrt(events))) ** 3
    after = events + 1
    return max(0.0, low), after * (1 - 1 / (9 * after) + z / (3 * math.sqrt(after))) ** 3


def newcombe(
    events: float, trials: float, other_events: float, other_trials: float, z: float = Z95
) -> tuple[float, float]:
    """Newcombe's hybrid score interval of the first proportion less the other (his method 10)."""
    share, other = events / trials, other_events / other_trials
    low, high = wilson(events, trials, z)
    other_low, other_high = wilson(other_events, other_trials, z)
    difference = share - other
    below = math.hypot(share - low, other_high - other)
    above = math.hypot(high - share, other - other_low)
    return difference - below, difference + above


def newcombe_level(events: float, trials: float, other_events: float, other_trials: float) -> float:
    """The smallest two-sided level at which Newcombe's interval excludes 0; 1 without a difference."""
    if events * other_trials == other_events * trials:
        return 1.0
    if events * other_trials < other_events * trials:
        return newcombe_level(other_events, other_trials, events, trials)

    def lower_end(z: float) -> float:
        return newcombe(events, trials, other_events, other_trials, z)[0]

    return math.erfc(_falling_root(lower_end, _FURTHEST) / math.sqrt(2))


def _falling_root(function: Callable[[float], float], high: float) -> float:
    """Where a function that falls from above 0 at 0 reaches 0; `high` where it is still above 0 there.

    By the Illinois method (Dowell and Jarratt 1971, BIT 11, 168): a secant that can't get stuck at one end.
    """
    low, at_low, at_high = 0.0, function(0.0), function(high)
    if at_high > 0:
        return high
    last, rose = high, None
    for _ in range(_LIMIT):
        place = low + (high - low) * at_low / (at_low - at_high)
        if abs(place - last) <= _CLOSE * place:
            break
        last, at_place = place, function(place)
        if at_place > 0:
            low, at_low = place, at_place
            at_high = at_high / 2 if rose is True else at_high
        else:
            high, at_high = place, at_place
            at_low = at_low / 2 if rose is False else at_low
        rose = at_place > 0
    return last


def binomial_two_sided(events: float, trials: float, chance: float) -> float:
    """The exact binomial test, twice the smaller tail, at most 1."""
    if trials == 0:
        return 1.0
    at_most = 1.0 if events >= trials else beta_below(1 - chance, trials - events, events + 1)
    at_least = 1.0 if events == 0 else beta_below(chance, events, trials - events + 1)
    return min(1.0, 2 * min(at_most, at_least))


def effective_poisson(count: float, mean: float, factor: float, freedom: float) -> float:
    """A count against a mean when counts vary `factor` times as much as Poisson's.

    The effective counts, count ÷ factor and mean ÷ factor, are taken as Poisson by the continuous tails
    (the exact test where the factor is 1 and the count whole), and what that gives as Student's t.
    """
    seen, expected = count / factor, mean / factor
    if expected <= 0:
        return 1.0 if seen <= 0 else 0.0
    at_least = _gamma_below(seen, expected) if seen > 0 else 1.0
    return dispersed(min(1.0, 2 * min(_gamma_above(seen + 1, expected), at_least)), 1.0, freedom)


def conditional_binomial(events: float, exposure: float, other_events: float, other_exposure: float) -> float:
    """Two Poisson rates compared given their total: `events` of all of them, at its part of the exposure."""
    return binomial_two_sided(events, events + other_events, exposure / (exposure + other_exposure))


class _Tables(NamedTuple):
    """All two-by-two tables with the margins that were seen, told apart by the first cell's events."""

    trials: int
    all_events: int
    everything: int

    def log_chance(self, events: int) -> float:
        """The logarithm of the hypergeometric probability of one table."""
        return (
            _log_choose(self.trials, events)
            + _log_choose(self.everything - self.trials, self.all_events - events)
            - _log_choose(self.everything, self.all_events)
        )

    def upwards(self, events: int) -> float:
        """The chance of `events` + 1 over the chance of `events`."""
        others_without = self.everything - self.trials - self.all_events + events + 1
        return (self.trials - events) * (self.all_events - events) / ((events + 1) * others_without)

    def outermost_in(self, limit: float, edge: int, mode: int) -> int | None:
        """The count nearest the mode, from `edge` on, whose table is no likelier than `limit`."""
        if self.log_chance(edge) > limit:
            return None
        if self.log_chance(mode) <= limit:
            return mode
        inside, outside = edge, mode
        while abs(outside - inside) > 1:
            middle = (inside + outside) // 2
            if self.log_chance(middle) <= limit:
                inside = middle
            else:
                outside = middle
        return inside

    def tail(self, start: int, end: int) -> float:
        """The sum of the chances from `start` to `end`, falling all the way, so it may stop early."""
        term = math.exp(self.log_chance(start))
        total, events = term, start
        step = 1 if end >= start else -1
        while events != end and term > total * _PRECISION:
            term *= self.upwards(events) if step > 0 else 1 / self.upwards(events - 1)
            events += step
            total += term
        return total


def fisher(events: int, trials: int, other_events: int, other_trials: int) -> float:
    """Fisher's exact test, two-sided: all tables as likely as the one seen, or less, given the margins."""
    all_events = events + other_events
    tables = _Tables(trials, all_events, trials + other_trials)
    lowest, highest = max(0, all_events - other_trials), min(all_events, trials)
    if lowest == highest:
        return 1.0
    limit = tables.log_chance(events) + _AS_LIKELY
    mode = min(highest, max(lowest, (all_events + 1) * (trials + 1) // (tables.everything + 2)))
    left = tables.outermost_in(limit, lowest, mode)
    right = tables.outermost_in(limit, highest, mode)
    if left is not None and right is not None and right <= left + 1:
        return 1.0
    below = 0.0 if left is None else tables.tail(left, lowest)
    above = 0.0 if right is None else tables.tail(right, highest)
    return min(1.0, below + above)


def _log_choose(of: int, chosen: int) -> float:
    return math.lgamma(of + 1) - math.lgamma(chosen + 1) - math.lgamma(of - chosen + 1)


def _gamma_below(shape: float, at: float) -> float:
    """The regularised lower incomplete gamma function P(shape, at)."""
    if at < shape + 1:
        return _gamma_series(shape, at)
    return 1.0 - _gamma_fraction(shape, at)


def _gamma_above(shape: float, at: float) -> float:
    """The regularised upper incomplete gamma function Q(shape, at)."""
    if at < shape + 1:
        return 1.0 - _gamma_series(shape, at)
    return _gamma_fraction(shape, at)


def _gamma_front(shape: float, at: float) -> float:
    return math.exp(shape * math.log(at) - at - math.lgamma(shape))


def _gamma_series(shape: float, at: float) -> float:
    term = total = 1.0 / shape
    for step in range(1, _LIMIT):
        term *= at / (shape + step)
        total += term
        if term < total * _PRECISION:
            break
    return total * _gamma_front(shape, at)


def _gamma_fraction(shape: float, at: float) -> float:
    """Lentz's evaluation of the continued fraction (Abramowitz and Stegun 6.5.31)."""
    b = at + 1 - shape
    c = 1 / _TINY
    d = 1 / b
    value = d
    for step in range(1, _LIMIT):
        a = -step * (step - shape)
        b += 2
        d = 1 / (a * d + b or _TINY)
        c = b + a / c or _TINY
        change = d * c
        value *= change
        if abs(change - 1) < _PRECISION:
            break
    return value * _gamma_front(shape, at)


def beta_below(at: float, first: float, second: float) -> float:
    """The regularised incomplete beta function I_at(first, second)."""
    if at <= 0:
        return 0.0
    if at >= 1:
        return 1.0
    front = math.exp(
        math.lgamma(first + second)
        - math.lgamma(first)
        - math.lgamma(second)
        + first * math.log(at)
        + second * math.log1p(-at)
    )
    if at < (first + 1) / (first + second + 2):
        return front * _beta_fraction(at, first, second) / first
    return 1.0 - front * _beta_fraction(1 - at, second, first) / second


def _beta_fraction(at: float, first: float, second: float) -> float:
    """Lentz's evaluation of the continued fraction (Abramowitz and Stegun 26.5.8)."""
    both = first + second
    c, d = 1.0, 1 / (1 - both * at / (first + 1) or _TINY)
    value = d
    for step in range(1, _LIMIT):
        twice = 2 * step
        even = step * (second - step) * at / ((first + twice - 1) * (first + twice))
        odd = -(first + step) * (both + step) * at / ((first + twice) * (first + twice + 1))
        change = 1.0
        for a in (even, odd):
            d = 1 / (1 + a * d or _TINY)
            c = 1 + a / c or _TINY
            change = d * c
            value *= change
        if abs(change - 1) < _PRECISION:
            break
    return value
