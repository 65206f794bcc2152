"""Charts with one row per channel: bars side by side, bars around zero, dots with intervals, pairs of dots.

Each takes items and an axis and gives the pictures of one form, wide or narrow. No words, no report.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from math import ceil

from kpisheet.html.drawing import Box, Dot, Label, Line, Picture, Shape
from kpisheet.html.frames import GAP, TEXT_SIZE, Axis, Frame, Item, label_room, parts
from kpisheet.html.scales import Scale, text_width

WIDE, NARROW = 540.0, 328.0
_NAMES_LEAST, _NAMES_MOST = 60.0, 212.0
_ZERO = Decimal(0)

RowShapes = Callable[[Frame, Scale, Item, int], list[Shape]]


def pair_bars(key: str, items: Sequence[Item], axis: Axis, *, narrow: bool) -> tuple[Picture, ...]:
    """A bar per amount, for one or two amounts of one unit, labelled at their ends."""
    room = label_room([text for item in items for text in item.texts])
    frame = _frame(items, narrow=narrow, marks_height=28 if narrow else 38, right=room)
    return _pictures(key, frame, items, axis, _pair_of_bars)


def _pair_of_bars(frame: Frame, scale: Scale, item: Item, row: int) -> list[Shape]:
    top = frame.middle(row) + 0.5 - 7.25 * len(item.values)
    shapes: list[Shape] = []
    for position, (value, text) in enumerate(zip(item.values, item.texts, strict=True)):
        tone, y = ("first", "second")[position], top + position * 14.5
        if value is not None:
            shapes.append(_bar(scale, value, y, 12.5, tone=tone, note=item.note))
            shapes += cut_mark(scale, value, y, 12.5)
        end = scale(value or _ZERO)
        shapes.append(Label(round(end + 6, 1), y + 10.5, text, "figure" if value is not None else "missing"))
    return shapes


def diverging_bars(
    key: str, items: Sequence[Item], axis: Axis, *, narrow: bool, target: Decimal | None = None
) -> tuple[Picture, ...]:
    """One bar per row to either side of zero, labelled at its end; a dashed line at the target."""
    losses = [item.texts[0] for item in items if _below_zero(item)]
    right = label_room([item.texts[0] for item in items if not _below_zero(item)])
    left = label_room(losses) if losses else 0.0
    frame = _frame(items, narrow=narrow, marks_height=18 if narrow else 28, left=left, right=right)
    return _pictures(key, frame, items, axis, _bar_around_zero, target=target)


def _below_zero(item: Item) -> bool:
    return item.values[0] is not None and item.values[0] < 0


def _bar_around_zero(frame: Frame, scale: Scale, item: Item, row: int) -> list[Shape]:
    value = item.values[0]
    if value is None:
        return [frame.instead(item, row)]
    y = frame.middle(row) - 8
    end = scale(value)
    loss = value < 0
    place = round(end - 6 if loss else end + 6, 1)
    return [
        _bar(scale, value, y, 16, tone="loss" if loss else "gain", note=item.note),
        *cut_mark(scale, value, y, 16),
        Label(place, y + 12.5, item.texts[0], "figure", "end" if loss else "start"),
    ]


def interval_dots(
    key: str,
    items: Sequence[Item],
    axis: Axis,
    *,
    narrow: bool,
    target: Decimal | None = None,
    average: Decimal | None = None,
) -> tuple[Picture, ...]:
    """A dot per row with its interval and its own reference tick; lines at the target and the average.

    A hollow dot has no interval: too few results. A bound without a value is an open line from it onwards.
    """
    right = 0.0 if narrow else label_room([text for item in items for text in item.texts])
    frame = _frame(items, narrow=narrow, marks_height=16 if narrow else 28, right=right)
    return _pictures(key, frame, items, axis, _dot_with_interval, target=target, average=average)


def _dot_with_interval(frame: Frame, scale: Scale, item: Item, row: int) -> list[Shape]:
    value, y = item.values[0], frame.middle(row)
    if value is None and item.bound is None:
        return [frame.instead(item, row)]
    shapes: list[Shape] = []
    if item.interval is not None:
        high = scale.high if item.interval.high is None else item.interval.high
        shapes += _range(scale, item.interval.low, high, y)
    if item.reference is not None and not scale.cuts(item.reference):
        x = scale(item.reference)
        shapes.append(Line(x, y - 8, x, y + 8, "reference"))
    if value is not None:
        shapes += _dot(scale, item, value, y)
    elif item.bound is not None:
        shapes += _bound(scale, item.bound, y)
    baseline = frame.marks_top(row) - 6 if frame.narrow else y + 4.5
    shapes.append(Label(frame.width, round(baseline, 1), item.texts[0], "figure", "end"))
    return shapes


def _dot(scale: Scale, item: Item, value: Decimal, y: float) -> list[Shape]:
    """The dot itself; beyond the scale it stands before its end, with an arrow."""
    tone = "dot" if item.interval is not None else "hollow"
    if not scale.cuts(value):
        return [Dot(scale(value), y, 5, tone, item.note)]
    return [
        Line(scale.end - 14, y, scale.end, y, "range"),
        *_arrow(scale.end, y),
        Dot(scale.end - 14, y, 5, tone, item.note),
    ]


def _bound(scale: Scale, bound: Decimal, y: float) -> list[Shape]:
    """From the bound onwards; beyond the scale just an arrow at its end."""
    start = min(scale(bound), scale.end - 14)
    stop: list[Shape] = [] if scale.cuts(bound) else [Line(start, y - 5, start, y + 5, "range")]
    return [*stop, Line(start, y, scale.end, y, "range"), *_arrow(scale.end, y)]


def dot_pairs(key: str, items: Sequence[Item], axis: Axis, *, narrow: bool) -> tuple[Picture, ...]:
    """Two dots per row, joined, each labelled on its outer side."""
    room = label_room([text for item in items for text in item.texts]) + 4
    frame = _frame(items, narrow=narrow, marks_height=20 if narrow else 28, left=room, right=room + GAP)
    return _pictures(key, frame, items, axis, _pair_of_dots)


def _pair_of_dots(frame: Frame, scale: Scale, item: Item, row: int) -> list[Shape]:
    y = frame.middle(row)
    placed = [
        (scale(value), tone, text)
        for value, tone, text in zip(item.values, ("first", "second"), item.texts, strict=True)
        if value is not None
    ]
    if not placed:
        return [frame.instead(item, row)]
    placed.sort()
    shapes: list[Shape] = []
    if len(placed) == 2:
        shapes.append(Line(placed[0][0], y, placed[1][0], y, "joint"))
    for position, (x, tone, text) in enumerate(placed):
        leftmost = position == 0 and len(placed) == 2
        place, anchor = (x - 9, "end") if leftmost else (x + 9, "start")
        shapes.append(Dot(x, y, 5.5, tone, item.note))
        shapes.append(Label(round(place, 1), y + 4.5, text, f"figure {tone}-text", anchor))
    return shapes


def _frame(
    items: Sequence[Item], *, narrow: bool, marks_height: float, left: float = 0.0, right: float = 0.0
) -> Frame:
    if narrow:
        return Frame(NARROW, 0.0, marks_height, left, right)
    longest = max((text_width(item.name, TEXT_SIZE) for item in items), default=0.0)
    names = min(max(ceil(longest), _NAMES_LEAST), _NAMES_MOST)
    return Frame(WIDE, names, marks_height, left, right)


def _pictures(
    key: str,
    frame: Frame,
    items: Sequence[Item],
    axis: Axis,
    draw: RowShapes,
    *,
    target: Decimal | None = None,
    average: Decimal | None = None,
) -> tuple[Picture, ...]:
    form = "narrow" if frame.narrow else "wide"
    names = frame.names_of(items)
    return tuple(
        Picture(
            f"{key}-{form}-{number}",
            frame.width,
            frame.height(len(part)),
            (
                *frame.grid(axis, len(part)),
                *_upright(frame, axis, len(part), average, "average"),
                *_upright(frame, axis, len(part), target, "target"),
                *_rows(frame, axis, part, names, draw),
            ),
        )
        for number, part in enumerate(parts(items), start=1)
    )


def _rows(
    frame: Frame, axis: Axis, items: Sequence[Item], names: Mapping[str, str], draw: RowShapes
) -> list[Shape]:
    scale = frame.scale(axis)
    shapes: list[Shape] = []
    for row, item in enumerate(items):
        shapes.append(frame.name(item, names[item.name], row))
        shapes += draw(frame, scale, item, row)
    return shapes


def _upright(frame: Frame, axis: Axis, rows: int, value: Decimal | None, tone: str) -> list[Shape]:
    scale = frame.scale(axis)
    if value is None or scale.cuts(value):
        return []
    x = scale(value)
    return [Line(x, top, x, bottom, tone) for top, bottom in frame.uprights(rows)]


def _bar(scale: Scale, value: Decimal, y: float, height: float, *, tone: str, note: str) -> Box:
    zero, end = scale(_ZERO), scale(value)
    width = max(abs(end - zero), 1.5 if value else 0.0)
    return Box(min(zero, end), y, round(width, 1), height, tone, note)


def cut_mark(scale: Scale, value: Decimal, y: float, height: float) -> list[Shape]:
    """Two slanted gaps near the end of a bar that is longer than the scale."""
    if not scale.cuts(value):
        return []
    end = scale(value) - 14 if value > 0 else scale(value) + 8
    return [Line(end + n, y + height + 1, end + n + 6, y - 1, "gap") for n in (0, 5)]


def _range(scale: Scale, low: Decimal, high: Decimal, y: float) -> list[Shape]:
    start, end = scale(low), scale(high)
    shapes: list[Shape] = [Line(start, y, end, y, "range")]
    if not scale.cuts(low):
        shapes.append(Line(start, y - 4, start, y + 4, "range"))
    if scale.cuts(high):
        return [*shapes, *_arrow(scale.end, y)]
    return [*shapes, Line(end, y - 4, end, y + 4, "range")]


def _arrow(x: float, y: float) -> list[Shape]:
    """An arrow head: it goes on beyond the scale."""
    return [Line(x - 5, y - 4, x, y, "range"), Line(x - 5, y + 4, x, y, "range")]
