"""The rows of a sheet as a table of any shape sees them: what names something, and what counts something."""

from __future__ import annotations

from msgspec import Struct

from kpisheet.worksheet.layouts.words import Word
from kpisheet.worksheet.sheet import RawCell


class Label(Struct, frozen=True, gc=False):
    """A cell that names something, with what it says."""

    cell: RawCell
    word: Word

    @property
    def text(self) -> str:
        """The label as typed."""
        return self.cell.text


class Line(Struct, frozen=True):
    """One row of a strip of columns: what names something and what counts something, by column."""

    number: int
    labels: dict[int, Label]
    figures: dict[int, RawCell]
