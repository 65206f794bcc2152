"""When will one know? About how many more months at this pace make a verdict clear; what shortens that."""

from __future__ import annotations

import math
from bisect import bisect_left

from kpisheet.analysis import intervals
from kpisheet.analysis.comparisons import FAMILY_LEVEL, PAYS_EVENTS
from kpisheet.analysis.report import Outlook, Shortens
from kpisheet.analysis.scope_evidence import Evidence

MOST_MONTHS = 24  # beyond, it is wiser to decide by something else
_POWER = intervals.two_sided_z(0.4)  # 80 % power, one-sided


def outlook_of(evidence: Evidence, tests: int) -> Outlook | None:
    """For a verdict that can't be told yet, one of so many; None where the pace isn't known.

    The square root of a count varies alike whatever its mean (Bartlett 1936, Suppl. J. R. Stat. Soc. 3),
    by √dispersion ÷ 2; both roots grow with the square root of time while the ratio stays as it is.
    """
    if evidence.months <= 0 or evidence.needed <= 0:
        return None
    months = bisect_left(
        range(1, MOST_MONTHS + 1),
        x=True,
        key=lambda more: _tells(evidence, 1 + more / evidence.months, tests),
    )
    return Outlook(months + 1 if months < MOST_MONTHS else None, _what_shortens(evidence))


def _tells(evidence: Evidence, growth: float, tests: int) -> bool:
    """Whether `growth` times the months at this pace make the verdict clear four times of five."""
    customers, needed = evidence.customers * growth, evidence.needed * growth
    if customers > needed and customers < PAYS_EVENTS:
        return False
    varies = evidence.dispersion(max(1, round(evidence.periods * growth)))
    critical = _about_student(FAMILY_LEVEL / max(1, tests), varies.freedom * growth)
    distance = 2 * abs(math.sqrt(customers) - math.sqrt(needed)) / math.sqrt(varies.factor)
    return distance >= critical + _POWER


def _about_student(level: float, freedom: float) -> float:
    """Student's two-sided quantile to the first order in 1 ÷ freedom (Abramowitz and Stegun 26.7.5)."""
    z = intervals.two_sided_z(level)
    return z + (z**3 + z) / (4 * freedom)


def _what_shortens(evidence: Evidence) -> Shortens:
    """What makes the dispersion, or the ignorance of it, largest."""
    if evidence.counts.few:
        return Shortens.EARLIER_MONTHS
    if not evidence.from_deals and evidence.values.square > evidence.counts.over(evidence.periods).factor:
        return Shortens.DEALS
    return Shortens.MORE_SPEND
