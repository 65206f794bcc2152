"""What the months reported so far have earned that arrives only in the plan's, because a sale takes time.

A window's results rest on the spend of some months before it, and not yet on all of its last ones. Where the
last month's spend was twice the usual, its results are neither in the window's rates nor in an even plan.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

from msgspec import Struct

from kpisheet.analysis.planning import DAYS_OF_A_MONTH

_FEWEST_MONTHS = 3


class Arriving(Struct, frozen=True):
    """`of_window`: what the window's spend earns, as a multiple of what arrived in it.

    `still_to_come`: what a month earned of those whose results arrive after the window, as a share of a
    usual month's. `known`: both come from the months, instead of being taken as usual.
    """

    of_window: float = 1.0
    still_to_come: float = 1.0
    known: bool = False


def arriving_of(spends: Mapping[int, float], exponent: float, days: float) -> Arriving:
    """Of a channel's spend by month (index); its results come so many days after the spend.

    Months without a row are months without spend. What was spent before the first one isn't known and
    taken to have earned what a usual month did, and so it is where there are no more months than results
    need to come: nothing then tells a usual month.
    """
    delay = days / DAYS_OF_A_MONTH
    months = range(min(spends), max(spends) + 1) if spends else range(0)
    if delay <= 0 or len(months) < max(_FEWEST_MONTHS, delay + 1):
        return Arriving()
    earned = [max(0.0, spends.get(month, 0.0)) ** exponent for month in months]
    usual = math.fsum(earned) / len(earned)
    if usual <= 0:
        return Arriving()
    to_come = math.fsum(
        min(1.0, delay - ago) * each for ago, each in enumerate(reversed(earned)) if ago < delay
    )
    arrived = math.fsum(earned) - to_come + delay * usual
    return Arriving(math.fsum(earned) / arrived, to_come / delay / usual, known=True)
