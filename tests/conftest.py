"""Fixtures that several rooms' tests share."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile("whatever the machine is doing", deadline=None)  # how long is `benchmarks`' affair
settings.load_profile("whatever the machine is doing")

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_NAMES = {
    "chromium": _CHROMIUM,
    "chromium without windows": ("chromium-headless-shell", *_CHROMIUM),  # the first takes half the work
    "soffice": ("soffice", "libreoffice"),
}
# LibreOffice recalculates a file that it didn't write only when its profile says "always" (0).
_ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""


def find_program(name: str) -> str:
    """The path of a program that isn't ours; skips the test where it is missing, fails it in CI."""
    for candidate in _NAMES.get(name, (name,)):
        if path := shutil.which(candidate):
            return path
    reason = f"{name} is not installed"
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and CI must run every test", pytrace=False)
    pytest.skip(reason)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "program(name): a test that needs chromium, soffice or pdftoppm")


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("program"):
        for name in marker.args:
            find_program(name)


@pytest.fixture(scope="session")
def program() -> Callable[[str], str]:
    """`program("soffice")` is the program's path, or skips (fails in CI)."""
    return find_program


@pytest.fixture(scope="session")
def chromium(program: Callable[[str], str]) -> Iterator[Browser]:
    """One Chromium for all tests of a process: Playwright can be started only once in each."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=program("chromium without windows"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def libreoffice_at_once(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., list[Path]]:
    """`libreoffice_at_once(paths, "xlsx", folder)` converts, recalculating all formulas; gives the new files.

    Starting it takes longer than most files do. Each worker has a profile of its own: tests run side by side.
    """
    profile = tmp_path_factory.mktemp("libreoffice-profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS_RECALCULATE, encoding="utf-8")

    def convert(paths: Sequence[Path], to: str, folder: Path, seconds: float = 180) -> list[Path]:
        command = [
            find_program("soffice"),
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            to,
            "--outdir",
            str(folder),
            *map(str, paths),
        ]
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False)
        made = [folder / f"{path.stem}.{to.partition(':')[0]}" for path in paths]
        assert all(path.exists() for path in made), (done.stdout + done.stderr).decode(errors="replace")
        return made

    return convert


@pytest.fixture(scope="session")
def libreoffice(libreoffice_at_once: Callable[..., list[Path]]) -> Callable[..., Path]:
    """`libreoffice(path, "xlsx", folder)` converts one file so; gives the new file's path."""

    def convert(path: Path, to: str, folder: Path, seconds: float = 180) -> Path:
        return libreoffice_at_once([path], to, folder, seconds)[0]

    return convert
