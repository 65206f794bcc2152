"""Rows added below a table as byte spans: formats and formulas as in a row above, nothing moved."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kpisheet.errors import CannotAddRowsError
from kpisheet.ooxml.appending.cells import Opened, written_cell
from kpisheet.ooxml.appending.formulas import copied
from kpisheet.ooxml.limits import LAST_ROW
from kpisheet.ooxml.package.draft import Draft
from kpisheet.ooxml.package.sheets import sheets_of
from kpisheet.ooxml.parts.signatures import without_signatures
from kpisheet.ooxml.reading.row_spans import CellSpan, RowSpan, SharedFormula, row_spans
from kpisheet.ooxml.reading.tables import TableScan, scan_tables
from kpisheet.ooxml.references import CellArea, area_of, cell_name
from kpisheet.ooxml.xml.edits import XmlPart, overview

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package
    from kpisheet.ooxml.references import Cell
    from kpisheet.ooxml.xml.edits import Element

_NOT_COPIED = re.compile(rb"""\s(?:r|hidden|collapsed|spans)\s*=\s*(?:"[^"]*"|'[^']*')""")


_NO_CELL = CellSpan(0, 0, 0)


class NewRow(Struct, frozen=True):
    """A row to add: formats and formulas as in row `like`, and what is typed in, by column."""

    like: int
    values: Mapping[int, str | Decimal] = field(default_factory=dict)


def append_rows(
    package: Package, sheet: str, rows: Sequence[NewRow], *, header_row: int, last_row: int, last_column: int
) -> Package:
    """`package` with `rows` added to the table of `sheet` whose header and last row are given.

    They take the first rows below that hold nothing typed; an Excel table there grows, and so do the
    validations and conditional formats that reached its end. Raises CannotAddRowsError `rows_blocked` or
    `rows_below_totals`.
    """
    entry = next((each for each in sheets_of(package) if each.name == sheet), None)
    if entry is None or not entry.part or not rows:
        return package
    draft = Draft(without_signatures(package))
    part = overview(entry.part, draft.read(entry.part))
    wanted = frozenset(row.like for row in rows)
    spans, shared = row_spans(part, lambda number: number in wanted or number > last_row)
    table = _table_of(draft.package, entry.part, header_row)
    columns = _columns(table, spans, wanted, last_column)
    first = _first_free(spans, table, last_row, columns)
    last = first + len(rows) - 1
    _refuse_taken(spans, table, range(first, last + 1), columns, sheet)
    formulas = _table_formulas(draft, table)
    _write_rows(part, spans, rows, first, _Columns(columns, formulas, shared))
    _stretch(part, first - 1, last, columns)
    draft.save(part)
    if table is not None and last > table.area.last_row:
        _grow(draft, table, last)
    return draft.package


def retyped(package: Package, sheet: str, values: Mapping[Cell, str | Decimal]) -> Package:
    """`package` with other values in cells of `sheet` that hold a typed one; all other cells stay."""
    entry = next((each for each in sheets_of(package) if each.name == sheet), None)
    if entry is None or not entry.part or not values:
        return package
    draft = Draft(without_signatures(package))
    part = overview(entry.part, draft.read(entry.part))
    rows = frozenset(row for row, _ in values)
    for number, row in row_spans(part, rows.__contains__).rows.items():
        for cell in row.cells:
            value = values.get((number, cell.column))
            if value is not None and cell.typed:
                opened = Opened(part, cell_name(number, cell.column), cell.style)
                part.replace(cell.start, cell.end, written_cell(opened, None, value, None))
    draft.save(part)
    return draft.package


