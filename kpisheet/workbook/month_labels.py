"""A label that names a month, as it names the month after: `Temmuz Harcama` → `Ağustos Harcama`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from babel import Locale

from kpisheet.texts.folding import fold
from kpisheet.texts.language import LANGUAGES

_WORD = re.compile(r"[^\W\d_]+")
_YEAR_FIRST = re.compile(r"(?<!\d)(?P<year>20\d\d)(?P<between>[-./ ])(?P<month>\d{1,2})(?!\d)")
_MONTH_FIRST = re.compile(r"(?<!\d)(?P<month>\d{1,2})(?P<between>[-./ ])(?P<year>20\d\d)(?!\d)")
_OTHER_SHORT = {"sept": "sep"}


def moved_label(text: str, before: date, after: date, language: str, *, alike: str = "") -> str | None:
    """`text`, which names the month of `before`, as it would name that of `after`; None where it doesn't.

    None too where the year changes and the text names none. `alike` is the label of the month before that
    one: it tells whether *May* is written out or short.
    """
    return _in_numbers(text, before, after) or _in_words(text, before, after, language, alike)


def _in_numbers(text: str, before: date, after: date) -> str | None:
    for pattern in (_YEAR_FIRST, _MONTH_FIRST):
        found = pattern.search(text)
        if found is not None and (int(found["year"]), int(found["month"])) == (before.year, before.month):
            month = f"{after.month:0{len(found['month'])}}"
            parts = (str(after.year), month) if pattern is _YEAR_FIRST else (month, str(after.year))
            return text[: found.start()] + found["between"].join(parts) + text[found.end() :]
    return None


def _in_words(text: str, before: date, after: date, language: str, alike: str) -> str | None:
    words = [found for found in _WORD.finditer(text) if _names(found[0], before.month)]
    if len(words) != 1:
        return None
    word = words[0]
    named = _named(word[0], before.month, after.month, language, alike)
    rest = text[word.end() :]
    if after.year != before.year:
        rest, count = re.subn(_year_of(before), lambda year: str(after.year)[-len(year[0]) :], rest, count=1)
        if not count:
            return None
    return text[: word.start()] + named + rest


def _year_of(day: date) -> str:
    """The year of a day in four digits or two."""
    return rf"(?<!\d)(?:{day.year}|{day.year % 100:02})(?!\d)"


def _names(word: str, month: int) -> bool:
    name = _OTHER_SHORT.get(fold(word), fold(word))
    return any(name == fold(names[month]).rstrip(".") for code in LANGUAGES for _, names in _spelled(code))


def _spelled(code: str) -> Iterator[tuple[str, dict[int, str]]]:
    """The names of the months of a language, written out and short."""
    months = Locale(code).months
    for width in ("wide", "abbreviated"):
        for context in ("stand-alone", "format"):
            yield width, months[context][width]


def _named(word: str, before: int, after: int, language: str, alike: str) -> str:
    """The month after as `word` spells the month before: written out or short, in the same letters."""
    name = _OTHER_SHORT.get(fold(word), fold(word))
    ways = [
        (code, width, names)
        for code in sorted(LANGUAGES, key=lambda code: code != language)
        for width, names in _spelled(code)
        if fold(names[before]).rstrip(".") == name
    ]
    previous = {fold(found[0]) for found in _WORD.finditer(alike)}
    code, _, names = next(
        (way for way in ways if fold(way[2][(before + 10) % 12 + 1]).rstrip(".") in previous), ways[0]
    )
    written = names[after].rstrip(".")
    if word.isupper():
        return (written.replace("i", "İ") if code == "tr" else written).upper()
    if word.islower():
        return (written.replace("I", "ı").replace("İ", "i") if code == "tr" else written).lower()
    return written
