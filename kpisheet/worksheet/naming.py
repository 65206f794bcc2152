"""Channels by name: aliases to the known ones, equal spellings to one, and what a slip may have meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from types import MappingProxyType

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.folding import fold
from kpisheet.texts.language import LANGUAGES, table
from kpisheet.worksheet.channels import CHANNELS, Channel, Group, KnownChannel
from kpisheet.worksheet.source_medium import channel_of_pair, channel_of_source

_SIMILAR = 0.84  # "facebok" and "facebook" are 0.93 alike; "radio" and "radyo" 0.8
_SHORTEST = 4  # shorter names are too often alike by chance
_BETWEEN_NAMES = re.compile(r"[,;\r\n]")
LONGEST = 100  # in longer ones nobody sees a slip, and to hold two against each other takes minutes


@lru_cache(maxsize=1)
def channel_names() -> Mapping[str, KnownChannel]:
    """Every folded name of a known channel, both languages at once; its key is its own alias."""
    index: dict[str, KnownChannel] = {}
    for code in LANGUAGES:
        names, words = table(code, "channels"), aliases(code, "channel_aliases")
        for channel in CHANNELS:
            for name in (names[channel.key], channel.key, *words.get(channel.key, ())):
                known = index.setdefault(plain(name), channel)
                if known is not channel:
                    message = f"{name!r} would mean both {known.key} and {channel.key}"
                    raise ValueError(message)
    return MappingProxyType(index)


@lru_cache(maxsize=1)
def umbrella_names() -> frozenset[str]:
    """Folded names that stand for several channels and stay as typed: `Google`, `Social media`."""
    return frozenset(
        plain(name) for code in LANGUAGES for name in aliases(code, "channel_aliases")["umbrella"]
    )


@lru_cache(maxsize=1)
def _short_names() -> Mapping[str, str]:
    """Each shortened word, folded, and the word that it stands for."""
    return MappingProxyType(
        {
            plain(short): word
            for code in LANGUAGES
            for word, every in aliases(code, "short_names").items()
            for short in every
        }
    )


def spelled_out(folded: str) -> str:
    """A folded name with its shortened words in full: `ig reklam` is `instagram reklam`."""
    short = _short_names()
    return " ".join(short.get(word, word) for word in folded.split())


def _known_row(name: str) -> KnownChannel | None:
    """The known channel of a name; a word that may be short for many things counts beside others only."""
    folded = plain(name)
    row = channel_names().get(folded)
    return channel_names().get(spelled_out(folded)) if row is None and " " in folded else row


def known_key(name: str) -> str | None:
    """The key of the known channel of this name, or None."""
    row = _known_row(name)
    return row.key if row else None


def key_from(source: str, medium: str) -> str | None:
    """The key of the channel of a source and its medium: *Google My Business* is one whatever the medium."""
    own = known_key(source) if " " in source.strip() else None
    return own or channel_of_source(source, medium)


@lru_cache(maxsize=4096)
def known_channel(name: str, language: str) -> Channel | None:
    """The known channel of this name or alias, named in `language`; None for any other name."""
    row = _known_row(name)
    if row is None:
        return None
    return Channel(
        row.key, table(language, "channels")[row.key], row.group, row.website, row.paid, row.marketing
    )


def own_channel(name: str) -> Channel:
    """A channel that isn't in the table, as typed; equal names after folding have one key."""
    return Channel(plain(name) or fold(name), name.strip(), Group.OTHER, known=False)


def channels_listed(text: str, language: str) -> tuple[tuple[str, str], ...]:
    """The channels that a setting lists: each name as typed, and the key of the channel that it means."""
    names = (part.strip() for part in _BETWEEN_NAMES.split(text))
    return tuple((name, ChannelNames(language).channel(name).key) for name in names if name)


