"""Groups of channels."""

TEXTS: dict[str, str] = {
    "organic": "Organic",
    "paid": "Paid ads",
    "social": "Social",
    "email": "E-mail",
    "messaging": "Messaging",
    "offline": "Offline",
    "partner": "Partners and platforms",
    "referral": "Referral",
    "outbound": "Outbound",
    "direct": "Direct",
    "unknown": "Unknown",
    "other": "Other",
}
