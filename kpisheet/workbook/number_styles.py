"""What a number format code says of its number: percent, currency, date, text or just a number."""

from __future__ import annotations

import re
from functools import lru_cache

from kpisheet.texts.currencies import currency_of_format
from kpisheet.worksheet.sheet import NumberStyle

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETED = re.compile(r"\[([^\]]*)\]")
_SECTION_END = re.compile(r'(?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*')
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_NAMED_CURRENCY = re.compile(r"\[\$[^\]-]+")
_FRACTION_OF_SECOND = re.compile(r"s\.0+", re.IGNORECASE)
_DATE_LETTERS = frozenset("ymdhsgeb")
_ANY_CURRENCY = "¤"  # stands in Excel's built-in formats for the currency of the computer


@lru_cache(maxsize=4096)
def number_style(code: str) -> NumberStyle:
    """The style of a format code, judged by its first section: the one for positive numbers."""
    found = _SECTION_END.match(code)
    section = found.group() if found else code
    bare = _BRACKETED.sub("", _LITERAL.sub("", section)).lower()
    if bare.strip() == "@":
        return NumberStyle.TEXT
    if "%" in bare:
        return NumberStyle.PERCENT
    if _is_date(section, bare):
        return NumberStyle.DATE
    if _ANY_CURRENCY in section or _NAMED_CURRENCY.search(section) or currency_of_format(section):
        return NumberStyle.CURRENCY
    return NumberStyle.NUMBER if _has_digits(bare) else NumberStyle.GENERAL


def _is_date(section: str, bare: str) -> bool:
    """Letters of days and hours without places for digits; `E` is an exponent beside them."""
    if any(_ELAPSED.fullmatch(each) for each in _BRACKETED.findall(section)):
        return True
    if _has_digits(_FRACTION_OF_SECOND.sub("s", bare)):
        return False
    return bool(_DATE_LETTERS.intersection(bare.replace("general", "")))


def _has_digits(bare: str) -> bool:
    return any(place in bare for place in "0#?")
