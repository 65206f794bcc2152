"""What a table is about: words of its title, headers and sheet that say that it isn't what marketing cost."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import lru_cache

from msgspec import Struct

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.language import LANGUAGES
from kpisheet.worksheet.naming import channel_names, umbrella_names

# What only marketing counts; revenue and sales stand in lists of goods, too
WON_BY_MARKETING = frozenset({"visitors", "leads", "mql", "sql", "new_customers"})
_TELLING = 2  # names of channels that no other list has
_MOSTLY, _NEARLY_ALL = 0.4, 0.75  # of all names


@lru_cache(maxsize=8)
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


class Naming(Struct, frozen=True):
    """How the names of a list speak for channels: how many there are of each kind.

    `telling`: only channels are called so (*Google Ads*, *SEO*). `shared`: media and firms, which other
    lists hold, too (*Radio*, *Facebook*). `weak`: known channels that stand in any list of costs (*Phone*,
    *Other*). `foreign`: no channel is called so (*Rent*, *Coal*).
    """

    every: int
    telling: int
    shared: int
    weak: int
    foreign: int

    @property
    def known(self) -> int:
        """How many are names of channels at all."""
        return self.telling + self.shared + self.weak

    @property
    def are_channels(self) -> bool:
        """Whether the names alone, with no word around them, say that they are channels."""
        if self.foreign and self.foreign >= self.telling:
            return False
        if self.telling >= min(_TELLING, _MOSTLY * self.every) and self.telling:
            return True
        return (
            self.telling + self.shared >= min(_TELLING, self.every) and self.known >= _NEARLY_ALL * self.every
        )

    @property
    def may_be_channels(self) -> bool:
        """The same where a header speaks of them that says as much of other things: *Source*, *Platform*."""
        return self.are_channels or bool(self.telling and not self.foreign)

    @property
    def are_foreign(self) -> bool:
        """Whether more of them are things that cost money than channels."""
        return self.foreign > self.known


def naming_of(names: Collection[str]) -> Naming:
    """How folded names speak for channels."""
    kinds = [_kind_of(name) for name in names]
    counts = {kind: kinds.count(kind) for kind in ("telling", "shared", "weak", "foreign")}
    return Naming(len(kinds), **counts)


def _kind_of(name: str) -> str:
    if name in channel_names() or name in umbrella_names():
        kinds = (kind for kind in ("weak", "shared") if name in _words(f"{kind}_channel_name"))
        return next(kinds, "telling")
    return "unknown" if _words("name_of_no_channel").isdisjoint((name, *name.split())) else "foreign"


def is_weak_header(text: str) -> bool:
    """Whether a header stands above channels, and above much else: *Source*, *Mecra*."""
    return plain(text) in _words("weak_channel_header")
