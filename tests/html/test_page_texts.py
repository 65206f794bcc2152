"""The page's words: the same keys and places in both languages, each of them used."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

import kpisheet
from kpisheet.texts import resources
from kpisheet.texts.language import table

SOURCES = Path(kpisheet.__file__).parent


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def test_both_languages_have_the_same_keys() -> None:
    assert table("en", "page").keys() == table("tr", "page").keys()


@pytest.mark.parametrize("key", sorted(table("en", "page")))
def test_both_languages_have_the_same_places(key: str) -> None:
    assert places(table("en", "page")[key]) == places(table("tr", "page")[key])


def test_every_text_is_used() -> None:
    files = [*(SOURCES / "html").glob("*.py"), *resources.find("html").glob("*.jinja")]
    used = set(re.findall(r"page\.([a-z_]+)", "\n".join(path.read_text(encoding="utf-8") for path in files)))
    endings = tuple(stem for stem in used if stem.endswith("_"))
    left = {key for key in table("en", "page") if key not in used and not key.startswith(endings)}
    assert left == {"cycle_channels", "cycle_people"}  # asked for by the table's own key
