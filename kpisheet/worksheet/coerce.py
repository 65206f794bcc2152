"""A cell to a number: what a column or setting makes of what was typed, and the finding that says how."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property, lru_cache
from statistics import median
from typing import Any, NamedTuple

from msgspec import Struct

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.currencies import Codes, currency_of_format
from kpisheet.texts.folding import fold
from kpisheet.texts.language import LANGUAGES, Sentence, Term
from kpisheet.texts.typed_text import NumberReading, read_number
from kpisheet.texts.units import Unit
from kpisheet.texts.writing import Writing
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.money import MONEY_UNITS, Money
from kpisheet.worksheet.serial_dates import serial_date
from kpisheet.worksheet.sheet import CellKind, NumberStyle, RawCell

RATE_UNITS = frozenset({Unit.RATE, Unit.RETURN})
LARGEST = Decimal(10) ** 15  # of an amount or a count; Excel keeps 15 digits
_HUNDRED = Decimal(100)
_HALF = Decimal("0.5")
_SAME_SIZE = (
    30  # two readings of 1.234 are a thousand apart: one of them is within 30 times the usual, at most
)


class Reading(NamedTuple):
    """What became of a cell: a value, or none; `blank` is unknown, not unusable.

    `converted`: the value was typed in another currency.
    """

    value: Decimal | None
    finding: Finding | None = None
    tolerance: Decimal | None = None
    blank: bool = False
    converted: bool = False


BLANK = Reading(None, blank=True)


class _BareRates(NamedTuple):
    """The evidence of a column's rates without percent format: one above 1, and how many below it."""

    any_above_one: bool
    below_one: int


