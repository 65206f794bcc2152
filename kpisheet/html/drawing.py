"""The values that a chart is drawn from: shapes at positions, gathered into pictures for Jinja to draw."""

from __future__ import annotations

from typing import ClassVar

from msgspec import Struct


class Box(Struct, frozen=True):
    """A bar. `tone` is the CSS class that colours it; `note` is what a pointer held over it shows."""

    kind: ClassVar[str] = "box"
    x: float
    y: float
    width: float
    height: float
    tone: str
    note: str | None = None


class Line(Struct, frozen=True):
    """A straight line."""

    kind: ClassVar[str] = "line"
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


class Path(Struct, frozen=True):
    """A line through points; `points` as SVG's `points` wants them."""

    kind: ClassVar[str] = "path"
    points: str
    tone: str


class Label(Struct, frozen=True):
    """A text that starts, centres (`middle`) or ends at `x` on the baseline `y`. `full`: its uncut text."""

    kind: ClassVar[str] = "label"
    x: float
    y: float
    text: str
    tone: str = "name"
    anchor: str = "start"
    full: str | None = None


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
