"""Grafting and its details: formats, names, tabs, values, removal; expectations are written by hand."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from kpisheet.errors import LimitExceededError
from kpisheet.ooxml.grafting.graft import graft
from kpisheet.ooxml.grafting.removal import remove_sheets
from kpisheet.ooxml.limits import Limits
from kpisheet.ooxml.marking.annotation import FillBlock, SheetEdit, annotate, remove_annotations
from kpisheet.ooxml.package.package import Package
from kpisheet.ooxml.parts.names import taken_names
from kpisheet.ooxml.parts.properties import custom_properties, set_custom_properties
from kpisheet.ooxml.references import CellArea, cell_of, column_letters
from kpisheet.workbook.results.result_sheet import ResultSheet
from tests.support.effort import calls_of
from tests.support.feature_packages import FEATURES, ROWS, Donor, built, donor, plain, result_donor
from tests.support.packages import shared_and_array_formulas, sheet_xml, styles_xml
from tests.support.validity import problems_of

FILL = FillBlock((CellArea(2, 2, 3, 2),), 'N("tool")=0', "FFC7CE")


def grafted(content: bytes, grown: Donor | None = None, active: str = "KPI summary") -> Package:
    return graft(Package.open(content), *(grown or result_donor()), active_sheet=active)


def edited(content: bytes, **edit: Any) -> Package:
    sheet_edit = SheetEdit(**edit)
    return annotate(Package.open(content), {"Sheet1": sheet_edit}, marker="— marked —", author="tool")


def sheet_text(package: Package, number: int = 1) -> str:
    return package.read(f"xl/worksheets/sheet{number}.xml").decode()


# -- formats


def test_the_donors_plain_format_is_appended_and_written_everywhere() -> None:
    """The person's format 0 may be anything: 14-point Comic Sans shines through where it is left."""
    start = built(sheet_xml(ROWS), styles=styles_xml([(0, None), (9, None), (14, None)]))
    sheet = sheet_text(grafted(start), 3)
    assert '<c r="A2" s="3" t="inlineStr"><is><t>plain &amp; &lt;simple&gt;</t></is></c>' in sheet
    assert '<c r="B3" s="4"><f>B2*2</f><v>7</v></c>' in sheet
    assert '<col min="1" max="1" width="9.140625" style="3"/><col min="2" max="2"' in sheet
    assert '<col min="3" max="16384" width="9.140625" style="3"/></cols>' in sheet
    assert 'customFormat="1"' in sheet
    assert 's="0"' not in sheet
    assert 'style="0"' not in sheet


def test_equal_formats_are_not_added_twice_and_no_theme_is_borrowed() -> None:
    once = grafted(plain())
    styles = once.read("xl/styles.xml").decode()
    assert "theme=" not in styles
    assert "scheme" not in styles
    other = BytesIO()
    book = xlsxwriter.Workbook(other, {"in_memory": True})
    more = book.add_worksheet("More", worksheet_class=ResultSheet)
    more.cells[1][1] = 0, None, "x"
    book.close()
    again = grafted(once.to_bytes(), donor(more, output=other), "More")
    assert again.read("xl/styles.xml").decode() == styles


def test_rules_of_the_donor_and_ours_point_at_their_own_formats() -> None:
    package = grafted(edited(FEATURES["rules_of_their_own"](), fills=(FILL,)).to_bytes())
    assert 'dxfId="0" priority="10"' in sheet_text(package)  # after 4, and 9 in an extension
    assert 'dxfId="1"' in sheet_text(package, 3)
    styles = package.read("xl/styles.xml").decode()
    assert '<dxfs count="2"><dxf><fill><patternFill><bgColor rgb="FFFFC7CE"/>' in styles
    assert styles.index("FFFFC7CE") < styles.index("FFFF0000")


def test_rules_keep_their_place_before_validations() -> None:
    sheet = sheet_text(edited(FEATURES["rules_of_their_own"](), fills=(FILL,)))
    assert sheet.index("<formula>0<") < sheet.index("tool") < sheet.index("<dataValidations")


def test_a_fourth_block_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 3"):
        edited(plain(), fills=(FILL,) * 4)


def test_too_many_formats_are_refused_politely() -> None:
    limits = Limits(styles=5)
    package = Package.open(built(sheet_xml(ROWS), styles=styles_xml([(0, None)] * 4)), limits)
    with pytest.raises(LimitExceededError) as refused:
        graft(package, *result_donor(), active_sheet="KPI summary")
    assert (refused.value.code, refused.value.facts["limit"]) == ("limit_styles", 5)


def test_a_donors_sheet_has_its_cells_beside_it() -> None:
    """XlsxWriter's own would lose their texts: they hold numbers of the donor's shared strings."""
    output = BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    book.add_worksheet("More").write("A1", "x")
    book.close()
    written = Donor(Package.open(output.getvalue()), {"More": {}})
    with pytest.raises(ValueError, match="cells of its own"):
        grafted(plain(), written, "More")


