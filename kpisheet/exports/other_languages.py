"""Headers as ad systems write them in languages that kpisheet doesn't speak, by their meaning.

They are names of columns, not words that a person reads here. German, Spanish, French and Portuguese,
from public importers of Google Ads, Meta and Amazon Ads downloads.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HEADERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "period": ("tag", "datum", "monat", "día", "fecha", "mes", "jour", "mois", "dia", "data", "mês"),
        "week": ("woche", "semana", "semaine"),
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
        ),
        "group": (
            "anzeigengruppe",
            "name der anzeigengruppe",
            "anzeigengruppenname",
            "grupo de anuncios",
            "nombre del conjunto de anuncios",
            "groupe d'annonces",
            "nom de l'ensemble de publicités",
            "nome do conjunto de anúncios",
        ),
        "ad": ("anzeigenname", "nombre del anuncio", "nom de la publicité", "nome do anúncio"),
        "breakdown": ("gerät", "kampagnentyp", "netzwerk", "dispositivo", "appareil"),
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
        ),
        "currency": ("währung", "währungscode", "moneda", "código de moneda", "devise", "moeda"),
        "impressions": ("impressionen", "impresiones", "impressões"),
        "clicks": ("klicks", "clics", "cliques", "clics en el enlace", "cliques no link", "link klicks"),
        "conversions": ("conversiones", "conversões", "konversionen"),
        "results": ("ergebnisse", "resultados", "résultats"),
        "indicator": ("ergebnisindikator", "indicador de resultado", "indicateur de résultats"),
        "channel_group": (
            "sitzung primare channelgruppe standard channelgruppe",
            "sitzung standard channelgruppe",
        ),
        "sessions": ("sitzungen", "sesiones", "sessões"),
    }
)
