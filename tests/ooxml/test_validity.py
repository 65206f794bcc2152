# ruff: noqa: E501 - a fault is one line: what it is, where, and how it is made
"""Who sees which fault of a workbook: the outside validator, or only the checks of `validity`."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pytest
import xlsxwriter

from tests.support.outside_validator import errors_in
from tests.support.packages import TRANSITIONAL, TRANSITIONAL_RELATIONSHIPS, zipped
from tests.support.validity import problems_beyond_the_schema

TYPES, RELATIONSHIPS = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
BOOK, STYLES, STRINGS = "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"
SHEET, SHEET_RELATIONSHIPS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
TABLE, NOTES, BOXES = "xl/tables/table1.xml", "xl/comments1.xml", "xl/drawings/vmlDrawing1.vml"
PROPERTIES = "docProps/custom.xml"
CHAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
NOTES_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
Parts = dict[str, str | bytes]
Fault = Callable[[Parts], bytes]


@cache
def sound() -> bytes:
    """A workbook with what our own have: tables, notes, rules, formats, names, links, charts, properties."""
    output = BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    bold = book.add_format({"bold": True, "bg_color": "#FF0000", "border": 1, "num_format": "0.0 x"})
    sheet, other = book.add_worksheet("First"), book.add_worksheet("Second")
    sheet.set_column(1, 2, 10, bold)
    headings = [{"header": "Channel"}, {"header": "Spend"}]
    for first_row, name in ((0, "One"), (9, "Two")):
        sheet.add_table(first_row, 0, first_row + 3, 1, {"columns": headings, "name": name})
    sheet.write_row(1, 0, ["SEO", 10], bold)
    sheet.write_formula("D2", "=B2*2", None, 20)
    sheet.write_comment("A2", "one")
    sheet.write_comment("B2", "two")
    sheet.conditional_format("A2:B4", {"type": "cell", "criteria": ">", "value": 3, "format": bold})
    sheet.data_validation("B2:B4", {"validate": "decimal", "criteria": ">=", "value": 0})
    sheet.merge_range("E1:F1", "merged")
    sheet.write_url("E3", "https://example.org/")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=First!$B$2:$B$4"})
    other.insert_chart("A1", chart)
    book.define_name("total", "=First!$B$2")
    book.define_name("Second!local", "=Second!$B$2")
    book.set_custom_property("one", "1")
    book.set_custom_property("two", "2")
    book.close()
    return output.getvalue()


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(part: str, old: str, new: str) -> Fault:
    """The workbook with the first match of `old` in a part made `new`."""

    def fault(parts: Parts) -> bytes:
        text = parts[part]
        assert isinstance(text, bytes)
        written, count = re.subn(old, new, text.decode(), count=1, flags=re.DOTALL)
        assert count == 1
        return zipped({**parts, part: written})

    return fault


def with_part(name: str, content: str, kind: str = "", linked: tuple[str, str, str] | None = None) -> Fault:
    """The workbook with one more part of a content type; `linked`: whence, as what, by which target."""

    def fault(parts: Parts) -> bytes:
        more = {**parts, name: content}
        if kind:
            said = f'<Override PartName="/{name}" ContentType="{kind}"/></Types>'
            more[TYPES] = _text(parts, TYPES).replace("</Types>", said)
        if linked:
            source, role, target = linked
            link = (
                f'<Relationship Id="rIdMore" Type="{TRANSITIONAL_RELATIONSHIPS}/{role}" Target="{target}"/>'
            )
            more[source] = _text(parts, source).replace("</Relationships>", f"{link}</Relationships>")
        return zipped(more)

    return fault


def _text(parts: Parts, name: str) -> str:
    content = parts[name]
    return content.decode() if isinstance(content, bytes) else content


def an_entry_twice(parts: Parts) -> bytes:
    output = BytesIO(zipped(parts))
    with warnings.catch_warnings(), zipfile.ZipFile(output, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(STYLES, parts[STYLES])
    return output.getvalue()


def two_lists_of_notes(parts: Parts) -> bytes:
    linked = (SHEET_RELATIONSHIPS, "comments", "../comments2.xml")
    return with_part("xl/comments2.xml", _text(parts, NOTES), NOTES_TYPE, linked)(parts)


def chain(cells: str) -> Fault:
    """With a calculation chain of these cells."""
    content = f'<calcChain xmlns="{TRANSITIONAL}">{cells}</calcChain>'
    return with_part("xl/calcChain.xml", content, CHAIN_TYPE, (RELATIONSHIPS, "calcChain", "calcChain.xml"))


LEFT_TO_IT: dict[str, Fault] = {
    "a relationship to a part that isn't there": changed(SHEET_RELATIONSHIPS, "comments1.xml", "comments9.xml"),
    "an unknown relationship of a table": changed(SHEET, '<tablePart r:id="[^"]*"', '<tablePart r:id="rId77"'),
    "an unknown relationship of the notes": changed(SHEET, '<legacyDrawing r:id="[^"]*"', '<legacyDrawing r:id="rId77"'),
    "an unknown relationship of a link": changed(SHEET, '(<hyperlink [^>]*)r:id="[^"]*"', r'\1r:id="rId77"'),
    "an unknown relationship of charts": changed("xl/worksheets/sheet2.xml", '<drawing r:id="[^"]*"', '<drawing r:id="rId77"'),
    "an unknown relationship of a chart": changed("xl/drawings/drawing1.xml", 'r:id="[^"]*"', 'r:id="rId77"'),
    "an unknown relationship of a sheet": changed(BOOK, 'r:id="rId2"', 'r:id="rId77"'),
    "the workbook's elements in another order": changed(BOOK, "(<bookViews>.*?</bookViews>)(<sheets>.*?</sheets>)", r"\2\1"),
    "the styles' elements in another order": changed(STYLES, "(<cellXfs .*?</cellXfs>)(<cellStyles.*?</cellStyles>)", r"\2\1"),
    "a sheet's elements in another order": changed(SHEET, "(<conditionalFormatting .*</conditionalFormatting>)(<dataValidations.*</dataValidations>)", r"\2\1"),
    "the notes' drawing behind the tables": changed(SHEET, "(<legacyDrawing [^>]*/>)(<tableParts.*</tableParts>)", r"\2\1"),
    "a table's elements in another order": changed(TABLE, "(<autoFilter .*?/>)(<tableColumns.*</tableColumns>)", r"\2\1"),
    "the notes before their authors": changed(NOTES, "(<authors>.*</authors>)(<commentList>.*</commentList>)", r"\2\1"),
    "an element that is none": changed(SHEET, "<sheetData>", "<sheetNonsense/><sheetData>"),
    "an element twice": changed(SHEET, "(<pageMargins [^>]*>)", r"\1\1"),
    "an empty list of merges": changed(SHEET, "<mergeCells .*?</mergeCells>", "<mergeCells/>"),
    "an empty list of columns": changed(SHEET, "<cols>.*?</cols>", "<cols/>"),
    "an empty list of views": changed(BOOK, "<bookViews>.*</bookViews>", "<bookViews/>"),
    "an empty list of links": changed(SHEET, "<hyperlinks>.*?</hyperlinks>", "<hyperlinks/>"),
    "an empty calculation chain": chain(""),
    "two sheets of one number": changed(BOOK, 'sheetId="2"', 'sheetId="1"'),
    "a cell with a text that isn't there": changed(SHEET, '(t="s"><v>)[0-9]+', r"\g<1>99"),
    "a cell of no type": changed(SHEET, 't="s"', 't="z"'),
    "a rule without priority": changed(SHEET, '(<cfRule [^>]*) priority="[0-9]+"', r"\1"),
    "a rule whose priority is no number": changed(SHEET, 'priority="[0-9]+"', 'priority="x"'),
    "a note without text": changed(NOTES, "<text>.*?</text>", ""),
    "two boxes of one number": changed(BOXES, '(<v:shape id=")([^"]+)(".*<v:shape id=")[^"]+', r"\1\2\3\2"),
    "two properties of one number": changed(PROPERTIES, 'pid="3"', 'pid="2"'),
}  # fmt: skip

BEYOND_IT: dict[str, Fault] = {
    "an entry twice": an_entry_twice,
    "a part that is no XML": changed("xl/theme/theme1.xml", "</a:theme>", ""),
    "an ending declared twice": changed(TYPES, "(<Default [^>]*>)", r"\1\1"),
    "a part declared twice": changed(TYPES, "(<Override [^>]*>)", r"\1\1"),
    "a declared part that isn't there": changed(TYPES, "</Types>", '<Override PartName="/xl/more.xml" ContentType="application/xml"/></Types>'),
    "a part that isn't declared": with_part("xl/media/picture.odd", "1"),
    "relationships of one name": changed(SHEET_RELATIONSHIPS, "(<Relationship [^>]*comments1.xml[^>]*>)", r"\1\1"),
    "relationships of no part": with_part("xl/worksheets/_rels/sheet9.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'),
    "two sheets of one name": changed(BOOK, 'name="Second"', 'name="FIRST"'),
    "a sheet listed twice": changed(BOOK, 'r:id="rId2"', 'r:id="rId1"'),
    "a sheet's name too long": changed(BOOK, 'name="Second"', f'name="{"S" * 32}"'),
    "a sheet's name with a colon": changed(BOOK, 'name="Second"', 'name="Sec:ond"'),
    "a sheet's name in quotes": changed(BOOK, 'name="Second"', "name=\"'Second\""),
    "a defined name twice": changed(BOOK, "(<definedName .*?</definedName>)", r"\1\1"),
    "a defined name of no sheet": changed(BOOK, 'localSheetId="1"', 'localSheetId="9"'),
    "an empty list of defined names": changed(BOOK, "<definedNames>.*</definedNames>", "<definedNames/>"),
    "an open tab beyond the last": changed(BOOK, "<workbookView ", '<workbookView activeTab="9" '),
    "a first tab beyond the last": changed(BOOK, "<workbookView ", '<workbookView firstSheet="9" '),
    "an open tab that is hidden": changed(BOOK, 'name="First"', 'name="First" state="hidden"'),
    "two tabs selected": changed("xl/worksheets/sheet2.xml", "<sheetView ", '<sheetView tabSelected="1" '),
    "another tab selected than is open": changed(BOOK, "<workbookView ", '<workbookView activeTab="1" '),
    "a list of formats miscounted": changed(STYLES, '<fonts count="', '<fonts count="9'),
    "two number formats of one number": changed(STYLES, '<numFmts count="1">(<numFmt .*?/>)', r'<numFmts count="2">\1\1'),
    "a format without its font": changed(STYLES, '(<cellXfs .*?fontId=")[0-9]+', r"\g<1>99"),
    "a format without its fill": changed(STYLES, '(<cellXfs .*?fillId=")[0-9]+', r"\g<1>99"),
    "a format without its border": changed(STYLES, '(<cellXfs .*?borderId=")[0-9]+', r"\g<1>99"),
    "a format without its style": changed(STYLES, '(<cellXfs .*?xfId=")[0-9]+', r"\g<1>99"),
    "columns that overlap": changed(SHEET, "(<col [^>]*>)", r"\1\1"),
    "columns beyond the last": changed(SHEET, '<col min="2" max="3"', '<col min="2" max="20000"'),
    "a column without its format": changed(SHEET, '(<col [^>]*style=")[0-9]+', r"\g<1>99"),
    "a row twice": changed(SHEET, '<row r="2"', '<row r="1"'),
    "a row beyond the last": changed(SHEET, '(.*)<row r="[0-9]+"', r'\1<row r="1048577"'),
    "a row without its format": changed(SHEET, '<row r="2"', '<row r="2" s="99" customFormat="1"'),
    "a cell twice": changed(SHEET, '<c r="B2"', '<c r="A2"'),
    "a cell in another's row": changed(SHEET, '<c r="B2"', '<c r="B3"'),
    "a cell without its format": changed(SHEET, '(<c r="B2" s=")[0-9]+', r"\g<1>99"),
    "a number that is none": changed(SHEET, '(<c r="B2"[^>]*><v>)', r"\1x"),
    "a rule without its format": changed(SHEET, '(<cfRule [^>]*dxfId=")[0-9]+', r"\g<1>99"),
    "two notes on one cell": changed(NOTES, 'ref="B2"', 'ref="A2"'),
    "a note without its author": changed(NOTES, 'authorId="0"', 'authorId="7"'),
    "notes without a drawing": changed(SHEET, "<legacyDrawing [^>]*>", ""),
    "a note without its box": changed(BOXES, "<x:Column>0</x:Column>", "<x:Column>7</x:Column>"),
    "two lists of notes": two_lists_of_notes,
    "two tables of one number": changed(TABLE, ' id="1"', ' id="2"'),
    "two tables of one name": changed(TABLE, 'displayName="One"', 'displayName="two"'),
    "a table named as a cell is": changed(TABLE, 'displayName="One"', 'displayName="TOTAL"'),
    "two columns of one name": changed(TABLE, 'name="Spend"', 'name="channel"'),
    "a table's column without its format": changed(TABLE, '<tableColumn id="1"', '<tableColumn id="1" dataDxfId="99"'),
    "a table without an area": changed(TABLE, 'ref="A1:B4"', 'ref="A:B"'),
    "a table wider than its columns": changed(TABLE, 'ref="A1:B4"', 'ref="A1:C4"'),
    "a column that its header calls otherwise": changed(TABLE, 'name="Spend"', 'name="Spent"'),
    "an empty list of tables": changed(SHEET, "<tableParts.*</tableParts>", "<tableParts/>"),
    "a calculation chain to a cell without a formula": chain('<c r="A1" i="1"/>'),
    "two properties of one name": changed(PROPERTIES, 'name="two"', 'name="ONE"'),
}  # fmt: skip


def test_a_sound_workbook_has_no_problem() -> None:
    assert errors_in(sound()) == []
    assert problems_beyond_the_schema(sound()) == []


@pytest.mark.parametrize("fault", LEFT_TO_IT.values(), ids=LEFT_TO_IT)
def test_the_outside_validator_finds(fault: Fault) -> None:
    assert errors_in(fault(parts_of(sound()))) != []


@pytest.mark.parametrize("fault", BEYOND_IT.values(), ids=BEYOND_IT)
def test_the_outside_validator_misses_what_is_checked_beside_it(fault: Fault) -> None:
    content = fault(parts_of(sound()))
    assert problems_beyond_the_schema(content) != []
    assert errors_in(content) == []
