"""Two charts that are no rows of channels: the funnel with its step rates, and one month-by-month panel."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from kpisheet.html.drawing import Box, Dot, Label, Line, Path, Picture, Shape
from kpisheet.html.frames import GAP, TEXT_SIZE, TICK_SIZE, Axis, label_room
from kpisheet.html.rows import NARROW, WIDE, cut_mark
from kpisheet.html.scales import Scale, fit, text_width

_ZERO = Decimal(0)
_BAR, _STEP = 26.0, 30.0


class Stage(Struct, frozen=True):
    """One stage of the funnel; `rate` says how many of the stage before came here."""

    name: str
    value: Decimal
    text: str
    rate: str | None = None


def funnel(key: str, stages: Sequence[Stage], *, narrow: bool) -> tuple[Picture, ...]:
    """A bar per stage, with the step's rate between two stages; a giant first one is cut."""
    width = NARROW if narrow else WIDE
    names = max(text_width(stage.name, TEXT_SIZE) for stage in stages) + GAP
    largest = cut_of(stages) or max(stage.value for stage in stages) or Decimal(1)
    scale = Scale(_ZERO, largest, round(names), width - label_room([stage.text for stage in stages]) - GAP)
    shapes: list[Shape] = []
    y = 2.0
    for stage in stages:
        if stage.rate is not None:
            shapes.append(Line(scale.start + 4, y + 5, scale.start + 4, y + _STEP - 5, "flow"))
            shapes += [Label(scale.start + 14, y + 19.5, stage.rate, "rate")] if stage.rate else []
            y += _STEP
        shapes += _stage(stage, scale, y, first=y == 2.0)
        y += _BAR
    return (Picture(f"{key}-{'narrow' if narrow else 'wide'}-1", width, y + 2, tuple(shapes)),)


def cut_of(stages: Sequence[Stage]) -> Decimal | None:
    """Where the bars end whose stage has far more than the next: visitors in their thousands, beside leads.

    Five times the second largest; None where the largest isn't more than twice that.
    """
    largest, second = sorted((stage.value for stage in stages), reverse=True)[:2]
    return second * 5 if largest > second * 10 > 0 else None


def _stage(stage: Stage, scale: Scale, y: float, *, first: bool) -> list[Shape]:
    length = max(scale(stage.value) - scale.start, 2.0 if stage.value else 0.0)
    return [
        Label(0, y + 17.5, stage.name),
        Box(
            scale.start,
            y,
            round(length, 1),
            _BAR,
            "first" if first else "stage",
            f"{stage.name}: {stage.text}",
        ),
        *cut_mark(scale, stage.value, y, _BAR),
        Label(round(scale.start + length + 7, 1), y + 17.5, stage.text, "figure"),
    ]


PANEL_WIDTH, PANEL_HEIGHT = 264.0, 134.0
_TOP, _BOTTOM = 8.0, 112.0


class Moment(Struct, frozen=True):
    """One period of a panel."""

    name: str
    value: Decimal | None
    text: str


def panel(key: str, moments: Sequence[Moment], axis: Axis, *, columns: bool) -> Picture:
    """Columns for amounts, a line of dots for ratios; the last one stands out, gaps stay gaps."""
    start = max(text_width(text, TICK_SIZE) for text in axis.texts) + GAP
    across = PANEL_WIDTH - start
    step = across / len(moments)
    height = Scale(axis.low, axis.high, _BOTTOM, _TOP)
    places = [round(start + step * (n + 0.5), 1) for n in range(len(moments))]
    shapes = _level_lines(axis, height, start)
    shapes += _columns(moments, places, step, height) if columns else _dotted_line(moments, places, height)
    shapes += _ends(moments, start)
    return Picture(key, PANEL_WIDTH, PANEL_HEIGHT, tuple(shapes))


def _level_lines(axis: Axis, height: Scale, start: float) -> list[Shape]:
    shapes: list[Shape] = []
    for mark, text in zip(axis.marks, axis.texts, strict=True):
        y = height(mark)
        shapes.append(Line(start, y, PANEL_WIDTH, y, "zero" if mark == 0 else "grid"))
        shapes.append(Label(round(start - 6, 1), y + 4, text, "tick", "end"))
    return shapes


def _columns(moments: Sequence[Moment], places: Sequence[float], step: float, height: Scale) -> list[Shape]:
    width = round(min(step * 0.72, 34.0), 1)
    shapes: list[Shape] = []
    for moment, x in zip(moments, places, strict=True):
        if moment.value is None:
            shapes.append(Line(x - 3, _BOTTOM - 4, x + 3, _BOTTOM - 4, "absent"))
            continue
        top, bottom = sorted((height(moment.value), height(_ZERO)))
        last = moment is moments[-1]
        note = f"{moment.name}: {moment.text}"
        shapes.append(
            Box(
                round(x - width / 2, 1), top, width, round(bottom - top, 1), "first" if last else "past", note
            )
        )
    return shapes


def _dotted_line(moments: Sequence[Moment], places: Sequence[float], height: Scale) -> list[Shape]:
    shapes: list[Shape] = []
    run: list[str] = []
    for moment, x in zip(moments, places, strict=True):
        if moment.value is None:
            shapes += _path(run)
            run = []
            shapes.append(Line(x - 3, _BOTTOM - 4, x + 3, _BOTTOM - 4, "absent"))
            continue
        run.append(f"{x:g},{height(moment.value):g}")
    shapes += _path(run)
    radius = 3.0 if len(moments) <= 18 else 2.0
    for moment, x in zip(moments, places, strict=True):
        if moment.value is not None:
            note = f"{moment.name}: {moment.text}"
            last = moment is moments[-1]
            shapes.append(Dot(x, height(moment.value), 4.0 if last else radius, "first", note))
    return shapes


def _path(points: list[str]) -> list[Shape]:
    return [Path(" ".join(points), "trend")] if len(points) > 1 else []


def _ends(moments: Sequence[Moment], start: float) -> list[Shape]:
    """The first and the last period's names; one alone stands in the middle."""
    baseline = _BOTTOM + 18
    if len(moments) == 1:
        return [Label(round((start + PANEL_WIDTH) / 2, 1), baseline, moments[0].name, "tick", "middle")]
    room = (PANEL_WIDTH - start) / 2 - 6
    return [
        Label(round(start, 1), baseline, fit(moments[0].name, room, TICK_SIZE), "tick"),
        Label(PANEL_WIDTH, baseline, fit(moments[-1].name, room, TICK_SIZE), "tick", "end"),
    ]


def sparkline(key: str, values: Sequence[Decimal | None]) -> Picture:
    """A small line from the first to the last value, from zero up, the last one dotted; gaps stay gaps."""
    width, height = 120.0, 32.0
    known = [value for value in values if value is not None]
    low, high = min(_ZERO, *known), max(known)
    across = Scale(_ZERO, Decimal(max(len(values) - 1, 1)), 4, width - 6)
    up = Scale(low, high if high > low else low + 1, height - 4, 4)
    shapes: list[Shape] = []
    run: list[str] = []
    for position, value in enumerate([*values, None]):
        if value is None:
            shapes += _path(run)
            run = []
        else:
            run.append(f"{across(Decimal(position)):g},{up(value):g}")
    last = max(position for position, value in enumerate(values) if value is not None)
    shapes.append(Dot(across(Decimal(last)), up(values[last] or _ZERO), 3, "first"))
    return Picture(key, width, height, tuple(shapes))
