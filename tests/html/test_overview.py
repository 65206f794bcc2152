"""The overview of several workbooks."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal

import lxml.html
import pytest
from msgspec.structs import replace

from kpisheet.analysis.report import Pays
from kpisheet.html import index
from tests.support import page_reports

DAY = date(2026, 11, 2)


def overview(*entries: index.Entry, language: str = "en") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(index.render(entries, language=language, made_on=DAY))


def words_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def entry() -> index.Entry:
    return index.summarise(page_reports.year(), page="october.kpi.html", workbook="october.kpi.xlsx")


def test_an_entry_says_what_the_page_says(entry: index.Entry) -> None:
    report = page_reports.year()
    assert entry.business == "Buckeye Plumbing"
    assert entry.headline == report.words.say(report.headline)
    assert entry.cards[0] == ("Spend", "$75,900", False)  # twelve times 6,325, the channels but for referral
    assert dict(entry.verdicts)[Pays.NO_SPEND] == 1
    assert sum(count for _, count in entry.verdicts) == len(report.channels)


def test_the_trend_is_of_new_customers_by_month(entry: index.Entry) -> None:
    assert entry.trend is not None
    assert entry.trend.label == "New customers"
    assert len(entry.trend.values) == 12
    assert entry.trend.values[0] == Decimal(45)  # 9 + 6 + 12 + 1 + 0 + 1 + 0 + 2 + 11 + 3


def test_an_entry_travels_between_processes(entry: index.Entry) -> None:
    assert pickle.loads(pickle.dumps(entry)) == entry  # noqa: S301 - our own bytes


def test_every_workbook_has_its_place_in_the_order_given(entry: index.Entry) -> None:
    failed = index.Entry("broken.xlsx", failure="It is not a workbook.")
    other = replace(entry, business="Ladin", page="b/ladin.kpi.html")
    tree = overview(other, failed, entry)
    assert [words_of(heading).split(" November")[0] for heading in tree.iter("h2")] == [
        "Ladin",
        "broken.xlsx",
        "Buckeye Plumbing",
    ]
    assert "It is not a workbook." in words_of(tree)
    assert tree.xpath("//h2/a/@href") == ["b/ladin.kpi.html", "october.kpi.html"]


@pytest.mark.parametrize(("language", "warning"), [("en", "Internal"), ("tr", "Şirket içi")])
def test_the_overview_says_that_it_is_internal(entry: index.Entry, language: str, warning: str) -> None:
    assert warning in words_of(overview(entry, language=language))


def test_the_worst_findings_are_named_with_their_cells() -> None:
    report = replace(page_reports.year(), findings=page_reports.findings())
    entry = index.summarise(report, page="x.html")
    assert len(entry.worst) == 1
    assert entry.worst[0].startswith("Channels C6: ")
    assert entry.to_check == "1 cell to check"


def test_hostile_names_stay_plain_text() -> None:
    entry = index.summarise(page_reports.hostile(), page='"><script>alert(1)</script>.html')
    tree = overview(entry)
    assert list(tree.iter("script")) == []
    assert tree.xpath("//h2/a/@href") == ["%22%3E%3Cscript%3Ealert%281%29%3C/script%3E.html"]


def test_an_empty_run_and_an_empty_worksheet_have_an_overview() -> None:
    assert words_of(overview()).startswith("Marketing channels")
    assert "No data yet" in words_of(overview(index.summarise(page_reports.empty(), page="x.html")))
