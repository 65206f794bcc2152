"""Data used, row by row: each as it was understood, as values, with a link to its source and a guard."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.report import UsedRow
from kpisheet.texts.units import Unit
from kpisheet.workbook.names import Role
from kpisheet.workbook.results.canvas import Canvas, area
from kpisheet.workbook.results.data_common import FIRST_ROW, HEADER_ROW, write_heading
from kpisheet.workbook.results.data_guards import UNWATCHED, Guarded, mark_changes, write_guards
from kpisheet.workbook.results.data_layout import (
    AMOUNT_KEYS,
    CAMPAIGN_ID,
    CHANNEL_ID,
    IN_REPORT,
    IN_WINDOW,
    OF_MARKETING,
    PERIOD_ID,
    SALES_OR_CUSTOMERS,
    DataLayout,
    amount_kpi,
    amounts_of,
    in_window,
    is_of_marketing,
)
from kpisheet.workbook.results.guard import Watched, changed_formula, copy_of
from kpisheet.workbook.results.sources import Sources
from kpisheet.worksheet.cost_shares import SPREAD
from kpisheet.worksheet.findings import column_letters
from kpisheet.worksheet.sheet import DataTable

_IDS = (CHANNEL_ID, CAMPAIGN_ID, PERIOD_ID, IN_REPORT, IN_WINDOW)


class RowColumns(Struct, frozen=True):
    """The columns of the sheet, 0-based: what people read first, then what formulas need."""

    campaign: int | None
    amounts: Mapping[str, int]
    used: int
    changed: int
    ids: Mapping[str, int]
    typed: Mapping[str, int]

    @property
    def last(self) -> int:
        """The last column."""
        return max([*self.ids.values(), *self.amounts.values(), *self.typed.values()])


def columns_for(sources: Sources) -> RowColumns:
    """Only the amounts that some row knows have a column; spend always has one."""
    report = sources.report
    known = {"spend"}.union(*(amounts_of(row) for row in report.rows))
    place = 3
    campaign = None
    if any(row.campaign for row in report.rows):
        campaign, place = place, place + 1
    shown = [key for key in AMOUNT_KEYS if key in known and key != SALES_OR_CUSTOMERS]
    amounts, place = _placed(shown, place)
    used, changed = place, place + 1
    apart = (OF_MARKETING,) if report.came_anyway else ()
    ids, place = _placed((*_IDS, *apart), place + 2)
    divided_by, place = _placed([SALES_OR_CUSTOMERS] if SALES_OR_CUSTOMERS in known else [], place)
    inputs = report.table.columns if report.table else {}
    typed, place = _placed([key for key in inputs if key not in UNWATCHED], place)
    return RowColumns(campaign, {**amounts, **divided_by}, used, changed, ids, typed)


def _placed(keys: tuple[str, ...] | list[str], first: int) -> tuple[dict[str, int], int]:
    """The keys in adjacent columns, and the column after them."""
    return {key: first + offset for offset, key in enumerate(keys)}, first + len(keys)


def write_rows(sources: Sources, canvas: Canvas) -> tuple[DataLayout, int]:
    """Write the sheet; give what formulas need to know of it, and how many rows count as changed now."""
    columns = columns_for(sources)
    last_row = FIRST_ROW + max(1, len(sources.report.rows)) - 1
    _set_columns(sources, canvas, columns)
    write_heading(sources, canvas, sources.say("data.rows_explained"))
    _write_header(sources, canvas, columns)
    writer = _RowWriter(sources, canvas, columns)
    changed = [writer.write(row, used) for row, used in enumerate(sources.report.rows, FIRST_ROW)]
    guards = area(FIRST_ROW, columns.changed, last_row, columns.changed)
    stale = write_guards(sources, canvas, last_row + 3, Guarded(guards, sum(changed), last_row))
    mark_changes(sources, canvas, (FIRST_ROW, last_row), columns.changed)
    canvas.worksheet.freeze_panes(FIRST_ROW, 3)
    canvas.worksheet.autofilter(HEADER_ROW, 0, last_row, columns.last)
    canvas.print_on(
        header=sources.heading, footer=sources.names[Role.DATA_USED], repeat=(HEADER_ROW, HEADER_ROW)
    )
    canvas.worksheet.print_area(0, 0, last_row, columns.changed)
    places = {**columns.amounts, **columns.ids}
    return DataLayout(sources.names[Role.DATA_USED], FIRST_ROW, last_row, places, summed=False), stale


def _set_columns(sources: Sources, canvas: Canvas, columns: RowColumns) -> None:
    plain = sources.styles.get("plain")
    canvas.columns([18, 11, 26], plain)
    if columns.campaign is not None:
        canvas.columns([20], plain, columns.campaign)
    visible = [place for place in columns.amounts.values() if place < columns.used]
    canvas.columns([11.5] * len(visible), plain, min(visible))
    canvas.columns([26, 10], plain, columns.used)
    first = columns.changed + 1
    canvas.worksheet.set_column(first, columns.last, 11, plain, {"level": 1, "hidden": True})
    canvas.worksheet.set_column(columns.last + 1, columns.last + 1, 4, plain, {"collapsed": True})


def _write_header(sources: Sources, canvas: Canvas, columns: RowColumns) -> None:
    words, styles = sources.words, sources.styles
    left, right = styles.get("header"), styles.get("header_right")
    canvas.text(HEADER_ROW, 0, sources.say("data.source"), left)
    canvas.text(HEADER_ROW, 1, words.raw("columns.period.header"), left)
    canvas.text(HEADER_ROW, 2, words.raw("columns.channel.header"), left)
    if columns.campaign is not None:
        canvas.text(HEADER_ROW, columns.campaign, words.raw("columns.campaign.header"), left)
    for key, place in columns.amounts.items():
        canvas.text(HEADER_ROW, place, amount_header(sources, key), right)
    canvas.text(HEADER_ROW, columns.used, sources.say("data.used"), left)
    canvas.text(HEADER_ROW, columns.changed, sources.say("data.changed"), left)
    for key, place in columns.ids.items():
        canvas.text(HEADER_ROW, place, sources.say(f"data.{key}"), left)
    for key, place in columns.typed.items():
        header = words.raw(f"columns.{key}.header")
        canvas.text(HEADER_ROW, place, sources.say("data.typed_column", column=header), left)
    canvas.worksheet.set_row(HEADER_ROW, 42)


def amount_header(sources: Sources, key: str) -> str:
    """An amount's name, with the currency where it is money."""
    if key == SALES_OR_CUSTOMERS:
        return sources.say("data.sales_or_customers")
    label = sources.words.raw(f"kpis.{key}.short")
    return sources.words.in_currency(label) if amount_kpi(key).unit is Unit.MONEY else label