def test_a_donors_sheet_has_no_tables() -> None:
    """Their ids and names would have to fit in with those of the person's tables; no result sheet has one."""
    output = BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    more = book.add_worksheet("More", worksheet_class=ResultSheet)
    more.add_table("A1:B3", {"name": "OwnTable"})
    book.close()
    with pytest.raises(ValueError, match="tables"):
        grafted(plain(), donor(more, output=output), "More")


# -- names and tabs


def test_names_that_are_taken() -> None:
    names = taken_names(grafted(FEATURES["chart_sheet"]()))
    assert names.sheets == {"Sheet1", "Chart", "KPI summary", "To check"}
    assert names.tables == {"Theirs"}
    assert {"own_summary", "_xlnm.Print_Titles", "_xlnm._FilterDatabase"} == names.defined


def test_a_taken_name_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="kpi summary"):
        grafted(grafted(plain()).to_bytes())


def test_local_names_count_from_where_our_sheets_begin() -> None:
    text = grafted(FEATURES["views_and_local_names"]()).read("xl/workbook.xml").decode()
    assert '<definedName name="_xlnm.Print_Titles" localSheetId="1">Other!$1:$1</definedName>' in text
    assert '<definedName name="_xlnm.Print_Titles" localSheetId="2">\'KPI summary\'!$1:$1<' in text
    assert 'name="_xlnm._FilterDatabase" localSheetId="3" hidden="1"' in text
    assert text.count('activeTab="2"') == 2


def test_a_name_that_a_persons_table_has_is_taken_too() -> None:
    """Tables and defined names share one name space, whatever their case."""
    package = Package.open(FEATURES["chart_sheet"]())
    table = package.read("xl/tables/table1.xml").replace(b'"Theirs"', b'"OWN_Summary"')
    with pytest.raises(ValueError, match="own_summary"):
        grafted(package.replaced({"xl/tables/table1.xml": table}).to_bytes())


def test_tables_of_the_persons_stay_as_they_are() -> None:
    before = Package.open(FEATURES["chart_sheet"]())
    after = grafted(before.to_bytes())
    assert [each for each in after.names if "tables/" in each] == ["xl/tables/table1.xml"]
    assert after.read("xl/tables/table1.xml") == before.read("xl/tables/table1.xml")


def test_removing_sheets_renumbers_every_view_and_local_name() -> None:
    package = remove_sheets(Package.open(FEATURES["views_and_local_names"]()), ["Sheet1"])
    text = package.read("xl/workbook.xml").decode()
    assert '<definedName name="_xlnm.Print_Titles" localSheetId="0">' in text
    assert '<definedName name="mine">' in text
    assert '<workbookView firstSheet="0" activeTab="0"/><workbookView activeTab="0"/>' in text
    assert "xl/worksheets/sheet1.xml" not in package
    assert [each for each in problems_of(package.to_bytes()) if "calc" in each] == []


def test_the_last_visible_sheet_stays() -> None:
    with pytest.raises(ValueError, match="visible"):
        remove_sheets(Package.open(plain()), ["Sheet1", "Other"])


@pytest.mark.parametrize(
    ("chain", "left"),
    [
        ('<c r="C2" i="1"/><c r="B3" i="3"/><c r="C3"/>', '<c r="C2" i="1"/>'),
        ('<c r="B3" i="3"/><c r="C2" i="1"/><c r="C4"/>', '<c r="C2" i="1"/><c r="C4"/>'),
        (
            '<c r="C2" i="1"/><c r="B3" i="3"/><c r="C4" i="1"/><c r="C5"/>',
            '<c r="C2" i="1"/><c r="C4" i="1"/><c r="C5"/>',
        ),
        ('<c r="B3" i="3"/>', None),
    ],
)
def test_removed_sheets_leave_the_calculation_chain(chain: str, left: str | None) -> None:
    package = grafted(FEATURES["calculation_chain"]())
    start = package.read("xl/calcChain.xml").decode()
    package = package.replaced({"xl/calcChain.xml": start.replace('<c r="C2" i="1"/>', chain).encode()})
    package = remove_sheets(package, ["KPI summary", "To check"], defined_names=["own_summary"])
    if left is None:
        assert "xl/calcChain.xml" not in package
        assert b"calcChain" not in package.read("[Content_Types].xml")
    else:
        assert package.read("xl/calcChain.xml").decode() == start.replace('<c r="C2" i="1"/>', left)


def test_a_part_that_others_use_too_stays() -> None:
    package = grafted(plain())
    rels = package.read("xl/worksheets/_rels/sheet3.xml.rels")
    shared = package.replaced({"xl/worksheets/_rels/sheet1.xml.rels": rels})
    left = remove_sheets(shared, ["KPI summary"])
    assert "xl/charts/chart1.xml" in left
    assert "xl/drawings/drawing1.xml" in left


# -- cached values


