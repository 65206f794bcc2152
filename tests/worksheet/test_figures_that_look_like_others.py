"""Tables of any shape: amounts that look like years, totals that go on, what is left, months before this."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.worksheet.sheet import RawSheet, Worksheet
from tests.support.raw_books import codes, sheet, understood

Lines = Sequence[Sequence[Any]]
HEADER = ["Channel", "Jan", "Feb", "Mar"]
CHANNELS: Lines = [["Google Ads", 1000, 1100, 1200], ["Radio", 200, 0, 450]]  # 3950 in all
TOTAL = ["Total", 1200, 1100, 1650]


def spend(worksheet: Worksheet) -> Decimal:
    return sum((row.values.get("spend", Decimal(0)) for row in worksheet.rows), Decimal(0))


def of_2026(*lines: Sequence[Any]) -> RawSheet:
    return sheet("Spend 2026", [HEADER, *CHANNELS, *lines])


@pytest.mark.parametrize("amounts", [[2000, 2000, 2000], [2050, 2000, 2026], [2000, 2000, 2010]])
def test_amounts_about_two_thousand_are_no_years(amounts: Sequence[int]) -> None:
    total = ["Total", *(a + b for a, b in zip((1200, 1100, 1650), amounts, strict=True))]
    worksheet = understood(of_2026(["Zebra Fair", *amounts], total))
    assert spend(worksheet) == 3950 + sum(amounts)
    assert "K431" not in codes(worksheet)


@pytest.mark.parametrize("header", [["Channel", 2024, 2025, 2026], ["Channel", 2026, 2025, 2024]])
def test_years_over_the_figures_are_years(header: Sequence[Any]) -> None:
    worksheet = understood(sheet("Marketing spend", [header, *CHANNELS]))
    assert {row.period.start.year for row in worksheet.rows if row.period} == {2024, 2025, 2026}


def test_years_over_months_may_stand_in_each_column() -> None:
    lines = [[None, 2025, 2025, 2026], ["Channel", "Nov", "Dec", "Jan"], *CHANNELS]
    found = {row.period.key for row in understood(sheet("Spend", lines)).rows if row.period}
    assert found == {"2025-11", "2025-12", "2026-01"}


@pytest.mark.parametrize("name", ["Cumulative", "YTD", "Kümülatif", "Running total"])
def test_totals_that_go_on_from_month_to_month_are_left_out_without_a_doubt(name: str) -> None:
    worksheet = understood(of_2026(TOTAL, [name, 1200, 2300, 3950]))
    assert (spend(worksheet), set(codes(worksheet))) == (3950, {"K404", "K506"})


@pytest.mark.parametrize("name", ["Remaining budget", "Kalan bütçe", "Balance", "Over/under"])
def test_what_is_left_of_a_budget_was_not_spent(name: str) -> None:
    worksheet = understood(of_2026(TOTAL, [name, 300, 400, 150]))
    assert spend(worksheet) == 3950
    assert "K151" in codes(worksheet)


def test_numbers_typed_as_text_make_no_total_wrong() -> None:
    lines = [
        ["Channel", "Jan 2026", "Feb 2026", "Total"],
        ["Google Ads", "1.250,50 TL", "1.300 TL", 2550.5],
        ["Radio", 800, "750 TL", 1550],
        ["Total", 2050.5, 2050, 4100.5],
    ]
    worksheet = understood(sheet("Spend", lines))
    assert spend(worksheet) == Decimal("4100.5")
    assert {"K431", "K159"}.isdisjoint(codes(worksheet))


def test_a_total_of_costs_per_lead_is_no_sum() -> None:
    lines = [
        ["Channel", "Spend", "Leads", "CPL"],
        ["January 2026"],
        ["Google Ads", 1000, 40, 25],
        ["Radio", 200, 5, 40],
        ["Total", 1200, 45, 26.7],
    ]
    assert codes(understood(sheet("Marketing", lines))) == ["K404"]


@pytest.mark.parametrize(
    ("this", "last", "title"),
    [("This month", "Last month", "October 2026"), ("Bu ay", "Geçen ay", "Ekim 2026")],
)
def test_the_month_before_beside_this_one_is_left_out(this: str, last: str, title: str) -> None:
    lines = [
        [title],
        ["Channel", this, None, last, None],
        [None, "Spend", "Leads", "Spend", "Leads"],
        ["Google Ads", 1000, 40, 900, 38],
        ["Radio", 200, 5, 100, 2],
    ]
    assert spend(understood(sheet("Report", lines))) == 1200
    named = [
        ["Ekim 2026"],
        ["Kanal", "Bu ay harcama", "Geçen ay harcama"],
        ["Google Ads", 1000, 900],
        ["Radyo", 200, 9],
    ]
    assert spend(understood(sheet("Rapor", named))) == 1200
