"""What is said of the channels' months, on the page and on KPI summary."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "yes": "{channel}: CAC rose from {before:unit_money} to {now:unit_money}",
    "no": "{channel}: CAC fell from {before:unit_money} to {now:unit_money}",
    "cannot_tell": "{channel}: no clear change of CAC ({before:unit_money}, then {now:unit_money})",
    "untold": "{channel}: too little for a trend",
    "check_first": "{channel}: check its cells before you read a change of CAC ({before:unit_money}, then {now:unit_money})",
    "title": "Channel by channel over the months",
    "halves": "Compared: {now:short_period} with {earlier:short_period}.",
    "budget": "{budget:money} was budgeted, {spent:money} spent ({share:rate} of it)",
    "budget_of_nothing": "{budget:money} was budgeted, {spent:money} spent",
    "budget_of_some": "{said}; {known} of {of} months have a budget",
    "budget_all": "All channels with a budget: {said}.",
}
