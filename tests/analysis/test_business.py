from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.worksheet.sheet import Row
from tests.worksheets import deal, month, month_row, row, worksheet

TODAY = date(2026, 11, 23)


def report(*rows: Row, **chosen: Any) -> Report:
    return build_report(worksheet(*rows, **chosen), file="x", today=TODAY)


def codes(made: Report) -> list[str]:
    return [finding.code for finding in made.findings]


def test_the_articles_worked_examples() -> None:
    """Seeds 003: $10,000, 10 customers → CAC 1,000; 3,000 a year × 2 years → CLV 6,000, less CAC 5,000."""
    made = report(
        row(period="2026-10", spend=10000, new_customers=10),
        months=[month_row("2026-10", yearly_profit_per_customer=3000, customer_years=2)],
    )
    assert made.totals["cac"].value == 1000
    assert made.business["clv"].value == 6000
    assert made.business["clv_less_cac"].value == 5000
    assert made.business["clv_to_cac"].value == 6


def test_fully_loaded_cac_covers_the_months_with_a_shared_cost() -> None:
    """October only: (1,000 + 500) ÷ 50 of Months; blank cost columns beside a filled one are nil."""
    made = report(
        row(period="2026-09", spend=900, new_customers=9, number=5),
        row(period="2026-10", spend=1000, new_customers=30, number=6),
        months=[
            month_row("2026-09", all_new_customers=10),
            month_row("2026-10", all_new_customers=50, cost_payroll=400, cost_tools=100),
        ],
    )
    loaded = made.business["fully_loaded_cac"]
    assert loaded.value == 30
    assert (loaded.known, loaded.of) == (1, 2)
    assert "notes.loaded_customers_of_months" in [note.key for note in made.notes]


def test_without_all_new_customers_the_channels_count_and_it_is_said() -> None:
    made = report(
        row(period="2026-10", spend=1000, new_customers=30), months=[month_row("2026-10", shared_costs=500)]
    )
    assert made.business["fully_loaded_cac"].value == 50
    assert "notes.loaded_customers_of_channels" in [note.key for note in made.notes]


def test_a_quarters_row_lies_inside_its_three_months() -> None:
    quarter = type(month("2026-10"))(date(2026, 7, 1), date(2026, 9, 30))
    made = report(
        row(period=quarter, spend=900, new_customers=9),
        months=[month_row(f"2026-0{m}", shared_costs=30) for m in (7, 8, 9)],
    )
    assert made.business["fully_loaded_cac"].value == 110


@pytest.mark.parametrize(
    ("by", "ads", "radio"), [("customers", 110, 310), ("spend", 122, 366), ("none", None, None)]
)
def test_shared_costs_are_shared_out_in_three_ways(by: str, ads: int | None, radio: int | None) -> None:
    """CAC 100 and 300. By customers: 150 ÷ 15 more each; by spend: 550 ÷ 2,500, 22 % more each."""
    made = report(
        row("google_ads", "2026-10", spend=1000, new_customers=10, number=5),
        row("radio", "2026-10", spend=1500, new_customers=5, number=6),
        months=[month_row("2026-10", shared_costs=150 if by == "customers" else 550)],
        shared_costs_by=by,
    )
    loaded = {each.channel.key: each.figures.get("fully_loaded_cac") for each in made.channels}
    assert [each.value if each else None for each in (loaded["google_ads"], loaded["radio"])] == [ads, radio]


def test_a_typed_sum_of_shared_costs_beats_its_parts_and_is_said() -> None:
    made = report(
        row(period="2026-10", spend=0, new_customers=10),
        months=[month_row("2026-10", shared_costs=500, cost_payroll=300)],
    )
    assert made.business["fully_loaded_cac"].value == 50
    assert "K703" in codes(made)


def test_paid_cac_takes_the_paid_channels_only() -> None:
    made = report(
        row("google_ads", "2026-10", spend=900, new_customers=9),
        row("organic_search", "2026-10", spend=100, new_customers=11),
    )
    assert made.business["paid_cac"].value == 100
    assert made.totals["cac"].value == 50


