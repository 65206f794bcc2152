"""How large the box of a cell note is and where it stands: beside its cell, wide enough for its lines."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate
from math import ceil
from typing import TYPE_CHECKING

from kpisheet.ooxml.limits import LAST_COLUMN, LAST_ROW
from kpisheet.ooxml.marking.drawn_notes import NoteBox
from kpisheet.ooxml.xml.guarded import number_of

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
    """The widths of the sheet's columns in pixels, each counted from 0; a hidden one has none."""

    def __init__(self, columns: Element | None) -> None:
        self._widths = [_USUAL_WIDTH] * LAST_COLUMN
        said = columns.children[:LAST_COLUMN] if columns else []
        for each in reversed(said):  # of two for one column the first counts
            first = max(number_of(each.attributes.get("min")), 1)
            last = min(number_of(each.attributes.get("max")), LAST_COLUMN)
            self._widths[first - 1 : last] = [_pixels(each)] * max(last - first + 1, 0)
        self._before = [0, *accumulate(self._widths)]

    def reach(self, first: int, width: int) -> tuple[int, int]:
        """In which column something of that width ends that begins with `first`, and how far in there."""
        end = bisect_left(self._before, self._before[first] + width) - 1
        last = min(end, LAST_COLUMN - 1)
        return last, min(width - (self._before[last] - self._before[first]), self._widths[last])


def _pixels(column: Element) -> int:
    if column.attributes.get("hidden") in {"1", "true"}:
        return 0
    try:
        return max(round(float(column.attributes["width"]) * _LETTER_WIDTH), 0)
    except (KeyError, ValueError, OverflowError):
        return _USUAL_WIDTH


def _box(cell: Cell, text: str, widths: _ColumnWidths) -> NoteBox:
    row, column = cell
    lines = sum(max(1, ceil(len(line) / _LETTERS_A_LINE)) for line in text.split("\n"))
    height = (lines + 1) * _LINE_HEIGHT
    top = min(max(0, row - 2), LAST_ROW - 1 - ceil(height / _ROW_HEIGHT))
    bottom, rest = top + height // _ROW_HEIGHT, height % _ROW_HEIGHT
    left = min(column, LAST_COLUMN - 1)  # counted from 0, so the column to the right of the cell
    right, remaining = widths.reach(left, _WIDTH)
    anchor = f"{left}, 12, {top}, 4, {right}, {remaining}, {bottom}, {rest}"
    return NoteBox(cell, anchor, _WIDTH * _POINTS_A_PIXEL, height * _POINTS_A_PIXEL)
