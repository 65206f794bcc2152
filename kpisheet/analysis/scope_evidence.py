"""What a verdict rests on: customers, those that break even, and how much both vary by chance."""

from __future__ import annotations

from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.dispersion import Dispersion, Spread, ValueSpread, compound
from kpisheet.analysis.spreads import Variation
from kpisheet.analysis.sums import Sums


class Worth(Struct, frozen=True):
    """The gross profit of a customer, and on how many customers that rests."""

    profit: Decimal
    customers: Decimal


def worth_of(sums: Sums) -> Worth | None:
    """Gross profit ÷ new customers over the rows that know both; None without a customer."""
    part = sums.over_rows_knowing("gross_profit", "new_customers")
    if part is None or part.totals[1] <= 0:
        return None
    return Worth(part.totals[0] / part.totals[1], part.totals[1])


class Evidence(Struct, frozen=True):
    """One scope's customers against those that break even, and the dispersions of counts and of values.

    `worth_rests_on`: the customers that show what one brings. `periods` with rows, which cover `months`.
    """

    customers: float
    needed: float
    worth_rests_on: float
    counts: Spread
    values: ValueSpread
    from_deals: bool
    periods: int
    months: int

    def dispersion(self, periods: int) -> Dispersion:
        """Of the customers' profit over so many periods at this pace, in customers of the mean profit."""
        return compound(self.counts.over(periods), self.values, self.needed / self.worth_rests_on)


def evidence_of(
    customers: Decimal, needed: Decimal, worth: Worth, variation: Variation, *, periods: int, months: int
) -> Evidence:
    """The evidence of one scope."""
    spreads = variation.spreads
    return Evidence(
        float(customers),
        float(needed),
        float(worth.customers),
        spreads.counts("new_customers", variation.channel),
        spreads.values,
        spreads.from_deals,
        periods,
        months,
    )
