"""Where a sale takes months: customers by the month of their lead, unripe months, what is still open."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.deal_views import Stage
from kpisheet.analysis.report import Pays, Report
from kpisheet.html.page import render
from kpisheet.json_output import to_dict
from kpisheet.worksheet.sheet import Deal, Row
from tests.support.worksheets import deal, month, row, worksheet

TODAY = date(2026, 11, 23)  # 98 days before it: 17 August
DAYS_98 = timedelta(days=98)


def report(*rows: Row, **chosen: Any) -> Report:
    return build_report(worksheet(*rows, **chosen), file="x", today=TODAY)


def won(created: date, value: int | None = None, **more: Any) -> Deal:
    return deal(created, created + DAYS_98, value=value, **more)


def lost(created: date, closed: date, **more: Any) -> Deal:
    return deal(created, closed, outcome="lost", **more)


# A dozen deals of one fair: each sale took 98 days, so March's leads bought in June.
DOZEN = [
    won(date(2026, 3, 2), 4000),
    won(date(2026, 3, 10), 6000),
    lost(date(2026, 3, 20), date(2026, 4, 20)),
    won(date(2026, 4, 1), 5000),
    lost(date(2026, 4, 5), date(2026, 5, 5)),
    lost(date(2026, 4, 9), date(2026, 7, 1)),
    won(date(2026, 8, 5), 3000),
    deal(date(2026, 8, 6), quoted=date(2026, 8, 20), value=2500),
    deal(date(2026, 8, 7), value=1500),
    deal(date(2026, 9, 1), quoted=date(2026, 9, 20), value=2000),
    lost(date(2026, 9, 15), date(2026, 10, 1)),
    deal(date(2026, 9, 20)),
]
CUSTOMERS = {6: 2, 7: 1, 11: 1}  # in the months in which they bought
MONTHS = [
    row("exhibitions", f"2026-{n:02}", number=n, spend=2000, leads=3, new_customers=CUSTOMERS.get(n, 0))
    for n in range(3, 12)
]


def test_a_dozen_deals_by_the_month_of_their_lead() -> None:
    cohorts = report(*MONTHS, deals=DOZEN).cohorts
    assert cohorts is not None
    told = [
        (one.month.key, one.leads, one.won, one.lost, one.open, one.spend, one.cac, one.revenue, one.ripe)
        for one in cohorts.months
    ]
    assert told == [
        ("2026-03", 3, 2, 1, 0, 2000, 1000, 10_000, True),
        ("2026-04", 3, 1, 2, 0, 2000, 2000, 5000, True),
        ("2026-08", 3, 1, 0, 2, 2000, 2000, 3000, False),
        ("2026-09", 3, 0, 1, 2, 2000, None, 0, False),
    ]
    assert cohorts.months[0].win_rate == Decimal(2) / 3
    assert cohorts.months[0].roas == 5
    ripe = cohorts.together(ripe=True)
    assert ripe is not None
    assert (ripe.leads, ripe.won, ripe.spend, ripe.revenue) == (6, 3, 4000, 15_000)
    assert ripe.cac == Decimal(4000) / 3
    assert (cohorts.cycle_days, cohorts.before) == (98, 0)


def test_deals_of_months_that_deals_does_not_hold_whole_are_left_out_and_counted() -> None:
    """Channels knows a customer of July whom Deals doesn't: the leads before may have bought unseen."""
    more = [row("exhibitions", "2026-07", number=40, spend=0, leads=0, new_customers=1)]
    cohorts = report(*MONTHS, *more, deals=DOZEN).cohorts
    assert cohorts is not None
    assert [one.month.key for one in cohorts.months] == ["2026-08", "2026-09"]
    assert cohorts.before == 6


