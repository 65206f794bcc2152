"""Refreshes the cached values of formulas that stand in a sheet already; no other cell is touched."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from msgspec import Struct

from kpisheet.ooxml.limits import LIMITS, exceeded
from kpisheet.ooxml.references import Cell, cell_of
from kpisheet.ooxml.xml.edits import XmlPart, element_text
from kpisheet.ooxml.xml.guarded import end_of_element, guarded_parser, number_text, parsing, unescaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

CachedValue = Decimal | str | bool | None


class _FormulaCell(Struct):
    """Where a wanted cell stands in its part: its start tag, the end of its formula, and its value."""

    start: int
    formula_end: int = -1
    value_start: int = -1
    value_end: int = -1
    kind: str = "n"
    value: str | None = None


def refresh(sheet: XmlPart, values: Mapping[Cell, CachedValue]) -> None:
    """Edit the cached values of the formulas in these cells; a value that is right already stays."""
    if not values:
        return
    for cell, found in _formula_cells(sheet, values):
        value = values[cell]
        if not _is_cached(found, value):
            _write(sheet, found, value)


def _write(sheet: XmlPart, found: _FormulaCell, value: CachedValue) -> None:
    kind, text = _as_written(value)
    if (kind or "n") != found.kind:
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


def _is_cached(found: _FormulaCell, value: CachedValue) -> bool:
    kind, text = _as_written(value)
    if found.value is None or text is None:
        return found.value is None and text is None
    if kind is None:
        return found.kind == "n" and _double(found.value) == float(text)
    stored = unescaped(found.value) if kind == "str" else found.value
    return found.kind == kind and stored == text


def _double(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _formula_cells(sheet: XmlPart, wanted: Mapping[Cell, CachedValue]) -> Iterator[tuple[Cell, _FormulaCell]]:
    """The wanted cells that hold a formula; one pass over the sheet, whatever it holds."""
    reader = _CachedValueReader(sheet, wanted)
    with parsing(sheet.name):
        reader.parser.Parse(sheet.content, True)
    for cell, found in reader.found.items():
        if found.formula_end >= 0:
            yield cell, found


class _CachedValueReader:
    """The pass: counts rows and cells, which may lack references, and notes the bytes of wanted cells."""

    def __init__(self, sheet: XmlPart, wanted: Mapping[Cell, CachedValue]) -> None:
        self.found: dict[Cell, _FormulaCell] = {}
        self._content = sheet.content
        self._part = sheet.name
        self._wanted = wanted
        p = sheet.root.prefix
        self._row_tag, self._cell_tag, self._formula_tag, self._value_tag = (
            p + name for name in ("row", "c", "f", "v")
        )
        self._row = self._column = self._depth = 0
        self._cell: _FormulaCell | None = None
        self._text: list[str] | None = None
        self.parser = guarded_parser(sheet.name, encoding="utf-8")
        self.parser.StartElementHandler = self._started
        self.parser.EndElementHandler = self._ended
        self.parser.CharacterDataHandler = self._characters

    def _started(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > LIMITS.xml_depth:
            raise exceeded("xml_depth", LIMITS, self._part)
        if tag == self._cell_tag:
            place = cell_of(attributes.get("r", ""))
            self._row, self._column = place or (self._row, self._column + 1)
            if (self._row, self._column) in self._wanted:
                self._cell = _FormulaCell(self.parser.CurrentByteIndex, kind=attributes.get("t", "n"))
                self.found.setdefault((self._row, self._column), self._cell)
        elif tag == self._row_tag:
            number = attributes.get("r", "")
            self._row, self._column = int(number) if number.isdecimal() else self._row + 1, 0
        elif tag == self._value_tag and self._cell is not None:
            self._cell.value_start = self.parser.CurrentByteIndex
            self._text = []

    def _ended(self, tag: str) -> None:
        self._depth -= 1
        if self._cell is None:
            return
        if tag == self._formula_tag:
            self._cell.formula_end = self._end_of(tag)
        elif tag == self._value_tag:
            self._cell.value_end = self._end_of(tag)
            self._cell.value = "".join(self._text or ())
            self._text = None
        elif tag == self._cell_tag:
            self._cell = None

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end_of(self, tag: str) -> int:
        return end_of_element(self._content, self.parser.CurrentByteIndex, tag)
