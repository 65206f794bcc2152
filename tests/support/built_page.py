"""kpisheet.html as a person uses it: opened from disk, handed files, its reports saved."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Download, FilePayload, Page

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "dist" / "kpisheet.html"
_PATIENCE = 120.0  # seconds; a slow machine isn't the page's fault
_SOURCES = ("kpisheet", "templates", "web")
_NO_SOURCES = ("node_modules", "__pycache__", "compiled_")
_WATCH = """window.violations = [];
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  violations.push(`${violatedDirective} ${blockedURI}`);
});
"""


def built_page() -> Path:
    """The page as built from these very sources; skips the test where it isn't (fails in CI)."""
    reason = None
    if not PAGE.exists():
        reason = "dist/kpisheet.html is not built: python web/build.py"
    elif PAGE.stat().st_mtime < max(path.stat().st_mtime for path in _sources()):
        reason = "dist/kpisheet.html is older than its sources: python web/build.py"
    if reason and os.environ.get("CI"):
        pytest.fail(f"{reason}, and CI must run every test", pytrace=False)
    if reason:
        pytest.skip(reason)
    return PAGE


def _sources() -> list[Path]:
    return [
        path
        for folder in _SOURCES
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and not any(part in str(path) for part in _NO_SOURCES)
    ]


class OpenPage:
    """The page in a browser. It is asked again and again: its policy forbids Playwright's own waiting."""

    def __init__(self, browser: Browser, path: Path, *, locale: str = "en-US", **options: Any) -> None:
        self.context = browser.new_context(locale=locale, accept_downloads=True, **options)
        self.page: Page = self.context.new_page()
        self.mistakes: list[str] = []
        self.page.on("pageerror", lambda error: self.mistakes.append(str(error)))
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.add_init_script(_WATCH)
        self.page.goto(path.as_uri())

    def _hear(self, kind: str, text: str) -> None:
        if kind in {"error", "warning"}:
            self.mistakes.append(text)

    def close(self) -> None:
        self.context.close()

    def wait(self, condition: str) -> None:
        """Until the condition, in the page's own script, is true."""
        end = time.monotonic() + _PATIENCE
        while not self.page.evaluate(condition):
            assert time.monotonic() < end, (condition, self.text("main"), self.mistakes)
            time.sleep(0.05)

    def hand_in(self, *files: Path | FilePayload) -> None:
        """Choose the files, all on disk or all made up, and wait until all that comes of them is there."""
        self.page.set_input_files("#files", list(files))  # type: ignore[arg-type] # mixed ones it refuses itself
        self.wait_idle()

    def wait_idle(self) -> None:
        self.wait("document.getElementById('busy').hidden && !!document.getElementById('status').textContent")

    def speak(self, language: str) -> None:
        """Choose the page's language."""
        self.page.locator(f"[data-language={language}]").click()

    def text(self, selector: str) -> str:
        return self.page.locator(selector).first.inner_text()

    def saved(self, selector: str) -> Download:
        """What is downloaded when the button is pressed."""
        with self.page.expect_download() as download:
            self.page.locator(selector).click()
        return download.value

    def violations(self) -> list[str]:
        """What the policy had to forbid, in the page and in the report within it."""
        found: list[str] = self.page.evaluate("violations")
        return found

    def report_text(self) -> str:
        return self.page.frame_locator("#report").locator("body").inner_text()


def contents(download: Download) -> bytes:
    return Path(download.path()).read_bytes()


def button(name: str, *, nth: int = 0) -> str:
    return f"#results button:text-is('{name}') >> nth={nth}"


def payload(name: str, content: bytes) -> FilePayload:
    """A file that is on no disk."""
    return {"name": name, "mimeType": "", "buffer": content}
