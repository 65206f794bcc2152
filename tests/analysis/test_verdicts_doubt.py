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