@pytest.mark.parametrize(
    ("rows", "rate", "yearly"),
    [
        ([(100, 100, 10)], "0.9", 0.9**12),
        ([(100, None, 5), (None, 103, 8)], "0.9", 0.9**6),
        ([(100, 20, 20)], "0", 0),
        ([(100, 100, 0)], "1", 1),
    ],
)
def test_retention_over_consecutive_months(rows: list[Any], rate: str, yearly: float) -> None:
    months = [
        month_row(f"2026-{9 + i:02}", customers_start=start, customers_end=end, all_new_customers=new)
        for i, (start, end, new) in enumerate(rows)
    ]
    made = report(row(period="2026-09", spend=1), row(period="2026-10", spend=1), months=months)
    assert made.business["crr"].value == Decimal(rate)
    assert float(made.business["crr_yearly"].value or 0) == pytest.approx(yearly)
    assert made.business["churn"].value == 1 - Decimal(rate)


@pytest.mark.parametrize(
    ("months", "reason"),
    [
        (
            [month_row("2026-10", customers_start=0, customers_end=5, all_new_customers=5)],
            "no_customers_at_start",
        ),
        (
            [
                month_row("2026-08", customers_start=10, customers_end=9, all_new_customers=0),
                month_row("2026-10", customers_start=9, customers_end=9, all_new_customers=0),
            ],
            "months_have_a_gap",
        ),
        ([month_row("2026-10", customers_start=100, customers_end=130, all_new_customers=10)], "impossible"),
        ([month_row("2026-10", customers_start=100, customers_end=10, all_new_customers=30)], "impossible"),
        ([month_row("2026-10", customers_start=100, customers_end=100)], "customers_not_counted"),
        ([], "months_not_recorded"),
    ],
)
def test_retention_is_undefined_for_a_reason(months: list[Any], reason: str) -> None:
    made = report(row(period="2026-08", spend=1), row(period="2026-10", spend=1), months=months)
    assert made.business["crr"].missing == reason
    assert ("K704" in codes(made)) is (reason == "impossible")


@pytest.mark.parametrize(
    ("settings", "value", "missing"),
    [
        ({"monthly_revenue_per_customer": 50, "gross_margin": 0.5}, 4, None),
        ({"gross_margin": 0.5}, None, "one_off_sales"),
        ({"monthly_revenue_per_customer": 50, "gross_margin": -0.1}, None, "never_pays_back"),
        ({"monthly_revenue_per_customer": 50, "gross_margin": 0}, None, "never_pays_back"),
        ({"monthly_revenue_per_customer": 50}, None, "no_margin"),
    ],
)
def test_payback(settings: dict[str, Any], value: int | None, missing: str | None) -> None:
    made = report(row(period="2026-10", spend=1000, new_customers=10), **settings)
    assert (made.business["cac_payback_months"].value, made.business["cac_payback_months"].missing) == (
        value,
        missing,
    )


def test_marketing_originated_share_leaves_referral_and_unknown_out() -> None:
    rows = (
        row("google_ads", "2026-10", spend=1, new_customers=30, revenue=3000),
        row("referral", "2026-10", spend=0, new_customers=10, revenue=1000),
    )
    months = [month_row("2026-10", all_new_customers=60, all_new_revenue=6000)]
    made = report(*rows, months=months)
    assert made.business["marketing_originated_share"].value == Decimal("0.5")
    assert made.business["marketing_originated_revenue_share"].value == Decimal("0.5")
    assert report(*rows).business["marketing_originated_share"].value == Decimal("0.75")
    said = report(*rows, marketing_channels="Referral; something")
    assert said.business["marketing_originated_share"].value == 1


def test_customers_credited_twice_are_said() -> None:
    """COPY, finding 5: channels add up to 52 new customers, Months says 47."""
    rows = (row(period="2026-10", spend=1, new_customers=52),)
    made = report(*rows, months=[month_row("2026-10", all_new_customers=47)])
    assert "K707" in codes(made)
    assert "K705" in codes(made)
    assert made.business["marketing_originated_share"].missing == "impossible"
    assert "K707" not in codes(report(*rows, months=[month_row("2026-10", all_new_customers=52)]))


