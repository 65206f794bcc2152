"""Report → the HTML summary: one file, readable without script, that makes no request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path

from markupsafe import Markup
from msgspec import Struct

from kpisheet import __version__
from kpisheet.analysis.kpis import BUSINESS, KPIS
from kpisheet.analysis.report import Answer, Card, ChannelFigures, EarlierChannel, Figure, Pays, Report
from kpisheet.html import deal_tables, tables
from kpisheet.html.charts import charts_of, month_panels
from kpisheet.html.checks import Check, checks
from kpisheet.html.environment import link_to, policy_hash, rendered, source
from kpisheet.html.logo import logo_address
from kpisheet.html.plan import plan_view
from kpisheet.html.trends import trend_views, trends_lead
from kpisheet.html.wording import CONVERTED, TEXT_LENGTH, Cell, Table, Wording, shortened
from kpisheet.texts.harmless import name_given
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.findings import Severity

_VERDICTS = (Pays.CHECK_FIRST, Pays.PAYS, Pays.LOSES_MONEY, Pays.CANNOT_TELL, Pays.NO_SPEND)
# The charts and tables of the business that are printed without being asked for: with them, the report of ten
# channels and a year takes four pages.
_PRINTED = frozenset({"returns", "cac", "table-targets"})
MOST_CHANNELS = 200  # a page of more opens slowly, and nobody reads it; the JSON has all


class CardView(Struct, frozen=True):
    """A card of the first screen in words."""

    label: str
    value: str
    missing: bool
    doubtful: bool
    base: str | None
    note: str | None
    target: str | None
    together: str | None


class Member(Struct, frozen=True):
    """A channel under its verdict: its name, the row to jump to if any, what the verdict rests on."""

    name: str
    anchor: str | None
    evidence: str
    doubtful: bool = False


class VerdictGroup(Struct, frozen=True):
    """The channels of one verdict."""

    verdict: Pays
    name: str
    members: tuple[Member, ...]
    count: int  # of all channels with it, shown or not

    @property
    def many(self) -> bool:
        """Whether they need the whole width."""
        return len(self.members) > 12


class AnswerView(Struct, frozen=True):
    """One question and its answer in words."""

    id: str
    question: str
    verdict: str | None
    opening: str  # the verdict in words, with which the answer begins
    text: str
    figures: tuple[tuple[str, Cell], ...]
    unknown: str | None
    helps: str | None
    rows: int


class Brief(StrEnum):
    """How much of the page is printed where all of it would take more pages than anybody reads."""

    USUAL = "usual"
    SHORT = "short"
    SHORTEST = "shortest"


class Definition(Struct, frozen=True):
    """A KPI's name and how it is computed."""

    name: str
    text: str


def render(
    report: Report,
    *,
    logo: bytes | None = None,
    people: bool = True,
    workbook_name: str | None = None,
    brief: Brief | None = None,
) -> str:
    """The page. `logo` is a picture file's bytes.

    `people` False leaves salespeople out, and what is quoted from Deals.
    `workbook_name` is the annotated workbook's file name beside the page, for a link to it. `brief`: how
    much of it is printed. Raises `ValueError` for a logo that is no PNG, JPEG, GIF, WebP or SVG.
    """
    report = report if people else report.without_people()
    wording = wording_of(report)
    facts = {**heading_of(wording, logo), "comment": bearable_comment(report.comment), "brand": None}
    return rendered_page(report, wording, brief=brief, facts={**facts, **_link(workbook_name)})


def _link(workbook_name: str | None) -> dict[str, object]:
    address = link_to(workbook_name) if workbook_name else None
    return {"workbook_name": workbook_name, "workbook_link": address}


def bearable_comment(text: str | None) -> str | None:
    """As much of a comment as a page can hold."""
    return shortened(text, TEXT_LENGTH) if text else None


def wording_of(report: Report, *, for_client: bool = False) -> Wording:
    """The words of a page, which has the foremost channels only."""
    return Wording(report.of_foremost_channels(MOST_CHANNELS), for_client)


