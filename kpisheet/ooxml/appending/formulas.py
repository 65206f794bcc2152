"""Formulas as text: what they become when they are copied to another cell."""

from __future__ import annotations

import re

from kpisheet.ooxml.limits import LAST_COLUMN, LAST_ROW
from kpisheet.ooxml.references import column_letters, column_number

# Texts, quoted sheet names and bracketed names (structured references nest) are passed over whole.
_PASSED_OVER = r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|\[(?:[^\[\]]|\[[^\[\]]*\])*\]'
_REFERENCE = r"(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(\[!])"
_COLUMNS = r"(?<![\w.$])(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.(\[!])"
_ROWS = r"(?<![\w.$])(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})(?![\w.(])"
_PIECE = re.compile(f"{_PASSED_OVER}|{_REFERENCE}|{_ROWS}|{_COLUMNS}")
_LOST = "#REF!"


def copied(formula: str, down: int, right: int = 0) -> str:
    """`formula` (without ``=``) as Excel writes it so many rows and columns further: relative ones follow.

    A reference that would leave the sheet becomes ``#REF!``.
    """

    def moved(found: re.Match[str]) -> str:
        if found[2]:
            column, row = _column(found[1], found[2], right), _row(found[3], found[4], down)
            return _LOST if column is None or row is None else f"{found[1]}{column}{found[3]}{row}"
        if found[6]:
            ends = _row(found[5], found[6], down), _row(found[7], found[8], down)
            return _LOST if None in ends else f"{found[5]}{ends[0]}:{found[7]}{ends[1]}"
        if found[10]:
            columns = _column(found[9], found[10], right), _column(found[11], found[12], right)
            return _LOST if None in columns else f"{found[9]}{columns[0]}:{found[11]}{columns[1]}"
        return found[0]

    return _PIECE.sub(moved, formula)


def _row(anchor: str, row: str, down: int) -> int | None:
    place = int(row) if anchor else int(row) + down
    return place if 1 <= place <= LAST_ROW else None


def _column(anchor: str, letters: str, right: int) -> str | None:
    if anchor or not right:
        return letters
    place = column_number(letters) + right
    return column_letters(place) if 1 <= place <= LAST_COLUMN else None
