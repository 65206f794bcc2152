"""Draws the README's pictures anew, in both languages, from the samples as the program reports on them.

    python docs/pictures.py

It needs Chromium, LibreOffice (`soffice`), poppler (`pdftoppm`), a font of Arial's widths such as Liberation Sans,
and, beside what the tests need, `pip install pillow`; and dist/kpisheet.html (`python web/build.py`).
"""

from __future__ import annotations

import html
import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Sequence
from pathlib import Path

import pypdf
from PIL import Image
from playwright.sync_api import sync_playwright

from kpisheet.texts.language import LANGUAGES, Words
from kpisheet.texts.resources import find

FOLDER = Path(__file__).resolve().parent / "pictures"
DAY = "2026-11-23"
DOTS = 130  # an inch, of the pages of a workbook
# The part of a page to show: left, top, width, height.
WORKSHEET, SUMMARY = (40, 50, 1440, 640), (40, 50, 1440, 562)
_REPORTED = (
    "!!document.getElementById('report').contentDocument?.querySelector('.cards')"
    " && document.getElementById('busy').hidden"
)
_LOCALES = {"en": "en-US", "tr": "tr-TR"}
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Setup/L10N">
<prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>{locale}</value></prop>
</item>
</oor:items>
"""


def reported(language: str, folder: Path) -> tuple[Path, Path]:
    """The annotated workbook and the page of a sample."""
    sample = find(f"sample.{language}.xlsx")
    command = [sys.executable, "-m", "kpisheet", str(sample), "-q", "--date", DAY, "-o", f"{folder}/"]
    subprocess.run(command, check=True)  # noqa: S603 - our own command
    return folder / f"sample.{language}.kpi.xlsx", folder / f"sample.{language}.kpi.html"


def draw_terminal(language: str, folder: Path) -> None:
    """What the command says of four downloads, as text in a picture: it is read, copied and scaled."""
    names = ("google.csv", "meta.csv", "ga4.csv", "deals.csv")
    for name in names:
        shutil.copy(FOLDER.parent / "examples" / "downloads" / name, folder)
    command = [sys.executable, "-m", "kpisheet", *names, "--lang", language, "--date", DAY]
    environment = {**os.environ, "PYTHONPATH": str(FOLDER.parent.parent), "COLUMNS": "110"}
    done = subprocess.run(  # noqa: S603 - our own command
        command, check=True, capture_output=True, text=True, cwd=folder, env=environment
    )
    lines = [f"$ kpisheet {' '.join(names)}"]
    for line in done.stdout.splitlines():
        lines += textwrap.wrap(line, 108, subsequent_indent="  ") or [""]
    (FOLDER / f"terminal.{language}.svg").write_text(terminal_picture(lines), encoding="utf-8")


def terminal_picture(lines: Sequence[str]) -> str:
    """The lines on a dark ground, one text element each."""
    height = 24 + 20 * len(lines)
    shown = "".join(
        f'<text x="16" y="{32 + 20 * number}" xml:space="preserve">{html.escape(line)}</text>\n'
        for number, line in enumerate(lines)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 {height + 8}" role="img">\n'
        f'<rect width="960" height="{height + 8}" rx="8" fill="#1e2430"/>\n'
        f'<g font-family="ui-monospace,Consolas,Menlo,monospace" font-size="14" fill="#e6e9ef">\n{shown}</g>\n</svg>\n'
    )


def printed(workbook: Path, language: str) -> Path:
    """The workbook as LibreOffice prints it, with the language's own way to write numbers."""
    profile = workbook.parent / f"profile-{language}"
    (profile / "user").mkdir(parents=True)
    settings = _PROFILE.format(locale=_LOCALES[language])
    (profile / "user" / "registrymodifications.xcu").write_text(settings, encoding="utf-8")
    command = ["soffice", f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "pdf"]
    command += ["--outdir", str(workbook.parent), str(workbook)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - LibreOffice on our own file
    return workbook.with_suffix(".pdf")


def draw_page(document: Path, number: int, part: tuple[int, int, int, int], name: str) -> None:
    """Part of one page of the print (counted from 1) as a picture."""
    places = [text for flag, value in zip("xyWH", part, strict=True) for text in (f"-{flag}", str(value))]
    command = [
        "pdftoppm",
        "-png",
        "-singlefile",
        "-r",
        str(DOTS),
        "-f",
        str(number),
        "-l",
        str(number),
        *places,
    ]
    subprocess.run([*command, str(document), str(FOLDER / name)], check=True)  # noqa: S603 - poppler on our own file


def draw_first_screen(page: Path, name: str) -> None:
    """The summary down to the line that says how many cells to check."""
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_page(viewport={"width": 1120, "height": 700}, device_scale_factor=1.4)
        opened.goto(page.as_uri())
        last = opened.locator(".to-check").bounding_box()
        height = last["y"] + last["height"] + 20 if last else 700
        clip = {"x": 0, "y": 0, "width": 1120, "height": height}
        opened.screenshot(path=FOLDER / f"{name}.png", clip=clip, full_page=True)
        browser.close()


def draw_page_without_installation(language: str, name: str) -> None:
    """kpisheet.html with the report on the sample: what to drop on it, what to save, and the first figures."""
    built = FOLDER.parent.parent / "dist" / "kpisheet.html"
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        opened = browser.new_page(
            viewport={"width": 1120, "height": 900}, device_scale_factor=1.5, locale=_LOCALES[language]
        )
        opened.goto(built.as_uri())
        opened.locator("#sample").click()
        while not opened.evaluate(_REPORTED):
            time.sleep(0.1)
        time.sleep(0.5)  # its frame grows to the report's height
        opened.evaluate("scrollTo(0, 0)")
        opened.screenshot(path=FOLDER / f"{name}.png")
        browser.close()


def shrink(name: str) -> None:
    """A palette of the picture's own colours: a third of the bytes, and no eye sees it."""
    path = FOLDER / f"{name}.png"
    with Image.open(path) as picture:
        small = picture.convert("RGB").quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    small.save(path, optimize=True)


def main() -> None:
    """Draw them all."""
    for language in LANGUAGES:
        with tempfile.TemporaryDirectory() as folder:
            workbook, page = reported(language, Path(folder))
            document = printed(workbook, language)
            texts = [each.extract_text() for each in pypdf.PdfReader(document).pages]
            words = Words(language)
            channels = [
                n for n, text in enumerate(texts, 1) if words.raw("columns.leads_used.header") in text
            ]
            summary = next(n for n, text in enumerate(texts, 1) if words.raw("workbook.guard.fresh") in text)
            draw_page(document, channels[1], WORKSHEET, f"worksheet.{language}")
            draw_page(document, summary, SUMMARY, f"workbook.{language}")
            draw_first_screen(page, f"summary.{language}")
            draw_page_without_installation(language, f"page.{language}")
            draw_terminal(language, Path(folder))
        for name in ("worksheet", "workbook", "summary", "page"):
            shrink(f"{name}.{language}")


if __name__ == "__main__":
    main()
