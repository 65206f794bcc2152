"""The cells of a sheet that is to be grafted: XML from which only the numbers of the formats are missing.

A spreadsheet library would write each cell once more for a workbook that nobody opens, to be taken apart
again: that was half of what a report's result sheets took.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from kpisheet.ooxml.parsing import escaped
from kpisheet.ooxml.patch import element_text
from kpisheet.ooxml.references import CellArea, column_letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_OUTER_SPACE = re.compile(r"\A\s|\s\Z")
_letters = lru_cache(maxsize=1024)(column_letters)


class WrittenCells:
    """Cells by row and column (1-based). A format is said by its number in the donor's own style sheet."""

    __slots__ = ("_rows",)

    def __init__(self) -> None:
        self._rows: defaultdict[int, dict[int, tuple[int, str]]] = defaultdict(dict)

    def text(self, row: int, column: int, text: str, style: int) -> None:
        """A text, whatever it looks like; an empty one leaves the cell blank."""
        self._rows[row][column] = style, _text(text) if text else "/>"

    def number(self, row: int, column: int, value: float, style: int) -> None:
        """A finite number, by as many digits as tell it from its neighbours."""
        self._rows[row][column] = style, f"><v>{value!r}</v></c>"

    def boolean(self, row: int, column: int, value: bool, style: int) -> None:
        """TRUE or FALSE."""
        self._rows[row][column] = style, f' t="b"><v>{value:d}</v></c>'

    def formula(self, row: int, column: int, formula: str, value: float | str | bool, style: int) -> None:
        """A formula (without ``=``) with the value that it has now."""
        written = f"<f>{element_text(formula)}</f>"
        if isinstance(value, bool):
            rest = f' t="b">{written}<v>{value:d}</v></c>'
        elif isinstance(value, str):
            rest = f' t="str">{written}<v>{element_text(value)}</v></c>'
        else:
            rest = f">{written}<v>{value!r}</v></c>"
        self._rows[row][column] = style, rest

    def blank(self, row: int, column: int, style: int) -> None:
        """An empty cell that has a format."""
        self._rows[row][column] = style, "/>"

    @property
    def area(self) -> CellArea | None:
        """The smallest area that holds all cells."""
        if not self._rows:
            return None
        columns = [column for cells in self._rows.values() for column in (min(cells), max(cells))]
        return CellArea(min(self._rows), min(columns), max(self._rows), max(columns))

    def rows(self, attributes: Mapping[int, str], formats: Sequence[int]) -> Iterator[str]:
        """The rows' XML, in order; `attributes` are those that rows have, `formats` the numbers to write."""
        for row in sorted({*self._rows, *attributes}):
            yield f'<row r="{row}"{attributes.get(row, "")}>'
            for column, (style, rest) in sorted(self._rows.get(row, {}).items()):
                yield f'<c r="{_letters(column)}{row}" s="{formats[style]}"{rest}'
            yield "</row>"


@lru_cache(maxsize=1024)
def _text(text: str) -> str:
    """What follows the format of a text's cell."""
    space = ' xml:space="preserve"' if _OUTER_SPACE.search(text) else ""
    return f' t="inlineStr"><is><t{space}>{element_text(escaped(text))}</t></is></c>'
