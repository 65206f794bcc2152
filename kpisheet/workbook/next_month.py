"""The same workbook with next month's rows ready: the same channels, and the report period moved along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from kpisheet.errors import CannotAddRowsError
from kpisheet.ooxml.appending.rows import NewRow, append_rows, retyped
from kpisheet.ooxml.reading.book import scan_book
from kpisheet.texts.folding import fold
from kpisheet.texts.language import Words
from kpisheet.workbook.next_in_tables import Step, with_month
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.cost_shares import SPREAD
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import CellKind

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package
    from kpisheet.worksheet.findings import Place
    from kpisheet.worksheet.sheet import DataTable, RawCell, RawSheet, Settings, Worksheet

_LABELS = ("period", "channel", "campaign")
_DAY_ZERO, _DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)


class NextMonth(Struct, frozen=True):
    """The workbook made ready for `month`. `period_moved`: the report period ends with that month now."""

    package: Package
    month: Period
    period_moved: bool


def extend(package: Package, worksheet: Worksheet) -> NextMonth:
    """`package` with rows for the month after the last one that has figures, still to be filled in.

    Each channel and campaign of that last month gets a row, also one that only bears its share of a cost
    spread over several months (what it brings is still to be typed), and Months one. A report period that
    ends with that last month ends with the new one: a person who reports month by month wants that one next.
    Raises CannotAddRowsError `next_without_months` (no row with a month), `next_is_there` (the rows stand
    there already), `rows_blocked` and `rows_below_totals` (there is no room below the table); in tables of
    another shape than a list what `with_month` raises.
    """
    last = last_month(worksheet)
    step = _Step(last, following(last), worksheet.language, date_1904=scan_book(package).date_1904)
    sheets = {sheet.name: sheet for sheet in read_book(package).sheets}
    months = list(_month_rows(worksheet, step))
    if worksheet.table.is_list:
        channels = list(_channel_rows(worksheet, step, sheets[worksheet.table.sheet]))
        if not channels and not months:
            raise CannotAddRowsError("next_is_there", month=step.month)
        extended = _appended(package, worksheet.table, channels)
    else:
        extended = with_month(package, worksheet, step, sheets)
    if worksheet.months_table:
        extended = _appended(extended, worksheet.months_table, months)
    moved = _moved_period(worksheet.settings, step, sheets)
    for place, value in moved.items():
        extended = retyped(extended, place.sheet, {(place.row or 0, place.column or 0): value})
    return NextMonth(extended, step.month, period_moved=bool(moved))


def _moved_period(
    settings: Settings, step: _Step, sheets: Mapping[str, RawSheet]
) -> dict[Place, str | Decimal]:
    """What to type into the cells of the report period; nothing where it doesn't end with the last month.

    Both of its cells move where both name that month. A formula there is the person's own way: it stays.
    """
    keys = [key for key in ("report_to", "report_from") if settings.values.get(key) == step.last]
    if "report_to" not in keys:
        return {}
    moved: dict[Place, str | Decimal] = {}
    for key in keys:
        place = settings.places[key]
        cell = sheets[place.sheet].cell(place.row or 0, place.column or 0)
        if cell is None or cell.formula is not None:
            return {}
        moved[place] = step.typed(cell, step.last)
    return moved


def last_month(worksheet: Worksheet) -> Period:
    """The last month for which figures were typed. Raises CannotAddRowsError `next_without_months`."""
    months = [row.period for row in worksheet.rows if row.values and row.period and row.period.is_month]
    if not months:
        raise CannotAddRowsError("next_without_months")
    return max(months)


def following(month: Period) -> Period:
    """The month after `month`."""
    after = date.fromordinal(month.end.toordinal() + 1)
    return Period.month(after.year, after.month)


def _appended(package: Package, table: DataTable, rows: list[NewRow]) -> Package:
    last_column = max(table.columns.values())
    return append_rows(
        package,
        table.sheet,
        rows,
        header_row=table.header_row,
        last_row=table.last_row,
        last_column=last_column,
    )


class _Step(Step, frozen=True):
    """From one month to the next below a list."""

    def typed(self, above: RawCell, before: Period) -> str | Decimal:
        """The month as it is typed below the cell `above`: a date, or text written in the same way."""
        if above.kind is CellKind.NUMBER:
            return serial(self.month.start, date_1904=self.date_1904)
        return spelled_like(above.text, before.start, self.month.start, self.language)


def serial(day: date, *, date_1904: bool) -> Decimal:
    """The number under which a workbook keeps a day."""
    return Decimal((day - (_DAY_ZERO_1904 if date_1904 else _DAY_ZERO)).days)


def spelled_like(text: str, before: date, month: date, language: str) -> str:
    """`month` written as `text` writes the month `before`; as `2026-10` where that is no usual way."""
    old, new = (_spellings(day, language) for day in (before, month))
    alike = (written for spelled, written in zip(old, new, strict=True) if fold(spelled) == fold(text))
    return next(alike, f"{month:%Y-%m}")


def _channel_rows(worksheet: Worksheet, step: _Step, sheet: RawSheet) -> Iterator[NewRow]:
    """One row per channel and campaign of the last month, unless it stands ready already."""
    columns = worksheet.table.columns
    above = next((row.cells["period"] for row in worksheet.rows if row.period == step.last), None)
    there = {_label(cells, columns) for cells in sheet.rows.values()}
    for row in worksheet.reckoned:
        if row.period != step.last or row.excluded not in (None, SPREAD):
            continue
        typed: dict[int, str | Decimal] = {
            columns[key]: row.cells[key].text for key in ("channel", "campaign") if key in row.cells
        }
        month = row.cells["period"] if row.typed or above is None else above
        typed[columns["period"]] = step.typed(month, step.last)
        label = _folded(typed, columns)
        if label not in there:
            there.add(label)
            yield NewRow(row.number, typed)


def _label(cells: Mapping[int, RawCell], columns: Mapping[str, int]) -> tuple[str, ...]:
    """Month, channel and campaign of a row as typed."""
    labels = {columns[key] for key in _LABELS if key in columns}
    typed = {column: _value(cell) for column, cell in cells.items() if column in labels}
    return _folded(typed, columns)


def _value(cell: RawCell) -> str | Decimal:
    return cell.text if cell.number is None else cell.number


def _folded(typed: Mapping[int, str | Decimal], columns: Mapping[str, int]) -> tuple[str, ...]:
    values = (typed.get(columns.get(key, 0), "") for key in _LABELS)
    return tuple(fold(value) if isinstance(value, str) else str(value.normalize()) for value in values)


def _month_rows(worksheet: Worksheet, step: _Step) -> Iterator[NewRow]:
    """One row, below the last month of Months, if that sheet is in use and lacks it."""
    months = [row for row in worksheet.months if row.period.is_month]
    table = worksheet.months_table
    if table is None or not months or max(row.period for row in months) >= step.month:
        return
    last = max(months, key=lambda row: row.period)
    yield NewRow(last.number, {table.columns["period"]: step.typed(last.cells["period"], last.period)})


def _spellings(day: date, language: str) -> tuple[str, ...]:
    writing = Words(language).writing
    return (
        f"{day:%Y-%m}",
        f"{day:%m/%Y}",
        f"{day.month}/{day.year}",
        f"{day:%m.%Y}",
        writing.month(day),
        writing.short_month(day),
    )
