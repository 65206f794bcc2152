"""Has the input changed since the report? Formulas that compare each cell with a copy of it as it was typed.

Plain `=` takes a blank for 0 and `ILICA` for `ılıca`, so each kind of cell has its own test. None of them
gives an error value: a cell that turned into an error, or was deleted, counts as changed.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct

from kpisheet.workbook.names import quoted
from kpisheet.workbook.results.canvas import fixed
from kpisheet.worksheet.sheet import BLANK_CELL, CellKind, CellRange, RawCell, RawSheet

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_NEVER = "FALSE"


def copy_of(cell: RawCell | None) -> Decimal | str | bool | None:
    """What is stored beside for comparison: the cell as typed. None for a blank cell."""
    if cell is None or cell.kind is CellKind.BLANK:
        return None
    if cell.kind is CellKind.BOOLEAN:
        return cell.text.upper() == "TRUE"
    return cell.number if cell.kind is CellKind.NUMBER else cell.text


def is_readable(cell: RawCell | None) -> bool:
    """Whether the report saw what stands in the cell; a formula whose value was never stored hides it."""
    return cell is None or cell.kind is not CellKind.BLANK or cell.formula is None


# Each is TRUE while the cell {0} holds what it held; {1} is where that is stored.
_TESTS = {
    CellKind.NUMBER: "IF(ISNUMBER({0}),{0}={1},FALSE)",
    CellKind.TEXT: "IF(ISTEXT({0}),EXACT({0},{1}),FALSE)",
    CellKind.BOOLEAN: "IF(ISLOGICAL({0}),{0}={1},FALSE)",
    CellKind.ERROR: "ISERROR({0})",
    CellKind.BLANK: "ISBLANK({0})",
}


def _test_of(cell: RawCell | None) -> str:
    if not is_readable(cell):
        return _NEVER
    return _TESTS[BLANK_CELL if cell is None else cell.kind]


class Watched(Struct, frozen=True):
    """One input cell under guard: where it stands and, 0-based, where its copy stands."""

    sheet: str
    row: int
    column: int
    cell: RawCell | None
    copy_row: int
    copy_column: int


class Guard(NamedTuple):
    """A formula that is 1 if any of its cells is no longer as typed, else 0; its value now; its `likeness`.

    Those of one likeness make the same tests on the same sheets.
    """

    formula: str
    value: int
    likeness: Hashable


def changed_formula(watched: Sequence[Watched]) -> Guard:
    """The guard of these cells."""
    tests = tuple([_test_of(one.cell) for one in watched])
    places: list[str] = []
    for one in watched:
        places += (
            f"{quoted(one.sheet)}!{fixed(one.row - 1, one.column - 1)}",
            fixed(one.copy_row, one.copy_column),
        )
    likeness = (tests, tuple([one.sheet for one in watched]))
    return Guard(_all_of(tests).format(*places), int(_NEVER in tests), likeness)


@lru_cache(maxsize=256)
def _all_of(tests: tuple[str, ...]) -> str:
    """The formula of these tests, with holes for the places of each: a table's rows are mostly alike."""
    holes = ((f"{{{place}}}", f"{{{place + 1}}}") for place in range(0, 2 * len(tests), 2))
    numbered = [test.format(*pair) for test, pair in zip(tests, holes, strict=True)]
    # A deleted row leaves #REF!, which LibreOffice hands through every test but IFERROR.
    return f"IFERROR(IF(AND({','.join(numbered)}),0,1),1)"


def column_below(sheet: str, first_row: int, column: int) -> str:
    """An input column from its first row (1-based) to the end of the sheet."""
    return f"{quoted(sheet)}!{fixed(first_row - 1, column - 1)}:{fixed(LAST_ROW - 1, column - 1)}"


class Content(NamedTuple):
    """What stands in a column: how many cells with a value or a formula (COUNTA), the sum of the numbers.

    `trues`: how many cells hold TRUE, which LibreOffice adds as 1 each and Excel doesn't add.
    """

    filled: int
    total: Decimal
    trues: int


def content_below(sheet: RawSheet, first_row: int, column: int) -> Content:
    """What stands in that column from its first row (1-based) on."""
    filled, total, trues = 0, Decimal(0), 0
    for number, cells in sheet.rows.items():
        cell = cells.get(column)
        if cell is None or number < first_row:
            continue
        if cell.number is not None:
            total += cell.number
        elif cell.kind is BLANK_CELL and cell.formula is None:
            continue
        elif cell.kind is CellKind.BOOLEAN:
            trues += copy_of(cell) is True
        filled += 1
    return Content(filled, total, trues)


_MARGIN = 12  # columns to the right of a table, where a month may be added


def added_cells_formula(sheet: RawSheet, area: CellRange) -> str:
    """How many more cells stand now in and below a table that is no list, or a little to its right."""
    last_column = min(area.last_column + _MARGIN, LAST_COLUMN)
    then = sum(
        content_below(sheet, area.first_row, column).filled
        for column in range(area.first_column, last_column + 1)
    )
    first = fixed(area.first_row - 1, area.first_column - 1)
    cells = f"{quoted(sheet.name)}!{first}:{fixed(LAST_ROW - 1, last_column - 1)}"
    return f"MAX(0,COUNTA({cells})-{then})"


def added_rows_formula(sheet: RawSheet, first_row: int, columns: Mapping[str, int]) -> str:
    """How many more rows the input table has now than then, by its channels and its spends."""
    counts = []
    for key in ("channel", "spend"):
        if key in columns:
            then = content_below(sheet, first_row, columns[key])
            counts.append(f"COUNTA({column_below(sheet.name, first_row, columns[key])})-{then.filled}")
    return f"MAX(0,{','.join(counts)})"
