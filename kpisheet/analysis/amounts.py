"""From a row as typed to the amounts it brings into the sums: derived forward where a blank can be filled.

Leads = visitors × rate, customers = leads × close rate, revenue = (sales, else customers) × average sale,
gross profit = revenue × margin. A typed value wins; an unusable cell is never replaced by a derived value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from kpisheet.worksheet.sheet import Row, Settings
from kpisheet.worksheet.vat import NO_VAT, Vat, vat_of

AMOUNT_KEYS: tuple[str, ...] = (
    "spend",
    "visitors",
    "leads",
    "mql",
    "sql",
    "quotes",
    "new_customers",
    "sales",
    "revenue",
    "gross_profit",
    "pieces_sent",
    "budget",
    "sales_or_customers",  # sales, else new customers: what revenue per sale and quotes are divided by
)
BITS: Mapping[str, int] = {key: 1 << position for position, key in enumerate(AMOUNT_KEYS)}
EVERY_BIT = (1 << len(AMOUNT_KEYS)) - 1

_TYPED = tuple(key for key in AMOUNT_KEYS if key not in ("gross_profit", "sales_or_customers"))
_ZERO = Decimal(0)
# A rate or average is only rested on where the amount was derived from it.
_DERIVED_FROM = {
    "leads": ("visitors", "visitor_to_lead_rate"),
    "new_customers": ("leads", "close_rate"),
    "revenue": ("sales_or_customers", "average_revenue_per_sale"),
}


class Amounts(Struct, frozen=True, gc=False):
    """The amounts of one row by key; a missing key is unknown. `derived`: those that nobody typed."""

    values: Mapping[str, Decimal]
    derived: frozenset[str]


_NONE_DERIVED: frozenset[str] = frozenset()


class Terms(Struct, frozen=True):
    """What Business says of all rows: their gross margin, where one has none, and the VAT in amounts."""

    margin: Decimal | None = None
    vat: Vat = NO_VAT


def terms_of(settings: Settings) -> Terms:
    """The terms by these settings."""
    return Terms(settings.number("gross_margin"), vat_of(settings))


def amounts_of(row: Row, terms: Terms) -> Amounts:
    """The amounts of `row`, without VAT where its rate is known."""
    typed, unusable = row.values, row.unusable
    values = {key: typed[key] for key in _typed_amounts(tuple(typed))}
    if row.shares:  # its spend is more, or less, than what the row's budget was for
        values.pop("budget", None)
    derived: set[str] = set()
    for key in ("leads", "new_customers"):
        if key not in values:
            _derive(values, derived, key, typed, unusable)
    sold = values.get("sales")
    if sold is None and "sales" not in unusable:
        sold = values.get("new_customers")
    if sold is not None:
        values["sales_or_customers"] = sold
    if "revenue" not in values:
        _derive(values, derived, "revenue", typed, unusable)
        if "revenue" not in values and "revenue" not in unusable and values.get("new_customers") == 0:
            values["revenue"] = _ZERO
    if terms.vat is not NO_VAT:
        _take_out(terms.vat, values)
    own_margin = typed.get("gross_margin", None if "gross_margin" in unusable else terms.margin)
    if own_margin is not None and "revenue" in values:
        values["gross_profit"] = values["revenue"] * own_margin
    return Amounts(values, frozenset(derived) if derived else _NONE_DERIVED)


def _take_out(vat: Vat, values: dict[str, Decimal]) -> None:
    for key, net in (("spend", vat.spend), ("budget", vat.spend), ("revenue", vat.sales)):
        if key in values:
            values[key] = net(values[key])


@lru_cache(maxsize=1024)
def _typed_amounts(keys: tuple[str, ...]) -> tuple[str, ...]:
    """Those of a row's keys that are amounts, in their own order; most rows have the same keys."""
    return tuple(key for key in _TYPED if key in keys)


def _derive(
    values: dict[str, Decimal],
    derived: set[str],
    key: str,
    typed: Mapping[str, Decimal],
    unusable: frozenset[str],
) -> None:
    base_key, factor_key = _DERIVED_FROM[key]
    base, factor = values.get(base_key), typed.get(factor_key)
    if key in unusable or base is None or factor is None:
        return
    values[key] = base * factor
    derived.add(key)


def mask_of(keys: Iterable[str]) -> int:
    """The bits of those `keys` that are amounts."""
    return _mask_of(tuple(keys))


@lru_cache(maxsize=1024)
def _mask_of(keys: tuple[str, ...]) -> int:
    mask = 0
    for key in keys:
        mask |= BITS.get(key, 0)
    return mask


def doubtful_mask(amounts: Amounts, doubted: frozenset[str]) -> int:
    """The bits of the amounts that rest on a doubted (or a converted) cell; `doubted` holds column keys."""
    if "period" in doubted or "channel" in doubted:
        return EVERY_BIT
    mask = mask_of(doubted)
    if "spread_over_months" in doubted:
        mask |= BITS["spend"]
    for key in ("leads", "new_customers"):
        mask |= _inherited(key, amounts, doubted, mask)
    if mask & BITS["sales"] or ("sales" not in amounts.values and mask & BITS["new_customers"]):
        mask |= BITS["sales_or_customers"]
    mask |= _inherited("revenue", amounts, doubted, mask)
    if mask & BITS["revenue"] or "gross_margin" in doubted:
        mask |= BITS["gross_profit"]
    return mask


def _inherited(key: str, amounts: Amounts, doubted: frozenset[str], mask: int) -> int:
    if key not in amounts.derived:
        return 0
    base, factor = _DERIVED_FROM[key]
    return BITS[key] if factor in doubted or mask & BITS[base] else 0
