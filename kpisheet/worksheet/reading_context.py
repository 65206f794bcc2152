"""What holds for the whole worksheet while its tables are read, and the readers made from it."""

from __future__ import annotations

from functools import partial

from msgspec import Struct

from kpisheet.texts.language import Term
from kpisheet.worksheet.coerce import NumberReader
from kpisheet.worksheet.currency import header_currency
from kpisheet.worksheet.dates import PeriodReader, counted_under
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.money import MONEY_UNITS, Money
from kpisheet.worksheet.schema import COLUMNS, WORDS, Column, Table


class ReadingContext(Struct, frozen=True):
    """The worksheet's language, currency and date system; `years` that stand outside the period column."""

    language: str
    money: Money
    date_1904: bool
    years: frozenset[int] = frozenset()

    def period_reader(self, grid: Grid) -> PeriodReader:
        """The reader of a table's period column."""
        cells = partial(grid.column_cells, "period")
        column = grid.columns.get("period")
        header = next((one.text for one in grid.table.headers if one.column == column), "")
        return PeriodReader(
            grid.table.sheet.name, self.language, self.date_1904, cells, self.years, counted_under(header)
        )

    def number_reader(self, column: Column, grid: Grid) -> NumberReader:
        """The reader of one numeric column of a table."""
        return NumberReader(
            key=column.key,
            unit=column.unit,
            label=Term(f"columns.{column.key}.header"),
            sheet=grid.table.sheet.name,
            language=self.language,
            money=self.money,
            date_1904=self.date_1904,
            minimum=column.minimum,
            maximum=column.maximum,
            others=partial(grid.column_cells, column.key),
            said=header_currency(grid, column.key) if column.unit in MONEY_UNITS else (),
            refused_as=column.refused_as,
        )

    def number_readers(self, of: Table, grid: Grid) -> dict[str, NumberReader]:
        """A reader for each numeric column that the table has."""
        return {column.key: self.number_reader(column, grid) for column in numeric_columns(of, grid)}


def numeric_columns(of: Table, grid: Grid) -> list[Column]:
    """The schema's numeric columns that the table has, in the schema's order."""
    return [column for column in COLUMNS[of] if column.unit not in WORDS and column.key in grid.columns]
