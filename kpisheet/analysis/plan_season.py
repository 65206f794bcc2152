"""The season that two years of months repeat: how much more than an average month each calendar month brings.

What a month brings beyond its spend, and beyond the growth from one year to the next, is held against the
same month of the other year. Where chance alone would hardly make the two years as alike (a correlation of
twelve pairs: Fisher (1925), Statistical Methods for Research Workers, 34), the part of it that repeats is
the season: the mean of both, shrunk by the share of its variance that both have in common.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

YEAR = 12
ALIKE = 0.66  # a correlation of twelve pairs that chance reaches in 1 of 100: t = 2.76 at 10 degrees
_LEAST = 0.05  # of an average month; a month without results has been seen, but is no law
_NO_SPREAD = 1e-6  # months that are all alike

Months = Sequence[tuple[int, float, float]]  # index, results, results that the spend lets expect


class NoSeason(StrEnum):
    """Why each month is planned as an average one. Worded as ``plan.season_<value>``."""

    SHORT = "short"  # fewer than two whole years of months
    NOT_ALIKE = "not_alike"  # the two years don't repeat each other


class Season(Struct, frozen=True):
    """Factors by calendar month (index modulo 12), in the mean 1.

    `told_by_other`: of each month that tells it, by its index, the factor that the other year lets expect.
    `last_year`: the months of the last year with the results that the year before lets expect.
    """

    factors: tuple[float, ...]
    told_by_other: Mapping[int, float]
    last_year: Months

    def of(self, index: int) -> float:
        """How much of an average month a month brings; `index` counts months on."""
        return self.factors[index % YEAR]

    def foreseen(self, index: int) -> float:
        """The same as it could have been known without that month itself: how far off it was is no less."""
        return self.told_by_other.get(index, self.of(index))


def season_of(months: Months) -> Season | NoSeason:
    """The season of the last two years of all channels together."""
    last = months[-2 * YEAR :]
    if len(last) < 2 * YEAR or last[-1][0] - last[0][0] != 2 * YEAR - 1:
        return NoSeason.SHORT
    first, second = last[:YEAR], last[YEAR:]
    if min(expected for _, _, expected in last) <= 0 or not (_results(first) and _results(second)):
        return NoSeason.SHORT
    growth = (_results(second) / _expected(second)) / (_results(first) / _expected(first))
    even = [_without_growth(year, growth) for year in (first, second)]
    one, other = (_deviations(year) for year in even)
    common = _mean_product(one, other)
    spread = math.sqrt(_mean_product(one, one) * _mean_product(other, other))
    if spread < _NO_SPREAD or common / spread < ALIKE:
        return NoSeason.NOT_ALIKE
    mean = [(a + b) / 2 for a, b in zip(one, other, strict=True)]
    factors = _factors(mean, common)
    start = last[0][0] % YEAR
    turned = tuple(factors[(month - start) % YEAR] for month in range(YEAR))
    foreseen = [*_factors(other, common), *_factors(one, common)]
    told_by_other = {month[0]: factor for month, factor in zip(last, foreseen, strict=True)}
    last_year = [(index, seen, expected * told_by_other[index]) for index, seen, expected in even[1]]
    return Season(turned, told_by_other, tuple(last_year))


def _results(year: Months) -> float:
    return math.fsum(seen for _, seen, _ in year)


def _expected(year: Months) -> float:
    return math.fsum(expected for *_, expected in year)


def _without_growth(year: Months, growth: float) -> list[tuple[int, float, float]]:
    """The months with expected results that grow within the year as they did from one year to the next."""
    return [
        (index, seen, expected * growth ** (place / YEAR))
        for place, (index, seen, expected) in enumerate(year)
    ]


def _deviations(year: Months) -> list[float]:
    """How far each month lies above what is expected of it, as a share, in the mean of the year 0."""
    shares = [seen / expected for _, seen, expected in year]
    mean = math.fsum(shares) / YEAR
    return [share / mean - 1 for share in shares]


def _mean_product(one: Sequence[float], other: Sequence[float]) -> float:
    return math.fsum(a * b for a, b in zip(one, other, strict=True)) / YEAR


def _factors(deviations: Sequence[float], common: float) -> list[float]:
    """The part of the deviations that repeats, as factors whose mean is 1."""
    kept = min(1.0, common / _mean_product(deviations, deviations))
    factors = [max(_LEAST, 1 + kept * each) for each in deviations]
    mean = math.fsum(factors) / YEAR
    return [factor / mean for factor in factors]
