"""`openxml-audit`, a port of Microsoft's Open XML SDK: judges each part's schema and relationships."""

from __future__ import annotations

import zipfile
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from openxml_audit import FileFormat, OpenXmlValidator
from openxml_audit.errors import ValidationSeverity

from tests.support.packages import STRICT, STRICT_RELATIONSHIPS, TRANSITIONAL, TRANSITIONAL_RELATIONSHIPS

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
        path.write_bytes(_transitional(content))
        found = _validator().validate(path).errors
    return [str(each) for each in found if each.severity is ValidationSeverity.ERROR]


@cache
def _validator() -> OpenXmlValidator:
    return OpenXmlValidator(file_format=FileFormat.MICROSOFT_365, max_errors=0)


def _transitional(content: bytes) -> bytes:
    if STRICT_RELATIONSHIPS.encode() not in _root_relationships(content):
        return content
    output = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as strict, zipfile.ZipFile(output, "w") as transitional:
        for entry in strict.infolist():
            part = strict.read(entry)
            for name, other in _TRANSITIONAL_OF.items():
                part = part.replace(name, other)
            transitional.writestr(entry, part)
    return output.getvalue()


def _root_relationships(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read("_rels/.rels")
