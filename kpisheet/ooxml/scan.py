"""One expat pass over a sheet's part: bounded, never following anything out of the part."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from kpisheet.ooxml.cells import ChildElement, SheetScan
from kpisheet.ooxml.limits import exceeded
from kpisheet.ooxml.parsing import (
    Attributes,
    encoding_of,
    feed,
    guarded_parser,
    is_true,
    local_name,
    prefix_of,
    whole,
)
from kpisheet.ooxml.references import CellArea, area_of
from kpisheet.ooxml.sheet_cells import CellReader
from kpisheet.ooxml.tables import scan_tables

if TYPE_CHECKING:
    from kpisheet.ooxml.book import BookScan, SheetEntry
    from kpisheet.ooxml.package import Package

_CHILD_DEPTH = 2
_TAG = re.compile(r"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_LOOKED_AT = 1_024


def scan_sheet(package: Package, book: BookScan, sheet: SheetEntry) -> SheetScan:
    """Scan one sheet. Raises UnreadableFileError `damaged_part` and the like, LimitExceededError."""
    if not sheet.part:
        return SheetScan(part="")
    outline = _Outline(package, sheet.part, book.shared_strings)
    cells = outline.cells
    cells.put_in_order()
    return SheetScan(
        part=sheet.part,
        encoding=outline.encoding,
        prefix=outline.prefix,
        root_start=outline.root_start,
        root_end=outline.root_end,
        root_attributes=MappingProxyType(outline.root_attributes),
        children=tuple(outline.children),
        hidden_rows=frozenset(cells.hidden_rows),
        hidden_columns=frozenset(at for at, hidden in enumerate(outline.hidden_columns) if hidden),
        merged=tuple(outline.merged),
        auto_filter=outline.auto_filter,
        filtering=outline.filtering,
        tables=scan_tables(package, sheet.part),
        records=cells.records,
        values=cells.values,
        formulas=MappingProxyType(cells.formulas),
    )


def end_of_tag(content: bytes, start: int, encoding: str) -> int:
    """The offset just after the tag that begins at `start`; a ``>`` between quotes doesn't end it."""
    looked_at = _LOOKED_AT
    while True:
        text = content[start : start + looked_at].decode(encoding, errors="ignore")
        tag = _TAG.match(text)
        if tag is not None:
            return start + len(tag.group().encode(encoding))
        if start + looked_at >= len(content):
            return len(content)
        looked_at *= 16


class _Outline:
    """One pass: the root, its direct children and what they say; `cells` reads inside ``sheetData``."""

    def __init__(self, package: Package, part: str, shared_strings: tuple[str, ...]) -> None:
        self.content = package.read(part)
        self.encoding = encoding_of(self.content)
        self.prefix = ""
        self.root_start = self.root_end = 0
        self.root_attributes: Attributes = {}
        self.children: list[ChildElement] = []
        self.hidden_columns = bytearray(package.limits.columns + 1)
        self.merged: list[CellArea] = []
        self.auto_filter: CellArea | None = None
        self.filtering = False
        self._part, self._limits = part, package.limits
        self._depth = self._child_start = 0
        self._child = ""
        self._parser = guarded_parser(part)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self.cells = CellReader(
            self._parser,
            self.content,
            encoding=self.encoding,
            part=part,
            limits=package.limits,
            shared=shared_strings,
            leave=self._leave_cells,
        )
        feed(self._parser, self.content, part, package.limits)

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > self._limits.xml_depth:
            raise exceeded("xml_depth", self._limits, self._part)
        local = local_name(name)
        if self._depth == _CHILD_DEPTH:
            self._enter_child(name, local, attributes)
        elif self._depth == 1:
            self.prefix, self.root_attributes = prefix_of(name), dict(attributes)
            self.root_start = self._parser.CurrentByteIndex
            self.root_end = end_of_tag(self.content, self.root_start, self.encoding)
        elif self._depth == _CHILD_DEPTH + 1:
            self._note(local, attributes)

    def _enter_child(self, name: str, local: str, attributes: Attributes) -> None:
        self._child, self._child_start = local, self._parser.CurrentByteIndex
        if len(self.children) >= self._limits.elements:
            raise exceeded("elements", self._limits, self._part)
        if local == "autoFilter":
            self.auto_filter = area_of(attributes.get("ref", ""))
        elif local == "sheetData":
            self.cells.enter(prefix_of(name))

    def _note(self, local: str, attributes: Attributes) -> None:
        """Keep what a grandchild of the root says."""
        if local == "mergeCell":
            area = area_of(attributes.get("ref", ""))
            if area is not None:
                self.merged.append(area)
            if len(self.merged) > self._limits.merged_areas:
                raise exceeded("merged_areas", self._limits, self._part)
        elif local == "filterColumn" and self._child == "autoFilter":
            self.filtering = True
        elif local == "col" and (is_true(attributes.get("hidden")) or attributes.get("width") == "0"):
            first = max(whole(attributes.get("min"), 1), 1)
            last = min(whole(attributes.get("max"), first), self._limits.columns)
            self.hidden_columns[first : last + 1] = b"\x01" * max(last + 1 - first, 0)

    def _end(self, name: str) -> None:
        if self._depth == _CHILD_DEPTH:
            self._leave_child(name)
        self._depth -= 1

    def _leave_child(self, name: str) -> None:
        start, at = self._child_start, self._parser.CurrentByteIndex
        inner_start = end_of_tag(self.content, start, self.encoding)
        if at == inner_start and not self.content.startswith(f"</{name}".encode(self.encoding), at):
            self.children.append(ChildElement(self._child, start, at, at, at))
            return
        end = end_of_tag(self.content, at, self.encoding)
        self.children.append(ChildElement(self._child, start, inner_start, at, end))

    def _leave_cells(self, name: str) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = None
        self._end(name)
