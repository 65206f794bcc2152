"""The plan as JSON: what each channel's spend brings, what the scenarios come to, and the suggestion."""

from __future__ import annotations

from typing import Any

from kpisheet.analysis.plan_rates import Rates
from kpisheet.analysis.planning import Plan, PlanLine, Scenario, Suggestion
from kpisheet.analysis.scenarios import Estimate, Outcome, against_now, outcomes
from kpisheet.texts.language import Words


def plan_dict(plan: Plan, words: Words) -> dict[str, Any]:
    """The plan; money and counts are estimates, ranges 95 %."""
    found = outcomes(plan)
    return {
        "months": [month.key for month in plan.months],
        "counted": plan.counted,
        "rates_from": plan.window.key if plan.window else None,
        "shared_costs": plan.shared_costs,
        "season": None if plan.no_season is not None else list(plan.seasonal),
        "channels": [_channel(plan, line) for line in plan.lines],
        "scenarios": [_scenario(one, found[Scenario.NOW]) for one in found.values()],
        "suggestion": None if plan.suggestion is None else _suggestion(plan.suggestion),
        "no_suggestion": None if plan.no_suggestion is None else words.say(plan.no_suggestion),
    }


def _channel(plan: Plan, line: PlanLine) -> dict[str, Any]:
    """`returns_known`: its months tell the exponent; `breaks_even_up_to`: None where that can't be known."""
    rates = Rates(line, plan.typed_of(line))
    return {
        "key": line.channel.key,
        "spend": line.now,
        "cost_per_customer": rates.cost_per_customer,
        "profit_per_customer": rates.profit_per_customer,
        "average_return": rates.average_return,
        "marginal_return": rates.marginal_return,
        "exponent": rates.exponent,
        "exponent_uncertainty": line.returns.uncertainty,
        "returns_known": line.returns.known,
        "breaks_even_up_to": rates.pays_up_to,
        "highest_month": line.most,
        "days": rates.days,
        "doubtful": line.doubtful,
    }


def _scenario(outcome: Outcome, now: Outcome) -> dict[str, Any]:
    """`without_return`: channels whose planned spend counts as bringing nothing."""
    compared = against_now(outcome, now)
    own = outcome.scenario is not Scenario.NOW
    return {
        "scenario": outcome.scenario.value,
        "spend": outcome.spend,
        "customers": _estimate(outcome.customers),
        "revenue": _estimate(outcome.revenue),
        "gross_profit": _estimate(outcome.profit),
        "shared_costs": outcome.shared,
        "after_all_costs": _estimate(outcome.after),
        "roi": _estimate(outcome.roi),
        "arrives_later": outcome.later,
        "lowest_cash": outcome.lowest_cash,
        "paid_back": None if compared.paid_back is None else outcome.plan.months[compared.paid_back].key,
        "chance_of_improvement": compared.chance if own else None,
        "without_return": [one.rates.line.channel.key for one in outcome.without_return],
        "beyond_seen": [one.rates.line.channel.key for one in outcome.beyond_seen],
        "by_month": [
            {
                "month": outcome.plan.months[index].key,
                "spend": month.spend,
                "customers": month.customers,
                "revenue": month.revenue,
                "gross_profit": _estimate(month.profit),
                "after_all_costs": month.after,
                "cash": month.cash,
            }
            for index, month in enumerate(outcome.months)
        ],
    }


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {"expected": estimate.value, "low": estimate.low, "high": estimate.high}


def _suggestion(found: Suggestion) -> dict[str, Any]:
    return {
        "budget": found.budget,
        "gain": found.gain,
        "low": found.low,
        "chance_of_improvement": found.chance,
        "channels": [
            {"key": move.key, "spend": move.now, "suggested": move.suggested, "at_limit": move.at_limit}
            for move in found.moves
        ],
    }
