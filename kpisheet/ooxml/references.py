"""Places in a sheet: areas of cells, and their text as formulas write it. Rows and columns are 1-based."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from kpisheet.ooxml.limits import LAST_COLUMN, LAST_ROW

Cell = tuple[int, int]
"""A row and a column."""

# Texts and quoted names are passed over whole, closed or not, so that no part of one is looked at twice.
_SHEET_NAMES = re.compile(
    r"""("[^"]*+(?:""[^"]*+)*+"?)|'([^']*+(?:''[^']*+)*+)(?:'(!)?|\Z)|(?<![\w.'!\]])([^\W\d][\w.]*+)!"""
)
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


class CellArea(NamedTuple):
    """A rectangle of cells, bounds included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def __str__(self) -> str:
        first = cell_name(self.first_row, self.first_column)
        last = cell_name(self.last_row, self.last_column)
        return first if first == last else f"{first}:{last}"


def column_letters(column: int) -> str:
    """``AB`` of 28."""
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def column_number(letters: str) -> int:
    """28 of ``AB``."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def cell_name(row: int, column: int) -> str:
    """``AB7`` of row 7, column 28."""
    return f"{column_letters(column)}{row}"


def cell_of(reference: str) -> Cell | None:
    """Row and column of ``AB7`` or ``$AB$7``, or None where the text is no reference to one cell."""
    found = _REFERENCE.fullmatch(reference)
    return None if found is None else (int(found.group(2)), column_number(found.group(1)))


def area_of(reference: str) -> CellArea | None:
    """The area that ``A1:C9`` or ``$B$2`` means, corners in order; None where it is none in a sheet."""
    first, _, last = reference.strip().partition(":")
    one, other = cell_of(first), cell_of(last or first)
    if one is None or other is None:
        return None
    (top, bottom), (left, right) = sorted((one[0], other[0])), sorted((one[1], other[1]))
    if top < 1 or bottom > LAST_ROW or right > LAST_COLUMN:
        return None
    return CellArea(top, left, bottom, right)


def renamed_in(formula: str, names: Mapping[str, str]) -> str:
    """A formula that names sheets by their new names; texts in it stay."""
    folded = {old.casefold(): new for old, new in names.items()}

    def renamed(found: re.Match[str]) -> str:
        quoted, bare = found[2] if found[3] else None, found[4]
        if quoted is None and bare is None:
            return found[0]
        name = bare if quoted is None else quoted.replace("''", "'")
        new = folded.get(name.casefold())
        return found[0] if new is None else "'" + new.replace("'", "''") + "'!"

    return _SHEET_NAMES.sub(renamed, formula)
