"""Where the sheet Plan starts from: what each channel costs and brings in a month of the report.

What follows from a planned spend is reckoned where it is written, in `workbook.results.plan`.
"""

from __future__ import annotations

from decimal import Decimal

from kpisheet.analysis.report import PlanLine
from kpisheet.analysis.workings import Workings


def plan_lines(workings: Workings) -> tuple[PlanLine, ...]:
    """Each channel's starting point: per month of the report, at today's rates."""
    return tuple(_line(workings, key) for key in workings.order)


def _line(workings: Workings, key: str) -> PlanLine:
    sums = workings.part.channels[key]
    periods = workings.part.channel_periods.get(key)
    months = Decimal(workings.months if periods else 1)

    def monthly(amount: str) -> Decimal | None:
        part = (
            sums.over_rows_knowing("spend", amount) if amount != "spend" else sums.over_rows_knowing("spend")
        )
        return None if part is None else part.totals[-1] / months

    return PlanLine(
        workings.channel(key),
        monthly("spend"),
        monthly("leads"),
        monthly("new_customers"),
        monthly("revenue"),
        monthly("gross_profit"),
    )
