# ruff: noqa: E501 - XML stands as its writers write it, not broken to our width
"""Rows added below a table: as in the row above, nothing moved, a refusal where there is no room."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.formula.translate import Translator

from kpisheet.errors import CannotAddRowsError
from kpisheet.ooxml.appending.formulas import copied
from kpisheet.ooxml.appending.rows import NewRow, append_rows
from kpisheet.ooxml.package.package import Package
from tests.support.packages import sheet_xml
from tests.support.packages import workbook as workbook_of
from tests.support.validity import problems_of


@pytest.mark.parametrize(
    "formula",
    [
        "A1+B2",
        "$A$1+B$2+$C3",
        "SUM(A1:A9)/Prices!B7",
        "'My sheet'!C4*2",
        'IF(A1="B2 is text",B2,"")',
        "LOG10(D5)+ATAN2(E5,F5)",
        "SUM($A1:B$9)",
        "SUM(3:4)+SUM($3:4)",
        "Q1_total+A1",
        'IFERROR(C6/E6,"")&"A1""B2"',
    ],
)
def test_a_formula_is_copied_as_openpyxl_translates_it(formula: str) -> None:
    expected = Translator(f"={formula}", origin="Z10").translate_formula("Z17")
    assert f"={copied(formula, 7)}" == expected


@pytest.mark.parametrize(
    "formula", ["A1+$B1+C$1", "SUM(A:C)+SUM($A:C)+SUM(2:3)", "Sheet2!AZ3*Rates[A1]", "LOG10(Z9)"]
)
def test_a_formula_is_copied_to_the_right_as_openpyxl_translates_it(formula: str) -> None:
    expected = Translator(f"={formula}", origin="Z10").translate_formula("AB17")
    assert f"={copied(formula, 7, 2)}" == expected


@pytest.mark.parametrize(
    "formula",
    [
        "Channels[[#This Row],[Spend]]/Channels[[#This Row],[Q4 leads]]",
        'IF(TRUE,"A1 and B2","")',
        "$A$1*Sheet1!$B$2",
        "Table1[A1]",
        "kpi_gross_margin",
        "LOG10(2)",
        "'Week A1'!$C$2",
    ],
)
def test_what_has_no_relative_row_stays_as_it_is(formula: str) -> None:
    assert copied(formula, 5) == formula


def test_a_reference_that_would_leave_the_sheet_is_lost() -> None:
    assert copied("A1048570+B1", 9) == "#REF!+B10"
    assert copied("A1+B1+SUM(A:B)", 0, -1) == "#REF!+A1+SUM(#REF!)"


Fill = Callable[[xlsxwriter.Workbook, Any], None]


def workbook(fill: Fill) -> bytes:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    fill(book, book.add_worksheet("Costs"))
    other = book.add_worksheet("Other")
    other.write_formula(0, 0, "=Costs!C3", None, 12)
    book.close()
    return stream.getvalue()


def plain(book: xlsxwriter.Workbook, sheet: Any) -> None:
    """A header in row 2, two rows, a formula, a validation and a conditional format that end with them."""
    bold = book.add_format({"bold": True, "num_format": "0.00"})
    sheet.write_row(1, 0, ["Name", "Spend", "Double"])
    for row, (name, spend) in enumerate([("Radio", 5), ("Print", 6)], start=2):
        sheet.set_row(row, 21)
        sheet.write_string(row, 0, name)
        sheet.write_number(row, 1, spend, bold)
        sheet.write_formula(row, 2, f"=B{row + 1}*2", None, spend * 2)
    sheet.data_validation("B3:B4", {"validate": "decimal", "criteria": ">=", "value": 0})
    sheet.conditional_format("B3:B4", {"type": "cell", "criteria": ">", "value": 5, "format": bold})
    sheet.conditional_format("A2", {"type": "cell", "criteria": "=", "value": 5, "format": bold})


def table(book: xlsxwriter.Workbook, sheet: Any) -> None:
    plain(book, sheet)
    columns = [
        {"header": "Name"},
        {"header": "Spend"},
        {"header": "Double", "formula": "=Costs[[#This Row],[Spend]]*2"},
    ]
    sheet.add_table("A2:C4", {"name": "Costs", "columns": columns})


def table_with_room(book: xlsxwriter.Workbook, sheet: Any) -> None:
    table(book, sheet)
    sheet.tables[0]["range"] = sheet.tables[0]["a_range"] = "A2:C7"
    sheet.tables[0]["autofilter"] = "A2:C7"
    thin = book.add_format({"italic": True})
    for row in (4, 5, 6):
        sheet.write_blank(row, 0, None, thin)
        sheet.write_formula(row, 2, "=Costs[[#This Row],[Spend]]*2", None, 0)


def table_with_totals(book: xlsxwriter.Workbook, sheet: Any) -> None:
    plain(book, sheet)
    sheet.add_table(
        "A2:C5", {"name": "Costs", "total_row": True, "columns": [{}, {"total_function": "sum"}, {}]}
    )


def something_below(book: xlsxwriter.Workbook, sheet: Any) -> None:
    plain(book, sheet)
    sheet.write_string(5, 1, "Source: the bank")


ADDED = [NewRow(4, {1: "Signs", 2: Decimal("7.5")}), NewRow(3, {1: "<Flyers> & co"})]


def extended(fill: Fill, rows: list[NewRow] = ADDED) -> tuple[Package, Package]:
    before = Package.open(workbook(fill))
    return before, append_rows(before, "Costs", rows, header_row=2, last_row=4, last_column=3)


def changed(before: Package, after: Package) -> set[str]:
    assert before.names == after.names
    return {name for name in before.names if before.read(name) != after.read(name)}


@pytest.mark.parametrize("fill", [plain, table, table_with_room])
def test_the_new_rows_read_as_typed_with_formats_and_formulas_from_above(fill: Fill) -> None:
    before, after = extended(fill)
    page = openpyxl.load_workbook(BytesIO(after.to_bytes()))["Costs"]
    assert [(page.cell(row, 1).value, page.cell(row, 2).value) for row in (3, 4, 5, 6)] == [
        ("Radio", 5),
        ("Print", 6),
        ("Signs", 7.5),
        ("<Flyers> & co", None),
    ]
    assert page["B6"].font.bold
    assert page["B6"].number_format == "0.00"
    doubled = "=Costs[[#This Row],[Spend]]*2"
    if fill is plain:
        assert (page["C5"].value, page["C6"].value) == ("=B5*2", "=B6*2")
        assert page.row_dimensions[6].height == 21
    else:
        assert page["C6"].value in {doubled, "=B6*2"}
    assert problems_of(after.to_bytes()) == problems_of(before.to_bytes()) == []


def test_validations_and_conditional_formats_that_reached_the_end_reach_the_new_rows() -> None:
    _, after = extended(plain)
    page = openpyxl.load_workbook(BytesIO(after.to_bytes()))["Costs"]
    assert [str(rule.sqref) for rule in page.data_validations.dataValidation] == ["B3:B6"]
    assert sorted(str(one.sqref) for one in page.conditional_formatting) == ["A2", "B3:B6"]
    assert page.dimensions == "A2:C6"


def test_an_excel_table_grows_and_no_other_part_changes() -> None:
    before, after = extended(table)
    page = openpyxl.load_workbook(BytesIO(after.to_bytes()))["Costs"]
    assert page.tables["Costs"].ref == page.tables["Costs"].autoFilter.ref == "A2:C6"
    assert changed(before, after) == {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml"}


def test_blank_rows_inside_the_table_are_taken_first_and_keep_their_format() -> None:
    before, after = extended(table_with_room)
    page = openpyxl.load_workbook(BytesIO(after.to_bytes()))["Costs"]
    assert page.tables["Costs"].ref == "A2:C7"
    assert page["A5"].font.italic, "the cell's own format stays"
    assert page["A7"].value is None
    assert changed(before, after) == {"xl/worksheets/sheet1.xml"}


def test_no_rows_change_nothing() -> None:
    before, after = extended(table, [])
    assert after.to_bytes() == before.to_bytes()


@pytest.mark.parametrize(
    ("fill", "code", "row"),
    [(table_with_totals, "rows_below_totals", 5), (something_below, "rows_blocked", 6)],
)
def test_no_room_is_said_and_nothing_is_overwritten(fill: Fill, code: str, row: int) -> None:
    with pytest.raises(CannotAddRowsError) as caught:
        extended(fill)
    assert (caught.value.code, caught.value.facts["row"]) == (code, row)


def test_prefixed_xml_in_utf_16_takes_rows_too() -> None:
    before = Package.open(workbook(plain))
    name = "xl/worksheets/sheet1.xml"
    text = before.read(name).decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    text = text.replace("<worksheet xmlns=", "<x:worksheet xmlns:x=").replace(
        "</worksheet>", "</x:worksheet>"
    )
    for tag in (
        "row",
        "c",
        "v",
        "f",
        "sheetData",
        "dimension",
        "dataValidations",
        "dataValidation",
        "formula1",
    ):
        text = (
            text.replace(f"<{tag} ", f"<x:{tag} ")
            .replace(f"<{tag}>", f"<x:{tag}>")
            .replace(f"</{tag}>", f"</x:{tag}>")
        )
    prefixed = before.replaced({name: text.encode("utf-16")})
    after = append_rows(prefixed, "Costs", ADDED, header_row=2, last_row=4, last_column=3)
    written = after.read(name).decode("utf-16")
    assert '<x:c r="A5" t="inlineStr"><x:is><x:t xml:space="preserve">Signs</x:t></x:is></x:c>' in written
    assert '<x:dimension ref="A2:C6"/>' in written


def shared(*, extended: bool = False) -> bytes:
    """Two rows that share formulas down and across, and array formulas; or with the rules of an extension."""
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>Radio</t></is></c><c r="B2"><v>5</v></c>'
        '<c r="C2"><f t="shared" ref="C2:D3" si="0">$B2*2+B$1</f><v>10</v></c>'
        '<c r="D2"><f t="shared" si="0"/><v>10</v></c><c r="E2"><f t="array" ref="E2">SUM(B2*{1,2})</f><v>15</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>Print</t></is></c><c r="B3"><v>6</v></c>'
        '<c><f t="shared" si="0"/><v>12</v></c><c><f t="shared" si="0"/><v>12</v></c>'
        '<c r="E3"><f t="array" ref="E3">SUM(B3*{1,2})</f><v>18</v></c><c r="F3"><f t="array" ref="F3:F9">B3:B9</f><v>6</v></c></row>'
    )
    extension = (
        '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<x14:dataValidations count="2" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:dataValidation type="list"><x14:formula1><xm:f>Lists!$A$1:$A$3</xm:f></x14:formula1><xm:sqref>A2:A3 B2:B3</xm:sqref></x14:dataValidation>'
        '<x14:dataValidation type="list"><x14:formula1><xm:f>Lists!$A$2:$A$3</xm:f></x14:formula1><xm:sqref>H2:H3</xm:sqref></x14:dataValidation>'
        "</x14:dataValidations></ext></extLst>"
    )
    return workbook_of(
        {"Costs": sheet_xml(rows, after=extension if extended else ""), "Lists": sheet_xml("")}
    )


def test_a_shared_formula_goes_on_in_each_new_row() -> None:
    after = append_rows(
        Package.open(shared()),
        "Costs",
        [NewRow(3, {1: "Signs"}), NewRow(2, {})],
        header_row=1,
        last_row=3,
        last_column=6,
    )
    page = openpyxl.load_workbook(BytesIO(after.to_bytes()))["Costs"]
    # Excel's own words for the cells that the two rows above share: $B3*2+B$1 and $B3*2+C$1.
    assert [page[cell].value for cell in ("C4", "D4")] == ["=$B4*2+B$1", "=$B4*2+C$1"]
    assert [page[cell].value for cell in ("C5", "D5")] == ["=$B5*2+B$1", "=$B5*2+C$1"]
    assert (page["E4"].value.ref, page["E4"].value.text) == ("E4", "=SUM(B4*{1,2})")
    assert page["F4"].value is None  # one formula for seven rows isn't the row's own


def test_the_validations_of_an_extension_reach_the_new_rows() -> None:
    package = Package.open(shared(extended=True))
    after = append_rows(package, "Costs", [NewRow(3, {1: "Signs"})], header_row=1, last_row=3, last_column=6)
    assert changed(package, after) == {"xl/worksheets/sheet1.xml"}
    text = after.read("xl/worksheets/sheet1.xml").decode()
    assert "<xm:sqref>A2:A4 B2:B4</xm:sqref>" in text
    assert "<xm:sqref>H2:H3</xm:sqref>" in text  # beside the table
