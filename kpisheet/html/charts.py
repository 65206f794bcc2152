"""Which charts a report has, and what stands in them: figures as items, axes, legends and tables."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from msgspec import Struct

from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Figure
from kpisheet.html import flow, rows
from kpisheet.html.drawing import Entry, Picture
from kpisheet.html.items import (
    any_value,
    axis_over,
    dot_axis,
    dot_legend,
    doubt_note,
    extremes,
    first_values,
    in_order,
    is_known,
    items_of,
    lowest_first,
    notes_of,
    some,
    target_of,
    text_of,
    value_of,
)
from kpisheet.html.scales import middle_limit, upper_limit
from kpisheet.html.tables import figure_table, listed_figures
from kpisheet.html.wording import Table, Wording
from kpisheet.texts.units import Unit

_ZERO = Decimal(0)


class Chart(Struct, frozen=True):
    """A chart in both forms, its words and its table. `note` says what isn't drawn, or how to read a cut."""

    key: str
    title: str
    description: str
    wide: tuple[Picture, ...]
    narrow: tuple[Picture, ...]
    table: Table
    legend: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


class Panel(Struct, frozen=True):
    """One month-by-month panel: its name, its latest value with the month that it is of, and its picture."""

    title: str
    month: str
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
    keys = ("spend", "revenue") if is_known(wording, "revenue") else ("spend",)
    title = wording.text("page.chart_amounts") if len(keys) > 1 else wording.short("spend")
    items = in_order(items_of(wording, keys), key=lambda item: -(item.values[0] or _ZERO))
    if not any_value(items):
        return None
    amounts = [value for item in items for value in item.values if value is not None]
    largest = [max(some(*item.values)) for item in items if some(*item.values)]
    axis = axis_over(wording, Unit.MONEY, [_ZERO, *amounts], cut=upper_limit(largest))
    return Chart(
        "spend-revenue",
        title,
        wording.text(
            "page.chart_amounts_description" if len(keys) > 1 else "page.chart_spend_description",
            count=len(items),
        ),
        rows.pair_bars("spend-revenue", items, axis, narrow=False),
        rows.pair_bars("spend-revenue", items, axis, narrow=True),
        figure_table(wording, "table-spend-revenue", title, keys),
        (Entry("first", wording.short("spend")), Entry("second", wording.short("revenue")))
        if len(keys) > 1
        else (),
        notes_of(wording, items, axis),
    )


def _returns(wording: Wording) -> Chart | None:
    """ROI around break-even; without a margin the return on revenue, under its own name."""
    key = "roi" if is_known(wording, "roi") else "revenue_roi"
    items = in_order(items_of(wording, (key,)), key=lambda item: -(item.values[0] or _ZERO))
    if not any_value(items):
        return None
    values = first_values(items)
    target = target_of(wording, "target_roi") if key == "roi" else None
    limits = some(upper_limit(values, beyond=2), middle_limit(values, target))
    cut = min(limits, default=None)
    axis = axis_over(wording, Unit.RETURN, [_ZERO, *values, *some(target)], cut=cut)
    legend = [
        Entry("gain", wording.text("page.legend_gain")),
        Entry("loss", wording.text("page.legend_loss")),
    ]
    if target is not None:
        legend.append(Entry("target", wording.text("page.legend_target", value=wording.value(key, target))))
    return Chart(
        "returns",
        wording.label(key),
        extremes(wording, "page.chart_returns_description", items),
        rows.diverging_bars("returns", items, axis, narrow=False, target=target),
        rows.diverging_bars("returns", items, axis, narrow=True, target=target),
        figure_table(wording, "table-returns", wording.label(key), (key,)),
        tuple(legend),
        notes_of(wording, items, axis),
    )


