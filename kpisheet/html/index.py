"""The overview of several workbooks: a working list, marked as internal, because it names every client."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from markupsafe import Markup

from kpisheet import __version__
from kpisheet.analysis.overview import Entry, FigureByPeriod, Shown, by_urgency
from kpisheet.analysis.report import Claim, Figure, Report, Target
from kpisheet.analysis.standing import (
    State,
    Versus,
    against_the_month_before,
    missed,
    standing,
    verdicts_by_name,
)
from kpisheet.html.checks import checks
from kpisheet.html.environment import link_to, policy_hash, rendered, source
from kpisheet.html.flow import sparkline
from kpisheet.html.wording import Wording, shortened
from kpisheet.texts.language import Words
from kpisheet.worksheet.findings import Severity

_FIGURES = ("spend", "leads", "new_customers", "cac", "roi")
_TREND_KEYS = ("new_customers", "leads", "spend")
_WORST = 2
_NAME_LENGTH = 60


def summarise(report: Report, *, page: str, workbook: str | None = None) -> Entry:
    """The entry of a workbook whose report was made; worded in the report's own language."""
    wording = Wording(report)
    grave = tuple(finding for finding in report.findings if finding.severity is not Severity.INFO)
    stands = standing(report)
    period = wording.words.writing.period
    return Entry(
        shortened(report.file),
        page=page,
        workbook=workbook,
        business=shortened(report.business_name) if report.business_name else None,
        currency=report.currency,
        period=period(report.period) if report.period else None,
        latest=period(stands.latest) if stands.latest else None,
        state=stands.state,
        to_do=wording.say(stands.to_do),
        headline=wording.say(report.headline),
        figures=_figures(wording) if report.channels else (),
        verdicts=tuple(
            (pays, tuple(shortened(name, _NAME_LENGTH) for name in names))
            for pays, names in verdicts_by_name(report)
        ),
        missed=tuple(_missed(wording, target) for target in missed(report)),
        trend=_trend(wording),
        cells=report.cells_to_check,
        worst=tuple(f"{check.where}: {check.message}" for check in checks(wording, grave)[:_WORST]),
    )


def _figures(wording: Wording) -> tuple[Shown, ...]:
    changes = {versus.key: versus for versus in against_the_month_before(wording.report)}
    return tuple(_shown(wording, key, changes.get(key)) for key in _FIGURES)


def _shown(wording: Wording, key: str, versus: Versus | None) -> Shown:
    """A figure; without any margin the return on revenue takes the place of ROI."""
    totals = wording.report.totals
    used = "revenue_roi" if key == "roi" and totals["roi"].missing == "no_margin" else key
    figure = totals[used]
    change = None if versus is None else versus.change
    text = "" if versus is None else _changed(wording, versus)
    return Shown(key, wording.short(used), wording.figure(figure), figure.value, change, text)


def _changed(wording: Wording, versus: Versus) -> str:
    percent = wording.words.writing.percent(versus.change, 0)
    sign = "+" if versus.change > 0 and not percent.startswith("+") else ""
    clearly = f" ({wording.text('overview.clearly')})" if versus.claim is not Claim.CANNOT_TELL else ""
    return f"{sign}{percent}{clearly}"


def _missed(wording: Wording, target: Target) -> str:
    key = target.actual.key
    return wording.text(
        "overview.missed_one",
        name=wording.short(key),
        actual=wording.figure(target.actual),
        target=wording.value(key, target.target),
    )


def _trend(wording: Wording) -> FigureByPeriod | None:
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
        return FigureByPeriod(label, values, text)
    return None


def render(entries: Sequence[Entry], *, language: str, made_on: date) -> str:
    """The overview as one HTML file, in `language`: what needs doing first, then as given."""
    words = Words(language)
    style, scripts = source("page.css"), [source("page.js"), source("index.js")]
    shown = by_urgency(tuple(entries))
    counts = Counter(entry.state for entry in shown)
    return rendered(
        "index.html.jinja",
        language=language,
        text=words.text,
        version=__version__,
        style=Markup(style),  # noqa: S704 - our own file
        style_hash=policy_hash(style),
        scripts=[Markup(script) for script in scripts],  # noqa: S704 - our own files
        script_hashes=" ".join(map(policy_hash, scripts)),
        entries=shown,
        headings=[(key, words.raw(f"kpis.{key}.short")) for key in _FIGURES],
        states=[(state, counts[state]) for state in State if counts[state]],
        order={state: number for number, state in enumerate(State)},
        made_on=made_on,
        link=link_to,
        pictures=[
            sparkline(f"trend-{number}", entry.trend.values) if entry.trend else None
            for number, entry in enumerate(shown, start=1)
        ],
        verdict_name=lambda verdict: words.raw(f"verdicts.{verdict}"),
    )
