"""What a scenario of the plan comes to: the reckoning behind the sheet's formulas, the page and the JSON.

What a month's spend earns, and when it arrives, is said in `plan_rates`. Before the plan, spend was as it is
now. Where two years of months tell a season, what arrives in a month is as much more or less. Ranges are
Wilson and Hilferty's of a gamma distribution (1931, Proc. Natl. Acad. Sci. 17, 684) with the same mean and
variance: of the rates, which rest on the customers seen; of the returns' exponent; and of the customers that
are still to come.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property
from statistics import NormalDist

from msgspec import Struct

from kpisheet.analysis.plan_rates import Rates
from kpisheet.analysis.planning import (
    DAYS_OF_A_MONTH,
    MONTHS,
    WIDEST_MOVE,
    Plan,
    PlanLine,
    Scenario,
    number,
)

LEAST_DIFFERENCE = 0.005  # less than that is no difference of money
FURTHEST_LEVEL = 20.0  # × now, or a part of it: how far an exponent's uncertainty is followed


class Estimate(Struct, frozen=True):
    """An expected value and its likely range; None where it isn't known."""

    value: float | None = None
    low: float | None = None
    high: float | None = None


def likely(value: float, variance: float, quantile: float) -> tuple[float, float]:
    """The range of a sum with this mean and variance that is never below 0, or around a negative one."""
    if variance <= 0:
        return value, value
    if value <= 0:
        off = quantile * math.sqrt(variance)
        return value - off, value + off
    shape = value * value / variance
    middle, off = 1 - 1 / (9 * shape), quantile / (3 * math.sqrt(shape))
    return value * max(0.0, middle - off) ** 3, value * (middle + off) ** 3


class LineResult(Struct, frozen=True):
    """One channel in one scenario: units earned and arriving by month, and what the counted ones come to.

    `later`: the units that arrive after them. `tilt`: the relative standard deviation that its curve brings.
    `profit_spread`, `customer_spread`: standard deviations that its rates and its curve bring; the `…_chance`
    variances of customers still to come. `better_spread`: of its difference from now.
    """

    rates: Rates
    spend: tuple[float, ...]
    earned: tuple[float, ...]
    arriving: tuple[float, ...]
    units: float
    later: float
    tilt: float
    profit: float
    customers: float
    profit_spread: float
    customer_spread: float
    profit_chance: float
    customer_chance: float
    better_spread: float

    @property
    def without_return(self) -> bool:
        """Whether spend is planned of which nothing tells what it brings."""
        return not self.rates.has_rate and any(spend > 0 for spend in self.spend)

    @property
    def beyond_seen(self) -> bool:
        """Whether a month's spend is far above the highest one seen."""
        most = self.rates.line.most
        return most > 0 and max(self.spend) > WIDEST_MOVE * most


def spend_of(plan: Plan, line: PlanLine, scenario: Scenario) -> tuple[float, ...]:
    """A channel's spend in each month: typed for it, else typed for all months, else as now."""
    if scenario is Scenario.NOW:
        return (line.now,) * MONTHS
    typed = plan.typed_of(line)
    level = number(typed.level.get(scenario), line.now)
    return tuple(number(typed.spend.get((scenario, month.key)), level) for month in plan.months)


def line_result(plan: Plan, line: PlanLine, scenario: Scenario) -> LineResult:
    """What one channel comes to."""
    rates, spend, counted = Rates(line, plan.typed_of(line)), spend_of(plan, line, scenario), plan.counted
    earned = [rates.factor(each) for each in spend]
    arriving = rates.arriving(earned)
    units = _units(plan, arriving)
    from_before = rates.before * min(counted, rates.days / DAYS_OF_A_MONTH)
    profit = units * rates.profit + plan.weight * rates.free_profit
    customers = units * rates.customers + plan.weight * rates.free_customers
    tilt = line.returns.uncertainty * _distance(math.fsum(spend[:counted]), rates.now * counted)
    chance = line.chance.single + line.chance.repeated * plan.repeats[counted - 1]
    difference = (units - _units(plan, rates.arriving(rates.as_now))) * rates.profit
    return LineResult(
        rates,
        spend,
        tuple(earned),
        tuple(arriving),
        units,
        math.fsum(earned[:counted]) - math.fsum(arriving[:counted]) + from_before,
        tilt,
        profit,
        customers,
        abs(profit) * math.sqrt(rates.profit_variance + tilt * tilt),
        customers * math.sqrt(rates.count_variance + tilt * tilt),
        abs(profit) * rates.worth * (chance + line.chance.values),
        customers * chance,
        math.sqrt(difference * difference * rates.profit_variance + (profit * tilt) ** 2),
    )


