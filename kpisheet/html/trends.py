"""Each channel's months in one small picture: spend, new customers and CAC on one scale of months."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.report import Figure, Interval, Trend
from kpisheet.analysis.trends import budget_in_words, planned_in, seen_in
from kpisheet.html.drawing import Columns, Label, Line, Path, Picture, Shape
from kpisheet.html.items import value_of
from kpisheet.html.scales import Scale
from kpisheet.html.wording import Wording
from kpisheet.worksheet.periods import Period

MOST_TRENDS = 20  # channels with the most spend; a page with more of them is heavy, and nobody compares them
_WIDTH, _BAND, _GAP = 264.0, 40.0, 20.0
_COLUMN = 0.76  # of a month's room
_KEYS = ("spend", "new_customers", "cac")
_ZERO = Decimal(0)


class TrendView(Struct, frozen=True):
    """What is seen of a channel, the KPI's name, the picture; `lines`: a year ago, and the budget."""

    title: str
    name: str
    lines: tuple[str, ...]
    description: str
    picture: Picture


class _Band(Struct, frozen=True):
    """Where one figure's months stand: their left edges, how far apart, and the upper edge."""

    places: Sequence[float]
    step: float
    top: float


def trend_views(wording: Wording) -> tuple[TrendView, ...]:
    """The channels' months, those with the most spend first."""
    shown = [trend for trend in wording.report.trends if any(_values(trend, "cac"))]
    return tuple(_view(wording, number, trend) for number, trend in enumerate(shown[:MOST_TRENDS], start=1))


def trends_lead(wording: Wording) -> str:
    """What the pictures show, and which months were held against which."""
    trends = wording.report.trends
    change = next((trend.change for trend in trends if trend.change is not None), None)
    said = [wording.text("page.trends_lead")]
    if change is not None:
        said.append(wording.text("trends.halves", now=change.period, earlier=change.earlier))
    if any(trend.year_ago is not None for trend in trends):
        said.append(wording.text("page.trends_year_ago"))
    if wording.report.budget is not None:
        said.append(wording.text("page.trends_budget"))
        said.append(wording.text("trends.budget_all", said=budget_in_words(wording.report.budget)))
    return " ".join(said)


def _view(wording: Wording, number: int, trend: Trend) -> TrendView:
    return TrendView(
        wording.say(seen_in(trend, check_first=not wording.for_client)),
        wording.text("page.card_cac"),
        tuple(line for line in (_year_ago(wording, trend), _budget(wording, trend)) if line is not None),
        wording.text(
            "page.trend_description",
            first=trend.months[0].period,
            last=trend.months[-1].period,
        ),
        _picture(wording, f"trend-{number}", trend),
    )


def _budget(wording: Wording, trend: Trend) -> str | None:
    return None if trend.budget is None else wording.say(budget_in_words(trend.budget))


def _year_ago(wording: Wording, trend: Trend) -> str | None:
    """`Oct 2025 → Oct 2026: Spend $1,500 → $1,900 · …`, of the figures that both months know."""
    then, now = trend.year_ago, trend.months[-1]
    if then is None:
        return None
    figures = [
        wording.text(
            "page.trend_then_and_now",
            figure=wording.short(key),
            then=wording.figure(then.figures[key]),
            now=wording.figure(now.figures[key]),
        )
        for key in _KEYS
        if value_of(then.figures.get(key)) is not None and value_of(now.figures.get(key)) is not None
    ]
    if not figures:
        return None
    return wording.text("page.trend_year_ago", then=then.period, now=now.period, figures=" · ".join(figures))


def _values(trend: Trend, key: str) -> list[Decimal | None]:
    return [value_of(month.figures.get(key)) for month in trend.months]


