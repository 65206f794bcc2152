"""`openxml-audit`, a port of Microsoft's Open XML SDK: judges each part's schema and relationships.

It takes two seconds for an annotated sample, nine tenths of it for cells that differ in nothing but their
place and value, which it doesn't judge. So it is shown one of each kind.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from lxml import etree
from openxml_audit import FileFormat, OpenXmlValidator
from openxml_audit.errors import ValidationSeverity

from tests.support.packages import STRICT, STRICT_RELATIONSHIPS, TRANSITIONAL, TRANSITIONAL_RELATIONSHIPS

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_TRANSITIONAL_OF = {
    STRICT.encode(): TRANSITIONAL.encode(),
    STRICT_RELATIONSHIPS.encode(): TRANSITIONAL_RELATIONSHIPS.encode(),
}


def errors_in(content: bytes) -> list[str]:
    """The errors that it finds in the workbook `content`; warnings are no errors.

    It knows the transitional names only. A strict workbook has the same schema under other names.
    """
    with TemporaryDirectory() as folder:
        path = Path(folder, "workbook.xlsx")
        path.write_bytes(_changed(content, _by_transitional_names if _is_strict(content) else _one_of_a_kind))
        found = _validator().validate(path).errors
    return [str(each) for each in found if each.severity is ValidationSeverity.ERROR]


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)


def _changed(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """The package with each part as `change` returns it; as it is where a name stands twice."""
    output = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as before, zipfile.ZipFile(output, "w") as after:
        if len(set(before.namelist())) < len(before.namelist()):
            return content
        for entry in before.infolist():
            after.writestr(entry, change(entry.filename, before.read(entry)))
    return output.getvalue()


def _by_transitional_names(name: str, part: bytes) -> bytes:
    for strict, other in _TRANSITIONAL_OF.items():
        part = part.replace(strict, other)
    return _one_of_a_kind(name, part)


def _one_of_a_kind(name: str, part: bytes) -> bytes:
    """A sheet without the cells that are like an earlier one but for place, value and formula's text."""
    if _SHEET.fullmatch(name) is None:
        return part
    try:
        root = etree.fromstring(part)
    except etree.XMLSyntaxError:
        return part
    seen = set()
    for row in root.iterfind("{*}sheetData/{*}row"):
        for cell in row.findall("{*}c"):
            kind = tuple(map(_shape, cell.iter()))
            if kind in seen:
                row.remove(cell)
            seen.add(kind)
    thinned: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return thinned


def _shape(element: etree._Element) -> tuple[str, tuple[tuple[str, str], ...]]:
    return str(element.tag), tuple(sorted((key, value) for key, value in element.items() if key != "r"))


def _is_strict(content: bytes) -> bool:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return STRICT_RELATIONSHIPS.encode() in archive.read("_rels/.rels")
