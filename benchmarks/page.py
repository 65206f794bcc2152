"""How soon kpisheet.html shows a report, for pages in turn: before a change and after it.

    python -m benchmarks.page before.html dist/kpisheet.html --rounds 5

Of each page the least time over the rounds: from pressing *Try the sample*, at once after the page has opened
(Python starts meanwhile) and after a rest (it stands, warm), until the report is there to be read.
Needs a Chromium; other work on the same processors makes every figure larger, hence the rounds in turn.
"""

from __future__ import annotations

import argparse
import shutil
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

_REST = 8  # seconds, in which Python starts and warms up
_PATIENCE = 120  # seconds
_PRESS = """
const frame = document.getElementById("report");
const pressed = performance.now();
frame.addEventListener("load", () => {
  if (frame.hasAttribute("srcdoc")) window.shown ??= performance.now() - pressed;
});
document.getElementById("sample").click();
"""


def main() -> None:
    """Measure the pages of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    times: dict[tuple[Path, int], list[float]] = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(asked.rounds):
            for page in asked.pages:
                for rest in (0, _REST):
                    times.setdefault((page, rest), []).append(shown_after(browser, page, rest))
        browser.close()
    for page in asked.pages:
        at_once, rested = (min(times[page, rest]) for rest in (0, _REST))
        against = [min(times[page, rest]) / min(times[asked.pages[0], rest]) for rest in (0, _REST)]
        print(f"{page}  at once {at_once:.2f} s ({against[0]:.2f}), rested {rested:.2f} s ({against[1]:.2f})")


def shown_after(browser: Browser, path: Path, rest: int) -> float:
    """Seconds from pressing *Try the sample*, `rest` seconds after the page has opened, to the report."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(path.resolve().as_uri())
    time.sleep(rest)
    page.evaluate(_PRESS)
    end = time.monotonic() + _PATIENCE
    while (shown := page.evaluate("window.shown ?? null")) is None:
        if time.monotonic() > end:
            raise TimeoutError(f"{path} shows no report within {_PATIENCE} s")
        time.sleep(0.02)
    context.close()
    return float(shown) / 1000


if __name__ == "__main__":
    main()
