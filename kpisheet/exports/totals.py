"""Which lines of a download sum up others: by the evidence that worksheets are judged by, over its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import ge

from msgspec import Struct, field

from kpisheet.exports.body import DIMENSIONS, Body
from kpisheet.exports.headers import SPENDS
from kpisheet.exports.pages import Cell, Line, text_of
from kpisheet.exports.words import words
from kpisheet.texts.aliases import plain
from kpisheet.worksheet.totals import Dimensions, Reckons, Total, Verdict, totals_among
from kpisheet.worksheet.totals import Line as Judged

_MOST_JUDGED = 20_000  # lines held at once; of a longer table only totals of everything, or of all above
_MOST_LEVELS = 12  # which labels are filled; of a table in disorder the commonest
_PEOPLE = frozenset({"users", "visitors"})
_PERIODS = ("period", "week", "starts", "year")
_NAMES = (*DIMENSIONS, "channel_group", "source_medium", "source", "medium")
_CLOSE = Decimal("0.005")  # of a rounded sum, per line that was summed
_HALF = Decimal("0.5")
_LARGE = Decimal("0.25")  # of all figures: what nothing names and is so large may be the sum of others


class Judgement(Struct, frozen=True):
    """The lines of one table that are or may be totals, by number.

    `summing`: left out, as a known system or the sums of a long table say. `unclear`: no name tells what they
    are, and they are too large to count beside the others. `totals`: what the evidence says of the others.
    """

    totals: Mapping[int, Total] = field(default_factory=dict)
    summing: frozenset[int] = frozenset()
    unclear: frozenset[int] = frozenset()

    def leaves_out(self, number: int) -> bool:
        """Whether a line must not count beside its parts."""
        found = self.totals.get(number)
        return number in self.summing or (found is not None and found.left_out)

    def differing(self, number: int) -> Total | None:
        """The total that a line says it is, where its figures aren't the sums of the others."""
        found = self.totals.get(number)
        return found if found is not None and found.left_out and found.differences else None

    def by_figures(self, number: int) -> Total | None:
        """The total that a line can only be by its figures: it is called nothing of the kind."""
        found = self.totals.get(number)
        return found if found is not None and found.verdict is Verdict.NUMBERS else None

    def asks(self, number: int) -> bool:
        """Whether a line that counts may be a total all the same."""
        found = self.totals.get(number)
        return found is not None and not found.left_out


def judged(body: Body, key: str) -> Judgement:
    """The totals of a table whose main figure has this key.

    Totals that a known system names are left out whatever they say: they hold what was removed, too.
    """
    named = body.table.what.system is not None
    summing: set[int] = set()
    lines: list[Line] = []
    for line in body.lines():
        if named and body.says_total(line) is not None:
            summing.add(line.number)
        elif len(lines) <= _MOST_JUDGED:
            lines.append(line)
    if len(lines) > _MOST_JUDGED:
        return _of_a_long_table(body, key, summing)
    seen = _Lines(body, lines)
    totals = seen.totals()
    counted = [line for line in lines if line.number not in totals or not totals[line.number].left_out]
    repeated, larger = seen.above_others(counted, key)
    counted = [line for line in counted if line.number not in repeated]
    unclear = larger | _unclear(body, key, counted)
    return Judgement(totals, frozenset(summing | repeated), unclear)


