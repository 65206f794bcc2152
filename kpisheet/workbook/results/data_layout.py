"""Where each amount stands on Data used, and the formulas that sum it by integer ids.

Text criteria are a trap (`Google*`, `>5`, `ILICA` equals `ılıca`), so channels, campaigns and periods are
numbered. A ratio sums the rows that know all of its parts: those whose cells hold a number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property, lru_cache

from msgspec import Struct

from kpisheet.analysis.kpis import AMOUNTS, KPIS, RATIOS, Kpi
from kpisheet.analysis.report import Report, UsedRow
from kpisheet.workbook.names import quoted
from kpisheet.workbook.results.canvas import area
from kpisheet.worksheet.periods import Period

MOST_ROWS = 5_000  # above this, Data used holds sums per month and channel
MOST_CAMPAIGNS = 200  # on KPI summary, those with the most spend; the JSON has all
SALES_OR_CUSTOMERS = "sales_or_customers"
AMOUNT_KEYS: tuple[str, ...] = (*(kpi.key for kpi in AMOUNTS), SALES_OR_CUSTOMERS)
IN_REPORT = "in_report"
IN_WINDOW = "in_window"  # the months shown one by one: those of the report, and before a short one more
OF_MARKETING = "of_marketing"  # only where some customers came anyway: else all rows are
CHANNEL_ID, CAMPAIGN_ID, PERIOD_ID = "channel_id", "campaign_id", "period_id"

# A numeric criterion that every number meets: blank cells and text don't.
_ANY_NUMBER = '">-1E+300"'


class Parts(Struct, frozen=True, dict=True):
    """A ratio's sums: what is added, what is taken off, what it is divided by."""

    added: str
    taken_off: str | None
    divided_by: str

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The amounts that a row must know to count, each once."""
        named = (self.added, self.taken_off, self.divided_by)
        return tuple(dict.fromkeys(key for key in named if key is not None))

    @property
    def name(self) -> str:
        """The same for all ratios of the same amounts."""
        return "+".join(sorted(self.keys))

    def column(self, key: str) -> str:
        """The key of the column that has, above 5,000 rows, the sums of an amount where all are known."""
        return f"{self.name}:{key}"


def parts_of(kpi: Kpi) -> Parts:
    """The sums that a ratio is made of."""
    if kpi.numerator is None or kpi.denominator is None:
        raise ValueError(kpi.key)
    return _parts(kpi.numerator, kpi.denominator)


@lru_cache(maxsize=64)
def _parts(numerator: str, denominator: str) -> Parts:
    added, _, taken_off = numerator.partition("_less_")
    return Parts(added, taken_off or None, denominator)


class Ids(Struct, frozen=True):
    """The integer ids of channels, campaigns (of a channel) and periods; 0 is none of the report's."""

    channels: Mapping[str, int]
    campaigns: Mapping[tuple[str, str | None], int]
    periods: Mapping[Period, int]

    @classmethod
    def of(cls, report: Report) -> Ids:
        """Numbered in the report's order."""
        campaigns = [(c.channel.key, one.campaign) for c in report.channels for one in c.campaigns]
        return cls(
            {channel.channel.key: number for number, channel in enumerate(report.channels, 1)},
            {campaign: number for number, campaign in enumerate(campaigns, 1)},
            {one.period: number for number, one in enumerate(report.months_shown, 1)},
        )

    def of_row(self, row: UsedRow) -> tuple[int, int, int]:
        """A row's channel, campaign and period, 0 where the report doesn't show it."""
        return (
            self.channels.get(row.channel.key, 0),
            self.campaigns.get((row.channel.key, row.campaign), 0),
            self.periods.get(row.period, 0) if row.period else 0,
        )


def in_window(ids: Ids, row: UsedRow) -> bool:
    """Whether a row counts in the table of months."""
    return row.excluded is None and row.period is not None and row.period in ids.periods


def is_of_marketing(report: Report, row: UsedRow) -> bool:
    """Whether a row is of a channel that marketing pays for."""
    return row.channel.key not in report.came_anyway


