"""Which rows say the same again, and what is said of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpisheet.worksheet.findings import Finding
from tests.support.raw_books import sheet, understood

OCTOBER = date(2026, 10, 1)
HEADER = ["Month", "Channel", "Spend", "Leads"]


def repeated(*lines: list[Any], more: tuple[str, ...] = (), header: list[str] = HEADER) -> list[Finding]:
    worksheet = understood(sheet("A", [[*header, *more], *lines]))
    return [one for one in worksheet.findings if one.code == "K405"]


@pytest.mark.parametrize(
    ("column", "one", "other"),
    [
        ("Ad set", "Broad", "Lookalike"),
        ("Device", "mobile", "desktop"),
        ("Ülke", "Türkiye", "KKTC"),
        ("Day", 5, 6),
        ("Hafta", 40, 41),
        ("Invoice no", 118, 131),
        ("Booked on", date(2026, 10, 5), date(2026, 10, 9)),
    ],
)
def test_rows_that_differ_in_what_is_not_read_are_no_duplicates(column: str, one: Any, other: Any) -> None:
    first, second = [OCTOBER, "Radio", 100, 5], [OCTOBER, "Radio", 100, 5]
    assert repeated([*first, one], [*second, other], more=(column,)) == []
    (found,) = repeated([*first, one], [*second, one], more=(column,))
    assert (found.place and found.place.cell, found.facts["n"]) == ("B3", 2)


@pytest.mark.parametrize("typed", [date(2026, 10, 5), "2026-10-05", "5 Oct 2026", "Week 40 2026"])
def test_rows_of_days_and_weeks_are_no_duplicates(typed: Any) -> None:
    assert repeated([typed, "Radio", 100, 5], [date(2026, 10, 20), "Radio", 100, 5]) == []
    assert len(repeated([typed, "Radio", 100, 5], [typed, "Radio", 100, 5])) == 1


def test_a_figure_that_is_not_read_makes_no_other_row() -> None:
    lines = [[OCTOBER, "Radio", 100, 5, 900], [OCTOBER, "Radio", 120, 5, 950]]
    (found,) = repeated(*lines, more=("Impressions",))
    assert [str(one.key) for one in found.facts["columns"]] == [
        "columns.period.header",
        "columns.channel.header",
        "columns.leads.header",
    ]


def test_many_rows_of_one_kind_are_one_finding_with_the_first_of_them() -> None:
    (found,) = repeated(*([OCTOBER, "Radio", 100, 5] for _ in range(50)))
    assert (found.facts["n"], found.facts["rows"]) == (50, [2, 3, 4, 5, 6, 7, "…"])


def test_each_month_and_channel_that_is_repeated_is_told_by_itself() -> None:
    lines = [[OCTOBER, name, 100 + n, 5] for n in range(2) for name in ("Radio", "SEO")]
    assert [one.facts["rows"] for one in repeated(*lines)] == [[2, 4], [3, 5]]
