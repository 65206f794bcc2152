"""Ladin Koltuk ve Halı Yıkama, Eskişehir: a made-up upholstery cleaner with thirteen channels, in lira."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from kpisheet.workbook.template.filling import Filling, Typed

from .deals import Desk, deal_rows
from .mistakes import Mistakes, with_mistakes
from .months import Customers, month_rows
from .series import LAST, Season, Series, rows

_SEASON = Season({3: 1.2, 4: 1.2, 5: 1.2, 8: 0.85}, spend_step=50, average_sale=2400)

SERIES = (
    Series(
        "Google Ads",
        (14000, 20000),
        (45, 70),
        260,
        (600, 900),
        last={"spend": 16450, "visitors": 740, "leads": 58, "new_customers": 21, "revenue": 50900},
    ),
    Series("Google İşletme Profili", (1500, 1500), (35, 55), 190),
    Series("Organik arama", (4000, 4000), (20, 36), 118, (1100, 1700)),
    Series("Instagram reklamı", (9000, 13000), (30, 55), 82, (900, 1500)),
    Series("Influencer", (12000, 12000), (6, 18), 11, (300, 700), months=(11, 3, 7)),
    Series("Organik sosyal medya", (1000, 1000), (3, 8), 14, (150, 350)),
    Series("WhatsApp / DM", (500, 500), (15, 28), 84),
    Series("SMS", (800, 800), (6, 12), 26),
    Series("Armut", (6000, 9000), (40, 60), 96),
    Series("El ilanı", (3500, 3500), (5, 12), 14, pieces=5000, months=(12, 2, 4, 5, 6, 9)),
    Series("Tabela ve araç giydirme", (900, 900), (4, 9), 34),
    Series("Tavsiye", (1000, 1000), (18, 30), 170),
    Series("Bilinmiyor / sorulmadı", (0, 0), (8, 16), 60),
)

_SETTINGS: dict[str, Typed] = {
    "business_name": "Ladin Koltuk ve Halı Yıkama",
    "prepared_by": "Elif, pazarlama",
    "comment": "Mart, nisan ve mayıs bahar temizliği nedeniyle yoğundu. Influencer çalışması yılda üç kez.",
    "report_from": LAST,
    "report_to": LAST,
    "currency": "TRY",
    "vat": "without",
    "gross_margin": Decimal("0.55"),
    "selling": "inside",
    "target_cpl": 200,
    "target_cac": 700,
    "target_roi": 1,
    "target_leads": 320,
    "target_close_rate": Decimal("0.35"),
}

_CUSTOMERS = Customers(
    start=2140,
    end=2420,
    new=1215,
    average_sale=2400,
    yearly_profit=1450,
    years=Decimal("2.8"),
    costs={"cost_payroll": 30000, "cost_tools": 2200, "cost_overheads": 4000},
)

_DESK = Desk(
    salespeople=("Elif", "Mert"),
    jobs=("Koltuk takımı", "Salon halısı", "Yatak", "Araç koltuğu", "Ofis sandalyeleri", "Perde"),
    longest=18,
    first_number=3105,
)

_MISTAKES = Mistakes(
    number_as_text=("Google Ads", LAST, "16.450,00 TL"),
    extra_zero=("Armut", date(2026, 6, 1)),
    misspelled=("Instagram reklamı", date(2026, 8, 1), "Instgram reklamı"),
    twice=("SMS", date(2026, 5, 1)),
    blank_leads=("Organik arama", date(2026, 3, 1)),
    total="Toplam",
)


def clean() -> Filling:
    """The whole year without a mistake."""
    channels = rows(SERIES, _SEASON)
    return Filling(_SETTINGS, channels, month_rows(_CUSTOMERS, channels), deal_rows(_DESK, channels))


def sample() -> Filling:
    """The year as it is shipped, with the mistakes that people make left in."""
    return with_mistakes(clean(), _MISTAKES)
