"""Keys of an agency's brand file."""

TEXTS: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "colour": ("colour", "color"),
    "logo": ("logo",),
    "opening": ("opening",),
    "closing": ("closing",),
    "comments": ("comments",),
}
