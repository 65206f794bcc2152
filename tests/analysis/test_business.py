from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.worksheet.findings import Finding, Place, Severity
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import DataTable, Row
from tests.support.worksheets import deal, month, month_row, row, worksheet

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
    counted: dict[str, Any] = {"customers_start": 100, "customers_end": 100, "all_new_customers": 10}
    clv: dict[str, Any] = {"yearly_profit_per_customer": 10}
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


# --- what each figure of the business rests on, and why it is missing -----------------------------------


def told(sheet: str, affects: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding("K301", severity, Place(sheet, 5, 3), affects=frozenset({affects}))


FULL_MONTH: dict[str, Any] = {
    "customers_start": 1000,
    "customers_end": 994,
    "all_new_customers": 50,
    "all_new_revenue": 9000,
    "shared_costs": 500,
    "yearly_profit_per_customer": 30,
    "customer_years": 2,
}


def full_business(*findings: Finding) -> Report:
    return report(
        row(period="2026-10", spend=1000, new_customers=30, revenue=3000),
        months=[month_row("2026-10", **FULL_MONTH)],
        findings=findings,
        gross_margin=0.5,
        monthly_revenue_per_customer=50,
    )


@pytest.mark.parametrize(
    ("sheet", "affects", "doubted"),
    [
        ("Months", "shared_costs", {"fully_loaded_cac"}),
        ("Months", "cost_tools", {"fully_loaded_cac"}),
        (
            "Months",
            "all_new_customers",
            {"fully_loaded_cac", "crr", "crr_yearly", "churn", "marketing_originated_share"},
        ),
        ("Months", "customers_start", {"crr", "crr_yearly", "churn"}),
        ("Months", "customers_end", {"crr", "crr_yearly", "churn"}),
        ("Months", "all_new_revenue", {"marketing_originated_revenue_share"}),
        ("Months", "yearly_profit_per_customer", {"clv"}),
        ("Months", "customer_years", {"clv"}),
        ("Business", "monthly_revenue_per_customer", {"cac_payback_months"}),
        ("Business", "gross_margin", {"cac_payback_months"}),
        ("Months", "crr", {"crr", "crr_yearly", "churn"}),
        ("Channels", "clv", {"clv"}),  # said of a row, but of the business
        ("Channels", "gross_margin", set()),  # of a row's own margin
    ],
)
def test_a_doubted_cell_marks_the_business_figures_that_rest_on_it(
    sheet: str, affects: str, doubted: set[str]
) -> None:
    """What is held against the CAC or the CLV is doubtful where one of these is."""
    if "fully_loaded_cac" in doubted:
        doubted = doubted | {"cac_payback_months"}
    if doubted & {"fully_loaded_cac", "clv"}:
        doubted = doubted | {"clv_less_cac", "clv_to_cac"}
    made = full_business(told(sheet, affects))
    assert {key for key, one in made.business.items() if one.doubtful} == doubted


def test_a_doubted_cell_of_channels_marks_what_rests_on_the_channels() -> None:
    on_spend = full_business(told("Channels", "spend"))
    assert {key for key, one in on_spend.business.items() if one.doubtful} == {
        "paid_cac",
        "fully_loaded_cac",
        "clv_less_cac",
        "clv_to_cac",
        "cac_payback_months",
    }
    on_customers = full_business(told("Channels", "new_customers"))
    assert on_customers.business["marketing_originated_share"].doubtful
    assert not on_customers.business["marketing_originated_revenue_share"].doubtful


def test_a_note_doubts_nothing() -> None:
    made = full_business(
        told("Months", "shared_costs", Severity.INFO),
        Finding("K301", Severity.WARNING, None, affects=frozenset({"clv"})),
    )
    assert not any(one.doubtful for one in made.business.values())


def test_a_full_business() -> None:
    """(1,000 + 500) ÷ 50 = 30; 30 × 2 = 60; 944 of 1,000 kept; 30 ÷ (50 × 0.5); 30 of 50."""
    figures = full_business().business
    values = {key: one.value for key, one in figures.items()}
    assert values["paid_cac"] == Decimal(1000) / 30
    assert values["fully_loaded_cac"] == 30
    assert (values["clv"], values["clv_less_cac"], values["clv_to_cac"]) == (60, 30, 2)
    assert (values["crr"], values["churn"]) == (Decimal("0.944"), Decimal("0.056"))
    assert values["cac_payback_months"] == Decimal("1.2")
    assert values["marketing_originated_share"] == Decimal("0.6")
    assert values["marketing_originated_revenue_share"] == Decimal(1) / 3
    parts: dict[str, Any] = {key: (one.numerator, one.denominator) for key, one in figures.items()}
    assert parts["paid_cac"] == (1000, 30)
    assert parts["fully_loaded_cac"] == (1500, 50)
    assert parts["clv_to_cac"] == parts["clv_less_cac"] == (60, 30)
    assert parts["crr"] == (944, 1000)
    assert parts["cac_payback_months"] == (30, 25)
    assert parts["marketing_originated_share"] == (30, 50)
    assert (figures["crr"].known, figures["crr"].of) == (1, 1)
    assert (figures["marketing_originated_share"].rows_known, figures["marketing_originated_share"].rows) == (
        1,
        1,
    )


@pytest.mark.parametrize(
    ("values", "months", "chosen", "key", "reason"),
    [
        ({"spend": 1}, [], {}, "fully_loaded_cac", "months_not_recorded"),
        ({"spend": 1}, [{"customers_start": 5}], {}, "fully_loaded_cac", "no_shared_costs"),
        ({"spend": 1}, [{"shared_costs": 5}], {}, "fully_loaded_cac", "new_customers_not_recorded"),
        (
            {"spend": 1, "new_customers": 0},
            [{"shared_costs": 5}],
            {},
            "fully_loaded_cac",
            "no_new_customers",
        ),
        (
            {"spend": 1},
            [{"shared_costs": 5, "all_new_customers": 0}],
            {},
            "fully_loaded_cac",
            "no_new_customers",
        ),
        ({"spend": 1}, [], {}, "clv", "months_not_recorded"),
        ({"spend": 1}, [{"customer_years": 5}], {}, "clv", "clv_inputs_not_recorded"),
        ({"spend": 1}, [{"yearly_profit_per_customer": 5}], {}, "clv", "clv_inputs_not_recorded"),
        ({"spend": 1, "new_customers": 1}, [], {}, "clv_less_cac", "no_clv"),
        ({"spend": 1, "new_customers": 1}, [], {}, "clv_to_cac", "no_clv"),
        (
            {"spend": 1},
            [{"yearly_profit_per_customer": 5, "customer_years": 1}],
            {},
            "clv_to_cac",
            "no_cac",
        ),
        (
            {"spend": 0, "new_customers": 1},
            [{"yearly_profit_per_customer": 5, "customer_years": 1, "shared_costs": 0}],
            {},
            "clv_to_cac",
            "cac_is_zero",
        ),
        (
            {"spend": 1},
            [],
            {"monthly_revenue_per_customer": 5, "gross_margin": 0.5},
            "cac_payback_months",
            "no_cac",
        ),
        ({"spend": 1}, [], {}, "marketing_originated_share", "new_customers_not_recorded"),
        ({"spend": 1}, [], {}, "marketing_originated_revenue_share", "revenue_not_recorded"),
        ({"spend": 1, "new_customers": 0}, [], {}, "marketing_originated_share", "no_new_customers"),
        ({"spend": 1, "revenue": 0}, [], {}, "marketing_originated_revenue_share", "no_new_revenue"),
        (
            {"spend": 1, "new_customers": 2},
            [{"all_new_customers": 1}],
            {},
            "marketing_originated_share",
            "impossible",
        ),
        ({"spend": 1, "channel_key": "email"}, [], {}, "paid_cac", "no_paid_channels"),
        ({"spend": 1, "channel_key": "referral"}, [], {}, "marketing_originated_share", "no_rows"),
    ],
)
def test_a_business_figure_is_missing_for_a_reason(
    values: dict[str, Any], months: list[dict[str, Any]], chosen: dict[str, Any], key: str, reason: str
) -> None:
    made = report(
        row(**{"channel_key": "radio", "period": "2026-10", **values}),
        months=[month_row("2026-10", **each) for each in months],
        **chosen,
    )
    assert (made.business[key].value, made.business[key].missing) == (None, reason)


def test_a_cac_of_nothing_still_leaves_the_whole_lifetime_value() -> None:
    made = report(
        row(period="2026-10", spend=0, new_customers=1),
        months=[month_row("2026-10", yearly_profit_per_customer=5, customer_years=1, shared_costs=0)],
    )
    assert made.business["clv_less_cac"].value == 5


def test_a_fully_loaded_cac_says_how_many_months_it_covers_and_when_its_customers_were_derived() -> None:
    rows = [row(period="2026-10", spend=1000, leads=100, close_rate="0.3")]
    costs = [month_row(period, shared_costs=100) for period in ("2026-09", "2026-10", "2026-11")]
    loaded = report(*rows, months=costs).business["fully_loaded_cac"]
    assert loaded.value == Decimal(1300) / 30
    assert (loaded.known, loaded.of, loaded.derived) == (3, 3, True)
    counted = report(row(period="2026-10", spend=1000, new_customers=30), months=costs)
    assert not counted.business["fully_loaded_cac"].derived


def test_all_new_customers_of_some_costed_months_are_not_enough() -> None:
    """Only October says 50: the channels' 10 + 20 count for both months."""
    made = report(
        row(period="2026-10", number=5, spend=100, new_customers=10),
        row(period="2026-11", number=6, spend=100, new_customers=20),
        months=[
            month_row("2026-10", shared_costs=100, all_new_customers=50),
            month_row("2026-11", shared_costs=100),
        ],
    )
    assert made.business["fully_loaded_cac"].value == Decimal(400) / 30


@pytest.mark.parametrize("part", ["shared_costs", "cost_tools"])
def test_a_cost_that_cannot_be_read_leaves_its_month_without_shared_costs(part: str) -> None:
    months = [
        month_row("2026-10", cost_payroll=400, unusable=[part]),
        month_row("2026-11", number=6, cost_payroll=100),
    ]
    made = report(
        row(period="2026-10", number=5, spend=1000, new_customers=10),
        row(period="2026-11", number=6, spend=1000, new_customers=10),
        months=months,
    )
    assert made.business["fully_loaded_cac"].value == 110
    assert made.business["fully_loaded_cac"].known == 1


def test_shared_costs_are_not_shared_out_where_nobody_could_bear_them() -> None:
    made = report(
        row("google_ads", "2026-10", spend=1000, new_customers=0),
        months=[month_row("2026-10", shared_costs=150)],
        shared_costs_by="customers",
    )
    assert "fully_loaded_cac" not in made.channels[0].figures


def test_a_channel_without_customers_bears_its_part_but_has_no_cac() -> None:
    """By spend: 300 × 1,000 ÷ 3,000."""
    made = report(
        row("google_ads", "2026-10", number=5, spend=1000, new_customers=0),
        row("radio", "2026-10", number=6, spend=2000, new_customers=10),
        months=[month_row("2026-10", shared_costs=300)],
        shared_costs_by="spend",
        findings=[told("Months", "shared_costs")],
    )
    loaded = {one.channel.key: one.figures["fully_loaded_cac"] for one in made.channels}
    assert (loaded["google_ads"].missing, loaded["google_ads"].numerator) == ("no_new_customers", 1100)
    assert (loaded["radio"].value, loaded["radio"].known, loaded["radio"].of) == (220, 1, 1)
    assert loaded["radio"].doubtful


def test_payback_takes_the_rows_own_margins_where_business_has_none() -> None:
    """1,500 of 3,000 is half: 100 ÷ (50 × 0.5) = 4."""
    made = report(
        row(period="2026-10", number=5, spend=500, new_customers=5, revenue=1000, gross_margin="0.7"),
        row(period="2026-11", number=6, spend=500, new_customers=5, revenue=2000, gross_margin="0.4"),
        monthly_revenue_per_customer=50,
    )
    assert made.business["cac_payback_months"].value == 4
    assert (made.business["cac_payback_months"].known, made.business["cac_payback_months"].of) == (2, 2)


def test_an_origin_is_held_against_the_months_that_tell_it() -> None:
    """Only October tells all new customers, 40: the 30 of November are left out of both parts."""
    rows = [
        row(period="2026-10", number=5, spend=1, new_customers=10),
        row(period="2026-11", number=6, spend=1, new_customers=30),
        row("referral", "2026-10", number=7, spend=1, new_customers=5),
    ]
    made = report(*rows, months=[month_row("2026-10", all_new_customers=40), month_row("2026-11")])
    share = made.business["marketing_originated_share"]
    assert (share.value, share.known, share.of) == (Decimal("0.25"), 1, 2)
    untold = report(*rows).business["marketing_originated_share"]
    assert (untold.value, untold.known, untold.of) == (Decimal(40) / 45, 2, 2)


@pytest.mark.parametrize(
    "said", ["Referral", "seo, REFERRAL", "x; referral;", "x\nReferral", "cold calling, walk in, referral"]
)
def test_business_may_count_any_channel_as_marketing(said: str) -> None:
    made = report(
        row("google_ads", "2026-10", spend=1, new_customers=3),
        row("referral", "2026-10", spend=1, new_customers=1),
        marketing_channels=said,
    )
    assert made.business["marketing_originated_share"].value == 1
    cold = report(row("cold_calling", "2026-10", spend=1, new_customers=1), marketing_channels=said)
    assert (cold.business["marketing_originated_share"].value == 1) is ("cold" in said)


@pytest.mark.parametrize(
    "said", ["Cold calling", "Soğuk arama", "Radio⏎soğuk ARAMA", "Radio; cold calls,", "outbound calls"]
)
def test_a_channel_may_be_named_by_any_alias_in_either_language_to_count_as_marketing(said: str) -> None:
    made = report(
        row("cold_calling", "2026-10", spend=1, new_customers=1),
        row("referral", "2026-10", spend=1, new_customers=1),
        marketing_channels=said.replace("⏎", "\n"),
    )
    assert made.business["marketing_originated_share"].value == Decimal("0.5")


def test_retention_leaves_months_that_nobody_counted_at_its_ends() -> None:
    counted: dict[str, Any] = {"customers_start": 100, "customers_end": 100, "all_new_customers": 10}
    months = [
        month_row("2026-08", shared_costs=5),
        month_row("2026-09", **counted),
        month_row("2026-10", shared_costs=5),
    ]
    made = report(row(period="2026-08", spend=1), row(period="2026-10", spend=1), months=months)
    assert (made.business["crr"].value, made.business["crr"].known) == (Decimal("0.9"), 1)
    none = report(row(period="2026-10", spend=1), months=[month_row("2026-10", shared_costs=5)])
    assert none.business["crr"].missing == "customers_not_counted"


@pytest.mark.parametrize("known", ["customers_start", "customers_end", "all_new_customers"])
def test_retention_needs_all_three_counts(known: str) -> None:
    made = report(row(period="2026-10", spend=1), months=[month_row("2026-10", **dict[str, Any]({known: 5}))])
    assert made.business["crr"].missing == "customers_not_counted"
    assert (made.business["crr"].known, made.business["crr"].of) == (0, 0)
    # A month at the end in which someone began to count is one to be filled in, none to be left out.
    counted: dict[str, Any] = {"customers_start": 100, "customers_end": 100, "all_new_customers": 10}
    both = [month_row("2026-09", **counted), month_row("2026-10", **dict[str, Any]({known: 5}))]
    begun = report(row(period="2026-09", spend=1), row(period="2026-10", spend=1), months=both)
    assert begun.business["crr"].value is None


def test_the_lifetime_value_is_the_last_typed_up_to_the_reports_end() -> None:
    """September's years stay for October's new profit; November lies behind the report."""
    months = [
        month_row("2026-11", yearly_profit_per_customer=900),
        month_row("2026-10", yearly_profit_per_customer=200),
        month_row("2026-09", yearly_profit_per_customer=100, customer_years=3),
    ]
    made = report(row(period="2026-10", spend=1), months=months, report_from="2026-10", report_to="2026-10")
    assert made.business["clv"].value == 600


# --- findings of the business, near their limits --------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "months", "said"),
    [
        # shared costs: within 0.5 or 0.5 % of the sum of their parts
        ({}, {"shared_costs": "100.5", "cost_tools": 100}, None),
        ({}, {"shared_costs": "100.6", "cost_tools": 100}, "K703"),
        ({}, {"shared_costs": 1005, "cost_tools": 1000}, None),
        ({}, {"shared_costs": 1006, "cost_tools": 1000}, "K703"),
        ({}, {"shared_costs": 994, "cost_tools": 1000}, "K703"),
        # customers and revenue of the channels against Months, from referrals, which aren't marketing
        ({"new_customers": 10}, {"all_new_customers": "9.5"}, None),
        ({"new_customers": 10}, {"all_new_customers": "9.4"}, "K707"),
        ({"new_customers": 202}, {"all_new_customers": 200}, "K707"),
        ({"new_customers": 201}, {"all_new_customers": 200}, None),
        ({"revenue": 1005}, {"all_new_revenue": 1000}, None),
        ({"revenue": 1006}, {"all_new_revenue": 1000}, "K708"),
    ],
)
def test_small_differences_are_nothing_to_say(
    values: dict[str, Any], months: dict[str, Any], said: str | None
) -> None:
    made = report(row("referral", "2026-10", spend=1, **values), months=[month_row("2026-10", **months)])
    assert codes(made) == ([said] if said else [])


