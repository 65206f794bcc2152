"""Veriye benzeyip okunmayanlar, ilk ekranda."""

TEXTS: dict[str, str] = {
    "tables": "Okunmadı: kanal verisine benzeyen {n} tablo daha var ({names}: {rows:count} satır, {total:money} harcama; okunan harcama {read:money}).",
    "columns": "Okunmadı: başlığı bilinmeyen {n} sayı sütunu ({names}; toplamı {total:text}).",
    "figures": "Okunmadı: ne olduğunu söyleyen etiketi olmayan {n:count} rakam ({names}; toplamı {total:text}).",
    "rows": "Dışarıda kaldı: {n} satır ({names}; {total:money} harcama).",
}
