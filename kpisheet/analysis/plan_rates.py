"""What a channel's spend brings in a plan: as past months had it, or as a person typed it.

A channel's spend s of a month earns (s ÷ now) ^ exponent times what it brings now; of a channel without past
spend, what the typed rates say, else nothing. What is earned arrives so many days later: spend is even over
its month, so a share of it arrives n months later and the rest n + 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from kpisheet.analysis.planning import DAYS_OF_A_MONTH, MONTHS, ChannelTyped, PlanLine, number

TYPED_VARIANCE = 0.0625  # of typed rates: good to about a half more or less


class Rates(Struct, frozen=True, dict=True):
    """A line with what was typed for it: what one unit of its factor brings in a month, and what comes free.

    The unit is the spend of a month now, or of a channel without any one unit of money.
    """

    line: PlanLine
    typed: ChannelTyped

    @property
    def now(self) -> float:
        """The spend of a month now."""
        return self.line.now

    @cached_property
    def exponent(self) -> float:
        """How its results grow with spend."""
        return number(self.typed.exponent, self.line.returns.exponent)

    @cached_property
    def days(self) -> float:
        """Until a customer is won."""
        return max(0.0, number(self.typed.days, self.line.days))

    @cached_property
    def cost_per_customer(self) -> float | None:
        """Typed, else of the worksheet."""
        if self.typed.cost_per_customer is not None:
            return float(self.typed.cost_per_customer)
        customers = self.line.brings.customers
        return self.now / customers if self.now > 0 and customers else None

    @cached_property
    def profit_per_customer(self) -> float | None:
        """Typed, else of the worksheet."""
        if self.typed.profit_per_customer is not None:
            return float(self.typed.profit_per_customer)
        customers, profit = self.line.brings.customers, self.line.brings.profit
        return profit / customers if customers and profit is not None else None

    @cached_property
    def customers(self) -> float:
        """New customers of a unit."""
        if (self.cost_per_customer or 0.0) > 0:
            return (self.now or 1.0) / (self.cost_per_customer or 1.0)
        return self.line.brings.customers or 0.0 if self.now > 0 else 0.0

    @cached_property
    def profit(self) -> float:
        """Gross profit of a unit."""
        if (self.cost_per_customer or 0.0) > 0 and self.profit_per_customer is not None:
            return self.customers * self.profit_per_customer
        return self.line.brings.profit or 0.0 if self.now > 0 else 0.0

    @cached_property
    def revenue(self) -> float:
        """Revenue of a unit."""
        if self.line.revenue_per_profit is not None:
            return self.profit * self.line.revenue_per_profit
        return self.line.brings.revenue or 0.0 if self.now > 0 else 0.0

    @cached_property
    def has_rate(self) -> bool:
        """Whether what its spend brings is known, if only as nothing."""
        if self.now > 0 and self.line.brings.profit is not None:
            return True
        return (self.cost_per_customer or 0.0) > 0 and self.profit_per_customer is not None

    def _free(self, amount: float | None) -> float:
        return 0.0 if self.now > 0 else amount or 0.0

    @cached_property
    def free_customers(self) -> float:
        """Those a month of a channel that costs nothing."""
        return self._free(self.line.brings.customers)

    @cached_property
    def free_profit(self) -> float:
        """Their gross profit."""
        return self._free(self.line.brings.profit)

    @cached_property
    def free_revenue(self) -> float:
        """Their revenue."""
        return self._free(self.line.brings.revenue)

    @cached_property
    def worth(self) -> float:
        """Gross profit of a customer, for what chance does to a sum; of any channel where it has none."""
        own = self.profit_per_customer
        return abs(own if own is not None else self.line.usual_profit or 0.0)

    @cached_property
    def profit_variance(self) -> float:
        """Of the rate of its gross profit, as a share of its square."""
        return self.line.profit_variance if self.line.brings.profit is not None else TYPED_VARIANCE

    @cached_property
    def count_variance(self) -> float:
        """Of the rate of its customers."""
        return self.line.count_variance if self.line.brings.customers is not None else TYPED_VARIANCE

    def factor(self, spend: float) -> float:
        """How many units of results a month's spend earns."""
        if self.now <= 0:
            return max(0.0, spend)
        return (spend / self.now) ** self.exponent if spend > 0 else 0.0

    @property
    def before(self) -> float:
        """What a month before the plan earned."""
        return self.line.before if self.now > 0 else 0.0

    @property
    def as_now(self) -> list[float]:
        """What each month earns that spends as much as now."""
        return [1.0 if self.now > 0 else 0.0] * MONTHS

    def arriving(self, earned: Sequence[float]) -> list[float]:
        """The units that arrive in each month, given those that each month's spend earns."""
        whole = math.floor(self.days / DAYS_OF_A_MONTH)
        later = self.days / DAYS_OF_A_MONTH - whole

        def at(month: int) -> float:
            return earned[month] if month >= 0 else self.before

        return [(1 - later) * at(month - whole) + later * at(month - whole - 1) for month in range(MONTHS)]

    # --- the next unit of money -------------------------------------------------------------------

    @property
    def average_return(self) -> float | None:
        """Gross profit of one unit of money, of all that is spent now."""
        if not self.has_rate:
            return None
        return self.profit / self.now if self.now > 0 else self.profit

    @property
    def marginal_return(self) -> float | None:
        """Gross profit of the next unit of money."""
        average = self.average_return
        return None if average is None else average * (self.exponent if self.now > 0 else 1.0)

    @property
    def curve_told(self) -> bool:
        """Whether its curve is known or was typed, and its verdict says whether it pays for itself."""
        typed = self.exponent != self.line.returns.exponent
        return self.line.told and self.now > 0 and (self.line.returns.known or typed)

    @property
    def pays_up_to(self) -> float | None:
        """The spend a month whose last unit of money just comes back, but no more than was seen.

        0 where it lies below all that was seen; None where it can't be known.
        """
        marginal = self.marginal_return
        if not self.curve_told or marginal is None:
            return None
        if marginal <= 0:
            return 0.0
        if self.exponent >= 1:
            return self.line.most if marginal >= 1 else 0.0
        if math.log(marginal) / (1 - self.exponent) >= math.log(self.line.most / self.now):
            return self.line.most
        found = float(self.now * marginal ** (1 / (1 - self.exponent)))
        return found if found >= self.line.least else 0.0
