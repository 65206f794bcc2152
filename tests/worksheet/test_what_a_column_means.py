"""What a column means is told by its cells too: channels, checklists that look like them, conversions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.errors import UnreadableFileError
from tests.support.raw_books import money, percent, sheet, understood

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


def test_more_channels_than_anybody_has_are_refused_before_they_are_judged() -> None:
    """A column of customers or keywords under *Channel*: five thousand are taken, one more isn't."""
    names = ["".join(chr(97 + number // 20**place % 20) for place in range(4)) for number in range(5_001)]
    lines: list[list[Any]] = [[name, 1] for name in names]
    assert len(understood(sheet("Data", [["Channel", "Spend"], *lines[:5_000]])).rows) == 5_000
    assert refused(["Channel", "Spend"], *lines) == "too_many_channels"


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


@pytest.mark.parametrize("header", ["Conversion rate", "CVR", "Dönüşüm oranı"])
@pytest.mark.parametrize(
    ("answer", "read", "asked"),
    [
        (None, True, True),
        ("Leads", True, False),
        ("New customers", False, False),
        ("Not used", False, False),
    ],
)
def test_a_conversion_rate_of_visitors_makes_leads_where_business_says_so_or_with_a_question(
    header: str, answer: str | None, *, read: bool, asked: bool
) -> None:
    more = [sheet("Business", [["Conversions are", answer]])] if answer else []
    lines = [["Channel", "Spend", "Sessions", header], ["SEO", 100, 1000, percent("0.05")]]
    worksheet = understood(sheet("Data", lines), *more)
    (row,) = worksheet.rows
    assert ("visitor_to_lead_rate" in row.values) is read
    assert ("K184" in [one.code for one in worksheet.findings]) is asked


def test_a_rate_whose_header_says_leads_is_not_asked_about() -> None:
    lines = [["Channel", "Spend", "Sessions", "Visitor-to-lead rate"], ["SEO", 100, 1000, percent("0.05")]]
    worksheet = understood(sheet("Data", lines))
    assert worksheet.rows[0].values["visitor_to_lead_rate"] == Decimal("0.05")
    assert worksheet.findings == ()


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


SALES = {"en": ("Month", "Channel", "Spend", "Leads"), "tr": ("Ay", "Kanal", "Harcama", "Lead")}


def read_sales(header: str, *sales: Any, language: str = "en") -> tuple[list[Any], list[Any], list[str]]:
    """Sales and revenue of each row, whose leads are 30 each, and the codes of the findings."""
    lines = [
        [OCTOBER, name, 100, 30, typed] for name, typed in zip(("SEO", "Radio", "TV"), sales, strict=False)
    ]
    worksheet = understood(sheet("A", [[*SALES[language], header], *lines]))
    rows = [row.values for row in worksheet.rows]
    codes = [one.code for one in worksheet.findings]
    return [row.get("sales") for row in rows], [row.get("revenue") for row in rows], codes


@pytest.mark.parametrize("header", ["Sales ($)", "Sales USD", "Sales [$]"])
def test_sales_under_a_header_with_a_currency_are_revenue(header: str) -> None:
    assert read_sales(header, 4567, 12) == ([None, None], [4567, 12], [])


def test_sales_shown_as_money_are_revenue() -> None:
    shown = [money(each, "$#,##0") for each in ("4567", "12")]
    assert read_sales("Sales", *shown) == ([None, None], [4567, 12], [])


def test_sales_that_count_are_sales() -> None:
    assert read_sales("Sales", 4, 12, 30) == ([4, 12, 30], [None, None, None], [])
    assert read_sales("Satış adedi", 4, 12, language="tr") == ([4, 12], [None, None], [])


@pytest.mark.parametrize("typed", [(4567, 1200, 3), ("4567.5", 3, 2)])
def test_sales_that_may_be_either_are_asked_about(typed: tuple[Any, ...]) -> None:
    """More sales than leads in most rows, or a part of one: money in all likelihood, but nothing says so."""
    numbers = [Decimal(each) if isinstance(each, str) else each for each in typed]
    assert read_sales("Sales", *numbers) == ([None] * 3, [None] * 3, ["K201"])


def test_a_number_of_sales_may_be_more_than_the_leads() -> None:
    assert read_sales("Number of sales", 45, 31, 3) == ([45, 31, 3], [None, None, None], [])


@pytest.mark.parametrize(
    "header",
    [
        ["Month", "Channel", "Budget", "Actual"],
        ["Month", "Channel", "Actual ($)", "Budget ($)"],
        ["Ay", "Kanal", "Bütçe", "Gerçekleşen"],
        ["Ay", "Kanal", "Planlanan", "Gerçekleşen (TL)"],
    ],
)
def test_the_actual_beside_a_budget_is_what_was_spent(header: list[str]) -> None:
    actual_first = header[2].startswith("Actual")
    typed = [(900, 1000), (650, 500)] if actual_first else [(1000, 900), (500, 650)]
    lines = [[OCTOBER, name, *pair] for name, pair in zip(("SEO", "Radio"), typed, strict=True)]
    worksheet = understood(sheet("A", [header, *lines]))
    assert [row.values for row in worksheet.rows] == [
        {"spend": 900, "budget": 1000},
        {"spend": 650, "budget": 500},
    ]
    assert worksheet.findings == ()


def test_a_budget_alone_is_asked_about_and_a_lone_actual_is_told() -> None:
    alone = understood(sheet("A", [["Channel", "Budget"], ["SEO", 100]]))
    assert ([row.values for row in alone.rows], [one.code for one in alone.findings]) == (
        [{"spend": 100}],
        ["K204"],
    )
    beside = understood(sheet("A", [["Channel", "Spend", "Actual"], ["SEO", 100, 7]]))
    assert ([row.values for row in beside.rows], [one.code for one in beside.findings]) == (
        [{"spend": 100}],
        ["K140"],
    )


SHARES = {
    "en": (
        ["Channel", "Spend %", "Spend", "% of leads", "Leads"],
        ["Channel", "Spend pct", "Cost", "Leads %", "Leads"],
    ),
    "tr": (
        ["Kanal", "Harcama %", "Harcama", "Lead (%)", "Lead"],
        ["Kanal", "Harcama yüzdesi", "Harcama", "Lead %", "Lead"],
    ),
}


@pytest.mark.parametrize("headers", [*SHARES["en"], *SHARES["tr"]])
def test_a_share_in_percent_is_never_the_amount_itself(headers: list[str]) -> None:
    """60 % of the spend stands left of the spend: 100 and 70 are spent, not 0.6 and 0.4."""
    worksheet = understood(sheet("Data", [headers, ["Radio", 0.6, 100, 0.25, 10], ["TV", 0.4, 70, 0.75, 30]]))
    assert [row.values["spend"] for row in worksheet.rows] == [100, 70]
    assert [row.values["leads"] for row in worksheet.rows] == [10, 30]
    assert not worksheet.findings


def test_a_table_of_shares_alone_is_no_report() -> None:
    assert refused(["Channel", "Spend %", "Leads"], ["Radio", 0.6, 10], ["TV", 0.4, 30]) == "no_table"


@pytest.mark.parametrize("header", ["Spend (incl. 20% VAT)", "Cost %"])
def test_a_percentage_that_is_no_unit_is_no_share_of_the_spend(header: str) -> None:
    """VAT of 20 % says nothing of shares; neither header is known, so the spend beside it is read."""
    worksheet = understood(sheet("Data", [["Channel", header, "Spend"], ["Radio", 1, 100]]))
    assert [row.values["spend"] for row in worksheet.rows] == [100]


def test_a_rate_in_percent_stays_a_rate() -> None:
    headers = ["Channel", "Spend", "Leads", "Close rate (%)", "Gross margin %"]
    (row,) = understood(sheet("Data", [headers, ["Radio", 100, 10, percent("0.25"), percent("0.5")]])).rows
    assert (row.values["close_rate"], row.values["gross_margin"]) == (Decimal("0.25"), Decimal("0.5"))


@pytest.mark.parametrize(
    ("spend", "leads"),
    [("SUM of Spend", "SUM of Leads"), ("Sum of Cost", "Sum of Leads"), ("Toplam Harcama", "Toplam Lead")],
)
def test_the_sum_of_a_pivot_is_what_it_summed(spend: str, leads: str) -> None:
    worksheet = understood(
        sheet("Data", [["Channel", spend, leads], ["Radio", 100, 10], ["Grand Total", 100, 10]])
    )
    rows = [row.values for row in worksheet.rows if row.typed and not row.excluded]
    assert [(values["spend"], values["leads"]) for values in rows] == [(100, 10)]


def test_all_customers_there_are_are_no_new_ones() -> None:
    (row,) = understood(sheet("Veri", [["Kanal", "Harcama", "Toplam müşteri"], ["Radyo", 100, 900]])).rows
    assert "new_customers" not in row.values


def test_sales_typed_with_a_currency_are_revenue() -> None:
    lines: list[list[Any]] = [["Radio", 100, "$500.50"], ["TV", 70, "$20.25"]]
    worksheet = understood(sheet("Data", [["Channel", "Spend", "Sales"], *lines]))
    assert [row.values["revenue"] for row in worksheet.rows] == [Decimal("500.50"), Decimal("20.25")]


FEES = [["Radio", 1000, 150, 1150], ["TV", 500, 75, 575]]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0), (2, 1, 0)])
@pytest.mark.parametrize(
    "names",
    [
        ["Media cost", "Agency fee", "Total cost"],
        ["Spend", "Commission", "Total cost"],
        ["Harcama", "Ajans ücreti", "Toplam maliyet"],
    ],
)
def test_of_a_cost_its_fee_and_both_the_sum_is_the_spend(names: list[str], order: tuple[int, ...]) -> None:
    """1,150 and 575 left the house, whatever the columns are called and wherever they stand."""
    rows: list[list[Any]] = [["Channel", *names], *FEES, ["Total", 1500, 225, 1725]]
    worksheet = understood(sheet("Data", [[row[0], *(row[1 + place] for place in order)] for row in rows]))
    assert [row.values["spend"] for row in worksheet.rows if not row.excluded] == [1150, 575]
    assert [one.code for one in worksheet.findings] == ["K160", "K404"]


