"""A block's labels in their places: what stands over each column of figures and beside each row of them.

As in unpivotr's `behead()`, a label reaches a figure from above, from above and left (a spanner), from the
left, from the left and above (typed once, or merged), or as a heading or title over the rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct

from kpisheet.texts.folding import fold
from kpisheet.worksheet.layouts.labels import Label, Line
from kpisheet.worksheet.layouts.regions import Block
from kpisheet.worksheet.layouts.words import Role, is_wanted, names_beside

_MOSTLY = 0.6
_SIDE_ROLES = frozenset(
    {Role.PERIOD, Role.CHANNEL, Role.CAMPAIGN, Role.START, Role.END, Role.YEAR, Role.NOTE, Role.CURRENCY}
)
_PERIOD_ROLES = frozenset({Role.PERIOD, Role.YEAR})
_FEWEST_BLANKS = 0.2  # of a column whose labels are typed once for several rows


class Over(Struct, frozen=True):
    """The labels over one column of figures, by header row from the top; None where none reaches it."""

    column: int
    labels: tuple[Label | None, ...]


class Beside(Struct, frozen=True):
    """The labels of one row of figures: by its side column, and the heading in force of each kind.

    `headings` are in the order in which their kinds were first met: the outer one first.
    """

    line: Line
    labels: Mapping[int, Label]
    headings: Mapping[str, Label]


class Frame(Struct, frozen=True, dict=True):
    """A block, its columns of figures and its columns of labels told apart."""

    block: Block

    @cached_property
    def over(self) -> tuple[Over, ...]:
        """The columns of figures that have a header."""
        found = []
        for column in self._counting:
            labels = tuple(self._reaching(index, column) for index in range(len(self.block.headers)))
            if any(labels):
                found.append(Over(column, labels))
        return tuple(found)

    @cached_property
    def corner(self) -> tuple[Label, ...]:
        """Header labels over the columns of labels that say more than what those hold."""
        sides = set(self.sides)
        return tuple(
            label
            for header in self.block.headers
            for column, label in header.labels.items()
            if column in sides or (self.over and column < self.over[0].column)
        )

    @cached_property
    def sides(self) -> Mapping[int, Role]:
        """The columns of labels, with what they hold: MEASURE are metrics, NAMES channels or campaigns.

        BESIDE are names too, but no campaigns.
        """
        first = min(self._counting, default=0)
        held: dict[int, Role] = {}
        for column in sorted({column for line in self.block.lines for column in line.labels}):
            role = self._headed(column)
            if column < first or (role in _SIDE_ROLES and column not in self._counting):
                held[column] = self._holds(column, role)
        return held

    def side(self, *roles: Role) -> list[int]:
        """The columns that hold one of these, from the left."""
        return [column for column, role in self.sides.items() if role in roles]

    @cached_property
    def beside(self) -> tuple[Beside, ...]:
        """The rows, each with its labels and the headings above it."""
        return tuple(self._beside())

    def _beside(self) -> Iterator[Beside]:
        filled = {column: self._filled(column) for column in self.sides}
        headings: dict[str, Label] = {}
        for index, line in enumerate(self.block.lines):
            for heading in self.block.headings[index]:
                _enter(headings, heading)
            if (head := self._heads.get(index)) is not None:
                _enter(headings, head)
                continue
            labels = {
                column: label for column, given in filled.items() if (label := given[index]) is not None
            }
            yield Beside(line, labels, dict(headings))

    @property
    def heads(self) -> Sequence[Line]:
        """Rows of figures that are the sums of the rows below them, under a label of another kind."""
        return [self.block.lines[index] for index in self._heads]

    @cached_property
    def _counting(self) -> list[int]:
        """The columns in which figures stand, but for those whose header names labels."""
        figures = Counter(column for line in self.block.lines for column in line.figures)
        labels = Counter(column for line in self.block.lines for column in line.labels)
        most = (column for column, count in figures.items() if count >= labels[column])
        return sorted(column for column in most if self._headed(column) not in _SIDE_ROLES)

    def _headed(self, column: int) -> Role | None:
        """What the header of a column says that it holds."""
        labels = [header.labels[column] for header in reversed(self.block.headers) if column in header.labels]
        return next((label.word.role for label in labels if label.word.role is not None), None)

    def _heads_beside(self, column: int) -> bool:
        """Whether a header of the column names regions, people and the like."""
        return any(
            names_beside(header.labels[column].text)
            for header in self.block.headers
            if column in header.labels
        )

    def _holds(self, column: int, role: Role | None) -> Role:
        lines = [line for line in self.block.lines if line.figures] or self.block.lines  # a note tells none
        labels = [label.word for line in lines if (label := line.labels.get(column)) is not None]
        count = max(1, sum(not word.total for word in labels))
        periods = sum(word.period is not None and not word.metric for word in labels)
        metrics = [word.metric for word in labels if word.metric and not word.total]
        if role in (Role.START, Role.END, Role.NOTE, Role.YEAR, Role.CAMPAIGN, Role.CURRENCY):
            return role
        if periods >= _MOSTLY * count:
            return Role.PERIOD
        if any(map(is_wanted, metrics)) and len(metrics) * 3 >= count:
            return Role.MEASURE
        if sum(word.actual for word in labels) * 3 >= count:
            return Role.MEASURE
        if role is Role.PERIOD and any(word.known_channel for word in labels):
            return Role.NAMES  # the corner says what stands across
        if role in (Role.PERIOD, Role.CHANNEL):
            return role
        return Role.BESIDE if self._heads_beside(column) else Role.NAMES

    def _filled(self, column: int) -> list[Label | None]:
        """The label of each row: its own, else where labels are typed once or merged, the one above."""
        given = [line.labels.get(column) for line in self.block.lines]
        if not self._typed_once(column, given):
            return given
        last: Label | None = None
        for index, label in enumerate(given):
            if self.block.headings[index]:
                last = None
            last = label if label is not None else last
            given[index] = last
        return given

    def _typed_once(self, column: int, given: Sequence[Label | None]) -> bool:
        """Whether blanks mean the label above: merged, or no label beside it comes twice below one."""
        lines = self.block.lines
        totals = {
            index
            for index, line in enumerate(lines)
            if any(label.word.total for at, label in line.labels.items() if at in self.sides)
        }
        blank = [
            at for at, label in enumerate(given) if label is None and lines[at].figures and at not in totals
        ]
        others = [other for other in self.sides if other != column]
        if not blank or not others or given[0] is None:
            return False
        if self._merged_down(column):
            return True
        if len(blank) < _FEWEST_BLANKS * len(lines):
            return False
        seen: set[tuple[str, ...]] = set()
        for index, label in enumerate(given):
            if index in totals:
                continue
            if label is not None:
                seen = set()
            own = tuple(_key(lines[index].labels.get(other)) for other in others)
            if own in seen or (label is None and not any(own)):
                return False
            seen.add(own)
        return True

    def _merged_down(self, column: int) -> bool:
        first, last = self.block.lines[0].number, self.block.lines[-1].number
        return any(
            area.first_column == column and area.last_row > area.first_row and first <= area.first_row <= last
            for area in self.block.sheet.merged
        )

    def _reaching(self, index: int, column: int) -> Label | None:
        """The label of a header row that reaches a column: its own, one merged over it, or a spanner's."""
        header = self.block.headers[index]
        own = header.labels.get(column)
        if own is not None:
            return own
        left = max((at for at in header.labels if at < column), default=None)
        if left is None:
            return None
        label = header.labels[left]
        if (width := self._widths.get((header.number, left))) is not None:
            return label if column <= width else None
        is_last = index == len(self.block.headers) - 1
        return None if is_last or label.word.role is not None else label

    @cached_property
    def _widths(self) -> Mapping[tuple[int, int], int]:
        """The last column of each header cell that is merged over several."""
        rows = {header.number for header in self.block.headers}
        return {
            (area.first_row, area.first_column): area.last_column
            for area in self.block.sheet.merged
            if area.first_row in rows and area.last_column > area.first_column
        }

    @cached_property
    def _heads(self) -> Mapping[int, Label]:
        """Index of each row that is the head of those below it → its label."""
        names = self.side(Role.NAMES, Role.BESIDE, Role.CHANNEL, Role.CAMPAIGN, Role.PERIOD)
        if len(self.sides) != 1 or not names:
            return {}
        lines = self.block.lines
        given = [line.labels.get(names[0]) if line.figures else None for line in lines]
        kinds = [
            None if label is None or label.word.total else label.word.period is not None for label in given
        ]
        if {True, False} <= set(kinds):
            outer = next(kind for kind in kinds if kind is not None)
            following = [kind for kind in kinds if kind is not None]
            if following[-1] is outer or any(pair == (outer, outer) for pair in pairwise(following)):
                return {}  # a head has rows below it: lines of notes under a table make none of its rows
            return {i: label for i, label in enumerate(given) if label is not None and kinds[i] is outer}
        return self._summing(given)

    def _summing(self, given: Sequence[Label | None]) -> Mapping[int, Label]:
        """Rows whose every figure is the sum of the rows below, up to the next such row, all the way down."""
        heads: dict[int, Label] = {}
        index, lines = 0, self.block.lines
        while index < len(lines):
            label = given[index]
            if label is not None and label.word.total:
                index += 1
                continue
            length = self._sum_below(index, given)
            if label is None or length is None:
                return {}
            heads[index] = label
            index += 1 + length
        inner = [
            label
            for at, label in enumerate(given)
            if label is not None and at not in heads and not label.word.total
        ]
        all_known = all(label.word.known_channel for label in (*heads.values(), *inner))
        return heads if len(inner) > len(heads) and not all_known else {}

    def _sum_below(self, index: int, given: Sequence[Label | None]) -> int | None:
        """How many rows below add up to the row, figure by figure; None where no number of them does."""
        head = _numbers(self.block.lines[index])
        if not any(head.values()):
            return None
        sums = dict.fromkeys(head, 0.0)
        for length, line in enumerate(self.block.lines[index + 1 : index + 200], start=1):
            label = given[index + length]
            if label is None or label.word.total:
                return None
            numbers = _numbers(line)
            sums = {column: total + numbers.get(column, 0) for column, total in sums.items()}
            if all(abs(sums[column] - value) <= 1e-9 * abs(value) for column, value in head.items()):
                return length
            if any(sums[column] > value * (1 + 1e-9) for column, value in head.items()):
                return None
        return None


def _numbers(line: Line) -> dict[int, float]:
    return {column: float(cell.number) for column, cell in line.figures.items() if cell.number is not None}


def _key(label: Label | None) -> str:
    return "" if label is None else fold(label.text)


def _enter(headings: dict[str, Label], label: Label) -> None:
    """Take a heading in: those that were met inside one of its kind end with it."""
    kind = heading_kind(label)
    kinds = list(headings)
    if kind in kinds:
        for inner in kinds[kinds.index(kind) :]:
            del headings[inner]
    headings[kind] = label


def heading_kind(label: Label) -> str:
    """What a heading is about: a period, a metric, an aside, a total, or a name."""
    word = label.word
    if word.period is not None:
        return "period"
    if word.metric:
        return "metric"
    if word.aside:
        return "aside"
    return "total" if word.total else "name"
