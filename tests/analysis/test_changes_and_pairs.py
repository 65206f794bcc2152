"""What is held against what: periods before, a year ago, channels among each other; and what is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.changes import spans_of
from kpisheet.analysis.claims import compare, cost_of, rate_of
from kpisheet.analysis.report import Change, Claim, Figure, Report
from kpisheet.analysis.spans import before, shifted, whole_months, window_of, year_before
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import Row
from tests.support.worksheets import month, row, worksheet

pytestmark = pytest.mark.usefixtures("by_chance_alone")

TODAY = date(2026, 12, 31)


def report(*rows: Row, **chosen: Any) -> Report:
    return build_report(worksheet(*rows, **chosen), file="x", today=TODAY)


def by_month(key: str = "google_ads", **by: dict[str, Any]) -> list[Row]:
    """Rows of one channel, by month: `m9={…}`."""
    return [
        row(key, f"2026-{int(name[1:]):02}", number=5 + index, **values)
        for index, (name, values) in enumerate(by.items())
    ]


def changes(made: Report) -> dict[tuple[str, str | None, bool], Change]:
    return {(change.key, change.channel, change.year_ago): change for change in made.changes}


# --- which periods ------------------------------------------------------------------------------------


def compared(*periods: Period, now: Period | None) -> list[tuple[str, str, bool]]:
    return [(each.now.key, each.earlier.key, each.year_ago) for each in spans_of(now, periods)]


def test_the_period_before_and_a_year_ago_are_held_against_where_rows_cover_them() -> None:
    october, september, last_year = month("2026-10"), month("2026-09"), month("2025-10")
    assert compared(september, october, now=october) == [("2026-10", "2026-09", False)]
    assert compared(last_year, october, now=october) == [("2026-10", "2025-10", True)]
    assert compared(last_year, september, october, now=october) == [
        ("2026-10", "2026-09", False),
        ("2026-10", "2025-10", True),
    ]
    assert compared(month("2026-08"), october, now=october) == []
    assert compared(october, now=october) == []
    assert compared(now=None) == []


def test_a_report_of_all_months_holds_the_last_against_the_one_before() -> None:
    months = [month(f"2026-{number:02}") for number in (8, 9, 10)]
    whole = Period(months[0].start, months[-1].end)
    assert compared(*months, now=whole) == [("2026-10", "2026-09", False)]
    assert compared(*reversed(months), now=whole) == [("2026-10", "2026-09", False)]


def test_a_quarter_is_covered_by_its_months_but_not_with_one_missing() -> None:
    quarter, earlier = (
        Period(date(2026, 7, 1), date(2026, 9, 30)),
        Period(date(2026, 4, 1), date(2026, 6, 30)),
    )
    months = [month(f"2026-{number:02}") for number in range(4, 10)]
    assert compared(*months, now=quarter) == [("2026-Q3", earlier.key, False)]
    without = [each for each in months if each != month("2026-05")]
    assert [each[:2] for each in compared(*without, now=quarter)] == [("2026-09", "2026-08")]


def test_spans_of_whole_months_stay_whole_and_others_keep_their_length() -> None:
    assert shifted(month("2024-01"), 1) == month("2024-02")
    assert shifted(month("2023-12"), 1) == month("2024-01")
    assert shifted(month("2024-01"), -13) == month("2022-12")
    assert shifted(Period(date(2026, 1, 31), date(2026, 1, 31)), 1) == Period(
        date(2026, 2, 28), date(2026, 2, 28)
    )
    assert shifted(Period(date(2026, 2, 2), date(2026, 2, 28)), 1) == Period(
        date(2026, 3, 2), date(2026, 3, 28)
    )
    assert year_before(Period(date(2024, 2, 29), date(2024, 2, 29))) == Period(
        date(2023, 2, 28), date(2023, 2, 28)
    )
    assert before(Period(date(2026, 3, 1), date(2026, 3, 1))) == Period(date(2026, 2, 28), date(2026, 2, 28))
    assert before(month("2026-03")) == month("2026-02")
    assert whole_months(month("2026-02"))
    assert not whole_months(Period(date(2026, 2, 2), date(2026, 2, 28)))
    assert not whole_months(Period(date(2026, 2, 1), date(2026, 2, 27)))


@pytest.mark.parametrize(
    ("span", "earliest", "start"),
    [
        (month("2026-10"), date(2020, 1, 1), date(2025, 11, 1)),
        (month("2026-12"), date(2020, 1, 1), date(2026, 1, 1)),
        (month("2026-10"), date(2026, 3, 1), date(2026, 3, 1)),
        (Period(date(2024, 1, 1), date(2026, 10, 31)), date(2020, 1, 1), date(2024, 1, 1)),
        (month("2026-10"), date(2026, 10, 1), date(2026, 10, 1)),
    ],
)
def test_the_window_reaches_back_twelve_months_or_to_the_first_row(
    span: Period, earliest: date, start: date
) -> None:
    assert window_of(span, earliest) == Period(start, span.end)


# --- changes ------------------------------------------------------------------------------------------


def test_changes_are_those_of_the_total_and_of_channels_that_were_there_before() -> None:
    everything = {"spend": 1000, "visitors": 900, "leads": 100, "new_customers": 30}
    made = report(
        *by_month(m9=everything, m10=everything),
        *by_month("radio", m10=everything),
        report_from="2026-10",
        report_to="2026-10",
    )
    found = changes(made)
    rates_and_costs = {"cpl", "cac", "visitor_to_lead_rate", "close_rate"}
    assert {key for key, channel, _ in found if channel is None} == {
        "leads",
        "new_customers",
        *rates_and_costs,
    }
    assert {key for key, channel, _ in found if channel == "google_ads"} == rates_and_costs
    assert not any(channel == "radio" for _, channel, _ in found)
    change = found["cpl", "google_ads", False]
    assert (change.period, change.earlier) == (month("2026-10"), month("2026-09"))
    assert (change.now.value, change.before.value, change.note) == (10, 10, None)


def test_counts_are_held_against_each_other_per_day() -> None:
    """1,240 leads in 31 days and 1,200 in 30 are 40 a day, both; as months they would differ by 40."""
    made = report(
        *by_month(m9={"spend": 1, "leads": 12000}, m10={"spend": 1, "leads": 12400}),
        report_from="2026-10",
        report_to="2026-10",
    )
    change = changes(made)["leads", None, False]
    assert change.claim is Claim.CANNOT_TELL
    more = report(
        *by_month(m9={"spend": 1, "leads": 1200}, m10={"spend": 1, "leads": 2480}),
        report_from="2026-10",
        report_to="2026-10",
    )
    assert changes(more)["leads", None, False].claim is Claim.YES


def test_no_lead_at_all_is_fewer_than_eight() -> None:
    """All of 8 leads in the first 30 of 61 days: 2 · (30 ÷ 61)⁸ = 0.0068, clear; 8 of 9 would not be."""
    made = report(*by_month(m9={"leads": 8}, m10={"leads": 0}), report_from="2026-10", report_to="2026-10")
    assert changes(made)["leads", None, False].claim is Claim.NO
    one = report(*by_month(m9={"leads": 8}, m10={"leads": 1}), report_from="2026-10", report_to="2026-10")
    assert changes(one)["leads", None, False].claim is Claim.CANNOT_TELL


def test_a_count_with_a_blank_in_it_is_held_against_nothing() -> None:
    """October's second row doesn't say its leads; the cost per lead leaves it out and is compared."""
    full: dict[str, Any] = {"spend": 10, "leads": 100}
    for blank in ("2026-09", "2026-10"):
        made = report(
            *by_month(m9=full, m10=full),
            row("radio", blank, number=9, spend=10),
            report_from="2026-10",
            report_to="2026-10",
        )
        found = changes(made)
        assert ("leads", None, False) not in found
        assert ("cpl", None, False) in found


def test_counts_that_were_derived_are_held_against_nothing() -> None:
    derived = {"spend": 10, "visitors": 1000, "visitor_to_lead_rate": "0.1"}
    made = report(*by_month(m9=derived, m10=derived), report_from="2026-10", report_to="2026-10")
    assert made.changes == ()


def test_a_year_ago_stands_beside_the_period_before_and_minds_inflation_in_money_only() -> None:
    full: dict[str, Any] = {"spend": 1000, "leads": 100, "new_customers": 30, "visitors": 900}
    rows = [
        row(period="2025-10", number=5, **full),
        row(period="2026-09", number=6, **full),
        row(period="2026-10", number=7, **full),
    ]
    found = changes(report(*rows, report_from="2026-10", report_to="2026-10"))
    noted = {(key, year_ago) for (key, channel, year_ago), change in found.items() if change.note}
    assert noted == {("cpl", True), ("cac", True)}
    assert found["cac", None, True].earlier == month("2025-10")


# --- pairs --------------------------------------------------------------------------------------------


def pairs(made: Report) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for pair in made.pairs:
        found.setdefault(pair.key, set()).add((pair.first, pair.other))
    return found


def test_every_kpi_of_two_channels_that_has_counts_is_compared() -> None:
    full: dict[str, Any] = {"visitors": 900, "leads": 100, "mql": 50, "sql": 20, "new_customers": 10}
    made = report(
        row("google_ads", "2026-10", number=5, spend=30, **full),
        row("email", "2026-10", number=6, spend=20, **full),
        row("radio", "2026-10", number=7, spend=10, leads=5),
    )
    ads, all_three = (
        {("google_ads", "email")},
        {("google_ads", "email"), ("google_ads", "radio"), ("email", "radio")},
    )
    assert pairs(made) == {
        "visitor_to_lead_rate": ads,
        "close_rate": ads,
        "sql_rate": ads,
        "cac": ads,
        "cpl": all_three,
    }


def test_a_price_per_lead_is_compared_with_no_other_cost_per_lead() -> None:
    full: dict[str, Any] = {"leads": 100, "new_customers": 10}
    for key in ("local_services_ads", "armut"):
        for spend in (5, 500):  # first or second by spend
            made = report(
                row("google_ads", "2026-10", number=5, spend=50, **full),
                row(key, "2026-10", number=6, spend=spend, **full),
            )
            assert set(pairs(made)) == {"close_rate", "cac"}


def test_a_pair_tells_its_claim_and_its_difference() -> None:
    """By hand: 100/1000 against 40/1000 → [+3.8, +8.3]."""
    made = report(
        row("google_ads", "2026-10", number=5, spend=50, visitors=1000, leads=100),
        row("email", "2026-10", number=6, spend=5, visitors=1000, leads=40),
    )
    (rates,) = (pair for pair in made.pairs if pair.key == "visitor_to_lead_rate")
    assert (rates.first, rates.other, rates.claim, rates.more) == ("google_ads", "email", Claim.YES, 0)
    assert rates.difference is not None
    assert float(rates.difference.low) == pytest.approx(0.038, abs=5e-4)
    assert float(rates.difference.high or 0) == pytest.approx(0.083, abs=5e-4)
    assert (rates.first_figure.value, rates.other_figure.value) == (Decimal("0.1"), Decimal("0.04"))
    (costs,) = (pair for pair in made.pairs if pair.key == "cpl")
    assert (costs.claim, costs.difference) == (Claim.YES, None)


def test_pairs_are_among_the_twenty_channels_with_the_most_spend() -> None:
    """20 · 19 ÷ 2 = 190 of a KPI."""
    rows = [row(f"Paper {chr(65 + n)}", "2026-10", number=5 + n, spend=100 + n, leads=5) for n in range(22)]
    made = report(*rows)
    found = pairs(made)["cpl"]
    assert len(found) == 190
    named = {name for pair in found for name in pair}
    assert "paper a" not in named
    assert "paper b" not in named
    assert "paper c" in named


# --- counts of a figure -------------------------------------------------------------------------------


def test_a_figure_without_counts_is_compared_with_nothing() -> None:
    known = Figure("cpl", Decimal(10), numerator=Decimal(100), denominator=Decimal(10))
    assert cost_of(known) is not None
    assert rate_of(known) is not None
    for missing in (Figure("cpl", None, numerator=Decimal(1)), Figure("cpl", None, denominator=Decimal(1))):
        assert cost_of(missing) is None
        assert rate_of(missing) is None
        assert compare(known, missing) is None
        assert compare(missing, known) is None
    rate = Figure("close_rate", Decimal("0.1"), numerator=Decimal(10), denominator=Decimal(100))
    assert compare(rate, Figure("close_rate", None)) is None
    assert compare(Figure("close_rate", None), rate) is None
    assert compare(rate, rate) is not None
    derived = Figure("cpl", None, numerator=Decimal(100), denominator=Decimal(10), derived=True)
    assert compare(known, derived) is None


# --- the base of a figure -----------------------------------------------------------------------------


def test_a_figure_says_its_base_only_where_some_months_are_missing() -> None:
    def base(**values: Any) -> tuple[int, int] | None:
        made = report(
            row(period="2026-09", number=5, spend=10, leads=5),
            row(period="2026-10", number=6, spend=10, **values),
        )
        short = made.totals["cpl"].shortfall
        return (short.known, short.of) if short else None

    assert base() == (1, 2)
    assert base(leads=5) is None
    assert report(row(period="2026-10", spend=10)).totals["cpl"].shortfall is None


def test_rows_without_months_are_counted_as_rows() -> None:
    made = report(row(number=5, spend=10, leads=5), row(number=6, spend=10), row(number=7, spend=10))
    cpl = made.totals["cpl"]
    assert (cpl.known, cpl.of, cpl.rows_known, cpl.rows) == (1, 3, 1, 3)
    assert made.period is None
    assert made.by_period == ()


def test_a_month_with_several_rows_is_known_if_one_of_them_is() -> None:
    made = report(
        row(period="2026-10", number=5, spend=10, leads=5),
        row("radio", "2026-10", number=6, spend=10),
        row("radio", "2026-09", number=7, spend=10),
    )
    cpl = made.totals["cpl"]
    assert (cpl.known, cpl.of, cpl.rows_known, cpl.rows) == (1, 2, 1, 3)


def test_a_claim_takes_in_everything_that_could_be_claimed() -> None:
    """One Holm over all pairs and changes, those that the guards silence too.

    30 and 14 of 60 are clear by themselves, and no longer among the 66 pairs of twelve channels.
    """
    two = [
        row("google_ads", "2026-10", number=5, visitors=60, leads=30),
        row("email", "2026-10", number=6, visitors=60, leads=14),
    ]
    alone = report(*two)
    assert [pair.claim for pair in alone.pairs] == [Claim.NO]  # e-mail's, which stands first
    others = [row(f"Paper {chr(65 + n)}", "2026-10", number=9 + n, visitors=9, leads=3) for n in range(10)]
    among = report(*two, *others)
    (pair,) = (each for each in among.pairs if {each.first, each.other} == {"google_ads", "email"})
    assert pair.claim is Claim.CANNOT_TELL
