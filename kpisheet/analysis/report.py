"""The immutable Report: figures, verdicts, answers and findings. All that a writer may see.

Nothing here is worded: sentences are `Sentence` values (key and facts) that a writer words in the
report's language. Money and counts are unrounded `Decimal`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal
from enum import StrEnum

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.analysis.assumed import Assumed
from kpisheet.analysis.deal_views import Cohorts, OpenDeals
from kpisheet.analysis.dispersion import CHANCE, Dispersion
from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.planning import Plan
from kpisheet.analysis.unread import Unread
from kpisheet.texts.language import Sentence, Term, Words
from kpisheet.texts.own_words import USUAL_WORDS, OwnWords
from kpisheet.worksheet.channels import Channel
from kpisheet.worksheet.findings import Finding, Place, each_cell
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import CostShare, DataTable, Layout, RawCell

NOT_RECORDED = "answers.not_recorded"  # the text of an answer for which nothing is filled in
_OPTIONAL = ("visitors", "leads", "mql", "sql", "quotes")


class Interval(Struct, frozen=True):
    """A 95 % interval. `high` None is unbounded."""

    low: Decimal
    high: Decimal | None


class Counted(StrEnum):
    """What a shortfall is counted in."""

    PERIODS = "periods"  # rows, where no row has a month
    ROWS = "rows"


class Shortfall(Struct, frozen=True):
    """A figure rests on `known` of `of` periods, or of rows where every period has a part."""

    known: int
    of: int
    counted: Counted


class Figure(Struct, frozen=True):
    """One KPI of one scope.

    `value` None is undefined or unknown, and `missing` says why (worded ``missing.<reason>``).
    `known` of `of` months (rows where there are no months) have rows that know both parts, and
    `rows_known` of `rows` rows do: the base. `doubtful`: a finding (error or warning) touches a cell
    that it rests on. `derived`: a part was derived from a rate, so that it bears no interval.
    `converted`: a part was typed in another currency. `varies`: how much more than by chance alone its
    count varies.
    """

    key: str
    value: Decimal | None
    missing: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    known: int = 0
    of: int = 0
    interval: Interval | None = None
    lower_bound: Decimal | None = None  # a CAC without customers: spend ÷ 3.0
    doubtful: bool = False
    rows_known: int = 0
    rows: int = 0
    derived: bool = False
    converted: bool = False
    varies: Dispersion = CHANCE

    @property
    def shortfall(self) -> Shortfall | None:
        """What it rests on where that is less than there is: *3 of 4 months*, else *8 of 10 rows*."""
        if self.value is None:
            return None
        if self.known < self.of:
            return Shortfall(self.known, self.of, Counted.PERIODS)
        if self.rows_known < self.rows and not KPIS[self.key].of_some_channels:
            return Shortfall(self.rows_known, self.rows, Counted.ROWS)
        return None


Figures = Mapping[str, Figure]


class Pays(StrEnum):
    """Does the channel pay for itself? Worded as ``verdicts.<value>``."""

    PAYS = "pays"
    LOSES_MONEY = "loses_money"
    CANNOT_TELL = "cannot_tell"
    CHECK_FIRST = "check_first"  # a doubted cell decides it: both outcomes are said
    NO_SPEND = "no_spend"


class Otherwise(StrEnum):
    """How a doubted cell may be meant. Worded as ``notes.if_<value>``."""

    INSTEAD = "instead"  # another number
    LEFT_OUT = "left_out"
    WITHOUT_ROW = "without_row"
    ANOTHER_CHANNEL = "another_channel"


class Decider(Struct, frozen=True):
    """A cell that decides a verdict: with another meaning (`otherwise`, `value`) the verdict is `pays`.

    `typed`: as it is used, None where it isn't; `text`: as it stands there; `name`: a channel as typed.
    `single`: nothing doubts it, but it is the only number of its kind.
    """

    place: Place
    key: str  # the column's key
    otherwise: Otherwise
    pays: Pays
    typed: Decimal | None = None
    value: Decimal | None = None
    text: str | None = None
    name: str | None = None
    single: bool = False


class Shortens(StrEnum):
    """What would let a verdict be told sooner. Worded as ``notes.shortens_<value>``."""

    EARLIER_MONTHS = "earlier_months"
    DEALS = "deals"
    MORE_SPEND = "more_spend"


class Outlook(Struct, frozen=True):
    """About how many more months at this pace make a verdict clear; None: more than two years."""

    months: int | None
    shortens: Shortens


def whole_customers(needed: Decimal) -> Decimal:
    """The customers that break even as people count them: the next whole one."""
    return needed.to_integral_value(ROUND_CEILING)


class Verdict(Struct, frozen=True):
    """The headline verdict of a channel or campaign and what it rests on.

    `customers` won against `needed` (spend ÷ gross profit per customer) to break even; `p` is the two-sided
    p-value of the effective counts, not corrected for the other channels; `reason` (a `Sentence`) says it in
    words. `dispersion`: how many times as much as alike customers that come by chance alone these vary.
    `outlook`: when one will know, where it can't be told yet. `doubtful`: a finding touches a cell that it
    rests on, as `reason` says too. `deciding`: the cells that would turn it. Where one of them is
    to be checked, it is CHECK_FIRST, and `as_typed` what it would be if all of them are right.
    """

    pays: Pays
    reason: Sentence
    spend: Decimal | None = None
    customers: Decimal | None = None
    needed: Decimal | None = None
    profit_per_customer: Decimal | None = None
    p: Decimal | None = None
    dispersion: Decimal | None = None
    outlook: Outlook | None = None
    doubtful: bool = False
    deciding: tuple[Decider, ...] = ()
    as_typed: Pays | None = None

    @property
    def whole_customers_needed(self) -> Decimal | None:
        """`needed` as people count."""
        return None if self.needed is None else whole_customers(self.needed)

    @property
    def effective_customers(self) -> Decimal | None:
        """As many alike customers that come by chance alone tell as much as the customers won."""
        if self.customers is None or self.dispersion is None:
            return None
        return self.customers / self.dispersion


class PeriodFigures(Struct, frozen=True):
    """One period of one scope."""

    period: Period
    figures: Figures


class CampaignFigures(Struct, frozen=True):
    """One campaign of one channel; `campaign` None gathers the rows without one."""

    campaign: str | None
    rows: int
    figures: Figures
    verdict: Verdict


class ChannelFigures(Struct, frozen=True):
    """One channel over the report period, by period and by campaign."""

    channel: Channel
    rows: int
    figures: Figures
    verdict: Verdict
    by_period: tuple[PeriodFigures, ...] = ()
    campaigns: tuple[CampaignFigures, ...] = ()


class EarlierChannel(Struct, frozen=True):
    """A channel of the verdicts' window that has no row in the report period itself."""

    channel: Channel
    verdict: Verdict


