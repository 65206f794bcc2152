"""A sheet as its part says it: every cell with its bytes, type, formula and value, packed small."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from struct import Struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kpisheet.ooxml.references import CellArea

RECORD = Struct("<IHHIIIIB")  # row, column, style, cell start and end, value start and end, type
TYPES = ("n", "s", "str", "inlineStr", "b", "e", "d")


class CellScan(NamedTuple):
    """One ``<c>`` element.

    `type`: the attribute ``t``. `value`: the text of a string cell (shared texts looked up), else what stands
    in ``<v>``; None without one. `formula`: None without one, empty for followers of a shared formula.
    `start`, `end`: the bytes of the element; `value_start`, `value_end`: of its ``<v>``, 0 and 0 without one.
    """

    row: int
    column: int
    type: str
    style: int
    value: str | None
    formula: str | None
    start: int
    end: int
    value_start: int
    value_end: int


class ChildElement(NamedTuple):
    """A direct child of the root: its bytes, and those between its tags (at `end` for ``<a/>``)."""

    name: str  # without prefix
    start: int
    inner_start: int
    inner_end: int
    end: int

    @property
    def self_closing(self) -> bool:
        """Whether it is written ``<a/>``: there is no inside to insert into."""
        return self.inner_start == self.end


class TableScan(NamedTuple):
    """An Excel table of the sheet. `filtering`: its filter has criteria."""

    name: str
    part: str
    area: CellArea
    header_rows: int = 1
    totals_rows: int = 0
    filtering: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class SheetScan:
    """A sheet as its part says it. Byte positions hold for the part's content as it is in the package.

    `prefix`: ``x:`` where the elements are written ``<x:c>``. `root_start`, `root_end`: the start tag.
    Cells are kept packed, in the order of rows and columns; of two with one place the last one counts.
    """

    part: str
    encoding: str = "utf-8"
    prefix: str = ""
    root_start: int = 0
    root_end: int = 0
    root_attributes: Mapping[str, str] = field(default_factory=dict)
    children: tuple[ChildElement, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[CellArea, ...] = ()
    auto_filter: CellArea | None = None
    filtering: bool = False  # the sheet's own filter has criteria
    tables: tuple[TableScan, ...] = ()
    records: bytearray = field(default_factory=bytearray)
    values: list[str | None] = field(default_factory=list)
    formulas: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.values)

    def child(self, name: str) -> ChildElement | None:
        """The first direct child of that name, or None."""
        return next((each for each in self.children if each.name == name), None)

    def cells(self) -> Iterator[CellScan]:
        """All cells, by row and column."""
        for index in range(len(self.values)):
            yield self._cell(index)

    def cell(self, row: int, column: int) -> CellScan | None:
        """The cell at a place, or None."""
        index = bisect_left(range(len(self.values)), (row, column + 1), key=self._place) - 1
        return self._cell(index) if index >= 0 and self._place(index) == (row, column) else None

    def row(self, row: int) -> Iterator[CellScan]:
        """The cells of a row, by column."""
        index = bisect_left(range(len(self.values)), (row, 0), key=self._place)
        while index < len(self.values) and self._place(index)[0] == row:
            yield self._cell(index)
            index += 1

    def _place(self, index: int) -> tuple[int, int]:
        row, column, *_ = RECORD.unpack_from(self.records, index * RECORD.size)
        return row, column

    def _cell(self, index: int) -> CellScan:
        row, column, style, start, end, value_start, value_end, kind = RECORD.unpack_from(
            self.records, index * RECORD.size
        )
        formula = self.formulas.get(index)
        value = self.values[index]
        return CellScan(row, column, TYPES[kind], style, value, formula, start, end, value_start, value_end)
