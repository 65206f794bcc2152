"""The exchange rates of Business: a small table, *other currency* and *1 unit is worth*."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct, field

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.currencies import currency_codes
from kpisheet.texts.folding import fold
from kpisheet.texts.language import LANGUAGES, table
from kpisheet.texts.typed_text import read_number
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import is_blank
from kpisheet.worksheet.sheet import (
    NUMBER_CELL,
    TEXT_CELL,
    CellRange,
    NumberStyle,
    RawBook,
    RawCell,
    RawSheet,
)

RATES_NAME = "kpi_exchange_rates"
RATE_COLUMNS = ("rate_currency", "rate_value")
_MOST_ROWS = 200
_LARGEST = Decimal(10) ** 9


class ExchangeRates(Struct):
    """Reads the rates; `findings` fill as it goes."""

    language: str
    currency: str | None
    findings: list[Finding] = field(default_factory=list)

    def read(self, book: RawBook) -> Mapping[str, Decimal]:
        """What one unit of each other currency is worth; a rate that can't be used is told."""
        rates: dict[str, Decimal] = {}
        for sheet, named, valued in _lines(book):
            code = next((code for code in currency_codes(named.text) if code != self.currency), None)
            own = self.currency in currency_codes(named.text) and code is None
            rate = self._rate(valued)
            if code is None or rate is None or not 0 < rate <= _LARGEST or rates.get(code, rate) != rate:
                if not (own and rate == 1):
                    self._tell(sheet, named, valued)
            else:
                rates[code] = rate
        return rates

    def _rate(self, cell: RawCell | None) -> Decimal | None:
        if cell is None:
            return None
        if cell.kind is NUMBER_CELL and cell.style not in (NumberStyle.DATE, NumberStyle.PERCENT):
            return cell.number
        return read_number(cell.text, self.language).value if cell.kind is TEXT_CELL else None

    def _tell(self, sheet: RawSheet, named: RawCell, valued: RawCell | None) -> None:
        cell = named if valued is None else valued
        place = Place(sheet.name, cell.row, cell.column)
        typed = f"{shown(named)} {shown(valued) if valued else '–'}"
        self.findings.append(finding("K183", place, typed=typed, affects=("currency",)))


def _lines(book: RawBook) -> Iterator[tuple[RawSheet, RawCell, RawCell | None]]:
    """Each filled line of the table: its sheet, the cell of the currency, and that of its worth."""
    sheets = {sheet.name: sheet for sheet in book.sheets if not sheet.own}
    target = book.names.get(RATES_NAME)
    if target is not None and target[0] in sheets:
        yield from _area(sheets[target[0]], target[1])
        return
    for sheet in sheets.values():
        if fold(sheet.name) in _business_names() and (area := _labelled(sheet)) is not None:
            yield from _area(sheet, area)
            return


def _area(sheet: RawSheet, area: CellRange) -> Iterator[tuple[RawSheet, RawCell, RawCell | None]]:
    for row in range(area.first_row, min(area.last_row, area.first_row + _MOST_ROWS) + 1):
        named = sheet.cell(row, area.first_column)
        valued = sheet.cell(row, area.first_column + 1)
        if named is not None and not is_blank(named):
            yield sheet, named, None if valued is None or is_blank(valued) else valued


def _labelled(sheet: RawSheet) -> CellRange | None:
    """The lines below the two headers, down to the first blank one."""
    first, second = (_names(key) for key in RATE_COLUMNS)
    for number in sheet.numbers:
        for column, cell in sheet.rows[number].items():
            beside = sheet.cell(number, column + 1)
            if beside is not None and plain(cell.text) in first and plain(beside.text) in second:
                last = number + 1
                while (below := sheet.cell(last, column)) is not None and not is_blank(below):
                    last += 1
                return CellRange(number + 1, column, last - 1, column + 1)
    return None


@lru_cache(maxsize=1)
def _business_names() -> frozenset[str]:
    return frozenset(fold(table(code, "sheets")["business"]) for code in LANGUAGES)


@lru_cache(maxsize=2)
def _names(key: str) -> frozenset[str]:
    labels = {table(code, "columns")[f"{key}.label"] for code in LANGUAGES}
    more = {name for code in LANGUAGES for name in aliases(code, "setting_aliases").get(key, ())}
    return frozenset(map(plain, labels | more))
