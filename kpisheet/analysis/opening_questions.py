"""The eight questions at the head of the source article: visitors, conversion, leads, cost, investment."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kpisheet.analysis.report import Answer, Claim, Figure, Pays
from kpisheet.analysis.wording import (
    Labelled,
    about,
    cannot_tell,
    dated,
    gaps,
    helps,
    joined,
    labelled,
    listed,
    of_report,
    points,
    unbeaten,
    unknown,
)
from kpisheet.analysis.workings import FACTORS, GROUPS, Workings, by_spend
from kpisheet.texts.language import Sentence, Term

_MOST_NAMED = 8  # campaigns in one sentence
_DEARER = Decimal("1.25")  # a cost per visitor is a price: a quarter above the others is worth a look
_BEYOND_REACH = 20  # times what came: a difference that takes so much more to show is of no use


def _name(workings: Workings, key: str) -> str:
    return workings.channel(key).name


def _known(workings: Workings, kpi: str) -> Mapping[str, Decimal]:
    """The channels that know a KPI, with its value."""
    found = ((key, figures[kpi].value) for key, figures in workings.window_channels.items())
    return {key: value for key, value in found if value is not None}


def _figures(workings: Workings, kpi: str, *keys: str) -> tuple[Labelled, ...]:
    return tuple(labelled(workings.window_channels[key][kpi], _name(workings, key)) for key in keys)


def more_visitors(workings: Workings) -> Answer:
    """Where visitors come from, and what a visitor costs where."""
    total, by_channel = workings.window_totals["visitors"], _known(workings, "visitors")
    if not total.value:
        return cannot_tell("more_visitors", "visitors", limit="next_visitor")
    costs = _known(workings, "cost_per_visitor")
    return Answer(
        "more_visitors",
        None,
        joined(_brought_most(workings, total, by_channel), _visitor_costs(workings, costs)),
        (
            labelled(total),
            *_figures(workings, "cost_per_visitor", *sorted(costs, key=lambda key: costs[key])),
        ),
        unknown("next_visitor"),
        helps("target_visitors") if workings.settings.number("target_visitors") is None else None,
        total.rows_known,
    )


def _visitor_costs(workings: Workings, costs: Mapping[str, Decimal]) -> Sentence | None:
    if len(costs) < 2:
        return None
    least, most = min(costs.values()), max(costs.values())
    if least == most:
        return None
    facts = {"cheap_cost": least, "dear_cost": most}
    cheap, dear = _all_at(workings, costs, least), _all_at(workings, costs, most)
    return Sentence("answers.more_visitors_costs", {"cheap": cheap, "dear": dear, **facts})


def _all_at(workings: Workings, values: Mapping[str, Decimal], value: Decimal) -> Sentence | str:
    """The channels that have a value: none of several equals is named alone."""
    return listed([_name(workings, key) for key, own in values.items() if own == value])


def _brought_most(workings: Workings, total: Figure, by_channel: Mapping[str, Decimal]) -> Sentence:
    """How many came in all, and from which channel, or channels, most of them."""
    most, whole = max(by_channel.values()), total.value or Decimal(1)
    tied = sum(value == most for value in by_channel.values()) > 1
    name = f"answers.more_{total.key}"
    facts = {
        total.key: total.value,
        "channels" if tied else "channel": _all_at(workings, by_channel, most),
        "share": most / whole,
    }
    return Sentence(f"{name}_tied" if tied else name, facts)


def organic_vs_social(workings: Workings) -> Answer:
    """Whether organic traffic converts better than social media."""
    question = "organic_vs_social"
    organic, social = (workings.groups[group]["visitor_to_lead_rate"] for group in GROUPS)
    if organic.value is None or social.value is None:
        return cannot_tell(question, "organic_and_social", limit="assigned")
    claim = workings.claim("group", "visitor_to_lead_rate")
    settled = workings.claims.get(("group", "visitor_to_lead_rate"))
    facts = {
        "organic": organic.value,
        "social": social.value,
        "organic_channels": [_name(workings, key) for key in workings.members("organic")],
        "social_channels": [_name(workings, key) for key in workings.members("social")],
    }
    spread = more = None
    if settled is not None and settled.difference is not None and settled.difference.high is not None:
        low, high = points(settled.difference.low), points(settled.difference.high)
        spread = Sentence("answers.difference", {"low": low, "high": high})
        if claim is Claim.CANNOT_TELL and settled.comparison.more:
            seen = sum((each.denominator or Decimal(0) for each in (organic, social)), Decimal(0))
            much = settled.comparison.more > _BEYOND_REACH * seen
            name = "no_practical_difference" if much else "more_visitors_needed"
            more = Sentence(f"answers.{name}", {"more": about(settled.comparison.more)})
    rate_names = [Sentence(f"answers.group_{group}") for group in GROUPS]
    return Answer(
        question,
        claim,
        joined(Sentence(f"answers.organic_vs_social_{claim}", facts), spread, more),
        tuple(
            (
                Sentence("answers.label", {"name": name, "kpi": Term("kpis.visitor_to_lead_rate.short")}),
                figure,
            )
            for name, figure in zip(rate_names, (organic, social), strict=True)
        ),
        unknown("assigned"),
        rows=organic.rows_known + social.rows_known,
    )


def raise_conversion(workings: Workings) -> Answer:
    """Where the visitor-to-lead rate is clearly behind another channel's."""
    question, kpi = "raise_conversion", "visitor_to_lead_rate"
    rates = _known(workings, kpi)
    if not rates:
        return cannot_tell(question, "visitors_and_leads", limit="why")
    total = workings.window_totals[kpi]
    found = list(gaps(workings, kpi))
    figures = (labelled(total), *_figures(workings, kpi, *rates))
    if not found:
        return Answer(
            question,
            Claim.CANNOT_TELL,
            Sentence("answers.raise_conversion_no_gap", {"rate": total.value}),
            figures,
            unknown("why"),
            helps("more_months"),
            total.rows_known,
        )
    visitors = workings.window_channels
    worse = max((gap.worse for gap in found), key=lambda key: visitors[key][kpi].denominator or 0)
    better = max((gap.better for gap in found if gap.worse == worse), key=lambda key: rates[key])
    facts = {
        "worse": _name(workings, worse),
        "worse_rate": rates[worse],
        "better": _name(workings, better),
        "better_rate": rates[better],
    }
    return Answer(
        question,
        None,
        Sentence("answers.raise_conversion_gap", facts),
        figures,
        unknown("why"),
        rows=total.rows_known,
    )


