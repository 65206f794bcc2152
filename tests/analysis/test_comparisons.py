from __future__ import annotations

from decimal import Decimal

import pytest
import scipy

from kpisheet.analysis.comparisons import (
    Comparison,
    Cost,
    Rate,
    compare_costs,
    compare_rates,
    cost_against,
    events_needed,
    holm,
    rate_against,
    trials_needed,
)
from kpisheet.analysis.intervals import newcombe, newcombe_level


def rate(events: object, trials: object, *, counted: bool = True) -> Rate:
    return Rate(Decimal(str(events)), Decimal(str(trials)), counted)


def cost(spend: object, events: object, *, counted: bool = True) -> Cost:
    return Cost(Decimal(str(spend)), Decimal(str(events)), counted)


def test_holm_rejects_what_statsmodels_rejects() -> None:
    from statsmodels.stats.multitest import multipletests  # here: it is slow to load

    p_values = [0.001, 0.02, 0.0049, 0.9, 0.006, 0.0249]
    expected = multipletests(p_values, alpha=0.025, method="holm")[0]
    assert holm(p_values) == list(expected)
    assert holm([]) == []


def test_a_pair_of_rates_needs_both_newcombe_and_fisher() -> None:
    made = compare_rates(rate(100, 1000), rate(40, 1000))
    assert made is not None
    assert made.higher
    assert made.speaks
    assert made.p >= scipy.stats.fisher_exact([[100, 900], [40, 960]])[1]
    assert made.p < 1e-6


def test_the_guard_silences_few_trials_and_few_events() -> None:
    few_trials, few_events = (
        compare_rates(rate(20, 29), rate(1, 1000)),
        compare_rates(rate(4, 40), rate(0, 900)),
    )
    assert few_trials is not None
    assert few_events is not None
    assert not few_trials.speaks
    assert not few_events.speaks
    enough = compare_rates(rate(5, 30), rate(0, 900))
    assert enough is not None
    assert enough.speaks


@pytest.mark.parametrize("other", [rate(3, 40, counted=False), rate("2.5", 40), rate(50, 40), rate(0, 0)])
def test_what_is_not_a_count_is_not_compared(other: Rate) -> None:
    assert compare_rates(rate(10, 100), other) is None


def test_costs_are_compared_by_the_conditional_binomial() -> None:
    made = compare_costs(cost(1000, 30), cost(2000, 30))
    assert made is not None
    p = scipy.stats.binom.sf(29, 60, 1 / 3)
    assert made.p == pytest.approx(2 * p)
    assert not made.higher


def test_a_channel_without_customers_is_compared_too() -> None:
    """A clear loser is never muted: 0 customers for 9,000 against 30 for 1,000."""
    made = compare_costs(cost(9000, 0), cost(1000, 30))
    assert made is not None
    assert made.speaks
    assert made.higher
    assert made.p < 1e-20
    assert compare_costs(cost(0, 3), cost(1000, 30)) is None


def test_sample_size_agrees_with_statsmodels_for_four_fifths_power() -> None:
    from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail  # here: it is slow to load

    each = samplesize_proportions_2indep_onetail(
        0.06, 0.04, 0.8, ratio=1, alpha=0.05, alternative="two-sided"
    )
    assert trials_needed(0.10, 0.04, 200) == pytest.approx(2 * each - 200, abs=1)
    assert trials_needed(0.1, 0.1, 50) is None


def test_events_needed_gives_the_power_promised() -> None:
    """30 against 20 on equal spend: a share of 0.6 against 0.5; power by the normal approximation."""
    more = events_needed(30, 500, 20, 500)
    assert more is not None
    total = 50 + more
    limit = scipy.stats.norm.ppf(0.975) * (0.25 / total) ** 0.5
    power = scipy.stats.norm.sf((limit - 0.1) / (0.24 / total) ** 0.5)
    assert power == pytest.approx(0.8, abs=0.01)
    assert events_needed(20, 400, 20, 400) is None


