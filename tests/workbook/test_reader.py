# ruff: noqa: E501 - XML stands as its writers write it, not broken to our width
"""Cells as typed, from what several programs write: the expected values stand in the literal XML."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.number_styles import number_style
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.sheet import CellKind, CellRange, NumberStyle, RawBook, RawCell, RawSheet, RawTable
from tests.support import packages

_KIND = packages.TRANSITIONAL_RELATIONSHIPS


def read(content: bytes) -> RawBook:
    return read_book(Package.open(content))


def only_sheet(content: bytes) -> RawSheet:
    (sheet,) = read(content).sheets
    return sheet


def typed(sheet: RawSheet) -> list[list[object]]:
    """Per row what the cells hold: a Decimal, else the text, else None where nothing was stored."""
    return [[_held(cell) for cell in cells.values()] for cells in sheet.rows.values()]


def _held(cell: RawCell) -> object:
    if cell.kind is CellKind.BLANK:
        return None
    return cell.text if cell.number is None else cell.number


def test_google_sheets_is_read() -> None:
    """Rich text joined, currency by bracket, month by format, empty grid rows left out."""
    sheet = only_sheet(packages.google_sheets())
    october = Decimal(46296)
    assert typed(sheet) == [
        ["Month", "Channel", "Spend", "Leads"],
        [october, "Google Ads ", Decimal("1234.5"), Decimal(40)],
        [october, "Organic search", Decimal(0), Decimal(10)],
    ]
    first = sheet.rows[2]
    assert [first[column].style for column in (1, 3, 4)] == [
        NumberStyle.DATE,
        NumberStyle.CURRENCY,
        NumberStyle.GENERAL,
    ]
    assert first[3].number_format == "[$₺-41F]#,##0.00"
    assert sheet.rows[3][3].formula == "1000-1000"


def test_apple_numbers_is_read() -> None:
    """A wrong ``dimension`` is of no account; the merged title keeps its area."""
    summary, sheet = read(packages.apple_numbers()).sheets
    assert typed(summary) == [["Export Summary"]]
    assert sheet.name == "Sheet 1 - Table 1"
    assert sheet.merged == (CellRange(1, 1, 1, 4),)
    assert typed(sheet)[1:] == [
        ["Month", "Channel", "Spend", "Leads"],
        [Decimal(46296), "Flyers", Decimal(250), Decimal(3)],
    ]


def test_rows_and_cells_without_references_are_counted() -> None:
    """Inline texts, ISO dates, phonetic guides left out, escapes decoded, empty rows counted."""
    sheet = only_sheet(packages.streaming_writer())
    assert list(sheet.rows) == [1, 2, 4]
    assert typed(sheet)[1:] == [
        [Decimal(46296), "E-mail & SMS", Decimal(100)],
        ["Oct 2026", "Direct\rmail", "TRUE", "#DIV/0!"],
    ]
    assert sheet.rows[2][1].style is NumberStyle.DATE
    assert [cell.kind for cell in sheet.rows[4].values()] == [
        CellKind.TEXT,
        CellKind.TEXT,
        CellKind.BOOLEAN,
        CellKind.ERROR,
    ]


def test_prefixed_utf_16_is_read() -> None:
    sheet = only_sheet(packages.prefixed())
    assert typed(sheet) == [["Kanal", "Harcama ₺"], ["SEO", Decimal("1500.25")]]
    assert sheet.rows[2][1].formula == '"SE"&"O"'


def test_strict_is_read() -> None:
    sheet = only_sheet(packages.strict())
    assert typed(sheet) == [["Month", "Spend"], [Decimal(46296), Decimal("12.5")]]


def test_days_count_from_1904_where_the_book_says_so() -> None:
    book = read(packages.dates_of_1904())
    assert book.date_1904
    assert book.sheets[0].rows[1][1].number == Decimal(44834)  # 2026-10-01 is 1,462 days less


@pytest.mark.parametrize(
    ("written", "serial"),
    [
        ("1900-01-01", "1"),  # Excel's first day
        ("1900-02-28", "59"),
        ("1900-03-01", "61"),  # Excel counts a 29 February 1900 that never was
        ("2026-10-01T12:00:00", "46296.5"),
        ("06:00:00", "0.25"),
    ],
)
def test_iso_dates_become_the_serial_numbers_of_excel(written: str, serial: str) -> None:
    sheet = only_sheet(packages.one_sheet(f'<row><c t="d"><v>{written}</v></c></row>'))
    assert sheet.rows[1][1].number == Decimal(serial)


def test_iso_dates_in_a_book_of_1904() -> None:
    """44,834 is 2026-10-01 there."""
    content = packages.one_sheet(
        '<row><c t="d"><v>2026-10-01</v></c></row>', properties='<workbookPr date1904="true"/>'
    )
    assert only_sheet(content).rows[1][1].number == Decimal(44834)


def test_formulas_keep_their_text_and_their_stored_value() -> None:
    """A follower of a shared formula has an empty text; without a stored value the cell is blank."""
    rows = only_sheet(packages.shared_and_array_formulas()).rows
    held = {(row, column): (cell.formula, _held(cell)) for row in rows for column, cell in rows[row].items()}
    assert held == {
        (1, 1): ("B1*2", Decimal(4)),
        (1, 2): (None, Decimal(2)),
        (2, 1): ("", Decimal(6)),
        (2, 2): (None, Decimal(3)),
        (3, 1): ("SUM(B1:B2*2)", Decimal(10)),
        (3, 2): ("1+1", None),
        (4, 1): ('""', ""),
        (4, 2): ("1/0", "#DIV/0!"),
        (4, 3): ("1=1", "TRUE"),
    }
    assert rows[4][1].kind is CellKind.TEXT


@pytest.mark.parametrize("text", ["NaN", "INF", "1_000", "１２", "0x10", "1e999", "12,5", "abc"])
def test_a_number_that_is_none_is_read_as_text(text: str) -> None:
    """Never as another number: the worksheet's rules then say that it is unreadable."""
    cell = only_sheet(packages.one_sheet(f'<row r="1"><c r="A1"><v>{text}</v></c></row>')).rows[1][1]
    assert (cell.kind, cell.text, cell.number) == (CellKind.TEXT, text, None)


