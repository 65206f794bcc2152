"""The page as HTML: its order, its landmarks, its words, and what hostile texts can't do to it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import lxml.html
import pytest
from msgspec.structs import replace

from kpisheet.analysis.report import Report, SalesCycle
from kpisheet.html import page
from kpisheet.html.checks import checks
from kpisheet.html.environment import policy_hash, source, unbroken
from kpisheet.html.wording import Wording
from kpisheet.texts.harmless import harmless
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.findings import Finding, Place, Severity
from tests.support import page_reports
from tests.support import worksheets as by_hand

REPORTS: dict[str, Callable[[str], Report]] = {
    "year": page_reports.year,
    "empty": page_reports.empty,
    "one channel": page_reports.one_channel,
    "forty channels": page_reports.forty_channels,
    "36 months": lambda language: page_reports.many_months(36, language),
    "hostile": page_reports.hostile,
}
EVERY = pytest.mark.parametrize("name", REPORTS)
BOTH = pytest.mark.parametrize("language", ["en", "tr"])
PIXEL = b"\x89PNG\r\n\x1a\n"


def parsed(html: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(html)


def words_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def rendered(report: Report, **options: Any) -> lxml.html.HtmlElement:
    return parsed(page.render(report, **options))


@EVERY
@BOTH
def test_the_page_has_one_heading_one_main_and_unique_ids(name: str, language: str) -> None:
    tree = rendered(REPORTS[name](language))
    assert tree.get("lang") == language
    assert [len(tree.findall(f".//{tag}")) for tag in ("h1", "main", "header", "footer", "nav")] == [1] * 5
    ids = Counter(element.get("id") for element in tree.iter() if element.get("id"))
    assert [key for key, count in ids.items() if count > 1] == []


@EVERY
def test_every_link_inside_the_page_leads_somewhere(name: str) -> None:
    tree = rendered(REPORTS[name]("en"))
    ids = {element.get("id") for element in tree.iter() if element.get("id")}
    targets = {link.get("href") for link in tree.iter("a")}
    assert {target for target in targets if target.removeprefix("#") not in ids} == set()


@EVERY
def test_headings_leave_out_no_level(name: str) -> None:
    levels = [int(heading.tag[1]) for heading in rendered(REPORTS[name]("en")).xpath("//h1|//h2|//h3|//h4")]
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_the_title_names_the_business_and_the_period() -> None:
    assert (
        rendered(page_reports.year()).findtext(".//title")
        == "Buckeye Plumbing · November 2025 – October 2026"
    )


def test_the_first_screen_stands_in_the_order_of_the_readers_questions() -> None:
    report = page_reports.year()
    shown = words_of(rendered(report).get_element_by_id("summary"))
    say = report.words.say
    in_order = [say(report.headline), "Does each channel pay for itself? (12 months)", say(report.next_step)]
    in_order += ["Spend", "Cost of a lead (CPL)", "Cost of a new customer (CAC)"]
    in_order += ["Return on investment (ROI)", "to check"]
    places = [shown.index(text) for text in in_order[:-1]] + [shown.rindex("check")]
    assert places == sorted(places)


def test_a_verdict_shows_what_it_rests_on() -> None:
    """200 customers of 50 gross profit each (revenue 20,000 at 50 %) against 330: 7 would break even."""
    row = by_hand.row("google_ads", "2026-10", spend=330, leads=600, new_customers=200, revenue=20000)
    (group,) = rendered(page_reports.report(row, gross_margin=0.5)).find_class("group")
    assert words_of(group) == "Pays 1 Google ads 200 came · 7 needed"


def test_campaigns_have_a_table_of_their_own() -> None:
    rows = [
        by_hand.row("google_ads", "2026-10", number=5 + at, campaign=name, spend=100 * (at + 1), leads=10)
        for at, name in enumerate(["Spring", None])
    ]
    table = rendered(page_reports.report(*rows)).get_element_by_id("table-campaigns")
    cells = {words_of(row[0]): words_of(row[5]) for row in table.xpath("./tbody/tr")}
    assert cells == {"Spring": "$10.00", "(no campaign)": "$20.00"}


def test_sections_follow_the_readers_questions() -> None:
    sections = [section.get("id") for section in rendered(page_reports.year()).iter("section")]
    assert sections == [
        "summary",
        "channels",
        "months",
        "plan",
        "business",
        "answers",
        "sure",
        "check",
        "computed",
    ]


def test_every_header_cell_has_a_scope() -> None:
    headers = list(rendered(page_reports.year()).iter("th"))
    assert headers
    assert all(header.get("scope") in ("row", "col") for header in headers)


def test_every_chart_has_a_name_a_description_and_its_table() -> None:
    charts = rendered(page_reports.year()).find_class("chart")
    assert len(charts) == 8
    for chart in charts:
        pictures = chart.find_class("picture")
        assert pictures
        for picture in pictures:
            assert picture.get("role") == "img"
            for attribute in ("aria-labelledby", "aria-describedby"):
                assert words_of(chart.get_element_by_id(picture.get(attribute)))
        assert len(chart.xpath(".//table/tbody/tr")) >= 3


@BOTH
def test_all_channels_are_in_every_form_of_a_chart(language: str) -> None:
    tree = rendered(page_reports.forty_channels(language))
    for form in ("wide", "narrow"):
        drawn = tree.get_element_by_id("chart-returns").xpath(f".//div[@class='{form}']//*[@class='name']/..")
        names = tree.get_element_by_id("chart-returns").xpath(
            f".//div[@class='{form}']//*[local-name()='text'][@class='name']"
        )
        assert drawn
        assert len(names) == 40


def test_nothing_is_styled_or_scripted_beside_what_the_policy_allows() -> None:
    tree = rendered(page_reports.year())
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; ")
    assert tree.xpath("//@style") == []
    assert [element.text for element in tree.iter("style")] == [source("page.css")]
    assert [element.text for element in tree.iter("script")] == [source("page.js")]
    assert policy_hash(source("page.css")) in policy
    assert policy_hash(source("page.js")) in policy
    assert "unsafe" not in policy


def test_the_page_asks_for_nothing_outside_itself() -> None:
    html = page.render(page_reports.year(), logo=PIXEL, workbook_name="october.kpi.xlsx")
    tree = parsed(html)
    assert tree.xpath("//link|//iframe|//object|//embed|//form|//base|//audio|//video") == []
    assert {image.get("src")[:22] for image in tree.iter("img")} == {"data:image/png;base64,"}
    assert re.findall(r"https?://|url\(|@import", html) == []


def test_the_workbook_is_linked_by_its_name() -> None:
    tree = rendered(page_reports.year(), workbook_name="ekim 2026 #1.kpi.xlsx")
    links = [link.get("href") for link in tree.iter("a") if not link.get("href").startswith("#")]
    assert links == ["ekim%202026%20%231.kpi.xlsx"]


def test_a_logo_must_be_a_picture() -> None:
    with pytest.raises(ValueError, match="PNG"):
        page.render(page_reports.year(), logo=b"<svg onload=alert(1)>")


def test_salespeople_can_be_left_out() -> None:
    cycle = SalesCycle("Ayşe Demir", 4, Decimal(12), Decimal(10), 0)
    report = replace(page_reports.year(), cycles_by_person=(cycle,))
    assert "Ayşe Demir" in page.render(report)
    assert "Ayşe Demir" not in page.render(report, people=False)


@BOTH
def test_hostile_texts_stay_plain_text(language: str) -> None:
    tree = rendered(page_reports.hostile(language), workbook_name='"><img src=x onerror=alert(1)>.kpi.xlsx')
    assert len(list(tree.iter("script"))) == 1
    assert list(tree.iter("img")) == []
    assert [name for element in tree.iter() for name in element.attrib if name.startswith("on")] == []
    outside = [link.get("href") for link in tree.iter("a") if not link.get("href").startswith("#")]
    assert outside == ["%22%3E%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E.kpi.xlsx"]
    shown = words_of(tree)
    for text in (
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "=cmd|' /C calc'!A0",
        "{{ 7 * 7 }}",
    ):
        assert text in shown


def test_invisible_and_reversing_characters_become_visible() -> None:
    html = page.render(page_reports.hostile())
    assert re.findall("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", html) == []
    assert "\ufffdgnp.exe\ufffd" in html


@pytest.mark.parametrize("text", ["Ladin Halı Yıkama", "15:00–18:00 · %10", "line\nbreak\ttab", "emoji 👩‍🔧"])
def test_ordinary_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("likely $99–180; no change", 'likely <span class="unbroken">$99–180;</span> no change'),
        (
            "olası 99–180\N{NO-BREAK SPACE}₺; yok",
            'olası <span class="unbroken">99–180\N{NO-BREAK SPACE}₺;</span> yok',
        ),
        ("bir yazı: %40–80.", 'bir yazı: <span class="unbroken">%40–80.</span>'),
        ("(5.5–17.4%)", '<span class="unbroken">(5.5–17.4%)</span>'),
        ("<b>1–2", '<span class="unbroken">&lt;b&gt;1–2</span>'),
        ("May 2026 – Oct 2026", "May 2026 – Oct 2026"),
        ("so–called & co", "so–called &amp; co"),
    ],
)
def test_a_range_in_running_text_is_one_piece_with_what_touches_it(text: str, written: str) -> None:
    assert str(unbroken(text)) == written


def test_a_name_of_ten_thousand_letters_is_shown_by_its_beginning() -> None:
    html = page.render(page_reports.hostile())
    longest = max(len(run) for run in re.findall("A+", html))
    assert longest <= 600  # the comment's length; names stop at 120
    assert len(html.encode()) < 300_000


def test_a_figure_that_misses_rows_says_how_many_it_rests_on() -> None:
    rows = [
        by_hand.row("google_ads", f"2026-{m:02}", number=m, spend=100, leads=None if m == 9 else 10)
        for m in (7, 8, 9, 10)
    ]
    table = rendered(page_reports.report(*rows)).get_element_by_id("table-channels")
    cells = table.xpath("./tbody/tr/*")
    assert "$300 of $400 spent ÷ 30 leads" in words_of(cells[4])
    assert words_of(cells[4]).startswith("$10.00")  # 300 ÷ 30: September's spend is not in it


def test_a_figure_on_a_doubtful_cell_is_marked_and_no_other() -> None:
    doubt = Finding(
        "K301",
        Severity.WARNING,
        Place(by_hand.SHEET, 5, 3),
        {"typed": "1.000,00", "read_as": Decimal(1000)},
        "1.000,00",
        Decimal(1000),
        frozenset({"spend"}),
    )
    first = by_hand.row("google_ads", "2026-10", number=5, spend=1000, leads=10)
    second = by_hand.row("email", "2026-10", number=6, spend=60, leads=6)
    tree = rendered(page_reports.report(first, second, findings=[doubt]))
    rows = {words_of(row[0]): row for row in tree.get_element_by_id("table-channels").xpath("./tbody/tr")}
    assert rows["Google ads"].find_class("doubt")
    assert not rows["Email"].find_class("doubt")
    assert "Channels C5" in words_of(tree.get_element_by_id("check"))


def test_findings_that_touch_figures_come_first_and_the_worst_of_them_at_the_top() -> None:
    facts = {"typed": "x", "read_as": "y"}
    found = [
        Finding("K301", Severity.WARNING, Place("Channels", 7, 1), facts),
        Finding("K301", Severity.WARNING, Place("Channels", 8, 1), facts, affects=frozenset({"leads"})),
        Finding("K301", Severity.ERROR, Place("Channels", 9, 1), facts, affects=frozenset({"spend"})),
        Finding(
            "K301", Severity.WARNING, Place("Channels", 6, 1), facts, affects=frozenset({"leads", "spend"})
        ),
    ]
    tree = rendered(replace(page_reports.year(), findings=tuple(found)))
    where = [
        words_of(entry.find(".//strong")) for entry in tree.get_element_by_id("check").find_class("check")
    ]
    assert where == ["Channels A9", "Channels A6", "Channels A8", "Channels A7"]


@BOTH
def test_a_report_without_rows_says_so_and_draws_nothing(language: str) -> None:
    tree = rendered(page_reports.empty(language))
    assert {"en": "No data yet", "tr": "Henüz veri yok"}[language] in words_of(tree)
    assert tree.find_class("picture") == []
    assert "None" not in words_of(tree)


def test_a_year_of_twelve_channels_stays_below_300_kilobytes() -> None:
    assert len(page.render(page_reports.year("tr")).encode()) < 300_000


@EVERY
def test_the_same_report_gives_the_same_bytes(name: str) -> None:
    assert page.render(REPORTS[name]("en")) == page.render(REPORTS[name]("en"))


def test_only_a_cell_with_an_error_is_said_to_be_unused() -> None:
    """A doubtful cell counts; the list of what to check must not say otherwise."""
    place = Place("Channels", 7, 2)
    doubtful = Finding(
        "K405",
        Severity.WARNING,
        place,
        {"channel": "E-mail", "when": date(2026, 5, 1), "n": 2, "rows": [5, 6], "columns": []},
        "E-mail",
    )
    spoiled = Finding("K302", Severity.ERROR, place, {"typed": "about 30"}, "about 30")
    report = replace(page_reports.year(), findings=(doubtful, spoiled))
    told = {entry.code: entry.read_as for entry in checks(Wording(report), report.findings)}
    assert told == {"K405": None, "K302": "not used"}


def test_a_channel_shown_under_another_name_is_explained_below_the_table() -> None:
    names = Sentence("notes.renamed_one", {"typed": "Yelp", "name": "Online directory"})
    report = replace(page_reports.year(), renamed=Sentence("notes.renamed", {"names": [names]}))
    assert "usual name: “Yelp” as Online directory." in page.render(report)
    assert "usual name" not in page.render(page_reports.year())


def without_results(**more: Any) -> Report:
    rows = [by_hand.row(key, "2026-10", spend=900, leads=9) for key in ("radio", "google_ads")]
    return page_reports.report(*rows, **more)


def test_a_page_without_a_business_name_is_called_by_its_file() -> None:
    assert words_of(parsed(page.render(without_results())).find(".//h1")) == "october October 2026"


def test_a_column_that_nothing_is_known_in_says_why_once() -> None:
    table = parsed(page.render(without_results())).get_element_by_id("table-channels")
    assert words_of(table).count("customers not filled in") == 2  # below New customers, and below CAC
    assert words_of(table).count("revenue not filled in") == 2


def test_without_revenue_the_chart_of_amounts_is_one_of_spend() -> None:
    chart = parsed(page.render(without_results())).get_element_by_id("chart-spend-revenue")
    assert words_of(chart.find(".//h3")) == "Spend"
    assert "Revenue" not in words_of(chart)
    assert len(chart.find_class("second")) == 0


@BOTH
def test_a_worksheet_without_rows_is_not_asked_questions(language: str) -> None:
    tree = parsed(page.render(page_reports.empty(language)))
    assert tree.find_class("answer") == []
    assert "table-business" not in page.render(page_reports.empty(language))
