"""Which charts a report has, and what stands in them: figures as items, axes, legends and tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import ChannelFigures, Figure
from kpisheet.html import flow, rows
from kpisheet.html.drawing import Entry, Picture
from kpisheet.html.frames import Axis, Item
from kpisheet.html.scales import decimals_of, ticks, upper_limit
from kpisheet.html.tables import figure_table, listed_figures
from kpisheet.html.wording import Table, Wording, shortened
from kpisheet.texts.units import Unit

_ZERO = Decimal(0)
DOUBT = "\u00a0†"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart in both forms, its words and its table. `note` says what isn't drawn, or how to read a cut."""

    key: str
    title: str
    description: str
    wide: tuple[Picture, ...]
    narrow: tuple[Picture, ...]
    table: Table
    legend: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Panel:
    """One month-by-month panel: its name, its latest value and its picture."""

    title: str
    latest: str
    description: str
    picture: Picture


def charts_of(wording: Wording) -> tuple[Chart, ...]:
    """The report's charts that have something to show, in the order in which they stand in pairs."""
    made = (
        _returns(wording),
        _amounts(wording),
        _costs(wording, "cpl", "break_even_cpl"),
        _costs(wording, "cac", "break_even_cac"),
        _rates(wording),
        _funnel(wording),
        _shares(wording),
    )
    return tuple(chart for chart in made if chart is not None)


def _amounts(wording: Wording) -> Chart | None:
    keys = ("spend", "revenue")
    items = _sorted(_items(wording, keys), key=lambda item: -(item.values[0] or _ZERO))
    if not _any_value(items):
        return None
    amounts = [value for item in items for value in item.values if value is not None]
    largest = [max(_some(*item.values)) for item in items if _some(*item.values)]
    axis = _axis(wording, Unit.MONEY, [_ZERO, *amounts], cut=upper_limit(largest))
    return Chart(
        "spend-revenue",
        wording.text("page.chart_amounts"),
        wording.text("page.chart_amounts_description", count=len(items)),
        rows.pair_bars("spend-revenue", items, axis, narrow=False),
        rows.pair_bars("spend-revenue", items, axis, narrow=True),
        figure_table(wording, "table-spend-revenue", wording.text("page.chart_amounts"), keys),
        (Entry("first", wording.short("spend")), Entry("second", wording.short("revenue"))),
        _notes(wording, items, axis),
    )


def _returns(wording: Wording) -> Chart | None:
    """ROI around break-even; without a margin the return on revenue, under its own name."""
    key = "roi" if _known(wording, "roi") else "revenue_roi"
    items = _sorted(_items(wording, (key,)), key=lambda item: -(item.values[0] or _ZERO))
    if not _any_value(items):
        return None
    values = _first_values(items)
    target = _target(wording, "target_roi") if key == "roi" else None
    axis = _axis(wording, Unit.RETURN, [_ZERO, *values, *_some(target)], cut=upper_limit(values, beyond=2))
    legend = [
        Entry("gain", wording.text("page.legend_gain")),
        Entry("loss", wording.text("page.legend_loss")),
    ]
    if target is not None:
        legend.append(Entry("target", wording.text("page.legend_target", value=wording.value(key, target))))
    return Chart(
        "returns",
        wording.label(key),
        _extremes(wording, "page.chart_returns_description", items),
        rows.diverging_bars("returns", items, axis, narrow=False, target=target),
        rows.diverging_bars("returns", items, axis, narrow=True, target=target),
        figure_table(wording, "table-returns", wording.label(key), (key,)),
        tuple(legend),
        _notes(wording, items, axis),
    )


def _costs(wording: Wording, key: str, break_even: str) -> Chart | None:
    items = _sorted(_items(wording, (key,), reference=break_even), key=_lowest_first)
    if not any(item.values[0] is not None or item.bound is not None for item in items):
        return None
    target, average = _target(wording, f"target_{key}"), _value(wording.report.totals.get(key))
    axis = _dot_axis(wording, Unit.UNIT_MONEY, items, _some(target, average))
    legend = _dot_legend(wording, key, items, target, average)
    return Chart(
        key,
        wording.label(key),
        _extremes(wording, "page.chart_costs_description", items),
        rows.interval_dots(key, items, axis, narrow=False, target=target, average=average),
        rows.interval_dots(key, items, axis, narrow=True, target=target, average=average),
        figure_table(wording, f"table-{key}", wording.label(key), (key, break_even), interval_of=key),
        legend,
        _notes(wording, items, axis),
    )


