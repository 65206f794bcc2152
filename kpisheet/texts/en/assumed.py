"""What a report assumes in place of what the file says."""

TEXTS: dict[str, str] = {
    "said": "Assumed for this report only: {each}.",
    "instead": "{what} {value} instead of {before}",
    "new": "{what} {value} (none is filled in)",
    "planned_instead": "planned spend on {what} {value} a month in scenario A instead of {before}",
    "planned_new": "planned spend on {what} {value} a month in scenario A instead of what is typed for its months",
    "rows_keep": "{said} (rows with a margin of their own keep it)",
    "as_rate": "{value:exact_rate}",
    "as_return": "{value:return}",
    "as_money": "{value:money}",
    "as_unit_money": "{value:unit_money}",
}
