"""How large the box of a cell note is and where it stands: beside its cell, wide enough for its lines."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from kpisheet.ooxml.limits import LAST_COLUMN, LAST_ROW
from kpisheet.ooxml.marking.drawn_notes import NoteBox
from kpisheet.ooxml.package.draft import number_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kpisheet.ooxml.references import Cell
    from kpisheet.ooxml.xml.edits import Element, XmlPart

_WIDTH = 280  # pixels: some 45 letters of Tahoma 9 a line
_LETTERS_A_LINE = 44
_LINE_HEIGHT = 15
_ROW_HEIGHT = 20  # pixels, of a row that nobody changed
_LETTER_WIDTH = 7  # pixels of a digit in the standard font, the unit of a column's width
_USUAL_WIDTH = 64
_POINTS_A_PIXEL = 0.75


def note_boxes(sheet: XmlPart, notes: Mapping[Cell, str]) -> list[NoteBox]:
    """A box for the note of each cell."""
    widths = _ColumnWidths(sheet.root.child("cols"))
    return [_box(cell, text, widths) for cell, text in notes.items()]


class _ColumnWidths:
    """The widths of the sheet's columns in pixels; a hidden one has none."""

    def __init__(self, columns: Element | None) -> None:
        self._spans = [
            (number_of(each.attributes.get("min")), number_of(each.attributes.get("max")), _pixels(each))
            for each in (columns.children if columns else ())
        ]

    def of(self, column: int) -> int:
        for first, last, width in self._spans:
            if first <= column <= last:
                return width
        return _USUAL_WIDTH


def _pixels(column: Element) -> int:
    if column.attributes.get("hidden") in {"1", "true"}:
        return 0
    try:
        return round(float(column.attributes["width"]) * _LETTER_WIDTH)
    except (KeyError, ValueError, OverflowError):
        return _USUAL_WIDTH


def _box(cell: Cell, text: str, widths: _ColumnWidths) -> NoteBox:
    row, column = cell
    lines = sum(max(1, ceil(len(line) / _LETTERS_A_LINE)) for line in text.split("\n"))
    height = (lines + 1) * _LINE_HEIGHT
    top = min(max(0, row - 2), LAST_ROW - 1 - ceil(height / _ROW_HEIGHT))
    bottom, rest = top + height // _ROW_HEIGHT, height % _ROW_HEIGHT
    left = min(column, LAST_COLUMN - 1)  # counted from 0, so the column to the right of the cell
    right, remaining = left, _WIDTH
    while right < LAST_COLUMN - 1 and remaining > widths.of(right + 1):
        remaining -= widths.of(right + 1)
        right += 1
    remaining = min(remaining, widths.of(right + 1))
    anchor = f"{left}, 12, {top}, 4, {right}, {remaining}, {bottom}, {rest}"
    return NoteBox(cell, anchor, _WIDTH * _POINTS_A_PIXEL, height * _POINTS_A_PIXEL)