class Claim(StrEnum):
    """What the data can bear of a comparison. Worded as ``claims.<value>``."""

    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


class Pair(Struct, frozen=True):
    """One KPI of two channels compared, over the window of the verdicts.

    `claim` YES: the first is clearly higher; NO: clearly lower. `difference`: Newcombe's 95 % interval of
    first less other, uncorrected, for rates. `more`: how many more trials (of a rate) or events (of a
    cost) of both together it would take to show the difference seen; None where there is none.
    """

    key: str
    first: str  # channels' keys
    other: str
    first_figure: Figure
    other_figure: Figure
    claim: Claim
    difference: Interval | None = None
    more: int | None = None


class Change(Struct, frozen=True):
    """A figure against an earlier period. `claim` YES: clearly higher; NO: clearly lower.

    `note` says what the comparison can't see, such as inflation in a year.
    """

    key: str
    channel: str | None  # a channel's key, None for the total
    now: Figure
    before: Figure
    period: Period
    earlier: Period
    claim: Claim
    year_ago: bool = False
    note: Sentence | None = None


class VatTakenOut(Struct, frozen=True):
    """The VAT that the report's amounts were typed with and are shown without.

    Rates are fractions; `from_spend` and `from_sales` are the sums taken out over the report period, all
    channels together; None where the amount itself isn't known.
    """

    rate_of_spend: Decimal
    rate_of_sales: Decimal
    from_spend: Decimal | None
    from_sales: Decimal | None

    @property
    def said(self) -> Sentence:
        """What was taken out, in words."""
        facts = {
            "rate": self.rate_of_spend,
            "spend": self.from_spend,
            "sales_rate": self.rate_of_sales,
            "sales": self.from_sales,
        }
        known = "without_vat" if self.from_sales is not None else "spend_without_vat"
        return Sentence("notes.no_spend_to_tax" if self.from_spend is None else f"notes.{known}", facts)


