"""Months across: totals are held against their rows, and sums that nobody named are asked about."""

from __future__ import annotations

from typing import Any

from tests.support.raw_books import sheet, understood

HEADER = ["Spend", "Jan 2026", "Feb 2026", "Mar 2026"]
GOOGLE, RADIO = ["Google Ads", 123, 110, 120], ["Radio", 456, 60, 70]


def said(*lines: list[Any]) -> list[tuple[str, str | None]]:
    worksheet = understood(sheet("Marketing", [HEADER, *lines]))
    return [(one.code, one.place.cell if one.place else None) for one in worksheet.findings]


def test_a_total_that_fits_is_said_and_no_more() -> None:
    assert said(GOOGLE, RADIO, ["Total", 579, 170, 190]) == [("K404", "A4")]


def test_a_total_that_does_not_fit_is_warned_about_with_the_first_month_that_differs() -> None:
    lines = [GOOGLE, RADIO, ["Total", 579, 170, 240]]
    worksheet = understood(sheet("Marketing", [HEADER, *lines]))
    (warned,) = (one for one in worksheet.findings if one.code == "K431")
    assert (warned.facts["column"], warned.facts["says"], warned.facts["adds"]) == ("Mar 2026", 240, 190)
    assert said(*lines) == [("K431", "A4"), ("K404", "A4")]


def test_a_row_whose_figures_are_sums_is_asked_about() -> None:
    assert said(GOOGLE, RADIO, ["Zebra Fair", 579, 170, 190]) == [("K432", "A4")]
    assert said(GOOGLE, RADIO, ["Online", 479, 270, 199]) == []


def test_a_channel_taken_for_a_total_is_warned_about() -> None:
    assert ("K431", "A3") in said(GOOGLE, ["Total Wine", 70, 80, 90], RADIO)
