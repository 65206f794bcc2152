"""How a channel's results grow with its spend, from its own months: E(results) ∝ spend ^ exponent.

Twelve months tell one number of a curve at best, so the curve has one: 1 is constant returns, below 1 each
further unit brings less. Its posterior stands on a grid: the months' results, given their sum, are
multinomial with shares ∝ spend ^ exponent × season; the log-likelihood is divided by their dispersion, as
quasi-likelihood does (McCullagh and Nelder (1989), Generalized Linear Models, 2nd ed., 9.2; that a Poisson
series given its sum is multinomial: 6.3). The season is what the other channels' results do beyond their
spend, moderated where they are few. The power curve is the constant-elasticity model of the advertising
literature: Tellis (1988), J. Marketing Research 25, 134; Sethuraman, Tellis and Briesch (2011), J.
Marketing Research 48, 457. Where spend hardly varied the posterior is the assumption that it began with.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from msgspec import Struct

from kpisheet.analysis.planning import DAYS_OF_A_MONTH, Returns

_GRID = tuple(step / 50 for step in range(3, 51))  # 0.06 … 1; above 1 no budget would end
_USUAL, _SPREAD = 0.7, 0.2  # what is believed before the first month is seen
_FEWEST_MONTHS = 6
_SEASON_WEIGHT = 6.0  # × the dispersion: results that outweigh "every month is alike"
_INFORMED = 0.5  # of the assumption's variance: no more than that is left where the months tell


class SeenMonth(Struct, frozen=True):
    """One month of one channel; `index` counts months on."""

    index: int
    spend: float
    results: float


def returns_of(
    months: Sequence[SeenMonth], season: Mapping[int, float], dispersion: float, days: float
) -> Returns:
    """The exponent of one channel; results come so many days after the spend."""
    used, later = _used(months, days)
    if len(used) < _FEWEST_MONTHS:
        return assumed()
    seasons = [season.get(one.month, 1.0) for one in used]
    weights = _posterior([_likelihood(used, seasons, later, exponent) / dispersion for exponent in _GRID])
    mean, variance = _moments(weights)
    return Returns(round(mean, 2), math.sqrt(variance), known=variance <= _INFORMED * _assumption()[1])


@cache
def assumed() -> Returns:
    """What is believed of a channel whose months tell nothing."""
    mean, variance = _assumption()
    return Returns(round(mean, 2), math.sqrt(variance), known=False)


@cache
def _assumption() -> tuple[float, float]:
    return _moments(_posterior([0.0] * len(_GRID)))


class _Used(NamedTuple):
    """A month's results, and the two months' spend that they come from."""

    month: int
    results: float
    spend: float
    before: float

    def earned(self, later: float, exponent: float) -> float:
        earlier = later * self.before**exponent if later else 0.0
        return float((1 - later) * self.spend**exponent + earlier)


def _used(months: Sequence[SeenMonth], days: float, earlier: float = 0.0) -> tuple[list[_Used], float]:
    """The months whose results come from months with spend, and the share that comes from the earlier one.

    `earlier`: the spend of months before the first one.
    """
    lag = math.floor(days / DAYS_OF_A_MONTH)
    later = days / DAYS_OF_A_MONTH - lag
    first = min((month.index for month in months), default=0)
    spent = {first - number: earlier for number in range(1, lag + 2)}
    spent |= {month.index: month.spend for month in months}
    used = [
        _Used(month.index, month.results, spent[month.index - lag], before)
        for month in months
        if spent.get(month.index - lag, 0.0) > 0
        and ((before := spent.get(month.index - lag - 1, 0.0) if later else 1.0) > 0)
    ]
    return used, later


def expected_of(
    months: Sequence[SeenMonth], exponent: float, days: float, *, guessed: bool = False
) -> list[tuple[int, float, float]]:
    """Months with their results and those that the curve lets expect, of the same sum.

    Of a channel without spend, as many every month. `guessed`: months that rest on spend before the first
    one are among them; it is taken to have been as it was since, in the mean.
    """
    paid = [month.spend for month in months if month.spend > 0] if guessed else []
    used, later = _used(months, days, math.fsum(paid) / len(paid) if paid else 0.0)
    if not used:
        mean = math.fsum(month.results for month in months) / max(1, len(months))
        return [(month.index, month.results, mean) for month in months]
    earned = [one.earned(later, exponent) for one in used]
    scale = math.fsum(one.results for one in used) / math.fsum(earned)
    return [(one.month, one.results, scale * each) for one, each in zip(used, earned, strict=True)]


def _likelihood(used: Sequence[_Used], seasons: Sequence[float], later: float, exponent: float) -> float:
    expected = [season * month.earned(later, exponent) for month, season in zip(used, seasons, strict=True)]
    whole = math.fsum(expected)
    return math.fsum(
        month.results * math.log(share / whole) for month, share in zip(used, expected, strict=True)
    )


def _posterior(likelihoods: Sequence[float]) -> list[float]:
    logs = [
        likelihood - (exponent - _USUAL) ** 2 / (2 * _SPREAD**2)
        for likelihood, exponent in zip(likelihoods, _GRID, strict=True)
    ]
    highest = max(logs)
    weights = [math.exp(each - highest) for each in logs]
    whole = math.fsum(weights)
    return [weight / whole for weight in weights]


def _moments(weights: Sequence[float]) -> tuple[float, float]:
    mean = math.fsum(weight * exponent for weight, exponent in zip(weights, _GRID, strict=True))
    variance = math.fsum(
        weight * (exponent - mean) ** 2 for weight, exponent in zip(weights, _GRID, strict=True)
    )
    return mean, variance


class Seasons(Struct, frozen=True):
    """The results of all channels by month, and those that their spend lets expect."""

    seen: Mapping[int, float]
    expected: Mapping[int, float]
    own: Mapping[str, Mapping[int, tuple[float, float]]]
    dispersion: float

    @classmethod
    def of(cls, channels: Mapping[str, Sequence[SeenMonth]], dispersion: float) -> Seasons:
        """From every channel's months with spend."""
        seen: dict[int, float] = {}
        expected: dict[int, float] = {}
        own: dict[str, dict[int, tuple[float, float]]] = {}
        for key, months in channels.items():
            paid = [month for month in months if month.spend > 0]
            whole = math.fsum(month.results for month in paid)
            shares = math.fsum(month.spend**_USUAL for month in paid)
            for month in paid:
                usual = whole * month.spend**_USUAL / shares
                own.setdefault(key, {})[month.index] = month.results, usual
                seen[month.index] = seen.get(month.index, 0.0) + month.results
                expected[month.index] = expected.get(month.index, 0.0) + usual
        return cls(seen, expected, own, dispersion)

    def without(self, key: str) -> dict[int, float]:
        """By how much each month's results of the other channels are above what their spend lets expect."""
        weight, own = _SEASON_WEIGHT * self.dispersion, self.own.get(key, {})
        return {
            index: (seen - own.get(index, (0.0, 0.0))[0] + weight)
            / (self.expected[index] - own.get(index, (0.0, 0.0))[1] + weight)
            for index, seen in self.seen.items()
        }
