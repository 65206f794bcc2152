"""What people shorten in the names of channels: a word, and what it stands for beside another word."""

TEXTS: dict[str, tuple[str, ...]] = {
    "facebook": ("fb",),
    "instagram": ("ig", "insta"),
    "youtube": ("yt",),
    "tiktok": ("tt",),
    "linkedin": ("li",),
    "google": ("g", "gads", "ggl"),
    "whatsapp": ("wa", "whats app"),
    "microsoft": ("msn",),
}