Criterion = tuple[str, str]  # the key of an id column, and a cell or number that it has to equal


class DataLayout(Struct, frozen=True, dict=True):
    """Data used as formulas see it: `columns` maps a key to its 0-based column. Rows are 0-based."""

    sheet: str
    first_row: int
    last_row: int
    columns: Mapping[str, int]
    summed: bool  # one row per month and channel, instead of one per row of the input sheet

    def column(self, key: str) -> str:
        """The absolute reference of a column's cells, with the sheet's name."""
        return self._references[key]

    @cached_property
    def _references(self) -> Mapping[str, str]:
        sheet, first, last = quoted(self.sheet), self.first_row, self.last_row
        return {key: f"{sheet}!{area(first, column, last, column)}" for key, column in self.columns.items()}

    def total(self, key: str, criteria: Sequence[Criterion], *, ratio: Parts | None = None) -> str:
        """The sum of an amount over the report's rows that meet `criteria`, and know all of `ratio`."""
        if ratio is None:
            return f"SUMIFS({self.column(key)}{self._criteria(criteria)})"
        if self.summed:
            return f"SUMIFS({self.column(ratio.column(key))}{self._criteria(criteria)})"
        others = "".join(f",{self.column(each)},{_ANY_NUMBER}" for each in ratio.keys if each != key)
        return f"SUMIFS({self.column(key)}{self._criteria(criteria)}{others})"

    def known(self, key: str, criteria: Sequence[Criterion]) -> str:
        """How many of the report's rows that meet `criteria` know an amount."""
        return f"COUNTIFS({self.column(key)},{_ANY_NUMBER}{self._criteria(criteria)})"

    def numerator(self, kpi: Kpi, criteria: Sequence[Criterion]) -> str:
        """The upper part of a ratio over the rows that know both parts."""
        parts = parts_of(kpi)
        added = self.total(parts.added, criteria, ratio=parts)
        if parts.taken_off is None:
            return added
        return f"({added}-{self.total(parts.taken_off, criteria, ratio=parts)})"

    def denominator(self, kpi: Kpi, criteria: Sequence[Criterion]) -> str:
        """The lower part of a ratio over the rows that know both parts."""
        parts = parts_of(kpi)
        return self.total(parts.divided_by, criteria, ratio=parts)

    @property
    def marketing(self) -> tuple[Criterion, ...]:
        """The criteria of what marketing paid for."""
        return ((OF_MARKETING, "1"),) if OF_MARKETING in self.columns else ()

    @cached_property
    def _written(self) -> dict[tuple[Criterion, ...], str]:
        return {}

    def _criteria(self, criteria: Sequence[Criterion]) -> str:
        """The criteria as a formula lists them: each row of a table asks for its own a few dozen times."""
        asked = tuple(criteria)
        if asked not in self._written:
            self._written[asked] = self._listed(asked)
        return self._written[asked]

    def _listed(self, criteria: tuple[Criterion, ...]) -> str:
        named = list(criteria)
        if not any(key == IN_WINDOW for key, _ in criteria):
            named.append((IN_REPORT, "1"))
        return "".join(f",{self.column(key)},{value}" for key, value in named)


def amounts_of(row: UsedRow) -> dict[str, Decimal]:
    """A row's amounts, in the order of the columns."""
    return {key: row.amounts[key] for key in AMOUNT_KEYS if key in row.amounts}


def shown_ratios(report: Report) -> tuple[Kpi, ...]:
    """The ratios that have a value for any channel, campaign or month or in total."""
    scopes = [report.totals, *(channel.figures for channel in report.channels)]
    scopes += [one.figures for one in report.months_shown]
    return tuple(
        kpi
        for kpi in RATIOS
        if any((figure := figures.get(kpi.key)) and figure.value is not None for figures in scopes)
    )


def amount_kpi(key: str) -> Kpi:
    """An amount as a KPI; `sales_or_customers` is written like a count."""
    return KPIS[key] if key in KPIS else Kpi(key, KPIS["sales"].unit)
