"""An earlier run's work taken out of a workbook, and the new put in: marks, result sheets, fingerprints."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.ooxml.grafting.graft import graft
from kpisheet.ooxml.grafting.removal import remove_sheets
from kpisheet.ooxml.grafting.renaming import rename_sheets
from kpisheet.ooxml.marking.annotation import annotate, remove_annotations
from kpisheet.ooxml.package.package import Package
from kpisheet.ooxml.package.sheets import sheets_of
from kpisheet.ooxml.parts.names import taken_names
from kpisheet.ooxml.parts.properties import custom_properties, set_custom_properties
from kpisheet.ooxml.parts.remarks import has_remarks
from kpisheet.workbook.annotate import edits_for
from kpisheet.workbook.earlier_run import (
    MARKER,
    EarlierWork,
    earlier_work,
    is_our_rule,
    property_name,
)
from kpisheet.workbook.names import KEPT, LONGEST_SHEET_NAME, Role, free_name, sheet_names

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kpisheet.analysis.report import Report
    from kpisheet.workbook.results.authoring import Results
    from kpisheet.worksheet.sheet import RawBook

_AUTHOR = "kpisheet"


def left_by_an_earlier_run(package: Package, book: RawBook) -> EarlierWork:
    """What an earlier run left in the workbook; nothing in one that it never saw.

    A sheet that somebody wrote a note on, or drew something, was changed too.
    """
    earlier = earlier_work(book, custom_properties(package))
    parts = {entry.name: entry.part for entry in sheets_of(package)}
    remarked = {role for role, name in earlier.sheets.items() if has_remarks(package, parts[name])}
    return replace(earlier, changed=earlier.changed | remarked)


class Cleaned(Struct, frozen=True):
    """A workbook without earlier work, and the dated names of the sheets that were kept in it."""

    package: Package
    kept: tuple[str, ...] = ()


def without_earlier_work(package: Package, earlier: EarlierWork, made_on: date) -> Cleaned:
    """The workbook without our marks and sheets; a sheet that a person changed is kept under a dated name."""
    cleaned = remove_annotations(package, marker=MARKER, is_our_rule=is_our_rule)
    taken = taken_names(package).defined
    going = [role.defined_name for role in Role if role not in earlier.kept and role.defined_name in taken]
    cleaned = remove_sheets(cleaned, earlier.replaced, defined_names=going)
    stamped = custom_properties(cleaned)
    stamps = {name: None for role in Role if (name := property_name(role)) in stamped}
    if stamps:
        cleaned = set_custom_properties(cleaned, stamps)
    dated = _dated_names(cleaned, earlier, made_on)
    renamed = rename_sheets(cleaned, dated, defined_names=_kept_names(taken, earlier))
    return Cleaned(renamed, tuple(dated.values()))


def _dated_names(package: Package, earlier: EarlierWork, made_on: date) -> dict[str, str]:
    used = {name.casefold() for name in taken_names(package).sheets}
    dated: dict[str, str] = {}
    for role in earlier.kept:
        name = earlier.sheets[role]
        suffix = f" {made_on.isoformat()}"
        dated[name] = free_name(name[: LONGEST_SHEET_NAME - len(suffix)] + suffix, used)
        used.add(dated[name].casefold())
    return dated


def _kept_names(taken: Collection[str], earlier: EarlierWork) -> dict[str, str]:
    """The defined names that tell kept sheets from the person's own: they are never read as input."""
    number = 1 + sum(name.startswith(KEPT) for name in taken)
    return {role.defined_name: f"{KEPT}{number + offset}" for offset, role in enumerate(earlier.kept)}


def names_for_results(package: Package, report: Report) -> dict[Role, str]:
    """Free names for the result sheets in a workbook without earlier work."""
    return sheet_names(report.words, taken_names(package).sheets)


def with_results(
    package: Package, book: RawBook, report: Report, results: Results, names: Mapping[Role, str]
) -> Package:
    """The cleaned workbook with our marks on its input sheets and the result sheets after its own."""
    donor = Package.open(results.content)
    marked = annotate(package, edits_for(report, book), marker=MARKER, author=_AUTHOR)
    finished = graft(marked, donor, results.cells, active_sheet=names[Role.SUMMARY])
    stamps = {property_name(role): stamp for role, stamp in results.fingerprints.items()}
    return set_custom_properties(finished, stamps)
