"""Which cells decide a verdict: each doubted cell is taken otherwise, and all verdicts are reckoned anew.

A verdict never hangs on a doubted cell: where taking one otherwise brings another verdict, there is none
before it was checked. A number that is the only one of its kind is no more doubted than any other, but a
verdict that hangs on it says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from kpisheet.analysis.alternatives import LEAST_WEIGHT, Alternative, alternatives
from kpisheet.analysis.amounts import amounts_of, terms_of
from kpisheet.analysis.report import Decider, Pays, Verdict
from kpisheet.analysis.verdicts import Trial, doubted_of, outcome
from kpisheet.analysis.workings import Workings
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding, Place

FIRM = frozenset({Pays.PAYS, Pays.LOSES_MONEY})
MOST_TRIED = 100  # alternatives of one worksheet; those with most at stake come first
_MOST_WORK = 40_000  # alternatives × sums of a channel's period: each is reckoned over all of them
_MOST_ROWS = 1_000_000  # alternatives × rows: each takes the rows once

Deciders = Mapping[str, tuple[Decider, ...]]


def deciders(workings: Workings) -> Deciders:
    """By channel, the cells that decide its verdict, each with what the verdict is if it means otherwise."""
    as_typed = workings.untried
    firm = any(verdict.pays in FIRM for verdict in as_typed.values())
    found: dict[str, dict[tuple[Place, str], Decider]] = {}
    for one in _tried(workings, firm=firm):
        for channel, pays in _turned(workings, one, as_typed):
            found.setdefault(channel, {}).setdefault((one.place, one.key), _decider(one, pays))
    return {channel: tuple(cells.values()) for channel, cells in found.items()}


def _tried(workings: Workings, *, firm: bool) -> Sequence[Alternative]:
    """The alternatives worth a trial: those of doubted cells first, then those with most at stake."""
    every = alternatives(workings.ledger, workings.worksheet.table, workings.window, workings.findings)
    worth = [one for one in every if (firm or one.doubted) and one.weight >= LEAST_WEIGHT]
    worth.sort(key=lambda one: (not one.found, not one.doubted, -one.weight))
    ledger = workings.ledger
    by_work = _MOST_WORK // max(1, len(ledger.cells)), _MOST_ROWS // max(1, len(ledger.entries))
    return worth[: min(MOST_TRIED, *by_work)]


def _turned(
    workings: Workings, one: Alternative, as_typed: Mapping[str, Verdict]
) -> Iterator[tuple[str, Pays]]:
    """The channels that get another verdict, as far as this cell may decide theirs."""
    terms = terms_of(workings.settings)
    changed = {at: (row, amounts_of(row, terms)) for at, row in one.rows.items()}
    otherwise = workings.with_ledger(workings.ledger.changed(changed)).trials
    for channel, verdict in as_typed.items():
        then = otherwise.get(channel)
        if then is None or not _differs(verdict, then):
            continue
        if verdict.pays in FIRM or one.doubted:
            yield channel, then.pays


def _differs(as_typed: Verdict, then: Trial) -> bool:
    """Whether it is another verdict, and not only that nothing is left to judge."""
    if then.pays is as_typed.pays or Pays.NO_SPEND in (then.pays, as_typed.pays):
        return False
    return then.tested or then.pays in FIRM


def _decider(one: Alternative, pays: Pays) -> Decider:
    return Decider(
        one.place, one.key, one.otherwise, pays, one.typed, one.value, one.text, one.name, single=one.single
    )


# --- as findings ---------------------------------------------------------------------------------------


def with_deciders(workings: Workings, decided: Deciders) -> tuple[Finding, ...]:
    """All findings, and those of deciding cells that no finding names yet; the deciding ones say so."""
    channels: dict[Place, list[str]] = {}
    for channel, cells in decided.items():
        for one in doubted_of(cells):
            channels.setdefault(one.place, []).append(workings.channel(channel).name)
    marked = [_marked(one, channels) for one in workings.findings]
    named = {one.place for one in marked if one.decides}
    return (*_unnamed(decided, channels, named), *marked)


def _marked(one: Finding, channels: Mapping[Place, Sequence[str]]) -> Finding:
    if one.place is None or one.place not in channels or not one.affects:
        return one
    return replace(one, decides=tuple(channels[one.place]))


def _unnamed(
    decided: Deciders,
    channels: Mapping[Place, Sequence[str]],
    named: Iterable[Place | None],
) -> Iterator[Finding]:
    done = set(named)
    for cells in decided.values():
        for one in doubted_of(cells):
            if one.place in done:
                continue
            done.add(one.place)
            names = channels[one.place]
            facts: dict[str, Any] = {"channels": list(names), "value": one.typed, "other": one.value}
            facts["outcome"] = outcome(one.pays)
            told = finding("K631", one.place, typed=one.text, affects=(one.key,), **facts)
            yield replace(told, decides=tuple(names))
