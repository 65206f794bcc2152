"""The guards below Data used: settings one by one, whole columns of other tables; and the count of all."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kpisheet.workbook.results.canvas import Canvas, area, fixed
from kpisheet.workbook.results.data_common import STALE_CELL
from kpisheet.workbook.results.guard import (
    Watched,
    added_cells_formula,
    added_rows_formula,
    changed_formula,
    column_below,
    content_below,
    copy_of,
)
from kpisheet.workbook.results.sources import Sources
from kpisheet.worksheet.findings import column_letters
from kpisheet.worksheet.sheet import CellRange, DataTable, RawSheet

UNWATCHED = frozenset({"note", "deal"})  # a remark or a name changes no figure


class Guarded(Struct, frozen=True):
    """Cells that each hold 1 where something changed, how many do now, and the last row that they take."""

    cells: str
    changed: int
    last_row: int


def write_guards(sources: Sources, canvas: Canvas, top: int, above: Guarded | None) -> int:
    """Write the guards from row `top` on, then the count of all; give how many count as changed now.

    `above` are the guards of the rows themselves; without them the columns of Channels stand for its rows.
    """
    report = sources.report
    guarded = [] if above is None else [above]
    tables = [report.months_table, report.deals_table]
    if above is None:
        tables.insert(0, report.table)
    if settings := write_settings(sources, canvas, top):
        guarded.append(settings)
        top = settings.last_row + 3
    if above is None and report.table is not None:
        for sheet, area in report.table.areas:
            cells = write_area(sources, canvas, top, sources.sheets[sheet], area)
            guarded.append(cells)
            top = cells.last_row + 3
    for table in tables:
        if table is not None and table.is_list and (columns := write_columns(sources, canvas, top, table)):
            guarded.append(columns)
            top = columns.last_row + 3
    return write_stale(sources, canvas, guarded)


def write_stale(sources: Sources, canvas: Canvas, guarded: Sequence[Guarded]) -> int:
    """Write the number of rows and settings no longer as they were; give its value now."""
    table = sources.report.table
    terms = [f"SUM({one.cells})" for one in guarded]
    if table and not table.is_list:
        terms += [added_cells_formula(sources.sheets[sheet], area) for sheet, area in table.areas]
    elif table and (sheet := sources.sheets.get(table.sheet)):
        terms.append(added_rows_formula(sheet, table.first_row, table.columns))
    changed = sum(one.changed for one in guarded)
    row, column = STALE_CELL
    canvas.formula(row, column, "+".join(terms), changed, sources.styles.get("guard", align="center"))
    canvas.text(row, column + 1, sources.say("data.stale_label"), sources.styles.get("plain", bold=True))
    mark_changes(sources, canvas, (row, row), column)
    return changed


def mark_changes(sources: Sources, canvas: Canvas, rows: tuple[int, int], column: int) -> None:
    """Colour the guards of a column, first to last row, that have something to say."""
    rule = {"type": "cell", "criteria": ">", "value": 0, "format": sources.styles.changed}
    canvas.worksheet.conditional_format(rows[0], column, rows[1], column, rule)


def write_settings(sources: Sources, canvas: Canvas, top: int) -> Guarded | None:
    """The settings of Business as typed, each with a link and a guard; None where the file has none."""
    styles = sources.styles
    places = [(key, place) for key, place in sources.report.places.items() if place.cell]
    if not places:
        return None
    canvas.text(top, 0, sources.say("data.settings_title"), styles.get("section"))
    canvas.blank(top, 1, 3, styles.get("section"))
    for column, key in enumerate(("data.source", "data.setting", "data.as_typed", "data.changed")):
        canvas.text(top + 1, column, sources.say(key), styles.get("header"))
    changed = 0
    for row, (key, place) in enumerate(places, top + 2):
        if place.row is None or place.column is None or place.cell is None:
            continue
        cell = sources.cell(place)
        text = f"{place.sheet}!{place.cell}"
        canvas.link(row, 0, text, styles.get("link"), to=(place.sheet, place.cell))
        canvas.text(row, 1, sources.words.raw(f"columns.{key}.label"), styles.get("cell"))
        copy = copy_of(cell)
        if copy is None:
            canvas.blank(row, 2, 2, styles.get("cell"))
        else:
            canvas.value(row, 2, copy, styles.get("cell", align="left"))
        guard = changed_formula([Watched(place.sheet, place.row, place.column, cell, row, 2)])
        canvas.formula(row, 3, guard.formula, guard.value, styles.get("id"))
        changed += guard.value
    last = top + 1 + len(places)
    mark_changes(sources, canvas, (top + 2, last), 3)
    return Guarded(area(top + 2, 3, last, 3), changed, last)


def write_columns(sources: Sources, canvas: Canvas, top: int, table: DataTable) -> Guarded | None:
    """Each input column's count and sum then, beside a guard that compares them with now."""
    styles, sheet = sources.styles, sources.sheets.get(table.sheet)
    if sheet is None:
        return None
    canvas.blank(top, 0, 3, styles.get("section"))
    canvas.text(top, 0, sources.say("data.columns_title", sheet=table.sheet), styles.get("section"))
    for column, key in enumerate(("data.column", "data.count_then", "data.sum_then", "data.changed")):
        canvas.text(top + 1, column, sources.say(key), styles.get("header"))
    watched = [item for item in table.columns.items() if item[0] not in UNWATCHED]
    for row, (key, column) in enumerate(watched, top + 2):
        header = sources.words.raw(f"columns.{key}.header")
        _write_column_guard(sources, canvas, row, (header, column), (sheet, table.first_row))
    last = top + 1 + len(watched)
    mark_changes(sources, canvas, (top + 2, last), 3)
    return Guarded(area(top + 2, 3, last, 3), 0, last)


