"""Small sentences beside figures: bases, ranges, changes, reasons of verdicts, what holds for the report."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "base": "{known} of {of} months",
    "card_both": "{range}; {change}",
    "card_range": "likely {low:unit_money}–{high:unit_money}",
    "card_at_least": "probably above {low:unit_money}",
    "card_no_clear_change": "no clear change since {earlier:short_period}",
    "card_higher": "clearly higher than in {earlier:short_period}",
    "card_lower": "clearly lower than in {earlier:short_period}",
    "verdict_no_spend": "Nothing was spent on it.",
    "verdict_customers_not_recorded": "New customers aren’t filled in beside its spend.",
    "verdict_spend_not_recorded": "Its spend isn’t filled in.",
    "verdict_customers_derived": "Its customers were worked out from a rate, not counted.",
    "verdict_no_margin": "The gross margin isn’t filled in.",
    "verdict_no_profit": "No gross profit per customer is known.",
    "verdict_loses_by_margin": "A sale brings no gross profit ({profit_per_customer:unit_money} per customer), so no number of customers pays it back.",
    "verdict_pays": "{customers:count} {customers:plural:customer:customers}; about {needed:count} would break even.",
    "verdict_loses_money": "{customers:count} {customers:plural:customer:customers}; about {needed:count} would break even.",
    "verdict_too_few": "{customers:count} {customers:plural:customer:customers} against about {needed:count} to break even: chance alone could explain that.",
}
