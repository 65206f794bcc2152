"""A figure's address, and a reading of a block: its facts, and what is left of it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from msgspec import Struct, field

from kpisheet.texts.aliases import plain
from kpisheet.worksheet.findings import Place
from kpisheet.worksheet.layouts.regions import Block
from kpisheet.worksheet.layouts.times import Time
from kpisheet.worksheet.layouts.words import Aside
from kpisheet.worksheet.naming import channel_names, umbrella_names
from kpisheet.worksheet.sheet import RawCell, RawSheet


class Where(NamedTuple):
    """Where the labels of one kind stand: `SIDE` and `HEADER` with the column or header row, else 0."""

    place: str  # side, header, part, heading, corner, title, sheet
    at: int = 0


class Spent(StrEnum):
    """What tells which figures were spent: a word; *Actual* beside a plan; a budget; that they are money."""

    SAID = "said"
    ACTUAL = "actual"
    PLANNED = "planned"
    SUPPOSED = "supposed"


class At(StrEnum):
    """Where the words of one kind stand, for the sentence that says how the table was read."""

    HEADER = "header"
    SIDE = "side"
    HEADING = "heading"
    TITLE = "title"
    SHEET = "sheet"
    NOWHERE = "nowhere"


class Named(NamedTuple):
    """A name as typed: the cell (row 0: the sheet's own name), its key, and the place where it stands.

    Equal names have one key; `channel` is that of the known channel, if it is one's.
    """

    cell: RawCell
    key: str
    channel: str
    place: Place

    @classmethod
    def of(cls, sheet: str, cell: RawCell) -> Named:
        """The name in a cell."""
        key = plain(cell.text) or cell.text
        known = channel_names().get(key)
        place = Place(sheet, cell.row or None, cell.column or None)
        return cls(cell, key, key if known is None else known.key, place)


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
    currency: RawCell | None = None  # of a column beside it
    label: RawCell | None = None  # that names its metric, with its unit


class Unread(NamedTuple):
    """A figure that lacks a word of its address."""

    row: int
    column: int
    cell: RawCell


class Summing(NamedTuple):
    """A column that is left out as a sum of others: its label, the metric and period that it sums up."""

    label: RawCell
    metric: str | None
    time: Time | None = None


class Reading(Struct, dict=True):
    """One way to read a block: where its channels stand, the facts, and what is left."""

    block: Block
    channels: Where
    facts: list[Fact] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    total_rows: dict[tuple[int, int], RawCell] = field(default_factory=dict)  # left out: place → label
    total_columns: dict[tuple[int, int], RawCell] = field(default_factory=dict)
    summing: dict[int, Summing] = field(default_factory=dict)  # the same by column
    asides: dict[Aside, RawCell] = field(default_factory=dict)
    metrics: At = At.NOWHERE
    called: tuple[Aside, RawCell] | None = None  # what a title or the sheet's name calls it, beside others
    part: str | None = None  # its name, where others of its shape say something else of the same months

    @property
    def sheet(self) -> RawSheet:
        """The sheet of the block."""
        return self.block.sheet

    @property
    def texts(self) -> Iterator[str]:
        """What its titles, headers and its sheet's name say."""
        yield self.sheet.name
        for label in self.block.titles:
            yield label.text
        for header in self.block.headers:
            yield from (label.text for label in header.labels.values())

    @property
    def words_around(self) -> Iterator[str]:
        """The same without headers that are themselves names of channels: *Advertising* beside *Rent*."""
        yield self.sheet.name
        labels = (label for header in self.block.headers for label in header.labels.values())
        for label in (*self.block.titles, *labels):
            if not (label.word.known_channel and label.word.is_name):
                yield label.text

    @property
    def is_nameless(self) -> bool:
        """Whether nothing was made of its figures."""
        return not self.facts and not self.asides

    @cached_property
    def filled(self) -> int:
        """How many figures have a full address, period too."""
        return sum(fact.cell is not None and fact.time is not None for fact in self.facts)

    @cached_property
    def names(self) -> frozenset[str]:
        """The channels, folded."""
        return frozenset(fact.channel.key for fact in self.facts)

    @cached_property
    def counted(self) -> frozenset[str]:
        """The metrics of its facts."""
        return frozenset(fact.metric for fact in self.facts)


def known_share(reading: Reading) -> float:
    """How many of its channels have names that are known."""
    known = sum(map(is_known_name, reading.names))
    return known / len(reading.names) if reading.names else 0.0


def is_known_name(name: str) -> bool:
    """Whether a folded name is that of a known channel or of several."""
    return name in channel_names() or name in umbrella_names()


def names_channels(block: Block) -> bool:
    """Whether known channels are labels of a block's rows or headers."""
    return any(
        label.word.known_channel and label.word.role is None
        for line in (*block.headers, *block.lines)
        for label in line.labels.values()
    )