def rendered_page(
    report: Report,
    wording: Wording,
    *,
    brief: Brief | None,
    facts: Mapping[str, object],
    brand_style: str | None = None,
) -> str:
    """The template filled in with the `report`, of which `wording` has what is shown, and with `facts`."""
    return rendered(
        "page.html.jinja",
        language=wording.report.language,
        text=wording.text,
        say=wording.say,
        report=wording.report,
        brief=brief,
        **_frame(brand_style),
        **facts,
        **_first_screen(wording, report),
        **_figures(wording),
        **_campaigns(wording, report),
        **_answers(wording),
        **_below(wording),
    )


def _frame(brand_style: str | None) -> dict[str, object]:
    """What every page brings: its styles and script, and the policy that allows just these."""
    style, script = source("page.css"), source("page.js")
    return {
        "brand_style": Markup(brand_style) if brand_style else None,  # noqa: S704 - made of checked numbers
        "brand_style_hash": policy_hash(brand_style) if brand_style else None,
        "version": __version__,
        "style": Markup(style),  # noqa: S704 - our own file
        "script": Markup(script),  # noqa: S704 - our own file
        "style_hash": policy_hash(style),
        "script_hash": policy_hash(script),
    }


def heading_of(wording: Wording, logo: bytes | None) -> dict[str, object]:
    """What the head of the page says, but for the comment."""
    report = wording.report
    return {
        "title": _title(wording),
        "heading": _name(report),
        "period": wording.words.writing.period(report.period) if report.period else None,
        "prepared_by": shortened(report.prepared_by) if report.prepared_by else None,
        "file": shortened(report.file),
        "logo": logo_address(logo) if logo else None,
    }


def _first_screen(wording: Wording, whole: Report) -> dict[str, object]:
    report = wording.report
    groups = _verdict_groups(wording, whole)
    return {
        "channels_cut": len(whole.judged) if len(whole.judged) > MOST_CHANNELS else 0,
        "channels_shown": MOST_CHANNELS,
        "cards": tuple(_card(wording, card) for card in report.cards) if report.channels else (),
        "groups": groups,
        "some_evidence": any(member.evidence for group in groups for member in group.members),
        "some_doubtful": any(entry.verdict.doubtful for entry in report.judged)
        or any(card.figure.doubtful and card.figure.value is not None for card in report.cards),
        "verdict_name": lambda verdict: wording.words.raw(f"verdicts.{verdict}"),
        "window_months": report.window.months if report.window else None,
        "check_line": _check_line(wording),
        "step_parts": _step_parts(wording, report.next_step),
    }


def _step_parts(wording: Wording, step: Sentence) -> list[str]:
    """The next step as paragraphs: what to do and when it has worked, then each reason."""
    parts: list[str] = []
    for each in _in_turn(step):
        text = wording.say(each)
        if parts and parts[-1].endswith(":"):
            parts[-1] = f"{parts[-1]} {text}"
        else:
            parts.append(text)
    return parts


def _in_turn(sentence: Sentence) -> Iterator[Sentence]:
    """The sentences that were put one after the other."""
    if sentence.key != "headline.then":
        yield sentence
        return
    for name in ("first", "second"):
        yield from _in_turn(sentence.facts[name])


def _figures(wording: Wording) -> dict[str, object]:
    """The tables and the drawings."""
    report = wording.report
    return {
        "main_table": tables.channel_table(wording),
        "further": tables.further_tables(wording),
        "evidence": tables.evidence_table(wording),
        "charts": charts_of(wording),
        "printed": _PRINTED,
        "panels": month_panels(wording),
        "trends": trend_views(wording),
        "trends_lead": trends_lead(wording),
        "months": tables.month_table(wording) if wording.months else None,
        "months_before": report.shows_months_before,
        "only_months": all(entry.period.is_month for entry in wording.months),
        "plan": plan_view(wording),
        "business": _business_tables(wording),
        "changes": tables.change_tables(wording),
        "unripe": _unripe(wording),
    }


