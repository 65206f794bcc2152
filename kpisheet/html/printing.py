"""The page printed to a PDF of few pages, by a browser of the Chromium kind that is installed anyway.

It gets the page as a file of its own folder, with nothing of the person's profile, and reaches no network.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from kpisheet.errors import UnwritableOutputError
from kpisheet.html.page import Brief

MOST_PAGES = 4
_SECONDS = 120  # a browser that starts on a busy machine takes some
_ON_THE_PATH = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "microsoft-edge-stable",
    "chrome",
    "msedge",
)
_ON_A_MAC = (
    "Google Chrome.app/Contents/MacOS/Google Chrome",
    "Chromium.app/Contents/MacOS/Chromium",
    "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
_ON_WINDOWS = (
    "Google/Chrome/Application/chrome.exe",
    "Chromium/Application/chrome.exe",
    "Microsoft/Edge/Application/msedge.exe",
)
_PROGRAM_FOLDERS = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
_ARGUMENTS = (
    "--headless",
    "--disable-gpu",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
_PAGE = re.compile(rb"/Type\s*/Page\b")
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)[0-9]{14}[^)]*\)")


def find_browser(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> Path | None:
    """An installed Chromium, Chrome or Edge; None where there is none in the usual places."""
    found = (path for path in _candidates(environment, system) if path.is_file())
    return next(found, None)


def _candidates(environment: Mapping[str, str], system: str) -> Iterator[Path]:
    if system == "win32":
        folders = [environment[name] for name in _PROGRAM_FOLDERS if environment.get(name)]
        yield from (Path(folder, name) for name in _ON_WINDOWS for folder in folders)
    if system == "darwin":
        folders = ["/Applications", str(Path(environment.get("HOME", "/"), "Applications"))]
        yield from (Path(folder, name) for name in _ON_A_MAC for folder in folders)
    for name in _ON_THE_PATH:
        if path := shutil.which(name, path=environment.get("PATH", "")):
            yield Path(path)


def printed(browser: Path, page: Callable[[Brief], str], made_on: date) -> bytes:
    """The PDF of a page, in the fullest form that takes at most four pages, else in the shortest.

    Raises `UnwritableOutputError` `not_printed` (facts: browser, reason).
    """
    content = b""
    for brief in Brief:
        content = _dated(_printed(browser, page(brief)), made_on)
        if pages_of(content) <= MOST_PAGES:
            break
    return content


def pages_of(content: bytes) -> int:
    """How many pages a PDF of a browser has."""
    return len(_PAGE.findall(content))


def _printed(browser: Path, page: str) -> bytes:
    with tempfile.TemporaryDirectory(
        prefix="kpisheet-", dir=_room_for(browser), ignore_cleanup_errors=True
    ) as folder:
        source, target = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8")
        command = [
            str(browser),
            *_ARGUMENTS,
            *(["--no-sandbox"] if _is_root() else []),  # root can't have one; the page is our own
            f"--user-data-dir={Path(folder, 'profile')}",
            f"--print-to-pdf={target}",
            source.as_uri(),
        ]
        try:
            subprocess.run(  # noqa: S603 - the browser that was found, and our own arguments
                command, capture_output=True, check=True, timeout=_SECONDS, stdin=subprocess.DEVNULL
            )
            return target.read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise UnwritableOutputError("not_printed", browser=browser.name, reason=reason) from error


def _room_for(browser: Path) -> Path | None:
    """Where it may read and write: a snap sees no folder for temporary files but its own."""
    return Path.home() if "snap" in browser.resolve().parts else None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _dated(content: bytes, made_on: date) -> bytes:
    """With the day of the report instead of the moment of printing: the same page gives the same bytes."""

    def day(found: re.Match[bytes]) -> bytes:
        stamp = f"{made_on:%Y%m%d}000000".encode()
        length = len(found[0]) - len(found[1]) - 1
        return found[1] + (stamp + b"+00'00'")[:length].ljust(length, b"0") + b")"

    return _DATE.sub(day, content)
