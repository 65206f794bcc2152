"""Folding meets Turkish and English spellings half way."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kpisheet.texts.folding import fold


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("SATIŞ", "satis"),
        ("satış", "satis"),
        ("İLGİ", "ilgi"),
        ("ILGI", "ilgi"),
        ("ılgı", "ilgi"),
        ("Güneş ÇİÇEĞİ", "gunes cicegi"),
        ("ÖĞÜN", "ogun"),
        ("  Yeni\u00a0müşteri\n sayısı ", "yeni musteri sayisi"),
        ("Müşteri\u200bler", "musteriler"),
        ("Chan\u00adnel", "channel"),
        ("Spend¹", "spend"),
        ("E–mail", "e-mail"),
        ("customer’s", "customer's"),
        ("", ""),
    ],
)
def test_letters_and_spaces_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(("upper", "lower"), [*zip("İIŞĞÜÖÇ", "iışğüöç", strict=True)])
def test_turkish_capitals_and_small_letters_fold_to_the_same(upper: str, lower: str) -> None:
    assert fold(upper) == fold(lower)


@given(st.text(st.characters()))
@example("ℍ İẞ ǅ ﬁ")
@example("ำ")
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