def more_leads(workings: Workings) -> Answer:
    """Where leads come from, and where a lead clearly costs less."""
    total, by_channel = workings.window_totals["leads"], _known(workings, "leads")
    if not total.value:
        return cannot_tell("more_leads", "leads", limit="next_lead")
    cheapest = unbeaten(workings, "cpl", lower_is_better=True)
    costs = _known(workings, "cpl")
    if cheapest is None:
        second = Sentence("answers.more_leads_no_gap") if len(costs) > 1 else None
    else:
        second = Sentence(
            "answers.more_leads_gap",
            {
                "best": _name(workings, cheapest.better),
                "best_cpl": costs[cheapest.better],
                "other": _name(workings, cheapest.worse),
                "other_cpl": workings.window_channels[cheapest.worse]["cpl"].value,
            },
        )
    return Answer(
        "more_leads",
        None if cheapest else Claim.CANNOT_TELL,
        joined(_brought_most(workings, total, by_channel), second),
        (labelled(total), *_figures(workings, "cpl", *costs)),
        unknown("next_lead"),
        None if costs else helps("spend_and_leads"),
        total.rows_known,
    )


def lower_cac(workings: Workings) -> Answer:
    """The weakest factor of CAC = cost per visitor ÷ (visitor-to-lead × close rate)."""
    key = workings.dissected
    if key is None:
        return cannot_tell("lower_cac", "visitors_leads_customers", limit="why")
    figures = workings.window_channels[key]
    parts = {part: figures[part].value for part in ("cac", "cost_per_visitor", *FACTORS)}
    verdict, weakest = _weakest(workings, key)
    name = "lower_cac" if _largest_website_spend(workings, key) else "lower_cac_of_one"
    return Answer(
        "lower_cac",
        verdict,
        joined(Sentence(f"answers.{name}", {"channel": _name(workings, key), **parts}), weakest),
        tuple(labelled(figures[part], _name(workings, key)) for part in parts),
        unknown("why"),
        rows=figures["cac"].rows_known,
    )


def _largest_website_spend(workings: Workings, key: str) -> bool:
    """Whether no other website channel, its factors known or not, has as much spend."""
    channels = workings.window_channels
    own = channels[key]["spend"].value or Decimal(0)
    others = (other for other in channels if other != key and workings.channel(other).website)
    return all((channels[other]["spend"].value or Decimal(0)) < own for other in others)


def _weakest(workings: Workings, key: str) -> tuple[Claim | None, Sentence]:
    own, others = workings.window_channels[key], workings.other_websites
    behind: dict[str, Decimal] = {}
    for factor in FACTORS:
        mine, theirs = own[factor].value, others[factor].value
        if mine and theirs and workings.claim("factor", factor) is Claim.NO:
            behind[factor] = mine / theirs
    if behind:
        factor = min(behind, key=lambda each: behind[each])
        facts = {
            "factor": Term(f"kpis.{factor}.short"),
            "own": own[factor].value,
            "others": others[factor].value,
        }
        return None, Sentence("answers.lower_cac_rate", facts)
    price, usual = own["cost_per_visitor"].value, others["cost_per_visitor"].value
    if price and usual and price > usual * _DEARER:
        return None, Sentence("answers.lower_cac_price", {"own": price, "others": usual})
    return Claim.CANNOT_TELL, Sentence("answers.lower_cac_no_weak")


