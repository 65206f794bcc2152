"""Sayfanın ve KPI özetinin ilk cümlesi."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "no_data": "Henüz veri yok: Kanallar sayfasının ilk satırını doldurun, kaydedin ve kpisheet komutunu yeniden çalıştırın.",
    "no_rows": "{period:period} dönemine ait satır yok; en son satırın dönemi: {latest:period}.",
    "next_no_rows": "Sıradaki adım: {period:period} satırlarını doldurun.",
    "whole": "{spent} {came}",
    "leads_and_customers": "{spend:money} pazarlama harcamasına karşılık {leads:count} lead ve {customers:count} yeni müşteri kaydedildi.",
    "leads": "{spend:money} pazarlama harcamasına karşılık {leads:count} lead kaydedildi.",
    "customers": "{spend:money} pazarlama harcamasına karşılık {customers:count} yeni müşteri kaydedildi.",
    "spend": "Pazarlamaya {spend:money} harcandı; lead ve yeni müşteri sayıları henüz girilmemiş.",
    "profit": "Harcanan her {one:money} için brüt kâr {profit:unit_money}.",
    "revenue": "Harcanan her {one:money} için ciro {revenue:unit_money}; brüt kâr marjı girilmediği için kâr söylenemiyor.",
    "nothing_known": "Karşılığında ne geldiği, ciro girilene kadar söylenemez.",
    "no_spend": "Hiç harcama yapılmamış; hesaplanacak bir getiri yok.",
    "next_no_data": "Sıradaki adım: bir ay için harcama, lead ve yeni müşteri sayılarını doldurun.",
    "next_check": "Önce şunu kontrol edin: {cells}. {channel} kanalının sonucu buna bağlı. {reason}",
    "next_try": "Sıradaki {amount:money}: iki ay {channel} kanalında deneyin, sonra karşılaştırın. Geçmiş ortalama, ek harcamanın getirisini garanti etmez.",
    "next_test": "Ayda {amount:money} daha: {months} ay {channel} kanalında deneyin. Bu sürede kanaldan en az {customers:count} yeni müşteri gelirse karşılığını vermiş demektir; bugünkü harcamayla yaklaşık {usual:count} gelirdi. Geçmiş ortalama, ek harcamanın getirisini garanti etmez.",
    "next_less": "Sıradaki adım: {channel} kanalında iki ay daha az harcayın, sonra karşılaştırın. {customers:count} müşteri geldi; başabaş için yaklaşık {needed:count} gerekiyordu.",
    "next_less_margin": "Sıradaki adım: {channel} kanalından satılanların fiyatına ve marjına bakın; bugünkü marjla hiçbir satış masrafını çıkarmıyor.",
    "next_record_spend_not_recorded": "Sıradaki adım: her kanalın harcamasını yazın; masrafını çıkarıp çıkarmadığı ancak o zaman söylenebilir.",
    "next_record_customers_not_recorded": "Sıradaki adım: kanal başına yeni müşteri sayısını yazın (her müşteriye sizi nereden bulduğunu sorun); masrafını çıkaran kanal ancak o zaman söylenebilir.",
    "next_record_customers_derived": "Sıradaki adım: yeni müşteriyi bir orandan hesaplamak yerine kanal kanal sayın; masrafını çıkaran kanal ancak o zaman söylenebilir.",
    "next_record_no_margin": "Sıradaki adım: brüt kâr marjını yazın (İşletme bilgileri sayfasına ya da “Brüt kâr marjı” adlı bir sütuna); masrafını çıkaran kanal ancak o zaman söylenebilir.",
    "next_record_no_profit": "Sıradaki adım: ciroyu ve brüt kâr marjını yazın; masrafını çıkaran kanal ancak o zaman söylenebilir.",
    "next_keep_recording": "Sıradaki adım: iki ay daha aynı biçimde harcayıp kaydedin; henüz belirgin biçimde ayrılan bir kanal yok.",
    "next_no_spend": "Sıradaki adım: harcama yapılan kanalların tutarını yazın.",
    "check_all": "Bakılacak {cells} hücre var; {matter:plural:bu sonuçları etkiliyor:hepsi bu sonuçları etkiliyor}.",
    "check_some": "Bakılacak {cells} hücre var; {matter} tanesi bu sonuçları etkiliyor.",
    "check_none": "Bakılacak {cells} hücre var; bu sonuçları etkilemiyor.",
}
