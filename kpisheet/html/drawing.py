"""The values that a chart is drawn from: shapes at positions, gathered into pictures for Jinja to draw."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import ClassVar

from markupsafe import Markup
from msgspec import Struct


def _attributes(written: str) -> Markup:
    """A shape's class and numbers as one piece of markup: a page takes as long as it has pieces."""
    return Markup(written)  # noqa: S704 - numbers and our own class names, no word of the user's


class Box(Struct, frozen=True):
    """A bar. `tone` is the CSS class that colours it; `note` is what a pointer held over it shows."""

    kind: ClassVar[str] = "box"
    x: float
    y: float
    width: float
    height: float
    tone: str
    note: str | None = None

    @property
    def attributes(self) -> Markup:
        """Its class, place and size."""
        return _attributes(
            f'class="{self.tone}" x="{_short(self.x)}" y="{_short(self.y)}"'
            f' width="{_short(self.width)}" height="{_short(self.height)}"'
        )


class Line(Struct, frozen=True):
    """A straight line; lines are drawn together, as `Strokes`."""

    x1: float
    y1: float
    x2: float
    y2: float
    tone: str


class Dot(Struct, frozen=True):
    """A round mark."""

    kind: ClassVar[str] = "dot"
    x: float
    y: float
    radius: float
    tone: str
    note: str | None = None

    @property
    def attributes(self) -> Markup:
        """Its class, place and size."""
        return _attributes(
            f'class="{self.tone}" cx="{_short(self.x)}" cy="{_short(self.y)}" r="{_short(self.radius)}"'
        )


class Path(Struct, frozen=True):
    """A line through points; `points` as SVG's `points` wants them."""

    kind: ClassVar[str] = "path"
    points: str
    tone: str

    @property
    def attributes(self) -> Markup:
        """Its class and points."""
        return _attributes(f'class="{self.tone}" points="{self.points}"')


class Columns(Struct, frozen=True):
    """Columns that stand on one line, as one element: each its left and right edge and its upper end."""

    kind: ClassVar[str] = "strokes"
    baseline: float
    columns: tuple[tuple[float, float, float], ...]
    tone: str

    @property
    def attributes(self) -> Markup:
        """Their class and outline."""
        low = _short(self.baseline)
        outline = "".join(
            f"H{_short(left)}V{_short(top)}H{_short(right)}V{low}" for left, right, top in self.columns
        )
        return _attributes(f'class="{self.tone}" d="M0 {low}{outline}"')


class Label(Struct, frozen=True):
    """A text that starts, centres (`middle`) or ends at `x` on the baseline `y`. `full`: its uncut text."""

    kind: ClassVar[str] = "label"
    x: float
    y: float
    text: str
    tone: str = "name"
    anchor: str = "start"
    full: str | None = None

    @property
    def attributes(self) -> Markup:
        """Its class, with which of its parts stands at its place unless it starts there, and that place."""
        anchor = "" if self.anchor == "start" else f" {self.anchor}"
        across = f' x="{_short(self.x)}"' if self.x else ""
        return _attributes(f'class="{self.tone}{anchor}"{across} y="{_short(self.y)}"')


class Strokes(Struct, frozen=True):
    """Straight lines of one tone, as one element: a page has hundreds of them."""

    kind: ClassVar[str] = "strokes"
    lines: tuple[Line, ...]

    @property
    def attributes(self) -> Markup:
        """Their class and where each goes."""
        return _attributes(f'class="{self.lines[0].tone}" d="{"".join(map(_stroke, self.lines))}"')


def _stroke(line: Line) -> str:
    """`M10 5h30`: from one end to the other."""
    x, y, across, down = line.x1, line.y1, line.x2 - line.x1, line.y2 - line.y1
    if not down:
        return f"M{_short(x)} {_short(y)}h{_short(across)}"
    if not across:
        return f"M{_short(x)} {_short(y)}v{_short(down)}"
    return f"M{_short(x)} {_short(y)}l{_short(across)} {_short(down)}"


def _short(number: float) -> str:
    """A position to a tenth of a pixel, without what says nothing."""
    return f"{number:.1f}".removesuffix(".0")


Shape = Box | Line | Dot | Path | Columns | Label
_BEHIND = "grid"  # lines of this tone lie behind all others


class Picture(Struct, frozen=True):
    """One SVG. Positions are in its own units, which are CSS pixels at its natural width."""

    key: str
    width: float
    height: float
    shapes: tuple[Shape, ...]

    @property
    def drawn(self) -> Iterator[Shape | Strokes]:
        """The shapes from back to front, lines of one tone together where nothing comes between."""
        behind = tuple(one for one in self.shapes if isinstance(one, Line) and one.tone == _BEHIND)
        if behind:
            yield Strokes(behind)
        front = (one for one in self.shapes if not isinstance(one, Line) or one.tone != _BEHIND)
        for tone, run in groupby(front, key=lambda one: one.tone if isinstance(one, Line) else None):
            if tone is None:
                yield from run
            else:
                yield Strokes(tuple(one for one in run if isinstance(one, Line)))


class Entry(Struct, frozen=True):
    """An entry of a chart's legend: a sample of the mark and its name."""

    tone: str
    text: str