def _campaigns(wording: Wording, whole: Report) -> dict[str, object]:
    """Those with the most spend, whichever channel's they are."""
    return {
        "campaigns": tables.campaign_table(wording, whole.foremost_campaigns(tables.MOST_CAMPAIGNS)),
        "campaigns_cut": whole.campaigns if whole.campaigns > tables.MOST_CAMPAIGNS else 0,
        "campaigns_shown": tables.MOST_CAMPAIGNS,
    }


def _answers(wording: Wording) -> dict[str, object]:
    report = wording.report
    return {
        "answers_lead": _answers_lead(wording),
        "unanswered": wording.say(report.unanswered) if report.channels and report.unanswered else None,
        "answers": tuple(_answer(wording, answer) for answer in report.answered) if report.channels else (),
    }


def _below(wording: Wording) -> dict[str, object]:
    """What to check in the worksheet, what is only told, and what each KPI means."""
    return {
        "checks": _checks(wording, told_only=False),
        "infos": _checks(wording, told_only=True),
        "definitions": _definitions(wording),
    }


def _name(report: Report) -> str:
    """The business, else the file: forty clients' pages must not all be called the same."""
    return shortened(report.business_name or name_given(Path(report.file).stem))


def _title(wording: Wording) -> str:
    name = _name(wording.report)
    if wording.report.period is None:
        return wording.text("page.title_without_period", name=name)
    period = wording.words.writing.period(wording.report.period)
    return wording.text("page.title", name=name, period=period)


def _card_label(wording: Wording, key: str) -> str:
    """What the figure is, in words; its abbreviation only behind them."""
    text = f"page.card_{key}"
    return wording.text(text) if wording.words.has(text) else wording.short(key)


def _card(wording: Wording, card: Card) -> CardView:
    figure = card.figure
    return CardView(
        _card_label(wording, figure.key),
        wording.figure(figure) + (CONVERTED if figure.converted and figure.value is not None else ""),
        figure.value is None and figure.lower_bound is None,
        figure.doubtful and figure.value is not None,
        wording.base(figure, wording.report.marketing),
        wording.say(card.note) if card.note else None,
        _target(wording, card),
        _together(wording, card),
    )


def _together(wording: Wording, card: Card) -> str | None:
    """The figure of all customers, where it is another one."""
    if card.together is None or card.together.value is None:
        return None
    shown = wording.figure(card.together)
    return None if shown == wording.figure(card.figure) else wording.text("page.together", value=shown)


def _target(wording: Wording, card: Card) -> str | None:
    """The target and whether it was met, with shared costs where any are typed."""
    if card.target is None:
        return None
    target = wording.text("page.target_card", target=wording.value(card.figure.key, card.target))
    if card.target_met is None:
        return f"{target}: {wording.text('page.target_unknown')}"
    met = wording.text("page.target_met" if card.target_met else "page.target_missed")
    if card.loaded is None:
        return f"{target}: {met}"
    return f"{target}: {wording.text('page.target_loaded', met=met, loaded=wording.figure(card.loaded))}"


def _verdict_groups(wording: Wording, whole: Report) -> tuple[VerdictGroup, ...]:
    counts = Counter(entry.verdict.pays for entry in whole.judged)
    groups = []
    for verdict in _VERDICTS:
        members = tuple(
            Member(
                shortened(entry.channel.name),
                f"channel-{number}" if isinstance(entry, ChannelFigures) else None,
                _evidence(wording, entry),
                entry.verdict.doubtful,
            )
            for number, entry in enumerate(wording.report.judged, start=1)
            if entry.verdict.pays is verdict
        )
        if counts[verdict]:
            name = wording.words.raw(f"verdicts.{verdict}")
            groups.append(VerdictGroup(verdict, name, members, counts[verdict]))
    return tuple(groups)


