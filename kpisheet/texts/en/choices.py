"""Choices of the settings and of Deals' outcome."""

TEXTS: dict[str, str] = {
    "vat.without": "Without VAT or sales tax",
    "vat.with": "With VAT or sales tax",
    "selling.inside": "Inside sales (phone or online)",
    "selling.field": "Field sales",
    "selling.cold_calls": "Cold calls",
    "shared_costs_by.none": "Not at all",
    "shared_costs_by.customers": "By new customers",
    "shared_costs_by.spend": "By spend",
    "outcome.won": "Won",
    "outcome.lost": "Lost",
    "outcome.open": "Open",
    "conversions_are.leads": "Leads",
    "conversions_are.new_customers": "New customers",
    "conversions_are.not_used": "Not used",
}
