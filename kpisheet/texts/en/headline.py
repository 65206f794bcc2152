"""The headline sentence of the page and of the KPI summary."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "no_data": "No data yet: fill in the first row of Channels, save, and run kpisheet again.",
    "no_rows": "No row lies in {period:period}; the latest is of {latest:period}.",
    "next_no_rows": "Next: fill in the rows of {period:period}.",
    "whole": "{spent} {came}",
    "leads_and_customers": "{spend:money} of marketing went with {leads:count} {leads:plural:lead:leads} and {customers:count} new {customers:plural:customer:customers}.",
    "leads": "{spend:money} of marketing went with {leads:count} {leads:plural:lead:leads}.",
    "customers": "{spend:money} of marketing went with {customers:count} new {customers:plural:customer:customers}.",
    "spend": "{spend:money} went into marketing; leads and new customers are not recorded yet.",
    "profit": "Each {one:money} came with {profit:unit_money} of gross profit.",
    "revenue": "Each {one:money} came with {revenue:unit_money} of revenue; the gross margin is missing, so profit can’t be told.",
    "nothing_known": "What it brought in can’t be told until revenue is filled in.",
    "no_spend": "Nothing was spent, so there is no return to reckon.",
    "next_no_data": "Next: fill in spend, leads and new customers for one month.",
    "next_check": "First check {cells}: the verdict of {channel} hangs on it. {reason}",
    "next_try": "Next {amount:money}: try {channel} for two months, then compare. Past averages don’t promise the same return on more spend.",
    "next_test": "Next {amount:money} a month: try {channel} for {months} months. It paid if at least {customers:count} new customers come from it in that time; at today’s spend about {usual:count} would. Past averages don’t promise the same return on more spend.",
    "next_less": "Next: spend less on {channel} for two months, then compare. {customers:count} {customers:plural:customer:customers} came; about {needed:count} would have broken even.",
    "next_less_margin": "Next: look at the prices and the margin of what {channel} sells; at today’s margin no sale pays its cost back.",
    "next_record_spend_not_recorded": "Next: fill in what each channel cost, so that it can be told whether it pays for itself.",
    "next_record_customers_not_recorded": "Next: fill in new customers per channel (ask each one how they found you), so that it can be told what pays for itself.",
    "next_record_customers_derived": "Next: count new customers per channel instead of working them out from a rate, so that it can be told what pays for itself.",
    "next_record_no_margin": "Next: fill in the gross margin (in Business, or in a column “Gross margin”), so that it can be told what pays for itself.",
    "next_record_no_profit": "Next: fill in revenue and the gross margin, so that it can be told what pays for itself.",
    "next_keep_recording": "Next: keep spending and recording as you do for two more months; no channel stands out clearly yet.",
    "next_no_spend": "Next: fill in what each channel cost, if it cost anything.",
    "check_all": "{cells} {cells:plural:cell:cells} to check; {matter:plural:it affects:all of them affect} these figures.",
    "check_some": "{cells} cells to check; {matter} of them {matter:plural:affects:affect} these figures.",
    "check_none": "{cells} {cells:plural:cell:cells} to check; {cells:plural:it doesn’t affect:none of them affects} these figures.",
}
