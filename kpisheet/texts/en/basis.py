"""What figures are made of, beside them."""

from __future__ import annotations

TEXTS: dict[str, str] = {
    "ratio": "{top} ÷ {bottom}",
    "return": "({came} − {spend}) ÷ {spend}",
    "money": "{part:money} {name}",
    "money_of": "{part:money} of {whole:money} {name}",
    "count": "{part:count} {name}",
    "count_of": "{part:count} of {whole:count} {name}",
    "months": "{known} of {of} months",
    "periods": "{known} of {of} periods",
    "rows": "blank in {n} {n:plural:row:rows}",
    "spend": "{n:plural:spent:spent}",
    "revenue": "{n:plural:revenue:revenue}",
    "gross_profit": "{n:plural:gross profit:gross profit}",
    "visitors": "{n:plural:visitor:visitors}",
    "leads": "{n:plural:lead:leads}",
    "mql": "{n:plural:MQL:MQLs}",
    "sql": "{n:plural:SQL:SQLs}",
    "quotes": "{n:plural:quote:quotes}",
    "new_customers": "{n:plural:customer:customers}",
    "sales": "{n:plural:sale:sales}",
    "sales_or_customers": "{n:plural:sale:sales}",
    "pieces_sent": "{n:plural:piece:pieces}",
}
