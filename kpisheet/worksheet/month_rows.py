"""The rows of Months, and the findings of their cells and of their order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise

from msgspec import Struct, field

from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.currency import row_currency
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.reading_context import ReadingContext
from kpisheet.worksheet.schema import Table
from kpisheet.worksheet.sheet import CellKind, MonthRow
from kpisheet.worksheet.totals import is_total_label
from kpisheet.worksheet.years_beside import YearsBeside


class MonthRows(Struct, dict=True):
    """Reads Months. `findings` fill as it goes."""

    grid: Grid
    context: ReadingContext
    findings: list[Finding] = field(default_factory=list)

    def read(self) -> tuple[MonthRow, ...]:
        """Each row with a month and a figure; of overlapping months the upper row."""
        kept: list[MonthRow] = []
        for row in self._rows():
            earlier = next((other for other in kept if other.period.overlaps(row.period)), None)
            if earlier is None:
                kept.append(row)
            else:
                self._tell("K801", row.number, period=row.period, row=earlier.number)
        self._check_order(kept)
        return tuple(kept)

    def _rows(self) -> Iterator[MonthRow]:
        readers = self.context.number_readers(Table.MONTHS, self.grid)
        periods = self.context.period_reader(self.grid)
        years = YearsBeside(self.grid.table.sheet.name, periods, self.findings)
        for number, cells in years.lines(self.grid.rows):
            filled = [key for key in readers if key in cells]
            label = cells.get("period")
            if not filled:
                continue
            if label is not None and label.kind is CellKind.TEXT and is_total_label(label.text):
                self._tell("K404", number, typed=shown(label))
                continue
            reading = periods.read(label) if label is not None else None
            if reading is None or reading.period is None:
                self._tell("K804", number, typed=shown(label) if label else None, affects=filled)
                continue
            if reading.finding is not None:
                self.findings.append(reading.finding)
            values: dict[str, Decimal] = {}
            unusable = set()
            for key in filled:
                read = readers[key].read(cells[key], row_currency(cells))
                if read.finding is not None:
                    self.findings.append(read.finding)
                if read.value is not None:
                    values[key] = read.value
                elif not read.blank:
                    unusable.add(key)
            sheet = self.grid.table.sheet.name
            yield MonthRow(sheet, number, reading.period, values, frozenset(unusable), cells)

    def _check_order(self, rows: list[MonthRow]) -> None:
        """Gaps between the months, and a start that isn't the end of the month before."""
        ordered = sorted(rows, key=lambda row: row.period)
        for before, after in pairwise(ordered):
            if before.period.end + timedelta(days=1) < after.period.start:
                gap = Period(before.period.end + timedelta(days=1), after.period.start - timedelta(days=1))
                self._tell("K802", after.number, gap=gap, affects=("crr",))
                continue
            end, start = before.values.get("customers_end"), after.values.get("customers_start")
            if end is not None and start is not None and end != start:
                place = Place(after.sheet, after.number, self.grid.columns["customers_start"])
                self.findings.append(finding("K803", place, start=start, end=end, affects=("crr",)))

    def _tell(self, code: str, number: int, **facts: object) -> None:
        place = Place(self.grid.table.sheet.name, number, self.grid.columns["period"])
        self.findings.append(finding(code, place, **facts))  # type: ignore[arg-type]  # facts of any kind
