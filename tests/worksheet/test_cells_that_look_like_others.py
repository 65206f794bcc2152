"""Cells that look like something else: footnote marks, unseen letters, endless numbers, dates and names."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpisheet.analysis.build import build_report
from kpisheet.worksheet.sheet import CellKind, NumberStyle, RawCell, Worksheet
from tests.support.raw_books import TODAY, sheet, understood

OCTOBER = date(2026, 10, 1)
HEADER = ["Month", "Channel", "Spend", "Leads"]


def read(*lines: list[Any], header: list[str] = HEADER) -> Worksheet:
    return understood(sheet("Channels", [header, *lines]))


def day_cell(serial: str, number_format: str = "d mmm yyyy") -> RawCell:
    return RawCell(0, 0, CellKind.NUMBER, serial, Decimal(serial), NumberStyle.DATE, number_format)


@pytest.mark.parametrize(("typed", "value"), [("1250¹", 1250), ("500²", 500), ("12³ ", 12), ("1,250⁽", None)])
def test_a_footnotes_mark_is_no_digit(typed: str, value: int | None) -> None:
    (row,) = read([OCTOBER, "SEO", typed, 10]).rows
    assert row.values.get("spend") == value


@pytest.mark.parametrize(
    "header",
    [
        ["Month", "Chan\u00adnel", "Spe\u00adnd", "Leads"],
        ["Month", "Channel\u200b", "\ufeffSpend", "Leads"],
        ["Month", "Channel¹", "Spend²", "Leads*"],
        ["Month", "Channel [1]", "Spend (2)", "Leads"],
        ["Month", "Chan\u200dnel", "Spend\u200e", "Le\u2060ads"],
    ],
)
def test_unseen_letters_and_footnote_marks_are_no_part_of_a_header(header: list[str]) -> None:
    (row,) = read([OCTOBER, "SEO", 100, 10], header=header).rows
    assert row.values == {"spend": 100, "leads": 10}


@given(
    st.floats(min_value=1e15, max_value=1.7e308, exclude_min=True),
    st.sampled_from(["Spend", "Leads", "Revenue"]),
)
@settings(max_examples=60, deadline=None)
def test_any_number_that_excel_can_hold_ends_in_a_finding_at_worst(number: float, column: str) -> None:
    names = ["Channel", "Spend", "Leads", "Revenue"]
    line: list[Any] = ["SEO", 100, 10, 400]
    line[names.index(column)] = Decimal(repr(number))
    worksheet = understood(sheet("Channels", [names, line, ["Radio", 50, 5, 100]]))
    report = build_report(worksheet, file="x.xlsx", today=TODAY)
    assert [one.code for one in report.findings if one.severity == "error"] == ["K328"]
    usual = {"Spend": 50, "Leads": 5, "Revenue": 100}
    assert report.totals[column.lower()].value == usual[column]


@pytest.mark.parametrize(
    ("serial", "month"),
    [("46295.9999999999", "2026-10"), ("46326.9999999999", "2026-11"), ("46295.5", "2026-09")],
)
def test_a_hair_before_midnight_is_the_day_that_programs_show(serial: str, month: str) -> None:
    (row,) = read([day_cell(serial), "SEO", 100, 10]).rows
    assert row.period is not None
    assert row.period.key == month


def test_a_channel_that_is_a_date_is_asked_about_and_a_number_is_one_name() -> None:
    worksheet = read(
        [OCTOBER, day_cell("46227", "d-mmm"), 100, 10],
        [OCTOBER, RawCell(0, 0, CellKind.NUMBER, "2026.0", Decimal("2026.0")), 10, 1],
        [date(2026, 9, 1), "2026", 10, 1],
    )
    assert [row.channel.name for row in worksheet.rows] == ["2026-07-24", "2026", "2026"]
    assert [one.code for one in worksheet.findings if one.code == "K326"] == ["K326"]


def test_a_month_typed_with_two_digits_of_its_year_is_asked_about() -> None:
    worksheet = read([day_cell("46320", "d-mmm"), "SEO", 100, 10])  # 25 October 2026
    (finding,) = worksheet.findings
    assert (finding.code, finding.facts["other"].key) == ("K327", "2025-10")
    assert not read([day_cell("46320", "d-mmm-yy"), "SEO", 100, 10]).findings
    assert not read([day_cell("46300", "d-mmm"), "SEO", 100, 10]).findings  # 5 October 2026: no year so near


@pytest.mark.parametrize(("typed", "margin"), [("0.48", "0.48"), ("1", "1"), ("48", "0.48")])
def test_a_bare_gross_margin_is_no_less_than_one_percent(typed: str, margin: str) -> None:
    (row,) = read([OCTOBER, "SEO", 100, 10, Decimal(typed)], header=[*HEADER, "Gross margin"]).rows
    assert row.values["gross_margin"] == Decimal(margin)


def test_the_two_readings_of_a_rate_are_written_so_that_they_differ() -> None:
    worksheet = read([OCTOBER, "SEO", 100, 10, Decimal("0.05")], header=[*HEADER, "Close rate"])
    report = build_report(worksheet, file="x.xlsx", today=TODAY)
    (finding,) = report.findings
    said = report.words.text(f"findings.{finding.code}.message", **finding.facts)
    assert said == "0.05 may be 0.05% or 5%. The cell is not used."
