from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpisheet.analysis.build import build_report
from kpisheet.analysis.figures import MISSING_REASONS, Scope, ScopeFigures
from kpisheet.analysis.report import Figure, Report
from kpisheet.worksheet.findings import Finding, Place, Severity
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import Row
from tests.support.worksheets import SHEET, row, worksheet

pytestmark = pytest.mark.usefixtures("by_chance_alone")

TODAY = date(2026, 11, 23)


def totals(*rows: Row, **settings: Any) -> Report:
    return build_report(worksheet(*rows, **settings), file="x", today=TODAY)


def figure(key: str, **values: Any) -> Figure:
    return totals(row(period="2026-10", **values)).totals[key]


def test_a_ratio_of_sums_is_not_the_mean_of_ratios_by_a_lot() -> None:
    """CPL 1,000 ÷ 1 and 100 ÷ 100: the mean of the ratios is 500.5, the ratio of the sums 1,100 ÷ 101."""
    made = totals(row(period="2026-09", spend=1000, leads=1), row(period="2026-10", spend=100, leads=100))
    assert made.totals["cpl"].value == Decimal(1100) / 101


def test_a_ratio_of_sums_may_differ_from_the_mean_by_sign() -> None:
    """ROI +900 % on 10 and −90 % on 1,000: the mean is +405 %, money was lost: (200 − 1,010) ÷ 1,010."""
    made = totals(
        row(period="2026-09", spend=10, new_customers=1, revenue=200),
        row(period="2026-10", spend=1000, new_customers=1, revenue=200),
        gross_margin=0.5,
    )
    assert made.totals["roi"].value == Decimal(200 - 1010) / 1010


@pytest.mark.parametrize(
    ("key", "values", "reason"),
    [
        ("cpl", {"spend": 100, "leads": 0}, "no_leads"),
        ("cpl", {"spend": 0, "leads": 10}, "no_spend"),
        ("cac", {"spend": 0, "new_customers": 10}, "no_spend"),
        ("roas", {"spend": 0, "revenue": 10}, "no_spend"),
        ("roi", {"spend": 10, "revenue": 10}, "no_margin"),
        ("roi", {"spend": 0, "revenue": 10, "gross_margin": "0.5"}, "no_spend"),
        ("visitor_to_lead_rate", {"visitors": 0, "leads": 0}, "no_visitors"),
        ("close_rate", {"leads": 0, "new_customers": 0}, "no_leads"),
        ("mql_rate", {"leads": 5}, "mql_not_recorded"),
        ("quote_close_rate", {"quotes": 5}, "new_customers_not_recorded"),
        ("revenue", {"spend": 5}, "revenue_not_recorded"),
        ("revenue_share", {"new_customers": 0}, "no_revenue"),
    ],
)
def test_an_undefined_figure_has_a_reason_and_no_value(key: str, values: dict[str, Any], reason: str) -> None:
    made = figure(key, **values)
    assert made.value is None
    assert made.missing == reason


def test_both_parts_are_needed_in_the_same_row() -> None:
    made = totals(row(period="2026-09", spend=10), row(period="2026-10", leads=5))
    assert made.totals["cpl"].missing == "never_together"


def test_an_offline_channel_has_no_visitor_to_lead_rate() -> None:
    made = totals(row("radio", "2026-10", spend=10, visitors=5, leads=1))
    assert made.channels[0].figures["visitor_to_lead_rate"].missing == "not_on_website"


def test_a_cac_without_customers_has_a_lower_bound() -> None:
    made = figure("cac", spend=900, new_customers=0)
    assert (made.value, made.missing, made.lower_bound) == (None, "no_new_customers", Decimal(300))


def test_each_row_earns_at_its_own_margin() -> None:
    made = totals(
        row(period="2026-09", spend=100, revenue=1000, gross_margin="0.1"),
        row(period="2026-10", spend=100, revenue=1000),
        gross_margin=0.5,
    )
    assert made.totals["gross_profit"].value == 600
    assert made.totals["roi"].value == 2


def test_a_negative_margin_loses_every_lira() -> None:
    made = totals(row(period="2026-10", spend=100, revenue=1000, new_customers=9, gross_margin="-0.1"))
    assert made.totals["roi"].value == -2
    assert made.channels[0].verdict.pays == "loses_money"


def test_intervals_stand_only_where_the_guard_lets_them() -> None:
    assert figure("visitor_to_lead_rate", visitors=29, leads=10).interval is None
    assert figure("visitor_to_lead_rate", visitors=100, leads=4).interval is None
    assert figure("visitor_to_lead_rate", visitors=100, leads=5).interval is not None
    assert figure("cac", spend=100, new_customers=4).interval is None
    interval = figure("cac", spend=1000, new_customers=30).interval
    assert interval is not None
    assert (round(interval.low, 2), round(interval.high or 0, 2)) == (Decimal("23.35"), Decimal("49.41"))