class _Lines(Struct, dict=True):
    """The lines of a table as the judge of totals sees them."""

    body: Body
    lines: Sequence[Line]

    def __post_init__(self) -> None:
        headers = self.body.table.what.headers
        known = {header.column: key for key, header in self.body.columns.items()}
        keys = {
            header.column: key
            for header in headers
            if (key := known.get(header.column) or header.key) is not None
        }
        self.names = {
            column: f"{key} {column}"
            for column, key in keys.items()
            if key in _NAMES or key in _PERIODS or column in self.body.labels
        }
        first = headers[0].column
        # A budget type of Google Ads is called *Campaign Total*: totals are named in the first column, if not
        # in one of the labels.
        self.further = () if first in {*self.names, *self.body.numeric.values()} else (first,)

    def totals(self) -> Mapping[int, Total]:
        """The lines that are or may be totals, by number."""
        name = next((label for column, label in self.names.items() if not self._is_period(column)), "name")
        period = next((label for column, label in self.names.items() if self._is_period(column)), "period")
        others = tuple(label for label in self.names.values() if label not in (name, period))
        further = tuple(f"column {column}" for column in self.further)
        counts = frozenset(self.body.numeric) - {*SPENDS, "revenue"}
        dimensions = Dimensions(name, period, others, further, counts, _PEOPLE)
        return totals_among([self._judged(line) for line in self.lines], dimensions)

    def above_others(self, counted: Sequence[Line], key: str) -> tuple[frozenset[int], frozenset[int]]:
        """Lines that lack a label which others have that are alike else: by what these add up to.

        Those that say the same as the one line or the lines below them, which are its totals; and those that
        say more, as a total does whose parts aren't all there.
        """
        labelled = {line.number: self._values(line) for line in counted}
        counts = Counter(tuple(map(bool, values)) for values in labelled.values())
        levels = {level for level, _ in counts.most_common(_MOST_LEVELS)}
        self.amounts = {line.number: self._amounts(line) for line in counted} if len(levels) > 1 else {}
        same, larger = set(), set()
        for level in levels:
            deeper = {other for other in levels if other != level and all(map(ge, other, level))}
            if not deeper:
                continue
            sums = self._sums(counted, labelled, level, deeper)
            for line in counted:
                values = labelled[line.number]
                if tuple(map(bool, values)) != level or (below := sums.get(values)) is None:
                    continue
                own = self.amounts[line.number]
                if own and all(own.get(one, 0) == number for one, number in below.items()):
                    same.add(line.number)
                elif own.get(key, Decimal(0)) > below.get(key, Decimal(0)) > 0:
                    larger.add(line.number)
        return frozenset(same), frozenset(larger)

    def _values(self, line: Line) -> tuple[str, ...]:
        texts = (_text(line, column) for column in self.names)
        return tuple("" if plain(text) in words("whole") or not plain(text) else text for text in texts)

    def _sums(
        self,
        counted: Sequence[Line],
        labelled: Mapping[int, tuple[str, ...]],
        level: tuple[bool, ...],
        deeper: set[tuple[bool, ...]],
    ) -> Mapping[tuple[str, ...], Mapping[str, Decimal]]:
        """What the lines of the deeper levels add up to, by what they say at this one."""
        found: dict[tuple[str, ...], dict[str, Decimal]] = {}
        for line in counted:
            values = labelled[line.number]
            if tuple(map(bool, values)) in deeper:
                at = tuple(text if kept else "" for text, kept in zip(values, level, strict=True))
                sums = found.setdefault(at, {})
                for one, number in self.amounts[line.number].items():
                    sums[one] = sums.get(one, Decimal(0)) + number
        return found

    def _amounts(self, line: Line) -> dict[str, Decimal]:
        numbers = {key: self.body.number(line, key) for key in self.body.numeric}
        return {key: number for key, number in numbers.items() if isinstance(number, Decimal) and number}

    def _is_period(self, column: int) -> bool:
        return self.names[column].partition(" ")[0] in _PERIODS

    def _judged(self, line: Line) -> Judged:
        labels = {label: text for column, label in self.names.items() if (text := _text(line, column))}
        labels |= {f"column {column}": text for column in self.further if (text := _text(line, column))}
        return Judged(
            line.number,
            labels,
            self._amounts(line),
            reckons=Reckons.SUM if line.summing else Reckons.NOTHING,
        )


def _text(line: Line, column: int) -> str:
    return text_of(_cell(line, column)).strip()


def _cell(line: Line, column: int) -> Cell:
    return line.cells[column] if column < len(line.cells) else None


def _unclear(body: Body, key: str, counted: Sequence[Line]) -> frozenset[int]:
    """Lines that nothing names, or that say *All* where others name a part, beside which others count."""
    if not body.labels or len(counted) < 2:
        return frozenset()
    figures = {
        line.number: number for line in counted if isinstance(number := body.number(line, key), Decimal)
    }
    everything = sum(figures.values(), Decimal(0))
    found = set()
    whole_columns = {column for column in body.labels if all(_says_all(line, column) for line in counted)}
    for line in counted:
        texts = [_text(line, column) for column in body.labels]
        nameless = not any(texts) and figures.get(line.number, Decimal(0)) > everything * _LARGE
        says_all = any(_says_all(line, column) for column in body.labels if column not in whole_columns)
        if figures.get(line.number) and (nameless or says_all):
            found.add(line.number)
    return frozenset(found)


def _says_all(line: Line, column: int) -> bool:
    return plain(_text(line, column)) in words("whole")


def _of_a_long_table(body: Body, key: str, summing: set[int]) -> Judgement:
    """Lines that a word calls totals, and of others that may be one, sums of everything or of all above."""
    suspects: list[tuple[int, Decimal, Decimal]] = []
    doubtful: set[int] = set()
    total, used = Decimal(0), 0
    for line in body.lines():
        number = body.number(line, key)
        figure = number if isinstance(number, Decimal) else Decimal(0)
        if line.number in summing:
            continue
        if body.says_total(line) is not None:
            summing.add(line.number)
        elif body.may_be_total(line):
            if any(_says_all(line, column) for column in body.labels):
                doubtful.add(line.number)
            suspects.append((line.number, figure, total))
        else:
            total, used = total + figure, used + 1
    near = _CLOSE * max(used, 1)
    found = {
        number
        for number, figure, above in suspects
        if figure and (abs(figure - total) <= near or (above and abs(figure - above) <= near))
    }
    large = {number for number, figure, _ in suspects if figure > total * _HALF}
    return Judgement(
        summing=frozenset(summing | found),
        unclear=frozenset((doubtful | large) - found) if total else frozenset(),
    )
