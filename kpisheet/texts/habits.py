"""A language's habits that Babel doesn't know, or not as people type them: one table, one row a language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

_LETTER, _A4 = 1, 9  # as Excel numbers papers


class Habits(Struct, frozen=True):
    """A language's habits.

    A worksheet that shows no currency is in `currency`; `home_currency` is written into a new one, where
    the language leaves no doubt of the country.
    """

    grouping: str
    currency: str
    excel_locale: str
    quarter: str
    home_currency: str | None = None
    day_first: bool | None = None  # how 5/10/2026 is meant; None: it may be either
    money_sign_behind: bool = False  # 1.235 ₺, not $1,235
    percent_sign_before: bool = False  # %10, not 10%
    paper: int = _A4


HABITS: Mapping[str, Habits] = MappingProxyType(
    {
        "en": Habits(",", "USD", "[$-409]", "Q{quarter} {year}", paper=_LETTER),
        "tr": Habits(
            ".",
            "TRY",
            "[$-41F]",
            "{year} {quarter}. çeyrek",
            home_currency="TRY",
            day_first=True,
            money_sign_behind=True,
            percent_sign_before=True,
        ),
    }
)
LANGUAGES: tuple[str, ...] = tuple(HABITS)