def test_a_month_in_order_does_not_end_the_check_of_the_others() -> None:
    rows = [
        row("referral", "2026-09", number=5, spend=1, new_customers=5, revenue=50),
        row("referral", "2026-10", number=6, spend=1, new_customers=9, revenue=90),
    ]
    months = [
        month_row("2026-09", number=5, all_new_customers=5, shared_costs=1),
        month_row("2026-10", number=6, all_new_customers=1, all_new_revenue=1, shared_costs=5, cost_tools=1),
    ]
    made = report(*rows, months=months)
    assert sorted(codes(made)) == ["K703", "K707", "K708"]
    assert {finding.place and finding.place.row for finding in made.findings} == {6}


@pytest.mark.parametrize(
    ("years", "said"), [("1.05", False), ("1.04", True), ("1.85", False), ("1.87", True)]
)
def test_years_may_differ_from_retention_by_a_quarter_of_the_larger(years: str, said: bool) -> None:
    """0.9 ^ 12 = 0.2824: 1 ÷ 0.7176 = 1.3935 years; three quarters of it are 1.045, four thirds 1.858."""
    counted: dict[str, Any] = {"customers_start": 100, "customers_end": 100, "all_new_customers": 10}
    made = report(
        row(period="2026-10", spend=1),
        months=[month_row("2026-10", **counted, yearly_profit_per_customer=10, customer_years=years)],
    )
    assert ("K709" in codes(made)) is said


