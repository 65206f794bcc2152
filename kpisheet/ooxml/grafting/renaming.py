"""Gives sheets new names, and every formula, chart and link that names them follows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from kpisheet.ooxml.package.draft import Draft
from kpisheet.ooxml.xml.edits import XmlPart, element_text

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package
    from kpisheet.ooxml.xml.edits import Element

# Elements whose text is a formula: of cells, rules, validations, charts, names.
_FORMULAS = frozenset({"f", "formula", "formula1", "formula2", "definedName"})
_PIECE = re.compile(r"""("(?:[^"]|"")*")|'((?:[^']|'')*)'!|(?<![\w.'!\]])([^\W\d][\w.]*)!""")


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
    _follow(workbook, present)
    _rename_names(workbook, defined_names or {})
    draft.save(workbook)
    for name in _parts_with_formulas(package):
        part = XmlPart(name, package.read(name))
        if _follow(part, present):
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


def _follow(part: XmlPart, names: Mapping[str, str]) -> bool:
    """Rewrite the references of one part; whether there were any."""
    changed = False
    for element in (part.root, *part.root.descendants()):
        changed |= _follow_text(part, element, names) | _follow_link(part, element, names)
    return changed


def _follow_text(part: XmlPart, element: Element, names: Mapping[str, str]) -> bool:
    if element.name not in _FORMULAS or element.children or element.empty or not element.text:
        return False
    renamed = renamed_in(element.text, names)
    if renamed == element.text:
        return False
    part.replace(element.inner_start, element.inner_end, element_text(renamed))
    return True


def _follow_link(part: XmlPart, element: Element, names: Mapping[str, str]) -> bool:
    location = element.attributes.get("location")
    if element.name != "hyperlink" or not location:
        return False
    renamed = renamed_in(location, names)
    if renamed == location:
        return False
    part.set_attribute(element, "location", renamed)
    return True


def renamed_in(formula: str, names: Mapping[str, str]) -> str:
    """A formula that names sheets by their new names; texts in it stay."""
    folded = {old.casefold(): new for old, new in names.items()}

    def renamed(found: re.Match[str]) -> str:
        quoted, bare = found[2], found[3]
        if quoted is None and bare is None:
            return found[0]
        name = bare if quoted is None else quoted.replace("''", "'")
        new = folded.get(name.casefold())
        return found[0] if new is None else "'" + new.replace("'", "''") + "'!"

    return _PIECE.sub(renamed, formula)
