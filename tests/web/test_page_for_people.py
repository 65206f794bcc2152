"""The page as a person meets it: both languages, keyboard, screen reader, phone, mistakes, and stopping."""

from __future__ import annotations

import base64
import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import FilePayload

from kpisheet.ooxml.package.package import Package
from kpisheet.texts.language import LANGUAGES, Words
from kpisheet.workbook.reader import read_book
from tests.support import writers
from tests.support.built_page import ROOT, OpenPage, button, contents, payload

pytestmark = pytest.mark.program("chromium")

LOCALES = [("en-US", "en"), ("tr-TR", "tr")]
BOTH = pytest.mark.parametrize(("locale", "language"), LOCALES)
SAMPLE = ROOT / "templates" / "sample.en.xlsx"
EMPTY = ROOT / "templates" / "marketing-channel-roi.en.xlsx"


def sample(name: str = "sample.en.xlsx") -> FilePayload:
    return payload(name, SAMPLE.read_bytes())


def without_spend(*headers: str) -> bytes:
    """A list that tells no spend, under these headers."""
    book, made = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(headers)
    sheet.append(["Google Ads", 900])
    book.save(made)
    return made.getvalue()


def broken(name: str = "broken.xlsx") -> FilePayload:
    return payload(name, b"PK\x03\x04 and then nothing")


@BOTH
def test_the_page_greets_in_the_language_of_the_browser_and_switches(
    opened: Callable[..., OpenPage], locale: str, language: str
) -> None:
    page, other = opened(locale=locale), {"en": "tr", "tr": "en"}[language]
    assert page.text("h1") == Words(language).raw("web.heading")
    assert page.page.evaluate("document.documentElement.lang") == language
    page.page.locator(f"[data-language={other}]").click()
    assert page.text("h1") == Words(other).raw("web.heading")
    assert page.text("#choose") == Words(other).raw("web.choose")
    assert page.page.title() == Words(other).raw("web.title")


@BOTH
def test_a_sample_is_one_press_away_without_any_network(
    opened: Callable[..., OpenPage], locale: str, language: str
) -> None:
    page = opened(locale=locale, offline=True)
    page.page.locator("#sample").click()
    page.wait_idle()
    headline = {"en": "$6,060 of marketing brought 96 leads", "tr": "pazarlama harcaması"}[language]
    assert headline in page.report_text()
    assert page.text("#status") == Words(language).text("web.done_one", file=f"sample.{language}.xlsx")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@BOTH
def test_axe_finds_nothing_in_the_page_as_it_opens(
    opened: Callable[..., OpenPage], locale: str, language: str, scheme: Any
) -> None:
    page = opened(locale=locale, color_scheme=scheme)
    page.page.locator("#get").click()
    results = Axe().run(page.page)
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_in_reports_and_mistakes(used: OpenPage, language: str) -> None:
    used.speak(language)
    used.hand_in(sample(), broken())
    used.page.locator("#results summary").first.click()
    used.page.locator(button(Words(language).raw("web.show"))).click()
    used.wait("!!document.getElementById('report').contentDocument?.querySelector('.headline')")
    results = Axe().run(used.page)
    assert results.violations_count == 0, results.generate_report()
    used.page.emulate_media(color_scheme="dark")
    results = Axe().run(used.page, options={"iframes": False})  # the report's own: tests/browser
    assert results.violations_count == 0, results.generate_report()


def test_every_step_can_be_taken_from_the_keyboard(used: OpenPage) -> None:
    keyboard = used.page.keyboard
    order = []
    used.page.reload()
    for _ in range(5):
        keyboard.press("Tab")
        order.append(
            used.page.evaluate("document.activeElement.id || document.activeElement.dataset.language")
        )
    assert order == ["en", "tr", "choose", "sample", "get"]
    keyboard.press("Shift+Tab")
    keyboard.press("Enter")
    used.wait_idle()
    assert used.page.evaluate("document.activeElement.id") == "results"
    keyboard.press("Tab")
    assert used.page.evaluate("document.activeElement.textContent") == "Save workbook"
    with used.page.expect_download() as download:
        keyboard.press("Enter")
    assert download.value.suggested_filename == "sample.en.kpi.xlsx"