@pytest.mark.parametrize(
    ("stored", "number"),
    [("0.1", "0.1"), ("0.30000000000000004", "0.30000000000000004"), ("-1.5E-3", "-0.0015"), (" 7 ", "7")],
)
def test_a_number_is_that_of_its_shortest_double(stored: str, number: str) -> None:
    cell = only_sheet(packages.one_sheet(f'<row r="1"><c r="A1"><v>{stored}</v></c></row>')).rows[1][1]
    assert cell.number == Decimal(number)


def test_rows_and_cells_out_of_order_come_in_order_and_the_last_of_two_stays() -> None:
    rows = only_sheet(
        packages.one_sheet(
            '<row r="3"><c r="B3"><v>1</v></c><c r="A3"><v>2</v></c></row>'
            '<row r="1"><c r="A1"><v>3</v></c><c r="A1"><v>4</v></c></row>'
        )
    ).rows
    assert [(row, list(cells)) for row, cells in rows.items()] == [(1, [1]), (3, [1, 2])]
    assert rows[1][1].number == Decimal(4)


def test_a_cells_own_reference_counts_more_than_its_rows() -> None:
    rows = only_sheet(
        packages.one_sheet('<row r="1"><c r="A1"><v>1</v></c><c r="A11"><v>2</v></c></row>')
    ).rows
    assert {row: cells[1].number for row, cells in rows.items()} == {1: Decimal(1), 11: Decimal(2)}


def test_values_inside_a_merged_area_are_kept() -> None:
    """Excel hides them, and sums them."""
    sheet = packages.sheet_xml(
        '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>',
        after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
    )
    assert typed(only_sheet(packages.workbook({"S": sheet}))) == [[Decimal(1), Decimal(2)]]


def test_hidden_rows_columns_and_sheets_and_an_active_filter_are_said() -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
    before = '<cols><col min="2" max="3" hidden="true"/><col min="5" max="5" width="0"/></cols>'
    criteria = '<filterColumn colId="0"><filters><filter val="1"/></filters></filterColumn>'
    sheet = only_sheet(
        packages.workbook(
            {
                "S": packages.sheet_xml(
                    cells, before=before, after=f'<autoFilter ref="A1:B2">{criteria}</autoFilter>'
                )
            }
        )
    )
    assert sheet.hidden_rows == {2}
    assert sheet.hidden_columns == {2, 3, 5}
    assert sheet.filtered == CellRange(1, 1, 2, 2)


def test_a_filter_without_criteria_hides_nothing() -> None:
    sheet = packages.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>', after='<autoFilter ref="A1:B2"/>')
    assert only_sheet(packages.workbook({"S": sheet})).filtered is None


