"""Each rule over the rows: what triggers its finding, and the near miss that does not."""

from datetime import date
from typing import Any

import pytest
from raw_books import codes, sheet, understood

HEADER = ["Month", "Channel", "Campaign", "Spend", "Visitors", "Leads", "New customers", "Revenue"]


def month(number: int, year: int = 2026) -> date:
    return date(year, number, 1)


def line(period: Any, channel: str = "Google Ads", campaign: str | None = None, **values: Any) -> list[Any]:
    full = {"spend": 100, "visitors": 50, "leads": 10, "new_customers": 2, "revenue": 400, **values}
    return [period, channel, campaign, *full.values()]


CASES: dict[str, tuple[list[list[Any]], list[list[Any]]]] = {
    "K402": ([line(month(10), spend=None)], [line(month(10), spend=0, channel="SEO")]),
    "K403": (
        [line(month(9)), line(month(10), leads=None)],
        [line(month(9)), line(month(10), leads=0, new_customers=0)],
    ),
    "K405": ([line(month(10)), line(month(10))], [line(month(10)), line(month(10), "Radio")]),
    "K406": ([line("Q3 2026"), line("Aug 2026")], [line("Q3 2026"), line("Oct 2026")]),
    "K407": (
        [line(month(10), campaign="Brand"), line(month(10))],
        [line(month(10), campaign="Brand"), line(month(10), campaign="Local")],
    ),
    "K408": ([line(month(10), leads=51)], [line(month(10), "Local Services Ads", leads=51)]),
    "K409": ([line(month(10), new_customers=11)], [line(month(10), new_customers=10)]),
    "K410": (
        [line(month(n), spend=100 + n) for n in range(1, 6)] + [line(month(6), spend=1040)],
        [line(month(n), spend=100 + n) for n in range(1, 6)] + [line(month(6), spend=400)],
    ),
    "K416": (
        [line(month(n), spend=1000 + n) for n in range(1, 6)] + [line(month(6), spend=90)],
        [line(month(n), spend=1000 + n) for n in range(1, 6)] + [line(month(6), spend=300)],
    ),
    "K411": (
        [line(month(10), visitors=None, leads=None, new_customers=None, revenue=None)],
        [line(month(10), visitors=0, leads=0, new_customers=0, revenue=0)],
    ),
    "K412": ([line(month(10), spend=0)], [line(month(10), "SEO", spend=0)]),
    "K501": ([line(None)], [line(month(10))]),
    "K502": ([line("lately")], [line("Ekim 2026")]),
    "K503": ([line(202610)], [line("2026-10")]),
    "K504": ([line("05/10/2026")], [line("15/10/2026")]),
    "K505": ([line("October")], [line("October 2026")]),
    "K506": ([line("Sep 2026"), line("October")], [line("Sep 2026"), line("Oct 2026")]),
    "K507": ([line(month(8)), line(month(10))], [line("Q3 2026"), line(month(10))]),
    "K509": ([line(month(12))], [line(month(11))]),
    "K510": ([line(month(10), "Gogle Ads")], [line(month(10), "Google")]),
    "K511": (
        [line(month(10), "Columbus Gazette"), line(month(9), "Columbus Gazete")],
        [line(month(10), "Columbus Gazette"), line(month(9), "Cleveland Herald")],
    ),
}


@pytest.mark.parametrize("code", CASES)
def test_the_finding_and_its_near_miss(code: str) -> None:
    trigger, near_miss = CASES[code]
    assert code in codes(understood(sheet("Channels", [HEADER, *trigger])))
    assert codes(understood(sheet("Channels", [HEADER, *near_miss]))) == []


def test_the_longer_of_two_overlapping_periods_is_left_out() -> None:
    worksheet = understood(sheet("A", [HEADER, line("Q3 2026"), line("Aug 2026")]))
    assert [row.excluded for row in worksheet.rows] == ["K406", None]


def test_rows_of_several_days_of_a_month_are_no_duplicates() -> None:
    worksheet = understood(sheet("A", [HEADER, line(date(2026, 10, 5)), line(date(2026, 10, 12))]))
    assert codes(worksheet) == []
    assert {row.period and row.period.key for row in worksheet.rows} == {"2026-10"}


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
