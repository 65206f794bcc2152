"""The next step in words: how to do what was decided, why there, and where its money comes from."""

from __future__ import annotations

from decimal import Decimal

from kpisheet.analysis.decision import Decision, Move, Try, all_paying
from kpisheet.analysis.fair_test import FairTest
from kpisheet.analysis.report import Pays, Verdict
from kpisheet.analysis.wording import listed
from kpisheet.analysis.workings import Workings
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.findings import Place

_ONE, _ZERO = Decimal(1), Decimal(0)


def next_step(workings: Workings, decision: Decision) -> Sentence:
    """A check, a test, less spend, or what to record."""
    if workings.empty_period is not None:
        return Sentence("headline.next_no_rows", {"period": workings.empty_period})
    if not workings.window_channels or workings.totals["spend"].value is None:
        return Sentence("headline.next_no_data")
    if decision.doubted is not None:
        return _check(workings, decision.doubted, decision.move)
    if decision.move is not None:
        return _try(workings, decision.move)
    if decision.less is not None:
        return _spend_less(workings, decision.less)
    return _record(workings, decision)


def where(place: Place) -> str:
    """A cell by its sheet and address."""
    return f"{place.sheet} {place.cell}" if place.cell else place.sheet


def cells_to_check(workings: Workings, key: str) -> list[str]:
    """The cells that decide a channel's verdict."""
    return list(dict.fromkeys(where(one.place) for one in workings.verdicts[key].deciding))


def facts_of(workings: Workings, move: Move) -> dict[str, object]:
    """What headline and next step both say of a move."""
    return {
        "amount": move.amount,
        "channel": workings.channel(move.best.channel).name,
        "losing": listed([workings.channel(key).name for key in move.losing]),
        "lose": len(move.losing),
        "freed": move.freed,
        "rest": abs(move.freed - move.amount),
    }


def kind_of(move: Move) -> str:
    """The key of what is moved: all that is set free, a part of it, that and more, or new money."""
    if not move.losing:
        return "new"
    if move.freed == move.amount:
        return "all"
    return "some" if move.freed > move.amount else "more"


# --- a check -------------------------------------------------------------------------------------------


def _check(workings: Workings, key: str, move: Move | None) -> Sentence:
    """The cells to check, and the test that can begin meanwhile as none of them decides its channel."""
    facts = {
        "cells": cells_to_check(workings, key),
        "channel": workings.channel(key).name,
        "reason": workings.verdicts[key].reason,
    }
    check = Sentence("headline.next_check", facts)
    if move is None:
        return check
    return _then(check, _then(Sentence("headline.whatever_it_says"), _try(workings, move)))


# --- a test --------------------------------------------------------------------------------------------


def _try(workings: Workings, move: Move) -> Sentence:
    """The test, why so many customers count, why it is on this channel, and where the money comes from."""
    facts, kind, test = facts_of(workings, move), kind_of(move), move.best.test
    if test is None:
        step = Sentence(f"headline.next_try_{kind}", facts)
    else:
        begun = Sentence(f"headline.next_test_{kind}", {**facts, "months": test.months})
        worked = _worked(test, workings.channel(move.best.channel).name)
        step = _then(_then(begun, worked), _counted(test, move.best.profit))
    for more in (_source(workings, move), _why(workings, move), _passed_over(workings, move)):
        step = step if more is None else _then(step, more)
    return _then(step, Sentence("headline.past_averages"))


def _then(first: Sentence, second: Sentence) -> Sentence:
    return Sentence("headline.then", {"first": first, "second": second})


def _worked(test: FairTest, channel: str) -> Sentence:
    facts = {
        "channel": channel,
        "months": test.months,
        "customers": Decimal(test.counts_from),
        "usual": Decimal(test.usual),
        "more": Decimal(test.counts_from - test.usual),
    }
    return Sentence("headline.worked", facts)


def _counted(test: FairTest, profit: Decimal) -> Sentence:
    """Why so many customers more: they pay for the test, or fewer could be chance."""
    kind = "counted_paying" if test.paying >= test.beyond_chance else "counted_chance"
    facts = {
        "spent": test.spent,
        "paying": Decimal(test.paying),
        "beyond": Decimal(test.beyond_chance),
        "profit": profit,
    }
    return Sentence(f"headline.{kind}", facts)


