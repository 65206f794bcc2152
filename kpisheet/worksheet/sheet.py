"""The values that the room works on: cells as typed (`Raw…`) and the worksheet as understood.

Rows and columns are 1-based everywhere, as Excel shows them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import IntEnum
from functools import cached_property
from typing import Any, NamedTuple

from msgspec import Struct, field

from kpisheet.worksheet.assumptions import NOTHING_ASSUMED, Assumptions
from kpisheet.worksheet.channels import Channel
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.periods import Period


class CellKind(IntEnum):
    """What a cell holds. A formula whose value was never stored is `BLANK` with `formula` set."""

    BLANK = 0
    NUMBER = 1
    TEXT = 2
    BOOLEAN = 3
    ERROR = 4


# For loops over all cells: a member is found ten times as fast by a name of its own as on its class.
NUMBER_CELL, TEXT_CELL, BLANK_CELL = CellKind.NUMBER, CellKind.TEXT, CellKind.BLANK


class NumberStyle(IntEnum):
    """What the cell's number format says of its number."""

    GENERAL = 0
    NUMBER = 1
    PERCENT = 2
    CURRENCY = 3
    DATE = 4
    TEXT = 5


class RawCell(Struct, frozen=True, gc=False):
    """One cell as typed.

    `text`: the string of a text cell, `TRUE`/`FALSE`, `#DIV/0!`, or the number as stored. `number`: of a
    number cell, from the shortest double; a date is its serial number with style DATE. `number_format`:
    the format code. `formula`: without `=`, None for a typed value (a shared formula's followers have "").
    """

    row: int
    column: int
    kind: CellKind
    text: str
    number: Decimal | None = None
    style: NumberStyle = NumberStyle.GENERAL
    number_format: str = "General"
    formula: str | None = None


class CellRange(NamedTuple):
    """An area of cells, bounds included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


class RawTable(Struct, frozen=True):
    """An Excel table object."""

    name: str
    area: CellRange
    header_rows: int = 1
    totals_rows: int = 0


class RawSheet(Struct, frozen=True, dict=True):
    """One sheet: `rows` maps row number → column number → cell, only cells that are there."""

    name: str
    rows: Mapping[int, Mapping[int, RawCell]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[CellRange, ...] = ()
    tables: tuple[RawTable, ...] = ()
    filtered: CellRange | None = None
    own: bool = False  # a result sheet of an earlier kpisheet run: never read as input

    @cached_property
    def numbers(self) -> Sequence[int]:
        """The numbers of its rows in order, whatever the order of `rows`."""
        return sorted(self.rows)

    @cached_property
    def rows_by_text(self) -> Mapping[str, Sequence[int]]:
        """Where each text stands: the numbers of its rows, in the order of `rows`.

        Long sheets say few different things, so that what a text means need not be asked of each cell.
        """
        found: dict[str, list[int]] = {}
        for number, cells in self.rows.items():
            for cell in cells.values():
                if cell.kind is TEXT_CELL:
                    found.setdefault(cell.text, []).append(number)
        return found

    @cached_property
    def merged_from(self) -> Mapping[tuple[int, int], CellRange]:
        """Its merged areas by row and column of their first cell, the only one whose content is shown."""
        return {(area.first_row, area.first_column): area for area in reversed(self.merged)}

    def cell(self, row: int, column: int) -> RawCell | None:
        """The cell there, or None."""
        return self.rows.get(row, {}).get(column)


class RawBook(Struct, frozen=True):
    """A workbook as typed. `names` maps a defined name to its one cell or area, where it is that."""

    sheets: tuple[RawSheet, ...]
    date_1904: bool = False
    names: Mapping[str, tuple[str, CellRange]] = field(default_factory=dict)


class DataTable(Struct, frozen=True):
    """Where a table stands: its columns' places by key, its header's last row, its first and last row.

    `areas`: of tables that are no list, the sheet and the cells of each; the other places are the first's.
    """

    sheet: str
    header_row: int
    first_row: int
    last_row: int
    columns: Mapping[str, int]
    areas: tuple[tuple[str, CellRange], ...] = ()

    @property
    def is_list(self) -> bool:
        """Whether it has a row for each line and a column for each key."""
        return not self.areas


class Row(Struct, frozen=True, gc=False):
    """One row of Channels as understood.

    `values`: usable typed numbers by column key (rates and margins as fractions). `unusable`: keys whose
    cell holds something that can't be used (an error finding says what); a key in neither is blank.
    `tolerances`: for a rate, half its last shown place, as a fraction. `excluded`: the code of the finding
    for which the whole row is left out of everything, else None. `cells`: the raw cells by column key.
    `places`: where each cell stands, blank ones too, if not in the row and under its column's header.
    `converted`: keys whose amount was typed in another currency. `shares`: what of its spend are shares of
    costs spread over months. `typed`: False where nobody typed the row: only such shares make it.
    """

    sheet: str
    number: int
    channel: Channel
    period: Period | None
    campaign: str | None
    values: Mapping[str, Decimal]
    unusable: frozenset[str] = frozenset()
    tolerances: Mapping[str, Decimal] = field(default_factory=dict)
    excluded: str | None = None
    hidden: bool = False
    cells: Mapping[str, RawCell] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    converted: frozenset[str] = frozenset()
    shares: tuple[CostShare, ...] = ()
    typed: bool = True

    def place(self, key: str, columns: Mapping[str, int]) -> Place:
        """The cell under a column, blank or not; of a line in no list, else, its channel's."""
        if not self.places:
            return Place(self.sheet, self.number, columns.get(key))
        return self.places.get(key) or self.places["channel"]


