"""What is typed into a provided worksheet before it is handed over: a sample, or prefilled rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct, field

from kpisheet.worksheet.sheet import Settings
from kpisheet.worksheet.vat import Vat, vat_of

Typed = str | int | Decimal | date | None
"""A cell as a person types it. Text in a number column stays text: mistakes are written as they are."""


def vat_typed(settings: Mapping[str, Typed]) -> Vat:
    """The VAT that amounts contain by settings as they are typed."""
    return vat_of(Settings({key: value for key, value in settings.items() if value is not None}))


class Filling(Struct, frozen=True):
    """Cells by key: `settings` by setting key, each table's rows by column key (a key left out is blank).

    Choices (``vat``, ``outcome``) are given by their key and written as the language words them.
    """

    settings: Mapping[str, Typed] = field(default_factory=dict)
    channels: Sequence[Mapping[str, Typed]] = ()
    months: Sequence[Mapping[str, Typed]] = ()
    deals: Sequence[Mapping[str, Typed]] = ()