def test_a_count_derived_from_a_rate_gets_no_interval() -> None:
    made = totals(row(period="2026-10", spend=1000, leads=100, close_rate="0.3"))
    assert made.totals["cac"].value == Decimal(1000) / 30
    assert made.totals["cac"].interval is None
    assert made.totals["cac"].derived
    assert made.channels[0].verdict.reason.key == "notes.verdict_customers_derived"


def test_a_price_per_lead_is_no_counts_outcome() -> None:
    made = totals(row("local_services_ads", "2026-10", spend=1000, leads=40, new_customers=20))
    assert made.channels[0].figures["cpl"].interval is None
    assert made.channels[0].figures["cac"].interval is not None


def test_shares_add_up_to_one() -> None:
    made = totals(
        row("radio", "2026-10", spend=100, revenue=1), row("google_ads", "2026-10", spend=300, revenue=3)
    )
    assert [each.figures["spend_share"].value for each in made.channels] == [Decimal("0.75"), Decimal("0.25")]
    assert made.totals["revenue_share"].value == 1


def test_a_doubtful_cell_marks_the_figures_that_rest_on_it() -> None:
    finding = Finding("K410", Severity.WARNING, Place(SHEET, 6, 3), affects=frozenset({"spend"}))
    sheet = worksheet(
        row("radio", "2026-10", number=5, spend=10, leads=5),
        row("google_ads", "2026-10", number=6, spend=18500, leads=5),
        findings=[finding],
    )
    made = build_report(sheet, file="x", today=TODAY)
    ads, radio = made.channels
    assert ads.figures["cpl"].doubtful
    assert made.totals["cpl"].doubtful
    assert not ads.figures["leads"].doubtful
    assert not radio.figures["cpl"].doubtful


def test_an_excluded_row_counts_nowhere_but_is_shown() -> None:
    made = totals(
        row(period="2026-10", number=5, spend=10), row(period="2026-10", number=6, spend=99, excluded="K406")
    )
    assert made.totals["spend"].value == 10
    assert [used.in_report for used in made.rows] == [True, False]
    assert made.rows[1].excluded == "K406"


_amounts = st.one_of(st.none(), st.integers(0, 500))
_rows = st.lists(
    st.tuples(
        st.sampled_from(["google_ads", "radio", "email"]), st.integers(1, 4), _amounts, _amounts, _amounts
    ),
    min_size=1,
    max_size=12,
)


def _made(data: list[tuple[str, int, int | None, int | None, int | None]], scale: int = 1) -> Report:
    return totals(
        *(
            row(
                key,
                f"2026-0{month}",
                number=5 + index,
                spend=None if spend is None else spend * scale,
                leads=leads,
                new_customers=customers,
            )
            for index, (key, month, spend, leads, customers) in enumerate(data)
        )
    )


