"""Worksheets as people keep them: what was spent is read, what was planned, compared or summed up is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.worksheet.findings import Severity
from kpisheet.worksheet.sheet import RawSheet, Worksheet
from tests.support.raw_books import codes, sheet, understood

Lines = Sequence[Sequence[Any]]
ROWS: Lines = [
    ["2026-07", "Google Ads", 1000, 40],
    ["2026-07", "Facebook", 500, 20],
    ["2026-08", "Google Ads", 1200, 44],
    ["2026-08", "Facebook", 600, 25],
]
PLANNED: Lines = [["Google Ads", 100, 90, 100, 120], ["Facebook", 50, 40, 50, 60]]
GAP: Lines = [["Google Ads", 100, 90, 10, 100, 120, -20], ["Facebook", 50, 40, 10, 50, 60, -10]]
SPENT = {"google": 210, "facebook": 100}


def summed(worksheet: Worksheet, key: str) -> Mapping[str, Decimal]:
    """What counts of a column, by the first word of the channel's name."""
    found: Counter[str] = Counter()
    for row in worksheet.rows:
        if row.excluded is None and key in row.values:
            found[row.channel.name.casefold().split()[0]] += row.values[key]  # type: ignore[assignment]
    return found  # type: ignore[return-value]  # sums of decimals