def _units(plan: Plan, arriving: Sequence[float]) -> float:
    """Those that arrive in the months that count, as busy as these are."""
    return math.fsum(one * busy for one, busy in zip(arriving[: plan.counted], plan.seasonal, strict=False))


def _distance(spend: float, now: float) -> float:
    """How far a spend is from what was seen, as a logarithm: that is what an exponent multiplies."""
    if now <= 0:
        return 0.0
    return math.log(min(FURTHEST_LEVEL, max(1 / FURTHEST_LEVEL, spend / now)))


class Month(Struct, frozen=True):
    """One month of a scenario."""

    spend: float
    customers: float
    revenue: float
    profit: Estimate
    after: float | None  # all costs
    cash: float | None  # at its end


class Outcome(Struct, frozen=True, dict=True):
    """A scenario as a whole; only the counted months count."""

    plan: Plan
    scenario: Scenario
    lines: tuple[LineResult, ...]

    @property
    def counted(self) -> range:
        """The months that count."""
        return range(self.plan.counted)

    @cached_property
    def knows_profit(self) -> bool:
        """Whether of any channel it is known what it brings."""
        return any(one.rates.has_rate or one.rates.line.brings.profit is not None for one in self.lines)

    @cached_property
    def knows_range(self) -> bool:
        """Whether of all that bring something it is known what a customer brings."""
        return all(one.rates.worth > 0 or one.profit == 0 for one in self.lines)

    @cached_property
    def spend(self) -> float:
        """All that is spent on channels."""
        return math.fsum(math.fsum(one.spend[: self.plan.counted]) for one in self.lines)

    @cached_property
    def customers(self) -> Estimate:
        """New customers that arrive."""
        value = math.fsum(one.customers for one in self.lines)
        variance = math.fsum(one.customer_spread**2 + one.customer_chance for one in self.lines)
        variance += value * value * self._season
        return Estimate(value, *likely(value, variance, self.plan.quantile))

    @property
    def _season(self) -> float:
        """Of a sum over the months that count, as a share of its square."""
        return self.plan.season[self.plan.counted - 1]

    @cached_property
    def _rate_variance(self) -> float:
        return math.fsum(one.profit_spread**2 for one in self.lines)

    @cached_property
    def profit(self) -> Estimate:
        """Gross profit that arrives."""
        if not self.knows_profit:
            return Estimate()
        value = math.fsum(one.profit for one in self.lines)
        if not self.knows_range:
            return Estimate(value)
        variance = self._rate_variance + math.fsum(one.profit_chance for one in self.lines)
        variance += value * value * self._season
        return Estimate(value, *likely(value, variance, self.plan.quantile))

    @cached_property
    def revenue(self) -> Estimate:
        """Revenue that arrives; its range is that of the gross profit."""
        value = math.fsum(
            one.units * one.rates.revenue + self.plan.weight * one.rates.free_revenue for one in self.lines
        )
        profit = self.profit
        if profit.low is None or profit.high is None or not profit.value or profit.value < 0:
            return Estimate(value)
        return Estimate(value, value * profit.low / profit.value, value * profit.high / profit.value)

    @property
    def shared(self) -> float:
        """Costs of no channel."""
        return self.plan.shared_costs * self.plan.counted

    @cached_property
    def after(self) -> Estimate:
        """Gross profit less all costs."""
        return _less(self.profit, self.spend + self.shared)

    @cached_property
    def roi(self) -> Estimate:
        """(Gross profit − spend) ÷ spend."""
        if self.spend <= 0:
            return Estimate()
        less = _less(self.profit, self.spend)
        return Estimate(
            *(None if end is None else end / self.spend for end in (less.value, less.low, less.high))
        )

    @cached_property
    def later(self) -> float | None:
        """Gross profit of the plan's spend that arrives after it, less that of earlier spend if none does."""
        if not self.knows_profit:
            return None
        return math.fsum(one.later * one.rates.profit for one in self.lines)

    @cached_property
    def months(self) -> tuple[Month, ...]:
        """Month by month."""
        made, cash = [], number(self.plan.typed.cash, 0.0)
        for index in range(MONTHS):
            spend = math.fsum(one.spend[index] for one in self.lines)
            profit = self._month_profit(index)
            after = None if profit.value is None else profit.value - spend - self.plan.shared_costs
            cash += after or 0.0
            customers, revenue = (
                self.plan.seasonal[index]
                * math.fsum(
                    one.arriving[index] * getattr(one.rates, key) + getattr(one.rates, f"free_{key}")
                    for one in self.lines
                )
                for key in ("customers", "revenue")
            )
            made.append(Month(spend, customers, revenue, profit, after, None if after is None else cash))
        return tuple(made)

    def _month_profit(self, index: int) -> Estimate:
        if not self.knows_profit:
            return Estimate()
        value = self._profit_arriving(index)
        variance = self.month_variance(index)
        if variance is None:
            return Estimate(value)
        return Estimate(value, *likely(value, variance, self.plan.quantile))

    def _profit_arriving(self, index: int) -> float:
        return self.plan.seasonal[index] * math.fsum(
            one.arriving[index] * one.rates.profit + one.rates.free_profit for one in self.lines
        )

    def month_variance(self, index: int) -> float | None:
        """Of a month's gross profit: the plan's relative uncertainty of its rates, and one month's chance."""
        if not self.knows_profit or not self.knows_range:
            return None
        value, whole = self._profit_arriving(index), self.profit.value or 0.0
        rates = (value / whole) ** 2 * self._rate_variance if whole else 0.0
        return rates + self.plan.seasonal[index] * math.fsum(
            (one.arriving[index] * abs(one.rates.profit) + abs(one.rates.free_profit))
            * one.rates.worth
            * (one.rates.line.chance.single + one.rates.line.chance.values)
            for one in self.lines
        )

    @cached_property
    def lowest_cash(self) -> float | None:
        """The least cash at any month's end."""
        ends = [self.months[index].cash for index in self.counted]
        return min((end for end in ends if end is not None), default=None)

    @cached_property
    def without_return(self) -> tuple[LineResult, ...]:
        """Channels whose planned spend counts as bringing nothing, because nothing tells what it brings."""
        return tuple(one for one in self.lines if one.without_return)

    @cached_property
    def beyond_seen(self) -> tuple[LineResult, ...]:
        """Channels with a month far above the highest one seen."""
        return tuple(one for one in self.lines if one.beyond_seen)


