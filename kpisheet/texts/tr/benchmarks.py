"""Kıyas değerlerinin kaynağı: yazıların kendi değerleri olarak gösterilir."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "retention": "Verimlilik ölçümü üzerine bir yazı: yıllık %80 ve üzeri elde tutma idealdir.",
    "originated_inside": "CRM ölçütleri üzerine bir yazı: ofisten satışta %40–80.",
    "originated_cold_calls": "CRM ölçütleri üzerine bir yazı: soğuk aramada %10–30.",
    "direct_mail": "Pazarlama KPI’ları üzerine bir yazı: postayla gönderimde geri dönüş genellikle %0,5–1,5.",
}
