"""What a table is about: words of its title, headers and sheet that say that it isn't what marketing cost."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.language import LANGUAGES
from kpisheet.worksheet.naming import channel_names, umbrella_names


@lru_cache(maxsize=4)
def _words(kind: str) -> frozenset[str]:
    return frozenset(plain(word) for code in LANGUAGES for word in aliases(code, "vocabulary")[kind])


def speaks_of_marketing(texts: Iterable[str]) -> bool:
    """Whether any of these says that it is about marketing."""
    return _says("marketing_word", texts)


def speaks_of_something_else(texts: Iterable[str]) -> bool:
    """Whether they speak of tasks, salaries, a household and the like, and nowhere of marketing."""
    texts = list(texts)
    return _says("other_matter", texts) and not speaks_of_marketing(texts)


def _says(kind: str, texts: Iterable[str]) -> bool:
    return any(not _words(kind).isdisjoint((name, *name.split())) for name in map(plain, texts))


def is_telling_name(name: str) -> bool:
    """Whether a folded name is a channel's, and not one that other lists have, too: *Phone*, *Website*."""
    known = name in channel_names() or name in umbrella_names()
    return known and name not in _words("weak_channel_name")


def is_weak_header(text: str) -> bool:
    """Whether a header stands above channels, and above much else: *Source*, *Mecra*."""
    return plain(text) in _words("weak_channel_header")
