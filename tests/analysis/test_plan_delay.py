"""What the reported months earned that arrives only in the plan's: by hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from kpisheet.analysis.plan_delay import Arriving, arriving_of
from kpisheet.analysis.planning import DAYS_OF_A_MONTH, Scenario, Typed
from kpisheet.analysis.scenarios import outcomes
from kpisheet.worksheet.sheet import Deal
from tests.analysis.test_plan import flyers, plan

MONTH = DAYS_OF_A_MONTH


def test_results_of_a_last_month_of_twice_the_spend_are_still_to_come() -> None:
    """100, 100, 200, a month later: 200 of 400 are to come, and a usual month's 133.33 came from before."""
    found = arriving_of({5: 100, 6: 100, 7: 200}, 1.0, MONTH)
    assert found.still_to_come == pytest.approx(200 / (400 / 3))
    assert found.of_window == pytest.approx(400 / (400 - 200 + 400 / 3))
    assert found.known


def test_half_a_month_later_it_is_half_of_them_and_a_month_and_a_half_the_month_before_too() -> None:
    half = arriving_of({5: 100, 6: 100, 7: 200}, 1.0, MONTH / 2)
    assert half.still_to_come == pytest.approx(100 / (0.5 * 400 / 3))
    assert half.of_window == pytest.approx(400 / (400 - 100 + 0.5 * 400 / 3))
    more = arriving_of({5: 100, 6: 100, 7: 200}, 1.0, 1.5 * MONTH)
    assert more.still_to_come == pytest.approx((200 + 50) / (1.5 * 400 / 3))


def test_on_a_curve_that_bends_four_times_the_spend_earns_twice_as_much() -> None:
    """10, 10 and 20 at an exponent of a half."""
    found = arriving_of({0: 100, 1: 100, 2: 400}, 0.5, MONTH)
    assert found.still_to_come == pytest.approx(20 / (40 / 3))


def test_a_month_without_a_row_is_one_without_spend() -> None:
    assert arriving_of({0: 100, 1: 100, 3: 100}, 1.0, 2 * MONTH).still_to_come == pytest.approx(
        100 / (2 * 75)
    )


@pytest.mark.parametrize(
    ("spends", "days"),
    [
        (dict.fromkeys(range(6), 70.0), 98.0),  # as much every month
        ({0: 100.0, 1: 100.0, 2: 900.0}, 0.0),  # results come with the spend
        ({0: 100.0, 1: 900.0}, 20.0),  # two months tell no usual one
        ({0: 100.0, 1: 100.0, 2: 900.0}, 98.0),  # nor do three, if results take longer
        ({0: 0.0, 1: 0.0, 2: 0.0}, 20.0),
        ({}, 20.0),
    ],
)
def test_else_the_plan_starts_as_if_all_months_had_been_usual_ones(
    spends: dict[int, float], days: float
) -> None:
    found = arriving_of(spends, 0.7, days)
    assert (found.of_window, found.still_to_come) == pytest.approx((Arriving().of_window, 1.0))


def test_the_first_planned_month_has_the_results_of_the_last_reported_one() -> None:
    """Eleven months of 1,000 and an October of 3,000; a sale takes 30 days, so 30 ÷ 30.4375 of October's
    results come in November. From December on each month is a usual one."""
    rows = [*flyers()[:-1], flyers(spend=3000)[-1]]
    won = date(2026, 10, 15)
    deals = [
        Deal("Deals", number, won - timedelta(days=30), None, won, "won", None, None, None)
        for number in range(2, 10)
    ]
    made = plan(*rows, typed=Typed(months=Decimal(3)), deals=deals)
    (line,) = made.lines
    usual = (11 + 3**line.returns.exponent) / 12
    october = 3**line.returns.exponent / usual
    found = outcomes(made)[Scenario.NOW]
    november, december, january = (month.profit.value for month in found.months[:3])
    assert november
    assert december
    assert december == january
    share = 30 / DAYS_OF_A_MONTH
    assert november / december == pytest.approx((1 - share) + share * october)
    assert found.profit.value == pytest.approx(november + 2 * december)
