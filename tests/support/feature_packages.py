# ruff: noqa: E501 - XML stands as its writers write it, not broken to our width
"""Hand-written workbooks with one feature each that annotating must not harm; the sheet to mark is first."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, NamedTuple

import xlsxwriter

from kpisheet.ooxml.grafting.donor import Cells
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.results.result_sheet import ResultSheet
from tests.support import packages
from tests.support.packages import (
    DECLARATION,
    MAIN_TYPE,
    STRICT,
    STRICT_RELATIONSHIPS,
    TRANSITIONAL,
    TRANSITIONAL_RELATIONSHIPS,
    relationships,
    sheet_xml,
    styles_xml,
    workbook_parts,
    zipped,
)

OFFICE = TRANSITIONAL_RELATIONSHIPS
COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Channel</t></is></c><c r="B1" t="inlineStr"><is><t>Spend</t></is></c></row>'
    '<row r="2"><c r="A2" t="inlineStr"><is><t>SEO</t></is></c><c r="B2"><v>10</v></c><c r="C2"><f>B2*2</f><v>20</v></c></row>'
)
VML_HEAD = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:x="urn:schemas-microsoft-com:office:excel">'
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout>'
)
BOX_TYPE = '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/></v:shapetype>'
Parts = dict[str, str | bytes]


def note_box(number: int, row: int, column: int) -> str:
    """The box of a person's note, as Excel writes it; row and column from 0."""
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;visibility:hidden" fillcolor="#ffffe1">'
        '<v:textbox><div style="text-align:left"></div></v:textbox><x:ClientData ObjectType="Note"><x:Anchor>1, 15, 0, 2, 3, 15, 4, 4</x:Anchor>'
        f"<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )


def built(
    sheet: str | bytes,
    *,
    links: tuple[tuple[str, str, str], ...] = (),
    extra: Mapping[str, str | bytes] | None = None,
    types: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
    styles: str | None = None,
    book_links: tuple[tuple[str, str, str], ...] = (),
    **options: Any,
) -> bytes:
    """A workbook of `sheet` and a second, plain one; `links` are the first sheet's relationships."""
    sheets = {"Sheet1": sheet, "Other": sheet_xml("")}
    parts: Parts = dict(
        workbook_parts(
            sheets, styles=styles_xml([(0, None), (9, None)]) if styles is None else styles, **options
        )
    )
    if links:
        parts["xl/worksheets/_rels/sheet1.xml.rels"] = relationships(*links)
    parts.update(extra or {})
    said = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in (types or {}).items()
    )
    said += "".join(
        f'<Default Extension="{name}" ContentType="{kind}"/>' for name, kind in (defaults or {}).items()
    )
    _put(parts, "[Content_Types].xml", "</Types>", said)
    listed = "".join(
        f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in book_links
    )
    _put(parts, "xl/_rels/workbook.xml.rels", "</Relationships>", listed)
    return zipped(parts)


def _put(parts: Parts, name: str, before: str, text: str) -> None:
    part = parts[name]
    assert isinstance(part, str)
    parts[name] = part.replace(before, text + before)


def plain() -> bytes:
    return built(sheet_xml(ROWS))


def existing_notes() -> bytes:
    comments = (
        f'{DECLARATION}<comments xmlns="{TRANSITIONAL}"><authors><author>Ayşe</author></authors><commentList>'
        '<comment ref="A2" authorId="0"><text><t>Ask &amp; check</t></text></comment>'
        '<comment ref="B2" authorId="0"><text><r><rPr><b/></rPr><t>Ayşe:</t></r><r><t xml:space="preserve">\nfrom the invoice</t></r></text></comment>'
        "</commentList></comments>"
    )
    return built(
        sheet_xml(ROWS, after='<legacyDrawing r:id="rId1"/>'),
        links=(
            ("rId1", f"{OFFICE}/vmlDrawing", "../drawings/vmlDrawing1.vml"),
            ("rId2", f"{OFFICE}/comments", "../comments1.xml"),
        ),
        extra={
            "xl/drawings/vmlDrawing1.vml": f"{VML_HEAD}{BOX_TYPE}{note_box(1025, 1, 0)}{note_box(1026, 1, 1)}</xml>",
            "xl/comments1.xml": comments,
        },
        types={"xl/comments1.xml": COMMENTS_TYPE},
        defaults={"vml": "application/vnd.openxmlformats-officedocument.vmlDrawing"},
    )