def investment_pays(workings: Workings) -> Answer:
    """Which channel's, and which campaign's, investment pays."""
    verdicts = workings.verdicts
    names = {
        pays: [_name(workings, key) for key, verdict in verdicts.items() if verdict.pays is pays]
        for pays in Pays
    }
    parts = [
        Sentence(f"answers.investment_{pays}", {"channels": names[pays]})
        for pays in (Pays.PAYS, Pays.LOSES_MONEY, Pays.CHECK_FIRST, Pays.CANNOT_TELL)
        if names[pays]
    ]
    told = bool(names[Pays.PAYS] or names[Pays.LOSES_MONEY])
    roi = "roi" if workings.window_totals["roi"].value is not None else "revenue_roi"
    spending = [key for key, verdict in verdicts.items() if verdict.pays is not Pays.NO_SPEND]
    if not parts:
        return cannot_tell("investment_pays", "spend_customers_revenue", limit="cause")
    return Answer(
        "investment_pays",
        None if told else Claim.CANNOT_TELL,
        joined(*parts, *_campaigns_told(workings)),
        _figures(workings, roi, *spending),
        unknown("cause"),
        helps("margin") if workings.window_totals["roi"].missing == "no_margin" else None,
        workings.window_totals["spend"].rows_known,
    )


def _campaigns_told(workings: Workings) -> list[Sentence]:
    told: dict[Pays, list[tuple[str, str]]] = {Pays.PAYS: [], Pays.LOSES_MONEY: []}
    for channel, campaigns in workings.window_part.campaigns.items():
        for campaign in campaigns:
            pays = workings.campaign_verdict(channel, campaign).pays if campaign is not None else None
            if campaign is not None and pays in told:
                told[pays].append((channel, campaign))
    return [
        Sentence(f"answers.campaigns_{pays}", {"campaigns": _named(workings, campaigns)})
        for pays, campaigns in told.items()
        if campaigns
    ]


def _named(workings: Workings, campaigns: list[tuple[str, str]]) -> list[Sentence]:
    """Those with the most spend by name, of which channel; how many others there are."""
    sums = workings.window_part.campaigns
    campaigns.sort(key=lambda pair: by_spend(sums[pair[0]][pair[1]], pair[1]))
    named = [
        Sentence("answers.campaign", {"channel": _name(workings, channel), "campaign": campaign})
        for channel, campaign in campaigns[:_MOST_NAMED]
    ]
    others = len(campaigns) - len(named)
    return [*named, Sentence("answers.other_campaigns", {"n": others})] if others else named


def sql_to_customer(workings: Workings) -> Answer:
    """How near a sales-qualified lead is to becoming a customer."""
    question, rate = "sql_to_customer", workings.window_totals["sql_close_rate"]
    if rate.value is None:
        return cannot_tell(question, "sql", limit="cohort")
    facts = {"customers": rate.numerator, "sql": rate.denominator, "rate": rate.value}
    days = workings.cycles_of_report.mean
    cycle = None if days.value is None else Sentence("answers.sql_cycle", {"days": days.value})
    cycle = dated(workings, workings.period, cycle)
    interval = rate.interval
    likely = None
    if interval is not None:
        likely = Sentence("answers.likely", {"low": interval.low, "high": interval.high})
    few = Sentence("answers.too_few_for_range") if interval is None else None
    return Answer(
        question,
        None if interval is not None else Claim.CANNOT_TELL,
        joined(Sentence("answers.sql_to_customer", facts), likely, few, cycle),
        (labelled(rate), *((of_report(workings, days),) if days.value is not None else ())),
        unknown("cohort"),
        None if cycle else helps("deals"),
        rate.rows_known,
    )


def best_mqls(workings: Workings) -> Answer:
    """Which channel brings the best marketing-qualified leads: those that sales accepts."""
    question, kpi = "best_mqls", "sql_rate"
    rates = _known(workings, kpi)
    if not rates:
        helping = "sql" if workings.window_totals["mql"].value is not None else "mql"
        return cannot_tell(question, helping, limit="quality")
    figures = _figures(workings, kpi, *sorted(rates, key=lambda key: -rates[key]))
    rows = workings.window_totals[kpi].rows_known
    best = unbeaten(workings, kpi)
    if best is None:
        text = Sentence("answers.best_mqls_no_gap", {"rate": workings.window_totals[kpi].value})
        return Answer(
            question, Claim.CANNOT_TELL, text, figures, unknown("quality"), helps("more_months"), rows
        )
    facts = {
        "best": _name(workings, best.better),
        "best_rate": rates[best.better],
        "other": _name(workings, best.worse),
        "other_rate": rates[best.worse],
    }
    return Answer(
        question, None, Sentence("answers.best_mqls_gap", facts), figures, unknown("quality"), rows=rows
    )
