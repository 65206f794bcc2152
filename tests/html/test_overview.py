"""The overview of several workbooks."""

from __future__ import annotations

import pickle
from datetime import date
from decimal import Decimal

import lxml.html
import pytest
from msgspec.structs import replace

from kpisheet.analysis.overview import Entry
from kpisheet.analysis.report import Pays
from kpisheet.analysis.standing import State
from kpisheet.html import index
from tests.support import page_reports

DAY = date(2026, 11, 2)


def overview(*entries: Entry, language: str = "en") -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(index.render(entries, language=language, made_on=DAY))


def words_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@pytest.fixture
def entry() -> Entry:
    return index.summarise(page_reports.year(), page="october.kpi.html", workbook="october.kpi.xlsx")


def test_an_entry_says_what_the_page_says(entry: Entry) -> None:
    report = page_reports.year()
    assert entry.business == "Buckeye Plumbing"
    assert entry.headline == report.words.say(report.headline)
    first = entry.figures[0]
    assert (first.name, first.text) == ("Spend", "$77,700")  # twelve times 6,475, of all eleven channels
    assert len(dict(entry.verdicts)[Pays.NO_SPEND]) == 1
    assert sum(len(names) for _, names in entry.verdicts) == len(report.channels)


def test_the_trend_is_of_new_customers_by_month(entry: Entry) -> None:
    assert entry.trend is not None
    assert entry.trend.label == "New customers"
    assert len(entry.trend.values) == 12
    assert entry.trend.values[0] == Decimal(45)  # 9 + 6 + 12 + 1 + 0 + 1 + 0 + 2 + 11 + 3


def test_an_entry_travels_between_processes(entry: Entry) -> None:
    assert pickle.loads(pickle.dumps(entry)) == entry  # noqa: S301 - our own bytes


def test_what_needs_doing_stands_first_and_the_rest_as_given(entry: Entry) -> None:
    failed = Entry("broken.xlsx", failure="It is not a workbook.")
    ready = replace(entry, business="Ladin", page="b/ladin.kpi.html", state=State.READY)
    late = replace(entry, business="Akron", state=State.LATE)
    tree = overview(ready, late, replace(ready, business="Dayton", page="d.html"), failed)
    names = [heading.get("data-sort") for heading in tree.xpath("//tbody/tr/th")]
    assert names == ["broken.xlsx", "Akron", "Ladin", "Dayton"]
    assert "It is not a workbook." in words_of(tree)
    assert tree.xpath("//tbody/tr/th/a/@href") == ["october.kpi.html", "b/ladin.kpi.html", "d.html"]


def test_channels_stand_by_name_under_their_verdict_and_missed_targets_with_both_figures(
    entry: Entry,
) -> None:
    made = replace(entry, missed=("CAC $155 (target $150)",))
    told = [words_of(each) for each in overview(made).xpath("//td//span[@class='told']")]
    assert any(each.startswith("Pays: ") and "Referral" in each for each in told)
    assert told[-1] == "CAC $155 (target $150)"


def test_a_figure_is_held_against_the_month_before_not_the_period_before() -> None:
    """Spend is the same in all months; the last two had 65 and 66 customers."""
    entry = index.summarise(page_reports.year(), page="x.html")
    spend, _, customers, *_ = entry.figures
    assert (spend.change, spend.change_text) == (0, "0%")
    assert customers.change == Decimal(66) / 65 - 1
    assert customers.change_text == "+2%"


@pytest.mark.parametrize(("language", "warning"), [("en", "Internal"), ("tr", "Şirket içi")])
def test_the_overview_says_that_it_is_internal(entry: Entry, language: str, warning: str) -> None:
    assert warning in words_of(overview(entry, language=language))


def test_the_worst_findings_are_named_with_their_cells() -> None:
    report = replace(page_reports.year(), findings=page_reports.findings())
    entry = index.summarise(report, page="x.html")
    assert len(entry.worst) == 1
    assert entry.worst[0].startswith("Channels C6: ")
    assert (entry.cells, entry.state) == (1, State.CHECK)
    assert entry.to_do == "Check 1 cell, Channels!C6 first."


def test_hostile_names_stay_plain_text() -> None:
    entry = index.summarise(page_reports.hostile(), page='"><script>alert(1)</script>.html')
    tree = overview(entry)
    assert len(list(tree.iter("script"))) == 2  # its own
    assert tree.xpath("//tbody/tr/th/a/@href") == ["%22%3E%3Cscript%3Ealert%281%29%3C/script%3E.html"]


def test_an_empty_run_and_an_empty_worksheet_have_an_overview() -> None:
    assert words_of(overview()).startswith("Marketing channels")
    assert "No data yet" in words_of(overview(index.summarise(page_reports.empty(), page="x.html")))
