"""Writing cells: what a person types, never as a formula or a link; and formulas with what they show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kpisheet.workbook.template.filling import Typed
from kpisheet.workbook.template.grey import Shown


class _Nothing(str):
    """A formula's empty text, unequal to "".

    XlsxWriter stores "" as a number without digits, which not every reader takes for a text.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    __hash__ = str.__hash__


_NOTHING = _Nothing()


def write_formula(
    sheet: Worksheet, row: int, column: int, formula: str, *, style: Format, shown: Shown
) -> None:
    """Writes a formula with the value that it has now, so that every reader sees it."""
    value = float(shown) if isinstance(shown, Decimal) else shown or _NOTHING
    sheet.write_formula(row, column, formula, style, value)


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
