"""What both readers of a sheet's cells hand on: cells, the shape of a row, and who takes them in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class CellScan(NamedTuple):
    """One ``<c>`` element.

    `type`: the attribute ``t``, a shared text's already looked up (``s``). `style`: the index of its cell
    format. `value`: the text of a text cell, else what stands in ``<v>``; None without one. `formula`:
    None without one, empty for the followers of a shared formula.
    """

    column: int
    type: str
    style: int
    value: str | None
    formula: str | None


class CellPlace(NamedTuple):
    """Where a cell stands in its row, its type (``n``, ``s`` …) and the index of its format."""

    column: int
    type: str
    style: int


class RowShape:
    """The places of a row's cells. Rows alike share one, so that what follows from it is found out once.

    `texts`: which of the cells aren't numbers. `seen`: how many rows were found to be of this shape.
    """

    __slots__ = ("hidden", "places", "seen", "texts")

    def __init__(self, places: tuple[CellPlace, ...], *, hidden: bool = False) -> None:
        self.places, self.hidden = places, hidden
        self.texts = tuple(at for at, place in enumerate(places) if place.type != "n")
        self.seen = 0


class TakeCells(Protocol):
    """What takes in the cells of a sheet, row by row, in the file's order."""

    def take(self, row: int, scanned: list[CellScan]) -> None:
        """Take a row's cells of any kind."""

    def take_typed(
        self,
        row: int,
        shape: RowShape,
        values: Sequence[str | None],
        formulas: Sequence[str | None] | None = None,
    ) -> None:
        """Take a row: the places of its cells, what stands in them (texts looked up), formulas if any."""
