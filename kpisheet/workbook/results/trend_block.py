"""Each channel's months on KPI summary: what they show in words, and the figures of one scale of months."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Figure, PeriodFigures, Trend
from kpisheet.analysis.trends import budget_in_words, planned_in, seen_in
from kpisheet.workbook.results.data_layout import CHANNEL_ID, IN_WINDOW, PERIOD_ID, Criterion
from kpisheet.workbook.results.figures import FigureWriter
from kpisheet.workbook.results.tables import LAST_COLUMN, header_of, write_section
from kpisheet.worksheet.periods import Period

MOST_TRENDS = 20  # channels with the most spend, as on the page
_KEYS = ("spend", "new_customers", "cac")
_FIRST = 3  # the column of the first month: names take those before it
_MOST_MONTHS = LAST_COLUMN - _FIRST + 1


class _Months(Struct, frozen=True):
    """The months that all channels stand in, the last ones of the window."""

    periods: Sequence[Period]

    def columns(self, trend: Trend) -> Sequence[tuple[int, PeriodFigures]]:
        """A channel's months with the column of each."""
        places = {period: column for column, period in enumerate(self.periods, _FIRST)}
        return [(places[one.period], one) for one in trend.months if one.period in places]


def write_trends(writer: FigureWriter, top: int) -> int:
    """The block; gives the row below."""
    sources = writer.sources
    trends = [one for one in sources.report.trends if _has_cac(one)][:MOST_TRENDS]
    if not trends:
        return top
    periods = sorted({month.period for trend in trends for month in trend.months})[-_MOST_MONTHS:]
    write_section(writer, top, sources.words.raw("trends.title"), LAST_COLUMN)
    row = _write_head(writer, top + 1, trends, periods)
    for trend in trends:
        row = _write_trend(writer, row, trend, _Months(periods))
    return row + 1


def _has_cac(trend: Trend) -> bool:
    return any(month.figures["cac"].value is not None for month in trend.months)


def _write_head(writer: FigureWriter, row: int, trends: Sequence[Trend], periods: Sequence[Period]) -> int:
    """Which months were held against which, the budget of all, and the months; gives the row below."""
    words, styles = writer.sources.words, writer.sources.styles
    change = next((one.change for one in trends if one.change is not None), None)
    if change is not None:
        halves = words.text("trends.halves", now=change.period, earlier=change.earlier)
        row = _say(writer, row, halves)
    if writer.sources.report.budget is not None:
        said = words.text("trends.budget_all", said=budget_in_words(writer.sources.report.budget))
        row = _say(writer, row, said)
    writer.canvas.merged(row, 0, 2, words.raw("columns.period.header"), styles.get("header"))
    for column, period in enumerate(periods, _FIRST):
        name = writer.sources.report.period_name(period, short=True)
        writer.canvas.text(row, column, name, styles.get("header_right"))
    writer.canvas.worksheet.set_row(row, 30)
    return row + 1


def _say(writer: FigureWriter, row: int, said: str) -> int:
    style = writer.sources.styles.get("note", font_size=9)
    writer.canvas.paragraph(row, 0, LAST_COLUMN, said, style, size=9)
    return row + 1


def _write_trend(writer: FigureWriter, row: int, trend: Trend, months: _Months) -> int:
    """What is seen of a channel, and below it a row of each figure; gives the row after them."""
    words, styles = writer.sources.words, writer.sources.styles
    said = [seen_in(trend), *([] if trend.budget is None else [budget_in_words(trend.budget)])]
    text = ". ".join(words.say(one) for one in said)
    writer.canvas.paragraph(row, 0, LAST_COLUMN, text, styles.get("wrapped_bold"))
    for key in _KEYS:
        row += 1
        _name(writer, row, header_of(writer, key))
        for column, month in months.columns(trend):
            _write_figure(writer, row, column, month.figures[key], (trend, month))
        if key == "spend" and trend.budget is not None:
            row = _write_budget(writer, row + 1, trend, months)
    return row + 1


def _name(writer: FigureWriter, row: int, label: str) -> None:
    writer.canvas.merged(row, 0, 2, label, writer.sources.styles.get("cell"))


def _write_figure(
    writer: FigureWriter, row: int, column: int, figure: Figure, of: tuple[Trend, PeriodFigures]
) -> None:
    """A month's figure, as a formula where Data used tells the channel and the month apart."""
    trend, month = of
    ids = writer.sources.ids
    channel, period = ids.channels.get(trend.channel.key), ids.periods.get(month.period)
    if channel is not None and period is not None:
        criteria: tuple[Criterion, ...] = (
            (CHANNEL_ID, str(channel)),
            (PERIOD_ID, str(period)),
            (IN_WINDOW, "1"),
        )
        writer.write(row, column, figure, criteria, beside=month.figures, total=False)
    elif figure.value is None:
        writer.canvas.text(row, column, writer.word(figure), writer.sources.styles.get("undefined"))
    else:
        style = writer.sources.styles.figure(KPIS[figure.key].unit)
        writer.canvas.number(row, column, figure.value, style)


def _write_budget(writer: FigureWriter, row: int, trend: Trend, months: _Months) -> int:
    words = writer.sources.words
    _name(writer, row, words.in_currency(words.raw("columns.budget.header")))
    style = writer.sources.styles.figure(KPIS["spend"].unit)
    for column, month in months.columns(trend):
        planned = planned_in(trend, month.period)
        if planned is not None:
            writer.canvas.number(row, column, planned, style)
    return row
