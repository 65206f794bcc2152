"""A sheet's part, bounded: plainly written cells are read by patterns, anything else by expat."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, count
from typing import TYPE_CHECKING

from msgspec import Struct

from kpisheet.ooxml.limits import Limits, exceeded
from kpisheet.ooxml.reading.cell_texts import CellTexts
from kpisheet.ooxml.reading.cells import CellReader
from kpisheet.ooxml.reading.plain_cells import NotPlainError, PlainCells, plain_part
from kpisheet.ooxml.reading.tables import TableScan, scan_tables
from kpisheet.ooxml.references import CellArea, area_of
from kpisheet.ooxml.xml.guarded import Attributes, feed, guarded_parser, is_true, local_name, prefix_of, whole

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package
    from kpisheet.ooxml.package.sheets import SheetEntry
    from kpisheet.ooxml.reading.book import BookScan
    from kpisheet.ooxml.reading.scanned import TakeCells

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


def scan_sheet(package: Package, book: BookScan, sheet: SheetEntry, take: TakeCells) -> SheetScan:
    """Scan one sheet and give the cells of each row to `take`.

    Rows and cells come as they stand in the file: a damaged file may have them out of order, or twice.
    Raises UnreadableFileError `damaged_part` and the like, LimitExceededError.
    """
    if not sheet.part:
        return SheetScan()
    content, texts = package.read(sheet.part), book.shared_strings
    outline, cells = _plain(content, package, sheet.part, texts, take) or _any(
        content, package, sheet.part, texts, take
    )
    return SheetScan(
        cells=cells.count,
        hidden_rows=frozenset(cells.hidden_rows),
        hidden_columns=_marked(outline.hidden_columns),
        merged=tuple(outline.merged),
        auto_filter=outline.auto_filter,
        filtering=outline.filtering,
        tables=scan_tables(package, sheet.part),
    )


def _plain(
    content: bytes, package: Package, part: str, shared: Sequence[str], take: TakeCells
) -> tuple[_SheetOutline, PlainCells] | None:
    """What the sheet says, where its cells are written the plain way; what stands around them, by expat."""
    taken_apart = plain_part(content)
    if taken_apart is None:
        return None
    outline = _SheetOutline(part, package.limits)
    outline.read(*taken_apart.around)
    if outline.cell_blocks != 1:
        return None
    cells = PlainCells(part, package.limits, CellTexts(shared, part=part, limits=package.limits), take)
    try:
        for rows in taken_apart.texts():
            cells.read(rows)
    except NotPlainError:
        return None
    return outline, cells


def _any(
    content: bytes, package: Package, part: str, shared: Sequence[str], take: TakeCells
) -> tuple[_SheetOutline, CellReader]:
    """What the sheet says, however it is written."""
    outline = _SheetOutline(part, package.limits)
    texts = CellTexts(shared, part=part, limits=package.limits)
    cells = outline.with_cells(texts, take)
    outline.read(content)
    return outline, cells


def _marked(columns: bytearray) -> frozenset[int]:
    """Where the marks stand, hardly ever beyond the first few hundred of 16,384."""
    return frozenset(compress(count(), columns.rstrip(b"\0")))


class _SheetOutline:
    """One pass: what the root's children say; `with_cells` has a reader for what is inside ``sheetData``."""

    def __init__(self, part: str, limits: Limits) -> None:
        self.hidden_columns = bytearray(limits.columns + 1)
        self.merged: list[CellArea] = []
        self.auto_filter: CellArea | None = None
        self.filtering = False
        self.cell_blocks = 0
        self._part, self._limits = part, limits
        self._depth = 0
        self._child = ""
        self._parser = guarded_parser(part)
        self._cells: CellReader | None = None
        self._take_over()

    def with_cells(self, texts: CellTexts, take: TakeCells) -> CellReader:
        """The reader that is given the cells."""
        self._cells = CellReader(
            self._parser,
            part=self._part,
            limits=self._limits,
            texts=texts,
            take=take,
            leave=self._leave_cells,
        )
        return self._cells

    def read(self, *contents: bytes | memoryview) -> None:
        """Parse the pieces of the part as one."""
        feed(self._parser, *contents, part=self._part, limits=self._limits)

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
                self.cell_blocks += 1
                if self._cells is not None:
                    self._cells.enter(prefix_of(name))
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
