"""The next step: one modest suggestion where the verdicts carry it, else what to record to find out."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kpisheet.analysis import intervals
from kpisheet.analysis.fair_test import PARTS, fair_test
from kpisheet.analysis.report import Pays, Verdict
from kpisheet.analysis.verdicts import plain_reason
from kpisheet.analysis.workings import Workings
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.findings import Place

_ROUND = tuple(Decimal(step) for step in ("1", "1.5", "2", "3", "5", "7.5", "10"))
_ONE, _ZERO = Decimal(1), Decimal(0)
# What would let verdicts speak, by the reason for which they can't; the first that applies is said.
_TO_RECORD = ("spend_not_recorded", "customers_not_recorded", "customers_derived", "no_margin", "no_profit")


def next_step(workings: Workings) -> Sentence:
    """A small amount, a trial period and a comparison afterwards; or less spend; or what to record."""
    if workings.empty_period is not None:
        return Sentence("headline.next_no_rows", {"period": workings.empty_period})
    if not workings.window_channels or workings.totals["spend"].value is None:
        return Sentence("headline.next_no_data")
    if (doubted := _first_to_check(workings)) is not None:
        return _check(workings, doubted)
    if (best := _most_surely_paying(workings)) is not None:
        monthly = _monthly_spend(workings, best)
        if monthly > 0:
            return _try(workings, best, monthly)
    if (worst := _largest_loss(workings)) is not None:
        return _spend_less(workings, worst)
    reasons = {plain_reason(verdict).removeprefix("notes.verdict_") for verdict in workings.verdicts.values()}
    for reason in _TO_RECORD:
        if reason in reasons:
            return Sentence(f"headline.next_record_{reason}")
    paid_for = any(verdict.pays is not Pays.NO_SPEND for verdict in workings.verdicts.values())
    return Sentence("headline.next_keep_recording" if paid_for else "headline.next_no_spend")


def _first_to_check(workings: Workings) -> str | None:
    """Of the channels whose verdict cells to check decide, the one with most spend."""
    doubted = [key for key, verdict in workings.verdicts.items() if verdict.pays is Pays.CHECK_FIRST]
    return max(doubted, key=lambda key: workings.verdicts[key].spend or _ZERO, default=None)


def _check(workings: Workings, key: str) -> Sentence:
    verdict = workings.verdicts[key]
    cells = list(dict.fromkeys(where(one.place) for one in verdict.deciding))
    facts = {"cells": cells, "channel": workings.channel(key).name, "reason": verdict.reason}
    return Sentence("headline.next_check", facts)


def where(place: Place) -> str:
    """A cell by its sheet and address."""
    return f"{place.sheet} {place.cell}" if place.cell else place.sheet


def _try(workings: Workings, key: str, monthly: Decimal) -> Sentence:
    """A test of more spend that can be told from chance, with the result that counts; else a modest try."""
    evidence = workings.evidence(key)
    test = None if evidence is None else fair_test(evidence)
    facts: dict[str, object] = {
        "amount": rounded_down(monthly * (PARTS[0] if test is None else test.part)),
        "channel": workings.channel(key).name,
    }
    if test is None:
        return Sentence("headline.next_try", facts)
    facts["months"], facts["customers"] = test.months, Decimal(test.counts_from)
    facts["usual"] = round(Decimal(test.usual))
    return Sentence("headline.next_test", facts)


def _most_surely_paying(workings: Workings) -> str | None:
    """Of the channels that pay and that money can grow, the one with the best lower end of its return."""
    paying = [
        key
        for key, verdict in workings.verdicts.items()
        if verdict.pays is Pays.PAYS and workings.channel(key).marketing and workings.channel(key).known
    ]
    bought = [key for key in paying if workings.channel(key).paid] or paying
    sound = [key for key in bought if not workings.window_channels[key]["cac"].doubtful] or bought
    return max(sound, key=lambda key: _least_return(workings.verdicts[key]), default=None)


def _least_return(verdict: Verdict) -> float:
    """The lower end of gross profit ÷ spend, by the customers' interval."""
    customers, needed = float(verdict.effective_customers or _ZERO), float(verdict.needed or _ONE)
    return intervals.byar(customers)[0] * float(verdict.dispersion or _ONE) / needed


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


def _monthly_spend(workings: Workings, key: str) -> Decimal:
    """What a month with spend on the channel costs; months without any don't count."""
    months = workings.window_part.channel_periods.get(key, {}).values()
    spent = [part.totals[0] for sums in months if (part := sums.over_rows_knowing("spend")) is not None]
    paid = [amount for amount in spent if amount > 0]
    return sum(paid, _ZERO) / len(paid) if paid else _ZERO


def rounded_down(amount: Decimal) -> Decimal:
    """A round sum of money no larger than `amount`: 318 becomes 300."""
    if amount <= 0:
        return _ZERO
    unit = _ONE.scaleb(amount.adjusted())
    return max(step * unit for step in _round_steps(amount, unit))


def _round_steps(amount: Decimal, unit: Decimal) -> Iterable[Decimal]:
    return (step for step in _ROUND if step * unit <= amount)
