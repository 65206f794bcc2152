"""Göstergelerin yanındaki kısa cümleler: dayanak, olası aralık, değişim, sonuçların nedeni, rapor notları."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "base": "{of} ayın {known} tanesi",
    "card_both": "{range}; {change}",
    "card_range": "olası aralık {low:unit_money} – {high:unit_money}",
    "card_at_least": "büyük olasılıkla {low:unit_money} üzerinde",
    "card_no_clear_change": "önceki döneme ({earlier:short_period}) göre belirgin değişiklik yok",
    "card_higher": "önceki döneme ({earlier:short_period}) göre belirgin biçimde yüksek",
    "card_lower": "önceki döneme ({earlier:short_period}) göre belirgin biçimde düşük",
    "verdict_no_spend": "Bu kanala harcama yapılmamış.",
    "verdict_customers_not_recorded": "Harcamasının yanında yeni müşteri sayısı girilmemiş.",
    "verdict_spend_not_recorded": "Harcaması girilmemiş.",
    "verdict_customers_derived": "Müşteri sayısı sayılmamış, bir orandan hesaplanmış.",
    "verdict_no_margin": "Brüt kâr marjı girilmemiş.",
    "verdict_no_profit": "Müşteri başına brüt kâr bilinmiyor.",
    "verdict_loses_by_margin": "Satış brüt kâr bırakmıyor (müşteri başına {profit_per_customer:unit_money}); hiçbir müşteri sayısı masrafı çıkarmaz.",
    "verdict_pays": "{customers:count} müşteri; başabaş için yaklaşık {needed:count} gerekiyordu.",
    "verdict_loses_money": "{customers:count} müşteri; başabaş için yaklaşık {needed:count} gerekiyordu.",
    "verdict_too_few": "{customers:count} müşteri; başabaş için yaklaşık {needed:count} gerekiyordu. Aradaki fark rastlantı olabilir.",
}
