"""Next month in tables of any shape: room where the months plainly go on, else a sentence."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from kpisheet.errors import CannotAddRowsError
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.month_labels import moved_label
from kpisheet.workbook.next_month import extend
from tests.support.layout_files import by_xlsxwriter
from tests.support.layout_shapes import LAYOUTS, TONGUES, Facts
from tests.support.validity import problems_added
from tests.workbook.test_next_month import extended, understood
from tests.worksheet.test_layouts import CHANNELS, METRICS, expected, figures

MONTHS = [date(2026, number, 1) for number in range(4, 9)]
BY_HAND = {
    "months_across": "columns_blocked",  # a column of totals stands behind the months
    "channel_blocks": "columns_blocked",
    "quarters_among_months": "next_by_hand",
    "channels_over_metrics": "rows_blocked",  # a row of totals stands below the months
    "metrics_over_months": "next_by_hand",
    "metrics_over_months_once": "next_by_hand",
    "month_headings": "next_by_hand",
    "block_a_month": "next_by_hand",
    "channels_across": "next_by_hand",
    "month_in_column_names": "next_by_hand",
    "pivot_compact": "next_by_hand",
    "pivot_tabular": "next_by_hand",
}
PLAIN = sorted(LAYOUTS.keys() - BY_HAND.keys())


def facts(months: int) -> Facts:
    values: dict[tuple[str, date, str], Any] = {
        (channel, month, metric): 10 + 7 * row + 3 * column + 100 * place
        for row, channel in enumerate(CHANNELS)
        for column, month in enumerate(MONTHS)
        for place, metric in enumerate(METRICS)
    }
    kept = {key: value for key, value in values.items() if key[1] in MONTHS[:months]}
    return Facts(CHANNELS, MONTHS[:months], METRICS, kept)


def drawn(layout: str, language: str, months: int) -> bytes:
    return by_xlsxwriter(LAYOUTS[layout](facts(months), TONGUES[language]))


def filled_in(content: bytes, like: bytes) -> bytes:
    """The blank cells filled in as in another workbook, in whose cells all that stands here stands too."""
    book, other = openpyxl.load_workbook(BytesIO(content)), openpyxl.load_workbook(BytesIO(like))
    assert book.sheetnames == other.sheetnames
    for sheet in book:
        for row in other[sheet.title].iter_rows():
            for cell in row:
                here = sheet[cell.coordinate]
                if isinstance(cell, openpyxl.cell.cell.MergedCell) or cell.value is None:
                    continue
                if here.value is None and not isinstance(cell.value, str | date):
                    here.value = cell.value
                assert here.value == cell.value, (sheet.title, cell.coordinate)
        assert sorted(map(str, sheet.merged_cells.ranges)) == sorted(
            map(str, other[sheet.title].merged_cells.ranges)
        )
    made = BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("layout", PLAIN)
def test_a_month_that_was_made_room_for_and_filled_in_is_as_if_drawn_from_the_start(
    layout: str, language: str
) -> None:
    before, whole = drawn(layout, language, 4), drawn(layout, language, 5)
    after = extended(before)
    assert figures(understood(after)) == figures(understood(before))
    assert figures(understood(filled_in(after, whole))) == expected(facts(5), language)


@pytest.mark.parametrize("layout", PLAIN)
def test_only_the_sheets_of_the_tables_change(layout: str) -> None:
    before = Package.open(drawn(layout, "en", 4))
    after = extend(before, understood(before.to_bytes())).package
    changed = {name for name in before.names if before.read(name) != after.read(name)}
    new = set(after.names) - set(before.names)
    assert problems_added(before.to_bytes(), after.to_bytes()) == []
    if layout == "sheet_a_month":
        assert changed == {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
        assert new == {"xl/worksheets/sheet5.xml"}
    else:
        assert not new
        assert all(name.startswith("xl/worksheets/") for name in changed)


@pytest.mark.parametrize("layout", BY_HAND)
def test_where_the_months_go_on_in_no_plain_way_a_sentence_says_what_to_do(layout: str) -> None:
    content = drawn(layout, "en", 4)
    with pytest.raises(CannotAddRowsError) as caught:
        extended(content)
    assert caught.value.code == BY_HAND[layout]


@pytest.mark.parametrize("layout", ["block_a_metric", "months_over_metrics", "sheet_a_month"])
def test_a_month_that_stands_ready_is_not_added_twice(layout: str) -> None:
    with pytest.raises(CannotAddRowsError) as caught:
        extended(extended(drawn(layout, "en", 4)))
    assert caught.value.code == "next_is_there"


def across(*, total: str = "") -> bytes:
    """Two channels by three months with formats, widths, a rule and a row of sums."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made)
    sheet = book.add_worksheet("Spend")
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "$#,##0"})
    sheet.set_column("B:D", 17)
    for column, month in enumerate(["Jan", "Feb", "Mar"], 1):
        sheet.write(1, column, f"{month} 2026", bold)
        sheet.write_column(2, column, [100 * column, 50 * column], money)
        letter = "ABCD"[column]
        sheet.write_formula(4, column, f"=SUM({letter}3:{letter}4)", money, 150 * column)
    sheet.write_column("A2", ["Channel", "Google Ads", "Radio", "Total"])
    if total:
        sheet.write_formula("A6", total, None, 900)
    sheet.conditional_format("B3:D4", {"type": "cell", "criteria": ">", "value": 200, "format": bold})
    sheet.data_validation("B3:D4", {"validate": "decimal", "criteria": ">=", "value": 0})
    book.close()
    return made.getvalue()


