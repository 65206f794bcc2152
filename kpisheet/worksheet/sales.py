"""What a column *Sales* is, a number of sales or money: told by its header, its formats, its neighbours."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kpisheet.texts.aliases import plain
from kpisheet.texts.currencies import currency_in_label
from kpisheet.texts.language import LANGUAGES
from kpisheet.texts.typed_text import read_number
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import Meaning, without_unit
from kpisheet.worksheet.locate import HeaderCell
from kpisheet.worksheet.sheet import NUMBER_CELL, TEXT_CELL, NumberStyle, RawCell

_SALES, _MONEY, _QUESTION = "sales", "revenue", "ask_sales"
_EITHER = frozenset({"sales", "total sales"})  # names that people give to both
_MOSTLY = 2  # one of so many cells


def with_sales(grid: Grid) -> Grid:
    """The list with sales in money read as revenue, and asked about where nothing tells which they are."""
    header = next((one for one in grid.table.headers if one.meaning and one.meaning.key == _SALES), None)
    if header is None or header.meaning is None or grid.columns.get(_SALES) != header.column:
        return grid
    cells = list(grid.column_cells(_SALES))
    numbers = [cell for cell in cells if cell.kind is NUMBER_CELL]
    if _is_money(header, cells):
        key = _MONEY
    elif plain(without_unit(plain(header.text))) in _EITHER and _is_no_count(grid, numbers):
        key = _QUESTION
    else:
        return grid
    meant = replace(header, meaning=Meaning(key, header.meaning.languages))
    headers = tuple(meant if one is header else one for one in grid.table.headers)
    return replace(grid, table=replace(grid.table, headers=headers))


def _is_money(header: HeaderCell, cells: list[RawCell]) -> bool:
    """Whether the header names a currency, or most cells are shown in one, or typed with one."""
    shown = sum(cell.style is NumberStyle.CURRENCY or _is_typed_money(cell) for cell in cells)
    return bool(currency_in_label(header.text).codes) or shown * _MOSTLY > len(cells)


def _is_typed_money(cell: RawCell) -> bool:
    return cell.kind is TEXT_CELL and bool(read_number(cell.text, LANGUAGES[0]).currencies)


def _is_no_count(grid: Grid, numbers: Iterable[RawCell]) -> bool:
    """Whether the numbers are too many for a count: parts of one, or mostly more sales than leads."""
    if any(cell.number is not None and cell.number % 1 for cell in numbers):
        return True
    pairs = [
        (cells[_SALES].number, cells["leads"].number)
        for _, cells in grid.rows
        if _SALES in cells and "leads" in cells
    ]
    known = [(sales, leads) for sales, leads in pairs if sales is not None and leads is not None]
    more = sum(sales > leads for sales, leads in known)
    return more * _MOSTLY > len(known)
