"""The sales cycle from Deals: days from created to won, overdue deals, months that are not ripe yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from statistics import median

from msgspec import Struct

from kpisheet.analysis.report import Figure, SalesCycle, Unripe
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import Deal


class Cycles(Struct, frozen=True):
    """Everything that Deals says of the sales cycle."""

    mean: Figure
    middle: Figure
    by_channel: tuple[SalesCycle, ...] = ()
    by_person: tuple[SalesCycle, ...] = ()
    unripe: Unripe | None = None
    overdue: int = 0


def days_to_win(deals: Iterable[Deal]) -> list[int]:
    """The days from created to closed of the deals that were won; one closed before it began is left out."""
    return [
        (deal.closed - deal.created).days
        for deal in deals
        if deal.outcome == "won" and deal.closed is not None and deal.closed >= deal.created
    ]


def cycles(deals: Sequence[Deal], periods: Sequence[Period], today: date) -> Cycles:
    """The sales cycle of all deals; open deals older than the mean are overdue as of `today`."""
    days = days_to_win(deals)
    if not days:
        reason = "no_won_deals" if deals else "deals_not_recorded"
        return Cycles(
            Figure("sales_cycle_days", None, reason), Figure("sales_cycle_median_days", None, reason)
        )
    mean = _mean(days)
    return Cycles(
        _figure("sales_cycle_days", mean, len(days), len(deals)),
        _figure("sales_cycle_median_days", Decimal(str(median(days))), len(days), len(deals)),
        _by(deals, lambda deal: deal.channel.name if deal.channel else None, mean, today),
        _by(deals, lambda deal: deal.salesperson, mean, today),
        _unripe(periods, mean, today),
        _overdue(deals, mean, today),
    )


def _figure(key: str, value: Decimal, won: int, deals: int) -> Figure:
    return Figure(key, value, known=won, of=won, rows_known=won, rows=deals)


def _mean(days: Sequence[int]) -> Decimal:
    return Decimal(sum(days)) / len(days)


def _overdue(deals: Iterable[Deal], mean: Decimal, today: date) -> int:
    return sum(is_overdue(deal, mean, today) for deal in deals)


def is_overdue(deal: Deal, cycle: Decimal, today: date) -> bool:
    """Whether a deal has been open for longer than those that were won took on average."""
    return deal.outcome == "open" and (today - deal.created).days > cycle


def _by(
    deals: Sequence[Deal], name_of: Callable[[Deal], str | None], mean: Decimal, today: date
) -> tuple[SalesCycle, ...]:
    groups: defaultdict[str, list[Deal]] = defaultdict(list)
    for deal in deals:
        if name := name_of(deal):
            groups[name].append(deal)
    made = []
    for name, own in groups.items():
        days = days_to_win(own)
        made.append(
            SalesCycle(
                name,
                len(days),
                _mean(days) if days else None,
                Decimal(str(median(days))) if days else None,
                _overdue(own, mean, today),
            )
        )
    return tuple(sorted(made, key=lambda cycle: (-cycle.won, cycle.name)))


def _unripe(periods: Iterable[Period], mean: Decimal, today: date) -> Unripe | None:
    unripe = tuple(period for period in periods if not is_ripe(period, mean, today))
    return Unripe(unripe, mean) if unripe else None


def is_ripe(period: Period, cycle: Decimal, today: date) -> bool:
    """Whether a sale's usual time has passed since the period's last day."""
    return period.end <= today - timedelta(days=ceil(cycle))
