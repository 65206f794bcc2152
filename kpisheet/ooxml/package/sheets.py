"""The sheets that a workbook lists, and the part that each leads to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from kpisheet.errors import UnreadableFileError
from kpisheet.ooxml.xml.edits import XmlPart
from kpisheet.ooxml.xml.guarded import number_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kpisheet.ooxml.package.package import Package, Relationship


class SheetEntry(NamedTuple):
    """One sheet of the workbook, in the order of the tabs.

    `part`: its part name, empty where the relationship leads nowhere. `kind`: the relationship's:
    ``worksheet``, ``chartsheet``, ``dialogsheet`` … `state`: ``visible``, ``hidden``, ``veryHidden``.
    """

    name: str
    part: str
    kind: str = "worksheet"
    state: str = "visible"
    sheet_id: int = 0
    relationship_id: str = ""

    @property
    def visible(self) -> bool:
        """Whether a person sees its tab."""
        return self.state == "visible"


def sheets_of(package: Package) -> list[SheetEntry]:
    """All sheets of a package in the order of their tabs, chart sheets and dialog sheets too."""
    listed = XmlPart(package.workbook, package.read(package.workbook)).root.child("sheets")
    found = listed.all("sheet") if listed else []
    return listed_sheets(package, ((each.attributes, each.relationship_id() or "") for each in found))


def listed_sheets(package: Package, listed: Iterable[tuple[Mapping[str, str], str]]) -> list[SheetEntry]:
    """The sheets of ``sheet`` elements: the attributes of each, and its ``r:id``.

    Raises UnreadableFileError where two of them are the same part: its figures would count twice.
    """
    related = {each.id: each for each in package.relationships(package.workbook)}
    entries = [
        _entry(package, attributes, relationship_id, related.get(relationship_id))
        for attributes, relationship_id in listed
    ]
    listed_parts = Counter(each.part for each in entries if each.part)
    twice = next((part for part, count in listed_parts.items() if count > 1), None)
    if twice is not None:
        raise UnreadableFileError("duplicate_part", part=twice)
    return entries


def _entry(
    package: Package, attributes: Mapping[str, str], relationship_id: str, related: Relationship | None
) -> SheetEntry:
    there = related is not None and package.holds(related)
    return SheetEntry(
        name=attributes.get("name", ""),
        part=related.target if related and there else "",
        kind=related.kind if related else "worksheet",
        state=attributes.get("state", "visible"),
        sheet_id=number_of(attributes.get("sheetId")),
        relationship_id=relationship_id,
    )
