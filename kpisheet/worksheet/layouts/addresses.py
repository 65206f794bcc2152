"""A figure's address, and the readings of a block: which of its labels name the channels.

Periods, metrics and totals are known by their words. Which other label is a channel, which a campaign and
which nothing that matters depends on the table: each possibility is tried, and the one that gives most
figures a full address is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.texts.aliases import plain
from kpisheet.worksheet.header import BUDGET
from kpisheet.worksheet.layouts.frame import Beside, Frame, Over
from kpisheet.worksheet.layouts.regions import Block, Label
from kpisheet.worksheet.layouts.times import Time, is_month_alone, settled, time_of, years_in, years_of
from kpisheet.worksheet.layouts.words import Aside, Role, Said, Word, is_wanted, said_in, word_of
from kpisheet.worksheet.naming import channel_names, umbrella_names
from kpisheet.worksheet.sheet import CellKind, RawCell, RawSheet

_LONGEST_NAME = 60
_WORDS_OF_A_NAME = 6


class Where(NamedTuple):
    """Where the labels of one kind stand: `SIDE` and `HEADER` with the column or header row, else 0."""

    place: str  # side, header, part, heading, corner, title, sheet
    at: int = 0


class At(StrEnum):
    """Where the words of one kind stand, for the sentence that says how the table was read."""

    HEADER = "header"
    SIDE = "side"
    HEADING = "heading"
    TITLE = "title"
    SHEET = "sheet"
    NOWHERE = "nowhere"


class Named(NamedTuple):
    """A name as typed: the sheet where it stands, and its cell (row 0: the sheet's own name)."""

    sheet: str
    cell: RawCell

    @property
    def key(self) -> str:
        """The same for equal names."""
        return plain(self.cell.text) or self.cell.text


class Fact(NamedTuple):
    """One figure with its address. `cell` is None where nothing stands at that place."""

    sheet: str
    metric: str
    channel: Named
    campaign: Named | None
    time: Time | None
    row: int
    column: int
    cell: RawCell | None
    anchor: int  # facts of one anchor stand in one row, or one column, of the block


class Unread(NamedTuple):
    """A figure that lacks a word of its address."""

    row: int
    column: int
    cell: RawCell


class Reading(Struct, dict=True):
    """One way to read a block: where its channels stand, the facts, and what is left."""

    block: Block
    channels: Where
    facts: list[Fact] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    total_rows: dict[tuple[int, int], RawCell] = field(default_factory=dict)  # left out: place → label
    total_columns: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    asides: dict[Aside, RawCell] = field(default_factory=dict)
    metrics: At = At.NOWHERE

    @property
    def sheet(self) -> RawSheet:
        """The sheet of the block."""
        return self.block.sheet

    @cached_property
    def filled(self) -> int:
        """How many figures have a full address, period too."""
        return sum(fact.cell is not None and fact.time is not None for fact in self.facts)

    @cached_property
    def names(self) -> frozenset[str]:
        """The channels, folded."""
        return frozenset(fact.channel.key for fact in self.facts)


class Surroundings(Struct, frozen=True):
    """What stands around a block: its own titles (nearest first), those of the sheet, the sheet's name."""

    own: tuple[Label, ...]
    general: tuple[Label, ...]
    sheet: RawSheet
    other_years: frozenset[int] = frozenset()  # that the labels of the sheet's tables name

    @classmethod
    def of(cls, block: Block, first: Block, other_years: frozenset[int]) -> Surroundings:
        """Those of a block, of which `first` is the sheet's first one."""
        general = () if block is first else tuple(reversed(first.titles))
        return cls(tuple(reversed(block.titles)), general, block.sheet, other_years)

    @property
    def name(self) -> RawCell:
        """The sheet's name as a label."""
        return RawCell(0, 0, CellKind.TEXT, self.sheet.name)

    def said(self) -> Iterator[tuple[RawCell, Said]]:
        """What titles and the sheet's name say, the nearest first."""
        for label in self.own:
            yield label.cell, _title(label)
        yield self.name, said_in(self.sheet.name)
        for label in self.general:
            yield label.cell, _title(label)

    def years(self) -> frozenset[int]:
        """The years that they name."""
        texts = [label.text for label in (*self.own, *self.general)]
        return years_in([self.sheet.name]) or years_in(texts) or self.other_years


def _title(label: Label) -> Said:
    word = label.word
    if word.period is not None:
        return Said(word.period or None, word.metric, None, word.aside)
    return said_in(label.text)


class Addresses(Struct, dict=True):
    """Gives the figures of a block their addresses."""

    frame: Frame
    around: Surroundings

    def __post_init__(self) -> None:
        self.block = self.frame.block
        self.sheet = self.block.sheet.name
        self.years = self.around.years()
        self._numbered: dict[tuple[Time, ...], int] = {}
        self._times: dict[tuple[int, int], Time | None] = {}
        self._outer = self._outer_times()
        self._metric_cell: RawCell | None = None  # of the title that names it
        self._metric, self._metric_at = self._outer_metric()
        self._aside = self._outer_aside()

    def readings(self) -> list[Reading]:
        """Every way to read the block that gives some figure an address, or says why it has none."""
        found = [self.read(where) for where in self._possible()]
        return [reading for reading in found if reading.facts or reading.asides]

    # Where channels may stand

    def _possible(self) -> Iterator[Where]:
        for column in self.frame.side(Role.CHANNEL, Role.NAMES):
            yield Where("side", column)
        for index in range(len(self.block.headers)):
            words = [label.word for over in self.frame.over if (label := over.labels[index]) is not None]
            if words and sum(word.is_name for word in words) * 2 > len(words):
                yield Where("header", index)
            elif any(word.known_channel and word.metric for word in words):
                yield Where("part", index)
        if any("name" in beside.headings for beside in self.frame.beside):
            yield Where("heading")
        if any(label.word.is_name for label in self.frame.corner):
            yield Where("corner")
        if self._title_name() is not None:
            yield Where("title")
        if self._name_within() is not None:
            yield Where("within")
        yield Where("sheet")

    def _channel_of(self, where: Where) -> Callable[[Over, Beside], Named | None]:
        """How a figure's channel is found."""
        place, index = where.place, where.at
        if place == "side":
            return lambda _, beside: self._named(beside.labels.get(index))
        if place == "header":
            return lambda over, _: self._named(over.labels[index])
        if place == "part":
            return lambda over, _: self._part(over.labels[index])
        if place == "heading":
            return lambda _, beside: self._named(beside.headings.get("name"))
        if place == "corner":
            label = next(label for label in self.frame.corner if label.word.is_name)
            return lambda _, __: self._named(label)
        if place in ("title", "within"):
            named = self._title_name() if place == "title" else self._name_within()
            return lambda _, __: named
        return lambda _, __: Named(self.sheet, self._sheet_channel())

    def _named(self, label: Label | None) -> Named | None:
        if (
            label is None
            or label.word.total
            or label.word.period is not None
            or len(label.text) > _LONGEST_NAME
        ):
            return None
        if label.cell.kind is not CellKind.TEXT:
            return None
        return Named(self.sheet, label.cell)

    def _part(self, label: Label | None) -> Named | None:
        if label is None or not label.word.known_channel or label.word.channel is None:
            return None
        return Named(self.sheet, replace(label.cell, text=label.word.channel))

    def _title_name(self) -> Named | None:
        """The channel that a title names, or the title right above the header, if it may be a name."""
        for label in self.around.own:
            if label.word.known_channel and label.word.is_name:
                return self._named(label)
        nearest = self.around.own[0] if self.around.own else None
        if nearest is None or not nearest.word.is_name or len(nearest.text.split()) > _WORDS_OF_A_NAME:
            return None
        return self._named(nearest)

    def _name_within(self) -> Named | None:
        """The channel that a longer title speaks of."""
        for label in self.around.own:
            if said := _title(label).channel:
                return Named(self.sheet, replace(label.cell, text=said))
        return None

    def _sheet_channel(self) -> RawCell:
        said = said_in(self.sheet)
        return replace(self.around.name, text=said.channel) if said.channel else self.around.name

    # One reading

    def read(self, where: Where) -> Reading:
        """The block's figures, with channels where they are said to stand."""
        reading = Reading(self.block, where)
        channel_of = self._channel_of(where)
        campaign_of = self._campaign_of(where)
        by_row = not self.frame.side(Role.MEASURE)
        columns = [(over, self._column(over)) for over in self.frame.over]
        reading.metrics = self._metric_at
        if any(column.metric for _, column in columns):
            reading.metrics = At.HEADER
        elif any("metric" in beside.headings for beside in self.frame.beside):
            reading.metrics = At.HEADING
        elif not by_row:
            reading.metrics = At.SIDE
        for head in self.frame.heads:
            label = next(iter(head.labels.values()))
            reading.total_rows.setdefault(_spot(label.cell), label.cell)
        for beside in self.frame.beside:
            row = self._row(beside)
            if row.left_out is not None and beside.line.figures:
                reading.total_rows.setdefault(_spot(row.left_out), row.left_out)
                continue
            for over, column in columns:
                self._take(reading, (over, column), (beside, row), channel_of, campaign_of, by_row=by_row)
        return reading

    def _take(
        self,
        reading: Reading,
        above: tuple[Over, _Said],
        left: tuple[Beside, _Said],
        channel_of: Callable[[Over, Beside], Named | None],
        campaign_of: Callable[[Beside], Named | None],
        *,
        by_row: bool,
    ) -> None:
        (over, column), (beside, row) = above, left
        cell = beside.line.figures.get(over.column)
        if column.left_out is not None:
            reading.total_columns.setdefault(_spot(column.left_out), column.left_out)
            return
        aside = column.aside or row.aside or self._aside
        if aside is not None:
            reading.asides.setdefault(aside[0], aside[1])
            return
        metric = column.metric or row.metric or self._metric
        if metric is not None and not is_wanted(metric):
            if metric == BUDGET and self._metric_cell is not None:
                reading.asides.setdefault(Aside.PLANNED, self._metric_cell)
            return
        channel = channel_of(over, beside)
        if metric is None or channel is None:
            if cell is not None and cell.number is not None:
                reading.unread.append(Unread(beside.line.number, over.column, cell))
            return
        cell = cell if cell is not None else self._typed(beside, over.column)
        time = row.span or self._time(column, row)
        anchor = beside.line.number if by_row else -over.column
        reading.facts.append(
            Fact(
                self.sheet,
                metric,
                channel,
                campaign_of(beside),
                time,
                beside.line.number,
                over.column,
                cell,
                anchor,
            )
        )

    def _typed(self, beside: Beside, column: int) -> RawCell | None:
        """A text that stands where a figure should."""
        label = beside.line.labels.get(column)
        return None if label is None else label.cell

    def _campaign_of(self, where: Where) -> Callable[[Beside], Named | None]:
        """How a row's campaign is found: a column of its own, else names inside those of the channels."""
        own = self.frame.side(Role.CAMPAIGN)
        inner = [column for column in self.frame.side(Role.NAMES) if where != ("side", column)]
        if where.place == "side":
            inner = [column for column in inner if column > where.at]
        elif where.place not in ("heading", "corner", "title", "sheet"):
            inner = []
        columns = own or inner[:1]
        if not columns:
            return lambda _: None
        return lambda beside: self._named(beside.labels.get(columns[0]))

    # What columns, rows and surroundings say

    def _column(self, over: Over) -> _Said:
        labels = [label for label in reversed(over.labels) if label is not None]
        metric = next((label.word.metric for label in labels if label.word.metric), None)
        totals = [label for label in labels if label.word.total]
        others = self._metric_columns.get(metric or "", 0)
        is_total = bool(totals) and (metric is None or others > 1 or totals[0].word.metric is None)
        times = tuple(time for label in labels if (time := time_of(self.sheet, label)) is not None)
        return _Said(
            times,
            self._when(times),
            metric=metric,
            left_out=totals[0].cell if is_total else None,
            aside=_aside_of(labels),
        )

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

    def _row(self, beside: Beside) -> _Said:
        labels = [beside.labels[column] for column in sorted(beside.labels, reverse=True)]
        inside = list(beside.headings.values())[::-1]
        everything = (*labels, *inside)
        total = next(
            (label for label in everything if label.word.total and not is_wanted(label.word.metric)), None
        )
        times = self._row_times(beside, inside)
        return _Said(
            times,
            self._when(times),
            metric=next((label.word.metric for label in everything if self._counts(label, beside)), None),
            left_out=None if total is None else total.cell,
            aside=_aside_of(everything),
            span=self._span(beside),
        )

    def _counts(self, label: Label, beside: Beside) -> bool:
        """Whether a label at the side is read as a metric: in a column of metrics, or as a heading."""
        if not label.word.metric:
            return False
        place = next((column for column, own in beside.labels.items() if own is label), None)
        return place is None or self.frame.sides.get(place) is Role.MEASURE

    def _row_times(self, beside: Beside, headings: Iterable[Label]) -> tuple[Time, ...]:
        sides = self.frame.side(Role.PERIOD, Role.YEAR)
        labels = [beside.labels[column] for column in sides if column in beside.labels]
        return tuple(
            time for label in (*labels, *headings) if (time := time_of(self.sheet, label)) is not None
        )

    def _span(self, beside: Beside) -> Time | None:
        """The period of a first and a last day in cells of their own."""
        starts, ends = self.frame.side(Role.START), self.frame.side(Role.END)
        if not starts or not ends:
            return None
        start, end = beside.labels.get(starts[0]), beside.labels.get(ends[0])
        first = None if start is None else time_of(self.sheet, start)
        last = None if end is None else time_of(self.sheet, end)
        return None if first is None or last is None else replace(first, until=last.cell)

    def _time(self, column: _Said, row: _Said) -> Time | None:
        key = column.when, row.when
        if key not in self._times:
            self._times[key] = settled((*column.times, *row.times, *self._outer), self.years)
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
                self._metric_cell = cell
                return said.metric, At.TITLE if cell.row else At.SHEET
        return None, At.NOWHERE

    def _outer_aside(self) -> tuple[Aside, RawCell] | None:
        """A title or name that says *last year*; what is planned has a metric of its own, *budget*."""
        asides = ((one.aside, cell) for cell, one in self.around.said() if one.aside is Aside.LAST_YEAR)
        return next(asides, None)


class _Said(Struct, frozen=True):
    """What the labels over a column, or beside a row, say of its figures."""

    times: tuple[Time, ...]
    when: int
    metric: str | None
    left_out: RawCell | None
    aside: tuple[Aside, RawCell] | None
    span: Time | None = None


def _aside_of(labels: Iterable[Label]) -> tuple[Aside, RawCell] | None:
    return next(((label.word.aside, label.cell) for label in labels if label.word.aside), None)


def _spot(cell: RawCell) -> tuple[int, int]:
    return cell.row, cell.column


def readings_of(blocks: Sequence[Block]) -> list[list[Reading]]:
    """The readings of each block of one sheet, the best first."""
    found = []
    years = years_of(label for block in blocks for label in block.labels())
    for block in blocks:
        addresses = Addresses(Frame(block), Surroundings.of(block, blocks[0], years))
        found.append(sorted(addresses.readings(), key=weight, reverse=True))
    return found


def weight(reading: Reading) -> tuple[float, float]:
    """How much a reading explains: figures with a full address, more where their channels are known."""
    farness = _FARNESS[reading.channels.place]
    share = known_share(reading) if farness <= _FARNESS["heading"] else 0
    return reading.filled * (1 + share), -farness


_FARNESS = {"side": 0, "header": 1, "part": 0, "heading": 2, "corner": 3, "title": 4, "sheet": 5, "within": 6}


def known_share(reading: Reading) -> float:
    """How many of its channels have names that are known."""
    known = {fact.channel.key for fact in reading.facts if is_known_name(fact.channel.key)}
    return len(known) / len(reading.names) if reading.names else 0.0


def is_known_name(name: str) -> bool:
    """Whether a folded name, or key, is that of a known channel or of several."""
    return name in channel_names() or name in umbrella_names()
