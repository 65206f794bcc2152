"""How people write currencies, in a cell, a label or a number format, and which ISO 4217 codes that may mean.

A sign that several currencies share (`$`, `kr`) may mean any of them: all of their codes are given, the
likeliest first, so that a `$` under a header that says *CAD* is no contradiction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from locale import windows_locale
from typing import NamedTuple

from babel import Locale
from babel.core import get_global
from babel.numbers import get_currency_name

from kpisheet.texts.currency_signs import LOOSE_WORDS, SHARED, SIGNS, WORDS
from kpisheet.texts.folding import fold
from kpisheet.texts.habits import LANGUAGES

Codes = tuple[str, ...]
"""Codes that a sign or word may mean, the likeliest first; empty where it is no currency."""

_LOCALE = re.compile(r"\[\$([^\]-]*)(?:-([^\]]*))?\]")
_QUOTED = re.compile(r'"([^"]*)"')
_ESCAPED = re.compile(r"\\(.)")
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_BETWEEN = re.compile(r"[\s_,;:/|·*-]+")
_WORDS_OF_LINE = re.compile(r"[\s_,;:|·*().'’\[\]{}=-]+")
_LONGEST_NAME = 4  # words: *United Arab Emirates dirham*
_IN = frozenset({"in"})
_BARE = frozenset({"tl", "kr"})  # signs of two letters that leave no doubt behind a label


class Labelled(NamedTuple):
    """A label without the currency that it names: `Amount spent (CAD)` is `Amount spent` and `CAD`."""

    rest: str
    codes: Codes


@lru_cache(maxsize=4096)
def currency_codes(text: str) -> Codes:
    """What a sign, word or code may mean: `₺`, `TL`, `try`, `US Dollar`, `A$`; nothing for any other text."""
    folded = fold(text.replace("\u200f", "").replace("\u200e", ""))
    if not folded or len(folded) > 60:
        return ()
    known = SHARED.get(folded) or _unshared().get(folded) or _unshared().get(folded.replace(" ", ""))
    if known:
        return known
    code = folded.upper()
    if len(code) == 3 and code in get_global("all_currencies"):
        return (code,)
    return () if folded.isascii() and " " not in folded and len(folded) < 4 else _names().get(folded, ())


def currency_code(text: str) -> str | None:
    """The likeliest of `currency_codes`, or None."""
    return next(iter(currency_codes(text)), None)


@lru_cache(maxsize=1)
def _unshared() -> dict[str, Codes]:
    found: dict[str, Codes] = {}
    for table in (SIGNS, WORDS):
        for code, signs in table.items():
            found.update({fold(sign.replace("_", " ")): (code,) for sign in signs.split()})
    return found


@lru_cache(maxsize=1)
def _names() -> dict[str, Codes]:
    """The currencies' full names in each language, in the singular and the plural."""
    found: dict[str, Codes] = {}
    for code in current_codes():
        for language in LANGUAGES:
            locale = Locale.parse(language)
            for count in (None, 2):
                found.setdefault(fold(get_currency_name(code, count, locale)), (code,))
    return found


@lru_cache(maxsize=1)
def current_codes() -> frozenset[str]:
    """The codes of the currencies that are legal tender somewhere today."""
    every = get_global("territory_currencies").values()
    return frozenset(code for ones in every for code, _, end, tender in ones if end is None and tender)


@lru_cache(maxsize=2048)
def currency_in_label(text: str) -> Labelled:
    """The currency that a label names in brackets, behind it or before it; two of them are none.

    `Cost [CHF]`, `Spend in INR`, `Harcama (€)`, `spend_usd`, `EUR cost`, `Net Tutar, TL`.
    """
    found: list[Codes] = []

    def inside(bracket: re.Match[str]) -> str:
        whole = _codes_of_words([bracket[1].strip()], 0, 1, bare=False)
        words, codes = ([], whole) if whole else _without_currency(bracket[1], anywhere=True)
        if codes:
            found.append(codes)
        return f" {' '.join(words)} " if codes else bracket[0]

    rest = _BRACKETS.sub(inside, text)
    if not found:
        words, codes = _without_currency(rest, anywhere=False)
        if codes:
            found.append(codes)
            rest = " ".join(words)
    together = found[0] if len(set(found)) == 1 else ()
    return Labelled(" ".join(rest.split()), together)


