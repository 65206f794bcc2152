"""The values that a chart is drawn from: shapes at positions, gathered into pictures for Jinja to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Box:
    """A bar. `tone` is the CSS class that colours it; `note` is what a pointer held over it shows."""

    kind: ClassVar[str] = "box"
    x: float
    y: float
    width: float
    height: float
    tone: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    kind: ClassVar[str] = "line"
    x1: float
    y1: float
    x2: float
    y2: float
    tone: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A round mark."""

    kind: ClassVar[str] = "dot"
    x: float
    y: float
    radius: float
    tone: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points; `points` as SVG's `points` wants them."""

    kind: ClassVar[str] = "path"
    points: str
    tone: str


@dataclass(frozen=True, slots=True)
class Label:
    """A text that starts, centres (`middle`) or ends at `x` on the baseline `y`. `full`: its uncut text."""

    kind: ClassVar[str] = "label"
    x: float
    y: float
    text: str
    tone: str = "name"
    anchor: str = "start"
    full: str | None = None


Shape = Box | Line | Dot | Path | Label


@dataclass(frozen=True, slots=True)
class Picture:
    """One SVG. Positions are in its own units, which are CSS pixels at its natural width."""

    key: str
    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a chart's legend: a sample of the mark and its name."""

    tone: str
    text: str
