"""What a report's charts share: its channels as items, their direct labels, axes, legends and notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from kpisheet.analysis.figures import PAY_PER_LEAD
from kpisheet.analysis.report import ChannelFigures, Figure
from kpisheet.html.drawing import Entry
from kpisheet.html.frames import Axis, Item
from kpisheet.html.scales import decimals_of, ticks, upper_limit
from kpisheet.html.wording import CONVERTED, Wording, shortened
from kpisheet.texts.units import Unit

_ZERO = Decimal(0)
DOUBT = "\u00a0†"


def items_of(
    wording: Wording,
    keys: tuple[str, ...],
    *,
    reference: str | None = None,
    channels: Iterable[ChannelFigures] | None = None,
) -> list[Item]:
    """One item per channel: the values of these KPIs, their texts, and what surrounds the first of them."""
    shown = wording.report.channels if channels is None else channels
    return [_item(wording, channel, keys, reference) for channel in shown]


def _item(wording: Wording, channel: ChannelFigures, keys: tuple[str, ...], reference: str | None) -> Item:
    figures = [channel.figures.get(key) for key in keys]
    main = figures[0]
    return Item(
        shortened(channel.channel.name),
        tuple(value_of(figure) for figure in figures),
        tuple(text_of(wording, figure) for figure in figures),
        interval=main.interval if main else None,
        reference=value_of(channel.figures.get(reference)) if reference else None,
        bound=main.lower_bound if main and main.value is None else None,
        instead=wording.missing(main) if main and main.value is None else "–",
    )


def value_of(figure: Figure | None) -> Decimal | None:
    """A figure's value, or None."""
    return figure.value if figure is not None else None


def text_of(wording: Wording, figure: Figure | None) -> str:
    """A figure's direct label: its value or lower bound, marked if doubtful; a dash where there is none."""
    if figure is None:
        return "–"
    text = wording.figure(figure) if figure.value is not None or figure.lower_bound is not None else "–"
    if figure.value is None:
        return text
    return text + (CONVERTED if figure.converted else "") + (DOUBT if figure.doubtful else "")


def is_known(wording: Wording, key: str) -> bool:
    """Whether any channel has a value of this KPI."""
    return any(value_of(channel.figures.get(key)) is not None for channel in wording.report.channels)


def any_value(items: Iterable[Item]) -> bool:
    """Whether any item has a value."""
    return any(value is not None for item in items for value in item.values)


def first_values(items: Iterable[Item]) -> list[Decimal]:
    """The first value of the items that have one."""
    return [item.values[0] for item in items if item.values[0] is not None]


def some(*values: Decimal | None) -> list[Decimal]:
    """Those that are not None."""
    return [value for value in values if value is not None]


def in_order(items: list[Item], key: Callable[[Item], Decimal]) -> list[Item]:
    """The items with a value in the order of `key`, then those without one, as they come."""
    with_value = [item for item in items if item.values[0] is not None]
    without = [item for item in items if item.values[0] is None]
    return sorted(with_value, key=key) + sorted(without, key=lambda item: item.bound is None)


def lowest_first(item: Item) -> Decimal:
    """The order of costs."""
    return item.values[0] or _ZERO


def target_of(wording: Wording, key: str) -> Decimal | None:
    """The target of Business for this setting, or None."""
    return next((target.target for target in wording.report.targets if target.key == key), None)


def axis_over(
    wording: Wording, unit: Unit, values: Sequence[Decimal], *, cut: Decimal | None = None, count: int = 4
) -> Axis:
    """An axis over these values with ticks at round numbers, cut off at `cut`."""
    low, high = min(values), max(values)
    if cut is not None:
        low, high = max(low, -cut), min(high, cut)
    every = ticks(low, high, count, whole=unit is Unit.COUNT)
    # Below zero the axis ends at the lowest value: a whole step more would be empty.
    marks = tuple(mark for mark in every if mark >= low)
    bottom = min(low, _ZERO)
    cut_off = max(values) > marks[-1] or min(values) < bottom
    return Axis(bottom, marks[-1], marks, _tick_texts(wording, unit, marks), cut=cut_off)


def dot_axis(wording: Wording, unit: Unit, items: Sequence[Item], lines: Sequence[Decimal]) -> Axis:
    """From zero to a little beyond the dots: what surrounds them may be cut, a dot only if it is a giant."""
    values = first_values(items) + some(*(item.bound for item in items))
    limit = upper_limit(values) or max(values)
    around = [
        item.interval.high for item in items if item.interval is not None and item.interval.high is not None
    ]
    around += some(*(item.reference for item in items))
    near = limit * 8 / 5
    high = max([limit, *(min(value, near) for value in (*around, *lines))])
    marks = ticks(_ZERO, high, 4)
    return Axis(_ZERO, marks[-1], marks, _tick_texts(wording, unit, marks), cut=max(values) > marks[-1])


def _tick_texts(wording: Wording, unit: Unit, marks: Sequence[Decimal]) -> tuple[str, ...]:
    writing, places = wording.words.writing, decimals_of(marks)
    if unit in (Unit.MONEY, Unit.UNIT_MONEY):
        return tuple(writing.money(mark, 2 if places else 0) for mark in marks)
    if unit in (Unit.RATE, Unit.RETURN):
        return tuple(writing.percent(mark, max(0, places - 2)) for mark in marks)
    return tuple(writing.number(mark, places) for mark in marks)


def dot_legend(
    wording: Wording, key: str, items: Sequence[Item], target: Decimal | None, average: Decimal | None
) -> tuple[Entry, ...]:
    """What the marks of a dot chart mean, those that are drawn."""
    entries = []
    if any(item.interval is not None for item in items):
        entries.append(Entry("dot", wording.text("page.legend_interval")))
    if any(item.values[0] is not None and item.interval is None for item in items):
        priced = key == "cpl" and any(one.channel.key in PAY_PER_LEAD for one in wording.report.channels)
        entries.append(
            Entry("hollow", wording.text("page.legend_hollow_priced" if priced else "page.legend_hollow"))
        )
    if any(item.bound is not None for item in items):
        entries.append(Entry("bound", wording.text("page.legend_bound")))
    if any(item.reference is not None for item in items):
        entries.append(Entry("reference", wording.text("page.legend_break_even")))
    if target is not None:
        entries.append(Entry("target", wording.text("page.legend_target", value=wording.value(key, target))))
    if average is not None:
        entries.append(
            Entry("average", wording.text("page.legend_average", value=wording.value(key, average)))
        )
    return tuple(entries)


def extremes(wording: Wording, key: str, items: Sequence[Item]) -> str:
    """A chart's description: how many rows, and its first and last figure."""
    drawn = [item for item in items if item.values[0] is not None]
    if not drawn:
        return wording.text("page.chart_bounds_description", count=len(items))
    first, last = drawn[0], drawn[-1]
    return wording.text(
        key,
        count=len(items),
        first=first.name,
        first_value=first.texts[0],
        last=last.name,
        last_value=last.texts[0],
    )


def notes_of(wording: Wording, items: Sequence[Item], axis: Axis) -> tuple[str, ...]:
    """What to know about the marks: doubtful figures, a cut scale."""
    notes = []
    if any(DOUBT in text for item in items for text in item.texts):
        notes.append(wording.text("page.note_doubt"))
    if axis.cut:
        notes.append(wording.text("page.note_cut"))
    return tuple(notes)


def doubt_note(wording: Wording, figures: Iterable[Figure]) -> tuple[str, ...]:
    """What the mark of a doubtful figure means, where one is shown."""
    return (wording.text("page.note_doubt"),) if any(figure.doubtful for figure in figures) else ()
