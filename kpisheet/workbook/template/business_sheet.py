"""Business: the named input cells that rarely change, and the list behind the channel drop-downs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from kpisheet.texts.habits import HABITS
from kpisheet.texts.language import Words
from kpisheet.texts.units import Unit
from kpisheet.workbook.template import styles as look
from kpisheet.workbook.template.cells import write_typed
from kpisheet.workbook.template.filling import Typed, vat_typed
from kpisheet.workbook.template.grey import SALES_DIVISOR, SPEND_DIVISOR, divisor_formulas
from kpisheet.workbook.template.styles import Styles
from kpisheet.workbook.template.validation import CHANNEL_LIST, validation
from kpisheet.worksheet.exchange_rates import RATE_COLUMNS, RATES_NAME
from kpisheet.worksheet.findings import column_letters
from kpisheet.worksheet.schema import SETTING_GROUPS, SETTINGS, Setting

_LABEL, _INPUT, _HELP, _GAP, _LIST, _MACHINE = range(1, 7)
_TITLE_ROW, _HINT_ROW, _FIRST_ROW = 0, 1, 3
_CHARACTERS_A_LINE = 88  # of a help text
_RATES = 4  # lines for other currencies
_SPARE_CHANNELS = 10  # tinted blank cells at the list's end, for names of one's own


class BusinessSheet(Struct, frozen=True):
    """Writes the sheet; `values` by setting key, `channels` in the order of the drop-down."""

    words: Words
    styles: Styles
    values: Mapping[str, Typed]
    channels: Sequence[str]

    def write(self, workbook: Workbook, sheet: Worksheet) -> None:
        """Writes settings, defined names, and the channel list."""
        sheet.set_column(0, 0, 2, self.styles.format())
        sheet.set_column(_LABEL, _LABEL, 38, self.styles.format())
        sheet.set_column(_INPUT, _INPUT, 34, self.styles.format())
        sheet.set_column(_HELP, _HELP, 76, self.styles.format())
        sheet.set_column(_GAP, _GAP, 3, self.styles.format())
        sheet.set_column(_LIST, _LIST, 34, self.styles.format())
        sheet.set_row(_TITLE_ROW, 30)
        sheet.write_string(_TITLE_ROW, _LABEL, self.words.raw("sheets.business"), self.styles.title)
        sheet.write_string(_HINT_ROW, _LABEL, self.words.raw("template.business.hint"), self.styles.hint)
        row = _FIRST_ROW
        for group in SETTING_GROUPS:
            row = self._write_group(workbook, sheet, group, row) + 1
        self._write_divisors(workbook, sheet)
        row = self._write_rates(workbook, sheet, row) + 1
        self._write_channels(workbook, sheet)
        self._set_up(sheet, last_row=row)

    def _write_group(self, workbook: Workbook, sheet: Worksheet, group: str, row: int) -> int:
        sheet.set_row(row, 24)
        sheet.write_string(
            row, _LABEL, self.words.raw(f"template.business.group.{group}"), self.styles.heading
        )
        sheet.write_blank(row, _INPUT, None, self.styles.heading)
        sheet.write_blank(row, _HELP, None, self.styles.heading)
        for setting in SETTINGS:
            if setting.group == group:
                row += 1
                self._write_setting(workbook, sheet, setting, row)
        return row + 1

    def _write_divisors(self, workbook: Workbook, sheet: Worksheet) -> None:
        """The hidden cells by which the grey columns of Channels divide spend and revenue."""
        vat = vat_typed(self.values)
        values = {SPEND_DIVISOR: 1 + vat.of_spend, SALES_DIVISOR: 1 + vat.of_sales}
        sheet.set_column(_MACHINE, _MACHINE, None, None, {"hidden": True})
        for row, (name, formula) in enumerate(divisor_formulas(self.words).items(), _FIRST_ROW):
            sheet.write_formula(row, _MACHINE, formula, None, float(values[name]))
            workbook.define_name(name, _absolute(sheet, row, _MACHINE))

    def _write_rates(self, workbook: Workbook, sheet: Worksheet, row: int) -> int:
        """The small table of what other currencies are worth; gives the row below it."""
        sheet.set_row(row, 24)
        sheet.write_string(row, _LABEL, self.words.raw("template.business.rates"), self.styles.heading)
        sheet.write_blank(row, _INPUT, None, self.styles.heading)
        sheet.write_blank(row, _HELP, None, self.styles.heading)
        head = self.styles.format(indent=1, bold=True)
        for column, key in zip((_LABEL, _INPUT), RATE_COLUMNS, strict=True):
            sheet.write_string(row + 1, column, self.words.raw(f"columns.{key}.label"), head)
        hint = self.styles.format(font_color=look.MUTED, font_size=9, indent=1, text_wrap=True)
        sheet.set_row(row + 1, 30)
        sheet.write_string(row + 1, _HELP, self.words.raw("template.business.rates.help"), hint)
        first, last = row + 2, row + 1 + _RATES
        for each in range(first, last + 1):
            sheet.set_row(each, 20)
            for column, number_format in ((_LABEL, "@"), (_INPUT, "#,##0.0000")):
                sheet.write_blank(each, column, None, self._rate_format(number_format))
        workbook.define_name(RATES_NAME, f"{_absolute(sheet, first, _LABEL)}:{_cell(last, _INPUT)}")
        return last + 1

    def _rate_format(self, number_format: str) -> Format:
        look_of_input = {"align": "left", "indent": 1, "border": 1, "border_color": look.LINE}
        return self.styles.format(num_format=number_format, bg_color=look.OPTIONAL, **look_of_input)

    def _write_setting(self, workbook: Workbook, sheet: Worksheet, setting: Setting, row: int) -> None:
        text = self.words.raw(f"template.business.{setting.key}.help")
        long = len(text) > _CHARACTERS_A_LINE
        sheet.set_row(row, 56 if setting.key == "comment" else 30 if long else 20)
        label = self.styles.format(indent=1, bold=setting.recommended)
        sheet.write_string(row, _LABEL, self.words.raw(f"columns.{setting.key}.label"), label)
        value = self.values.get(setting.key)
        if value is None:
            value = setting.default

        def worded(text: str) -> str:
            return self.words.raw(f"choices.{setting.key}.{text}") if text in setting.choices else text

        write_typed(sheet, row, _INPUT, value, self._input_format(setting), worded=worded)
        hint = self.styles.format(font_color=look.MUTED, font_size=9, indent=1, text_wrap=True)
        sheet.write_string(row, _HELP, text, hint)
        options = validation(setting, self.words)
        if options["validate"] != "any":
            sheet.data_validation(row, _INPUT, row, _INPUT, options)
        workbook.define_name(setting.name, _absolute(sheet, row, _INPUT))

    def _input_format(self, setting: Setting) -> Format:
        return self.styles.format(
            num_format="@" if setting.unit is Unit.TEXT else self.styles.number_format(setting.unit),
            align="left",
            indent=1,
            text_wrap=setting.unit is Unit.TEXT,
            bg_color=look.INPUT,
            border=1,
            border_color=look.STRONG_LINE if setting.recommended else look.LINE,
        )

    def _write_channels(self, workbook: Workbook, sheet: Worksheet) -> None:
        heading_row = _FIRST_ROW
        sheet.write_string(heading_row, _LIST, self.words.raw("template.business.list"), self.styles.heading)
        hint = self.styles.format(font_color=look.MUTED, font_size=9, text_wrap=True)
        sheet.write_string(heading_row + 1, _LIST, self.words.raw("template.business.list_hint"), hint)
        style = self.styles.format(
            bg_color=look.INPUT, indent=1, bottom=1, bottom_color=look.LINE, num_format="@"
        )
        first = heading_row + 2
        names = [*self.channels, *([None] * _SPARE_CHANNELS)]
        for offset, name in enumerate(names):
            write_typed(sheet, first + offset, _LIST, name, style)
        last = first + len(names) - 1
        workbook.define_name(CHANNEL_LIST, f"{_absolute(sheet, first, _LIST)}:{_cell(last, _LIST)}")

    def _set_up(self, sheet: Worksheet, last_row: int) -> None:
        sheet.hide_gridlines(2)
        sheet.freeze_panes(_FIRST_ROW - 1, 0)
        sheet.set_selection(_FIRST_ROW + 1, _INPUT, _FIRST_ROW + 1, _INPUT)
        sheet.set_tab_color(look.STRONG_LINE)
        sheet.set_landscape()
        sheet.set_paper(HABITS[self.words.code].paper)
        sheet.print_area(0, 0, last_row, _HELP)
        sheet.fit_to_pages(1, 1)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L&8&A&R&8{self.words.raw('template.print.page')}")


def _cell(row: int, column: int) -> str:
    return f"${column_letters(column + 1)}${row + 1}"


def _absolute(sheet: Worksheet, row: int, column: int) -> str:
    name = sheet.get_name().replace("'", "''")
    return f"='{name}'!{_cell(row, column)}"
