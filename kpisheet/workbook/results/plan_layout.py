"""Where everything of Plan stands: its blocks of rows, its columns, and the formulas' references to them."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from kpisheet.analysis.planning import MONTHS, TYPED_SCENARIOS, Plan, PlanLine, Scenario
from kpisheet.workbook.results.canvas import area, fixed
from kpisheet.worksheet.channels import Channel, Group

FREE_LINES = 3  # for channels that the worksheet doesn't have

LABEL, VALUE, FIRST_MONTH = 0, 1, 2
LAST_MONTH = FIRST_MONTH + MONTHS - 1
REMARK, KEY = LAST_MONTH + 1, LAST_MONTH + 2
MACHINE = KEY + 1

# The columns of the channels' rates.
NOW, COST, PROFIT_EACH, AVERAGE, MARGINAL, EXPONENT, DAYS, UP_TO, MOST, SUGGESTED, VERDICT = range(1, 12)
ABOUT = VERDICT + 2  # a verdict is as wide as two months

# What the formulas rest on, beside the rates.
(
    DATA_CUSTOMERS,
    DATA_REVENUE,
    DATA_PROFIT,
    UNIT_CUSTOMERS,
    UNIT_PROFIT,
    UNIT_REVENUE,
    FREE_CUSTOMERS,
    FREE_PROFIT,
    FREE_REVENUE,
    WORTH,
    COUNT_VARIANCE,
    PROFIT_VARIANCE,
    SINGLE,
    REPEATED,
    VALUES,
    USUAL_EXPONENT,
    UNCERTAINTY,
    CURVE_KNOWN,
    TOLD,
    LEAST,
    USUAL_DAYS,
    HAS_RATE,
    WHOLE_MONTHS,
    LATER_SHARE,
    USUAL_PROFIT,
    REVENUE_PER_PROFIT,
    BEFORE,
    MONTH_CHANCE,
    FREE_CHANCE,
    USED_EXPONENT,
    USED_DAYS,
    USUAL_BEFORE,
) = range(MACHINE, MACHINE + 32)

EARNED = MACHINE
ARRIVING = EARNED + MONTHS
# What a channel comes to in a scenario: of A and B beside its months, of now beside its rates.
RESULT_KEYS = (
    "units",
    "later",
    "tilt",
    "profit",
    "customers",
    "profit_spread",
    "customer_spread",
    "profit_chance",
    "customer_chance",
    "better_spread",
    "without",
)
RESULTS = max(ARRIVING + MONTHS, USUAL_BEFORE + 1)
# Of now it stands beside the rates, behind the results.
ARRIVING_NOW = RESULTS + len(RESULT_KEYS)
LAST_COLUMN = ARRIVING_NOW + MONTHS - 1

# The rows of one scenario's months, in their order below its name.
MONTH_ROWS = ("spend", "customers", "revenue", "profit", "low", "high", "after", "cash")
HIDDEN_MONTH_ROWS = ("variance", "ahead")
_EVERY_MONTH_ROW = (*MONTH_ROWS, *HIDDEN_MONTH_ROWS)
_SCENARIOS = tuple(Scenario)
# The rows of the comparison.
RESULT_ROWS = (
    "spend",
    "customers",
    "revenue",
    "profit",
    "shared",
    "after",
    "roi",
    "later",
    "lowest_cash",
    "paid_back",
    "chance",
)
SETTING_ROWS = ("months", "shared_costs", "cash", "budget")


class Place(Struct, frozen=True, dict=True):
    """The rows of one plan's sheet, 0-based."""

    plan: Plan
    top: int = 4

    @cached_property
    def lines(self) -> tuple[PlanLine, ...]:
        """The plan's channels, and free ones that a person may name."""
        free = tuple(
            self.plan.blank_line(Channel(f"+{number}", "", Group.OTHER))
            for number in range(1, FREE_LINES + 1)
        )
        return (*self.plan.lines, *free)

    @property
    def setting_tags(self) -> int:
        """The hidden row above the settings."""
        return self.top

    def setting(self, key: str) -> int:
        """The row of a setting."""
        return self.top + 1 + SETTING_ROWS.index(key)

    @property
    def results_title(self) -> int:
        """The title of the comparison; two rows of headers follow."""
        return self.top + len(SETTING_ROWS) + 2

    def result(self, key: str) -> int:
        """A row of the comparison."""
        return self.results_title + 3 + RESULT_ROWS.index(key)

    def result_column(self, scenario: Scenario) -> int:
        """The first of a scenario's three columns there: from, expected, to."""
        return 1 + 3 * _SCENARIOS.index(scenario)

    def difference_column(self, scenario: Scenario) -> int:
        """The column of its difference from now."""
        return 10 + TYPED_SCENARIOS.index(scenario)

    @cached_property
    def months_title(self) -> int:
        """The title of the months; the row of their names follows, and hidden the ones that count."""
        return self.result(RESULT_ROWS[-1]) + 2

    @property
    def month_names(self) -> int:
        """The row of the months' names."""
        return self.months_title + 1

    @property
    def flags(self) -> int:
        """Hidden: 1 over the months that count."""
        return self.months_title + 2

    @property
    def repeats(self) -> int:
        """Hidden: how often what months repeat counts in a sum of so many."""
        return self.months_title + 3

    @property
    def season(self) -> int:
        """Hidden: the variance of a sum of so many months that the year's season brings."""
        return self.months_title + 4

    @property
    def seasonal(self) -> int:
        """What each month brings, as a share of an average one; hidden where that isn't known."""
        return self.months_title + 5

    def month_block(self, scenario: Scenario) -> int:
        """The row of a scenario's name above its months."""
        height = 1 + len(_EVERY_MONTH_ROW)
        return self.seasonal + 1 + height * _SCENARIOS.index(scenario)

    def month_row(self, scenario: Scenario, key: str) -> int:
        """A row of a scenario's months."""
        return self.month_block(scenario) + 1 + _EVERY_MONTH_ROW.index(key)

    @cached_property
    def rates_title(self) -> int:
        """The title of the channels' rates; a hidden row of names and the header follow."""
        return self.month_row(Scenario.B, HIDDEN_MONTH_ROWS[-1]) + 2

    @cached_property
    def rates_first(self) -> int:
        """The first channel's rates."""
        return self.rates_title + 4

    @cached_property
    def rates_last(self) -> int:
        """The last one's."""
        return self.rates_first + len(self.lines) - 1

    def spend_title(self, scenario: Scenario) -> int:
        """The title of a scenario's spend; a hidden row of names and the header follow."""
        return self.rates_last + 3 + TYPED_SCENARIOS.index(scenario) * (len(self.lines) + 5)

    def spend_first(self, scenario: Scenario) -> int:
        """The first channel's spend."""
        return self.spend_title(scenario) + 3

    def spend_last(self, scenario: Scenario) -> int:
        """The last one's; the total stands below."""
        return self.spend_first(scenario) + len(self.lines) - 1

    # --- references -------------------------------------------------------------------------------

    def of_rates(self, column: int) -> str:
        """A column of all channels' rates."""
        return area(self.rates_first, column, self.rates_last, column)

    def of_results(self, scenario: Scenario, key: str) -> str:
        """A column of what all channels come to in a scenario."""
        first, last = self._rows(scenario)
        column = RESULTS + RESULT_KEYS.index(key)
        return area(first, column, last, column)

    def of_spend(self, scenario: Scenario, column: int) -> str:
        """A column of all channels' rows in a scenario: a month's spend, or the units that arrive."""
        first, last = self._rows(scenario)
        return area(first, column, last, column)

    def _rows(self, scenario: Scenario) -> tuple[int, int]:
        if scenario is Scenario.NOW:
            return self.rates_first, self.rates_last
        return self.spend_first(scenario), self.spend_last(scenario)

    @property
    def counted(self) -> str:
        """How many months count, between 1 and 12, as the setting says."""
        return f"MAX(1,MIN({MONTHS},INT(N({fixed(self.setting('months'), VALUE)}))))"

    @property
    def all_flags(self) -> str:
        """The flags of the months that count."""
        return area(self.flags, FIRST_MONTH, self.flags, LAST_MONTH)

    @property
    def quantile(self) -> str:
        """The quantile of likely ranges, left of the flags."""
        return fixed(self.repeats, VALUE)

    @property
    def count(self) -> str:
        """The number of months that count, left of the flags."""
        return fixed(self.flags, VALUE)

    @property
    def busy(self) -> str:
        """What the months that count bring, each as a share of an average one; 0 of the others."""
        return f"{self.all_flags},{area(self.seasonal, FIRST_MONTH, self.seasonal, LAST_MONTH)}"

    @property
    def weight(self) -> str:
        """How many average months they are worth, left of the season."""
        return fixed(self.seasonal, VALUE)

    @staticmethod
    def months_of(row: int, first: int = FIRST_MONTH) -> str:
        """A row's twelve months."""
        return area(row, first, row, first + MONTHS - 1)

    @property
    def known(self) -> str:
        """Whether of any channel it is known what it brings, right of the flags."""
        return fixed(self.flags, REMARK)
