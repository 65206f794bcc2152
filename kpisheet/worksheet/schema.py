"""The tables that describe every input once: the columns of each sheet and the settings of Business.

Headers, aliases and help stand in the texts under the same keys: ``columns.<key>.header``. The
template, the reader, the rules, the report's headings, the reference and the tests are driven by these.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from kpisheet.texts.units import Unit

WORDS = frozenset({Unit.TEXT, Unit.PERIOD, Unit.CHOICE, Unit.DATE})  # of columns that hold no numbers


class Table(StrEnum):
    """The input sheets that hold tables, by key; their names stand in ``sheets.<key>``."""

    CHANNELS = "channels"
    MONTHS = "months"
    DEALS = "deals"


class Column(Struct, frozen=True):
    """One input column. Bounds are inclusive; `maximum` None means unbounded.

    `everyday` columns stand in view in the template, the others in a collapsed group. `refused_as`: the code
    of the finding that says what follows from a cell that can't be used, where that is more than itself.
    """

    key: str
    unit: Unit
    required: bool = False
    everyday: bool = False
    minimum: Decimal | None = Decimal(0)
    maximum: Decimal | None = None
    refused_as: str | None = None


class ComputedColumn(Struct, frozen=True):
    """One grey column of the template's Channels: a live formula, never read as input."""

    key: str
    unit: Unit


class Setting(Struct, frozen=True):
    """One named input cell of Business. `choices` are keys worded as ``choices.<setting>.<choice>``."""

    key: str
    unit: Unit
    group: str  # business, money, selling, targets: the heading it stands under
    choices: tuple[str, ...] = ()
    default: str | None = None
    recommended: bool = False  # "still empty" on Start here counts these
    minimum: Decimal | None = Decimal(0)
    maximum: Decimal | None = None

    @property
    def name(self) -> str:
        """The defined name of its input cell, the same in every language."""
        return f"kpi_{self.key}"


_ONE = Decimal(1)

CHANNEL_COLUMNS: tuple[Column, ...] = (
    Column("period", Unit.PERIOD, everyday=True),
    Column("channel", Unit.TEXT, required=True, everyday=True),
    Column("spend", Unit.MONEY, required=True, everyday=True),
    Column("visitors", Unit.COUNT, everyday=True),
    Column("leads", Unit.COUNT, everyday=True),
    Column("new_customers", Unit.COUNT, everyday=True),
    Column("revenue", Unit.MONEY, everyday=True),
    Column("campaign", Unit.TEXT),
    Column("mql", Unit.COUNT),
    Column("sql", Unit.COUNT),
    Column("quotes", Unit.COUNT),
    Column("sales", Unit.COUNT),
    Column("average_revenue_per_sale", Unit.UNIT_MONEY),
    Column("visitor_to_lead_rate", Unit.RATE, maximum=_ONE),
    Column("close_rate", Unit.RATE, maximum=_ONE),
    Column("gross_margin", Unit.RATE, minimum=-_ONE, maximum=_ONE),
    Column("pieces_sent", Unit.COUNT),
    Column("spread_over_months", Unit.MONTHS, maximum=Decimal(60), refused_as="K661"),
    Column("budget", Unit.MONEY),
    Column("note", Unit.TEXT),
)

COMPUTED_COLUMNS: tuple[ComputedColumn, ...] = (
    ComputedColumn("leads_used", Unit.COUNT),
    ComputedColumn("customers_used", Unit.COUNT),
    ComputedColumn("revenue_used", Unit.MONEY),
    ComputedColumn("cpl", Unit.UNIT_MONEY),
    ComputedColumn("cac", Unit.UNIT_MONEY),
    ComputedColumn("roas", Unit.MULTIPLE),
    ComputedColumn("roi", Unit.RETURN),
)

SHARED_COST_COLUMNS = (
    "cost_payroll",
    "cost_commissions",
    "cost_bonuses",
    "cost_benefits",
    "cost_travel",
    "cost_tools",
    "cost_overheads",
    "cost_agency",
    "cost_giveaways",
)

