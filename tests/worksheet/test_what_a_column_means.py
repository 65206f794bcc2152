"""What a column means is told by its cells too: channels, checklists that look like them, conversions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpisheet.errors import UnreadableFileError
from tests.support.raw_books import sheet, understood

OCTOBER, SEPTEMBER = date(2026, 10, 1), date(2026, 9, 1)


def refused(*lines: list[Any]) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        understood(sheet("Data", list(lines)))
    return caught.value.code


@pytest.mark.parametrize(
    "names",
    [
        ["Amazon Marketplace, used", "The hardware store on Main Street", "Found in the garage last spring"],
        ["https://a.example/x", "https://b.example/y", "www.c.example"],
        ["Jane Miller", "Tom Baker", "Ann Fisher"],
        ["1", "2", "3"],
        ["EPA", "State fund", "County"],
    ],
)
def test_a_source_that_holds_no_channels_makes_no_report(names: list[str]) -> None:
    lines: list[list[Any]] = [[f"item {number}", name, 100] for number, name in enumerate(names)]
    assert refused(["Item", "Source", "Cost"], *lines) == "not_channels"


@pytest.mark.parametrize("cost", [None, "free", "TBD"])
def test_a_cost_column_without_a_figure_makes_no_report(cost: str | None) -> None:
    lines: list[list[Any]] = [["Google Ads", cost], ["Facebook", cost]]
    assert refused(["Source", "Cost"], *lines) == "no_spend_figures"


@pytest.mark.parametrize(
    ("header", "lines"),
    [
        (["Source", "Cost"], [["Google Ads", 100], ["Radio", 50]]),
        (["Kaynak", "Maliyet"], [["Google", 100], ["Tavsiye", 50]]),
        (["Source", "Cost"], [["google / cpc", 100], ["bing / cpc", 50]]),
        (["Source", "Cost", "Leads", "Revenue"], [["Gazette", 100, 3, 10], ["Herald", 50, 4, 20]]),
        (
            ["Month", "Source", "Cost"],
            [[month, name, 75] for month in (SEPTEMBER, OCTOBER) for name in ("Gazette", "Herald")],
        ),
        (["Channel", "Cost"], [["Gazette", 100], ["Herald", 50]]),
    ],
)
def test_a_source_that_holds_channels_is_read(header: list[str], lines: list[list[Any]]) -> None:
    assert len(understood(sheet("Data", [header, *lines])).rows) == len(lines)


def test_headers_of_the_template_without_figures_are_no_data_yet() -> None:
    assert understood(sheet("Channels", [["Channel", "Spend"], ["Google Ads", None]])).rows == ()


@pytest.mark.parametrize("header", ["Conversions", "Results", "Key events", "Dönüşümler", "Sonuçlar"])
@pytest.mark.parametrize(
    ("answer", "key", "codes"),
    [
        (None, "leads", ["K184"]),
        ("Leads", "leads", []),
        ("New customers", "new_customers", []),
        ("Yeni müşteri", "new_customers", []),
        ("Not used", None, []),
    ],
)
def test_conversions_are_what_business_says_or_leads_with_one_question(
    header: str, answer: str | None, key: str | None, codes: list[str]
) -> None:
    more = [sheet("Business", [["Conversions are", answer]])] if answer else []
    worksheet = understood(sheet("Data", [["Channel", "Spend", header], ["Radio", 100, 7]]), *more)
    (row,) = worksheet.rows
    assert row.values == {"spend": 100, **({key: 7} if key else {})}
    assert [one.code for one in worksheet.findings] == codes


def test_a_column_of_leads_is_read_before_conversions() -> None:
    lines = [["Channel", "Spend", "Leads", "Conversions"], ["Radio", 100, 7, 3]]
    assert understood(sheet("Data", lines)).rows[0].values == {"spend": 100, "leads": 7}


@pytest.mark.parametrize(
    "header",
    [
        ("Source", "Medium"),
        ("utm_source", "utm_medium"),
        ("Kaynak", "Araç"),
        ("Session source", "Session medium"),
    ],
)
def test_a_source_with_a_medium_is_the_channel_of_both(header: tuple[str, str]) -> None:
    lines: list[list[Any]] = [
        [*header, "Cost"],
        ["google", "cpc", 100],
        ["google", "organic", 0],
        ["facebook", "paid_social", 50],
        ["leaflet", "qr", 30],
    ]
    names = [row.channel.key for row in understood(sheet("Data", lines)).rows]
    assert names == ["google_ads", "organic_search", "facebook_ads", "flyers"]


def test_a_medium_alone_is_the_channel() -> None:
    (row,) = understood(sheet("Data", [["Medium", "Spend"], ["Radio", 100]])).rows
    assert row.channel.key == "radio"
