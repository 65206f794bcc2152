"""Writing a cell as a person types it: never as a formula or a link, whatever the text looks like."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kpisheet.workbook.template.filling import Typed


def write_typed(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Typed,
    style: Format,
    *,
    worded: Callable[[str], str] = str,
) -> None:
    """Writes `value` into a 0-based cell; `worded` gives a choice's word in the worksheet's language."""
    match value:
        case None:
            sheet.write_blank(row, column, None, style)
        case str():
            sheet.write_string(row, column, worded(value), style)
        case date():
            sheet.write_datetime(row, column, datetime.combine(value, time.min), style)
        case int() | Decimal():
            sheet.write_number(row, column, float(value), style)
