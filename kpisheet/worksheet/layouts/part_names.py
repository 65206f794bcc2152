"""What the name of a sheet, or the title of a table, says of it beside others of its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from functools import lru_cache

from babel import Locale

from kpisheet.texts.aliases import plain
from kpisheet.texts.language import LANGUAGES
from kpisheet.worksheet.layouts.words import words

_OF_LAST_NUMBER = " ()0123456789"
_CODE = re.compile(r"(?<!\w)[A-Z]{2}(?!\w)")
_WORLD = "001"


class Naming(IntEnum):
    """What tables of one shape, named so, are to one another."""

    REGION = 0  # a country, a city, a part of the country: each is a part of the whole
    OWN = 1  # a name of which nothing is known: perhaps a brand or a shop
    BARE = 2  # `Sheet2`, `Data (2)`, `Copy of …`, `Old`: perhaps another version of the same
    SUMMARY = 3  # what is called the sum of the others


@lru_cache(maxsize=1024)
def naming(text: str) -> Naming:
    """What a name says, whatever else stands in it: `US 2026` and `UK – Spend` are regions."""
    parts = plain(text).split()
    if _names_region(text, parts):
        return Naming.REGION
    bare = plain(text.rstrip(_OF_LAST_NUMBER))
    if not words("version").isdisjoint(parts) or not bare or bare in words("any_sheet"):
        return Naming.BARE
    return Naming.OWN if words("summary").isdisjoint(parts) else Naming.SUMMARY


def _names_region(text: str, parts: Sequence[str]) -> bool:
    """Whether a country, a large city or a part of a country stands among the words of a name."""
    known, runs = _regions(), (1, 2, 3)
    if not known.isdisjoint(" ".join(parts[at : at + run]) for run in runs for at in range(len(parts))):
        return True
    return (not text.isupper() and not _codes().isdisjoint(_CODE.findall(text))) or text in _codes()


@lru_cache(maxsize=1)
def _regions() -> frozenset[str]:
    """The folded names of countries, continents, cities and the like."""
    named = (
        plain(name) for code in LANGUAGES for key, name in Locale(code).territories.items() if key != _WORLD
    )
    return frozenset(named) | words("region")


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    """The codes of countries in two letters."""
    every = map(str, Locale(LANGUAGES[0]).territories)
    return frozenset(code for code in every if len(code) == len("US"))
