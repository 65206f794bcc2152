"""What goes in and comes out: the lines of a table as evidence sees them, and those that sum up others."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct, field

from kpisheet.worksheet.totals.formulas import Reckons


class Line(Struct, frozen=True, gc=False):
    """One row of a table, or one column of a table whose months or channels stand across.

    `number`: its place, growing. `labels`: its words by dimension (channel, period, …), none where blank.
    `amounts`: its figures that add up, by key; `unreadable`: keys whose cell holds something else.
    `beside`: what else is written in it, such as a note. `reckons`: what its formulas make of other lines.
    `declared`: the file itself says that it is a total, as Excel's tables do.
    """

    number: int
    labels: Mapping[str, str]
    amounts: Mapping[str, Decimal]
    unreadable: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()
    reckons: Reckons = Reckons.NOTHING
    declared: bool = False
    day: str = ""  # of a date that isn't the first of its month


class Evidence(StrEnum):
    """What speaks for or against a total; weighed in `judge`."""

    DECLARED = "declared"  # by the file
    FORMULA = "formula"  # it adds up other lines
    SUMMARY_FORMULA = "summary_formula"  # their mean, the largest
    WORD = "word"  # its label says nothing but that
    PHRASE = "phrase"  # several words: `Grand total`, `Oct total`; a firm may be called Total alone
    WORD_ELSEWHERE = "word_elsewhere"  # the same in a column that isn't read
    WORD_AMONG_OTHERS = "word_among_others"  # `Total Wine`
    SUMS = "sums"  # its figures are sums of other lines'
    BLANK_NAME = "blank_name"
    BLANK_PERIOD = "blank_period"  # where most lines have one
    LOWER_LEVEL_BLANK = "lower_level_blank"  # beside lines that have it, alike in all the rest
    GROUP_NAME = "group_name"  # its name is that of a group: `Paid`, `Digital`, `Offline`
    OTHER_KIND = "other_kind"  # a month above channels, or a channel above months
    LARGER = "larger"  # than each line that it may be the sum of
    EDGE = "edge"  # the first or the last line, or beside a gap
    SMALLER = "smaller"  # than a line that it should be the sum of
    DIFFERS = "differs"  # from the sum
    FILLED = "filled"  # all that the others have, as one of them
    OWN_MONTHS = "own_months"  # the same label in several months, as a channel has
    KNOWN_NAME = "known_name"  # of a channel


class Verdict(StrEnum):
    """What is to be done with a line that is or may be a total."""

    SUM = "sum"  # leave it out and say so
    CLAIM = "claim"  # its label says so but the sums differ: leave it out and warn
    NUMBERS = "numbers"  # only the figures say so: leave it out, and ask
    ASKED = "asked"  # the figures may say so: keep it, and ask
    CHANNEL = "channel"  # the figures say so, but it is called as a channel that can't hold them: the same
    NAMED = "named"  # a word says so but nothing else does: keep it, and ask


class Difference(NamedTuple):
    """What a total says of a column, and what its lines add up to."""

    says: Decimal
    adds: Decimal


class Total(Struct, frozen=True):
    """A line that is or may be a total. `first` to `last` are the lines that it sums up, where that is known.

    `label`: the dimension in which a word says so, if one does. `differences`: by key, largest column first.
    """

    number: int
    verdict: Verdict
    evidence: frozenset[Evidence]
    label: str | None = None
    first: int | None = None
    last: int | None = None
    differences: Mapping[str, Difference] = field(default_factory=dict)

    @property
    def left_out(self) -> bool:
        """Whether the line must not count beside its parts."""
        return self.verdict in (Verdict.SUM, Verdict.CLAIM, Verdict.NUMBERS)
