# ruff: noqa: E501 - XML stands as its writers write it, not broken to our width
"""Hand-written OOXML packages: each part a literal, so that a test sees exactly what a writer wrote."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import quoteattr

TRANSITIONAL = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
TRANSITIONAL_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_RELATIONSHIPS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_SPREADSHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = {
    "xl/styles.xml": f"{_SPREADSHEET_TYPE}.styles+xml",
    "xl/sharedStrings.xml": f"{_SPREADSHEET_TYPE}.sharedStrings+xml",
}

Content = str | bytes


def zipped(parts: Mapping[str, Content], *, stored: bool = False) -> bytes:
    """A zip of these parts in this order; every entry is dated 1980-01-01."""
    output = BytesIO()
    kind = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, kind, compresslevel=1)  # bombs are large
    return output.getvalue()


def relationships(*entries: tuple[str, str, str]) -> str:
    """A part of relationships: id, full type, target."""
    listed = "".join(
        f"<Relationship Id={quoteattr(identity)} Type={quoteattr(kind)} Target={quoteattr(target)}/>"
        for identity, kind, target in entries
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE_RELATIONSHIPS}">{listed}</Relationships>'


def sheet_xml(rows: str, *, before: str = "", after: str = "", namespace: str = TRANSITIONAL) -> str:
    """A worksheet part around the content of its ``sheetData``."""
    return (
        f'{DECLARATION}<worksheet xmlns="{namespace}" xmlns:r="{TRANSITIONAL_RELATIONSHIPS}">'
        f"{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def styles_xml(formats: Sequence[tuple[int, str | None]], *, namespace: str = TRANSITIONAL) -> str:
    """A styles part: the number format of each cell format, as id and (for ids from 164) code."""
    codes = "".join(
        f"<numFmt numFmtId='{number}' formatCode={quoteattr(code)}/>"
        for number, code in formats
        if code is not None
    )
    cells = "".join(
        f"<xf numFmtId='{number}' fontId='0' fillId='0' borderId='0' xfId='0'/>" for number, _ in formats
    )
    return (
        f'{DECLARATION}<styleSheet xmlns="{namespace}"><numFmts count="{len(formats)}">{codes}</numFmts>'
        '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        "<borders count='1'><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        "<cellStyleXfs count='1'><xf numFmtId='14' fontId='0' fillId='0' borderId='0'/></cellStyleXfs>"
        f"<cellXfs count='{len(formats)}'>{cells}</cellXfs>"
        "<cellStyles count='1'><cellStyle name='Normal' xfId='0' builtinId='0'/></cellStyles></styleSheet>"
    )


def shared_strings_xml(*items: str, namespace: str = TRANSITIONAL) -> str:
    """A part of shared texts: the content of each ``si``."""
    listed = "".join(f"<si>{each}</si>" for each in items)
    return f'{DECLARATION}<sst xmlns="{namespace}">{listed}</sst>'


def workbook_parts(
    sheets: Mapping[str, Content],
    *,
    styles: str = "",
    shared_strings: str = "",
    properties: str = "",
    views: str = "",
    names: str = "",
    strict: bool = False,
    extra: Mapping[str, Content] | None = None,
) -> dict[str, Content]:
    """The parts of a minimal workbook: its sheets by name, and what is put between them as it is."""
    namespace, kinds = (
        (STRICT, STRICT_RELATIONSHIPS) if strict else (TRANSITIONAL, TRANSITIONAL_RELATIONSHIPS)
    )
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(sheets, start=1)
    )
    links = [
        (f"rId{number}", f"{kinds}/worksheet", f"worksheets/sheet{number}.xml")
        for number in range(1, len(sheets) + 1)
    ]
    parts: dict[str, Content] = {}
    if styles:
        links.append(("rIdStyles", f"{kinds}/styles", "styles.xml"))
        parts["xl/styles.xml"] = styles
    if shared_strings:
        links.append(("rIdTexts", f"{kinds}/sharedStrings", "sharedStrings.xml"))
        parts["xl/sharedStrings.xml"] = shared_strings
    sheet_parts = {f"xl/worksheets/sheet{at}.xml": each for at, each in enumerate(sheets.values(), start=1)}
    types = {**dict.fromkeys(sheet_parts, SHEET_TYPE), **{name: _TYPES[name] for name in parts}}
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{each}"/>' for name, each in types.items()
    )
    return {
        "[Content_Types].xml": (
            f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/xl/workbook.xml" ContentType="{MAIN_TYPE}"/>{overrides}</Types>'
        ),
        "_rels/.rels": relationships(("rId1", f"{kinds}/officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'{DECLARATION}<workbook xmlns="{namespace}" xmlns:r="{kinds}">{properties}{views}'
            f"<sheets>{listed}</sheets>{names}</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": relationships(*links),
        **parts,
        **sheet_parts,
        **(extra or {}),
    }


def workbook(sheets: Mapping[str, Content], **options: Any) -> bytes:
    """The bytes of a minimal workbook; the options are those of `workbook_parts`."""
    return zipped(workbook_parts(sheets, **options))


def one_sheet(rows: str, **options: Any) -> bytes:
    """A workbook with the one sheet `Sheet1`, given the content of its ``sheetData``."""
    return workbook({"Sheet1": sheet_xml(rows)}, **options)


def central_directory_offset(content: bytes) -> int:
    """Where the directory of a zip begins."""
    end = content.rindex(b"PK\x05\x06")
    offset: int = struct.unpack_from("<I", content, end + 16)[0]
    return offset


# What other programs write, as they write it -----------------------------------------------------------

HEADER = ("Month", "Channel", "Spend", "Leads")


def google_sheets() -> bytes:
    """As Google Sheets exports: `x14ac`-like extra namespaces, every row with `customFormat`-free cells of a
    thousand-row grid, rich shared strings with `<rPr/>`, formats by currency brackets, dates as numbers.
    """
    texts = shared_strings_xml(
        *(f"<t>{each}</t>" for each in HEADER),
        '<t xml:space="preserve">Google Ads </t>',
        "<r><rPr><b/></rPr><t>Organic</t></r><r><t xml:space='preserve'> search</t></r>",
    )
    rows = (
        '<row r="1"><c r="A1" s="0" t="s"><v>0</v></c><c r="B1" s="0" t="s"><v>1</v></c>'
        '<c r="C1" s="0" t="s"><v>2</v></c><c r="D1" s="0" t="s"><v>3</v></c><c r="E1" s="0"/></row>'
        '<row r="2"><c r="A2" s="1"><v>46296.0</v></c><c r="B2" s="0" t="s"><v>4</v></c>'
        '<c r="C2" s="2"><v>1234.5</v></c><c r="D2" s="0"><v>40.0</v></c></row>'
        '<row r="3"><c r="A3" s="1"><v>46296.0</v></c><c r="B3" s="0" t="s"><v>5</v></c>'
        '<c r="C3" s="2"><f>1000-1000</f><v>0.0</v></c><c r="D3" s="0"><v>10.0</v></c></row>'
        + "".join(f'<row r="{row}"><c r="A{row}" s="0"/></row>' for row in range(4, 50))
    )
    styles = styles_xml([(0, None), (164, "mmm yyyy"), (165, "[$₺-41F]#,##0.00")])
    return one_sheet(rows, shared_strings=texts, styles=styles)


def apple_numbers() -> bytes:
    """As Numbers exports: a first sheet *Export Summary*, no table objects, a wrong ``dimension``, all texts
    shared, `t="n"` said, and merged title cells over the header.
    """
    texts = shared_strings_xml(*(f"<t>{each}</t>" for each in ("Table 1", *HEADER, "Flyers")))
    rows = (
        '<row r="1" ht="14.7" customHeight="1"><c r="A1" t="s" s="0"><v>0</v></c><c r="B1" s="0"/></row>'
        '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="s"><v>2</v></c><c r="C2" t="s"><v>3</v></c>'
        '<c r="D2" t="s"><v>4</v></c></row>'
        '<row r="3"><c r="A3" t="n" s="1"><v>46296</v></c><c r="B3" t="s"><v>5</v></c>'
        '<c r="C3" t="n"><v>250</v></c><c r="D3" t="n"><v>3</v></c></row>'
    )
    sheet = sheet_xml(
        rows,
        before='<dimension ref="A2:B2"/>',
        after='<mergeCells count="1"><mergeCell ref="A1:D1"/></mergeCells>',
    )
    summary = sheet_xml('<row r="1"><c r="A1" t="inlineStr"><is><t>Export Summary</t></is></c></row>')
    return workbook(
        {"Export Summary": summary, "Sheet 1 - Table 1": sheet},
        shared_strings=texts,
        styles=styles_xml([(0, None), (17, None)]),
    )


def streaming_writer() -> bytes:
    """As small export libraries write: inline texts, no references on rows or cells, no styles, `t="str"`."""
    header = "".join(f'<c t="inlineStr"><is><t>{each}</t></is></c>' for each in HEADER)
    return one_sheet(
        f"<row>{header}</row>"
        '<row><c t="d"><v>2026-10-01</v></c><c t="str"><v>E-mail &amp; SMS</v></c><c><v>1e2</v></c><c/></row>'
        '<row/><row><c t="inlineStr"><is><r><t>Oct</t></r><r><t> 2026</t></r><rPh sb="0" eb="1"><t>x</t></rPh></is>'
        '</c><c t="str"><v>Direct_x000D_mail</v></c><c t="b"><v>1</v></c><c t="e"><v>#DIV/0!</v></c></row>'
    )


def prefixed() -> bytes:
    """As some .NET libraries write: every element with a prefix, in UTF-16 with a byte-order mark."""
    sheet = (
        f'<?xml version="1.0" encoding="utf-16"?><x:worksheet xmlns:x="{TRANSITIONAL}"><x:sheetData>'
        '<x:row r="1"><x:c r="A1" t="str"><x:v>Kanal</x:v></x:c><x:c r="B1" t="inlineStr"><x:is><x:t>Harcama ₺'
        '</x:t></x:is></x:c></x:row><x:row r="2"><x:c r="A2" t="str"><x:f>"SE"&amp;"O"</x:f><x:v>SEO</x:v></x:c>'
        '<x:c r="B2"><x:v>1500.25</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    )
    return workbook({"Sayfa1": sheet.encode("utf-16")})


def strict() -> bytes:
    """As Excel writes *Strict Open XML Spreadsheet*: other namespaces, dates as ISO texts."""
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
        '<row r="2"><c r="A2" s="1" t="d"><v>2026-10-01T00:00:00</v></c><c r="B2"><v>12.5</v></c></row>'
    )
    return workbook(
        {"Sheet1": sheet_xml(rows, namespace=STRICT)},
        shared_strings=shared_strings_xml("<t>Month</t>", "<t>Spend</t>", namespace=STRICT),
        styles=styles_xml([(0, None), (17, None)], namespace=STRICT),
        strict=True,
    )


def dates_of_1904() -> bytes:
    """As old Excel for Mac wrote: days counted from 1904."""
    return one_sheet(
        '<row r="1"><c r="A1" s="1"><v>44834</v></c></row>',
        properties='<workbookPr date1904="1"/>',
        styles=styles_xml([(0, None), (14, None)]),
    )


def shared_and_array_formulas() -> bytes:
    """Shared, array and uncached formulas, an empty text as a result, an error as a result."""
    return one_sheet(
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1*2</f><v>4</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>6</v></c><c r="B2"><v>3</v></c></row>'
        '<row r="3"><c r="A3"><f t="array" ref="A3">SUM(B1:B2*2)</f><v>10</v></c><c r="B3"><f>1+1</f></c></row>'
        '<row r="4"><c r="A4" t="str"><f>""</f><v></v></c><c r="B4" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
        '<c r="C4" t="b"><f>1=1</f><v>1</v></c></row>'
    )


WRITERS = {
    "google_sheets": google_sheets,
    "apple_numbers": apple_numbers,
    "streaming_writer": streaming_writer,
    "prefixed": prefixed,
    "strict": strict,
    "dates_of_1904": dates_of_1904,
    "shared_and_array_formulas": shared_and_array_formulas,
}
