"""What a workbook's own parts say: its sheets in order, names, date system, number formats, shared texts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from kpisheet.ooxml.limits import exceeded
from kpisheet.ooxml.number_formats import number_formats
from kpisheet.ooxml.parsing import damaged, elements, is_true, whole
from kpisheet.ooxml.shared_strings import shared_strings

if TYPE_CHECKING:
    from kpisheet.ooxml.package import Package
    from kpisheet.ooxml.parsing import Element


class SheetEntry(NamedTuple):
    """One sheet of the workbook, in tab order.

    `part`: its part name, empty where the relationship leads nowhere. `kind`: the relationship's:
    ``worksheet``, ``chartsheet``, ``dialogsheet`` … `state`: ``visible``, ``hidden``, ``veryHidden``.
    """

    name: str
    part: str
    kind: str = "worksheet"
    state: str = "visible"
    sheet_id: int = 0
    relationship_id: str = ""


class DefinedName(NamedTuple):
    """A defined name; `local_sheet` is the position of the sheet that it belongs to, else None."""

    name: str
    text: str
    local_sheet: int | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class BookScan:
    """The workbook as its parts say it.

    `number_formats`: the format code of each cell format, by its index. `active`: the position of the
    sheet that the workbook opens on.
    """

    sheets: tuple[SheetEntry, ...]
    active: int = 0
    date_1904: bool = False
    defined_names: tuple[DefinedName, ...] = ()
    number_formats: tuple[str, ...] = ("General",)
    shared_strings: tuple[str, ...] = ()
    custom_properties: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def sheet(self, name: str) -> SheetEntry | None:
        """The sheet of that name (case doesn't count in Excel), or None."""
        wanted = name.casefold()
        return next((each for each in self.sheets if each.name.casefold() == wanted), None)


def scan_book(package: Package) -> BookScan:
    """Read the workbook part and what belongs to it. Raises UnreadableFileError, LimitExceededError."""
    limits, name = package.limits, package.workbook
    found = elements(package.read(name), name, limits=limits)
    sheets = _sheets(package, found)
    if not sheets:
        raise damaged(name)
    defined_names = _defined_names(found)
    if len(sheets) > limits.sheets:
        raise exceeded("sheets", limits, name)
    if len(defined_names) > limits.defined_names:
        raise exceeded("defined_names", limits, name)
    styles = related_part(package, "styles")
    texts = related_part(package, "sharedStrings")
    return BookScan(
        sheets=sheets,
        active=_active(found, len(sheets)),
        date_1904=any(
            each.name == "workbookPr" and is_true(each.attributes.get("date1904")) for each in found
        ),
        defined_names=defined_names,
        number_formats=number_formats(package.read(styles), styles, limits) if styles else ("General",),
        shared_strings=shared_strings(package.read(texts), texts, limits) if texts else (),
        custom_properties=MappingProxyType(_custom_properties(package)),
    )


def related_part(package: Package, kind: str) -> str:
    """The part that the workbook has for a kind of relationship (``styles``), or empty."""
    for each in package.relationships(package.workbook):
        if each.kind == kind and not each.external and each.target in package:
            return each.target
    return ""


def _sheets(package: Package, found: list[Element]) -> tuple[SheetEntry, ...]:
    targets = {each.id: each for each in package.relationships(package.workbook)}
    sheets = []
    for each in found:
        if each.name != "sheet" or "name" not in each.attributes:
            continue
        identity = each.attributes.get("id", "")
        target = targets.get(identity)
        present = target is not None and not target.external and target.target in package
        sheets.append(
            SheetEntry(
                name=each.attributes["name"],
                part=target.target if target and present else "",
                kind=target.kind if target else "worksheet",
                state=each.attributes.get("state", "visible"),
                sheet_id=whole(each.attributes.get("sheetId"), 0),
                relationship_id=identity,
            )
        )
    return tuple(sheets)


def _defined_names(found: list[Element]) -> tuple[DefinedName, ...]:
    return tuple(
        DefinedName(
            name=each.attributes.get("name", ""),
            text=each.text,
            local_sheet=whole(each.attributes["localSheetId"], -1)
            if "localSheetId" in each.attributes
            else None,
            hidden=is_true(each.attributes.get("hidden")),
        )
        for each in found
        if each.name == "definedName"
    )


def _active(found: list[Element], sheets: int) -> int:
    for each in found:
        if each.name == "workbookView":
            position = whole(each.attributes.get("activeTab"), 0)
            return position if 0 <= position < sheets else 0
    return 0


def _custom_properties(package: Package) -> dict[str, str]:
    """Custom document properties as text; a value element ends just before its property does."""
    properties: dict[str, str] = {}
    for each in package.relationships():
        if each.kind in {"custom-properties", "customProperties"} and each.target in package:
            value = ""
            for element in elements(package.read(each.target), each.target, limits=package.limits):
                if element.name == "property":
                    properties[element.attributes.get("name", "")] = value
                    value = ""
                else:
                    value = element.text
    return properties
