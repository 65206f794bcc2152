"""From the worksheet as understood to the report: the one place that puts the figures together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from kpisheet.analysis import headline
from kpisheet.analysis.amounts import Amounts
from kpisheet.analysis.assumed import assumed_of, has_margins_of_rows, with_assumed
from kpisheet.analysis.business import Business
from kpisheet.analysis.checks import business_findings, row_findings
from kpisheet.analysis.cohorts import cohorts_of
from kpisheet.analysis.deciding import deciders, with_deciders
from kpisheet.analysis.decision import decide
from kpisheet.analysis.figures import Scope, ScopeFigures, scope_of
from kpisheet.analysis.how_read import how_read
from kpisheet.analysis.ledger import Ledger, Slice, doubts_of, entries_of, ledger_of, used_rows
from kpisheet.analysis.next_step import next_step
from kpisheet.analysis.notes import notes, renamed
from kpisheet.analysis.open_deals import open_deals_of
from kpisheet.analysis.plan import plan_of, resolved
from kpisheet.analysis.planning import NOTHING_TYPED, Typed
from kpisheet.analysis.questions import answers
from kpisheet.analysis.report import (
    CampaignFigures,
    ChannelFigures,
    EarlierChannel,
    Figure,
    PeriodFigures,
    Report,
    SeenDispersion,
)
from kpisheet.analysis.spreads import Variation
from kpisheet.analysis.sums import Sums
from kpisheet.analysis.targets import benchmarks, targets
from kpisheet.analysis.trends import budgeted, trends_of
from kpisheet.analysis.unread import unread_of
from kpisheet.analysis.workings import Workings, by_spend
from kpisheet.texts.own_words import OwnWords
from kpisheet.worksheet.findings import Finding, Severity, gathered
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import Row, Settings, Worksheet
from kpisheet.worksheet.vat import without_vat

_CENTS_MATTER_BELOW = Decimal(1000)


def build_report(worksheet: Worksheet, *, file: str, today: date, typed: Typed = NOTHING_TYPED) -> Report:
    """Everything computed for `worksheet`; `file` is the workbook's name, `today` the report's date.

    `typed`: what a person typed into the plan of an earlier report.
    """
    workings = workings_of(worksheet, today)
    worksheet = workings.worksheet
    settings, part = worksheet.settings, workings.part
    typed = resolved(typed, worksheet.language, workings.window_channels)
    plan = plan_of(workings, with_assumed(typed, worksheet.assumed))
    changes = workings.changes.settled(workings.claims)
    aims, cycle, decision = targets(workings), workings.cycles.mean.value, decide(workings)
    cohorts = cohorts_of(worksheet.deals, workings.ledger.slice(None).periods, cycle, today)
    return Report(
        file=file,
        language=worksheet.language,
        currency=worksheet.currency,
        money_decimals=money_decimals(part.total),
        made_on=today,
        business_name=settings.text("business_name"),
        prepared_by=settings.text("prepared_by"),
        comment=settings.text("comment"),
        vat=settings.text("vat"),
        vat_taken_out=workings.vat_taken_out,
        margin=_margin_of_all(worksheet),
        period=workings.period,
        periods=tuple(sorted(part.periods)),
        window=workings.window,
        latest=workings.latest,
        asked_period=worksheet.asked_period,
        assumed=assumed_of(worksheet, plan, typed),
        headline=headline.headline(workings, decision),
        sums=headline.sums(workings),
        cards=headline.cards(workings, changes, aims),
        next_step=next_step(workings, decision),
        dispersion=_seen_dispersion(workings),
        channels=tuple(_channel(workings, key) for key in workings.order),
        totals=workings.totals,
        marketing=workings.marketing,
        came_anyway=workings.business.came_anyway,
        by_period=_by_period(part, workings.ledger.variation()),
        window_by_period=_by_period(workings.ledger.slice(workings.window), workings.ledger.variation())
        if workings.window
        else (),
        business=_business_figures(workings),
        findings=gathered(workings.findings),
        unread=unread_of(workings.findings, workings.totals["spend"].value),
        rows=used_rows(workings.ledger, workings.span, workings.vat),
        answers=answers(workings),
        changes=changes,
        pairs=workings.pairs.settled(workings.claims),
        targets=aims,
        benchmarks=benchmarks(workings),
        cycles_by_channel=workings.cycles_of_report.by_channel,
        cycles_by_person=workings.cycles_of_report.by_person,
        unripe=workings.cycles.unripe,
        cohorts=cohorts,
        open_deals=open_deals_of(worksheet.deals, cycle, today),
        not_ripe=workings.unripe.union(one.month for one in cohorts.months if not one.ripe)
        if cohorts
        else workings.unripe,
        plan=plan,
        earlier_channels=_earlier_channels(workings),
        renamed=renamed(worksheet),
        notes=notes(workings, changes),
        table=worksheet.table,
        layout=worksheet.layout,
        how_read=how_read(worksheet),
        months_table=worksheet.months_table,
        deals_table=worksheet.deals_table,
        places=settings.places,
        trends=trends_of(workings),
        budget=budgeted(workings.window_part.total, workings.window_part.periods),
        own_words=OwnWords(settings.text("lead_word"), settings.text("customer_word")),
    )


def _seen_dispersion(workings: Workings) -> SeenDispersion:
    spreads = workings.ledger.spreads
    leads, customers = (spreads.counts(key, None) for key in ("leads", "new_customers"))
    return SeenDispersion(
        Decimal(repr(leads.over(1).factor)),
        Decimal(repr(customers.over(1).factor)),
        Decimal(repr(spreads.values.square)),
        spreads.from_deals,
        customers.length,
    )


def _by_period(part: Slice, varies: Variation) -> tuple[PeriodFigures, ...]:
    return tuple(
        PeriodFigures(month, ScopeFigures(Scope(sums, variation=varies), sums))
        for month, sums in sorted(part.periods.items())
    )


def workings_of(worksheet: Worksheet, today: date) -> Workings:
    """The workings of a report, with the findings of reading and of reckoning."""
    worksheet = without_vat(worksheet)
    rows = entries_of(worksheet)
    found = (*worksheet.findings, *row_findings(rows, worksheet.table))
    ledger = _ledger(worksheet, rows, found)
    span = report_span(worksheet.settings, ledger.periods)
    more = tuple(business_findings(Business(worksheet, ledger, span, found)))
    return _decided(Workings(worksheet, ledger, span, today, (*found, *more)))


def _decided(workings: Workings) -> Workings:
    """The same, knowing which cells decide verdicts; those that no finding named before are doubted, too."""
    decided = deciders(workings)
    if not decided:
        return workings
    findings = with_deciders(workings, decided)
    rows = [(entry.row, entry.amounts) for entry in workings.ledger.entries]
    ledger = _ledger(workings.worksheet, rows, findings)
    return replace(workings, ledger=ledger, findings=findings, deciders=decided)


def _ledger(worksheet: Worksheet, rows: Sequence[tuple[Row, Amounts]], findings: Sequence[Finding]) -> Ledger:
    return ledger_of(
        rows,
        doubts_of(findings, worksheet.table),
        margin_doubted=_margin_doubted(worksheet.settings, findings),
        deals=worksheet.deals,
    )


def report_span(settings: Settings, periods: Sequence[Period]) -> Period | None:
    """The report period that Business asks for; None for everything."""
    first, last = settings.values.get("report_from"), settings.values.get("report_to")
    if not isinstance(first, Period) and not isinstance(last, Period):
        return None
    start = first.start if isinstance(first, Period) else min((p.start for p in periods), default=date.min)
    end = last.end if isinstance(last, Period) else max((p.end for p in periods), default=date.max)
    if start <= end:
        return Period(start, end)
    return first if isinstance(first, Period) else last  # only one is set, and all rows are beyond it


def money_decimals(total: Sums) -> int:
    """Cents are shown in a report of small sums that has some, else sums of money are whole."""
    sums = [
        part.totals[0] for key in ("spend", "revenue") if (part := total.over_rows_knowing(key)) is not None
    ]
    small = all(abs(value) < _CENTS_MATTER_BELOW for value in sums)
    return 2 if small and any(value != value.to_integral_value() for value in sums) else 0


def _margin_doubted(settings: Settings, findings: Sequence[Finding]) -> bool:
    place = settings.places.get("gross_margin")
    return place is not None and any(
        finding.place == place and finding.severity is not Severity.INFO for finding in findings
    )


def _margin_of_all(worksheet: Worksheet) -> Decimal | None:
    """The gross margin of Business, where no row has one of its own."""
    return None if has_margins_of_rows(worksheet) else worksheet.settings.number("gross_margin")


def _business_figures(workings: Workings) -> dict[str, Figure]:
    cycles = workings.cycles_of_report
    return {
        **workings.business.figures,
        "sales_cycle_days": cycles.mean,
        "sales_cycle_median_days": cycles.middle,
    }


def _channel(workings: Workings, key: str) -> ChannelFigures:
    part, channel = workings.part, workings.channel(key)
    sums, varies = part.channels[key], workings.ledger.variation(key)
    loaded = workings.business.loaded_by_channel.get(key)
    more = {} if loaded is None else {loaded.key: loaded}
    return ChannelFigures(
        channel,
        sums.rows,
        ScopeFigures(scope_of(channel, sums, varies), part.total, more),
        workings.verdicts[key],
        tuple(
            PeriodFigures(month, ScopeFigures(scope_of(channel, own, varies), part.periods[month]))
            for month, own in sorted(part.channel_periods.get(key, {}).items())
        ),
        _campaigns(workings, key),
    )


def _earlier_channels(workings: Workings) -> tuple[EarlierChannel, ...]:
    """The channels that the verdicts judge though the report period itself has no row of them."""
    return tuple(
        EarlierChannel(workings.channel(key), verdict)
        for key, verdict in workings.verdicts.items()
        if key not in workings.part.channels
    )


def _campaigns(workings: Workings, key: str) -> tuple[CampaignFigures, ...]:
    own, channel = workings.part.campaigns[key], workings.channel(key)
    varies = workings.ledger.variation(key)
    if set(own) == {None}:
        return ()
    return tuple(
        CampaignFigures(
            name,
            own[name].rows,
            ScopeFigures(scope_of(channel, own[name], varies), workings.part.total),
            workings.campaign_verdict(key, name),
        )
        for name in sorted(own, key=lambda name: by_spend(own[name], name or ""))
    )
