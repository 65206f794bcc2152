"""Which lines of a table sum up others: all evidence is weighed, as powers of ten of the odds.

A word, a formula, blank dimensions, figures that agree with the sums of other lines, the place: none decides
alone. A line that is a total by words or form is left out even where the sums differ (they are told then);
one that only its figures make one is asked about. Cost: linear, but for a search in sorted sums per line.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from kpisheet.texts.aliases import plain
from kpisheet.worksheet.totals.formulas import Reckons
from kpisheet.worksheet.totals.labels import Dimensions, Labels
from kpisheet.worksheet.totals.levels import groups_below
from kpisheet.worksheet.totals.lines import Evidence, Line, Total, Verdict
from kpisheet.worksheet.totals.scopes import Scopes
from kpisheet.worksheet.totals.sums import Agreement, Group, Parts, Run, RunningSums, Scale, agreement
from kpisheet.worksheet.totals.unnamed import unnamed_sums
from kpisheet.worksheet.totals.words import rest_of, says_average

PRIOR = -3.0  # a line about which nothing is known: one in a thousand
WEIGHTS: Mapping[Evidence, float] = MappingProxyType(
    {
        Evidence.DECLARED: 12,
        Evidence.FORMULA: 8,
        Evidence.SUMMARY_FORMULA: 4,
        Evidence.WORD: 6,
        Evidence.PHRASE: 2,
        Evidence.WORD_ELSEWHERE: 4,
        Evidence.WORD_AMONG_OTHERS: 3,
        Evidence.BLANK_NAME: 2,
        Evidence.BLANK_PERIOD: 1,
        Evidence.LOWER_LEVEL_BLANK: 3,
        Evidence.GROUP_NAME: 1.5,
        Evidence.OTHER_KIND: 3,
        Evidence.LARGER: 0.5,
        Evidence.EDGE: 0.5,
        Evidence.SMALLER: -2,
        Evidence.DIFFERS: -1,
        Evidence.FILLED: -1,
        Evidence.OWN_MONTHS: -2,
        Evidence.KNOWN_NAME: -1,
    }
)
LEFT_OUT = 1.0  # ten to one
ASKED = 0.0  # even odds

_ROUNDS = 4  # totals of totals of totals; and lines that turn out to be none count for the sums of the others
_MOST_DIGITS = 8.0
_MOST_SEARCHED = 2000  # of so many totals each has its rows right beside it
_NAMED_DIGITS = 1.0  # a sum is worth that much at least where a word or a shape announces it
_BY_FORM = frozenset({Evidence.DECLARED, Evidence.FORMULA, Evidence.SUMMARY_FORMULA})
_BY_WORD = frozenset({Evidence.WORD, Evidence.WORD_ELSEWHERE})
_ANY_WORD = _BY_WORD | {Evidence.WORD_AMONG_OTHERS}
_BY_SHAPE = frozenset({Evidence.BLANK_NAME, Evidence.LOWER_LEVEL_BLANK, Evidence.OTHER_KIND})


def totals_among(lines: Sequence[Line], dimensions: Dimensions) -> Mapping[int, Total]:
    """The lines that are or may be totals, by number; lines that aren't in it are none."""
    judge = _Judge(lines, dimensions)
    found = _settled(judge)
    if lines and all(line.number in found and found[line.number].left_out for line in lines):
        judge.spare_named()  # `Google total`, `Meta total`: nothing else is there
        found = _settled(judge)
    return found


def _settled(judge: _Judge) -> Mapping[int, Total]:
    """In rounds: a line that turns out to be no total counts for the sums of the others."""
    kept: set[int] = set(judge.spared)
    found: Mapping[int, Total] = {}
    for _ in range(_ROUNDS):
        found = judge.round(kept)
        named = {number for number, one in found.items() if not one.left_out}
        if named <= kept:
            break
        kept |= named
    return found


