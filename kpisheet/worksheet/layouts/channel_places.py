"""Where the channels of a block may stand: each possibility, and the name that it gives to a figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.worksheet.layouts.facts import Named, Where
from kpisheet.worksheet.layouts.frame import Beside, Frame
from kpisheet.worksheet.layouts.labels import Label
from kpisheet.worksheet.layouts.surroundings import Surroundings, title_says
from kpisheet.worksheet.layouts.words import Role, said_in
from kpisheet.worksheet.sheet import CellKind, RawCell

_LONGEST_NAME = 60
_WORDS_OF_A_NAME = 6


class ChannelPlaces(Struct, dict=True):
    """The places of one block where its channels may stand."""

    frame: Frame
    around: Surroundings

    def __post_init__(self) -> None:
        self.sheet = self.frame.block.sheet.name
        self._names: dict[tuple[int, int], Named | None] = {}

    def inside(self) -> Iterator[Where]:
        """The labels of the block itself."""
        for column in (*self.frame.side(Role.CHANNEL, Role.NAMES), *self.frame.side(Role.BESIDE)):
            yield Where("side", column)
        for index in range(len(self.frame.block.headers)):
            over = (over.labels[index] for over in self.frame.over)
            labels = [label for label in over if label is not None and not label.word.total]
            if labels and sum(map(_is_name, labels)) * 2 > len(labels):
                yield Where("header", index)
            elif any(label.word.known_channel and label.word.metric for label in labels):
                yield Where("part", index)
        headed = any("name" in beside.headings for beside in self.frame.beside)
        if headed and not self._are_channels_beside():
            yield Where("heading")

    def _are_channels_beside(self) -> bool:
        """Whether the rows have channels of their own: a heading is then a row that was left empty."""
        if self.frame.side(Role.CHANNEL):
            return True
        names = self.frame.side(Role.NAMES, Role.BESIDE)
        labels = (beside.labels.get(column) for beside in self.frame.beside for column in names)
        return any(label is not None and label.word.known_channel for label in labels)

    def around_it(self) -> Iterator[Where]:
        """One name for the whole block: in the header's corner, in a title, or the sheet's."""
        if any(label.word.is_name for label in self.frame.corner):
            yield Where("corner")
        if self._title_name() is not None:
            yield Where("title")
        if self._name_within() is not None:
            yield Where("within")
        yield Where("sheet")

    def by_column(self, where: Where) -> Sequence[Named | None] | None:
        """The channel of each column of figures; None where a row or the block as a whole has one."""
        if where.place == "header":
            return [self.named(over.labels[where.at]) for over in self.frame.over]
        if where.place == "part":
            return [self._part(over.labels[where.at]) for over in self.frame.over]
        return None

    def by_row(self, where: Where) -> Callable[[Beside], Named | None]:
        """How the channel of a row is found."""
        if where.place == "side":
            return lambda beside: self.named(beside.labels.get(where.at))
        if where.place == "heading":
            return lambda beside: self.named(beside.headings.get("name"))
        named = self._of_block(where)
        return lambda _: named

    def campaigns(self, where: Where) -> Callable[[Beside], Named | None]:
        """How a row's campaign is found: a column of its own, else names inside those of the channels."""
        own = self.frame.side(Role.CAMPAIGN)
        inner = [column for column in self.frame.side(Role.NAMES) if where != ("side", column)]
        if where.place == "side":
            inner = [column for column in inner if column > where.at]
        elif where.place in ("header", "part"):
            inner = []
        columns = own or inner[:1]
        if not columns:
            return lambda _: None
        return lambda beside: self.named(beside.labels.get(columns[0]))

    def named(self, label: Label | None) -> Named | None:
        """A label as a name, if it may be one."""
        if label is None:
            return None
        spot = label.cell.row, label.cell.column
        if spot not in self._names:
            self._names[spot] = Named.of(self.sheet, label.cell) if _may_be_name(label) else None
        return self._names[spot]

    def _of_block(self, where: Where) -> Named | None:
        if where.place == "corner":
            return self.named(next(label for label in self.frame.corner if label.word.is_name))
        if where.place == "title":
            return self._title_name()
        if where.place == "within":
            return self._name_within()
        return Named.of(self.sheet, self._sheet_channel())

    def _part(self, label: Label | None) -> Named | None:
        if label is None or not label.word.known_channel or label.word.channel is None:
            return None
        return Named.of(self.sheet, replace(label.cell, text=label.word.channel))

    def _title_name(self) -> Named | None:
        """The channel that is a title, or the title right above the header, if it may be a name."""
        for label in self.around.own:
            if label.word.known_channel and label.word.is_name:
                return self.named(label)
        nearest = self.around.own[0] if self.around.own else None
        if nearest is None or not nearest.word.is_name or len(nearest.text.split()) > _WORDS_OF_A_NAME:
            return None
        return self.named(nearest)

    def _name_within(self) -> Named | None:
        """The channel that a longer title speaks of."""
        for label in self.around.own:
            if said := title_says(label).channel:
                return Named.of(self.sheet, replace(label.cell, text=said))
        return None

    def _sheet_channel(self) -> RawCell:
        said = said_in(self.sheet)
        return replace(self.around.name, text=said.channel) if said.channel else self.around.name


def _is_name(label: Label) -> bool:
    return label.word.is_name and label.cell.kind is CellKind.TEXT  # a date is a month


def _may_be_name(label: Label) -> bool:
    word = label.word
    said_otherwise = word.total or word.period is not None
    return label.cell.kind is CellKind.TEXT and not said_otherwise and len(label.text) <= _LONGEST_NAME
