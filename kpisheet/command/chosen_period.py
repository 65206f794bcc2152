"""The period that a run reports on, whatever Business says: `--from` and `--to`, or a short form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from kpisheet.command.arguments import MistakenCommandError
from kpisheet.texts.language import Words
from kpisheet.worksheet.periods import Period

_WAYS = {"first": "--from", "last_month": "--last-month", "last_quarter": "--last-quarter", "year": "--year"}


def chosen_period(options: Mapping[str, Any], words: Words) -> Period | None:
    """What the options choose, seen from the day of the report; None where they choose nothing.

    Raises `MistakenCommandError` where they contradict one another.
    """
    given = [name for key, name in _WAYS.items() if options.get(key)]
    if len(given) > 1:
        text = words.text("command.mistake.two_periods", one=given[0], other=given[1])
        raise MistakenCommandError(text)
    last: Period | None = options.get("last")
    if last is not None and not options.get("first"):
        raise MistakenCommandError(words.raw("command.mistake.to_without_from"))
    today: date = options["made_on"] or date.today()  # noqa: DTZ011 - the person's own day
    if options.get("last_month"):
        return _month_before(today)
    if options.get("last_quarter"):
        return _quarter_before(today)
    if year := options.get("year"):
        return Period(date(year, 1, 1), date(year, 12, 31))
    first: Period | None = options.get("first")
    return None if first is None else _from_to(first, last or Period.month(today.year, today.month), words)


def _month_before(today: date) -> Period:
    day = today.replace(day=1) - timedelta(days=1)
    return Period.month(day.year, day.month)


def _quarter_before(today: date) -> Period:
    end = _month_before(today.replace(month=today.month - (today.month - 1) % 3, day=1))
    return Period(Period.month(end.end.year, end.end.month - 2).start, end.end)


def _from_to(first: Period, last: Period, words: Words) -> Period:
    if last.end < first.start:
        facts = {"first": words.writing.period(first), "last": words.writing.period(last)}
        raise MistakenCommandError(words.text("command.mistake.from_after_to", **facts))
    return Period(first.start, last.end)
