"""What one label says: a period, a metric, a channel, a total, or which labels stand below it.

A label may say several of these at once: `Temmuz Harcama`, `Leads – Mar`, `Google Ads Spend`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.folding import fold
from kpisheet.texts.language import LANGUAGES
from kpisheet.texts.typed_text import Doubt, may_hold_period, month_numbers, read_period
from kpisheet.worksheet.header import BUDGET, HELPERS, LONGEST_HEADER, QUESTIONS, header_meaning, share_of
from kpisheet.worksheet.naming import channel_names, umbrella_names
from kpisheet.worksheet.schema import COLUMNS, Table
from kpisheet.worksheet.totals import is_total_label, may_be_total_label

_LABEL_COLUMNS = frozenset({"period", "channel", "campaign", "note"})
_METRICS = frozenset(column.key for column in COLUMNS[Table.CHANNELS]) - _LABEL_COLUMNS - {BUDGET}
_SPENT_ON, _SPEND = " S", "spend"
_LONGEST_TITLE = 200
_MOST_WORDS = 14  # of a title that is searched for words
_PERIOD_WORDS = 6  # `27 January – 23 February` without its year has so many
_SHORT_YEAR = re.compile(r"^(?P<name>[^\W\d]+)\.?[ '’-]+(?P<year>[2-3]\d)$")


class Aside(StrEnum):
    """Why figures aren't what was spent and won: of last year, planned, comparing others, or of others."""

    LAST_YEAR = "last_year"
    PLANNED = "planned"
    COMPARED = "compared"
    FOREIGN = "foreign"


class Role(StrEnum):
    """What the header of labels names: the labels below it are months, channels and so on."""

    PERIOD = "period"
    CHANNEL = "channel"
    CAMPAIGN = "campaign"
    NOTE = "note"
    CURRENCY = "currency"
    START = "start"
    END = "end"
    YEAR = "year"
    MEASURE = "measure"
    NAMES = "row_labels"
    BESIDE = "beside"


class Word(NamedTuple):
    """What a label says. `period` and `channel` are the parts of its text that say so.

    `metric` is the key of a column; `read` tells whether it is one whose figures are wanted.
    """

    text: str
    period: str | None = None
    metric: str | None = None
    channel: str | None = None
    known_channel: bool = False
    total: bool = False
    aside: Aside | None = None
    role: Role | None = None
    actual: bool = False

    @property
    def says_something(self) -> bool:
        """Whether any part of it is understood."""
        return bool(self.period or self.metric or self.known_channel or self.total or self.aside or self.role)

    @property
    def is_name(self) -> bool:
        """Whether it can only be a name: of a channel, a campaign, or of nothing that matters."""
        return not (self.period or self.metric or self.total or self.aside or self.role)


@lru_cache(maxsize=64)  # there are about twenty kinds
def words(kind: str) -> frozenset[str]:
    """The folded words of a kind, both languages at once."""
    return frozenset(plain(word) for code in LANGUAGES for word in aliases(code, "layout_words")[kind])


@lru_cache(maxsize=16384)
def word_of(text: str) -> Word:
    """What a label says, as a whole or in two parts."""
    clean = _spaced(" ".join(text.split()))
    if not clean or len(clean) > LONGEST_HEADER:
        return Word(clean)
    if share_of(clean) is not None:
        return Word(clean, aside=Aside.COMPARED)
    return _whole(clean) or _parts(clean) or Word(clean)


def says_period(text: str) -> bool:
    """Whether a label names a period, alone or beside a metric, an aside, a total."""
    return may_hold_period(text) and word_of(text).period is not None


def _spaced(text: str) -> str:
    """A name of a database with spaces: `facebook_spend`; `tv_S`, as models of media write it, is spend."""
    if "_" not in text or " " in text:
        return text
    name = text.replace("_", " ").strip()
    before = name.removesuffix(_SPENT_ON)
    return f"{before} {_SPEND}" if before != name and is_channel(before) else name


def _whole(text: str) -> Word | None:
    name = plain(text)
    channel = is_channel(text)
    if role := _role(text, name):
        actual = name in words("actual")
        return Word(
            text, role=role, metric=metric_of(text), channel=text, known_channel=channel, actual=actual
        )
    metric = metric_of(text)
    if channel and metric in QUESTIONS:
        metric = None  # *Paid* over or beside figures is a group of channels, as a list's header an amount
    if metric is not None and (is_wanted(metric) or not _is_total(text)):
        aside = Aside.PLANNED if metric == BUDGET else None
        return Word(
            text, metric=metric, total=_is_total(text), channel=text, known_channel=channel, aside=aside
        )
    if aside := _aside(name):
        return Word(text, aside=aside)
    if is_total_label(text):
        return Word(text, total=True)
    if is_period(text):
        return Word(text, period=text)
    return Word(text, channel=text, known_channel=True) if channel else None


def _role(text: str, name: str) -> Role | None:
    meaning = header_meaning(text, Table.CHANNELS)
    if meaning is not None and (meaning.key in _LABEL_COLUMNS or meaning.key == Role.CURRENCY):
        return Role(meaning.key)
    if name in words("actual"):
        return Role.MEASURE
    found = (
        role for role in (Role.START, Role.END, Role.YEAR, Role.MEASURE, Role.NAMES) if name in words(role)
    )
    return next(found, None)


