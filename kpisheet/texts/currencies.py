"""How people write currencies: signs and words to ISO 4217 codes."""

from __future__ import annotations

import re
from functools import lru_cache

from babel.core import get_global

from kpisheet.texts.folding import fold

_SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "₺": "TRY",
    "us$": "USD",
    "¥": "JPY",
    "₽": "RUB",
    "₹": "INR",
    "₼": "AZN",
}
_WORDS = {
    "tl": "TRY",
    "lira": "TRY",
    "turk lirasi": "TRY",
    "turkish lira": "TRY",
    "dolar": "USD",
    "abd dolari": "USD",
    "dollar": "USD",
    "dollars": "USD",
    "us dollar": "USD",
    "us dollars": "USD",
    "euro": "EUR",
    "euros": "EUR",
    "avro": "EUR",
    "pound": "GBP",
    "pounds": "GBP",
    "sterlin": "GBP",
}
_BRACKET = re.compile(r"\[\$([^\]-]*)")
_QUOTED = re.compile(r'"([^"]*)"')


@lru_cache(maxsize=512)
def currency_code(text: str) -> str | None:
    """The ISO 4217 code of a sign, word or code (`₺`, `TL`, `try`, `US Dollar`), or None."""
    folded = fold(text)
    known = _SIGNS.get(folded) or _WORDS.get(folded)
    if known:
        return known
    code = folded.upper()
    return code if len(code) == 3 and code in get_global("all_currencies") else None


@lru_cache(maxsize=512)
def currency_of_format(number_format: str) -> str | None:
    """The currency that a number format shows: `#,##0.00 "₺"`, `[$€-407] #,##0`; None where it shows none."""
    bracket = _BRACKET.search(number_format)
    if bracket and bracket[1].strip():
        return currency_code(bracket[1].strip())
    for quoted in _QUOTED.findall(number_format):
        if (code := currency_code(quoted.strip())) is not None:
            return code
    bare = _QUOTED.sub("", _BRACKET.sub("", number_format))
    return next((code for sign, code in _SIGNS.items() if sign in bare), None)
