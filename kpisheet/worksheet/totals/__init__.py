"""Totals: rows and columns that sum up others, told by evidence that is weighed (`totals_among`)."""

from kpisheet.worksheet.totals.formulas import Reckons, TableArea, adds_up, reckons
from kpisheet.worksheet.totals.judge import totals_among
from kpisheet.worksheet.totals.labels import Dimensions
from kpisheet.worksheet.totals.lines import Difference, Evidence, Line, Total, Verdict
from kpisheet.worksheet.totals.words import (
    denies_total,
    is_total_label,
    may_be_total_label,
    names_group,
    says_average,
    says_running,
)

__all__ = [
    "Difference",
    "Dimensions",
    "Evidence",
    "Line",
    "Reckons",
    "TableArea",
    "Total",
    "Verdict",
    "adds_up",
    "denies_total",
    "is_total_label",
    "may_be_total_label",
    "names_group",
    "reckons",
    "says_average",
    "says_running",
    "totals_among",
]
