"""The values that a chart is drawn from: shapes at positions, gathered into pictures for Jinja to draw."""

from __future__ import annotations

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
            f'class="{self.tone}" x="{self.x}" y="{self.y}" width="{self.width}" height="{self.height}"'
        )


class Line(Struct, frozen=True):
    """A straight line."""

    kind: ClassVar[str] = "line"
    x1: float
    y1: float
    x2: float
    y2: float
    tone: str

    @property
    def attributes(self) -> Markup:
        """Its class and ends."""
        return _attributes(f'class="{self.tone}" x1="{self.x1}" y1="{self.y1}" x2="{self.x2}" y2="{self.y2}"')


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
        return _attributes(f'class="{self.tone}" cx="{self.x}" cy="{self.y}" r="{self.radius}"')


class Path(Struct, frozen=True):
    """A line through points; `points` as SVG's `points` wants them."""

    kind: ClassVar[str] = "path"
    points: str
    tone: str

    @property
    def attributes(self) -> Markup:
        """Its class and points."""
        return _attributes(f'class="{self.tone}" points="{self.points}"')


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
        """Its class, place and, unless it starts there, which of its parts stands there."""
        anchor = "" if self.anchor == "start" else f' text-anchor="{self.anchor}"'
        return _attributes(f'class="{self.tone}" x="{self.x}" y="{self.y}"{anchor}')


Shape = Box | Line | Dot | Path | Label


class Picture(Struct, frozen=True):
    """One SVG. Positions are in its own units, which are CSS pixels at its natural width."""

    key: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


class Entry(Struct, frozen=True):
    """An entry of a chart's legend: a sample of the mark and its name."""

    tone: str
    text: str
