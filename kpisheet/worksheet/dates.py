"""Cells to dates and periods: date cells, serial numbers, both date systems, and months typed as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple

from msgspec import Struct

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.language import LANGUAGES
from kpisheet.texts.typed_text import Doubt, day_first_of, depends_on_order, read_period
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.serial_dates import serial_date
from kpisheet.worksheet.sheet import NUMBER_CELL, TEXT_CELL, CellKind, NumberStyle, RawCell

FIRST_YEAR, LAST_YEAR = 1990, 2099
_IN_QUOTES = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_YEARS_TYPED = 15  # Oct-25 may be October of a year so far from the one that Excel put


_ANY_YEAR = 2026  # one that has 53 weeks
_CODES = {"ambiguous": "K504", "fiscal": "K172"}


class Counted(StrEnum):
    """What a bare number is the number of, as it is written before it."""

    MONTH = "M"
    WEEK = "W"


@lru_cache(maxsize=1024)
def counted_under(header: str) -> Counted | None:
    """What bare numbers under a header count: `Month`, `Hafta no`."""
    name = plain(header)
    kinds = {Counted.MONTH: "month", Counted.WEEK: "week"}
    return next((one for one, kind in kinds.items() if name in _headers(kind)), None)


@lru_cache(maxsize=2)
def _headers(kind: str) -> frozenset[str]:
    return frozenset(plain(word) for code in LANGUAGES for word in aliases(code, "layout_words")[kind])


class PeriodReading(NamedTuple):
    """A cell's period, or none, with the finding that says why or how."""

    period: Period | None
    finding: Finding | None = None


def whole_month(day: date) -> Period:
    """The month that holds `day`."""
    return Period.month(day.year, day.month)


def name_of(cell: RawCell, *, date_1904: bool) -> str:
    """A name as a person means it: a number without its `.0`, a date as its day, a text as typed."""
    if cell.kind is not NUMBER_CELL or cell.number is None:
        return shown(cell)
    if cell.style is NumberStyle.DATE:
        day = serial_date(cell.number, date_1904=date_1904)
        return shown(cell) if day is None else day.isoformat()
    return f"{cell.number.normalize():f}"


def label_of(cell: RawCell, *, date_1904: bool) -> Period | str:
    """A label as a person sees it: the month of a date cell, else the text as typed."""
    day = None
    if cell.style is NumberStyle.DATE and cell.number is not None:
        day = serial_date(cell.number, date_1904=date_1904)
    return shown(cell) if day is None else whole_month(day)


