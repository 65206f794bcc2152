"""Rakamların yanında, neyin neye bölündüğü."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "ratio": "{top} ÷ {bottom}",
    "return": "({came} − {spend}) ÷ {spend}",
    "money": "{part:money} {name}",
    "money_of": "{part:money} {name} (toplam {whole:money})",
    "count": "{part:count} {name}",
    "count_of": "{part:count} {name} (toplam {whole:count})",
    "months": "{of} ayın {known} tanesi",
    "periods": "{of} dönemin {known} tanesi",
    "rows": "{n} satırda boş",
    "spend": "{n:plural:harcama:harcama}",
    "revenue": "{n:plural:ciro:ciro}",
    "gross_profit": "{n:plural:brüt kâr:brüt kâr}",
    "visitors": "{n:plural:ziyaretçi:ziyaretçi}",
    "leads": "{n:plural:lead:lead}",
    "mql": "{n:plural:MQL:MQL}",
    "sql": "{n:plural:SQL:SQL}",
    "quotes": "{n:plural:teklif:teklif}",
    "new_customers": "{n:plural:müşteri:müşteri}",
    "sales": "{n:plural:satış:satış}",
    "sales_or_customers": "{n:plural:satış:satış}",
    "pieces_sent": "{n:plural:gönderi:gönderi}",
}
