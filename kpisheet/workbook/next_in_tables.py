"""Next month in tables of other shapes: a column, a row or a sheet more, where the months go on so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from kpisheet.errors import CannotAddRowsError
from kpisheet.ooxml.appending.columns import NewColumns, append_columns
from kpisheet.ooxml.appending.rows import NewRow, append_rows
from kpisheet.ooxml.appending.sheets import NewSheet, append_sheet
from kpisheet.texts.folding import fold
from kpisheet.workbook.month_labels import moved_label
from kpisheet.worksheet.findings import Place
from kpisheet.worksheet.layouts.words import word_of
from kpisheet.worksheet.serial_dates import serial_date
from kpisheet.worksheet.sheet import CellKind, NumberStyle

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package
    from kpisheet.worksheet.periods import Period
    from kpisheet.worksheet.sheet import CellRange, RawCell, RawSheet, Row, Worksheet

_LABELS = frozenset({"period", "channel", "campaign", "currency", "period_end"})
_DAY_ZERO, _DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)


class Step(Struct, frozen=True):
    """From one month to the next, in the worksheet's language and date system."""

    last: Period
    month: Period
    language: str
    date_1904: bool

    def moved(self, cell: RawCell, alike: str = "") -> str | Decimal | None:
        """What a cell that names the last month says for the next; None where it names another or none."""
        before, after = self.last.start, self.month.start
        if cell.kind is CellKind.TEXT:
            return moved_label(cell.text, before, after, self.language, alike=alike)
        if cell.style is not NumberStyle.DATE or cell.number is None:
            return None
        day = serial_date(cell.number, date_1904=self.date_1904)
        if day is None or (day.year, day.month) != (before.year, before.month):
            return None
        is_last = day == self.last.end
        moved = self.month.end if is_last else after.replace(day=min(day.day, self.month.end.day))
        return Decimal((moved - (_DAY_ZERO_1904 if self.date_1904 else _DAY_ZERO)).days)


def with_month(package: Package, worksheet: Worksheet, step: Step, sheets: Mapping[str, RawSheet]) -> Package:
    """`package` with room for the next month in its tables, formats and formulas as in the last one.

    Raises CannotAddRowsError `next_is_there`, `next_by_hand` where the months go on in no plain way, and
    what stands in the way of new columns, rows or sheets.
    """
    tables = _Tables(worksheet, step, sheets)
    if tables.are_sheets:
        return tables.with_sheet(package)
    if tables.go_across:
        return tables.with_columns(package)
    if tables.go_down:
        return tables.with_rows(package)
    raise CannotAddRowsError("next_by_hand", month=step.month)


