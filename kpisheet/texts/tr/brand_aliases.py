"""Ajansın marka dosyasındaki anahtarlar: Türkçe harfler TOML'de tırnak ister, onlarsız da anlaşılır."""

TEXTS: dict[str, tuple[str, ...]] = {
    "name": ("ad",),
    "colour": ("renk",),
    "logo": ("logo",),
    "opening": ("acilis",),
    "closing": ("kapanis",),
    "comments": ("yorumlar",),
}
