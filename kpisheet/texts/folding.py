"""Folding of what people type, so that `SATIŞ`, `Satış` and `satis` are one word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Before str.lower(): "I".lower() is "i", "İ".lower() is "i" plus a combining dot, and "ı" has no
# decomposition. All four i's fold to a plain "i", so Turkish and English spellings meet.
_LETTERS = str.maketrans({"İ": "i", "I": "i", "ı": "i", "ß": "ss", "Ø": "o", "ø": "o", "Æ": "ae", "æ": "ae"})
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"})
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f\u200b\ufeff]+")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower-case without diacritics, white space collapsed (no-break and line breaks too), trimmed."""
    plain = text.translate(_LETTERS).translate(_APOSTROPHES).lower()
    decomposed = unicodedata.normalize("NFKD", plain)
    stripped = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return _SPACES.sub(" ", stripped).strip()
