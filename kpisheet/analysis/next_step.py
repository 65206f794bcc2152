"""The next step: one test, sized by the spend and by what it could show, where the verdicts carry it.

Else what to check, where to spend less, or the one input that would change most of what can be told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis import intervals
from kpisheet.analysis.fair_test import PARTS, FairTest, fair_test
from kpisheet.analysis.report import Pays, Verdict
from kpisheet.analysis.verdicts import plain_reason
from kpisheet.analysis.workings import Workings
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.findings import Place

_ROUND = tuple(Decimal(step) for step in ("1", "1.5", "2", "3", "5", "7.5", "10"))
_ONE, _ZERO = Decimal(1), Decimal(0)
_WORTH_A_TEST = Decimal("0.02")  # of a month's spend on all channels; less moves nothing
_UNKNOWN = Decimal("Infinity")
_DAYS_OF_MONTH = 30.4
# What would let verdicts speak, by the reason for which they can't.
_TO_RECORD = ("spend_not_recorded", "customers_not_recorded", "customers_derived", "no_margin", "no_profit")


class Try(Struct, frozen=True):
    """More spend on a channel that pays: so much more a month, if possible as a test that can tell.

    `least`: the lower end of what each unit of money brought there, in gross profit.
    """

    channel: str
    amount: Decimal
    least: float
    monthly: Decimal
    test: FairTest | None


def next_step(workings: Workings) -> Sentence:
    """A check, a test, less spend, or what to record."""
    if workings.empty_period is not None:
        return Sentence("headline.next_no_rows", {"period": workings.empty_period})
    if not workings.window_channels or workings.totals["spend"].value is None:
        return Sentence("headline.next_no_data")
    if (doubted := _first_to_check(workings)) is not None:
        return _check(workings, doubted)
    tries = _tries(workings)
    if tries:
        return _try(workings, tries)
    if (worst := _largest_loss(workings)) is not None:
        return _spend_less(workings, worst)
    return _record(workings)


def where(place: Place) -> str:
    """A cell by its sheet and address."""
    return f"{place.sheet} {place.cell}" if place.cell else place.sheet


# --- a check -------------------------------------------------------------------------------------------


def _first_to_check(workings: Workings) -> str | None:
    """Of the channels whose verdict cells to check decide, the one with most spend."""
    doubted = [key for key, verdict in workings.verdicts.items() if verdict.pays is Pays.CHECK_FIRST]
    return max(doubted, key=lambda key: workings.verdicts[key].spend or _ZERO, default=None)


def _check(workings: Workings, key: str) -> Sentence:
    verdict = workings.verdicts[key]
    cells = list(dict.fromkeys(where(one.place) for one in verdict.deciding))
    facts = {"cells": cells, "channel": workings.channel(key).name, "reason": verdict.reason}
    return Sentence("headline.next_check", facts)


# --- a test --------------------------------------------------------------------------------------------


def _try(workings: Workings, tries: list[Try]) -> Sentence:
    """The test, why it is on this channel, and where the money comes from."""
    enough = _WORTH_A_TEST * sum((workings.monthly_spend(key) for key in workings.window_channels), _ZERO)
    best = next((one for one in tries if one.amount >= enough), None)
    best = best or max(tries, key=lambda one: one.amount)
    facts: dict[str, object] = {"amount": best.amount, "channel": workings.channel(best.channel).name}
    if best.test is None:
        step = Sentence("headline.next_try", facts)
    else:
        facts |= {"months": best.test.months, "customers": Decimal(best.test.counts_from)}
        step = Sentence("headline.next_test", {**facts, "usual": round(Decimal(best.test.usual))})
    for more in (_why(workings, best, tries), _source(workings, best), Sentence("headline.past_averages")):
        step = Sentence("headline.then", {"first": step, "second": more})
    return step


def _why(workings: Workings, best: Try, tries: list[Try]) -> Sentence:
    """Why this channel, against the one that comes nearest to it."""
    runner = next((one for one in tries if one is not best), None)
    facts: dict[str, object] = {"one": _ONE, "least": Decimal(repr(best.least))}
    if runner is None:
        return Sentence("headline.why_only", facts)
    facts |= {"runner": workings.channel(runner.channel).name, "other": Decimal(repr(runner.least))}
    if runner.least > best.least:
        return Sentence("headline.why_larger", {**facts, "monthly": runner.monthly})
    return Sentence("headline.why_surer", facts)


def _source(workings: Workings, best: Try) -> Sentence:
    """Where the money comes from: the channel that loses most, else from outside."""
    losing = _largest_loss(workings)
    monthly = _ZERO if losing is None else workings.monthly_spend(losing)
    if losing is None or monthly <= 0:
        return Sentence("headline.from_outside")
    facts = {"losing": workings.channel(losing).name, "monthly": monthly}
    return Sentence("headline.from_losing" if monthly >= best.amount else "headline.from_losing_part", facts)


def most_surely_paying(workings: Workings) -> str | None:
    """Of the channels that pay and that money can grow, the one with the best lower end of its return."""
    return max(_paying(workings), key=lambda key: _least_return(workings.verdicts[key]), default=None)


def _tries(workings: Workings) -> list[Try]:
    """More spend on each channel that pays and that money can grow, the surest return first."""
    tries = [made for key in _paying(workings) if (made := _try_of(workings, key)) is not None]
    return sorted(tries, key=lambda one: -one.least)


def _try_of(workings: Workings, key: str) -> Try | None:
    monthly, evidence = workings.monthly_spend(key), workings.evidence(key)
    if monthly <= 0:
        return None
    test = None if evidence is None else fair_test(evidence, at_least=_cycle_months(workings, key))
    amount = rounded_down(monthly * (PARTS[0] if test is None else test.part))
    return Try(key, amount, _least_return(workings.verdicts[key]), monthly, test)


def _cycle_months(workings: Workings, key: str) -> int:
    """The months that a sale of the channel takes: results of a shorter test would not be in."""
    name, cycles = workings.channel(key).name, workings.cycles
    own = next((one.mean_days for one in cycles.by_channel if one.name == name), None)
    days = cycles.mean.value if own is None else own
    return 0 if days is None else math.ceil(float(days) / _DAYS_OF_MONTH)


def _paying(workings: Workings) -> list[str]:
    paying = [
        key
        for key, verdict in workings.verdicts.items()
        if verdict.pays is Pays.PAYS and workings.channel(key).marketing and workings.channel(key).known
    ]
    bought = [key for key in paying if workings.channel(key).paid] or paying
    return [key for key in bought if not workings.window_channels[key]["cac"].doubtful] or bought


def _least_return(verdict: Verdict) -> float:
    """The lower end of gross profit ÷ spend, by the customers' interval."""
    customers, needed = float(verdict.effective_customers or _ZERO), float(verdict.needed or _ONE)
    return intervals.byar(customers)[0] * float(verdict.dispersion or _ONE) / needed


