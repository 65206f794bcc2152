"""The rows of Months that go with a business's channels: customers won and lost, shared costs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from kpisheet.workbook.template.filling import Typed

from .series import MONTHS, shared_out

_EVENLY = 1_000  # customers leave all year round, however many come


@dataclass(frozen=True, slots=True)
class Customers:
    """A year of a business: customers at its start and end, all new ones, what one brings and costs."""

    start: int
    end: int
    new: int
    average_sale: int
    yearly_profit: int
    years: Decimal
    costs: Mapping[str, int]


def month_rows(customers: Customers, channels: Sequence[Mapping[str, Typed]]) -> list[dict[str, Typed]]:
    """One row a month; more customers are new than the channels brought, never fewer."""
    won = [_sum(channels, "new_customers", place) for place in range(len(MONTHS))]
    revenue = [_sum(channels, "revenue", place) for place in range(len(MONTHS))]
    others = shared_out(customers.new - sum(won), won)
    lost = shared_out(customers.start + customers.new - customers.end, [_EVENLY] * len(MONTHS))
    rows: list[dict[str, Typed]] = []
    there = customers.start
    for place, month in enumerate(MONTHS):
        after = there + won[place] + others[place] - lost[place]
        rows.append(
            {
                "period": month,
                "customers_start": there,
                "customers_end": after,
                "all_new_customers": won[place] + others[place],
                "all_new_revenue": revenue[place] + others[place] * customers.average_sale,
                "yearly_profit_per_customer": customers.yearly_profit,
                "customer_years": customers.years,
                **customers.costs,
            }
        )
        there = after
    return rows


def _sum(channels: Sequence[Mapping[str, Typed]], key: str, place: int) -> int:
    return sum(int(str(row[key])) for row in channels if row["period"] == MONTHS[place])
