"""Where chosen rows of a sheet and their cells stand in the part's bytes."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct, field

from kpisheet.ooxml.limits import LIMITS, exceeded
from kpisheet.ooxml.references import cell_of
from kpisheet.ooxml.xml.guarded import Attributes, end_of_element, guarded_parser, parsing, whole

if TYPE_CHECKING:
    from kpisheet.ooxml.xml.edits import XmlPart


class CellSpan(Struct):
    """A cell by its bytes, and its formula and its value by theirs (-1 without one).

    `style`: its format's index as written. `formula` is its own text; a cell that follows a shared formula
    has none, and `shared` names that formula. `array`: the area of an array formula. `value` is the text of
    its ``v``, None without one; `has_value` counts an inline text, too.
    """

    column: int
    start: int
    end: int = -1
    style: str = ""
    type: str = "n"
    formula: str = ""
    shared: str = ""
    array: str = ""
    formula_end: int = -1
    value: str | None = None
    value_start: int = -1
    value_end: int = -1
    has_value: bool = False

    @property
    def has_formula(self) -> bool:
        """Whether it has a formula, its own or a shared one."""
        return self.formula_end >= 0

    @property
    def typed(self) -> bool:
        """Whether a person typed something there."""
        return self.has_value and not self.has_formula


class SharedFormula(NamedTuple):
    """The text of a formula that several cells share, and the cell that it is written for."""

    text: str
    row: int
    column: int


class RowSpan(Struct):
    """A row by its bytes, from its start tag to the end of its end tag."""

    number: int
    start: int
    end: int = -1
    cells: list[CellSpan] = field(default_factory=list)

    def within(self, columns: range) -> Iterator[CellSpan]:
        """Its cells in these columns."""
        return (cell for cell in self.cells if cell.column in columns)

    def opening(self, content: bytes) -> bytes:
        """Its start tag; ``<row/>`` as one that can hold cells."""
        stop = content.index(b">", self.start)
        return content[self.start : stop].rstrip(b"/").rstrip() + b">"


class SheetSpans(NamedTuple):
    """The wanted rows by number, and the shared formulas of the whole sheet by their index."""

    rows: dict[int, RowSpan]
    shared: dict[str, SharedFormula]


def row_spans(
    part: XmlPart, wanted: Callable[[int], bool], columns: Container[int] | None = None
) -> SheetSpans:
    """The wanted rows, in one pass over the part; with `columns` only the cells in these."""
    reader = _RowSpanReader(part, wanted, columns)
    with parsing(part.name):
        reader.parser.Parse(part.content, True)
    return SheetSpans(reader.rows, reader.shared)


class _RowSpanReader:
    """The pass: counts rows and cells, which may lack references."""

    def __init__(self, part: XmlPart, wanted: Callable[[int], bool], columns: Container[int] | None) -> None:
        self.rows: dict[int, RowSpan] = {}
        self.shared: dict[str, SharedFormula] = {}
        self._content, self._part = part.content, part.name
        self._wanted, self._columns = wanted, columns
        p = part.root.prefix
        self._row_tag, self._cell_tag = p + "row", p + "c"
        self._formula_tag, self._value_tag, self._text_tag = p + "f", p + "v", p + "t"
        self._number = self._column = self._depth = 0
        self._row: RowSpan | None = None
        self._cell: CellSpan | None = None
        self._text: list[str] | None = None
        self.parser = guarded_parser(part.name, encoding="utf-8")
        self.parser.StartElementHandler = self._started
        self.parser.EndElementHandler = self._ended
        self.parser.CharacterDataHandler = self._characters

    def _started(self, tag: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > LIMITS.xml_depth:
            raise exceeded("xml_depth", LIMITS, self._part)
        if tag == self._row_tag:
            self._number = whole(attributes.get("r"), self._number + 1)
            self._column = 0
            if self._wanted(self._number):
                self._row = RowSpan(self._number, self.parser.CurrentByteIndex)
        elif tag == self._cell_tag:
            place = cell_of(attributes.get("r", ""))
            self._column = place[1] if place else self._column + 1
            if self._columns is None or self._column in self._columns:
                self._cell = CellSpan(
                    self._column,
                    self.parser.CurrentByteIndex,
                    style=attributes.get("s", ""),
                    type=attributes.get("t", "n"),
                )
        elif self._cell is not None and tag == self._formula_tag:
            self._text = []
            kind = attributes.get("t")
            self._cell.shared = attributes.get("si", "") if kind == "shared" else ""
            self._cell.array = attributes.get("ref", "") if kind == "array" else ""
        elif self._cell is not None and tag == self._value_tag:
            self._cell.value_start = self.parser.CurrentByteIndex
            self._text = []
        elif self._cell is not None and tag == self._text_tag:
            self._text = []

    def _ended(self, tag: str) -> None:
        self._depth -= 1
        if tag == self._row_tag and self._row is not None:
            self._row.end = self._end_of(tag)
            self.rows.setdefault(self._row.number, self._row)
            self._row = None
        elif self._cell is None:
            return
        elif tag == self._cell_tag:
            if self._row is not None:
                self._cell.end = self._end_of(tag)
                self._row.cells.append(self._cell)
            self._cell = None
        elif tag == self._formula_tag:
            self._end_formula(self._cell)
        elif tag in (self._value_tag, self._text_tag):
            self._end_value(self._cell, tag)

    def _end_formula(self, cell: CellSpan) -> None:
        cell.formula, cell.formula_end = "".join(self._text or ()), self._end_of(self._formula_tag)
        self._text = None
        if cell.shared and cell.formula:
            self.shared.setdefault(cell.shared, SharedFormula(cell.formula, self._number, cell.column))

    def _end_value(self, cell: CellSpan, tag: str) -> None:
        text, self._text = "".join(self._text or ()), None
        cell.has_value = cell.has_value or bool(text)
        if tag == self._value_tag:
            cell.value, cell.value_end = text, self._end_of(tag)

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end_of(self, tag: str) -> int:
        if self._row is None:  # nobody wants the row, only what its formulas share
            return -1
        return end_of_element(self._content, self.parser.CurrentByteIndex, tag)
