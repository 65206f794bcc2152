"""Whether a formula adds up other lines of its table: `SUM(C2:C9)`, `SUBTOTAL(9,Ads[Spend])`, `C2+C3`."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

from msgspec import Struct

from kpisheet.worksheet.sheet import CellRange, RawCell

_SUMS = "SUM|SUBTOTAL|AGGREGATE|SUMIFS?|SUMPRODUCT|DSUM"
_OTHERS = r"AVERAGEA?|AVERAGEIFS?|MEDIAN|MAX|MIN|COUNTA?|COUNTIFS?|STDEV(?:\.[SP])?"
_AROUND = r"(?:(?:ROUND(?:UP|DOWN)?|IFERROR|ABS|INT)\()*"
_INSIDE = r"\((?:[^()]|\([^()]*\))*\)"
_CELL = r"\$?([A-Z]{1,3})\$?([0-9]{1,7})"
_REFERENCE = re.compile(rf"(?<![A-Z0-9_.!'\]:$]){_CELL}(?::{_CELL})?(?![A-Z0-9_(!.])", re.IGNORECASE)
_CHAIN = re.compile(rf"^\+*{_CELL}(?:\+{_CELL})+$", re.IGNORECASE)


def _whole(functions: str) -> re.Pattern[str]:
    """A formula that is nothing but calls of these: a fee of `SUM(C2:C8)*10%` is no total."""
    term = rf"(?:{functions}){_INSIDE}"
    return re.compile(rf"^\+*{_AROUND}{term}(?:\+(?:{term}|{_CELL}))*(?:,[^()]*\))*$", re.IGNORECASE)


_SUMMING, _SUMMARISING = _whole(_SUMS), _whole(_OTHERS)
_LONGEST = 2000


class TableArea(Struct, frozen=True):
    """Where a table's figures stand, and the names of Excel tables over them. `across`: lines are columns."""

    area: CellRange
    tables: frozenset[str] = frozenset()
    across: bool = False


class Reckons(IntEnum):
    """What a formula makes of the other lines of its table."""

    NOTHING = 0
    SUMMARY = 1  # their mean, the largest … : also how a person fills in a figure that is missing
    SUM = 2


def reckons(cell: RawCell, around: TableArea) -> Reckons:
    """What the cell's formula makes of cells of other lines of its table.

    A sum along its own line, of another sheet or of cells beside the table is nothing of that.
    """
    if not cell.formula:
        return Reckons.NOTHING
    line, place = (cell.column, cell.row) if around.across else (cell.row, cell.column)
    return _reckons(cell.formula.replace(" ", "")[:_LONGEST], line, place, around)


def adds_up(cell: RawCell) -> bool:
    """Whether the cell's formula is nothing but a sum, whatever it adds up."""
    typed = "" if cell.formula is None else cell.formula.replace(" ", "")[:_LONGEST]
    return bool(_CHAIN.match(typed) or _SUMMING.match(typed))


@lru_cache(maxsize=4096)
def _reckons(formula: str, line: int, place: int, around: TableArea) -> Reckons:
    if _CHAIN.match(formula):
        references = _references(formula, around)
        adds = all(
            first == last != line and left == right == place and _covers_another(first, last, line, around)
            for first, left, last, right in references
        )
        return Reckons.SUM if adds else Reckons.NOTHING
    sums = _SUMMING.match(formula) is not None
    if not sums and _SUMMARISING.match(formula) is None:
        return Reckons.NOTHING
    over = _over_table(formula, around) or any(
        left <= place <= right and _covers_another(first, last, line, around)
        for first, left, last, right in _references(formula, around)
    )
    return (Reckons.SUM if sums else Reckons.SUMMARY) if over else Reckons.NOTHING


def _over_table(formula: str, around: TableArea) -> bool:
    """Whether it goes over a whole column of the table itself: `Ads[Spend]`, not the row's own cells."""
    own_row = "@" in formula or "#This" in formula
    return not own_row and any(f"{name}[" in formula for name in around.tables)


def _references(formula: str, around: TableArea) -> list[CellRange]:
    """Each reference on the formula's own sheet, rows and columns exchanged where lines are columns."""
    found = []
    for first_letters, first_row, letters, row in _REFERENCE.findall(formula):
        rows = sorted((int(first_row), int(row or first_row)))
        columns = sorted((_column(first_letters), _column(letters or first_letters)))
        (top, bottom), (left, right) = (columns, rows) if around.across else (rows, columns)
        found.append(CellRange(top, left, bottom, right))
    return found


def _covers_another(first: int, last: int, line: int, around: TableArea) -> bool:
    low, high = _bounds(around)
    low, high = max(first, low), min(last, high)
    return low <= high and not low == high == line


def _bounds(around: TableArea) -> tuple[int, int]:
    area = around.area
    return (area.first_column, area.last_column) if around.across else (area.first_row, area.last_row)


@lru_cache(maxsize=1024)
def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
