"""A worksheet of XlsxWriter's that stores formulas as they are given.

XlsxWriter looks for newer functions by some 130 patterns a formula, which takes a third of the authoring,
and would take a person's sheet called `MAP(1)` for one. Ours are known to all versions since Excel 2007.
"""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet


class PlainFormulaSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter has no complete types
    """A worksheet whose `write_formula` changes nothing but the leading ``=``."""

    def _write_formula(
        self, row: int, col: int, formula: str, cell_format: Format | None = None, value: Any = 0
    ) -> int:
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula.removeprefix("="), cell_format, value)
        return 0
