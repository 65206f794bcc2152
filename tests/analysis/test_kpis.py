"""The table of KPIs: every formula by hand, and which way each figure is good."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.kpis import AMOUNTS, BUSINESS, KPIS, RATIOS, Indicator
from kpisheet.analysis.report import Report
from kpisheet.texts.units import Unit
from tests.support.worksheets import row, worksheet

TODAY = date(2026, 11, 23)
# Primes, so that no two figures agree by chance.
TYPED = {
    "spend": 1009,
    "visitors": 907,
    "leads": 211,
    "mql": 101,
    "sql": 53,
    "quotes": 31,
    "sales": 17,
    "new_customers": 13,
    "revenue": 7001,
    "pieces_sent": 3001,
}


def report(**typed: Any) -> Report:
    return build_report(worksheet(row(period="2026-10", **typed), gross_margin=0.5), file="x", today=TODAY)


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("visitor_to_lead_rate", Fraction(211, 907)),
        ("cost_per_visitor", Fraction(1009, 907)),
        ("cpl", Fraction(1009, 211)),
        ("mql_rate", Fraction(101, 211)),
        ("sql_rate", Fraction(53, 101)),
        ("cost_per_mql", Fraction(1009, 101)),
        ("cost_per_sql", Fraction(1009, 53)),
        ("quote_close_rate", Fraction(17, 31)),
        ("close_rate", Fraction(13, 211)),
        ("sql_close_rate", Fraction(13, 53)),
        ("cac", Fraction(1009, 13)),
        ("cost_per_sale", Fraction(1009, 17)),
        ("average_revenue_per_sale", Fraction(7001, 17)),
        ("gross_profit", Fraction(7001, 2)),
        ("roas", Fraction(7001, 1009)),
        ("roi", (Fraction(7001, 2) - 1009) / 1009),
        ("revenue_roi", Fraction(7001 - 1009, 1009)),
        ("break_even_cpl", Fraction(7001, 2 * 211)),
        ("break_even_cac", Fraction(7001, 2 * 13)),
        ("response_rate", Fraction(211, 3001)),
        ("spend_share", Fraction(1)),
        ("revenue_share", Fraction(1)),
    ],
)
def test_each_formula_of_the_design(key: str, expected: Fraction) -> None:
    """With the numbers above and a margin of one half."""
    value = report(**TYPED).totals[key].value
    assert value is not None
    assert float(value) == pytest.approx(float(expected), rel=1e-12)


def test_without_sales_the_new_customers_stand_for_them() -> None:
    figures = report(**{key: value for key, value in TYPED.items() if key != "sales"}).totals
    assert figures["quote_close_rate"].value == Decimal(13) / 31
    assert figures["average_revenue_per_sale"].value == Decimal(7001) / 13
    assert figures["cost_per_sale"].missing == "sales_not_recorded"


def test_costs_churn_payback_and_the_sales_cycle_are_better_lower() -> None:
    assert {kpi.key for kpi in KPIS.values() if kpi.lower_is_better} == {
        "cost_per_visitor",
        "cpl",
        "cost_per_mql",
        "cost_per_sql",
        "cac",
        "cost_per_sale",
        "paid_cac",
        "fully_loaded_cac",
        "churn",
        "cac_payback_months",
        "sales_cycle_days",
        "sales_cycle_median_days",
    }


def test_what_comes_before_a_customer_is_leading_and_the_rest_lagging() -> None:
    """Seeds 004: visitors, leads and what they cost move before customers and revenue do."""
    leading = {kpi.key for kpi in KPIS.values() if kpi.indicator is Indicator.LEADING}
    assert leading == {
        *("visitors", "leads", "mql", "sql", "quotes", "pieces_sent"),
        *("visitor_to_lead_rate", "cost_per_visitor", "cpl", "mql_rate", "sql_rate"),
        *("cost_per_mql", "cost_per_sql", "response_rate"),
    }
    assert [str(one) for one in Indicator] == ["leading", "lagging"]


def test_business_figures_belong_to_no_channel() -> None:
    made = report(**TYPED)
    assert {kpi.key for kpi in KPIS.values() if kpi.business} == {kpi.key for kpi in BUSINESS}
    assert set(made.business) == {kpi.key for kpi in BUSINESS}
    for kpi in BUSINESS:
        with pytest.raises(KeyError):
            made.totals[kpi.key]
    assert set(made.totals) >= {kpi.key for kpi in (*AMOUNTS, *RATIOS)}


@pytest.mark.parametrize(
    ("unit", "keys"),
    [
        (Unit.MONEY, {"spend", "revenue", "gross_profit"}),
        (Unit.MULTIPLE, {"roas", "clv_to_cac"}),
        (Unit.RETURN, {"roi", "revenue_roi"}),
        (Unit.MONTHS, {"cac_payback_months"}),
        (Unit.DAYS, {"sales_cycle_days", "sales_cycle_median_days"}),
    ],
)
def test_what_a_figure_measures(unit: Unit, keys: set[str]) -> None:
    assert {kpi.key for kpi in KPIS.values() if kpi.unit is unit} == keys