def filled_in(package: Package, sheet: str, values: Mapping[Cell, str | Decimal]) -> Package:
    """`package` with values typed into cells of rows that `sheet` has; all else stays."""
    entry = next((each for each in sheets_of(package) if each.name == sheet), None)
    if entry is None or not entry.part or not values:
        return package
    by_row: dict[int, dict[int, str | Decimal]] = {}
    for (number, column), value in values.items():
        by_row.setdefault(number, {})[column] = value
    draft = Draft(without_signatures(package))
    part = overview(entry.part, draft.read(entry.part))
    for number, row in row_spans(part, by_row.__contains__).rows.items():
        typed = by_row[number]
        columns = _Columns(range(min(typed), max(typed) + 1), {}, {})
        part.replace(
            row.start, row.end, _row(part, NewRow(number, typed), _Place(number, None, row), columns)
        )
    draft.save(part)
    return draft.package


class _Columns(Struct, frozen=True):
    """The columns of the table, the formulas that the table knows for them, the sheet's shared formulas."""

    numbers: range
    formulas: Mapping[int, str]
    shared: Mapping[str, SharedFormula]

    def formula(self, model: CellSpan | None, like: int, number: int) -> str | None:
        """The formula for row `number`, as in the cell `model` of row `like`, else the table's own."""
        column = model.column if model else 0
        written = SharedFormula(model.formula, like, column) if model and model.formula else None
        found = written or (self.shared.get(model.shared) if model else None)
        if model is None or found is None or ":" in model.array:  # an array over several cells
            return None
        return copied(found.text, number - found.row, column - found.column)


def _table_of(package: Package, part: str, header_row: int) -> TableScan | None:
    return next((each for each in scan_tables(package, part) if each.area.first_row == header_row), None)


def _columns(
    table: TableScan | None, spans: Mapping[int, RowSpan], wanted: frozenset[int], last_column: int
) -> range:
    if table is not None:
        return range(table.area.first_column, table.area.last_column + 1)
    written = [cell.column for number in wanted if number in spans for cell in spans[number].cells]
    return range(min(written, default=1), max([last_column, *written]) + 1)


def _first_free(spans: Mapping[int, RowSpan], table: TableScan | None, last_row: int, columns: range) -> int:
    """Below the last typed row of the Excel table, or of the rows that follow one another."""
    typed = {number for number, row in spans.items() if any(cell.typed for cell in row.within(columns))}
    first = last_row + 1
    if table is not None:
        inside = [number for number in typed if number <= table.area.last_row - table.totals_rows]
        first = max([last_row, *inside]) + 1
    while first in typed:
        first += 1
    return first


def _refuse_taken(
    spans: Mapping[int, RowSpan], table: TableScan | None, rows: range, columns: range, sheet: str
) -> None:
    if rows[-1] > LAST_ROW:
        raise CannotAddRowsError("rows_blocked", sheet=sheet, row=LAST_ROW)
    if table is not None and table.totals_rows and rows[-1] > table.area.last_row - table.totals_rows:
        raise CannotAddRowsError("rows_below_totals", sheet=sheet, row=table.area.last_row)
    for number in rows:
        if number in spans and any(cell.typed for cell in spans[number].within(columns)):
            raise CannotAddRowsError("rows_blocked", sheet=sheet, row=number)


def _table_formulas(draft: Draft, table: TableScan | None) -> dict[int, str]:
    """Calculated columns as the table's own part says them."""
    if table is None:
        return {}
    listed = draft.xml(table.part).root.child("tableColumns")
    found: dict[int, str] = {}
    for place, column in enumerate(listed.all("tableColumn") if listed else []):
        formula = column.child("calculatedColumnFormula")
        if formula is not None and formula.text:
            found[table.area.first_column + place] = formula.text
    return found


def _write_rows(
    part: XmlPart, spans: Mapping[int, RowSpan], rows: Sequence[NewRow], first: int, columns: _Columns
) -> None:
    """Rows that are there are filled; the others stand where their number belongs."""
    data = part.root.child("sheetData")
    if data is None:
        return
    below = sorted(number for number in spans if number > first)
    for number, row in enumerate(rows, start=first):
        like, there = spans.get(row.like), spans.get(number)
        written = _row(part, row, _Place(number, like, there), columns)
        after = next((spans[one].start for one in below if one > number), None)
        if there is not None:
            part.replace(there.start, there.end, written)
        elif after is not None:
            part.insert(after, written)
        else:
            part.append(data, written)


