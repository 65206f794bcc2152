"""What a report is reckoned from, each part made once: periods, sums, verdicts, claims, business figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.analysis import verdicts as headline_verdicts
from kpisheet.analysis.business import Business
from kpisheet.analysis.changes import Changes, Pairs
from kpisheet.analysis.claims import Name, Settled, compare, cost_of, rate_of, settle
from kpisheet.analysis.comparisons import Comparison, Cost, cost_against, rate_against
from kpisheet.analysis.cycles import Cycles, cycles, is_ripe
from kpisheet.analysis.dispersion import compound
from kpisheet.analysis.figures import Scope, ScopeFigures, scope_of
from kpisheet.analysis.ledger import Ledger, Slice
from kpisheet.analysis.report import Claim, Decider, Figure, VatTakenOut, Verdict
from kpisheet.analysis.scope_evidence import Evidence, Worth, worth_of
from kpisheet.analysis.spans import window_of
from kpisheet.analysis.sums import Sums, added
from kpisheet.texts.folding import fold
from kpisheet.worksheet.channels import Channel, Group
from kpisheet.worksheet.findings import Finding
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import Settings, Worksheet
from kpisheet.worksheet.vat import NO_VAT, Vat, vat_of

# Social media, with the ads on them: the articles' question is organic against social.
_SOCIAL_ADS = frozenset(
    {"facebook_ads", "instagram_ads", "meta_ads", "linkedin_ads", "tiktok_ads", "x_ads", "influencer"}
    | {"facebook", "instagram", "meta", "linkedin", "tiktok", "x", "paid_social"}
)
GROUPS = ("organic", "social")
TARGET_RATES = ("visitor_to_lead_rate", "close_rate")
OF_MARKETING = frozenset({"cpl", "cac", "roi", "revenue_roi"})  # told apart from what came anyway
FACTORS = ("visitor_to_lead_rate", "close_rate")
_ENDED = 3  # months without spend after which a channel is held to cost nothing more


class Workings(Struct, frozen=True, dict=True):
    """The reckoning of one worksheet. `span`: the report period asked for, None for everything."""

    worksheet: Worksheet
    ledger: Ledger
    span: Period | None
    today: date
    findings: tuple[Finding, ...]
    deciders: Mapping[str, tuple[Decider, ...]] = {}  # by channel, the cells that decide its verdict

    @property
    def settings(self) -> Settings:
        """The settings of Business."""
        return self.worksheet.settings

    @cached_property
    def vat(self) -> Vat:
        """What is taken out of the amounts as typed."""
        return vat_of(self.settings)

    @cached_property
    def vat_taken_out(self) -> VatTakenOut | None:
        """How much that is over the report period; None where nothing is taken out."""
        vat = self.vat
        if vat is NO_VAT:
            return None
        spend, sales = self.totals["spend"].value, self.totals["revenue"].value
        return VatTakenOut(
            vat.of_spend,
            vat.of_sales,
            None if spend is None else spend * vat.of_spend,
            None if sales is None else sales * vat.of_sales,
        )

    def channel(self, key: str) -> Channel:
        """A channel by its key."""
        return self.ledger.channels[key]

    # --- spans and sums ---------------------------------------------------------------------------

    @cached_property
    def period(self) -> Period | None:
        """From the first to the last day of the rows reported; as asked for where there are none."""
        within = [period for period in self.ledger.periods if self.span is None or self.span.contains(period)]
        if not within:
            return self.span
        return Period(min(period.start for period in within), max(period.end for period in within))

    @cached_property
    def latest(self) -> Period | None:
        """The last period with a row that counts."""
        return max(self.ledger.periods, key=lambda period: period.end, default=None)

    @property
    def empty_period(self) -> Period | None:
        """The report period where rows have months, but none lies wholly in it."""
        return self.span if self.ledger.periods and not self.part.channels else None

    @cached_property
    def window(self) -> Period | None:
        """What verdicts and answers rest on: the report period or, if shorter, up to twelve months."""
        if self.period is None or not self.ledger.periods:
            return self.period
        return window_of(self.period, self.ledger.periods[0].start)

    @cached_property
    def part(self) -> Slice:
        """The sums of the report period."""
        return self.ledger.slice(self.span)

    @cached_property
    def window_part(self) -> Slice:
        """The sums of the window; rows without a month count where no period was asked for."""
        if self.span is None and self.window == self.period:
            return self.part
        return self.ledger.slice(self.window)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The channels of the report period: most spend first, then by name."""
        return self._ordered(self.part.channels)

    def _ordered(self, channels: Mapping[str, Sums]) -> tuple[str, ...]:
        return tuple(sorted(channels, key=lambda key: by_spend(channels[key], self.channel(key).name)))

    @cached_property
    def totals(self) -> ScopeFigures:
        """The figures of the report period."""
        return ScopeFigures(self._whole(self.part.total), self.part.total)

    @cached_property
    def marketing(self) -> ScopeFigures:
        """The figures of the report period, of what marketing paid for."""
        return ScopeFigures(self._whole(self.business.of_marketing), self.part.total)

    @cached_property
    def window_marketing(self) -> ScopeFigures:
        """The figures of the window, of what marketing paid for."""
        return ScopeFigures(self._whole(self.window_business.of_marketing), self.window_part.total)

    def held_against_target(self, key: str) -> Figure:
        """A figure as answers judge it: with a target that of the report period, as on the cards."""
        by_target = self.settings.number(f"target_{key}") is not None
        if key in OF_MARKETING:
            return (self.marketing if by_target else self.window_marketing)[key]
        return (self.totals if by_target else self.window_totals)[key]

    def judged_over(self, key: str) -> Period | None:
        """The period of `held_against_target`."""
        return self.window if self.settings.number(f"target_{key}") is None else self.period

    @cached_property
    def months(self) -> int:
        """How many calendar months the report covers: what counts are divided by against targets."""
        first = [(p.start.year * 12 + p.start.month - 1, p.months) for p in self.part.periods]
        return len({month for start, length in first for month in range(start, start + length)})

    @cached_property
    def window_totals(self) -> ScopeFigures:
        """The figures of the window."""
        return ScopeFigures(self._whole(self.window_part.total), self.window_part.total)

    @cached_property
    def window_channels(self) -> Mapping[str, ScopeFigures]:
        """The figures of each channel over the window, most spend first."""
        sums, total = self.window_part.channels, self.window_part.total
        return {
            key: ScopeFigures(scope_of(self.channel(key), sums[key], self.ledger.variation(key)), total)
            for key in self._ordered(sums)
        }

    def _whole(self, sums: Sums) -> Scope:
        """The scope of several channels' sums."""
        return Scope(sums, variation=self.ledger.variation())

    def priced(self, key: str) -> bool:
        """Whether the channel's leads are bought at a price, and there are any."""
        return key in self.window_channels and self.window_channels[key].pay_per_lead

    # --- verdicts ---------------------------------------------------------------------------------

    @cached_property
    def overall_worth(self) -> Worth | None:
        """Gross profit per new customer over all channels of the window."""
        return worth_of(self.window_part.total)

    def _case(self, channel: str, sums: Sums, waiting: Decimal) -> headline_verdicts.Reckoning:
        """The case of a channel or of one of its campaigns; `waiting`: what its unripe months cost."""
        months = sum(period.months for period in self.window_part.channel_periods.get(channel, ()))
        varies = self.ledger.variation(channel)
        return headline_verdicts.reckon(sums, self.overall_worth, varies, months, waiting)

    @cached_property
    def unripe(self) -> frozenset[Period]:
        """The periods of the window that are younger than a sale takes."""
        cycle = self.cycles.mean.value
        if cycle is None:
            return frozenset()
        return frozenset(one for one in self.window_part.months if not is_ripe(one, cycle, self.today))

    def _waiting(self, channel: str) -> Decimal:
        """What a channel cost in its unripe periods, by the rows that know their customers."""
        periods = self.window_part.channel_periods.get(channel, {})
        parts = (
            periods[one].over_rows_knowing("spend", "new_customers") for one in self.unripe & periods.keys()
        )
        return sum((part.totals[0] for part in parts if part is not None), Decimal(0))

    @cached_property
    def verdicts(self) -> Mapping[str, Verdict]:
        """Does each channel pay for itself? Not told where cells to check decide it."""
        sums = self.window_part.channels
        return {
            key: headline_verdicts.marked(
                headline_verdicts.decided(verdict, self.deciders.get(key, ())), sums[key]
            )
            for key, verdict in self.untried.items()
        }

    @cached_property
    def untried(self) -> Mapping[str, Verdict]:
        """The verdicts if every cell is right as it is used. One Holm over the channels."""
        judged = headline_verdicts.verdicts(list(self._cases.values()))
        return dict(zip(self._cases, judged, strict=True))

    @cached_property
    def trials(self) -> Mapping[str, headline_verdicts.Trial]:
        """What these verdicts come to, for a trial of other rows that nobody reads the reasons of."""
        return dict(zip(self._cases, headline_verdicts.trials(list(self._cases.values())), strict=True))

    def with_ledger(self, ledger: Ledger) -> Workings:
        """The workings of the same worksheet if its rows were others."""
        return Workings(self.worksheet, ledger, self.span, self.today, self.findings)

    @cached_property
    def _cases(self) -> Mapping[str, headline_verdicts.Reckoning]:
        sums = self.window_part.channels
        return {key: self._case(key, sums[key], self._waiting(key)) for key in self.window_channels}

    def evidence(self, channel: str) -> Evidence | None:
        """What a channel's verdict rests on; None where it needs no test."""
        return self._cases[channel].evidence

    @cached_property
    def _campaign_cases(self) -> Mapping[Name, headline_verdicts.Reckoning]:
        """Campaigns of channels that have several; a lone campaign has its channel's verdict."""
        waiting = self.window_part.spent_on_campaigns(self.unripe) if self.unripe else {}
        return {
            ("campaign", channel, name): self._case(channel, sums, waiting.get((channel, name), Decimal(0)))
            for channel, campaigns in self.window_part.campaigns.items()
            if len(campaigns) > 1
            for name, sums in campaigns.items()
        }

    def campaign_verdict(self, channel: str, campaign: str | None) -> Verdict:
        """Does the campaign pay for itself? Settled with the pairs and changes."""
        name = ("campaign", channel, campaign)
        case = self._campaign_cases.get(name)
        if case is None:
            return self.verdicts[channel]
        verdict = case.verdict or headline_verdicts.judged(
            case, rejected=self.claims[name].rejected, tests=len(self.claims)
        )
        return headline_verdicts.marked(verdict, self.window_part.campaigns[channel][campaign])

    # --- claims -----------------------------------------------------------------------------------

    @cached_property
    def changes(self) -> Changes:
        """Against the period before and a year ago, and over the window."""
        return Changes.of(self.ledger, self.period, self.business.came_anyway, self.window)

    @cached_property
    def pairs(self) -> Pairs:
        """Channel against channel."""
        return Pairs(self.window_channels)

    @cached_property
    def claims(self) -> Mapping[Name, Settled]:
        """Everything that could be claimed beside the verdicts, settled by one Holm."""
        return settle(dict(self._tests()))

    def claim(self, *name: str | None) -> Claim:
        """What can be claimed of one comparison; nothing where there was nothing to test."""
        settled = self.claims.get(name)
        return Claim.CANNOT_TELL if settled is None else settled.claim

    def _tests(self) -> Iterator[tuple[Name, Comparison]]:
        yield from self.pairs.tests()
        yield from self.changes.tests()
        yield from self._target_tests()
        yield from self._factor_tests()
        grouped = compare(*(self.groups[group]["visitor_to_lead_rate"] for group in GROUPS))
        if grouped is not None:
            yield ("group", "visitor_to_lead_rate"), grouped
        for name, case in self._campaign_cases.items():
            if case.verdict is None:
                higher = case.customers > case.needed
                yield name, Comparison(case.p, speaks=True, higher=higher)

    @cached_property
    def groups(self) -> Mapping[str, ScopeFigures]:
        """The website channels of organic and of social traffic, each added up over the window."""
        return {
            group: ScopeFigures(
                self._whole(added(self.window_part.channels[key] for key in self.members(group)))
            )
            for group in GROUPS
        }

    def members(self, group: str) -> tuple[str, ...]:
        """The channels of *organic* or *social* that visitors mean something for."""
        return tuple(key for key in self.window_channels if group_of(self.channel(key)) == group)

    # --- targets ----------------------------------------------------------------------------------

    @cached_property
    def acceptable_cac(self) -> Decimal | None:
        """The target CAC, else the gross profit of a new customer: break-even."""
        target = self.settings.number("target_cac")
        if target is not None:
            return target
        return None if self.overall_worth is None else self.overall_worth.profit

    def _target_tests(self) -> Iterator[tuple[Name, Comparison]]:
        for key in TARGET_RATES:
            target, counts = self.settings.number(f"target_{key}"), rate_of(self.held_against_target(key))
            if target is not None and counts is not None:
                made = rate_against(counts, target)
                if made is not None:
                    yield ("target", key), made
        limit, cost = self.acceptable_cac, cost_of(self.held_against_target("cac"))
        if limit is not None and cost is not None:
            made = cost_against(self._with_values(cost, limit), limit)
            if made is not None:
                yield ("target", "cac"), made

    def _with_values(self, cost: Cost, limit: Decimal) -> Cost:
        """Against break-even, which rests on what customers brought, values vary too."""
        if self.settings.number("target_cac") is not None or self.overall_worth is None:
            return cost
        uncertainty = float(cost.spend / limit / self.overall_worth.customers) if limit > 0 else 1.0
        return replace(cost, varies=compound(cost.varies, self.ledger.spreads.values, uncertainty))

    # --- the factors of CAC -----------------------------------------------------------------------

    @cached_property
    def dissected(self) -> str | None:
        """The website channel with the most spend whose CAC can be taken apart into its factors."""
        for key, figures in self.window_channels.items():
            parts = ("cac", "cost_per_visitor", *FACTORS)
            if all(figures[part].value for part in parts):
                return key
        return None

    @cached_property
    def other_websites(self) -> ScopeFigures:
        """All other website channels together."""
        keys = (key for key in self.window_channels if key != self.dissected and self.channel(key).website)
        return ScopeFigures(self._whole(added(self.window_part.channels[key] for key in keys)))

    def _factor_tests(self) -> Iterator[tuple[Name, Comparison]]:
        if self.dissected is None:
            return
        for key in FACTORS:
            made = compare(self.window_channels[self.dissected][key], self.other_websites[key])
            if made is not None:
                yield ("factor", key), made

    # --- the whole business -----------------------------------------------------------------------

    @cached_property
    def business(self) -> Business:
        """The figures of the whole business."""
        return Business(self.worksheet, self.ledger, self.span, self.findings)

    @cached_property
    def window_business(self) -> Business:
        """The same over the window, for answers that rest on it."""
        return Business(self.worksheet, self.ledger, self.window, self.findings)

    @cached_property
    def cycles(self) -> Cycles:
        """The sales cycle from Deals."""
        return cycles(self.worksheet.deals, tuple(sorted(self.part.months)), self.today)

    @cached_property
    def cycles_of_report(self) -> Cycles:
        """The same of the deals that are open or were closed in the report period, if one was asked for."""
        span = self.period
        if self.span is None or span is None:
            return self.cycles
        own = [
            deal
            for deal in self.worksheet.deals
            if deal.closed is None or span.start <= deal.closed <= span.end
        ]
        return cycles(own, tuple(sorted(self.part.periods)), self.today)

    def monthly_spend(self, key: str) -> Decimal:
        """What a calendar month with spend on the channel costs; months without any don't count."""
        spend = self._spend_by_period(key)
        months = {month for period in spend for month in _months_of(period)}
        return sum(spend.values(), Decimal(0)) / len(months) if months else Decimal(0)

    def current_spend(self, key: str) -> Decimal:
        """What a month has cost on average since the channel first cost anything; 0 once it costs no more.

        That is what spending on it no longer would set free: four mailings a year are a third of one each
        month, and a channel without spend in the last three months that have rows has ended.
        """
        spend = self._spend_by_period(key)
        if not spend:
            return Decimal(0)
        end = max(_months_of(period).stop for period in self.window_part.periods)
        begun = min(_months_of(period).start for period in spend)
        if max(_months_of(period).stop for period in spend) <= end - _ENDED:
            return Decimal(0)
        return sum(spend.values(), Decimal(0)) / (end - begun)

    def _spend_by_period(self, key: str) -> Mapping[Period, Decimal]:
        """What the channel cost in each period of the window in which it cost anything."""
        known = {
            period: sums.over_rows_knowing("spend")
            for period, sums in self.window_part.channel_periods.get(key, {}).items()
        }
        return {period: part.totals[0] for period, part in known.items() if part and part.totals[0] > 0}

    def monthly(self, figure: Figure) -> Decimal | None:
        """A summed count per month of the report."""
        if figure.value is None or self.months == 0:
            return None
        return figure.value / self.months


def _months_of(period: Period) -> range:
    """The calendar months that it touches, counted from year 0."""
    first = period.start.year * 12 + period.start.month
    return range(first, first + period.months)


def by_spend(sums: Sums, name: str) -> tuple[Decimal, str]:
    """A key to sort by: most spend first, then by name."""
    spend = sums.over_rows_knowing("spend")
    return (-spend.totals[0] if spend else Decimal(1), fold(name))


def group_of(channel: Channel) -> str | None:
    """Organic or social, of the website channels."""
    if not channel.website:
        return None
    if channel.group is Group.SOCIAL or channel.key in _SOCIAL_ADS:
        return "social"
    return "organic" if channel.group is Group.ORGANIC else None
