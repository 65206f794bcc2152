"""How much a plan's results vary around its curves, and with the season that a part of the year has."""

from __future__ import annotations

import math

import pytest

from kpisheet.analysis.plan_variation import PlanVariation
from kpisheet.analysis.response import SeenMonth, expected_of
from tests.analysis.test_plan import MONTHS, plan
from tests.support.worksheets import row

BUSY = [130_000.0] * 6 + [70_000.0] * 6


def series(results: list[float]) -> PlanVariation:
    mean = sum(results) / len(results)
    return PlanVariation({"only": [(index, each, mean) for index, each in enumerate(results)]})


def test_half_a_year_may_be_the_busy_one() -> None:
    """Runs of six months are 1.3, 1.2, 1.1, 1, 0.9, 0.8, 0.7 and back: from 1 the squares' mean is 0.38 ÷ 12.

    Taken off is what months that are apart would bring: their variance × (1 ÷ 6 − 1 ÷ 12).
    """
    made = series(BUSY)
    apart = (1 + made.spread(None).excess) / 100_000 / 12
    assert made.season[5] == pytest.approx(0.38 / 12 - apart)
    assert made.season[11] == 0


def test_months_that_are_alike_have_no_season_and_few_tell_none() -> None:
    assert set(series([1000.0] * 12).season) == {0.0}
    assert set(series(BUSY[2:9]).season) == {0.0}


def test_results_that_follow_a_bent_curve_don_t_count_as_variation() -> None:
    spends = [400.0, 1600.0] * 6
    bent = [SeenMonth(index, spend, 10 * math.sqrt(spend)) for index, spend in enumerate(spends)]
    curved, straight = (PlanVariation({"only": expected_of(bent, power, 0.0)}) for power in (0.5, 1.0))
    assert curved.spread("only").excess < straight.spread("only").excess / 3


def test_expected_results_have_the_sum_of_the_results_that_they_explain() -> None:
    """Of a cycle of a month and a half the first two months come from spend before the worksheet."""
    months = [SeenMonth(index, 100.0 + index, 7.0 + index % 3) for index in range(12)]
    made = expected_of(months, 0.6, 45.65625)
    assert [index for index, *_ in made] == list(range(2, 12))
    assert sum(usual for *_, usual in made) == pytest.approx(sum(results for _, results, _ in made))


def test_even_spend_brings_more_than_ups_and_downs_where_a_known_curve_bends() -> None:
    """By turns 400 and 1,600, to the power of 0.7, are 120.6 in the mean; 1,000 to it is 125.9."""
    rows = []
    for at, (month, spend) in enumerate(zip(MONTHS, [400, 1600] * 6, strict=True)):
        root = round(spend**0.7, 4)
        amounts = {"leads": 90 * root, "new_customers": root, "revenue": root}
        rows.append(row("radio", period=month, number=5 + at, spend=spend, **amounts))
    (line,) = plan(*rows).lines
    assert line.returns.known
    assert line.now == 1000
    assert line.brings.customers == pytest.approx(1000**0.7, rel=0.005)
