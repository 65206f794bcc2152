"""Deals by the month in which their lead came in: what the leads of each month cost, and became.

Everything else in the report stands in the month in which a customer was won, as it was typed. Where a sale
takes months that holds the spend of one month against customers whom another one brought; here both are of
the same leads. A cohort is only told where Deals holds all customers since: otherwise those of its deals
that closed early would be missing, and nobody could see it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from kpisheet.analysis.cycles import is_ripe
from kpisheet.analysis.deal_views import Cohort, Cohorts
from kpisheet.analysis.sums import Sums
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import Deal

_HALF, _HALF_PERCENT = Decimal("0.5"), Decimal("0.005")
_ZERO = Decimal(0)


def cohorts_of(
    deals: Sequence[Deal], months: Mapping[Period, Sums], cycle: Decimal | None, today: date
) -> Cohorts | None:
    """The cohorts that Deals holds whole, in order; None where there is none.

    `months`: the sums of Channels by period. `cycle`: how many days a sale takes.
    """
    if cycle is None:
        return None
    groups: defaultdict[Period, list[Deal]] = defaultdict(list)
    for deal in deals:
        groups[Period.month(deal.created.year, deal.created.month)].append(deal)
    since = _whole_since(deals, months)
    made = tuple(
        _cohort(month, groups[month], months.get(month), ripe=is_ripe(month, cycle, today))
        for month in sorted(groups)
        if since is not None and month.start >= since
    )
    before = sum(len(own) for month, own in groups.items() if since is None or month.start < since)
    return Cohorts(made, cycle, before) if made else None


def _cohort(month: Period, deals: Sequence[Deal], sums: Sums | None, *, ripe: bool) -> Cohort:
    outcomes = Counter(deal.outcome for deal in deals)
    spend = None if sums is None else sums.over_rows_knowing("spend")
    values = [deal.value for deal in deals if deal.outcome == "won"]
    known = [value for value in values if value is not None]
    return Cohort(
        month,
        leads=len(deals),
        won=outcomes["won"],
        lost=outcomes["lost"],
        open=outcomes["open"],
        spend=None if spend is None else spend.totals[0],
        revenue=sum(known, _ZERO) if len(known) == len(values) else None,
        ripe=ripe,
    )


def _whole_since(deals: Iterable[Deal], months: Mapping[Period, Sums]) -> date | None:
    """From which day on Deals holds every customer that Channels counts, month by month, until today.

    A month that Channels doesn't know is taken on trust if Deals has closings in it or before it.
    """
    closed = [deal for deal in deals if deal.closed is not None]
    won = Counter(
        (deal.closed.year, deal.closed.month) for deal in closed if deal.closed and deal.outcome == "won"
    )
    first = min((deal.closed for deal in closed if deal.closed), default=None)
    created = min((deal.created for deal in deals), default=None)
    if first is None or created is None:
        return None
    last = max([*(period.end for period in months), *(deal.closed for deal in closed if deal.closed)])
    since = None
    for month in reversed(list(Period(created, last).each_month())):
        sums = months.get(month)
        part = None if sums is None else sums.over_rows_knowing("new_customers")
        if part is None:
            whole = month.end >= first
        else:
            apart = abs(part.totals[0] - won[month.start.year, month.start.month])
            whole = apart <= max(_HALF, part.totals[0] * _HALF_PERCENT)
        if not whole:
            break
        since = month.start
    return since
