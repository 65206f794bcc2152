"""Sayfa adları: doldurulanlar ve raporun eklediği sayfalar."""

TEXTS: dict[str, str] = {
    "start": "Başlangıç",
    "business": "İşletme bilgileri",
    "months": "Aylar",
    "channels": "Kanallar",
    "deals": "Fırsatlar",
    "summary": "KPI özeti",
    "findings": "Kontrol edilecekler",
    "data_used": "Kullanılan veriler",
    "definitions": "Tanımlar",
    "plan": "Plan",
}
