"""Finding the table: by content, anywhere, in either language, among other things."""

from datetime import date
from typing import Any

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.texts.language import Term, Words
from kpisheet.worksheet.findings import Severity
from kpisheet.worksheet.sheet import CellRange, RawTable
from tests.support.raw_books import codes, formula, money, percent, sheet, understood

OCTOBER = date(2026, 10, 1)
TABLE: list[list[Any]] = [
    ["Month", "Channel", "Spend", "Leads"],
    [OCTOBER, "SEO", 100, 10],
    [OCTOBER, "Radio", 50, 5],
]
TABLO: list[list[Any]] = [["AY", "KANAL", "HARCAMA (TL)", "OLASI SATIŞ"], ["Ekim 2026", "SEO", 100, 10]]


def test_a_table_is_found_wherever_it_starts() -> None:
    worksheet = understood(sheet("Sheet1", TABLE, top=7, left=3))
    assert (worksheet.table.header_row, worksheet.table.columns["spend"]) == (7, 5)
    assert [row.number for row in worksheet.rows] == [8, 9]
    assert worksheet.findings == ()


def test_turkish_headers_in_capitals_tell_the_language() -> None:
    worksheet = understood(sheet("Sayfa1", TABLO))
    assert (worksheet.language, worksheet.currency) == ("tr", "TRY")
    assert worksheet.rows[0].values == {"spend": 100, "leads": 10}
    assert worksheet.rows[0].channel.name == "Organik arama"


def test_the_language_can_be_chosen() -> None:
    assert understood(sheet("Sayfa1", TABLO), language="en").rows[0].channel.name == "Organic search"


def test_no_table_says_what_is_missing() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        understood(sheet("A", [["Channel", "Leads"], ["SEO", 4]]))
    assert caught.value.code == "no_table"
    assert caught.value.facts["sheets"] == ["A"]
    assert caught.value.facts["missing"] == [Term("columns.spend.header")]
    english = Words("en").text("errors.no_table.message", **caught.value.facts)
    assert "“A” comes nearest: row 1 has Channel but no column for the spend." in english


def test_no_table_names_both_headers_where_both_or_neither_is_there() -> None:
    apart: list[list[Any]] = [["Channel", "Leads"], ["SEO", 4], [], ["Spend"], [9]]
    for lines in (apart[:2] + apart[3:], [["x"]]):
        with pytest.raises(UnreadableFileError) as caught:
            understood(*(sheet(f"S{number}", lines) for number in range(12)))
        assert caught.value.facts["sheets"] == [*(f"S{number}" for number in range(8)), "…"]
        assert Term("columns.spend.header") in caught.value.facts["missing"]


def test_an_unknown_sheet_is_said() -> None:
    with pytest.raises(UnreadableFileError) as caught:
        understood(sheet("A", TABLE), sheet="B")
    assert caught.value.code == "no_such_sheet"


def test_headers_without_rows_are_an_empty_worksheet() -> None:
    worksheet = understood(sheet("A", TABLE[:1]))
    assert (worksheet.rows, codes(worksheet)) == ((), ["K104"])


def test_the_better_of_two_sheets_is_read_and_said() -> None:
    small = sheet("Old", [["Channel", "Spend"], ["SEO", 1]])
    worksheet = understood(small, sheet("New", TABLE))
    assert (worksheet.table.sheet, codes(worksheet)) == ("New", ["K101"])
    assert understood(small, sheet("New", TABLE), sheet="old").table.sheet == "Old"


def test_a_second_table_below_is_not_mixed_in() -> None:
    below: list[list[Any]] = [[], ["Channel", "Spend", "Note"], ["Radio", 999, "x"]]
    worksheet = understood(sheet("A", [*TABLE, *below]))
    assert [row.values["spend"] for row in worksheet.rows] == [100, 50]
    assert "K102" in codes(worksheet)


def test_two_tables_side_by_side_stay_apart() -> None:
    lines = [
        [*TABLE[0], None, "Month", "Customers at start", "Customers at end"],
        [*TABLE[1], None, OCTOBER, 100, 110],
    ]
    worksheet = understood(sheet("A", lines))
    assert worksheet.rows[0].values == {"spend": 100, "leads": 10}
    assert worksheet.months[0].values == {"customers_start": 100, "customers_end": 110}


