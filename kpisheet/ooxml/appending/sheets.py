"""A sheet more, as another one is: its formats and formulas, with chosen cells blank or of another value."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from kpisheet.errors import CannotAddRowsError
from kpisheet.ooxml.appending.cells import Opened, written_cell
from kpisheet.ooxml.package.draft import Draft
from kpisheet.ooxml.parts.signatures import without_signatures
from kpisheet.ooxml.parts.tabs import mark_selected
from kpisheet.ooxml.reading.row_spans import CellSpan, row_spans
from kpisheet.ooxml.references import cell_name, renamed_in
from kpisheet.ooxml.xml.edits import XmlPart, attribute_text, element_text
from kpisheet.ooxml.xml.guarded import number_of

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package
    from kpisheet.ooxml.package.sheets import SheetEntry
    from kpisheet.ooxml.references import Cell

_LEFT_BEHIND = frozenset({"printerSettings", "comments", "vmlDrawing", "threadedComment"})
_OF_THEM = frozenset({"legacyDrawing"})
_TYPE = re.compile(rb"""\st\s*=\s*(?:"[^"]*"|'[^']*')""")


class NewSheet(Struct, frozen=True):
    """A sheet to add right behind sheet `like`: `blank` its cells that are emptied, `values` typed instead.

    `renamed`: sheets that its formulas name by others, old → new; `like` itself is always the new sheet.
    """

    like: str
    name: str
    blank: Collection[Cell]
    values: Mapping[Cell, str | Decimal]
    renamed: Mapping[str, str]


def append_sheet(package: Package, new: NewSheet) -> Package:
    """`package` with one more sheet; all others stay byte for byte.

    Notes and printer settings aren't copied. Raises CannotAddRowsError `sheet_blocked` where the sheet holds
    what can't be copied so: charts, pictures, Excel tables, pivot tables.
    """
    draft = Draft(without_signatures(package))
    entries = draft.sheets()
    place = next(index for index, each in enumerate(entries) if each.name == new.like)
    like = entries[place]
    if any(each.kind not in _LEFT_BEHIND for each in draft.package.relationships(like.part)):
        raise CannotAddRowsError("sheet_blocked", sheet=new.like, name=new.name)
    folder, _, _ = like.part.rpartition("/")
    part_name = draft.free_name(folder + "/sheet{}.xml")
    content = _copied(like.part, draft.read(like.part), new)
    draft.add(part_name, content, draft.package.content_type(like.part))
    relationship = draft.relate(draft.package.workbook, "worksheet", part_name)
    _list_sheet(draft, entries, place, new, relationship)
    return draft.package


def _copied(name: str, content: bytes, new: NewSheet) -> bytes:
    part = XmlPart(name, content)
    names = {**new.renamed, new.like: new.name}
    for row in row_spans(part, lambda _: True).rows.values():
        for cell in row.cells:
            spot = row.number, cell.column
            if cell.has_formula:
                _without_value(part, cell, names)
            elif spot in new.values or (cell.typed and spot in new.blank):
                opened = Opened(part, cell_name(*spot), cell.style)
                part.replace(cell.start, cell.end, written_cell(opened, None, new.values.get(spot), None))
    _without_what_is_one_sheets(part, names)
    return part.result()


def _without_value(part: XmlPart, cell: CellSpan, names: Mapping[str, str]) -> None:
    """Leave the cell its formula, about the sheets that are meant now; it shows nothing until reckoned."""
    p = part.root.prefix
    stop = part.content.index(b">", cell.start)
    opening = _TYPE.sub(b"", part.content[cell.start : stop]) + b' t="str">'
    formula = part.content[stop + 1 : cell.formula_end]
    renamed = renamed_in(cell.formula, names)
    if cell.formula and renamed != cell.formula:
        start = formula.index(b">") + 1
        formula = formula[:start] + element_text(renamed).encode() + f"</{p}f>".encode()
    part.replace(cell.start, cell.end, opening + formula + f"<{p}v></{p}v></{p}c>".encode())


def _without_what_is_one_sheets(part: XmlPart, names: Mapping[str, str]) -> None:
    """Take out what belongs to the other sheet alone; rules' formulas follow the sheets' names."""
    mark_selected(part, selected=False)
    for each in part.root.children:
        if each.name in _OF_THEM:
            part.delete(each)
        elif each.name == "sheetPr":
            part.set_attribute(each, "codeName", None)
        elif each.name == "pageSetup":
            for prefix, namespace in part.prefixes.items():
                if f"{{{namespace}}}id" in each.attributes:
                    part.set_attribute(each, f"{prefix}:id", None)
        elif each.name in ("conditionalFormatting", "dataValidations"):
            for inside in each.descendants():
                renamed = renamed_in(inside.text, names) if not inside.children else inside.text
                if renamed != inside.text:
                    part.replace(inside.inner_start, inside.inner_end, element_text(renamed))


def _list_sheet(
    draft: Draft, entries: list[SheetEntry], place: int, new: NewSheet, relationship: str
) -> None:
    """Say in the workbook's own part that there is one sheet more; what counts sheets counts it."""
    part = draft.xml(draft.package.workbook)
    p = part.root.prefix
    listed = part.root.child("sheets")
    if listed is None:
        raise ValueError("a workbook without a list of sheets")
    number = max(each.sheet_id for each in entries) + 1
    identity = part.relationship_attribute(relationship, strict=draft.package.strict)
    written = f'<{p}sheet name={attribute_text(new.name)} sheetId="{number}" {identity}/>'
    part.insert(listed.all("sheet")[place].end, written)
    views = part.root.child("bookViews")
    for view in views.all("workbookView") if views else ():
        for name in ("activeTab", "firstSheet"):
            index = number_of(view.attributes.get(name))
            if index > place:
                part.set_attribute(view, name, str(index + 1))
    _copy_names(part, place, new)
    draft.save(part)


def _copy_names(part: XmlPart, place: int, new: NewSheet) -> None:
    """The names of the sheet alone (print areas, filters) for the new one, too; later sheets' move along."""
    listed = part.root.child("definedNames")
    for each in listed.all("definedName") if listed else ():
        local = each.attributes.get("localSheetId")
        if local is None:
            continue
        if number_of(local) > place:
            part.set_attribute(each, "localSheetId", str(number_of(local) + 1))
        elif number_of(local) == place:
            said = {**each.attributes, "localSheetId": str(place + 1)}
            attributes = "".join(f" {name}={attribute_text(value)}" for name, value in said.items())
            text = element_text(renamed_in(each.text, {new.like: new.name}))
            tag = f"{part.root.prefix}definedName"
            part.insert(each.end, f"<{tag}{attributes}>{text}</{tag}>")
