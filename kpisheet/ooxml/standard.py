"""The names of the standard: namespaces, relationship types, content types, and the order of children."""

from __future__ import annotations

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
"""How every new XML part begins."""

PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_STRICT_OFFICE = "http://purl.oclc.org/ooxml/officeDocument"

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = f"{_OFFICE}/relationships"
STRICT_MAIN = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONSHIPS = f"{_STRICT_OFFICE}/relationships"

PROPERTY_VALUES = f"{_OFFICE}/docPropsVTypes"
CUSTOM_PROPERTIES = f"{_OFFICE}/custom-properties"

STRICT_NAMES = {
    MAIN: STRICT_MAIN,
    RELATIONSHIPS: STRICT_RELATIONSHIPS,
    "http://schemas.openxmlformats.org/drawingml/2006/main": "http://purl.oclc.org/ooxml/drawingml/main",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "http://purl.oclc.org/ooxml/drawingml/chart",
    "http://schemas.openxmlformats.org/drawingml/2006/chartDrawing": (
        "http://purl.oclc.org/ooxml/drawingml/chartDrawing"
    ),
    "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing": (
        "http://purl.oclc.org/ooxml/drawingml/spreadsheetDrawing"
    ),
    CUSTOM_PROPERTIES: f"{_STRICT_OFFICE}/customProperties",
    PROPERTY_VALUES: f"{_STRICT_OFFICE}/docPropsVTypes",
}
"""Transitional namespaces and what strict packages call them."""

_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"

COMMENTS_TYPE = f"{_SPREADSHEET}.comments+xml"
STYLES_TYPE = f"{_SPREADSHEET}.styles+xml"
VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
CUSTOM_PROPERTIES_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
RELATIONSHIPS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"

WORKBOOK_OF_TEMPLATE = {
    f"{_SPREADSHEET}.template.main+xml": f"{_SPREADSHEET}.sheet.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml": (
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    ),
}
"""What the main part of a template is called once it is a workbook."""


def _in_order(names: str) -> tuple[str, ...]:
    return tuple(names.split())


WORKSHEET_CHILDREN = _in_order(
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges "
    "scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr "
    "conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter "
    "rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing "
    "legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst"
)

STYLESHEET_CHILDREN = _in_order(
    "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
)

WORKBOOK_CHILDREN = _in_order(
    "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups "
    "externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes "
    "webPublishing fileRecoveryPr webPublishObjects extLst"
)