def test_without_a_whole_month_or_a_sale_there_are_no_cohorts() -> None:
    last = [row("exhibitions", "2026-11", number=40, spend=0, leads=0, new_customers=9)]
    assert report(*MONTHS, *last, deals=DOZEN).cohorts is None
    assert report(*MONTHS, deals=[one for one in DOZEN if one.outcome != "won"]).cohorts is None
    assert report(*MONTHS).cohorts is None


def test_a_won_deal_without_a_value_leaves_its_month_s_revenue_unknown() -> None:
    cohorts = report(*MONTHS, deals=[won(date(2026, 3, 2)), *DOZEN[1:]]).cohorts
    assert cohorts is not None
    assert cohorts.months[0].revenue is None
    assert cohorts.months[0].roas is None
    assert cohorts.months[0].cac == 1000


# --- the deals still open ---------------------------------------------------------------------------------

CLOSED = [
    *[won(date(2026, 2, 1), quoted=date(2026, 2, 9))] * 4,
    *[lost(date(2026, 2, 1), date(2026, 4, 1), quoted=date(2026, 2, 9))] * 6,
    *[lost(date(2026, 2, 1), date(2026, 3, 1))] * 10,
]
STILL = [
    deal(date(2026, 8, 1), quoted=date(2026, 9, 1), value=1000),
    deal(date(2026, 10, 1), quoted=date(2026, 10, 9), value=3000),
    *[deal(date(2026, 11, 1), value=500)] * 4,
    deal(date(2026, 11, 1)),
]


def test_what_may_come_of_the_open_deals_by_how_far_they_are() -> None:
    """Of 10 quoted deals 4 were won, of all 20 closed ones as well: 40 % after a quote, 20 % before."""
    still = report(row(period="2026-10", spend=1), deals=[*CLOSED, *STILL]).open_deals
    assert still is not None
    before, after = still.stages
    assert (before.stage, before.deals, before.valued, before.value) == (Stage.NOT_QUOTED, 5, 4, 2000)
    assert (before.win_rate, before.expected_customers, before.expected_revenue) == (Decimal("0.2"), 1, 400)
    assert (after.stage, after.deals, after.value, after.overdue) == (Stage.QUOTED, 2, 4000, 1)
    assert (after.win_rate, after.expected_customers) == (Decimal("0.4"), Decimal("0.8"))
    assert after.expected_revenue == 1600
    together = still.together
    assert (together.deals, together.value, together.overdue) == (7, 6000, 1)
    assert (together.expected_customers, together.expected_revenue) == (Decimal("1.8"), 2000)


def test_from_fewer_than_ten_closed_deals_nothing_is_expected() -> None:
    still = report(row(period="2026-10", spend=1), deals=[*CLOSED[:9], *STILL]).open_deals
    assert still is not None
    assert {one.win_rate for one in still.stages} == {None}
    assert still.together.expected_revenue is None


def test_without_a_quote_anywhere_there_is_one_stage_and_without_open_deals_none() -> None:
    closed = [won(date(2026, 2, 1))] * 5 + [lost(date(2026, 2, 1), date(2026, 3, 1))] * 5
    still = report(
        row(period="2026-10", spend=1), deals=[*closed, deal(date(2026, 11, 1), value=100)]
    ).open_deals
    assert still is not None
    assert [(one.stage, one.win_rate) for one in still.stages] == [(Stage.ANY, Decimal("0.5"))]
    assert report(row(period="2026-10", spend=1), deals=closed).open_deals is None


# --- verdicts ---------------------------------------------------------------------------------------------


def launched(*months: int, customers: int = 2, campaign: str | None = None) -> list[Row]:
    """A channel of 10,000 a month whose customers, at a gross profit of 1,000, came in the last month."""
    return [
        row(
            "radio",
            f"2026-{n:02}",
            number=n,
            campaign=campaign,
            spend=10_000,
            new_customers=customers if n == months[-1] else 0,
            revenue=2000 * customers if n == months[-1] else 0,
        )
        for n in months
    ]


def verdict_of(made: Report) -> tuple[Pays, str]:
    own = made.channels[0].verdict
    return own.pays, made.words.say(own.reason)


