"""What style sheets and content types of real workbooks hold, which no specification's example shows."""

from __future__ import annotations

from lxml import etree

from kpisheet.ooxml.grafting.graft import graft
from kpisheet.ooxml.grafting.removal import remove_sheets
from kpisheet.ooxml.limits import LIMITS
from kpisheet.ooxml.package.package import CONTENT_TYPES, Package
from kpisheet.ooxml.parts.properties import custom_properties, set_custom_properties
from kpisheet.ooxml.reading.number_formats import number_formats
from tests.support.feature_packages import plain, result_donor
from tests.support.validity import problems_added

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
LISTS = (
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
)
ALTERNATIVES = (
    f'<mc:AlternateContent xmlns:mc="{COMPATIBILITY}">'
    '<mc:Choice xmlns:h="http://h" Requires="h">%s</mc:Choice>'
    "<mc:Fallback>%s</mc:Fallback></mc:AlternateContent>"
)


def style_sheet(number_formats: str, fonts: str, formats: str) -> bytes:
    return f'<styleSheet xmlns="{MAIN}">{number_formats}{fonts}{LISTS}{formats}</styleSheet>'.encode()


def grafted(styles: bytes) -> Package:
    start = Package.open(plain()).replaced({"xl/styles.xml": styles})
    return graft(start, *result_donor(), active_sheet="KPI summary")


def with_equal_codes() -> bytes:
    return style_sheet(
        '<numFmts count="2"><numFmt numFmtId="164" formatCode="0.000"/>'
        '<numFmt numFmtId="165" formatCode="0.000"/></numFmts>',
        '<fonts count="1"><font/></fonts>',
        '<cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="165"/><xf numFmtId="170"/></cellXfs>',
    )


def with_alternatives() -> bytes:
    font = '<font><sz val="9"/></font>'
    return style_sheet(
        "",
        f'<fonts count="3"><font/>{ALTERNATIVES % (font, font)}{font}</fonts>',
        '<cellXfs count="4"><xf numFmtId="0"/>'
        + ALTERNATIVES % ('<xf numFmtId="3"/>', '<xf numFmtId="9"/>')
        + '<xf numFmtId="14"/><xf numFmtId="10"/></cellXfs>',
    )


def test_number_formats_of_equal_code_or_that_are_only_named_keep_their_numbers() -> None:
    root = etree.fromstring(grafted(with_equal_codes()).read("xl/styles.xml"))
    codes = [(int(each.get("numFmtId")), each.get("formatCode")) for each in root.find("{*}numFmts")]
    assert codes[:2] == [(164, "0.000"), (165, "0.000")]
    ours = [number for number, _ in codes[2:]]
    assert ours == list(range(171, 171 + len(ours)))
    assert '0.00 "x"' in [code for _, code in codes[2:]]


def test_an_entry_in_alternatives_counts_once_for_all_that_follow() -> None:
    package = grafted(with_alternatives())
    root = etree.fromstring(package.read("xl/styles.xml"))
    fonts, formats = root.find("{*}fonts"), root.find("{*}cellXfs")
    assert (int(fonts.get("count")), int(formats.get("count"))) == (len(fonts), len(formats))
    sheet = next(name for name in package.names if b"Head" in package.read(name) and "worksheets" in name)
    head = etree.fromstring(package.read(sheet)).find("{*}sheetData/{*}row/{*}c[@r='A1']")
    font = fonts[int(formats[int(head.get("s"))].get("fontId"))]
    assert font.find("{*}b") is not None
    assert font.find("{*}color").get("rgb") == "FF112233"


def test_the_format_of_a_cell_behind_alternatives_is_the_right_one() -> None:
    found = number_formats(with_alternatives(), "xl/styles.xml", LIMITS)
    assert found == ("General", "0%", "mm-dd-yy", "0.00%")


def test_overrides_of_parts_that_are_not_there_stay_and_none_stands_twice() -> None:
    start = Package.open(plain())
    types = start.read(CONTENT_TYPES).replace(
        b"</Types>",
        b'<Override PartName="/docProps/custom.xml" ContentType="text/a"/>'
        b'<Override PartName="/xl/charts/chart1.xml" ContentType="text/b"/></Types>',
    )
    start = start.replaced({CONTENT_TYPES: types})
    grafted = graft(start, *result_donor(), active_sheet="KPI summary")
    package = set_custom_properties(grafted, {"a": "1"})
    assert problems_added(start.to_bytes(), package.to_bytes()) == []
    assert custom_properties(package) == {"a": "1"}
    cleaned = remove_sheets(package, ["KPI summary", "To check"], defined_names=["own_summary"])
    assert set_custom_properties(cleaned, {"a": None}).read(CONTENT_TYPES) == types
