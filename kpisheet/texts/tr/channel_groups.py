"""Kanal grupları."""

TEXTS: dict[str, str] = {
    "organic": "Organik",
    "paid": "Ücretli reklam",
    "social": "Sosyal medya",
    "email": "E-posta",
    "messaging": "Mesajlaşma",
    "offline": "Çevrim dışı",
    "partner": "İş ortakları ve platformlar",
    "referral": "Tavsiye",
    "outbound": "Giden arama",
    "direct": "Doğrudan",
    "unknown": "Bilinmiyor",
    "other": "Diğer",
}
