"""Each rule over the rows: what triggers its finding, and the near miss that does not."""

from datetime import date
from typing import Any

import pytest

from tests.support.finding_cases import ROW_HEADER as HEADER
from tests.support.finding_cases import line, month
from tests.support.raw_books import codes, sheet, understood


def test_the_longer_of_two_overlapping_periods_is_left_out() -> None:
    worksheet = understood(sheet("A", [HEADER, line("Q3 2026"), line("Aug 2026")]))
    assert [row.excluded for row in worksheet.rows] == ["K406", None]


def test_rows_of_several_days_of_a_month_are_no_duplicates() -> None:
    worksheet = understood(sheet("A", [HEADER, line(date(2026, 10, 5)), line(date(2026, 10, 12))]))
    assert codes(worksheet) == []
    assert {row.period and row.period.key for row in worksheet.rows} == {"2026-10"}


def test_days_typed_as_text_are_no_duplicates_but_one_month_spelled_twice_is() -> None:
    """A daily export writes its dates as text; a person writes one month in two ways."""
    days = understood(sheet("A", [HEADER, line("2026-10-05"), line("2026-10-12")]))
    assert "K405" not in codes(days)
    same_day = understood(sheet("A", [HEADER, line("2026-10-05"), line("5 Oct 2026")]))
    assert "K405" in codes(same_day)
    spelled = understood(sheet("A", [HEADER, line("Oct 2026"), line("October 2026")]))
    assert "K405" in codes(spelled)


def test_hidden_rows_count_and_are_said() -> None:
    worksheet = understood(sheet("A", [HEADER, line(month(9)), line(month(10))], hidden_rows=frozenset({2})))
    assert (len(worksheet.rows), codes(worksheet)) == (2, ["K105"])


def test_rows_after_the_report_period_are_said() -> None:
    business = sheet("B", [["Report from", "Sep 2026"], ["Report to", "Sep 2026"]])
    assert codes(understood(sheet("A", [HEADER, line(month(9)), line(month(10))]), business)) == ["K508"]
    assert codes(understood(sheet("A", [HEADER, line(month(8)), line(month(9))]), business)) == []


def test_a_hidden_sheet_is_said() -> None:
    assert codes(understood(sheet("A", [HEADER, line(month(10))], hidden=True))) == ["K103"]


MONTHS = ["Month", "Customers at start", "Customers at end", "All new customers"]


@pytest.mark.parametrize(
    ("lines", "code", "kept"),
    [
        ([[month(9), 100, 105, 9], [month(10), 105, 110, 9]], None, 2),
        ([[month(9), 100, 105, 9], [month(9), 105, 110, 9]], "K801", 1),
        ([[month(8), 100, 105, 9], [month(10), 105, 110, 9]], "K802", 2),
        ([[month(9), 100, 105, 9], [month(10), 150, 110, 9]], "K803", 2),
        ([[None, 100, 105, 9]], "K804", 0),
    ],
)
def test_months(lines: list[list[Any]], code: str | None, kept: int) -> None:
    worksheet = understood(sheet("A", [HEADER, line(month(10))]), sheet("Months", [MONTHS, *lines]))
    assert codes(worksheet) == ([code] if code else [])
    assert len(worksheet.months) == kept


DEALS = ["Deal", "Created", "Quoted", "Closed", "Outcome", "Value", "Channel", "Salesperson"]
DAY = date(2026, 10, 10)


@pytest.mark.parametrize(
    ("deal", "code", "kept"),
    [
        (["a", DAY, DAY, DAY, "Won", 500, "SEO", "Dana"], None, 1),
        (["a", DAY, None, None, None, 500], None, 1),
        (["a", None, None, DAY, "won", 500], "K901", 0),
        (["a", DAY, None, date(2026, 10, 2), "won", 500], "K902", 0),
        (["a", DAY, None, DAY, "perhaps", 500], "K903", 0),
        (["a", DAY, None, None, "Kazanıldı", 500], "K904", 1),
        (["a", DAY, None, DAY, "open", 500], "K905", 1),
        (["a", date(2062, 10, 5), None, None, "open", 500], "K906", 1),
        (["a", DAY, date(2026, 10, 2), None, "open", 500], "K907", 1),
        (["a", DAY, None, "soon", "lost", 500], "K320", 1),
    ],
)
def test_deals(deal: list[Any], code: str | None, kept: int) -> None:
    worksheet = understood(sheet("A", [HEADER, line(month(10))]), sheet("Deals", [DEALS, deal]))
    assert codes(worksheet) == ([code] if code else [])
    assert len(worksheet.deals) == kept
