"""The readings of a block: each figure's address, with channels where they may stand.

Periods, metrics and totals are known by their words. Which other label is a channel, which a campaign and
which nothing that matters depends on the table: each possibility is tried, and the one that gives most
figures a full address is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kpisheet.worksheet.header import BUDGET
from kpisheet.worksheet.layouts.channel_places import ChannelPlaces
from kpisheet.worksheet.layouts.facts import (
    At,
    Fact,
    Named,
    Reading,
    Spent,
    Summing,
    Unread,
    Where,
    known_share,
)
from kpisheet.worksheet.layouts.frame import Beside, Frame, Over
from kpisheet.worksheet.layouts.labels import Line
from kpisheet.worksheet.layouts.regions import Block
from kpisheet.worksheet.layouts.sayings import Saying, Sayings
from kpisheet.worksheet.layouts.surroundings import Surroundings
from kpisheet.worksheet.layouts.times import years_of
from kpisheet.worksheet.layouts.words import Aside, Role, is_wanted, said_in
from kpisheet.worksheet.sheet import NumberStyle, RawCell

_MOSTLY_MONEY = 0.9
_WELL_KNOWN = 0.5  # of a reading's channels, so that no name around the block is better


class Addresses(Struct, dict=True):
    """Gives the figures of a block their addresses."""

    frame: Frame
    around: Surroundings

    def __post_init__(self) -> None:
        self.sheet = self.frame.block.sheet.name
        self.places = ChannelPlaces(self.frame, self.around)
        self.sayings = Sayings(self.frame, self.around)
        self._currencies = next(iter(self.frame.side(Role.CURRENCY)), None)  # the column that holds them

    def readings(self) -> list[Reading]:
        """Every way to read the block that gives some figure an address, or says why it has none."""
        found = [self.read(where) for where in self.places.inside()]
        if not any(map(self._is_well_known, found)):
            found += [self.read(where) for where in self.places.around_it()]
        return [reading for reading in found if reading.facts or reading.asides or reading.unread]

    def _is_well_known(self, reading: Reading) -> bool:
        """Whether no name around the block could be better: most of its own are known, or called so."""
        place, at = reading.channels
        called_so = place == "side" and self.frame.sides.get(at) is Role.CHANNEL
        return bool(reading.filled) and (called_so or known_share(reading) >= _WELL_KNOWN)

    def read(self, where: Where) -> Reading:
        """The block's figures, with channels where they are said to stand."""
        reading = Reading(self.frame.block, where, metrics=self._metrics_at(), called=self.sayings.called)
        for head in self.frame.heads:
            label = next(iter(head.labels.values()))
            reading.total_rows.setdefault(_spot(label.cell), label.cell)
        columns = list(zip(self.frame.over, self.sayings.columns, strict=True))
        counted = [index for index, (over, said) in enumerate(columns) if self._counts(reading, over, said)]
        by_column, by_row = self.places.by_column(where), self.places.by_row(where)
        campaign_of = self.places.campaigns(where)
        for beside, said in zip(self.frame.beside, self.sayings.rows, strict=True):
            if self._is_left_out(reading, beside, said):
                continue
            named, campaign = by_row(beside), campaign_of(beside)
            for index in counted:
                channel = named if by_column is None else by_column[index]
                self._take(reading, columns[index], (beside, said), (channel, campaign))
        return reading

    def _metrics_at(self) -> At:
        if any(said.metric for said in self.sayings.columns):
            return At.HEADER
        if any("metric" in beside.headings for beside in self.frame.beside):
            return At.HEADING
        return At.SIDE if self.frame.side(Role.MEASURE) else self.sayings.metric_at

    def _counts(self, reading: Reading, over: Over, said: Saying) -> bool:
        """Whether a column's figures may be facts: no totals, nothing planned, no metric that isn't read."""
        if said.left_out is not None:
            reading.total_columns.setdefault(_spot(said.left_out), said.left_out)
            reading.summing[over.column] = Summing(said.left_out, said.metric)
            return False
        if said.aside is not None:
            reading.asides.setdefault(*said.aside)
            return False
        return said.metric is None or is_wanted(said.metric)

    def _is_left_out(self, reading: Reading, beside: Beside, said: Saying) -> bool:
        if said.left_out is not None and beside.line.figures:
            reading.total_rows.setdefault(_spot(said.left_out), said.left_out)
            return True
        aside = said.aside or self.sayings.aside
        if aside is not None:
            reading.asides.setdefault(*aside)
        return aside is not None

    def _take(
        self,
        reading: Reading,
        above: tuple[Over, Saying],
        left: tuple[Beside, Saying],
        names: tuple[Named | None, Named | None],
    ) -> None:
        """One figure, or the place of one, with what stands above, beside and around it."""
        (over, column), (beside, row), (channel, campaign) = above, left, names
        line = beside.line
        cell = line.figures.get(over.column)
        metric = None if column.says_nothing else column.metric or row.metric or self.sayings.metric
        if metric is not None and not is_wanted(metric):
            if metric == BUDGET and self.sayings.metric_cell is not None:
                reading.asides.setdefault(Aside.PLANNED, self.sayings.metric_cell)
            return
        if metric is None or channel is None:
            if cell is not None and cell.number is not None:
                reading.unread.append(Unread(line.number, over.column, cell))
            return
        if cell is None and over.column in line.labels:  # a text where a figure should stand
            cell = line.labels[over.column].cell
        time = row.span or self.sayings.time(column, row)
        anchor = -over.column if row.metric else line.number
        place = line.number, over.column
        label = self._label_of(column, row)
        currency = self._currency_of(line)
        reading.facts.append(
            Fact(self.sheet, metric, channel, campaign, time, *place, cell, anchor, currency, label)
        )

    def _label_of(self, column: Saying, row: Saying) -> RawCell | None:
        """What names the metric: over the column, beside the row, or else a title."""
        if column.metric:
            return column.metric_cell
        return row.metric_cell if row.metric else self.sayings.metric_cell

    def _currency_of(self, line: Line) -> RawCell | None:
        label = None if self._currencies is None else line.labels.get(self._currencies)
        return None if label is None else label.cell