def _picture(wording: Wording, key: str, trend: Trend) -> Picture:
    """Three bands below one another, a month in the same place of each."""
    first, last = trend.months[0].period, trend.months[-1].period
    count = max(1, _months_between(first, last) + 1)
    step = _WIDTH / count
    places = [step * _months_between(first, month.period) for month in trend.months]
    shapes: list[Shape] = []
    for band, kpi in enumerate(_KEYS):
        shapes += _band(wording, trend, kpi, _Band(places, step, _GAP + band * (_BAND + _GAP)))
    baseline = len(_KEYS) * (_BAND + _GAP) + 16
    writing = wording.words.writing
    shapes.append(Label(0, baseline, writing.period(first, short=True), "tick"))
    shapes.append(Label(_WIDTH, baseline, writing.period(last, short=True), "tick", "end"))
    return Picture(key, _WIDTH, baseline + 6, tuple(shapes))


def _months_between(first: Period, other: Period) -> int:
    return (other.start.year - first.start.year) * 12 + other.start.month - first.start.month


def _band(wording: Wording, trend: Trend, key: str, band: _Band) -> list[Shape]:
    top = band.top
    figures = [month.figures.get(key) for month in trend.months]
    known = [value for figure in figures if (value := value_of(figure)) is not None]
    planned = [planned_in(trend, month.period) if key == "spend" else None for month in trend.months]
    bottom = top + _BAND
    shapes: list[Shape] = [
        Label(0, top - 5, wording.short(key), "tick"),
        Line(0, bottom, _WIDTH, bottom, "zero"),
    ]
    highest = max(known, default=_ZERO)
    if highest <= 0:
        return shapes
    shapes.append(Label(_WIDTH, top - 5, _most(wording, key, highest), "tick", "end"))
    upper = max([highest, *(amount for amount in planned if amount is not None)])
    scale = Scale(_ZERO, upper * (Decimal("1.5") if key == "cac" else 1), bottom, top)
    draw = _ranged_line if key == "cac" else _columns
    return [*shapes, *draw(figures, band.places, band.step, scale), *_budgets(planned, band, scale)]


def _budgets(planned: Sequence[Decimal | None], band: _Band, scale: Scale) -> list[Shape]:
    """A dash at the budget of each month that has one."""
    return [
        Line(x, y, x + band.step * _COLUMN, y, "budget")
        for x, amount in zip(band.places, planned, strict=True)
        if amount is not None
        for y in (round(scale(amount)),)
    ]


def _most(wording: Wording, key: str, highest: Decimal) -> str:
    return wording.text("page.trend_most", value=wording.value(key, highest))


def _columns(
    figures: Sequence[Figure | None], places: Sequence[float], step: float, scale: Scale
) -> list[Shape]:
    """All columns as one outline: a page has hundreds."""
    zero, width = round(scale(_ZERO)), step * _COLUMN
    columns = [
        (round(x), round(x + width), round(scale(value)))
        for figure, x in zip(figures, places, strict=True)
        if (value := value_of(figure))
    ]
    return [Columns(zero, tuple(columns), "columns")] if columns else []


def _ranged_line(
    figures: Sequence[Figure | None], places: Sequence[float], step: float, scale: Scale
) -> list[Shape]:
    """Runs of months with a value as lines, the likely range of each month as an upright line behind it."""
    shapes: list[Shape] = []
    run: list[tuple[int, float]] = []
    for figure, place in [*zip(figures, places, strict=True), (None, 0.0)]:
        x, value = round(place + step * _COLUMN / 2), value_of(figure)
        if value is None:
            shapes += _line(run)
            run = []
            continue
        if figure is not None and figure.interval is not None:
            shapes.append(_range(figure.interval, x, scale))
        run.append((x, scale(value)))
    return shapes


def _line(run: Sequence[tuple[int, float]]) -> list[Shape]:
    """A line through the months; one alone is a short stroke."""
    if len(run) == 1:
        ((x, y),) = run
        run = [(x - 2, y), (x + 2, y)]
    return [Path(" ".join(f"{x},{y:g}" for x, y in run), "trend")] if run else []


def _range(interval: Interval, x: float, scale: Scale) -> Shape:
    high = scale.high if interval.high is None else min(interval.high, scale.high)
    return Line(x, scale(interval.low), x, scale(high), "likely")
