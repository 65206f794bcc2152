"""What to do next, decided once: the headline names it and the next step tells how, in the same figures.

One test, sized by the spend, by what a channel that loses sets free and by what it could show, where the
verdicts carry it. Else what to check, where to spend less, or the one input that would change most.
"""

from __future__ import annotations

import math
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.analysis import intervals
from kpisheet.analysis.fair_test import PARTS, FairTest, fair_test, rounded_down
from kpisheet.analysis.report import Pays, Verdict
from kpisheet.analysis.verdicts import plain_reason
from kpisheet.analysis.workings import Workings

_ONE, _ZERO = Decimal(1), Decimal(0)
_WORTH_A_TEST = Decimal("0.02")  # of a month's spend on all channels; less moves nothing
_UNKNOWN = Decimal("Infinity")
_DAYS_OF_MONTH = 30.4
# What would let verdicts speak, by the reason for which they can't.
_TO_RECORD = ("spend_not_recorded", "customers_not_recorded", "customers_derived", "no_margin", "no_profit")


class Try(Struct, frozen=True):
    """More spend on a channel that pays: so much more a month, if possible as a test that can tell.

    `least`: the lower end of what each unit of money brought there, in gross profit; `profit`: that of a
    customer there; `monthly`: what the channel costs today.
    """

    channel: str
    amount: Decimal
    least: float
    monthly: Decimal
    profit: Decimal
    test: FairTest | None


class Move(Struct, frozen=True):
    """The test that is worth it and what it takes its money from.

    `losing`: the channels that lose money for certain and cost `freed` a month together; none costs 0.
    `others`: the channels that were weighed against it, the surest return first.
    """

    best: Try
    losing: tuple[str, ...]
    freed: Decimal
    others: tuple[Try, ...]

    @property
    def amount(self) -> Decimal:
        """So much more a month."""
        return self.best.amount


class Decision(Struct, frozen=True):
    """What to do: `doubted` is the channel whose cells are to be checked first, and `move` need not wait.

    Without either, `less` is the channel to spend less on; without that, `to_record` is the reason why
    most spend has no verdict, or `waiting` the channel that time will tell.
    """

    doubted: str | None = None
    move: Move | None = None
    less: str | None = None
    to_record: str | None = None
    waiting: str | None = None


def decide(workings: Workings) -> Decision:
    """A check, a test, less spend, or what to record."""
    tries, doubted = _tries(workings), _first_to_check(workings)
    if doubted is not None:
        sound = [one for one in tries if not workings.window_channels[one.channel]["cac"].doubtful]
        return Decision(doubted=doubted, move=_move(workings, sound))
    if tries:
        return Decision(move=_move(workings, tries))
    if (worst := _largest_loss(workings)) is not None:
        return Decision(less=worst)
    return Decision(to_record=_to_record(workings), waiting=_waiting(workings))


def _first_to_check(workings: Workings) -> str | None:
    """Of the channels whose verdict cells to check decide, the one with most spend."""
    doubted = [key for key, verdict in workings.verdicts.items() if verdict.pays is Pays.CHECK_FIRST]
    return max(doubted, key=lambda key: workings.verdicts[key].spend or _ZERO, default=None)


# --- a test --------------------------------------------------------------------------------------------


def _move(workings: Workings, tries: list[Try]) -> Move | None:
    """The surest test that moves enough, with the money of what loses: all of it where that can be tested."""
    if not tries:
        return None
    enough = _WORTH_A_TEST * sum((workings.monthly_spend(key) for key in workings.window_channels), _ZERO)
    best = next((one for one in tries if one.amount >= enough), None)
    best = best or max(tries, key=lambda one: one.amount)
    losing = tuple(key for key in _losing_for_certain(workings) if workings.current_spend(key) > 0)
    freed = sum((workings.current_spend(key) for key in losing), _ZERO).quantize(_ONE, "ROUND_FLOOR")
    others = tuple(one for one in tries if one is not best)
    return Move(_with_all_that_is_freed(workings, best, freed), losing if freed else (), freed, others)


def _with_all_that_is_freed(workings: Workings, best: Try, freed: Decimal) -> Try:
    """The same test with exactly what is set free, if no more than doubles the channel's spend can tell."""
    if best.test is None or not 0 < freed <= best.monthly:
        return best
    test = _test_of(workings, best.channel, best.profit, amounts=(freed,))
    return best if test is None else replace(best, amount=test.amount, test=test)


