"""Names of the sheets: those that people fill in and those that the report adds."""

TEXTS: dict[str, str] = {
    "start": "Start here",
    "business": "Business",
    "months": "Months",
    "channels": "Channels",
    "deals": "Deals",
    "summary": "KPI summary",
    "findings": "To check",
    "data_used": "Data used",
    "definitions": "Definitions",
    "plan": "Plan",
}
