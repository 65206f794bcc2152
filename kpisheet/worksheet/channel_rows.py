"""The rows of Channels, cell by cell: numbers, periods and channels as understood, with findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from kpisheet.worksheet.blocks import months_filled_down
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.channels import Channel
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.dates import label_of, name_of
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import BUDGET, header_meaning
from kpisheet.worksheet.naming import ChannelNames
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.reading_context import ReadingContext
from kpisheet.worksheet.row_cells import RowCells
from kpisheet.worksheet.schema import Table
from kpisheet.worksheet.sheet import TEXT_CELL, CellKind, NumberStyle, RawCell, Row
from kpisheet.worksheet.source_medium import holds_both, parted
from kpisheet.worksheet.total_rows import ReadLine, TotalRows
from kpisheet.worksheet.totals import is_total_label
from kpisheet.worksheet.years_beside import YearsBeside

LABEL_KEYS = frozenset({"period", "channel", "campaign"})


class ChannelRows(Struct, dict=True):
    """Reads Channels. `rows` and `findings` fill as it goes."""

    grid: Grid
    context: ReadingContext
    names: ChannelNames
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        located = self.grid.table
        self.last_row = located.header_row
        self._headers = {header.column: header for header in located.headers}
        self._sheet = located.sheet.name
        self._hidden = located.sheet.hidden_rows
        self._cells = RowCells(self._sheet, self.grid, self.context, self.findings)
        self._numeric = frozenset(self._cells.readers) - {BUDGET}  # a budget alone is a month to come

    def read(self) -> Iterator[Row]:
        """Each row that holds figures and is no total."""
        lines = list(self._read_lines())
        totals = TotalRows(self.grid, date_1904=self.context.date_1904)
        found = totals.among(lines)
        self.findings += totals.findings(lines, found)
        for line in lines:
            if line.number in found and found[line.number].left_out:
                continue
            row = self._row(line)
            if row is not None:
                self.last_row = line.number
                yield row

    def _read_lines(self) -> Iterator[ReadLine]:
        """Each line with figures."""
        for number, cells in self._lines():
            if self._is_repeated_header(cells):
                self._tell("K415", number, next(iter(cells.values())).column)
            elif not self._numeric.isdisjoint(cells):
                yield ReadLine(number, cells, self._cells.figures(cells))

    def _lines(self) -> Iterator[tuple[int, dict[str, RawCell]]]:
        """The grid's rows, each month with the year beside it."""
        if "year" not in self.grid.helpers:
            yield from self._lines_with_months()
            return
        years = YearsBeside(self._sheet, self.context.period_reader(self.grid))
        yield from years.lines(self._lines_with_months())
        self.findings += years.findings

    def _lines_with_months(self) -> Iterator[tuple[int, dict[str, RawCell]]]:
        """The grid's rows; a month typed only at the head of its block is given to the rows below it."""
        if "period" not in self.grid.columns or all("period" in cells for _, cells in self.grid.rows):
            yield from self.grid.rows
            return
        filled = months_filled_down([line for line in self.grid.rows if self._has_channel(line[1])])
        for month, rows in Counter(filled.values()).items():
            label = label_of(month, date_1904=self.context.date_1904)
            facts = {"label": label, "n": rows, "affects": ("period",)}
            self._tell("K513", month.row, month.column, typed=shown(month), **facts)
        for number, cells in self.grid.rows:
            yield number, {**cells, "period": filled[number]} if number in filled else cells

    def _has_channel(self, cells: Mapping[str, RawCell]) -> bool:
        """Whether the row is one of a channel: no total, no header again, no line of text."""
        return (
            "channel" in cells
            and cells["channel"].kind is TEXT_CELL
            and not is_total_label(cells["channel"].text)
            and not self._is_repeated_header(cells)
        )

    def _row(self, line: ReadLine) -> Row | None:
        number, cells, figures = line.number, line.cells, line.figures
        channel_cell = cells.get("channel")
        if channel_cell is None or channel_cell.kind is CellKind.ERROR:
            keys = [key for key in self._cells.readers if key in cells]
            if any(figures.values.get(key) != 0 for key in keys):
                self._tell("K401", number, self.grid.columns["channel"], affects=keys)
            return None
        self.findings += figures.findings
        if channel_cell.style is NumberStyle.DATE and channel_cell.kind is CellKind.NUMBER:
            day = name_of(channel_cell, date_1904=self.context.date_1904)
            self._tell("K326", number, channel_cell.column, typed=day, affects=("channel",))
        campaign = cells.get("campaign")
        return Row(
            self._sheet,
            number,
            self._channel(channel_cell, cells.get("medium")),
            self._period(number, cells),
            None if campaign is None else shown(campaign).strip(),
            figures.values,
            figures.unusable,
            figures.tolerances,
            hidden=number in self._hidden,
            cells=cells,
            converted=figures.converted,
        )

    def _channel(self, channel: RawCell, medium: RawCell | None) -> Channel:
        """The channel as typed; a source with a medium beside it, or in its cell, is both."""
        name = name_of(channel, date_1904=self.context.date_1904)
        if medium is not None:
            return self.names.channel_from(name, shown(medium).strip())
        header = self._headers.get(channel.column)
        parts = parted(name) if header is not None and holds_both(header.text) else None
        return self.names.channel_from(*parts) if parts else self.names.channel(name)

    def _period(self, number: int, cells: Mapping[str, RawCell]) -> Period | None:
        cell = cells.get("period")
        if cell is None:
            if "period" in self.grid.columns:
                self._tell("K501", number, self.grid.columns["period"], affects=("period",))
            return None
        return self._cells.period(cell)

    def _is_repeated_header(self, cells: Mapping[str, RawCell]) -> bool:
        channel = cells.get("channel")
        if channel is None or channel.kind is not TEXT_CELL:
            return False
        if not self._says_header(channel):
            return False
        texts = [cell for cell in cells.values() if cell.kind is TEXT_CELL]
        return len(texts) >= 2 and all(map(self._says_header, texts))

    def _says_header(self, cell: RawCell) -> bool:
        """Whether the cell says what its column's header says, in whatever words."""
        header = self._headers.get(cell.column)
        if header is None or header.text == cell.text:
            return header is not None
        again = header_meaning(cell.text, Table.CHANNELS)
        return again is not None and header.meaning is not None and again.key == header.meaning.key

    def _tell(self, code: str, number: int, column: int, **facts: object) -> None:
        self.findings.append(finding(code, Place(self._sheet, number, column), **facts))  # type: ignore[arg-type]  # facts of any kind
