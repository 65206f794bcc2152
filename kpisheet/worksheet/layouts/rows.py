"""The lines of addressed tables, cell by cell: as ChannelRows reads a list's, with findings on each cell."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.findings import Finding
from kpisheet.worksheet.layouts.lines import AddressedGrid, AddressedLine
from kpisheet.worksheet.layouts.times import Time, span_of
from kpisheet.worksheet.naming import ChannelNames
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.reading_context import ReadingContext
from kpisheet.worksheet.row_cells import Figures, RowCells, together
from kpisheet.worksheet.sheet import RawCell, Row


class AddressedRows(Struct, dict=True):
    """Reads the lines of addressed tables. `findings` fill as it goes."""

    grid: AddressedGrid
    context: ReadingContext
    names: ChannelNames
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.last_row = self.grid.table.last_row
        self._cells: dict[tuple[str, frozenset[int]], RowCells] = {}
        self._hidden = {one.sheet.name: one.sheet.hidden_rows for one in self.grid.choice.readings}

    def read(self) -> Iterator[Row]:
        """Each line as a row."""
        for line in self.grid.lines:
            yield self._row(line)

    def _row(self, line: AddressedLine) -> Row:
        read = self._figures(line)
        campaign = line.cells.get("campaign")
        return Row(
            line.sheet,
            line.number,
            self.names.channel(shown(line.cells["channel"])),
            self._period(line),
            None if campaign is None else shown(campaign).strip(),
            read.values,
            read.unusable,
            read.tolerances,
            hidden=line.number in self._hidden.get(line.sheet, ()),
            cells=line.cells,
            places=line.places,
            converted=read.converted,
        )

    def _figures(self, line: AddressedLine) -> Figures:
        """The figures of a line, those of each sheet by its own reader."""
        places = line.places
        sheets = {places[key].sheet for key in line.cells}
        if len(sheets) == 1:
            return self._cells_of(sheets.pop()).numbers(line.cells)
        return together([self._cells_of(sheet).numbers(_on(line, sheet)) for sheet in sorted(sheets)])

    def _period(self, line: AddressedLine) -> Period | None:
        time = line.time
        if time is None:
            self.findings.append(finding("K501", line.places["channel"], affects=("period",)))
            return None
        if time.until is not None:
            return self._span(time)
        return self._cells_of(time.sheet, time.years).period(time.cell)

    def _span(self, time: Time) -> Period | None:
        """From a first to a last day in cells of their own."""
        span = span_of(time, date_1904=self.context.date_1904)
        return None if isinstance(span, str) else Period(*span)

    def _cells_of(self, sheet: str, years: frozenset[int] = frozenset()) -> RowCells:
        """The reader of one sheet's cells, where months without a year are of `years`."""
        known = self._cells.get((sheet, years))
        if known is None:
            context = replace(self.context, years=years) if years else self.context
            known = self._cells[sheet, years] = RowCells(sheet, self.grid, context, self.findings)
        return known


def _on(line: AddressedLine, sheet: str) -> dict[str, RawCell]:
    """The cells of a line that stand on one sheet."""
    return {key: cell for key, cell in line.cells.items() if line.places[key].sheet == sheet}
