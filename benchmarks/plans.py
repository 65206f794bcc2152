"""What the plan's ranges and suggestions are worth, over made-up businesses of known truth.

    python -m benchmarks.plans            # the whole grid, some minutes; writes the table to standard output
    python -m benchmarks.plans --quick    # one business in five

Every channel of a business has a response curve, a season that all share, months that vary more than chance
and repeat each other, customers of unequal worth, and results that come after a sales cycle. kpisheet sees
the months, plans half a year (as now, and with other spends), and the half year is then drawn. Counted are
the ranges that hold what came; and of the suggested budgets, what they bring by the true curves.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from random import Random
from statistics import fmean
from typing import Any

from msgspec.structs import replace

from benchmarks.coverage_table import upper_bound
from kpisheet.analysis.amounts import BITS
from kpisheet.analysis.ledger import Ledger
from kpisheet.analysis.plan import plan_of
from kpisheet.analysis.planning import ChannelTyped, Plan, Scenario, Typed
from kpisheet.analysis.scenarios import Estimate, outcomes
from kpisheet.analysis.sums import Sums, row_mask
from kpisheet.analysis.workings import Workings
from kpisheet.worksheet.channels import Channel, Group
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import DataTable, Deal, Settings, Worksheet

_AHEAD, _LEADS, _WORTH = 6, 4.0, 200.0
_KNOWN = row_mask(
    known=sum(BITS[key] for key in ("spend", "leads", "new_customers", "revenue", "gross_profit")),
    derived=0,
    doubtful=0,
)
_SIZES = (3.0, 6.0, 12.0, 25.0, 50.0, 100.0)  # customers a month of the channels, at their usual spend
_EXPONENTS = (0.4, 0.9, 0.5, 0.8, 0.6, 0.7)
_RETURNS = (0.8, 1.2, 1.6, 2.2, 1.0, 1.4)  # gross profit per unit of money, at the usual spend


@dataclass(frozen=True)
class Kind:
    """One kind of business. `varied`: standard deviation of the logarithm of a month's spend.

    `chased`: how much of the season the spend follows. `square`: of the values' coefficient of variation.
    """

    months: int
    varied: float
    scale: float = 1.0
    season: float = 0.0
    excess: float = 1.0
    square: float = 1.0
    days: float = 20.0
    chased: float = 0.0


KINDS = (
    *(Kind(months, varied) for months, varied in product((12, 24), (0.0, 0.15, 0.5))),
    Kind(12, 0.5, season=0.3),
    Kind(24, 0.5, season=0.3),
    Kind(12, 0.5, scale=0.2),
    Kind(12, 0.5, scale=5.0),
    Kind(24, 0.5, scale=5.0, season=0.3),
    Kind(12, 0.5, days=98.0),
    Kind(12, 0.5, excess=0.2, square=0.2),
    Kind(12, 0.5, excess=2.0, square=3.0),
    Kind(12, 0.2, season=0.3, chased=1.0, scale=5.0),
)


@dataclass
class Business:
    """A business of one kind: its months before the plan and after, and what comes in them."""

    kind: Kind
    chance: Random
    usual: list[float] = field(default_factory=list)
    spend: list[list[float]] = field(default_factory=list)
    busy: list[list[float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        kind, months = self.kind, self.kind.months + _AHEAD
        for size, returns in zip(_SIZES, _RETURNS, strict=True):
            usual = size * kind.scale * _WORTH / returns
            self.usual.append(usual)
            self.spend.append(
                [
                    usual
                    * math.exp(kind.varied * self.chance.gauss(0, 1))
                    * self.season(month) ** kind.chased
                    for month in range(kind.months)
                ]
            )
            noise, busy = 0.0, []
            for _ in range(months):
                noise = 0.4 * noise + math.sqrt(1 - 0.16) * self.chance.gauss(0, 1)
                busy.append(noise)
            self.busy.append(busy)

    def season(self, month: int) -> float:
        """Of a month, 0 being the first of the worksheet."""
        return 1 + self.kind.season * math.sin(2 * math.pi * (month % 12) / 12)

    def response(self, channel: int, spend: float) -> float:
        """The customers of a month's spend, in an ordinary month."""
        level = spend / self.usual[channel]
        return _SIZES[channel] * self.kind.scale * level ** _EXPONENTS[channel] if spend > 0 else 0.0

    def arriving(self, channel: int, spends: list[float], month: int, days: float) -> float:
        """The customers expected in a month; before the worksheet, spend was the usual one."""
        whole, later = divmod(days / 30.4375, 1)

        def earned(at: int) -> float:
            return self.response(channel, spends[at] if at >= 0 else self.usual[channel])

        at = month - int(whole)
        return ((1 - later) * earned(at) + later * earned(at - 1)) * self.season(month)

    def drawn(self, channel: int, mean: float, month: int, random: Random) -> int:
        """A count whose mean varies by the excess: lognormal, and correlated from month to month."""
        square = self.kind.excess / max(mean, 1.0)
        spread = math.sqrt(math.log1p(square))
        return poisson(random, mean * math.exp(spread * self.busy[channel][month] - spread * spread / 2))

    def profit(self, count: int, random: Random) -> float:
        """The gross profit of so many customers."""
        variance = math.log1p(self.kind.square)
        return sum(
            _WORTH * math.exp(random.gauss(0, 1) * math.sqrt(variance) - variance / 2) for _ in range(count)
        )


def poisson(random: Random, mean: float) -> int:
    """A Poisson count."""
    if mean > 400:
        return max(0, round(random.gauss(mean, math.sqrt(mean))))
    count, chance, limit = 0, random.random(), math.exp(-mean)
    while chance > limit:
        count += 1
        chance *= random.random()
    return count