MONTH_COLUMNS: tuple[Column, ...] = (
    Column("period", Unit.PERIOD, required=True, everyday=True),
    Column("customers_start", Unit.COUNT, everyday=True),
    Column("customers_end", Unit.COUNT, everyday=True),
    Column("all_new_customers", Unit.COUNT, everyday=True),
    Column("all_new_revenue", Unit.MONEY, everyday=True),
    Column("yearly_profit_per_customer", Unit.UNIT_MONEY, everyday=True, minimum=None),
    Column("customer_years", Unit.YEARS, everyday=True, maximum=Decimal(100)),
    Column("shared_costs", Unit.MONEY, everyday=True),
    *(Column(key, Unit.MONEY) for key in SHARED_COST_COLUMNS),
)

DEAL_COLUMNS: tuple[Column, ...] = (
    Column("deal", Unit.TEXT, everyday=True),
    Column("created", Unit.DATE, required=True, everyday=True),
    Column("quoted", Unit.DATE, everyday=True),
    Column("closed", Unit.DATE, everyday=True),
    Column("outcome", Unit.CHOICE, everyday=True),
    Column("value", Unit.MONEY, everyday=True),
    Column("channel", Unit.TEXT, everyday=True),
    Column("salesperson", Unit.TEXT, everyday=True),
)

DEAL_OUTCOMES = ("won", "lost", "open")

COLUMNS: dict[Table, tuple[Column, ...]] = {
    Table.CHANNELS: CHANNEL_COLUMNS,
    Table.MONTHS: MONTH_COLUMNS,
    Table.DEALS: DEAL_COLUMNS,
}

SETTINGS: tuple[Setting, ...] = (
    Setting("business_name", Unit.TEXT, "business", recommended=True),
    Setting("prepared_by", Unit.TEXT, "business"),
    Setting("comment", Unit.TEXT, "business"),
    Setting("lead_word", Unit.TEXT, "business"),
    Setting("customer_word", Unit.TEXT, "business"),
    Setting("report_from", Unit.PERIOD, "business"),
    Setting("report_to", Unit.PERIOD, "business"),
    Setting("currency", Unit.TEXT, "money", recommended=True),
    Setting("vat", Unit.CHOICE, "money", choices=("without", "with"), default="without", recommended=True),
    Setting("vat_rate", Unit.RATE, "money", maximum=_ONE),
    Setting("vat_rate_sales", Unit.RATE, "money", maximum=_ONE),
    Setting("gross_margin", Unit.RATE, "money", minimum=-_ONE, maximum=_ONE, recommended=True),
    Setting("monthly_revenue_per_customer", Unit.UNIT_MONEY, "money"),
    Setting("selling", Unit.CHOICE, "selling", choices=("inside", "field", "cold_calls")),
    Setting("conversions_are", Unit.CHOICE, "selling", choices=("leads", "new_customers", "not_used")),
    Setting(
        "shared_costs_by", Unit.CHOICE, "selling", choices=("none", "customers", "spend"), default="none"
    ),
    Setting("marketing_channels", Unit.TEXT, "selling"),
    Setting("target_cpl", Unit.UNIT_MONEY, "targets"),
    Setting("target_cac", Unit.UNIT_MONEY, "targets"),
    Setting("target_roi", Unit.RETURN, "targets", minimum=-_ONE),
    Setting("target_crr", Unit.RATE, "targets", maximum=_ONE),
    Setting("target_leads", Unit.COUNT, "targets"),
    Setting("target_visitors", Unit.COUNT, "targets"),
    Setting("target_organic_visitors", Unit.COUNT, "targets"),
    Setting("target_visitor_to_lead_rate", Unit.RATE, "targets", maximum=_ONE),
    Setting("target_close_rate", Unit.RATE, "targets", maximum=_ONE),
)

SETTING_GROUPS = ("business", "money", "selling", "targets")


def column(table: Table, key: str) -> Column:
    """The column of `table` with this key. Raises `KeyError` where there is none."""
    for candidate in COLUMNS[table]:
        if candidate.key == key:
            return candidate
    raise KeyError(key)


def setting(key: str) -> Setting:
    """The setting with this key. Raises `KeyError` where there is none."""
    for candidate in SETTINGS:
        if candidate.key == key:
            return candidate
    raise KeyError(key)
