"""What Deals shows beside the figures, as values: months of leads (cohorts), and the deals still open.

The writers word ``deals.cohort_<key>`` and ``deals.open_<key>`` over the columns listed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from kpisheet.texts.language import Sentence
from kpisheet.texts.units import Unit
from kpisheet.worksheet.periods import Period

FEWEST_CLOSED = 10  # below that a win rate is an anecdote, and nothing is expected from it
COHORT_COLUMNS: tuple[tuple[str, Unit], ...] = (
    ("leads", Unit.COUNT),
    ("won", Unit.COUNT),
    ("lost", Unit.COUNT),
    ("open", Unit.COUNT),
    ("win_rate", Unit.RATE),
    ("spend", Unit.MONEY),
    ("cac", Unit.UNIT_MONEY),
    ("revenue", Unit.MONEY),
    ("roas", Unit.MULTIPLE),
)
OPEN_COLUMNS: tuple[tuple[str, Unit], ...] = (
    ("deals", Unit.COUNT),
    ("overdue", Unit.COUNT),
    ("value", Unit.MONEY),
    ("win_rate", Unit.RATE),
    ("expected_customers", Unit.COUNT),
    ("expected_revenue", Unit.MONEY),
)


class Cohort(Struct, frozen=True):
    """The deals whose lead came in during one month, with that month's spend of all channels.

    `revenue`: of those won so far; None where a value is missing. `ripe`: a sale's usual time has passed.
    """

    month: Period
    leads: int
    won: int
    lost: int
    open: int
    spend: Decimal | None
    revenue: Decimal | None
    ripe: bool

    @property
    def win_rate(self) -> Decimal | None:
        """The share of its leads that were won so far."""
        return Decimal(self.won) / self.leads if self.leads else None

    @property
    def cac(self) -> Decimal | None:
        """What a customer of these leads cost."""
        return self.spend / self.won if self.spend is not None and self.won else None

    @property
    def roas(self) -> Decimal | None:
        """What these leads brought in for each unit of spend."""
        return self.revenue / self.spend if self.revenue is not None and self.spend else None


class Cohorts(Struct, frozen=True):
    """All months of leads that can be told. `before`: deals of earlier months, which Deals holds in part."""

    months: tuple[Cohort, ...]
    cycle_days: Decimal
    before: int

    @property
    def said(self) -> tuple[Sentence, ...]:
        """What is to be known of them."""
        explained = Sentence("deals.cohorts_explained", {"days": self.cycle_days})
        left_out = Sentence("deals.cohorts_before", {"n": self.before})
        return (explained, left_out) if self.before else (explained,)

    @property
    def totals(self) -> tuple[tuple[str, Cohort], ...]:
        """The ripe months as one, then the others, each with the key of its name."""
        both = (("ripe_together", self.together(ripe=True)), ("unripe_together", self.together(ripe=False)))
        return tuple((key, one) for key, one in both if one is not None)

    def together(self, *, ripe: bool) -> Cohort | None:
        """The ripe months (or the others) as one; None where there is none."""
        own = [one for one in self.months if one.ripe is ripe]
        if not own:
            return None
        spends, revenues = [one.spend for one in own], [one.revenue for one in own]
        return Cohort(
            Period(own[0].month.start, own[-1].month.end),
            leads=sum(one.leads for one in own),
            won=sum(one.won for one in own),
            lost=sum(one.lost for one in own),
            open=sum(one.open for one in own),
            spend=_sum_of_all(spends),
            revenue=_sum_of_all(revenues),
            ripe=ripe,
        )


def _sum_of_all(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


class Stage(StrEnum):
    """How far an open deal is, as far as Deals tells. Worded as ``deals.stage_<value>``."""

    ANY = "any"
    NOT_QUOTED = "not_quoted"
    QUOTED = "quoted"


class OpenStage(Struct, frozen=True):
    """The open deals of one stage. `value`: of the `valued` ones. `closed`: past deals that reached it."""

    stage: Stage
    deals: int
    valued: int
    value: Decimal
    overdue: int
    won: int
    closed: int
    win_rate: Decimal | None
    expected_customers: Decimal | None
    expected_revenue: Decimal | None


class OpenDeals(Struct, frozen=True):
    """The pipeline: open deals by stage. `cycle_days`: what makes a deal overdue."""

    stages: tuple[OpenStage, ...]
    cycle_days: Decimal | None

    @property
    def together(self) -> OpenStage:
        """All stages as one; nothing is expected where a stage's win rate isn't known."""
        own = self.stages
        return OpenStage(
            Stage.ANY,
            deals=sum(one.deals for one in own),
            valued=sum(one.valued for one in own),
            value=sum((one.value for one in own), Decimal(0)),
            overdue=sum(one.overdue for one in own),
            won=0,
            closed=0,
            win_rate=None,
            expected_customers=_sum_of_all([one.expected_customers for one in own]),
            expected_revenue=_sum_of_all([one.expected_revenue for one in own]),
        )

    @property
    def said(self) -> tuple[Sentence, ...]:
        """What is to be known of them."""
        said = [Sentence("deals.open_explained")]
        if self.cycle_days is not None:
            said.append(Sentence("deals.overdue_explained", {"days": self.cycle_days}))
        if unvalued := sum(one.deals - one.valued for one in self.stages):
            said.append(Sentence("deals.open_unvalued", {"n": unvalued}))
        if any(one.win_rate is None for one in self.stages):
            said.append(Sentence("deals.open_too_few", {"fewest": FEWEST_CLOSED}))
        return tuple(said)
