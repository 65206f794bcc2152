"""A language's habits that Babel doesn't know, or not as people type them: one table, one row a language."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

_LETTER, _A4 = 1, 9  # as Excel numbers papers


class Habits(Struct, frozen=True):
    """A language's habits.

    `home_currency` is written into a new worksheet, where the language leaves no doubt of the country.
    `usual_currencies`: a sign of these in a few cells speaks for the bare numbers around it too.
    """

    grouping: str
    excel_locale: str
    quarter: str
    usual_currencies: frozenset[str]
    home_currency: str | None = None
    day_first: bool | None = None  # how 5/10/2026 is meant; None: it may be either
    money_sign_behind: bool = False  # 1.235 ₺, not $1,235
    percent_sign_before: bool = False  # %10, not 10%
    counted_with_ending: bool = False  # 33’ü, so many of them
    paper: int = _A4


HABITS: Mapping[str, Habits] = MappingProxyType(
    {
        "en": Habits(",", "[$-409]", "Q{quarter} {year}", frozenset({"USD", "GBP"}), paper=_LETTER),
        "tr": Habits(
            ".",
            "[$-41F]",
            "{year} {quarter}. çeyrek",
            frozenset({"TRY"}),
            home_currency="TRY",
            day_first=True,
            money_sign_behind=True,
            percent_sign_before=True,
            counted_with_ending=True,
        ),
    }
)
LANGUAGES: tuple[str, ...] = tuple(HABITS)
