"""Columns added right of a table as byte spans: formats and formulas as in the columns left of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from kpisheet.errors import CannotAddRowsError
from kpisheet.ooxml.appending.cells import Opened, written_cell
from kpisheet.ooxml.appending.formulas import copied
from kpisheet.ooxml.limits import LAST_COLUMN
from kpisheet.ooxml.package.draft import Draft
from kpisheet.ooxml.package.sheets import sheets_of
from kpisheet.ooxml.parts.signatures import without_signatures
from kpisheet.ooxml.reading.row_spans import CellSpan, RowSpan, SharedFormula, row_spans
from kpisheet.ooxml.reading.tables import scan_tables
from kpisheet.ooxml.references import CellArea, area_of, cell_name, column_letters
from kpisheet.ooxml.xml.edits import XmlPart, attribute_text
from kpisheet.ooxml.xml.guarded import number_of

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package
    from kpisheet.ooxml.references import Cell
    from kpisheet.ooxml.xml.edits import Element

_ACROSS = re.compile(r"\$?([A-Za-z]{1,3})\$?[0-9]{1,7}:\$?([A-Za-z]{1,3})\$?[0-9]{1,7}")
_SPANS = re.compile(rb"""\sspans\s*=\s*(?:"[^"]*"|'[^']*')""")
_BOUNDS = ("min", "max")


class NewColumns(Struct, frozen=True):
    """Columns to add right of `like`, as many, formats and formulas as there; typed `values` by new cell.

    `rows`: those of the table, its header included.
    """

    like: range
    rows: range
    values: Mapping[Cell, str | Decimal]

    @property
    def width(self) -> int:
        """How many columns they are, and how far right they stand of those that they are like."""
        return len(self.like)

    @property
    def columns(self) -> range:
        """The columns that are added."""
        return range(self.like.stop, self.like.stop + self.width)


def append_columns(package: Package, sheet: str, new: NewColumns) -> Package:
    """`package` with columns right of a table of `sheet`: nothing that is there moves.

    Merged cells, widths, validations and conditional formats go on. Raises CannotAddRowsError
    `columns_blocked` where something stands there already, or the cells are those of an Excel table, and
    `columns_summed` where a formula adds up the columns so far: it wouldn't know of the new ones.
    """
    entry = next((each for each in sheets_of(package) if each.name == sheet), None)
    if entry is None or not entry.part:
        return package
    draft = Draft(without_signatures(package))
    part = draft.xml(entry.part)
    spans, shared = row_spans(part, new.rows.__contains__)
    _refuse_taken(spans, new, sheet)
    _refuse_summed(spans, shared, new, sheet)
    if any(_touches(table.area, new) for table in scan_tables(draft.package, entry.part)):
        raise CannotAddRowsError("columns_blocked", sheet=sheet, column=column_letters(new.columns[0]))
    for row in spans.values():
        _extend_row(part, row, shared, new)
    _widths(part, new)
    _merges(part, new)
    _stretch(part, new)
    draft.save(part)
    return draft.package


def _refuse_taken(spans: Mapping[int, RowSpan], new: NewColumns, sheet: str) -> None:
    taken = [
        cell.column
        for row in spans.values()
        for cell in row.within(new.columns)
        if cell.has_value or cell.has_formula
    ]
    if taken or new.columns[-1] > LAST_COLUMN:
        column = min(taken, default=LAST_COLUMN)
        raise CannotAddRowsError("columns_blocked", sheet=sheet, column=column_letters(column))


def _refuse_summed(
    spans: Mapping[int, RowSpan], shared: Mapping[str, SharedFormula], new: NewColumns, sheet: str
) -> None:
    """Where a formula left of the columns goes over them and others, as a total before the months does."""
    last = column_letters(new.like[-1])
    for row in spans.values():
        for cell in row.cells:
            text = shared[cell.shared].text if cell.shared in shared else cell.formula
            ends = (found[2].upper() for found in _ACROSS.finditer(text) if found[1] != found[2])
            if cell.column not in new.like and last in ends:
                name = cell_name(row.number, cell.column)
                raise CannotAddRowsError("columns_summed", sheet=sheet, cell=name)


def _touches(area: CellArea, new: NewColumns) -> bool:
    across = area.first_column <= new.columns[-1] and new.like[0] <= area.last_column
    return across and area.first_row <= new.rows[-1] and new.rows[0] <= area.last_row


def _extend_row(part: XmlPart, row: RowSpan, shared: Mapping[str, SharedFormula], new: NewColumns) -> None:
    """Write the row's new cells: in the place of blank ones that are there, else behind what stands left."""
    present = {cell.column: cell for cell in row.cells}
    before = max((cell for cell in row.cells if cell.column < new.columns[0]), key=_column, default=None)
    missing = b""
    for column in new.columns:
        model, there = present.get(column - new.width), present.get(column)
        if model is None:
            continue
        written = _new_cell(part, (row.number, column), model, shared, new)
        if there is None:
            missing += written
        else:
            part.replace(there.start, there.end, written)
    if missing and before is not None:
        part.insert(before.end, missing)
        opened = part.content.index(b">", row.start) + 1
        part.replace(row.start, opened, _SPANS.sub(b"", part.content[row.start : opened]))