def _costs(wording: Wording, key: str, break_even: str) -> Chart | None:
    items = in_order(items_of(wording, (key,), reference=break_even), key=lowest_first)
    if not any(item.values[0] is not None or item.bound is not None for item in items):
        return None
    target, average = target_of(wording, f"target_{key}"), value_of(wording.report.marketing.get(key))
    axis = dot_axis(wording, Unit.UNIT_MONEY, items, some(target, average))
    legend = dot_legend(wording, key, items, target, average)
    return Chart(
        key,
        wording.label(key),
        extremes(wording, "page.chart_costs_description", items),
        rows.interval_dots(key, items, axis, narrow=False, target=target, average=average),
        rows.interval_dots(key, items, axis, narrow=True, target=target, average=average),
        figure_table(wording, f"table-{key}", wording.label(key), (key, break_even), interval_of=key),
        legend,
        notes_of(wording, items, axis),
    )


def _rates(wording: Wording) -> Chart | None:
    key = "visitor_to_lead_rate"
    website = [channel for channel in wording.report.channels if channel.channel.website]
    items = in_order(items_of(wording, (key,), channels=website), key=lambda item: -(item.values[0] or _ZERO))
    if not any_value(items):
        return None
    target, average = target_of(wording, f"target_{key}"), value_of(wording.report.totals.get(key))
    axis = dot_axis(wording, Unit.RATE, items, some(target, average))
    return Chart(
        "rates",
        wording.label(key),
        extremes(wording, "page.chart_rates_description", items),
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
        dot_legend(wording, key, items, target, average),
        notes_of(wording, items, axis),
    )


def _shares(wording: Wording) -> Chart | None:
    keys = ("spend_share", "revenue_share")
    items = in_order(items_of(wording, keys), key=lambda item: -(item.values[0] or _ZERO))
    if not all(is_known(wording, key) for key in keys):
        return None
    shares = [value for item in items for value in item.values if value is not None]
    axis = axis_over(wording, Unit.RATE, [_ZERO, *shares])
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
        notes_of(wording, items, axis),
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
    known = [key for key in _STAGES if value_of(totals.get(key)) is not None]
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
            *doubt_note(wording, [totals[key] for key in (*known, *steps) if key in totals]),
            *([wording.text("page.note_cut")] if flow.cut_of(stages) is not None else []),
            wording.text("page.note_funnel"),
        ),
    )


def _stage(wording: Wording, key: str, before: str | None) -> flow.Stage:
    figure = wording.report.totals[key]
    step = wording.report.totals.get(_STEPS.get((before or "", key), ""))
    rate = None
    if before is not None:
        rate = "" if step is None or step.value is None else _rate(wording, step)
    return flow.Stage(wording.short(key), figure.value or _ZERO, text_of(wording, figure), rate)


def _rate(wording: Wording, step: Figure) -> str:
    writing = wording.words.writing
    return wording.text(
        "page.funnel_step",
        rate=text_of(wording, step),
        part=writing.count(step.numerator or _ZERO),
        whole=writing.count(step.denominator or _ZERO),
    )


PANELS = ("spend", "leads", "new_customers", "revenue", "cpl", "cac", "visitor_to_lead_rate", "roi")


def month_panels(wording: Wording) -> tuple[Panel, ...]:
    """One small panel per figure, months from left to right; figures that no month knows are left out."""
    periods = wording.months
    keys = [key for key in PANELS if any(value_of(entry.figures.get(key)) is not None for entry in periods)]
    return tuple(_panel(wording, key) for key in keys)


def _panel(wording: Wording, key: str) -> Panel:
    unit = KPIS[key].unit
    moments = [
        flow.Moment(
            wording.words.writing.period(entry.period, short=True),
            value_of(entry.figures.get(key)),
            text_of(wording, entry.figures.get(key)),
        )
        for entry in wording.months
    ]
    values = [moment.value for moment in moments if moment.value is not None]
    axis = axis_over(wording, unit, [_ZERO, *values], count=3)
    picture = flow.panel(f"months-{key}", moments, axis, columns=unit in (Unit.MONEY, Unit.COUNT))
    return Panel(
        wording.short(key),
        moments[-1].name,
        moments[-1].text,
        wording.text(
            "page.chart_months_description",
            label=wording.label(key),
            first=f"{moments[0].name}: {moments[0].text}",
            last=f"{moments[-1].name}: {moments[-1].text}",
        ),
        picture,
    )
