"""Definitions: each KPI with its formula and the inputs it is made of, and the methods with their sources."""

from __future__ import annotations

from kpisheet.analysis.kpis import AMOUNTS, BUSINESS, RATIOS, SHARES, Kpi
from kpisheet.workbook.names import Role
from kpisheet.workbook.results.canvas import Canvas
from kpisheet.workbook.results.data_layout import SALES_OR_CUSTOMERS, parts_of
from kpisheet.workbook.results.sources import Sources

METHODS = (
    "sums",
    "wilson",
    "byar",
    "poisson",
    "newcombe",
    "binomial",
    "holm",
    "dispersion",
    "usual",
    "coverage",
    "outlook",
    "zero_customers",
    "causes",
)
_HEADER_ROW = 3
_WIDTHS = (40, 62, 40, 14)
_COLUMNS = ("name", "formula", "made_of", "kind")


def write_definitions(sources: Sources, canvas: Canvas) -> None:
    """Write the sheet."""
    styles = sources.styles
    canvas.columns(_WIDTHS, styles.get("plain"))
    canvas.text(0, 0, sources.names[Role.DEFINITIONS], styles.get("title"))
    canvas.worksheet.set_row(0, 28)
    canvas.text(1, 0, sources.say("definitions.introduction"), styles.get("subtitle"))
    for column, key in enumerate(_COLUMNS):
        canvas.text(_HEADER_ROW, column, sources.say(f"definitions.{key}"), styles.get("header"))
    row = _HEADER_ROW + 1
    for kpi in (*AMOUNTS, *RATIOS, *SHARES, *BUSINESS):
        _write_kpi(sources, canvas, row, kpi)
        row += 1
    _write_methods(sources, canvas, row + 1)
    canvas.worksheet.freeze_panes(_HEADER_ROW + 1, 1)
    canvas.print_on(
        header=sources.heading, footer=sources.names[Role.DEFINITIONS], repeat=(_HEADER_ROW, _HEADER_ROW)
    )


def _write_kpi(sources: Sources, canvas: Canvas, row: int, kpi: Kpi) -> None:
    words, styles = sources.words, sources.styles
    texts = (
        words.raw(f"kpis.{kpi.key}.label"),
        words.raw(f"kpis.{kpi.key}.definition"),
        _made_of(sources, kpi),
        sources.say(f"definitions.{kpi.indicator.value}"),
    )
    for column, text in enumerate(texts):
        bold = {"bold": True} if column == 0 else {}
        canvas.text(row, column, text, styles.get("cell_wrapped", **bold))
    canvas.fit_height(row, [(text, column, column) for column, text in enumerate(texts)])


def _made_of(sources: Sources, kpi: Kpi) -> str:
    """The columns that a figure is summed from."""
    words = sources.words
    if kpi.business:
        sheets = [words.raw(f"sheets.{key}") for key in ("business", "months", "deals")]
        return sources.say("definitions.from_business", sheets=sheets)
    channels = words.raw("sheets.channels")
    keys = _summed(kpi)
    labels = [
        sources.say("data.sales_or_customers")
        if key == SALES_OR_CUSTOMERS
        else words.raw(f"kpis.{key}.short")
        for key in keys
    ]
    return sources.say("definitions.from_channels", sheet=channels, columns=labels)


def _summed(kpi: Kpi) -> tuple[str, ...]:
    if kpi.denominator is None:
        return (kpi.key,)
    if kpi.denominator.startswith("total_"):
        return (kpi.denominator.removeprefix("total_"),)
    return parts_of(kpi).keys


def _write_methods(sources: Sources, canvas: Canvas, top: int) -> None:
    styles = sources.styles
    canvas.blank(top, 0, len(_WIDTHS) - 1, styles.get("section"))
    canvas.text(top, 0, sources.say("definitions.methods"), styles.get("section"))
    canvas.worksheet.set_row(top, 22)
    for row, key in enumerate(METHODS, top + 1):
        name, text = sources.say(f"method.{key}.name"), sources.say(f"method.{key}.text")
        canvas.text(row, 0, name, styles.get("cell_wrapped", bold=True))
        canvas.merged(row, 1, len(_WIDTHS) - 1, text, styles.get("cell_wrapped"))
        canvas.fit_height(row, [(name, 0, 0), (text, 1, len(_WIDTHS) - 1)])
