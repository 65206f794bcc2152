"""Amounts that a line, a name or a note says are no spend of their month: never read without a word."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.worksheet.sheet import Worksheet
from tests.support.raw_books import codes, sheet, understood

Lines = Sequence[Sequence[Any]]
ENGLISH, TURKISH = ["Month", "Channel", "Spend", "Note"], ["Ay", "Kanal", "Harcama", "Not"]
OCTOBER = "2026-10"


def told(worksheet: Worksheet, code: str) -> list[str | None]:
    return [one.place.cell for one in worksheet.findings if one.code == code and one.place is not None]


def spend(worksheet: Worksheet) -> Decimal:
    return sum(
        (row.values.get("spend", Decimal(0)) for row in worksheet.rows if row.excluded is None), Decimal(0)
    )


@pytest.mark.parametrize(
    ("line", "header"),
    [
        ("All amounts in thousands of USD", ENGLISH),
        ("Marketing spend, USD '000", ENGLISH),
        ("Spend in 000s", ENGLISH),
        ("(k)", ENGLISH),
        ("Tutarlar bin TL'dir", TURKISH),
        ("Harcamalar (bin TL)", TURKISH),
    ],
)
def test_a_line_above_that_says_thousands_is_told(line: str, header: Sequence[str]) -> None:
    rows = [[OCTOBER, "Google Ads", 3.2], [OCTOBER, "Radio", 2.3]]
    assert told(understood(sheet("Data", [[line], header, *rows])), "K208") == ["A1"]


@pytest.mark.parametrize(
    "line", ["Report of 15.000 visits", "Marketing 2026 (Bin 7)", "Thousand Oaks", "K2 Ltd"]
)
def test_a_line_that_speaks_of_something_else_is_not(line: str) -> None:
    rows = [[OCTOBER, "Google Ads", 320], [OCTOBER, "Radio", 230]]
    assert told(understood(sheet("Data", [[line], ENGLISH, *rows])), "K208") == []


@pytest.mark.parametrize(
    "word", ["forecast", "Planned", "Budget", "tahmini", "Plan", "last year", "geçen yıl"]
)
def test_a_note_that_says_plan_is_told_with_its_amount(word: str) -> None:
    for header in (ENGLISH, TURKISH):
        rows = [[OCTOBER, "Google Ads", 300], ["2026-11", "Google Ads", 350, word]]
        worksheet = understood(sheet("Data", [header, *rows]))
        assert (spend(worksheet), told(worksheet, "K178")) == (650, ["D3"])
        assert [one.facts["total"] for one in worksheet.findings if one.code == "K178"] == [350]


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Google Ads", "Google Ads (planned)"),
        ("Google Ads", "Budget: Google Ads"),
        ("Radio", "Radio LY"),
        ("Radyo", "Radyo bütçe"),
        ("Radyo", "Radyo geçen yıl"),
        ("Columbus Gazette", "Columbus Gazette forecast"),
    ],
)
def test_a_channels_name_with_a_plans_word_is_told(name: str, other: str) -> None:
    worksheet = understood(sheet("Data", [ENGLISH, [OCTOBER, name, 300], [OCTOBER, other, 350]]))
    assert told(worksheet, "K178") == ["B3"]


@pytest.mark.parametrize("name", ["Plan B Media", "Goal Magazine", "Budget Travel", "Hedef Dergisi"])
def test_a_name_that_only_begins_like_one_is_a_channel(name: str) -> None:
    worksheet = understood(
        sheet("Data", [ENGLISH, [OCTOBER, "Google Ads", 300], [OCTOBER, name, 350, "paid"]])
    )
    assert (spend(worksheet), told(worksheet, "K178")) == (650, [])


@pytest.mark.parametrize("title", ["Cumulative spend by channel", "Kanal bazında kümülatif harcama"])
@pytest.mark.parametrize(("last", "said"), [(900, ["A1"]), (650, ["A1"]), (640, [])])
def test_a_title_that_says_added_up_is_told_where_no_amount_falls(
    title: str, last: int, said: list[str]
) -> None:
    months = ["2026-01", "2026-02", "2026-03"]
    lines = [[title], ["Channel", *months], ["Google Ads", 300, 650, last], ["Radio", 100, 220, 350]]
    assert told(understood(sheet("Spend", lines)), "K179") == said


@pytest.mark.parametrize("names", [("Google Ads (USD)", "Radio (TRY)"), ("Google Ads [€]", "Radio (TL)")])
def test_amounts_whose_names_say_different_currencies_are_not_added(names: Sequence[str]) -> None:
    worksheet = understood(sheet("Data", [ENGLISH, [OCTOBER, names[0], 300], [OCTOBER, names[1], 9000]]))
    assert (spend(worksheet), told(worksheet, "K321")) == (300, ["C3"])


def test_amounts_whose_notes_are_different_currencies_are_not_added() -> None:
    rows = [[OCTOBER, "Google Ads", 300, "USD"], [OCTOBER, "Radio", 9000, "TL"]]
    worksheet = understood(sheet("Data", [ENGLISH, *rows]))
    assert (spend(worksheet), told(worksheet, "K321")) == (300, ["C3"])


@pytest.mark.parametrize(
    ("plan", "actual"), [("Plan", "Actual"), ("Bütçe", "Gerçekleşen"), ("Budget 2026", "Actuals 2026")]
)
def test_of_a_plan_and_what_happened_on_two_sheets_the_latter_is_read(plan: str, actual: str) -> None:
    planned = sheet(plan, [ENGLISH, [OCTOBER, "Google Ads", 350, "x"], [OCTOBER, "Radio", 250, "y"]])
    happened = sheet(actual, [ENGLISH[:3], [OCTOBER, "Google Ads", 300], [OCTOBER, "Radio", 212]])
    for sheets in ((planned, happened), (happened, planned)):
        assert spend(understood(*sheets)) == 512


@pytest.mark.parametrize("name", ["Google Ads + Meta Ads", "Google Ads ve Meta Ads", "Meta Ads/Google Ads"])
def test_several_channels_in_one_name_beside_each_of_them_count_once(name: str) -> None:
    lines = [["Google Ads", 1234, 450], ["Meta Ads", 321, 333], [name, 1555, 783]]
    worksheet = understood(sheet("Spend", [["Channel", "2026-01", "2026-02"], *lines]))
    assert (spend(worksheet), told(worksheet, "K170")) == (2338, ["A4"])


@pytest.mark.parametrize(
    ("name", "lines", "cell"),
    [
        ("Plan 2026", [], None),
        ("Tahmin", [], None),
        ("Data", [["Media plan 2026 (planned spend)"]], "A1"),
        ("Data", [["Planlanan harcamalar"]], "A1"),
    ],
)
def test_a_sheet_or_a_title_that_names_a_plan_is_told(name: str, lines: Lines, cell: str | None) -> None:
    rows = [[OCTOBER, "Google Ads", 300], [OCTOBER, "Radio", 212]]
    assert told(understood(sheet(name, [*lines, ENGLISH[:3], *rows])), "K178") == [cell]


@pytest.mark.parametrize("name", ["Planet Pizza", "Budget 2026", "Marketing"])
def test_a_sheet_that_may_hold_what_was_spent_is_not(name: str) -> None:
    rows = [[OCTOBER, "Google Ads", 300], [OCTOBER, "Radio", 212]]
    assert told(understood(sheet(name, [ENGLISH[:3], *rows])), "K178") == []


@pytest.mark.parametrize("header", ["Scenario", "Version", "Senaryo", "Revizyon"])
def test_rows_of_several_scenarios_are_told_with_their_amount(header: str) -> None:
    columns = ["Month", "Channel", header, "Spend"]
    rows = [[OCTOBER, "Google Ads", "A", 300], [OCTOBER, "Google Ads", "B", 400]]
    assert told(understood(sheet("Data", [columns, *rows])), "K178") == ["C2"]
    apart = [[OCTOBER, "Google Ads", "A", 300], [OCTOBER, "Radio", "B", 400]]
    assert told(understood(sheet("Data", [columns, *apart])), "K178") == []


# --- years among the rows, sums that are known channels --------------------------------------------------


def test_years_that_head_parts_of_a_list_are_never_one_year_for_all() -> None:
    head = ["Month", "Channel", "Spend"]
    worksheet = understood(sheet("Figures", [["2025"], head, ["Jan", "SEO", 1], ["2026"], ["Jan", "SEO", 2]]))
    assert "K505" in codes(worksheet)
    assert {row.period for row in worksheet.rows} == {None}


def test_spent_to_date_is_no_month() -> None:
    lines = [["Channel", "Budget", "Spent to date"], ["SEO", 1000, 800], ["Radio", 500, 500]]
    worksheet = understood(sheet("Figures", lines))
    assert codes(worksheet) == ["K204", "K140"]


# --- what is called off, copied, or planned by its title -------------------------------------------------


@pytest.mark.parametrize(
    "status", ["Cancelled", "VOID", "Refunded", "Draft", "İptal", "İade edildi", "Taslak"]
)
def test_a_row_that_was_called_off_counts_and_is_asked_about(status: str) -> None:
    lines = [["Month", "Channel", "Status", "Spend"], ["2026-10", "SEO", "Done", 100]]
    worksheet = understood(sheet("2026", [*lines, ["2026-10", "Radio", status, 700]]))
    told = [one for one in worksheet.findings if one.code == "K186"]
    assert [(one.typed, one.facts["n"], one.facts["total"]) for one in told] == [(status, 1, 700)]
    assert [row.excluded for row in worksheet.rows] == [None, None]


@pytest.mark.parametrize("status", ["Paused", "Removed", "Ended", "Durduruldu", "Void of leads so far"])
def test_what_was_spent_before_an_advertisement_was_stopped_needs_no_question(status: str) -> None:
    lines = [["Month", "Channel", "Status", "Spend"], ["2026-10", "Radio", status, 700]]
    assert "K186" not in codes(understood(sheet("2026", lines)))


def test_a_row_that_was_called_off_without_figures_needs_no_question() -> None:
    lines = [["Month", "Channel", "Status", "Spend"], ["2026-10", "Radio", "Cancelled", 0]]
    assert "K186" not in codes(understood(sheet("2026", lines)))


def test_months_that_spend_the_same_but_brought_other_results_are_no_copies() -> None:
    header = ["Month", "Channel", "Spend", "Leads"]
    october = [["2026-10", "SEO", 100, 10], ["2026-10", "Radio", 50, 5], ["2026-10", "TV", 9, None]]
    copied = [["2026-11", *line[1:]] for line in reversed(october)]
    brought = [["2026-11", "SEO", 100, 11], *copied[:2]]
    spent = [[*line[:3], None] for line in (*october, *copied)]
    assert "K187" in codes(understood(sheet("2026", [header, *october, *copied])))
    for lines in ([*october, *brought], spent):
        assert "K187" not in codes(understood(sheet("2026", [header, *lines])))


@pytest.mark.parametrize("name", ["Media plan", "Medya Planı 2026", "Pazarlama Planı", "Campaign plan Q4"])
def test_a_sheet_called_a_media_plan_is_asked_about(name: str) -> None:
    lines = [["Month", "Channel", "Spend"], ["2026-10", "SEO", 100]]
    assert "K178" in codes(understood(sheet(name, lines)))
    assert "K178" in codes(understood(sheet("Sheet1", [[name], [], *lines])))


@pytest.mark.parametrize(
    "name", ["Media plan and actuals", "Medya", "Planet Media", "Medya planı gerçekleşen"]
)
def test_a_sheet_that_speaks_of_what_happened_is_not(name: str) -> None:
    assert "K178" not in codes(
        understood(sheet(name, [["Month", "Channel", "Spend"], ["2026-10", "SEO", 100]]))
    )


def test_beside_a_budget_stands_what_was_spent_whatever_the_sheet_is_called() -> None:
    lines = [["Month", "Channel", "Spend", "Budget"], ["2026-10", "SEO", 100, 120]]
    assert "K178" not in codes(understood(sheet("Media plan", lines)))
