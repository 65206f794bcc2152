"""The KPIs: one table of what each is and what it divides. No rows, no files, no words.

Labels and definitions stand in the texts under ``kpis.<key>.label`` and ``kpis.<key>.definition``.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from kpisheet.texts.units import Unit


class Indicator(StrEnum):
    """Leading figures move before the result does, lagging ones after (seeds: the KPI article)."""

    LEADING = "leading"
    LAGGING = "lagging"


_OF_SOME_CHANNELS = frozenset({"visitors", "pieces_sent"})


class Kpi(Struct, frozen=True):
    """One figure. A ratio of sums names its `numerator` and `denominator` (keys of summed amounts)."""

    key: str
    unit: Unit
    numerator: str | None = None
    denominator: str | None = None
    indicator: Indicator = Indicator.LAGGING
    lower_is_better: bool = False
    business: bool = False  # of the whole business, not of a channel

    @property
    def of_some_channels(self) -> bool:
        """Whether it is of visitors or pieces sent: that other channels have none of them is no gap."""
        return not _OF_SOME_CHANNELS.isdisjoint({self.key, self.numerator, self.denominator})


# Summed amounts: what rows add up to, over which ratios are made.
AMOUNTS: tuple[Kpi, ...] = (
    Kpi("spend", Unit.MONEY),
    Kpi("visitors", Unit.COUNT, indicator=Indicator.LEADING),
    Kpi("leads", Unit.COUNT, indicator=Indicator.LEADING),
    Kpi("mql", Unit.COUNT, indicator=Indicator.LEADING),
    Kpi("sql", Unit.COUNT, indicator=Indicator.LEADING),
    Kpi("quotes", Unit.COUNT, indicator=Indicator.LEADING),
    Kpi("new_customers", Unit.COUNT),
    Kpi("sales", Unit.COUNT),
    Kpi("revenue", Unit.MONEY),
    Kpi("gross_profit", Unit.MONEY),
    Kpi("pieces_sent", Unit.COUNT, indicator=Indicator.LEADING),
)

RATIOS: tuple[Kpi, ...] = (
    Kpi("visitor_to_lead_rate", Unit.RATE, "leads", "visitors", Indicator.LEADING),
    Kpi("cost_per_visitor", Unit.UNIT_MONEY, "spend", "visitors", Indicator.LEADING, lower_is_better=True),
    Kpi("cpl", Unit.UNIT_MONEY, "spend", "leads", Indicator.LEADING, lower_is_better=True),
    Kpi("mql_rate", Unit.RATE, "mql", "leads", Indicator.LEADING),
    Kpi("sql_rate", Unit.RATE, "sql", "mql", Indicator.LEADING),
    Kpi("cost_per_mql", Unit.UNIT_MONEY, "spend", "mql", Indicator.LEADING, lower_is_better=True),
    Kpi("cost_per_sql", Unit.UNIT_MONEY, "spend", "sql", Indicator.LEADING, lower_is_better=True),
    Kpi("quote_close_rate", Unit.RATE, "sales_or_customers", "quotes"),
    Kpi("close_rate", Unit.RATE, "new_customers", "leads"),
    Kpi("sql_close_rate", Unit.RATE, "new_customers", "sql"),
    Kpi("cac", Unit.UNIT_MONEY, "spend", "new_customers", lower_is_better=True),
    Kpi("cost_per_sale", Unit.UNIT_MONEY, "spend", "sales", lower_is_better=True),
    Kpi("average_revenue_per_sale", Unit.UNIT_MONEY, "revenue", "sales_or_customers"),
    Kpi("roas", Unit.MULTIPLE, "revenue", "spend"),
    Kpi("roi", Unit.RETURN, "gross_profit_less_spend", "spend"),
    Kpi("revenue_roi", Unit.RETURN, "revenue_less_spend", "spend"),
    Kpi("break_even_cpl", Unit.UNIT_MONEY, "gross_profit", "leads"),
    Kpi("break_even_cac", Unit.UNIT_MONEY, "gross_profit", "new_customers"),
    Kpi("response_rate", Unit.RATE, "leads", "pieces_sent", Indicator.LEADING),
)

SHARES: tuple[Kpi, ...] = (
    Kpi("spend_share", Unit.RATE, "spend", "total_spend"),
    Kpi("revenue_share", Unit.RATE, "revenue", "total_revenue"),
)

BUSINESS: tuple[Kpi, ...] = (
    Kpi("paid_cac", Unit.UNIT_MONEY, lower_is_better=True, business=True),
    Kpi("fully_loaded_cac", Unit.UNIT_MONEY, lower_is_better=True, business=True),
    Kpi("clv", Unit.UNIT_MONEY, business=True),
    Kpi("clv_less_cac", Unit.UNIT_MONEY, business=True),
    Kpi("clv_to_cac", Unit.MULTIPLE, business=True),
    Kpi("crr", Unit.RATE, business=True),
    Kpi("crr_yearly", Unit.RATE, business=True),
    Kpi("churn", Unit.RATE, lower_is_better=True, business=True),
    Kpi("cac_payback_months", Unit.MONTHS, lower_is_better=True, business=True),
    Kpi("marketing_originated_share", Unit.RATE, business=True),
    Kpi("marketing_originated_revenue_share", Unit.RATE, business=True),
    Kpi("sales_cycle_days", Unit.DAYS, lower_is_better=True, business=True),
    Kpi("sales_cycle_median_days", Unit.DAYS, lower_is_better=True, business=True),
)

KPIS: dict[str, Kpi] = {kpi.key: kpi for kpi in (*AMOUNTS, *RATIOS, *SHARES, *BUSINESS)}