SHAPES: dict[str, tuple[str, Lines, Mapping[str, int]]] = {
    "a budget and an actual a month": (
        "2026",
        [["Channel", "Jan Budget", "Jan Actual", "Feb Budget", "Feb Actual"], *PLANNED],
        SPENT,
    ),
    "the same in Turkish": (
        "2026",
        [["Kanal", "Ocak Plan", "Ocak Gerçekleşen", "Şubat Plan", "Şubat Gerçekleşen"], *PLANNED],
        SPENT,
    ),
    "months over budget, actual and variance": (
        "2026",
        [
            ["Marketing budget vs actual 2026"],
            ["Channel", "Jan", None, None, "Feb", None, None],
            [None, "Budget", "Actual", "Variance", "Budget", "Actual", "Variance"],
            *GAP,
            ["Total", 150, 130, 20, 150, 180, -30],
        ],
        SPENT,
    ),
    "a share beside plan and actual": (
        "2026",
        [
            ["Marketing spend 2026"],
            ["Channel", "Jan", None, None, "Feb", None, None],
            [None, "Plan", "Actual", "% of plan", "Plan", "Actual", "% of plan"],
            ["Google Ads", 100, 90, 0.9, 100, 120, 1.2],
            ["Facebook", 50, 40, 0.8, 50, 60, 1.2],
        ],
        SPENT,
    ),
    "budget and actual below each channel": (
        "2026",
        [
            [None, "Jan", "Feb"],
            ["Google Ads"],
            ["Budget", 100, 100],
            ["Actual", 90, 120],
            ["Facebook"],
            ["Budget", 50, 50],
            ["Actual", 40, 60],
        ],
        SPENT,
    ),
    "budget and actual beside each channel": (
        "2026",
        [
            ["Channel", None, "Jan", "Feb"],
            ["Google Ads", "Budget", 100, 100],
            [None, "Actual", 90, 120],
            ["Facebook", "Budget", 50, 50],
            [None, "Actual", 40, 60],
        ],
        SPENT,
    ),
    "groups of channels with their subtotals": (
        "Ad spend 2026",
        [
            ["Channel", "Jan", "Feb", "YTD"],
            ["PAID"],
            ["Google Ads", 90, 120, 210],
            ["Facebook", 40, 60, 100],
            ["Total paid", 130, 180, 310],
            ["OFFLINE"],
            ["Radio", 5, 5, 10],
            ["Print", 1, 1, 2],
            ["Total offline", 6, 6, 12],
            ["TOTAL SPEND", 136, 186, 322],
        ],
        {**SPENT, "radio": 10, "local": 2},
    ),
    "channels over campaigns, by their sums": (
        "Spend",
        [
            ["Campaign", "Jan 2026", "Feb 2026"],
            ["Google Ads", 90, 120],
            ["  Brand", 50, 70],
            ["  Generic", 40, 50],
            ["Facebook", 40, 60],
            ["  Prospecting", 30, 50],
            ["  Retargeting", 10, 10],
        ],
        SPENT,
    ),
    "channels across, the metric only in their total": (
        "Sheet1",
        [
            ["Ay", "Google Ads", "Facebook", "Toplam Harcama"],
            ["Ocak 2026", 90, 40, 130],
            ["Şubat 2026", 120, 60, 180],
            ["Toplam", 210, 100, 310],
        ],
        SPENT,
    ),
    "columns that are nobody's spend": (
        "Ad spend",
        [
            ["Channel", "Priority", "Jan 2026", "Feb 2026", "Growth"],
            ["Google Ads", 1, 90, 120, 0.33],
            ["Facebook", 2, 40, 60, 0.5],
        ],
        SPENT,
    ),
    "a metric and its value to each line": (
        "Data",
        [
            ["Date", "Channel", "Metric", "Value"],
            ["2026-01", "Google Ads", "Spend", 90],
            ["2026-01", "Google Ads", "Leads", 9],
            ["2026-02", "Google Ads", "Spend", 120],
            ["2026-01", "Facebook", "Spend", 40],
            ["2026-02", "Facebook", "Spend", 60],
        ],
        SPENT,
    ),
    "amounts typed as text with their currency": (
        "Harcama 2026",
        [["Kanal", "Ocak", "Şubat"], ["Google Ads", "90 TL", "120 TL"], ["Facebook", "40 TL", "60 TL"]],
        SPENT,
    ),
    "a pivot table without months": (
        "Pivot",
        [
            ["Satır Etiketleri", "Toplam Harcama", "Toplam Lead"],
            ["Google Ads", 210, 9],
            ["Facebook", 100, 4],
            ["Genel Toplam", 310, 13],
        ],
        SPENT,
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_what_was_spent_is_read_and_nothing_else(name: str) -> None:
    title, lines, spent = SHAPES[name]
    assert summed(understood(sheet(title, lines)), "spend") == spent


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        (
            "2026",
            [
                ["Marketing budget 2026"],
                ["Channel", "Jan", "Feb", "Total"],
                ["Google Ads", 90, 120, 210],
                ["Facebook", 40, 60, 100],
            ],
        ),
        (
            "Pazarlama Bütçesi 2026",
            [["Kanal", "Ocak", "Şubat"], ["Google Ads", 90, 120], ["Facebook", 40, 60]],
        ),
        (
            "2026",
            [["Month", "Google Ads Budget", "Facebook Budget"], ["Jan 2026", 90, 40], ["Feb 2026", 120, 60]],
        ),
    ],
)
def test_a_budget_is_spend_with_a_question_where_nothing_says_what_was_spent(
    title: str, lines: Lines
) -> None:
    made = understood(sheet(title, lines))
    assert summed(made, "spend") == SPENT
    assert "K204" in codes(made)


def test_a_budget_of_anything_else_is_no_marketing() -> None:
    with pytest.raises(UnreadableFileError):
        understood(sheet("Budget 2026", [["Item", "Jan", "Feb"], ["Rent", 900, 900], ["Food", 300, 320]]))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["2026", "July"], ["2026", "August"]),
        ([2026, 7], [2026, 8]),
        ([2026, "Temmuz"], [None, "Ağustos"]),
        ([2026, "07"], [2026, "08"]),
    ],
)
def test_a_year_in_a_column_of_its_own_is_that_of_the_month_beside_it(
    first: list[Any], second: list[Any]
) -> None:
    lines = [["Year", "Month", "Channel", "Spend"], [*first, "SEO", 100], [*second, "SEO", 90]]
    made = understood(sheet("Channels", lines))
    assert [row.period and row.period.key for row in made.rows] == ["2026-07", "2026-08"]
    assert codes(made) == []


def test_a_year_alone_is_the_period() -> None:
    made = understood(sheet("Channels", [["Year", "Channel", "Spend"], [2025, "SEO", 100]]))
    assert [row.period and row.period.key for row in made.rows] == ["2025"]


