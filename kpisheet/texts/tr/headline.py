"""Sayfanın ve KPI özetinin ilk cümlesi."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "no_data": "Henüz veri yok: Kanallar sayfasının ilk satırını doldurun, kaydedin ve kpisheet komutunu yeniden çalıştırın.",
    "whole": "{spent} {came}",
    "leads_and_customers": "{spend:money} pazarlama harcamasına karşılık {leads:count} lead ve {customers:count} yeni müşteri kaydedildi.",
    "leads": "{spend:money} pazarlama harcamasına karşılık {leads:count} lead kaydedildi.",
    "customers": "{spend:money} pazarlama harcamasına karşılık {customers:count} yeni müşteri kaydedildi.",
    "spend": "Pazarlamaya {spend:money} harcandı; lead ve yeni müşteri sayıları henüz girilmemiş.",
    "profit": "Harcanan her {one:money} için brüt kâr {profit:unit_money}.",
    "revenue": "Harcanan her {one:money} için ciro {revenue:unit_money}; brüt kâr marjı girilmediği için kâr söylenemiyor.",
    "nothing_known": "Karşılığında ne geldiği, ciro girilene kadar söylenemez.",
    "no_spend": "Hiç harcama yapılmamış; hesaplanacak bir getiri yok.",
}
