"""How much a plan's results vary: as the verdicts have it, but around each channel's curve and cycle.

The verdicts hold months against spend as such. Where spend varies, and a curve bends or results come
later, that calls variation what the plan knows; here the same estimate is made of what is left.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from kpisheet.analysis.dispersion import Moments, Residual, Spread
from kpisheet.analysis.plan_season import NoSeason, Season, season_of
from kpisheet.analysis.planning import MONTHS

_YEAR, _FEWEST_MONTHS = 12, 8

Series = Sequence[tuple[int, float, float]]  # months: index, results, expected results


class PlanVariation(Struct, frozen=True, dict=True):
    """Of every channel's customers, by its key.

    `every`: the same with those months, too, that rest on spend before the first one; for the season.
    """

    series: Mapping[str, Series]
    every: Mapping[str, Series] = {}

    @cached_property
    def _around_season(self) -> Mapping[str, Series]:
        """The series with what the season of the other year lets expect of each month, where one is known."""
        known = self.seasons
        if not isinstance(known, Season):
            return self.series
        return {
            key: [(index, results, usual * known.foreseen(index)) for index, results, usual in one]
            for key, one in self.series.items()
        }

    @cached_property
    def _pooled(self) -> Moments:
        return Moments.of(_residuals(one) for one in self._around_season.values())

    @cached_property
    def _together(self) -> list[tuple[int, float, float]]:
        return _added(self.series)

    def spread(self, key: str | None) -> Spread:
        """Of a channel, or of all of them together."""
        series = _added(self._around_season) if key is None else self._around_season.get(key, ())
        return Spread.of(self._pooled, Moments.of([_residuals(series)]))

    @cached_property
    def seasons(self) -> Season | NoSeason:
        """The season that two years of months repeat, else why there is none."""
        return season_of(_added(self.every or self.series))

    @cached_property
    def season(self) -> tuple[float, ...]:
        """The variance of 1, 2, … 12 months' results that the year's has not, as a share of their square.

        By the last twelve months, each run of so many, around the year's end: half a year may be the busy
        one. Where two years tell the season, around what the first of them let expect of the second. What
        `spread` holds already, as if months were apart, is taken off. Nothing is told by fewer than eight
        months.
        """
        known = self.seasons
        last = known.last_year if isinstance(known, Season) else self._together[-_YEAR:]
        length, whole = len(last), math.fsum(usual for _, _, usual in last)
        if length < _FEWEST_MONTHS or whole <= 0:
            return (0.0,) * MONTHS
        chance = (1 + self.spread(None).excess) * length / whole
        return tuple(
            max(0.0, _of_runs(last, months) - chance * (1 / months - 1 / length)) if months < length else 0.0
            for months in range(1, MONTHS + 1)
        )


def _added(series: Mapping[str, Series]) -> list[tuple[int, float, float]]:
    """All channels' months together."""
    seen: dict[int, float] = {}
    expected: dict[int, float] = {}
    for index, results, usual in (month for one in series.values() for month in one):
        seen[index] = seen.get(index, 0.0) + results
        expected[index] = expected.get(index, 0.0) + usual
    return [(index, seen[index], expected[index]) for index in sorted(seen)]


def _of_runs(last: Series, months: int) -> float:
    length = len(last)
    runs = [[last[(first + step) % length] for step in range(months)] for first in range(length)]
    sums = [(math.fsum(seen for _, seen, _ in run), math.fsum(usual for *_, usual in run)) for run in runs]
    shares = [seen / usual for seen, usual in sums if usual > 0]
    mean = math.fsum(shares) / len(shares)
    return math.fsum((share - mean) ** 2 for share in shares) / len(shares)


def _residuals(series: Series) -> list[Residual]:
    whole, made, before = math.fsum(usual for *_, usual in series), [], None
    for index, results, usual in series:
        if whole > 0:
            made.append(Residual(results, usual, usual, usual / whole, before == index - 1))
        before = index
    return made