def test_a_screen_reader_hears_what_each_thing_is(used: OpenPage) -> None:
    used.hand_in(SAMPLE)
    for role, name in (
        ("group", "Language"),
        ("button", "Choose a file"),
        ("region", "Your report"),
        ("button", "Save workbook"),
        ("heading", "sample.en.xlsx"),
    ):
        assert used.page.get_by_role(role, name=name, exact=True).count() == 1, (role, name)  # type: ignore[arg-type]
    assert used.page.locator("iframe").get_attribute("title") == "Report on sample.en.xlsx"
    assert used.page.get_by_role("status").inner_text() == "The report on sample.en.xlsx is ready."


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_a_phone(used: OpenPage, language: str) -> None:
    used.page.set_viewport_size({"width": 360, "height": 740})
    used.speak(language)
    used.page.locator("#get").click()
    used.hand_in(sample(), broken("a-very-long-name-of-a-workbook-without-any-space-in-it-at-all-2026.xlsx"))
    width = used.page.evaluate("document.documentElement.scrollWidth")
    used.page.locator("#close").click()
    used.page.set_viewport_size({"width": 1280, "height": 720})
    assert width <= 360


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_wrong_with_a_file_is_said_beside_it_in_the_programs_words(
    used: OpenPage, language: str
) -> None:
    page, words = used, Words(language)
    page.speak(language)
    page.hand_in(broken(), payload("print.pdf", b"%PDF-1.7 and so on"))
    said = page.page.locator(".result.failed").all_inner_texts()
    assert [words.raw("errors.truncated_file.message") in text for text in said] == [True, False]
    assert words.raw("errors.pdf_file.message") in said[1]
    assert page.text("#status") == words.raw("web.done_none")
    page.hand_in(broken())
    assert page.text("#status") == words.raw("web.done_none_of_one")


def test_a_hint_never_sends_a_person_to_a_terminal(used: OpenPage) -> None:
    write = next(iter(writers.WRITERS.values()))
    used.hand_in(payload("none.xlsx", write([writers.Sheet("Notes", [["Who", "When"], ["Ada", "Monday"]])])))
    assert Words("en").raw("web.hint.no_table") in used.text(".result.failed")


def test_a_file_over_the_limit_is_refused_before_it_is_read(used: OpenPage, tmp_path: Path) -> None:
    giant = tmp_path / "giant.xlsx"
    with giant.open("wb") as file:
        file.truncate(2**31)
    used.hand_in(giant)
    assert "is larger than" in used.text(".result.failed")


def test_stopping_ends_the_run_and_the_page_goes_on(used: OpenPage) -> None:
    many = [sample(f"{n}.xlsx") for n in range(30)]
    used.page.set_input_files("#files", many)
    used.wait("document.querySelectorAll('.result').length >= 2")
    used.page.locator("#stop").click()
    used.wait_idle()
    reports = used.page.locator(".result").count()
    assert 2 <= reports < 30
    assert used.text("#status") == f"Stopped. {reports} of 30 files were read."
    with zipfile.ZipFile(io.BytesIO(contents(used.saved("#save-all")))) as archive:
        assert len(archive.namelist()) == 2 * reports
    used.hand_in(SAMPLE)
    assert "$6,060" in used.report_text()


def test_on_a_telephone_one_sees_that_a_file_is_being_read(used: OpenPage) -> None:
    used.page.set_viewport_size({"width": 360, "height": 640})
    used.page.evaluate("""
        document.getElementById("sample").click();
        window.place = document.getElementById("stop").getBoundingClientRect().toJSON();
    """)
    place = used.page.evaluate("place")
    used.wait_idle()
    used.page.set_viewport_size({"width": 1280, "height": 720})
    assert place["top"] >= 0
    assert 0 < place["bottom"] <= 640