def _aside(name: str) -> Aside | None:
    return next((aside for aside in Aside if name in words(aside)), None)


def _is_total(text: str) -> bool:
    return is_total_label(text) or may_be_total_label(text)


def metric_of(text: str) -> str | None:
    """The column whose figures a label announces, `budget` and doubtful ones too; None for any other text."""
    meaning = header_meaning(text, Table.CHANNELS)
    return None if meaning is None or meaning.key in _LABEL_COLUMNS | HELPERS else meaning.key


def is_wanted(metric: str | None) -> bool:
    """Whether a metric is one that the worksheet has a column for."""
    return metric in _METRICS


def is_channel(text: str) -> bool:
    """Whether a text is the name of a known channel, or one that stands for several."""
    name = plain(text)
    return name in channel_names() or name in umbrella_names()


def names_beside(text: str) -> bool:
    """Whether a header stands over names that tell rows apart but aren't campaigns: regions, people."""
    return plain(text) in words(Role.BESIDE)


def is_period(text: str) -> bool:
    """Whether a text names a period: a month with or without its year, a week, a range of days."""
    reading = read_period(text, "en", day_first=True)
    if not isinstance(reading, Doubt) or reading.reason in ("no_year", "fiscal") or short_year(text):
        return True
    if not any(map(str.isalpha, text)) or not any(map(str.isdigit, text)):
        return False
    return not isinstance(read_period(f"{text} 2024", "en", day_first=True), Doubt)


def _is_plain_period(text: str) -> bool:
    """Whether a part of a title names a period; a financial year there may be that of its months below."""
    reading = read_period(text, "en", day_first=True)
    return is_period(text) and not (isinstance(reading, Doubt) and reading.reason == "fiscal")


@lru_cache(maxsize=4096)
def short_year(text: str) -> str | None:
    """`Jan 26` with its year in full: between months it is no day; None for any other text."""
    found = _SHORT_YEAR.match(text)
    if found is None or fold(found["name"]) not in month_numbers():
        return None
    return f"{found['name']} 20{found['year']}"


def _parts(text: str) -> Word | None:
    """What a label says in two parts: a metric before or behind a period or a channel, or a total of them."""
    parts = [part for part in re.split(r"[\s:()|/]+", text) if part.strip("-–—.,")]
    for at in range(1, min(len(parts), _MOST_WORDS)):
        left, right = _joined(parts[:at]), _joined(parts[at:])
        for one, other in ((left, right), (right, left)):
            if found := _two(text, one, other):
                return found
    return _named_total(text)


def _joined(parts: list[str]) -> str:
    return " ".join(parts).strip(" -–—.,'’")


def _two(text: str, one: str, other: str) -> Word | None:
    """A label of a metric `one` (or an aside, a total) and a second part."""
    metric, aside, total = metric_of(one), _aside(plain(one)), is_total_label(one)
    actual = plain(one) in words("actual")
    if metric is None and aside is None and not total and not actual:
        return None
    second = _whole(other)
    if second is None or second.role is not None:
        return None
    if metric is not None and not is_wanted(metric) and total:
        metric = None
    if metric is not None and second.metric is not None and aside is None:
        return None
    return second._replace(
        text=text,
        metric=metric or second.metric,
        aside=aside or second.aside or (Aside.PLANNED if metric == BUDGET else None),
        total=total or second.total,
        channel=second.channel if second.known_channel and second.metric is None else None,
        known_channel=second.known_channel and second.metric is None,
        actual=actual or second.actual,
    )


def _named_total(text: str) -> Word | None:
    """`Google Ads Total`: a total of what has a name; sums must prove it where the name isn't known."""
    return Word(text, total=True) if may_be_total_label(text) and len(plain(text).split()) > 1 else None


class Said(NamedTuple):
    """What a title or a sheet's name says somewhere in its words."""

    period: str | None = None
    metric: str | None = None
    channel: str | None = None
    aside: Aside | None = None
    actual: bool = False


@lru_cache(maxsize=1024)
def said_in(text: str) -> Said:
    """The period, metric and channel that a title's words hold: `Marketing spend – October 2026`."""
    clean = " ".join(text.split())
    whole = word_of(clean)
    if whole.says_something and not whole.total:
        aside = whole.aside or _aside(plain(clean))  # *Goals* are conversions to some, targets as a title
        channel = whole.channel if whole.known_channel else None
        return Said(whole.period, whole.metric, channel, aside, whole.actual)
    parts = [part for part in re.split(r"[\s:()|,_]+", clean[:_LONGEST_TITLE]) if part]
    if len(parts) > _MOST_WORDS:
        return Said()
    runs = [
        _joined(parts[first : first + length])
        for length in range(min(len(parts), 6), 0, -1)
        for first in range(len(parts) - length + 1)
    ]
    period = next((run for run in runs if run.count(" ") < _PERIOD_WORDS and _is_plain_period(run)), None)
    return Said(
        period,
        next((key for run in runs if is_wanted(key := metric_of(run)) or key == BUDGET), None),
        next((run for run in runs if is_channel(run)), None),
        next((aside for run in runs if (aside := _aside(plain(run)))), None),
        any(plain(run) in words("actual") for run in runs),
    )
