"""What Months says over the report period: shared costs, all new customers, retention, lifetime value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from msgspec import Struct

from kpisheet.worksheet.periods import Period, runs
from kpisheet.worksheet.schema import SHARED_COST_COLUMNS
from kpisheet.worksheet.sheet import MonthRow

_ONE, _YEAR = Decimal(1), Decimal(12)
_CUSTOMER_KEYS = ("customers_start", "customers_end", "all_new_customers")


def within(months: Iterable[MonthRow], span: Period | None) -> tuple[MonthRow, ...]:
    """The rows of Months that lie wholly inside `span`, in order of time."""
    inside = (row for row in months if span is None or span.contains(row.period))
    return tuple(sorted(inside, key=lambda row: row.period))


def shared_cost(row: MonthRow) -> Decimal | None:
    """The costs of a month that belong to no channel: as typed in one sum, else the sum of the parts.

    Blank parts beside filled ones are nil; a part that can't be used leaves the month without a sum.
    """
    if "shared_costs" in row.values:
        return row.values["shared_costs"]
    if "shared_costs" in row.unusable or not row.unusable.isdisjoint(SHARED_COST_COLUMNS):
        return None
    return parts_of_shared_cost(row)


def parts_of_shared_cost(row: MonthRow) -> Decimal | None:
    """The sum of the cost columns that are filled in; None where none is."""
    parts = [row.values[key] for key in SHARED_COST_COLUMNS if key in row.values]
    return sum(parts, Decimal(0)) if parts else None


def total_of(months: Sequence[MonthRow], key: str) -> Decimal | None:
    """The sum of a column where every one of `months` knows it, else None."""
    if not months or any(key not in row.values for row in months):
        return None
    return sum((row.values[key] for row in months), Decimal(0))


class Retention(Struct, frozen=True):
    """Customers kept over `months` consecutive months, or the reason why that can't be told."""

    rate: Decimal | None
    missing: str | None = None
    months: int = 0
    kept: Decimal | None = None
    start: Decimal | None = None

    @property
    def yearly(self) -> Decimal | None:
        """The rate brought to twelve months, as benchmarks are."""
        if self.rate is None:
            return None
        return self.rate if self.rate == 0 else self.rate ** (_YEAR / self.months)


def retention(months: Sequence[MonthRow]) -> Retention:
    """(Customers at the last end − Σ new) ÷ customers at the first start, over consecutive months."""
    counted = _trimmed(months)
    if not counted:
        return Retention(None, "customers_not_counted" if months else "months_not_recorded")
    if len(runs([row.period for row in counted])) > 1:
        return Retention(None, "months_have_a_gap")
    start, end = counted[0].values.get("customers_start"), counted[-1].values.get("customers_end")
    new = total_of(counted, "all_new_customers")
    if start is None or end is None or new is None:
        return Retention(None, "customers_not_counted")
    length, kept = sum(row.period.months for row in counted), end - new
    if start == 0:
        return Retention(None, "no_customers_at_start", length, kept, start)
    rate = kept / start
    if not 0 <= rate <= 1:
        return Retention(None, "impossible", length, kept, start)
    return Retention(rate, None, length, kept, start)


def _trimmed(months: Sequence[MonthRow]) -> Sequence[MonthRow]:
    """Without the first and last months whose customers nobody filled in yet."""
    filled = [index for index, row in enumerate(months) if any(key in row.values for key in _CUSTOMER_KEYS)]
    return months[filled[0] : filled[-1] + 1] if filled else ()


class LifetimeValue(Struct, frozen=True):
    """Yearly profit per customer × the years a customer stays, as known in `period`."""

    period: Period
    yearly_profit: Decimal
    years: Decimal

    @property
    def value(self) -> Decimal:
        """Undiscounted."""
        return self.yearly_profit * self.years


def lifetime_values(months: Sequence[MonthRow]) -> Iterator[LifetimeValue]:
    """The value at each month that gives a yearly profit or years; what it leaves blank stays as before."""
    profit = years = None
    for row in months:
        new_profit, new_years = row.values.get("yearly_profit_per_customer"), row.values.get("customer_years")
        profit = profit if new_profit is None else new_profit
        years = years if new_years is None else new_years
        if profit is not None and years is not None and (new_profit is not None or new_years is not None):
            yield LifetimeValue(row.period, profit, years)


def years_from_retention(yearly: Decimal) -> Decimal | None:
    """The years a customer stays if every year keeps the same part: 1 ÷ (1 − yearly retention)."""
    return None if yearly >= _ONE else _ONE / (_ONE - yearly)
