"""The one currency that a worksheet's amounts are added in, and what others are worth in it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct, field

from kpisheet.texts.currencies import Codes
from kpisheet.texts.language import Term
from kpisheet.texts.units import Unit

MONEY_UNITS = frozenset({Unit.MONEY, Unit.UNIT_MONEY})


class Money(Struct, frozen=True):
    """The worksheet's currency (None: nothing tells it), and what one unit of another is worth in it.

    `may_be`: what the sign of its amounts may mean where that is several currencies.

    `trusts_formats`: whether a number format speaks for its cell; where Business names a currency and all
    formats show one other, they are only left from an earlier choice.
    """

    currency: str | None = None
    rates: Mapping[str, Decimal] = field(default_factory=dict)
    trusts_formats: bool = True
    may_be: Codes = ()

    @property
    def usual(self) -> str | Term:
        """Its own currency in a sentence."""
        return self.currency or Term("findings.currency_not_told")

    def other_than_own(self, codes: Codes) -> str | None:
        """The other currency that a sign names; None where it may be the worksheet's own."""
        if not codes or self.currency in codes or set(codes) & set(self.may_be):
            return None
        return next((code for code in codes if code in self.rates), codes[0])
