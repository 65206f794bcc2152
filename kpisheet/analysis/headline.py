"""The headline sentence and the cards of the first screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from kpisheet.analysis.report import Card, Change, Claim, Figure, Figures, Target
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.periods import Period

_CARD_KEYS = ("spend", "cpl", "cac", "roi")
_ONE = Decimal(1)
_CHANGED = {Claim.YES: "card_higher", Claim.NO: "card_lower", Claim.CANNOT_TELL: "card_no_clear_change"}


def headline(totals: Figures, empty: Period | None, latest: Period | None) -> Sentence:
    """What was spent, what it went with, and what came back: no cause is claimed.

    `empty`: the report period where it has no row though there are others, the last of which is of `latest`.
    """
    spend = totals["spend"].value
    if empty is not None:
        return Sentence("headline.no_rows", {"period": empty, "latest": latest})
    if spend is None:
        return Sentence("headline.no_data")
    return Sentence("headline.whole", {"spent": _spent(spend, totals), "came": _came(totals)})


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


def cards(
    totals: Figures, period: Period | None, changes: Sequence[Change] = (), targets: Sequence[Target] = ()
) -> tuple[Card, ...]:
    """Spend, CPL, CAC and ROI, each with its likely range, its change and its target."""
    by_key = {
        change.key: change
        for change in changes
        if change.channel is None and not change.year_ago and change.period == period
    }
    aims = {target.key.removeprefix("target_"): target for target in targets}
    made = []
    for key in _CARD_KEYS:
        shown = "revenue_roi" if key == "roi" and totals["roi"].missing == "no_margin" else key
        figure, aim = totals[shown], aims.get(shown)
        made.append(
            Card(
                figure,
                _note(figure, by_key.get(key)),
                target=aim.target if aim else None,
                target_met=aim.met if aim else None,
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