class _Place(Struct, frozen=True):
    """Where a row is written: its number, the row that it is like, and what is there already."""

    number: int
    like: RowSpan | None
    there: RowSpan | None


def _opening(part: XmlPart, place: _Place) -> bytes:
    if place.there is not None:
        return place.there.opening(part.content)
    name = f"<{part.root.prefix}row".encode()
    rest = place.like.opening(part.content)[len(name) :] if place.like is not None else b">"
    return name + f' r="{place.number}"'.encode() + _NOT_COPIED.sub(b"", rest)


def _row(part: XmlPart, row: NewRow, place: _Place, columns: _Columns) -> bytes:
    """The whole row: the cells that are there, filled in, and those that it lacks, in their order."""
    present = {cell.column: cell for cell in place.there.cells} if place.there is not None else {}
    pattern = {cell.column: cell for cell in place.like.cells} if place.like is not None else {}
    cells = []
    for column in sorted({*present, *columns.numbers}):
        cell, model = present.get(column), pattern.get(column)
        formula = None
        if column in columns.numbers:
            formula = columns.formula(model, row.like, place.number) or columns.formulas.get(column)
        style = (cell or model or _NO_CELL).style
        opened = Opened(part, cell_name(place.number, column), style, array=bool(model and model.array))
        cells.append(written_cell(opened, cell, row.values.get(column), formula))
    return _opening(part, place) + b"".join(cells) + f"</{part.root.prefix}row>".encode()


def _stretch(part: XmlPart, before: int, last: int, columns: range) -> None:
    """Let what reached the last row reach the new ones: validations, conditional formats, the dimension."""
    for each in part.root.children:
        if each.name == "conditionalFormatting":
            _stretch_areas(part, each, before, last, columns)
        elif each.name == "dataValidations":
            for rule in each.all("dataValidation"):
                _stretch_areas(part, rule, before, last, columns)
        elif each.name == "extLst":
            for areas in (inside for inside in each.descendants() if inside.name == "sqref"):
                _stretch_text(part, areas, before, last, columns)
        elif each.name == "dimension":
            area = area_of(each.attributes.get("ref", ""))
            if area is not None and area.last_row < last:
                wider = max(area.last_column, columns[-1])
                part.set_attribute(each, "ref", str(area._replace(last_row=last, last_column=wider)))


def _stretch_areas(part: XmlPart, element: Element, before: int, last: int, columns: range) -> None:
    listed = element.attributes.get("sqref", "").split()
    stretched = [_stretched(text, before, last, columns) for text in listed]
    if stretched != listed:
        part.set_attribute(element, "sqref", " ".join(stretched))


def _stretch_text(part: XmlPart, areas: Element, before: int, last: int, columns: range) -> None:
    """The same for an extension's rule, whose areas stand in an element of their own."""
    listed = areas.text.split()
    stretched = [_stretched(text, before, last, columns) for text in listed]
    if stretched != listed:
        part.replace(areas.inner_start, areas.inner_end, " ".join(stretched))


def _stretched(text: str, before: int, last: int, columns: range) -> str:
    area = area_of(text)
    if area is None or area.first_column > columns[-1] or area.last_column < columns[0]:
        return text
    reached = area.first_row < before <= area.last_row < last
    return str(area._replace(last_row=last)) if reached else text


def _grow(draft: Draft, table: TableScan, last: int) -> None:
    part = draft.xml(table.part)
    grown = str(CellArea(*table.area[:2], last, table.area.last_column))
    part.set_attribute(part.root, "ref", grown)
    filtered = part.root.child("autoFilter")
    if filtered is not None:
        part.set_attribute(filtered, "ref", grown)
    draft.save(part)