def test_spend_and_leads_in_lists_of_their_own_are_read_together() -> None:
    spend = sheet("Spend", [["Month", "Channel", "Spend"], *[line[:3] for line in ROWS]])
    leads = sheet("Leads", [["Month", "Channel", "Leads"], *[[*line[:2], line[3]] for line in ROWS]])
    made = understood(spend, leads)
    assert summed(made, "spend") == {"google": 2200, "facebook": 1100}
    assert summed(made, "leads") == {"google": 84, "facebook": 45}


def test_two_lists_side_by_side_are_read_together() -> None:
    head = ["Month", "Channel", "Spend", None, "Month", "Channel", "Leads"]
    made = understood(sheet("Data", [head, *[[*line[:3], None, *line[:2], line[3]] for line in ROWS]]))
    assert summed(made, "spend") == {"google": 2200, "facebook": 1100}
    assert summed(made, "leads") == {"google": 84, "facebook": 45}


def test_a_sheet_that_is_called_a_forecast_is_not_added_to_what_happened() -> None:
    head = ["Month", "Channel", "Spend", "Leads"]
    planned = sheet("Forecast", [head, ["2026-09", "Google Ads", 1500, 50]])
    made = understood(sheet("Actuals", [head, *ROWS]), planned)
    assert summed(made, "spend") == {"google": 2200, "facebook": 1100}
    assert "K101" in codes(made)
    across = sheet("Plan", [["Spend", "Jan 2026", "Feb 2026"], ["Google Ads", 900, 900], ["Radio", 90, 90]])
    spent = sheet("Spend", [["Spend", "Jan 2026", "Feb 2026"], ["Google Ads", 90, 120], ["Radio", 40, 60]])
    made = understood(spent, across)
    assert summed(made, "spend") == {"google": 210, "radio": 100}
    assert "K151" in codes(made)


@pytest.mark.parametrize(
    "name", ["Targets", "Goals 2026", "Hedefler", "Industry benchmark", "Competitors", "Sektör ortalaması"]
)
def test_what_is_planned_or_others_is_not_taken_for_what_spend_brought(name: str) -> None:
    spend = sheet("Spend", [["Month", "Channel", "Spend"], *[line[:3] for line in ROWS]])
    other = sheet(name, [["Month", "Channel", "Leads"], *[[*line[:2], line[3]] for line in ROWS]])
    made = understood(spend, other)
    assert not summed(made, "leads")
    assert {"K107", "K151"} & set(codes(made))


@pytest.mark.parametrize("title", ["Revenue 2026", "Sales 2026", "Leads 2026"])
def test_a_budget_of_sales_or_leads_is_no_spend(title: str) -> None:
    lines = [["Channel", "Jan Budget", "Jan Actual"], ["Instagram", 9000, 8000], ["Email", 900, 800]]
    with pytest.raises(UnreadableFileError):
        understood(sheet(title, lines))


def test_an_actual_beside_a_plan_of_nobody_knows_what_is_asked_about() -> None:
    lines = [["Channel", "Jan Plan", "Jan Actual"], ["Google Ads", 90, 80], ["Facebook", 9, 8]]
    made = understood(sheet("2026", lines))
    assert [one.place and one.place.cell for one in made.findings if one.code == "K204"] == ["C1"]


def test_rows_of_months_in_two_currencies_are_never_added() -> None:
    lines = [
        ["Channel", "Currency", "Jan 2026", "Feb 2026"],
        ["Google Ads", "USD", 90, 120],
        ["Facebook", "EUR", 40, 60],
    ]
    made = understood(sheet("Ad spend", lines))
    assert summed(made, "spend") == {"google": 210}
    assert set(codes(made)) == {"K321"}


def test_a_summary_of_what_the_list_says_is_not_asked_about() -> None:
    full = sheet("Data", [["Month", "Channel", "Spend", "Leads"], *ROWS])
    summary = sheet("Summary", [["Channel", "Leads"], ["Google Ads", 84], ["Facebook", 45]])
    assert codes(understood(full, summary)) == []


