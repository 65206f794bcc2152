"""How the result sheets look: explicit fonts and RGB colours, so nothing depends on a workbook's theme."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format

from kpisheet.analysis.report import Pays
from kpisheet.texts.language import Words
from kpisheet.texts.units import Unit
from kpisheet.workbook.severity_colours import SEVERITY_FILLS
from kpisheet.worksheet.findings import Severity

FONT = "Arial"
INK = "#1F2937"
MUTED = "#6B7280"
ACCENT = "#125E5A"
HEADER_FILL = "#E3EEEC"
RULE = "#C9D3DF"
HAIRLINE = "#E5E9EF"
INPUT_FILL = "#E8F3F0"  # as the inputs of the worksheet; yellow means doubtful
DOUBTFUL_FILL = "#FFF3CD"
CARD_FILL = "#F2F7F6"

SPEND_COLOUR = "#A9BCC6"
REVENUE_COLOUR = "#125E5A"
RANGE_COLOUR = "#A9BCC6"
RETURN_COLOUR = "#2F7D6B"
LOSS_COLOUR = "#B5482F"
LEADS_COLOUR = "#B45309"

VERDICT_COLOURS = {
    Pays.PAYS: ("#DDF0E3", "#14532D"),
    Pays.LOSES_MONEY: ("#F8DDD6", "#7F1D1D"),
    Pays.CHECK_FIRST: ("#FFF3D6", "#6B4400"),
    Pays.CANNOT_TELL: ("#EEF0F3", "#374151"),
    Pays.NO_SPEND: ("#FFFFFF", MUTED),
}

_BASE: dict[str, Any] = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}

STYLES: dict[str, dict[str, Any]] = {
    "plain": {},
    "title": {"font_size": 18, "bold": True, "font_color": ACCENT},
    "subtitle": {"font_color": MUTED},
    "headline": {"font_size": 13, "text_wrap": True, "valign": "top"},
    # A thin line: LibreOffice draws half of a thicker one into the row below, through the text at its top.
    "section": {"font_size": 13, "bold": True, "font_color": ACCENT, "bottom": 1, "bottom_color": HAIRLINE},
    "note": {"font_color": MUTED, "text_wrap": True, "valign": "top"},
    "cell_note": {
        "indent": 1,
        "align": "left",
        "font_color": MUTED,
        "text_wrap": True,
        "valign": "top",
        "bottom": 1,
        "bottom_color": HAIRLINE,
    },
    "wrapped": {"text_wrap": True, "valign": "top"},
    "wrapped_bold": {"text_wrap": True, "valign": "top", "bold": True},
    "header": {
        "indent": 1,
        "align": "left",
        "bold": True,
        "bg_color": HEADER_FILL,
        "text_wrap": True,
        "valign": "bottom",
        "bottom": 1,
        "bottom_color": RULE,
    },
    "header_right": {
        "bold": True,
        "bg_color": HEADER_FILL,
        "text_wrap": True,
        "valign": "bottom",
        "align": "right",
        "bottom": 1,
        "bottom_color": RULE,
    },
    "cell": {"indent": 1, "bottom": 1, "bottom_color": HAIRLINE},
    "cell_wrapped": {
        "indent": 1,
        "align": "left",
        "bottom": 1,
        "bottom_color": HAIRLINE,
        "text_wrap": True,
        "valign": "top",
    },
    "cell_top": {"indent": 1, "align": "left", "bottom": 1, "bottom_color": HAIRLINE, "valign": "top"},
    "figure": {"bottom": 1, "bottom_color": HAIRLINE, "align": "right"},
    "undefined": {"bottom": 1, "bottom_color": HAIRLINE, "align": "right", "font_color": MUTED},
    "id": {"bottom": 1, "bottom_color": HAIRLINE, "font_color": MUTED, "font_size": 8, "align": "center"},
    "total": {"indent": 1, "bold": True, "top": 1, "top_color": INK, "bottom": 1, "bottom_color": INK},
    "total_figure": {
        "bold": True,
        "top": 1,
        "top_color": INK,
        "bottom": 1,
        "bottom_color": INK,
        "align": "right",
    },
    "machine": {"font_color": MUTED, "bottom": 1, "bottom_color": HAIRLINE},
    "link": {"indent": 1, "font_color": ACCENT, "underline": 1, "bottom": 1, "bottom_color": HAIRLINE},
    "link_top": {
        "indent": 1,
        "align": "left",
        "font_color": ACCENT,
        "underline": 1,
        "bottom": 1,
        "bottom_color": HAIRLINE,
        "valign": "top",
    },
    "plain_link": {"font_color": ACCENT, "underline": 1},
    "card_label": {"font_color": MUTED, "bg_color": CARD_FILL, "top": 2, "top_color": ACCENT, "indent": 1},
    "card_value": {"font_size": 18, "bold": True, "bg_color": CARD_FILL, "align": "left", "indent": 1},
    "card_note": {
        "align": "left",
        "font_color": MUTED,
        "font_size": 9,
        "bg_color": CARD_FILL,
        "text_wrap": True,
        "valign": "top",
        "indent": 1,
    },
    "guard": {"bold": True, "font_color": "#14532D", "bg_color": "#DDF0E3", "indent": 1},
    "input": {
        "bg_color": INPUT_FILL,
        "border": 1,
        "border_color": "#9DB0B0",
        "align": "right",
        "locked": False,
    },
}


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: xlsxwriter.Workbook, words: Words) -> None:
        self._workbook = workbook
        self._words = words
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._number_formats: dict[tuple[Unit, str], str] = {}
        self._asked: dict[tuple[str, tuple[tuple[str, Any], ...]], Format] = {}

    def get(self, style: str = "plain", /, **changes: Any) -> Format:
        """The format of a named style with `changes` of single properties."""
        asked = style, tuple(changes.items())
        found = self._asked.get(asked)  # thousands of cells ask for a few dozen formats
        if found is None:
            found = self._asked[asked] = self._format({**_BASE, **STYLES[style], **changes})
        return found

    def _format(self, properties: dict[str, Any]) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(properties)
        return self._made[key]

    def figure(self, unit: Unit, style: str = "figure", *, suffix: str = "", **changes: Any) -> Format:
        """A style with the number format that shows a figure of `unit` as the page writes it."""
        shown = unit, suffix
        if shown not in self._number_formats:
            self._number_formats[shown] = self.number_format(unit, suffix)
        return self.get(style, num_format=self._number_formats[shown], **changes)

    def number_format(self, unit: Unit, suffix: str = "") -> str:
        """The unit's number format; `suffix` is put after the number in each of its sections."""
        sections = self._words.writing.excel_format(unit).split(";")
        return ";".join(f'{section}"{suffix}"' if suffix else section for section in sections)

    def verdict(self, pays: Pays, style: str = "cell") -> Format:
        """The tint of a verdict."""
        fill, ink = VERDICT_COLOURS[pays]
        return self.get(style, bg_color=fill, font_color=ink, bold=True)

    def severity(self, severity: Severity, style: str = "cell_top") -> Format:
        """The tint of a severity, the same as that of the cell in the input sheet."""
        return self.get(style, bg_color=SEVERITY_FILLS[severity])

    @cached_property
    def changed(self) -> Format:
        """The conditional format of a guard that has something to say."""
        return self._workbook.add_format({"bg_color": "#F6C9BF", "font_color": "#7F1D1D", "bold": True})

    def mark(self, pays: Pays) -> Format:
        """The conditional format of a plan that breaks even, or doesn't."""
        fill, ink = VERDICT_COLOURS[pays]
        return self._workbook.add_format({"bg_color": fill, "font_color": ink})
