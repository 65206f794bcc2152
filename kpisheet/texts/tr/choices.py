"""Ayarların ve Fırsatlar sayfasındaki sonucun seçenekleri."""

TEXTS: dict[str, str] = {
    "vat.without": "KDV hariç",
    "vat.with": "KDV dahil",
    "selling.inside": "Ofisten satış (telefon veya internet)",
    "selling.field": "Saha satışı",
    "selling.cold_calls": "Soğuk arama",
    "shared_costs_by.none": "Dağıtılmasın",
    "shared_costs_by.customers": "Yeni müşteriye göre",
    "shared_costs_by.spend": "Harcamaya göre",
    "outcome.won": "Kazanıldı",
    "outcome.lost": "Kaybedildi",
    "outcome.open": "Açık",
    "conversions_are.leads": "Potansiyel müşteri (lead)",
    "conversions_are.new_customers": "Yeni müşteri",
    "conversions_are.not_used": "Kullanılmaz",
}
