"""VAT (or sales tax) taken out of amounts that were typed with it, where Business says its rate.

The rate of spend and that of sales may differ: a clinic buys advertising at 20 % and sells at 10 %. A row
keeps its amounts as typed, for the findings that quote them; `analysis.amounts` takes the tax out of what is
added up.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.texts.language import Term
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding
from kpisheet.worksheet.sheet import Settings, Worksheet

_NOTHING, _ONE = Decimal(0), Decimal(1)
_OF_SALES = "monthly_revenue_per_customer"


class Vat(Struct, frozen=True):
    """The rates that the amounts contain, as fractions; 0: nothing is taken out of them."""

    of_spend: Decimal = _NOTHING
    of_sales: Decimal = _NOTHING

    def spend(self, typed: Decimal) -> Decimal:
        """An amount spent, without the tax."""
        return typed / (_ONE + self.of_spend) if self.of_spend else typed

    def sales(self, typed: Decimal) -> Decimal:
        """An amount sold, without the tax."""
        return typed / (_ONE + self.of_sales) if self.of_sales else typed


NO_VAT = Vat()


def vat_of(settings: Settings) -> Vat:
    """What is to be taken out: only where amounts are said to be with VAT and its rate is known."""
    rate = settings.number("vat_rate")
    if settings.text("vat") != "with" or rate is None:
        return NO_VAT
    of_sales = settings.number("vat_rate_sales")
    return Vat(rate, rate if of_sales is None else of_sales)


def without_vat(worksheet: Worksheet) -> Worksheet:
    """The same with sales of Months, Deals and Business without VAT; the rows of channels stay as typed.

    Shared costs and yearly profits stay, too: wages bear no VAT, and a profit is what is left after it.
    """
    vat = vat_of(worksheet.settings)
    if not vat.of_sales:
        return worksheet
    settings, monthly = worksheet.settings, worksheet.settings.number(_OF_SALES)
    if monthly is not None:
        settings = Settings({**settings.values, _OF_SALES: vat.sales(monthly)}, settings.places)
    months = [
        replace(row, values={**row.values, "all_new_revenue": vat.sales(row.values["all_new_revenue"])})
        if "all_new_revenue" in row.values
        else row
        for row in worksheet.months
    ]
    deals = [
        deal if deal.value is None else replace(deal, value=vat.sales(deal.value)) for deal in worksheet.deals
    ]
    return replace(worksheet, settings=settings, months=tuple(months), deals=tuple(deals))


def vat_findings(settings: Settings) -> Iterator[Finding]:
    """A rate that isn't used: amounts are not said to be with VAT, or the rate of spend is missing."""
    said = settings.text("vat")
    for key in ("vat_rate", "vat_rate_sales"):
        rate = settings.number(key)
        if not rate:
            continue
        place, setting = settings.places.get(key), Term(f"columns.{key}.label")
        if said != "with":
            vat = Term("columns.vat.label")
            yield finding("K670", place, affects=("spend", "revenue"), setting=setting, rate=rate, vat=vat)
        elif settings.number("vat_rate") is None:
            needed = Term("columns.vat_rate.label")
            yield finding(
                "K671", place, affects=("spend", "revenue"), setting=setting, rate=rate, needed=needed
            )
