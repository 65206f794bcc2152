"""The look of the provided worksheet: its colours, and its cell formats, each made once."""

from __future__ import annotations

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook

from kpisheet.texts.habits import HABITS
from kpisheet.texts.units import Unit
from kpisheet.texts.writing import Writing

FONT = "Arial"  # on every desk, and LibreOffice has a twin of the same widths
INK = "#1F2A30"
MUTED = "#66757F"
ACCENT = "#125E5A"
ACCENT_SOFT = "#D9E9E6"
INPUT = "#E8F3F0"  # the tint of what a person fills in; kept clear of the report's red, amber and blue marks
OPTIONAL = "#FFFFFF"
COMPUTED = "#EFF1F3"
COMPUTED_HEAD = "#7A868E"
MORE_HEAD = "#4F8682"
LINE = "#D5DFE1"
STRONG_LINE = "#9DB0B0"
ATTENTION = "#B45309"
QUIET = "#8A969E"
WHITE = "#FFFFFF"


class Styles:
    """Cell formats of one workbook. Without a currency, money is written without a sign."""

    def __init__(self, workbook: Workbook, language: str, currency: str | None) -> None:
        self._workbook = workbook
        self._writing = Writing(language, currency)
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """The format with these XlsxWriter properties on top of the house's font."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
            self._made[key] = self._workbook.add_format(base | properties)
        return self._made[key]

    def conditional(self, **properties: Any) -> Format:
        """A format that a condition lays over a cell: only what it changes."""
        return self._workbook.add_format(properties)

    def number_format(self, unit: Unit) -> str:
        """The Excel number format of a unit, in the worksheet's currency."""
        if unit in {Unit.PERIOD, Unit.DATE}:  # named in the worksheet's language, whatever the computer's own
            return HABITS[self._writing.code].excel_locale + self._writing.excel_format(unit)
        return self._writing.excel_format(unit)

    def input(self, unit: Unit, fill: str = INPUT) -> Format:
        """A cell that a person fills in."""
        return self.format(
            num_format=self.number_format(unit),
            **_aligned(unit),
            bg_color=fill,
            bottom=1,
            bottom_color=LINE,
        )

    def computed(self, unit: Unit) -> Format:
        """A grey cell that a formula fills."""
        return self.format(
            num_format=self.number_format(unit),
            align="right",
            bg_color=COMPUTED,
            font_color="#4A5660",
            bottom=1,
            bottom_color=LINE,
        )

    def below(self, unit: Unit) -> Format:
        """A cell below the ready rows, where a table may yet grow."""
        return self.format(
            num_format=self.number_format(unit),
            **_aligned(unit),
        )

    def head(self, fill: str, unit: Unit) -> Format:
        """A column's header."""
        return self.format(
            bold=True,
            font_color=WHITE,
            bg_color=fill,
            text_wrap=True,
            **({"align": "right"} | _aligned(unit)),
            border=1,
            border_color=WHITE,
        )

    def total(self, unit: Unit) -> Format:
        """A sum above the header."""
        return self.format(num_format=self.number_format(unit), align="right", bold=True, font_color=ACCENT)

    @property
    def title(self) -> Format:
        """A sheet's title."""
        return self.format(font_size=18, bold=True, font_color=ACCENT)

    @property
    def hint(self) -> Format:
        """A quiet sentence under a title or beside a cell."""
        return self.format(font_color=MUTED)

    @property
    def heading(self) -> Format:
        """A section's heading."""
        return self.format(font_size=12, bold=True, font_color=ACCENT, bottom=2, bottom_color=ACCENT_SOFT)


_LEFT = frozenset({Unit.TEXT, Unit.CHOICE, Unit.PERIOD, Unit.DATE})


def _aligned(unit: Unit) -> dict[str, Any]:
    """Words to the left. Numbers go right by themselves, and so a number typed as text shows at once."""
    return {"align": "left", "indent": 1} if unit in _LEFT else {}
