"""What Deals shows, on KPI summary: months of leads and open deals, as values with what is to be known."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.deal_views import COHORT_COLUMNS, OPEN_COLUMNS
from kpisheet.texts.language import Sentence
from kpisheet.texts.units import Unit
from kpisheet.workbook.results.figures import FigureWriter
from kpisheet.workbook.results.tables import LAST_COLUMN, write_section

_MONEY = frozenset({Unit.MONEY, Unit.UNIT_MONEY})
_FIRST = 3  # the column of the first value: names take those before it
_Row = tuple[str, object]  # a name, and what has the values


class _Block(Struct, frozen=True):
    """A titled table of values. `named`: the key of its columns' words, and that of the first column."""

    title: str
    named: tuple[str, str]
    columns: Sequence[tuple[str, Unit]]
    rows: Sequence[_Row]
    totals: Sequence[_Row]
    said: Sequence[Sentence]


def write_cohorts(writer: FigureWriter, top: int) -> int:
    """Customers by the month their lead came in; gives the row below."""
    sources, cohorts = writer.sources, writer.sources.report.cohorts
    if cohorts is None:
        return top
    report, raw = sources.report, sources.words.raw
    rows: list[_Row] = [(report.period_name(one.month, short=True), one) for one in cohorts.months]
    totals: list[_Row] = [(raw(f"deals.{key}"), one) for key, one in cohorts.totals]
    title = raw("deals.cohorts_title")
    block = _Block(title, ("cohort", "month"), COHORT_COLUMNS, rows, totals, cohorts.said)
    return _write(writer, top, block)


def write_open_deals(writer: FigureWriter, top: int) -> int:
    """The open deals by stage, with what may come of them; gives the row below."""
    still = writer.sources.report.open_deals
    if still is None:
        return top
    raw = writer.sources.words.raw
    rows: list[_Row] = [(raw(f"deals.stage_{one.stage}"), one) for one in still.stages]
    totals: list[_Row] = [(raw("deals.stage_any"), still.together)] if len(rows) > 1 else []
    block = _Block(raw("deals.open_title"), ("open", "stage"), OPEN_COLUMNS, rows, totals, still.said)
    return _write(writer, top, block)


def _write(writer: FigureWriter, top: int, block: _Block) -> int:
    """The table with its sentences below it; gives the row after them."""
    canvas, sources = writer.canvas, writer.sources
    _write_head(writer, top, block)
    row = top + 2
    for place, (name, one) in enumerate((*block.rows, *block.totals)):
        is_total = place >= len(block.rows)
        canvas.merged(row, 0, 2, name, sources.styles.get("total" if is_total else "cell"))
        for column, (key, unit) in enumerate(block.columns, _FIRST):
            _write_value(writer, row, column, getattr(one, key), unit, is_total=is_total)
        row += 1
    note = sources.styles.get("note", font_size=9)
    for sentence in block.said:
        canvas.paragraph(row, 0, LAST_COLUMN, sources.words.say(sentence), note, size=9)
        row += 1
    return row + 1


def _write_head(writer: FigureWriter, top: int, block: _Block) -> None:
    canvas, sources = writer.canvas, writer.sources
    raw, styles = sources.words.raw, sources.styles
    what, first = block.named
    write_section(writer, top, block.title, LAST_COLUMN)
    canvas.merged(top + 1, 0, 2, raw(f"deals.{what}_{first}"), styles.get("header"))
    for column, (key, unit) in enumerate(block.columns, _FIRST):
        label = raw(f"deals.{what}_{key}")
        shown = sources.words.in_currency(label) if unit in _MONEY else label
        canvas.text(top + 1, column, shown, styles.get("header_right"))
    canvas.worksheet.set_row(top + 1, 44)


def _write_value(
    writer: FigureWriter, row: int, column: int, value: Decimal | int | None, unit: Unit, *, is_total: bool
) -> None:
    styles = writer.sources.styles
    base = "total_figure" if is_total else "figure"
    if value is None:
        writer.canvas.text(row, column, writer.short_word("unknown"), styles.get("undefined"))
    elif unit is Unit.COUNT and value != int(value):
        writer.canvas.number(row, column, value, styles.figure(Unit.DAYS, base))
    else:
        writer.canvas.number(row, column, value, styles.figure(unit, base))
