"""What if: the report in the page changes at once, no file is touched, and what is saved says so."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from kpisheet.texts.language import LANGUAGES, Words
from tests.support import writers
from tests.support.built_page import ROOT, OpenPage, button, contents, payload
from tests.support.command_outputs import python, run

pytestmark = pytest.mark.program("chromium")

WHAT_IF = "#results .what-if"
MARGIN, FIRST, SPOKEN = "#what-if-gross_margin", "#what-if-first", "#what-if-language"


def sample(language: str = "en") -> Path:
    return ROOT / "templates" / f"sample.{language}.xlsx"


def opened_on(used: OpenPage, path: Path) -> OpenPage:
    used.hand_in(path)
    used.page.locator(f"{WHAT_IF} summary").click()
    return used


def settled(used: OpenPage, shown: str) -> None:
    """Until the report in the page says this."""
    used.wait(f"document.getElementById('report').contentDocument?.body?.innerText.includes({shown!r})")
    used.wait(f"document.querySelector('{WHAT_IF}').ariaBusy !== 'true'")


_NATIVE = """
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path
from kpisheet.pipeline import Reading, Writing, evaluate_file
from kpisheet.worksheet.assumptions import Assumptions
from kpisheet.worksheet.periods import Period
source, folder, reading = sys.argv[1:]
evaluate_file(Path(source), eval(reading)).write(Writing(Path(folder)))
"""
_ASSUMING = """Reading(
    made_on=date.fromisoformat({day!r}),
    period=Period(date(2026, 8, 1), date(2026, 10, 31)),
    assumed=Assumptions(settings={{"gross_margin": Decimal("0.3")}}, spend={{"google_ads": Decimal(3000)}}),
)"""


def native(path: Path, folder: Path, reading: str) -> bytes:
    """The workbook that the pipeline gives without a browser; the file lies as the page lays it."""
    source, outputs = folder / "in" / "0" / path.name, folder / "out"
    source.parent.mkdir(parents=True)
    source.write_bytes(path.read_bytes())
    run([*python(), "-c", _NATIVE, str(source), str(outputs), reading])
    return next(outputs.glob("*.xlsx")).read_bytes()


def saved(used: OpenPage) -> bytes:
    return contents(used.saved(button("Save workbook")))


def test_other_values_change_the_report_at_once_and_what_is_saved_is_what_is_seen(
    used: OpenPage, tmp_path: Path
) -> None:
    """The file itself may be gone by then: the report is made of the bytes that were read."""
    path = tmp_path / "sample.en.xlsx"
    path.write_bytes(sample().read_bytes())
    day = used.page.evaluate("new Date().toLocaleDateString('sv-SE')")
    opened_on(used, path)
    path.unlink()
    used.page.locator(MARGIN).fill("30")
    settled(used, "Gross margin 30% instead of 48%")
    used.page.locator(FIRST).select_option(label="August 2026")
    settled(used, "was chosen for this report")
    used.page.get_by_label("Google Ads", exact=True).fill("3000")
    settled(used, "planned spend on Google Ads $3,000 a month in scenario A")
    assert used.text(f"{WHAT_IF} .said").startswith("Shown now:")
    seen = saved(used)
    assert seen == native(sample(), tmp_path / "assumed", _ASSUMING.format(day=day))
    used.page.get_by_role("button", name="Back to what the file says").click()
    used.wait(
        f"document.querySelector('{WHAT_IF} .said').textContent === 'The report shows what your file says.'"
    )
    assert used.page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert saved(used) == native(
        sample(), tmp_path / "plain", f"Reading(made_on=date.fromisoformat({day!r}))"
    )
    assert used.violations() == []
    assert used.mistakes == []


def test_the_report_speaks_the_other_language_with_the_same_figures(used: OpenPage) -> None:
    opened_on(used, sample())
    before = used.page.frame_locator("#report").locator(".card .value").first.inner_text()
    used.page.locator(SPOKEN).select_option("tr")
    settled(used, "pazarlama harcaması")
    after = used.page.frame_locator("#report").locator(".card .value").first.inner_text()
    assert re.sub(r"\D", "", after) == re.sub(r"\D", "", before)


def test_an_impossible_value_is_refused_and_the_report_stays(used: OpenPage) -> None:
    opened_on(used, sample())
    before = used.report_text()
    used.page.locator(MARGIN).fill("130")
    used.wait(f"!!document.querySelector('{WHAT_IF} .said').textContent")
    assert used.text(f"{WHAT_IF} .said").startswith("The report keeps the earlier values.")
    assert used.report_text() == before
    used.page.locator(MARGIN).fill("")
    used.page.locator(MARGIN).blur()
    assert used.page.locator(MARGIN).input_value() == "48"


def test_a_report_never_ends_before_it_begins(used: OpenPage) -> None:
    opened_on(used, sample())
    used.page.locator("#what-if-last").select_option(label="March 2026")
    settled(used, "March 2026 was chosen for this report")
    assert used.page.locator(f"{FIRST} option:checked").inner_text() == "March 2026"


def test_a_list_without_a_margin_earns_with_one(used: OpenPage) -> None:
    """100 spent, 400 of revenue: 160 of gross profit at 40 %."""
    rows: list[list[Any]] = [
        ["Month", "Channel", "Spend", "New customers", "Revenue (USD)"],
        ["2026-09", "Radio", 100, 10, 400],
    ]
    write = next(iter(writers.WRITERS.values()))
    used.hand_in(payload("list.xlsx", write([writers.Sheet("Marketing", rows)])))
    used.page.locator(f"{WHAT_IF} summary").click()
    used.page.locator(MARGIN).fill("40")
    settled(used, "Gross margin 40% (none is filled in)")
    assert "1.60" in used.text(f"{WHAT_IF} .said")


def test_several_reports_are_shown_as_they_are(used: OpenPage) -> None:
    used.hand_in(payload("one.xlsx", sample().read_bytes()), payload("two.xlsx", sample("tr").read_bytes()))
    assert used.page.locator(WHAT_IF).count() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_the_panel_and_it_fits_a_phone(used: OpenPage, language: str) -> None:
    used.speak(language)
    opened_on(used, sample(language))
    used.page.locator(MARGIN).fill("30")
    settled(used, Words(language).text("assumed.as_rate", value=Decimal("0.3")))
    shown = Words(language).raw("web.what_if_shown")  # 30 % may stand in the report without it, too
    used.wait(f"document.querySelector('{WHAT_IF} .said').textContent.startsWith({shown!r})")
    for scheme in ("light", "dark"):
        used.page.emulate_media(color_scheme=scheme)
        results = Axe().run(used.page)
        assert results.violations_count == 0, results.generate_report()
    used.page.set_viewport_size({"width": 360, "height": 740})
    width = used.page.evaluate("document.documentElement.scrollWidth")
    used.page.set_viewport_size({"width": 1280, "height": 720})
    assert width <= 360
