"""From the worksheet as understood to the report: the one place that puts the figures together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from kpisheet.analysis import headline, verdicts
from kpisheet.analysis.figures import Scope, ScopeFigures
from kpisheet.analysis.ledger import Ledger, Slice, doubts_of, entries_of, ledger_of, used_rows
from kpisheet.analysis.report import (
    CampaignFigures,
    ChannelFigures,
    PeriodFigures,
    Report,
    Verdict,
)
from kpisheet.analysis.spans import window_of
from kpisheet.analysis.sums import Sums
from kpisheet.texts.folding import fold
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.channels import Channel
from kpisheet.worksheet.findings import Finding, Severity
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import Settings, Worksheet

# Media that sell leads by the piece: the cost of a lead is a price there, not a count's outcome.
PAY_PER_LEAD = frozenset({"local_services_ads", "armut"})
_CENTS_MATTER_BELOW = Decimal(1000)


def build_report(worksheet: Worksheet, *, file: str, today: date) -> Report:
    """Everything computed for `worksheet`; `file` is the workbook's name, `today` the report's date."""
    rows = entries_of(worksheet)
    ledger = ledger_of(
        rows,
        doubts_of(worksheet.findings, worksheet.table.sheet),
        margin_doubted=_margin_doubted(worksheet),
    )
    span = report_span(worksheet.settings, ledger.periods)
    part = ledger.slice(span)
    period = _reported(span, ledger.periods)
    window = (
        None
        if period is None
        else window_of(period, ledger.periods[0].start if ledger.periods else period.start)
    )
    totals = ScopeFigures(Scope(part.total), part.total)
    return Report(
        file=file,
        language=worksheet.language,
        currency=worksheet.currency,
        money_decimals=money_decimals(part.total),
        made_on=today,
        business_name=worksheet.settings.text("business_name"),
        prepared_by=worksheet.settings.text("prepared_by"),
        comment=worksheet.settings.text("comment"),
        vat=worksheet.settings.text("vat"),
        period=period,
        periods=tuple(sorted(part.periods)),
        window=window,
        headline=headline.headline(totals),
        cards=headline.cards(totals),
        next_step=Sentence("headline.no_data"),
        channels=_channels(ledger, part, ledger.slice(window)),
        totals=totals,
        by_period=tuple(
            PeriodFigures(month, ScopeFigures(Scope(sums), sums))
            for month, sums in sorted(part.periods.items())
        ),
        business={},
        findings=worksheet.findings,
        rows=used_rows(ledger, span),
        table=worksheet.table,
        places=worksheet.settings.places,
    )


def report_span(settings: Settings, periods: Sequence[Period]) -> Period | None:
    """The report period that Business asks for; None for everything."""
    first, last = settings.values.get("report_from"), settings.values.get("report_to")
    if not isinstance(first, Period) and not isinstance(last, Period):
        return None
    start = first.start if isinstance(first, Period) else min((p.start for p in periods), default=date.min)
    end = last.end if isinstance(last, Period) else max((p.end for p in periods), default=date.max)
    return Period(start, end) if start <= end else None


def _reported(span: Period | None, periods: Sequence[Period]) -> Period | None:
    """From the first to the last day of the rows reported; the period asked for where there are none."""
    within = [period for period in periods if span is None or span.contains(period)]
    if not within:
        return span
    return Period(min(period.start for period in within), max(period.end for period in within))


def money_decimals(total: Sums) -> int:
    """Cents are shown in a report of small sums that has some, else sums of money are whole."""
    sums = [part.totals[0] for key in ("spend", "revenue") if (part := total.part(key)) is not None]
    small = all(abs(value) < _CENTS_MATTER_BELOW for value in sums)
    return 2 if small and any(value != value.to_integral_value() for value in sums) else 0


def _margin_doubted(worksheet: Worksheet) -> bool:
    place = worksheet.settings.places.get("gross_margin")
    return place is not None and any(
        finding.place == place and finding.severity is not Severity.INFO for finding in worksheet.findings
    )


def scope_of(channel: Channel, sums: Sums) -> Scope:
    """The scope of a channel's sums."""
    return Scope(sums, website=channel.website, pay_per_lead=channel.key in PAY_PER_LEAD)


def _channels(ledger: Ledger, part: Slice, window: Slice) -> tuple[ChannelFigures, ...]:
    keys = sorted(part.channels, key=lambda key: _order(part.channels[key], ledger.channels[key].name))
    overall = verdicts.profit_per_customer(window.total)
    judged = verdicts.verdicts([verdicts.reckon(window.channels[key], overall) for key in keys])
    return tuple(
        _channel(ledger.channels[key], part, window, verdict)
        for key, verdict in zip(keys, judged, strict=True)
    )


def _order(sums: Sums, name: str) -> tuple[Decimal, str]:
    """Most spend first, then by name."""
    spend = sums.part("spend")
    return (-spend.totals[0] if spend else Decimal(1), fold(name))


def _channel(channel: Channel, part: Slice, window: Slice, verdict: Verdict) -> ChannelFigures:
    sums = part.channels[channel.key]
    by_period = sorted(part.channel_periods.get(channel.key, {}).items())
    return ChannelFigures(
        channel,
        sums.rows,
        ScopeFigures(scope_of(channel, sums), part.total),
        verdict,
        tuple(
            PeriodFigures(month, ScopeFigures(scope_of(channel, own), part.periods[month]))
            for month, own in by_period
        ),
        _campaigns(channel, part, window, verdict),
    )


def _campaigns(channel: Channel, part: Slice, window: Slice, verdict: Verdict) -> tuple[CampaignFigures, ...]:
    own = part.campaigns[channel.key]
    if set(own) == {None}:
        return ()
    names = sorted(own, key=lambda name: _order(own[name], name or ""))
    return tuple(
        CampaignFigures(name, own[name].rows, ScopeFigures(scope_of(channel, own[name]), part.total), verdict)
        for name in names
    )


def all_findings(*groups: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings of reading and of reckoning, together."""
    return tuple(finding for group in groups for finding in group)
