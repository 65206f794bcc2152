"""What the words in a download's cells say: a status, a stage, a result."""

from __future__ import annotations

from functools import lru_cache

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.language import LANGUAGES


@lru_cache(maxsize=64)
def words(name: str) -> frozenset[str]:
    """The folded words of one entry, all languages at once."""
    return frozenset(plain(word) for code in LANGUAGES for word in aliases(code, "export_words")[name])


@lru_cache(maxsize=8192)
def says(name: str, text: str) -> bool:
    """Whether `text` is one of the words, or has it as words of its own: `On-Facebook leads` says `leads`."""
    folded = plain(text)
    if folded in words(name):
        return True
    spaced = f" {folded} "
    return any(f" {word} " in spaced or f" {word}s " in spaced for word in words(name))
