"""The values of the plan: what a channel's spend is known to bring, what a person typed, what follows.

How they are found lives in `plan`, what follows from them in `scenarios`. Money is a month's, in doubles:
all of it is an estimate.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.texts.language import Sentence
from kpisheet.worksheet.channels import Channel
from kpisheet.worksheet.periods import Period

MONTHS = 12  # across the plan
DAYS_OF_A_MONTH = 30.4375  # on average
WIDEST_MOVE = 1.5  # × the highest month seen: beyond it nothing was seen that would bear a promise


class Scenario(StrEnum):
    """As it is now, and two that a person types. Worded as ``plan.scenario_<value>``."""

    NOW = "now"
    A = "a"
    B = "b"


TYPED_SCENARIOS = (Scenario.A, Scenario.B)


class ChannelTyped(Struct, frozen=True):
    """What a person typed for one channel; None where nothing was.

    `level`: the spend of every month of a scenario; `spend`: that of single ones, by scenario and the
    month's key. `name`: as the plan showed it, or as it was typed.
    """

    name: str = ""
    cost_per_customer: Decimal | None = None
    profit_per_customer: Decimal | None = None
    exponent: Decimal | None = None
    days: Decimal | None = None
    level: Mapping[Scenario, Decimal] = field(default_factory=dict)
    spend: Mapping[tuple[Scenario, str], Decimal] = field(default_factory=dict)

    @property
    def typed(self) -> bool:
        """Whether anything was."""
        rates = (self.cost_per_customer, self.profit_per_customer, self.exponent, self.days)
        return any(rate is not None for rate in rates) or bool(self.level) or bool(self.spend)


class Typed(Struct, frozen=True):
    """Everything that a person typed into the plan, by channel key; `added`: channels named there anew."""

    channels: Mapping[str, ChannelTyped] = field(default_factory=dict)
    added: tuple[ChannelTyped, ...] = ()
    months: Decimal | None = None  # how many of them count
    shared_costs: Decimal | None = None
    cash: Decimal | None = None  # at the start
    budget: Decimal | None = None  # a month, to be spread


NOTHING_TYPED = Typed()


class Returns(Struct, frozen=True):
    """How a channel's results grow with its spend: as spend ^ `exponent`, with its standard deviation.

    `known`: its months tell at least as much of it as the assumption that they are held against does.
    """

    exponent: float
    uncertainty: float
    known: bool


class Chance(Struct, frozen=True):
    """How much a line's customers vary, as multiples of their number.

    `single` month, and what neighbouring months repeat; `values`: what customers bring, squared coefficient
    of variation.
    """

    single: float
    repeated: float
    values: float


class Brings(Struct, frozen=True):
    """Amounts of a month; None where the worksheet doesn't tell them."""

    customers: float | None = None
    revenue: float | None = None
    profit: float | None = None


class PlanLine(Struct, frozen=True):
    """One channel at the rates of the verdicts' window, per month since it began.

    `now`: its spend; `brings`: with it. `least` and `most`: its lowest month with spend, and its highest.
    `customers_seen`: on so many of the window its rates rest. `count_variance`, `profit_variance`: of its
    customers and its gross profit a month, as a share of their squares. `revenue_per_profit`: revenue per
    unit of gross profit. `told`: its verdict says whether it pays for itself. `before`: what the months
    whose results are still to come earned, as a share of what a month as now does. `doubtful`: its amounts
    rest on cells to check.
    """

    channel: Channel
    now: float
    brings: Brings
    least: float
    most: float
    customers_seen: float
    count_variance: float
    profit_variance: float
    usual_profit: float | None  # gross profit of a customer of any channel
    revenue_per_profit: float | None
    returns: Returns
    days: float
    chance: Chance
    told: bool
    before: float = 1.0
    doubtful: bool = False


class Move(Struct, frozen=True):
    """One channel's part in a suggestion: a month's spend now and suggested; `at_limit`: as far as seen."""

    key: str
    now: float
    suggested: float
    at_limit: bool


class Suggestion(Struct, frozen=True):
    """A budget spread so that the expected gross profit is highest, within what the months can bear.

    `gain`: gross profit less spend of a month, against now; `low`: it is no less than that in 19 of 20
    such cases. `chance`: that it is an improvement at all.
    """

    budget: float
    moves: tuple[Move, ...]
    gain: float
    low: float
    chance: float


class Plan(Struct, frozen=True):
    """What Plan starts from. `window`: what its rates rest on; `shared`: costs of a month of no channel.

    `quantile`: of 95 % ranges. `suggestion`, else `no_suggestion` says why there is none. `cycle_known`:
    the days until a customer is won come from Deals.
    """

    months: tuple[Period, ...]
    window: Period | None
    lines: tuple[PlanLine, ...]
    shared: float | None
    quantile: float
    repeats: tuple[float, ...]  # how often what months repeat counts in a sum of 1, 2, … months
    season: tuple[float, ...]  # variance of 1, 2, … months' sums, as a share of their square
    cycle_known: bool
    seasonal: tuple[float, ...]  # what each month brings, as a share of an average one
    no_season: Sentence | None  # why all of them are average ones
    blank: PlanLine  # of a channel of which nothing is known
    suggestion: Suggestion | None = None
    no_suggestion: Sentence | None = None
    typed: Typed = NOTHING_TYPED

    def typed_of(self, line: PlanLine) -> ChannelTyped:
        """What was typed for a line's channel."""
        return self.typed.channels.get(line.channel.key, ChannelTyped())

    def blank_line(self, channel: Channel) -> PlanLine:
        """The line of a channel of which nothing is known."""
        return replace(self.blank, channel=channel)

    @property
    def counted(self) -> int:
        """How many months count: all, unless fewer were typed."""
        return MONTHS if self.typed.months is None else min(MONTHS, max(1, math.floor(self.typed.months)))

    @property
    def weight(self) -> float:
        """How many average months the months that count are worth by the season."""
        return math.fsum(self.seasonal[: self.counted])

    @property
    def season_said(self) -> Sentence:
        """How much more its busiest month brings than an average one, or why no season is known."""
        if self.no_season is not None:
            return self.no_season
        by_month = sorted(zip(self.seasonal, self.months, strict=True))
        (less, low), (more, high) = by_month[0], by_month[-1]
        facts = {"high": high.start, "more": _share(more - 1), "low": low.start, "less": _share(1 - less)}
        return Sentence("plan.season_known", facts)

    @property
    def shared_costs(self) -> float:
        """Of a month: typed, else as Months says."""
        return number(self.typed.shared_costs, self.shared or 0.0)

    @property
    def lacks_margin(self) -> bool:
        """Whether revenue is known, but of no line what of it is profit."""
        return any(line.brings.revenue is not None for line in self.lines) and all(
            line.brings.profit is None for line in self.lines
        )


def _share(value: float) -> Decimal:
    return Decimal(repr(value))


def tidy(value: float) -> float:
    """To twelve digits, which every program stores alike."""
    return float(f"{value:.12g}")


def number(typed: Decimal | None, otherwise: float) -> float:
    """A typed number, else what stands there untouched."""
    return otherwise if typed is None else float(typed)