@pytest.mark.parametrize(
    ("customers", "won", "said"), [(1, 1, False), (2, 1, True), (0, 1, True), (4, 0, False), (None, 1, False)]
)
def test_deals_won_are_held_against_the_channels_customers(
    customers: int | None, won: int, said: bool
) -> None:
    deals = [deal(date(2026, 10, 1), date(2026, 10, 31), number=5 + n) for n in range(won)]
    deals += [
        deal(date(2026, 10, 1), date(2026, 11, 1)),  # won in another month
        deal(date(2026, 10, 1), date(2026, 10, 9), outcome="lost"),
        deal(date(2026, 10, 1), outcome="won"),
    ]
    made = build_report(
        replace(
            worksheet(row(period="2026-10", spend=1, new_customers=customers), deals=deals),
            deals_table=DataTable("Deals", 1, 2, 9, {}),
        ),
        file="x",
        today=TODAY,
    )
    assert ("K710" in codes(made)) is said


# --- the sales cycle ----------------------------------------------------------------------------------


def test_the_cycles_median_its_base_and_its_order() -> None:
    """10, 20 and 60 days: mean 30, median 20; Bob has won more; by name where they have won as many."""
    deals = [
        deal(date(2026, 10, 1), date(2026, 10, 11), salesperson="Bob"),
        deal(date(2026, 10, 1), date(2026, 10, 21), salesperson="Bob"),
        deal(date(2026, 9, 1), date(2026, 10, 31), salesperson="Cid"),
        deal(date(2026, 9, 1), salesperson="Eve"),
        deal(date(2026, 10, 24), salesperson="Ann"),  # 30 days old: not older than the mean
        deal(date(2026, 10, 31), date(2026, 10, 31), salesperson="Dan", outcome="lost"),
    ]
    made = report(row(period="2026-10", spend=1), deals=deals)
    mean, middle = made.business["sales_cycle_days"], made.business["sales_cycle_median_days"]
    assert (mean.value, middle.value) == (30, 20)
    assert (mean.rows_known, mean.rows, mean.known, mean.of) == (3, 6, 3, 3)
    assert (middle.rows_known, middle.rows) == (3, 6)
    people = [
        (one.name, one.won, one.mean_days, one.median_days, one.overdue) for one in made.cycles_by_person
    ]
    assert people == [
        ("Bob", 2, 15, 15, 0),
        ("Cid", 1, 60, 60, 0),
        ("Ann", 0, None, None, 0),
        ("Dan", 0, None, None, 0),
        ("Eve", 0, None, None, 1),
    ]