@pytest.mark.parametrize("amount", ["CHF 1'000.50", "₹1,00,000", "1.000,50 €", "£1,000.50"])
def test_the_sign_typed_in_every_cell_of_a_column_is_the_currency(amount: str) -> None:
    lines = [[line[0], line[1], amount, 9, 2500] for line in ROWS]
    made = understood(sheet("Data", [["Month", "Channel", "Spend", "Leads", "Revenue"], *lines]))
    assert made.currency == {"C": "CHF", "₹": "INR", "1": "EUR", "£": "GBP"}[amount[0]]
    assert not [one for one in made.findings if one.severity is Severity.ERROR]


def spent_on(worksheet: Worksheet) -> dict[str, list[Decimal]]:
    found: dict[str, list[Decimal]] = {}
    for row in worksheet.rows:
        if "spend" in row.values and row.excluded is None:
            found.setdefault(row.channel.name, []).append(row.values["spend"])
    return found


WIDE = {
    "as a database writes names": (
        ["date", "facebook_spend", "tv_spend", "radio_spend", "sales"],
        ["2026-01", 10, 30, 40, 1000],
        ["2026-02", 11, 31, 41, 1100],
    ),
    "as models of media write them": (
        ["DATE", "revenue", "facebook_S", "facebook_I", "tv_S", "radio_S", "competitor_sales_B"],
        ["2026-01", 2754372, 10, 24301290, 30, 40, 8125009],
        ["2026-02", 2584277, 11, 5527033, 31, 41, 7901549],
    ),
    "in words": (
        ["Month", "Facebook spend", "TV spend", "Radio spend"],
        ["2026-01", 10, 30, 40],
        ["2026-02", 11, 31, 41],
    ),
    "the spend first": (
        ["month", "spend_facebook", "spend_tv", "spend_radio"],
        ["2026-01", 10, 30, 40],
        ["2026-02", 11, 31, 41],
    ),
}


@pytest.mark.parametrize("name", WIDE)
def test_a_column_of_spend_for_each_channel_is_read_as_that_channels(name: str) -> None:
    """What isn't spend (sales, impressions, a competitor) is never added to it."""
    worksheet = understood(sheet("Data", WIDE[name]))
    found = {channel.casefold(): spend for channel, spend in spent_on(worksheet).items()}
    assert found == {"facebook": [10, 11], "tv": [30, 31], "radio": [40, 41]}


def test_a_name_that_only_ends_like_spend_is_none() -> None:
    """`clients_S` names no channel that is known."""
    lines: list[list[Any]] = [
        ["month", "radio_S", "tv_S", "clients_S"],
        ["2026-01", 10, 30, 7],
        ["2026-02", 11, 31, 8],
    ]
    assert {channel.casefold() for channel in spent_on(understood(sheet("Data", lines)))} == {"radio", "tv"}


def test_blocks_of_a_month_each_with_its_total_keep_their_months() -> None:
    head: list[Any] = ["Channel", "Spend", "Leads"]
    october: list[list[Any]] = [["October 2026"], head, ["SEO", 100, 1], ["Radio", 50, 2], ["Total", 150, 3]]
    november: list[list[Any]] = [["November 2026"], head, ["SEO", 10, 1], ["Radio", 5, 2], ["Total", 15, 3]]
    worksheet = understood(sheet("Data", [*october, [], *november]))
    spent = {(row.period.key, row.channel.key): row.values["spend"] for row in worksheet.rows if row.period}
    assert spent == {
        ("2026-10", "organic_search"): 100,
        ("2026-10", "radio"): 50,
        ("2026-11", "organic_search"): 10,
        ("2026-11", "radio"): 5,
    }


