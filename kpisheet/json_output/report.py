"""The Report as JSON: one object per file, unrounded figures as shortest doubles, sentences worded.

Its schema is published as `docs/kpisheet-1.schema.json`; `VERSION` changes when a key's meaning does.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from kpisheet.analysis.assumed import Assumed
from kpisheet.analysis.basis import made_of
from kpisheet.analysis.deal_views import COHORT_COLUMNS, OPEN_COLUMNS, Cohorts, OpenDeals
from kpisheet.analysis.report import (
    Answer,
    Benchmark,
    Budgeted,
    CampaignFigures,
    Change,
    ChannelFigures,
    Decider,
    EarlierChannel,
    Figure,
    Figures,
    Outlook,
    Pair,
    Report,
    SalesCycle,
    SeenDispersion,
    Target,
    Trend,
    VatTakenOut,
    Verdict,
)
from kpisheet.analysis.standing import standing
from kpisheet.analysis.unread import Unread
from kpisheet.exports.lines import Extract
from kpisheet.json_output.plan import plan_dict
from kpisheet.texts.harmless import harmless_values
from kpisheet.texts.language import Words
from kpisheet.texts.units import Unit
from kpisheet.worksheet.findings import Finding

VERSION = 1


def to_json(
    report: Report,
    *,
    file: str | None = None,
    sources: Sequence[Extract] = (),
    people: bool = True,
    unchanged: bool = False,
) -> str:
    """The report on one line, without a line end; `unchanged` says that it stands and wasn't made anew."""
    values = to_dict(report, file=file, sources=sources, people=people)
    return one_line({**values, "unchanged": True} if unchanged else values)


def sources_list(sources: Sequence[Extract]) -> list[dict[str, Any]]:
    """What each download is, and what of it was used."""
    return [
        {
            "file": source.file,
            "sheet": source.sheet,
            "system": source.system.key if source.system else None,
            "kind": source.kind.value,
            "rows_used": source.rows_used,
            "rows_left_out": source.rows_left_out,
            "periods": [period.key for period in source.periods],
            "channels": list(dict.fromkeys(line.channel for line in source.channels)),
            "reported": dict(source.reported),
        }
        for source in sources
    ]


def one_line(values: Mapping[str, Any]) -> str:
    """Any of this module's objects on one line: never infinity, never a bare surrogate."""
    text = json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    return text.encode(errors="replace").decode()


def to_dict(
    report: Report, *, file: str | None = None, sources: Sequence[Extract] = (), people: bool = True
) -> dict[str, Any]:
    """The report as plain values: `dict`, `list`, `str`, `int`, `float`, `bool` and None.

    `sources`: the downloads that the worksheet was filled in with; the key is there only where there are any.
    `people` False leaves salespeople out, and what is quoted from Deals.
    """
    report = report if people else report.without_people()
    plain: dict[str, Any] = harmless_values(_plain_report(report, file, sources))
    return plain


def _plain_report(report: Report, file: str | None, sources: Sequence[Extract]) -> dict[str, Any]:
    words, stands = report.words, standing(report)
    return {
        "kpisheet": VERSION,
        "file": file or report.file,
        **({"sources": sources_list(sources)} if sources else {}),
        "language": report.language,
        "currency": report.currency,
        "vat_taken_out": _vat(report.vat_taken_out),
        "made_on": report.made_on.isoformat(),
        "business_name": report.business_name,
        "headline": words.say(report.headline),
        "sums": None if report.sums is None else words.say(report.sums),
        "next_step": words.say(report.next_step),
        "state": stands.state,
        "to_do": words.say(stands.to_do),
        "latest": stands.latest.key if stands.latest else None,
        "period": report.period.key if report.period else None,
        **({"assumed": [_assumed(one, words) for one in report.assumed]} if report.assumed else {}),
        "periods": [period.key for period in report.periods],
        "dispersion": _dispersion(report.dispersion),
        "window": report.window.key if report.window else None,
        "channels": [_channel(channel, report) for channel in report.channels],
        "earlier_channels": [_earlier(channel, words) for channel in report.earlier_channels],
        "totals": _scope(report.totals, report),
        "marketing": _scope(report.marketing, report),
        "came_anyway": sorted(report.came_anyway),
        "by_period": [
            {"period": part.period.key, **_scope(part.figures, report)} for part in report.by_period
        ],
        "business": _scope(report.business, report),
        "pairs": [_pair(pair) for pair in report.pairs],
        "changes": [_change(change) for change in report.changes],
        "trends": [_trend(trend) for trend in report.trends],
        "budget": _budgeted(report.budget),
        "targets": [_target(target) for target in report.targets],
        "benchmarks": [_benchmark(benchmark, words) for benchmark in report.benchmarks],
        "sales_cycles": {
            "channels": [_cycle(cycle) for cycle in report.cycles_by_channel],
            "salespeople": [_cycle(cycle) for cycle in report.cycles_by_person],
        },
        "unripe": [period.key for period in sorted(report.not_ripe)],
        "cohorts": _cohorts(report.cohorts),
        "open_deals": _open_deals(report.open_deals),
        "answers": [_answer(answer, words) for answer in report.answers],
        "notes": [words.say(note) for note in report.notes],
        "layout": layout_dict(report),
        "findings": [finding_dict(finding, words) for finding in report.findings],
        "unread": [_unread(each, words) for each in report.unread],
        "plan": None if report.plan is None else plan_dict(report.plan, words),
    }


