"""The built page in one Chromium for all tests of this folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.support.built_page import OpenPage, built_page


@pytest.fixture(scope="session")
def built() -> Path:
    """The built page's path."""
    return built_page()


@pytest.fixture(scope="session")
def browser(built: Path, chromium: Browser) -> Browser:
    del built  # without a page there is nothing to open
    return chromium


@pytest.fixture
def opened(browser: Browser, built: Path) -> Iterator[Callable[..., OpenPage]]:
    """`opened(locale="tr-TR")` opens the page as a person with that browser sees it."""
    pages: list[OpenPage] = []

    def open_page(**options: Any) -> OpenPage:
        pages.append(OpenPage(browser, built, **options))
        return pages[-1]

    yield open_page
    for page in pages:
        page.close()


@pytest.fixture(scope="session")
def used_page(browser: Browser, built: Path) -> Iterator[OpenPage]:
    """One page that all tests use one after the other, as a person does: it starts only once."""
    page = OpenPage(browser, built)
    yield page
    page.close()


@pytest.fixture
def used(used_page: OpenPage) -> OpenPage:
    """The page that earlier tests have used, in English and light; what went wrong before is forgotten."""
    used_page.mistakes.clear()
    used_page.page.evaluate("violations.length = 0")
    used_page.speak("en")
    used_page.page.emulate_media(color_scheme="light")
    return used_page