# What the page is like at the very moment at which a report stands in it, and what is done then.
_AT_FIRST_SIGHT = """
new MutationObserver((_, observer) => {
  if (document.getElementById("report").hidden) return;
  observer.disconnect();
  const buttons = [...document.querySelectorAll("#list .actions button")];
  window.atFirstSight = {
    busy: !document.getElementById("busy").hidden,
    doing: document.getElementById("doing").textContent,
    shut: buttons.filter((each) => each.disabled).map((each) => each.textContent),
    focus: document.activeElement.id,
  };
  %s
}).observe(document.getElementById("report"), { attributeFilter: ["hidden"] });
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_can_be_read_before_its_files_are_made_and_then_they_can_be_saved(
    used: OpenPage, language: str
) -> None:
    used.speak(language)
    said = Words(language).raw
    used.page.evaluate(
        _AT_FIRST_SIGHT % "setTimeout(() => { atFirstSight.focus = document.activeElement.id; });"
    )
    used.hand_in(SAMPLE)
    saving = [said(f"web.save_{what}") for what in ("workbook", "summary", "both")]
    assert used.page.evaluate("atFirstSight") == {
        "busy": True,
        "doing": said("web.making_files"),
        "shut": saving,
        "focus": "results",
    }
    assert "$6,060" in used.report_text()
    assert used.page.locator("#list .actions button:disabled").count() == 0
    assert contents(used.saved(button(saving[1]))).decode().startswith("<!DOCTYPE html>")


def test_a_report_that_is_stopped_before_its_files_are_there_is_shown_no_longer(used: OpenPage) -> None:
    used.page.evaluate(_AT_FIRST_SIGHT % 'document.getElementById("stop").click();')
    used.hand_in(SAMPLE)
    assert used.page.evaluate("atFirstSight.busy")
    assert used.text("#status") == "Stopped. 0 of 1 files were read."
    assert used.page.locator("#report, #results").evaluate_all("all => all.map((each) => each.hidden)") == [
        True,
        True,
    ]
    used.hand_in(SAMPLE)
    assert "$6,060" in used.report_text()


def test_where_the_browser_breaks_off_in_one_file_the_others_go_on(used: OpenPage) -> None:
    used.hand_in(broken())
    used.page.workers[0].evaluate(
        "desk = { clear() {}, report() { throw new Error('memory access out of bounds'); } }"
    )
    used.hand_in(sample("first.xlsx"), sample("second.xlsx"))
    assert Words("en").raw("web.broken") in used.text(".result.failed")
    assert used.page.locator(".result h3").all_inner_texts() == ["first.xlsx", "second.xlsx"]
    assert used.text("#status") == "1 of 2 reports are ready."


def test_the_same_file_can_be_chosen_again_after_it_was_corrected(used: OpenPage, tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_bytes(b"")
    used.hand_in(path)
    assert Words("en").raw("errors.empty_file.message") in used.text(".result.failed")
    path.write_bytes(SAMPLE.read_bytes())
    used.hand_in(path)
    assert "$6,060" in used.report_text()


def test_a_link_inside_the_report_leads_to_its_place(used: OpenPage) -> None:
    used.hand_in(SAMPLE)
    used.page.frame_locator("#report").locator("nav a[href='#computed']").click()
    used.wait("document.getElementById('report').contentDocument.getElementById('computed') !== null")
    end = time.monotonic() + 10
    top = (
        "document.getElementById('report').getBoundingClientRect().top + "
        "document.getElementById('report').contentDocument.getElementById('computed').getBoundingClientRect().top"
    )
    while abs(used.page.evaluate(top)) > 200 and time.monotonic() < end:
        time.sleep(0.05)
    assert abs(used.page.evaluate(top)) <= 200
    assert (
        used.page.evaluate("document.getElementById('report').contentWindow.location.href") == "about:srcdoc"
    )


def test_the_findings_are_listed_with_their_cells(used: OpenPage) -> None:
    used.hand_in(SAMPLE)
    used.page.locator("#results .check summary").click()
    listed = used.page.locator(".finding").all_inner_texts()
    notes = used.page.locator(".finding.info").count()
    assert notes == 1
    assert used.text("#results .check summary") == f"{len(listed) - notes} things to check · 1 note"
    assert any("Channels!" in text and "Facebok" in text for text in listed)


def test_what_is_only_told_is_nothing_to_check(used: OpenPage) -> None:
    used.hand_in(EMPTY)
    assert used.text("#results .check summary") == "Nothing to check · 1 note"


def test_why_there_is_no_report_is_said_in_the_page_s_language_alone(used: OpenPage) -> None:
    """The file's headers are Turkish, the page is English: no sentence may be half of each."""
    used.hand_in(payload("takip.xlsx", without_spend("Kanal", "Ciro")))
    problem = used.text("#results .failed")
    assert "No sheet has a header row with both Channel and Spend." in problem
    assert not set("çğışÇĞİŞ") & set(problem)