def test_a_deal_won_on_the_day_it_began_counts() -> None:
    made = report(row(period="2026-10", spend=1), deals=[deal(date(2026, 10, 1), date(2026, 10, 1))])
    assert made.business["sales_cycle_days"].value == 0
    assert made.unripe is None


@pytest.mark.parametrize(("ended", "unripe"), [(date(2026, 11, 13), True), (date(2026, 11, 12), False)])
def test_a_period_is_ripe_once_a_sales_cycle_has_passed_since_its_end(ended: date, unripe: bool) -> None:
    """Ten and a half days, counted as eleven, before 23 November."""
    deals = [
        deal(date(2026, 10, 1), date(2026, 10, 11)),
        deal(date(2026, 10, 1), date(2026, 10, 12)),
    ]
    made = report(row(period=Period(date(2026, 11, 1), ended), spend=1), deals=deals)
    assert (made.unripe is not None) is unripe


def test_without_won_deals_there_is_no_cycle() -> None:
    rows = (row(period="2026-10", spend=1),)
    assert report(*rows).business["sales_cycle_days"].missing == "deals_not_recorded"
    open_deals = report(*rows, deals=[deal(date(2026, 10, 1))])
    assert open_deals.business["sales_cycle_days"].missing == "no_won_deals"
    assert open_deals.business["sales_cycle_median_days"].missing == "no_won_deals"