def test_tax_is_no_fee_and_the_gross_amount_is_asked_about() -> None:
    worksheet = understood(sheet("Data", [["Channel", "Cost", "VAT", "Total cost"], *FEES]))
    assert [row.values["spend"] for row in worksheet.rows] == [1000, 500]
    assert "K161" in [one.code for one in worksheet.findings]


def test_one_row_that_differs_leaves_the_spend_asked_about() -> None:
    lines = [*FEES, ["Print", 100, 10, 120]]
    worksheet = understood(sheet("Data", [["Channel", "Media cost", "Agency fee", "Total cost"], *lines]))
    assert [row.values["spend"] for row in worksheet.rows] == [1000, 500, 100]
    assert sorted(one.code for one in worksheet.findings) == ["K161", "K162"]


WAYS_IN = [
    ["Form leads", "Phone leads", "Leads"],
    ["Form submissions", "Calls", "Total leads"],
    ["Form", "Telefon araması", "Toplam lead"],
    ["WhatsApp", "Form doldurma", "Lead sayısı"],
]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1), (1, 2, 0)])
@pytest.mark.parametrize("names", WAYS_IN)
def test_of_leads_by_their_way_in_and_all_of_them_all_are_the_leads(
    names: list[str], order: tuple[int, ...]
) -> None:
    rows: list[list[Any]] = [[*names], [3, 4, 7], [5, 1, 8]]
    placed = [[row[place] for place in order] for row in rows]
    lines = [
        [first, *row, cost]
        for first, row, cost in zip(["Channel", "SEO", "Radio"], placed, ["Spend", 50, 60], strict=True)
    ]
    worksheet = understood(sheet("Data", lines))
    assert [row.values["leads"] for row in worksheet.rows] == [7, 8]
    assert [one.code for one in worksheet.findings] == ["K164"]