def test_formats_widths_rules_and_sums_go_on_in_a_new_column() -> None:
    sheet = openpyxl.load_workbook(BytesIO(extended(across())))["Spend"]
    assert [cell.value for cell in sheet["E"]] == [None, "Apr 2026", None, None, "=SUM(E3:E4)"]
    assert sheet["E2"].font.bold
    assert [sheet.cell(row, 5).number_format for row in (3, 4, 5)] == ["$#,##0"] * 3
    assert sheet.column_dimensions["E"].width == sheet.column_dimensions["B"].width
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["B3:E4"]
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["B3:E4"]


def test_a_formula_over_the_months_so_far_is_told_instead_of_left_behind() -> None:
    with pytest.raises(CannotAddRowsError) as caught:
        extended(across(total="=SUM(B3:D4)"))
    assert (caught.value.code, caught.value.facts["cell"]) == ("columns_summed", "A6")


def by_month(*, chart: bool = False) -> bytes:
    """A sheet a month: a title, formulas of its own and of the sheet before, a print area."""
    made = BytesIO()
    book = xlsxwriter.Workbook(made)
    names = ["Eyl\u00fcl 2026", "Ekim 2026"]
    for place, name in enumerate(names):
        sheet = book.add_worksheet(name)
        sheet.write("A1", f"Pazarlama – {name}")
        sheet.write_row("A2", ["Kanal", "Harcama", "Lead", "CPL", "Fark"])
        for row, (channel, spend, leads) in enumerate([("Google Ads", 900, 30), ("Radyo", 300, 5)], 3):
            sheet.write_row(f"A{row}", [channel, spend + place, leads])
            sheet.write_formula(f"D{row}", f"=B{row}/C{row}", None, 30)
            if place:
                sheet.write_formula(f"E{row}", f"=B{row}-'{names[0]}'!B{row}", None, 1)
        sheet.print_area("A1:E4")
        if chart:
            drawn = book.add_chart({"type": "line"})
            drawn.add_series({"values": f"='{name}'!$B$3:$B$4"})
            sheet.insert_chart("H2", drawn)
    book.add_worksheet("Notlar").print_area("A1:B2")
    book.close()
    return made.getvalue()


def test_a_sheet_more_keeps_formulas_and_looks_at_the_month_before_it() -> None:
    before = by_month()
    after = extended(before)
    book = openpyxl.load_workbook(BytesIO(after))
    assert book.sheetnames == ["Eyl\u00fcl 2026", "Ekim 2026", "Kas\u0131m 2026", "Notlar"]
    new = book["Kas\u0131m 2026"]
    assert [[cell.value for cell in row] for row in new.iter_rows()] == [
        ["Pazarlama – Kas\u0131m 2026", None, None, None, None],
        ["Kanal", "Harcama", "Lead", "CPL", "Fark"],
        ["Google Ads", None, None, "=B3/C3", "=B3-'Ekim 2026'!B3"],
        ["Radyo", None, None, "=B4/C4", "=B4-'Ekim 2026'!B4"],
    ]
    assert new.print_area == "'Kas\u0131m 2026'!$A$1:$E$4"
    assert book["Notlar"].print_area == "'Notlar'!$A$1:$B$2"
    assert problems_added(before, after) == []
    assert figures(understood(after)) == figures(understood(before))


def test_a_sheet_with_a_chart_is_not_copied_in_part() -> None:
    with pytest.raises(CannotAddRowsError) as caught:
        extended(by_month(chart=True))
    assert caught.value.code == "sheet_blocked"


@pytest.mark.parametrize(
    ("text", "before", "language", "alike", "after"),
    [
        ("Oct 2026", date(2026, 10, 1), "en", "", "Nov 2026"),
        ("October", date(2026, 10, 1), "en", "", "November"),
        ("OCT-26", date(2026, 10, 1), "en", "", "NOV-26"),
        ("Sept 2026", date(2026, 9, 1), "en", "", "Oct 2026"),
        ("May", date(2026, 5, 1), "en", "Apr", "Jun"),
        ("May", date(2026, 5, 1), "en", "April", "June"),
        ("Dec 2026", date(2026, 12, 1), "en", "", "Jan 2027"),
        ("Dec '26", date(2026, 12, 1), "en", "", "Jan '27"),
        ("Temmuz Harcama", date(2026, 7, 1), "tr", "", "A\u011fustos Harcama"),
        ("EK\u0130M 2026", date(2026, 10, 1), "tr", "", "KASIM 2026"),
        ("ekim", date(2026, 10, 1), "tr", "", "kas\u0131m"),
        ("Oca 26", date(2026, 1, 1), "tr", "", "\u015eub 26"),
        ("Mar 2026", date(2026, 3, 1), "tr", "", "Nis 2026"),
        ("2026-09", date(2026, 9, 1), "en", "", "2026-10"),
        ("2026-12", date(2026, 12, 1), "en", "", "2027-01"),
        ("9/2026", date(2026, 9, 1), "en", "", "10/2026"),
        ("Leads – Mar", date(2026, 3, 1), "en", "", "Leads – Apr"),
        ("Dec", date(2026, 12, 1), "en", "", None),
        ("Aral\u0131k", date(2026, 12, 1), "tr", "", None),
        ("Spend", date(2026, 3, 1), "en", "", None),
        ("Mar vs Mar", date(2026, 3, 1), "en", "", None),
    ],
)
def test_a_label_of_a_month_becomes_that_of_the_next_in_its_own_letters(
    text: str, before: date, language: str, alike: str, after: str | None
) -> None:
    following = date(before.year + before.month // 12, before.month % 12 + 1, 1)
    assert moved_label(text, before, following, language, alike=alike) == after