class Budgeted(Struct, frozen=True):
    """What was `planned` and what was `spent`, over the rows that know both.

    `known` of `of` months have such rows. `by_month`: each month's budget, whatever was spent.
    """

    spent: Decimal
    planned: Decimal
    known: int
    of: int
    doubtful: bool
    by_month: Mapping[Period, Decimal]

    @property
    def share(self) -> Decimal | None:
        """How much of the budget was spent, above 1 where it is more."""
        return self.spent / self.planned if self.planned else None


class Trend(Struct, frozen=True):
    """A channel's months over the window of the verdicts; `change`: of its CAC, last half against first.

    `year_ago`: the last of the months, a year earlier. `budget`: where one was typed.
    """

    channel: Channel
    months: tuple[PeriodFigures, ...]
    change: Change | None
    year_ago: PeriodFigures | None = None
    budget: Budgeted | None = None


class Answer(Struct, frozen=True):
    """One of the articles' questions, answered.

    `id` is stable (worded question: ``questions.<id>``). `text` is the sentence; `unknown` what can't be
    known from these data; `helps` which input would help; `figures` those it rests on, labelled.
    """

    id: str
    verdict: Claim | None
    text: Sentence
    figures: tuple[tuple[Sentence, Figure], ...] = ()
    unknown: Sentence | None = None
    helps: Sentence | None = None
    rows: int = 0


class Card(Struct, frozen=True):
    """One card of the first screen: a figure, its likely range, and its change in a sentence."""

    figure: Figure
    note: Sentence | None = None
    target: Decimal | None = None
    target_met: bool | None = None
    loaded: Figure | None = None  # with shared costs
    together: Figure | None = None  # with what came anyway


class Target(Struct, frozen=True):
    """A target of Business against the actual figure (a count's is a month's average)."""

    key: str  # the setting's key
    target: Decimal
    actual: Figure
    met: bool | None
    per_month: bool = False
    loaded: Figure | None = None  # with shared costs, where any are typed: `met` is judged on it, too


class Benchmark(Struct, frozen=True):
    """A benchmark of the source articles beside the actual figure, shown as theirs."""

    key: str
    low: Decimal
    high: Decimal | None
    actual: Figure
    source: Sentence


class SalesCycle(Struct, frozen=True):
    """Days from created to won of one channel or salesperson (`name`), from Deals."""

    name: str
    won: int
    mean_days: Decimal | None
    median_days: Decimal | None
    overdue: int


class Unripe(Struct, frozen=True):
    """Months younger than the sales cycle: their close rates are not final."""

    periods: tuple[Period, ...]
    cycle_days: Decimal


class UsedRow(Struct, frozen=True, gc=False):
    """One row of Channels as it was used.

    `amounts`: summed amounts by key (spend, leads, …, gross_profit), typed or derived; a missing key is
    unknown. `derived`: which of them were derived. `in_report`: inside the report period and not excluded.
    `excluded`: the finding's code for which it was left out. `cells`: the raw cells, for the guard; `places`:
    where each stands, of a row that is no list's. `shares` and `typed`: as of `Row`.
    """

    sheet: str
    number: int
    channel: Channel
    period: Period | None
    campaign: str | None
    amounts: Mapping[str, Decimal]
    derived: frozenset[str]
    in_report: bool
    excluded: str | None
    cells: Mapping[str, RawCell]
    places: Mapping[str, Place] = {}
    shares: tuple[CostShare, ...] = ()
    typed: bool = True


class SeenDispersion(Struct, frozen=True):
    """How much the worksheet's figures vary: a month's counts, as a multiple of chance alone.

    `values`: the square of the coefficient of variation of what customers bring; from the deals or from the
    periods, of which there are so many in a channel's series.
    """

    leads: Decimal
    new_customers: Decimal
    values: Decimal
    from_deals: bool
    periods: int


