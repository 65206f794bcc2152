"""Kaynak yazının soruları, adlarıyla."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "more_visitors": "Web sitesi ziyaretçilerini nasıl artırırız?",
    "organic_vs_social": "Organik trafik, sosyal medyadan daha mı iyi dönüşüyor?",
    "raise_conversion": "Ziyaretçi → lead dönüşüm oranını ne artırabilir?",
    "more_leads": "Lead sayısını nasıl artırırız?",
    "lower_cac": "Müşteri edinme maliyetini (CAC) nasıl düşürürüz?",
    "investment_pays": "Hangi kanalın, hangi kampanyanın yatırımı karşılığını veriyor?",
    "sql_to_customer": "Satış nitelikli bir lead (SQL) müşteri olmaya ne kadar yakın?",
    "best_mqls": "En iyi pazarlama nitelikli lead’leri (MQL) hangi kanal getiriyor?",
    "enough_right_visitors": "Doğru ziyaretçiden yeterince geliyor mu?",
    "enough_organic": "Yeterince organik trafik alıyor muyuz?",
    "enough_leads": "Lead sayısı ve niteliği yeterli mi?",
    "conversion_where_it_could_be": "Dönüşüm oranlarımız yeterli mi?",
    "cac_acceptable": "Müşteri edinme maliyeti (CAC) kabul edilebilir mi?",
    "clv_improving": "Müşteri yaşam boyu değeri (CLV) artıyor mu?",
}
