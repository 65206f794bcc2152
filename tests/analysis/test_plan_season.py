"""The season that two years of months repeat: found where it is, not where growth or chance look like one."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import pytest

from kpisheet.analysis.plan_season import NoSeason, Season, season_of
from kpisheet.analysis.planning import Plan, Scenario, Typed
from kpisheet.analysis.scenarios import Outcome, outcomes
from tests.analysis.test_plan import plan
from tests.support.worksheets import row

BUSY = (1.6, 1.6, 1.2, 1.0, 1.0, 0.8, 0.6, 0.6, 0.8, 0.8, 1.0, 1.0)  # in the mean 1
JANUARY = 2024 * 12  # the index of the first month


def months(results: list[float], first: int = JANUARY) -> list[tuple[int, float, float]]:
    mean = sum(results) / len(results)
    return [(first + number, each, mean) for number, each in enumerate(results)]


def test_two_years_that_repeat_each_other_tell_the_season_whatever_the_growth() -> None:
    """Half as much again in the second year, from month to month: growth is no season."""
    grown = [1000 * BUSY[number % 12] * 1.5 ** (number / 12) for number in range(24)]
    found = season_of(months(grown))
    assert isinstance(found, Season)
    assert [found.of(JANUARY + number) for number in range(12)] == pytest.approx(BUSY)
    assert found.of(JANUARY + 36) == pytest.approx(1.6)


def test_a_month_that_one_year_has_more_of_lies_between_both() -> None:
    """January brings 200 and 150 where all other months bring 100."""
    one, other = [200.0, *[100.0] * 11], [150.0, *[100.0] * 11]
    found = season_of(months(one + other))
    assert isinstance(found, Season)
    assert 1.3 < found.of(JANUARY) < 1.8
    assert sum(found.factors) == pytest.approx(12)


def test_growth_alone_is_no_season() -> None:
    assert season_of(months([100 * 1.03**number for number in range(24)])) is NoSeason.NOT_ALIKE


@pytest.mark.parametrize("count", [1, 12, 23])
def test_less_than_two_years_tell_none(count: int) -> None:
    assert season_of(months([100 * BUSY[number % 12] for number in range(count)])) is NoSeason.SHORT


def test_a_month_that_is_missing_leaves_less_than_two_years() -> None:
    found = months([100 * BUSY[number % 12] for number in range(25)])
    assert season_of([*found[:7], *found[8:]]) is NoSeason.SHORT


def test_chance_is_taken_for_a_season_in_one_of_a_hundred_businesses() -> None:
    """So it is meant: at most 20 of 1,000, where 10 are expected (18 or more: 1.4 %)."""
    random = Random(20261130)  # noqa: S311 - a simulation
    found = [season_of(months([random.gauss(100, 15) for _ in range(24)])) for _ in range(1000)]
    assert sum(isinstance(one, Season) for one in found) <= 20


def seasonal_plan(years: int, *, typed: Typed | None = None) -> Plan:
    """Flyers at 1,000 a month that bring 10 customers of 400 in an average month, and referrals for nothing.

    The last month is an October: the plan begins with November.
    """
    rows = []
    for number in range(12 * years):
        year, month = divmod(2026 * 12 + 9 - (12 * years - 1) + number, 12)
        busy = Decimal(str(BUSY[month]))
        for place, (key, spend) in enumerate((("flyers", 1000), ("referral", 0))):
            amounts: dict[str, Any] = {
                "spend": spend,
                "leads": 40 * busy,
                "new_customers": 10 * busy,
                "revenue": 4000 * busy,
            }
            rows.append(row(key, f"{year}-{month + 1:02}", number=5 + 2 * number + place, **amounts))
    return plan(*rows, typed=typed or Typed(months=Decimal(3)))


def now(made: Plan) -> Outcome:
    return outcomes(made)[Scenario.NOW]


def test_a_quarter_is_promised_what_its_months_bring_and_not_three_average_ones() -> None:
    """November, December and January: 1 + 1 + 1.6 average months of 2 × 2,000 gross profit."""
    made = seasonal_plan(2)
    assert made.seasonal[:3] == pytest.approx((1, 1, 1.6))
    found = now(made)
    assert found.profit.value == pytest.approx(3.6 * 2 * 2000)
    assert found.customers.value == pytest.approx(3.6 * 2 * 10)
    assert found.revenue.value == pytest.approx(3.6 * 2 * 4000)
    assert [month.customers for month in found.months[:3]] == pytest.approx([20, 20, 32])
    assert found.later == pytest.approx(0)
    assert made.season_said.key == "plan.season_known"


def test_twelve_months_of_a_season_are_twelve_average_ones() -> None:
    found = now(seasonal_plan(2, typed=Typed(months=Decimal(12))))
    assert found.profit.value == pytest.approx(12 * 2 * 2000)


def test_of_one_year_each_month_is_an_average_one_and_that_is_said() -> None:
    made = seasonal_plan(1)
    assert made.seasonal == (1.0,) * 12
    assert now(made).profit.value == pytest.approx(3 * 2 * 2000)
    assert made.season_said.key == "plan.season_short"


def test_a_known_season_leaves_less_to_chance() -> None:
    known, unknown = (now(seasonal_plan(years)).profit for years in (2, 1))
    assert known.low is not None
    assert known.value is not None
    assert unknown.low is not None
    assert unknown.value is not None
    assert known.low / known.value > unknown.low / unknown.value


def test_a_channel_that_only_ran_in_busy_months_isn_t_taken_to_be_as_good_in_all() -> None:
    """Radio in January and February only, at 1.6: 16 customers of 1,000 are 10 of an average month.

    Its own months can't tell that they are busy, and count among all: so a little more than 10 is left.
    """
    rows = []
    for number in range(24):
        year, month = divmod(2024 * 12 + 10 + number, 12)
        busy = Decimal(str(BUSY[month]))
        for place, key in enumerate(("flyers", "radio")):
            on_air = key == "flyers" or (month < 2 and year == 2026)
            if on_air:
                amounts: dict[str, Any] = {"spend": 1000, "new_customers": 10 * busy, "revenue": 4000 * busy}
                rows.append(row(key, f"{year}-{month + 1:02}", number=5 + 2 * number + place, **amounts))
    made = plan(*rows)
    radio = next(line for line in made.lines if line.channel.key == "radio")
    assert radio.brings.customers is not None
    assert 10 / 1000 < radio.brings.customers / radio.now < 12 / 1000
