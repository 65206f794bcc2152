"""Verinin bir karşılaştırma için söyleyebildiği."""

TEXTS: dict[str, str] = {"yes": "Evet", "no": "Hayır", "cannot_tell": "Henüz söylenemez"}
