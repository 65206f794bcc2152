"""Verinin bir karşılaştırma için taşıyabildiği hüküm."""

TEXTS: dict[str, str] = {"yes": "Evet", "no": "Hayır", "cannot_tell": "Henüz söylenemez"}
