"""The plan reckoned a second time, from what stands in the visible cells, in words of its own.

Cumulative sums over days instead of shares of months: spend of a month is even over its 30.4375 days, and
what it earns comes so many days later.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field

DAY_MONTH = 30.4375


@dataclass(frozen=True)
class Channel:
    """What the sheet shows of a channel's rates; None for a dash."""

    now: float
    cost: float | None
    worth: float | None
    exponent: float
    days: float
    free_customers: float = 0.0
    free_profit: float = 0.0
    rate_error: float = 0.0  # relative variances and chance, which only the report knows
    curve_error: float = 0.0
    chance: float = 0.0
    before: float = 1.0  # what the months before the plan earned, of a usual month's


@dataclass(frozen=True)
class Result:
    """One scenario's sums over the months that count, and its months."""

    spend: float
    customers: float
    profit: float
    after: float
    later: float
    low: float
    high: float
    cash: list[float] = field(default_factory=list)
    paid_back: str | int = "never behind"
    better: float | None = None


def earns(channel: Channel, spend: float) -> float:
    """The gross profit of a month's spend, whenever it comes."""
    if not channel.cost or channel.worth is None or spend == 0:
        return 0.0
    customers = spend / channel.cost
    if channel.now:
        customers *= (spend / channel.now) ** (channel.exponent - 1)
    return customers * channel.worth


def until(channel: Channel, spends: list[float], day: float) -> float:
    """The gross profit that has come by a day, of spend of the plan and of the months before it."""
    day -= channel.days
    if day <= 0:
        earned = channel.before * earns(channel, channel.now)
        return earned * day / DAY_MONTH  # as much less than at the plan's first day
    whole = sum(earns(channel, spend) for spend in spends[: int(day // DAY_MONTH)])
    begun = int(day // DAY_MONTH)
    rest = earns(channel, spends[begun]) if begun < len(spends) else 0.0
    return whole + rest * (day / DAY_MONTH - begun)


def comes(channel: Channel, spends: list[float], month: int) -> float:
    """The gross profit that comes in a month (0 is the first)."""
    came = until(channel, spends, (month + 1) * DAY_MONTH) - until(channel, spends, month * DAY_MONTH)
    return came + channel.free_profit


def scenario(
    channels: list[Channel],
    spends: list[list[float]],
    *,
    months: int,
    shared: float,
    till: float,
    t: float,
    season: float,
    busy: tuple[float, ...] = (1.0,) * 12,
) -> Result:
    """One scenario; `t` the quantile of its range, `season` the relative variance of so many months.

    `busy`: what each month brings, as a share of an average one.
    """
    monthly = [
        busy[month] * sum(comes(channel, own, month) for channel, own in zip(channels, spends, strict=True))
        for month in range(12)
    ]
    costs = [sum(own[month] for own in spends) + shared for month in range(12)]
    cash, ends = till, []
    for came, cost in zip(monthly, costs, strict=True):
        cash += came - cost
        ends.append(cash)
    profit, spend = sum(monthly[:months]), sum(costs[:months]) - months * shared
    variance = customers = later = 0.0
    for channel, own in zip(channels, spends, strict=True):
        came = sum(busy[month] * comes(channel, own, month) for month in range(months))
        whole = sum(comes(channel, own, month) for month in range(months)) - months * channel.free_profit
        paid = came - sum(busy[:months]) * channel.free_profit
        customers += paid / channel.worth if channel.worth else 0.0
        customers += sum(busy[:months]) * channel.free_customers
        level = sum(own[:months]) / (channel.now * months) if channel.now else 1.0
        bent = channel.curve_error * abs(statistics_log(level))
        variance += came**2 * (channel.rate_error + bent**2) + came * channel.chance
        before = channel.before * earns(channel, channel.now) * min(months, channel.days / DAY_MONTH)
        later += sum(earns(channel, each) for each in own[:months]) + before - whole
    low, high = skewed(profit, variance + profit**2 * season, t)
    return Result(spend, customers, profit, profit - spend - months * shared, later, low, high, ends)


def statistics_log(level: float) -> float:
    """The natural logarithm, of a level held within 1 ÷ 20 and 20."""
    import math

    return math.log(sorted((0.05, level, 20.0))[1])


def skewed(mean: float, variance: float, t: float) -> tuple[float, float]:
    """Wilson and Hilferty: the cube root of a gamma variable is about normal."""
    if variance == 0:
        return mean, mean
    relative = variance / mean**2
    root = statistics.NormalDist(1 - relative / 9, (relative / 9) ** 0.5)
    return tuple(mean * max(0.0, root.mean + sign * t * root.stdev) ** 3 for sign in (-1, 1))  # type: ignore[return-value]


def paid_back(own: list[float], now: list[float], months: int) -> str | int:
    """The month by whose end all that is spent more has come back."""
    behind = [month for month in range(months) if own[month] - now[month] < -0.005]
    if not behind:
        return "never behind"
    return "not within these months" if behind[-1] == months - 1 else behind[-1] + 1
