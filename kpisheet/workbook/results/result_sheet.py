"""A worksheet of XlsxWriter's whose cells stand beside it, for the workbook that it is grafted into.

XlsxWriter makes all that is not a cell: columns, rules, validations, links, merged areas, charts, print
settings. Cells written by it would be stored, numbered, packed, unpacked and written once more.
"""

from __future__ import annotations

from collections import defaultdict

from xlsxwriter.format import Format

from kpisheet.workbook.plain_formulas import PlainFormulas

Cell = tuple[int, str | None, float | str | bool | None]
"""A format's number, a formula (without ``=``) or none, the value or none for a blank cell."""


class ResultSheet(PlainFormulas):
    """A worksheet that hands the texts of its links to `cells`, where all other cells go too."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: defaultdict[int, dict[int, Cell]] = defaultdict(dict)  # by row and column, 1-based
        self._numbers: dict[Format, int] = {}

    def number_of(self, style: Format | None) -> int:
        """A format's number in the workbook's style sheet, which it enters as the first cell asks for it."""
        if style is None:
            return 0
        number = self._numbers.get(style)
        if number is None:
            number = self._numbers[style] = style._get_xf_index()  # noqa: SLF001 - told nowhere else
        return number

    def merged(self, row: int, first: int, last: int, style: Format) -> None:
        """Merge a row's cells, all blank as yet. XlsxWriter would look each up among all others."""
        self.merge.append([row, first, row, last])
        cells, blank = self.cells[row + 1], (self.number_of(style), None, None)
        for column in range(first + 1, last + 2):
            cells[column] = blank

    def _write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> int:
        self.cells[row + 1][col + 1] = self.number_of(cell_format), None, string
        return 0