def note_with_an_empty_box_type() -> bytes:
    """As Google Sheets writes it: a second box type of that id would be one too many."""
    empty = '<v:shapetype id="_x0000_t202" path="m,l,21600r21600,l21600,xe" coordsize="21600,21600"/>'
    return zipped(_with(_unzipped(existing_notes()), "xl/drawings/vmlDrawing1.vml", BOX_TYPE, empty))


def dangling_relationships() -> bytes:
    """A drawing was lost, what led to it stayed: nothing of ours may turn up in its place."""
    return built(
        sheet_xml(ROWS),
        links=(
            ("rId1", f"{OFFICE}/drawing", "../drawings/drawing1.xml"),
            ("rId2", f"{OFFICE}/chart", "/xl/charts/Chart1.xml"),
        ),
    )


def threaded_comments() -> bytes:
    comments = (
        f'{DECLARATION}<comments xmlns="{TRANSITIONAL}"><authors><author>tc={{11111111-0000-0000-0000-000000000001}}</author></authors>'
        '<commentList><comment ref="B2" authorId="0"><text><t>[Threaded comment] sure?</t></text></comment></commentList></comments>'
    )
    space = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    threads = f'{DECLARATION}<ThreadedComments xmlns="{space}"><threadedComment ref="B2" dT="2026-10-01T00:00:00.00" personId="{{2}}" id="{{11111111-0000-0000-0000-000000000001}}"><text>sure?</text></threadedComment></ThreadedComments>'
    return built(
        sheet_xml(ROWS, after='<legacyDrawing r:id="rId1"/>'),
        links=(
            ("rId1", f"{OFFICE}/vmlDrawing", "../drawings/vmlDrawing1.vml"),
            ("rId2", f"{OFFICE}/comments", "../comments1.xml"),
            (
                "rId3",
                "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment",
                "../threadedComments/threadedComment1.xml",
            ),
        ),
        extra={
            "xl/drawings/vmlDrawing1.vml": f"{VML_HEAD}{BOX_TYPE}{note_box(1025, 1, 1)}</xml>",
            "xl/comments1.xml": comments,
            "xl/threadedComments/threadedComment1.xml": threads,
        },
        types={
            "xl/comments1.xml": COMMENTS_TYPE,
            "xl/threadedComments/threadedComment1.xml": "application/vnd.ms-excel.threadedcomments+xml",
        },
        defaults={"vml": "application/vnd.openxmlformats-officedocument.vmlDrawing"},
    )