def write_area(sources: Sources, canvas: Canvas, top: int, sheet: RawSheet, area_: CellRange) -> Guarded:
    """The columns of a table that is no list, each with its count and sum, beside guards."""
    styles = sources.styles
    canvas.blank(top, 0, 3, styles.get("section"))
    canvas.text(top, 0, sources.say("data.columns_title", sheet=sheet.name), styles.get("section"))
    for column, key in enumerate(("data.column", "data.count_then", "data.sum_then", "data.changed")):
        canvas.text(top + 1, column, sources.say(key), styles.get("header"))
    columns = range(area_.first_column, area_.last_column + 1)
    for row, column in enumerate(columns, top + 2):
        start = (sheet, area_.first_row)
        _write_column_guard(sources, canvas, row, (column_letters(column), column), start)
    last = top + 1 + len(columns)
    mark_changes(sources, canvas, (top + 2, last), 3)
    return Guarded(area(top + 2, 3, last, 3), 0, last)


def _write_column_guard(
    sources: Sources, canvas: Canvas, row: int, named: tuple[str, int], start: tuple[RawSheet, int]
) -> None:
    """One column, by header and place, of the sheet from the table's first row on."""
    styles = sources.styles
    (header, column), (sheet, first_row) = named, start
    cells = column_below(sheet.name, first_row, column)
    canvas.text(row, 0, header, styles.get("cell"))
    then = content_below(sheet, first_row, column)
    canvas.number(row, 1, then.filled, styles.get("cell", num_format="#,##0"))
    canvas.number(row, 2, then.total, styles.get("cell", num_format="#,##0.##"))
    # SUMIF leaves out error cells, which would turn a plain SUM into an error.
    total = f'SUMIF({cells},">-1E+300")'
    count, copy = fixed(row, 1), fixed(row, 2)
    sums = [f"ABS({total}-{copy}{more})<=0.000000001*MAX(1,ABS({copy}))" for more in _added(then.trues)]
    same_sum = sums[0] if len(sums) == 1 else f"OR({','.join(sums)})"
    canvas.formula(row, 3, f"IF(AND(COUNTA({cells})={count},{same_sum}),0,1)", 0, styles.get("id"))


def _added(trues: int) -> tuple[str, ...]:
    """What the sum may be off by while nothing has changed: nothing, or LibreOffice's 1 for each TRUE."""
    return ("", f"-{trues}") if trues else ("",)
