"""The plan of a made-up business, by hand: every figure is reckoned in its test's own words."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from kpisheet.analysis.build import build_report
from kpisheet.analysis.plan_rates import Rates
from kpisheet.analysis.planning import NOTHING_TYPED, ChannelTyped, Plan, Scenario, Typed
from kpisheet.analysis.scenarios import Outcome, against_now, likely, outcomes
from tests.support.worksheets import month_row, row, worksheet

TODAY = date(2026, 11, 23)
MONTHS = [f"2025-{month}" for month in (11, 12)] + [f"2026-{month:02}" for month in range(1, 11)]


def flyers(**typed: Any) -> list[Any]:
    """Twelve months, each 1,000 spent and 10 customers who bring 400: 200 of gross profit each."""
    each = {"spend": 1000, "leads": 40, "new_customers": 10, "revenue": 4000, **typed}
    return [row("flyers", period=month, number=5 + number, **each) for number, month in enumerate(MONTHS)]


def plan(*rows: Any, typed: Typed = NOTHING_TYPED, **more: Any) -> Plan:
    made = build_report(
        worksheet(*(rows or flyers()), gross_margin=0.5, **more), file="x", today=TODAY, typed=typed
    )
    assert made.plan is not None
    return made.plan


def number(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def of_flyers(
    level: float | None = None, *, exponent: float | None = None, days: float | None = None, **more: Any
) -> Typed:
    levels = {} if level is None else {Scenario.A: Decimal(str(level))}
    one = ChannelTyped("Flyers", exponent=number(exponent), days=number(days), level=levels)
    return replace(Typed({"flyers": one}), **{key: Decimal(value) for key, value in more.items()})


def scenarios(made: Plan) -> tuple[Outcome, Outcome, Outcome]:
    found = outcomes(made)
    return found[Scenario.NOW], found[Scenario.A], found[Scenario.B]


def test_as_now_is_what_a_month_of_the_window_brings_times_the_months() -> None:
    """3 × (10 customers, 4,000 revenue, 2,000 profit) for 3 × 1,000, and 300 of shared costs a month."""
    now, *_ = scenarios(plan(typed=Typed(months=Decimal(3), shared_costs=Decimal(300))))
    assert (now.spend, now.customers.value, now.revenue.value) == (3000, 30, 12000)
    assert (now.profit.value, now.shared, now.after.value) == (6000, 900, 2100)
    assert now.roi.value == 1
    assert [month.cash for month in now.months[:3]] == [700, 1400, 2100]


def test_four_times_the_spend_at_an_exponent_of_a_half_brings_twice_as_much() -> None:
    made = plan(typed=of_flyers(4000, exponent=0.5, months=3, shared_costs=300))
    now, scenario, _ = scenarios(made)
    assert (scenario.spend, scenario.customers.value, scenario.profit.value) == (12000, 60, 12000)
    assert scenario.after.value == 12000 - 12000 - 900
    compared = against_now(scenario, now)
    assert (compared.spend, compared.after) == (9000, -3000)
    assert (compared.outlay, compared.paid_back) == (True, None)


def test_results_arrive_so_many_days_later_and_before_the_plan_all_was_as_now() -> None:
    """A month and a half: half of a month's results come one month later, the rest two.

    Profit of a month's spend, twice as much from the first month on: 4,000 instead of 2,000. First month:
    all of it from before, 2,000. Second: half of the first's, half from before, 3,000. Then 4,000.
    """
    made = plan(typed=of_flyers(4000, exponent=0.5, days=45.65625, months=3, shared_costs=0))
    now, scenario, _ = scenarios(made)
    assert [month.profit.value for month in scenario.months[:4]] == [2000, 3000, 4000, 4000]
    # Of 12,000 earned in three months and 3,000 from before, 9,000 came; 6,000 come later.
    assert (scenario.profit.value, scenario.later) == (9000, 6000)
    assert now.later == 3000


def test_what_is_spent_more_is_back_in_the_month_from_which_on_it_is_never_behind() -> None:
    """2,000 more in the first month only: 1,464.10 more a month later at 0.5 (√3 − 1 of 2,000), never all;
    at a return of 1 it is 4,000 more a month later, so in the second month all is back."""
    one = ChannelTyped(
        "Flyers",
        exponent=Decimal(1),
        days=Decimal("30.4375"),
        spend={(Scenario.A, "2026-11"): Decimal(3000)},
    )
    now, scenario, _ = scenarios(plan(typed=Typed({"flyers": one})))
    assert scenario.months[1].profit.value == 6000
    assert [
        (mine.cash or 0) - (its.cash or 0) for mine, its in zip(scenario.months, now.months, strict=True)
    ][:3] == [-2000, 2000, 2000]
    assert against_now(scenario, now).paid_back == 1


SHOW = ChannelTyped("Trade show", spend={(Scenario.A, "2027-03"): Decimal(38000)})


def test_a_name_that_means_a_channel_there_is_still_adds_its_own_spend() -> None:
    """Events bring 2,000 for 1,000 a month; a fair typed in a free line costs 38,000 on top, and so does
    another one of the same name. Nothing tells what they bring."""
    events = [
        row("events", period=month, number=5 + number, spend=1000, new_customers=10, revenue=4000)
        for number, month in enumerate(MONTHS)
    ]
    _, once, _ = scenarios(plan(*events, typed=Typed(added=(SHOW,))))
    assert (once.spend, once.profit.value) == (12_000 + 38_000, 24_000)
    assert [one.rates.line.channel.name for one in once.without_return] == ["Trade show"]
    made = plan(*events, typed=Typed(added=(SHOW, SHOW)))
    assert scenarios(made)[1].spend == 12_000 + 2 * 38_000
    again = plan(*events, typed=made.typed)
    assert [line.channel.key for line in again.lines] == [line.channel.key for line in made.lines]


def test_a_channel_without_past_spend_counts_as_spend_that_brings_nothing_and_is_named() -> None:
    """24,000 of profit for 12,000; with a 38,000 trade show that is (24,000 − 50,000) ÷ 50,000."""
    _, scenario, other = scenarios(plan(typed=Typed(added=(SHOW,))))
    assert (scenario.spend, scenario.profit.value) == (50000, 24000)
    assert scenario.roi.value == pytest.approx(-0.52)
    assert [one.rates.line.channel.name for one in scenario.without_return] == ["Events and trade fairs"]
    assert other.without_return == ()


def test_typed_rates_say_what_it_brings() -> None:
    """38,000 at 1,000 a customer are 38, at 2,000 each 76,000."""
    show = replace(SHOW, cost_per_customer=Decimal(1000), profit_per_customer=Decimal(2000))
    _, scenario, _ = scenarios(plan(typed=Typed(added=(show,))))
    assert (scenario.customers.value, scenario.profit.value) == (120 + 38, 24000 + 76000)
    assert scenario.without_return == ()
    # What was typed is taken as good to about a half: the range gets wider than its own chance.
    _, without, _ = scenarios(plan(typed=Typed(added=(SHOW,))))
    assert scenario.profit.low is not None
    assert without.profit.low is not None
    assert 100000 - scenario.profit.low > 2 * (24000 - without.profit.low)


def test_one_of_two_rates_is_not_enough() -> None:
    show = replace(SHOW, cost_per_customer=Decimal(1000))
    _, scenario, _ = scenarios(plan(typed=Typed(added=(show,))))
    assert [one.rates.line.channel.name for one in scenario.without_return] == ["Events and trade fairs"]


def test_a_channel_that_costs_nothing_brings_the_same_in_every_scenario() -> None:
    free = [
        row("referral", period=month, number=50 + number, spend=0, new_customers=2, revenue=800)
        for number, month in enumerate(MONTHS)
    ]
    made = plan(*flyers(), *free, typed=of_flyers(0))
    now, scenario, _ = scenarios(made)
    assert now.profit.value == 12 * (2000 + 800 * 0.5)
    assert scenario.profit.value == pytest.approx(12 * 400)  # flyers end


def test_spend_planned_for_a_channel_that_cost_nothing_so_far_brings_nothing_more_and_is_named() -> None:
    free = [
        row("referral", period=month, number=50 + number, spend=0, new_customers=2, revenue=800)
        for number, month in enumerate(MONTHS)
    ]
    typed = Typed({"referral": ChannelTyped("Referral", level={Scenario.A: Decimal(100)})})
    now, scenario, _ = scenarios(plan(*flyers(), *free, typed=typed))
    assert scenario.profit.value == now.profit.value
    assert scenario.after.value == pytest.approx((now.after.value or 0) - 1200)
    assert [one.rates.line.channel.name for one in scenario.without_return] == ["Referral"]


def test_shared_costs_come_from_the_months_that_have_some() -> None:
    costs = [month_row("2026-09", shared_costs=500), month_row("2026-10", shared_costs=700)]
    made = plan(months=costs)
    assert made.shared == 600
    assert plan().shared is None


def test_the_rates_are_those_of_the_verdicts_window_though_the_report_is_of_a_month() -> None:
    made = plan(report_from="2026-10", report_to="2026-10")
    assert made.lines[0].brings.customers == 10
    assert made.window is not None
    assert made.window.months == 12


def test_a_channel_counts_from_its_first_month_on() -> None:
    """Begun two months ago with 3,000 a month, it isn't 500 a month."""
    young = [
        row("radio", period=month, number=50 + number, spend=3000, new_customers=3, revenue=3000)
        for number, month in enumerate(MONTHS[-2:])
    ]
    made = plan(*flyers(), *young)
    assert {line.channel.key: line.now for line in made.lines} == {"flyers": 1000, "radio": 3000}


