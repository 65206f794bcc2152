"""What the template's grey formulas should show now, where their stored values are missing or out of date.

A workbook filled in by a program that doesn't calculate has none stored; Excel shows ours until it does.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from kpisheet.texts.folding import fold
from kpisheet.texts.language import LANGUAGES, Words
from kpisheet.workbook.template.grey import SPEND_DIVISOR, Shown, formulas, shown
from kpisheet.worksheet.long_costs import SPREAD_KEY
from kpisheet.worksheet.schema import COMPUTED_COLUMNS, setting
from kpisheet.worksheet.sheet import CellKind, RawCell, RawSheet, Settings
from kpisheet.worksheet.vat import NO_VAT, Vat, vat_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kpisheet.analysis.report import Report
    from kpisheet.worksheet.sheet import DataTable, RawBook

_CLOSE = Decimal("1e-12")


def refreshed_values(report: Report, book: RawBook) -> dict[str, dict[tuple[int, int], Shown]]:
    """New cached values by sheet and cell, for formulas that are still the template's own."""
    table = report.table
    sheet = next((each for each in book.sheets if table and each.name == table.sheet), None)
    if table is None or sheet is None or not table.is_list:
        return {}
    margin, taxed = _typed_number(_setting_cell(book, "gross_margin")), SPEND_DIVISOR in book.names
    for language in LANGUAGES:
        words = Words(language)
        columns = _grey_columns(sheet, table, words, taxed=taxed)
        if columns:
            known = partial(shown, margin=margin, words=words, vat=_vat(book, words) if taxed else NO_VAT)
            changed = _refreshed(sheet, table, columns, known)
            return {sheet.name: changed} if changed else {}
    return {}


def _grey_columns(
    sheet: RawSheet, table: DataTable, words: Words, *, taxed: bool
) -> dict[int, tuple[str, str]]:
    """Column → key and formula of the computed columns that stand under this language's headers."""
    own = formulas(words, spreads=SPREAD_KEY in table.columns, taxed=taxed)
    keys = {words.raw(f"columns.{one.key}.header"): one.key for one in COMPUTED_COLUMNS}
    header = sheet.rows.get(table.header_row, {})
    return {
        column: (keys[cell.text], _plain(own[keys[cell.text]]))
        for column, cell in header.items()
        if cell.text in keys and column not in table.columns.values()
    }


def _refreshed(
    sheet: RawSheet,
    table: DataTable,
    columns: Mapping[int, tuple[str, str]],
    known: Callable[[Mapping[str, Decimal | None]], dict[str, Shown]],
) -> dict[tuple[int, int], Shown]:
    changed: dict[tuple[int, int], Shown] = {}
    for number, cells in sheet.rows.items():
        if not table.first_row <= number <= table.last_row:
            continue
        typed = {key: _typed_number(cells.get(column)) for key, column in table.columns.items()}
        values = known(typed)
        for column, (key, formula) in columns.items():
            cell = cells.get(column)
            is_own = cell is not None and cell.formula and _plain(cell.formula) == formula
            if cell is not None and is_own and not _shows(cell, values[key]):
                changed[number, column] = values[key]
    return changed


@lru_cache(maxsize=256)  # each row of the table has the same few
def _plain(formula: str) -> str:
    return "".join(formula.removeprefix("=").split())


def _typed_number(cell: RawCell | None) -> Decimal | None:
    return cell.number if cell is not None and cell.kind is CellKind.NUMBER else None


def _vat(book: RawBook, words: Words) -> Vat:
    """The VAT that the worksheet's own formulas take out."""
    said = _setting_cell(book, "vat")
    is_with = said is not None and fold(said.text) == fold(words.raw("choices.vat.with"))
    rates = {key: _typed_number(_setting_cell(book, key)) for key in ("vat_rate", "vat_rate_sales")}
    typed = {key: rate for key, rate in rates.items() if rate is not None}
    return vat_of(Settings({**typed, "vat": "with" if is_with else "without"}))


def _setting_cell(book: RawBook, key: str) -> RawCell | None:
    sheet_name, area = book.names.get(setting(key).name, ("", None))
    sheet = next((each for each in book.sheets if each.name == sheet_name), None)
    return sheet.cell(area.first_row, area.first_column) if sheet and area else None


def _shows(cell: RawCell, value: Shown) -> bool:
    """Whether the stored value is the right one, but for the last bits of a double."""
    if isinstance(value, str):
        return cell.text == value and (cell.kind is CellKind.TEXT or not value)
    return cell.number is not None and abs(cell.number - value) <= _CLOSE * max(Decimal(1), abs(value))