class NumberReader(Struct, frozen=True, dict=True):
    """Reads the cells of one numeric column or setting.

    `others` gives the cells of the same column, as evidence for doubtful ones; a setting has none.
    `said`: what the column's header says of its currency. `refused_as`: the code for every cell that can't
    be used, where the column has one of its own.
    """

    key: str
    unit: Unit
    label: Term
    sheet: str
    language: str
    money: Money
    minimum: Decimal | None
    maximum: Decimal | None
    others: Callable[[], Iterable[RawCell]] = tuple
    said: Codes = ()
    refused_as: str | None = None
    date_1904: bool = False

    def read(self, cell: RawCell, named: Codes = ()) -> Reading:
        """The cell's number, with a finding where it had to be interpreted or can't be used.

        `named`: what another cell of its row says of the currency.
        """
        reading = self._number_of(cell)
        if self.unit not in MONEY_UNITS or reading.value is None:
            return reading
        return self._in_own_currency(cell, reading, reading.value, named)

    def _in_own_currency(self, cell: RawCell, reading: Reading, value: Decimal, named: Codes) -> Reading:
        """An amount as one of the worksheet's currency: as it is, converted, or refused."""
        told, code = self._told(cell, named)
        other = self.money.other_than_own(told)
        if other is None:
            return reading if reading.finding is not None else self._contradicted(cell, reading, named)
        rate, usual = self.money.rates.get(other), self.money.usual
        if rate is None:
            said = told is self.said  # once, on the header
            return Reading(None) if said else self._refused(code, cell, currency=other, usual=usual)
        converted = reading._replace(value=value * rate, converted=True)
        if told is self.said:
            return converted
        facts = {"currency": other, "usual": usual, "rate": rate}
        return converted._replace(finding=self._found("K322", cell, read_as=value * rate, **facts))

    def _told(self, cell: RawCell, named: Codes) -> tuple[Codes, str]:
        """What says in which currency a cell is, the surest first, and the code for one that isn't usable.

        A sign that may mean what the header or the row names means that.
        """
        typed, formatted = self._typed_and_formatted(cell)
        name = self.said or named
        if typed and not set(typed) & set(name):
            return typed, "K313"
        if name:
            return name, "K321"
        return formatted, "K319"

    def _typed_and_formatted(self, cell: RawCell) -> tuple[Codes, Codes]:
        if cell.kind is CellKind.TEXT:
            return read_number(cell.text, self.language).currencies, ()
        shows = cell.style is NumberStyle.CURRENCY and self.money.trusts_formats
        return (), currency_of_format(cell.number_format) if shows else ()

    def _contradicted(self, cell: RawCell, reading: Reading, named: Codes) -> Reading:
        """An amount whose format, or whose row, says otherwise than the header: read as the header says."""
        _, formatted = self._typed_and_formatted(cell)
        name = self.said or named
        rivals = [codes for codes in (formatted, named) if codes and name and not set(codes) & set(name)]
        if not rivals:
            return reading
        facts = {"currency": rivals[0][0], "usual": self.money.usual}
        return reading._replace(finding=self._found("K323", cell, read_as=reading.value, **facts))

    def _number_of(self, cell: RawCell) -> Reading:
        match cell.kind:
            case CellKind.NUMBER if cell.number is not None:
                return self._number(cell, cell.number)
            case CellKind.TEXT:
                return self._text(cell)
            case CellKind.BLANK:
                return BLANK if cell.formula is None else self._refused("K304", cell)
            case CellKind.ERROR:
                return self._refused("K305", cell)
            case _:
                return self._refused("K302", cell)

    def _number(self, cell: RawCell, number: Decimal) -> Reading:
        if cell.style is NumberStyle.DATE:
            return self._refused("K306", cell)
        if self.unit in RATE_UNITS:
            if cell.style is NumberStyle.PERCENT:
                return self._bounded(cell, number, tolerance=_shown_tolerance(cell.number_format))
            return self._bare_rate(cell, number)
        if cell.style is NumberStyle.PERCENT:
            return self._refused("K316", cell)
        return self._bounded(cell, number)

    def _text(self, cell: RawCell) -> Reading:
        if not cell.text.strip():
            return BLANK
        if fold(cell.text) in unknown_words():
            return Reading(None, self._found("K314", cell), blank=True)
        reading = read_number(self._without_unit(cell.text), self.language)
        if reading.currencies and self.unit not in MONEY_UNITS:
            return self._refused("K302", cell)
        if reading.percent and self.unit not in RATE_UNITS:
            return self._refused("K316", cell)
        code, value = "K301", reading.value
        if reading.ambiguous:
            code, value = "K317", self._settled(reading)
            if value is None:
                return self._refused("K303", cell, one=reading.grouped, other=reading.decimal)
        if value is None:
            return self._refused("K302", cell)
        if self.unit in RATE_UNITS:
            return self._text_rate(cell, value, percent=reading.percent)
        return self._bounded(cell, value, code)

    def _without_unit(self, text: str) -> str:
        """The text without the word *months* behind a number of them."""
        number, _, word = text.strip().rpartition(" ")
        return number if self.unit is Unit.MONTHS and plain(word) in _month_words() else text

    def _text_rate(self, cell: RawCell, value: Decimal, *, percent: bool) -> Reading:
        if percent:
            return self._bounded(cell, value / _HUNDRED, "K318", tolerance=_typed_tolerance(value) / _HUNDRED)
        read = self._bare_rate(cell, value)
        if read.value is None or read.finding is None or read.finding.code not in ("K307", "K309", "K329"):
            return read
        return read._replace(finding=self._found("K318", cell, read_as=read.value))

    def _bare_rate(self, cell: RawCell, number: Decimal) -> Reading:
        """A rate without a percent format: percent points, a fraction, or a question."""
        if number == 0:
            return self._bounded(cell, number)
        size, tolerance = abs(number), _typed_tolerance(number)
        evidence = self._bare_rates
        if size > 1 or evidence.any_above_one:
            return self._bounded(cell, number / _HUNDRED, "K307", tolerance=tolerance / _HUNDRED)
        if evidence.below_one >= 2:
            return self._bounded(cell, number, "K309", tolerance=tolerance)
        if self.key == "gross_margin":  # below 1 % nobody does business
            return self._bounded(cell, number, "K329", tolerance=tolerance)
        return self._refused("K308", cell, points=number / _HUNDRED, fraction=number)

    @cached_property
    def _bare_rates(self) -> _BareRates:
        """What the column's rates without percent format say together, zeros left out; asked for once."""
        sizes = [abs(value) for cell in self.others() if (value := self._bare(cell))]
        return _BareRates(any(size > 1 for size in sizes), sum(size < 1 for size in sizes))

    def _bare(self, cell: RawCell) -> Decimal | None:
        if cell.kind is CellKind.NUMBER and cell.style not in (NumberStyle.PERCENT, NumberStyle.DATE):
            return cell.number
        if cell.kind is CellKind.TEXT:
            reading = read_number(cell.text, self.language)
            return None if reading.percent else reading.value
        return None

    def _settled(self, reading: NumberReading) -> Decimal | None:
        """One of two readings, where the column's other cells leave no doubt."""
        points = self._points
        if len(points) == 1:
            return reading.decimal if reading.separator in points else reading.grouped
        if points or self._usual is None or reading.grouped is None or reading.decimal is None:
            return None
        fits = [
            value
            for value in (reading.grouped, reading.decimal)
            if self._usual / _SAME_SIZE <= abs(value) <= self._usual * _SAME_SIZE
        ]
        return fits[0] if len(fits) == 1 else None

    @cached_property
    def _points(self) -> frozenset[str]:
        """The decimal signs that other text cells of the column prove."""
        texts = (cell.text for cell in self.others() if cell.kind is CellKind.TEXT)
        return frozenset(point for text in texts if (point := read_number(text, self.language).point))

    @cached_property
    def _usual(self) -> Decimal | None:
        """The median of the column's typed numbers, where there are at least three."""
        numbers = [
            abs(cell.number)
            for cell in self.others()
            if cell.number and cell.style not in (NumberStyle.PERCENT, NumberStyle.DATE)
        ]
        return median(numbers) if len(numbers) >= 3 else None

    def _bounded(
        self, cell: RawCell, value: Decimal, code: str | None = None, *, tolerance: Decimal | None = None
    ) -> Reading:
        """`value` within the schema's bounds, with the finding `code` if it was interpreted."""
        if abs(value) > LARGEST:
            return self._refused("K328", cell)
        if self.minimum == 0 and value < 0:
            return self._refused("K310", cell)
        if (self.minimum is not None and value < self.minimum) or (
            self.maximum is not None and value > self.maximum
        ):
            return self._refused("K312", cell, bounds=self._bounds)
        if self.unit is Unit.MONTHS and value != value.to_integral_value():
            return self._refused("K312", cell, bounds=self._bounds)
        if code is None and self.unit is Unit.COUNT and value != value.to_integral_value():
            code = "K311"
        told = self._found(code, cell, read_as=value) if code else None
        return Reading(value, told, tolerance)

    @property
    def _bounds(self) -> Sentence:
        """The bounds as each language writes them; only a return has no upper one."""
        key = "numbers" if self.unit not in RATE_UNITS else "rates_from" if self.maximum is None else "rates"
        return Sentence(f"findings.bounds.{key}", {"low": self.minimum, "high": self.maximum})

    def _refused(self, code: str, cell: RawCell, **facts: Any) -> Reading:
        if self.refused_as is not None:
            code, facts = self.refused_as, {"most": self.maximum}
        return Reading(None, self._found(code, cell, **facts))

    def _seen(self, cell: RawCell) -> str:
        """The cell as a person sees it: a date as its day, not as the serial number that is stored."""
        if cell.style is NumberStyle.DATE and cell.number is not None:
            day = serial_date(cell.number, date_1904=self.date_1904)
            return shown(cell) if day is None else Writing(self.language).day(day)
        return shown(cell)

    def _found(self, code: str, cell: RawCell, *, read_as: Decimal | None = None, **facts: Any) -> Finding:
        place = Place(self.sheet, cell.row, cell.column)
        return finding(
            code,
            place,
            typed=self._seen(cell),
            read_as=read_as,
            affects=(self.key,),
            column=self.label,
            **facts,
        )


