"""The mistakes that people make, put into a clean year: one of each, each in a place of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from msgspec.structs import replace

from kpisheet.workbook.template.filling import Filling, Typed


@dataclass(frozen=True, slots=True)
class Mistakes:
    """Where each mistake stands: channel and month, and what is typed there instead."""

    number_as_text: tuple[str, date, str]
    extra_zero: tuple[str, date]
    misspelled: tuple[str, date, str]
    twice: tuple[str, date]
    blank_leads: tuple[str, date]
    total: str


def with_mistakes(clean: Filling, mistakes: Mistakes) -> Filling:
    """The same filling with each of the mistakes made once."""
    rows = [dict(row) for row in clean.channels]

    def at(channel: str, month: date) -> dict[str, Typed]:
        return next(row for row in rows if (row["channel"], row["period"]) == (channel, month))

    twice = at(*mistakes.twice)
    spend = at(*mistakes.extra_zero)
    spend["spend"] = int(str(spend["spend"])) * 10
    at(*mistakes.blank_leads)["leads"] = None
    rows.insert(rows.index(twice) + 1, dict(twice))
    total = _total(rows, mistakes.total)
    channel, month, text = mistakes.number_as_text
    at(channel, month)["spend"] = text
    channel, month, name = mistakes.misspelled
    at(channel, month)["channel"] = name
    return replace(clean, channels=[*rows, total])


def _total(rows: list[dict[str, Typed]], name: str) -> Mapping[str, Typed]:
    """A row that adds up the others as they stand."""
    keys = ("spend", "visitors", "leads", "new_customers", "revenue")
    return {"channel": name} | {key: sum(int(str(row.get(key) or 0)) for row in rows) for key in keys}