@given(_rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(
    data: list[tuple[str, int, int | None, int | None, int | None]], chance: object
) -> None:
    shuffled = list(data)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    first, other = _made(data), _made(shuffled)
    assert dict(first.totals) == dict(other.totals)
    assert [(c.channel, c.verdict, dict(c.figures)) for c in first.channels] == [
        (c.channel, c.verdict, dict(c.figures)) for c in other.channels
    ]


@given(_rows, st.integers(2, 1000))
def test_scaling_spend_scales_the_cost_per_lead(
    data: list[tuple[str, int, int | None, int | None, int | None]], scale: int
) -> None:
    before, after = _made(data).totals["cpl"], _made(data, scale).totals["cpl"]
    assert before.missing == after.missing
    if before.value is not None and after.value is not None:
        assert float(after.value) == pytest.approx(float(before.value) * scale)


@given(_rows)
def test_every_figure_has_a_value_or_a_reason(
    data: list[tuple[str, int, int | None, int | None, int | None]],
) -> None:
    made = _made(data)
    for figures in (made.totals, made.business, *(channel.figures for channel in made.channels)):
        for each in figures.values():
            assert (each.value is None) == (each.missing is not None)
            if each.missing is not None:
                assert made.words.has(f"missing.{each.missing}")


def test_visitors_mean_nothing_for_a_channel_without_a_website() -> None:
    figures = totals(row("radio", "2026-10", spend=10, visitors=5, leads=1)).channels[0].figures
    for key in ("visitor_to_lead_rate", "cost_per_visitor"):
        assert figures[key].missing == "not_on_website"
    assert figures["cpl"].value == 10


def test_a_share_needs_an_amount_of_its_own() -> None:
    made = totals(
        row("radio", "2026-10", number=5, spend=9), row("email", "2026-10", number=6, spend=0, revenue=5)
    )
    radio, email = made.channels
    assert (radio.figures["revenue_share"].value, radio.figures["revenue_share"].missing) == (
        None,
        "revenue_not_recorded",
    )
    assert email.figures["revenue_share"].value == 1
    assert (email.figures["revenue_share"].numerator, email.figures["revenue_share"].denominator) == (5, 5)
    assert totals(row(period="2026-10", spend=0)).totals["spend_share"].missing == "no_spend"


def test_shares_are_of_a_whole_and_business_figures_of_the_business() -> None:
    made = totals(row(period="2026-10", spend=10, leads=5))
    assert len(made.totals) == len(list(made.totals))
    assert isinstance(made.totals, ScopeFigures)
    alone = ScopeFigures(Scope(made.totals.sums))
    assert len(alone) == len(list(alone))
    with pytest.raises(KeyError):
        alone["spend_share"]
    with pytest.raises(KeyError):
        alone["clv"]
    with pytest.raises(KeyError):
        made.totals["nothing"]


def test_figures_give_their_parts_their_rows_and_their_sums() -> None:
    made = totals(
        row(period="2026-09", number=5, spend=10, leads=5),
        row(period="2026-10", number=6, spend=30),
        row(period="2026-10", number=7, leads=3),
    )
    cpl, spend = made.totals["cpl"], made.totals["spend"]
    assert (cpl.numerator, cpl.denominator, cpl.rows_known, cpl.rows) == (10, 5, 1, 3)
    assert (spend.numerator, spend.denominator, spend.rows_known, spend.rows) == (40, None, 2, 3)
    assert (spend.known, spend.of) == (2, 2)


@pytest.mark.parametrize(
    ("key", "values", "has_one"),
    [
        ("visitor_to_lead_rate", {"visitors": 30, "leads": 5}, True),
        ("visitor_to_lead_rate", {"visitors": 29, "leads": 5}, False),
        ("visitor_to_lead_rate", {"visitors": 30, "leads": 4}, False),
        ("visitor_to_lead_rate", {"visitors": 30, "leads": 30}, True),
        ("visitor_to_lead_rate", {"visitors": 30, "leads": 31}, False),
        ("visitor_to_lead_rate", {"visitors": "30.5", "leads": 5}, False),
        ("visitor_to_lead_rate", {"visitors": 30, "leads": "5.5"}, False),
        ("cpl", {"spend": 10, "leads": 5}, True),
        ("cpl", {"spend": 10, "leads": 4}, False),
        ("cpl", {"spend": 10, "leads": "5.5"}, False),
        ("cac", {"spend": 10, "new_customers": 5}, True),
        ("cost_per_visitor", {"spend": 10, "visitors": 50}, False),
        ("roas", {"spend": 10, "revenue": 50}, False),
    ],
)
def test_which_figures_bear_a_likely_range(key: str, values: dict[str, Any], has_one: bool) -> None:
    """Rates from 30 trials and 5 events on, CPL and CAC from 5 events on, counts only."""
    assert (figure(key, **values).interval is not None) is has_one


def test_a_rate_of_everything_has_an_upper_end_of_one() -> None:
    interval = figure("visitor_to_lead_rate", visitors=30, leads=30).interval
    assert interval is not None
    assert interval.high == 1


@pytest.mark.parametrize(
    ("values", "bound"),
    [
        ({"spend": 900, "new_customers": 0}, 300),
        ({"spend": 0, "new_customers": 0}, None),
        ({"spend": 900, "leads": 0, "close_rate": "0.3"}, None),  # nobody counted them
    ],
)
def test_the_lower_bound_of_a_cac_without_customers(values: dict[str, Any], bound: int | None) -> None:
    assert figure("cac", **values).lower_bound == bound
    assert figure("cpl", spend=900, leads=0).lower_bound is None


@pytest.mark.parametrize(
    ("values", "key", "reason"),
    [
        ({"revenue": 5}, "gross_profit", "no_margin"),
        ({"spend": 5}, "gross_profit", "revenue_not_recorded"),
        ({"spend": 5}, "break_even_cpl", "revenue_not_recorded"),
        ({"revenue": 5, "leads": 5}, "break_even_cpl", "no_margin"),
        ({"spend": 5}, "average_revenue_per_sale", "revenue_not_recorded"),
        ({"revenue": 5}, "average_revenue_per_sale", "new_customers_not_recorded"),
        ({"leads": 5}, "response_rate", "pieces_sent_not_recorded"),
        ({"leads": 5, "pieces_sent": 0}, "response_rate", "no_pieces_sent"),
        ({"mql": 0, "sql": 0}, "sql_rate", "no_mql"),
        ({"sql": 0, "new_customers": 0}, "sql_close_rate", "no_sql"),
        ({"quotes": 0, "sales": 0}, "quote_close_rate", "no_quotes"),
        ({"spend": 5, "sales": 0}, "cost_per_sale", "no_sales"),
        ({"revenue": 5, "sales": 0}, "average_revenue_per_sale", "no_sales_or_customers"),
    ],
)
def test_why_a_figure_is_missing(values: dict[str, Any], key: str, reason: str) -> None:
    made = totals(row(period="2026-10", **values)).totals[key]
    assert (made.value, made.missing) == (None, reason)
    assert reason in MISSING_REASONS


def test_a_doubted_margin_of_business_touches_the_rows_without_one_of_their_own() -> None:
    rows = [
        row("radio", "2026-10", number=5, spend=10, revenue=100),
        row("email", "2026-10", number=6, spend=9, revenue=100, gross_margin="0.5"),
    ]
    place = worksheet(*rows, gross_margin=0.5).settings.places["gross_margin"]
    for severity, doubtful in ((Severity.WARNING, True), (Severity.INFO, False)):
        finding = Finding("K603", severity, place, affects=frozenset({"gross_margin"}))
        made = build_report(worksheet(*rows, findings=[finding], gross_margin=0.5), file="x", today=TODAY)
        radio, email = made.channels
        assert radio.figures["roi"].doubtful is doubtful
        assert not email.figures["roi"].doubtful
        assert not radio.figures["roas"].doubtful
    elsewhere = Finding("K603", Severity.WARNING, Place("Business", 99, 2), affects=frozenset({"vat"}))
    made = build_report(worksheet(*rows, findings=[elsewhere], gross_margin=0.5), file="x", today=TODAY)
    assert not made.channels[0].figures["roi"].doubtful


def test_a_doubt_on_another_sheet_or_on_a_whole_sheet_touches_no_row() -> None:
    rows = [row("radio", "2026-10", number=5, spend=10, leads=5)]
    for place in (Place("Months", 5, 3), Place(SHEET), None):
        finding = Finding("K410", Severity.WARNING, place, affects=frozenset({"spend"}))
        made = build_report(worksheet(*rows, findings=[finding]), file="x", today=TODAY)
        assert not made.totals["cpl"].doubtful


def test_a_doubted_cell_marks_a_figure_even_where_its_row_is_not_used_for_it() -> None:
    """The row's spend is doubted, its leads are blank: it might have counted."""
    finding = Finding("K410", Severity.WARNING, Place(SHEET, 6, 3), affects=frozenset({"leads"}))
    rows = [row(period="2026-10", number=5, spend=10, leads=5), row(period="2026-10", number=6, spend=9)]
    made = build_report(worksheet(*rows, findings=[finding]), file="x", today=TODAY)
    assert made.totals["cpl"].doubtful
    assert made.totals["leads"].doubtful
    assert not made.totals["spend"].doubtful


def test_rows_without_a_month_count_in_the_whole_and_in_no_period() -> None:
    rows = [row(period="2026-10", number=5, spend=10), row(number=6, spend=5)]
    whole = totals(*rows)
    assert whole.totals["spend"].value == 15
    assert [used.in_report for used in whole.rows] == [True, True]
    october = totals(*rows, report_from="2026-10", report_to="2026-10")
    assert october.totals["spend"].value == 10
    assert [used.in_report for used in october.rows] == [True, False]
    assert [one.figures["spend"].value for one in whole.channels[0].by_period] == [10]


def test_a_month_counts_once_for_averages_whatever_periods_cover_it() -> None:
    """A quarter and two of its months are three months: 90 + 30 + 30 leads are 50 a month."""
    quarter = Period(date(2026, 7, 1), date(2026, 9, 30))
    made = totals(
        row("radio", quarter, number=5, spend=1, leads=90),
        row("email", "2026-08", number=6, spend=1, leads=30),
        row("email", "2026-09", number=7, spend=1, leads=30),
        target_leads=50,
    )
    assert made.targets[0].actual.value == 50
    bare = totals(row("radio", number=5, spend=1, leads=90), target_leads=50)
    assert (bare.targets[0].actual.value, bare.targets[0].met) == (None, None)
