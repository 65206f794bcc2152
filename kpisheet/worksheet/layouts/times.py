"""The period of a figure's address, from the words that say it: a month here, its year perhaps elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import IntEnum
from functools import lru_cache

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.texts.folding import fold
from kpisheet.texts.typed_text import Doubt, month_span, read_period
from kpisheet.worksheet.layouts.labels import Label
from kpisheet.worksheet.layouts.words import short_year
from kpisheet.worksheet.serial_dates import serial_date
from kpisheet.worksheet.sheet import CellKind, NumberStyle, RawCell

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


class Reach(IntEnum):
    """How much of a period a word says: all of it, all but the year, or the year alone."""

    FULL = 0
    WITHOUT_YEAR = 1
    YEAR = 2


class Time(Struct, frozen=True):
    """A period as a label says it. `cell`: the label's own, with the words for the period as its text.

    `years`: those that stand elsewhere, for a month without one. `sheet`: where the label stands.
    `until`: the cell of the last day, where a first and a last day have cells of their own.
    """

    sheet: str
    cell: RawCell
    reach: Reach
    years: frozenset[int] = frozenset()
    until: RawCell | None = None


@lru_cache(maxsize=4096)
def _said(text: str) -> tuple[str, Reach]:
    """The words as they are to be read, and what they say of a period."""
    if short := short_year(text):
        return short, Reach.FULL
    reading = read_period(text, "en", day_first=True)
    if isinstance(reading, Doubt):
        is_full = reading.reason == "fiscal" or (reading.reason == "ambiguous" and _YEAR.search(text))
        return text, Reach.FULL if is_full else Reach.WITHOUT_YEAR
    return text, Reach.YEAR if text.isdigit() and len(text) == 4 else Reach.FULL


def time_of(sheet: str, label: Label) -> Time | None:
    """The period that a label says, if it says one."""
    words, cell = label.word.period, label.cell
    if words is None:
        return None
    if cell.kind is CellKind.NUMBER and cell.style is NumberStyle.DATE:
        return Time(sheet, cell, Reach.FULL)
    text, reach = _said(words)
    return Time(
        sheet, cell if text == cell.text else replace(cell, text=text, kind=CellKind.TEXT, number=None), reach
    )


def year_of(time: Time) -> int:
    """The year of a label that says nothing else."""
    return int(time.cell.text)


def years_in(texts: Iterable[str]) -> frozenset[int]:
    """The years that texts name anywhere."""
    return frozenset(int(year) for text in texts for year in _YEAR.findall(text))


def years_of(labels: Iterable[Label]) -> frozenset[int]:
    """The years of the dates and periods that labels name."""
    cells = {label.cell.text: label for label in labels if label.word.period is not None}
    found = set()
    for label in cells.values():
        time = time_of("", label)
        span = None if time is None or time.reach is not Reach.FULL else span_of(time)
        if isinstance(span, tuple):
            found.add(span[0].year)
    return frozenset(found)


def settled(times: Sequence[Time], years: frozenset[int]) -> Time | None:
    """One period from the words that say it, the nearest first: a month, and its year from another word."""
    main = next((time for time in times if time.reach is not Reach.YEAR), None)
    named = [year_of(time) for time in times if time.reach is Reach.YEAR]
    if main is None:
        return times[0] if times else None
    if main.reach is Reach.FULL:
        return main
    own = frozenset(named[:1]) or years
    if len(own) != 1 or is_month_alone(main.cell.text):
        return replace(main, years=own)
    year = next(iter(own))
    return replace(main, cell=replace(main.cell, text=f"{main.cell.text} {year}"), reach=Reach.FULL)


Span = tuple[date, date]


@lru_cache(maxsize=16384)
def span_of(time: Time, *, date_1904: bool = False) -> Span | str:
    """The first and last day, a day standing for its month; where they aren't known, the words themselves."""
    if time.until is not None:
        first, last = (_day(cell, date_1904=date_1904) for cell in (time.cell, time.until))
        if first is not None and last is not None and first <= last:
            return whole(first, last)
    if time.cell.kind is CellKind.NUMBER:
        day = _day(time.cell, date_1904=date_1904)
        return time.cell.text if day is None else month_span(day.year, day.month)
    reading = read_period(time.cell.text, "en", day_first=True)
    if isinstance(reading, Doubt):
        if reading.month is not None and len(time.years) == 1:
            return month_span(next(iter(time.years)), reading.month)
        return fold(time.cell.text)
    return whole(*reading) if reading[0] == reading[1] else reading


class Spans(Struct, frozen=True):
    """The spans of times, each reckoned once: facts by the ten thousand share them."""

    date_1904: bool
    known: dict[int, tuple[Time, Span | str]] = field(default_factory=dict)  # by identity; kept alive so

    def of(self, time: Time | None) -> Span | str | None:
        """The span of a time; None for none."""
        if time is None:
            return None
        known = self.known.get(id(time))
        if known is None:
            known = self.known[id(time)] = time, span_of(time, date_1904=self.date_1904)
        return known[1]


def whole(first: date, last: date) -> Span:
    """The month that holds both days, else the days themselves."""
    if (first.year, first.month) == (last.year, last.month):
        return month_span(first.year, first.month)
    return first, last


def _day(cell: RawCell, *, date_1904: bool) -> date | None:
    if cell.kind is CellKind.NUMBER and cell.number is not None:
        return serial_date(cell.number, date_1904=date_1904)
    reading = read_period(cell.text, "en", day_first=True)
    return None if isinstance(reading, Doubt) or reading[0] != reading[1] else reading[0]


def is_month_alone(text: str) -> bool:
    """Whether a text is the name or the number of a month and nothing else."""
    reading = read_period(text, "en")
    return isinstance(reading, Doubt) and reading.month is not None
