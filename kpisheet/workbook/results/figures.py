"""A figure in a cell: a live formula over Data used with its value, or a short word why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct
from xlsxwriter.format import Format

from kpisheet.analysis.basis import made_of
from kpisheet.analysis.kpis import KPIS, Kpi
from kpisheet.analysis.report import Figure, Figures
from kpisheet.texts.language import Words
from kpisheet.texts.units import Unit
from kpisheet.workbook.results.canvas import Canvas, text_in_formula
from kpisheet.workbook.results.data_layout import CAMPAIGN_ID, Criterion, DataLayout, parts_of
from kpisheet.workbook.results.sources import Sources
from kpisheet.workbook.results.styles import DOUBTFUL_FILL

PARTIAL = "*"  # stands after a figure that the figures beside it don't divide into, or that misses months
CONVERTED = "≈"  # stands after one that holds an amount converted from another currency
_HOLE = "\0{}\0"  # stands in a formula for what a criterion compares with; no text of a workbook holds it
_SHARE_OF = {"spend_share": "spend", "revenue_share": "revenue"}


class FigureWriter(Struct, frozen=True, dict=True):
    """Writes figures of one workbook."""

    sources: Sources
    canvas: Canvas
    layout: DataLayout

    def write(
        self,
        row: int,
        column: int,
        figure: Figure,
        criteria: Sequence[Criterion],
        *,
        beside: Figures,
        total: bool,
    ) -> None:
        """A figure of the rows that meet `criteria`, formatted as the page writes it."""
        kpi = KPIS[figure.key]
        if figure.value is None:
            style = "total_figure" if total else "undefined"
            self.canvas.text(row, column, self.word(figure), self._style(kpi, figure, beside, style))
            return
        style = self._style(kpi, figure, beside, "total_figure" if total else "figure")
        if self.layout.summed and any(key == CAMPAIGN_ID for key, _ in criteria):
            self.canvas.number(row, column, figure.value, style)  # sums per month and channel know none
            return
        likeness = (kpi.key, tuple([key for key, _ in criteria]))
        self.canvas.formula(row, column, self.formula(kpi, criteria), figure.value, style, likeness=likeness)

    def formula(self, kpi: Kpi, criteria: Sequence[Criterion]) -> str:
        """The live formula of a KPI; a short word instead of a division by 0."""
        asked = kpi.key, tuple([key for key, _ in criteria])
        formula = self._made.get(asked)
        if formula is None:  # a column's formulas differ only in what their criteria compare with
            holes = [(key, _HOLE.format(place)) for place, (key, _) in enumerate(criteria)]
            formula = self._made[asked] = self._formula(kpi, holes)
        for place, (_, value) in enumerate(criteria):
            formula = formula.replace(_HOLE.format(place), value)
        return formula

    @cached_property
    def _made(self) -> dict[tuple[str, tuple[str, ...]], str]:
        return {}

    def _formula(self, kpi: Kpi, criteria: Sequence[Criterion]) -> str:
        layout = self.layout
        if kpi.key in _SHARE_OF:
            amount = _SHARE_OF[kpi.key]
            whole = layout.total(amount, ())
            return self._divided(layout.total(amount, criteria), whole, f"no_{amount}")
        if kpi.denominator is None:
            sum_of = layout.total(kpi.key, criteria)
            none = text_in_formula(self.short_word("unknown"))
            return f"IF({layout.known(kpi.key, criteria)}=0,{none},{sum_of})"
        top, bottom = layout.numerator(kpi, criteria), layout.denominator(kpi, criteria)
        divided = self._divided(top, bottom, f"no_{parts_of(kpi).divided_by}")
        if kpi.unit is Unit.RATE:
            divided = f"IF({top}>{bottom},{text_in_formula(self.short_word('more_than_all'))},{divided})"
        if kpi.numerator != "spend":
            return divided
        return f"IF({top}=0,{text_in_formula(self.short_word('no_spend'))},{divided})"

    def _divided(self, top: str, bottom: str, reason: str) -> str:
        return f"IF({bottom}=0,{text_in_formula(self.short_word(reason))},{top}/{bottom})"

    def word(self, figure: Figure) -> str:
        """The short word for an undefined figure; a CAC without customers keeps its lower bound."""
        writing = self.sources.words.writing
        if figure.value is None and figure.lower_bound is not None:
            return f"> {writing.figure(KPIS[figure.key].unit, figure.lower_bound)}"
        return self.short_word(figure.missing or "unknown")

    def short_word(self, reason: str) -> str:
        """A reason in a word or two."""
        return short_word(self.sources.words, reason)

    def _style(self, kpi: Kpi, figure: Figure, beside: Figures, style: str) -> Format:
        partial = made_of(figure, beside, self.sources.report) is not None
        suffix = (CONVERTED if figure.converted else "") + (PARTIAL if partial else "")
        styles, unit = self.sources.styles, shown_unit(kpi.unit, figure)
        if figure.doubtful:
            return styles.figure(unit, style, suffix=suffix, bg_color=DOUBTFUL_FILL)
        return styles.figure(unit, style, suffix=suffix)


def shown_unit(unit: Unit, figure: Figure) -> Unit:
    """A derived count that isn't whole keeps one decimal, as on the page."""
    value = figure.value
    if unit is Unit.COUNT and value is not None and value != value.to_integral_value():
        return Unit.DAYS  # written with one decimal
    return unit


def short_word(words: Words, reason: str) -> str:
    """Why a figure is undefined, in a word or two, so that it fits a cell."""
    if words.has(f"workbook.short.{reason}"):
        return words.raw(f"workbook.short.{reason}")
    if reason.endswith("_not_recorded"):
        return words.raw("workbook.short.unknown")
    return words.raw(f"missing.{reason}")