def _assumed(one: Assumed, words: Words) -> dict[str, Any]:
    """One value in place of the file's own: `before` is None where it has none."""
    return {
        "key": one.key,
        "channel": one.channel.key if one.channel else None,
        "value": _number(one.value),
        "before": _number(one.before),
        "text": words.say(one.sentence),
    }


def layout_dict(report: Report) -> dict[str, Any] | None:
    """How the workbook was read: `channels`, `periods`, `metrics` say where those words stand."""
    layout, table = report.layout, report.table
    if layout is None or table is None:
        return None
    row = layout.example
    place = None if row is None else row.place("spend", table.columns)
    return {
        "kind": "list" if table.is_list else "tables",
        "sheets": list(layout.sheets),
        "tables": layout.blocks,
        "channels": layout.channels,
        "periods": layout.periods,
        "metrics": layout.metrics,
        "text": " ".join(report.words.say(one) for one in report.how_read),
        "example": None
        if row is None or place is None
        else {
            "channel": row.channel.name,
            "period": row.period.key if row.period else None,
            "metric": "spend",
            "value": _plain(row.values["spend"]),
            "sheet": place.sheet,
            "cell": place.cell,
        },
    }


def _vat(taken: VatTakenOut | None) -> dict[str, Any] | None:
    """Rates as fractions, and the sums that were taken out of the report period's amounts."""
    if taken is None:
        return None
    return {
        "rate_of_spend": _number(taken.rate_of_spend),
        "rate_of_sales": _number(taken.rate_of_sales),
        "from_spend": _number(taken.from_spend),
        "from_sales": _number(taken.from_sales),
    }


def _dispersion(seen: SeenDispersion) -> dict[str, Any]:
    """How much more than chance alone a month's counts vary, and how much customers' values do."""
    return {
        "leads": _number(seen.leads),
        "new_customers": _number(seen.new_customers),
        "values": _number(seen.values),
        "values_from": "deals" if seen.from_deals else "months",
        "periods": seen.periods,
    }


def failure_dict(file: str, code: str, message: str, hint: str) -> dict[str, Any]:
    """What stands on the line of a file that failed."""
    error = {"code": code, "message": message, "hint": hint}
    return {"kpisheet": VERSION, **harmless_values({"file": file, "error": error})}


def findings_dict(report: Report, file: str) -> dict[str, Any]:
    """What `check --json` gives for one file."""
    words = report.words
    told = {
        "file": file,
        "language": words.code,
        "layout": layout_dict(report),
        "findings": [finding_dict(finding, words) for finding in report.findings],
    }
    return {"kpisheet": VERSION, **harmless_values(told)}


def finding_dict(finding: Finding, words: Words) -> dict[str, Any]:
    """One finding, worded; `read_as` is a number, a text, a day or None (not used)."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": finding.place.sheet if finding.place else None,
        "cell": finding.place.cell if finding.place else None,
        "count": 1 + len(finding.others),
        "cells": list(finding.cells),
        "message": finding.worded(words.text),
        "hint": finding.hint(words.text),
        "typed": finding.typed,
        "read_as": _plain(finding.read_as),
        "affects": sorted(finding.affects),
        "decides": list(finding.decides),
    }


def _unread(unread: Unread, words: Words) -> dict[str, Any]:
    """What looks like data and wasn't read, of one kind."""
    return {
        "kind": unread.kind.value,
        "names": list(unread.names),
        "count": unread.count,
        "total": _number(unread.total),
        "text": words.say(unread.sentence),
    }