# --- less ----------------------------------------------------------------------------------------------


def _largest_loss(workings: Workings) -> str | None:
    """Of the channels that lose money, the one with most spend; one that rests on no doubted cell first."""
    losing = [key for key, verdict in workings.verdicts.items() if verdict.pays is Pays.LOSES_MONEY]
    sound = [key for key in losing if not workings.verdicts[key].doubtful] or losing
    return max(sound, key=lambda key: workings.verdicts[key].spend or _ZERO, default=None)


def _spend_less(workings: Workings, key: str) -> Sentence:
    verdict = workings.verdicts[key]
    facts = {
        "channel": workings.channel(key).name,
        "customers": verdict.customers,
        "needed": verdict.whole_customers_needed,
    }
    return Sentence(
        "headline.next_less" if verdict.needed is not None else "headline.next_less_margin", facts
    )


# --- the one input that would change most --------------------------------------------------------------


def _record(workings: Workings) -> Sentence:
    """What to fill in: what leaves most spend without a verdict; else how long to wait."""
    at_stake: dict[str, Decimal] = {}
    for key, verdict in workings.verdicts.items():
        reason = plain_reason(verdict).removeprefix("notes.verdict_")
        spend = workings.window_channels[key]["spend"].value
        if spend is not None:
            at_stake[reason] = at_stake.get(reason, _ZERO) + spend
        elif workings.business.counts_as_marketing(key):  # nobody knows how much that is
            at_stake[reason] = _UNKNOWN
    missing = [reason for reason in _TO_RECORD if reason in at_stake]
    if missing:
        return Sentence(f"headline.next_record_{max(missing, key=at_stake.__getitem__)}")
    waiting = {key: verdict for key, verdict in workings.verdicts.items() if verdict.outlook is not None}
    if waiting:
        return _wait(workings, max(waiting, key=lambda key: waiting[key].spend or _ZERO))
    paid_for = any(verdict.pays is not Pays.NO_SPEND for verdict in workings.verdicts.values())
    return Sentence("headline.next_keep_recording" if paid_for else "headline.next_no_spend")


def _wait(workings: Workings, key: str) -> Sentence:
    outlook = workings.verdicts[key].outlook
    facts: dict[str, object] = {"channel": workings.channel(key).name}
    if outlook is None or outlook.months is None:
        return Sentence("headline.next_wait_long", facts)
    facts |= {"months": outlook.months, "shorter": Sentence(f"notes.shortens_{outlook.shortens}")}
    return Sentence("headline.next_wait", facts)


def rounded_down(amount: Decimal) -> Decimal:
    """A round sum of money no larger than `amount`: 318 becomes 300."""
    if amount <= 0:
        return _ZERO
    unit = _ONE.scaleb(amount.adjusted())
    return max(step * unit for step in _round_steps(amount, unit))


def _round_steps(amount: Decimal, unit: Decimal) -> Iterable[Decimal]:
    return (step for step in _ROUND if step * unit <= amount)