def shown(cell: RawCell) -> str:
    """The cell's text as typed; of an uncached formula its formula."""
    return cell.text or (f"={cell.formula}" if cell.formula else "")


@lru_cache(maxsize=1)
def unknown_words() -> frozenset[str]:
    """Folded texts that people type for *not known*: `-`, `n/a`, `bilinmiyor`."""
    return frozenset(fold(word) for code in LANGUAGES for word in aliases(code, "vocabulary")["unknown"])


@lru_cache(maxsize=1)
def _month_words() -> frozenset[str]:
    words = (word for code in LANGUAGES for word in aliases(code, "vocabulary")["months_word"])
    return frozenset(map(plain, words))


@lru_cache(maxsize=256)
def _shown_tolerance(number_format: str) -> Decimal:
    """Half the last place that a percent format shows, as a fraction: `0.0%` gives 0.0005."""
    places = number_format.partition(";")[0].partition(".")[2]
    decimals = sum(letter in "0#?" for letter in places.partition("%")[0])
    return _HALF.scaleb(-decimals - 2)


def _typed_tolerance(value: Decimal) -> Decimal:
    """Half the last place of a number as typed: 12.5 gives 0.05."""
    exponent = value.normalize().as_tuple().exponent
    return _HALF.scaleb(min(0, exponent) if isinstance(exponent, int) else 0)
