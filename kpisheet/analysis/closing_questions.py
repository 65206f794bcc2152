"""The six questions at the end of the source article: enough, good enough, acceptable, improving."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from kpisheet.analysis.report import Answer, Claim, Figure
from kpisheet.analysis.targets import organic_visitors
from kpisheet.analysis.wording import (
    Labelled,
    cannot_tell,
    dated,
    helps,
    joined,
    labelled,
    of_report,
    unknown,
)
from kpisheet.analysis.workings import Workings
from kpisheet.texts.language import Sentence, Term


def _counted(workings: Workings, key: str, figure: Figure) -> tuple[Claim | None, Sentence | None]:
    """A month's average against its target: a plain fact, not an inference. None without a target."""
    target, monthly = workings.settings.number(f"target_{key}"), workings.monthly(figure)
    if target is None or monthly is None:
        return None, None
    met = Claim.YES if monthly >= target else Claim.NO
    kpi = Term(f"kpis.{figure.key}.short")
    facts = {"kpi": kpi, "monthly": _beside(monthly, target), "target": target}
    return met, Sentence(f"answers.count_{'met' if met is Claim.YES else 'missed'}", facts)


def _beside(monthly: Decimal, target: Decimal) -> Decimal:
    """A whole number, unless that would stand on the other side of the target: 99.6 isn't 100."""
    shown = monthly.quantize(Decimal(1))
    if (shown >= target) == (monthly >= target):
        return shown
    return monthly.quantize(Decimal("0.1"), ROUND_FLOOR if monthly < target else ROUND_CEILING)


def _rated(workings: Workings, key: str) -> tuple[Claim | None, Sentence | None]:
    """A rate against its target, claimed only where the data bear it. None without a target or a rate."""
    target, figure = workings.settings.number(f"target_{key}"), workings.held_against_target(key)
    if target is None or figure.value is None:
        return None, None
    claim = workings.claim("target", key)
    facts = {"kpi": Term(f"kpis.{key}.short"), "rate": figure.value, "target": target}
    return claim, Sentence(f"answers.rate_{claim}", facts)


def judged(workings: Workings, figure: Figure, key: str | None = None) -> Labelled:
    """A figure that an answer judges, labelled with the report period where that is not the answers' own."""
    if workings.judged_over(key or figure.key) == workings.window:
        return labelled(figure)
    return of_report(workings, figure)


def _together(*claims: Claim | None) -> Claim | None:
    """NO where one is NO, else CANNOT_TELL where one can't be told, else YES; None where none was asked."""
    asked = [claim for claim in claims if claim is not None]
    for claim in (Claim.NO, Claim.CANNOT_TELL, Claim.YES):
        if claim in asked:
            return claim
    return None


def enough_right_visitors(workings: Workings) -> Answer:
    """Whether enough visitors come, of the right kind: those that become leads."""
    visitors, rate = workings.totals["visitors"], workings.held_against_target("visitor_to_lead_rate")
    if visitors.value is None:
        return cannot_tell("enough_right_visitors", "visitors", limit="right_kind")
    enough, count = _counted(workings, "visitors", visitors)
    right, quality = _rated(workings, "visitor_to_lead_rate")
    plain = None
    if enough is None:
        plain = Sentence("answers.visitors_plain", {"visitors": visitors.value})
    helping = (
        "target_visitors" if enough is None else "target_visitor_to_lead_rate" if right is None else None
    )
    return Answer(
        "enough_right_visitors",
        _together(enough, right) if enough is not None else Claim.CANNOT_TELL,
        joined(
            dated(workings, workings.period, count or plain),
            dated(workings, workings.judged_over("visitor_to_lead_rate"), quality),
        ),
        (of_report(workings, visitors), judged(workings, rate)),
        unknown("right_kind"),
        helps(helping) if helping else None,
        visitors.rows_known,
    )


def enough_organic(workings: Workings) -> Answer:
    """Whether there is enough organic traffic."""
    organic, visitors = organic_visitors(workings), workings.totals["visitors"]
    if organic.value is None or not visitors.value:
        return cannot_tell("enough_organic", "organic_visitors", limit="next_visitor")
    enough, count = _counted(workings, "organic_visitors", organic)
    facts = {"organic": organic.value, "visitors": visitors.value, "share": organic.value / visitors.value}
    return Answer(
        "enough_organic",
        enough or Claim.CANNOT_TELL,
        joined(dated(workings, workings.period, joined(Sentence("answers.organic_share", facts), count))),
        (of_report(workings, organic, Term("answers.group_organic")),),
        unknown("next_visitor"),
        helps("target_organic_visitors") if enough is None else None,
        organic.rows_known,
    )


def enough_leads(workings: Workings) -> Answer:
    """Whether there are enough leads, of the right quality (SQL, else the close rate)."""
    leads = workings.totals["leads"]
    if leads.value is None:
        return cannot_tell("enough_leads", "leads", limit="quality")
    enough, count = _counted(workings, "leads", leads)
    plain = Sentence("answers.leads_plain", {"leads": leads.value}) if enough is None else None
    good, against_target = _rated(workings, "close_rate")
    quality, figure = _quality(workings)
    helping = "target_leads" if enough is None else "target_close_rate" if good is None else None
    return Answer(
        "enough_leads",
        _together(enough, good) if enough is not None else Claim.CANNOT_TELL,
        joined(
            dated(workings, workings.period, count or plain),
            dated(workings, workings.window, quality),
            dated(workings, workings.judged_over("close_rate"), against_target),
        ),
        (of_report(workings, leads), *((labelled(figure),) if figure is not None else ())),
        unknown("quality"),
        helps(helping) if helping else None,
        leads.rows_known,
    )


