"""Headers said again, further down or on another sheet, whose figures can't be added to the first ones'.

Each table has a spend of 1,500 and 15 leads; below it, or beside it, stand figures in another currency, in
thousands, with VAT, of a plan or of a week. Only what is counted as the first is may be added up.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.texts.language import Words
from kpisheet.worksheet.sheet import Worksheet
from tests.support.raw_books import codes, sheet, understood

Lines = list[list[Any]]
FIRST: Lines = [["Google Ads", 1000, 10], ["Radio", 500, 5]]
SECOND: Lines = [["SEO", 2, 3], ["TV", 1, 4]]


def added(worksheet: Worksheet, key: str) -> Decimal:
    counted = [row for row in worksheet.rows if row.excluded is None]
    return sum((row.values.get(key, Decimal(0)) for row in counted), Decimal(0))


def stacked(usual: Sequence[str], again: Sequence[str], *, above: Lines, between: Lines) -> Worksheet:
    lines = [*above, ["Channel", *usual], *FIRST, *between, ["Channel", *again], *SECOND]
    return understood(sheet("Figures", lines))


@pytest.mark.parametrize("between", [[], [[]], [[], []]])
@pytest.mark.parametrize(
    ("usual", "again"),
    [
        (["Harcama (TL)", "Lead"], ["Harcama (bin TL)", "Lead"]),
        (["Spend ($K)", "Leads"], ["Spend ($)", "Leads"]),
        (["Spend", "Leads"], ["Spend", "Leads (K)"]),
        (["Spend", "Leads"], ["Spend, $ thousands", "Leads"]),
        (["Spend USD", "Leads"], ["Spend TRY", "Leads"]),
        (["Spend", "Leads"], ["Spend (EUR)", "Leads"]),
        (["Spend (excl. VAT)", "Leads"], ["Spend (incl. VAT)", "Leads"]),
        (["Harcama (KDV hariç)", "Lead"], ["Harcama (KDV dahil)", "Lead"]),
    ],
)
def test_a_table_below_that_counts_otherwise_is_left_out_by_an_error(
    usual: list[str], again: list[str], between: Lines
) -> None:
    worksheet = stacked(usual, again, above=[], between=between)
    assert (added(worksheet, "spend"), added(worksheet, "leads")) == (1500, 15)
    assert "K108" in codes(worksheet)
    assert "K415" not in codes(worksheet)


@pytest.mark.parametrize(
    ("usual", "again"),
    [
        (["Spend ($)", "Leads"], ["Spend (USD)", "Leads"]),
        (["Harcama (TL)", "Lead"], ["Harcama (₺)", "Lead sayısı"]),
        (["Spend (excl. VAT)", "Leads"], ["Cost (ex VAT)", "Leads"]),
    ],
)
def test_the_same_said_in_other_words_goes_on(usual: list[str], again: list[str]) -> None:
    worksheet = stacked(usual, again, above=[], between=[])
    assert (added(worksheet, "spend"), added(worksheet, "leads")) == (1503, 22)
    assert codes(worksheet).count("K415") == 1
    assert "K108" not in codes(worksheet)


def test_revenue_in_another_currency_is_told_though_spend_says_nothing() -> None:
    worksheet = stacked(["Spend", "Revenue USD"], ["Spend", "Revenue TRY"], above=[], between=[[]])
    assert (added(worksheet, "spend"), added(worksheet, "revenue")) == (1500, 15)
    told = [one for one in worksheet.findings if one.code == "K108"]
    assert [(one.typed, one.facts["usual"], one.affects) for one in told] == [
        ("Revenue TRY", "Revenue USD", frozenset({"revenue"}))
    ]


@pytest.mark.parametrize(
    ("above", "between"),
    [
        ([["Amounts in USD"]], [["Amounts in EUR"]]),
        ([], [["Tutarlar bin TL'dir"]]),
        ([["All amounts in thousands"]], [["All amounts in USD"]]),
    ],
)
def test_a_line_above_a_table_says_in_what_its_amounts_are(above: Lines, between: Lines) -> None:
    worksheet = stacked(["Spend", "Leads"], ["Spend", "Leads"], above=above, between=between)
    assert added(worksheet, "spend") == 1500
    assert not {"K108", "K185"}.isdisjoint(codes(worksheet))


def test_a_line_that_says_the_same_or_nothing_of_amounts_changes_nothing() -> None:
    for line in ["Amounts in USD", "Checked by Dana"]:
        headers = ["Spend", "Leads"]
        worksheet = stacked(headers, headers, above=[["Amounts in USD"]], between=[[line]])
        assert added(worksheet, "spend") == 1503


@pytest.mark.parametrize("budget_first", [False, True])
def test_what_was_spent_is_read_and_the_budget_beside_it_left_out(*, budget_first: bool) -> None:
    usual, again = ["Harcama", "Lead"], ["Bütçe", "Lead"]
    headers = (again, usual) if budget_first else (usual, again)
    worksheet = stacked(*headers, above=[], between=[[]])
    assert added(worksheet, "spend") == (3 if budget_first else 1500)
    assert "K151" in codes(worksheet)


@pytest.mark.parametrize(
    "again", [["Weekly spend", "Leads"], ["Impressions", "CTR"], ["Günlük harcama", "Lead"]]
)
def test_headers_that_say_something_else_end_the_table(again: list[str]) -> None:
    worksheet = stacked(["Spend", "Leads"], again, above=[], between=[[]])
    assert (added(worksheet, "spend"), added(worksheet, "leads")) == (1500, 15)
    told = [one for one in worksheet.findings if one.code == "K109"]
    assert [(one.typed, one.facts["rows"]) for one in told] == [(again[0], 2)]
    assert "K302" not in codes(worksheet)


def test_a_row_of_dashes_under_a_channel_named_source_is_no_header() -> None:
    lines = [["Channel", "Spend", "Leads"], *FIRST, ["Source", "-", "-"], *SECOND]
    worksheet = understood(sheet("Figures", lines))
    assert added(worksheet, "spend") == 1503
    assert "K109" not in codes(worksheet)


def test_a_second_table_of_months_that_counts_otherwise_is_told() -> None:
    months = [["Month", "Payroll (TL)"], ["2026-10", 5000], ["Month", "Payroll (bin TL)"], ["2026-11", 6]]
    channels = sheet("Channels", [["Month", "Channel", "Spend"], ["2026-10", "Radio", 100]])
    worksheet = understood(channels, sheet("Months", months))
    assert [list(row.values.values()) for row in worksheet.months] == [[5000]]
    assert "K108" in codes(worksheet)


# --- tables of other shapes: a sheet, or a group of columns, for each month ------------------------------


@pytest.mark.parametrize(
    ("usual", "again"),
    [
        ("Harcama (TL)", "Harcama (bin TL)"),
        ("Spend (TRY)", "Spend (USD)"),
        ("Spend", "Spend (EUR)"),
        ("Spend (excl. VAT)", "Spend (incl. VAT)"),
    ],
)
def test_months_in_tables_of_their_own_are_added_only_where_they_count_alike(usual: str, again: str) -> None:
    wide = [
        ["Channel", "Oct 2026", None, "Nov 2026", None],
        [None, usual, "Leads", again, "Leads"],
        ["Google Ads", 1000, 10, 2, 3],
        ["Radio", 500, 5, 1, 4],
    ]
    sheets = [
        sheet("Oct 2026", [["Channel", usual, "Leads"], *FIRST]),
        sheet("Nov 2026", [["Channel", again, "Leads"], ["Google Ads", 2, 3], ["Radio", 1, 4]]),
    ]
    for worksheet in (understood(sheet("Figures", wide)), understood(*sheets)):
        assert (added(worksheet, "spend"), added(worksheet, "leads")) == (1500, 22)
        told = [one for one in worksheet.findings if one.code == "K185"]
        assert [(one.typed, one.facts["usual"], one.facts["n"]) for one in told] == [(again, usual, 2)]


def test_what_most_tables_say_is_the_usual_and_a_sheet_that_names_no_currency_is_in_it() -> None:
    """Of four months one is in dollars: three times 1,500 are added, the first sheet's 3 is not."""
    names = ["Aug 2026", "Sep 2026", "Oct 2026", "Nov 2026"]
    headers = ["Spend (USD)", "Spend (TRY)", "Spend", "Spend (TRY)"]
    bodies = [[["Google Ads", 2, 3], ["Radio", 1, 4]], FIRST, FIRST, FIRST]
    sheets = [
        sheet(name, [["Channel", header, "Leads"], *body])
        for name, header, body in zip(names, headers, bodies, strict=True)
    ]
    worksheet = understood(*sheets)
    assert (added(worksheet, "spend"), added(worksheet, "leads")) == (4500, 52)
    assert [one.typed for one in worksheet.findings if one.code == "K185"] == ["Spend (USD)"]


def test_the_amount_of_a_sheet_in_another_currency_is_told_in_that() -> None:
    own = sheet("Kanallar", [["Ay", "Kanal", "Harcama (TL)"], ["Ekim 2026", "Radyo", 1000]])
    other = sheet("Almanya", [["Kanal", "Harcama (EUR)"], ["Google Ads", 70], ["Radyo", 30]])
    worksheet = understood(own, other)
    told = next(one for one in worksheet.findings if one.code == "K101")
    said = Words("tr", worksheet.currency).text("findings.K101.message", **told.facts)
    assert "2 satır, 100 EUR harcama" in said
    assert "total" not in told.facts  # it isn't added to what else is left unread