class _Tables(Struct, dict=True):
    """The tables of a worksheet and the lines of their last month."""

    worksheet: Worksheet
    step: Step
    sheets: Mapping[str, RawSheet]

    def __post_init__(self) -> None:
        self.lines = [row for row in self.worksheet.rows if row.period == self.step.last and row.values]
        self.named = [row.places["period"] for row in self.lines if "period" in row.places]
        self.figures = [(row, place) for row in self.lines for place in _figures(row)]

    @property
    def are_sheets(self) -> bool:
        """Whether the name of one sheet is what names the last month."""
        return all(place.row is None for place in self.named) and len({p.sheet for p in self.named}) == 1

    @property
    def go_across(self) -> bool:
        """Whether the month stands over its figures, in one place to a sheet, right of all other months."""
        return all(map(self._goes_across, self._names_of_sheets()))

    def _goes_across(self, sheet: str) -> bool:
        own, before = self._labels(self.lines, sheet), self._labels(self._others, sheet)
        if not own or not before or None in own:
            return False
        columns, rows = {label.column or 0 for label in own if label}, {label.row for label in own if label}
        names = (row.places["channel"] for row in self.lines)
        beside = {name.column or 0 for name in names if name.sheet == sheet and name.row not in rows}
        left = {*beside, *(label.column or 0 for label in before if label)}
        return len(columns) == 1 and max(left) < min(columns) and self._are_headers(sheet, own)

    def _are_headers(self, sheet: str, labels: Iterable[Place | None]) -> bool:
        """Whether these are labels in the tables, not titles above them, over all of their figures."""
        areas = self._areas(sheet)
        rows = {label.row or 0 for label in labels if label is not None}
        inside = all(any(area.first_row <= row <= area.last_row for area in areas) for row in rows)
        return inside and all((place.row or 0) not in rows for _, place in self.figures)

    @property
    def go_down(self) -> bool:
        """Whether the month stands in the row of its figures, and all that names them there or above."""
        numbers = {place.row or 0 for _, place in self.figures}
        return len(numbers) == max(numbers) - min(numbers) + 1 and all(
            self._label_rows(row) <= {place.row, None, *range(1, min(numbers))}
            and row.places["period"].row == place.row
            for row, place in self.figures
            if "period" in row.places
        )

    @staticmethod
    def _label_rows(row: Row) -> set[int | None]:
        return {row.places[key].row for key in ("channel", "campaign", "period_end") if key in row.places}

    @property
    def _others(self) -> list[Row]:
        """The lines of other months."""
        return [row for row in self.worksheet.rows if row.period not in (None, self.step.last)]

    def _names_of_sheets(self) -> list[str]:
        return list(dict.fromkeys(place.sheet for _, place in self.figures))

    def _labels(self, rows: Iterable[Row], sheet: str) -> list[Place | None]:
        """The labels of the periods of a sheet's figures, each once; None among them where one is missing."""
        places = (
            self._label(row) if row.places["period"].sheet == sheet else self._same_label(row, sheet)
            for row in rows
            if "period" in row.places and any(place.sheet == sheet for place in _figures(row))
        )
        return list(dict.fromkeys(places))

    @staticmethod
    def _label(row: Row) -> Place | None:
        label = row.places["period"]
        return label if label.row is not None else None

    def _same_label(self, row: Row, sheet: str) -> Place | None:
        """The label of a line whose period is read on another sheet: at the same place, of the same words."""
        there = row.places["period"]
        spot = there.row or 0, there.column or 0
        cell, here = self.sheets[there.sheet].cell(*spot), self.sheets[sheet].cell(*spot)
        same = cell is not None and here is not None and cell.text == here.text
        return Place(sheet, *spot) if same else None

    def _areas(self, sheet: str) -> list[CellRange]:
        return [area for name, area in self.worksheet.table.areas if name == sheet]

    def _moved(self, sheet: str, place: Place, alike: str = "") -> str | Decimal:
        cell = self.sheets[sheet].cell(place.row or 0, place.column or 0)
        moved = None if cell is None else self.step.moved(cell, alike)
        if moved is None:
            raise CannotAddRowsError("next_by_hand", month=self.step.month)
        return moved

    # --- a sheet more

    def with_sheet(self, package: Package) -> Package:
        """A copy of the last month's sheet, its figures blank."""
        like = self.named[0].sheet
        before = self._name_of_month_before(like)
        name = moved_label(
            like, self.step.last.start, self.step.month.start, self.step.language, alike=before or ""
        )
        if name is None:
            raise CannotAddRowsError("next_by_hand", month=self.step.month)
        if fold(name) in map(fold, self.sheets):
            raise CannotAddRowsError("next_is_there", month=self.step.month)
        inside = dict(self._named_inside(like))
        blank = set(self._inputs(like)) - inside.keys()
        renamed = {} if before is None else {before: like}
        return append_sheet(package, NewSheet(like, name, blank, inside, renamed))

    def _name_of_month_before(self, like: str) -> str | None:
        """The sheet that stands to the last month's as that one to the next."""
        for name in self.sheets:
            before = date.fromordinal(self.step.last.start.toordinal() - 1).replace(day=1)
            if name != like and _names(
                moved_label(name, before, self.step.last.start, self.step.language), like
            ):
                return name
        return None

    def _named_inside(self, sheet: str) -> Iterator[tuple[tuple[int, int], str | Decimal]]:
        """Cells of the sheet that name the month themselves: its title."""
        for number, cells in self.sheets[sheet].rows.items():
            for column, cell in cells.items():
                moved = self.step.moved(cell) if cell.formula is None else None
                if moved is not None:
                    yield (number, column), moved

    def _inputs(self, sheet: str) -> Iterator[tuple[int, int]]:
        """The cells of figures that a person types, blank ones aside: all right of the labels."""
        first = min((place.column or 0 for _, place in self.figures if place.sheet == sheet), default=0)
        typed = {(place.row or 0, place.column or 0) for _, place in self.figures if place.sheet == sheet}
        for area in self._areas(sheet):
            for number in range(area.first_row, area.last_row + 1):
                for column, cell in self.sheets[sheet].rows.get(number, {}).items():
                    is_count = cell.kind is CellKind.NUMBER and cell.style is not NumberStyle.DATE
                    if (number, column) in typed or (is_count and first <= column <= area.last_column):
                        yield number, column

    # --- columns more

    def with_columns(self, package: Package) -> Package:
        """A column more right of the last month's, or as many as a month has."""
        extended = package
        for sheet in self._names_of_sheets():
            extended = append_columns(extended, sheet, self._columns(sheet))
        return extended

    def _columns(self, sheet: str) -> NewColumns:
        labels = [label for label in self._labels(self.lines, sheet) if label]
        start = min(place.column or 0 for place in labels)
        before = [place for place in self._labels(self._others, sheet) if place]
        used = [place.column or 0 for _, place in self.figures if place.sheet == sheet]
        previous = max(before, key=lambda place: place.column or 0)
        width = start - (previous.column or 0)
        is_like_before = self._headers(sheet, start, width) == self._headers(sheet, start - width, width)
        if not start <= min(used) <= max(used) < start + width or not is_like_before:
            raise CannotAddRowsError("next_by_hand", month=self.step.month)
        areas = [area for area in self._areas(sheet) if area.first_column <= start <= area.last_column]
        rows = range(min(area.first_row for area in areas), max(area.last_row for area in areas) + 1)
        like = range(start, start + width)
        self._refuse_there(sheet, labels, width)
        alike = self.sheets[sheet].cell(previous.row or 0, previous.column or 0)
        values = {
            (place.row or 0, start + width): self._moved(sheet, place, alike.text if alike else "")
            for place in labels
        }
        values.update(self._texts(sheet, rows, like, values))
        return NewColumns(like, rows, values)

    def _headers(self, sheet: str, start: int, width: int) -> set[tuple[int, int, str]]:
        """The texts over the columns of one month, but for those that name it, by row and place."""
        counted = {place.row for _, place in self.figures if place.sheet == sheet}
        return {
            (number, column - start, fold(cell.text))
            for number, cells in self.sheets[sheet].rows.items()
            for column, cell in cells.items()
            if start <= column < start + width and cell.kind is CellKind.TEXT
            if number not in counted and word_of(cell.text).period is None
        }

    def _refuse_there(self, sheet: str, labels: Sequence[Place], width: int) -> None:
        """Where the next month stands there already, its figures blank."""
        for place in labels:
            cell = self.sheets[sheet].cell(place.row or 0, (place.column or 0) + width)
            moved = self._moved(sheet, place)
            if cell is not None and (fold(cell.text) == fold(str(moved)) or cell.number == moved):
                raise CannotAddRowsError("next_is_there", month=self.step.month)

    def _texts(
        self, sheet: str, rows: range, like: range, named: Mapping[tuple[int, int], object]
    ) -> Iterator[tuple[tuple[int, int], str | Decimal]]:
        """The other labels of the columns: metrics and units; where they name the month, the next one."""
        counted = {place.row for _, place in self.figures if place.sheet == sheet}
        for number in rows:
            for column, cell in self.sheets[sheet].rows.get(number, {}).items():
                spot = number, column + len(like)
                is_label = cell.kind is CellKind.TEXT and cell.formula is None and cell.text.strip()
                if column in like and is_label and number not in counted and spot not in named:
                    yield spot, self.step.moved(cell) or cell.text

    # --- rows more

    def with_rows(self, package: Package) -> Package:
        """A row more below each of the last month's."""
        by_sheet: defaultdict[str, dict[int, dict[int, str | Decimal]]] = defaultdict(dict)
        for row, place in self.figures:
            typed = by_sheet[place.sheet].setdefault(place.row or 0, {})
            for label in (row.places[key] for key in ("period", "period_end") if key in row.places):
                typed[label.column or 0] = self._moved(place.sheet, label)
        extended = package
        for sheet, rows in by_sheet.items():
            extended = self._with_rows(extended, sheet, rows)
        return extended

    def _with_rows(
        self, package: Package, sheet: str, rows: Mapping[int, dict[int, str | Decimal]]
    ) -> Package:
        last = max(rows)
        first = min(place.column or 0 for _, place in self.figures if place.sheet == sheet)
        areas = [area for area in self._areas(sheet) if any(number <= area.last_row for number in rows)]
        columns = range(1, max(area.last_column for area in areas) + 1)
        for number in range(last + 1, last + 1 + len(rows)):
            cells = self.sheets[sheet].rows.get(number, {})
            if any(column in columns and cell.kind is not CellKind.BLANK for column, cell in cells.items()):
                raise CannotAddRowsError("rows_blocked", sheet=sheet, row=number)
        new = [
            NewRow(number, {**self._labels_of(sheet, number, first), **typed})
            for number, typed in sorted(rows.items())
        ]
        header = max(area.first_row for area in areas)
        return append_rows(package, sheet, new, header_row=header, last_row=last, last_column=columns[-1])

    def _labels_of(self, sheet: str, number: int, first: int) -> dict[int, str | Decimal]:
        """The texts left of a row's figures: channel, campaign, region."""
        cells = self.sheets[sheet].rows.get(number, {})
        return {
            column: cell.text
            for column, cell in cells.items()
            if column < first and cell.kind is CellKind.TEXT and cell.formula is None
        }


def _figures(row: Row) -> Iterator[Place]:
    """Where the filled figures of a line stand."""
    return (place for key, place in row.places.items() if key not in _LABELS and key in row.cells)


def _number(column: int | None) -> int:
    return column or 0


def _names(moved: str | None, name: str) -> bool:
    return moved is not None and fold(moved) == fold(name)
