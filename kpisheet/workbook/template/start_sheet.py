"""Start here: the three steps, the way to each sheet, the colours, and what is still empty, live."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from msgspec import Struct
from xlsxwriter.worksheet import Worksheet

from kpisheet.texts.habits import HABITS
from kpisheet.texts.language import Words
from kpisheet.workbook.severity_colours import SEVERITY_FILLS
from kpisheet.workbook.template import styles as look
from kpisheet.workbook.template.cells import write_formula
from kpisheet.workbook.template.checks import Check
from kpisheet.workbook.template.styles import Styles

_NUMBER, _NAME, _TEXT, _STATUS = 1, 2, 3, 4
_CHARACTERS_A_LINE = 104  # of a step, over the three columns right of its numeral
_SHEETS = ("business", "channels", "months", "deals")
_COLOURS: Mapping[str, str] = {
    "input": look.INPUT,
    "computed": look.COMPUTED,
    "optional": look.OPTIONAL,
    **{severity.value: fill for severity, fill in SEVERITY_FILLS.items()},
}


class StartSheet(Struct, frozen=True):
    """Writes the sheet that a person sees first."""

    words: Words
    styles: Styles
    checks: Sequence[Check]

    def write(self, sheet: Worksheet) -> None:
        """Writes the whole sheet."""
        sheet.hide_gridlines(2)
        sheet.set_column(0, 0, 2, self.styles.format())
        sheet.set_column(_NUMBER, _NUMBER, 5, self.styles.format())
        sheet.set_column(_NAME, _NAME, 22, self.styles.format())
        sheet.set_column(_TEXT, _TEXT, 66, self.styles.format())
        sheet.set_column(_STATUS, _STATUS, 22, self.styles.format())
        sheet.set_row(0, 34)
        title = self.styles.format(font_size=20, bold=True, font_color=look.ACCENT)
        sheet.write_string(0, _NUMBER, self._text("title"), title)
        sheet.set_row(1, 22)
        promise = self.styles.format(font_size=12, font_color=look.MUTED)
        sheet.write_string(1, _NUMBER, self._text("promise"), promise)
        row = self._write_steps(sheet, 3)
        row = self._write_checks(sheet, row + 1)
        row = self._write_sheets(sheet, row + 1)
        row = self._write_colours(sheet, row + 1)
        self._set_up(sheet, row)

    def _text(self, name: str) -> str:
        return self.words.raw(f"template.start.{name}")

    def _write_heading(self, sheet: Worksheet, row: int, name: str, hint: str = "") -> int:
        sheet.set_row(row, 24)
        sheet.write_string(row, _NUMBER, self._text(name), self.styles.heading)
        sheet.write_blank(row, _NAME, None, self.styles.heading)
        sheet.write_blank(row, _TEXT, None, self.styles.heading)
        quiet = self.styles.format(
            font_color=look.MUTED, font_size=9, align="right", bottom=2, bottom_color=look.ACCENT_SOFT
        )
        sheet.write_string(row, _STATUS, hint, quiet)
        return row + 1

    def _write_steps(self, sheet: Worksheet, row: int) -> int:
        row = self._write_heading(sheet, row, "steps")
        numeral = self.styles.format(font_size=16, bold=True, font_color=look.ACCENT, align="left", indent=1)
        step = self.styles.format(font_size=11, text_wrap=True)
        for number in (1, 2, 3):
            text = self._text(f"step_{number}")
            sheet.set_row(row, 12 + 15 * math.ceil(len(text) / _CHARACTERS_A_LINE))
            sheet.write_number(row, _NUMBER, number, numeral)
            sheet.merge_range(row, _NAME, row, _STATUS, text, step)
            row += 1
        return row

    def _write_checks(self, sheet: Worksheet, row: int) -> int:
        row = self._write_heading(sheet, row, "checks", self._text("checks_hint"))
        first = row
        label = self.styles.format(bottom=1, bottom_color=look.LINE)
        indented = self.styles.format(bottom=1, bottom_color=look.LINE, indent=1)
        status = self.styles.format(
            bottom=1, bottom_color=look.LINE, align="right", bold=True, font_color=look.ACCENT
        )
        for check in self.checks:
            sheet.set_row(row, 18)
            sheet.write_string(row, _NUMBER, check.label, indented)
            sheet.write_blank(row, _NAME, None, label)
            sheet.write_blank(row, _TEXT, None, label)
            write_formula(sheet, row, _STATUS, check.formula, style=status, shown=check.shown)
            row += 1
        attention = self.styles.format(font_color=look.ATTENTION, bold=True)
        empty = self.words.raw("template.check.empty").replace('"', '""')
        rule = {
            "type": "formula",
            "criteria": f'=ISNUMBER(SEARCH("{empty}",$E{first + 1}))',
            "format": attention,
        }
        sheet.conditional_format(first, _STATUS, row - 1, _STATUS, rule)
        return row

    def _write_sheets(self, sheet: Worksheet, row: int) -> int:
        row = self._write_heading(sheet, row, "sheets")
        link = self.styles.format(font_color=look.ACCENT, underline=1, bold=True, indent=1)
        for key in _SHEETS:
            sheet.set_row(row, 18)
            name = self.words.raw(f"sheets.{key}")
            target = f"internal:'{name}'!A1"
            tip = self.words.text("template.start.go_to", sheet=name)
            sheet.merge_range(row, _NUMBER, row, _NAME, "", link)
            sheet.write_url(row, _NUMBER, target, link, name, tip)
            sheet.merge_range(row, _TEXT, row, _STATUS, self._text(key), self.styles.format())
            row += 1
        return row

    def _write_colours(self, sheet: Worksheet, row: int) -> int:
        row = self._write_heading(sheet, row, "colours")
        for name, fill in _COLOURS.items():
            sheet.set_row(row, 18)
            swatch = self.styles.format(bg_color=fill, border=1, border_color=look.STRONG_LINE)
            sheet.write_blank(row, _NUMBER, None, swatch)
            sheet.write_string(row, _NAME, self._text(f"colour_{name}"), self.styles.format(indent=1))
            row += 1
        return row

    def _set_up(self, sheet: Worksheet, last_row: int) -> None:
        sheet.set_tab_color(look.ACCENT)
        sheet.set_portrait()
        sheet.set_paper(HABITS[self.words.code].paper)
        sheet.print_area(0, 0, last_row, _STATUS)
        sheet.fit_to_pages(1, 1)
        sheet.set_footer(f"&L&8&A&R&8{self.words.raw('template.print.page')}")
