"""Gives sheets new names, and every formula, chart and link that names them follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kpisheet.ooxml.limits import LIMITS, exceeded
from kpisheet.ooxml.package.draft import Draft
from kpisheet.ooxml.references import renamed_in
from kpisheet.ooxml.xml.edits import XmlPart, element_text
from kpisheet.ooxml.xml.guarded import Attributes, encoding_of, feed, guarded_parser, local_name

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package

# Elements whose text is a formula: of cells, rules, validations, charts, names.
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedName"})
_ASCII_WORDS = re.compile("[A-Za-z0-9]+")


def rename_sheets(
    package: Package, names: Mapping[str, str], *, defined_names: Mapping[str, str] | None = None
) -> Package:
    """`package` with its sheets renamed, old name → new; names that aren't there are skipped.

    `defined_names`: names of the whole workbook that are renamed too; nothing may refer to them. Text in
    cells that only looks like a reference keeps its words. The caller sees to it that new names are free.
    """
    draft = Draft(package)
    present = {old: new for old, new in names.items() if old in {each.name for each in draft.sheets()}}
    if not present:
        return package
    workbook = draft.xml(package.workbook)
    listed = workbook.root.child("sheets")
    for each in listed.all("sheet") if listed else ():
        if each.attributes.get("name") in present:
            workbook.set_attribute(each, "name", present[each.attributes["name"]])
    _Follower(workbook, present).follow()
    _rename_names(workbook, defined_names or {})
    draft.save(workbook)
    for name in _parts_with_formulas(package):
        content = package.read(name)
        if _may_name(content, present):
            part = XmlPart(name, content, depth=1)
            _Follower(part, present).follow()
            draft.save(part)
    return draft.package


def _rename_names(workbook: XmlPart, names: Mapping[str, str]) -> None:
    listed = workbook.root.child("definedNames")
    for each in listed.children if listed else ():
        new = names.get(each.attributes.get("name", ""))
        if new is not None and "localSheetId" not in each.attributes:
            workbook.set_attribute(each, "name", new)


def _parts_with_formulas(package: Package) -> Iterator[str]:
    for name in package.names:
        kind = package.content_type(name).lower()
        if any(word in kind for word in ("worksheet+xml", "chart+xml", "table+xml")):
            yield name


def _may_name(content: bytes, names: Mapping[str, str]) -> bool:
    """Whether a part may name one of the sheets: long ones that certainly don't needn't be looked through."""
    if encoding_of(content) != "utf-8":
        return True
    lowered = content.lower()
    words = (max(_ASCII_WORDS.findall(name), key=len, default="") for name in names)
    return any(word.lower().encode() in lowered for word in words)


class _Follower:
    """Rewrites the references of one part in one pass, however many formulas it has."""

    def __init__(self, part: XmlPart, names: Mapping[str, str]) -> None:
        self._part, self._names = part, names
        self._start = -1
        self._text: list[str] | None = None
        self._depth = 0
        self._parser = guarded_parser(part.name, encoding="utf-8")
        self._parser.StartElementHandler = self._started
        self._parser.EndElementHandler = self._ended
        self._parser.CharacterDataHandler = self._characters

    def follow(self) -> None:
        """Edit the part."""
        feed(self._parser, self._part.content, part=self._part.name)

    def _started(self, tag: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > LIMITS.xml_depth:
            raise exceeded("xml_depth", LIMITS, self._part.name)
        self._text = None  # a formula has no elements inside
        name = local_name(tag)
        if name in _FORMULAS:
            self._start, self._text = self._parser.CurrentByteIndex, []
        elif name == "hyperlink" and attributes.get("location"):
            self._rename_link(self._parser.CurrentByteIndex, attributes["location"])

    def _ended(self, _: str) -> None:
        self._depth -= 1
        text = "".join(self._text or ())
        self._text = None
        renamed = renamed_in(text, self._names) if text else text
        if renamed != text:
            start = self._part.element_at(self._start).inner_start
            self._part.replace(start, self._parser.CurrentByteIndex, element_text(renamed))

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _rename_link(self, start: int, location: str) -> None:
        renamed = renamed_in(location, self._names)
        if renamed != location:
            self._part.set_attribute(self._part.element_at(start), "location", renamed)