def _spot(cell: RawCell) -> tuple[int, int]:
    return cell.row, cell.column


def _is_of_something_else(block: Block) -> bool:
    """Whether a title or the sheet's name says that its budgets are of sales or leads, not of spend."""
    texts = [*(label.text for label in block.titles), block.sheet.name]
    return any(said_in(text).metric not in (None, "spend", BUDGET) for text in texts)


def _is_money_unnamed(block: Block) -> bool:
    """Whether nothing says what a block counts, and nearly all of its figures are amounts of money."""
    around = [said_in(text) for text in (*(label.text for label in block.titles), block.sheet.name)]
    words = [label.word for label in block.labels()]
    if any(said.metric or said.aside for said in around):
        return False
    if any(word.metric or word.aside or word.actual for word in words):
        return False
    figures = [cell for line in block.lines for cell in line.figures.values() if cell.number is not None]
    money = sum(cell.style is NumberStyle.CURRENCY for cell in figures)
    return bool(money) and money >= _MOSTLY_MONEY * len(figures)


def readings_of(blocks: Sequence[Block], spent: Spent = Spent.SAID) -> list[list[Reading]]:
    """The readings of each block of one sheet, the best first.

    `spent`: what tells of their figures that they were spent; blocks of which it can't tell have none.
    """
    found = []
    if spent is Spent.SUPPOSED:
        blocks = [block for block in blocks if _is_money_unnamed(block)]
    elif spent is Spent.PLANNED:
        blocks = [block.with_plans_as_spend() for block in blocks if not _is_of_something_else(block)]
    years = years_of(label for block in blocks for label in block.labels())
    for block in blocks:
        addresses = Addresses(Frame(block), Surroundings.of(block, blocks[0], years, spent))
        found.append(sorted(addresses.readings(), key=weight, reverse=True))
    return found


_FARNESS = {"side": 0, "part": 0, "header": 1, "heading": 2, "corner": 3, "title": 4, "sheet": 5, "within": 6}
_ONE_NAME = frozenset({"corner", "title", "sheet"})


def weight(reading: Reading) -> tuple[float, float]:
    """How much a reading explains: figures with a full address, more where their channels are known."""
    place = reading.channels.place
    share = 0.0 if place == "within" else known_share(reading)
    return reading.filled * (1 + share / 2 if place in _ONE_NAME else 1 + share), -_FARNESS[place]