def planned(made: Business, typed: Typed) -> Plan:
    """The plan as kpisheet makes it of the business's months."""
    kind, random = made.kind, made.chance
    names = [f"channel {number}" for number in range(len(_SIZES))]
    channels = {name: Channel(name, name.capitalize(), Group.PAID) for name in names}
    periods = [Period.month(2024 + month // 12, month % 12 + 1) for month in range(kind.months)]
    cells: dict[tuple[str, Period | None], Sums] = {}
    for number, key in enumerate(channels):
        for month, period in enumerate(periods):
            leads = made.arriving(number, made.spend[number], month, 0.0) * _LEADS
            mean = made.arriving(number, made.spend[number], month, kind.days)
            count = made.drawn(number, mean, month, random)
            profit = made.profit(count, random)
            sums = Sums()
            sums.add_row(
                {
                    "spend": Decimal(repr(made.spend[number][month])),
                    "leads": Decimal(made.drawn(number, leads, month, random)),
                    "new_customers": Decimal(count),
                    "revenue": Decimal(repr(profit * 2)),
                    "gross_profit": Decimal(repr(profit)),
                },
                _KNOWN,
                1 << month,
            )
            cells[key, period] = sums
    end = periods[-1].end
    deals = tuple(_deal(end, kind.days) for _ in range(8))
    worksheet = Worksheet(
        "en", "USD", DataTable("Channels", 1, {}, 2, 1, ()), (), Settings({}, {}), (), deals, ()
    )
    return plan_of(Workings(worksheet, Ledger((), channels, cells), None, end, ()), typed)


def _deal(end: date, days: float) -> Deal:
    return Deal("Deals", 2, end - timedelta(days=round(days)), None, end, "won", None, None, None)


@dataclass
class Tally:
    """What came of one kind."""

    held: dict[str, list[bool]] = field(default_factory=dict)
    suggested: int = 0
    businesses: int = 0
    gains: list[float] = field(default_factory=list)  # true, as a share of what is spent
    promised: list[float] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)
    below: int = 0  # of the stated low end
    worse: int = 0

    def hold(self, name: str, estimate: Estimate, came: float) -> None:
        low, high = estimate.low, estimate.high
        self.held.setdefault(name, []).append(low is not None and high is not None and low <= came <= high)


def judge(made: Business, tally: Tally) -> None:
    """Plan one business and let its half year come."""
    random, tally.businesses = made.chance, tally.businesses + 1
    factors = [random.uniform(0.7, 1.4) for _ in _SIZES]
    plan = planned(made, Typed(months=Decimal(_AHEAD)))
    now = {line.channel.key: line.now for line in plan.lines}
    channels = {
        f"channel {n}": ChannelTyped(
            f"Channel {n}", level={Scenario.A: Decimal(repr(factor * now[f"channel {n}"]))}
        )
        for n, factor in enumerate(factors)
    }
    found = outcomes(replace(plan, typed=replace(plan.typed, channels=channels)))
    for name, scenario in (("now", Scenario.NOW), ("other", Scenario.A)):
        came = [0.0] * _AHEAD
        for number, factor in enumerate(factors):
            level = now[f"channel {number}"] * (factor if scenario is Scenario.A else 1.0)
            spends = made.spend[number] + [level] * _AHEAD
            for ahead in range(_AHEAD):
                month = made.kind.months + ahead
                mean = made.arriving(number, spends, month, made.kind.days)
                came[ahead] += made.profit(made.drawn(number, mean, month, random), random)
        tally.hold(f"{name}: half a year", found[scenario].profit, sum(came))
        tally.hold(f"{name}: a month", found[scenario].months[2].profit, came[2])
    _judge_suggestion(made, plan, now, tally)


def _judge_suggestion(made: Business, plan: Plan, now: dict[str, float], tally: Tally) -> None:
    found = plan.suggestion
    if found is None:
        return
    tally.suggested += 1
    gain = 0.0
    for move in found.moves:
        number = int(move.key.rsplit(" ", 1)[1])
        more = made.response(number, move.suggested) - made.response(number, move.now)
        gain += more * _WORTH - (move.suggested - move.now)
    tally.gains.append(gain / sum(now.values()))
    tally.promised.append(found.gain / sum(now.values()))
    tally.chances.append(found.chance)
    tally.below += gain < found.low
    tally.worse += gain < 0


def row_of(kind: Kind, tally: Tally) -> str:
    """One line of the table."""
    held = "  ".join(f"{fmean(each):6.1%}" for each in tally.held.values())
    said = f"{tally.suggested / tally.businesses:5.0%}"
    if tally.suggested:
        said += (
            f"  gain {fmean(tally.gains):+6.2%} (promised {fmean(tally.promised):+6.2%})"
            f"  worse {tally.worse / tally.suggested:5.1%} (allowed {1 - fmean(tally.chances):5.1%})"
            f"  below its low end {tally.below / tally.suggested:5.1%}"
            f" (at most {upper_bound(tally.below, tally.suggested):5.1%})"
        )
    return f"{kind!s:125}  {held}  {said}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--businesses", type=int, default=400)
    asked: Any = parser.parse_args()
    for number, kind in enumerate(KINDS):
        tally = Tally()
        for seed in range(asked.businesses // (5 if asked.quick else 1)):
            judge(Business(kind, Random(1000 * number + seed)), tally)  # noqa: S311 - a simulation
        print(row_of(kind, tally), flush=True)


if __name__ == "__main__":
    main()
