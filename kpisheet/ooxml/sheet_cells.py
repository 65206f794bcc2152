"""Reads the cells inside ``sheetData``: the handlers here run a few million times for one large sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpisheet.ooxml.cells import RECORD, TYPES
from kpisheet.ooxml.limits import exceeded
from kpisheet.ooxml.parsing import Attributes, damaged, is_true, local_name, unescaped, whole
from kpisheet.ooxml.references import cell_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from xml.parsers import expat

    from kpisheet.ooxml.limits import Limits

_KINDS = {name: index for index, name in enumerate(TYPES)}
_SHARED, _STRING, _INLINE = _KINDS["s"], _KINDS["str"], _KINDS["inlineStr"]
_ROW_DEPTH, _CELL_DEPTH, _VALUE_DEPTH = 1, 2, 3  # seen from sheetData
_LAST_STYLE = 65_535
_COLUMN_BITS = 15


class CellReader:
    """The state of one pass through ``sheetData``; `records`, `values` and `formulas` hold the result.

    expat reports an end *after* ``<c/>`` but *at* ``</c>``: the bytes standing there tell which it was.
    """

    __slots__ = (
        *("formulas", "hidden_rows", "records", "values"),
        *("_content", "_depth", "_leave", "_limits", "_parser", "_part", "_pieces", "_shared"),
        *("_cell_name", "_formula_name", "_guide_name", "_row_name", "_text_name", "_value_name"),
        *("_close", "_closing_cell", "_closing_value", "_encoding"),
        *("_column", "_columns", "_row", "_row_text", "_rows", "_styles"),
        *("_cell_start", "_formula", "_kind", "_style", "_value", "_value_end", "_value_start"),
        *("_characters", "_guide_depth", "_inline", "_last_place", "_ordered"),
    )

    def __init__(
        self,
        parser: expat.XMLParserType,
        content: bytes,
        *,
        encoding: str,
        part: str,
        limits: Limits,
        shared: Sequence[str],
        leave: Callable[[str], None],
    ) -> None:
        self.records = bytearray()
        self.values: list[str | None] = []
        self.formulas: dict[int, str] = {}
        self.hidden_rows: set[int] = set()
        self._parser, self._content, self._encoding, self._part = parser, content, encoding, part
        self._limits, self._shared, self._leave = limits, shared, leave
        self._close = ">".encode(encoding)
        self._pieces: list[str] = []
        self._inline: list[str] = []
        self._columns: dict[str, int] = {}
        self._styles: dict[str | None, int] = {None: 0}
        self._row = self._column = self._rows = self._depth = self._guide_depth = self._characters = 0
        self._row_text = ""
        self._cell_start = self._kind = self._style = self._value_start = self._value_end = 0
        self._value: str | None = None
        self._formula: str | None = None
        self._last_place = 0
        self._ordered = True

    def enter(self, prefix: str) -> None:
        """Take over the parser at the start tag of ``sheetData``; its end gives it back through `leave`."""
        self._depth = 0
        self._row_name, self._cell_name, self._value_name = prefix + "row", prefix + "c", prefix + "v"
        self._formula_name, self._text_name, self._guide_name = prefix + "f", prefix + "t", prefix + "rPh"
        self._closing_cell = f"</{self._cell_name}".encode(self._encoding)
        self._closing_value = f"</{self._value_name}".encode(self._encoding)
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._pieces.append

    def put_in_order(self) -> None:
        """Sort the cells by row and column if the file didn't; of two with one place the last one stays."""
        if self._ordered:
            return
        size, records = RECORD.size, self.records
        chosen: dict[tuple[int, int], int] = {}
        for index, (row, column, *_) in enumerate(RECORD.iter_unpack(records)):
            chosen[row, column] = index
        order = [chosen[place] for place in sorted(chosen)]
        self.records = bytearray().join(records[index * size : (index + 1) * size] for index in order)
        self.values = [self.values[index] for index in order]
        self.formulas = {
            place: self.formulas[index] for place, index in enumerate(order) if index in self.formulas
        }

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth = depth = self._depth + 1
        if depth == _VALUE_DEPTH and name == self._value_name:
            self._pieces.clear()
            self._value_start = self._parser.CurrentByteIndex
        elif depth == _CELL_DEPTH and name == self._cell_name:
            self._cell_start = self._parser.CurrentByteIndex
            self._enter_cell(attributes)
        elif depth == _ROW_DEPTH and name == self._row_name:
            self._enter_row(attributes)
        elif depth == _VALUE_DEPTH and name == self._formula_name:
            self._pieces.clear()
        else:
            self._enter_other(name, depth)

    def _enter_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        row = self._row + 1 if number is None else whole(number, 0)
        if row < 1:
            raise damaged(self._part)
        self._rows += 1
        if row > self._limits.rows or self._rows > self._limits.rows:
            raise exceeded("rows", self._limits, self._part)
        self._row, self._row_text, self._column = row, str(row), 0
        if "hidden" in attributes and is_true(attributes["hidden"]):
            self.hidden_rows.add(row)

    def _enter_cell(self, attributes: Attributes) -> None:
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
        else:
            column = self._columns.get(reference.removesuffix(self._row_text))
            self._column = self._place_of(reference) if column is None else column
        if self._column > self._limits.columns:
            raise exceeded("columns", self._limits, self._part)
        kind = attributes.get("t")
        self._kind = 0 if kind is None else _KINDS.get(kind, 0)
        style = self._styles.get(attributes.get("s"))
        self._style = self._style_of(attributes["s"]) if style is None else style
        self._value = self._formula = None
        self._value_start = self._value_end = 0

    def _place_of(self, reference: str) -> int:
        """The column of a reference; its row counts more than that of the row it stands in."""
        place = cell_of(reference)
        if place is None or place[0] < 1:
            raise damaged(self._part)
        row, column = place
        if row == self._row:
            self._columns[reference.removesuffix(self._row_text)] = column
        if row > self._limits.rows:
            raise exceeded("rows", self._limits, self._part)
        self._row, self._row_text = row, str(row)
        return column

    def _style_of(self, text: str) -> int:
        style = whole(text, 0)
        self._styles[text] = style = style if 0 <= style <= _LAST_STYLE else 0
        return style

    def _enter_other(self, name: str, depth: int) -> None:
        """Inline texts; anything else that a later version of the format may put here is passed over."""
        if depth > self._limits.xml_depth:
            raise exceeded("xml_depth", self._limits, self._part)
        if depth <= _CELL_DEPTH and local_name(name) in {"row", "c"}:
            raise damaged(self._part)  # another prefix than the rest: passing it over would lose cells
        if name == self._text_name:
            self._pieces.clear()
        elif name == self._guide_name and not self._guide_depth:
            self._guide_depth = depth

    def _end(self, name: str) -> None:
        depth = self._depth
        self._depth = depth - 1
        if depth == _VALUE_DEPTH:
            if name == self._value_name:
                pieces = self._pieces
                self._value = pieces[0] if len(pieces) == 1 else "".join(pieces)
                self._value_end = self._after(self._closing_value)
            elif name == self._formula_name:
                self._formula = "".join(self._pieces)
        elif depth == _CELL_DEPTH:
            if name == self._cell_name:
                self._leave_cell()
        elif depth == 0:
            self._leave(name)
        elif depth > _VALUE_DEPTH:
            self._leave_other(name, depth)

    def _after(self, closing: bytes) -> int:
        """Where the element that ends now has its last byte, plus one."""
        at: int = self._parser.CurrentByteIndex
        if self._content.startswith(closing, at):
            return self._content.index(self._close, at + len(closing)) + len(self._close)
        return at

    def _leave_other(self, name: str, depth: int) -> None:
        if name == self._text_name and not self._guide_depth:
            self._inline += self._pieces
        elif depth == self._guide_depth:
            self._guide_depth = 0

    def _leave_cell(self) -> None:
        kind, value = self._kind, self._value
        if kind or self._inline:
            kind, value = self._text_of(kind, value)
        if self._formula is not None:
            self.formulas[len(self.values)] = self._formula
        place = self._row << _COLUMN_BITS | self._column
        if place <= self._last_place:
            self._ordered = False
        self._last_place = place
        self.records += RECORD.pack(
            self._row,
            self._column,
            self._style,
            self._cell_start,
            self._after(self._closing_cell),
            self._value_start,
            self._value_end,
            kind,
        )
        self.values.append(value)
        if len(self.values) > self._limits.cells:
            raise exceeded("cells", self._limits, self._part)

    def _text_of(self, kind: int, value: str | None) -> tuple[int, str | None]:
        if self._inline:
            kind, value = _INLINE, "".join(self._inline)
            self._inline = []
        if kind == _SHARED:
            value = self._shared_text(value.strip()) if value else None
        elif value and kind in {_STRING, _INLINE}:
            value = unescaped(value)
            if len(value) > self._limits.cell_characters:
                raise exceeded("cell_characters", self._limits, self._part)
        self._characters += len(value or "")
        if self._characters > self._limits.text_characters:
            raise exceeded("text_characters", self._limits, self._part)
        return kind, value

    def _shared_text(self, index: str) -> str:
        if not (index.isascii() and index.isdigit() and len(index) < 10 and int(index) < len(self._shared)):
            raise damaged(self._part)
        return self._shared[int(index)]
