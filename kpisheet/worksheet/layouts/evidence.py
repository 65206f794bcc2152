"""Whether the facts of a table are what marketing channels cost: by words around it and its names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kpisheet.texts.aliases import plain
from kpisheet.worksheet.layouts.facts import Reading, is_known_name
from kpisheet.worksheet.layouts.words import Role, words
from kpisheet.worksheet.locate import OUTCOMES
from kpisheet.worksheet.matters import (
    WON_BY_MARKETING,
    is_weak_header,
    naming_of,
    speaks_of_marketing,
    speaks_of_something_else,
)

_MOSTLY_KNOWN = 0.4
_ONLY_MARKETING = frozenset({"visitors", "leads", "mql", "sql"})  # beside spend, no other table has them


def are_channels(readings: Sequence[Reading]) -> bool:
    """Whether the facts are what marketing channels cost: spend, under names most of which are known."""
    if not any(fact.metric == "spend" and fact.cell is not None for one in readings for fact in one.facts):
        return False
    names = frozenset[str]().union(*(one.names for one in readings))
    known = sum(map(is_known_name, names))
    metrics = frozenset[str]().union(*(one.counted for one in readings))
    if not metrics & OUTCOMES and any(map(_is_about_something_else, readings)):
        return False
    if known and metrics & _ONLY_MARKETING:
        return True
    naming = naming_of(names)
    said = any(map(says_so, readings))
    if naming.are_foreign and not metrics & WON_BY_MARKETING:
        return False
    if (said or naming.are_channels) and known >= min(2, len(names)) and known >= _MOSTLY_KNOWN * len(names):
        return True
    return any(map(says_channels, readings)) and (known > 0 or bool(metrics & OUTCOMES))


def says_so(reading: Reading) -> bool:
    """Whether a word around a table says that it is about marketing, or that its names are channels."""
    return says_channels(reading) or speaks_of_marketing(reading.words_around)


def _is_about_something_else(reading: Reading) -> bool:
    """Whether words around it say so, and no header names channels and nothing but them."""
    labels = [label for header in reading.block.headers for label in header.labels.values()]
    plainly = (one for one in labels if one.word.role is Role.CHANNEL and not is_weak_header(one.text))
    return speaks_of_something_else(reading.texts) and next(plainly, None) is None


def says_channels(reading: Reading) -> bool:
    """Whether a header says that the names are channels; one of many meanings says so of likely names."""
    headers = list(headers_of_channels(reading))
    if all(map(is_weak_header, headers)):
        return bool(headers) and naming_of(reading.names).may_be_channels
    return True


def headers_of_channels(reading: Reading) -> Iterator[str]:
    """The headers that may say that the names below or beside them are channels: *Channel*, *Source*."""
    for header in reading.block.headers:
        for label in header.labels.values():
            is_of_channels = label.word.role is Role.CHANNEL
            if is_of_channels and not words("channel_words").isdisjoint(plain(label.word.text).split()):
                yield label.word.text
