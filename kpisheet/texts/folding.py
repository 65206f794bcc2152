"""Folding of what people type, so that `SATIŞ`, `Satış` and `satis` are one word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Before casefolding: "I".lower() is "i", "İ".lower() is "i" plus a combining dot, and "ı" has no
# decomposition. All four i's fold to a plain "i", so Turkish and English spellings meet.
_LETTERS = str.maketrans({"İ": "i", "I": "i", "ı": "i", "ß": "ss", "Ø": "o", "ø": "o", "Æ": "ae", "æ": "ae"})
_PUNCTUATION = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"})
_FEW = 100  # letters
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f]+")


def without_marks(text: str) -> str:
    """`text` without what nobody reads as part of a word: soft hyphens, joiners, small raised digits."""
    if text.isascii():
        return text
    return "".join(letter for letter in text if not _is_mark(letter))


@lru_cache(maxsize=1024)
def _is_mark(letter: str) -> bool:
    raised = letter.isdigit() and unicodedata.decomposition(letter).startswith(("<super>", "<sub>"))
    unseen = unicodedata.category(letter) in ("Cf", "Mn") and not unicodedata.combining(letter)
    return raised or unseen


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower-case without diacritics, white space collapsed (no-break and line breaks too), trimmed."""
    if text.isascii():  # most names are: the same result by two calls, a tenth of the time
        return " ".join(text.replace("`", "'").lower().split())
    if len(text) > _FEW:  # putting marks in order takes the square of their number, and all of them go anyway
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    visible = without_marks(text)
    decomposed = unicodedata.normalize("NFKD", visible.translate(_LETTERS).translate(_PUNCTUATION))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    # Again after casefold: "ℍ" decomposes to a capital, and some small letters decompose only then.
    folded = unicodedata.normalize("NFKD", letters.translate(_LETTERS).casefold())
    spoken = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _SPACES.sub(" ", without_marks(spoken)).strip()  # again: "ำ" has its mark only now
