"""Sayfada ve KPI özetinde kanalların ayları için söylenenler."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "yes": "{channel}: CAC yükseldi ({before:unit_money} → {now:unit_money})",
    "no": "{channel}: CAC düştü ({before:unit_money} → {now:unit_money})",
    "cannot_tell": "{channel}: CAC değerinde belirgin değişiklik yok ({before:unit_money} → {now:unit_money})",
    "untold": "{channel}: eğilim için veri az",
    "check_first": "{channel}: CAC değişmiş görünüyor ({before:unit_money} → {now:unit_money}), ama önce hücrelerini kontrol edin",
    "title": "Aylar boyunca kanal kanal",
    "halves": "Karşılaştırılan aylar: {earlier:short_period} ile {now:short_period}.",
    "budget": "Bütçe {budget:money}, harcama {spent:money} (bütçeye oranı {share:rate})",
    "budget_of_nothing": "Bütçe {budget:money}, harcama {spent:money}",
    "budget_of_some": "{said}; {of} ayın {known} tanesinde bütçe var",
    "budget_all": "Bütçesi olan kanalların tümü: {said}.",
}