class Report(Struct, frozen=True):
    """Everything computed for one worksheet."""

    file: str
    language: str
    currency: str | None  # None: nothing in the workbook tells it
    money_decimals: int
    made_on: date
    business_name: str | None
    prepared_by: str | None
    comment: str | None
    vat: str | None  # as typed: without or with
    vat_taken_out: VatTakenOut | None  # where amounts were typed with it and its rate is known
    margin: Decimal | None  # of Business, where every row goes by it: it is said beside the figures
    period: Period | None  # from the first to the last day reported
    periods: tuple[Period, ...]
    window: Period | None  # of the pays-for-itself verdicts
    latest: Period | None  # the last one with a row that counts, in the report period or not
    asked_period: Period | None  # where the run itself said what to report on, whatever Business says
    assumed: tuple[Assumed, ...]  # by the run, in place of what the file says
    headline: Sentence  # which channels earn and which lose
    sums: Sentence | None  # what was spent and what came of it
    cards: tuple[Card, ...]
    next_step: Sentence
    dispersion: SeenDispersion
    channels: tuple[ChannelFigures, ...]
    totals: Figures  # of all channels together
    marketing: Figures  # of those that marketing pays for
    by_period: tuple[PeriodFigures, ...]
    business: Figures
    findings: tuple[Finding, ...]
    unread: tuple[Unread, ...]
    rows: tuple[UsedRow, ...]
    answers: tuple[Answer, ...] = ()
    changes: tuple[Change, ...] = ()
    pairs: tuple[Pair, ...] = ()
    targets: tuple[Target, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    cycles_by_channel: tuple[SalesCycle, ...] = ()
    cycles_by_person: tuple[SalesCycle, ...] = ()
    unripe: Unripe | None = None
    cohorts: Cohorts | None = None
    open_deals: OpenDeals | None = None
    not_ripe: frozenset[Period] = frozenset()  # of all periods shown, those younger than a sale takes
    plan: Plan | None = None
    window_by_period: tuple[PeriodFigures, ...] = ()  # the periods of `window`: by_period and those before
    earlier_channels: tuple[EarlierChannel, ...] = ()  # in `window`, but not in `period`
    came_anyway: frozenset[str] = frozenset()  # the keys of the channels that `marketing` is without
    renamed: Sentence | None = None  # which channels are shown under another name than typed
    notes: tuple[Sentence, ...] = ()  # what holds for the whole report: window, VAT, first sales only …
    table: DataTable | None = None
    layout: Layout | None = None
    how_read: tuple[Sentence, ...] = ()
    months_table: DataTable | None = None
    deals_table: DataTable | None = None
    places: Mapping[str, Place] = field(default_factory=dict)  # of the settings
    own_words: OwnWords = USUAL_WORDS
    trends: tuple[Trend, ...] = ()  # of the channels of the report period that have several months
    budget: Budgeted | None = None  # of all channels, over the window

    @property
    def words(self) -> Words:
        """The report's words: its language, currency and decimals, and the business's own words."""
        return Words(self.language, self.currency, self.money_decimals, self.own_words)

    @property
    def assumptions(self) -> Sentence | None:
        """What was assumed in place of what, in one sentence; None where nothing was."""
        if not self.assumed:
            return None
        return Sentence("assumed.said", {"each": [one.sentence for one in self.assumed]})

    @property
    def months_shown(self) -> tuple[PeriodFigures, ...]:
        """The periods to show one by one: those of the report and, where it is short, those before it."""
        return self.window_by_period or self.by_period

    @property
    def shows_months_before(self) -> bool:
        """Whether periods before the report's own are shown, so that the totals aren't their sum."""
        return len(self.months_shown) > len(self.by_period)

    def period_name(self, period: Period, *, short: bool = False) -> str:
        """A period's name; one that is younger than a sale takes says so."""
        name = self.words.writing.period(period, short=short)
        return self.words.text("deals.not_ripe", month=name) if period in self.not_ripe else name

    @property
    def answered(self) -> tuple[Answer, ...]:
        """The questions for which something is filled in."""
        return tuple(answer for answer in self.answers if answer.text.key != NOT_RECORDED)

    @property
    def unanswered(self) -> Sentence | None:
        """In one line: the questions whose inputs were never filled in, and the columns that stand empty."""
        questions = [Term(f"questions.{one.id}") for one in self.answers if one.text.key == NOT_RECORDED]
        if not questions:
            return None
        known: frozenset[str] = frozenset().union(*(row.amounts for row in self.rows))
        unused = [Term(f"columns.{key}.header") for key in _OPTIONAL if key not in known]
        line = Sentence("answers.unanswered", {"questions": questions})
        return Sentence("answers.unused", {"columns": unused, "line": line}) if unused else line

    @property
    def judged(self) -> tuple[ChannelFigures | EarlierChannel, ...]:
        """Every channel with a verdict: those of the report period, then those of earlier months only."""
        return (*self.channels, *self.earlier_channels)

    def of_foremost_channels(self, most: int) -> Report:
        """The same with so many channels, those with the most spend; everything else stays that of all."""
        if len(self.judged) <= most:
            return self
        channels = self.channels[:most]
        earlier = self.earlier_channels[: most - len(channels)]
        shown = {entry.channel.key for entry in channels}
        changes = tuple(each for each in self.changes if each.channel is None or each.channel in shown)
        cycles = self.cycles_by_channel[:most]
        return replace(
            self, channels=channels, earlier_channels=earlier, changes=changes, cycles_by_channel=cycles
        )

    def without_people(self) -> Report:
        """The same without salespeople: neither their figures nor anything quoted from a cell of Deals."""
        sheet = self.deals_table.sheet if self.deals_table else None
        findings = tuple(_unquoted(each, sheet) for each in self.findings)
        return replace(self, cycles_by_person=(), findings=findings)

    def foremost_campaigns(self, most: int) -> tuple[tuple[ChannelFigures, CampaignFigures], ...]:
        """So many campaigns with the most spend, each with its channel, in the report's order."""
        every = [(channel, campaign) for channel in self.channels for campaign in channel.campaigns]
        by_spend = sorted(every, key=lambda pair: pair[1].figures["spend"].value or 0, reverse=True)
        foremost = set(map(id, by_spend[:most]))
        return tuple(pair for pair in every if id(pair) in foremost)

    @property
    def campaigns(self) -> int:
        """How many campaigns there are; a channel of which none is named has none."""
        return sum(len(channel.campaigns) for channel in self.channels)

    @property
    def cells_to_check(self) -> int:
        """How many distinct places carry an error or a warning."""
        return len({f.place for f in each_cell(self.findings) if f.severity != "info" and f.place})

    @property
    def cells_that_matter(self) -> int:
        """How many of them affect figures."""
        matter = (f for f in each_cell(self.findings) if f.severity != "info" and f.affects)
        return len({f.place for f in matter if f.place})

    @property
    def lacking(self) -> Sentence | None:
        """The input without which no verdict can be told, if one is missing."""
        key = self.next_step.key
        return (
            Sentence(f"headline.lacks_{key.removeprefix('headline.next_record_')}")
            if "next_record_" in key
            else None
        )

    @property
    def opening(self) -> str:
        """The headline and the sums, in words."""
        return " ".join(self.words.say(one) for one in (self.headline, self.sums) if one is not None)

    @property
    def to_check(self) -> Sentence | None:
        """How many cells to check and how many of them matter; None where there is none."""
        cells, matter = self.cells_to_check, self.cells_that_matter
        if not cells:
            return None
        how_many = "all" if matter == cells else "some" if matter else "none"
        return Sentence(f"headline.check_{how_many}", {"cells": cells, "matter": matter})


def _unquoted(finding: Finding, sheet: str | None) -> Finding:
    """A finding on that sheet, without what was typed there."""
    if finding.place is None or finding.place.sheet != sheet or finding.typed is None:
        return finding
    others = tuple(_unquoted(each, sheet) for each in finding.others)
    facts = {**finding.facts, "typed": "…"}
    return replace(finding, typed=None, read_as=None, facts=facts, others=others)