def _less(estimate: Estimate, costs: float) -> Estimate:
    ends = (estimate.value, estimate.low, estimate.high)
    return Estimate(*(None if end is None else end - costs for end in ends))


class Comparison(Struct, frozen=True):
    """A scenario against now: more spend, more after all costs, how likely that is an improvement.

    `paid_back`: the month (0 is the first) by whose end all that is spent more has come back; None where it
    never has within the plan, or, with `outlay` False, where at no month's end less had come in than now.
    """

    spend: float
    after: float | None
    chance: float | None
    outlay: bool
    paid_back: int | None


def against_now(outcome: Outcome, now: Outcome) -> Comparison:
    """How a scenario differs from now."""
    spend = outcome.spend - now.spend
    if outcome.after.value is None or now.after.value is None:
        return Comparison(spend, None, None, outlay=False, paid_back=None)
    more = outcome.after.value - now.after.value
    off = math.sqrt(math.fsum(one.better_spread**2 for one in outcome.lines))
    ahead = [
        (outcome.months[index].cash or 0.0) - (now.months[index].cash or 0.0) for index in outcome.counted
    ]
    behind = [index for index, difference in enumerate(ahead) if difference < -LEAST_DIFFERENCE]
    paid_back = behind[-1] + 1 if behind and behind[-1] + 1 < len(ahead) else None
    return Comparison(spend, more, improvement(more, off), outlay=bool(behind), paid_back=paid_back)


def improvement(more: float, off: float) -> float | None:
    """How likely a difference of this mean and standard deviation is above 0; None where there is none."""
    if off <= 0:
        return None if abs(more) < LEAST_DIFFERENCE else float(more > 0)
    return NormalDist().cdf(more / off)


def outcomes(plan: Plan) -> dict[Scenario, Outcome]:
    """What each scenario comes to."""
    return {
        scenario: Outcome(plan, scenario, tuple(line_result(plan, line, scenario) for line in plan.lines))
        for scenario in Scenario
    }
