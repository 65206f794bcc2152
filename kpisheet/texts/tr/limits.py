"""Bir çalışma kitabındaki sınırların her birinin gerekçesi; sayının kendisi paket katmanındadır."""

TEXTS: dict[str, str] = {
    "input_bytes": "Dosyanın bayt sayısı: dosyanın tamamı bellekte tutulur; gerçek çalışma kitapları 30 MB’ın altında kalır.",
    "entries": "Paketteki parça sayısı: görülen en büyük gerçek pakette 1.033 parça vardı.",
    "part_bytes": "Tek bir parçanın açılmış bayt sayısı: görülen en büyük gerçek paketin tüm parçaları 114 MB tutuyordu.",
    "package_bytes": "Okunan tüm parçaların açılmış bayt sayısı.",
    "relationships": "Tek bir parçadaki bağlantı sayısı: bağlantılarla dolu bir sayfada bile on binlerce olur.",
    "sheets": "Sayfa sayısı: kimse bin sekme arasında gezinmez.",
    "rows": "Bir sayfadaki satır sayısı: Excel’in kendi son satırı.",
    "columns": "Bir sayfadaki sütun sayısı: Excel’in kendi son sütunu.",
    "cells": "Çalışma kitabının tamamındaki hücre sayısı: 14 sütunlu 100.000 satır 1,4 milyon hücre eder.",
    "merged_areas": "Bir sayfadaki birleştirilmiş alan sayısı.",
    "tables": "Bir sayfadaki tablo sayısı: genellikle birkaç tane olur.",
    "defined_names": "Tanımlı ad sayısı: eski çalışma kitaplarında binlerce bozuk ad birikir.",
    "shared_strings": "Farklı metin sayısı: çalışma kitabında bulunabilecek her hücre için bir metin.",
    "text_characters": "Bir sayfanın tüm hücrelerindeki karakter sayısı; ortak bir metin, göründüğü her hücre için ayrıca sayılır.",
    "cell_characters": "Tek bir hücredeki karakter sayısı: Excel’in kendi sınırı 32.767’dir.",
    "styles": "Hücre biçimi sayısı: Excel’in kendi sınırı; raporun biçimleri de bunlara eklenir.",
    "comments": "Bir sayfadaki hücre notu sayısı.",
    "elements": "Sayfa ve metin tablosu dışındaki tek bir parçadaki XML öğesi sayısı: gerçek parçalarda 200.000’e kadar çıkar.",
    "tag_bytes": "Tek bir XML etiketinin bayt sayısı: bir hücrenin etiketi birkaç yüz bayttır.",
    "xml_depth": "İç içe XML öğesi sayısı: gerçek çalışma kitaplarındaki çizimlerde yaklaşık 40’a ulaşır.",
}
