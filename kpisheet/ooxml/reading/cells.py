"""Reads the cells inside ``sheetData`` by expat, however written: handlers that run a few million times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpisheet.ooxml.limits import exceeded
from kpisheet.ooxml.reading.scanned import CellScan, TakeCells
from kpisheet.ooxml.references import cell_of
from kpisheet.ooxml.xml.guarded import Attributes, damaged, is_true, local_name, whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.parsers import expat

    from kpisheet.ooxml.limits import Limits
    from kpisheet.ooxml.reading.cell_texts import CellTexts

_ROW_DEPTH, _CELL_DEPTH, _VALUE_DEPTH = 1, 2, 3  # seen from sheetData


class CellReader:
    """The state of one pass through ``sheetData``: each row's cells go to `take`, in the file's order."""

    __slots__ = (
        *("count", "hidden_rows"),
        *("_depth", "_leave", "_limits", "_parser", "_part", "_pieces", "_take_row", "_texts"),
        *(
            "_cell_name",
            "_formula_name",
            "_guide_name",
            "_row_name",
            "_text_name",
            "_value_name",
            "_value_names",
        ),
        *("_cells", "_column", "_columns", "_row", "_row_text", "_rows", "_styles"),
        *("_formula", "_style", "_type", "_value"),
        *("_guide_depth", "_inline"),
    )

    def __init__(
        self,
        parser: expat.XMLParserType,
        *,
        part: str,
        limits: Limits,
        texts: CellTexts,
        take: TakeCells,
        leave: Callable[[str], None],
    ) -> None:
        self.count = 0
        self.hidden_rows: set[int] = set()
        self._parser, self._part, self._limits = parser, part, limits
        self._texts, self._take_row, self._leave = texts, take.take, leave
        self._pieces: list[str] = []
        self._inline: list[str] = []
        self._cells: list[CellScan] = []
        self._columns: dict[str, int] = {}
        self._styles: dict[str | None, int] = {None: 0}
        self._row = self._column = self._rows = self._depth = self._guide_depth = 0
        self._row_text = ""
        self._type, self._style = "n", 0
        self._value: str | None = None
        self._formula: str | None = None

    def enter(self, prefix: str) -> None:
        """Take over the parser at the start tag of ``sheetData``; its end gives it back through `leave`."""
        self._depth = 0
        self._row_name, self._cell_name, self._value_name = prefix + "row", prefix + "c", prefix + "v"
        self._value_names = frozenset((prefix + "v", prefix + "f"))
        self._formula_name, self._text_name, self._guide_name = prefix + "f", prefix + "t", prefix + "rPh"
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._pieces.append

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth = depth = self._depth + 1
        if depth == _VALUE_DEPTH and name in self._value_names:
            self._pieces.clear()
        elif depth == _CELL_DEPTH and name == self._cell_name:
            self._enter_cell(attributes)
        elif depth == _ROW_DEPTH and name == self._row_name:
            self._enter_row(attributes)
        else:
            self._enter_other(name, depth)

    def _enter_row(self, attributes: Attributes) -> None:
        number = attributes.get("r")
        self._enter_row_number(self._row + 1 if number is None else whole(number, 0))
        self._column = 0
        self._rows += 1
        if self._rows > self._limits.rows:
            raise exceeded("rows", self._limits, self._part)
        if "hidden" in attributes and is_true(attributes["hidden"]):
            self.hidden_rows.add(self._row)

    def _enter_row_number(self, row: int) -> None:
        if row < 1:
            raise damaged(self._part)
        if row > self._limits.rows:
            raise exceeded("rows", self._limits, self._part)
        self._row, self._row_text = row, str(row)

    def _enter_cell(self, attributes: Attributes) -> None:
        get = attributes.get
        reference = get("r")
        if reference is None:
            column = self._column + 1
        else:
            column = self._columns.get(reference.removesuffix(self._row_text), 0) or self._place_of(reference)
        self._column = column
        if column > self._limits.columns:
            raise exceeded("columns", self._limits, self._part)
        self._type = get("t", "n")
        style = self._styles.get(get("s"))
        self._style = self._style_of(attributes["s"]) if style is None else style
        self._value = self._formula = None

    def _place_of(self, reference: str) -> int:
        """The column of a reference; its row counts more than that of the row it stands in."""
        place = cell_of(reference)
        if place is None:
            raise damaged(self._part)
        row, column = place
        if row == self._row:
            self._columns[reference.removesuffix(self._row_text)] = column
        else:
            self._give_row()
            self._enter_row_number(row)
        return column

    def _style_of(self, text: str) -> int:
        self._styles[text] = style = max(whole(text, 0), 0)
        return style

    def _enter_other(self, name: str, depth: int) -> None:
        """Inline texts; anything else that a later version of the format may put here is passed over."""
        if depth > self._limits.xml_depth:
            raise exceeded("xml_depth", self._limits, self._part)
        if depth <= _VALUE_DEPTH and local_name(name) in {"row", "c"}:
            raise damaged(self._part)  # out of place, or another prefix: passing it over would lose cells
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
            elif name == self._formula_name:
                self._formula = "".join(self._pieces)
        elif depth == _CELL_DEPTH:
            if name == self._cell_name:
                self._leave_cell()
        elif depth == _ROW_DEPTH:
            self._give_row()
        elif depth > _VALUE_DEPTH:
            self._leave_other(name, depth)
        else:
            self._leave(name)

    def _leave_other(self, name: str, depth: int) -> None:
        if name == self._text_name and not self._guide_depth:
            self._inline += self._pieces
        elif depth == self._guide_depth:
            self._guide_depth = 0

    def _leave_cell(self) -> None:
        self.count += 1
        if self.count > self._limits.cells:
            raise exceeded("cells", self._limits, self._part)
        if self._inline or self._type != "n":
            self._look_up_text()
        self._cells.append(CellScan(self._column, self._type, self._style, self._value, self._formula))

    def _give_row(self) -> None:
        if self._cells:
            self._take_row(self._row, self._cells)
            self._cells = []

    def _look_up_text(self) -> None:
        """Turn what stands in the cell into its text, where it is a text cell; count what it shows."""
        if self._inline:
            self._type, self._value = "inlineStr", "".join(self._inline)
            self._inline = []
        if self._value:
            self._value = self._texts.text(self._type, self._value)