def _column(cell: CellSpan) -> int:
    return cell.column


def _new_cell(
    part: XmlPart,
    place: Cell,
    model: CellSpan,
    shared: Mapping[str, SharedFormula],
    new: NewColumns,
) -> bytes:
    row, column = place
    own = SharedFormula(model.formula, row, model.column) if model.formula else None
    found = own or shared.get(model.shared)
    formula = None
    if found is not None and ":" not in model.array:  # no array over several cells
        formula = copied(found.text, row - found.row, column - found.column)
    opened = Opened(part, cell_name(row, column), model.style, array=bool(model.array))
    return written_cell(opened, None, new.values.get(place), formula)


def _widths(part: XmlPart, new: NewColumns) -> None:
    """The columns as wide, hidden and formatted as those that they are like."""
    listed = part.root.child("cols")
    known = listed.all("col") if listed else []
    bounds = [
        (number_of(each.attributes.get("min")), number_of(each.attributes.get("max"))) for each in known
    ]
    for column in new.columns:
        model = _covering(known, bounds, column - new.width)
        if listed is None or model is None or _covering(known, bounds, column) is not None:
            continue
        said = {**model.attributes, **dict.fromkeys(_BOUNDS, str(column))}
        written = "".join(f" {name}={attribute_text(value)}" for name, value in said.items())
        after = [each.start for each, (first, _) in zip(known, bounds, strict=True) if first > column]
        part.insert(min(after, default=listed.inner_end), f"<{part.root.prefix}col{written}/>")


def _covering(known: list[Element], bounds: list[tuple[int, int]], column: int) -> Element | None:
    pairs = zip(known, bounds, strict=True)
    return next((each for each, (first, last) in pairs if first <= column <= last), None)


def _merges(part: XmlPart, new: NewColumns) -> None:
    """Cells merged among the columns are merged among the new ones, too."""
    listed = part.root.child("mergeCells")
    if listed is None:
        return
    areas = [area_of(each.attributes.get("ref", "")) for each in listed.all("mergeCell")]
    inside = [area for area in areas if area is not None and _is_inside(area, new)]
    moved = [
        area._replace(first_column=area.first_column + new.width, last_column=area.last_column + new.width)
        for area in inside
    ]
    if moved:
        p = part.root.prefix
        part.append(listed, "".join(f'<{p}mergeCell ref="{area}"/>' for area in moved))
        if "count" in listed.attributes:
            part.set_attribute(listed, "count", str(len(areas) + len(moved)))


def _is_inside(area: CellArea, new: NewColumns) -> bool:
    across = area.first_column in new.like and area.last_column in new.like
    return across and area.first_row in new.rows and area.last_row in new.rows


def _stretch(part: XmlPart, new: NewColumns) -> None:
    """Let what reached the last column reach the new ones: conditional formats, validations, dimension."""
    for each in part.root.children:
        if each.name == "conditionalFormatting":
            _stretch_areas(part, each, new)
        elif each.name == "dataValidations":
            for rule in each.all("dataValidation"):
                _stretch_areas(part, rule, new)
        elif each.name == "extLst":
            for areas in (inside for inside in each.descendants() if inside.name == "sqref"):
                stretched = " ".join(_stretched(areas.text, new))
                if stretched != areas.text:
                    part.replace(areas.inner_start, areas.inner_end, stretched)
        elif each.name == "dimension":
            area = area_of(each.attributes.get("ref", ""))
            if area is not None and area.last_column < new.columns[-1]:
                part.set_attribute(each, "ref", str(area._replace(last_column=new.columns[-1])))


def _stretch_areas(part: XmlPart, element: Element, new: NewColumns) -> None:
    listed = element.attributes.get("sqref", "")
    stretched = " ".join(_stretched(listed, new))
    if stretched != listed:
        part.set_attribute(element, "sqref", stretched)


def _stretched(areas: str, new: NewColumns) -> Iterator[str]:
    for text in areas.split():
        area = area_of(text)
        reaches = area is not None and area.last_column in new.like and area.last_column < new.columns[-1]
        if area is None or not reaches or area.first_row > new.rows[-1] or area.last_row < new.rows[0]:
            yield text
        elif area.first_column < new.like[0] or new.width == 1:
            yield str(area._replace(last_column=area.last_column + new.width))
        else:  # a rule for one of several columns of a month
            yield text
            yield str(
                area._replace(
                    first_column=area.first_column + new.width, last_column=area.last_column + new.width
                )
            )
