from __future__ import annotations

from decimal import Decimal

import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import samplesize_proportions_2indep_onetail

from kpisheet.analysis.comparisons import (
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


def rate(events: object, trials: object, *, counted: bool = True) -> Rate:
    return Rate(Decimal(str(events)), Decimal(str(trials)), counted)


def cost(spend: object, events: object, *, counted: bool = True) -> Cost:
    return Cost(Decimal(str(spend)), Decimal(str(events)), counted)


def test_holm_rejects_what_statsmodels_rejects() -> None:
    p_values = [0.001, 0.02, 0.0049, 0.9, 0.006, 0.0249]
    expected = multipletests(p_values, alpha=0.025, method="holm")[0]
    assert holm(p_values) == list(expected)
    assert holm([]) == []


def test_a_pair_of_rates_needs_both_newcombe_and_fisher() -> None:
    made = compare_rates(rate(100, 1000), rate(40, 1000))
    assert made is not None
    assert made.higher
    assert made.speaks
    assert made.p >= stats.fisher_exact([[100, 900], [40, 960]])[1]
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
    p = stats.binom.sf(29, 60, 1 / 3)
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
    limit = stats.norm.ppf(0.975) * (0.25 / total) ** 0.5
    power = stats.norm.sf((limit - 0.1) / (0.24 / total) ** 0.5)
    assert power == pytest.approx(0.8, abs=0.01)
    assert events_needed(20, 400, 20, 400) is None


def test_a_target_is_tested_exactly() -> None:
    below = rate_against(rate(10, 1000), Decimal("0.02"))
    assert below is not None
    assert below.p == pytest.approx(2 * stats.binom.cdf(10, 1000, 0.02))
    assert not below.higher
    dear = cost_against(cost(10000, 5), Decimal(500))
    assert dear is not None
    assert dear.p == pytest.approx(2 * stats.poisson.cdf(5, 20))
    assert dear.higher