def in_different_currencies(label: str, other: str) -> bool:
    """Whether both labels name a currency, and none that may be the other's: `Spend USD`, `Spend TRY`."""
    first, second = (set(currency_in_label(one).codes) for one in (label, other))
    return bool(first and second) and first.isdisjoint(second)


def currency_in_line(text: str) -> Codes:
    """The one currency that a line of text names (`All amounts are in EUR`); a code only in capitals."""
    words = [word for word in _WORDS_OF_LINE.split(text) if word]
    found: list[Codes] = []
    for first, last in _stretches(len(words), anywhere=True):
        name = " ".join(words[first:last])
        if not (len(name) == 3 and name.isalpha() and name.isascii() and not name.isupper()):
            codes = _codes_of_words(words, first, last, bare=False)
            found += [codes] if codes else []
    narrowest = min(found, key=len, default=())
    return tuple(code for code in narrowest if all(code in codes for codes in found))


def _without_currency(text: str, *, anywhere: bool) -> tuple[list[str], Codes]:
    """The words without those that name a currency: at either end, or anywhere among them."""
    words = [word for word in _BETWEEN.split(text.strip()) if word]
    for first, last in _stretches(len(words), anywhere=anywhere):
        codes = _codes_of_words(words, first, last, bare=not anywhere)
        if codes:
            before = words[:first]
            if before and fold(before[-1]) in _IN:
                before = before[:-1]
            rest = [*before, *words[last:]]
            others = {currency_codes(word) for word in rest} if anywhere else set()
            return rest, () if others - {(), codes} else codes
    return words, ()


def _stretches(count: int, *, anywhere: bool) -> Iterator[tuple[int, int]]:
    """First and last (exclusive) of the runs of words that may be a currency's name, the longest first."""
    for length in range(min(count, _LONGEST_NAME), 0, -1):
        places = range(count - length, -1, -1) if anywhere else dict.fromkeys((count - length, 0))
        for first in places:
            if anywhere or length < count:  # a label that is nothing but a currency names no column
                yield first, first + length


def _codes_of_words(words: list[str], first: int, last: int, *, bare: bool) -> Codes:
    name = " ".join(words[first:last])
    codes = currency_codes(name)
    if not codes:
        return ()
    folded = fold(name)
    announced = first > 0 and fold(words[first - 1]) in _IN
    capital = name.isupper() if len(name) == 3 else name != name.lower()
    if folded in LOOSE_WORDS and not (capital and (announced or not bare)):
        return ()
    letters = folded.isascii() and folded.isalpha()
    if bare and letters and len(folded) < 3 and folded not in _BARE and not announced:
        return ()
    return codes


@lru_cache(maxsize=512)
def currency_of_format(number_format: str) -> Codes:
    """What a number format may show: `#,##0.00 "₺"`, `[$€-407] #,##0`, `[$kr-41D]`; nothing for none."""
    for sign, where in _LOCALE.findall(number_format):
        if sign.strip() and (codes := _at_home(sign.strip(), where)):
            return codes
    for quoted in _QUOTED.findall(number_format):
        if codes := currency_codes(quoted.strip()):
            return codes
    bare = _ESCAPED.sub(r"\1", _QUOTED.sub("", _LOCALE.sub("", number_format)))
    return next((codes for sign, codes in _plain_signs() if sign in bare), ())


def _at_home(sign: str, where: str) -> Codes:
    """What a sign means in the place that a format names beside it: `kr` in Sweden, `$` in Canada."""
    codes = currency_codes(sign)
    home = [code for code in _currencies_of(where) if code in codes or not codes]
    return (home[0],) if home else codes


@lru_cache(maxsize=64)
def _currencies_of(where: str) -> Codes:
    """The currencies of the country that `41D` (Excel's number of a locale) or `sv-SE` names."""
    name = where.partition(",")[0]
    if re.fullmatch(r"[0-9A-Fa-f]{1,8}", name):
        name = windows_locale.get(int(name, 16) & 0xFFFF, "")
    territory = re.split(r"[-_]", name)[-1].upper()
    every = get_global("territory_currencies").get(territory, ())
    return tuple(code for code, _, end, tender in every if end is None and tender)


@lru_cache(maxsize=1)
def _plain_signs() -> tuple[tuple[str, Codes], ...]:
    """The signs that are no letters, the longest first."""
    signs = {**_unshared(), **SHARED}
    only = [(sign, codes) for sign, codes in signs.items() if len(sign) == 1 and not sign.isalpha()]
    return tuple(sorted(only))
