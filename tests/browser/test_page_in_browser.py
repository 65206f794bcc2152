"""The page in a real browser: accessible, legible, quiet, complete without script, printable."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe, AxeResults
from playwright.sync_api import Browser, Page

URL = Callable[..., str]
BOTH = pytest.mark.parametrize("language", ["en", "tr"])
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
SHAPES = ["year", "findings", "empty", "one", "forty", "months", "hostile", "overview"]

pytestmark = pytest.mark.program("chromium")

_CONTRAST = "color-contrast"  # axe's dearest rule by far

# Leaves one row of those in a table or list that look alike, which is all that contrast can be judged by.
_ONE_OF_EACH_LOOK = """() => {
  const looks = (element) => {
    const {color, backgroundColor, fontSize, fontWeight, opacity} = getComputedStyle(element);
    return [element.tagName, color, backgroundColor, fontSize, fontWeight, opacity].join();
  };
  const rows = [...document.querySelectorAll("tbody > tr, ol > li, ul > li")];
  const kinds = rows.map((row) => [row, ...row.querySelectorAll("*")].map(looks).join(";"));
  const parents = rows.map((row) => row.parentNode);
  const seen = new Map(parents.map((parent) => [parent, new Set()]));
  rows.forEach((row, index) => {
    const known = seen.get(parents[index]);
    if (known.has(kinds[index])) row.remove();
    known.add(kinds[index]);
  });
}"""

# The contrast of every text and mark of the drawings with the paper they stand on.
_CONTRASTS = """() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const channel = (c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const ratio = (a, b) => {
    const [low, high] = [luminance(rgb(a)), luminance(rgb(b))].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const paper = getComputedStyle(document.body).backgroundColor;
  const found = {};
  const marks = document.querySelectorAll("svg :is(text, rect, line, circle, polyline, path)");
  for (const mark of marks) {
    const tone = mark.getAttribute("class") || mark.parentNode.getAttribute("class");
    if (["grid", "gap"].includes(tone) || mark.closest("symbol")) continue;
    const style = getComputedStyle(mark);
    const stroked = ["line", "polyline", "path"].includes(mark.tagName) || tone === "hollow";
    found[`${mark.tagName} ${tone}`] = ratio(stroked ? style.stroke : style.fill, paper);
  }
  return found;
}"""


def opened(browser: Browser, url: str, **options: Any) -> Page:
    page = browser.new_context(**options).new_page()
    page.goto(url)
    return page


def judged_by_axe(page: Page, options: dict[str, Any]) -> AxeResults:
    """What axe says of a page all of whose details are open."""
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    if options.get("runOnly") == [_CONTRAST]:
        page.evaluate(_ONE_OF_EACH_LOOK)
    results = Axe().run(page, options={"resultTypes": ["violations"], **options})
    page.context.close()
    return results


@pytest.mark.parametrize("shape", ["findings", "year", "empty", "overview"])
@BOTH
def test_axe_finds_nothing(browser: Browser, page_url: URL, shape: str, language: str) -> None:
    """Whatever the colours: their contrast is the next test's."""
    page = opened(browser, page_url(shape, language))
    results = judged_by_axe(page, {"rules": {_CONTRAST: {"enabled": False}}})
    assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize("shape", ["findings", "empty", "overview"])
@SCHEMES
def test_axe_finds_every_text_legible(browser: Browser, page_url: URL, shape: str, scheme: Any) -> None:
    """Both languages have the same colours."""
    page = opened(browser, page_url(shape), color_scheme=scheme)
    results = judged_by_axe(page, {"runOnly": [_CONTRAST]})
    assert results.violations_count == 0, results.generate_report()


@BOTH
@pytest.mark.parametrize("form", ["light", "dark", "print"])
def test_every_text_and_mark_of_the_drawings_stands_out(
    browser: Browser, page_url: URL, language: str, form: str
) -> None:
    """4.5 : 1 for texts, 3 : 1 for marks; grid lines are decoration."""
    scheme: Any = "light" if form == "light" else "dark"
    page = opened(browser, page_url("findings", language), color_scheme=scheme)
    if form == "print":
        page.emulate_media(media="print")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    contrasts = page.evaluate(_CONTRASTS)
    page.context.close()
    assert {"text tick", "rect first", "circle dot", "path range", "rect loss"} <= contrasts.keys()
    weak = {
        tone: ratio for tone, ratio in contrasts.items() if ratio < (4.5 if tone.startswith("text") else 3)
    }
    assert weak == {}


@pytest.mark.parametrize("shape", SHAPES)
def test_the_page_requests_nothing_and_says_nothing(browser: Browser, page_url: URL, shape: str) -> None:
    page = browser.new_page()
    requests, messages = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.on("dialog", lambda dialog: messages.append(dialog.message))
    page.goto(page_url(shape))
    page.wait_for_load_state("networkidle")
    page.close()
    assert requests == [page_url(shape)]
    assert messages == []


@pytest.mark.parametrize("shape", SHAPES)
@BOTH
def test_nothing_overflows_at_any_width(browser: Browser, page_url: URL, shape: str, language: str) -> None:
    page = opened(browser, page_url(shape, language))
    page.evaluate("document.querySelectorAll('details').forEach((details) => { details.open = true; })")
    beyond = {}
    for width in (360, 768, 1024, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        beyond[width] = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
    page.context.close()
    assert set(beyond.values()) == {0}, beyond


@pytest.mark.parametrize("shape", ["findings", "forty", "millions", "months"])
@BOTH
def test_the_channel_table_fits_at_every_width(
    browser: Browser, page_url: URL, shape: str, language: str
) -> None:
    page = opened(browser, page_url(shape, language))
    beyond = {}
    for width in (360, 390, 768, 820, 1024, 1280, 1440):
        page.set_viewport_size({"width": width, "height": 800})
        beyond[width] = page.evaluate("""() => {
          const region = document.getElementById("table-channels").parentElement;
          const edge = region.getBoundingClientRect();
          const cells = [...region.querySelectorAll("td, tbody th, tfoot th")];
          const out = cells.filter((cell) => cell.getBoundingClientRect().right > edge.right + 1);
          return [region.scrollWidth - region.clientWidth, out.length];
        }""")
    page.context.close()
    assert set(map(tuple, beyond.values())) == {(0, 0)}, beyond


def test_on_a_phone_each_figure_of_the_channel_table_says_what_it_is(browser: Browser, page_url: URL) -> None:
    page = opened(browser, page_url("findings"), viewport={"width": 360, "height": 800})
    names = page.evaluate("""() => {
      const cells = document.querySelectorAll("#table-channels tbody tr:first-child td");
      return [...cells].map((cell) => getComputedStyle(cell, "::before").content.replaceAll('"', ""));
    }""")
    headings = page.locator("#table-channels thead th").all_text_contents()
    page.context.close()
    assert names == ["none", *headings[2:]], "the verdict says itself what it is"


@pytest.mark.parametrize("shape", ["findings", "forty"])
@pytest.mark.parametrize("width", [360, 768, 1280])
def test_texts_of_the_drawings_stay_inside_and_are_large_enough_to_read(
    browser: Browser, page_url: URL, shape: str, width: int
) -> None:
    page = opened(browser, page_url(shape, "tr"), viewport={"width": width, "height": 800})
    texts = page.evaluate("""() => [...document.querySelectorAll(".picture text")].map((text) => {
      const own = text.getBoundingClientRect(), all = text.ownerSVGElement.getBoundingClientRect();
      const scale = all.width / text.ownerSVGElement.viewBox.baseVal.width;
      const size = parseFloat(getComputedStyle(text).fontSize) * scale;
      return {shown: all.width > 0, text: text.textContent, size,
              out: Math.max(all.left - own.left, own.right - all.right, own.bottom - all.bottom)};
    }).filter((text) => text.shown)""")
    page.context.close()
    assert len(texts) > 100
    assert [text["text"] for text in texts if text["out"] > 2] == []
    assert min(text["size"] for text in texts) >= 10


# The ranges that a reader sees on more than one line, and how many there are.
_BROKEN_RANGES = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), broken = [];
  let seen = 0;
  while (texts.nextNode()) {
    const text = texts.currentNode;
    if (text.parentElement.closest("svg, script, style")) continue;
    for (const found of text.data.matchAll(/[%$]?\\d[\\d.,]*–[\\d.,]+(%|\\s[₺$])?/g)) {
      const range = document.createRange();
      range.setStart(text, found.index);
      range.setEnd(text, found.index + found[0].length);
      const boxes = [...range.getClientRects()];
      seen += boxes.length > 0;
      if (new Set(boxes.map((box) => Math.round(box.top))).size > 1) broken.push(found[0]);
    }
  }
  return [seen, broken];
}"""


@pytest.mark.parametrize("shape", ["findings", "forty"])
@BOTH
def test_a_range_stays_on_one_line_on_a_phone(
    browser: Browser, page_url: URL, shape: str, language: str
) -> None:
    page = opened(browser, page_url(shape, language))
    for width in (320, 360, 375, 390, 412):
        page.set_viewport_size({"width": width, "height": 800})
        seen, broken = page.evaluate(_BROKEN_RANGES)
        assert seen > 0
        assert broken == [], width
    page.context.close()


def test_a_range_that_no_line_holds_is_broken_inside(browser: Browser, page_url: URL) -> None:
    page = opened(browser, page_url("findings"), viewport={"width": 320, "height": 800})
    overflow = page.evaluate("""() => {
      const range = document.querySelector(".unbroken");
      range.textContent = "$123,456,789.12–987,654,321.98";
      const card = range.parentElement.getBoundingClientRect(), own = range.getBoundingClientRect();
      return own.right - card.right;
    }""")
    page.context.close()
    assert overflow <= 0


@BOTH
def test_without_script_everything_is_there(browser: Browser, page_url: URL, language: str) -> None:
    """What script adds are buttons; what a person reads is the same."""
    words = {}
    for script in (True, False):
        page = opened(browser, page_url("findings", language), java_script_enabled=script)
        content = page.content()
        page.context.close()
        content = re.sub(r'<button type="button" class="copy">.*?</button>', "", content)
        content = re.sub(r"(?s)<(script|style)>.*?</\1>", "", content)
        words[script] = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", content)).strip()
    assert words[True] == words[False]
    assert len(words[False]) > 5000


def test_details_open_without_script(browser: Browser, page_url: URL) -> None:
    page = opened(browser, page_url("year"), java_script_enabled=False)
    details = page.locator("#chart-cac details")
    details.locator("summary").click()
    assert details.locator("table").is_visible()
    page.context.close()


def test_columns_can_be_sorted_and_unknown_values_stay_last(browser: Browser, page_url: URL) -> None:
    page = opened(browser, page_url("year"))
    heading = page.locator("#table-channels thead th", has_text="Cost per lead")
    order = []
    for _ in range(2):
        heading.locator("button").click()
        order.append(page.locator("#table-channels tbody tr td:nth-child(5)").all_inner_texts())
    assert heading.get_attribute("aria-sort") == "ascending"
    page.context.close()
    known = [
        [float(text.replace("$", "").replace(",", "")) for text in texts if "$" in text] for texts in order
    ]
    assert known[0] == sorted(known[0], reverse=True)
    assert known[1] == sorted(known[1])
    assert all("$" not in text for texts in order for text in texts[len(known[0]) :])


@pytest.mark.parametrize("way", ["selection", "button"])
def test_figures_copy_cleanly(browser: Browser, page_url: URL, way: str) -> None:
    """Neither marks nor bases come along, whether selected by hand or copied by the button."""
    context = browser.new_context()
    context.add_init_script(
        "const writeText = async (text) => { window.copied = text; };"
        "Object.defineProperty(navigator, 'clipboard', {value: {writeText}});"
    )
    page = context.new_page()
    page.goto(page_url("findings"))
    assert page.locator("#table-channels .doubt").count() > 0
    assert page.locator("#table-channels .base").count() > 0
    if way == "selection":
        page.evaluate("getSelection().selectAllChildren(document.getElementById('table-channels'))")
        copied = page.evaluate("getSelection().toString()")
    else:
        page.locator("#channels > .copy").first.click()
        copied = page.evaluate("window.copied")
    context.close()
    row = next(line for line in copied.splitlines() if line.startswith("Google ads"))
    cells = [cell.strip() for cell in row.split("\t")]
    assert cells[2] == "$22,080"  # twelve times 1,840
    assert "†" not in copied
    assert "of 12" not in copied


def test_the_first_tab_stop_skips_to_the_summary(browser: Browser, page_url: URL) -> None:
    page = opened(browser, page_url("year"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#summary"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "summary"
    page.context.close()


def test_forced_colours_leave_marks_visible(browser: Browser, page_url: URL) -> None:
    page = opened(browser, page_url("year"), forced_colors="active")
    fills = page.evaluate("""() => {
      const marks = document.querySelectorAll("#chart-returns .wide rect, #chart-cac .wide circle");
      return [...marks].map((mark) => getComputedStyle(mark).fill);
    }""")
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.context.close()
    assert len(fills) > 10
    assert paper not in fills


# Heights in CSS pixels that a printed page holds beside its margins of 16 and 18 mm.
PRINTABLE = {"A4": (297 - 34) / 25.4 * 96, "Letter": (279.4 - 34) / 25.4 * 96}
PRINTED_WIDTH = {"A4": (210 - 30) / 25.4 * 96, "Letter": (215.9 - 30) / 25.4 * 96}


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("shape", ["findings", "forty"])
def test_no_picture_is_higher_or_wider_than_a_printed_page(
    browser: Browser, page_url: URL, paper: str, shape: str
) -> None:
    width = int(PRINTED_WIDTH[paper])
    page = opened(browser, page_url(shape), viewport={"width": width, "height": 1000})
    page.check("#whole")
    page.emulate_media(media="print")
    pictures = page.evaluate("""() => [...document.querySelectorAll(".picture")].map((picture) => {
      const box = picture.getBoundingClientRect();
      return {height: box.height, width: box.width, kept: getComputedStyle(picture).breakInside};
    }).filter((picture) => picture.width)""")
    page.context.close()
    assert len(pictures) >= 15
    assert max(picture["height"] for picture in pictures) < PRINTABLE[paper]
    assert max(picture["width"] for picture in pictures) <= width
    assert {picture["kept"] for picture in pictures} == {"avoid"}


class Print(NamedTuple):
    """The texts of the pages that come out of the printer, and what the page on the screen says of itself."""

    sheets: list[str]
    questions: list[str]  # that are kept on the short print
    headings: list[str]
    totals: list[str]
    rest: str  # what is said of all that the short print leaves out
    footer: str


Printer = Callable[..., Print]


@pytest.fixture(scope="module")
def printed(browser: Browser, page_url: URL, seen: Path, program: Callable[[str], str]) -> Printer:
    """`printed("findings", "en", "A4", whole=True)` prints a page, once for all tests that ask for it."""

    @cache
    def prints(
        shape: str, language: str = "en", paper: str = "A4", *, whole: bool = False, script: bool = True
    ) -> Print:
        page = opened(browser, page_url(shape, language), java_script_enabled=script)
        page.set_checked("#whole", whole)
        page.pdf(path=seen / "page.pdf", format=paper)
        command = [program("pdftotext"), "-raw", str(seen / "page.pdf"), "-"]
        text = subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout
        made = Print(
            text.removesuffix("\f").split("\f"),
            page.locator(".answer h3").all_text_contents(),
            page.locator("h2, .chart h3, caption, .lead").all_text_contents(),
            page.locator("tfoot th").all_text_contents(),
            page.locator(".printed").text_content() or "?",
            " ".join(page.locator("footer p").all_inner_texts()),
        )
        page.context.close()
        return made

    return prints


@pytest.mark.program("pdftotext")
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@BOTH
def test_eleven_channels_and_a_year_are_printed_on_four_pages(
    printed: Printer, language: str, paper: str
) -> None:
    made = printed("findings", language, paper)
    assert len(made.sheets) <= 4
    whole = without_spaces(" ".join(made.sheets))
    assert [question for question in made.questions if without_spaces(question) not in whole] == []
    assert without_spaces(made.rest) in whole, "what is left out is said, and how to have it"


def without_spaces(text: str) -> str:
    """A printed text: lines are broken anywhere, and several letters may be drawn as one."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