def _rates(wording: Wording) -> Chart | None:
    key = "visitor_to_lead_rate"
    website = [channel for channel in wording.report.channels if channel.channel.website]
    items = _sorted(_items(wording, (key,), channels=website), key=lambda item: -(item.values[0] or _ZERO))
    if not _any_value(items):
        return None
    target, average = _target(wording, f"target_{key}"), _value(wording.report.totals.get(key))
    axis = _dot_axis(wording, Unit.RATE, items, _some(target, average))
    return Chart(
        "rates",
        wording.label(key),
        _extremes(wording, "page.chart_rates_description", items),
        rows.interval_dots("rates", items, axis, narrow=False, target=target, average=average),
        rows.interval_dots("rates", items, axis, narrow=True, target=target, average=average),
        figure_table(
            wording,
            "table-rates",
            wording.label(key),
            ("visitors", "leads", key),
            interval_of=key,
            channels=website,
        ),
        _dot_legend(wording, key, items, target, average),
        _notes(wording, items, axis),
    )


def _shares(wording: Wording) -> Chart | None:
    keys = ("spend_share", "revenue_share")
    items = _sorted(_items(wording, keys), key=lambda item: -(item.values[0] or _ZERO))
    if not all(_known(wording, key) for key in keys):
        return None
    shares = [value for item in items for value in item.values if value is not None]
    axis = _axis(wording, Unit.RATE, [_ZERO, *shares])
    return Chart(
        "shares",
        wording.text("page.chart_shares"),
        wording.text("page.chart_shares_description", count=len(items)),
        rows.dot_pairs("shares", items, axis, narrow=False),
        rows.dot_pairs("shares", items, axis, narrow=True),
        figure_table(wording, "table-shares", wording.text("page.chart_shares"), keys),
        (
            Entry("first-dot", wording.short("spend_share")),
            Entry("second-dot", wording.short("revenue_share")),
        ),
        _notes(wording, items, axis),
    )


_STAGES = ("visitors", "leads", "mql", "sql", "quotes", "new_customers")
_STEPS = {
    ("visitors", "leads"): "visitor_to_lead_rate",
    ("leads", "mql"): "mql_rate",
    ("mql", "sql"): "sql_rate",
    ("leads", "new_customers"): "close_rate",
    ("sql", "new_customers"): "sql_close_rate",
    ("quotes", "new_customers"): "quote_close_rate",
}


def _funnel(wording: Wording) -> Chart | None:
    """From visitors to customers, with the rate of each step that has one; None below two stages."""
    totals = wording.report.totals
    known = [key for key in _STAGES if _value(totals.get(key)) is not None]
    if len(known) < 2:
        return None
    stages = [_stage(wording, key, before) for before, key in zip([None, *known[:-1]], known, strict=True)]
    steps = [_STEPS[pair] for pair in pairwise(known) if pair in _STEPS]
    return Chart(
        "funnel",
        wording.text("page.chart_funnel"),
        wording.text("page.chart_funnel_description", stages=[f"{s.name} {s.text}" for s in stages]),
        flow.funnel("funnel", stages, narrow=False),
        flow.funnel("funnel", stages, narrow=True),
        listed_figures(wording, "table-funnel", wording.text("page.chart_funnel"), totals, (*known, *steps)),
        notes=(
            *_doubt_note(wording, [totals[key] for key in (*known, *steps) if key in totals]),
            wording.text("page.note_funnel"),
        ),
    )


def _stage(wording: Wording, key: str, before: str | None) -> flow.Stage:
    figure = wording.report.totals[key]
    step = wording.report.totals.get(_STEPS.get((before or "", key), ""))
    rate = None
    if before is not None:
        rate = "" if step is None or step.value is None else _rate(wording, step)
    return flow.Stage(wording.short(key), figure.value or _ZERO, _text(wording, figure), rate)


def _rate(wording: Wording, step: Figure) -> str:
    writing = wording.words.writing
    return wording.text(
        "page.funnel_step",
        rate=_text(wording, step),
        part=writing.count(step.numerator or _ZERO),
        whole=writing.count(step.denominator or _ZERO),
    )


PANELS = ("spend", "leads", "new_customers", "revenue", "cpl", "cac", "visitor_to_lead_rate", "roi")


def month_panels(wording: Wording) -> tuple[Panel, ...]:
    """One small panel per figure, months from left to right; figures that no month knows are left out."""
    periods = wording.months
    keys = [key for key in PANELS if any(_value(entry.figures.get(key)) is not None for entry in periods)]
    return tuple(_panel(wording, key) for key in keys)


def _panel(wording: Wording, key: str) -> Panel:
    unit = KPIS[key].unit
    moments = [
        flow.Moment(
            wording.words.writing.period(entry.period, short=True),
            _value(entry.figures.get(key)),
            _text(wording, entry.figures.get(key)),
        )
        for entry in wording.months
    ]
    values = [moment.value for moment in moments if moment.value is not None]
    axis = _axis(wording, unit, [_ZERO, *values], count=3)
    picture = flow.panel(f"months-{key}", moments, axis, columns=unit in (Unit.MONEY, Unit.COUNT))
    return Panel(
        wording.short(key),
        moments[-1].text,
        wording.text(
            "page.chart_months_description",
            label=wording.label(key),
            first=f"{moments[0].name}: {moments[0].text}",
            last=f"{moments[-1].name}: {moments[-1].text}",
        ),
        picture,
    )


