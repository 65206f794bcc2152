"""The cells of a sheet that is grafted, written as XML once the numbers of their formats are known.

A spreadsheet library would write each of them for a workbook that nobody opens, to be taken apart and
written again: that was half of what a report's result sheets took.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from kpisheet.ooxml.references import CellArea, column_letters
from kpisheet.ooxml.xml.edits import element_text
from kpisheet.ooxml.xml.guarded import escaped

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

WrittenCell = tuple[int, str | None, float | str | bool | None]
"""A format's number in the donor's style sheet, a formula (without ``=``) or none, a finite value or none.

A text is one whatever it looks like; an empty one leaves its cell blank. A formula's value is the one
that it has now.
"""

_OUTER_SPACE = re.compile(r"\A\s|\s\Z")
_letters = lru_cache(maxsize=1024)(column_letters)


def area_of_cells(cells: Mapping[int, Mapping[int, WrittenCell]]) -> CellArea | None:
    """The smallest area that holds all cells, by row and column (1-based)."""
    edges = [column for row in cells.values() if row for column in (min(row), max(row))]
    return CellArea(min(cells), min(edges), max(cells), max(edges)) if edges else None


def written_rows(
    cells: Mapping[int, Mapping[int, WrittenCell]], attributes: Mapping[int, str], formats: Sequence[int]
) -> Iterator[str]:
    """The rows' XML, in order; `attributes` are those that rows have, `formats` the numbers to write."""
    for row in sorted({*cells, *attributes}):
        yield f'<row r="{row}"{attributes.get(row, "")}>'
        for column, (style, formula, value) in sorted(cells.get(row, {}).items()):
            if formula is not None:
                rest = _calculated(formula, value)
            else:
                rest = "/>" if value is None or value == "" else _valued(value)
            yield f'<c r="{_letters(column)}{row}" s="{formats[style]}"{rest}'
        yield "</row>"


def _valued(value: float | str | bool) -> str:
    """What follows the format of a cell without a formula."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return f' t="b"><v>{value:d}</v></c>'
    return f"><v>{value!r}</v></c>"


@lru_cache(maxsize=1024)
def _text(text: str) -> str:
    space = ' xml:space="preserve"' if _OUTER_SPACE.search(text) else ""
    return f' t="inlineStr"><is><t{space}>{element_text(escaped(text))}</t></is></c>'


def _calculated(formula: str, value: float | str | bool | None) -> str:
    """What follows the format of a formula's cell."""
    written = f"<f>{element_text(formula)}</f>"
    if isinstance(value, str):
        return f' t="str">{written}<v>{element_text(value)}</v></c>'
    if isinstance(value, bool):
        return f' t="b">{written}<v>{value:d}</v></c>'
    return f">{written}</c>" if value is None else f">{written}<v>{value!r}</v></c>"
