"""Months and weeks by their number, financial years, and tables of which only a title tells the metric."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import RawSheet, Worksheet
from tests.support.raw_books import codes, money, sheet, understood

Lines = Sequence[Sequence[Any]]
MONTHS = [Period.month(2026, number) for number in (1, 2, 3)]
# Spend by channel in January, February and March; by hand 170, 165, 225.
CHANNELS: Lines = [["Google Ads", 100, 120, 130], ["Facebook Ads", 50, 45, 60], ["Radio", 20, 0, 35]]
SUMS = [170, 165, 225]


def by_period(worksheet: Worksheet) -> dict[Period | None, Decimal]:
    found: dict[Period | None, Decimal] = {}
    for row in worksheet.rows:
        found[row.period] = found.get(row.period, Decimal(0)) + row.values["spend"]
    return found


def across(*labels: Any, title: str = "Marketing spend 2026", corner: str = "Channel") -> RawSheet:
    return sheet("Sheet1", [[title], [corner, *labels], *CHANNELS])


def down(header: str, *labels: Any) -> RawSheet:
    lines = [[label, *(line[1 + at] for line in CHANNELS)] for at, label in enumerate(labels)]
    return sheet("Spend 2026", [[header, *(line[0] for line in CHANNELS)], *lines])


def as_list(header: Sequence[str], *labels: Sequence[Any], name: str = "2026") -> RawSheet:
    lines = [[*label, line[0], line[1 + at]] for at, label in enumerate(labels) for line in CHANNELS]
    return sheet(name, [[*header, "Channel", "Spend"], *lines])


def weeks(*numbers: int) -> list[Period]:
    """ISO weeks: that which holds 4 January is the first."""
    first = date(2026, 1, 4) - timedelta(days=date(2026, 1, 4).weekday())
    mondays = [first + timedelta(weeks=number - 1) for number in numbers]
    return [Period(monday, monday + timedelta(days=6)) for monday in mondays]


BY_MONTH: dict[str, RawSheet] = {
    "M1 across": across("M1", "M2", "M3"),
    "Month 1 across": across("Month 1", "Month 2", "Month 3"),
    "1. Ay across": across("1. Ay", "2. Ay", "3. Ay", title="Pazarlama harcaması 2026", corner="Kanal"),
    "numbers across, the corner says month": across(1, 2, 3, corner="Month"),
    "numbers across, the title says monthly": across(1, 2, 3, title="Monthly marketing spend 2026"),
    "numbers across, the title says aylık": across(
        1, 2, 3, title="2026 aylık pazarlama harcaması", corner="Kanal"
    ),
    "numbers as text": across("1", "2", "3", title="Monthly marketing spend 2026"),
    "numbers down": down("Month", 1, 2, 3),
    "numbers down in Turkish": down("Ay", 1, 2, 3),
    "M1 down": down("Month", "M1", "M2", "M3"),
    "numbers in a list": as_list(["Month"], [1], [2], [3]),
    "M1 in a list": as_list(["Month"], ["M1"], ["M2"], ["M3"]),
    "a year beside them": as_list(["Yıl", "Ay"], [2026, 1], [2026, 2], [2026, 3], name="Veri"),
}


@pytest.mark.parametrize("name", BY_MONTH)
def test_a_number_is_a_month_where_something_says_so(name: str) -> None:
    worksheet = understood(BY_MONTH[name])
    assert by_period(worksheet) == dict(zip(MONTHS, map(Decimal, SUMS), strict=True))
    assert set(codes(worksheet)) <= {"K506", "K412"}  # the year stands elsewhere; a 0


def test_twelve_numbers_over_the_figures_are_the_months() -> None:
    lines = [["Channel", *range(1, 13), "Total"], ["Google Ads", *[10] * 12, 120], ["Radio", *[5] * 12, 60]]
    worksheet = understood(sheet("Spend 2026", lines))
    assert by_period(worksheet) == {Period.month(2026, number): 15 for number in range(1, 13)}


BY_WEEK: dict[str, RawSheet] = {
    "W27 across": across("W27", "W28", "W29"),
    "numbers across": across(27, 28, 29, corner="Week"),
    "numbers down": down("Hafta", 27, 28, 29),
    "W27 in a list": as_list(["Week"], ["W27"], ["W28"], ["W29"]),
    "numbers in a list": as_list(["Week"], [27], [28], [29]),
}


@pytest.mark.parametrize("name", BY_WEEK)
def test_weeks_by_their_number_are_weeks_of_the_year_that_stands_elsewhere(name: str) -> None:
    found = by_period(understood(BY_WEEK[name]))
    assert found == dict(zip(weeks(27, 28, 29), map(Decimal, SUMS), strict=True))


def test_a_number_without_any_year_is_asked_about_at_each_cell() -> None:
    worksheet = understood(as_list(["Month"], [1], [2], [3], name="Sheet1"))
    assert by_period(worksheet) == {None: 560}
    assert codes(worksheet) == ["K505"] * 9


@pytest.mark.parametrize("label", ["FY26", "Q1 FY26", "FY26 Q1", "FY 2025/26"])
def test_a_financial_year_is_no_calendar_year(label: str) -> None:
    """It begins in April for some, in July or October for others."""
    worksheet = understood(as_list(["Period"], [label], [label], [label], name="Costs"))
    assert by_period(worksheet) == {None: 560}
    assert codes(worksheet) == ["K172"] * 9


NOT_READ: dict[str, tuple[RawSheet, str]] = {
    "numbers that may be quarters or shops": (across(1, 2, 3), "errors.bare_numbers"),
    "figures that nothing names": (
        across("Jan", "Feb", "Mar", title="Marketing 2026"),
        "errors.unnamed_figures",
    ),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_what_is_missing_is_said_and_where(name: str) -> None:
    page, key = NOT_READ[name]
    with pytest.raises(UnreadableFileError) as caught:
        understood(page)
    nearest = caught.value.facts["nearest"]
    assert isinstance(nearest, Sentence)
    where = (
        {"sheet": "Sheet1", "row": 2} if key == "errors.bare_numbers" else {"sheet": "Sheet1", "cell": "B3"}
    )
    assert nearest.key == key
    assert where.items() <= nearest.facts.items()


def test_headers_that_nobody_knows_are_named_and_no_title_is_asked_for() -> None:
    """*Spend* written above them would make spend of the calls and the jobs, too."""
    rows = [[name, 900, 12, 4] for name in ("Google Ads", "Radio", "Postcards")]
    with pytest.raises(UnreadableFileError) as caught:
        understood(sheet("Ads 2026", [["Where to", "Put in", "Rings", "Jobs"], *rows]))
    nearest = caught.value.facts["nearest"]
    assert isinstance(nearest, Sentence)
    assert nearest.key == "errors.unknown_headers"
    assert nearest.facts["row"] == 1
    assert nearest.facts["headers"] == ["Put in", "Rings", "Jobs"]


@pytest.mark.parametrize(
    ("title", "amount"),
    [
        ("Revenue 2026", "100"),  # it says what they are
        ("Sales 2026", "100"),  # it may be that
        ("Target 2026", "100"),
    ],
)
def test_amounts_that_a_word_names_otherwise_are_not_supposed_to_be_spend(title: str, amount: str) -> None:
    lines = [[line[0], *[money(amount, '"$"#,##0')] * 3] for line in CHANNELS]
    with pytest.raises(UnreadableFileError):
        understood(sheet("Sheet1", [[title], ["Channel", "Jan 2026", "Feb 2026", "Mar 2026"], *lines]))


def test_amounts_of_salespeople_are_not_supposed_to_be_spend() -> None:
    lines = [[name, *[money("100", '"$"#,##0')] * 3] for name in ("Dana", "Can", "Google Ads")]
    with pytest.raises(UnreadableFileError):
        understood(sheet("Sheet1", [["Name", "Jan 2026", "Feb 2026", "Mar 2026"], *lines]))


def test_a_row_of_counts_that_happen_to_follow_one_another_is_no_header() -> None:
    lines = [["Spend 2026"], ["Channel", "Jan", "Feb", "Mar"], ["Google Ads", 1, 2, 3], ["Radio", 4, 5, 6]]
    assert by_period(understood(sheet("Sheet1", lines))) == dict(
        zip(MONTHS, map(Decimal, (5, 7, 9)), strict=True)
    )


WEEKS = [
    Period(monday, monday + timedelta(days=6))
    for monday in (date(2025, 12, 29), date(2026, 1, 5), date(2026, 1, 12))
]
LATER = [
    Period(monday, monday + timedelta(days=6))
    for monday in (date(2026, 6, 29), date(2026, 7, 6), date(2026, 7, 13))
]


@pytest.mark.parametrize(
    ("labels", "weeks"),
    [
        (["H1", "H2", "H3"], WEEKS),
        (["H27", "H28", "H29"], LATER),
        (["H27 Harcama", "H28 Harcama", "H29 Harcama"], LATER),
        (["H27 2026", "H28 2026", "H29 2026"], LATER),
    ],
)
def test_a_turkish_h_and_a_number_is_a_week_as_calendars_number_it(
    labels: list[str], weeks: list[Period]
) -> None:
    across = sheet("Harcama 2026", [["Kanal", *labels], *CHANNELS])
    assert by_period(understood(across)) == dict(zip(weeks, map(Decimal, SUMS), strict=True))
    names = [line[0] for line in CHANNELS]
    down = [[label, *[line[at] for line in CHANNELS]] for at, label in enumerate(labels, 1)]
    turned = sheet("Harcama 2026", [["Hafta", *names], *down])
    if "Harcama" not in labels[0]:
        assert by_period(understood(turned)) == dict(zip(weeks, map(Decimal, SUMS), strict=True))


def test_h1_and_h2_alone_are_the_halves_of_a_year() -> None:
    page = sheet("Spend 2026", [["Channel", "H1", "H2"], *[line[:3] for line in CHANNELS]])
    halves = [Period(date(2026, 1, 1), date(2026, 6, 30)), Period(date(2026, 7, 1), date(2026, 12, 31))]
    assert by_period(understood(page)) == dict(zip(halves, map(Decimal, SUMS), strict=False))