def test_a_header_over_two_lines_is_joined() -> None:
    lines = [["", "", "Amount", "New"], ["Month", "Channel", "spent", "customers"], [OCTOBER, "SEO", 100, 3]]
    worksheet = understood(sheet("A", lines))
    assert worksheet.rows[0].values == {"spend": 100, "new_customers": 3}


def test_a_line_of_units_belongs_to_the_header() -> None:
    worksheet = understood(sheet("A", [TABLE[0], [None, None, "(USD)", "(#)"], *TABLE[1:]]))
    assert len(worksheet.rows) == 2
    assert worksheet.findings == ()


def test_rows_below_an_excel_tables_end_and_behind_blank_rows_count() -> None:
    lines = [*TABLE, [], [OCTOBER, "E-mail", 7, 1]]
    worksheet = understood(sheet("A", lines, tables=(RawTable("Channels", CellRange(1, 1, 3, 4)),)))
    assert [row.values["spend"] for row in worksheet.rows] == [100, 50, 7]


def test_rows_without_figures_are_not_rows() -> None:
    prepared = [date(2026, 11, 1), "SEO", None, None]
    worksheet = understood(sheet("A", [*TABLE, prepared, ["made by Dana"]]))
    assert (len(worksheet.rows), worksheet.findings) == (2, ())


@pytest.mark.parametrize("label", ["Total", "Toplam", "TOPLAM:", "Genel Toplam", "grand total"])
@pytest.mark.parametrize("position", [0, 1])
def test_a_totals_row_is_left_out_and_said(label: str, position: int) -> None:
    total: list[Any] = [None, None, 150, 15]
    total[position] = label
    worksheet = understood(sheet("A", [*TABLE, total]))
    assert (len(worksheet.rows), codes(worksheet)) == (2, ["K404"])


def test_an_unlabelled_sum_is_a_total_but_a_row_without_channel_is_an_error() -> None:
    summed = understood(sheet("A", [*TABLE, [None, None, formula("SUM(C2:C3)", "150"), None]]))
    assert codes(summed) == ["K404"]
    plain = understood(sheet("A", [*TABLE, [OCTOBER, None, 77, None]]))
    assert codes(plain) == ["K401"]
    assert plain.findings[0].severity is Severity.ERROR


def test_a_channel_that_begins_with_total_is_a_channel_and_asked_about() -> None:
    worksheet = understood(sheet("A", [*TABLE, [OCTOBER, "Total Fitness TV", 60, 4]]))
    assert (len(worksheet.rows), codes(worksheet)) == (3, ["K434"])


def test_a_month_merged_over_its_rows_is_used_for_all_of_them() -> None:
    lines = [TABLE[0], [OCTOBER, "SEO", 1, 1], [None, "Radio", 2, 2]]
    worksheet = understood(sheet("A", lines, merged=(CellRange(2, 1, 3, 1),)))
    assert [row.period and row.period.key for row in worksheet.rows] == ["2026-10", "2026-10"]
    assert codes(worksheet) == ["K414"]


def test_a_merged_figure_counts_once() -> None:
    lines = [TABLE[0], [OCTOBER, "SEO", 300, 1], [OCTOBER, "Radio", None, 2]]
    worksheet = understood(sheet("A", lines, merged=(CellRange(2, 3, 3, 3),)))
    assert sum(row.values.get("spend", 0) for row in worksheet.rows) == 300
    assert "K413" in codes(worksheet)


def test_the_header_row_repeated_is_skipped() -> None:
    worksheet = understood(sheet("A", [*TABLE, TABLE[0], [OCTOBER, "E-mail", 7, 1]]))
    assert (len(worksheet.rows), codes(worksheet)) == (3, ["K415"])


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("CPA", "K206"),
        ("Satış başına maliyet", "K206"),
        ("Dönüşümler", "K201"),
        ("lead conversion rate", "K201"),
        ("Revenu", "K202"),
        ("Ad cost", "K161"),
        ("Total leads", "K203"),
        ("Favourite number", "K140"),
        ("ROI", None),
    ],
)
def test_doubtful_headers_are_asked_not_guessed(header: str, code: str | None) -> None:
    worksheet = understood(sheet("A", [[*TABLE[0], header], [*TABLE[1], 5]]))
    assert codes(worksheet) == ([code] if code else [])
    assert worksheet.rows[0].values == {"spend": 100, "leads": 10}


