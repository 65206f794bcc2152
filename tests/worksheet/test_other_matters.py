"""Tables of other matters that hold a few names of channels become no report; those of marketing do."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.worksheet.sheet import RawSheet
from tests.support.raw_books import money, sheet, understood

Lines = Sequence[Sequence[Any]]
MONTHS = ["Jan 2026", "Feb 2026"]


def across(name: str, title: str, corner: str, *rows: str) -> RawSheet:
    lines = [[row, 100 + at, 200 + at] for at, row in enumerate(rows)]
    return sheet(name, [[title], [corner, *MONTHS], *lines])


def in_dollars(name: str, corner: str, *rows: str) -> RawSheet:
    lines = [[row, *[money("100", '"$"#,##0')] * 2] for row in rows]
    return sheet(name, [[corner, *MONTHS], *lines])


OTHERS: dict[str, RawSheet] = {
    "a household": across("Expenses", "Household budget", "Item", "Rent", "Phone", "Internet"),
    "a household in Turkish": across("Giderler", "Ev bütçesi", "Kalem", "Kira", "Telefon", "İnternet"),
    "an office": across("Expenses", "Costs 2026", "Account", "Advertising", "Internet", "Phone", "Postage"),
    "subscriptions": across("Costs", "Software costs 2026", "Service", "Google", "LinkedIn", "YouTube"),
    "hours of media": across("Time", "Hours spent on media", "Media", "TV", "Radio", "Facebook"),
    "a club’s budget": across(
        "Budget", "Budget 2026", "Item", "Events", "Flyers", "Website", "Music", "Food"
    ),
    "shares": in_dollars("Portfolio", "Stock", "Google", "Facebook", "Amazon"),
    "amounts by provider": in_dollars("Sheet1", "Provider", "Google", "Facebook", "LinkedIn"),
    "a device": sheet("Data", [["Channel", "Cost"], ["CH1", 20], ["CH2", 30], ["CH3", 25]]),
    "a grant": across("Grant", "Grant spend 2026", "Line", "Staff", "Website", "Events", "Flyers", "Travel"),
    "hosting": across("Costs", "Hosting costs 2026", "Item", "Website", "Email", "Backup"),
    "a plan of tasks": sheet(
        "Plan",
        [
            ["Task", "Owner", "Start", "End", "Cost"],
            ["Website", "Dana", "2026-01-05", "2026-01-20", 300],
            ["Flyers", "Can", "2026-02-05", "2026-02-20", 200],
            ["Radio spot", "Can", "2026-02-05", "2026-02-20", 100],
        ],
    ),
    "a checklist": sheet(
        "Checklist",
        [
            ["Task", "Source", "Cost"],
            ["Buy paper", "Google", 20],
            ["Order ink", "Website", 30],
            ["Call a plumber", "Local shop", 90],
        ],
    ),
    "recruiting": sheet(
        "Team 2026",
        [
            ["Recruiting source", "Candidates", "Hires", "Cost"],
            ["LinkedIn", 40, 2, 900],
            ["Referral", 10, 3, 100],
            ["Website", 30, 1, 50],
        ],
    ),
    "what a library spends by source": sheet(
        "Sheet1", [["Source", "Cost"], ["Books", 400], ["Website", 60], ["Events", 90], ["Radio", 30]]
    ),
    "the same in Turkish": sheet(
        "Sayfa1", [["Kaynak", "Harcama"], ["Kitap", 400], ["Web sitesi", 60], ["Etkinlik", 90], ["Radyo", 3]]
    ),
    "energy month by month": sheet(
        "Data",
        [
            ["Month", "Source", "Cost"],
            *([month, name, 90] for month in MONTHS for name in ("Coal", "Direct", "Other")),
        ],
    ),
    "income by source": in_dollars("Income", "Source", "Grants", "Events", "Direct mail", "Website"),
    "a price list with what was sold": sheet(
        "Prices",
        [
            ["Source", "Cost", "Sales", "Revenue"],
            ["Website", 300, 2, 900],
            ["Hosting", 40, 9, 700],
            ["Cable", 5, 60, 600],
        ],
    ),
    "an office that advertises": across(
        "Giderler", "Giderler 2026", "Gider", "Kira", "Reklam", "Telefon", "Elektrik", "Radyo"
    ),
    "rows of an office": sheet(
        "Sheet1",
        [
            ["Month", "Advertising", "Rent", "Electricity", "TV", "Phone", "Total spend"],
            *([month, 10, 900, 80, 20, 30, 1040] for month in MONTHS),
        ],
    ),
    "costs of running a shop": sheet(
        "Costs", [["Source", "Cost"], ["Phone", 20], ["Internet", 30], ["Rent", 900], ["Website", 15]]
    ),
}


@pytest.mark.parametrize("name", OTHERS)
def test_no_report_is_made_of_other_matters(name: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        understood(OTHERS[name])
    assert caught.value.code in ("no_table", "not_channels")


OF_MARKETING: dict[str, tuple[RawSheet, int]] = {
    "a title that says so": (
        across("Costs", "Software House Ltd: marketing costs", "Service", "Google", "LinkedIn"),
        602,
    ),
    "a header that says so": (across("Spend", "Acme Software 2026", "Channel", "Google", "LinkedIn"), 602),
    "names that other lists don’t have": (
        across("Budget", "Budget 2026", "Item", "Google Ads", "Facebook Ads", "Radio"),
        906,
    ),
    "media that other lists have, too, and nothing but them": (
        sheet("Sheet1", [["Source", "Cost"], ["Radio", 20], ["Newspaper", 30], ["Facebook", 40]]),
        90,
    ),
    "the same month by month": (across("Spend", "2026", "Item", "Radio", "Newspaper", "Facebook"), 906),
    "one thing that is no channel": (
        across("Budget", "Spend 2026", "Item", "Google Ads", "SEO", "Fuel"),
        906,
    ),
    "results beside the costs": (
        sheet(
            "Tasks", [["Source", "Cost", "Leads"], ["Google", 20, 2], ["Website", 30, 3], ["Referral", 0, 4]]
        ),
        50,
    ),
}


@pytest.mark.parametrize("name", OF_MARKETING)
def test_the_same_of_marketing_is_read(name: str) -> None:
    page, spend = OF_MARKETING[name]
    rows = understood(page).rows
    assert sum((row.values["spend"] for row in rows), Decimal(0)) == spend