class ChannelNames:
    """The channels of one worksheet: each spelling met, and the channel it stands for."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._by_spelling: dict[str, Channel] = {}
        self._by_key: dict[str, Channel] = {}

    def channel(self, typed: str) -> Channel:
        """The channel of a name as typed. Names that are equal after folding are one, as first typed."""
        found = self._by_spelling.get(typed)
        if found is None:
            found = known_channel(typed, self._language) or self._of_source(typed) or own_channel(typed)
            found = self._kept(typed, found)
        return found

    def channel_from(self, source: str, medium: str) -> Channel:
        """The channel of a source and a medium, each from a cell that says so; else that of the source."""
        key = key_from(source, medium)
        found = known_channel(key, self._language) if key else None
        return self._kept(f"{source} / {medium}", found) if found else self.channel(source)

    def _kept(self, typed: str, channel: Channel) -> Channel:
        """The channel as it was met first, now under this spelling too."""
        self._by_spelling[typed] = found = self._by_key.setdefault(channel.key, channel)
        return found

    def _of_source(self, typed: str) -> Channel | None:
        """The channel of a cell that holds a source and a medium: `google / cpc`."""
        key = channel_of_pair(typed, known_key)
        return known_channel(key, self._language) if key else None

    @property
    def renamed(self) -> tuple[tuple[str, str], ...]:
        """Each name as typed that the report shows under another, and that other; in the order met.

        A name that only goes on (*Postcards*, shown as *Postcards and direct mail*) explains itself.
        """
        found: dict[str, tuple[str, str]] = {}
        for typed, channel in self._by_spelling.items():
            folded = plain(typed)
            if not f"{plain(channel.name)} ".startswith(f"{folded} "):
                found.setdefault(folded, (" ".join(typed.split()), channel.name))
        return tuple(found.values())


@lru_cache(maxsize=1)
def _generic_words() -> frozenset[str]:
    return frozenset(
        plain(word) for code in LANGUAGES for word in aliases(code, "vocabulary")["generic_channel_word"]
    )


@lru_cache(maxsize=4096)
def _core(name: str) -> str:
    """A folded name without the general words behind it: `facebook ads` is `facebook`."""
    words = name.split()
    while len(words) > 1 and words[-1] in _generic_words():
        words.pop()
    return " ".join(words)


def alike(one: str, other: str) -> float:
    """How alike two folded names are, 0 to 1; 0 for names too short or long to tell or of other numbers."""
    shorter, longer = sorted((len(one), len(other)))
    if shorter < _SHORTEST or longer > LONGEST:
        return 0.0
    if 2 * shorter < _SIMILAR * (shorter + longer):  # even if all letters were shared
        return 0.0
    if one == other or _digits(one) != _digits(other):
        return 0.0
    letters = _letters(one)
    # Not even in another order could they share enough.
    if 2 * (len(one) - len(letters - _letters(other))) < _SIMILAR * (shorter + longer):
        return 0.0
    if 2 * sum([min(one.count(each), other.count(each)) for each in letters]) < _SIMILAR * (shorter + longer):
        return 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


@lru_cache(maxsize=4096)
def _letters(name: str) -> frozenset[str]:
    return frozenset(name)


@lru_cache(maxsize=4096)
def _digits(name: str) -> str:
    return "".join(letter for letter in name if letter.isdigit())


@lru_cache(maxsize=1)
def _words_for_all() -> frozenset[str]:
    """Words for marketing as such: *Marketing* is no slip of *Remarketing*."""
    return frozenset(
        plain(word) for code in LANGUAGES for word in aliases(code, "vocabulary")["marketing_word"]
    )


def nearest(name: str, others: Mapping[str, str]) -> str | None:
    """Of `others` (folded name → name to suggest) the one that `name` is most likely a slip of, or None."""
    folded = plain(name)
    if folded in _words_for_all():
        return None
    best, best_likeness = None, (_SIMILAR, 0.0)
    for other, suggestion in others.items():
        likeness = _likeness(folded, other)
        if likeness > best_likeness:
            best, best_likeness = suggestion, likeness
    return best


def _likeness(name: str, other: str) -> tuple[float, float]:
    """How alike two folded names are, at best, and as they stand.

    Where both end in a general word, that is no likeness: `tv ads` is no slip of `tt ads`.
    """
    core, other_core = _core(name), _core(other)
    whole = 0.0 if core != name and other_core != other else alike(name, other)
    if (core, other_core) == (name, other):
        return whole, whole
    return max(whole, alike(core, other_core)), whole


def suggestions(language: str, in_use: Iterable[Channel]) -> Mapping[str, str]:
    """Names to suggest for a slip, by folded alias; the channels that the worksheet uses come first."""
    found = {plain(channel.name): channel.name for channel in in_use}
    names = table(language, "channels")
    for folded, row in channel_names().items():
        found.setdefault(folded, names[row.key])
    return found
