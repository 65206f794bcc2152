from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Counted, Pays, Report, Shortfall
from kpisheet.worksheet.sheet import Worksheet
from tests.support.worksheets import row, worksheet

TODAY = date(2026, 11, 23)


def report_of(sheet: Worksheet) -> Report:
    return build_report(sheet, file="october.xlsx", today=TODAY)


@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_articles_worked_example_comes_out_to_the_digit(language: str) -> None:
    """Seeds 004: 100 visitors, 10 leads; $1,000, 100 leads, 30 customers at $500 each."""
    report = report_of(
        worksheet(
            row("organic_search", "2026-10", spend=0, visitors=100, leads=10, new_customers=0),
            row(
                "google_ads", "2026-10", spend=1000, leads=100, new_customers=30, average_revenue_per_sale=500
            ),
            language=language,
        )
    )
    by_key = {each.channel.key: each.figures for each in report.channels}
    assert by_key["organic_search"]["visitor_to_lead_rate"].value == Decimal("0.1")
    ads = by_key["google_ads"]
    assert ads["cpl"].value == 10
    assert round(ads["cac"].value or 0, 2) == Decimal("33.33")
    assert ads["revenue"].value == 15000
    assert ads["roas"].value == 15
    assert ads["revenue_roi"].value == 14
    assert ads["roi"].missing == "no_margin"


def test_spend_beside_blank_leads_is_not_in_the_cost_per_lead() -> None:
    report = report_of(
        worksheet(
            row(period="2026-07", number=5, spend=100, leads=10),
            row(period="2026-08", number=6, spend=100, leads=10),
            row(period="2026-09", number=7, spend=100, leads=20),
            row(period="2026-10", number=8, spend=1000),
        )
    )
    cpl = report.totals["cpl"]
    assert cpl.value == Decimal("7.5")
    assert (cpl.known, cpl.of) == (3, 4)
    assert cpl.shortfall == Shortfall(3, 4, Counted.PERIODS)
    assert report.totals["spend"].value == 1300


def test_headers_without_rows_make_a_report_that_says_no_data_yet() -> None:
    report = report_of(worksheet())
    assert report.words.say(report.headline).startswith("No data yet")
    assert report.channels == ()
    assert report.totals["cac"].missing == "no_rows"


def test_a_channel_that_wins_far_more_than_break_even_pays() -> None:
    """Spend 1,000 at 250 gross profit each: 4 customers break even, 30 were won."""
    report = report_of(
        worksheet(
            row(period="2026-10", spend=1000, leads=100, new_customers=30, revenue=15000), gross_margin=0.5
        )
    )
    verdict = report.channels[0].verdict
    assert verdict.pays is Pays.PAYS
    assert verdict.needed == 4
