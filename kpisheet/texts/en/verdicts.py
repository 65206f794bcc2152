"""Answers to: does the channel pay for itself."""

TEXTS: dict[str, str] = {
    "pays": "Pays",
    "loses_money": "Loses money",
    "cannot_tell": "Cannot tell yet",
    "check_first": "Cannot tell before you check",
    "no_spend": "No spend",
}