@pytest.mark.parametrize("names", WAYS_IN)
def test_leads_of_several_ways_in_without_all_of_them_are_asked_about(names: list[str]) -> None:
    worksheet = understood(
        sheet("Data", [["Channel", "Spend", *names[:2]], ["SEO", 50, 3, 4], ["Radio", 60, 5, 1]])
    )
    assert [one.code for one in worksheet.findings] == ["K165"]


@pytest.mark.parametrize(
    "name", ["Phone bill", "Emails sent", "Cost per call", "Arama hacmi", "WhatsApp müşteri", "Email"]
)
def test_what_only_mentions_a_way_in_is_no_part_of_the_leads(name: str) -> None:
    worksheet = understood(
        sheet("Data", [["Channel", "Spend", "Leads", name], ["SEO", 50, 3, 2], ["TV", 60, 5, 1]])
    )
    assert [row.values["leads"] for row in worksheet.rows] == [3, 5]
    assert "K164" not in [one.code for one in worksheet.findings]


def test_more_by_one_way_in_than_in_all_is_no_part_of_it() -> None:
    lines = [["Channel", "Spend", "Leads", "Calls"], ["SEO", 50, 3, 9], ["Radio", 60, 5, 1]]
    worksheet = understood(sheet("Data", lines))
    assert [row.values["leads"] for row in worksheet.rows] == [3, 5]
    assert [one.code for one in worksheet.findings] == ["K140"]


def test_a_total_that_lacks_a_row_leaves_the_leads_asked_about() -> None:
    lines = [["Channel", "Spend", "Form leads", "Phone leads", "Total leads"], ["SEO", 50, 3, 4, 7]]
    worksheet = understood(sheet("Data", [*lines, ["Radio", 60, 5, 1, None]]))
    assert [row.values["leads"] for row in worksheet.rows] == [3, 5]
    assert sorted(one.code for one in worksheet.findings) == ["K165", "K203"]