class PeriodReader(Struct, frozen=True, dict=True):
    """Reads the cells of a period column. `others` are its cells, as evidence for doubtful ones.

    `years` are years that stand elsewhere (the sheet's name, the report period), for months without one.
    `counts`: what a bare number is the number of, as the column's header says.
    """

    sheet: str
    language: str
    date_1904: bool
    others: Callable[[], Iterable[RawCell]] = tuple
    years: frozenset[int] = frozenset()
    counts: Counted | None = None

    def read(self, cell: RawCell) -> PeriodReading:
        """The period of a cell: a day stands for its month."""
        match cell.kind:
            case CellKind.NUMBER if cell.number is not None:
                return self._number(cell, cell.number)
            case CellKind.TEXT:
                return self._text(cell)
            case CellKind.ERROR:
                return PeriodReading(None, self._found("K305", cell))
            case CellKind.BLANK if cell.formula is not None:
                return PeriodReading(None, self._found("K304", cell))
            case _:
                return PeriodReading(None, self._found("K502", cell))

    def _number(self, cell: RawCell, number: Decimal) -> PeriodReading:
        if cell.style is NumberStyle.DATE:
            if FIRST_YEAR <= number <= LAST_YEAR and number == number.to_integral_value():
                return self._plain_number(cell, number)  # a year that the format makes a day of 1905
            day = serial_date(number, date_1904=self.date_1904)
            if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
                return PeriodReading(None, self._found("K502", cell))
            return PeriodReading(whole_month(day), self._year_as_day(cell, day))
        return self._plain_number(cell, number)

    def _plain_number(self, cell: RawCell, number: Decimal) -> PeriodReading:
        period = self._bare_number(number)
        if period is None:
            return self._lacking_year(cell, f"{number.normalize():f}")
        if period.key == f"{number:f}":
            return PeriodReading(period)
        return PeriodReading(period, self._found("K503", cell, period))

    def _year_as_day(self, cell: RawCell, day: date) -> Finding | None:
        """A question where the cell shows `25-Oct`, as Excel makes it of a typed `Oct-25`."""
        letters = _IN_QUOTES.sub("", cell.number_format).lower()
        year = 2000 + day.day
        if "y" in letters or "d" not in letters or "m" not in letters:
            return None
        if year == day.year or not -_YEARS_TYPED <= year - day.year <= 1:
            return None
        return self._found("K327", cell, whole_month(day), day=day, other=Period.month(year, day.month))

    def _bare_number(self, number: Decimal) -> Period | None:
        """A number without a date format: `2026`, `202610`, `10.2026`, or a serial number."""
        if number == number.to_integral_value():
            whole = int(number)
            if FIRST_YEAR <= whole <= LAST_YEAR:
                return Period(date(whole, 1, 1), date(whole, 12, 31))
            year, month = divmod(whole, 100)
            if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12:
                return Period.month(year, month)
            day = serial_date(number, date_1904=self.date_1904)
            plausible = day is not None and 2000 <= day.year <= LAST_YEAR
            return whole_month(day) if plausible and day else None
        month, year = int(number), int((number % 1) * 10_000)
        exact = Decimal(month) + Decimal(year).scaleb(-4) == number
        if exact and 1 <= month <= 12 and 2000 <= year <= LAST_YEAR:
            return Period.month(month=month, year=year)
        return None

    def _text(self, cell: RawCell) -> PeriodReading:
        reading = read_period(cell.text, self.language, day_first=self._day_first)
        if not isinstance(reading, Doubt):
            first, last = reading
            period = whole_month(first) if first == last else Period(first, last)
            if self._day_first is None and depends_on_order(cell.text):
                return PeriodReading(period, self._found("K512", cell, period, day=first))
            return PeriodReading(period)
        if reading.reason in _CODES:
            return PeriodReading(None, self._found(_CODES[reading.reason], cell))
        return self._lacking_year(cell, cell.text.strip())

    def _lacking_year(self, cell: RawCell, text: str) -> PeriodReading:
        """A month or week, or the bare number of one, with the year that stands elsewhere."""
        is_bare = text.isdecimal()
        named = f"{self.counts}{text}" if self.counts and is_bare else text
        unknown = is_bare and self.counts is None
        if unknown or isinstance(read_period(f"{named} {_ANY_YEAR}", self.language), Doubt):
            return PeriodReading(None, self._found("K502", cell))
        years = self.years or self._column_years
        if len(years) != 1:
            return PeriodReading(None, self._found("K505", cell))
        reading = read_period(f"{named} {next(iter(years))}", self.language)
        if isinstance(reading, Doubt):  # week 53 of a year that has none
            return PeriodReading(None, self._found("K502", cell))
        period = Period(*reading)
        return PeriodReading(period, self._found("K506", cell, period))

    @cached_property
    def _day_first(self) -> bool | None:
        """How the column's other dates prove `5/10/2026` to be meant, if they agree."""
        texts = {cell.text for cell in self.others() if cell.kind is TEXT_CELL}
        proofs = {proof for text in texts if (proof := day_first_of(text)) is not None}
        return proofs.pop() if len(proofs) == 1 else None

    @cached_property
    def _column_years(self) -> frozenset[int]:
        """The years that the column's other cells name."""
        years = set()
        for cell in self.others():
            if cell.kind is NUMBER_CELL and cell.style is NumberStyle.DATE and cell.number is not None:
                day = serial_date(cell.number, date_1904=self.date_1904)
                if day is not None:
                    years.add(day.year)
            elif cell.kind is TEXT_CELL:
                reading = read_period(cell.text, self.language, day_first=self._day_first)
                if not isinstance(reading, Doubt):
                    years.add(reading[0].year)
        return frozenset(years)

    def _found(
        self, code: str, cell: RawCell, period: Period | None = None, **more: date | Period
    ) -> Finding:
        facts = more if period is None else {"period": period, **more}
        return finding(
            code,
            Place(self.sheet, cell.row or None, cell.column or None),  # a sheet's name has no cell
            typed=shown(cell),
            read_as=None if period is None else period.key,
            affects=("period",),
            **facts,
        )


def read_day(cell: RawCell, language: str, *, date_1904: bool, day_first: bool | None = None) -> date | None:
    """The single day that a cell names, or None: a date cell, or a full date typed as text."""
    if cell.kind is NUMBER_CELL and cell.number is not None and cell.style is NumberStyle.DATE:
        return serial_date(cell.number, date_1904=date_1904)
    if cell.kind is TEXT_CELL:
        reading = read_period(cell.text, language, day_first=day_first)
        if not isinstance(reading, Doubt) and reading[0] == reading[1]:
            return reading[0]
    return None
