"""A donor's sheets rewritten for the workbook that takes them in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kpisheet.ooxml.grafting.written_cells import WrittenCell, area_of_cells, written_rows
from kpisheet.ooxml.limits import LAST_COLUMN
from kpisheet.ooxml.parts.styles import StyleNumbers
from kpisheet.ooxml.parts.tabs import mark_selected
from kpisheet.ooxml.standard import STRICT_NAMES, WORKSHEET_CHILDREN
from kpisheet.ooxml.xml.edits import XmlPart, overview
from kpisheet.ooxml.xml.guarded import number_of

Cells = Mapping[int, Mapping[int, WrittenCell]]
"""A sheet's cells by row and column (1-based)."""

_USUAL_WIDTH = "9.140625"  # the width that XlsxWriter and Excel give a column that nobody changed


_ROW = re.compile(r'<row r="([0-9]+)"([^<>]*?)/>')


def rewritten_sheet(
    name: str, content: bytes, cells: Cells, *, numbers: StyleNumbers, selected: bool
) -> bytes:
    """A donor's sheet with its cells, and with the format numbers of its new workbook.

    Number 0 of the donor becomes its appended format, so it is written on every cell, on every column
    and on every row that has a format of its own. Raises ValueError for a sheet that has cells of its own,
    which are to stand beside, or tables.
    """
    part = overview(name, content)
    if part.root.child("tableParts") is not None:
        raise ValueError("a donor's sheet that has tables")
    mark_selected(part, selected=selected)
    _put_in(part, cells, numbers.formats)
    _write_columns(part, numbers.formats)
    properties = part.root.child("sheetPr")
    if properties is not None:
        part.set_attribute(properties, "codeName", None)
    _renumber_differentials(part, numbers.differentials)
    return part.result()


def as_strict(content: bytes) -> bytes:
    """A transitional part with the namespaces and relationship types of strict packages."""
    for transitional, strict in STRICT_NAMES.items():
        content = content.replace(f'"{transitional}"'.encode(), f'"{strict}"'.encode())
    return content


def _put_in(part: XmlPart, cells: Cells, formats: Sequence[int]) -> None:
    data = part.root.child("sheetData")
    if data is None:
        return
    attributes = _row_attributes(part.content[data.inner_start : data.inner_end].decode(), formats)
    rows = "".join(written_rows(cells, attributes, formats))
    part.replace(data.start, data.end, f"<sheetData>{rows}</sheetData>")
    dimension, area = part.root.child("dimension"), area_of_cells(cells)
    if dimension is not None and area is not None:
        part.set_attribute(dimension, "ref", str(area))


def _row_attributes(rows: str, formats: Sequence[int]) -> dict[int, str]:
    """The attributes of the donor's rows; one that has a format keeps it by its new number."""
    if _ROW.sub("", rows).strip():
        raise ValueError("a donor's sheet that has cells of its own")
    found: dict[int, str] = {}
    for row, attributes in _ROW.findall(rows):
        style = _attribute(attributes, "s")
        kept = attributes if style is None else f'{_without(attributes, "s")} s="{_numbered(formats, style)}"'
        found[int(row)] = kept.rstrip()
    return found


def _numbered(formats: Sequence[int], old: str | None) -> int:
    number = number_of(old)
    return formats[number] if number < len(formats) else formats[0]


def _attribute(attributes: str, name: str) -> str | None:
    found = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", attributes)
    return None if found is None else found.group(1) or found.group(2) or ""


def _without(attributes: str, *names: str) -> str:
    wanted = "|".join(names)
    return re.sub(rf"""\s+(?:{wanted})\s*=\s*(?:"[^"]*"|'[^']*')""", "", attributes)


def _write_columns(part: XmlPart, formats: Sequence[int]) -> None:
    """Give every column a format: its own by its new number, else the donor's plain one."""
    columns = part.root.child("cols")
    there = columns.all("col") if columns else []
    width = _default_width(part)
    written, following = [], 1
    for each in sorted(there, key=lambda column: number_of(column.attributes.get("min"))):
        first, last = number_of(each.attributes.get("min"), 1), number_of(each.attributes.get("max"), 1)
        if first > following:
            written.append(_plain_columns(following, first - 1, width, formats[0]))
        raw = part.content[each.start + 1 + len(each.tag) : each.end].decode().rstrip(">").rstrip("/")
        style = _numbered(formats, each.attributes.get("style"))
        written.append(f'<col{_without(raw, "style")} style="{style}"/>')
        following = last + 1
    if following <= LAST_COLUMN:
        written.append(_plain_columns(following, LAST_COLUMN, width, formats[0]))
    content = f"<cols>{''.join(written)}</cols>"
    if columns is not None:
        part.replace(columns.start, columns.end, content)
    else:
        part.insert_child(part.root, "cols", WORKSHEET_CHILDREN, content)


def _plain_columns(first: int, last: int, width: str, style: int) -> str:
    return f'<col min="{first}" max="{last}" width="{width}" style="{style}"/>'


def _default_width(part: XmlPart) -> str:
    properties = part.root.child("sheetFormatPr")
    return (properties.attributes if properties else {}).get("defaultColWidth", _USUAL_WIDTH)


def _renumber_differentials(part: XmlPart, numbers: Sequence[int]) -> None:
    for element in part.root.descendants():
        written = element.attributes.get("dxfId")
        if written is not None:
            old = number_of(written)
            part.set_attribute(element, "dxfId", str(numbers[old]) if old < len(numbers) else None)