@pytest.mark.parametrize(
    ("happened", "planned"), [("Actual", "Budget"), ("Actual", "Forecast"), ("Gerçekleşen", "Bütçe")]
)
def test_rows_of_a_plan_among_those_of_what_happened_are_left_out(happened: str, planned: str) -> None:
    """100 and 50 were spent; that 120 and 60 were planned adds nothing to them."""
    rows: list[list[Any]] = [["Radio", happened, 100], ["Radio", planned, 120], ["TV", happened, 50]]
    worksheet = understood(sheet("Data", [["Channel", "Type", "Spend"], *rows, ["TV", planned, 60]]))
    assert spent_on(worksheet) == {"Radio": [100], "TV": [50]}
    assert [(one.code, one.facts["n"]) for one in worksheet.findings] == [("K163", 2)]


def test_a_sheet_of_channels_may_bear_the_name_of_the_sheet_of_months() -> None:
    """A block a month side by side, on a sheet called *Aylar*: 100 + 50 and 120 + 45 by hand."""
    lines = [
        ["Ocak 2026", None, None, "Şubat 2026"],
        ["Kanal", "Harcama", None, "Kanal", "Harcama"],
        ["Google Ads", 100, None, "Google Ads", 120],
        ["Radyo", 50, None, "Radyo", 45],
    ]
    rows = understood(sheet("Aylar", lines)).rows
    assert sorted((row.period.key, row.values["spend"]) for row in rows if row.period) == [
        ("2026-01", 50),
        ("2026-01", 100),
        ("2026-02", 45),
        ("2026-02", 120),
    ]


def across(name: str, *amounts: tuple[str, int, int]) -> RawSheet:
    return sheet(name, [["Kanal", "Ocak 2026", "Şubat 2026"], *map(list, amounts)])


def spend_of(made: Worksheet) -> dict[tuple[str, str], Decimal]:
    return {
        (row.channel.name, row.period.key): row.values["spend"]
        for row in made.rows
        if row.period and row.excluded is None
    }


ACTUAL = ("Google Ads", 100, 120), ("Radyo", 50, 45)
BY_MONTH = {
    ("Google Ads", "2026-01"): 100,
    ("Google Ads", "2026-02"): 120,
    ("Radyo", "2026-01"): 50,
    ("Radyo", "2026-02"): 45,
}


@pytest.mark.parametrize("name", ["Gerçekleşen", "Actual", "Gerçekleşen 2026", "Harcama"])
def test_a_sheet_called_actual_beside_one_called_budget_is_what_was_spent(name: str) -> None:
    plan = across("Bütçe", ("Google Ads", 200, 200), ("Radyo", 90, 90))
    for sheets in ((plan, across(name, *ACTUAL)), (across(name, *ACTUAL), plan)):
        made = understood(*sheets)
        assert spend_of(made) == BY_MONTH
        assert [(one.code, one.place.sheet) for one in made.findings] == [("K151", "Bütçe")]


def test_a_sheet_called_actual_alone_says_nothing_of_spend() -> None:
    with pytest.raises(UnreadableFileError):
        understood(across("Gerçekleşen", *ACTUAL))


@pytest.mark.parametrize(("radio", "told"), [(95, "K154"), (99, "K155")])
def test_a_list_without_months_that_sums_up_sheets_with_months_is_their_summary(
    radio: int, told: str
) -> None:
    """Each channel has a sheet of its own, months down; by hand 220 and 95 in sum."""
    total = sheet("Özet", [["Kanal", "Harcama"], ["Google Ads", 220], ["Radyo", radio]])
    own = [
        sheet(name, [["Ay", "Harcama"], ["Ocak 2026", first], ["Şubat 2026", second]])
        for name, first, second in ACTUAL
    ]
    made = understood(total, *own)
    assert spend_of(made) == BY_MONTH
    assert [(one.code, one.place.sheet) for one in made.findings] == [(told, "Özet")]


def test_a_list_without_months_beside_sheets_of_something_else_stays_what_is_read() -> None:
    staff = sheet(
        "Personel", [["Ad", "Başlangıç", "Maaş"], ["Ayşe", "Ocak 2026", 900], ["Can", "Mart 2026", 800]]
    )
    made = understood(sheet("Özet", [["Kanal", "Harcama"], ["Google Ads", 220], ["Radyo", 95]]), staff)
    assert [row.values["spend"] for row in made.rows] == [220, 95]
