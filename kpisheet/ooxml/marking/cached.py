"""Refreshes the cached values of formulas that stand in a sheet already; no other cell is touched."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kpisheet.ooxml.reading.row_spans import CellSpan, row_spans
from kpisheet.ooxml.references import Cell
from kpisheet.ooxml.xml.edits import XmlPart, element_text
from kpisheet.ooxml.xml.guarded import number_text, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CachedValue = Decimal | str | bool | None


def refresh(sheet: XmlPart, values: Mapping[Cell, CachedValue]) -> None:
    """Edit the cached values of the formulas in these cells; a value that is right already stays."""
    if not values:
        return
    for cell, found in _formula_cells(sheet, values):
        value = values[cell]
        if not _is_cached(found, value):
            _write(sheet, found, value)


def _write(sheet: XmlPart, found: CellSpan, value: CachedValue) -> None:
    kind, text = _as_written(value)
    if (kind or "n") != found.type:
        sheet.set_attribute(sheet.element_at(found.start), "t", kind)
    prefix = sheet.root.prefix
    written = "" if text is None else f"<{prefix}v>{element_text(text)}</{prefix}v>"
    if found.value_start >= 0:
        sheet.replace(found.value_start, found.value_end, written)
    else:
        sheet.insert(found.formula_end, written)


def _as_written(value: CachedValue) -> tuple[str | None, str | None]:
    """The cell type (None: a number, which is the rule) and the text of a value."""
    if value is None:
        return None, None
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, str):
        return "str", value
    return None, number_text(value)


def _is_cached(found: CellSpan, value: CachedValue) -> bool:
    kind, text = _as_written(value)
    if found.value is None or text is None:
        return found.value is None and text is None
    if kind is None:
        return found.type == "n" and _double(found.value) == float(text)
    stored = unescaped(found.value) if kind == "str" else found.value
    return found.type == kind and stored == text


def _double(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _formula_cells(sheet: XmlPart, wanted: Mapping[Cell, CachedValue]) -> Iterator[tuple[Cell, CellSpan]]:
    """The wanted cells that hold a formula; one pass over the sheet, whatever it holds."""
    numbers, columns = {row for row, _ in wanted}, {column for _, column in wanted}
    rows = row_spans(sheet, numbers.__contains__, columns).rows
    for number, row in rows.items():
        cells = {cell.column: cell for cell in reversed(row.cells)}  # the first of two
        for column, cell in cells.items():
            if cell.has_formula and (number, column) in wanted:
                yield (number, column), cell
