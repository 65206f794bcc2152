"""What the words of a label say: that its row sums up others, that it may, or that it doesn't."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from enum import IntEnum
from functools import lru_cache

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.currencies import currency_code
from kpisheet.texts.language import LANGUAGES
from kpisheet.texts.typed_text import Doubt, month_numbers, read_period
from kpisheet.worksheet.header import LONGEST_HEADER, header_meaning, unit_words
from kpisheet.worksheet.naming import channel_names, umbrella_names
from kpisheet.worksheet.schema import Table

_SIGNS = str.maketrans({"∑": " total ", "Σ": " total ", "σ": " total "})
_NO_NAMES: frozenset[str] = frozenset()
_MOST_WORDS = 10
_ASCII_WORD = re.compile(r"[a-z0-9]+")


class Says(IntEnum):
    """How much of a label speaks for a total."""

    NOTHING = 0
    AMONG_OTHERS = 1  # `Total Wine`: a word of a total beside words that are no total's
    TOTAL = 2  # `Total`, `Genel Toplam (TL)`, `TOTAL 2026`, `Google Ads Total`: nothing else


@lru_cache(maxsize=16)
def _words(kind: str) -> frozenset[str]:
    """The folded words of a kind, both languages at once."""
    return frozenset(plain(word) for code in LANGUAGES for word in aliases(code, "total_words")[kind])


@lru_cache(maxsize=1)
def _phrases() -> frozenset[str]:
    return _words("phrase")


@lru_cache(maxsize=1)
def _single_marks() -> frozenset[str]:
    return _words("mark") | _words("weak_mark")


@lru_cache(maxsize=1)
def _marks() -> frozenset[str]:
    """Every word that may make a total, the first ones of phrases too."""
    return _single_marks() | {phrase.split()[0] for phrase in _phrases()}


@lru_cache(maxsize=16384)
def _folded(text: str) -> str:
    return plain(text.translate(_SIGNS))


def says_total(text: str, names: AbstractSet[str] = _NO_NAMES) -> Says:
    """How much `text` says that its row is a total; `names` are folded names that the table itself uses."""
    if len(text) > LONGEST_HEADER or (
        text.isascii() and _marks().isdisjoint(_ASCII_WORD.findall(text.lower()))
    ):
        return Says.NOTHING  # most names: at a tenth of the time
    found = _alone(text)
    if found is Says.AMONG_OTHERS and names and _is_scope(_rest(_folded(text)), names):
        return Says.TOTAL
    return found


@lru_cache(maxsize=16384)
def _alone(text: str) -> Says:
    """What the label says without knowing the table."""
    name = _folded(text)
    for phrase in _phrases():
        if name == phrase or (phrase in name and _is_scope(_joined(name.replace(phrase, " ")), _NO_NAMES)):
            return Says.TOTAL
    words = name.split()
    if _single_marks().isdisjoint(words):
        return Says.NOTHING
    if _is_scope(_rest(name), _NO_NAMES):
        return Says.TOTAL
    return Says.NOTHING if _words("mark").isdisjoint(words) else Says.AMONG_OTHERS


@lru_cache(maxsize=4096)
def rest_of(text: str) -> str:
    """What a total's label names besides, folded: `google ads` of `Google Ads Total`; empty if nothing."""
    words = _rest(_folded(text)).split()
    joined = " ".join(words)
    if _is_named(joined, _NO_NAMES):
        return joined
    named = [at for at, word in enumerate(words) if not _is_scope_word(word) or word in month_numbers()]
    return " ".join(words[named[0] :]) if named else ""


def _rest(name: str) -> str:
    """A folded label without its words of totals."""
    return " ".join(word for word in name.split() if word not in _single_marks())


def _joined(name: str) -> str:
    return " ".join(name.split())


def _is_scope(rest: str, names: AbstractSet[str]) -> bool:
    """Whether the rest of a label only says what the total is of: words of scope around one name, at most."""
    words = rest.split()
    if len(words) > _MOST_WORDS:
        return False
    foreign = [at for at, word in enumerate(words) if not _is_scope_word(word)]
    if not foreign:
        return True
    first, last = foreign[0], foreign[-1]
    return any(
        _is_named(" ".join(words[begin : end + 1]), names)
        for begin in range(first, -1, -1)
        for end in range(last, len(words))
    )


def _is_named(rest: str, names: AbstractSet[str]) -> bool:
    """Whether it is the name of a channel, of a column or of a period."""
    return (
        rest in names
        or rest in channel_names()
        or rest in umbrella_names()
        or header_meaning(rest, Table.CHANNELS) is not None
        or names_period(rest)
    )


@lru_cache(maxsize=4096)
def _is_scope_word(word: str) -> bool:
    return (
        word in _words("scope")
        or word in _unit_parts()
        or word in month_numbers()
        or word.isdigit()
        or currency_code(word) is not None
    )


@lru_cache(maxsize=1)
def _unit_parts() -> frozenset[str]:
    return frozenset(part for unit in unit_words() for part in unit.split())


@lru_cache(maxsize=4096)
def names_period(text: str) -> bool:
    """Whether a text names a month, a quarter, a day …, with or without its year."""
    reading = read_period(text, "en", day_first=True)
    return not isinstance(reading, Doubt) or reading.reason in ("no_year", "ambiguous")


@lru_cache(maxsize=4096)
def names_group(text: str) -> bool:
    """Whether a name is that of a group of channels: `Paid`, `Digital`, `Sosyal medya`."""
    name = plain(text)
    words = name.split()
    return name in umbrella_names() or (bool(words) and all(word in _words("scope") for word in words))


def is_total_label(text: str) -> bool:
    """Whether `text` says nothing but that it is a total: `Total`, `Genel toplam (TL)`, `Oct total`."""
    return says_total(text) is Says.TOTAL


def may_be_total_label(text: str) -> bool:
    """Whether `text` has the word of a total in it: `Total Wine`; sums must prove it."""
    return says_total(text) is not Says.NOTHING


def says_average(text: str) -> bool:
    """Whether a total's label means the mean of its rows: `Average`, `Aylık ortalama`."""
    return not _words("average").isdisjoint(_folded(text).split())


def says_running(text: str) -> bool:
    """Whether a total's label means the sum of all months so far: `Cumulative`, `Kümülatif`."""
    return not _words("running").isdisjoint(_folded(text).split())


@lru_cache(maxsize=4096)
def denies_total(text: str) -> bool:
    """Whether a person wrote that the row is no total: `not a total`, `toplam değil`."""
    name = f" {_folded(text)} "
    return any(f" {denial} " in name for denial in _words("denial"))
