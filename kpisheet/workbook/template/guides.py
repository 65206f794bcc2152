"""Conditional formats that guide the eye while a person types: months, cents, words, losses."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kpisheet.texts.units import Unit
from kpisheet.workbook.template import styles as look
from kpisheet.workbook.template.places import FIRST_ROW, LAST_VALIDATED_ROW
from kpisheet.workbook.template.styles import Styles
from kpisheet.worksheet.findings import column_letters
from kpisheet.worksheet.schema import Column, ComputedColumn


def write_guides(
    sheet: Worksheet, inputs: Sequence[Column], computed: Sequence[ComputedColumn], styles: Styles
) -> None:
    """All guides of one table: none touches a cell's own format."""
    _write_cents(sheet, inputs, styles)
    if computed:
        _write_month_lines(sheet, len(inputs) + len(computed), styles)
        _write_words_and_losses(sheet, len(inputs), computed, styles)


def _write_cents(sheet: Worksheet, inputs: Sequence[Column], styles: Styles) -> None:
    """Sums of money are shown whole, and with cents where a person typed some."""
    cents = styles.conditional(num_format=styles.money_with_cents())
    for place, column in enumerate(inputs):
        if column.unit is Unit.MONEY:
            cell = f"{column_letters(place + 1)}{FIRST_ROW + 1}"
            _write_rule(sheet, place, place, f"=AND(ISNUMBER({cell}),{cell}<>INT({cell}))", cents)


def _write_month_lines(sheet: Worksheet, width: int, styles: Styles) -> None:
    """A line above the first row of each month, wherever sorting puts it."""
    line = styles.conditional(top=1, top_color=look.STRONG_LINE)
    row = FIRST_ROW + 2
    rule = {"type": "formula", "criteria": f'=AND($A{row}<>$A{row - 1},$A{row}<>"")', "format": line}
    sheet.conditional_format(FIRST_ROW + 1, 0, LAST_VALIDATED_ROW, width - 1, rule)


def _write_words_and_losses(
    sheet: Worksheet, first: int, computed: Sequence[ComputedColumn], styles: Styles
) -> None:
    """Words such as *no spend* step back; a negative return stands out."""
    corner = f"{column_letters(first + 1)}{FIRST_ROW + 1}"
    quiet = styles.conditional(font_color=look.QUIET)
    _write_rule(sheet, first, first + len(computed) - 1, f"=ISTEXT({corner})", quiet)
    loss = styles.conditional(font_color=look.ATTENTION)
    for place, column in enumerate(computed, start=first):
        if column.unit is Unit.RETURN:
            cell = f"{column_letters(place + 1)}{FIRST_ROW + 1}"
            _write_rule(sheet, place, place, f"=AND(ISNUMBER({cell}),{cell}<0)", loss)


def _write_rule(sheet: Worksheet, first: int, last: int, criteria: str, style: Format) -> None:
    rule = {"type": "formula", "criteria": criteria, "format": style}
    sheet.conditional_format(FIRST_ROW, first, LAST_VALIDATED_ROW, last, rule)
