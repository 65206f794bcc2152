"""What both forms of Data used share: heading, count of what changed, settings under guard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kpisheet.workbook.names import Role
from kpisheet.workbook.results.canvas import Canvas, area
from kpisheet.workbook.results.guard import Watched, added_rows_formula, changed_formula, copy_of
from kpisheet.workbook.results.sources import Sources

HEADER_ROW = 4
FIRST_ROW = 5
STALE_CELL = (2, 0)  # how many rows and settings were moved, changed or added since the report
_EXPLANATION_COLUMNS = 8


@dataclass(frozen=True, slots=True)
class Guarded:
    """Cells that each hold 1 where something changed, and how many do now."""

    cells: str
    changed: int


def write_heading(sources: Sources, canvas: Canvas, explanation: str) -> None:
    """The title and what the sheet holds."""
    canvas.text(0, 0, sources.names[Role.DATA_USED], sources.styles.get("title"))
    canvas.worksheet.set_row(0, 28)
    canvas.paragraph(1, 0, _EXPLANATION_COLUMNS, explanation, sources.styles.get("note"))


def write_stale(sources: Sources, canvas: Canvas, guarded: Sequence[Guarded]) -> int:
    """Write the number of rows and settings no longer as they were; give its value now."""
    table = sources.report.table
    terms = [f"SUM({one.cells})" for one in guarded]
    if table and (sheet := sources.sheets.get(table.sheet)):
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
        formula, value = changed_formula([Watched(place.sheet, place.row, place.column, cell, row, 2)])
        canvas.formula(row, 3, formula, value, styles.get("id"))
        changed += value
    last = top + 1 + len(places)
    mark_changes(sources, canvas, (top + 2, last), 3)
    return Guarded(area(top + 2, 3, last, 3), changed)
