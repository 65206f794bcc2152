"""The tables of both languages match, and sentences are filled as their places ask."""

import importlib
import pkgutil
import string
from datetime import date
from decimal import Decimal

import pytest

from kpisheet.texts.language import LANGUAGES, Sentence, Term, Words, table


def tables(code: str) -> list[str]:
    package = importlib.import_module(f"kpisheet.texts.{code}")
    return sorted(module.name for module in pkgutil.iter_modules(package.__path__))


TABLES = tables("en")
OTHERS = LANGUAGES[1:]


@pytest.mark.parametrize("code", OTHERS)
def test_every_language_has_the_same_tables(code: str) -> None:
    assert tables(code) == TABLES


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("name", TABLES)
def test_every_language_has_the_same_keys(name: str, code: str) -> None:
    english = importlib.import_module(f"kpisheet.texts.en.{name}").TEXTS
    other = importlib.import_module(f"kpisheet.texts.{code}.{name}").TEXTS
    assert set(english) == set(other)


@pytest.mark.parametrize("code", OTHERS)
@pytest.mark.parametrize("name", TABLES)
def test_the_places_of_a_sentence_are_the_same_in_every_language(name: str, code: str) -> None:
    """Turkish needs no plural words, so a place that only picks a plural may be missing there."""
    for key, english in table("en", name).items():
        if isinstance(english, str):
            shown = {
                n for _, n, spec, _ in string.Formatter().parse(english) if n and "plural" not in (spec or "")
            }
            picked = {n for _, n, _, _ in string.Formatter().parse(english) if n}
            other = {n for _, n, _, _ in string.Formatter().parse(table(code, name)[key]) if n}
            assert shown <= other <= picked, f"{name}.{key}"


def test_facts_are_written_in_the_language_of_the_words() -> None:
    english, turkish = Words("en", "USD"), Words("tr", "TRY")
    assert english.fact(Decimal("1234.5"), "money") == "$1,235"
    assert turkish.fact(Decimal("1234.5"), "money") == "1.235 ₺"
    assert english.fact(date(2026, 10, 1), "month") == "October 2026"
    assert turkish.fact(date(2026, 10, 1), "month") == "Ekim 2026"
    assert turkish.fact(Decimal("1234.56")) == "1.234,56"
    assert english.fact(1, "plural:cell:cells") == "cell"
    assert english.fact(2, "plural:cell:cells") == "cells"
    assert english.fact(None) == "–"


def test_a_term_and_a_sentence_are_worded_where_they_stand() -> None:
    assert Words("tr").fact(Term("columns.spend.header")) == "Harcama"
    assert Words("en").fact(Sentence("columns.spend.header")) == "Spend"


def test_a_fact_is_never_read_as_a_place() -> None:
    """A person's own text with braces stays as it is."""
    words = Words("en")
    assert words.fact("{spend.__class__}") == "{spend.__class__}"


def test_a_missing_text_is_an_error_not_a_blank() -> None:
    with pytest.raises(KeyError):
        Words("en").text("columns.nothing.header")
    with pytest.raises(KeyError):
        table("de", "columns")
    assert not Words("en").has("columns.nothing.header")
    assert not Words("en").has("nothing.at_all")
