"""What headers, and lines above them, say of figures that keeps them from being added to others."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.currencies import Codes, currency_in_label, currency_in_line
from kpisheet.texts.language import LANGUAGES
from kpisheet.worksheet.header import line_says_thousands, says_thousands, tax_said


class Unlike(StrEnum):
    """How the figures below two headers differ. Worded as ``findings.unlike.<value>``."""

    PLAN = "plan"
    CURRENCY = "currency"
    ONE_CURRENCY = "one_currency"
    THOUSANDS = "thousands"
    TAX = "tax"


class CountedIn(NamedTuple):
    """What is said of figures: which currency they may be in (none: not said), thousands, with which tax."""

    currencies: Codes
    thousands: bool
    tax: str | None


@lru_cache(maxsize=1024)
def counted_in(header: str, above: str = "") -> CountedIn:
    """What a header says, or else a line `above` it: `Harcama (bin TL)`, `All amounts in EUR`."""
    return CountedIn(
        currency_in_label(header).codes or said_by_line(above),
        says_thousands(header) or line_says_thousands(above),
        tax_said(header),
    )


def unlike(first: CountedIn, second: CountedIn) -> Unlike | None:
    """How figures differ that can't be added up.

    Where a currency is named of only one of them, nothing says that the other's is the same.
    """
    if first.currencies and second.currencies and set(first.currencies).isdisjoint(second.currencies):
        return Unlike.CURRENCY
    if first.thousands != second.thousands:
        return Unlike.THOUSANDS
    if first.tax != second.tax:
        return Unlike.TAX
    return Unlike.ONE_CURRENCY if bool(first.currencies) != bool(second.currencies) else None


@lru_cache(maxsize=4096)
def tells_amounts(line: str) -> bool:
    """Whether a line above a table says in what its amounts are."""
    return line_says_thousands(line) or bool(said_by_line(line))


def said_by_line(text: str) -> Codes:
    """The currency of a line that speaks of amounts or names one in brackets; nothing for any other line."""
    words = f" {plain(text)} "
    if any(f" {word} " in words for word in _line_words()):
        return currency_in_line(text)
    label = currency_in_label(text)
    return label.codes if "(" in text or "[" in text else ()


@lru_cache(maxsize=1)
def _line_words() -> frozenset[str]:
    words = (word for code in LANGUAGES for word in aliases(code, "vocabulary")["currency_line"])
    return frozenset(map(plain, words))
