"""The frame of a chart with one row per channel, wide (names beside the marks) or narrow (names above them).

A chart is cut into parts that fit on a printed page. Scales and shapes only; no words, no report.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.report import Interval
from kpisheet.html.drawing import Label, Line, Shape
from kpisheet.html.scales import Scale, fit, fit_apart, text_width

TEXT_SIZE = 13.0
TICK_SIZE = 11.5
PART_ROWS = 20  # rows of one picture, so that a printed page holds it whole
GAP = 8.0
_TICK_ROOM = 24.0
_TOP = 4.0
_NAME_LINE = 20.0


class Item(Struct, frozen=True):
    """One row of a chart: a name, up to two values with their direct labels, and what surrounds a dot."""

    name: str
    values: tuple[Decimal | None, ...]
    texts: tuple[str, ...]
    interval: Interval | None = None
    reference: Decimal | None = None
    bound: Decimal | None = None
    instead: str = ""  # why there is no value

    @property
    def note(self) -> str:
        """What a pointer held over the row's marks shows."""
        return f"{self.name}: {' · '.join(text for text in self.texts if text) or self.instead}"


class Axis(Struct, frozen=True):
    """Its ends, its round values and how they are written; one for all forms and parts of a chart."""

    low: Decimal
    high: Decimal
    marks: tuple[Decimal, ...]
    texts: tuple[str, ...]
    cut: bool = False  # a value lies beyond it


class Frame(Struct, frozen=True):
    """Where names, plot and value labels stand. `names` 0: each name has its own line above its marks."""

    width: float
    names: float
    marks_height: float
    left: float = 0.0  # room for labels left of the plot
    right: float = 0.0  # room for labels right of the plot

    @property
    def narrow(self) -> bool:
        """Whether names stand above their marks."""
        return self.names == 0

    @property
    def row_height(self) -> float:
        """Height of one row."""
        return self.marks_height + (_NAME_LINE + 6 if self.narrow else 0)

    @property
    def plot_start(self) -> float:
        """Where the plot begins."""
        return self.names + (GAP if self.names else 1) + self.left

    @property
    def plot_end(self) -> float:
        """Where the plot ends."""
        return self.width - max(self.right, GAP * 2)

    def height(self, rows: int) -> float:
        """Height of a picture of so many rows."""
        return _TOP + rows * self.row_height + _TICK_ROOM

    def marks_top(self, row: int) -> float:
        """The upper edge of a row's marks."""
        return _TOP + row * self.row_height + (_NAME_LINE if self.narrow else 0)

    def middle(self, row: int) -> float:
        """The middle of a row's marks."""
        return self.marks_top(row) + self.marks_height / 2

    def uprights(self, rows: int) -> list[tuple[float, float]]:
        """From where to where upright lines run: past the marks, never through a name above them."""
        if not self.narrow:
            return [(0.0, _TOP + rows * self.row_height)]
        return [(self.marks_top(row) - 2, self.marks_top(row) + self.marks_height + 2) for row in range(rows)]

    def scale(self, axis: Axis) -> Scale:
        """The axis laid over the plot."""
        return Scale(axis.low, axis.high, self.plot_start, self.plot_end)

    def grid(self, axis: Axis, rows: int) -> list[Shape]:
        """Lines at the round values, the one at zero stronger, and their labels below."""
        scale = self.scale(axis)
        bottom = _TOP + rows * self.row_height
        shapes: list[Shape] = []
        last_end = float("-inf")
        for mark, text in zip(axis.marks, axis.texts, strict=True):
            x = scale(mark)
            tone = "zero" if mark == 0 else "grid"
            shapes += [Line(x, start, x, end, tone) for start, end in self.uprights(rows)]
            start, end, anchor = self._tick_span(x, text_width(text, TICK_SIZE))
            if start > last_end + 6:
                place = {"start": start, "middle": x, "end": end}[anchor]
                shapes.append(Label(round(place, 1), bottom + 16, text, "tick", anchor))
                last_end = end
        return shapes

    def _tick_span(self, x: float, width: float) -> tuple[float, float, str]:
        if x - width / 2 < 0:
            return x, x + width, "start"
        if x + width / 2 > self.width:
            return self.width - width, self.width, "end"
        return x - width / 2, x + width / 2, "middle"

    def names_of(self, items: Sequence[Item]) -> dict[str, str]:
        """The items' names, cut to their column."""
        room = self.width * 0.7 if self.narrow else self.names
        return fit_apart([item.name for item in items], room, TEXT_SIZE)

    def name(self, item: Item, text: str, row: int) -> Label:
        """The row's name, cut to `text`."""
        y = self.marks_top(row) - 6 if self.narrow else self.middle(row) + 4.5
        return Label(0, round(y, 1), text, full=item.name if text != item.name else None)

    def instead(self, item: Item, row: int) -> Label:
        """Why the row has no mark, where the mark would stand."""
        start = self.plot_start - self.left + 6
        text = fit(item.instead, self.width - start, TEXT_SIZE)
        return Label(start, round(self.middle(row) + 4.5, 1), text, "missing", full=item.instead)


def label_room(texts: Sequence[str]) -> float:
    """The room that the widest of these labels takes, with its distance from the mark."""
    return max((text_width(text, TEXT_SIZE) for text in texts), default=0.0) + GAP


def parts(items: Sequence[Item]) -> tuple[tuple[Item, ...], ...]:
    """The items, cut into parts that a printed page holds, of nearly equal length."""
    count = max(1, -(-len(items) // PART_ROWS))
    size = -(-len(items) // count) if items else 0
    return tuple(tuple(items[n * size : (n + 1) * size]) for n in range(count))
