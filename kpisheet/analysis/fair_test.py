"""What a fair test of more spend on a channel is: how much more, how long, and which result counts."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from itertools import product

from msgspec import Struct

from kpisheet.analysis import intervals
from kpisheet.analysis.scope_evidence import Evidence

# How much more of the channel's month is tried: at most twice of it in all.
PARTS = tuple(Decimal(part) for part in ("0.2", "0.3", "0.5", "0.75", "1"))
_MONTHS = range(2, 7)
_ROUND = tuple(Decimal(step) for step in ("1", "1.5", "2", "3", "5", "7.5", "10"))
_HALF = 0.5
_CHANCE_Z = intervals.two_sided_z(0.1)  # one-sided 5 %
_POWER_Z = intervals.two_sided_z(0.4)  # 80 % power, one-sided


class FairTest(Struct, frozen=True):
    """So much more a month for so many months.

    `usual`: the customers that today's spend brings in that time. `paying`: so many more pay for what is
    spent in addition; `beyond_chance`: so many more are more than chance alone brings. The larger of both
    counts, and comes four times of five if more money brings as much as today's does.
    """

    amount: Decimal
    months: int
    usual: int
    paying: int
    beyond_chance: int

    @property
    def spent(self) -> Decimal:
        """What the whole test costs."""
        return self.amount * self.months

    @property
    def counts_from(self) -> int:
        """With so many customers it has worked."""
        return self.usual + max(self.paying, self.beyond_chance)


def fair_test(
    evidence: Evidence,
    monthly: Decimal,
    profit: Decimal,
    *,
    amounts: Iterable[Decimal],
    at_least: int = 0,
) -> FairTest | None:
    """The smallest and shortest test that can tell within half a year; None where none of them can.

    `monthly`: today's spend; `profit`: the gross profit of a customer; `amounts`: how much more a month may
    be tried, the smallest first. `at_least`: months that a sale takes; a longer sales cycle gets two more.
    """
    if evidence.months <= 0 or monthly <= 0 or profit <= 0:
        return None
    lengths = range(max(_MONTHS.start, at_least), max(_MONTHS.stop, at_least + 2))
    for amount, months in product(amounts, lengths):
        usual = evidence.customers * months / evidence.months
        # What comes is held against today's pace, which rests on as few months itself.
        deviation = math.sqrt(evidence.counts.over(months).factor * usual * (1 + months / evidence.months))
        test = FairTest(
            amount,
            months,
            int(usual + _HALF),
            math.ceil(amount * months / profit),
            math.ceil(_CHANCE_Z * deviation),
        )
        if usual * (1 + float(amount / monthly)) >= test.counts_from + _POWER_Z * deviation:
            return test
    return None


def rounded_down(amount: Decimal) -> Decimal:
    """A round sum of money no larger than `amount`: 318 becomes 300."""
    if amount <= 0:
        return Decimal(0)
    unit = Decimal(1).scaleb(amount.adjusted())
    return max(step * unit for step in _ROUND if step * unit <= amount)