def test_a_target_is_tested_exactly() -> None:
    below = rate_against(rate(10, 1000), Decimal("0.02"))
    assert below is not None
    assert below.p == pytest.approx(2 * scipy.stats.binom.cdf(10, 1000, 0.02))
    assert not below.higher
    dear = cost_against(cost(10000, 5), Decimal(500))
    assert dear is not None
    assert dear.p == pytest.approx(2 * scipy.stats.poisson.cdf(5, 20))
    assert dear.higher


# --- at the limits of the guards ----------------------------------------------------------------------


def made(comparison: Comparison | None) -> Comparison:
    assert comparison is not None
    return comparison


def test_holm_stops_at_the_first_that_it_keeps() -> None:
    """0.025 ÷ 2 = 0.0125, then 0.025: a p-value at its limit is rejected still."""
    assert holm([0.0125, 0.025]) == [True, True]
    assert holm([0.0126, 0.0126]) == [False, False]
    assert holm([0.02, 0.001]) == [True, True]
    assert holm([0.03, 0.0126, 0.001]) == [False, False, True]
    assert holm([0.04], level=0.05) == [True]


@pytest.mark.parametrize(
    ("first", "other", "speaks"),
    [
        ((5, 30), (0, 30), True),
        ((0, 30), (5, 30), True),
        ((5, 29), (0, 30), False),
        ((5, 30), (0, 29), False),
        ((4, 30), (4, 30), False),
    ],
)
def test_the_guard_of_rates_asks_for_thirty_trials_in_each_and_five_events_in_one(
    first: tuple[int, int], other: tuple[int, int], speaks: bool
) -> None:
    assert made(compare_rates(rate(*first), rate(*other))).speaks is speaks


@pytest.mark.parametrize(("first", "other", "speaks"), [(5, 0, True), (0, 5, True), (4, 4, False)])
def test_the_guard_of_costs_asks_for_five_events_in_one(first: int, other: int, speaks: bool) -> None:
    assert made(compare_costs(cost(100, first), cost(100, other))).speaks is speaks


@pytest.mark.parametrize(
    ("events", "trials", "target", "speaks"),
    [
        (5, 30, "0.1", True),
        (5, 29, "0.1", False),
        (4, 50, "0.1", True),  # five were to be expected
        (4, 49, "0.1", False),
        (4, 50, "0.9", True),  # five were to be expected not to
        (4, 49, "0.9", False),
    ],
)
def test_the_guard_of_a_target_rate_counts_what_came_or_what_was_to_be_expected(
    events: int, trials: int, target: str, speaks: bool
) -> None:
    assert made(rate_against(rate(events, trials), Decimal(target))).speaks is speaks


@pytest.mark.parametrize(
    ("spend", "events", "speaks"), [(100, 5, True), (500, 4, True), (499, 4, False), (500, 0, True)]
)
def test_the_guard_of_a_target_cost(spend: int, events: int, speaks: bool) -> None:
    """At 100 each, 500 should have brought five."""
    assert made(cost_against(cost(spend, events), Decimal(100))).speaks is speaks


def test_which_of_two_is_higher() -> None:
    assert made(compare_rates(rate(11, 100), rate(10, 100))).higher
    assert not made(compare_rates(rate(10, 100), rate(10, 100))).higher
    assert not made(compare_rates(rate(10, 101), rate(10, 100))).higher
    assert made(compare_costs(cost(110, 10), cost(100, 10))).higher
    assert not made(compare_costs(cost(100, 10), cost(100, 10))).higher
    assert not made(compare_costs(cost(100, 11), cost(100, 10))).higher
    assert made(rate_against(rate(11, 100), Decimal("0.1"))).higher
    assert not made(rate_against(rate(10, 100), Decimal("0.1"))).higher
    assert made(cost_against(cost(1001, 10), Decimal(100))).higher
    assert not made(cost_against(cost(1000, 10), Decimal(100))).higher


@pytest.mark.parametrize("target", ["0", "1", "-0.1", "1.1"])
def test_a_target_rate_lies_between_nothing_and_everything(target: str) -> None:
    assert rate_against(rate(10, 100), Decimal(target)) is None
    assert rate_against(rate(10, 100), Decimal("0.999")) is not None


