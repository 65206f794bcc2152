"""The rows of Deals: the last month's customers one by one, some deals that were lost, some still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from kpisheet.workbook.template.filling import Typed

from .series import LAST

_DAYS = 31  # of October


@dataclass(frozen=True, slots=True)
class Desk:
    """Who sells, what is sold, how many days a deal takes at most, and the number of the first deal."""

    salespeople: tuple[str, ...]
    jobs: tuple[str, ...]
    longest: int
    first_number: int


def deal_rows(desk: Desk, channels: Sequence[Mapping[str, Typed]]) -> list[Mapping[str, Typed]]:
    """Won deals add up to the customers and the revenue of each channel's last month."""
    deals: list[dict[str, Typed]] = []
    for row in channels:
        if row["period"] == LAST:
            deals += _deals_of(desk, row)
    deals.sort(key=lambda deal: (str(deal["created"]), str(deal["channel"]), str(deal["closed"])))
    for number, deal in enumerate(deals, start=desk.first_number):
        deal["deal"] = f"{deal['deal']} {number}"
    return list(deals)


def _deals_of(desk: Desk, row: Mapping[str, Typed]) -> list[dict[str, Typed]]:
    won, leads, revenue = (int(str(row[key])) for key in ("new_customers", "leads", "revenue"))
    lost = (leads - won) // 4
    outcomes = ["won"] * won + ["lost"] * lost + ["open"] * ((leads - won - lost) // 8)
    values = _split(revenue, won)
    deals: list[dict[str, Typed]] = []
    for place, outcome in enumerate(outcomes):
        chance = Random(f"{row['channel']}/deal/{place}")  # noqa: S311 - a made-up business
        takes = 1 + int(desk.longest * chance.random() ** 2)
        closed = LAST + timedelta(days=int(_DAYS * chance.random()))
        created = closed - timedelta(days=takes)
        average = values[0] if values else 600
        deals.append(
            {
                "deal": desk.jobs[int(len(desk.jobs) * chance.random())],
                "created": _last_days(chance) if outcome == "open" else created,
                "quoted": created + timedelta(days=takes // 2) if outcome != "open" else None,
                "closed": closed if outcome != "open" else None,
                "outcome": outcome,
                "value": values[place] if outcome == "won" else round(average * (0.8 + chance.random())),
                "channel": row["channel"],
                "salesperson": desk.salespeople[int(len(desk.salespeople) * chance.random())],
            }
        )
    return deals


def _last_days(chance: Random) -> date:
    return LAST + timedelta(days=_DAYS - 1 - int(6 * chance.random()))


def _split(total: int, parts: int) -> list[int]:
    """`total` in `parts` that differ, as jobs do: steps of a tenth around the mean."""
    if parts == 0:
        return []
    mean = total // parts
    shares = [mean + round(mean * 0.1 * (place - (parts - 1) / 2) / parts) for place in range(parts)]
    shares[-1] += total - sum(shares)
    return shares
