"""One input sheet with an Excel table: title, hints, header, ready rows, validation, print set-up."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from kpisheet.texts.habits import HABITS
from kpisheet.texts.language import Words
from kpisheet.texts.units import Unit
from kpisheet.workbook.template import styles as look
from kpisheet.workbook.template.cells import write_formula, write_typed
from kpisheet.workbook.template.filling import Typed
from kpisheet.workbook.template.grey import Shown
from kpisheet.workbook.template.guides import write_guides
from kpisheet.workbook.template.places import FIRST_ROW, HEADER_ROW, LAST_VALIDATED_ROW
from kpisheet.workbook.template.styles import Styles
from kpisheet.workbook.template.validation import validation
from kpisheet.worksheet.findings import column_letters
from kpisheet.worksheet.schema import COLUMNS, Column, ComputedColumn, Table

TITLE_ROW, HINT_ROW, TOTALS_ROW, BAND_ROW = range(4)
_WIDTHS = {
    "period": 12,
    "channel": 28,
    "leads": 15,
    "campaign": 22,
    "note": 36,
    "deal": 36,
    "salesperson": 20,
    "revenue": 14,
    "revenue_used": 14,
    "all_new_revenue": 19,
    "customers_start": 15,
    "customers_end": 15,
    "all_new_customers": 15,
    "yearly_profit_per_customer": 18,
    "customer_years": 16,
    "shared_costs": 16,
    "visitor_to_lead_rate": 15,
}
_WIDTH = 13
_SUMMED = frozenset({Unit.MONEY, Unit.COUNT})


class Computed(Struct, frozen=True):
    """The grey block to the right of the inputs: its columns, formulas, and what each shows per row."""

    columns: Sequence[ComputedColumn] = ()
    formulas: Mapping[str, str] | None = None
    shown: Callable[[Mapping[str, Typed]], Mapping[str, Shown]] | None = None


class TableSheet(Struct, frozen=True):
    """Writes one table's sheet; `rows` are typed in from the top, the rest up to `ready_rows` stay blank."""

    table: Table
    words: Words
    styles: Styles
    rows: Sequence[Mapping[str, Typed]]
    ready_rows: int
    computed: Computed = Computed()

    @property
    def columns(self) -> tuple[Column, ...]:
        """The input columns, in their order on the sheet."""
        return COLUMNS[self.table]

    @property
    def _all_columns(self) -> tuple[Column | ComputedColumn, ...]:
        return (*self.columns, *self.computed.columns)

    @property
    def last_row(self) -> int:
        """The 0-based last row of the table."""
        return HEADER_ROW + max(self.ready_rows, len(self.rows))

    @property
    def width(self) -> int:
        """How many columns the table has."""
        return len(self.columns) + len(self.computed.columns)

    def write(self, sheet: Worksheet) -> None:
        """Writes the whole sheet."""
        self._write_head(sheet)
        self._write_bands(sheet)
        self._write_table(sheet)
        self._write_columns(sheet)
        self._write_rows(sheet)
        self._write_totals(sheet)
        self._write_validation(sheet)
        if self.computed.columns:
            write_guides(sheet, len(self.columns), self.computed.columns, self.styles)
        self._set_up_view(sheet)
        self._set_up_print(sheet)

    def _text(self, name: str) -> str:
        return self.words.raw(f"template.{self.table}.{name}")

    def _head_fill(self, column: Column | ComputedColumn) -> str:
        if isinstance(column, ComputedColumn):
            return look.COMPUTED_HEAD
        return look.ACCENT if column.everyday else look.MORE_HEAD

    def _write_head(self, sheet: Worksheet) -> None:
        sheet.set_row(TITLE_ROW, 30)
        sheet.set_row(HINT_ROW, 18)
        sheet.set_row(BAND_ROW, 20)
        sheet.set_row(HEADER_ROW, 50)  # points: two centred lines end above the filter button at the bottom
        sheet.write_string(TITLE_ROW, 0, self.words.raw(f"sheets.{self.table}"), self.styles.title)
        hints = [self._text("hint")]
        if any(not column.everyday for column in self.columns):
            hints.append(self._text("more_hint"))
        sheet.write_string(HINT_ROW, 0, " ".join(hints), self.styles.hint)

    def _write_bands(self, sheet: Worksheet) -> None:
        bands = [("everyday", 0, look.ACCENT)]
        everyday = sum(column.everyday for column in self.columns)
        if everyday < len(self.columns):
            bands.append(("more", everyday, look.MORE_HEAD))
        if self.computed.columns:
            bands.append(("computed", len(self.columns), look.COMPUTED_HEAD))
        for name, place, colour in bands:
            style = self.styles.format(bold=True, font_size=9, font_color=colour, valign="bottom", indent=1)
            sheet.write_string(BAND_ROW, place, self._text(f"band.{name}"), style)

    def _write_table(self, sheet: Worksheet) -> None:
        columns: list[dict[str, Any]] = [
            {
                "header": self.words.raw(f"columns.{column.key}.header"),
                "header_format": self.styles.head(self._head_fill(column), column.unit),
                "format": self._cell_format(column),
            }
            for column in self._all_columns
        ]
        for place, column in enumerate(self.computed.columns, start=len(self.columns)):
            if self.computed.formulas is not None:
                columns[place]["formula"] = self.computed.formulas[column.key]
        sheet.add_table(
            HEADER_ROW,
            0,
            self.last_row,
            self.width - 1,
            {"name": self.table.value.capitalize(), "style": None, "columns": columns},
        )

    def _cell_format(self, column: Column | ComputedColumn) -> Format:
        if isinstance(column, ComputedColumn):
            return self.styles.computed(column.unit)
        return self.styles.input(column.unit, look.INPUT if column.everyday else look.OPTIONAL)

    def _write_columns(self, sheet: Worksheet) -> None:
        for place, column in enumerate(self._all_columns):
            options: dict[str, Any] = {}
            if isinstance(column, Column) and not column.everyday:
                options = {"level": 1, "hidden": True}
            sheet.set_column(
                place, place, _WIDTHS.get(column.key, _WIDTH), self.styles.below(column.unit), options
            )
        if any(not column.everyday for column in self.columns):
            after = len(self.columns)
            first = self.computed.columns[0] if self.computed.columns else None
            below = self.styles.below(first.unit) if first else self.styles.format()
            width = _WIDTHS.get(first.key, _WIDTH) if first else 4
            sheet.set_column(after, after, width, below, {"collapsed": True})

    def _write_rows(self, sheet: Worksheet) -> None:
        for offset in range(self.last_row - HEADER_ROW):
            place = FIRST_ROW + offset
            row = self.rows[offset] if offset < len(self.rows) else {}
            for at, column in enumerate(self.columns):
                style, worded = self._cell_format(column), self._worded(column)
                write_typed(sheet, place, at, row.get(column.key), style, worded=worded)
            self._write_computed(sheet, place, row)

    def _worded(self, column: Column) -> Callable[[str], str]:
        if column.unit is not Unit.CHOICE:
            return str
        return lambda choice: self.words.raw(f"choices.{column.key}.{choice}")

    def _write_computed(self, sheet: Worksheet, place: int, row: Mapping[str, Typed]) -> None:
        if self.computed.formulas is None or self.computed.shown is None:
            return
        values = self.computed.shown(row)
        for at, column in enumerate(self.computed.columns, start=len(self.columns)):
            formula = self.computed.formulas[column.key]
            style = self.styles.computed(column.unit)
            write_formula(sheet, place, at, formula, style=style, shown=values[column.key])

    def _write_totals(self, sheet: Worksheet) -> None:
        """Sums of the rows in view, above the header where no one takes them for a row of the table."""
        if not self.computed.columns:
            return
        sheet.write_string(TOTALS_ROW, 1, self._text("totals"), self.styles.total(Unit.TEXT))
        shown = [self.computed.shown(row) for row in self.rows] if self.computed.shown else []
        for place, column in enumerate(self._all_columns):
            if column.unit in _SUMMED:
                cells = shown if isinstance(column, ComputedColumn) else self.rows
                numbers = [value for row in cells if isinstance(value := row.get(column.key), int | Decimal)]
                letters = column_letters(place + 1)
                formula = f"=SUBTOTAL(109,{letters}{FIRST_ROW + 1}:{letters}{LAST_VALIDATED_ROW + 1})"
                style = self.styles.total(column.unit)
                write_formula(sheet, TOTALS_ROW, place, formula, style=style, shown=Decimal(sum(numbers)))

    def _write_validation(self, sheet: Worksheet) -> None:
        for place, column in enumerate(self.columns):
            hint = self._text(f"{column.key}.help")
            header = self.words.raw(f"columns.{column.key}.header")
            options = validation(column, self.words, title=header, hint=hint)
            sheet.data_validation(FIRST_ROW, place, LAST_VALIDATED_ROW, place, options)

    def _set_up_view(self, sheet: Worksheet) -> None:
        sheet.hide_gridlines(2)
        sheet.freeze_panes(FIRST_ROW, 2 if self.table is Table.CHANNELS else 1)
        sheet.set_selection(FIRST_ROW, 0, FIRST_ROW, 0)
        sheet.set_tab_color(look.ACCENT if self.table is Table.CHANNELS else look.STRONG_LINE)

    def _set_up_print(self, sheet: Worksheet) -> None:
        sheet.set_landscape()
        sheet.set_paper(HABITS[self.words.code].paper)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(HEADER_ROW)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.set_footer(f"&L&8&A&R&8{self.words.raw('template.print.page')}")
