"""Which channel a download is: the system's own, a platform's, or what its title, sheet or file names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from kpisheet.exports.systems import SYSTEMS, Kind, System
from kpisheet.texts.aliases import plain
from kpisheet.texts.language import table
from kpisheet.worksheet.naming import channel_names
from kpisheet.worksheet.totals import may_be_total_label

_PLATFORMS = {"facebook": "facebook_ads", "instagram": "instagram_ads"}
_UMBRELLAS = {
    "google": "google_ads",
    "adwords": "google_ads",
    "facebook": "facebook_ads",
    "meta": "meta_ads",
    "instagram": "instagram_ads",
    "linkedin": "linkedin_ads",
    "tiktok": "tiktok_ads",
    "bing": "microsoft_ads",
    "microsoft": "microsoft_ads",
    "yandex": "yandex_ads",
    "twitter": "x_ads",
    "youtube": "youtube_ads",
}
_ENDING = re.compile(r"\.[A-Za-z]{2,4}$")
_LONGEST_NAME = 60


def channel_name(key: str, language: str) -> str:
    """The name of a known channel."""
    return table(language, "channels")[key]


def system_channel(system: System | None, language: str) -> str:
    """The channel that a system's whole file is; *unknown* for none."""
    if system is None or system.channel is None:
        return channel_name("unknown", language)
    return table(language, "channels").get(system.channel, system.channel)


def platform_channel(platform: str, language: str) -> str | None:
    """The channel of a platform within Meta's ads, where the file splits by it."""
    key = _PLATFORMS.get(plain(platform))
    return channel_name(key, language) if key else None


def channel_of_title(titles: Iterable[str], language: str) -> str:
    """The channel that the first of these names, else the last one's own words: those of the file's name."""
    texts = [_ENDING.sub("", title).strip() for title in titles if title.strip()]
    for text in texts:
        if key := named_channel(text):
            return table(language, "channels").get(key, key)
    own = re.sub(r"[\s_]+", " ", texts[-1]).strip()[:_LONGEST_NAME] if texts else ""
    return own if own and not may_be_total_label(own) else channel_name("unknown", language)


def named_system(titles: Iterable[str], kind: Kind) -> System | None:
    """The one system of this kind that any of the titles names; None where none or several are named."""
    phrases = {phrase for title in titles for phrase in _phrases(title)}
    named = [each for each in SYSTEMS if each.kind is kind and not phrases.isdisjoint(_folded(each.words))]
    return named[0] if len(named) == 1 else None


@lru_cache(maxsize=256)
def _folded(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(plain, words))


def _phrases(text: str) -> list[str]:
    """The text's words, by threes, by twos and alone; an ending is none."""
    words = plain(_ENDING.sub("", text.strip())).split()
    return [
        " ".join(words[start : start + length])
        for length in (3, 2, 1)
        for start in range(len(words) - length + 1)
    ]


def named_channel(text: str) -> str | None:
    """The one advertising channel that a title speaks of, or None: its key, or the system's own name."""
    phrases = _phrases(text)
    for phrase in phrases:
        for system in SYSTEMS:
            if system.kind is Kind.ADS and system.channel and phrase in _folded(system.words):
                return system.channel
        if phrase in _UMBRELLAS:
            return _UMBRELLAS[phrase]
        known = channel_names().get(phrase)
        if known is not None and known.paid:
            return known.key
    return None
