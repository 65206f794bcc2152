"""Each remark on a download comes where it should, not a step before, and says its facts in two languages."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.combine import combined
from kpisheet.exports.lines import NOTHING_TAUGHT
from kpisheet.exports.read import extracts, page_of
from kpisheet.texts.language import LANGUAGES, Words
from kpisheet.worksheet.catalogue import CATALOGUE, FindingGroup
from kpisheet.worksheet.findings import Finding
from tests.support.downloads import CAMPAIGNS, CONTACTS, GA4, GOOGLE, HUBSPOT, LINKEDIN, META, SHOPIFY

HEAD = "Campaign,Day,Cost,Clicks,Impr.\n"
FEES = "Campaign,Month,Media cost,Agency fee,Total cost\n"
ORDERS = "Order ID,Date,Total,Customer type,Customer email\n1,2026-10-01,5,new,a\n"
FULL = "Campaign,Channel,Day,Cost\nA,Google Ads,2026-10-01,5\n"
LIST = "Campaign,Spend,Clicks\n"
DEALS = "Record ID,Deal Stage,Amount,Close Date,Create Date,Lead source\n"
CALLS = "Start Time,Duration (seconds),Phone Number,Source\n"
SURVEY = "Timestamp,How did you hear about us?\n2026-10-01,Friend\n"
AGES = "Campaign,Age,Channel,Day,Cost\nA,25,Google Ads,2026-10-01,5\nA,35,Google Ads,2026-10-02,6\n"
AGAIN = "Campaign,Channel,Day,Cost\nA,Google Ads,2026-10-01,11\n"
LEADS_TOLD = CONTACTS.replace("Organic Search", "Google Ads").replace("Direct Traffic", "Google Ads")

# Code → files that trigger it, and files that nearly do.
CASES: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "K921": ([HEAD + "A,2026-10-01,1O0,5,9\n"], [HEAD + "A,2026-10-01,100,5,9\n"]),
    "K922": ([HEAD + "A,2026-10-01,5,1,9\nTotal,,5,1,9\n"], [HEAD + "Total comfort,2026-10-01,5,1,9\n"]),
    "K923": ([HEAD + "A,05/10/2026,5,1,9\n"], [HEAD + "A,15/10/2026,5,1,9\nA,05/10/2026,5,1,9\n"]),
    "K924": ([CAMPAIGNS], [FULL]),
    "K925": ([HEAD], [HEAD + "A,2026-10-01,5,1,9\n"]),
    "K926": (["Campaign,Cost,Impr.\nA,5,9\n"], ["Campaign,Cost,Impr.,Day\nA,5,9,2026-10-01\n"]),
    "K927": ([SHOPIFY], [ORDERS]),
    "K928": (
        [DEALS + "1,Contract,5,2026-10-02,2026-10-01,Radio\n"],
        [DEALS + "1,Won,5,2026-10-02,2026-10-01,Radio\n"],
    ),
    "K929": (
        ["Record ID,Deal Stage,Amount,Close Date,Create Date\n1,Won,5,2026-10-02,2026-10-01\n"],
        [DEALS + "1,Won,5,2026-10-02,2026-10-01,Radio\n"],
    ),
    "K930": (
        [DEALS + "1,Won,,2026-10-02,2026-10-01,Radio\n"],
        [DEALS + "1,Lost,,2026-10-02,2026-10-01,Radio\n2,Won,5,2026-10-02,2026-10-01,Radio\n"],
    ),
    "K931": ([SURVEY], [HEAD + "A,2026-10-01,5,1,9\n"]),
    "K932": ([f"{AGES}\n\n{AGAIN}"], [AGES]),
    "K933": ([GOOGLE, LEADS_TOLD], [GOOGLE, HUBSPOT]),
    "K934": ([GOOGLE, GA4], [GA4]),
    "K935": ([META, LINKEDIN, HUBSPOT.replace("Paid Search", "Paid Social")], [META, HUBSPOT]),
    "K936": ([META], [META.replace("post_engagement", "lead")]),
    "K938": ([GOOGLE], [HEAD + "A,2026-10-01,5,1,9\n"]),
    "K942": (
        [DEALS + "1,Won,5,,2026-10-01,Radio\n"],
        [DEALS + "1,Won,5,2026-10-02,2026-10-01,Radio\n2,Open,5,,2026-10-01,Radio\n"],
    ),
    "K946": (
        ["Order ID,Date,Customer email,Total\n1,2026-10-01,a,6\n1,2026-10-01,a,6\n"],
        ["Order ID,Date,Customer email,Total\n1,2026-10-01,a,6\n1,2026-10-01,a,7\n"],
    ),
    "K943": (
        [LIST + "A,105.5,10\nB,206.5,20\nTotal,322,30\n"],
        [LIST + "A,105.5,10\nB,206.5,20\nTotal,312,30\n", GOOGLE],
    ),
    "K951": (
        [FEES + "A,2026-10,100,15,115\nB,2026-10,200,40,240\n"],
        [FEES + "A,2026-10,100,15,100\nB,2026-10,200,40,200\n"],
    ),
    "K952": (
        ["Campaign,Month,Cost,Agency fee,Clicks\nA,2026-10,100,15,9\nB,2026-10,200,40,9\n"],
        [FEES + "A,2026-10,100,15,115\nB,2026-10,200,40,240\n"],
    ),
    "K954": (
        ["Month,Channel,Spend,Form leads,Phone leads,Leads\n2026-10,Radio,5,1,2,3\n2026-10,Print,6,2,2,4\n"],
        [
            "Month,Channel,Spend,Form leads,Leads\n2026-10,Radio,5,1,3\n2026-10,Print,6,5,4\n",
            "Month,Channel,Spend,Email,Leads\n2026-10,Radio,5,1,3\n2026-10,Print,6,2,4\n",
        ],
    ),
    "K955": (
        ["Month,Channel,Spend,Form leads,Form fills\n2026-10,Radio,5,1,2\n2026-10,Print,6,2,2\n"],
        ["Month,Channel,Spend,Leads,Phone bills\n2026-10,Radio,5,1,2\n2026-10,Print,6,2,2\n"],
    ),
    "K956": (
        ["Channel,Start date,Spend\nRadio,2026-10-01,5\n"],
        ["Channel,Start date,End date,Spend\nRadio,2026-10-01,2026-10-31,5\n", LINKEDIN],
    ),
    "K957": (
        ["Channel,Fiscal quarter,Spend\nRadio,Q1 2026,5\n"],
        ["Channel,Quarter,Spend\nRadio,Q1 2026,5\n"],
    ),
    "K958": (
        ["Channel,Campaign start date,Campaign end date,Spend\nRadio,2026-10-20,2026-11-10,5\n"],
        ["Channel,Campaign start date,Campaign end date,Spend\nRadio,2026-10-20,2026-10-31,5\n"],
    ),
    "K959": (
        ["Channel,Month,Spend,Warm contacts\nRadio,2026-10,5,7\nPrint,2026-10,6,8\n"],
        [
            "Channel,Month,Spend,Contact rate,Note\nRadio,2026-10,5,7,a1\nPrint,2026-10,6,8,9\n",
            "Channel,Month,Spend,CTRPct,CostPerLead\nRadio,2026-10,5,7,1\nPrint,2026-10,6,8,9\n",
            GOOGLE,
        ],
    ),
    "K960": (
        [
            "Channel,Month,Spend,Daily budget\nRadio,2026-10,5,7\nPrint,2026-10,6,8\n",
        ],
        [
            "Channel,Month,Spend,Budget\nRadio,2026-10,5,7\nPrint,2026-10,6,8\n",
            "Kanal;Ay;Harcama;Bütçe\nTV;10.2026;5;7\nTV;11.2026;6;7\n",
            GOOGLE,
        ],
    ),
    "K962": (
        [HEAD + "A,2026-10-01,5,1,9\nB,2026-10-01,6,1,9\nA,2026-10-01,5,1,9\n"],
        [
            HEAD + "A,2026-10-01,5,1,9\nA,2026-10-02,5,1,9\nA,2026-10-01,5,2,9\n",
            HEAD + "B,2026-11-01,0,1,9\nB,2026-11-01,0,1,9\n",
        ],
    ),
    "K963": (
        ["Kanal;Ay;Harcama (bin TL)\nRadyo;10.2026;5,2\nBasın;10.2026;6,1\n"],
        ["Channel,Day,Daily spend\nRadio,2026-10-01,5\nPrint,2026-10-01,6\n", GOOGLE],
    ),
    "K964": (
        ["Channel,Month,Spend,Comment\nRadio,2026-10,5,\nRadio,2026-11,6,forecast\n"],
        ["Channel,Month,Spend,Comment\nRadio,2026-10,5,\nRadio,2026-11,6,a plan that worked\n"],
    ),
    "K965": (
        ["Channel,Month,Status,Spend\nRadio,2026-10,Active,5\nPrint,2026-10,Cancelled,6\n"],
        ["Channel,Month,Status,Spend\nRadio,2026-10,Active,5\nPrint,2026-10,Paused,6\n"],
    ),
    "K966": (
        ["Media plan Q4 2026\nChannel,Month,Cost\nRadio,2026-10,5\nPrint,2026-10,6\n"],
        [
            "Media plan and actuals\nChannel,Month,Cost\nRadio,2026-10,5\nPrint,2026-10,6\n",
            "Media 2026\nChannel,Month,Cost\nRadio,2026-10,5\nPrint,2026-10,6\n",
        ],
    ),
    "K969": (
        ["Month,Channel,Spend\n2026-10,Radio,5\nMonth,Channel,Impressions\n2026-10,Radio,7000\n"],
        ["Channel,Month,Spend\nRadio,2026-10,5\nEmail,n/a,n/a\nPrint,2026-10,7\n"],
    ),
    "K970": (
        [
            "Month,Channel,Spend (EUR)\n2026-10,Radio,5\nMonth,Channel,Spend\n2026-10,Print,6\n",
        ],
        [
            "Month,Channel,Spend (EUR)\n2026-10,Radio,5\nMonth,Channel,Cost EUR\n2026-10,Print,6\n",
            "Month,Channel,Spend\n2026-10,Radio,5\nMonth,Channel,Cost\n2026-10,Print,6\n",
        ],
    ),
    "K967": ([HEAD + "A,2026-10-01,-50.00,5,9\n"], [HEAD + "A,2026-10-01,0.00,5,9\n"]),
    "K968": (
        ["Channel,Month,Scenario,Spend\nRadio,2026-10,Base,5\nRadio,2026-10,Stretch,6\n"],
        ["Channel,Month,Scenario,Spend\nRadio,2026-10,Base,5\nRadio,2026-11,Stretch,6\n"],
    ),
    "K949": (
        [CALLS + "2026-10-01 09:00:00,60,+1 555 0101,Radio\n2026-10-02 09:00:00,60,15550101,Radio\n"],
        [CALLS + "2026-10-01 09:00:00,60,+1 555 0101,Radio\n2026-10-02 09:00:00,60,15550102,Radio\n"],
    ),
    "K947": (
        ["Day,Channel,Spend,Leads\n2026-10-01,Radio,5,1\n2026-10-02,Radio,,2\n2026-10-03,Radio,,0\n"],
        [
            (
                "Day,Channel,Spend,Leads\n2026-10-01,Radio,5,1\n2026-10-01,SEO,,2\n2026-11-01,Radio,,2\n"
                "2026-10-02,Radio,0,2\n2026-10-03,Radio,,\n"
            ),
        ],
    ),
    "K953": (
        ["Month,Channel,Type,Spend\n2026-10,Radio,Actual,5\n2026-10,Radio,Budget,6\n"],
        ["Month,Channel,Type,Spend\n2026-10,Radio,Actual,5\n2026-11,Radio,Actual,6\n"],
    ),
    "K950": (
        [LIST + "A,105.57,10\nB,206.38,27\nC,311.95,37\n"],
        [
            LIST + "A,105.57,10\nB,206.38,27\nC,311.95,38\n",
            LIST + "A,105.57,10\nB,206.38,27\nTotal,311.95,37\n",
        ],
    ),
    "K944": (
        [LIST + "Total comfort,105.5,10\nB,206.5,20\nC,7.5,3\n"],
        [LIST + "Total,319.5,33\nA,105.5,10\nB,206.5,20\nC,7.5,3\n"],
    ),
}
OF_THE_WORKSHEET = {"K672", "K937", "K941", "K945"}  # of filling it in: test_filling, test_answers


def said(texts: Sequence[str]) -> list[Finding]:
    told = []
    for number, text in enumerate(texts):
        page = page_of(f"file{number}.csv", text.encode(), NOTHING_TAUGHT)
        told += extracts([page], NOTHING_TAUGHT)
    findings = [remark.finding(each.file) for each in told for remark in each.remarks]
    return findings + [remark.finding() for remark in combined(told, [], "en").remarks]


@pytest.mark.parametrize("code", CASES)
def test_the_remark_comes_where_it_should(code: str) -> None:
    assert code in [one.code for one in said(CASES[code][0])]


@pytest.mark.parametrize("code", CASES)
def test_the_near_miss_yields_no_such_remark(code: str) -> None:
    assert code not in [one.code for one in said(CASES[code][1])]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CASES)
def test_every_fact_of_a_remark_stands_in_its_sentences(code: str, language: str) -> None:
    words = Words(language)
    for one in said(CASES[code][0]):
        for part in ("message", "hint"):
            sentence = words.text(f"findings.{one.code}.{part}", **one.facts)
            assert not re.search(r"[{}]|None", sentence), sentence


def test_lines_below_headers_of_something_else_are_no_spend() -> None:
    page = page_of("file.csv", CASES["K969"][0][0].encode(), NOTHING_TAUGHT)
    sums = [line.values for each in extracts([page], NOTHING_TAUGHT) for line in each.channels]
    assert sums == [{"spend": 5}]


def test_no_remark_is_without_its_case() -> None:
    codes = {code for code, kind in CATALOGUE.items() if kind.group is FindingGroup.DOWNLOADS}
    assert set(CASES) | OF_THE_WORKSHEET == codes


REFUSED = {
    "stray_quote": 'Campaign,Cost,Impr.\n"A"x,5,9\n',
    "export_without_spend": "Campaign,Impr.,Clicks\nA,5,9\n",
    "export_deals_without_day": "Deal name,Stage,Amount,Close quarter\nA,Closed won,1000,Q1 2026\n",
    "export_without_channel": "Date,Cost\n2026-10-01,5\n2026-10-02,6\n",
    "export_unknown": "Town,Weather\nRome,sunny\n",
    "export_without_table": "Good morning\n",
    "export_two_columns": "Campaign,Impressions,Cost,Spend\nA,9,5,6\n",
    "export_two_currencies": "Campaign,Currency,Cost,Impr.\nA,USD,5,9\nB,EUR,5,9\n",
    "export_two_tables": f"{AGES}\n\n{AGAIN.replace(',11', ',12')}",
    "export_totals_unclear": HEAD + "A,2026-10-01,5,1,9\nB,2026-10-01,6,1,9\n,,10,3,25\n",
    "export_overlapping": "Asset status,Campaign,Asset type,Cost,Impr.\nEnabled,A,Sitelink,5,9\n",
    "export_fractions": "Default channel group,Sessions\nOrganic Search,1.2\nDirect,300\n",
    "export_shifted": HEAD + "A,2026-10-01,1,234,5,9\n",
    "export_no_customers": "Order ID,Date,Total\n1,2026-10-01,5\n",
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_cannot_be_told_for_certain_is_refused_with_its_sentence(code: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        said([REFUSED[code]])
    assert caught.value.code == code
    for language in LANGUAGES:
        facts = dict(caught.value.facts)
        assert "{" not in Words(language).text(f"errors.{code}.message", **facts)


def test_two_files_of_one_kind_that_differ_are_refused() -> None:
    with pytest.raises(UnreadableFileError, match="exports_meet"):
        said([GOOGLE, GOOGLE.replace("1,500.50", "1,500.60").replace("2,000.75", "2,000.85")])