def test_every_figure_of_the_business_bears_its_own_name() -> None:
    won = report(row(period="2026-10", spend=1), deals=[deal(date(2026, 10, 1), date(2026, 10, 9))])
    for made in (won, full_business(), report(row(period="2026-10", spend=1))):
        assert {key: one.key for key, one in made.business.items()} == {key: key for key in made.business}


def test_a_figure_that_nobody_made_rests_on_nothing() -> None:
    figure = report(row("email", "2026-10", spend=1)).business["paid_cac"]
    assert (figure.known, figure.of, figure.rows_known, figure.rows) == (0, 0, 0, 0)
    assert (figure.numerator, figure.interval, figure.doubtful, figure.derived) == (None, None, False, False)


# --- targets and benchmarks ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "met", "missed"),
    [
        ("target_cpl", 10, "9.9"),
        ("target_cac", 50, 49),
        ("target_roi", "0.5", "0.6"),
        ("target_crr", "0.2", "0.3"),
        ("target_leads", 10, 11),
        ("target_visitors", 100, 101),
        ("target_organic_visitors", 100, 101),
        ("target_visitor_to_lead_rate", "0.1", "0.2"),
        ("target_close_rate", "0.2", "0.3"),
    ],
)
def test_every_target_of_business_is_met_at_its_value_and_missed_beyond_it(
    key: str, met: object, missed: object
) -> None:
    """CPL 100 ÷ 10, CAC 100 ÷ 2, ROI (150 − 100) ÷ 100, retention 0.9 ^ 12 = 0.28."""
    for aim, expected in ((met, True), (missed, False)):
        made = report(
            row("organic_search", "2026-10", spend=100, visitors=100, leads=10, new_customers=2, revenue=300),
            months=[month_row("2026-10", customers_start=100, customers_end=100, all_new_customers=10)],
            **{"gross_margin": 0.5, key: Decimal(str(aim))},
        )
        (target,) = made.targets
        assert (target.key, target.met) == (key, expected)
        assert target.per_month is (key in {"target_leads", "target_visitors", "target_organic_visitors"})
    unknown = report(row("radio", "2026-10", spend=0), **{key: Decimal(str(met))})
    assert [(one.key, one.met) for one in unknown.targets] == [(key, None)]


