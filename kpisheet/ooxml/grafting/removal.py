"""Takes sheets out of a package again: the parts that only they use, their names and their traces."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING

from kpisheet.ooxml.package.draft import Draft, reachable
from kpisheet.ooxml.package.sheets import SheetEntry
from kpisheet.ooxml.parts.signatures import without_signatures
from kpisheet.ooxml.xml.guarded import number_of

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package
    from kpisheet.ooxml.xml.edits import Element, XmlPart


_LONGEST_CHAIN = 4_194_304  # bytes; Excel makes a longer one anew sooner than we take it apart


def remove_sheets(
    package: Package, sheets: Collection[str], *, defined_names: Collection[str] = ()
) -> Package:
    """`package` without `sheets` (names that aren't there are skipped) and their own defined names.

    `defined_names`: names of the whole workbook that go too. Indexes of the other sheets (local names,
    active tab, first tab) are renumbered; the sheets themselves keep their bytes, so where a removed tab was
    the selected one, none is: the workbook opens on its active tab. Raises ValueError if no visible sheet
    would be left.
    """
    draft = Draft(package)
    before = draft.sheets()
    going = [each for each in before if each.name in sheets]
    if not going and not defined_names:
        return package
    gone = set(going)
    kept = [each for each in before if each not in gone]
    if not any(each.visible for each in kept):
        raise ValueError("a workbook needs a visible sheet")
    draft.package = without_signatures(draft.package)
    if going:
        _drop_from_calculation(draft, {each.sheet_id for each in going})
        _drop_parts(draft, going)
    _unlist(draft, before, kept, defined_names)
    return draft.package


def _drop_parts(draft: Draft, going: Sequence[SheetEntry]) -> None:
    """Take out the sheets' parts and all that nothing else leads to."""
    workbook = draft.package.workbook
    parts = [each.part for each in going if each.part]
    led_to = reachable(draft.package, parts, stop={workbook})
    draft.unrelate(workbook, [each.relationship_id for each in going])
    package = draft.package
    roots = [each.target for each in package.relationships() if package.holds(each)]
    draft.remove(led_to - reachable(package, roots))


def _unlist(
    draft: Draft, before: Sequence[SheetEntry], kept: Sequence[SheetEntry], defined_names: Collection[str]
) -> None:
    """Take the sheets out of the workbook's own part."""
    part = draft.xml(draft.package.workbook)
    place = {each: index for index, each in reversed(list(enumerate(kept)))}
    index_now = {old: place[each] for old, each in enumerate(before) if each in place}
    listed = part.root.child("sheets")
    for old, element in enumerate(listed.all("sheet") if listed else ()):
        if old not in index_now:
            part.delete(element)
    _renumber_names(part, index_now, defined_names)
    _renumber_views(part, kept, index_now)
    draft.save(part)


def _renumber_names(part: XmlPart, index_now: dict[int, int], defined_names: Collection[str]) -> None:
    listed = part.root.child("definedNames")
    if listed is None:
        return
    names = listed.all("definedName")
    going = [each for each in names if _goes(each.attributes, index_now, defined_names)]
    if going and _are_all_of(listed, going):
        part.delete(listed)
        return
    for each in going:
        part.delete(each)
    gone = set(going)
    for each in names:
        local = each.attributes.get("localSheetId")
        if each not in gone and local is not None and str(index_now[number_of(local)]) != local:
            part.set_attribute(each, "localSheetId", str(index_now[number_of(local)]))


def _are_all_of(listed: Element, names: Sequence[Element]) -> bool:
    """Whether nothing else stands in the list, not even white space: a list of the person's had some."""
    return sum(each.end - each.start for each in names) == listed.inner_end - listed.inner_start


def _goes(attributes: Mapping[str, str], index_now: dict[int, int], defined_names: Collection[str]) -> bool:
    local = attributes.get("localSheetId")
    if local is None:
        return attributes.get("name") in defined_names
    return number_of(local) not in index_now


def _renumber_views(part: XmlPart, kept: Sequence[SheetEntry], index_now: dict[int, int]) -> None:
    """Give every view its active and first tab by the new indexes."""
    first_visible = next(place for place, each in enumerate(kept) if each.visible)
    views = part.root.child("bookViews")
    for view in views.all("workbookView") if views else ():
        for name, fallback in (("activeTab", first_visible), ("firstSheet", 0)):
            written = view.attributes.get(name)
            now = index_now.get(number_of(written), fallback)
            if str(now) != (written or "0"):
                part.set_attribute(view, name, str(now))


def _drop_from_calculation(draft: Draft, sheet_ids: Collection[int]) -> None:
    """Take the sheets' formulas out of the calculation chain; an entry may inherit its sheet from above."""
    found = draft.related(draft.package.workbook, "calcChain")
    if found is None:
        return
    if len(draft.read(found.target)) > _LONGEST_CHAIN:
        draft.unrelate(draft.package.workbook, [found.id])
        draft.remove([found.target])
        return
    part = draft.xml(found.target)
    entries = part.root.all("c")
    current, written, left = 0, 0, 0
    for each in entries:
        said = each.attributes.get("i")
        current = number_of(said) if said is not None else current
        if current in sheet_ids:
            part.delete(each)
            continue
        left += 1
        if said is None and written != current:
            part.set_attribute(each, "i", str(current))
        written = current
    if entries and not left:
        draft.unrelate(draft.package.workbook, [found.id])
        draft.remove([found.target])
    else:
        draft.save(part)
