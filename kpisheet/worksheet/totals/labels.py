"""What the labels of a table's lines say, found out once: words of totals, blanks, months, names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from msgspec import Struct

from kpisheet.texts.aliases import plain
from kpisheet.worksheet.channels import KnownChannel
from kpisheet.worksheet.naming import channel_names
from kpisheet.worksheet.totals.lines import Evidence, Line
from kpisheet.worksheet.totals.words import Says, denies_total, names_group, names_period, says_total

# Platforms, and what is bought there under names of its own.
_PARTS_OF_PLATFORMS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "meta_ads": frozenset({"facebook_ads", "instagram_ads"}),
        "facebook_ads": frozenset({"instagram_ads"}),
        "google_ads": frozenset({"youtube_ads", "display_ads", "local_services_ads"}),
        "display_ads": frozenset({"google_ads", "youtube_ads"}),
        "microsoft_ads": frozenset({"linkedin_ads", "display_ads"}),
    }
)
_MOST_NAMES = 500  # a word that more of them share is a part of their names


class Dimensions(Struct, frozen=True):
    """What the keys of lines mean.

    `name`: the dimension in which a channel's name stands; `period`: that of months. `read`: the others that
    are read; `further`: columns that aren't, but say what kind of row it is (ad set, device). `whole`: the
    columns of counts; `people`: those that count people, who are fewer in sum.
    """

    name: str = "channel"
    period: str = "period"
    read: tuple[str, ...] = ("campaign",)
    further: tuple[str, ...] = ()
    whole: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset({"visitors"})

    @property
    def all(self) -> tuple[str, ...]:
        """Every dimension, the name first."""
        return (self.name, self.period, *self.read, *self.further)


class Word(Struct, frozen=True):
    """How a line's label says that it is a total, and the dimension in which; None beside all dimensions."""

    evidence: Evidence
    label: str | None


