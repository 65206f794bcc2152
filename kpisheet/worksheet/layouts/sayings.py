"""What the labels over a column, beside a row and around a block say of its figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.worksheet.header import BUDGET, QUESTIONS, is_unit
from kpisheet.worksheet.layouts.facts import At, Spent
from kpisheet.worksheet.layouts.frame import Beside, Frame, Over
from kpisheet.worksheet.layouts.labels import Label
from kpisheet.worksheet.layouts.surroundings import Surroundings
from kpisheet.worksheet.layouts.times import Time, is_month_alone, settled, time_of
from kpisheet.worksheet.layouts.words import Aside, Role, Word, is_wanted, word_of
from kpisheet.worksheet.sheet import RawCell

_OF_A_TABLE = frozenset({Aside.PLANNED, Aside.FOREIGN})


class Saying(Struct, frozen=True):
    """What the labels over a column, or beside a row, say of its figures."""

    times: tuple[Time, ...]
    when: int
    metric: str | None
    left_out: RawCell | None
    aside: tuple[Aside, RawCell] | None
    span: Time | None = None
    metric_cell: RawCell | None = None  # the label that names the metric, with a unit below it
    says_nothing: bool = False  # beside columns that do: whatever it counts, it is not what they do


class Sayings(Struct, dict=True):
    """What is said of the columns, the rows and the whole of a block; its channels aside."""

    frame: Frame
    around: Surroundings

    def __post_init__(self) -> None:
        self.sheet = self.frame.block.sheet.name
        self._years = self.around.years()
        self._numbered: dict[tuple[Time, ...], int] = {}
        self._times: dict[tuple[int, int], Time | None] = {}
        self._timing = self.frame.side(Role.PERIOD, Role.YEAR)
        starts, ends = self.frame.side(Role.START), self.frame.side(Role.END)
        self._spanning = (starts[0], ends[0]) if starts and ends else None
        self._outer = self._outer_times()
        self.metric_cell: RawCell | None = None  # of the title that names it
        self.metric, self.metric_at = self._outer_metric()
        self.aside = self._outer_aside()
        asides = ((said.aside, cell) for cell, said in self.around.said() if said.aside in _OF_A_TABLE)
        self.called = next(((aside, cell) for aside, cell in asides if aside is not None), None)

    @cached_property
    def columns(self) -> Sequence[Saying]:
        """What is said of each column of figures."""
        return [self._column(over) for over in self.frame.over]

    @cached_property
    def rows(self) -> Sequence[Saying]:
        """What is said of each row."""
        return [self._row(beside) for beside in self.frame.beside]

    def _column(self, over: Over) -> Saying:
        labels = [label for label in reversed(over.labels) if label is not None]
        metric = next((label.word.metric for label in labels if label.word.metric), None)
        if metric is None and any(label.word.actual for label in labels):
            metric = self._spent
        if metric in QUESTIONS and self.frame.side(Role.MEASURE):
            metric = None  # *Value*: of what the metric beside it says
        totals = [label for label in labels if label.word.total]
        others = self._metric_columns.get(metric or "", 0)
        is_total = bool(totals) and (
            metric is None
            or others > 1
            or totals[0].word.metric is None
            or self._metric_of_totals is not None
        )
        times = tuple(time for label in labels if (time := time_of(self.sheet, label)) is not None)
        return Saying(
            times,
            self._when(times),
            metric=metric,
            left_out=totals[0].cell if is_total else None,
            aside=_aside_of(labels),
            says_nothing=over.column in self._saying_nothing,
            metric_cell=_with_unit(labels),
        )

    @cached_property
    def _saying_nothing(self) -> frozenset[int]:
        """Columns whose header is no word that is known, where most others say a metric or a period."""
        words = {over.column: over.labels[-1].word for over in self.frame.over if over.labels[-1] is not None}
        telling = [word for word in words.values() if word.metric or word.period or word.aside or word.actual]
        if len(telling) * 2 <= len(words):
            return frozenset()
        return frozenset(column for column, word in words.items() if not word.says_something)

    @cached_property
    def _spent(self) -> str | None:
        """What *Actual* without another word means: spend, where a budget or a plan stands beside it."""
        words = (label.word for label in self.frame.block.labels())
        is_planned = any(word.metric == BUDGET or word.aside is Aside.PLANNED for word in words)
        return "spend" if is_planned and self.metric in (None, BUDGET) else None

    @cached_property
    def _metric_of_totals(self) -> str | None:
        """What a total of columns that bear only names adds up: `Google Ads`, `Facebook`, `Total spend`."""
        words = [over.labels[-1].word for over in self.frame.over if over.labels[-1] is not None]
        names = [word for word in words if word.is_name]
        totals = {word.metric for word in words if word.total and is_wanted(word.metric)}
        is_all = len(names) + sum(word.total for word in words) == len(words)
        return totals.pop() if is_all and len(names) > 1 and len(totals) == 1 else None

    @cached_property
    def _metric_columns(self) -> dict[str, int]:
        """How many columns each metric has."""
        found: dict[str, int] = {}
        for over in self.frame.over:
            for metric in {
                label.word.metric for label in over.labels if label is not None and label.word.metric
            }:
                found[metric] = found.get(metric, 0) + 1
        return found

    def _row(self, beside: Beside) -> Saying:
        labels = [beside.labels[column] for column in sorted(beside.labels, reverse=True)]
        inside = list(beside.headings.values())[::-1]
        everything = (*labels, *inside)
        total, metric, named = None, None, None
        aside: tuple[Aside, RawCell] | None = None
        for label in everything:
            word = label.word
            if word.total and total is None and not is_wanted(word.metric):
                total = label.cell
            if metric is None and self._counts(label, beside):
                metric, named = word.metric or self._spent, label.cell
            if word.aside and aside is None:
                aside = word.aside, label.cell
        times = self._row_times(beside, inside)
        return Saying(
            times,
            self._when(times),
            metric=metric,
            left_out=total,
            aside=aside,
            span=self._span(beside),
            metric_cell=named,
        )

    def _counts(self, label: Label, beside: Beside) -> bool:
        """Whether a label at the side is read as a metric: in a column of metrics, or as a heading."""
        if not label.word.metric and not label.word.actual:
            return False
        place = next((column for column, own in beside.labels.items() if own is label), None)
        return place is None or self.frame.sides.get(place) is Role.MEASURE

    def _row_times(self, beside: Beside, headings: Iterable[Label]) -> tuple[Time, ...]:
        labels = [beside.labels[column] for column in self._timing if column in beside.labels]
        return tuple(
            time for label in (*labels, *headings) if (time := time_of(self.sheet, label)) is not None
        )

    def _span(self, beside: Beside) -> Time | None:
        """The period of a first and a last day in cells of their own."""
        if self._spanning is None:
            return None
        starts, ends = self._spanning
        start, end = beside.labels.get(starts), beside.labels.get(ends)
        first = None if start is None else time_of(self.sheet, start)
        last = None if end is None else time_of(self.sheet, end)
        return None if first is None or last is None else replace(first, until=last.cell)

    def time(self, column: Saying, row: Saying) -> Time | None:
        """The period of the figures where a column and a row meet."""
        key = column.when, row.when
        if key not in self._times:
            self._times[key] = settled((*column.times, *row.times, *self._outer), self._years)
        return self._times[key]

    def _when(self, times: tuple[Time, ...]) -> int:
        """A number that stands for these times: they are looked up for every figure."""
        return self._numbered.setdefault(times, len(self._numbered))

    def _outer_times(self) -> tuple[Time, ...]:
        """Periods of the corner, of whole titles and the sheet's name, then those within titles."""
        name = Label(self.around.name, word_of(self.sheet))
        whole = [*self.frame.corner, *self.around.own, name, *self.around.general]
        within = [
            Label(cell, Word(cell.text, period=said.period))
            for cell, said in self.around.said()
            if said.period and not is_month_alone(said.period)
        ]
        times = (time_of(self.sheet, label) for label in (*whole, *within))
        return tuple(time for time in times if time is not None)

    def _outer_metric(self) -> tuple[str | None, At]:
        """The metric that a header's corner, a title or the sheet's name says, and where."""
        corner = next((label.word.metric for label in self.frame.corner if label.word.metric), None)
        if corner is not None:
            return corner, At.HEADER
        for cell, said in self.around.said():
            if said.metric is not None:
                self.metric_cell = cell
                return said.metric, At.TITLE if cell.row else At.SHEET
        if self.around.spent is Spent.SUPPOSED:
            return "spend", At.NOWHERE
        actual = next((cell for cell, said in self.around.said() if said.actual), None)
        if self.around.spent is Spent.ACTUAL and actual is not None:
            return "spend", At.TITLE if actual.row else At.SHEET
        return (None, At.NOWHERE) if self._metric_of_totals is None else (self._metric_of_totals, At.HEADER)

    def _outer_aside(self) -> tuple[Aside, RawCell] | None:
        """A title or name that says *last year*; what is planned has a metric of its own, *budget*."""
        asides = ((one.aside, cell) for cell, one in self.around.said() if one.aside is Aside.LAST_YEAR)
        return next(asides, None)


def _with_unit(labels: Sequence[Label]) -> RawCell | None:
    """The label over a column that names its metric; its text holds that of a unit in a line of its own."""
    named = next((label.cell for label in labels if label.word.metric or label.word.actual), None)
    units = [label.text for label in labels if label.cell is not named and is_unit(label.text)]
    return replace(named, text=" ".join((named.text, *units))) if named and units else named


def _aside_of(labels: Iterable[Label]) -> tuple[Aside, RawCell] | None:
    return next(((label.word.aside, label.cell) for label in labels if label.word.aside), None)
