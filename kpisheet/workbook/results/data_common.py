"""What both forms of Data used share: where it begins, and its heading."""

from __future__ import annotations

from kpisheet.workbook.names import Role
from kpisheet.workbook.results.canvas import Canvas
from kpisheet.workbook.results.sources import Sources

HEADER_ROW = 4
FIRST_ROW = 5
STALE_CELL = (2, 0)  # how many rows and settings were moved, changed or added since the report
_EXPLANATION_COLUMNS = 8


def write_heading(sources: Sources, canvas: Canvas, explanation: str) -> None:
    """The title, what the sheet holds, and how the person's sheets were read."""
    explanation = " ".join([explanation, *map(sources.words.say, sources.report.how_read)])
    canvas.text(0, 0, sources.names[Role.DATA_USED], sources.styles.get("title"))
    canvas.worksheet.set_row(0, 28)
    canvas.paragraph(1, 0, _EXPLANATION_COLUMNS, explanation, sources.styles.get("note"))
