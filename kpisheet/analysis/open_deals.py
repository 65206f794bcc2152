"""The deals still open: how many, worth how much, and what may come of them by how often such deals are won.

A stage is as much as Deals tells: whether a quote went out. The win rate of a stage is that of the closed
deals that reached it: of all of them before a quote, of those with a quote after it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from kpisheet.analysis.cycles import is_overdue
from kpisheet.analysis.deal_views import FEWEST_CLOSED, OpenDeals, OpenStage, Stage
from kpisheet.worksheet.sheet import Deal

_ZERO = Decimal(0)


def open_deals_of(deals: Sequence[Deal], cycle: Decimal | None, today: date) -> OpenDeals | None:
    """The open deals by stage; None where there is none. `cycle`: how many days a sale takes."""
    stages = tuple(_stages(deals, cycle, today))
    return OpenDeals(stages, cycle) if stages else None


def _stages(deals: Sequence[Deal], cycle: Decimal | None, today: date) -> Iterator[OpenStage]:
    closed = [deal for deal in deals if deal.outcome != "open"]
    still = [deal for deal in deals if deal.outcome == "open"]
    quoted = [deal for deal in closed if deal.quoted is not None]
    if not quoted and not any(deal.quoted for deal in still):
        parted = [(Stage.ANY, still, closed)]
    else:
        parted = [
            (Stage.NOT_QUOTED, [deal for deal in still if deal.quoted is None], closed),
            (Stage.QUOTED, [deal for deal in still if deal.quoted is not None], quoted),
        ]
    for stage, own, past in parted:
        if own:
            yield _stage(stage, own, past, cycle, today)


def _stage(
    stage: Stage, own: Sequence[Deal], past: Sequence[Deal], cycle: Decimal | None, today: date
) -> OpenStage:
    values = [deal.value for deal in own if deal.value is not None]
    value = sum(values, _ZERO)
    won = sum(deal.outcome == "won" for deal in past)
    rate = Decimal(won) / len(past) if len(past) >= FEWEST_CLOSED else None
    return OpenStage(
        stage,
        deals=len(own),
        valued=len(values),
        value=value,
        overdue=sum(cycle is not None and is_overdue(deal, cycle, today) for deal in own),
        won=won,
        closed=len(past),
        win_rate=rate,
        expected_customers=None if rate is None else rate * len(own),
        expected_revenue=None if rate is None else rate * value,
    )
