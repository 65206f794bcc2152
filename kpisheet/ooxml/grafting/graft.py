"""Adds the sheets of one workbook (the donor) to another, whose own parts stay as they are."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from kpisheet.ooxml.grafting.donor import Cells, as_strict, rewritten_sheet
from kpisheet.ooxml.package.draft import Draft, reachable, relative_target
from kpisheet.ooxml.package.package import relationships_part
from kpisheet.ooxml.package.sheets import SheetEntry, sheets_of
from kpisheet.ooxml.parts.names import taken_names
from kpisheet.ooxml.parts.signatures import without_signatures
from kpisheet.ooxml.parts.styles import StyleNumbers, open_style_sheet
from kpisheet.ooxml.parts.tabs import select_only
from kpisheet.ooxml.standard import (
    DECLARATION,
    PACKAGE_RELATIONSHIPS,
    RELATIONSHIPS_TYPE,
    WORKBOOK_CHILDREN,
    WORKBOOK_OF_TEMPLATE,
)
from kpisheet.ooxml.xml.edits import XmlPart, attribute_text
from kpisheet.ooxml.xml.guarded import number_of

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package

_STAYS_BEHIND = {"styles", "theme", "sharedStrings", "calcChain", "sheetMetadata"}
"""Parts of the donor's workbook that are merged or not needed."""


def graft(package: Package, donor: Package, cells: Mapping[str, Cells], *, active_sheet: str) -> Package:
    """`package` with all sheets of `donor` after its own, opening on `active_sheet`, that one selected.

    `cells` are those of the donor's sheets, by their names: they have none themselves. The donor's sheet
    and defined names must not be taken already (`names.taken_names`): its formulas and charts embed them.
    Its date system must be the package's. A template (.xltx, .xltm) becomes a workbook. Signatures of
    a signed package are removed (`package.signed` tells beforehand).

    Raises LimitExceededError ``limit_styles`` where the formats of both are more than Excel allows,
    ValueError where a name is taken or a donor's sheet has cells or tables: that is the caller's mistake.
    """
    refuse_taken_names(package, donor)
    draft = Draft(without_signatures(package))
    numbers = _merge_styles(draft, donor)
    sheets = sheets_of(donor)
    names = _new_names(draft, donor, [each.part for each in sheets])
    _add_parts(draft, donor, names, _rewriter(donor, cells, numbers, active_sheet))
    ids = [draft.relate(draft.package.workbook, each.kind, names[each.part]) for each in sheets]
    _list_sheets(draft, donor, sheets, ids, active_sheet)
    select_only(draft, active_sheet)
    main_type = draft.package.content_type(draft.package.workbook)
    if main_type in WORKBOOK_OF_TEMPLATE:
        draft.set_content_type(draft.package.workbook, WORKBOOK_OF_TEMPLATE[main_type])
    return draft.package


def refuse_taken_names(package: Package, donor: Package) -> None:
    """Raise ValueError if both workbooks use a name: Excel would repair the result."""
    theirs = taken_names(package)
    sheets = _folded(taken_names(donor).sheets) & _folded(theirs.sheets)
    others = _folded(_global_names(donor)) & _folded(theirs.tables | _global_names(package))
    if sheets or others:
        raise ValueError(f"names that are taken already: {sorted(sheets | others)}")


def _folded(names: frozenset[str]) -> set[str]:
    return {each.casefold() for each in names}


def _global_names(package: Package) -> frozenset[str]:
    """Defined names of the whole workbook; those of one sheet may repeat on another."""
    part = XmlPart(package.workbook, package.read(package.workbook))
    listed = part.root.child("definedNames")
    return frozenset(
        each.attributes.get("name", "")
        for each in (listed.children if listed else ())
        if "localSheetId" not in each.attributes
    )


def _merge_styles(draft: Draft, donor: Package) -> StyleNumbers:
    found = next(each for each in donor.relationships(donor.workbook) if each.kind == "styles")
    styles = open_style_sheet(draft)
    numbers = styles.merge(XmlPart(found.target, donor.read(found.target)))
    draft.save(styles.written(draft.package.limits))
    return numbers


def _new_names(draft: Draft, donor: Package, sheets: list[str]) -> dict[str, str]:
    """A free part name for each part that the donor's sheets lead to, in the donor's order."""
    stay = {each.target for each in donor.relationships(donor.workbook) if each.kind in _STAYS_BEHIND}
    wanted = reachable(donor, sheets, stop={donor.workbook, *stay})
    folders = posixpath.dirname(donor.workbook), posixpath.dirname(draft.package.workbook)
    names: dict[str, str] = {}
    taken: set[str] = set()
    for old in donor.names:
        if old in wanted:
            names[old] = _free_name(draft, _moved(old, *folders), taken)
            taken.add(names[old].lower())
    return names


def _moved(name: str, old_folder: str, new_folder: str) -> str:
    inside = posixpath.relpath(f"/{name}", f"/{old_folder}") if old_folder else name
    return name if inside.startswith("..") else posixpath.join(new_folder, inside)


