"""Answers to: does the channel pay for itself."""

TEXTS: dict[str, str] = {
    "pays": "Pays",
    "loses_money": "Loses money",
    "cannot_tell": "Cannot tell yet",
    "no_spend": "No spend",
}