class _RowWriter:
    """Writes the rows. What is the same for all of them, formats above all, is looked up once."""

    def __init__(self, sources: Sources, canvas: Canvas, columns: RowColumns) -> None:
        styles = sources.styles
        self._sources, self._canvas, self._columns = sources, canvas, columns
        self._cell, self._machine, self._link = styles.get("cell"), styles.get("machine"), styles.get("link")
        self._changed = styles.get("id")
        self._letters = column_letters(_first_column(sources))
        self._amounts = [
            (key, place, *(styles.figure(amount_kpi(key).unit, italic=italic) for italic in (False, True)))
            for key, place in columns.amounts.items()
        ]

    def write(self, row: int, used: UsedRow) -> int:
        """Write one row; give 1 if it counts as changed already."""
        canvas, columns, sources, cell = self._canvas, self._columns, self._sources, self._cell
        self._write_source(row, used)
        period = sources.words.fact(used.period, "short_period") if used.period else ""
        canvas.text(row, 1, period, cell)
        canvas.text(row, 2, used.channel.name, cell)
        if columns.campaign is not None:
            canvas.text(row, columns.campaign, used.campaign or "", cell)
        self._write_amounts(row, used)
        canvas.text(row, columns.used, _use_of(sources, used), cell)
        ids = (*sources.ids.of_row(used), int(used.in_report), int(in_window(sources.ids, used)))
        marketing = int(is_of_marketing(sources.report, used))
        for place, value in zip(columns.ids.values(), (*ids, marketing), strict=False):
            canvas.number(row, place, value, self._machine)
        return self._write_guard(row, used)

    def _write_source(self, row: int, used: UsedRow) -> None:
        """A link to the row of a list, else to the first of the cells that the row was put together from."""
        if not used.places:
            source, shown = f"{self._letters}{used.number}", f"{used.sheet}!{used.number}"
        else:
            first = next((place for key, place in used.places.items() if key in used.amounts), None)
            source = (first.cell if first else None) or f"A{used.number}"
            shown = f"{used.sheet}!{source}"
        self._canvas.link(row, 0, shown, self._link, to=(used.sheet, source))

    def _write_amounts(self, row: int, used: UsedRow) -> None:
        """Values as understood; what was derived from a rate or an average stands in italics."""
        amounts, derived = used.amounts, used.derived
        for key, place, style, italic in self._amounts:
            if key in amounts:
                self._canvas.number(row, place, amounts[key], italic if key in derived else style)
            else:
                self._canvas.blank(row, place, place, italic if key in derived else style)

    def _write_guard(self, row: int, used: UsedRow) -> int:
        table = self._sources.report.table
        if table is None:
            return 0
        if not used.typed:  # a share is watched where its cost was typed
            self._canvas.blank(row, self._columns.changed, self._columns.changed, self._changed)
            return 0
        watched = self._watched_places(row, used) if used.places else self._watched_row(row, used, table)
        guard = changed_formula(watched)
        self._canvas.formula(
            row,
            self._columns.changed,
            guard.formula,
            guard.value,
            self._changed,
            likeness=guard.likeness,
        )
        return guard.value

    def _watched_places(self, row: int, used: UsedRow) -> list[Watched]:
        """The cells of a line that stand anywhere; a sheet's name is no cell."""
        watched = []
        for key, place in self._columns.typed.items():
            stands = used.places.get(key)
            if stands is None or stands.row is None or stands.column is None:
                continue
            cell = self._sources.cell(stands)
            copy = copy_of(cell)
            if copy is not None:
                self._canvas.value(row, place, copy, self._machine)
            watched.append(Watched(stands.sheet, stands.row, stands.column, cell, row, place))
        return watched

    def _watched_row(self, row: int, used: UsedRow, table: DataTable) -> list[Watched]:
        """The cells of a list's row."""
        watched = []
        for key, place in self._columns.typed.items():
            cell = used.cells.get(key)
            copy = copy_of(cell)
            if copy is not None:
                self._canvas.value(row, place, copy, self._machine)
            column, stands = table.columns[key], used.number if cell is None else cell.row
            watched.append(Watched(used.sheet, stands, column, cell, row, place))
            if stands != used.number:  # a label merged over its rows, or a month typed once for a block
                watched.append(Watched(used.sheet, used.number, column, None, row, place))
        return watched


def _use_of(sources: Sources, used: UsedRow) -> str:
    if used.excluded == SPREAD:
        return sources.say("data.spread", code=used.excluded)
    if used.excluded:
        return sources.say("data.left_out", code=used.excluded)
    use = sources.say("data.yes" if used.in_report else "data.other_period")
    if not used.typed or not used.shares:
        return use
    shares = sum((share.amount for share in used.shares), Decimal(0))
    rows = list(dict.fromkeys(f"{share.of.sheet}!{share.of.number}" for share in used.shares))
    return sources.say("data.with_shares", use=use, shares=shares, rows=rows)


def _first_column(sources: Sources) -> int:
    table = sources.report.table
    return table.columns.get("channel", 1) if table else 1
