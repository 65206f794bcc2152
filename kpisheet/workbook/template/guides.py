"""Conditional formats that guide the eye in the grey block: quiet words, losses that stand out.

Input cells have none: LibreOffice shows one conditional format per cell, and there the report's marks
must be seen.
"""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kpisheet.texts.units import Unit
from kpisheet.workbook.template import styles as look
from kpisheet.workbook.template.places import FIRST_ROW, LAST_VALIDATED_ROW
from kpisheet.workbook.template.styles import Styles
from kpisheet.worksheet.findings import column_letters
from kpisheet.worksheet.schema import ComputedColumn


def write_guides(sheet: Worksheet, first: int, computed: Sequence[ComputedColumn], styles: Styles) -> None:
    """Words such as *no spend* step back; a negative return stands out. `first`: the block's first column."""
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