def test_years_that_contradict_retention_are_said() -> None:
    """Yearly retention 0.9 ^ 12 = 28 %: customers stay about 1.4 years, not 5."""
    counted = {"customers_start": 100, "customers_end": 100, "all_new_customers": 10}
    clv = {"yearly_profit_per_customer": 10}
    rows = (row(period="2026-10", spend=1),)
    assert "K709" in codes(report(*rows, months=[month_row("2026-10", **counted, **clv, customer_years=5)]))
    assert "K709" not in codes(
        report(*rows, months=[month_row("2026-10", **counted, **clv, customer_years="1.4")])
    )


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"visitors": 100, "visitor_to_lead_rate": "0.1", "leads": 25}, "K701"),
        ({"visitors": 100, "visitor_to_lead_rate": "0.1", "leads": "10.5"}, None),
        ({"visitors": 10000, "visitor_to_lead_rate": "0.1", "leads": 1005}, None),
        ({"leads": 100, "close_rate": "0.3", "new_customers": 31}, "K701"),
        ({"new_customers": 30, "average_revenue_per_sale": 500, "revenue": 15076}, "K702"),
        ({"new_customers": 30, "average_revenue_per_sale": 500, "revenue": 15075}, None),
    ],
)
def test_typed_against_derived(values: dict[str, Any], code: str | None) -> None:
    made = report(row(period="2026-10", spend=1, **values))
    assert [each for each in codes(made) if each.startswith("K70")] == ([code] if code else [])


def test_a_rates_last_shown_place_is_tolerated() -> None:
    """10 % shown without places is anything from 9.5 to 10.5 %: 104 of 1,000 is fine, 106 isn't."""
    for leads, said in ((104, False), (106, True)):
        typed = row(
            period="2026-10",
            visitors=1000,
            visitor_to_lead_rate="0.1",
            leads=leads,
            tolerances={"visitor_to_lead_rate": "0.005"},
        )
        assert ("K701" in codes(report(typed))) is said


def test_the_sales_cycle_its_overdue_deals_and_its_unripe_months() -> None:
    deals = [
        deal(date(2026, 10, 1), date(2026, 10, 11), salesperson="Ann", channel_key="radio"),
        deal(date(2026, 10, 1), date(2026, 10, 31), salesperson="Bob"),
        deal(date(2026, 10, 1), date(2026, 10, 21), salesperson="Ann"),
        deal(date(2026, 10, 20), salesperson="Bob"),
        deal(date(2026, 11, 20), salesperson="Bob"),
        deal(date(2026, 10, 9), date(2026, 10, 1), salesperson="Bob"),
    ]
    made = report(row(period="2026-09", spend=1), row(period="2026-11", spend=1), deals=deals)
    assert made.business["sales_cycle_days"].value == 20
    assert made.business["sales_cycle_median_days"].value == 20
    people = {cycle.name: cycle for cycle in made.cycles_by_person}
    assert (people["Ann"].mean_days, people["Ann"].won) == (15, 2)
    assert people["Bob"].overdue == 1
    assert [cycle.name for cycle in made.cycles_by_channel] == ["Radio"]
    assert made.unripe is not None
    assert made.unripe.periods == (month("2026-11"),)


def test_targets_are_held_against_actuals() -> None:
    made = report(
        row("organic_search", "2026-09", spend=100, visitors=100, leads=10, new_customers=2),
        row("organic_search", "2026-10", spend=100, visitors=300, leads=30, new_customers=2),
        target_cpl=5,
        target_cac=49,
        target_leads=20,
        target_organic_visitors=201,
        target_visitor_to_lead_rate=0.1,
    )
    met = {target.key: (target.actual.value, target.met) for target in made.targets}
    assert met == {
        "target_cpl": (5, True),
        "target_cac": (50, False),
        "target_leads": (20, True),
        "target_organic_visitors": (200, False),
        "target_visitor_to_lead_rate": (Decimal("0.1"), True),
    }


def test_the_articles_benchmarks_stand_beside_the_actual_figures() -> None:
    made = report(
        row("direct_mail", "2026-10", spend=1, pieces_sent=2500, leads=25, new_customers=5),
        months=[month_row("2026-10", customers_start=100, customers_end=105, all_new_customers=5)],
        selling="inside",
    )
    shown = {each.key: (each.low, each.high) for each in made.benchmarks}
    assert shown == {
        "crr_yearly": (Decimal("0.80"), None),
        "marketing_originated_share": (Decimal("0.40"), Decimal("0.80")),
        "response_rate": (Decimal("0.005"), Decimal("0.015")),
    }
