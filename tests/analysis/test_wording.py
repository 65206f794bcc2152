"""The first sentences as they are worded, once in each language: the files beside hold keys and facts."""

from __future__ import annotations

from datetime import date
from typing import Any

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.worksheet.sheet import Row
from tests.support.worksheets import row, worksheet


def report(language: str, currency: str, *rows: Row, **chosen: Any) -> Report:
    filled_in = worksheet(*rows, language=language, currency=currency, **chosen)
    return build_report(filled_in, file="x", today=date(2026, 12, 31))


def said(made: Report) -> dict[str, str]:
    """The first sentences that a reader meets."""
    answer = next(each for each in made.answers if each.id == "more_leads")
    found = {
        "headline": made.sums or made.headline,
        "next step": made.next_step,
        "verdict": made.channels[0].verdict.reason,
        "answer": answer.text,
    }
    return {what: made.words.say(sentence) for what, sentence in found.items()}


ONE_OF_EACH = row("google_ads", "2026-10", spend=1000, leads=1, new_customers=1, revenue=3000)
MANY = row("google_ads", "2026-10", spend=1000, leads=20, new_customers=5, revenue=3000)


def test_in_english() -> None:
    assert said(report("en", "USD", ONE_OF_EACH)) == {
        "headline": "$1,000 of marketing brought 1 lead and 1 new customer. Each $1 brought $3.00 of "
        "revenue; the gross margin is missing, so we can’t work out the profit.",
        "next step": "Next: fill in the gross margin (in Business, or in a column “Gross margin”), to see "
        "what pays for itself.",
        "verdict": "The gross margin isn’t filled in.",
        "answer": "1 lead came; Google ads brought the most, 100.0% of them.",
    }
    assert said(report("en", "USD", MANY, gross_margin=0.5)) == {
        "headline": "$1,000 of marketing brought 20 leads and 5 new customers. "
        "Each $1 brought $1.50 of gross profit.",
        "next step": "Next: decide about Google ads, where most money without a verdict goes, by something "
        "other than its figures: even two more years at this pace would hardly tell.",
        "verdict": "5 customers against about 4 to break even: chance alone could explain that. Even two "
        "more years at this pace, about $24,000 more spend on it, would hardly make it clear: decide by "
        "something else.",
        "answer": "20 leads came; Google ads brought the most, 100.0% of them.",
    }


def test_in_turkish() -> None:
    assert said(report("tr", "TRY", ONE_OF_EACH)) == {
        "headline": "1.000 ₺ pazarlama harcaması 1 lead ve 1 yeni müşteri getirdi. Harcadığınız her 1 ₺, "
        "3,00 ₺ ciro getirdi; brüt kâr marjı girilmediği için kâr hesaplanamıyor.",
        "next step": "Sıradaki adım: brüt kâr marjını yazın (İşletme bilgileri sayfasına ya da “Brüt kâr "
        "marjı” adlı bir sütuna); masrafını çıkaran kanal ancak o zaman söylenebilir.",
        "verdict": "Brüt kâr marjı girilmemiş.",
        "answer": "Toplam 1 lead geldi; en çok getiren kanal Google ads (payı %100,0).",
    }
    assert said(report("tr", "TRY", MANY, gross_margin=0.5)) == {
        "headline": "1.000 ₺ pazarlama harcaması 20 lead ve 5 yeni müşteri getirdi. "
        "Harcadığınız her 1 ₺, 1,50 ₺ brüt kâr getirdi.",
        "next step": "Sıradaki adım: sonucu belli olmayan paranın çoğu Google ads kanalına gidiyor; bu "
        "gidişle iki yıl daha geçse de söylenmesi zor, kararı başka bir şeye göre verin.",
        "verdict": "5 müşteri; başabaş için yaklaşık 4 gerekiyordu. Aradaki fark tesadüf olabilir. Bu "
        "gidişle iki yıl daha geçse, kanala yaklaşık 24.000 ₺ daha harcansa da söylenmesi zor; kararı başka "
        "bir şeye göre verin.",
        "answer": "Toplam 20 lead geldi; en çok getiren kanal Google ads (payı %100,0).",
    }
