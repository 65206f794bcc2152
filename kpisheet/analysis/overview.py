"""One line of the overview of many clients: words and numbers only, so that it travels between processes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec import Struct

from kpisheet.analysis.report import Pays
from kpisheet.analysis.standing import State


class Shown(Struct, frozen=True):
    """A figure in words. `value` None: there is none, and `text` says why.

    `change` against the month before, as a part of it; `change_text` says it, empty where there is none.
    """

    key: str
    name: str
    text: str
    value: Decimal | None
    change: Decimal | None = None
    change_text: str = ""


class FigureByPeriod(Struct, frozen=True):
    """One figure period by period; a period without a value is None. `text` says it in words."""

    label: str
    values: tuple[Decimal | None, ...]
    text: str


class Entry(Struct, frozen=True):
    """What the overview says of one workbook, worded.

    `page`, `client_page`, `pdf` and `workbook` are paths relative to the overview. A failed file has only
    `file`, `failure` and a state. `verdicts`: channels by verdict. `worst`: what to check first.
    `unchanged_since`: the day of its report, where that still stands and wasn't made anew.
    """

    file: str
    failure: str | None = None
    page: str | None = None
    workbook: str | None = None
    client_page: str | None = None
    pdf: str | None = None
    business: str | None = None
    currency: str | None = None
    period: str | None = None
    latest: str | None = None
    state: State = State.FAILED
    to_do: str = ""
    headline: str | None = None
    figures: tuple[Shown, ...] = ()
    verdicts: tuple[tuple[Pays, tuple[str, ...]], ...] = ()
    missed: tuple[str, ...] = ()
    trend: FigureByPeriod | None = None
    cells: int = 0
    worst: tuple[str, ...] = ()
    unchanged_since: date | None = None


def by_urgency(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """Those with something to do first; as given among themselves."""
    order = list(State)
    return tuple(sorted(entries, key=lambda entry: order.index(entry.state)))
