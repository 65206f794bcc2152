"""What a figure is made of, in words, where the figures beside it don't divide into it.

A ratio rests on the rows that know both of its parts, so spend ÷ customers of the figures shown need not
be the CAC shown. Then the figure shows its own numerator and denominator.
"""

from __future__ import annotations

from decimal import Decimal

from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Counted, Figure, Figures, Report
from kpisheet.texts.language import Sentence
from kpisheet.texts.units import Unit
from kpisheet.worksheet.periods import Period

_RETURN_OF = {"roi": "gross_profit", "revenue_roi": "revenue"}
_COSTS_OF_ALL = frozenset({"paid_cac", "fully_loaded_cac"})  # of other customers than those beside them
_NEARLY = Decimal("1e-9")


def basis(figure: Figure, beside: Figures, *, margin: Decimal | None = None) -> Sentence | None:
    """`$4,200 ÷ 30 of 47 customers`; None where the figures `beside` it divide into it.

    `margin`: a gross margin that is said elsewhere, with which revenue makes gross profit.
    """
    kpi = KPIS[figure.key]
    if figure.key in _COSTS_OF_ALL and figure.value is not None:
        return _of_all(figure)
    if figure.numerator is None or figure.denominator is None or kpi.denominator is None:
        return None
    if figure.value is None or kpi.denominator.startswith("total_"):
        return None
    if figure.key in _RETURN_OF:
        return _of_return(figure, beside, margin)
    top, bottom = kpi.numerator or "", kpi.denominator
    if _shown(beside, top, figure.numerator) and _shown(beside, bottom, figure.denominator):
        return None
    facts = {"top": _part(beside, top, figure.numerator), "bottom": _part(beside, bottom, figure.denominator)}
    return Sentence("basis.ratio", facts)


def _of_all(figure: Figure) -> Sentence | None:
    if figure.numerator is None or figure.denominator is None:
        return None
    nothing: Figures = {}
    facts = {
        "top": _part(nothing, "spend", figure.numerator),
        "bottom": _part(nothing, "new_customers", figure.denominator),
    }
    return Sentence("basis.ratio", facts)


def _of_return(figure: Figure, beside: Figures, margin: Decimal | None) -> Sentence | None:
    brought, spend = _RETURN_OF[figure.key], figure.denominator or Decimal(0)
    came = (figure.numerator or Decimal(0)) + spend
    whole = _shown(beside, "spend", spend)
    if whole and (
        _shown(beside, brought, came) if brought == "revenue" else _by_margin(beside, came, margin)
    ):
        return None
    facts = {"came": _part(beside, brought, came), "spend": _part(beside, "spend", spend)}
    return Sentence("basis.return", facts)


def _by_margin(beside: Figures, profit: Decimal, margin: Decimal | None) -> bool:
    """Whether the revenue shown, times a margin that is said, is the gross profit."""
    revenue = beside["revenue"].value if "revenue" in beside else None
    return margin is not None and revenue is not None and _near(revenue * margin, profit)


def _shown(beside: Figures, key: str, part: Decimal) -> bool:
    if key == "sales_or_customers":
        return any(_shown(beside, each, part) for each in ("sales", "new_customers"))
    if key not in KPIS:
        return False
    whole = beside[key].value if key in beside else None
    return whole is not None and _near(whole, part)


def _near(first: Decimal, other: Decimal) -> bool:
    return abs(first - other) <= _NEARLY * max(abs(first), abs(other), Decimal(1))


def _part(beside: Figures, key: str, part: Decimal) -> Sentence:
    """One part of a ratio, and of how much it is, where there is more."""
    kind = "money" if key in KPIS and KPIS[key].unit is Unit.MONEY else "count"
    whole = beside[key].value if key in KPIS and key in beside else None
    name = Sentence(f"basis.{key}", {"n": part if whole is None or _near(whole, part) else whole})
    if whole is None or _near(whole, part):
        return Sentence(f"basis.{kind}", {"part": part, "name": name})
    return Sentence(f"basis.{kind}_of", {"part": part, "whole": whole, "name": name})


def made_of(figure: Figure, beside: Figures, report: Report) -> Sentence | None:
    """What is said beside a figure of the report: what a ratio is made of, or what a sum misses."""
    said = basis(figure, beside, margin=report.margin)
    if said is None and KPIS[figure.key].denominator is None:
        return left_out(figure, report.periods)
    return said


def left_out(figure: Figure, periods: tuple[Period, ...]) -> Sentence | None:
    """What a sum misses: `3 of 4 months`, or how many rows don't say it; None where it misses nothing."""
    short = figure.shortfall
    if short is None:
        return None
    if short.counted is Counted.ROWS or not periods:
        return Sentence("basis.rows", {"n": short.of - short.known, "of": short.of})
    kind = "months" if all(period.is_month for period in periods) else "periods"
    return Sentence(f"basis.{kind}", {"known": short.known, "of": short.of})
