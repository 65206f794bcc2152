"""What a workbook's own parts say: its sheets in order, names, date system, number formats, shared texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from kpisheet.ooxml.limits import exceeded
from kpisheet.ooxml.package.sheets import SheetEntry, listed_sheets
from kpisheet.ooxml.reading.number_formats import number_formats
from kpisheet.ooxml.reading.shared_strings import shared_strings
from kpisheet.ooxml.xml.guarded import damaged, elements, is_true, whole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpisheet.ooxml.package.package import Package
    from kpisheet.ooxml.xml.guarded import ReadElement


_WANTED = frozenset({"sheet", "workbookPr", "definedName"})


class DefinedName(NamedTuple):
    """A defined name; `local_sheet` is the position of the sheet that it belongs to, else None."""

    name: str
    text: str
    local_sheet: int | None = None


class BookScan(Struct, frozen=True):
    """The workbook as its parts say it.

    `number_formats`: the format code of each cell format, by its index.
    """

    sheets: tuple[SheetEntry, ...]
    date_1904: bool = False
    defined_names: tuple[DefinedName, ...] = ()
    number_formats: tuple[str, ...] = ("General",)
    shared_strings: tuple[str, ...] = ()


def scan_book(package: Package) -> BookScan:
    """Read the workbook part and what belongs to it. Raises UnreadableFileError, LimitExceededError."""
    limits, name = package.limits, package.workbook
    found = elements(package.read(name), name, _WANTED, limits=limits)
    sheets = _sheets(package, found)
    if not sheets:
        raise damaged(name)
    defined_names = _defined_names(found)
    if len(defined_names) > limits.defined_names:
        raise exceeded("defined_names", limits, name)
    styles = related_part(package, "styles")
    texts = related_part(package, "sharedStrings")
    return BookScan(
        sheets=sheets,
        date_1904=any(
            each.name == "workbookPr" and is_true(each.attributes.get("date1904")) for each in found
        ),
        defined_names=defined_names,
        number_formats=number_formats(package.read(styles), styles, limits) if styles else ("General",),
        shared_strings=shared_strings(package.read(texts), texts, limits) if texts else (),
    )


def related_part(package: Package, kind: str) -> str:
    """The part that the workbook has for a kind of relationship (``styles``), or empty."""
    for each in package.relationships(package.workbook):
        if each.kind == kind and package.holds(each):
            return each.target
    return ""


def _sheets(package: Package, found: Sequence[ReadElement]) -> tuple[SheetEntry, ...]:
    sheets = [each.attributes for each in found if each.name == "sheet" and "name" in each.attributes]
    if len(sheets) > package.limits.sheets:
        raise exceeded("sheets", package.limits, package.workbook)
    return tuple(listed_sheets(package, ((each, each.get("id", "")) for each in sheets)))


def _defined_names(found: Sequence[ReadElement]) -> tuple[DefinedName, ...]:
    return tuple(
        DefinedName(
            name=each.attributes.get("name", ""),
            text=each.text,
            local_sheet=whole(each.attributes["localSheetId"], -1)
            if "localSheetId" in each.attributes
            else None,
        )
        for each in found
        if each.name == "definedName"
    )
