"""Whoever uses the page has no terminal: no hint that stands beside a finding or an error there needs one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kpisheet.texts.language import LANGUAGES, table

_OF_A_TERMINAL = re.compile(
    r"--[a-z]|kpisheet (?:template|fill|next|report)\b|run kpisheet|kpisheet komut", re.IGNORECASE
)
_NOT_IN_THE_PAGE = {"output_locked", "output_open", "worker_died"}  # no other program and no process is there


def said_in_the_page(language: str) -> Iterator[tuple[str, str]]:
    """Every code with its hint: the page's own, where it has one."""
    own = table(language, "web")
    for name in ("errors", "findings"):
        for key, hint in table(language, name).items():
            code, _, what = key.partition(".")
            if what == "hint" and code not in _NOT_IN_THE_PAGE:
                yield code, own.get(f"hint.{code}", hint)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_hint_in_the_page_asks_for_a_command(language: str) -> None:
    said = dict(said_in_the_page(language))
    assert len(said) > 200
    assert {code: hint for code, hint in said.items() if _OF_A_TERMINAL.search(hint)} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_hint_of_the_page_is_that_of_an_error_or_a_finding(language: str) -> None:
    codes = {key.removeprefix("hint.") for key in table(language, "web") if key.startswith("hint.")}
    assert codes <= dict(said_in_the_page(language)).keys()