# What several charts share.


def _items(
    wording: Wording,
    keys: tuple[str, ...],
    *,
    reference: str | None = None,
    channels: Iterable[ChannelFigures] | None = None,
) -> list[Item]:
    shown = wording.report.channels if channels is None else channels
    return [_item(wording, channel, keys, reference) for channel in shown]


def _item(wording: Wording, channel: ChannelFigures, keys: tuple[str, ...], reference: str | None) -> Item:
    figures = [channel.figures.get(key) for key in keys]
    main = figures[0]
    return Item(
        shortened(channel.channel.name),
        tuple(_value(figure) for figure in figures),
        tuple(_text(wording, figure) for figure in figures),
        interval=main.interval if main else None,
        reference=_value(channel.figures.get(reference)) if reference else None,
        bound=main.lower_bound if main and main.value is None else None,
        instead=wording.missing(main) if main and main.value is None else "–",
    )


def _value(figure: Figure | None) -> Decimal | None:
    return figure.value if figure is not None else None


def _text(wording: Wording, figure: Figure | None) -> str:
    if figure is None:
        return "–"
    text = wording.figure(figure) if figure.value is not None or figure.lower_bound is not None else "–"
    return text + DOUBT if figure.doubtful and figure.value is not None else text


def _known(wording: Wording, key: str) -> bool:
    return any(_value(channel.figures.get(key)) is not None for channel in wording.report.channels)


def _any_value(items: Iterable[Item]) -> bool:
    return any(value is not None for item in items for value in item.values)


def _first_values(items: Iterable[Item]) -> list[Decimal]:
    return [item.values[0] for item in items if item.values[0] is not None]


def _some(*values: Decimal | None) -> list[Decimal]:
    return [value for value in values if value is not None]


def _sorted(items: list[Item], key: Callable[[Item], Decimal]) -> list[Item]:
    """The items with a value in the order of `key`, then those without one, as they come."""
    with_value = [item for item in items if item.values[0] is not None]
    without = [item for item in items if item.values[0] is None]
    return sorted(with_value, key=key) + sorted(without, key=lambda item: item.bound is None)


def _lowest_first(item: Item) -> Decimal:
    return item.values[0] or _ZERO


def _target(wording: Wording, key: str) -> Decimal | None:
    return next((target.target for target in wording.report.targets if target.key == key), None)


def _axis(
    wording: Wording, unit: Unit, values: Sequence[Decimal], *, cut: Decimal | None = None, count: int = 4
) -> Axis:
    low, high = min(values), max(values)
    if cut is not None:
        low, high = max(low, -cut), min(high, cut)
    every = ticks(low, high, count, whole=unit is Unit.COUNT)
    # Below zero the axis ends at the lowest value: a whole step more would be empty.
    marks = tuple(mark for mark in every if mark >= low)
    bottom = min(low, _ZERO)
    cut_off = max(values) > marks[-1] or min(values) < bottom
    return Axis(bottom, marks[-1], marks, _tick_texts(wording, unit, marks), cut=cut_off)


def _dot_axis(wording: Wording, unit: Unit, items: Sequence[Item], lines: Sequence[Decimal]) -> Axis:
    """From zero to a little beyond the dots: what surrounds them may be cut, a dot only if it is a giant."""
    values = _first_values(items) + _some(*(item.bound for item in items))
    limit = upper_limit(values) or max(values)
    around = [
        item.interval.high for item in items if item.interval is not None and item.interval.high is not None
    ]
    around += _some(*(item.reference for item in items))
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


def _dot_legend(
    wording: Wording, key: str, items: Sequence[Item], target: Decimal | None, average: Decimal | None
) -> tuple[Entry, ...]:
    entries = []
    if any(item.interval is not None for item in items):
        entries.append(Entry("dot", wording.text("page.legend_interval")))
    if any(item.values[0] is not None and item.interval is None for item in items):
        entries.append(Entry("hollow", wording.text("page.legend_hollow")))
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


def _extremes(wording: Wording, key: str, items: Sequence[Item]) -> str:
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


def _notes(wording: Wording, items: Sequence[Item], axis: Axis) -> tuple[str, ...]:
    notes = []
    if any(DOUBT in text for item in items for text in item.texts):
        notes.append(wording.text("page.note_doubt"))
    if axis.cut:
        notes.append(wording.text("page.note_cut"))
    return tuple(notes)


def _doubt_note(wording: Wording, figures: Iterable[Figure]) -> tuple[str, ...]:
    return (wording.text("page.note_doubt"),) if any(figure.doubtful for figure in figures) else ()
