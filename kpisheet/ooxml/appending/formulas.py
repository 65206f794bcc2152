"""Formulas as text: what they become when they are copied down."""

from __future__ import annotations

import re

from kpisheet.ooxml.limits import LAST_ROW

# Texts, quoted sheet names and bracketed names (structured references nest) are passed over whole.
_PASSED_OVER = r'"(?:[^"]|"")*"|\'(?:[^\']|\'\')*\'|\[(?:[^\[\]]|\[[^\[\]]*\])*\]'
_REFERENCE = r"(?<![\w.$])(\$?[A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})(?![\w.(\[!])"
_ROWS = r"(?<![\w.$])(\$?)([1-9][0-9]{0,6}):(\$?)([1-9][0-9]{0,6})(?![\w.(])"
_PIECE = re.compile(f"{_PASSED_OVER}|{_REFERENCE}|{_ROWS}")


def copied_down(formula: str, rows: int) -> str:
    """`formula` (without ``=``) as Excel writes it `rows` further down: relative rows follow.

    A reference that would leave the sheet becomes ``#REF!``.
    """

    def moved(found: re.Match[str]) -> str:
        if found[1]:
            row = _moved(found[2], found[3], rows)
            return "#REF!" if row is None else f"{found[1]}{found[2]}{row}"
        if found[5]:
            first, last = _moved(found[4], found[5], rows), _moved(found[6], found[7], rows)
            return "#REF!" if first is None or last is None else f"{found[4]}{first}:{found[6]}{last}"
        return found[0]

    return _PIECE.sub(moved, formula)


def _moved(anchor: str, row: str, rows: int) -> int | None:
    place = int(row) if anchor else int(row) + rows
    return place if 1 <= place <= LAST_ROW else None
