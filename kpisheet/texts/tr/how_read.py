"""Dosyanın nasıl okunduğu: hangi tablolar, bir rakamın adresindeki sözcükler nerede."""

TEXTS: dict[str, str] = {
    "title": "Nasıl okundu",
    "list": "“{sheet}” sayfası liste olarak okundu: her satırda bir kaydın kanalı, dönemi ve rakamları yan yana duruyor.",
    "table": "“{names}” sayfasındaki tek tablo okundu.",
    "tables": "“{names}” sayfasındaki {tables:count} tablo tek tablo gibi okundu.",
    "sheets": "{sheets:count} sayfadaki {tables:count} tablo ({names}) tek tablo gibi okundu.",
    "places": "Kanallar: {channels}. Dönemler: {periods}. Sayılan veri: {metrics}.",
    "example": "Örneğin {channel}, {period:period}, {metric} = {cell}.",
    "example_without_period": "Örneğin {channel}, {metric} = {cell}.",
    "at.header": "üst başlıkta",
    "at.side": "satır başında",
    "at.heading": "satırların arasındaki başlıklarda",
    "at.title": "tablonun üstündeki başlıkta",
    "at.sheet": "sayfa adında",
    "at.nowhere": "hiçbir yerde yazmıyor",
}
