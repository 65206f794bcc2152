"""Months whose year stands in a column of its own: `2026` beside `July`, `7` or `Q3`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.texts.typed_text import Doubt, read_period
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.dates import FIRST_YEAR, LAST_YEAR, PeriodReader
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.sheet import NUMBER_CELL, TEXT_CELL, CellKind, NumberStyle, RawCell

_LAST_MONTH = 12


class YearsBeside(Struct):
    """Gives each month the year beside it; `findings`: months that name another one themselves.

    A year typed once for a block of rows is that of the rows below it.
    """

    sheet: str
    periods: PeriodReader
    findings: list[Finding] = field(default_factory=list)
    year: int | None = None

    def lines(
        self, rows: Iterable[tuple[int, dict[str, RawCell]]]
    ) -> Iterator[tuple[int, dict[str, RawCell]]]:
        """The rows, with the period's cell as if the year had been typed into it."""
        for number, cells in rows:
            if "year" in cells:
                self.year = _year_of(cells["year"])
            period = cells.get("period")
            if self.year is None or period is None:
                yield number, cells
            else:
                yield number, {**cells, "period": self._with_year(period, self.year, cells)}

    def _with_year(self, period: RawCell, year: int, cells: Mapping[str, RawCell]) -> RawCell:
        text = _said_with(period, year, self.periods.language)
        if text is not None:
            return replace(period, kind=CellKind.TEXT, text=text, number=None, style=NumberStyle.GENERAL)
        own = self.periods.read(period).period
        if own is not None and "year" in cells and not own.start.year <= year <= own.end.year:
            place = Place(self.sheet, period.row, period.column)
            said = finding(
                "K514", place, typed=shown(period), affects=("period",), period=own, year=str(year)
            )
            self.findings.append(said)
        return period


def _year_of(cell: RawCell) -> int | None:
    number = cell.number if cell.kind is NUMBER_CELL else None
    if cell.kind is TEXT_CELL and cell.text.strip().isdecimal():
        number = Decimal(cell.text.strip())
    is_year = number is not None and number % 1 == 0 and FIRST_YEAR <= number <= LAST_YEAR
    return int(number) if number is not None and is_year else None


def _said_with(period: RawCell, year: int, language: str) -> str | None:
    """A period that lacks its year, with it; None where it has one, or is none."""
    if period.kind is NUMBER_CELL:
        month = period.number or Decimal(0)
        is_month = month % 1 == 0 and 1 <= month <= _LAST_MONTH and period.style is not NumberStyle.DATE
        return f"{year}-{int(month):02d}" if is_month else None
    if period.kind is not TEXT_CELL or not isinstance(
        read_period(period.text, language, day_first=True), Doubt
    ):
        return None
    text = period.text.strip()
    if text.isdecimal() and 1 <= int(text) <= _LAST_MONTH:
        return f"{year}-{int(text):02d}"
    together = f"{text} {year}"
    return None if isinstance(read_period(together, language, day_first=True), Doubt) else together
