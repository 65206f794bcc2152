from __future__ import annotations

import math
import random

import pytest
import scipy

from kpisheet.analysis import intervals


def test_the_designs_vectors() -> None:
    """10/100 → 5.5–17.4 %; against 4/100; 100/1000 against 40/1000; CAC and CPL on 1,000."""
    assert intervals.wilson(10, 100) == pytest.approx((0.055, 0.174), abs=5e-4)
    assert intervals.newcombe(10, 100, 4, 100) == pytest.approx((-0.014, 0.138), abs=5e-4)
    assert intervals.newcombe(100, 1000, 40, 1000) == pytest.approx((0.038, 0.083), abs=5e-4)
    few, many = intervals.byar(30)
    assert (1000 / many, 1000 / few) == pytest.approx((23.35, 49.41), abs=5e-3)
    few, many = intervals.byar(100)
    assert (1000 / many, 1000 / few) == pytest.approx((8.2, 12.3), abs=5e-2)


@pytest.mark.parametrize(
    ("first", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_newcombe_gives_his_published_table(
    first: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    """Newcombe (1998), Statistics in Medicine 17, 873-890, table II, method 10."""
    assert intervals.newcombe(*first, *other) == pytest.approx((low, high), abs=6e-5)


def test_wilson_gives_newcombes_published_table() -> None:
    """Newcombe (1998), Statistics in Medicine 17, 857-872, table I: 81/263 and 15/148, score method."""
    assert intervals.wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert intervals.wilson(15, 148) == pytest.approx((0.0624, 0.1605), abs=5e-5)


@pytest.mark.parametrize(("events", "trials"), [(0, 30), (1, 30), (30, 30), (5, 31), (999, 1000)])
def test_wilson_agrees_with_statsmodels(events: int, trials: int) -> None:
    from statsmodels.stats.proportion import proportion_confint  # here: it is slow to load

    expected = proportion_confint(events, trials, method="wilson")
    assert intervals.wilson(events, trials) == pytest.approx(expected, abs=1e-12)


def by_chance_alone(count: float, mean: float) -> float:
    return intervals.effective_poisson(count, mean, 1.0, math.inf)


def test_the_poisson_test_agrees_with_scipys_tails() -> None:
    chance = random.Random(7)  # noqa: S311 - simulation, not secrets
    cases = [(chance.randint(0, 300), 10 ** chance.uniform(-2, 3)) for _ in range(200)]
    cases += [(0, 2.0), (1, 0.5), (5, 6.0), (6, 6.0), (7, 6.0), (1_000_000, 1_001_000.0), (3, 0.001)]
    for count, mean in cases:
        tails = scipy.stats.poisson.cdf(count, mean), scipy.stats.poisson.sf(count - 1, mean)
        expected = min(1.0, 2 * min(tails))
        assert by_chance_alone(count, mean) == pytest.approx(expected, rel=1e-7, abs=1e-280)


def test_the_poisson_test_at_its_ends() -> None:
    """Every count is at least 0, and of a mean of 0 comes nothing."""
    assert by_chance_alone(0, 0) == 1
    assert by_chance_alone(3, 0) == 0
    assert by_chance_alone(0, 1) == pytest.approx(2 * math.exp(-1))
    assert by_chance_alone(5, 5) == 1


def test_fishers_exact_test_agrees_with_scipy() -> None:
    chance = random.Random(8)  # noqa: S311 - simulation, not secrets
    for _ in range(150):
        trials, other_trials = chance.randint(1, 900), chance.randint(1, 900)
        events, other_events = chance.randint(0, trials), chance.randint(0, min(9, other_trials))
        table = [[events, trials - events], [other_events, other_trials - other_events]]
        assert intervals.fisher(events, trials, other_events, other_trials) == pytest.approx(
            scipy.stats.fisher_exact(table)[1], rel=1e-8, abs=1e-300
        )


@pytest.mark.parametrize(
    "seen", [(8, 10, 1, 30), (1, 30, 8, 10), (3, 10, 0, 900), (0, 900, 3, 10), (7, 8, 8, 8), (10, 10, 0, 10)]
)
def test_fishers_exact_test_of_lopsided_tables(seen: tuple[int, int, int, int]) -> None:
    """In some only one tail holds tables as unlikely as the one seen."""
    events, trials, other_events, other_trials = seen
    table = [[events, trials - events], [other_events, other_trials - other_events]]
    assert intervals.fisher(*seen) == pytest.approx(scipy.stats.fisher_exact(table)[1], rel=1e-9)


@pytest.mark.parametrize(
    "seen", [(5, 10, 5, 10), (5, 10, 4, 10), (0, 10, 0, 10), (10, 10, 7, 7), (1, 1, 9, 9)]
)
def test_the_likeliest_table_is_no_evidence_at_all(seen: tuple[int, int, int, int]) -> None:
    assert intervals.fisher(*seen) == 1


def test_the_exact_binomial_test_agrees_with_scipy() -> None:
    chance = random.Random(9)  # noqa: S311 - simulation, not secrets
    for _ in range(150):
        trials = chance.randint(1, 900)
        events, share = chance.randint(0, trials), chance.random()
        tails = scipy.stats.binom.cdf(events, trials, share), scipy.stats.binom.sf(events - 1, trials, share)
        assert intervals.binomial_two_sided(events, trials, share) == pytest.approx(
            min(1.0, 2 * min(tails)), rel=1e-8, abs=1e-200
        )


def test_the_exact_binomial_test_at_its_ends() -> None:
    assert intervals.binomial_two_sided(0, 0, 0.5) == 1
    assert intervals.binomial_two_sided(5, 10, 0.5) == 1
    assert intervals.binomial_two_sided(0, 4, 0.5) == pytest.approx(2 / 16)
    assert intervals.binomial_two_sided(4, 4, 0.5) == pytest.approx(2 / 16)
    # What is impossible and what is certain.
    assert (intervals.binomial_two_sided(3, 10, 0.0), intervals.binomial_two_sided(0, 10, 0.0)) == (0, 1)
    assert (intervals.binomial_two_sided(3, 10, 1.0), intervals.binomial_two_sided(10, 10, 1.0)) == (0, 1)


def test_the_incomplete_beta_function_agrees_with_scipy() -> None:
    for at, first, second in ((0.0, 2, 3), (1.0, 2, 3), (0.3, 2, 3), (0.9, 2, 3), (0.01, 40, 2)):
        assert intervals.beta_below(at, first, second) == pytest.approx(
            scipy.stats.beta.cdf(at, first, second)
        )


def test_newcombes_interval_agrees_with_statsmodels() -> None:
    from statsmodels.stats.proportion import confint_proportions_2indep  # here: it is slow to load

    chance = random.Random(10)  # noqa: S311 - simulation, not secrets
    for _ in range(50):
        trials, other_trials = chance.randint(1, 900), chance.randint(1, 900)
        seen = (chance.randint(0, trials), trials, chance.randint(0, min(9, other_trials)), other_trials)
        expected = confint_proportions_2indep(*seen, method="newcomb", compare="diff")
        assert intervals.newcombe(*seen) == pytest.approx(expected, abs=1e-10)


def test_fishers_tea_tasting_lady() -> None:
    """Fisher (1935): 3 of 4 cups right: two-sided p = 34/70."""
    assert intervals.fisher(3, 4, 1, 4) == pytest.approx(34 / 70)


def test_the_smallest_level_is_where_newcombe_just_excludes_zero() -> None:
    level = intervals.newcombe_level(20, 100, 8, 100)
    z = intervals.two_sided_z(level)
    assert intervals.newcombe(20, 100, 8, 100, z)[0] == pytest.approx(0, abs=1e-9)
    assert intervals.newcombe_level(8, 100, 20, 100) == pytest.approx(level)
    assert intervals.newcombe_level(5, 50, 10, 100) == 1.0
    slight = intervals.newcombe_level(11, 100, 10, 100)  # well within one standard deviation
    assert slight > 0.5
    assert intervals.newcombe(11, 100, 10, 100, intervals.two_sided_z(slight))[0] == pytest.approx(
        0, abs=1e-9
    )


def test_byar_stays_close_to_the_exact_poisson_interval() -> None:
    """From the guard on (5 events) within 2 % of the exact limits by chi-square (Garwood 1936)."""
    for events in (5, 8, 20, 100, 1000):
        exact = scipy.stats.chi2.ppf(0.025, 2 * events) / 2, scipy.stats.chi2.ppf(0.975, 2 * events + 2) / 2
        assert intervals.byar(events) == pytest.approx(exact, rel=0.02)
    assert intervals.byar(0)[0] == 0
    # (1 − 1/9 − 1.96/3)³ = 0.2356³
    assert intervals.byar(1)[0] == pytest.approx(0.01307, abs=1e-5)
    assert math.isfinite(intervals.byar(0)[1])
