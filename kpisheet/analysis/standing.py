"""Where a client stands before its report is passed on: late, to be checked or ready; what to do first."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from kpisheet.analysis.report import Claim, Pays, PeriodFigures, Report, Target
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.findings import SEVERITY_ORDER, Finding, Place, Severity
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import Worksheet

_HELD_AGAINST_THE_MONTH_BEFORE = ("spend", "leads", "new_customers", "cac")


class State(StrEnum):
    """What is to be done with a client, the most urgent first. Worded as ``overview.state_<value>``."""

    FAILED = "failed"  # its file can't be read
    LATE = "late"  # it has no row for the last month that is over
    CHECK = "check"  # something in it is doubtful or was left out
    READY = "ready"


class Standing(Struct, frozen=True):
    """Where it stands, and one sentence on what to do. `latest`: the last period with a row that counts."""

    state: State
    to_do: Sentence
    latest: Period | None


class Versus(Struct, frozen=True):
    """A figure of the last month reported against the month before: the change as a part of that.

    `claim` says whether it is more than chance, where that was tested; YES is higher, NO lower.
    """

    key: str
    change: Decimal
    claim: Claim = Claim.CANNOT_TELL


def standing(report: Report) -> Standing:
    """Where the client of this report stands on the day that it was made."""
    if (due := _missing(report)) is not None:
        facts = {"due": due, "latest": report.latest}
        key = "overview.do_late" if report.latest else "overview.do_late_no_rows"
        return Standing(State.LATE, Sentence(key, facts), report.latest)
    if (first := first_to_check(report)) is not None:
        return Standing(State.CHECK, _check(report, first), report.latest)
    if report.unread:
        return Standing(State.CHECK, report.unread[0].sentence, report.latest)
    if report.lacking is not None:
        told = Sentence("page.check_lacking", {"what": report.lacking})
        return Standing(State.CHECK, told, report.latest)
    return Standing(State.READY, Sentence("overview.do_ready"), report.latest)


def _missing(report: Report) -> Period | None:
    """The period that should have rows by now; None where it has. A quarter is due once it is over."""
    over = _month_before(report.made_on)
    if report.latest is None:
        return over
    if report.asked_period is not None:
        due = min(report.asked_period.end, over.end)
        return None if report.latest.end >= due else Period.month(due.year, due.month)
    following = _following(report.latest)
    return following if following.end <= over.end else None


def holds_until(worksheet: Worksheet, made_on: date) -> date:
    """The last day on which the report of that day would say the same, but for the date on it.

    How long deals have been open goes by the day, and which rows lie in the future; who is late by the month.
    """
    if worksheet.deals:
        return made_on
    begins = (row.period.start for row in worksheet.rows if row.period is not None)
    last_days = [start - timedelta(days=1) for start in begins if start > made_on]
    return min([*last_days, Period.month(made_on.year, made_on.month).end])


def _month_before(day: date) -> Period:
    last = day.replace(day=1) - timedelta(days=1)
    return Period.month(last.year, last.month)


def _following(period: Period) -> Period:
    """The next period of the same number of months."""
    month = period.end.year * 12 + period.end.month - 1
    last = month + period.months
    return Period(
        Period.month((month + 1) // 12, (month + 1) % 12 + 1).start,
        Period.month(last // 12, last % 12 + 1).end,
    )


def first_to_check(report: Report) -> Finding | None:
    """The finding to begin with: one that decides a verdict, else one that affects figures, the gravest."""
    doubtful = [each for each in report.findings if each.severity is not Severity.INFO]
    return min(doubtful, key=lambda one: (one.place is None, urgency(one)), default=None)


def urgency(finding: Finding) -> tuple[bool, bool, int, int]:
    """A key to sort by: what decides a verdict, then what touches figures, the worst and widest first."""
    return not finding.decides, not finding.affects, SEVERITY_ORDER[finding.severity], -len(finding.affects)


def _check(report: Report, first: Finding) -> Sentence:
    if first.place is None:  # of a download as a whole: it says itself what to look at
        return Sentence(f"findings.{first.code}.message", dict(first.facts))
    facts = {"cells": report.cells_to_check, "place": _place(first.place)}
    if first.decides:
        return Sentence("overview.do_check_decides", {**facts, "channels": list(first.decides)})
    return Sentence("overview.do_check", facts)


def _place(place: Place) -> str:
    return f"{place.sheet}!{place.cell}" if place.cell else place.sheet


def missed(report: Report) -> tuple[Target, ...]:
    """The targets that were not met."""
    return tuple(target for target in report.targets if target.met is False)


def verdicts_by_name(report: Report) -> tuple[tuple[Pays, tuple[str, ...]], ...]:
    """The channels of each verdict that any has."""
    found = (
        (pays, tuple(each.channel.name for each in report.judged if each.verdict.pays is pays))
        for pays in Pays
    )
    return tuple((pays, names) for pays, names in found if names)


def against_the_month_before(report: Report) -> tuple[Versus, ...]:
    """The last month reported against the calendar month before it; nothing where one of them is missing."""
    by_start = {each.period.start: each for each in report.window_by_period if each.period.is_month}
    now = by_start.get(max((each.start for each in report.periods if each.is_month), default=date.min))
    if now is None:
        return ()
    before = by_start.get(_month_before(now.period.start).start)
    if before is None:
        return ()
    found = (_versus(report, key, now, before) for key in _HELD_AGAINST_THE_MONTH_BEFORE)
    return tuple(each for each in found if each is not None)


def _versus(report: Report, key: str, now: PeriodFigures, before: PeriodFigures) -> Versus | None:
    one, other = now.figures.get(key), before.figures.get(key)
    if one is None or other is None or one.value is None or not other.value:
        return None
    claims = (
        change.claim
        for change in report.changes
        if (change.key, change.channel, change.period, change.earlier)
        == (key, None, now.period, before.period)
    )
    return Versus(key, one.value / other.value - 1, next(claims, Claim.CANNOT_TELL))
