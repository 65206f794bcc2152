"""The names that a workbook has taken already: a grafted sheet must not use one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kpisheet.ooxml.package.sheets import sheets_of
from kpisheet.ooxml.xml.edits import XmlPart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpisheet.ooxml.package.package import Package


class TakenNames(Struct, frozen=True):
    """Names as written; Excel compares all of them without regard to case.

    Tables and defined names share one name space.
    """

    sheets: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    defined: frozenset[str] = frozenset()


def taken_names(package: Package) -> TakenNames:
    """All sheet, table and defined names of `package`."""
    workbook = XmlPart(package.workbook, package.read(package.workbook))
    names = workbook.root.child("definedNames")
    return TakenNames(
        frozenset(each.name for each in sheets_of(package)),
        frozenset(name for table in _table_parts(package) for name in _names_of_table(table) if name),
        frozenset(each.attributes.get("name", "") for each in names.children) if names else frozenset(),
    )


def _table_parts(package: Package) -> Iterator[XmlPart]:
    """The parts of all tables, outlined to their root only."""
    for entry in sheets_of(package):
        for each in package.relationships(entry.part) if entry.part else ():
            if each.kind == "table" and package.holds(each):
                yield XmlPart(each.target, package.read(each.target), depth=1)


def _names_of_table(table: XmlPart) -> tuple[str, str]:
    return table.root.attributes.get("displayName", ""), table.root.attributes.get("name", "")
