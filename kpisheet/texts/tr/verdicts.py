"""Kanalın masrafını çıkarıp çıkarmadığına verilen yanıtlar."""

TEXTS: dict[str, str] = {
    "pays": "Çıkarıyor",
    "loses_money": "Zarar ediyor",
    "cannot_tell": "Henüz söylenemez",
    "check_first": "Kontrol etmeden söylenemez",
    "no_spend": "Harcama yok",
}
