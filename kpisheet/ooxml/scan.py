"""One expat pass over a sheet's part: bounded, and never following anything out of the part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kpisheet.ooxml.cells import CellReader
from kpisheet.ooxml.limits import exceeded
from kpisheet.ooxml.parsing import Attributes, feed, guarded_parser, is_true, local_name, prefix_of, whole
from kpisheet.ooxml.references import CellArea, area_of
from kpisheet.ooxml.tables import TableScan, scan_tables

if TYPE_CHECKING:
    from kpisheet.ooxml.book import BookScan, SheetEntry
    from kpisheet.ooxml.cells import TakeRow
    from kpisheet.ooxml.package import Package

_CHILD_DEPTH = 2


class SheetScan(Struct, frozen=True):
    """What a sheet's part says beside its cells. `filtering`: the sheet's own filter has criteria."""

    cells: int = 0
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[CellArea, ...] = ()
    auto_filter: CellArea | None = None
    filtering: bool = False
    tables: tuple[TableScan, ...] = ()


def scan_sheet(package: Package, book: BookScan, sheet: SheetEntry, take_row: TakeRow) -> SheetScan:
    """Scan one sheet and give the cells of each row to `take_row`.

    Rows and cells come as they stand in the file: a damaged file may have them out of order, or twice.
    Raises UnreadableFileError `damaged_part` and the like, LimitExceededError.
    """
    if not sheet.part:
        return SheetScan()
    outline = _Outline(package, sheet.part, book.shared_strings, take_row)
    return SheetScan(
        cells=outline.cells.count,
        hidden_rows=frozenset(outline.cells.hidden_rows),
        hidden_columns=_marked(outline.hidden_columns),
        merged=tuple(outline.merged),
        auto_filter=outline.auto_filter,
        filtering=outline.filtering,
        tables=scan_tables(package, sheet.part),
    )


def _marked(columns: bytearray) -> frozenset[int]:
    """Where the marks stand; most sheets have none, and looking for one is a thousand times quicker."""
    return frozenset(at for at, mark in enumerate(columns) if mark) if 1 in columns else frozenset()


class _Outline:
    """One pass: what the root's children say; `cells` reads what is inside ``sheetData``."""

    def __init__(
        self, package: Package, part: str, shared_strings: tuple[str, ...], take_row: TakeRow
    ) -> None:
        limits = package.limits
        self.hidden_columns = bytearray(limits.columns + 1)
        self.merged: list[CellArea] = []
        self.auto_filter: CellArea | None = None
        self.filtering = False
        self._part, self._limits = part, limits
        self._depth = 0
        self._child = ""
        self._parser = guarded_parser(part)
        self.cells = CellReader(
            self._parser,
            part=part,
            limits=limits,
            shared=shared_strings,
            take_row=take_row,
            leave=self._leave_cells,
        )
        self._take_over()
        feed(self._parser, package.read(part), part=part, limits=limits)

    def _take_over(self) -> None:
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = None

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > self._limits.xml_depth:
            raise exceeded("xml_depth", self._limits, self._part)
        if self._depth == _CHILD_DEPTH:
            self._child = local_name(name)
            if self._child == "autoFilter":
                self.auto_filter = area_of(attributes.get("ref", ""))
            elif self._child == "sheetData":
                self.cells.enter(prefix_of(name))
        elif self._depth == _CHILD_DEPTH + 1:
            self._note(local_name(name), attributes)

    def _end(self, _: str) -> None:
        self._depth -= 1

    def _leave_cells(self, name: str) -> None:
        self._take_over()
        self._end(name)

    def _note(self, name: str, attributes: Attributes) -> None:
        """Keep what a grandchild of the root says."""
        if name == "mergeCell":
            area = area_of(attributes.get("ref", ""))
            if area is not None:
                self.merged.append(area)
            if len(self.merged) > self._limits.merged_areas:
                raise exceeded("merged_areas", self._limits, self._part)
        elif name == "filterColumn" and self._child == "autoFilter":
            self.filtering = True
        elif name == "col" and (is_true(attributes.get("hidden")) or attributes.get("width") == "0"):
            first = max(whole(attributes.get("min"), 1), 1)
            last = min(whole(attributes.get("max"), first), self._limits.columns)
            self.hidden_columns[first : last + 1] = b"\x01" * max(last + 1 - first, 0)