def _channel(channel: ChannelFigures, report: Report) -> dict[str, Any]:
    return {
        "channel": channel.channel.name,
        "key": channel.channel.key,
        "group": channel.channel.group.value,
        "rows": channel.rows,
        **_scope(channel.figures, report),
        **_verdict(channel.verdict, report.words),
        "by_period": [
            {"period": part.period.key, **_scope(part.figures, report)} for part in channel.by_period
        ],
        "campaigns": [_campaign(campaign, report) for campaign in channel.campaigns],
    }


def _earlier(channel: EarlierChannel, words: Words) -> dict[str, Any]:
    """A channel of the verdicts' window without a row in the report period."""
    return {
        "channel": channel.channel.name,
        "key": channel.channel.key,
        "group": channel.channel.group.value,
        **_verdict(channel.verdict, words),
    }


def _campaign(campaign: CampaignFigures, report: Report) -> dict[str, Any]:
    return {
        "campaign": campaign.campaign,
        "rows": campaign.rows,
        **_scope(campaign.figures, report),
        **_verdict(campaign.verdict, report.words),
    }


def _verdict(verdict: Verdict, words: Words) -> dict[str, Any]:
    return {
        "pays": verdict.pays.value,
        "pays_because": words.say(verdict.reason),
        "customers_needed": _number(verdict.needed),
        "as_typed": (verdict.as_typed or verdict.pays).value,
        "deciding": [_decider(one) for one in verdict.deciding],
        "dispersion": _number(verdict.dispersion),
        "effective_customers": _number(verdict.effective_customers),
        "outlook": _outlook(verdict.outlook),
    }


def _decider(one: Decider) -> dict[str, Any]:
    """A cell that decides the verdict: what it would be (`pays`) with another number, or without the cell."""
    return {
        "sheet": one.place.sheet,
        "cell": one.place.cell,
        "column": one.key or None,
        "typed": one.text if one.typed is None else _number(one.typed),
        "otherwise": one.otherwise.value,
        "value": _number(one.value),
        "pays": one.pays.value,
        "to_check": not one.single,
    }


def _outlook(outlook: Outlook | None) -> dict[str, Any] | None:
    """About how many months until the verdict can be told; None: more than two years."""
    return None if outlook is None else {"months": outlook.months, "shortened_by": outlook.shortens.value}


def _scope(figures: Figures, report: Report) -> dict[str, Any]:
    """One scope's figures by key, and beside them what each rests on."""
    words = report.words
    return {
        **{key: _number(figure.value) for key, figure in figures.items()},
        "intervals": {
            key: [_number(figure.interval.low), _number(figure.interval.high)]
            for key, figure in figures.items()
            if figure.interval
        },
        "lower_bounds": {
            key: _number(figure.lower_bound)
            for key, figure in figures.items()
            if figure.lower_bound is not None
        },
        "missing": {
            key: words.text(f"missing.{figure.missing}") for key, figure in figures.items() if figure.missing
        },
        "known": {key: [figure.known, figure.of] for key, figure in figures.items() if figure.of},
        "parts": {
            key: [_number(figure.numerator), _number(figure.denominator)]
            for key, figure in figures.items()
            if figure.value is not None and figure.denominator is not None
        },
        "basis": {
            key: words.say(said)
            for key, figure in figures.items()
            if (said := made_of(figure, figures, report)) is not None
        },
        "partial": {
            key: {"known": short.known, "of": short.of, "counted": short.counted.value}
            for key, figure in figures.items()
            if (short := figure.shortfall)
        },
        "doubtful": [key for key, figure in figures.items() if figure.doubtful],
        "converted": [key for key, figure in figures.items() if figure.converted],
    }


def _pair(pair: Pair) -> dict[str, Any]:
    """Two channels against each other; `more`: how many more leads or customers it would take to tell."""
    return {
        "key": pair.key,
        "first": pair.first,
        "other": pair.other,
        "first_value": _number(pair.first_figure.value),
        "other_value": _number(pair.other_figure.value),
        "claim": pair.claim.value,
        "more": pair.more,
    }