def _why(workings: Workings, move: Move) -> Sentence:
    """Why this channel, against the one that comes nearest to it."""
    best, runner = move.best, next(iter(move.others), None)
    facts: dict[str, object] = {"one": _ONE, "least": Decimal(repr(best.least))}
    if runner is None:
        return _why_only(workings, best, facts)
    facts |= {"runner": workings.channel(runner.channel).name, "other": Decimal(repr(runner.least))}
    if runner.least > best.least:
        return Sentence("headline.why_larger", {**facts, "monthly": runner.monthly})
    return Sentence("headline.why_surer", facts)


def _why_only(workings: Workings, best: Try, facts: dict[str, object]) -> Sentence:
    """It alone pays; or of those that do, the page counts them, it alone can be bought more of."""
    paying = [key for key, verdict in workings.verdicts.items() if verdict.pays is Pays.PAYS]
    if len(paying) == 1:
        return Sentence("headline.why_only", facts)
    others = [key for key in paying if key != best.channel]
    doubtful = any(workings.window_channels[key]["cac"].doubtful for key in others)
    kind = "why_only_sound" if doubtful else "why_only_bought"
    return Sentence(f"headline.{kind}", {**facts, "pays": len(paying), "others": len(others)})


def _source(workings: Workings, move: Move) -> Sentence:
    """Why the money comes from there; of new money, why not from what is said to lose."""
    losing = [key for key, verdict in workings.verdicts.items() if verdict.pays is Pays.LOSES_MONEY]
    if move.losing or not losing:
        return Sentence(f"headline.from_{kind_of(move)}", facts_of(workings, move))
    current = [key for key in losing if workings.current_spend(key) > 0]
    names = listed([workings.channel(key).name for key in current or losing])
    facts = {"losing": names, "lose": len(current or losing)}
    return Sentence("headline.from_new_unsure" if current else "headline.from_new_ended", facts)


def _passed_over(workings: Workings, move: Move) -> Sentence | None:
    """Why not the channel that brought more for its money, where money doesn't simply buy more of it."""
    best = move.best.channel
    tried = {one.channel for one in (move.best, *move.others)}
    others = [key for key in all_paying(workings) if key not in tried and workings.monthly_spend(key) > 0]
    returns = {key: _average_return(workings.verdicts[key]) for key in (*others, best)}
    other = max(returns, key=returns.__getitem__)
    if other == best:
        return None
    doubtful = workings.window_channels[other]["cac"].doubtful
    facts = {"one": _ONE, "other": workings.channel(other).name, "brought": returns[other]}
    return Sentence("headline.why_not_doubtful" if doubtful else "headline.why_not_bought", facts)


def _average_return(verdict: Verdict) -> Decimal:
    """Gross profit ÷ spend."""
    return (verdict.customers or _ZERO) / (verdict.needed or _ONE)


# --- less, or what to record -----------------------------------------------------------------------------


def _spend_less(workings: Workings, key: str) -> Sentence:
    verdict = workings.verdicts[key]
    facts = {
        "channel": workings.channel(key).name,
        "monthly": workings.current_spend(key),
        "customers": verdict.customers,
        "needed": verdict.whole_customers_needed,
    }
    return Sentence(
        "headline.next_less" if verdict.needed is not None else "headline.next_less_margin", facts
    )


def _record(workings: Workings, decision: Decision) -> Sentence:
    """What to fill in; else how long to wait."""
    if decision.to_record is not None:
        return Sentence(f"headline.next_record_{decision.to_record}")
    if decision.waiting is not None:
        return _wait(workings, decision.waiting)
    paid_for = any(verdict.pays is not Pays.NO_SPEND for verdict in workings.verdicts.values())
    return Sentence("headline.next_keep_recording" if paid_for else "headline.next_no_spend")


def tells_by_when(workings: Workings, key: str) -> int | None:
    """In how many months a channel without a verdict may get one; None where that is too long to wait."""
    outlook = workings.verdicts[key].outlook
    return None if outlook is None else outlook.months


def _wait(workings: Workings, key: str) -> Sentence:
    outlook, months = workings.verdicts[key].outlook, tells_by_when(workings, key)
    facts: dict[str, object] = {"channel": workings.channel(key).name}
    if outlook is None or months is None:
        return Sentence("headline.next_wait_long", facts)
    shorter = Sentence(f"notes.shortens_{outlook.shortens}")
    return Sentence("headline.next_wait", {**facts, "months": months, "shorter": shorter})