class _Judge:
    """One table on its way to its totals."""

    def __init__(self, lines: Sequence[Line], dimensions: Dimensions) -> None:
        self.lines, self.dimensions = lines, dimensions
        self.labels = Labels(lines, dimensions)
        self.by_number = {line.number: line for line in lines}
        self.spared: set[int] = set()
        self.scale = Scale(lines, dimensions.whole, dimensions.people)
        self.keys = list(dict.fromkeys(key for line in lines for key in line.amounts))
        denied = {line.number for line in lines if line.beside and self.labels.denied(line)}
        self.free = denied - {line.number for line in lines if line.declared}
        self.announced = [
            line
            for line in lines
            if line.number not in self.free
            and (line.declared or line.reckons is not Reckons.NOTHING or line.number in self.labels.words)
        ]

    def spare_named(self) -> None:
        """Let the lines count whose labels name what they are the total of, as no other line is of it."""
        for number, word in self.labels.words.items():
            if word.label is not None and rest_of(self.by_number[number].labels[word.label]):
                self.spared.add(number)

    def round(self, kept: set[int]) -> dict[int, Total]:
        """All totals, where the announced lines of `kept` count as lines like others."""
        self.found: dict[int, Total] = {}
        self.aside = {line.number for line in self.announced} - kept
        self.groups: dict[int, Group] = {}
        self._take_levels()
        self._take_sums()
        self._take_announced()
        return self.found

    def _counts(self, line: Line) -> bool:
        """Whether the line is taken for a part of others so far."""
        known = self.found.get(line.number)
        return line.number not in self.aside and (known is None or not known.left_out)

    def _take_levels(self) -> None:
        """Lines that lack a dimension and agree with those that have it, in their month or on their day."""
        if not self.labels.levels:
            return
        for line, group in groups_below(self.lines, self.dimensions.all, self.labels.value, self._counts):
            self.groups[line.number] = group
            self._take_level(line, group)
        for line, group in groups_below(
            self.lines, self.dimensions.all, self.labels.value, self._counts, by_day=True
        ):
            if self._counts(line):
                self._take_level(line, group)

    def _take_level(self, line: Line, group: Group) -> None:
        if line.number in self.aside or line.number in self.free:
            return
        found = agreement(line, group, self.scale, rounded=True)
        if found.whole:
            self._judge(line, found, {Evidence.LOWER_LEVEL_BLANK}, found.digits)

    def _take_sums(self) -> None:
        """Lines that only their figures make totals."""
        for _ in range(_ROUNDS):
            lines = [line for line in self.lines if self._counts(line)]
            chance = math.log10(2 * len(lines) or 1)  # so many runs may agree
            before = len(self.found)
            for line, found in unnamed_sums(lines, self.scale, self.keys):
                if line.number not in self.found and line.number not in self.free:
                    self._judge(line, found, self._kind(line, found.parts), found.digits - chance)
            if not any(one.left_out for one in list(self.found.values())[before:]):
                break

    def _kind(self, line: Line, parts: Parts) -> set[Evidence]:
        """Whether it is a month above channels, or a channel above months."""
        other = self.labels.is_period(line) != self.labels.is_period(self.by_number[parts.first])
        return {Evidence.OTHER_KIND} if other else set()

    def _take_announced(self) -> None:
        """Lines that words, a formula or the file announce as totals."""
        running = RunningSums([line for line in self.lines if self._counts(line)])
        ends = [line.number for line in self.lines if not self._counts(line)]
        self.scopes = Scopes(running.lines, self.dimensions)
        for line in self.announced:
            found = self._best(line, running, ends)
            told, digits = self._said(line), 0.0
            if found is not None and found.whole:
                digits = max(found.digits, _NAMED_DIGITS)
            elif found is not None and found.differences:
                told.add(Evidence.SMALLER if found.smaller else Evidence.DIFFERS)
            if found is not None and found.larger:
                told.add(Evidence.LARGER)
            self._judge(line, found, told, digits)

    def _said(self, line: Line) -> set[Evidence]:
        told: set[Evidence] = set()
        word = self.labels.words.get(line.number)
        if word is not None:
            told.add(word.evidence)
            if word.evidence is Evidence.WORD and word.label and " " in plain(line.labels[word.label]):
                told.add(Evidence.PHRASE)
            if self.labels.is_filled(line):
                told.add(Evidence.FILLED)
            if self.labels.has_own_months(line.labels.get(self.dimensions.name, "")):
                told.add(Evidence.OWN_MONTHS)
        if line.declared:
            told.add(Evidence.DECLARED)
        if line.reckons is not Reckons.NOTHING:
            told.add(Evidence.FORMULA if line.reckons is Reckons.SUM else Evidence.SUMMARY_FORMULA)
        return told

    def _best(self, line: Line, running: RunningSums, ends: Sequence[int]) -> Agreement | None:
        """Of the lines that it may be the sum of, those with which it agrees best."""
        word = self.labels.words.get(line.number)
        mean = line.reckons is Reckons.SUMMARY or (
            word is not None and word.label is not None and says_average(line.labels[word.label])
        )
        best: Agreement | None = None
        for parts in self._candidates(line, running, ends):
            found = agreement(line, parts, self.scale, mean=mean, rounded=True)
            if found.whole:
                return found
            if best is None or found.rank > best.rank:
                best = found
        if len(self.announced) > _MOST_SEARCHED:
            return best
        searched = (agreement(line, run, self.scale, rounded=True) for run in self._search(line, running))
        return next((one for one in searched if one.whole), best)

    def _candidates(self, line: Line, running: RunningSums, ends: Sequence[int]) -> Iterator[Parts]:
        (above, below), size = self._around(line, running), len(running.lines)
        at = bisect_left(ends, line.number)
        since = running.before(ends[at - 1]) if at else 0
        following = ends[at + 1 : at + 2] if ends[at : at + 1] == [line.number] else ends[at : at + 1]
        until = running.before(following[0]) if following else size
        bounds = [(since, above), (below, until)]
        if len(self.announced) <= _MOST_SEARCHED:
            bounds += [(0, above), (below, size), *([(0, size)] if below == above else [])]
        elif above == size:
            bounds.append((0, size))
        yield from (Run(running, start, end) for start, end in dict.fromkeys(bounds) if start < end)
        if line.number in self.groups:
            yield self.groups[line.number]
        word = self.labels.words.get(line.number)
        if word is not None and word.label is not None:
            yield from self.scopes.of(line.labels[word.label])

    def _search(self, line: Line, running: RunningSums) -> Iterator[Run]:
        """The runs directly above and below that add up to one of its figures, wherever they begin or end."""
        above, below = self._around(line, running)
        for key, value in line.amounts.items():
            if value:
                slack = self.scale.slack(key, value, 1, rounded=True)
                yield from running.run_ending(value, key, above, slack)
                yield from running.run_beginning(value, key, below, slack)

    def _around(self, line: Line, running: RunningSums) -> tuple[int, int]:
        """Index of the first line below it, itself left out, and how many stand above."""
        above = running.before(line.number)
        among = above < len(running.lines) and running.lines[above].number == line.number
        return above, above + among

    def _judge(self, line: Line, found: Agreement | None, told: set[Evidence], digits: float) -> None:
        """Weigh everything, and keep what comes of it if the line is or may be a total."""
        told |= self.labels.shape(line)
        if self.labels.is_known(line):
            told.add(Evidence.KNOWN_NAME)
        if found is not None and found.whole:
            told.add(Evidence.SUMS)
            if told.isdisjoint(_ANY_WORD) and self.labels.names_group(line):
                told.add(Evidence.GROUP_NAME)
        odds = PRIOR + min(digits, _MOST_DIGITS) + sum(WEIGHTS.get(one, 0) for one in told)
        verdict = Verdict.NAMED if line.number in self.spared else _verdict(odds, told, found)
        if verdict is Verdict.NUMBERS and found is not None and self._is_other_channel(line, found.parts):
            verdict = Verdict.CHANNEL
        if verdict is None or (verdict is Verdict.NAMED and not self._worth_asking(line, told)):
            return
        word = self.labels.words.get(line.number)
        self.found[line.number] = Total(
            number=line.number,
            verdict=verdict,
            evidence=frozenset(told),
            label=None if word is None else word.label,
            first=None if found is None or not found.whole else found.parts.first,
            last=None if found is None or not found.whole else found.parts.last,
            differences={} if found is None else found.differences,
        )

    def _is_other_channel(self, line: Line, parts: Parts) -> bool:
        """Whether it is called as a channel that none of these is a part of."""
        within = [one for one in self.lines if parts.first <= one.number <= parts.last]
        return self.labels.can_be_no_total_of(line, (one for one in within if self._counts(one)))

    def _worth_asking(self, line: Line, told: set[Evidence]) -> bool:
        """Whether a word that proved nothing is asked about: beside the name only where lines are alike."""
        return Evidence.WORD_ELSEWHERE not in told or line.number in self.groups


def _verdict(odds: float, told: set[Evidence], found: Agreement | None) -> Verdict | None:
    if odds >= LEFT_OUT:
        differs = found is not None and bool(found.differences)
        if not _BY_FORM.isdisjoint(told) or (not differs and not told.isdisjoint(_BY_WORD | _BY_SHAPE)):
            return Verdict.SUM
        return Verdict.CLAIM if differs else Verdict.NUMBERS
    if not told.isdisjoint(_ANY_WORD):
        return Verdict.NAMED
    return Verdict.ASKED if odds >= ASKED else None
