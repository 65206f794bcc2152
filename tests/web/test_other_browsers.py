"""Firefox and WebKit make of the samples what the command writes, and the policy forbids them nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kpisheet.texts.language import LANGUAGES
from tests.support.built_page import ROOT, built_page
from tests.support.command_outputs import written_by_the_command
from tests.support.other_browsers import Browser, Firefox, HandedPage, WebKit

_ASKED = "KPISHEET_BROWSERS"
_PROGRAMS = {Firefox: ("firefox-esr",), WebKit: ("WebKitWebDriver", "xvfb-run")}


@pytest.fixture(scope="module", params=[Firefox, WebKit], ids=["firefox", "webkit"])
def handed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[HandedPage]:
    """The page, open in that browser; skipped where it isn't asked for or isn't there."""
    kind: Callable[[Path], Browser] = request.param
    missing = [name for name in _PROGRAMS[request.param] if shutil.which(name) is None]
    if not os.environ.get(_ASKED):
        pytest.skip(f"takes minutes: set {_ASKED}=1 to run it")
    if missing:
        pytest.skip(f"{' and '.join(missing)} not installed")
    page = built_page()
    browser = kind(tmp_path_factory.mktemp("profile"))
    try:
        yield HandedPage(browser, page)
    finally:
        browser.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sample_saved_from_the_page_is_what_the_command_writes(
    handed: HandedPage, language: str, tmp_path: Path
) -> None:
    source = ROOT / "templates" / f"sample.{language}.xlsx"
    handed.hand_in(source)
    day = handed.browser.ask("return new Date().toLocaleDateString('sv-SE')")
    expected = written_by_the_command({source.name: source.read_bytes()}, tmp_path, day)
    buttons = "#list .actions button"
    saved = dict(handed.saved(each) for each in (buttons, f"{buttons}:nth-of-type(2)"))
    assert saved == expected
    assert handed.browser.ask("return violations") == []
