"""The grey block of Channels: its live formulas, and what each shows for a row as typed.

The formulas are those of Excel 2016, LibreOffice and Google Sheets alike, and always name the table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from kpisheet.texts.language import Words
from kpisheet.workbook.template.filling import Typed
from kpisheet.worksheet.long_costs import SPREAD_KEY
from kpisheet.worksheet.schema import setting
from kpisheet.worksheet.vat import NO_VAT, Vat

SPEND_DIVISOR, SALES_DIVISOR = "kpi_spend_divisor", "kpi_sales_divisor"
"""Names of two cells of Business: 1 + the VAT rate where amounts are typed with it, else 1."""
TABLE_NAME = "Channels"  # the same in every language, as every formula names it
_ESCAPED = "'[]#@"

Shown = Decimal | str
"""What a grey cell shows: a number, a word such as *no spend*, or nothing."""


def column_reference(header: str, *, this_row: bool = True) -> str:
    """A structured reference to a column of Channels by its header."""
    safe = "".join(f"'{letter}" if letter in _ESCAPED else letter for letter in header)
    return f"{TABLE_NAME}[[#This Row],[{safe}]]" if this_row else f"{TABLE_NAME}[{safe}]"


def divisor_formulas(words: Words) -> dict[str, str]:
    """The formulas of the cells that spend and revenue are divided by, by their names."""
    of_all, of_sales = setting("vat_rate").name, setting("vat_rate_sales").name
    is_with = f'AND({setting("vat").name}="{words.raw("choices.vat.with")}",ISNUMBER({of_all}))'
    sales = f"1+IF(ISNUMBER({of_sales}),{of_sales},{of_all})"
    return {SPEND_DIVISOR: f"=IF({is_with},1+{of_all},1)", SALES_DIVISOR: f"=IF({is_with},{sales},1)"}


def formulas(words: Words, *, spreads: bool = True, taxed: bool = True) -> dict[str, str]:
    """The formula of each computed column, by key, in the language of the table's headers.

    `spreads`: whether the table has a column for costs that are spread over several months; `taxed`: whether
    Business has the two cells that take VAT out. Worksheets of earlier releases have neither.
    """

    def cell(key: str) -> str:
        return column_reference(words.raw(f"columns.{key}.header"))

    def word(key: str) -> str:
        return '"' + words.raw(f"template.channels.{key}").replace('"', '""') + '"'

    def number(key: str) -> str:
        return f"ISNUMBER({cell(key)})"

    # What the row's own month bears; MAX takes a blank cell for nothing.
    shares = [f"MAX(1,{cell(SPREAD_KEY)})"] * spreads + [SPEND_DIVISOR] * taxed
    cost = "/".join([cell("spend"), *shares])
    without_vat = f"/{SALES_DIVISOR}" * taxed

    def divided(numerator: str, denominator: str, none: str) -> str:
        return f"IF({denominator}=0,{none},{numerator}/{denominator})"

    def per_result(result: str, none: str) -> str:
        ratio = divided(cost, cell(result), word(none))
        checked = f"IF({cell('spend')}=0,{word('no_spend')},{ratio})"
        return f'=IF(AND({number("spend")},{number(result)}),{checked},"")'

    def derived(key: str, base: str, rate: str) -> str:
        product = f"{cell(base)}*{cell(rate)}"
        return f'=IF({number(key)},{cell(key)},IF(AND({number(base)},{number(rate)}),{product},""))'

    margin = setting("gross_margin").name
    sold = f"IF({number('sales')},{cell('sales')},{cell('customers_used')})"
    revenue = (
        f"=IF({number('revenue')},{cell('revenue')}{without_vat},"
        f"IF(AND({number('average_revenue_per_sale')},ISNUMBER({sold})),{sold}*{cell('average_revenue_per_sale')}{without_vat},"
        f'IF(AND({number("customers_used")},{cell("customers_used")}=0),0,"")))'
    )
    divisor = f"({cost})" if shares else cost
    on_spend = f"{cell('revenue_used')}/{divisor}"
    return_on_spend = f"IF({cell('spend')}=0,{word('no_spend')},{on_spend})"
    used_margin = f"IF({number('gross_margin')},{cell('gross_margin')},{margin})"
    return {
        "leads_used": derived("leads", "visitors", "visitor_to_lead_rate"),
        "customers_used": derived("new_customers", "leads_used", "close_rate"),
        "revenue_used": revenue,
        "cpl": per_result("leads_used", "no_leads"),
        "cac": per_result("customers_used", "no_customers"),
        "roas": f'=IF(AND({number("spend")},{number("revenue_used")}),{return_on_spend},"")',
        "roi": (
            f"=IF(AND({number('spend')},{number('revenue_used')}),"
            f"IF({cell('spend')}=0,{word('no_spend')},"
            f"IF(ISNUMBER({used_margin}),({cell('revenue_used')}*{used_margin}-{cost})/{divisor},"
            f'{word("no_margin")})),"")'
        ),
    }


def shown(row: Mapping[str, Typed], margin: Typed, words: Words, vat: Vat = NO_VAT) -> dict[str, Shown]:
    """What the grey cells of a row show, without `vat`.

    Text in a number cell is no number to Excel, so it isn't here.
    """

    def word(key: str) -> str:
        return words.raw(f"template.channels.{key}")

    typed = {key: number for key, value in row.items() if (number := _number(value)) is not None}
    leads = _first(typed.get("leads"), _product(typed, "visitors", "visitor_to_lead_rate"))
    used = {**typed, **({"leads_used": leads} if leads is not None else {})}
    customers = _first(typed.get("new_customers"), _product(used, "leads_used", "close_rate"))
    revenue = _revenue(typed, customers)
    revenue = None if revenue is None else vat.sales(revenue)
    spend = typed.get("spend")
    if spend is not None:
        spend = vat.spend(spend / max(Decimal(1), typed.get(SPREAD_KEY, Decimal(1))))
    margin_used = _first(typed.get("gross_margin"), _number(margin))

    def per_result(result: Decimal | None, none: str) -> Shown:
        if spend is None or result is None:
            return ""
        if spend == 0:
            return word("no_spend")
        return word(none) if result == 0 else spend / result

    def on_spend(returned: Callable[[Decimal, Decimal], Shown]) -> Shown:
        if spend is None or revenue is None:
            return ""
        return word("no_spend") if spend == 0 else returned(revenue, spend)

    def roi(brought: Decimal, cost: Decimal) -> Shown:
        return word("no_margin") if margin_used is None else (brought * margin_used - cost) / cost

    return {
        "leads_used": _or_nothing(leads),
        "customers_used": _or_nothing(customers),
        "revenue_used": _or_nothing(revenue),
        "cpl": per_result(leads, "no_leads"),
        "cac": per_result(customers, "no_customers"),
        "roas": on_spend(lambda brought, cost: brought / cost),
        "roi": on_spend(roi),
    }


def _number(value: Typed) -> Decimal | None:
    if isinstance(value, int):
        return Decimal(value)
    return value if isinstance(value, Decimal) else None


def _first(*candidates: Decimal | None) -> Decimal | None:
    return next((value for value in candidates if value is not None), None)


def _product(numbers: Mapping[str, Decimal], one: str, other: str) -> Decimal | None:
    return numbers[one] * numbers[other] if one in numbers and other in numbers else None


def _revenue(typed: Mapping[str, Decimal], customers: Decimal | None) -> Decimal | None:
    sold = _first(typed.get("sales"), customers)
    average = typed.get("average_revenue_per_sale")
    derived = sold * average if sold is not None and average is not None else None
    nothing_sold = Decimal(0) if customers == 0 else None
    return _first(typed.get("revenue"), derived, nothing_sold)


def _or_nothing(value: Decimal | None) -> Shown:
    return "" if value is None else value
