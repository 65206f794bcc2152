"""A cost typed for several months: each month bears its share, to the cent, and whoever came rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.worksheet.cost_shares import even_parts
from kpisheet.worksheet.sheet import RawSheet
from tests.support.raw_books import sheet, understood

HEADER = ["Month", "Channel", "Spend", "Leads", "New customers", "Revenue", "Spread over (months)"]
TURKISH = ["Ay", "Kanal", "Harcama", "Lead", "Yeni müşteri", "Ciro", "Kaç aya yayılsın"]


def month(number: int, year: int = 2026) -> date:
    return date(year, number, 1)


# Radio, known in each month of 2026: 100 a month, 5 customers.
RADIO: list[list[Any]] = [[month(n), "Radio", 100, 20, 5, 3000] for n in range(1, 13)]
# Who came by the sign: three in February, two in June, none in the others.
CAME: list[list[Any]] = [
    [month(n), "Signs", None, came * 2, came, came * 900]
    for n, came in enumerate((0, 3, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0), 1)
]


def channels(*lines: Sequence[Any], header: Sequence[Any] = HEADER, more: Sequence[RawSheet] = ()) -> Report:
    worksheet = understood(sheet("Channels", [header, *lines]), *more)
    return build_report(worksheet, file="x.xlsx", today=date(2026, 12, 31))


def business(**settings: Any) -> RawSheet:
    labels = {"first": "Report from (month)", "last": "Report to (month)"}
    return sheet("Business", [[labels[key], value] for key, value in settings.items()])


def figure(report: Report, name: str, key: str) -> Decimal | None:
    return next(one.figures[key].value for one in report.channels if one.channel.name == name)


def monthly(report: Report, name: str) -> dict[str, Decimal | None]:
    own = next(one for one in report.channels if one.channel.name == name)
    return {one.period.key: one.figures["spend"].value for one in own.by_period}


def told(report: Report) -> dict[str, str]:
    return {one.code: one.worded(report.words.text) for one in report.findings}


SIGNS = "Yard and truck signs"

# --- the yearly sign ------------------------------------------------------------------------------------


def test_the_yearly_sign_is_neither_january_s_cost_nor_missing_from_the_year() -> None:
    """60,000 over 12 months is 5,000 a month: February's three cost 5,000 ÷ 3 each, all five 12,000."""
    report = channels(*RADIO, [month(1), "Signs", 60_000, None, None, None, 12], *CAME)
    own = next(one for one in report.channels if one.channel.name == SIGNS)
    assert figure(report, SIGNS, "spend") == 60_000
    assert figure(report, SIGNS, "cac") == 12_000
    assert set(monthly(report, SIGNS).values()) == {5_000}
    february = own.by_period[1].figures
    assert february["cac"].value == Decimal(5000) / 3
    assert own.by_period[0].figures["cac"].missing == "no_new_customers"
    assert own.by_period[0].figures["cac"].numerator == 5_000
    # Radio's 1,200 and the sign's 60,000 over 60 + 5 customers.
    assert report.totals["cac"].value == Decimal(61_200) / 65


@pytest.mark.parametrize(
    ("header", "period", "name"),
    [
        (HEADER, 2026, SIGNS),
        (HEADER, "2026", SIGNS),
        (HEADER, "year 2026", SIGNS),
        (HEADER, "Jan–Dec 2026", SIGNS),
        (TURKISH, "2026 yılı", "Tabela ve araç giydirme"),
        (TURKISH, "Ocak–Aralık 2026", "Tabela ve araç giydirme"),
    ],
)
def test_a_period_of_a_year_spreads_its_cost_as_the_column_does(header: Any, period: Any, name: str) -> None:
    report = channels(*RADIO, [period, "Signs", 60_000], *CAME, header=header)
    assert figure(report, name, "cac") == 12_000
    assert set(monthly(report, name).values()) == {5_000}


def test_a_year_typed_where_the_cell_shows_months_is_that_year() -> None:
    """In a cell formatted as a month, Excel stores 2026 as a day of 1905."""
    lines = [*RADIO, [date(1905, 7, 18), "Signs", 60_000], *CAME]  # 18 July 1905 is day 2026
    assert set(monthly(channels(*lines), SIGNS).values()) == {5_000}


