"""The headline sentence and the cards of the first screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce

from kpisheet.analysis.decision import Decision
from kpisheet.analysis.next_step import cells_to_check, facts_of, kind_of, tells_by_when
from kpisheet.analysis.report import Card, Change, Claim, Figure, Figures, Pays, Target
from kpisheet.analysis.sums import added
from kpisheet.analysis.wording import listed
from kpisheet.analysis.workings import Workings
from kpisheet.texts.language import Sentence

_CARD_KEYS = ("spend", "cpl", "cac", "roi")
_ONE = Decimal(1)
_CHANGED = {Claim.YES: "card_higher", Claim.NO: "card_lower", Claim.CANNOT_TELL: "card_no_clear_change"}


def headline(workings: Workings, decision: Decision) -> Sentence:
    """Which channels earn, which lose, and what was decided to do about it.

    Where the report period has no row though there are others, it says when these end.
    """
    if workings.empty_period is not None:
        return Sentence("headline.no_rows", {"period": workings.empty_period, "latest": workings.latest})
    if workings.marketing["spend"].value is None:
        return Sentence("headline.no_data")
    return reduce(_then, _acts(workings, decision), _answer(workings))


def sums(workings: Workings) -> Sentence | None:
    """What was spent on marketing and what came of it, and without it; None where no spend is known."""
    marketing = workings.marketing
    spend = marketing["spend"].value
    if spend is None:
        return None
    said = Sentence("headline.whole", {"spent": _spent(spend, marketing), "came": _came(marketing)})
    anyway = _anyway(workings)
    return said if anyway is None else _then(said, anyway)


def _then(first: Sentence, second: Sentence) -> Sentence:
    return Sentence("headline.then", {"first": first, "second": second})


def _answer(workings: Workings) -> Sentence:
    """Who earns and who loses."""
    verdicts = workings.verdicts
    earning, losing = (_names(workings, pays) for pays in (Pays.PAYS, Pays.LOSES_MONEY))
    if not earning and not losing:
        asked = any(verdict.pays is not Pays.NO_SPEND for verdict in verdicts.values())
        return Sentence("headline.answer_none" if asked else "headline.answer_no_spend")
    facts: dict[str, object] = {
        "earning": listed(earning),
        "earn": len(earning),
        "losing": listed(losing),
        "lose": len(losing),
    }
    kind = "both" if earning and losing else "earning" if earning else "losing"
    return Sentence(f"headline.answer_{kind}", facts)


def _acts(workings: Workings, decision: Decision) -> Iterator[Sentence]:
    """What to do, in the figures of the next step."""
    if decision.doubted is not None:
        cells = listed(cells_to_check(workings, decision.doubted))
        name = workings.channel(decision.doubted).name
        yield Sentence("headline.act_check", {"cells": cells, "channel": name})
    if decision.move is not None:
        yield Sentence(f"headline.act_{kind_of(decision.move)}", facts_of(workings, decision.move))
    if decision.less is not None:
        name, never = workings.channel(decision.less).name, workings.verdicts[decision.less].needed is None
        facts = {"channel": name, "monthly": workings.current_spend(decision.less)}
        yield Sentence("headline.act_margin" if never else "headline.act_less", facts)
    if decision.to_record is not None:
        yield Sentence(f"headline.act_record_{decision.to_record}")
    elif decision.waiting is not None:
        yield _wait(workings, decision.waiting)


def _wait(workings: Workings, key: str) -> Sentence:
    never = tells_by_when(workings, key) is None
    return Sentence("headline.act_decide" if never else "headline.act_wait")


def _names(workings: Workings, pays: Pays) -> list[str]:
    found = [key for key, verdict in workings.verdicts.items() if verdict.pays is pays]
    return [workings.channel(key).name for key in found]


def _anyway(workings: Workings) -> Sentence | None:
    """The customers that aren't credited to marketing, by their channels."""
    came = workings.business.came_anyway
    part = added(workings.part.channels[key] for key in came).over_rows_knowing("new_customers")
    if part is None or not part.totals[0]:
        return None
    known = [
        key for key in workings.order if key in came and workings.part.channels[key].knows("new_customers")
    ]
    names = listed([workings.channel(key).name for key in known])
    return Sentence("headline.anyway", {"customers": part.totals[0], "channels": names})


def _spent(spend: Decimal, totals: Figures) -> Sentence:
    leads, customers = totals["leads"].value, totals["new_customers"].value
    facts: Mapping[str, Decimal | None] = {"spend": spend, "leads": leads, "customers": customers}
    if leads is not None and customers is not None:
        return Sentence("headline.leads_and_customers", facts)
    if leads is not None:
        return Sentence("headline.leads", facts)
    return Sentence("headline.customers" if customers is not None else "headline.spend", facts)


def _came(totals: Figures) -> Sentence:
    if totals["spend"].value == 0:
        return Sentence("headline.no_spend")
    roi, roas = totals["roi"].value, totals["roas"].value
    if roi is not None:
        return Sentence("headline.profit", {"one": _ONE, "profit": roi + 1})
    if roas is not None:
        return Sentence("headline.revenue", {"one": _ONE, "revenue": roas})
    return Sentence("headline.nothing_known")


def cards(workings: Workings, changes: Sequence[Change], targets: Sequence[Target]) -> tuple[Card, ...]:
    """Spend, CPL, CAC and ROI of marketing, each with its range, its change, its target and all together."""
    marketing, period = workings.marketing, workings.period
    apart = bool(workings.business.came_anyway)
    by_key = {
        change.key: change
        for change in changes
        if change.channel is None and not change.year_ago and change.period == period
    }
    aims = {target.key.removeprefix("target_"): target for target in targets}
    made = []
    for key in _CARD_KEYS:
        shown = "revenue_roi" if key == "roi" and marketing["roi"].missing == "no_margin" else key
        figure, aim = marketing[shown], aims.get(shown)
        made.append(
            Card(
                figure,
                _note(figure, by_key.get(key)),
                target=aim.target if aim else None,
                target_met=aim.met if aim else None,
                loaded=aim.loaded if aim else None,
                together=workings.totals[shown] if apart else None,
            )
        )
    return tuple(made)


def _note(figure: Figure, change: Change | None) -> Sentence | None:
    parts = [part for part in (_range(figure), _since(change)) if part is not None]
    if len(parts) == 2:
        return Sentence("notes.card_both", {"range": parts[0], "change": parts[1]})
    return parts[0] if parts else None


def _range(figure: Figure) -> Sentence | None:
    if figure.interval is not None and figure.interval.high is not None:
        return Sentence("notes.card_range", {"range": figure.interval})
    if figure.lower_bound is not None:
        return Sentence("notes.card_at_least", {"low": figure.lower_bound})
    return None


def _since(change: Change | None) -> Sentence | None:
    if change is None:
        return None
    return Sentence(f"notes.{_CHANGED[change.claim]}", {"earlier": change.earlier})
