"""A verdict that rests on a doubted cell says so; one that doesn't, doesn't."""

from __future__ import annotations

from datetime import date

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Pays, Report, Verdict
from kpisheet.worksheet.findings import Finding, Place, Severity
from tests.support.worksheets import row, worksheet

pytestmark = pytest.mark.usefixtures("by_chance_alone")


def report_of(*findings: Finding, only: str | None = None) -> Report:
    """Google Ads clearly loses money and e-mail clearly pays, at $50 of gross profit a customer."""
    rows = (
        row(
            "google_ads", "2026-10", number=5, spend=9000, new_customers=20, revenue=2000, gross_margin="0.5"
        ),
        row("email", "2026-10", number=6, spend=100, new_customers=20, revenue=2000, gross_margin="0.5"),
        row("referral", "2026-10", number=7, spend=0, new_customers=20, revenue=2000, gross_margin="0.5"),
    )
    chosen = [each for each in rows if only is None or each.channel.key == only]
    return build_report(worksheet(*chosen, findings=findings), file="x.xlsx", today=date(2026, 11, 1))


def verdict_of(channel: str, *findings: Finding) -> Verdict:
    report = report_of(*findings)
    return next(entry.verdict for entry in report.channels if entry.channel.key == channel)


def doubt(row_number: int, key: str, severity: Severity = Severity.WARNING) -> Finding:
    return Finding("K410", severity, Place("Channels", row_number, 3), affects=frozenset({key}))


def test_a_verdict_that_a_doubted_spend_decides_is_none_before_it_is_checked() -> None:
    """At 900 instead of 9,000, 18 would break even and 20 came."""
    report = report_of(doubt(5, "spend"))
    verdict = next(each.verdict for each in report.channels if each.channel.key == "google_ads")
    assert (verdict.pays, verdict.as_typed) == (Pays.CHECK_FIRST, Pays.LOSES_MONEY)
    assert report.words.say(verdict.reason) == (
        "As typed, it loses money; with 900 instead of 9,000 in C5, we cannot tell yet."
    )
    assert report.findings[0].decides == ("Google ads",)


def test_a_verdict_on_a_doubted_cell_that_does_not_decide_it_is_marked_and_says_why() -> None:
    """With 1 customer instead of 20 Google Ads loses all the more."""
    verdict = verdict_of("google_ads", doubt(5, "new_customers"))
    assert (verdict.pays, verdict.doubtful) == (Pays.LOSES_MONEY, True)
    assert verdict.reason.key == "notes.verdict_doubtful"


def test_a_doubt_elsewhere_marks_nothing() -> None:
    assert not verdict_of("google_ads", doubt(6, "spend")).doubtful
    assert not verdict_of("google_ads", doubt(5, "visitors")).doubtful
    assert not verdict_of("google_ads", doubt(5, "spend", Severity.INFO)).doubtful


def test_without_spend_there_is_nothing_to_doubt() -> None:
    verdict = verdict_of("referral", doubt(7, "new_customers"))
    assert (verdict.pays, verdict.doubtful) == (Pays.NO_SPEND, False)


def test_nobody_is_told_to_spend_less_because_of_a_doubted_cell() -> None:
    assert report_of(only="google_ads").next_step.key == "headline.next_less"
    doubted = report_of(doubt(5, "spend"), only="google_ads")
    assert doubted.next_step.key == "headline.next_check"


def test_what_to_record_is_asked_for_even_where_the_verdict_is_doubted() -> None:
    rows = (row("google_ads", "2026-10", number=5, spend=9000),)
    report = build_report(
        worksheet(*rows, findings=[doubt(5, "spend")]), file="x.xlsx", today=date(2026, 11, 1)
    )
    assert report.next_step.key == "headline.next_record_customers_not_recorded"


def weak_month(*, leads: int) -> Verdict:
    """Five months of 12 customers and a sixth of 3, whose revenue nobody typed yet, at $50 of profit each.

    63 of 4,800 ÷ 50 = 96. With 30 instead of 3 they would be 90 of 96, which chance may do.
    """
    rows = [
        row(
            "google_ads",
            f"2026-{month:02}",
            number=month,
            spend=800,
            leads=60 if month < 10 else leads,
            new_customers=12 if month < 10 else 3,
            revenue=1200 if month < 10 else None,
            gross_margin="0.5",
        )
        for month in range(5, 11)
    ]
    report = build_report(worksheet(*rows), file="x.xlsx", today=date(2026, 11, 1))
    return report.channels[0].verdict


def test_a_weak_month_that_its_leads_bear_out_is_not_asked_about() -> None:
    """3 of 15 leads are 12 of 60."""
    assert (weak_month(leads=15).pays, weak_month(leads=15).deciding) == (Pays.LOSES_MONEY, ())


def test_a_weak_month_beside_as_many_leads_as_ever_may_lack_a_zero() -> None:
    """Of 150 leads 30 are 12 of 60."""
    verdict = weak_month(leads=150)
    assert (verdict.pays, verdict.as_typed) == (Pays.CHECK_FIRST, Pays.LOSES_MONEY)
    assert [(one.key, one.value) for one in verdict.deciding] == [("new_customers", 30)]


def test_what_no_doubted_cell_decides_can_begin_while_one_is_checked() -> None:
    """Radio’s 900 instead of 9,000 can’t be told; Google ads pays, 80 of 20."""
    rows = (
        row("radio", "2026-10", number=5, spend=9000, new_customers=20, revenue=2000, gross_margin="0.5"),
        row(
            "google_ads",
            "2026-10",
            number=6,
            spend=1000,
            new_customers=80,
            revenue=8000,
            gross_margin="0.5",
        ),
    )

    def said(*findings: Finding) -> str:
        made = build_report(worksheet(*rows, findings=findings), file="x.xlsx", today=date(2026, 11, 1))
        return made.words.say(made.next_step)

    told = said(doubt(5, "spend"))
    assert told.startswith("First check Channels C5: the verdict of Radio hangs on it.")
    assert "Whatever that brings, this need not wait. Next: for " in told
    assert "more on Google ads" in told
    assert "need not wait" not in said(doubt(5, "spend"), doubt(6, "spend"))