def test_only_formulas_get_values_and_only_other_ones() -> None:
    start = shared_and_array_formulas()
    values = {
        (1, 1): Decimal("4.5"), (1, 2): Decimal(9), (2, 1): Decimal(6), (3, 1): "ten & more",
        (3, 2): Decimal(2), (4, 1): "", (4, 2): Decimal("0.1"), (4, 3): False, (9, 9): Decimal(1),
    }  # fmt: skip
    sheet = sheet_text(edited(start, cached=values))
    assert '<c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>4.5</v></c><c r="B1"><v>2</v></c>' in sheet
    assert '<c r="A2"><f t="shared" si="0"/><v>6</v></c>' in sheet
    assert '<c t="str" r="A3"><f t="array" ref="A3">SUM(B1:B2*2)</f><v>ten &amp; more</v></c>' in sheet
    assert '<c r="B3"><f>1+1</f><v>2</v></c>' in sheet
    assert '<c r="B4"><f>1/0</f><v>0.1</v></c><c r="C4" t="b"><f>1=1</f><v>0</v></c>' in sheet
    assert '<c r="A4" t="str"><f>""</f><v></v></c>' in sheet


def test_values_that_are_right_already_change_nothing() -> None:
    start = Package.open(shared_and_array_formulas())
    right = {
        (1, 1): Decimal(4),
        (2, 1): Decimal("6.0"),
        (3, 1): Decimal(10),
        (4, 1): "",
        (4, 3): True,
        (3, 2): None,
    }
    same = edited(shared_and_array_formulas(), cached=right)
    assert all(same.read(name) == start.read(name) for name in start.names)


def test_cells_without_references_are_counted() -> None:
    rows = "<row><c><v>1</v></c><c><f>A1</f><v>1</v></c></row><row/><row><c/><c><f/></c></row>"
    sheet = sheet_text(edited(built(sheet_xml(rows)), cached={(1, 2): Decimal(5), (3, 2): Decimal(7)}))
    assert "<c><f>A1</f><v>5</v></c></row><row/><row><c/><c><f/><v>7</v></c></row>" in sheet


# -- properties, references, size


def test_properties_come_and_go_and_others_keep_their_bytes() -> None:
    package = set_custom_properties(Package.open(plain()), {"a": "1 & ş", "b": "2"})
    assert custom_properties(package) == {"a": "1 & ş", "b": "2"}
    before = package.read("docProps/custom.xml")
    changed = set_custom_properties(package, {"a": "3"})
    assert custom_properties(changed) == {"a": "3", "b": "2"}
    assert set_custom_properties(changed, {"a": "1 & ş"}).read("docProps/custom.xml") == before
    gone = set_custom_properties(set_custom_properties(changed, {"b": None}), {"a": None})
    assert gone.names == Package.open(plain()).names
    book = openpyxl.load_workbook(BytesIO(package.to_bytes()))
    properties = book.custom_doc_props.props  # type: ignore[attr-defined]  # its types lack it
    assert [(each.name, each.value) for each in properties] == [("a", "1 & ş"), ("b", "2")]


def test_cells_are_named_as_a1_names_them() -> None:
    assert [column_letters(each) for each in (1, 26, 27, 702, 703, 16_384)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert cell_of("$XFD$1048576") == (1_048_576, 16_384)
    assert cell_of("A1:B2") is None


def marked_and_unmarked(start: Package) -> Package:
    edit = SheetEdit(notes={(5, 1): "x"}, fills=(FILL,))
    package = annotate(start, {"Sheet1": edit}, marker="m", author="t")
    return remove_annotations(package, marker="m", is_our_rule=lambda formula: "tool" in formula)


def long_sheet(rows: int) -> Package:
    cells = (f'<c r="A{row}"><v>{row}</v></c><c r="B{row}"><v>1</v></c>' for row in range(1, rows + 1))
    written = "".join(f'<row r="{row}">{each}</row>' for row, each in enumerate(cells, 1))
    return Package.open(built(sheet_xml(written)))


def test_a_long_sheet_is_marked_without_reading_its_cells() -> None:
    """The work doesn't grow with the cells: only the elements around them are parsed."""
    short, long = long_sheet(100), long_sheet(20_000)
    effort = calls_of(lambda: marked_and_unmarked(short))
    assert calls_of(lambda: marked_and_unmarked(long)) < effort + 1000
    package = marked_and_unmarked(long)
    assert package.read("xl/worksheets/sheet1.xml") == long.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    "trap",
    [
        "<!-- </sheetData> -->",
        '<row r="9"><c r="A9" t="inlineStr"><is><t><![CDATA[</sheetData>]]></t></is></c></row>',
        "<?pi </sheetData>?>",
    ],
)
def test_what_only_looks_like_the_end_of_the_cells_is_not(trap: str) -> None:
    start = built(sheet_xml(ROWS + trap, after="<printOptions/>"))
    sheet = sheet_text(edited(start, fills=(FILL,)))
    assert trap + "</sheetData><conditionalFormatting" in sheet
