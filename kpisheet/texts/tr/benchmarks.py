"""Kıyas değerlerinin kaynağı: yazıların kendi değerleri olarak gösterilir."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "retention": "Verimlilik ölçümü yazısı: yıllık %80 ve üzeri elde tutma idealdir.",
    "originated_inside": "CRM ölçütleri yazısı: iç satış ekibiyle %40–80.",
    "originated_cold_calls": "CRM ölçütleri yazısı: soğuk aramayla %10–30.",
    "direct_mail": "Pazarlama KPI yazısı: posta gönderimleri düzenli olarak %0,5–1,5 getirir.",
}