@pytest.mark.parametrize(
    ("period", "months"),
    [
        ("Jan–Mar 2026", ["2026-01", "2026-02", "2026-03"]),
        ("Ocak–Mart 2026", ["2026-01", "2026-02", "2026-03"]),
        ("2026 Ocak - Mart", ["2026-01", "2026-02", "2026-03"]),
        ("Q2 2026", ["2026-04", "2026-05", "2026-06"]),
        ("Nov–Dec 2026", ["2026-11", "2026-12"]),
    ],
)
def test_a_range_of_months_is_spread_over_those(period: str, months: list[str]) -> None:
    report = channels(*RADIO, [period, "Billboards", 600])
    name = next(one.channel.name for one in report.channels if one.channel.name != "Radio")
    assert monthly(report, name) == dict.fromkeys(months, Decimal(600) / len(months))


def test_a_range_over_the_turn_of_the_year_begins_in_the_year_before() -> None:
    report = channels(*RADIO, ["Nov–Feb 2027", "Signs", 400, None, None, None])
    assert monthly(report, SIGNS) == {"2026-11": 100, "2026-12": 100}
    assert "January 2027 – February 2027" in told(report)["K664"]


# --- by hand, or by the column: the same ------------------------------------------------------------------


def facts_of(report: Report) -> object:
    """All figures of the channels and the total, month by month, with what they rest on."""
    every = {
        one.channel.key: [
            {key: (f.value, f.missing, f.known, f.of, f.interval) for key, f in figures.items()}
            for figures in (one.figures, *(each.figures for each in one.by_period))
        ]
        for one in report.channels
    }
    months = [(one.period, {k: f.value for k, f in one.figures.items()}) for one in report.by_period]
    verdicts = {one.channel.key: one.verdict for one in report.channels}
    return every, months, {key: one.value for key, one in report.totals.items()}, verdicts


