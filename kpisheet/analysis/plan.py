"""The reckoning behind the sheet Plan: next period's spend per channel, and what follows at today's rates.

With a returns exponent e, the results of a spend s are today's results × (s ÷ today's spend) ^ e: with 1
every further unit brings the same, below 1 it brings less. Average is not marginal.
"""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.report import PlanLine
from kpisheet.analysis.workings import Workings

_ZERO = Decimal(0)


def plan_lines(workings: Workings) -> tuple[PlanLine, ...]:
    """Each channel's starting point: per month of the report, at today's rates."""
    return tuple(_line(workings, key) for key in workings.order)


def _line(workings: Workings, key: str) -> PlanLine:
    sums = workings.part.channels[key]
    periods = workings.part.channel_periods.get(key)
    months = Decimal(workings.months if periods else 1)

    def monthly(amount: str) -> Decimal | None:
        part = sums.part("spend", amount) if amount != "spend" else sums.part("spend")
        return None if part is None else part.totals[-1] / months

    return PlanLine(
        workings.channel(key),
        monthly("spend"),
        monthly("leads"),
        monthly("new_customers"),
        monthly("revenue"),
        monthly("gross_profit"),
    )


class Planned(Struct, frozen=True):
    """What follows from a planned spend; None is unknown."""

    spend: Decimal
    leads: Decimal | None
    customers: Decimal | None
    revenue: Decimal | None
    gross_profit: Decimal | None

    @property
    def roi(self) -> Decimal | None:
        """(Gross profit − spend) ÷ spend."""
        if self.gross_profit is None or self.spend == 0:
            return None
        return (self.gross_profit - self.spend) / self.spend


def scale(spend: Decimal, today: Decimal, exponent: Decimal) -> Decimal | None:
    """By how much results grow; None where nothing is spent today, so that there is no rate to go by."""
    if today <= 0:
        return None
    return _ZERO if spend == 0 else (spend / today) ** exponent


def planned(line: PlanLine, spend: Decimal, exponent: Decimal = Decimal(1)) -> Planned:
    """What `spend` brings by the line's rates and a returns exponent."""
    factor = None if line.spend is None else scale(spend, line.spend, exponent)

    def scaled(amount: Decimal | None) -> Decimal | None:
        return None if amount is None or factor is None else amount * factor

    return Planned(
        spend, scaled(line.leads), scaled(line.customers), scaled(line.revenue), scaled(line.gross_profit)
    )


def break_even_spend(line: PlanLine, exponent: Decimal) -> Decimal | None:
    """The spend up to which gross profit covers it, with diminishing returns; None where there is none.

    Gross profit g × (s ÷ t) ^ e equals s at s = t × (g ÷ t) ^ (1 ÷ (1 − e)).
    """
    today, profit = line.spend, line.gross_profit
    if today is None or profit is None or today <= 0 or profit <= 0 or not 0 <= exponent < 1:
        return None
    return today * (profit / today) ** (1 / (1 - exponent))