@pytest.mark.parametrize(
    ("selling", "low", "high", "source"),
    [
        ("inside", "0.40", "0.80", "An article on CRM metrics: 40–80% with an inside sales team."),
        ("cold_calls", "0.10", "0.30", "An article on CRM metrics: 10–30% with cold calling."),
        ("field", None, None, None),
        (None, None, None, None),
    ],
)
def test_the_benchmark_of_origin_goes_with_how_one_sells(
    selling: str | None, low: str | None, high: str | None, source: str | None
) -> None:
    chosen = {} if selling is None else {"selling": selling}
    made = report(row(period="2026-10", spend=1, new_customers=5), **chosen)
    shown = [(str(one.low), str(one.high), made.words.say(one.source)) for one in made.benchmarks]
    assert shown == ([] if low is None else [(low, high, source)])


def test_the_benchmark_of_mail_stands_beside_the_mails_own_response() -> None:
    """25 ÷ 2,500 = 1 %; other channels' leads are no matter."""
    made = report(
        row("direct_mail", "2026-10", number=5, spend=1, pieces_sent=2500, leads=25),
        row("flyers", "2026-10", number=6, spend=1, pieces_sent=100, leads=25),
    )
    (benchmark,) = made.benchmarks
    assert benchmark.actual.value == Decimal("0.01")
    assert made.words.say(benchmark.source) == (
        "An article on marketing KPIs: direct mail brings a steady 0.5–1.5%."
    )
    assert report(row("direct_mail", "2026-10", spend=1, leads=25)).benchmarks == ()
