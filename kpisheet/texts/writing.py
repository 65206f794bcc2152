"""How numbers, money, percentages and months are written in each language, on the page and in Excel.

Rounding is half up, as Excel shows it. Excel formats and written text come from the same rules, so a
figure reads the same on the page and in a cell.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Protocol

from babel import Locale
from babel.dates import format_date
from babel.numbers import get_currency_symbol
from msgspec import Struct

from kpisheet.texts.habits import HABITS
from kpisheet.texts.suffixes import of_them
from kpisheet.texts.units import Unit

_ROUNDING = Context(prec=60, rounding=ROUND_HALF_UP)  # digits enough for any Decimal that came from a double
_PLACES = tuple(Decimal(1).scaleb(-decimals) for decimals in range(16))
_HUNDRED = Decimal(100)
# CLDR writes some currencies as their code in English; people write the sign.
_SIGNS = {"TRY": "₺", "USD": "$", "EUR": "€", "GBP": "£"}


class Span(Protocol):
    """Anything with a first and a last day."""

    @property
    def start(self) -> date:
        """The first day."""

    @property
    def end(self) -> date:
        """The last day."""


def rounded(value: Decimal, decimals: int) -> Decimal:
    """`value` rounded half up to `decimals` places, as Excel shows it."""
    place = _PLACES[decimals] if decimals < len(_PLACES) else Decimal(1).scaleb(-decimals)
    return value.quantize(place, context=_ROUNDING)


@lru_cache(maxsize=1024)  # a report names the same few months on every row
def _dated(day: date, pattern: str, code: str) -> str:
    return format_date(day, pattern, locale=_locale(code))


@lru_cache(maxsize=32)
def _locale(code: str) -> Locale:
    return Locale.parse(code)


@lru_cache(maxsize=32)
def _separators(code: str) -> tuple[str, str]:
    symbols = _locale(code).number_symbols["latn"]
    return symbols["group"], symbols["decimal"]


@lru_cache(maxsize=64)
def currency_sign(code: str, currency: str) -> str:
    """The sign people write for an ISO 4217 code: `$`, `₺`; the code itself where there is none."""
    return _SIGNS.get(currency) or get_currency_symbol(currency, _locale(code))


class Writing(Struct, frozen=True):
    """Writes values in one language and currency. `money_decimals` (0 or 2) is for sums of money.

    Without a currency (None: nothing tells it) amounts have no sign.
    """

    code: str
    currency: str | None = None
    money_decimals: int = 0

    def number(self, value: Decimal | int, decimals: int = 0) -> str:
        """Grouped, with exactly `decimals` places; minus is a hyphen, which Excel takes when pasted."""
        group, point = _separators(self.code)
        exact = rounded(Decimal(value), decimals)
        text = f"{abs(exact):,f}".replace(",", "\0").replace(".", point).replace("\0", group)
        return f"-{text}" if exact < 0 else text

    def plain(self, value: Decimal | int) -> str:
        """Grouped, with as many places as the value has: for showing what was typed or read."""
        exact = Decimal(value)
        exponent = exact.normalize().as_tuple().exponent
        return self.number(exact, max(0, -exponent) if isinstance(exponent, int) else 0)

    def money(self, value: Decimal | int, decimals: int | None = None) -> str:
        """A sum of money with its sign placed as the language places it."""
        places = self.money_decimals if decimals is None else decimals
        text = self.number(value, places)
        if self.currency is None:
            return text
        sign = currency_sign(self.code, self.currency)
        minus, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
        if HABITS[self.code].money_sign_behind:
            return f"{minus}{digits} {sign}"
        gap = "" if not sign[-1].isalpha() else " "
        return f"{minus}{sign}{gap}{digits}"

    def unit_money(self, value: Decimal | int) -> str:
        """Money per something: two decimals below 100, none from 100 on."""
        return self.money(value, 0 if abs(Decimal(value)) >= _HUNDRED else 2)

    def percent(self, value: Decimal | int, decimals: int = 1) -> str:
        """A fraction as percent: 0.1 is `10.0%` in English, `%10,0` in Turkish."""
        text = self.number(Decimal(value) * _HUNDRED, decimals)
        if HABITS[self.code].percent_sign_before:
            return f"-%{text[1:]}" if text.startswith("-") else f"%{text}"
        return f"{text}%"

    def exact_percent(self, value: Decimal | int) -> str:
        """A fraction as percent with all of its places: 0.0005 is `0.05%`."""
        exponent = (Decimal(value) * _HUNDRED).normalize().as_tuple().exponent
        return self.percent(value, max(0, -exponent) if isinstance(exponent, int) else 1)

    def month(self, day: date) -> str:
        """`October 2026`, `Ekim 2026`."""
        return _dated(day, "LLLL yyyy", self.code)

    def short_month(self, day: date) -> str:
        """`Oct 2026`, `Eki 2026`."""
        return _dated(day, "LLL yyyy", self.code)

    def day(self, day: date) -> str:
        """`23 Nov 2026`, `23 Kas 2026`: unambiguous in both languages."""
        return _dated(day, "d LLL yyyy", self.code)

    def period(self, span: Span, *, short: bool = False) -> str:
        """One month by its name, a quarter or a year as such, anything else from – to."""
        first, last = span.start, span.end
        name = self.short_month if short else self.month
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        whole = first.day == 1 and (date.fromordinal(last.toordinal() + 1)).day == 1
        if not whole:
            return self.day(first) if first == last else f"{self.day(first)} – {self.day(last)}"
        if months == 1:
            return name(first)
        if months == 12 and first.month == 1:
            return str(first.year)
        if months == 3 and first.month % 3 == 1:
            quarter = (first.month + 2) // 3
            return HABITS[self.code].quarter.format(quarter=quarter, year=first.year)
        return f"{name(first)} – {name(last)}"

    def figure(self, unit: Unit, value: Decimal | int) -> str:
        """`value` written for its unit."""
        match unit:
            case Unit.MONEY:
                return self.money(value)
            case Unit.UNIT_MONEY:
                return self.unit_money(value)
            case Unit.RATE:
                return self.percent(value, 1)
            case Unit.RETURN:
                return self.percent(value, 0)
            case Unit.MULTIPLE:
                return self.number(value, 2)
            case Unit.MONTHS | Unit.DAYS | Unit.YEARS:
                return self.number(value, 1)
            case Unit.COUNT:
                return self.count(value)
            case _:
                return self.plain(value)

    def between(self, unit: Unit, low: Decimal, high: Decimal) -> str:
        """`$99–180`, `99–180 ₺`: a range, its unit written once, both ends with the larger one's decimals."""
        if low < 0:
            return f"{self.figure(unit, low)} – {self.figure(unit, high)}"
        if unit is Unit.UNIT_MONEY:
            places = 0 if high >= _HUNDRED else 2
            first, last = self.money(low, places), self.money(high, places)
        else:
            first, last = self.figure(unit, low), self.figure(unit, high)
        digits = [place for place, character in enumerate(first) if character.isdigit()]
        before, after = first[: digits[0]], first[digits[-1] + 1 :]
        return f"{first.removesuffix(after)}–{last.removeprefix(before)}"

    def count(self, value: Decimal | int) -> str:
        """A whole number; a derived count that is not whole keeps one decimal."""
        exact = Decimal(value)
        return self.number(exact, 0 if exact == exact.to_integral_value() else 1)

    def of_them(self, value: Decimal | int) -> str:
        """*So many of them*: `33’ü` in Turkish, the bare number in a language without an ending for it."""
        ending = of_them(value) if HABITS[self.code].counted_with_ending else ""
        return f"{self.count(value)}’{ending}" if ending else self.count(value)

    def excel_format(self, unit: Unit) -> str:
        """The Excel number format that shows a cell exactly as `figure` writes it."""
        match unit:
            case Unit.MONEY:
                return self._excel_money(self.money_decimals)
            case Unit.UNIT_MONEY:
                whole, cents = self._excel_money(0), self._excel_money(2)
                return f"[>=100]{whole};[<=-100]-{whole};{cents}"
            case Unit.RATE:
                return "%0.0" if HABITS[self.code].percent_sign_before else "0.0%"
            case Unit.RETURN:
                return "%#,##0" if HABITS[self.code].percent_sign_before else "#,##0%"
            case Unit.MULTIPLE:
                return "#,##0.00"
            case Unit.MONTHS | Unit.DAYS | Unit.YEARS:
                return "#,##0.0"
            case Unit.COUNT:
                return "#,##0"
            case Unit.DATE:
                return "d mmm yyyy"
            case Unit.PERIOD:
                return "mmm yyyy"
            case _:
                return "General"

    def _excel_money(self, decimals: int) -> str:
        digits = "#,##0" + ("." + "0" * decimals if decimals else "")
        if self.currency is None:
            return digits
        sign = currency_sign(self.code, self.currency).replace('"', "")
        if HABITS[self.code].money_sign_behind:
            return f'{digits} "{sign}"'
        gap = "" if not sign[-1].isalpha() else " "
        return f'"{sign}{gap}"{digits}'