def test_a_target_cost_is_above_zero_and_both_are_of_counts() -> None:
    assert cost_against(cost(100, 5), Decimal(0)) is None
    assert cost_against(cost(100, 5), Decimal("0.5")) is not None
    assert cost_against(cost(100, "5.5"), Decimal(10)) is None
    assert cost_against(cost(0, 5), Decimal(10)) is None
    assert rate_against(rate("5.5", 100), Decimal("0.1")) is None


@pytest.mark.parametrize(
    ("value", "whole"),
    [
        (rate(0, 1), True),
        (rate(1, 1), True),
        (rate(2, 1), False),
        (rate(0, 0), False),
        (rate(-1, 5), False),
        (rate(1, "5.5"), False),
        (rate("1.5", 5), False),
        (rate(1, 5, counted=False), False),
        (cost(1, 0), True),
        (cost("0.5", 3), True),
        (cost(0, 3), False),
        (cost(1, -1), False),
        (cost(1, "2.5"), False),
        (cost(1, 2, counted=False), False),
    ],
)
def test_what_is_a_count_of_things(value: Rate | Cost, whole: bool) -> None:
    assert value.whole is whole


def test_either_side_of_a_comparison_must_be_a_count() -> None:
    bad, good = rate("2.5", 40), rate(10, 100)
    assert compare_rates(bad, good) is None
    assert compare_rates(good, bad) is None
    assert compare_costs(cost(0, 3), cost(1000, 30)) is None
    assert compare_costs(cost(1000, 30), cost(0, 3)) is None


def test_the_p_value_of_rates_is_the_larger_of_fishers_and_newcombes() -> None:
    """Claimed only if both say so; none where Newcombe's interval at 2.5 % holds 0."""
    both = made(compare_rates(rate(100, 1000), rate(40, 1000)))
    fisher = scipy.stats.fisher_exact([[100, 900], [40, 960]])[1]
    assert both.p == pytest.approx(max(fisher, newcombe_level(100, 1000, 40, 1000)))
    assert both.difference == pytest.approx(newcombe(100, 1000, 40, 1000))
    tail = made(compare_rates(rate(5, 30), rate(0, 900)))  # Newcombe's is bold in the tails
    assert tail.p >= scipy.stats.fisher_exact([[5, 25], [0, 900]])[1] * (1 - 1e-9)
    assert made(compare_rates(rate(10, 100), rate(4, 100))).p == 1
    swapped = made(compare_rates(rate(40, 1000), rate(100, 1000)))
    assert swapped.p == pytest.approx(both.p)


def test_how_many_more_it_takes_is_nothing_where_there_are_enough() -> None:
    assert made(compare_rates(rate(10, 100), rate(4, 100))).more == 366  # 282.7 in each group
    assert made(compare_rates(rate(100, 1000), rate(40, 1000))).more == 0
    assert made(compare_rates(rate(10, 100), rate(10, 100))).more is None
    assert made(compare_costs(cost(100, 0), cost(100, 0))).more is None
    assert made(compare_costs(cost(100, 300), cost(100, 20))).more == 0
    assert trials_needed(0.04, 0.10, 200) == trials_needed(0.10, 0.04, 200) == 366


def test_events_needed_by_the_formula() -> None:
    """((1.96 √0.25 + 0.8416 √0.24) ÷ 0.1)² = 193.85: 194 in all, 144 more than the 50; of one event, 0.25."""
    assert events_needed(30, 500, 20, 500) == 144
    assert events_needed(20, 500, 30, 500) == 144
    # 1 of 4 on half of the spend: ((1.96 · 0.5 + 0.8416 · 0.4330) ÷ 0.25)² = 28.9
    assert events_needed(1, 10, 3, 10) == 25
    # all of them at a quarter of the spend: (1.96 · 0.4330 ÷ 0.75)² = 1.28
    assert events_needed(1, 10, 0, 30) == 1
