"""The headline sentence of the page and of the KPI summary."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "no_data": "No data yet: fill in the first row of Channels, save, and run kpisheet again.",
    "whole": "{spent} {came}",
    "leads_and_customers": "{spend:money} of marketing went with {leads:count} {leads:plural:lead:leads} and {customers:count} new {customers:plural:customer:customers}.",
    "leads": "{spend:money} of marketing went with {leads:count} {leads:plural:lead:leads}.",
    "customers": "{spend:money} of marketing went with {customers:count} new {customers:plural:customer:customers}.",
    "spend": "{spend:money} went into marketing; leads and new customers are not recorded yet.",
    "profit": "Each {one:money} came with {profit:unit_money} of gross profit.",
    "revenue": "Each {one:money} came with {revenue:unit_money} of revenue; the gross margin is missing, so profit can’t be told.",
    "nothing_known": "What it brought in can’t be told until revenue is filled in.",
    "no_spend": "Nothing was spent, so there is no return to reckon.",
}
