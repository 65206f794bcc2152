"""Turkish suffixes by vowel harmony, for words and numbers that only a report knows.

Sources: Göksel and Kerslake (2005), Turkish: A Comprehensive Grammar, 3.2 (harmony), 2.1 (final
consonants), 6.1 (buffer letters); the apostrophe after figures: Yazım Kılavuzu of the Türk Dil Kurumu.
"""

from __future__ import annotations

import re
from decimal import Decimal

# How the last spoken word of a number ends in *… of them*: bir-i, iki-si, üç-ü …
_UNITS = ("", "i", "si", "ü", "ü", "i", "sı", "si", "i", "u")
_TENS = ("", "u", "si", "u", "ı", "si", "ı", "i", "i", "ı")
_GREATER = ((2, "ü"), (3, "i"), (6, "u"), (9, "ı"), (12, "u"))  # yüz, bin, milyon, milyar, trilyon


def of_them(value: Decimal | int) -> str:
    """The ending that makes a whole number *so many of them*: `ü` of 33, `i` of 11, `sı` of 6."""
    digits = str(abs(int(value)))
    zeros = len(digits) - len(digits.rstrip("0"))
    if digits == "0":
        return "ı"
    if zeros == 0:
        return _UNITS[int(digits[-1])]
    if zeros == 1:
        return _TENS[int(digits[-2])]
    return next(ending for place, ending in reversed(_GREATER) if zeros >= place)


_VOWELS = "aeıioöuü"
_FRONT, _ROUNDED, _VOICELESS = "eiöü", "oöuü", "fstkçşhp"
_SOFTENED = {"k": "ğ", "p": "b", "ç": "c"}
# Words on -(s)I that are no possessed compounds: *kiracı*, *üye öğrenci*.
_NEVER_POSSESSED = re.compile(r"([cç][ıiuü]|müşteri)$")
_COMPOUND = re.compile(r"\s\S*[ıiuü]$")
_POSSESSED = re.compile(rf"(?<=[{_VOWELS}])s[ıiuü]$|[ıiuü]$")


def is_possessed(word: str) -> bool:
    """Whether a term is a compound that ends in a possessive already: *üye adayı*, *web başvurusu*."""
    return bool(_COMPOUND.search(word)) and not _NEVER_POSSESSED.search(word)


def suffixed(word: str, suffix: str) -> str:
    """A word with suffixes: capitals change by harmony (A: a, e; I: ı, i, u, ü; D: d, t).

    Letters in brackets stand only behind a vowel: `(s)I`, `(n)In`, `(y)A`. Behind a possessed compound cases
    have their *n*, a plural stands before the possessive, and there is no second possessive.
    """
    if is_possessed(word):
        word, suffix = _behind_possessive(word, suffix)
    if suffix.startswith("("):
        suffix = suffix.replace("(", "").replace(")", "") if word[-1] in _VOWELS else suffix[3:]
    if suffix and suffix[0] in "AI":
        word = _softened(word)
    made = word
    for letter in suffix:
        made += _harmonised(made, letter)
    return made


def _behind_possessive(word: str, suffix: str) -> tuple[str, str]:
    if suffix.startswith("(s)I"):
        return word, suffix[4:]
    if suffix.startswith("lAr"):
        rest = suffix.removeprefix("lAr")
        return _POSSESSED.sub("", word), "lArI" + (f"n{rest}" if rest else "")
    if suffix.startswith("("):
        return word, f"n{suffix[3:]}"
    return word, f"n{suffix}" if suffix[:1] == "D" else suffix


def _softened(word: str) -> str:
    """The word before a vowel: *konuk*, *konuğu*; a word of one syllable keeps its end."""
    syllables = sum(letter in _VOWELS for letter in word.rsplit(maxsplit=1)[-1])
    return word[:-1] + _SOFTENED.get(word[-1], word[-1]) if syllables > 1 else word


def _harmonised(before: str, letter: str) -> str:
    if letter == "D":
        return "t" if before[-1] in _VOICELESS else "d"
    if letter not in "AI":
        return letter
    last = next((one for one in reversed(before) if one in _VOWELS), "e")
    if letter == "A":
        return "e" if last in _FRONT else "a"
    if last in _FRONT:
        return "ü" if last in _ROUNDED else "i"
    return "u" if last in _ROUNDED else "ı"