@settings(max_examples=12, deadline=None, derandomize=True)
@given(
    cents=st.integers(1, 10**9),
    begins=st.integers(1, 11),
    length=st.integers(2, 12),
    came=st.lists(st.none() | st.integers(0, 9), min_size=12, max_size=12),
    spends=st.lists(st.sampled_from([None, 0, 250]), min_size=12, max_size=12),
)
def test_twelve_rows_typed_by_hand_are_one_row_that_is_spread(
    cents: int, begins: int, length: int, came: list[int | None], spends: list[int | None]
) -> None:
    """Whatever its months have of their own: results, spend, both or no row at all."""
    length = min(length, 13 - begins)
    amount = Decimal(cents) / 100
    # The sum in cents dealt out one by one, as one would deal cards.
    dealt = {
        n: Decimal(cents // length + (n - begins < cents % length)) / 100
        for n in range(begins, begins + length)
    }
    own: dict[int, list[Any]] = {
        n: [month(n), "Signs", spend, count, count, None if count is None else count * 900]
        for n, (count, spend) in enumerate(zip(came, spends, strict=True), 1)
        if count is not None
    }
    by_hand: dict[int, list[Any]] = dict(own)
    for n, share in dealt.items():
        line = list(own.get(n, [month(n), "Signs", None, None, None, None]))
        line[2] = float(share + (line[2] or 0))
        by_hand[n] = line
    spread = [month(begins), "Signs", float(amount), None, None, None, length]
    typed = channels(*RADIO, *by_hand.values())
    asked = channels(*RADIO, spread, *own.values())
    assert facts_of(asked) == facts_of(typed)


@given(cents=st.integers(0, 10**11), number=st.integers(1, 60))
def test_the_parts_of_a_cost_are_whole_cents_that_differ_by_one_and_add_up(cents: int, number: int) -> None:
    parts = even_parts(Decimal(cents) / 100, number)
    assert sum(parts) == Decimal(cents) / 100
    assert all(part * 100 == (part * 100).to_integral_value() for part in parts)
    assert max(parts) - min(parts) <= Decimal("0.01")


def test_a_hundred_over_three_months_is_33_34_33_33_and_33_33() -> None:
    report = channels(*RADIO, [month(4), "Signs", 100, None, None, None, 3])
    assert list(monthly(report, SIGNS).values()) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


# --- what falls outside -----------------------------------------------------------------------------------


def test_what_falls_outside_the_report_is_named_with_its_amount() -> None:
    """Of 60,000 over the year, a report of March and April bears 10,000."""
    window = business(first="Mar 2026", last="Apr 2026")
    report = channels(*RADIO, [2026, "Signs", 60_000], *CAME, more=[window])
    assert figure(report, SIGNS, "spend") == 10_000
    assert told(report)["K664"] == (
        "50,000 of 60,000 isn’t in this report: it falls in January 2026 – February 2026, "
        "May 2026 – December 2026."
    )
    notes = [report.words.say(note) for note in report.notes]
    assert any("10,000 counts in this report, 50,000 falls in other months" in note for note in notes)


def test_months_that_the_worksheet_does_not_reach_yet_are_outside_too() -> None:
    """Typed in October, twelve months long, where the worksheet ends with December: 3 of 12 count."""
    report = channels(*RADIO, [month(10), "Signs", 1200, None, None, None, 12])
    assert monthly(report, SIGNS) == {"2026-10": 100, "2026-11": 100, "2026-12": 100}
    assert told(report)["K664"].startswith("900 of 1,200 isn’t in this report")
    assert report.period is not None
    assert report.period.end == date(2026, 12, 31)


def test_a_worksheet_by_quarters_bears_a_year_s_cost_by_quarters() -> None:
    quarters = [[f"Q{n} 2026", "Radio", 300, 60, 15, 9000] for n in range(1, 5)]
    report = channels(*quarters, [2026, "Signs", 2400])
    assert monthly(report, SIGNS) == {f"2026-Q{n}": 600 for n in range(1, 5)}


# --- what is no such cost, or isn't understood --------------------------------------------------------------


@pytest.mark.parametrize("typed", [-3, 2.5, "a year", "2,5", 61, 120, "12 weeks"])
def test_a_length_that_makes_no_sense_is_refused_and_the_cost_not_used(typed: Any) -> None:
    report = channels(*RADIO, [month(3), "Signs", 500, 4, 2, 900, typed])
    assert figure(report, SIGNS, "spend") is None
    assert figure(report, SIGNS, "cac") is None
    assert figure(report, SIGNS, "new_customers") == 2
    assert [one.place.cell for one in report.findings if one.place and one.code == "K661"] == ["G14"]
    assert "500" in report.words.say(report.unread[0].sentence)


@pytest.mark.parametrize("typed", ["12", "12 months", "12 ay", 12.0])
def test_a_length_in_words_is_read(typed: Any) -> None:
    report = channels(*RADIO, [month(1), "Signs", 1200, None, None, None, typed])
    assert set(monthly(report, SIGNS).values()) == {100}


@pytest.mark.parametrize(("typed", "code"), [(0, "K662"), (1, None), (None, None)])
def test_no_month_or_one_leaves_the_cost_where_it_is(typed: Any, code: str | None) -> None:
    report = channels(*RADIO, [month(3), "Signs", 500, 4, 2, 900, typed])
    assert monthly(report, SIGNS) == {"2026-03": 500}
    assert ("K662" in told(report)) is (code is not None)


def test_results_beside_a_spread_cost_stay_in_their_month() -> None:
    report = channels(*RADIO, [month(3), "Signs", 1200, 4, 2, 900, 12])
    own = next(one for one in report.channels if one.channel.name == SIGNS)
    assert own.by_period[0].figures["cac"].value == 50
    assert {one.period.key for one in own.by_period if one.figures["new_customers"].value} == {"2026-03"}
    assert told(report)["K665"] == "Only the cost of this row is spread; its results count in March 2026."
    assert "In 9 of 10 months nothing is typed" in told(report)["K668"]


def test_a_yearly_total_below_its_months_is_told_and_counts_nowhere() -> None:
    """Of one channel, and of all; with and without a column of results."""
    for header in (HEADER, HEADER[:3]):
        own = [line[: len(header)] for line in RADIO]
        for name in ("Radio", "All channels", "Everything"):
            report = channels(*own, [2026, name, 1200], header=header)
            assert report.totals["spend"].value == 1200
            assert {"K404", "K406", "K433", "K667"} & told(report).keys(), (header, name)


def test_a_year_above_campaigns_with_costs_of_their_own_is_asked_about() -> None:
    header = [*HEADER[:6], "Campaign"]
    campaigns = [
        [month(n), "Google Ads", 100 + n, 5, 1, 300, name] for n in range(1, 13) for name in ("A", "B")
    ]
    report = channels(*campaigns, [2026, "Google Ads", 2500], header=header)
    assert report.totals["spend"].value == 2 * (1200 + 78)
    assert "K667" in told(report)


def test_years_among_years_stay_as_they_are() -> None:
    report = channels([2025, "Signs", 1200], [2026, "Signs", 1300], [2026, "Radio", 100])
    assert monthly(report, SIGNS) == {"2025": 1200, "2026": 1300}
    assert "K663" not in told(report)


def test_a_year_with_results_of_its_own_stays_whole() -> None:
    report = channels(*RADIO, [2026, "Signs", 1200, 10, 4, 900])
    assert monthly(report, SIGNS) == {"2026": 1200}


def test_weeks_bear_no_month_s_share_and_that_is_said() -> None:
    weeks = [
        ["5 Oct 2026 – 11 Oct 2026", "Radio", 25, 5, 1, 700],
        ["12 Oct 2026 – 18 Oct 2026", "Radio", 25, 5, 1, 700],
    ]
    report = channels(*weeks, [month(10), "Signs", 1200, None, None, None, 12])
    assert figure(report, SIGNS, "spend") == 1200
    assert "single weeks or days" in told(report)["K666"]


def test_without_a_month_a_cost_is_not_spread_and_that_is_said() -> None:
    report = channels(*RADIO, [None, "Signs", 1200, None, None, None, 12])
    assert figure(report, SIGNS, "spend") == 1200
    assert "its row has no month" in told(report)["K666"]


# --- what rests on it ---------------------------------------------------------------------------------------


def test_a_share_is_doubted_where_its_cost_is() -> None:
    """“60000” as text is read, with a question: the months that bear it rest on that cell."""
    sure = channels(*RADIO, [month(1), "Signs", 60_000, None, None, None, 12], *CAME)
    asked = channels(*RADIO, [month(1), "Signs", "60000", None, None, None, 12], *CAME)
    for report, doubtful in ((sure, False), (asked, True)):
        own = next(one for one in report.channels if one.channel.name == SIGNS)
        assert own.by_period[1].figures["cac"].doubtful is doubtful


def test_the_rows_as_typed_stay_as_typed() -> None:
    worksheet = understood(
        sheet("Channels", [HEADER, *RADIO, [month(1), "Signs", 60_000, None, None, None, 12], *CAME])
    )
    assert [row.values.get("spend") for row in worksheet.rows if row.channel.key == "signs"] == [
        60_000,
        *[None] * 12,
    ]


# --- beside a table with months across -------------------------------------------------------------------


def across(*lines: Sequence[Any], head: Sequence[Any] = ()) -> RawSheet:
    """What Radio cost in each month of the first half of 2026, and further lines of the same table."""
    header = ["Channel", *(month(n) for n in range(1, 7)), *head]
    return sheet("Spend", [header, ["Google Ads", *[500] * 6], ["Radio", *[100] * 6], *lines])


@pytest.mark.parametrize(
    "typed",
    [
        [["Month", "Channel", "Spend", "Spread over (months)"], [month(1), "Signs", 1200, 12]],
        [["Period", "Channel", "Spend"], ["2026", "Signs", 1200]],
        [["Ay", "Kanal", "Harcama", "Kaç aya yayılsın"], ["Ocak 2026", "Signs", 1200, 12]],
    ],
)
def test_a_year_s_cost_stands_as_a_list_on_a_sheet_of_its_own(typed: list[list[Any]]) -> None:
    """1,200 over twelve months are 100 in each of six, beside 6 × 600."""
    worksheet = understood(across(), sheet("Yearly costs", typed))
    report = build_report(worksheet, file="x.xlsx", today=date(2026, 6, 30))
    assert set(monthly(report, SIGNS).values()) == {Decimal(100)}
    assert report.totals["spend"].value == 6 * 700


def test_a_year_s_cost_under_a_column_of_the_year_is_said_not_to_count() -> None:
    """Nothing stands under its months, so the year's column isn't its sum."""
    worksheet = understood(across(["Signs", *[None] * 6, 1200], head=["2026"]))
    report = build_report(worksheet, file="x.xlsx", today=date(2026, 6, 30))
    assert report.totals["spend"].value == 6 * 600
    assert "“Signs” has a figure only under “2026” (1,200)" in told(report)["K680"]


def test_a_group_above_its_channels_with_only_its_total_is_no_cost_of_its_own() -> None:
    lines: list[list[Any]] = [
        ["PAID", *[None] * 6, 1200],
        ["TV", *[150] * 6, 900],
        ["Flyers", *[50] * 6, 300],
    ]
    worksheet = understood(across(*lines, head=["Total"]))
    report = build_report(worksheet, file="x.xlsx", today=date(2026, 6, 30))
    assert "K680" not in told(report)
