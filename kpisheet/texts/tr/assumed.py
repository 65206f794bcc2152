"""Bir raporun, dosyada yazanın yerine varsaydıkları."""

TEXTS: dict[str, str] = {
    "said": "Yalnızca bu rapor için varsayıldı: {each}.",
    "instead": "{what} {before} yerine {value}",
    "new": "{what} {value} (dosyada yazılı değil)",
    "planned_instead": "{what} için planlanan harcama, senaryo A’da ayda {before} yerine {value}",
    "planned_new": "{what} için planlanan harcama, senaryo A’da aylara yazılanlar yerine ayda {value}",
    "rows_keep": "{said} (kendi marjı yazılı satırlar onu korur)",
    "as_rate": "{value:exact_rate}",
    "as_return": "{value:return}",
    "as_money": "{value:money}",
    "as_unit_money": "{value:unit_money}",
}