class CostShare(Struct, frozen=True):
    """What a row bears of a cost that was typed in another one, or in itself, for several months."""

    amount: Decimal
    of: Row


class Layout(Struct, frozen=True):
    """Where the words of addresses stand: `header`, `side`, `heading`, `title`, `sheet` and so on.

    `blocks`: how many tables were read as one. `example`: a row whose spend is known, if there is one.
    """

    sheets: tuple[str, ...]
    blocks: int
    channels: str
    periods: str
    metrics: str
    example: Row | None = None


class MonthRow(Struct, frozen=True):
    """One row of Months: `values` by column key."""

    sheet: str
    number: int
    period: Period
    values: Mapping[str, Decimal]
    unusable: frozenset[str] = frozenset()
    cells: Mapping[str, RawCell] = field(default_factory=dict)


class Deal(Struct, frozen=True):
    """One row of Deals. `outcome` is won, lost or open."""

    sheet: str
    number: int
    created: date
    quoted: date | None
    closed: date | None
    outcome: str
    value: Decimal | None
    channel: Channel | None
    salesperson: str | None


class Settings(Struct, frozen=True):
    """The settings of Business that were filled in and understood, with the place of each input cell.

    A value is a `Decimal`, a `str` (text or the key of a choice), or a `Period` (report_from, report_to).
    `places` also holds the settings whose cell was found blank or unusable.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)

    def number(self, key: str) -> Decimal | None:
        """A numeric setting, or None."""
        value = self.values.get(key)
        return value if isinstance(value, Decimal) else None

    def text(self, key: str) -> str | None:
        """A text or choice, or None."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def for_period(self, period: Period | None) -> Settings:
        """The same with this report period, if there is one, instead of that which was filled in."""
        if period is None:
            return self
        return self.assuming({"report_from": period, "report_to": period})

    def assuming(self, values: Mapping[str, Any]) -> Settings:
        """The same with these values instead of those that were filled in."""
        return Settings({**self.values, **values}, self.places) if values else self


_CONVERSIONS = frozenset({"K181", "K322"})


class Worksheet(Struct, frozen=True):
    """Everything understood of a person's file. `findings` are those of reading, in a stable order.

    `rows` are as typed, `rows_with_shares` as they are reckoned with: where a cost was typed for several
    months, each month bears its share (None: there is no such cost).
    """

    language: str
    currency: str | None  # None: nothing tells it
    table: DataTable
    rows: tuple[Row, ...]
    settings: Settings = field(default_factory=Settings)
    months: tuple[MonthRow, ...] = ()
    deals: tuple[Deal, ...] = ()
    findings: tuple[Finding, ...] = ()
    months_table: DataTable | None = None
    deals_table: DataTable | None = None
    layout: Layout | None = None
    rates: Mapping[str, Decimal] = field(default_factory=dict)  # of exchange, by currency
    renamed: tuple[tuple[str, str], ...] = ()  # channels as typed, and the names they are shown under
    asked_period: Period | None = None  # of the run, instead of that of Business
    rows_with_shares: tuple[Row, ...] | None = None
    assumed: Assumptions = NOTHING_ASSUMED
    filled_in: Settings = field(default_factory=Settings)  # the settings as the file has them

    @property
    def reckoned(self) -> tuple[Row, ...]:
        """The rows that the figures are made of."""
        return self.rows if self.rows_with_shares is None else self.rows_with_shares

    @property
    def converted(self) -> frozenset[str]:
        """The currencies from which an amount was converted."""
        codes = (one.facts["currency"] for one in self.findings if one.code in _CONVERSIONS)
        return frozenset(codes)
