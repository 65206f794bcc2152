"""How much more than chance alone counts, rates and values vary, and what that makes of claims."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kpisheet.analysis import intervals
from kpisheet.analysis.amounts import amounts_of, terms_of
from kpisheet.analysis.build import build_report
from kpisheet.analysis.dispersion import CHANCE, Dispersion, Moments, Residual, Spread, ValueSpread, compound
from kpisheet.analysis.ledger import doubts_of, entries_of, ledger_of
from kpisheet.analysis.report import Report, Shortens
from kpisheet.worksheet.sheet import Deal, Row
from tests import second_dispersion
from tests.support.worksheets import row, worksheet

TODAY = date(2026, 12, 31)
CHANNELS = ("google_ads", "radio", "local_print")


def drawn(seed: int, months: int, *, values: float = 0.6, excess: float = 1.0) -> tuple[Any, Any, Any]:
    """Counts, spend and profit by channel and month; channels of different sizes, profits and spends."""
    chance = np.random.default_rng(seed)
    means = np.array([4.0, 12.0, 30.0])[:, None] * np.ones(months)
    counts = chance.poisson(chance.gamma(means / excess, excess)) + 1.0
    spend = np.round(means * 40 * chance.uniform(0.8, 1.25, means.shape), 2)
    profit = np.round(counts * chance.lognormal(0, values, counts.shape) * 45, 2)
    return counts, spend, profit


def report(counts: Any, spend: Any, profit: Any, **more: Any) -> Report:
    rows: list[Row] = []
    for channel, key in enumerate(CHANNELS):
        for month in range(counts.shape[1]):
            rows.append(
                row(
                    key,
                    f"2026-{month + 1:02}",
                    number=5 + len(rows),
                    spend=spend[channel, month],
                    new_customers=counts[channel, month],
                    revenue=profit[channel, month],
                )
            )
    return build_report(worksheet(*rows, gross_margin=1, **more), file="x", today=TODAY)


@pytest.mark.parametrize("months", [3, 5, 6, 9, 12])
@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_verdicts_are_those_of_a_second_implementation(seed: int, months: int) -> None:
    counts, spend, profit = drawn(seed, months)
    told = {entry.channel.key: entry.verdict for entry in report(counts, spend, profit).channels}
    for key, expected in zip(CHANNELS, second_dispersion.verdicts(counts, spend, profit), strict=True):
        verdict = told[key]
        assert verdict.dispersion is not None
        assert verdict.p is not None
        assert float(verdict.dispersion) == pytest.approx(expected["dispersion"], rel=1e-9)
        assert float(verdict.p) == pytest.approx(expected["p"], rel=1e-6)
        assert verdict.pays.value == expected["verdict"]


def test_customers_who_bring_the_same_are_worth_more_than_customers_who_differ() -> None:
    counts, spend, _ = drawn(7, 12, excess=0.01)
    alike = report(counts, spend, counts * 45).dispersion.values
    differing = report(counts, spend, drawn(7, 12, values=1.2, excess=0.01)[2]).dispersion.values
    assert alike < Decimal("0.05")  # 4 × 2 ÷ (4 + some 500 customers)
    assert differing > 1


def test_with_ten_deals_their_values_tell_how_much_values_differ() -> None:
    """Values of 100 and 300 in turn: mean 200, a squared coefficient of variation of 0.25 × 20 ÷ 19."""
    counts, spend, profit = drawn(7, 12)
    deals = [
        Deal("Deals", number, date(2026, 1, 1), None, date(2026, 2, 1), "won", Decimal(value), None, None)
        for number, value in enumerate([100, 300] * 10, 5)
    ]
    seen = report(counts, spend, profit, deals=deals).dispersion
    assert seen.from_deals
    assert float(seen.values) == pytest.approx((4 * 2 + 19 * 0.25 * 20 / 19) / (4 + 19))
    assert not report(counts, spend, profit, deals=deals[:9]).dispersion.from_deals


def test_months_that_vary_make_customers_count_less() -> None:
    even = np.array([[10.0] * 12, [12.0] * 12, [14.0] * 12])
    wild = even * np.array([0.3, 1.7] * 6)
    spend = np.full(even.shape, 400.0)
    calm = report(even, spend, even * 45).dispersion.new_customers
    assert calm < Decimal("1.2")
    assert report(np.round(wild), spend, np.round(wild) * 45).dispersion.new_customers > 3


def test_one_wild_channel_counts_less_than_its_calm_neighbours() -> None:
    counts = np.array([[10.0] * 12, [12.0] * 12, [2.0, 26.0] * 6])
    told = report(counts, np.full(counts.shape, 400.0), counts * 45)
    by_key = {entry.channel.key: entry.verdict.dispersion or Decimal(0) for entry in told.channels}
    assert by_key["local_print"] > by_key["google_ads"]


def test_results_that_follow_spend_are_no_variation() -> None:
    """Spend of a few months only, with customers in those: as expected, so not wilder than even months."""
    burst = np.array([[0.0, 0.0, 30.0] * 4, [10.0] * 12, [14.0] * 12])
    spend = np.array([[0.0, 0.0, 1200.0] * 4, [400.0] * 12, [400.0] * 12])
    assert report(burst, spend, burst * 45).dispersion.new_customers < Decimal("1.2")
    # And spend that varies where customers come evenly isn't held against them, either.
    flat = np.array([[10.0] * 12, [10.0] * 12, [14.0] * 12])
    assert report(flat, spend, flat * 45).dispersion.new_customers < Decimal("1.2")


@given(st.permutations(range(12)), st.floats(0.1, 1e4))
@settings(max_examples=15, deadline=None)
def test_neither_the_order_of_rows_nor_the_currency_unit_matters(order: list[int], unit: float) -> None:
    counts, spend, profit = drawn(5, 12)
    rows = [
        row(
            key,
            f"2026-{month + 1:02}",
            number=5 + month,
            spend=round(spend[channel, month] * unit, 6),
            new_customers=counts[channel, month],
            revenue=round(profit[channel, month] * unit, 6),
        )
        for channel, key in enumerate(CHANNELS)
        for month in order
    ]
    made = build_report(worksheet(*rows, gross_margin=1), file="x", today=TODAY)
    same = report(counts, spend, profit)
    for one, other in zip(made.channels, same.channels, strict=True):
        assert one.verdict.pays is other.verdict.pays
        assert float(one.verdict.dispersion or 0) == pytest.approx(
            float(other.verdict.dispersion or 0), rel=1e-3
        )


def test_a_worksheet_of_one_month_rests_on_what_is_usual() -> None:
    """A dispersion of 2.25, believed with the weight of 8 months, and a squared variation of values of 2."""
    counts, spend, profit = drawn(3, 1)
    seen = report(counts, spend, profit).dispersion
    assert (float(seen.new_customers), float(seen.values), seen.periods) == (2.25, 2.0, 1)


def test_the_range_of_a_cost_widens_with_the_dispersion() -> None:
    counts, spend, profit = drawn(3, 1)
    figure = report(counts, spend, profit).channels[0].figures["cac"]
    assert figure.interval is not None
    assert figure.value is not None
    few, many = intervals.byar(float(figure.denominator or 0) / 2.25, float(scipy.stats.t.ppf(0.975, 8)))
    assert float(figure.interval.low) == pytest.approx(float(figure.numerator or 0) / (many * 2.25))
    assert float(figure.interval.high or 0) == pytest.approx(float(figure.numerator or 0) / (few * 2.25))


# --- the parts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("freedom", [3.0, 4.5, 12, 80, 1000])
@pytest.mark.parametrize("distance", [0.0, 0.5, 2.0, 6.0])
def test_students_tails_are_scipys(freedom: float, distance: float) -> None:
    assert intervals.student_tail(distance, freedom) == pytest.approx(2 * scipy.stats.t.sf(distance, freedom))
    assert intervals.student_tail(distance, math.inf) == pytest.approx(2 * scipy.stats.norm.sf(distance))


@pytest.mark.parametrize("freedom", [4.0, 12, 80, math.inf])
def test_students_quantiles_are_scipys(freedom: float) -> None:
    expected = scipy.stats.norm.ppf(0.975) if math.isinf(freedom) else scipy.stats.t.ppf(0.975, freedom)
    assert intervals.student_quantile(freedom) == pytest.approx(expected)


@pytest.mark.parametrize(("count", "mean"), [(0, 4.0), (3, 9.5), (9, 4.0), (40, 22.0)])
def test_where_counts_vary_by_chance_alone_the_poisson_test_is_exact(count: int, mean: float) -> None:
    below, above = scipy.stats.poisson.cdf(count, mean), scipy.stats.poisson.sf(count - 1, mean)
    assert intervals.effective_poisson(count, mean, 1.0, math.inf) == pytest.approx(
        min(1, 2 * below, 2 * above)
    )


@given(st.integers(0, 300), st.floats(0.5, 300), st.floats(1, 9), st.floats(4, 500))
def test_more_dispersion_never_makes_a_claim_clearer(
    count: int, mean: float, factor: float, freedom: float
) -> None:
    plain = intervals.effective_poisson(count, mean, 1.0, math.inf)
    p = intervals.effective_poisson(count, mean, factor, freedom)
    assert 0 <= p <= 1
    assert p >= min(plain, 0.3) * 0.999  # in the middle, both are far from any claim


def test_a_dispersed_p_value_is_the_quasi_likelihoods() -> None:
    z = scipy.stats.norm.isf(0.001 / 2)
    assert intervals.dispersed(0.001, 2.5, 30) == pytest.approx(2 * scipy.stats.t.sf(z / math.sqrt(2.5), 30))
    assert intervals.dispersed(1.0, 2.5, 30) == 1
    assert intervals.dispersed(0.0, 1.0, math.inf) < 1e-290


def test_values_and_counts_add_up_as_in_a_compound_sum() -> None:
    counts, values = Dispersion(1.5, 20.0, 1.4), ValueSpread(2.0, 10.0)
    assert compound(counts, values, 1).factor == 3.5
    assert compound(counts, values, 0.2).factor == 3.5  # a profit known from many is still as spread
    assert compound(counts, values, 3).factor == 7.5
    assert compound(counts, values, 1).freedom == pytest.approx(3.5**2 / (1.5**2 / 20 + 2.0**2 / 10))
    assert compound(CHANCE, ValueSpread(0.0, math.inf), 1) == CHANCE


def test_a_channel_of_one_period_tells_nothing_of_months() -> None:
    alone = [Residual(7.0, 7.0, 7.0, 1.0, follows=False)]
    assert Moments.of([alone]).degrees == 0
    assert Spread.of(Moments.of([alone])) == Spread.of(Moments.of([]))


# --- when one will know -------------------------------------------------------------------------------


def test_an_open_verdict_says_how_many_months_would_tell_and_what_shortens_that() -> None:
    counts = np.array([[2.0, 1.0] * 6, [10.0] * 12, [14.0] * 12])
    spend = np.array([[105.0] * 12, [400.0] * 12, [400.0] * 12])
    told = {entry.channel.key: entry.verdict for entry in report(counts, spend, counts * 45).channels}
    outlook = told["google_ads"].outlook  # 18 customers, 28 break even
    assert outlook is not None
    assert outlook.months is not None
    assert 6 <= outlook.months <= 24
    assert outlook.shortens is Shortens.MORE_SPEND
    assert told["radio"].outlook is None or told["radio"].pays.value == "cannot_tell"


def test_so_near_to_break_even_not_even_two_years_tell() -> None:
    counts = np.array([[10.0] * 12] * 3)
    told = report(counts, np.full(counts.shape, 445.0), counts * 45).channels[0].verdict
    assert told.outlook is not None
    assert told.outlook.months is None
    assert told.reason.key == "notes.verdict_told_late"


def test_with_few_months_earlier_ones_are_asked_for() -> None:
    counts, spend, profit = drawn(3, 3)
    outlooks = [entry.verdict.outlook for entry in report(counts, spend, profit).channels]
    assert {one.shortens for one in outlooks if one is not None} == {Shortens.EARLIER_MONTHS}


def test_what_a_trial_takes_from_the_rows_as_typed_is_what_it_would_reckon_itself() -> None:
    """One month of the radio has ten times its customers: the others' months are as they were."""
    sheet = worksheet(
        *(
            row(
                key, f"2026-{month:02}", number=month, spend=100 * month, leads=9, new_customers=month % 4 + 1
            )
            for key in CHANNELS
            for month in range(1, 9)
        ),
        gross_margin=1,
    )
    doubts = doubts_of((), sheet.table)
    as_typed = ledger_of(entries_of(sheet), doubts)
    at = next(at for at, one in enumerate(sheet.rows) if one.channel.key == "radio")
    typed = sheet.rows[at]
    other = replace(typed, values={**typed.values, "new_customers": Decimal(40)})
    rows = entries_of(sheet)
    rows[at] = (other, amounts_of(other, terms_of(sheet.settings)))
    tried, anew = as_typed.changed({at: rows[at]}), ledger_of(rows, doubts)
    for channel in (None, *CHANNELS):
        before = as_typed.spreads.counts("new_customers", channel)
        assert tried.spreads.counts("new_customers", channel) == anew.spreads.counts("new_customers", channel)
        assert tried.spreads.counts("new_customers", channel) != before
        assert tried.spreads.counts("leads", channel) == as_typed.spreads.counts("leads", channel)
