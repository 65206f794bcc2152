"""Each channel's months over the window of the verdicts: what they show, and what was planned for them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kpisheet.analysis.figures import ScopeFigures, scope_of
from kpisheet.analysis.report import Budgeted, Change, Claim, PeriodFigures, Trend
from kpisheet.analysis.spans import year_before
from kpisheet.analysis.sums import Sums
from kpisheet.analysis.workings import Workings
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.periods import Period

_FEWEST_MONTHS = 3  # of a trend that is drawn
_PLANNED = ("spend", "budget")


def trends_of(workings: Workings) -> tuple[Trend, ...]:
    """Of each channel with months enough, most spend first."""
    if workings.window is None:
        return ()
    months = workings.ledger.slice(workings.window).channel_periods
    changes = workings.changes.trends(workings.claims)
    return tuple(
        _trend(workings, key, months[key], changes.get(key))
        for key in workings.order
        if len(months.get(key, {})) >= _FEWEST_MONTHS
    )


def _trend(workings: Workings, key: str, months: Mapping[Period, Sums], change: Change | None) -> Trend:
    channel, varies = workings.channel(key), workings.ledger.variation(key)

    def figures(month: Period, sums: Sums) -> PeriodFigures:
        return PeriodFigures(month, ScopeFigures(scope_of(channel, sums, varies)))

    earlier = year_before(max(months))
    then = workings.ledger.slice(None).channel_periods[key].get(earlier)
    return Trend(
        channel,
        tuple(figures(month, sums) for month, sums in sorted(months.items())),
        change,
        None if then is None else figures(earlier, then),
        budgeted(workings.window_part.channels[key], months),
    )


def budgeted(sums: Sums, months: Mapping[Period, Sums]) -> Budgeted | None:
    """What was planned and what was spent, over the rows that know both; None where none does."""
    part = sums.over_rows_knowing(*_PLANNED)
    if part is None:
        return None
    planned = {month: own.over_rows_knowing("budget") for month, own in months.items()}
    spent, budget = part.totals
    doubtful = part.doubtful or sums.touched(*_PLANNED)
    by_month = {month: found.totals[0] for month, found in sorted(planned.items()) if found is not None}
    return Budgeted(spent, budget, part.known, part.of, doubtful, by_month)


def budget_in_words(budget: Budgeted) -> Sentence:
    """The budget, what was spent of it, and for how many months there is one."""
    facts: dict[str, object] = {"budget": budget.planned, "spent": budget.spent, "share": budget.share}
    said = Sentence(f"trends.budget{'' if budget.share is not None else '_of_nothing'}", facts)
    if budget.known == budget.of:
        return said
    return Sentence("trends.budget_of_some", {"said": said, "known": budget.known, "of": budget.of})


def seen_in(trend: Trend, *, check_first: bool = True) -> Sentence:
    """What a channel's months show: a claim of its CAC where they can bear one.

    `check_first`: a claim that rests on cells to check asks to check them; else there is none.
    """
    facts: dict[str, object] = {"channel": trend.channel.name}
    change = trend.change
    if change is None or change.now.value is None or change.before.value is None:
        return Sentence("trends.untold", facts)
    facts |= {"before": change.before.value, "now": change.now.value}
    claim = change.claim.value
    if change.claim is not Claim.CANNOT_TELL and (change.now.doubtful or change.before.doubtful):
        claim = "check_first" if check_first else Claim.CANNOT_TELL.value
    return Sentence(f"trends.{claim}", facts)


def planned_in(trend: Trend, month: Period) -> Decimal | None:
    """The budget of one of its months."""
    return None if trend.budget is None else trend.budget.by_month.get(month)
