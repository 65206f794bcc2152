"""The tables behind the charts: a figure per channel in order, its likely range, the error bars' lengths."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import ChannelFigures, Figure, Report
from kpisheet.texts.units import Unit
from kpisheet.workbook.results.canvas import fixed, reference
from kpisheet.workbook.results.figures import FigureWriter
from kpisheet.workbook.results.tables import PlacedTable, header_of, write_section

VALUE, LOW, HIGH, MINUS, PLUS, RANGED, BARE = 3, 4, 5, 6, 7, 8, 9  # columns, 0-based
_ZERO = Decimal(0)


class PlacedRange(Struct, frozen=True):
    """Where a figure's table stands (0-based rows), and the lengths of its error bars (minus, plus).

    A channel without a likely range has None for them. An error bar of no length would look like certainty,
    and a chart has none only for a whole series: the figures with a range stand in the column RANGED again,
    the others in BARE, unless all are of one kind.
    """

    key: str
    first_row: int
    last_row: int
    values: tuple[Decimal, ...]
    lengths: tuple[tuple[Decimal, Decimal] | None, ...]
    ranged: bool

    @property
    def mixed(self) -> bool:
        """Whether some of the channels have a likely range, and some have none."""
        return self.ranged and None in self.lengths


def return_key(report: Report) -> str:
    """What tells the return: ROI, or without any gross margin the return on revenue, as on the page."""
    scopes = [report.totals, *(one.figures for one in report.channels)]
    keys = ("roi", "revenue_roi")
    return next((key for key in keys if any(figures[key].value is not None for figures in scopes)), "roi")


def charted(report: Report) -> tuple[str, ...]:
    """The figures that get a chart of their own by channel."""
    return ("cpl", "cac", return_key(report))


def ranked_channels(report: Report, key: str) -> list[ChannelFigures]:
    """The channels that have this figure, the best first."""
    known = [(one, value) for one in report.channels if (value := one.figures[key].value) is not None]
    best_first = sorted(known, key=lambda pair: pair[1], reverse=not KPIS[key].lower_is_better)
    return [one for one, _ in best_first]


def write_ranges(writer: FigureWriter, top: int, channels: PlacedTable) -> tuple[list[PlacedRange], int]:
    """Write one table per charted figure; gives where they stand and the row below."""
    placed = []
    rows = {
        one.channel.key: row for row, one in enumerate(writer.sources.report.channels, channels.first_row)
    }
    for key in charted(writer.sources.report):
        ranked = ranked_channels(writer.sources.report, key)
        if key not in channels.columns or not ranked:
            continue
        shown = {channel: fixed(row, channels.columns[key]) for channel, row in rows.items()}
        placed.append(_write_range(writer, top, key, ranked, shown))
        top = placed[-1].last_row + 2
    return placed, top


def _write_range(
    writer: FigureWriter,
    top: int,
    key: str,
    ranked: Sequence[ChannelFigures],
    shown: dict[str, str],
) -> PlacedRange:
    """`shown`: the cell of the channel table that holds the figure, by channel."""
    canvas, sources = writer.canvas, writer.sources
    bounds = [bounds_of(one.figures[key]) for one in ranked]
    ranged = any(bounds)
    mixed = ranged and None in bounds
    label = sources.words.raw(f"kpis.{key}.label")
    title = "ranges.title" if ranged else "ranges.title_plain"
    last = BARE if mixed else PLUS if ranged else VALUE
    write_section(writer, top, sources.say(title, figure=label), last)
    _write_header(writer, top + 1, key, last)
    lengths = []
    for row, (one, between) in enumerate(zip(ranked, bounds, strict=True), top + 2):
        figure = one.figures[key]
        canvas.blank(row, 0, 2, sources.styles.get("cell"))
        canvas.text(row, 1, one.channel.name, sources.styles.get("cell"))
        style = sources.styles.figure(KPIS[key].unit)
        canvas.formula(row, VALUE, shown[one.channel.key], figure.value or _ZERO, style)
        if ranged:
            lengths.append(_write_bounds(writer, row, figure.value or _ZERO, between))
        if mixed:
            canvas.blank(row, RANGED, BARE, style)
            column = BARE if between is None else RANGED
            canvas.formula(row, column, reference(row, VALUE), figure.value or _ZERO, style)
    values = tuple(one.figures[key].value or _ZERO for one in ranked)
    return PlacedRange(key, top + 2, top + 1 + len(ranked), values, tuple(lengths), ranged)


def bounds_of(figure: Figure) -> tuple[Decimal, Decimal] | None:
    """The ends of the likely range, where it has both."""
    interval = figure.interval
    return None if interval is None or interval.high is None else (interval.low, interval.high)


def _write_header(writer: FigureWriter, row: int, key: str, last: int) -> None:
    canvas, sources = writer.canvas, writer.sources
    left, right = sources.styles.get("header"), sources.styles.get("header_right")
    canvas.blank(row, 0, 2, left)
    canvas.text(row, 1, sources.words.raw("columns.channel.header"), left)
    canvas.text(row, VALUE, header_of(writer, key), right)
    names = ("low", "high", "minus", "plus", "ranged", "bare")
    for column, name in zip(range(LOW, last + 1), names, strict=False):
        canvas.text(row, column, sources.say(f"ranges.{name}"), right)
    canvas.worksheet.set_row(row, 44)


def _write_bounds(
    writer: FigureWriter, row: int, value: Decimal, between: tuple[Decimal, Decimal] | None
) -> tuple[Decimal, Decimal] | None:
    """The likely range and how far it reaches to either side; dashes where the data bear none."""
    canvas, styles = writer.canvas, writer.sources.styles
    style = styles.figure(Unit.UNIT_MONEY)
    if between is None:
        for column in (LOW, HIGH, MINUS, PLUS):
            canvas.text(row, column, writer.short_word("unknown"), styles.get("undefined"))
        return None
    canvas.number(row, LOW, between[0], style)
    canvas.number(row, HIGH, between[1], style)
    minus, plus = value - between[0], between[1] - value
    shown, low, high = reference(row, VALUE), reference(row, LOW), reference(row, HIGH)
    canvas.formula(row, MINUS, f"{shown}-{low}", minus, style)
    canvas.formula(row, PLUS, f"{high}-{shown}", plus, style)
    return minus, plus
