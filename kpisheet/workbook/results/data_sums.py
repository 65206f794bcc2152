"""Data used above 5,000 rows: sums per month and channel, both parts of each ratio, guards by column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct, field
from xlsxwriter.format import Format

from kpisheet.analysis.report import UsedRow
from kpisheet.workbook.names import Role
from kpisheet.workbook.results.canvas import Canvas
from kpisheet.workbook.results.data_common import FIRST_ROW, HEADER_ROW, write_heading
from kpisheet.workbook.results.data_guards import write_guards
from kpisheet.workbook.results.data_layout import (
    AMOUNT_KEYS,
    CHANNEL_ID,
    IN_REPORT,
    IN_WINDOW,
    OF_MARKETING,
    PERIOD_ID,
    SALES_OR_CUSTOMERS,
    DataLayout,
    Parts,
    amount_kpi,
    amounts_of,
    in_window,
    is_of_marketing,
    parts_of,
    shown_ratios,
)
from kpisheet.workbook.results.data_rows import amount_header
from kpisheet.workbook.results.sources import Sources
from kpisheet.worksheet.periods import Period

_ZERO = Decimal(0)
_FIRST_AMOUNT = 4


class Summed(Struct):
    """The rows of one month and channel, added up. `parts`: by the key of their column."""

    first: UsedRow
    rows: int = 0
    amounts: dict[str, Decimal] = field(default_factory=dict)
    parts: dict[str, Decimal] = field(default_factory=dict)

    def add(
        self, rows: int, known: Sequence[str], sums: Sequence[Decimal], parts: Sequence[tuple[str, str]]
    ) -> None:
        """Add the sums of so many rows that know the same amounts; `parts`: those it counts in, of which."""
        self.rows += rows
        amounts = dict(zip(known, sums, strict=True))
        for key, value in amounts.items():
            self.amounts[key] = self.amounts.get(key, _ZERO) + value
        for part, key in parts:
            self.parts[part] = self.parts.get(part, _ZERO) + amounts[key]


def write_sums(sources: Sources, canvas: Canvas) -> tuple[DataLayout, int]:
    """Write the sheet; give what formulas need to know of it, and how many guards count as changed now."""
    report = sources.report
    ratios = {one.name: one for one in map(parts_of, shown_ratios(report))}.values()
    groups = _summed(sources, ratios)
    known = {"spend"}.union(*(group.amounts for group in groups))
    amounts = [key for key in AMOUNT_KEYS if key in known and key != SALES_OR_CUSTOMERS]
    parts = [one.column(key) for one in ratios for key in one.keys]
    apart = [OF_MARKETING] if report.came_anyway else []
    keys = [*amounts, CHANNEL_ID, PERIOD_ID, IN_REPORT, IN_WINDOW, *apart, *parts]
    columns = {key: _FIRST_AMOUNT - 1 + offset for offset, key in enumerate(keys)}
    last_row = FIRST_ROW + max(1, len(groups)) - 1
    _set_columns(sources, canvas, columns, len(amounts))
    write_heading(sources, canvas, sources.say("data.sums_explained", rows=len(report.rows)))
    _write_header(sources, canvas, columns)
    placed = [(key, column, _style_of(sources, key)) for key, column in columns.items()]
    for row, group in enumerate(groups, FIRST_ROW):
        _write_group(sources, canvas, placed, row, group)
    stale = write_guards(sources, canvas, last_row + 3, None)
    canvas.worksheet.freeze_panes(FIRST_ROW, 2)
    canvas.worksheet.autofilter(HEADER_ROW, 0, last_row, max(columns.values()))
    canvas.print_on(
        header=sources.heading, footer=sources.names[Role.DATA_USED], repeat=(HEADER_ROW, HEADER_ROW)
    )
    canvas.worksheet.print_area(0, 0, last_row, _FIRST_AMOUNT - 2 + len(amounts))
    layout = DataLayout(sources.names[Role.DATA_USED], FIRST_ROW, last_row, columns, summed=True)
    return layout, stale


def _summed(sources: Sources, ratios: Collection[Parts]) -> list[Summed]:
    """The rows that count by month and channel, in that order."""
    alike: defaultdict[tuple[int, str, tuple[str, ...]], list[UsedRow]] = defaultdict(list)
    months: dict[Period | None, int] = {}
    for row in sources.report.rows:
        if row.in_report or in_window(sources.ids, row):
            if row.period not in months:
                months[row.period] = sources.ids.of_row(row)[2]
            # By name: a channel that only earlier months have has no id of the report's.
            alike[months[row.period], row.channel.key, tuple(row.amounts)].append(row)
    groups: dict[tuple[int, str], Summed] = {}
    for (month, channel, _), rows in alike.items():
        known = tuple(amounts_of(rows[0]))
        sums = [sum((row.amounts[key] for row in rows), _ZERO) for key in known]
        group = groups.setdefault((month, channel), Summed(rows[0]))
        group.add(len(rows), known, sums, _parts_of(known, ratios))
    return [groups[place] for place in sorted(groups)]


def _parts_of(known: Sequence[str], ratios: Collection[Parts]) -> list[tuple[str, str]]:
    """The columns of the ratios whose parts are all known, each with its amount."""
    whole = [one for one in ratios if set(one.keys).issubset(known)]
    return [(one.column(key), key) for one in whole for key in one.keys]


def _set_columns(sources: Sources, canvas: Canvas, columns: Mapping[str, int], amounts: int) -> None:
    plain = sources.styles.get("plain")
    canvas.columns([18, 26, 11, *[13.0] * amounts], plain)
    first = _FIRST_AMOUNT - 1 + amounts
    last = max(columns.values())
    canvas.worksheet.set_column(first, last, 12, plain, {"level": 1, "hidden": True})
    canvas.worksheet.set_column(last + 1, last + 1, 4, plain, {"collapsed": True})


def _write_header(sources: Sources, canvas: Canvas, columns: Mapping[str, int]) -> None:
    words, styles = sources.words, sources.styles
    left, right = styles.get("header"), styles.get("header_right")
    for column, key in enumerate(("period", "channel")):
        canvas.text(HEADER_ROW, column, words.raw(f"columns.{key}.header"), left)
    canvas.text(HEADER_ROW, 2, sources.say("data.rows"), right)
    for key, column in columns.items():
        canvas.text(HEADER_ROW, column, _header_of(sources, key), right)
    canvas.worksheet.set_row(HEADER_ROW, 42)


def _header_of(sources: Sources, key: str) -> str:
    if key in (CHANNEL_ID, PERIOD_ID, IN_REPORT, IN_WINDOW, OF_MARKETING):
        return sources.say(f"data.{key}")
    ratio, _, amount = key.rpartition(":")
    if not ratio:
        return amount_header(sources, key)
    amounts = [amount_header(sources, each) for each in ratio.split("+")]
    return f"{amount_header(sources, amount)} · {sources.say('data.known', amounts=amounts)}"


def _write_group(
    sources: Sources, canvas: Canvas, placed: Sequence[tuple[str, int, Format]], row: int, group: Summed
) -> None:
    styles, words, first = sources.styles, sources.words, group.first
    period = words.fact(first.period, "short_period") if first.period else ""
    for column, text in enumerate((period, first.channel.name)):
        canvas.text(row, column, text, styles.get("cell"))
    canvas.number(row, 2, group.rows, styles.get("figure"))
    channel, _, month = sources.ids.of_row(first)
    ids = {CHANNEL_ID: channel, PERIOD_ID: month}
    values: dict[str, Decimal | int] = {**group.amounts, **group.parts, **ids, **_uses(sources, first)}
    for key, column, style in placed:
        if key in values:
            canvas.number(row, column, values[key], style)
        else:
            canvas.blank(row, column, column, style)


def _style_of(sources: Sources, key: str) -> Format:
    amount = key.rpartition(":")[2]
    styles = sources.styles
    return styles.figure(amount_kpi(amount).unit) if amount in AMOUNT_KEYS else styles.get("machine")


def _uses(sources: Sources, row: UsedRow) -> dict[str, int]:
    return {
        IN_REPORT: int(row.in_report),
        IN_WINDOW: int(in_window(sources.ids, row)),
        OF_MARKETING: int(is_of_marketing(sources.report, row)),
    }
