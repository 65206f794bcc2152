"""The overview of several workbooks: one line each, marked as internal, because it names every client."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from markupsafe import Markup
from msgspec import Struct

from kpisheet import __version__
from kpisheet.analysis.report import Figure, Pays, Report
from kpisheet.html.checks import checks
from kpisheet.html.environment import link_to, policy_hash, rendered, source
from kpisheet.html.flow import sparkline
from kpisheet.html.wording import Wording, shortened
from kpisheet.texts.language import Words
from kpisheet.worksheet.findings import Severity

_TREND_KEYS = ("new_customers", "leads", "spend")
_WORST = 2


class Trend(Struct, frozen=True):
    """One figure period by period; a period without a value is None. `text` says it in words."""

    label: str
    values: tuple[Decimal | None, ...]
    text: str


class Entry(Struct, frozen=True):
    """What the overview says of one workbook, in words: small, and it travels between processes.

    `page` and `workbook` are paths relative to the overview. A failed file has only `file` and `failure`.
    `verdicts`: how many channels, by verdict, in the order in which they are shown.
    """

    file: str
    failure: str | None = None
    page: str | None = None
    workbook: str | None = None
    business: str | None = None
    period: str | None = None
    headline: str | None = None
    cards: tuple[tuple[str, str, bool], ...] = ()  # name, value or why there is none, whether there is none
    verdicts: tuple[tuple[Pays, int], ...] = ()
    trend: Trend | None = None
    to_check: str | None = None
    worst: tuple[str, ...] = ()


def summarise(report: Report, *, page: str, workbook: str | None = None) -> Entry:
    """The entry of a workbook whose report was made; worded in the report's own language."""
    wording = Wording(report)
    counts = [(pays, sum(entry.verdict.pays is pays for entry in report.judged)) for pays in Pays]
    grave = tuple(finding for finding in report.findings if finding.severity is not Severity.INFO)
    return Entry(
        shortened(report.file),
        page=page,
        workbook=workbook,
        business=shortened(report.business_name) if report.business_name else None,
        period=wording.words.writing.period(report.period) if report.period else None,
        headline=wording.say(report.headline),
        cards=tuple(_card(wording, card.figure) for card in report.cards) if report.channels else (),
        verdicts=tuple((pays, count) for pays, count in counts if count),
        trend=_trend(wording),
        to_check=_to_check(wording),
        worst=tuple(f"{check.where}: {check.message}" for check in checks(wording, grave)[:_WORST]),
    )


def _card(wording: Wording, figure: Figure) -> tuple[str, str, bool]:
    missing = figure.value is None and figure.lower_bound is None
    return wording.short(figure.key), wording.figure(figure), missing


def _to_check(wording: Wording) -> str:
    count = wording.report.cells_to_check
    if count:
        return wording.text("page.index_cells", count=count)
    lacking = wording.report.lacking
    return wording.text("page.index_clean") if lacking is None else wording.say(lacking)


def _trend(wording: Wording) -> Trend | None:
    """New customers by period, else leads, else spend; None with fewer than two periods."""
    by_period = wording.report.by_period
    for key in _TREND_KEYS:
        figures: list[Figure | None] = [entry.figures.get(key) for entry in by_period]
        values = tuple(figure.value if figure else None for figure in figures)
        known = [value for value in values if value is not None]
        if len(known) < 2:
            continue
        label = wording.short(key)
        text = wording.text(
            "page.index_trend_description",
            label=label,
            count=len(values),
            lowest=wording.value(key, min(known)),
            highest=wording.value(key, max(known)),
        )
        return Trend(label, values, text)
    return None


def render(entries: Sequence[Entry], *, language: str, made_on: date) -> str:
    """The overview as one HTML file, in `language`; entries stay in their order."""
    words = Words(language)
    style = source("page.css")
    return rendered(
        "index.html.jinja",
        language=language,
        text=words.text,
        version=__version__,
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=policy_hash(style),
        entries=entries,
        made_on=made_on,
        link=link_to,
        pictures=[
            sparkline(f"trend-{number}", entry.trend.values) if entry.trend else None
            for number, entry in enumerate(entries, start=1)
        ],
        verdict_name=lambda verdict: words.raw(f"verdicts.{verdict}"),
    )