def _losing_for_certain(workings: Workings) -> list[str]:
    """The channels that lose money though every number that is the only one of its kind were another."""
    return [
        key
        for key, verdict in workings.verdicts.items()
        if verdict.pays is Pays.LOSES_MONEY and not verdict.deciding
    ]


def _tries(workings: Workings) -> list[Try]:
    """More spend on each channel that pays and that money can grow, the surest return first."""
    tries = [made for key in _paying(workings) if (made := _try_of(workings, key)) is not None]
    return sorted(tries, key=lambda one: -one.least)


def _try_of(workings: Workings, key: str) -> Try | None:
    monthly = workings.monthly_spend(key)
    if monthly <= 0:
        return None
    profit = workings.verdicts[key].profit_per_customer or _ZERO
    test = _test_of(workings, key, profit, amounts=tuple(rounded_down(monthly * part) for part in PARTS))
    amount = rounded_down(monthly * PARTS[0]) if test is None else test.amount
    return Try(key, amount, _least_return(workings.verdicts[key]), monthly, profit, test)


def _test_of(
    workings: Workings, key: str, profit: Decimal, *, amounts: tuple[Decimal, ...]
) -> FairTest | None:
    evidence = workings.evidence(key)
    if evidence is None:
        return None
    months = _cycle_months(workings, key)
    return fair_test(evidence, workings.monthly_spend(key), profit, amounts=amounts, at_least=months)


def _cycle_months(workings: Workings, key: str) -> int:
    """The months that a sale of the channel takes: results of a shorter test would not be in."""
    name, cycles = workings.channel(key).name, workings.cycles
    own = next((one.mean_days for one in cycles.by_channel if one.name == name), None)
    days = cycles.mean.value if own is None else own
    return 0 if days is None else math.ceil(float(days) / _DAYS_OF_MONTH)


def all_paying(workings: Workings) -> list[str]:
    """The channels that pay and that marketing pays for."""
    return [
        key
        for key, verdict in workings.verdicts.items()
        if verdict.pays is Pays.PAYS and workings.channel(key).marketing
    ]


def _paying(workings: Workings) -> list[str]:
    """Those that money can grow: bought ones, and ones that rest on no doubted cell, if there are any."""
    paying = [key for key in all_paying(workings) if workings.channel(key).known]
    bought = [key for key in paying if workings.channel(key).paid] or paying
    return [key for key in bought if not workings.window_channels[key]["cac"].doubtful] or bought


def _least_return(verdict: Verdict) -> float:
    """The lower end of gross profit ÷ spend, by the customers' interval."""
    customers, needed = float(verdict.effective_customers or _ZERO), float(verdict.needed or _ONE)
    return intervals.byar(customers)[0] * float(verdict.dispersion or _ONE) / needed


# --- less ----------------------------------------------------------------------------------------------


def _largest_loss(workings: Workings) -> str | None:
    """Of the channels that lose money and still cost some, the one with most spend; a sure one first."""
    losing = [
        key
        for key, verdict in workings.verdicts.items()
        if verdict.pays is Pays.LOSES_MONEY and workings.current_spend(key) > 0
    ]
    sound = [key for key in losing if not workings.verdicts[key].doubtful] or losing
    return max(sound, key=lambda key: workings.verdicts[key].spend or _ZERO, default=None)


# --- the one input that would change most --------------------------------------------------------------


def _to_record(workings: Workings) -> str | None:
    """What leaves most spend without a verdict, if it can be filled in."""
    at_stake: dict[str, Decimal] = {}
    for key, verdict in workings.verdicts.items():
        reason = plain_reason(verdict).removeprefix("notes.verdict_")
        spend = workings.window_channels[key]["spend"].value
        if spend is not None:
            at_stake[reason] = at_stake.get(reason, _ZERO) + spend
        elif workings.business.counts_as_marketing(key):  # nobody knows how much that is
            at_stake[reason] = _UNKNOWN
    missing = [reason for reason in _TO_RECORD if reason in at_stake]
    return max(missing, key=at_stake.__getitem__, default=None)


def _waiting(workings: Workings) -> str | None:
    """Of the channels that more months could tell, the one with most spend."""
    waiting = {key: verdict for key, verdict in workings.verdicts.items() if verdict.outlook is not None}
    return max(waiting, key=lambda key: waiting[key].spend or _ZERO, default=None)