def test_breaks_even_up_to_is_where_the_last_unit_comes_back_and_only_where_both_are_told() -> None:
    """At an exponent of 0.5 the 2,000 on 1,000 bring 1 for the last 1 now: up to 1,000, half of which is
    average. At 0.6 (1.2)^(1 ÷ 0.4) = 1.577 × 1,000, but 1,000 is all that was seen."""
    (line,) = plan(typed=of_flyers(exponent=0.5)).lines
    told = Rates(line, ChannelTyped(exponent=Decimal("0.5")))
    assert (told.average_return, told.marginal_return) == (2, 1)
    assert told.pays_up_to == pytest.approx(1000)
    assert Rates(line, ChannelTyped(exponent=Decimal("0.6"))).pays_up_to == 1000
    assert Rates(line, ChannelTyped(exponent=Decimal("0.4"))).pays_up_to == 0  # less than was ever seen
    assert Rates(line, ChannelTyped()).pays_up_to is None  # spend never varied, so nothing tells it


def test_a_verdict_that_cannot_tell_has_no_break_even_in_the_plan() -> None:
    few = flyers(new_customers=1, revenue=2200)
    (line,) = plan(*few).lines
    assert not line.told
    assert Rates(line, ChannelTyped(exponent=Decimal("0.5"))).pays_up_to is None


