"""The traps that real files set (one small workbook each, in both languages), and what must come of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tests.support.writers import Book, Sheet

OCTOBER = date(2026, 10, 1)
CHANNEL_NAMES = ("SEO", "Google Ads", "Radio", "Email")
CHANNEL_KEYS = ("organic_search", "google_ads", "radio", "email")

_HEADERS = {
    "en": {
        "period": "Month",
        "channel": "Channel",
        "spend": "Spend",
        "leads": "Leads",
        "visitors": "Visitors",
        "new_customers": "New customers",
        "revenue": "Revenue",
        "campaign": "Campaign",
        "gross_margin": "Gross margin",
        "close_rate": "Close rate",
    },
    "tr": {
        "period": "Ay",
        "channel": "Kanal",
        "spend": "Harcama",
        "leads": "Potansiyel müşteri",
        "visitors": "Ziyaretçi",
        "new_customers": "Yeni müşteri",
        "revenue": "Ciro",
        "campaign": "Kampanya",
        "gross_margin": "Brüt kâr marjı",
        "close_rate": "Satışa dönüşüm oranı",
    },
}
_SHEETS = {"en": "Channels", "tr": "Kanallar"}
CURRENCIES = {"en": "USD", "tr": "TRY"}


@dataclass(frozen=True)
class Trap:
    """A workbook and what must be understood: each row's values, and each finding with its cell.

    `periods` and `channels` by row, where a trap is about them; `error` where nothing can be read.
    `never_by` names writers that can't leave such a cell.
    """

    book: Book
    rows: Sequence[Mapping[str, Any]] = ()
    findings: Sequence[tuple[str, str | None]] = ()
    periods: Sequence[str | None] | None = None
    channels: Sequence[str] | None = None
    error: str | None = None
    never_by: frozenset[str] = frozenset()


class Traps(dict[str, Callable[[str], Trap]]):
    """Traps by name; a decorator that takes one in."""

    def __call__(self, make: Callable[[str], Trap]) -> Callable[[str], Trap]:
        self[make.__name__] = make
        return make


def header(language: str, *keys: str) -> list[str]:
    return [_HEADERS[language][key] for key in keys]


def one(language: str, lines: Sequence[Any], **more: Any) -> Book:
    return [Sheet(_SHEETS[language], lines, **more)]


def column(language: str, key: str, *cells: Any) -> Book:
    """Rows of October by channel that differ in one column, the fifth if it is none of the usual."""
    keys = ["period", "channel", "spend", "leads"]
    keys += [key] if key not in keys else []
    lines: list[list[Any]] = [header(language, *keys)]
    for name, cell in zip(CHANNEL_NAMES, cells, strict=False):
        usual = {"period": OCTOBER, "channel": name, "spend": 10, "leads": 4, key: cell}
        lines.append([usual[each] for each in keys])
    return one(language, lines)


def read_as(
    language: str, key: str, *cells: tuple[Any, Any, str | None], never_by: frozenset[str] = frozenset()
) -> Trap:
    """Cells of one column: as typed, the value (None: not used) and the code of the finding."""
    letter = {"period": "A", "channel": "B", "spend": "C", "leads": "D"}.get(key, "E")
    rows = [
        {
            each: value
            for each, value in ({"spend": 10, "leads": 4} | {key: number}).items()
            if value is not None
        }
        for _, number, _ in cells
    ]
    found = [(code, f"{letter}{row}") for row, (_, _, code) in enumerate(cells, 2) if code]
    return Trap(column(language, key, *(typed for typed, _, _ in cells)), rows, found, never_by=never_by)


def months(language: str, *cells: tuple[Any, str | None, str | None], **more: Any) -> Trap:
    """Cells of the month column: as typed, the period's key, and the code of the finding."""
    found = [(code, f"A{row}") for row, (_, _, code) in enumerate(cells, 2) if code]
    book = column(language, "period", *(typed for typed, _, _ in cells))
    return Trap(book, [{"spend": 10, "leads": 4}] * len(cells), found, [key for _, key, _ in cells], **more)