def controls() -> bytes:
    """A check box: controls in an alternative, VML that no XML parser takes."""
    alternative = (
        '<legacyDrawing r:id="rId1"/><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        '<mc:Choice Requires="x14"><controls><mc:AlternateContent><mc:Choice Requires="x14"><control shapeId="1025" r:id="rId2" name="Box"/></mc:Choice></mc:AlternateContent></controls></mc:Choice></mc:AlternateContent>'
    )
    vml = (
        f'{VML_HEAD}<v:shapetype id="_x0000_t201" o:spt="201"></v:shapetype><v:shape id="_x0000_s1025" type="#_x0000_t201">'
        '<v:textbox><div>Paid?<br>yes</div></v:textbox><x:ClientData ObjectType="Checkbox"><x:Anchor>0,0,0,0,1,1,1,1</x:Anchor></x:ClientData></v:shape></xml>\n'
    )
    xml = sheet_xml(ROWS, after=alternative).replace(
        "<worksheet ", '<worksheet xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    )
    return built(
        xml,
        links=(
            ("rId1", f"{OFFICE}/vmlDrawing", "../drawings/vmlDrawing1.vml"),
            ("rId2", f"{OFFICE}/ctrlProp", "../ctrlProps/ctrlProp1.xml"),
        ),
        extra={
            "xl/drawings/vmlDrawing1.vml": vml,
            "xl/ctrlProps/ctrlProp1.xml": '<formControlPr xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" objectType="CheckBox"/>',
        },
        types={"xl/ctrlProps/ctrlProp1.xml": "application/vnd.ms-excel.controlproperties+xml"},
        defaults={"vml": "application/vnd.openxmlformats-officedocument.vmlDrawing"},
    )


def controls_without_drawing_prefix() -> bytes:
    """Controls in an alternative and nothing before them: the place of our drawing is before the alternative."""
    alternative = (
        '<pageMargins left="1" right="1" top="1" bottom="1" header="1" footer="1"/>'
        '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:Choice Requires="x14">'
        "<oleObjects/></mc:Choice></mc:AlternateContent><extLst/>"
    )
    return built(
        sheet_xml(ROWS, after=alternative).replace(
            "<worksheet ",
            '<worksheet xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" ',
        )
    )


def smart_art_and_slicers() -> bytes:
    """Parts that we know nothing of, at the sheet and behind its drawing."""
    drawing = '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>'
    return built(
        sheet_xml(
            ROWS,
            after='<drawing r:id="rId1"/><extLst><ext uri="{A8765BA9-456A-4dab-B4F3-ACF838C121DE}"/></extLst>',
        ),
        links=(
            ("rId1", f"{OFFICE}/drawing", "../drawings/drawing1.xml"),
            (
                "rId2",
                "http://schemas.microsoft.com/office/2007/relationships/slicer",
                "../slicers/slicer1.xml",
            ),
            ("rId3", f"{OFFICE}/pivotTable", "../pivotTables/pivotTable1.xml"),
        ),
        extra={
            "xl/drawings/drawing1.xml": drawing,
            "xl/drawings/_rels/drawing1.xml.rels": relationships(
                ("rId1", f"{OFFICE}/diagramData", "../diagrams/data1.xml")
            ),
            "xl/diagrams/data1.xml": '<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"/>',
            "xl/slicers/slicer1.xml": '<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"/>',
            "xl/pivotTables/pivotTable1.xml": f'<pivotTableDefinition xmlns="{TRANSITIONAL}" name="P" cacheId="1"/>',
        },
        types={
            "xl/drawings/drawing1.xml": "application/vnd.openxmlformats-officedocument.drawing+xml",
            "xl/pivotTables/pivotTable1.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotTable+xml",
        },
    )


def external_link() -> bytes:
    return built(
        sheet_xml(ROWS),
        book_links=(("rId7", f"{OFFICE}/externalLink", "externalLinks/externalLink1.xml"),),
        extra={"xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{TRANSITIONAL}"/>'},
        names='<externalReferences><externalReference r:id="rId7"/></externalReferences>',
    )


def rules_of_their_own() -> bytes:
    """Conditional formats with priorities, one in an extension, and an empty list of differential formats."""
    styles = styles_xml([(0, None)]).replace("</styleSheet>", '<dxfs count="0"/></styleSheet>')
    after = (
        '<conditionalFormatting sqref="B2"><cfRule type="cellIs" priority="4" operator="lessThan"><formula>0</formula></cfRule></conditionalFormatting>'
        '<dataValidations count="1"><dataValidation type="whole" sqref="B2"/></dataValidations>'
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}">'
        '<x14:conditionalFormattings><x14:conditionalFormatting><x14:cfRule type="dataBar" priority="9"/></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>'
    )
    return built(sheet_xml(ROWS, after=after), styles=styles)


def views_and_local_names() -> bytes:
    names = '<definedNames><definedName name="_xlnm.Print_Titles" localSheetId="1">Other!$1:$1</definedName><definedName name="mine">Sheet1!$A$1</definedName></definedNames>'
    views = '<bookViews><workbookView firstSheet="1" activeTab="1"/><workbookView activeTab="0"/></bookViews>'
    view = '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/><sheetView tabSelected="true" workbookViewId="1"/></sheetViews>'
    return zipped(
        workbook_parts(
            {"Sheet1": sheet_xml(ROWS), "Other": sheet_xml("", before=view)},
            styles=styles_xml([(0, None)]),
            names=names,
            views=views,
        )
    )


def tabs_said_not_selected() -> bytes:
    """As LibreOffice wrote: each view says whether its tab is selected; here the second is."""
    view = '<sheetViews><sheetView tabSelected="{}" workbookViewId="0"/></sheetViews>'
    sheets = {
        "Sheet1": sheet_xml(ROWS, before=view.format("false")),
        "Other": sheet_xml("", before=view.format("true")),
    }
    views = '<bookViews><workbookView activeTab="1" tabRatio="257"/></bookViews>'
    return zipped(workbook_parts(sheets, styles=styles_xml([(0, None)]), views=views))


def empty_list_of_names() -> bytes:
    """As some report generators write it: the lines that a template left, and no name."""
    return built(sheet_xml(ROWS), names="\r\n  <definedNames>\r\n    \r\n  </definedNames>\r\n")


def protected() -> bytes:
    return built(
        sheet_xml(ROWS, after='<sheetProtection sheet="1" password="CC1A"/>'),
        properties='<workbookProtection lockStructure="1"/>',
    )


def dynamic_arrays() -> bytes:
    rows = ROWS.replace('<c r="C2">', '<c r="C2" cm="1">')
    return built(
        sheet_xml(rows),
        book_links=(("rId8", f"{OFFICE}/sheetMetadata", "metadata.xml"),),
        extra={"xl/metadata.xml": f'<metadata xmlns="{TRANSITIONAL}"/>'},
        types={
            "xl/metadata.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheetMetadata+xml"
        },
    )


def calculation_chain() -> bytes:
    return built(
        sheet_xml(ROWS),
        book_links=(("rId9", f"{OFFICE}/calcChain", "calcChain.xml"),),
        extra={"xl/calcChain.xml": f'<calcChain xmlns="{TRANSITIONAL}"><c r="C2" i="1"/></calcChain>'},
        types={
            "xl/calcChain.xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"
        },
    )


def chart_sheet() -> bytes:
    output = BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    sheet.write_row(0, 0, ["Channel", "Spend"])
    sheet.write_row(1, 0, ["SEO", 10])
    sheet.write_formula("C2", "=B2*2", None, 20)
    sheet.add_table("E1:F3", {"name": "Theirs", "columns": [{"header": "a"}, {"header": "b"}]})
    tab = book.add_chartsheet("Chart")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Sheet1!$B$2:$B$2"})
    tab.set_chart(chart)
    tab.activate()
    book.close()
    return output.getvalue()


def macro_sheet() -> bytes:
    """Its root has another namespace than what stands in it, and it is the one that is selected."""
    macro = (
        f'{DECLARATION}<xm:macrosheet xmlns="{TRANSITIONAL}" xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<sheetViews><sheetView tabSelected="1" workbookViewId="0"/></sheetViews><sheetData/></xm:macrosheet>'
    )
    link = "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    parts = _unzipped(
        built(
            sheet_xml(ROWS),
            book_links=(("rId6", link, "macrosheets/sheet1.xml"),),
            extra={"xl/macrosheets/sheet1.xml": macro},
            types={"xl/macrosheets/sheet1.xml": "application/vnd.ms-excel.macrosheet+xml"},
            views='<bookViews><workbookView tabRatio="600" activeTab="2"/></bookViews>',
        )
    )
    parts = _with(
        parts, "xl/workbook.xml", "</sheets>", '<sheet name="Macro1" sheetId="9" r:id="rId6"/></sheets>'
    )
    return zipped(
        _with(parts, "[Content_Types].xml", MAIN_TYPE, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    )


def macros() -> bytes:
    parts = _unzipped(
        built(
            sheet_xml(ROWS),
            book_links=(
                (
                    "rId6",
                    "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
                    "vbaProject.bin",
                ),
            ),
            extra={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0macros"},
            types={"xl/vbaProject.bin": "application/vnd.ms-office.vbaProject"},
        )
    )
    return zipped(
        _with(parts, "[Content_Types].xml", MAIN_TYPE, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")
    )


def template() -> bytes:
    return zipped(_with(_unzipped(plain()), "[Content_Types].xml", "sheet.main+xml", "template.main+xml"))


def signed() -> bytes:
    parts = _unzipped(plain())
    origin = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature"
    parts = _with(
        parts,
        "_rels/.rels",
        "</Relationships>",
        f'<Relationship Id="rId9" Type="{origin}/origin" Target="_xmlsignatures/origin.sigs"/></Relationships>',
    )
    parts = _with(
        parts,
        "[Content_Types].xml",
        "</Types>",
        '<Default Extension="sigs" ContentType="application/vnd.openxmlformats-package.digital-signature-origin"/><Override PartName="/_xmlsignatures/sig1.xml" ContentType="application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml"/></Types>',
    )
    parts["_xmlsignatures/origin.sigs"] = b""
    parts["_xmlsignatures/_rels/origin.sigs.rels"] = relationships(
        ("rId1", f"{origin}/signature", "sig1.xml")
    )
    parts["_xmlsignatures/sig1.xml"] = '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/>'
    return zipped(parts)


def byte_order_mark() -> bytes:
    return built(b"\xef\xbb\xbf" + sheet_xml(ROWS).encode())


def single_byte_encoding() -> bytes:
    return built(
        sheet_xml(ROWS).replace("UTF-8", "ISO-8859-9").replace("SEO", "Tanıtım").encode("iso-8859-9")
    )


def no_styles_and_undeclared_prefix() -> bytes:
    sheet = sheet_xml(ROWS).replace(f' xmlns:r="{OFFICE}"', "")
    return built(sheet, styles="")


def odd_names() -> bytes:
    """Other folders, other spellings, absolute targets, parts known by their extension only."""
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="{packages.SHEET_TYPE}"/><Override PartName="/Book/Main.XML" ContentType="{MAIN_TYPE}"/><Override PartName="/book/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>',
            "Book/Tabs/first tab.xml": sheet_xml(ROWS),
            "Book/Main.XML": f'<workbook xmlns="{TRANSITIONAL}" xmlns:rel="{OFFICE}"><sheets><sheet name="Sheet1" sheetId="7" rel:id="a"/></sheets></workbook>',
            "Book/_rels/Main.XML.rels": f'<Relationships xmlns="{rels}"><Relationship Id="a" Type="{OFFICE}/worksheet" Target="/book/tabs/first%20tab.xml"/><Relationship Id="b" Type="{OFFICE}/styles" Target="Styles.xml"/></Relationships>',
            "Book/Styles.xml": styles_xml([(0, None)]),
            "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r" Type="{OFFICE}/officeDocument" Target="Book/Main.XML"/></Relationships>',
        }
    )


def strict() -> bytes:
    sheet = sheet_xml(ROWS, namespace=STRICT).replace(OFFICE, STRICT_RELATIONSHIPS)
    return zipped(
        workbook_parts({"Sheet1": sheet}, styles=styles_xml([(0, None)], namespace=STRICT), strict=True)
    )


def prefixed_utf16() -> bytes:
    sheet = (
        f'<?xml version="1.0" encoding="utf-16"?><x:worksheet xmlns:x="{TRANSITIONAL}"><x:sheetData><x:row r="1"><x:c r="A1" t="str"><x:v>Kanal</x:v></x:c></x:row>'
        '<x:row r="2"><x:c r="B2"><x:v>10</x:v></x:c><x:c r="C2"><x:f>B2*2</x:f><x:v>20</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    styles = (
        f'<x:styleSheet xmlns:x="{TRANSITIONAL}"><x:fonts><x:font/></x:fonts><x:fills><x:fill/><x:fill/></x:fills><x:borders><x:border/></x:borders>'
        '<x:cellXfs><x:xf fontId="0"/></x:cellXfs><x:extLst/></x:styleSheet>'
    )
    return zipped(workbook_parts({"Sheet1": sheet.encode("utf-16")}, styles=styles))


FEATURES = {
    each.__name__: each
    for each in (
        plain, existing_notes, note_with_an_empty_box_type, dangling_relationships, threaded_comments, controls, controls_without_drawing_prefix, smart_art_and_slicers,
        external_link, rules_of_their_own, views_and_local_names, tabs_said_not_selected, empty_list_of_names,
        protected, dynamic_arrays, calculation_chain, chart_sheet, macros, macro_sheet, template, signed, byte_order_mark, single_byte_encoding,
        no_styles_and_undeclared_prefix, odd_names, strict, prefixed_utf16,
    )
}  # fmt: skip


def _unzipped(content: bytes) -> Parts:
    import zipfile

    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _with(parts: Parts, name: str, old: str, new: str) -> Parts:
    part = parts[name]
    text = part if isinstance(part, str) else part.decode()
    assert old in text
    return {**parts, name: text.replace(old, new)}


class Donor(NamedTuple):
    """A workbook to graft, and the cells of its sheets."""

    package: Package
    cells: Mapping[str, Cells]


def donor(*sheets: ResultSheet, output: BytesIO) -> Donor:
    """What a closed workbook that was written to `output` gives to graft."""
    return Donor(Package.open(output.getvalue()), {sheet.name: sheet.cells for sheet in sheets})


def result_donor() -> Donor:
    """A donor as the result sheets are: formats, charts, names, links, rules."""
    output = BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    bold = book.add_format({"bold": True, "font_color": "#112233", "num_format": '0.00 "x"', "border": 1})
    red = book.add_format({"bg_color": "#FF0000"})
    first = book.add_worksheet("KPI summary", worksheet_class=ResultSheet)
    first.cells[1][1] = first.number_of(bold), None, "Head"
    first.cells[2] = {1: (0, None, "plain & <simple>"), 2: (0, None, 3.5)}
    first.cells[3][2] = first.number_of(bold), "B2*2", 7
    first.cells[4][1] = 0, None, "ab <&>"
    first.set_column(1, 1, 20, bold)
    first.set_row(5, 30, bold)
    first.conditional_format("B1:B5", {"type": "data_bar"})
    first.conditional_format("B1:B5", {"type": "cell", "criteria": ">", "value": 3, "format": red})
    first.repeat_rows(0)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='KPI summary'!$B$2:$B$3"})
    first.insert_chart("D2", chart)
    second = book.add_worksheet("To check", worksheet_class=ResultSheet)
    second.cells[1][1] = 0, None, "Finding"
    second.write_url("A2", "internal:'KPI summary'!A1")
    second.write_url("A3", "https://example.org/")
    second.autofilter("A1:B4")
    book.define_name("own_summary", "='KPI summary'!$A$1")
    book.close()
    return donor(first, second, output=output)
