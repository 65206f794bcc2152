"""Tables of one shape on several sheets: each figure counts once, whatever the sheets are to one another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from kpisheet.worksheet.layouts.part_names import Naming, naming
from kpisheet.worksheet.sheet import RawSheet
from tests.support.raw_books import codes, sheet, understood
from tests.worksheet.test_shapes_people_bring import summed

Lines = Sequence[Sequence[Any]]
MONTHS = ["Jan 2026", "Feb 2026"]
HEAD = ["Month", "Channel", "Spend", "Leads"]
FIRST: Lines = [["Google Ads", 100, 110], ["Facebook", 50, 60]]
SECOND: Lines = [["Google Ads", 71, 70], ["Facebook", 30, 31]]
BOTH: Lines = [["Google Ads", 171, 180], ["Facebook", 80, 91]]
LIST: Lines = [
    ["2026-01", "Google Ads", 100, 10],
    ["2026-02", "Google Ads", 110, 11],
    ["2026-01", "Facebook", 50, 5],
    ["2026-02", "Facebook", 60, 6],
]
OTHER_LIST: Lines = [["2026-01", "Google Ads", 71, 8], ["2026-02", "Facebook", 31, 4]]
ONE, TWO = {"google": 210, "facebook": 110}, {"google": 351, "facebook": 171}


def across(name: str, lines: Lines, header: Sequence[Any] = MONTHS) -> RawSheet:
    return sheet(name, [["Spend"], ["Channel", *header], *lines])


def listed(name: str, lines: Lines) -> RawSheet:
    return sheet(name, [HEAD, *lines])


CASES: dict[str, tuple[list[RawSheet], dict[str, int], set[str]]] = {
    "countries": ([across("US", FIRST), across("UK", SECOND)], TWO, {"K156"}),
    "countries, and their sum before them": (
        [across("All", BOTH), across("US", FIRST), across("UK", SECOND)],
        TWO,
        {"K154", "K156"},
    ),
    "countries, and a sum that nothing names": (
        [across("US", FIRST), across("UK", SECOND), across("Marketing 1", BOTH)],
        TWO,
        {"K154", "K156"},
    ),
    "lists of cities": (
        [listed("İstanbul", LIST), listed("Ankara", OTHER_LIST)],
        {"google": 281, "facebook": 141},
        {"K156"},
    ),
    "lists of cities with a region to each row": (
        [
            sheet("US", [["Month", "Region", "Channel", "Spend"], ["2026-01", "East", "Google Ads", 100]]),
            sheet(
                "UK",
                [
                    ["Month", "Region", "Channel", "Spend"],
                    ["2026-01", "North", "Google Ads", 70],
                    ["2026-01", "South", "Google Ads", 40],
                ],
            ),
        ],
        {"google": 210},
        {"K156"},
    ),
    "brands": ([across("Brand A", FIRST), across("Brand B", SECOND)], TWO, {"K157"}),
    "titles on one sheet": (
        [sheet("Spend", [["US"], ["Channel", *MONTHS], *FIRST, [], ["UK"], ["Channel", *MONTHS], *SECOND])],
        TWO,
        {"K156"},
    ),
    "a copy": ([across("Spend", FIRST), across("Spend (2)", FIRST)], ONE, {"K154"}),
    "an earlier state": ([across("Spend", FIRST), across("Spend old", SECOND)], ONE, {"K158"}),
    "sheets without a name of their own": (
        [across("Sheet1", FIRST), across("Sheet2", SECOND)],
        ONE,
        {"K158"},
    ),
    "the same in another currency": (
        [across("Dollars", FIRST), across("Lira", [["Google Ads", 4000, 4400], ["Facebook", 2000, 2400]])],
        ONE,
        {"K158"},
    ),
    "countries in their own currencies": (
        [
            sheet("US", [["Spend ($)", *MONTHS], *FIRST]),
            sheet("UK", [["Spend (£)", *MONTHS], *SECOND]),
        ],
        ONE,
        {"K158"},
    ),
    "regions as headings": (
        [sheet("Spend", [["Channel", *MONTHS], ["US"], *FIRST, ["UK"], *SECOND])],
        TWO,
        set(),
    ),
    "regions in a column": (
        [
            sheet(
                "Spend",
                [
                    ["Channel", "Region", *MONTHS],
                    ["Google Ads", "US", 100, 110],
                    ["Google Ads", "UK", 71, 70],
                    ["Facebook", "US", 50, 60],
                    ["Facebook", "UK", 30, 31],
                ],
            )
        ],
        TWO,
        set(),
    ),
    "a list, and another year across": (
        [listed("Data", LIST), across("2025", FIRST, ["Jan 2025", "Feb 2025"])],
        {"google": 420, "facebook": 220},
        {"K411", "K507"},
    ),
    "a list, and its summary across": ([listed("Data", LIST), across("Overview", FIRST)], ONE, set()),
    "a list, and a summary that differs": (
        [listed("Data", LIST), across("Overview", [FIRST[0], ["Facebook", 50, 65]])],
        ONE,
        {"K155"},
    ),
    "a list, and channels by months of nobody knows what": (
        [listed("Data", LIST), sheet("2026", [["Channel", "Mar 2026", "Apr 2026"], *SECOND])],
        ONE,
        {"K152"},
    ),
    "a list, and other costs across": (
        [listed("Data", LIST), sheet("Payroll", [["Cost", *MONTHS], ["Dana", 900, 900], ["Can", 80, 80]])],
        ONE,
        set(),
    ),
    "a sheet a month, and other costs across": (
        [
            *(
                sheet(month, [["Channel", "Spend"], *([line[0], line[at]] for line in FIRST)])
                for at, month in enumerate(MONTHS, 1)
            ),
            sheet("Payroll", [["Cost", *MONTHS], ["Dana", 900, 900], ["Can", 80, 80]]),
        ],
        ONE,
        set(),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_figure_counts_once_and_what_was_made_of_a_sheet_is_said(name: str) -> None:
    sheets, spent, told = CASES[name]
    made = understood(*sheets)
    assert summed(made, "spend") == spent
    assert set(codes(made)) == told


def test_two_names_of_one_channel_in_a_month_are_still_told() -> None:
    lines = [["Google Ads", 100, 110], ["Facebook", 50, 60], ["Adwords", 5, 6]]
    made = understood(across("Spend", lines))
    assert set(codes(made)) == {"K405"}


@pytest.mark.parametrize("header", [["Jan 2026", "Feb 2026", "Q1 2026"], ["Jan 2026", "Feb 2026", "2026"]])
def test_a_longer_period_beside_its_months_that_is_not_their_sum_is_told_at_its_cell(
    header: list[str],
) -> None:
    made = understood(across("Spend", [["Google Ads", 100, 110, 210], ["Facebook", 50, 60, 900]], header))
    assert summed(made, "spend") == ONE
    assert [(one.code, one.place and one.place.cell) for one in made.findings] == [("K159", "D4")]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        (["Month", "Google Ads", "Facebook", "Total", "YTD"], [[150, 150], [170, 320]]),
        (["Ay", "Google Ads", "Facebook", "Toplam", "Kümülatif"], [[150, 150], [170, 320]]),
    ],
)
def test_a_running_total_down_the_months_is_no_wrong_sum(header: list[str], cells: Lines) -> None:
    rows = [["Jan 2026", 100, 50, *cells[0]], ["Feb 2026", 110, 60, *cells[1]]]
    made = understood(sheet("Ad spend", [header, *rows]))
    assert summed(made, "spend") == ONE
    assert set(codes(made)) == {"K150"}


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("US", Naming.REGION),
        ("UK – Spend", Naming.REGION),
        ("İzmir 2026", Naming.REGION),
        ("Almanya", Naming.REGION),
        ("Northern Ireland EU", Naming.REGION),
        ("Brand A", Naming.OWN),
        ("Lamps", Naming.OWN),
        ("Sayfa1", Naming.BARE),
        ("Data (2)", Naming.BARE),
        ("Copy of Spend", Naming.BARE),
        ("Harcama eski", Naming.BARE),
        ("Toplam", Naming.SUMMARY),
    ],
)
def test_the_name_of_a_sheet_tells_what_it_may_be_beside_others_of_its_shape(name: str, says: Naming) -> None:
    assert naming(name) is says
