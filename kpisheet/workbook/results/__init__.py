"""The result sheets, authored as a workbook of their own; grafting them into a person's isn't done here."""

from __future__ import annotations

from collections.abc import Mapping

from kpisheet.analysis.report import Report
from kpisheet.workbook.carried import CarriedPlan, PlanInput
from kpisheet.workbook.names import Role, own_sheets, sheet_names
from kpisheet.worksheet.sheet import RawBook

__all__ = ["CarriedPlan", "PlanInput", "Role", "author", "own_sheets", "sheet_names"]


def author(
    report: Report, book: RawBook, *, names: Mapping[Role, str], carried: CarriedPlan | None = None
) -> bytes:
    """The result sheets under `names` as an .xlsx of their own, in the book's date system.

    Its formulas and links point at the input sheets of `book`, so it only makes sense grafted into that
    workbook. `carried` is what was typed into Plan before. The same report gives the same bytes.
    """
    raise NotImplementedError
