"""Tables of figures on KPI summary: one row per channel, month or campaign, one column per KPI."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Figures, Verdict
from kpisheet.texts.units import Unit
from kpisheet.workbook.results.canvas import reference
from kpisheet.workbook.results.data_layout import Criterion
from kpisheet.workbook.results.figures import FigureWriter

LAST_COLUMN = 15  # texts and section lines run up to here; the charts need that width
FIRST_FIGURE = 3  # the id, the name and the verdict stand before it


class TableRow(Struct, frozen=True):
    """One row: its id among its kind, its name, and its figures.

    A total has no id, but `criteria` of its own.
    """

    name: str
    figures: Figures
    id: int | None = None
    verdict: Verdict | None = None
    criteria: tuple[Criterion, ...] = ()


class FigureTable(Struct, frozen=True):
    """What a table shows. `id_key`: the id column of Data used that its rows are summed by."""

    title: str
    name_header: str
    keys: tuple[str, ...]
    rows: tuple[TableRow, ...]
    id_key: str
    totals: tuple[TableRow, ...] = ()
    verdicts: bool = False
    among: tuple[Criterion, ...] = ()  # further criteria of the rows, not of the total


class PlacedTable(Struct, frozen=True):
    """Where a table came to stand; rows and columns 0-based."""

    header_row: int
    first_row: int
    last_row: int  # of the rows, without totals
    end: int  # the last row that it takes
    columns: dict[str, int] = field(default_factory=dict)


def write_table(writer: FigureWriter, top: int, table: FigureTable) -> PlacedTable:
    """Write a titled table; `top` is the row of its title."""
    canvas, styles = writer.canvas, writer.sources.styles
    last_column = FIRST_FIGURE + max(1, len(table.keys)) - 1
    write_section(writer, top, table.title, last_column)
    header = top + 1
    _write_header(writer, header, table)
    columns = {key: FIRST_FIGURE + offset for offset, key in enumerate(table.keys)}
    for row, entry in enumerate(table.rows, header + 1):
        criteria = ((table.id_key, reference(row, 0, fixed_column=True)), *table.among)
        canvas.number(row, 0, entry.id or 0, styles.get("id"))
        _write_row(writer, row, entry, columns, criteria)
    last = header + max(1, len(table.rows))
    for row, total in enumerate(table.totals, last + 1):
        _write_row(writer, row, total, columns, total.criteria, total=True)
    return PlacedTable(header, header + 1, last, last + len(table.totals), columns)


def write_section(writer: FigureWriter, row: int, title: str, last_column: int) -> None:
    """A section's heading, underlined over the table's width."""
    style = writer.sources.styles.get("section")
    writer.canvas.blank(row, 0, last_column, style)
    writer.canvas.text(row, 0, title, style)
    writer.canvas.worksheet.set_row(row, 22)


def header_of(writer: FigureWriter, key: str) -> str:
    """A KPI's short name with its unit, where that is money."""
    label = writer.sources.words.raw(f"kpis.{key}.short")
    money = KPIS[key].unit in (Unit.MONEY, Unit.UNIT_MONEY)
    return writer.sources.words.in_currency(label) if money else label


def _write_header(writer: FigureWriter, row: int, table: FigureTable) -> None:
    canvas, styles = writer.canvas, writer.sources.styles
    left, right = styles.get("header"), styles.get("header_right")
    canvas.text(row, 0, "#", styles.get("header", align="center", font_color="#6B7280", font_size=8))
    canvas.text(row, 1, table.name_header, left)
    canvas.text(row, 2, writer.sources.say("verdict_header") if table.verdicts else "", left)
    for column, key in enumerate(table.keys, FIRST_FIGURE):
        canvas.text(row, column, header_of(writer, key), right)
    canvas.worksheet.set_row(row, 44)


def _write_row(
    writer: FigureWriter,
    row: int,
    entry: TableRow,
    columns: dict[str, int],
    criteria: Sequence[Criterion],
    *,
    total: bool = False,
) -> None:
    canvas, styles = writer.canvas, writer.sources.styles
    long = len(entry.name) > canvas.widths[1] - 2
    label = styles.get("total" if total else "cell", **({"text_wrap": True} if long else {}))
    if long:
        canvas.fit_height(row, [(entry.name, 1, 1)])
    if total:
        canvas.blank(row, 0, 0, label)
    canvas.text(row, 1, entry.name, label)
    if entry.verdict is not None:
        verdict = writer.sources.words.raw(f"verdicts.{entry.verdict.pays.value}") + (
            " †" if entry.verdict.doubtful else ""
        )
        canvas.text(row, 2, verdict, styles.verdict(entry.verdict.pays))
    else:
        canvas.blank(row, 2, 2, label)
    for key, column in columns.items():
        writer.write(row, column, entry.figures[key], criteria, beside=entry.figures, total=total)
