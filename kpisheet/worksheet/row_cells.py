"""The cells of one line of Channels as values: its numbers and its period, with the findings of each cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.texts.currencies import Codes
from kpisheet.texts.units import Unit
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import LARGEST, RATE_UNITS, shown
from kpisheet.worksheet.currency import row_currency
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.money import MONEY_UNITS
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.reading_context import ReadingContext, numeric_columns
from kpisheet.worksheet.schema import Table
from kpisheet.worksheet.sheet import NumberStyle, RawCell

_PLAIN_STYLES = (NumberStyle.GENERAL, NumberStyle.NUMBER, NumberStyle.TEXT)  # enums are slow to hash
_NO_TOLERANCES: Mapping[str, Decimal] = {}
_NO_KEYS: frozenset[str] = frozenset()


class Figures(Struct, frozen=True, gc=False):
    """What the numeric cells of a line say.

    `values`: usable numbers by key. `unusable`: keys whose cell can't be used. `tolerances`: of the rates.
    `findings`: of these cells, to be told only if the line counts. `converted`: keys of amounts that were
    typed in another currency.
    """

    values: Mapping[str, Decimal]
    unusable: frozenset[str] = _NO_KEYS
    tolerances: Mapping[str, Decimal] = _NO_TOLERANCES
    findings: tuple[Finding, ...] = ()
    converted: frozenset[str] = _NO_KEYS


def together(parts: Sequence[Figures]) -> Figures:
    """What several readers said of the cells of one line, each of its own."""
    return Figures(
        {key: value for part in parts for key, value in part.values.items()},
        frozenset().union(*(part.unusable for part in parts)),
        {key: value for part in parts for key, value in part.tolerances.items()},
        tuple(one for part in parts for one in part.findings),
        frozenset().union(*(part.converted for part in parts)),
    )


class RowCells(Struct, dict=True):
    """Reads the cells of lines that stand on one sheet; what it finds in them is added to `findings`."""

    sheet: str
    grid: Grid
    context: ReadingContext
    findings: list[Finding]

    def __post_init__(self) -> None:
        readers = self.context.number_readers(Table.CHANNELS, self.grid)
        self.readers = {key: replace(reader, sheet=self.sheet) for key, reader in readers.items()}
        columns = numeric_columns(Table.CHANNELS, self.grid)
        self._quick = [(column.key, _quick_reader(column.unit)) for column in columns]
        self._named = frozenset(column.key for column in columns if column.unit in MONEY_UNITS)
        own = self.context.money.other_than_own
        self._foreign = frozenset(key for key in self._named if own(self.readers[key].said))
        self._periods = replace(self.context.period_reader(self.grid), sheet=self.sheet)
        self._period_of: dict[tuple[object, ...], Period | None] = {}
        self._asked: set[RawCell] = set()

    def figures(self, cells: Mapping[str, RawCell]) -> Figures:
        """The numbers of a line; blank cells and those that mean blank are in none of its parts."""
        values: dict[str, Decimal] = {}
        doubtful: list[str] = []
        named = row_currency(cells)
        slow = self._named if named else self._foreign
        for key, quick in self._quick:
            cell = cells.get(key)
            if cell is None:
                continue
            number = cell.number
            if number is not None and cell.style in _PLAIN_STYLES and key not in slow and quick(number):
                values[key] = number
            else:
                doubtful.append(key)
        if not doubtful and (named or "currency" not in cells):
            return Figures(values)
        return self._read_closely(cells, values, doubtful, named)

    def _read_closely(
        self, cells: Mapping[str, RawCell], values: dict[str, Decimal], keys: Sequence[str], named: Codes
    ) -> Figures:
        """The figures with those of the cells that need more than a look."""
        unusable: list[str] = []
        tolerances: dict[str, Decimal] = {}
        converted: list[str] = []
        findings = list(self._unknown_currency(cells))
        for key in keys:
            reading = self.readers[key].read(cells[key], named)
            if reading.finding is not None:
                findings.append(reading.finding)
            if reading.value is not None:
                values[key] = reading.value
                if reading.converted:
                    converted.append(key)
            elif not reading.blank:
                unusable.append(key)
            if reading.tolerance is not None:
                tolerances[key] = reading.tolerance
        return Figures(
            values,
            frozenset(unusable) if unusable else _NO_KEYS,
            tolerances or _NO_TOLERANCES,
            tuple(findings),
            frozenset(converted) if converted else _NO_KEYS,
        )

    def numbers(self, cells: Mapping[str, RawCell]) -> Figures:
        """The figures of a line that counts: their findings are told."""
        read = self.figures(cells)
        self.findings.extend(read.findings)
        return read

    def _unknown_currency(self, cells: Mapping[str, RawCell]) -> Iterator[Finding]:
        """A text in the currency column that is no currency."""
        cell = cells.get("currency")
        if cell is not None and not row_currency(cells):
            place = Place(self.sheet, cell.row, cell.column)
            yield finding("K324", place, typed=shown(cell), affects=self._named)

    def period(self, cell: RawCell) -> Period | None:
        """The period that a cell names, if it can be read."""
        typed = (cell.text, cell.number, cell.number_format)
        known = self._period_of.get(typed)
        if known is None:
            reading = self._periods.read(cell)
            if reading.finding is not None:
                if cell not in self._asked:  # a label that several rows share is asked about once
                    self._asked.add(cell)
                    self.findings.append(reading.finding)
                return reading.period
            known = self._period_of[typed] = reading.period
        return known


def _quick_reader(unit: Unit) -> Callable[[Decimal], bool]:
    """Whether a number without a format of its own can only mean itself in a column of this unit."""
    if unit in RATE_UNITS or unit is Unit.MONTHS:
        return lambda _: False
    if unit is Unit.COUNT:
        return _is_count
    return _is_amount


@lru_cache(maxsize=16384)  # counts repeat: a comparison of decimals costs more than finding one again
def _is_count(number: Decimal) -> bool:
    return 0 <= number <= LARGEST and not number % 1


def _is_amount(number: Decimal) -> bool:
    return 0 <= number <= LARGEST