def _free_name(draft: Draft, wanted: str, taken: set[str]) -> str:
    stem, ending = posixpath.splitext(wanted)
    stem, number = re.sub(r"\d+$", "", stem), 1
    while not draft.is_free(f"{stem}{number}{ending}") or f"{stem}{number}{ending}".lower() in taken:
        number += 1
    return f"{stem}{number}{ending}"


def _add_parts(draft: Draft, donor: Package, names: dict[str, str], rewrite: Callable[[str], bytes]) -> None:
    strict = draft.package.strict
    parts: dict[str, tuple[bytes, str]] = {}
    for old, new in names.items():
        content = rewrite(old)
        parts[new] = (
            as_strict(content) if strict and _is_xml(donor, old) else content,
            donor.content_type(old),
        )
        links = donor.relationships(old)
        if links:
            declared = "" if "rels" in draft.package.content_types.defaults else RELATIONSHIPS_TYPE
            parts[relationships_part(new)] = (_relationships(draft, donor, old, names), declared)
    draft.add_all(parts)


def _rewriter(
    donor: Package, cells: Mapping[str, Cells], numbers: StyleNumbers, active_sheet: str
) -> Callable[[str], bytes]:
    """What turns each of the donor's parts into the part that is added."""
    sheets = {each.part: each.name for each in sheets_of(donor)}

    def rewrite(name: str) -> bytes:
        content = donor.read(name)
        if name in sheets:
            sheet = sheets[name]
            selected = sheet == active_sheet
            return rewritten_sheet(name, content, cells[sheet], numbers=numbers, selected=selected)
        return content

    return rewrite


def _is_xml(donor: Package, name: str) -> bool:
    return donor.content_type(name).endswith("xml")


def _relationships(draft: Draft, donor: Package, old: str, names: dict[str, str]) -> bytes:
    """The relationships of a part under its new name, ids kept: the part's content says them."""
    written = []
    for each in donor.relationships(old):
        if not each.external and each.target not in names:
            continue
        target = each.target if each.external else relative_target(names[old], names[each.target])
        mode = ' TargetMode="External"' if each.external else ""
        kind = draft.full_type(each.kind) if "/officeDocument/" in each.type else each.type
        written.append(
            f"<Relationship Id={attribute_text(each.id)} Type={attribute_text(kind)} "
            f"Target={attribute_text(target)}{mode}/>"
        )
    listed = "".join(written)
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE_RELATIONSHIPS}">{listed}</Relationships>'.encode()


def _list_sheets(
    draft: Draft, donor: Package, sheets: list[SheetEntry], ids: list[str], active_sheet: str
) -> None:
    """Say in the workbook's own part which sheets and names there are now, and which tab is open."""
    there = draft.sheets()
    part = draft.xml(draft.package.workbook)
    p, strict = part.root.prefix, draft.package.strict
    sheet_id = max([0, *(each.sheet_id for each in there)])
    written = "".join(
        f"<{p}sheet name={attribute_text(each.name)} sheetId={attribute_text(str(sheet_id + place))}"
        + (f" state={attribute_text(each.state)}" if each.state != "visible" else "")
        + f" {part.relationship_attribute(new_id, strict=strict)}/>"
        for place, (each, new_id) in enumerate(zip(sheets, ids, strict=True), 1)
    )
    opened = len(there) + [each.name for each in sheets].index(active_sheet)
    listed = part.root.child("sheets")
    if listed is None:
        raise ValueError("a workbook without a list of sheets")
    _open_on(part, opened)
    part.append(listed, written)
    names = _donor_names(donor, offset=len(there), prefix=p)
    defined = part.root.child("definedNames")
    if names and defined is not None:
        part.append(defined, names)
    elif names:
        content = f"<{p}definedNames>{names}</{p}definedNames>"
        part.insert_child(part.root, "definedNames", WORKBOOK_CHILDREN, content)
    draft.save(part)


def _open_on(part: XmlPart, index: int) -> None:
    views = part.root.child("bookViews")
    if views is None:
        p = part.root.prefix
        content = f'<{p}bookViews><{p}workbookView activeTab="{index}"/></{p}bookViews>'
        part.insert_child(part.root, "bookViews", WORKBOOK_CHILDREN, content)
        return
    for view in views.all("workbookView"):
        part.set_attribute(view, "activeTab", str(index))


def _donor_names(donor: Package, *, offset: int, prefix: str) -> str:
    """The donor's defined names; those of one sheet count from where its sheets now begin."""
    part = XmlPart(donor.workbook, donor.read(donor.workbook))
    listed = part.root.child("definedNames")
    written = []
    for each in listed.all("definedName") if listed else ():
        said = dict(each.attributes)
        if "localSheetId" in said:
            said["localSheetId"] = str(number_of(said["localSheetId"]) + offset)
        attributes = "".join(f" {name}={attribute_text(value)}" for name, value in said.items())
        content = part.content[each.inner_start : each.inner_end].decode()
        written.append(f"<{prefix}definedName{attributes}>{content}</{prefix}definedName>")
    return "".join(written)
