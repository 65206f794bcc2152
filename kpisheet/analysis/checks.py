"""Findings that need a formula: typed against derived, and Channels against Months and Deals.

Like the rules of `worksheet`, each check is a small generator; `build` puts them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from kpisheet.analysis import months as by_month
from kpisheet.analysis.amounts import Amounts
from kpisheet.analysis.business import Business
from kpisheet.analysis.sums import added
from kpisheet.texts.language import Term
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.sheet import DataTable, MonthRow, Row

_HALF, _HALF_PERCENT = Decimal("0.5"), Decimal("0.005")
_YEARS_APART = Decimal("0.25")  # a quarter of the larger of the two
_CHAINS = (
    ("leads", "visitors", "visitor_to_lead_rate", "K701"),
    ("new_customers", "leads", "close_rate", "K701"),
    ("revenue", "sales_or_customers", "average_revenue_per_sale", "K702"),
)


def row_findings(rows: Iterable[tuple[Row, Amounts]], table: DataTable) -> Iterator[Finding]:
    """Typed values that differ from what the row's other cells come to; the typed value is used."""
    for row, amounts in rows:
        if row.excluded is not None or row.values.keys().isdisjoint(_RATES):
            continue
        for key, base, factor, code in _CHAINS:
            typed, rate, over = row.values.get(key), row.values.get(factor), amounts.values.get(base)
            if typed is None or rate is None or over is None:
                continue
            derived = over * rate
            if abs(typed - derived) > tolerance(derived, over, row.tolerances.get(factor)):
                yield finding(
                    code,
                    _cell(row, key, table),
                    typed=row.cells[key].text if key in row.cells else None,
                    affects=(key,),
                    column=Term(f"columns.{key}.header"),
                    factor=Term(f"columns.{factor}.header"),
                    value=typed,
                    derived=derived,
                )


_RATES = frozenset(factor for _, _, factor, _ in _CHAINS)


def tolerance(derived: Decimal, base: Decimal, half_place: Decimal | None) -> Decimal:
    """How far a typed value may lie from the derived one before it is said."""
    return max(_HALF, abs(derived) * _HALF_PERCENT, base * (half_place or Decimal(0)))


def _cell(row: Row | MonthRow, key: str, table: DataTable | None) -> Place:
    if isinstance(row, Row) and row.places:
        return row.place(key, {})
    if key in row.cells:
        return Place(row.sheet, row.number, row.cells[key].column)
    return Place(row.sheet, row.number, table.columns.get(key) if table else None)


def business_findings(business: Business) -> Iterator[Finding]:
    """All findings that Months, Deals and the business figures give rise to."""
    yield from _shared_costs(business)
    yield from _retention(business)
    yield from _originated(business)
    yield from _credited_twice(business)
    yield from _years(business)
    yield from _deals(business)


def _month_cell(business: Business, row: MonthRow, key: str) -> Place:
    return _cell(row, key, business.worksheet.months_table)


def _shared_costs(business: Business) -> Iterator[Finding]:
    for row in business.worksheet.months:
        typed, parts = row.values.get("shared_costs"), by_month.parts_of_shared_cost(row)
        if typed is None or parts is None:
            continue
        if abs(typed - parts) > max(_HALF, abs(parts) * _HALF_PERCENT):
            place = _month_cell(business, row, "shared_costs")
            yield finding("K703", place, affects=("fully_loaded_cac",), value=typed, parts=parts)


def _retention(business: Business) -> Iterator[Finding]:
    kept = business.retention
    if kept.missing != "impossible" or kept.start is None or kept.kept is None:
        return
    last = [row for row in business.months if "customers_end" in row.values][-1]
    place = _month_cell(business, last, "customers_end")
    rate = kept.kept / kept.start
    touched = ("crr", "crr_yearly", "churn")
    yield finding("K704", place, affects=touched, rate=rate, start=kept.start, kept=kept.kept)


def _originated(business: Business) -> Iterator[Finding]:
    for key, code, column in (
        ("marketing_originated_share", "K705", "all_new_customers"),
        ("marketing_originated_revenue_share", "K706", "all_new_revenue"),
    ):
        figure = business.figures[key]
        if figure.missing != "impossible":
            continue
        last = [row for row in business.months if column in row.values][-1]
        place = _month_cell(business, last, column)
        yield finding(code, place, affects=(key,), ours=figure.numerator, all=figure.denominator)


def _credited_twice(business: Business) -> Iterator[Finding]:
    for row in business.worksheet.months:
        channels = business.ledger.within_runs([row.period])
        for key, column, code, affects in (
            ("new_customers", "all_new_customers", "K707", "cac"),
            ("revenue", "all_new_revenue", "K708", "roi"),
        ):
            part, whole = added(channels.values()).over_rows_knowing(key), row.values.get(column)
            if part is None or whole is None or part.totals[0] <= whole + max(_HALF, whole * _HALF_PERCENT):
                continue
            place = _month_cell(business, row, column)
            yield finding(
                code,
                place,
                affects=(affects, column),
                period=row.period,
                channels=part.totals[0],
                months=whole,
            )


def _years(business: Business) -> Iterator[Finding]:
    yearly = business.retention.yearly
    implied = None if yearly is None else by_month.years_from_retention(yearly)
    if not business.lifetime_values or implied is None or yearly is None:
        return
    typed = business.lifetime_values[-1].years
    if abs(typed - implied) <= _YEARS_APART * max(typed, implied):
        return
    rows = [row for row in business.worksheet.months if "customer_years" in row.values]
    place = _month_cell(business, max(rows, key=lambda row: row.period), "customer_years")
    yield finding("K709", place, affects=("clv",), years=typed, implied=implied, rate=yearly)


def _deals(business: Business) -> Iterator[Finding]:
    """Deals won and channels' customers of the report period, where both are there and differ."""
    won = sum(
        1
        for deal in business.worksheet.deals
        if deal.outcome == "won"
        and deal.closed is not None
        and any(period.start <= deal.closed <= period.end for period in business.part.periods)
    )
    part = business.part.total.over_rows_knowing("new_customers")
    table = business.worksheet.deals_table
    if won == 0 or part is None or table is None:
        return
    customers = part.totals[0]
    if abs(customers - won) > max(_HALF, customers * _HALF_PERCENT):
        yield finding("K710", Place(table.sheet), won=won, channels=customers)