@pytest.mark.usefixtures("by_chance_alone")
def test_months_younger_than_a_sale_do_not_make_a_channel_lose() -> None:
    """30,000 from September on: 30 customers would break even and 2 came; but a sale takes 98 days."""
    rows = launched(9, 10, 11)
    assert verdict_of(report(*rows, gross_margin=0.5))[0] is Pays.LOSES_MONEY
    pays, reason = verdict_of(report(*rows, gross_margin=0.5, deals=DOZEN))
    assert pays is Pays.CANNOT_TELL
    assert reason == (
        "2 customers so far; about 30 would break even. But $30,000 of the spend is younger than a sale "
        "takes, so its customers may still come."
    )


@pytest.mark.usefixtures("by_chance_alone")
def test_a_channel_that_loses_by_its_ripe_months_alone_loses() -> None:
    """From March on 90,000; the 50,000 until July, which ended 98 days ago, take 50 customers: 2 came."""
    rows = launched(*range(3, 12))
    pays, reason = verdict_of(report(*rows, gross_margin=0.5, deals=DOZEN))
    assert pays is Pays.LOSES_MONEY
    assert reason == (
        "2 customers; about 50 would break even, leaving aside the $40,000 spent in months younger than "
        "a sale takes."
    )


@pytest.mark.usefixtures("by_chance_alone")
def test_waiting_never_speaks_for_a_channel() -> None:
    """Who pays, pays; and who is near break-even gets the same words as without Deals."""
    for customers in (31, 60, 29):
        rows = launched(9, 10, 11, customers=customers)
        patient = report(*rows, gross_margin=0.5, deals=DOZEN[:1])
        hasty = report(*rows, gross_margin=0.5)
        assert patient.channels[0].verdict.pays is hasty.channels[0].verdict.pays
        assert verdict_of(patient)[1].split(".")[0] == verdict_of(hasty)[1].split(".")[0]


@pytest.mark.usefixtures("by_chance_alone")
def test_campaigns_are_given_the_same_time() -> None:
    rows = [*launched(9, 10, 11, campaign="A"), *launched(9, 10, 11, campaign="B")]
    hasty, patient = (report(*rows, gross_margin=0.5, deals=deals) for deals in ((), DOZEN))
    assert {one.verdict.pays for one in hasty.channels[0].campaigns} == {Pays.LOSES_MONEY}
    assert {one.verdict.pays for one in patient.channels[0].campaigns} == {Pays.CANNOT_TELL}


def test_a_month_is_called_ripe_or_not_wherever_it_stands() -> None:
    made = report(*MONTHS, deals=DOZEN)
    assert made.not_ripe == {month(f"2026-{n:02}") for n in (8, 9, 10, 11)}
    assert made.period_name(month("2026-07")) == "July 2026"
    assert made.period_name(month("2026-08"), short=True) == "Aug 2026 · not ripe"
    assert to_dict(made)["unripe"] == ["2026-08", "2026-09", "2026-10", "2026-11"]


def test_page_and_json_show_the_months_of_leads_and_the_open_deals() -> None:
    made = report(*MONTHS, deals=DOZEN)
    page = render(made)
    for said in (
        "Customers by the month their lead came in",
        "August 2026 · not ripe",
        "Ripe months together",
        "Overdue: open for longer than the deals that were won took on average (98.0 days).",
        "1 open deal has no value yet",
    ):
        assert said in page
    told = to_dict(made)
    assert told["cohorts"]["ripe_together"]["cac"] == pytest.approx(4000 / 3)
    assert [one["month"] for one in told["cohorts"]["months"]] == ["2026-03", "2026-04", "2026-08", "2026-09"]
    assert told["open_deals"]["together"] == {
        "deals": 4,
        "overdue": 2,
        "value": 6000,
        "win_rate": None,
        "expected_customers": None,
        "expected_revenue": None,
    }