def _evidence(wording: Wording, entry: ChannelFigures | EarlierChannel) -> str:
    """What the verdict itself rests on, over its own window: customers won, and needed to break even.

    Where cells to check decide it: what it would be either way.
    """
    verdict = entry.verdict
    if verdict.pays is Pays.CHECK_FIRST:
        return wording.say(verdict.reason)
    if verdict.customers is None or verdict.needed is None:
        return ""
    return wording.text("page.won_and_needed", won=verdict.customers, needed=verdict.whole_customers_needed)


def _check_line(wording: Wording) -> str:
    report = wording.report
    if report.to_check is not None:
        return wording.say(report.to_check)
    if report.lacking is not None:
        return wording.text("page.check_lacking", what=report.lacking)
    if report.findings:
        return wording.text("page.check_notes", notes=len(report.findings))
    return wording.text("page.check_none")


def _business_tables(wording: Wording) -> tuple[Table, ...]:
    report = wording.report
    if not report.channels and all(figure.value is None for figure in report.business.values()):
        return ()
    known = tuple(kpi.key for kpi in BUSINESS if kpi.key in report.business)
    found = (
        tables.listed_figures(
            wording, "table-business", wording.text("page.table_business"), report.business, known
        )
        if known
        else None,
        tables.target_table(wording),
        tables.benchmark_table(wording),
        deal_tables.cohort_table(wording),
        deal_tables.open_deals_table(wording),
        deal_tables.cycle_table(wording, "cycle_channels", "page.channel", report.cycles_by_channel),
        deal_tables.cycle_table(wording, "cycle_people", "page.salesperson", report.cycles_by_person),
    )
    return tuple(table for table in found if table is not None)


def _answers_lead(wording: Wording) -> str:
    """Which period the answers are about, where it isn't the report's own, and what they can bear."""
    report = wording.report
    if report.window == report.period:
        return wording.text("page.answers_lead")
    return wording.text("page.answers_lead_window", window=report.window, period=report.period)


def _answer(wording: Wording, answer: Answer) -> AnswerView:
    opening, text = _opening(wording, answer)
    return AnswerView(
        answer.id,
        wording.words.raw(f"questions.{answer.id}"),
        answer.verdict,
        opening,
        text,
        tuple((wording.say(label), _answer_cell(wording, figure)) for label, figure in answer.figures),
        wording.say(answer.unknown) if answer.unknown else None,
        wording.say(answer.helps) if answer.helps else None,
        answer.rows,
    )


def _opening(wording: Wording, answer: Answer) -> tuple[str, str]:
    """The verdict's word and the rest of the answer; many answers begin with the word themselves.

    An answer that rests on no row says already that it can't be told.
    """
    text = wording.say(answer.text)
    if not answer.verdict or not answer.rows:
        return "", text
    word = wording.words.raw(f"claims.{answer.verdict}")
    if text.startswith(word):
        end = len(word) + (text[len(word) : len(word) + 1] in (":", ".", ","))
        return text[:end], text[end:].lstrip()
    return f"{word}.", text


def _answer_cell(wording: Wording, figure: Figure) -> Cell:
    return wording.cell({figure.key: figure}, figure.key)


def _unripe(wording: Wording) -> str | None:
    unripe = wording.report.unripe
    if unripe is None or not unripe.periods:
        return None
    names = [wording.words.writing.period(period, short=True) for period in unripe.periods]
    return wording.text("page.unripe", periods=", ".join(names), days=unripe.cycle_days)


def _checks(wording: Wording, *, told_only: bool) -> tuple[Check, ...]:
    wanted = tuple(
        finding for finding in wording.report.findings if (finding.severity is Severity.INFO) == told_only
    )
    return checks(wording, wanted)


def _definitions(wording: Wording) -> tuple[Definition, ...]:
    return tuple(Definition(wording.label(key), wording.words.raw(f"kpis.{key}.definition")) for key in KPIS)
