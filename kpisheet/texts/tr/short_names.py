"""Kanal adlarında kısaltılan sözcükler: kısaltma ve başka bir sözcüğün yanında ne anlama geldiği."""

TEXTS: dict[str, tuple[str, ...]] = {
    "facebook": ("face", "feys", "feysbuk", "fesbuk"),
    "instagram": ("insta",),
    "youtube": ("yutup",),
    "tiktok": (),
    "linkedin": (),
    "google": ("gugıl",),
    "whatsapp": ("wp", "vatsap", "watsap"),
    "microsoft": (),
}