def test_a_range_has_the_mean_and_variance_of_a_gamma_distribution() -> None:
    """Of 25 events the exact 95 % range of a gamma distribution is 16.18 to 35.71 (χ² of 50 ÷ 2)."""
    low, high = likely(25, 25, 1.959964)
    assert low == pytest.approx(16.18, abs=0.02)
    assert high == pytest.approx(35.71, abs=0.02)
    assert likely(10, 0, 2) == (10, 10)
    assert likely(-10, 4, 2) == (-14, -6)


def test_more_of_the_same_is_the_less_certain_the_further_it_goes() -> None:
    narrow, wide = (scenarios(plan(typed=of_flyers(level, exponent=1)))[1].profit for level in (1100, 3000))
    relative = [math.log((one.high or 0) / (one.low or 1)) for one in (narrow, wide)]
    assert relative[1] > relative[0]


def test_far_above_any_month_seen_is_said() -> None:
    _, near, _ = scenarios(plan(typed=of_flyers(1500)))
    _, far, _ = scenarios(plan(typed=of_flyers(1501)))
    assert (near.beyond_seen, len(far.beyond_seen)) == ((), 1)


def test_typed_for_one_month_beats_typed_for_all() -> None:
    one = ChannelTyped(
        "Flyers", level={Scenario.B: Decimal(500)}, spend={(Scenario.B, "2027-01"): Decimal(0)}
    )
    *_, scenario = scenarios(plan(typed=Typed({"flyers": one})))
    assert [month.spend for month in scenario.months] == [500, 500, 0, *[500] * 9]
