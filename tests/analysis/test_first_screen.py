"""What the first screen says beside the figures: channels of earlier months, cells to check."""

from __future__ import annotations

from datetime import date

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Pays, Report
from kpisheet.batch.tasks import most_important
from kpisheet.html.page import render
from kpisheet.json_output import to_dict
from kpisheet.worksheet.findings import Finding, Place, Severity
from tests.support.worksheets import row, worksheet

pytestmark = pytest.mark.usefixtures("by_chance_alone")


def two_months(*findings: Finding, period: str | None = None) -> Report:
    """Radio lost money in September ($9,000 for 20 customers at $50 each); October has only e-mail."""
    rows = (
        row("radio", "2026-09", number=5, spend=9000, new_customers=20, revenue=2000, gross_margin="0.5"),
        row("email", "2026-10", number=6, spend=100, new_customers=20, revenue=2000, gross_margin="0.5"),
    )
    return build_report(
        worksheet(*rows, findings=findings, report_from=period, report_to=period),
        file="x.xlsx",
        today=date(2026, 11, 1),
    )


def doubt(row_number: int, *affected: str) -> Finding:
    facts = {"value": 9000, "times": 10}
    place = Place("Channels", row_number, 3)
    return Finding("K410", Severity.WARNING, place, facts=facts, affects=frozenset(affected))


def test_a_channel_that_lost_money_in_earlier_months_is_named_though_the_month_has_no_row_of_it() -> None:
    october = two_months(period="2026-10")
    assert [entry.channel.key for entry in october.channels] == ["email"]
    (radio,) = october.earlier_channels
    assert (radio.channel.key, radio.verdict.pays) == ("radio", Pays.LOSES_MONEY)
    assert any("Radio" in sentence for sentence in most_important(october))
    (told,) = to_dict(october)["earlier_channels"]
    assert (told["key"], told["pays"], told["customers_needed"]) == ("radio", "loses_money", 180)
    page = render(october)
    assert '<span class="name">Radio</span>' in page
    assert "no row in October 2026" in page


def test_a_report_of_all_months_has_no_channels_of_earlier_months() -> None:
    report = two_months()
    assert report.earlier_channels == ()
    assert {entry.channel.key for entry in report.judged} == {"radio", "email"}
    assert "Names without a link" not in render(report)


def test_the_cells_to_check_are_counted_in_words() -> None:
    def said(*findings: Finding) -> str | None:
        report = two_months(*findings)
        return report.words.say(report.to_check) if report.to_check else None

    assert said() is None
    assert said(doubt(5, "spend")) == "1 cell to check; it affects these figures."
    assert said(doubt(5)) == "1 cell to check; it doesn’t affect these figures."
    assert said(doubt(5, "spend"), doubt(6, "spend")) == "2 cells to check; all of them affect these figures."
    assert said(doubt(5, "spend"), doubt(6)) == "2 cells to check; 1 of them affects these figures."
    assert said(doubt(5), doubt(6)) == "2 cells to check; none of them affects these figures."


def test_the_mark_of_a_doubtful_figure_is_explained_where_it_first_stands() -> None:
    first_screen = render(two_months(doubt(6, "spend"))).partition('id="channels"')[0]
    assert "† rests on a cell to check." in first_screen
    assert "† rests on a cell to check." not in render(two_months()).partition('id="channels"')[0]


def test_a_card_without_a_figure_is_set_small_and_an_empty_report_has_no_cards() -> None:
    spend_only = build_report(
        worksheet(row("radio", "2026-10", spend=900)), file="x.xlsx", today=date(2026, 11, 1)
    )
    page = render(spend_only)
    assert '<dd class="value">$900' in page
    assert '<dd class="value missing">leads not filled in' in page
    assert "After each channel:" not in page
    empty = render(build_report(worksheet(), file="x.xlsx", today=date(2026, 11, 1)))
    assert "No data yet" in empty
    assert '<dl class="cards">' not in empty
