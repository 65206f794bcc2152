"""A donor's sheets and tables rewritten for the workbook that takes them in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kpisheet.ooxml.draft import number_of
from kpisheet.ooxml.limits import LAST_COLUMN
from kpisheet.ooxml.patch import Element, XmlPart, overview
from kpisheet.ooxml.styles import StyleNumbers, without_theme
from kpisheet.ooxml.tabs import mark_selected
from kpisheet.ooxml.vocabulary import STRICT_NAMES, WORKSHEET_CHILDREN

if TYPE_CHECKING:
    from kpisheet.ooxml.package import Package

_USUAL_WIDTH = "9.140625"  # the width that XlsxWriter and Excel give a column that nobody changed


class _Cells(NamedTuple):
    """What rewriting cells needs: the shared strings' inner XML, and cell formats by their old number."""

    strings: Sequence[str]
    formats: Sequence[int]
    prefix: str
    written: dict[str, tuple[str, bool]]  # a cell's attributes after its place: most repeat those of another

    def attributes(self, old: str) -> tuple[str, bool]:
        """What is written for `old` attributes, and whether the value is the number of a shared string."""
        known = self.written.get(old)
        if known is None:
            shared = _attribute(old, "t") == "s"
            kept = _without(old, "s", "cm", "vm", *(("t",) if shared else ()))
            new = f'{kept} s="{self.format(_attribute(old, "s"))}"'
            known = self.written[old] = (new, shared)
        return known

    def format(self, old: str | None) -> int:
        number = number_of(old)
        return self.formats[number] if number < len(self.formats) else self.formats[0]


def shared_strings(donor: Package) -> list[str]:
    """The inner XML of each of the donor's shared strings, without theme colours."""
    found = next((each for each in donor.relationships(donor.workbook) if each.kind == "sharedStrings"), None)
    if found is None or found.target not in donor:
        return []
    part = XmlPart(found.target, donor.read(found.target), depth=2)
    return [
        without_theme(part.content[each.inner_start : each.inner_end].decode())
        for each in part.root.all("si")
    ]


def rewritten_sheet(
    name: str, content: bytes, *, strings: Sequence[str], numbers: StyleNumbers, selected: bool
) -> bytes:
    """A donor's sheet with inline strings and the format numbers of its new workbook.

    Number 0 of the donor becomes its appended format, so it is written on every cell, on every column
    and on every row that has a format of its own.
    """
    part = overview(name, content)
    mark_selected(part, selected=selected)
    cells = part.root.child("sheetData")
    if cells is not None:
        rewriting = _Cells(strings, numbers.formats, part.root.prefix, {})
        text = part.content[cells.inner_start : cells.inner_end].decode()
        part.replace(cells.inner_start, cells.inner_end, _rewritten_cells(text, rewriting))
        _write_columns(part, rewriting)
    properties = part.root.child("sheetPr")
    if properties is not None:
        part.set_attribute(properties, "codeName", None)
    _renumber_differentials(part, numbers.differentials)
    return part.result()


def rewritten_table(name: str, content: bytes, *, number: int, numbers: StyleNumbers) -> bytes:
    """A donor's table with an id that is free, and the numbers of its formats."""
    part = XmlPart(name, content)
    part.set_attribute(part.root, "id", str(number))
    _renumber_differentials(part, numbers.differentials)
    return part.result()


def as_strict(content: bytes) -> bytes:
    """A transitional part with the namespaces and relationship types of strict packages."""
    for transitional, strict in STRICT_NAMES.items():
        content = content.replace(f'"{transitional}"'.encode(), f'"{strict}"'.encode())
    return content