@pytest.mark.parametrize("header", ["Budget", "BÜTÇE"])
def test_a_budget_is_read_as_spend_with_a_question(header: str) -> None:
    worksheet = understood(sheet("A", [["Channel", header], ["SEO", 5]]))
    assert worksheet.rows[0].values == {"spend": 5}
    assert codes(worksheet) == ["K204"]


def test_a_formula_typed_over_is_said_and_not_read() -> None:
    lines = [[*TABLE[0], "CPL"], [*TABLE[1], formula("C2/D2", "10")], [*TABLE[2], 99]]
    assert codes(understood(sheet("A", lines))) == ["K315"]


def test_settings_by_name_win_over_labels() -> None:
    business = sheet("Business", [["Gross margin", percent("0.4")], ["x", percent("0.5")]])
    named = {"kpi_gross_margin": ("Business", CellRange(2, 2, 2, 2))}
    assert understood(sheet("A", TABLE), business).settings.number("gross_margin") == percent("0.4").number
    worksheet = understood(sheet("A", TABLE), business, names=named)
    assert worksheet.settings.number("gross_margin") == percent("0.5").number


def test_settings_that_contradict_are_said() -> None:
    business = sheet("B", [["Gross margin", percent("0.4")], ["Brüt kâr marjı", percent("0.5")]])
    worksheet = understood(sheet("A", TABLE), business)
    assert worksheet.settings.number("gross_margin") == percent("0.4").number
    assert codes(worksheet) == ["K603"]


@pytest.mark.parametrize(
    ("label", "value", "code"),
    [
        ("VAT", "maybe", "K601"),
        ("Currency", "Taler", "K605"),
        ("Report from", "autumn", "K607"),
        ("Target close rate", 0.4, "K308"),
        ("Also count as marketing", "Tavsye", "K606"),
        ("VAT", "KDV hariç", None),
        ("Currency", "US dollars", None),
        ("Report from", "Oct 2026", None),
        ("Also count as marketing", "radio", None),
    ],
)
def test_a_setting_that_cannot_be_used_is_said(label: str, value: Any, code: str | None) -> None:
    worksheet = understood(sheet("A", TABLE), sheet("B", [[label, value]]))
    assert codes(worksheet) == ([code] if code else [])


def test_a_report_period_that_ends_before_it_begins_is_no_period() -> None:
    business = sheet("B", [["Report from", "Oct 2026"], ["Report to", "Sep 2026"]])
    worksheet = understood(sheet("A", TABLE), business)
    assert codes(worksheet) == ["K604"]
    assert not worksheet.settings.values


def test_own_sheets_are_never_input() -> None:
    with pytest.raises(UnreadableFileError):
        understood(sheet("Data used", TABLE, own=True))


@pytest.mark.parametrize(
    ("name", "headers"),
    [("Months", ["Customers at start", "Customers at end"]), ("Fırsatlar", ["Fırsat", "Sonuç", "Tutar"])],
)
def test_a_sheet_of_months_or_deals_without_its_required_column_is_said(
    name: str, headers: list[str]
) -> None:
    assert codes(understood(sheet("A", TABLE), sheet(name, [headers, [1, 2, 3]]))) == ["K205"]
    assert codes(understood(sheet("A", TABLE), sheet("Other", [headers, [1, 2, 3]]))) == []


def test_a_currency_that_the_cells_contradict_is_said() -> None:
    lines = [TABLE[0], [OCTOBER, "SEO", money("5", '#,##0 "₺"'), 1]]
    worksheet = understood(sheet("A", lines), sheet("B", [["Currency", "USD"]]))
    assert "K602" in codes(worksheet)
    agreed = understood(sheet("A", lines), sheet("B", [["Currency", "TL"]]))
    assert codes(agreed) == []