def test_a_download_whose_worksheet_can_t_be_read_is_told(used: OpenPage) -> None:
    google = "Campaign,Day,Cost,Clicks\nBrand,2026-10-01,5,1\n"
    used.hand_in(
        payload("own.xlsx", without_spend("Channel", "Revenue")), payload("google.csv", google.encode())
    )
    assert "Because of that, not used either: google.csv." in used.text("#results .failed")


def test_downloads_alone_are_reported_in_the_page_s_language(used: OpenPage) -> None:
    """A Turkish marketer's ad system may well speak English."""
    used.speak("tr")
    used.hand_in(payload("google.csv", b"Campaign,Day,Cost,Clicks\nBrand,2026-10-01,5,1\n"))
    assert "1 satır kullanıldı" in used.text("#results .note")
    assert "Ekim 2026" in used.report_text()


def test_an_empty_worksheet_comes_with_the_year_and_channels_asked_for(used: OpenPage) -> None:
    used.page.locator("#get").click()
    used.page.locator("#year").fill("2027")
    used.page.locator("#currency").select_option("EUR")
    used.page.locator("#channels").fill("Google Ads, Postcards\nReferral")
    saved = used.saved("#worksheet button[type=submit]")
    assert saved.suggested_filename == "marketing-channel-roi.en.xlsx"
    book = read_book(Package.open(contents(saved)))
    texts = {cell.text for sheet in book.sheets for row in sheet.rows.values() for cell in row.values()}
    assert {"Google Ads", "Postcards", "Referral"} <= texts
    used.page.locator("#close").click()


def test_a_dropped_folder_gives_its_workbooks_but_not_our_own_outputs(used: OpenPage) -> None:
    """A test can drop no real folder, so its entries are played; which of them count the program says."""
    names = ["b.xlsx", "a.xlsx", "notes.txt", "a.kpi.xlsx", "~$a.xlsx"]
    used.page.evaluate(
        """async ([names, letters]) => {
          const bytes = Uint8Array.from(atob(letters), (each) => each.charCodeAt(0));
          const entries = names.map((name) => (
            { name, isFile: true, isDirectory: false, file: (done) => done(new File([bytes], name)) }));
          const rest = [entries, []];
          const folder = {
            name: "clients", isFile: false, isDirectory: true,
            createReader: () => ({ readEntries: (done) => done(rest.shift()) }),
          };
          const event = new Event("drop", { cancelable: true });
          event.dataTransfer = {
            items: [{ kind: "file", webkitGetAsEntry: () => folder }], files: [new File([], "clients")],
          };
          document.getElementById("status").textContent = "";
          window.dispatchEvent(event);
        }""",
        [names, base64.b64encode(SAMPLE.read_bytes()).decode()],
    )
    used.wait_idle()
    assert used.page.locator(".result h3").all_inner_texts() == ["a.xlsx", "b.xlsx"]


def test_a_browser_that_lacks_what_the_page_needs_is_told_so(
    opened: Callable[..., OpenPage], built: Path
) -> None:
    page = opened()
    page.page.add_init_script("delete window.DecompressionStream;")
    page.page.goto(built.as_uri())
    assert page.text("#problem") == Words("en").raw("web.too_old")


def test_without_script_the_page_says_what_it_needs(opened: Callable[..., OpenPage]) -> None:
    page = opened(java_script_enabled=False)
    for language in ("en", "tr"):
        assert Words(language).raw("web.no_script") in page.page.locator("#cannot").inner_text()