def _trend(trend: Trend) -> dict[str, Any]:
    """A channel over the months: its CAC in the window's last half against the first, and a year ago."""
    then, now = trend.year_ago, trend.months[-1]
    keys = ("spend", "new_customers", "cac")
    return {
        "channel": trend.channel.key,
        "change": None if trend.change is None else _change(trend.change),
        "budget": _budgeted(trend.budget),
        "year_ago": None
        if then is None
        else {
            "period": now.period.key,
            "earlier": then.period.key,
            "now": {key: _number(now.figures[key].value) for key in keys},
            "before": {key: _number(then.figures[key].value) for key in keys},
        },
    }


def _budgeted(budget: Budgeted | None) -> dict[str, Any] | None:
    """What was planned and what was spent, over the rows that know both; every month's budget."""
    if budget is None:
        return None
    return {
        "planned": _number(budget.planned),
        "spent": _number(budget.spent),
        "share": _number(budget.share),
        "known": [budget.known, budget.of],
        "by_period": {month.key: _number(amount) for month, amount in budget.by_month.items()},
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "key": change.key,
        "channel": change.channel,
        "period": change.period.key,
        "earlier": change.earlier.key,
        "year_ago": change.year_ago,
        "now": _number(change.now.value),
        "before": _number(change.before.value),
        "claim": change.claim.value,
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "key": target.key,
        "target": _number(target.target),
        "actual": _number(target.actual.value),
        "met": target.met,
        "loaded": None if target.loaded is None else _number(target.loaded.value),
    }


def _benchmark(benchmark: Benchmark, words: Words) -> dict[str, Any]:
    return {
        "key": benchmark.key,
        "low": _number(benchmark.low),
        "high": _number(benchmark.high),
        "actual": _number(benchmark.actual.value),
        "source": words.say(benchmark.source),
    }


def _cycle(cycle: SalesCycle) -> dict[str, Any]:
    return {
        "name": cycle.name,
        "won": cycle.won,
        "mean_days": _number(cycle.mean_days),
        "median_days": _number(cycle.median_days),
        "overdue": cycle.overdue,
    }


def _cohorts(cohorts: Cohorts | None) -> dict[str, Any] | None:
    if cohorts is None:
        return None
    totals = {key: _listed(one, COHORT_COLUMNS) for key, one in cohorts.totals}
    return {
        "cycle_days": _number(cohorts.cycle_days),
        "left_out": cohorts.before,
        "months": [
            {"month": one.month.key, "ripe": one.ripe, **_listed(one, COHORT_COLUMNS)}
            for one in cohorts.months
        ],
        "ripe_together": totals.get("ripe_together"),
        "unripe_together": totals.get("unripe_together"),
    }


def _open_deals(still: OpenDeals | None) -> dict[str, Any] | None:
    if still is None:
        return None
    return {
        "cycle_days": _number(still.cycle_days),
        "stages": [
            {"stage": one.stage.value, "closed": one.closed, **_listed(one, OPEN_COLUMNS)}
            for one in still.stages
        ],
        "together": _listed(still.together, OPEN_COLUMNS),
    }


def _listed(one: object, columns: Sequence[tuple[str, Unit]]) -> dict[str, Any]:
    """The values of a row's columns by key; whole counts as such."""
    values = ((key, getattr(one, key)) for key, _ in columns)
    return {key: _number(value) if isinstance(value, Decimal) else value for key, value in values}


def _answer(answer: Answer, words: Words) -> dict[str, Any]:
    return {
        "id": answer.id,
        "question": words.text(f"questions.{answer.id}"),
        "verdict": answer.verdict.value if answer.verdict else None,
        "text": words.say(answer.text),
        "unknown": words.say(answer.unknown) if answer.unknown else None,
        "helps": words.say(answer.helps) if answer.helps else None,
        "figures": [_labelled(words.say(label), figure) for label, figure in answer.figures],
        "rows": answer.rows,
    }


def _labelled(label: str, figure: Figure) -> dict[str, Any]:
    return {"label": label, "key": figure.key, "value": _number(figure.value)}


def _plain(value: Decimal | str | date | None) -> float | str | None:
    if isinstance(value, Decimal):
        return _number(value)
    return value.isoformat() if isinstance(value, date) else value


def _number(value: Decimal | None) -> float | None:
    """The nearest double; what no double can hold is None."""
    if value is None:
        return None
    double = float(value)
    return double if math.isfinite(double) else None