def _quality(workings: Workings) -> tuple[Sentence | None, Figure | None]:
    sql, leads = workings.window_totals["sql"], workings.window_totals["leads"]
    if sql.value is not None and leads.value:
        return Sentence("answers.quality_sql", {"sql": sql.value, "leads": leads.value}), sql
    close = workings.window_totals["close_rate"]
    if close.value is None:
        return None, None
    facts = {"customers": close.numerator, "leads": close.denominator, "rate": close.value}
    return Sentence("answers.quality_close_rate", facts), close


def conversion_where_it_could_be(workings: Workings) -> Answer:
    """Whether lead conversion and sales conversion are where they could be."""
    question = "conversion_where_it_could_be"
    keys = ("visitor_to_lead_rate", "close_rate")
    figures = {key: workings.held_against_target(key) for key in keys}
    if all(figure.value is None for figure in figures.values()):
        return cannot_tell(question, "visitors_and_leads", limit="optimum")
    rated = {key: _rated(workings, key) for key in keys}
    sentences = [
        dated(workings, workings.judged_over(key), sentence)
        or Sentence("answers.rate_plain", {"kpi": Term(f"kpis.{key}.short"), "rate": figures[key].value})
        for key, (_, sentence) in rated.items()
        if figures[key].value is not None
    ]
    verdict = _together(*(claim for claim, _ in rated.values()))
    missing = [key for key, (claim, _) in rated.items() if claim is None]
    return Answer(
        question,
        verdict or Claim.CANNOT_TELL,
        joined(*sentences),
        tuple(judged(workings, figure) for figure in figures.values() if figure.value is not None),
        unknown("optimum"),
        helps(f"target_{missing[0]}") if missing else None,
        max(figure.rows_known for figure in figures.values()),
    )


def cac_acceptable(workings: Workings) -> Answer:
    """Whether the customer acquisition cost is acceptable: by the target, else by break-even."""
    question, cac, limit = "cac_acceptable", workings.held_against_target("cac"), workings.acceptable_cac
    if cac.numerator is None or cac.missing == "no_spend":
        return cannot_tell(question, "spend_and_customers", limit="later_sales")
    if limit is None:
        return cannot_tell(question, "target_cac_or_margin", limit="later_sales")
    tested = workings.claim("target", "cac")
    verdict = {Claim.YES: Claim.NO, Claim.NO: Claim.YES}.get(tested, Claim.CANNOT_TELL)
    against = "break_even" if workings.settings.number("target_cac") is None else "target"
    if cac.value is None:
        verdict = Claim.NO if verdict is Claim.NO else Claim.CANNOT_TELL
        case = "none" if verdict is Claim.NO else "too_few"
    else:
        case = str(verdict)
    facts = {"cac": cac.value, "limit": limit, "spend": cac.numerator}
    text = Sentence(f"answers.cac_{against}_{case}", facts)
    by_target = workings.settings.number("target_cac") is not None
    business = workings.business if by_target else workings.window_business
    clv = business.figures["clv_to_cac"]
    lifetime = None if clv.value is None else Sentence("answers.cac_clv", {"ratio": clv.value})
    loaded = business.figures["fully_loaded_cac"]
    if by_target and verdict is Claim.YES and loaded.value is not None and loaded.value > limit:
        verdict, text = Claim.NO, Sentence("answers.cac_target_loaded", {**facts, "loaded": loaded.value})
    more = None if loaded.value is None else Sentence("answers.cac_loaded", {"loaded": loaded.value})
    return Answer(
        question,
        verdict,
        dated(workings, workings.judged_over("cac"), joined(text, more, lifetime)) or text,
        tuple(judged(workings, figure, "cac") for figure in (cac, loaded, clv) if figure.value is not None),
        unknown("later_sales"),
        helps("target_cac") if against == "break_even" else None,
        cac.rows_known,
    )


def clv_improving(workings: Workings) -> Answer:
    """Whether customer lifetime value improves."""
    values = workings.business.lifetime_values
    if not values:
        return cannot_tell("clv_improving", "clv", limit="future")
    last = workings.business.figures["clv"]
    if len(values) == 1:
        text = Sentence("answers.clv_once", {"clv": values[-1].value, "period": values[-1].period})
        return Answer(
            "clv_improving",
            Claim.CANNOT_TELL,
            text,
            (of_report(workings, last),),
            unknown("future"),
            helps("clv_again"),
            1,
        )
    first, now = values[0], values[-1]
    verdict = Claim.YES if now.value > first.value else Claim.NO
    case = "up" if now.value > first.value else "same" if now.value == first.value else "down"
    facts = {"first": first.value, "then": first.period, "clv": now.value, "period": now.period}
    figures = (of_report(workings, last), of_report(workings, workings.business.figures["crr_yearly"]))
    return Answer(
        "clv_improving",
        verdict,
        Sentence(f"answers.clv_{case}", facts),
        tuple(each for each in figures if each[1].value is not None),
        unknown("future"),
        rows=len(values),
    )