@pytest.mark.program("pdftotext")
@pytest.mark.parametrize(("shape", "whole"), [("findings", False), ("findings", True), ("forty", False)])
@BOTH
def test_no_printed_page_ends_with_a_heading_or_begins_with_a_total_or_holds_only_the_footer(
    printed: Printer, shape: str, language: str, whole: bool
) -> None:
    made = printed(shape, language, whole=whole)
    headings, totals = [tuple(map(without_spaces, texts)) for texts in (made.headings, made.totals)]
    assert headings
    assert totals
    for number, text in enumerate(made.sheets, start=1):
        own = without_spaces(text).removeprefix(f"{number}/{len(made.sheets)}")
        assert not own.endswith(headings), number
        # A definition may begin with the same word as a total, but its figures don't follow.
        assert not re.match(rf"(?:{'|'.join(map(re.escape, totals))})[^\w\s]?\d", own), number
        assert own not in without_spaces(made.footer), number


@pytest.mark.program("pdftotext")
@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize("script", [True, False])
def test_the_print_has_page_numbers_opened_details_and_the_findings(
    printed: Printer, paper: str, script: bool
) -> None:
    sheets = printed("findings", paper=paper, whole=True, script=script).sheets
    assert all(f"{number} / {len(sheets)}" in text for number, text in enumerate(sheets, start=1))
    whole = re.sub(r"\s+", " ", " ".join(sheets))
    assert "Needed to break even" in whole  # stands in a closed details element on the screen
    assert "Channels C6" in whole
    assert "Copy table" not in whole
    assert "Figures as a table" not in whole
