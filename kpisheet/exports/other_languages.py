"""Headers as ad systems write them in languages that kpisheet doesn't speak, by their meaning.

They are names of columns, not words that a person reads here. German, Spanish, French and Portuguese,
from public importers of Google Ads, Meta and Amazon Ads downloads; Russian, from those of Yandex Direct.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from kpisheet.texts.aliases import plain

HEADERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "period": (
            "tag",
            "datum",
            "monat",
            "día",
            "fecha",
            "mes",
            "jour",
            "mois",
            "dia",
            "data",
            "mês",
            "дата",
            "день",
            "месяц",
        ),
        "week": ("woche", "semana", "semaine", "неделя"),
        "year": ("jahr", "año", "ano", "année", "год"),
        "channel": ("canal", "werbekanal", "marketingkanal", "канал", "canal de marketing"),
        "platform": ("plattform", "plataforma", "plateforme", "площадка"),
        "revenue": ("umsatz", "receita", "faturamento", "ingresos", "chiffre d'affaires", "доход", "выручка"),
        "new_customers": ("neukunden", "novos clientes", "nuevos clientes", "nouveaux clients"),
        "visitors": ("besucher", "visitantes", "visiteurs"),
        "starts": (
            "beginn des berichtszeitraums",
            "auswertungsbeginn",
            "berichtsstart",
            "inicio del informe",
            "inicio de informes",
            "début des rapports",
            "início dos relatórios",
        ),
        "ends": (
            "ende des berichtszeitraums",
            "auswertungsende",
            "berichtsende",
            "fin del informe",
            "fin de informes",
            "fin des rapports",
            "término dos relatórios",
        ),
        "campaign": (
            "kampagne",
            "kampagnenname",
            "name der kampagne",
            "campaña",
            "nombre de la campaña",
            "campagne",
            "nom de la campagne",
            "campanha",
            "nome da campanha",
            "кампания",
            "название кампании",
        ),
        "campaign_id": ("№ кампании", "id кампании", "номер кампании"),
        "group": (
            "anzeigengruppe",
            "name der anzeigengruppe",
            "anzeigengruppenname",
            "grupo de anuncios",
            "nombre del conjunto de anuncios",
            "groupe d'annonces",
            "nom de l'ensemble de publicités",
            "nome do conjunto de anúncios",
            "группа",
            "название группы",
        ),
        "ad": (
            "anzeigenname",
            "nombre del anuncio",
            "nom de la publicité",
            "nome do anúncio",
            "№ объявления",
        ),
        "keyword": ("условие показа", "фраза"),
        "breakdown": (
            "gerät",
            "kampagnentyp",
            "netzwerk",
            "dispositivo",
            "appareil",
            "тип площадки",
            "тип устройства",
        ),
        "spend": (
            "kosten",
            "ausgaben",
            "ausgegebener betrag",
            "coste",
            "costo",
            "importe gastado",
            "gasto",
            "inversión",
            "coût",
            "dépenses",
            "montant dépensé",
            "custo",
            "valor usado",
            "valor gasto",
            "investimento",
            "werbekosten",
            "werbeausgaben",
            "расход",
            "расходы",
            "затраты",
        ),
        "currency": ("währung", "währungscode", "moneda", "código de moneda", "devise", "moeda", "валюта"),
        "impressions": ("impressionen", "impresiones", "impressões", "показы"),
        "clicks": (
            "klicks",
            "clics",
            "cliques",
            "clics en el enlace",
            "cliques no link",
            "link klicks",
            "клики",
        ),
        "conversions": ("conversiones", "conversões", "konversionen", "конверсии"),
        "results": ("ergebnisse", "resultados", "résultats"),
        "indicator": ("ergebnisindikator", "indicador de resultado", "indicateur de résultats"),
        "channel_group": (
            "sitzung primare channelgruppe standard channelgruppe",
            "sitzung standard channelgruppe",
        ),
        "sessions": ("sitzungen", "sesiones", "sessões"),
    }
)

# What a line of totals is called in these languages, alone or before what it is the total of.
_TOTALS = (
    "gesamt",
    "summe",
    "gesamtsumme",
    "suma",
    "totales",
    "total général",
    "total geral",
    "итого",
    "всего",
)
MONTHS_OF = ("de", "es", "fr", "pt", "ru", "it", "nl")


def names_total(text: str) -> bool:
    """Whether a label is one of totals in a language that kpisheet doesn't speak."""
    return plain(text.partition(":")[0]) in _totals()


@lru_cache(maxsize=1)
def _totals() -> frozenset[str]:
    return frozenset(map(plain, _TOTALS))


@lru_cache(maxsize=1024)
def month_of(word: str) -> int | None:
    """The month that a word names in one of these languages: `Oktober`, `out.`, `октября`."""
    return _months().get(plain(word))


@lru_cache(maxsize=1)
def _months() -> Mapping[str, int]:
    """Names of months that mean the same month in all these languages."""
    from babel import Locale  # noqa: PLC0415 - most files need none of it, and it takes its time

    found: dict[str, set[int]] = {}
    for code in MONTHS_OF:
        locale = Locale.parse(code)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for month, name in locale.months[context][width].items():
                    found.setdefault(plain(name), set()).add(month)
    return {name: months.pop() for name, months in found.items() if len(months) == 1}
