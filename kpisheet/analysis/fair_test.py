"""What a fair test of more spend on a channel is: how much more, how long, and which result counts."""

from __future__ import annotations

import math
from decimal import Decimal
from itertools import product

from msgspec import Struct

from kpisheet.analysis import intervals
from kpisheet.analysis.scope_evidence import Evidence

PARTS = tuple(Decimal(part) for part in ("0.2", "0.3", "0.5", "0.75", "1"))  # of the channel's month
_MONTHS = range(2, 7)
_CHANCE_Z = intervals.two_sided_z(0.1)  # one-sided 5 %
_POWER_Z = intervals.two_sided_z(0.4)  # 80 % power, one-sided


class FairTest(Struct, frozen=True):
    """So much more a month (a part of today's spend) for so many months.

    `usual`: the customers that today's spend brings in that time. `counts_from`: so many pay for the
    additional spend, and are more than chance alone brings; expected four times of five if it brings as
    much as today's spend does.
    """

    part: Decimal
    months: int
    usual: float
    counts_from: int


def fair_test(evidence: Evidence, *, at_least: int = 0) -> FairTest | None:
    """The smallest and shortest test that can tell within half a year; None where doubling can't, either.

    `at_least`: months that a sale takes; a longer sales cycle gets two months more.
    """
    if evidence.months <= 0:
        return None
    lengths = range(max(_MONTHS.start, at_least), max(_MONTHS.stop, at_least + 2))
    for part, months in product(PARTS, lengths):
        usual = evidence.customers * months / evidence.months
        # What comes is held against today's pace, which rests on as few months itself.
        varies = evidence.counts.over(months).factor * usual * (1 + months / evidence.months)
        paid_back = evidence.needed * months / evidence.months * float(part)
        counts_from = usual + max(paid_back, _CHANCE_Z * math.sqrt(varies))
        if usual * (1 + float(part)) >= counts_from + _POWER_Z * math.sqrt(varies):
            return FairTest(part, months, usual, math.ceil(counts_from))
    return None