def _rewritten_cells(text: str, cells: _Cells) -> str:
    p = cells.prefix
    # One split instead of a call for each of some ten thousand cells: what stands between, then six groups.
    before, *pieces = _pattern_of_cells(p).split(text)
    written = [before]
    for place, attributes, end, value, row, row_end, following in zip(*[iter(pieces)] * 7, strict=True):
        if row is not None:
            written += (f"<{p}row", _formatted_row(row, cells), row_end, following)
            continue
        said, shared = cells.attributes(attributes)
        if shared and value is not None:
            number = int(value)
            inner = cells.strings[number] if number < len(cells.strings) else f"<{p}t></{p}t>"
            written.append(f'<{p}c{place}{said} t="inlineStr"><{p}is>{inner}</{p}is></{p}c>{following}')
        elif value is not None:
            written.append(f"<{p}c{place}{said}{end}<{p}v>{value}</{p}v></{p}c>{following}")
        else:
            written.append(f"<{p}c{place}{said}{end}{following}")
    return "".join(written)


@lru_cache(maxsize=4)
def _pattern_of_cells(prefix: str) -> re.Pattern[str]:
    """A cell's place, other attributes, end of tag and numeric value; or a row's attributes, end of tag."""
    p = re.escape(prefix)
    return re.compile(
        rf"""<{p}c((?:\s+r="[A-Z]+[0-9]+")?)((?:\s[^<>]*?)?)\s*(/?>)(?:<{p}v>([0-9]+)</{p}v></{p}c>)?"""
        rf"""|<{p}row((?:\s[^<>]*?)?)\s*(/?>)"""
    )


def _formatted_row(attributes: str, cells: _Cells) -> str:
    """A row that has a format keeps it by its new number; without one its cells show their columns'."""
    old = _attribute(attributes, "s")
    if old is None:
        return attributes
    return f'{_without(attributes, "s")} s="{cells.format(old)}"'


def _attribute(attributes: str, name: str) -> str | None:
    found = re.search(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", attributes)
    return None if found is None else found.group(1) or found.group(2) or ""


def _without(attributes: str, *names: str) -> str:
    wanted = "|".join(names)
    return re.sub(rf"""\s+(?:{wanted})\s*=\s*(?:"[^"]*"|'[^']*')""", "", attributes)


def _write_columns(part: XmlPart, cells: _Cells) -> None:
    """Give every column a format: its own by its new number, else the donor's plain one."""
    columns = part.root.child("cols")
    there = columns.all("col") if columns else []
    p, width = cells.prefix, _default_width(part)
    written, following = [], 1
    for each in sorted(there, key=lambda column: number_of(column.attributes.get("min"))):
        first, last = number_of(each.attributes.get("min"), 1), number_of(each.attributes.get("max"), 1)
        if first > following:
            written.append(_plain_columns(p, following, first - 1, width, cells.format(None)))
        raw = part.content[each.start + 1 + len(each.tag) : each.end].decode().rstrip(">").rstrip("/")
        written.append(
            f'<{p}col{_without(raw, "style")} style="{cells.format(each.attributes.get("style"))}"/>'
        )
        following = last + 1
    if following <= LAST_COLUMN:
        written.append(_plain_columns(p, following, LAST_COLUMN, width, cells.format(None)))
    content = f"<{p}cols>{''.join(written)}</{p}cols>"
    if columns is not None:
        part.replace(columns.start, columns.end, content)
    else:
        part.insert_child(part.root, "cols", WORKSHEET_CHILDREN, content)


def _plain_columns(prefix: str, first: int, last: int, width: str, style: int) -> str:
    return f'<{prefix}col min="{first}" max="{last}" width="{width}" style="{style}"/>'


def _default_width(part: XmlPart) -> str:
    properties = part.root.child("sheetFormatPr")
    return (properties.attributes if properties else {}).get("defaultColWidth", _USUAL_WIDTH)


def _renumber_differentials(part: XmlPart, numbers: Sequence[int]) -> None:
    for element in (part.root, *part.root.descendants()):
        for name, value in _differentials(element).items():
            old = number_of(value)
            part.set_attribute(element, name, str(numbers[old]) if old < len(numbers) else None)


def _differentials(element: Element) -> Mapping[str, str]:
    return {name: value for name, value in element.attributes.items() if name.endswith(("dxfId", "DxfId"))}
