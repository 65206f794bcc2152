"""The native Excel charts of KPI summary, over cells of the sheet itself, with explicit colours and fonts."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import xlsxwriter
from msgspec import Struct

from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Report
from kpisheet.texts.units import Unit
from kpisheet.workbook.names import quoted
from kpisheet.workbook.results.canvas import Canvas, area
from kpisheet.workbook.results.ranges import (
    BARE,
    MINUS,
    PLUS,
    RANGED,
    VALUE,
    PlacedRange,
    charted,
    ranked_channels,
)
from kpisheet.workbook.results.sources import Sources
from kpisheet.workbook.results.styles import (
    FONT,
    INK,
    LEADS_COLOUR,
    LOSS_COLOUR,
    MUTED,
    RANGE_COLOUR,
    RETURN_COLOUR,
    REVENUE_COLOUR,
    RULE,
    SPEND_COLOUR,
)
from kpisheet.workbook.results.tables import PlacedTable

_ROW_PIXELS = 20
_WIDTH = 700
_GAP = 16
_LEAST_HEIGHT, _MOST_HEIGHT = 280, 1_500
_COLUMN_CHART_HEIGHT = 320
_TEXT = {"name": FONT, "size": 9, "color": INK}
_ROUND_STEPS = (1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10)
_LONGEST_REACH = 2  # times the largest value
Cells = tuple[int, int, int, int]
Series = Mapping[str, Any]


class ChartSheet(Protocol):
    """What the charts need of the sheet that they stand on."""

    @property
    def sources(self) -> Sources:
        """The report and its words."""

    @property
    def canvas(self) -> Canvas:
        """The sheet itself."""


class ChartBook(Struct, frozen=True):
    """Makes charts in one workbook."""

    workbook: xlsxwriter.Workbook

    def bars(
        self,
        title: str,
        series: list[Series],
        *,
        unit_format: str,
        height: int,
        legend: bool,
        most: float | None = None,
    ) -> Any:
        """Horizontal bars, the first category on top; `most` is where the axis of values ends."""
        chart = self.workbook.add_chart({"type": "bar"})
        for one in series:
            chart.add_series(dict(one))
        category = {"reverse": True, "num_font": _TEXT, "line": {"color": RULE}, "label_position": "low"}
        chart.set_y_axis({**category, "major_tick_mark": "none", "major_gridlines": {"visible": False}})
        end = {} if most is None else {"max": most, "min": 0}
        chart.set_x_axis(_value_axis(unit_format) | {"label_position": "high"} | end)
        return _dressed(chart, title, height, legend=legend)

    def columns(self, title: str, series: list[Series], *, unit_format: str) -> Any:
        """Vertical columns side by side, in order of time."""
        chart = self.workbook.add_chart({"type": "column"})
        return self._over_time(chart, title, series, unit_format)

    def lines(self, title: str, series: list[Series], *, unit_format: str) -> Any:
        """Lines with markers, in order of time."""
        chart = self.workbook.add_chart({"type": "line"})
        return self._over_time(chart, title, series, unit_format)

    def _over_time(self, chart: Any, title: str, series: list[Series], unit_format: str) -> Any:
        for one in series:
            chart.add_series(dict(one))
        chart.set_x_axis({"num_font": _TEXT, "line": {"color": RULE}, "major_tick_mark": "none"})
        chart.set_y_axis(_value_axis(unit_format))
        return _dressed(chart, title, _COLUMN_CHART_HEIGHT, legend=True)


def _value_axis(unit_format: str) -> dict[str, Any]:
    return {
        "num_format": unit_format,
        "num_font": {"name": FONT, "size": 9, "color": MUTED},
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": RULE, "width": 0.5}},
        "major_tick_mark": "none",
    }


def _dressed(chart: Any, title: str, height: int, *, legend: bool) -> Any:
    font = {"name": FONT, "size": 11, "bold": True, "color": INK}
    chart.set_title({"name": title, "name_font": font, "overlay": False})
    chart.set_legend({"position": "top", "font": _TEXT} if legend else {"none": True})
    chart.set_chartarea({"border": {"color": RULE}, "fill": {"color": "#FFFFFF"}})
    chart.set_plotarea({"fill": {"none": True}})
    chart.set_size({"width": _WIDTH, "height": height})
    return chart


def _series(canvas: Canvas, name: str, names: Cells, values: Cells, colour: str, **more: Any) -> Series:
    return {
        "name": name,
        "categories": [canvas.name, *names],
        "categories_data": canvas.shown(names),
        "values": [canvas.name, *values],
        "values_data": canvas.shown(values),
        "fill": {"color": colour},
        "border": {"none": True},
        **more,
    }


def _height(bars: int) -> int:
    return min(_MOST_HEIGHT, max(_LEAST_HEIGHT, 110 + 20 * bars))


def rows_for_channel_charts(report: Report) -> int:
    """How many rows of the sheet the charts by channel take."""
    if not report.channels:
        return 0
    return sum(_rows(max(heights)) for heights in _pairs(_heights(report))) + 1


def _heights(report: Report) -> list[int]:
    ranked = [len(ranked_channels(report, key)) for key in charted(report)]
    return [_height(2 * len(report.channels)), *(_height(bars) for bars in ranked if bars)]


def _pairs(heights: Sequence[int]) -> list[Sequence[int]]:
    """Two charts side by side."""
    return [heights[first : first + 2] for first in range(0, len(heights), 2)]


def _rows(pixels: int) -> int:
    return math.ceil((pixels + _GAP) / _ROW_PIXELS)


def insert_channel_charts(
    book: ChartBook, sheet: ChartSheet, top: int, channels: PlacedTable, ranges: Sequence[PlacedRange]
) -> None:
    """Spend and revenue by channel, then what a lead and a customer cost and what came back, best first."""
    report = sheet.sources.report
    if not report.channels:
        return
    charts = [_spend_and_revenue(book, sheet, channels), *(_ranked(book, sheet, one) for one in ranges)]
    heights = _heights(report)
    row = top
    for first, pair in enumerate(_pairs(heights)):
        for side in range(len(pair)):
            offset = {"x_offset": 4 + side * (_WIDTH + _GAP), "y_offset": 4, "object_position": 2}
            sheet.canvas.worksheet.insert_chart(row, 0, charts[2 * first + side], offset)
        row += _rows(max(pair))


def _spend_and_revenue(book: ChartBook, sheet: ChartSheet, channels: PlacedTable) -> Any:
    sources = sheet.sources
    labels = (channels.first_row, 1, channels.last_row, 1)
    series = [
        _series(
            sheet.canvas,
            sources.words.raw(f"kpis.{key}.short"),
            labels,
            (channels.first_row, channels.columns[key], channels.last_row, channels.columns[key]),
            colour,
        )
        for key, colour in (("spend", SPEND_COLOUR), ("revenue", REVENUE_COLOUR))
    ]
    height = _height(2 * len(sources.report.channels))
    unit_format = sources.styles.number_format(Unit.MONEY)
    return book.bars(
        sources.say("chart.spend_revenue"), series, unit_format=unit_format, height=height, legend=True
    )


def _ranked(book: ChartBook, sheet: ChartSheet, placed: PlacedRange) -> Any:
    """One figure by channel; for costs with their likely range as error bars, where they have one."""
    sources, name = sheet.sources, sheet.canvas.name
    labels = (placed.first_row, 1, placed.last_row, 1)
    kpi = KPIS[placed.key]
    label = sources.words.raw(f"kpis.{placed.key}.label")
    colour = RETURN_COLOUR if kpi.unit is Unit.RETURN else RANGE_COLOUR
    more: dict[str, Any] = {"gap": 60, "overlap": 100}
    if kpi.unit is Unit.RETURN:
        more |= {"invert_if_negative": True, "invert_if_negative_color": LOSS_COLOUR}
    bars = {"y_error_bars": _error_bars(name, placed)} if placed.ranged else {}
    columns = ((RANGED, bars), (BARE, {})) if placed.mixed else ((VALUE, bars),)
    series = [
        _series(
            sheet.canvas,
            label,
            labels,
            (placed.first_row, column, placed.last_row, column),
            colour,
            **more,
            **whiskers,
        )
        for column, whiskers in columns
    ]
    title = sources.say("chart.with_range", figure=label) if placed.ranged else label
    unit = Unit.MONEY if kpi.unit is Unit.UNIT_MONEY else kpi.unit
    count = placed.last_row - placed.first_row + 1
    unit_format = sources.styles.number_format(unit)
    most = None
    if placed.ranged:
        reaches = [float(each[1]) if each else 0.0 for each in placed.lengths]
        most = axis_end([float(value) for value in placed.values], reaches)
    return book.bars(
        title,
        series,
        unit_format=unit_format,
        height=_height(count),
        legend=False,
        most=most,
    )


def _error_bars(sheet: str, placed: PlacedRange) -> dict[str, Any]:
    """From the cells of their lengths; no length at all for a channel without a range."""
    return {
        "type": "custom",
        "plus_values": _reference(sheet, placed, PLUS),
        "minus_values": _reference(sheet, placed, MINUS),
        "plus_data": [None if each is None else float(each[1]) for each in placed.lengths],
        "minus_data": [None if each is None else float(each[0]) for each in placed.lengths],
        "line": {"color": INK, "width": 1},
    }


def axis_end(values: Sequence[float], reaches: Sequence[float]) -> float | None:
    """A round end of the axis that shows the error bars, but lets none of them dwarf the values."""
    if not values or max(values) <= 0:
        return None
    highest = max(value + reach for value, reach in zip(values, reaches, strict=True))
    wanted = min(highest, _LONGEST_REACH * max(values))
    size: float = 10 ** math.floor(math.log10(wanted))
    return next(step * size for step in _ROUND_STEPS if step * size >= wanted)


def _reference(sheet: str, placed: PlacedRange, column: int) -> str:
    return f"={quoted(sheet)}!{area(placed.first_row, column, placed.last_row, column)}"


def place_month_charts(book: ChartBook, sheet: ChartSheet, top: int, months: PlacedTable) -> int:
    """Money by month, and leads and new customers by month; gives the row below them."""
    if months.last_row <= months.first_row:
        return top
    charts = []
    money, counts = ("spend", SPEND_COLOUR), ("revenue", REVENUE_COLOUR)
    people = (("leads", LEADS_COLOUR), ("new_customers", REVENUE_COLOUR))
    sources = sheet.sources
    if series := _month_series(sheet, months, (money, counts)):
        unit_format = sources.styles.number_format(Unit.MONEY)
        charts.append(book.columns(sources.say("chart.money_by_month"), series, unit_format=unit_format))
    if series := _month_series(sheet, months, people, lines=True):
        charts.append(book.lines(sources.say("chart.people_by_month"), series, unit_format="#,##0"))
    for side, chart in enumerate(charts):
        offset = {"x_offset": 4 + side * (_WIDTH + _GAP), "y_offset": 4, "object_position": 2}
        sheet.canvas.worksheet.insert_chart(top, 0, chart, offset)
    return top + _rows(_COLUMN_CHART_HEIGHT) + 1


def _month_series(
    sheet: ChartSheet, months: PlacedTable, keys: Sequence[tuple[str, str]], *, lines: bool = False
) -> list[Series]:
    labels = (months.first_row, 1, months.last_row, 1)
    series: list[Series] = []
    for key, colour in keys:
        if key not in months.columns:
            continue
        column = months.columns[key]
        values = (months.first_row, column, months.last_row, column)
        name = sheet.sources.words.raw(f"kpis.{key}.short")
        one = dict(_series(sheet.canvas, name, labels, values, colour))
        if lines:
            del one["fill"], one["border"]
            one["line"] = {"color": colour, "width": 2}
            one["marker"] = {
                "type": "circle",
                "size": 5,
                "fill": {"color": colour},
                "border": {"color": colour},
            }
        series.append(one)
    return series
