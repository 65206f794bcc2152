"""The next step: one test, sized by the spend and by what it could show, where the verdicts carry it.

Else what to check, where to spend less, or the one input that would change most of what can be told.
"""

from __future__ import annotations

import math
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis import intervals
from kpisheet.analysis.fair_test import PARTS, FairTest, fair_test, rounded_down
from kpisheet.analysis.report import Pays, Verdict
from kpisheet.analysis.verdicts import plain_reason
from kpisheet.analysis.wording import listed
from kpisheet.analysis.workings import Workings
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.findings import Place

_ONE, _ZERO = Decimal(1), Decimal(0)
_WORTH_A_TEST = Decimal("0.02")  # of a month's spend on all channels; less moves nothing
_UNKNOWN = Decimal("Infinity")
_DAYS_OF_MONTH = 30.4
# What would let verdicts speak, by the reason for which they can't.
_TO_RECORD = ("spend_not_recorded", "customers_not_recorded", "customers_derived", "no_margin", "no_profit")


class Try(Struct, frozen=True):
    """More spend on a channel that pays: so much more a month, if possible as a test that can tell.

    `least`: the lower end of what each unit of money brought there, in gross profit; `profit`: that of a
    customer there.
    """

    channel: str
    amount: Decimal
    least: float
    monthly: Decimal
    profit: Decimal
    test: FairTest | None


def next_step(workings: Workings) -> Sentence:
    """A check, a test, less spend, or what to record."""
    if workings.empty_period is not None:
        return Sentence("headline.next_no_rows", {"period": workings.empty_period})
    if not workings.window_channels or workings.totals["spend"].value is None:
        return Sentence("headline.next_no_data")
    tries = _tries(workings)
    if (doubted := _first_to_check(workings)) is not None:
        return _check(workings, doubted, tries)
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


def _check(workings: Workings, key: str, tries: list[Try]) -> Sentence:
    """The cells to check, and the test that can begin meanwhile as none of them decides its channel."""
    verdict = workings.verdicts[key]
    cells = list(dict.fromkeys(where(one.place) for one in verdict.deciding))
    facts = {"cells": cells, "channel": workings.channel(key).name, "reason": verdict.reason}
    check = Sentence("headline.next_check", facts)
    sound = [one for one in tries if not workings.window_channels[one.channel]["cac"].doubtful]
    if not sound:
        return check
    return _then(check, _then(Sentence("headline.whatever_it_says"), _try(workings, sound)))


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
        begun = Sentence("headline.next_test", {**facts, **_facts_of(best.test)})
        step = _then(begun, _counted(best.test, best.profit))
    why = (_why(workings, best, tries), _passed_over(workings, best, tries))
    for more in (*why, _source(workings, best), Sentence("headline.past_averages")):
        step = step if more is None else _then(step, more)
    return step


def _then(first: Sentence, second: Sentence) -> Sentence:
    return Sentence("headline.then", {"first": first, "second": second})


def _facts_of(test: FairTest) -> dict[str, object]:
    return {
        "months": test.months,
        "customers": Decimal(test.counts_from),
        "usual": Decimal(test.usual),
        "spent": test.spent,
        "paying": Decimal(test.paying),
        "beyond": Decimal(test.beyond_chance),
    }


def _counted(test: FairTest, profit: Decimal) -> Sentence:
    """Why so many customers: those that come anyway, and those that pay or are beyond chance."""
    kind = "counted_paying" if test.paying >= test.beyond_chance else "counted_chance"
    return Sentence(f"headline.{kind}", {**_facts_of(test), "profit": profit})


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


def _passed_over(workings: Workings, best: Try, tries: list[Try]) -> Sentence | None:
    """Why not the channel that brought more for its money, where money doesn't simply buy more of it."""
    tried = {one.channel for one in tries}
    others = [key for key in _all_paying(workings) if key not in tried and workings.monthly_spend(key) > 0]
    returns = {key: _average_return(workings.verdicts[key]) for key in (*others, best.channel)}
    other = max(returns, key=returns.__getitem__)
    if other == best.channel:
        return None
    doubtful = workings.window_channels[other]["cac"].doubtful
    facts = {"one": _ONE, "other": workings.channel(other).name, "brought": returns[other]}
    return Sentence("headline.why_not_doubtful" if doubtful else "headline.why_not_bought", facts)


def _source(workings: Workings, best: Try) -> Sentence:
    """Where the money comes from: what loses money, the same as the headline says, else from outside."""
    losing = losing_for_certain(workings)
    monthly = sum((workings.monthly_spend(key) for key in losing), _ZERO)
    if monthly <= 0:
        return Sentence("headline.from_outside")
    facts = {
        "losing": listed([workings.channel(key).name for key in losing]),
        "lose": len(losing),
        "monthly": monthly,
        "rest": abs(monthly - best.amount),
    }
    if monthly == best.amount:
        return Sentence("headline.from_losing", facts)
    return Sentence(f"headline.from_losing_{'rest' if monthly > best.amount else 'part'}", facts)


def losing_for_certain(workings: Workings) -> list[str]:
    """The channels that lose money though every number that is the only one of its kind were another."""
    return [
        key
        for key, verdict in workings.verdicts.items()
        if verdict.pays is Pays.LOSES_MONEY and not verdict.deciding
    ]


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
    profit, test = workings.verdicts[key].profit_per_customer or _ZERO, None
    if evidence is not None:
        test = fair_test(evidence, monthly, profit, at_least=_cycle_months(workings, key))
    amount = rounded_down(monthly * PARTS[0]) if test is None else test.amount
    return Try(key, amount, _least_return(workings.verdicts[key]), monthly, profit, test)


def _cycle_months(workings: Workings, key: str) -> int:
    """The months that a sale of the channel takes: results of a shorter test would not be in."""
    name, cycles = workings.channel(key).name, workings.cycles
    own = next((one.mean_days for one in cycles.by_channel if one.name == name), None)
    days = cycles.mean.value if own is None else own
    return 0 if days is None else math.ceil(float(days) / _DAYS_OF_MONTH)


def _all_paying(workings: Workings) -> list[str]:
    return [
        key
        for key, verdict in workings.verdicts.items()
        if verdict.pays is Pays.PAYS and workings.channel(key).marketing
    ]


def _paying(workings: Workings) -> list[str]:
    paying = [key for key in _all_paying(workings) if workings.channel(key).known]
    bought = [key for key in paying if workings.channel(key).paid] or paying
    return [key for key in bought if not workings.window_channels[key]["cac"].doubtful] or bought


def _average_return(verdict: Verdict) -> Decimal:
    """Gross profit ÷ spend."""
    return (verdict.customers or _ZERO) / (verdict.needed or _ONE)


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