def test_tables_are_found_through_relationships() -> None:
    extra = {
        "xl/worksheets/_rels/sheet1.xml.rels": packages.relationships(
            ("rId1", f"{_KIND}/table", "/xl/odd%20place/t.xml")
        ),
        "xl/odd place/t.xml": '<table xmlns="x" id="1" name="a" displayName="Channels" ref="B2:$D$9" totalsRowCount="1">'
        '<autoFilter ref="B2:D8"><filterColumn colId="1"/></autoFilter></table>',
    }
    content = packages.workbook(
        {"S": packages.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')}, extra=extra
    )
    sheet = only_sheet(content)
    assert sheet.tables == (RawTable("Channels", CellRange(2, 2, 9, 4), 1, 1),)
    assert sheet.filtered == CellRange(2, 2, 9, 4)


def test_defined_names_of_one_area_are_read_and_our_own_sheets_flagged() -> None:
    names = (
        "<definedNames><definedName name='currency'>'It''s here'!$B$4</definedName>"
        "<definedName name='both' localSheetId='0'>'It''s here'!$A$1:$B$2</definedName>"
        "<definedName name='gone'>#REF!</definedName><definedName name='constant'>42</definedName>"
        "<definedName name='elsewhere'>[1]Sheet1!$A$1</definedName>"
        "<definedName name='kpisheet_summary'>Özet!$A$1</definedName></definedNames>"
    )
    sheet = packages.sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>')
    book = read(packages.workbook({"It's here": sheet, "Özet": sheet}, names=names))
    assert book.names == {
        "currency": ("It's here", CellRange(4, 2, 4, 2)),
        "both": ("It's here", CellRange(1, 1, 2, 2)),
        "kpisheet_summary": ("Özet", CellRange(1, 1, 1, 1)),
    }
    assert [sheet.own for sheet in book.sheets] == [False, True]


@pytest.mark.parametrize(
    ("code", "style"),
    [
        ("General", NumberStyle.GENERAL),
        ("0", NumberStyle.NUMBER),
        ("#,##0.00", NumberStyle.NUMBER),
        ("0.00E+00", NumberStyle.NUMBER),
        ("0.0%", NumberStyle.PERCENT),
        ('0" %"', NumberStyle.NUMBER),  # the sign is only written beside
        ("0\\%", NumberStyle.NUMBER),
        ("#,##0.00 [$₺-41F]", NumberStyle.CURRENCY),
        ('#,##0 "TL"', NumberStyle.CURRENCY),
        ('_("$"* #,##0.00_);_("$"* (#,##0.00)', NumberStyle.CURRENCY),
        ("[$-41F]mmmm yyyy", NumberStyle.DATE),
        ("[$-F800]dddd, mmmm dd, yyyy", NumberStyle.DATE),
        ("mmm yyyy;@", NumberStyle.DATE),
        ("[h]:mm:ss", NumberStyle.DATE),
        ("mm:ss.0", NumberStyle.DATE),
        ("yyyy\\-mm", NumberStyle.DATE),
        ('"Day" 0', NumberStyle.NUMBER),
        ("[Red]0;[Blue]-0", NumberStyle.NUMBER),
        ("@", NumberStyle.TEXT),
        ('"months"', NumberStyle.GENERAL),
    ],
)
def test_a_format_code_says_what_its_number_is(code: str, style: NumberStyle) -> None:
    assert number_style(code) is style


@pytest.mark.parametrize(
    ("number", "style"),
    [
        *((each, NumberStyle.DATE) for each in (*range(14, 23), 45, 46, 47)),
        (9, NumberStyle.PERCENT),
        (10, NumberStyle.PERCENT),
        (44, NumberStyle.CURRENCY),
        (3, NumberStyle.NUMBER),
        (49, NumberStyle.TEXT),
        (163, NumberStyle.GENERAL),
    ],
)
def test_built_in_formats_need_no_code_in_the_file(number: int, style: NumberStyle) -> None:
    content = packages.one_sheet(
        '<row r="1"><c r="A1" s="0"><v>1</v></c></row>', styles=packages.styles_xml([(number, None)])
    )
    assert only_sheet(content).rows[1][1].style is style


_FLAT_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0">
<office:automatic-styles><number:percentage-style style:name="P"><number:number number:decimal-places="1"/>
<number:text>%</number:text></number:percentage-style><number:date-style style:name="D"><number:year number:style="long"/>
<number:text>-</number:text><number:month number:style="long"/></number:date-style>
<style:style style:name="percent" style:family="table-cell" style:data-style-name="P"/>
<style:style style:name="month" style:family="table-cell" style:data-style-name="D"/></office:automatic-styles><office:body><office:spreadsheet>
<table:table table:name="Kanallar &amp; ğ"><table:table-row>
<table:table-cell office:value-type="string"><text:p>E-posta ığüşöç</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="1250.5"/></table:table-row>
<table:table-row table:visibility="collapse"><table:table-cell table:style-name="percent" office:value-type="percentage" office:value="0.125"/>
<table:table-cell table:style-name="month" office:value-type="date" office:date-value="2026-10-01"/></table:table-row>
<table:table-row><table:table-cell table:formula="of:=[.B1]*2" office:value-type="float" office:value="2501"/>
</table:table-row>
</table:table></office:spreadsheet></office:body></office:document>"""


@pytest.mark.program("soffice")
def test_what_libreoffice_writes_is_read(tmp_path: Path, libreoffice: Callable[..., Path]) -> None:
    """The expected cells are those of the literal document that LibreOffice is given."""
    source = tmp_path / "typed.fods"
    source.write_text(_FLAT_DOCUMENT, encoding="utf-8")
    sheet = only_sheet(libreoffice(source, "xlsx", tmp_path).read_bytes())
    assert sheet.name == "Kanallar & ğ"
    assert typed(sheet) == [
        ["E-posta ığüşöç", Decimal("1250.5")],
        [Decimal("0.125"), Decimal(46296)],
        [Decimal(2501)],
    ]
    assert [sheet.rows[2][column].style for column in (1, 2)] == [NumberStyle.PERCENT, NumberStyle.DATE]
    assert sheet.rows[3][1].formula == "B1*2"
    assert sheet.hidden_rows == {2}
