"""Every feature of a person's workbook comes through annotating, and through taking it out again."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from lxml import etree
from msgspec.structs import replace

from kpisheet.ooxml.grafting.graft import graft
from kpisheet.ooxml.grafting.removal import remove_sheets
from kpisheet.ooxml.marking.annotation import FillBlock, SheetEdit, annotate, remove_annotations
from kpisheet.ooxml.package.package import Package, relationships_part
from kpisheet.ooxml.parts.properties import set_custom_properties
from kpisheet.ooxml.parts.signatures import without_signatures
from kpisheet.ooxml.references import CellArea
from tests.support.feature_packages import FEATURES, result_donor, strict
from tests.support.packages import WRITERS
from tests.support.validity import problems_added

MARKER = "— marked —"
RULE = 'N("tool")=0'
OWN_SHEETS = ("KPI summary", "To check")
EDIT = SheetEdit(
    notes={(2, 1): "First & <line>\nsecond şığ", (2, 2): "Number", (3, 2): "Blank"},
    fills=(
        FillBlock((CellArea(2, 1, 2, 1),), RULE, "FFC7CE"),
        FillBlock((CellArea(2, 2, 9, 2), CellArea(2, 4, 2, 4)), RULE, "FFEB9C"),
    ),
    cached={(2, 3): Decimal(21)},
)
OUR_BLOCK = re.compile(
    r'<(?:x:)?conditionalFormatting sqref="[^"]*"><(?:x:)?cfRule type="expression"[^>]*><(?:x:)?formula>'
    r'N\("tool"\)=0</(?:x:)?formula></(?:x:)?cfRule></(?:x:)?conditionalFormatting>'
)
OPEN_TAB = re.compile(
    r' tabSelected="(?:1|true)"| (?:activeTab|firstSheet)="\d+"|<bookViews><workbookView/></bookViews>'
)
LISTS = ("[Content_Types].xml", "xl/_rels/workbook.xml.rels")
UNREAD_BY_OPENPYXL = {
    "dangling_relationships": "openpyxl wants the drawing that was lost",
    "strict": "openpyxl sees no sheet at all in a strict workbook",
    "smart_art_and_slicers": "openpyxl wants a whole pivot table, the fixture's is empty",
    "external_link": "openpyxl wants an external link's own relationships, the fixture has none",
    "prefixed_utf16": "openpyxl wants a pattern in each fill, the fixture's are empty",
    "odd_names": "openpyxl looks for styles under xl/styles.xml only",
}
BOTH = pytest.mark.parametrize("make", FEATURES.values(), ids=FEATURES)


def first_sheet(package: Package) -> str:
    return next(each.target for each in package.relationships(package.workbook) if each.kind == "worksheet")


def text_of(package: Package, name: str) -> str:
    return package.read(name).decode("latin-1")


def marked(content: bytes) -> Package:
    return annotate(Package.open(content), {"Sheet1": EDIT}, marker=MARKER, author="tool")


def finished(package: Package) -> Package:
    grafted = graft(package, *result_donor(), active_sheet="KPI summary")
    return set_custom_properties(grafted, {"tool": "1"})


def cleaned(package: Package) -> Package:
    without = remove_sheets(package, OWN_SHEETS, defined_names=["own_summary"])
    without = remove_annotations(without, marker=MARKER, is_our_rule=lambda formula: "tool" in formula)
    return set_custom_properties(without, {"tool": None})


@pytest.mark.parametrize("make", [*FEATURES.values(), *WRITERS.values()], ids=[*FEATURES, *WRITERS])
def test_without_edits_every_part_stays_the_same_in_the_same_order(make: Callable[[], bytes]) -> None:
    content = make()
    same = Package.open(content)
    same = annotate(same, {"Sheet1": SheetEdit(), "No such sheet": EDIT}, marker=MARKER, author="tool")
    same = set_custom_properties(remove_sheets(same, ["No such sheet"]), {"tool": None})
    same = remove_annotations(same, marker=MARKER, is_our_rule=lambda formula: "tool" in formula)
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(BytesIO(same.to_bytes())) as after:
        assert after.namelist() == before.namelist()
        assert all(after.read(name) == before.read(name) for name in before.namelist())


@BOTH
def test_only_the_listed_parts_change(make: Callable[[], bytes]) -> None:
    before = Package.open(make())
    after = finished(marked(make()))
    sheet = first_sheet(before)
    links = before.relationships(sheet)
    beside = {each.target for each in links if each.kind in {"comments", "vmlDrawing"}}
    styles = {each.target for each in before.relationships(before.workbook) if each.kind == "styles"}
    rels = {relationships_part(each) for each in ("", sheet, before.workbook)}
    listed = {"[Content_Types].xml", before.workbook, sheet, *rels, *beside, *styles}
    changed = {each for each in before.names if each in after and before.read(each) != after.read(each)}
    selection = {each for each in changed if b"tabSelected" in before.read(each)}
    assert changed <= listed | selection
    gone = {each for each in before.names if each not in after}
    assert all(each.startswith("_xmlsignatures/") for each in gone)
    kept = tuple(each for each in before.names if each not in gone)
    assert after.names[: len(kept)] == kept


@BOTH
def test_a_marked_sheet_differs_by_the_permitted_edits_only(make: Callable[[], bytes]) -> None:
    before, after = Package.open(make()), finished(marked(make()))
    sheet = first_sheet(before)
    start, mark = before.read(sheet), before.read(sheet)[:2]
    encoding = "utf-16" if mark == b"\xff\xfe" else "iso-8859-9" if b"8859" in start[:100] else "utf-8"
    assert after.read(sheet).startswith(mark)
    text, original = after.read(sheet).decode(encoding), start.decode(encoding)
    assert len(OUR_BLOCK.findall(text)) == 2
    text = OUR_BLOCK.sub("", text)
    if "legacyDrawing" not in original:
        text, count = re.subn(r"<(x:)?legacyDrawing [^>]*/>", "", text)
        assert count == 1
    text = re.sub(r"(B2\*2</(?:x:)?f><(?:x:)?v>)21<", r"\g<1>20<", text)
    assert text == original.replace(' tabSelected="1"', "")


@BOTH
def test_nothing_gets_invalid(make: Callable[[], bytes]) -> None:
    for after in (marked(make()), finished(marked(make())), cleaned(finished(marked(make())))):
        assert problems_added(make(), after.to_bytes()) == []


@BOTH
def test_what_is_taken_out_leaves_no_trace_but_formats_and_the_open_tab(make: Callable[[], bytes]) -> None:
    start = without_signatures(Package.open(make()))
    edit = replace(EDIT, cached={})
    package = cleaned(finished(annotate(start, {"Sheet1": edit}, marker=MARKER, author="tool")))
    had_styles = any(each.kind == "styles" for each in start.relationships(start.workbook))
    assert set(package.names) == {*start.names, *(() if had_styles else ("xl/styles.xml",))}
    for name in start.names:
        if "styles" in name.lower() or (not had_styles and name in LISTS):
            continue
        now, then = OPEN_TAB.sub("", text_of(package, name)), OPEN_TAB.sub("", text_of(start, name))
        now = now.replace("<bookViews><workbookView/></bookViews>", "")
        assert now == then.replace("template.main+xml", "sheet.main+xml"), name


@BOTH
def test_grafting_again_after_taking_out_gives_the_same_bytes(make: Callable[[], bytes]) -> None:
    once = finished(marked(make()))
    again = annotate(cleaned(once), {"Sheet1": EDIT}, marker=MARKER, author="tool")
    assert finished(again).to_bytes() == once.to_bytes()


@pytest.mark.parametrize("name", [each for each in FEATURES if each not in UNREAD_BY_OPENPYXL])
def test_openpyxl_reads_it_as_before_and_our_sheets_too(name: str) -> None:
    make = FEATURES[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        before = openpyxl.load_workbook(BytesIO(make()))
        after = openpyxl.load_workbook(BytesIO(finished(marked(make())).to_bytes()), data_only=True)
    assert after.sheetnames == [*before.sheetnames, *OWN_SHEETS]
    for row in before["Sheet1"].iter_rows(max_col=2):
        assert [each.value for each in row] == [after["Sheet1"][each.coordinate].value for each in row]
    assert after["Sheet1"]["C2"].value == 21
    summary = after["KPI summary"]
    shown = [summary[each].value for each in ("A1", "A2", "B2", "B3", "A4")]
    assert shown == ["Head", "plain & <simple>", 3.5, 7, "ab <&>"]
    head, body = summary["A1"], summary["A2"]
    assert (head.font.b, head.font.color.rgb, head.number_format) == (True, "FF112233", '0.00 "x"')
    assert (body.font.b, body.font.name) == (False, "Calibri")
    assert after.active.title == "KPI summary"


def test_a_strict_package_stays_strict_throughout() -> None:
    package = finished(marked(strict()))
    for name in package.names:
        if name.endswith((".xml", ".rels")):
            root = etree.fromstring(package.read(name))
            uris = {uri for each in root.iter(etree.Element) for uri in each.nsmap.values()}
            assert not [each for each in uris if re.search("/(spreadsheetml|officeDocument)/2006", each)], (
                name
            )
            assert b"openxmlformats.org/officeDocument/2006/relationships" not in package.read(name), name


def test_a_template_becomes_a_workbook_and_macros_stay() -> None:
    kinds = {"template": "spreadsheetml.sheet.main+xml", "macros": "excel.sheet.macroEnabled.main+xml"}
    for name, kind in kinds.items():
        package = finished(marked(FEATURES[name]()))
        assert package.content_type(package.workbook).endswith(kind)
    package = finished(marked(FEATURES["macros"]()))
    assert package.read("xl/vbaProject.bin") == b"\xd0\xcf\x11\xe0macros"


def test_a_signature_goes_with_all_its_parts() -> None:
    package = Package.open(FEATURES["signed"]())
    assert package.signed
    for after in (marked(FEATURES["signed"]()), finished(package)):
        assert not after.signed
        assert not [each for each in after.names if "signature" in each]
        assert b"sig1" not in after.read("[Content_Types].xml")
