from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Figure, Report
from kpisheet.worksheet.findings import Finding, Place, Severity
from kpisheet.worksheet.sheet import Row
from tests.worksheets import SHEET, row, worksheet

TODAY = date(2026, 11, 23)


def totals(*rows: Row, **settings: object) -> Report:
    return build_report(worksheet(*rows, **settings), file="x", today=TODAY)


def figure(key: str, **values: object) -> Figure:
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
def test_an_undefined_figure_has_a_reason_and_no_value(
    key: str, values: dict[str, object], reason: str
) -> None:
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
