"""Cell notes, fills and refreshed values on a person's sheets, put in and taken out again as byte spans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kpisheet.ooxml.marking.cached import CachedValue, refresh
from kpisheet.ooxml.marking.comments import ShapeBlocks, add_notes, notes_in, remove_notes, threaded_cells
from kpisheet.ooxml.marking.fills import MOST_BLOCKS, add_fill, remove_fills
from kpisheet.ooxml.package.draft import Draft
from kpisheet.ooxml.package.sheets import sheets_of
from kpisheet.ooxml.parts.signatures import without_signatures
from kpisheet.ooxml.parts.styles import open_style_sheet
from kpisheet.ooxml.references import Cell, CellArea
from kpisheet.ooxml.xml.edits import XmlPart, overview

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package


class FillBlock(Struct, frozen=True):
    """One conditional-format block with one rule: where `formula` is true, `areas` are filled in `rgb`.

    `rgb`: six hexadecimal digits. Blocks of a sheet that come earlier win where they overlap.
    """

    areas: tuple[CellArea, ...]
    formula: str
    rgb: str


class SheetEdit(Struct, frozen=True):
    """What to do to one sheet.

    `notes`: the text (lines split by newline, without the marker line) per cell. `fills`: at most three.
    `cached`: new cached values of formulas that already stand there; other cells are never touched.
    """

    notes: Mapping[Cell, str] = field(default_factory=dict)
    fills: tuple[FillBlock, ...] = ()
    cached: Mapping[Cell, CachedValue] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.notes or self.cached or any(each.areas for each in self.fills))


def annotate(package: Package, edits: Mapping[str, SheetEdit], *, marker: str, author: str) -> Package:
    """`package` with `edits` made, by sheet name; no edits give the same package.

    A note begins with the line `marker`; on a cell that has a note it stands below that note, under
    `marker`. A cell with a threaded comment gets no note. Sheets that aren't there are skipped. A
    signed package loses its signatures, which would be broken.
    """
    there = [
        (entry.part, edits[entry.name])
        for entry in sheets_of(package)
        if entry.part and entry.kind == "worksheet" and entry.name in edits and not edits[entry.name].empty
    ]
    if not there:
        return package
    draft = Draft(without_signatures(package))
    numbers = _fill_formats(draft, [edit for _, edit in there])
    blocks = ShapeBlocks(draft)
    for part, edit in there:
        sheet = _edited(draft, part, edit, numbers)
        add_notes(draft, sheet, edit.notes, blocks, marker=marker, author=author)
        draft.save(sheet)
    return draft.package


def remove_annotations(package: Package, *, marker: str, is_our_rule: Callable[[str], bool]) -> Package:
    """`package` as it was before `annotate`; everything of the person's keeps its bytes.

    Out go notes that begin with the line `marker`, the text from that line on in other notes, and the
    conditional-format rules whose formula `is_our_rule`.
    """
    draft = Draft(package)
    for entry in sheets_of(package):
        if entry.part and entry.kind == "worksheet":
            sheet = overview(entry.part, draft.read(entry.part))
            remove_fills(sheet, is_our_rule)
            remove_notes(draft, sheet, marker)
            draft.save(sheet)
    return draft.package


def cells_with_threads(package: Package, sheet: str) -> frozenset[Cell]:
    """The cells of a sheet that have a threaded comment."""
    part = _part_of(package, sheet)
    return threaded_cells(package, part) if part else frozenset()


def notes_of(package: Package, sheet: str) -> dict[Cell, str]:
    """The cell notes of a sheet as plain text."""
    part = _part_of(package, sheet)
    return notes_in(package, part) if part else {}


def _part_of(package: Package, sheet: str) -> str:
    return next((entry.part for entry in sheets_of(package) if entry.name == sheet), "")


def _fill_formats(draft: Draft, edits: list[SheetEdit]) -> dict[str, int]:
    """The number of the differential format of each colour that the edits fill with."""
    colours = [block.rgb for edit in edits for block in edit.fills if block.areas]
    if not colours:
        return {}
    styles = open_style_sheet(draft)
    numbers = {rgb: styles.fill_format(rgb) for rgb in colours}
    draft.save(styles.written(draft.package.limits))
    return numbers


def _edited(draft: Draft, part: str, edit: SheetEdit, numbers: Mapping[str, int]) -> XmlPart:
    """A sheet with refreshed values and fills, which wait to be saved."""
    blocks = [each for each in edit.fills if each.areas]
    if len(blocks) > MOST_BLOCKS:
        raise ValueError(f"at most {MOST_BLOCKS} fill blocks a sheet, not {len(blocks)}")
    sheet = overview(part, draft.read(part))
    refresh(sheet, edit.cached)
    for place, block in enumerate(blocks):
        add_fill(sheet, block.areas, block.formula, format_number=numbers[block.rgb], place=place)
    return sheet
