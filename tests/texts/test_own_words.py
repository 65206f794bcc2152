"""A business's own words for lead and customer: in every sentence, with the endings that they ask for."""

from __future__ import annotations

import pytest

from kpisheet.texts.language import Words
from kpisheet.texts.own_words import OwnWords, as_term, rewritten
from kpisheet.texts.suffixes import of_them, suffixed


# The forms as the dictionary and the grammar of Göksel and Kerslake give them.
@pytest.mark.parametrize(
    "forms",
    [
        "hasta hastalar hastası hastanın hastaya hastayı hastadan",
        "üye üyeler üyesi üyenin üyeye üyeyi üyeden",
        "başvuru başvurular başvurusu başvurunun başvuruya başvuruyu başvurudan",
        "öğrenci öğrenciler öğrencisi öğrencinin öğrenciye öğrenciyi öğrenciden",
        "danışan danışanlar danışanı danışanın danışana danışanı danışandan",
        "misafir misafirler misafiri misafirin misafire misafiri misafirden",
        "konuk konuklar konuğu konuğun konuğa konuğu konuktan",
        "talep talepler talebi talebin talebe talebi talepten",
        "üye_adayı üye_adayları üye_adayı üye_adayının üye_adayına üye_adayını üye_adayından",
        "ev_kirası ev_kiraları ev_kirası ev_kirasının ev_kirasına ev_kirasını ev_kirasından",
    ],
)
def test_a_turkish_word_takes_its_endings_by_harmony(forms: str) -> None:
    """Itself, plural, possessive, genitive, dative, accusative, ablative."""
    word, *expected = (form.replace("_", " ") for form in forms.split())
    endings = ("lAr", "(s)I", "(n)In", "(y)A", "(y)I", "DAn")
    assert [suffixed(word, one) for one in endings] == expected


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0’ı"), (1, "1’i"), (2, "2’si"), (3, "3’ü"), (6, "6’sı"), (9, "9’u"), (10, "10’u"), (11, "11’i"),
        (20, "20’si"), (33, "33’ü"), (40, "40’ı"), (60, "60’ı"), (70, "70’i"), (90, "90’ı"), (100, "100’ü"),
        (119, "119’u"), (120, "120’si"), (1000, "1.000’i"), (3873, "3.873’ü"), (10_000, "10.000’i"),
        (2_000_000, "2.000.000’u"),
    ],
)  # fmt: skip
def test_so_many_of_them_is_written_as_the_number_is_spoken(number: int, written: str) -> None:
    assert Words("tr").writing.of_them(number) == written
    assert written.endswith(of_them(number))
    assert "’" not in Words("en").writing.of_them(number)


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("Enquiry", "enquiry"),
        ("enquiries", "enquiry"),
        ("Patients", "patient"),
        ("boss", "boss"),
        ("Bus", "bus"),
        ("walk-in", "walk-in"),
        ("SQL", "SQL"),
        ("calls, forms", None),
        ("{0}", None),
        ("=1+1", None),
        ("a word that goes on and on and on", None),
        ("", None),
    ],
)
def test_a_typed_word_becomes_a_term_or_is_refused(typed: str, term: str | None) -> None:
    assert as_term("en", typed) == term


@pytest.mark.parametrize(
    ("typed", "term"),
    [("HASTALAR", "hasta"), ("Başvuru", "başvuru"), ("İlgili kişi", "ilgili kişi"), ("IŞIK", "IŞIK")],
)
def test_a_turkish_word_is_lowered_as_turkish_has_it(typed: str, term: str) -> None:
    assert as_term("tr", typed) == term


CLINIC = OwnWords("enquiry", "patient")
KLINIK = OwnWords("başvuru", "hasta")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Cost of a lead (CPL)", "Cost of an enquiry (CPL)"),
        ("A lead cost less.", "An enquiry cost less."),
        ("Leads of {channels} are bought.", "Enquiries of {channels} are bought."),
        ("{leads:count} {leads:plural:lead:leads}", "{leads:count} {leads:plural:enquiry:enquiries}"),
        ("{customers:count} new customers", "{customers:count} new patients"),
        ("Customer acquisition cost (CAC)", "Patient acquisition cost (CAC)"),
        ("visitor-to-lead rate", "visitor-to-enquiry rate"),
        ("leading, mislead", "leading, mislead"),
    ],
)
def test_an_english_sentence_is_rewritten_and_its_places_stay(text: str, said: str) -> None:
    assert rewritten("en", text, CLINIC) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Potansiyel müşteri (lead)", "Başvuru"),
        (
            "{leads:count} lead ve {customers:count} yeni müşteri",
            "{leads:count} başvuru ve {customers:count} yeni hasta",
        ),
        ("Müşteri edinme maliyeti (CAC)", "Hasta edinme maliyeti (CAC)"),
        ("kanalların yeni müşterisine bölünür", "kanalların yeni hastasına bölünür"),
        ("Müşteriler ve hedefler", "Hastalar ve hedefler"),
        ("hangi lead hangi müşteri oldu", "hangi başvuru hangi hasta oldu"),
        ("nitelikli lead’leri (MQL)", "nitelikli başvuruları (MQL)"),
        ("bu müşterilerin kaçının", "bu hastaların kaçının"),
    ],
)
def test_a_turkish_sentence_is_rewritten_with_its_endings(text: str, said: str) -> None:
    assert rewritten("tr", text, KLINIK) == said


def test_sentences_that_name_columns_and_words_that_people_typed_stay() -> None:
    words = Words("en", "USD", own=CLINIC)
    assert words.raw("columns.leads.header") == "Leads"
    assert words.raw("answers.helps_leads") == "Fill in Leads."
    said = words.text("answers.more_leads", leads=12, channel="Lead Forensics", share=0)
    assert "12 enquiries" in said
    assert "Lead Forensics" in said


@pytest.mark.parametrize("code", ["en", "tr"])
def test_without_own_words_nothing_changes(code: str) -> None:
    assert Words(code, own=OwnWords()).raw("kpis.cac.label") == Words(code).raw("kpis.cac.label")