class Labels(Struct, frozen=True, dict=True):
    """The labels of a table's lines."""

    lines: Sequence[Line]
    dimensions: Dimensions

    @cached_property
    def words(self) -> Mapping[int, Word]:
        """By number, the lines whose labels speak for a total, unless a person denies it."""
        found: dict[int, Word] = {}
        for line in self.lines:
            if (line.beside or not self._saying.keys().isdisjoint(line.labels.values())) and not self.denied(
                line
            ):
                word = self._word(line)
                if word is not None:
                    found[line.number] = word
        return found

    def denied(self, line: Line) -> bool:
        """Whether somebody wrote beside the line that it is no total."""
        return any(map(denies_total, (*line.beside, *line.labels.values())))

    def _word(self, line: Line) -> Word | None:
        """The strongest word of the line's labels; beside them only where it has no name."""
        among = None
        for key, text in line.labels.items():
            says = self._saying.get(text)
            if says is None or key in self._meaningless:
                continue
            further = key in self.dimensions.further
            if says is Says.TOTAL:
                return Word(Evidence.WORD_ELSEWHERE if further else Evidence.WORD, key)
            if not further:
                among = among or Word(Evidence.WORD_AMONG_OTHERS, key)
        nameless = among is None and self.is_blank(line.labels.get(self.dimensions.name, ""))
        if nameless and any(says_total(text) is Says.TOTAL for text in line.beside):
            return Word(Evidence.WORD, None)
        return among

    @cached_property
    def _saying(self) -> Mapping[str, Says]:
        """The texts of labels that have a word of totals, and how much they say."""
        said: dict[str, Says] = {}
        for text in self._texts:
            if (says := says_total(text)) is not Says.NOTHING:
                said[text] = says
        among = [text for text, says in said.items() if says is Says.AMONG_OTHERS]
        if not among:
            return said
        said |= {text: says_total(text, self._names) for text in among}
        if sum(says is Says.AMONG_OTHERS for says in said.values()) > _MOST_NAMES:
            return {text: says for text, says in said.items() if says is Says.TOTAL}
        return said

    @cached_property
    def _texts(self) -> frozenset[str]:
        """All texts of labels."""
        return frozenset(text for line in self.lines for text in line.labels.values())

    @cached_property
    def _names(self) -> frozenset[str]:
        """The folded names in the dimensions that are read."""
        keys = (self.dimensions.name, *self.dimensions.read)
        return frozenset(plain(line.labels[key]) for line in self.lines for key in keys if key in line.labels)

    @cached_property
    def _meaningless(self) -> frozenset[str]:
        """Further columns in which most lines say *all*: it tells nothing of any of them."""
        return frozenset(
            key
            for key in self.dimensions.further
            if sum(line.labels.get(key, "") in self._saying for line in self.lines) * 2 > len(self.lines)
        )

    @cached_property
    def levels(self) -> bool:
        """Whether some lines lack a dimension that others have, or say *all* there."""
        if any(self.value(text) is None for text in self._texts):
            return True
        return len({tuple(line.labels) for line in self.lines}) > 1

    def is_blank(self, text: str) -> bool:
        """Whether nothing is said: no text, or only signs such as `--`."""
        return not text or not (text.isalnum() or plain(text))

    def value(self, text: str) -> str | None:
        """What a label stands for; None where it is blank or says *all*."""
        return None if self.is_blank(text) or self._saying.get(text) is Says.TOTAL else text

    @cached_property
    def _usual(self) -> frozenset[str]:
        """The dimensions that most lines fill."""
        filled = Counter(key for line in self.lines for key in line.labels)
        return frozenset(key for key, times in filled.items() if times * 2 >= len(self.lines))

    def shape(self, line: Line) -> frozenset[Evidence]:
        """What the line's blanks and its place say."""
        name, period = self.dimensions.name, self.dimensions.period
        found = set()
        if self.is_blank(line.labels.get(name, "")):
            found.add(Evidence.BLANK_NAME)
        if period in self._usual and self.value(line.labels.get(period, "")) is None:
            found.add(Evidence.BLANK_PERIOD)
        if self._at_edge(line.number):
            found.add(Evidence.EDGE)
        return frozenset(found)

    def is_filled(self, line: Line) -> bool:
        """Whether it has a name, a month and all else that most lines have, as one of them."""
        needed = self._usual | {self.dimensions.name}
        return self.dimensions.period in self._usual and needed <= line.labels.keys()

    def _at_edge(self, number: int) -> bool:
        return number - 1 not in self._numbers or number + 1 not in self._numbers

    @cached_property
    def _numbers(self) -> frozenset[int]:
        return frozenset(line.number for line in self.lines)

    def has_own_months(self, text: str) -> bool:
        """Whether the same name stands in several months, as a channel's does."""
        return len(self._months_of.get(text, ())) > 1

    @cached_property
    def _months_of(self) -> Mapping[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for line in self.lines:
            if line.number in self.words and self.dimensions.period in line.labels:
                found[line.labels.get(self.dimensions.name, "")].add(line.labels[self.dimensions.period])
        return found

    def is_known(self, line: Line) -> bool:
        """Whether its name is that of a known channel."""
        return plain(line.labels.get(self.dimensions.name, "")) in channel_names()

    def can_be_no_total_of(self, line: Line, parts: Iterable[Line]) -> bool:
        """Whether it is called as one known channel and they are all others: TV is no sum of Meta and radio.

        A platform may be that of its parts (Meta Ads of Facebook Ads and Instagram Ads), and a name that
        stands for several channels (*Paid search*) that of any.
        """
        own = self._channel(line)
        if own is None or not own.offered:
            return False
        others = [self._channel(part) for part in parts]
        within = _PARTS_OF_PLATFORMS.get(own.key, frozenset()) | {own.key}
        known = [other.key for other in others if other is not None and other.offered]
        return len(known) == len(others) > 0 and not within & set(known)

    def _channel(self, line: Line) -> KnownChannel | None:
        return channel_names().get(plain(line.labels.get(self.dimensions.name, "")))

    def names_group(self, line: Line) -> bool:
        """Whether its name is that of a group of channels."""
        return names_group(line.labels.get(self.dimensions.name, ""))

    def is_period(self, line: Line) -> bool:
        """Whether a month stands where a channel's name should."""
        text = line.labels.get(self.dimensions.name, "")
        return bool(text) and names_period(text)
