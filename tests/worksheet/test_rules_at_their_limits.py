"""Each rule over rows at its limit: the last row that is in order, the first that isn't."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.worksheet.findings import Finding, column_letters
from kpisheet.worksheet.naming import alike, nearest
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import CellRange, RawTable, Worksheet
from tests.support.finding_cases import ROW_HEADER, line, month
from tests.support.raw_books import codes, error, formula, sheet, understood

OCTOBER, NOVEMBER = month(10), month(11)
EVERYTHING = [
    *ROW_HEADER,
    "MQL",
    "SQL",
    "Quotes",
    "Sales",
    "Average sale",
    "Visitor-to-lead rate",
    "Close rate",
]


def rows(*lines: list[Any], header: list[Any] = ROW_HEADER, **more: Any) -> Worksheet:
    return understood(sheet("A", [header, *lines], **more))


def told(worksheet: Worksheet, code: str) -> list[Finding]:
    return [one for one in worksheet.findings if one.code == code]


def cells(worksheet: Worksheet, code: str) -> list[str | None]:
    return [one.place.cell if one.place else None for one in told(worksheet, code)]


# --- the same row twice, overlaps -----------------------------------------------------------------------


def test_a_row_is_the_same_only_with_its_campaign_channel_and_month() -> None:
    def twice(*lines: list[Any]) -> list[str | None]:
        return cells(rows(*lines), "K405")

    assert twice(line(OCTOBER), line(OCTOBER), line(OCTOBER)) == ["B3"]  # one finding for all three
    assert twice(line(OCTOBER, campaign="a"), line(OCTOBER, campaign="b")) == []
    assert twice(line(OCTOBER), line(NOVEMBER)) == []
    assert twice(line("lately"), line("lately")) == []  # in no month
    lines = [["Channel", "Spend", "Leads"], ["SEO", 1, 5], ["SEO", 2, 5]]
    assert cells(understood(sheet("A", lines)), "K405") == ["A3"]  # there is no month to tell them apart


def test_a_row_without_a_month_column_is_named_plainly() -> None:
    lines = [["Channel", "Spend", "Leads"], ["SEO", 1, 5], ["SEO", 2, 5]]
    worksheet = understood(sheet("A", lines))
    (finding,) = told(worksheet, "K405")
    assert str(finding.facts["when"].key) == "findings.whole_time"
    assert (finding.facts["rows"], finding.facts["channel"]) == ([2, 3], "Organic search")
    assert [str(one.key) for one in finding.facts["columns"]] == [
        "columns.channel.header",
        "columns.leads.header",
    ]


@pytest.mark.parametrize(
    ("periods", "left_out"),
    [
        (["Q3 2026", "Aug 2026", "Sep 2026"], [2]),
        (["Aug 2026", "Q3 2026"], [3]),
        (["Q3 2026", "Jul 2026", "2026"], [4, 2]),
        (["2026-10-05", "2026-10-12"], []),  # days are their months
        (["Q3 2026", "Q4 2026"], []),
        (["Q3 2026", "Q3 2026"], []),  # the same again is no overlap, but a repetition
        (["Jul-Sep 2026", "Aug-Oct 2026"], [3]),  # of the same length the lower row
        (["H1 2026", "Q3 2026"], []),
    ],
)
def test_of_overlapping_rows_the_longer_or_the_lower_is_left_out(
    periods: list[str], left_out: list[int]
) -> None:
    worksheet = rows(*(line(text) for text in periods))
    assert {row.number for row in worksheet.rows if row.excluded} == set(left_out)
    assert [one.place and one.place.row for one in told(worksheet, "K406")] == sorted(left_out)


def test_other_channels_and_campaigns_may_overlap() -> None:
    apart = [line("Q3 2026", "Radio"), line("Aug 2026", "SEO")]
    campaigns = [line("Q3 2026", campaign="a"), line("Aug 2026", campaign="b")]
    for lines in (apart, campaigns):
        assert not told(rows(*lines), "K406")


def test_a_row_without_a_campaign_is_asked_about_in_its_own_month_only() -> None:
    worksheet = rows(
        line(OCTOBER, campaign="Brand"), line(NOVEMBER), line(OCTOBER, "Radio"), line(OCTOBER), line(OCTOBER)
    )
    assert cells(worksheet, "K407") == ["C5", "C6"]


# --- blanks -------------------------------------------------------------------------------------------


def test_blank_spend_is_asked_about_where_something_came_of_it() -> None:
    blank: dict[str, Any] = {"visitors": None, "leads": None, "new_customers": None, "revenue": None}
    for key in blank:
        assert cells(rows(line(OCTOBER, spend=None, **{**blank, key: 5})), "K402") == ["D2"]
        assert not told(rows(line(OCTOBER, spend=None, **{**blank, key: 0})), "K402")
    assert not told(rows(line(OCTOBER, spend="about 30")), "K402")  # said already
    assert not told(rows(line(OCTOBER, spend="-")), "K402")
    for place, key in enumerate(("MQL", "SQL", "Quotes", "Sales")):
        extra: list[Any] = [None] * 4
        extra[place] = 5
        typed = [*line(OCTOBER, spend=None, **blank), *extra]
        assert cells(rows(typed, header=[*ROW_HEADER, "MQL", "SQL", "Quotes", "Sales"]), "K402") == ["D2"], (
            key
        )


BLANK: dict[str, Any] = {"visitors": None, "leads": None, "new_customers": None, "revenue": None}


def test_spend_whose_results_are_all_blank_is_asked_about_once() -> None:
    worksheet = rows(line(OCTOBER), line(NOVEMBER, **BLANK))
    assert [one for one in codes(worksheet) if one.startswith("K4")] == ["K411"]
    assert cells(worksheet, "K411") == ["E3"]
    assert not told(rows(line(OCTOBER, spend=0, **BLANK)), "K411")
    assert not told(rows(line(OCTOBER, spend=None, **BLANK)), "K411")
    assert not told(rows(line(OCTOBER, **{**BLANK, "visitors": "-"})), "K411")
    without_columns = understood(sheet("A", [["Month", "Channel", "Spend"], [OCTOBER, "SEO", 5]]))
    assert codes(without_columns) == []


@pytest.mark.parametrize(
    ("key", "cell", "what", "figure"),
    [("leads", "F3", "leads", "leads"), ("new_customers", "G3", "new_customers", "new_customers")],
)
def test_one_blank_result_is_asked_about_where_the_channel_has_it_elsewhere(
    key: str, cell: str, what: str, figure: str
) -> None:
    worksheet = rows(
        line(OCTOBER),
        line(NOVEMBER, **dict[str, Any]({key: None})),
        line(NOVEMBER, "Radio", **dict[str, Any]({key: None})),
    )
    (finding,) = told(worksheet, "K403")
    assert finding.place is not None
    assert finding.place.cell == cell
    assert finding.facts["what"].key == f"findings.blank.{what}"
    assert finding.facts["figure"].key == f"findings.left_out.{figure}"


@pytest.mark.parametrize(
    ("values", "asked"),
    [
        ({}, ["F3", "G3", "H3"]),
        ({"visitor_to_lead_rate": "0.1"}, ["G3", "H3"]),
        ({"visitor_to_lead_rate": "0.1", "close_rate": "0.3"}, ["H3"]),
        ({"visitor_to_lead_rate": "0.1", "close_rate": "0.3", "average": 9}, []),
        ({"close_rate": "0.3", "average": 9}, ["F3", "G3", "H3"]),
        ({"sales": 3, "average": 9}, ["F3", "G3"]),
        ({"sales": 3}, ["F3", "G3", "H3"]),
        ({"average": 9}, ["F3", "G3", "H3"]),
        ({"leads": 5, "close_rate": "0.3"}, ["H3"]),
        ({"new_customers": 0}, ["F3"]),  # nobody bought, so there is no revenue
        ({"new_customers": 2}, ["F3", "H3"]),
        ({"new_customers": 2, "average": 9}, ["F3"]),
        ({"revenue": 9}, ["F3", "G3"]),
    ],
)
def test_what_follows_from_other_cells_is_not_asked_for(values: dict[str, Any], asked: list[str]) -> None:
    """Leads = visitors × rate, customers = leads × close rate, revenue = (sales or customers) × average."""

    def typed(when: date, **chosen: Any) -> list[Any]:
        counts = [chosen.get(key) for key in ("leads", "new_customers", "revenue")]
        rates = [
            None if key not in chosen else Decimal(chosen[key]) * 100
            for key in ("visitor_to_lead_rate", "close_rate")
        ]
        more = [None, None, None, chosen.get("sales"), chosen.get("average"), *rates]
        return [when, "Google Ads", None, 100, 50, *counts, *more]

    full = typed(OCTOBER, leads=10, new_customers=2, revenue=400)
    assert cells(rows(full, typed(NOVEMBER, **values), header=EVERYTHING), "K403") == asked


# --- the funnel ---------------------------------------------------------------------------------------


def test_as_many_leads_as_visitors_are_in_order() -> None:
    assert not told(rows(line(OCTOBER, leads=50)), "K408")
    (finding,) = told(rows(line(OCTOBER, leads=51)), "K408")
    assert (finding.facts["leads"], finding.facts["visitors"], finding.typed) == (51, 50, "51")
    assert not told(rows(line(OCTOBER, leads=51, visitors=None)), "K408")
    assert not told(rows(line(OCTOBER, leads=None)), "K408")


@pytest.mark.parametrize(
    ("counts", "cell", "step"),
    [
        ((10, 10, 10, 10), None, None),
        ((10, 11, None, 1), "I2", ("mql", "leads", 11, 10)),
        ((10, 5, 6, 1), "J2", ("sql", "mql", 6, 5)),
        ((10, None, 6, 1), None, None),
        ((10, None, None, 11), "G2", ("new_customers", "leads", 11, 10)),
        ((None, None, 5, 6), "G2", ("new_customers", "sql", 6, 5)),
        ((10, 12, 14, 16), "I2", ("mql", "leads", 12, 10)),  # only the first step is said
    ],
)
def test_a_later_step_may_not_exceed_the_one_before(
    counts: tuple[int | None, ...], cell: str | None, step: tuple[str, str, int, int] | None
) -> None:
    leads, mql, sql, customers = counts
    typed = [*line(OCTOBER, leads=leads, new_customers=customers, visitors=99), mql, sql]
    found = told(rows(typed, header=[*ROW_HEADER, "MQL", "SQL"]), "K409")
    assert [one.place.cell if one.place else None for one in found] == ([cell] if cell else [])
    if step is not None:
        more, less, high, low = step
        facts = found[0].facts
        assert (facts["more"].key, facts["less"].key) == (f"columns.{more}.header", f"columns.{less}.header")
        assert (facts["high"], facts["low"]) == (high, low)
        assert found[0].affects == {more, less}


# --- out of line --------------------------------------------------------------------------------------


def out_of_line(key: str, *values: int | None) -> list[tuple[str, Any, str | None]]:
    """The findings K410 and K416 of a channel's months that differ in one column: code, times, cell."""
    lines = [line(month(place), **dict[str, Any]({key: value})) for place, value in enumerate(values, 1)]
    found = rows(*lines).findings
    return [
        (one.code, one.facts["times"], one.place.cell if one.place else None)
        for one in found
        if one.code in ("K410", "K416")
    ]


@pytest.mark.parametrize("key", ["spend", "visitors", "leads", "new_customers", "revenue"])
def test_an_extra_zero_is_noticed_in_every_column(key: str) -> None:
    column = {"spend": "D", "visitors": "E", "leads": "F", "new_customers": "G", "revenue": "H"}[key]
    usual = [400, 400, 400, 400]
    assert out_of_line(key, *usual, 4000) == [("K410", 10, f"{column}6")]


def test_how_far_out_of_line_is_out() -> None:
    """Seven times the usual is about ten times (an extra zero on a lean month); from 20 on it is counted."""
    usual = [100, 100, 100, 100]
    assert out_of_line("spend", *usual, 699) == []
    assert out_of_line("spend", *usual, 700) == [("K410", 10, "D6")]
    assert out_of_line("spend", *usual, 1999) == [("K410", 10, "D6")]
    assert out_of_line("spend", *usual, 2040) == [("K410", 20, "D6")]
    assert out_of_line("spend", *usual, 2050) == [("K410", 21, "D6")]
    assert out_of_line("spend", *usual, 10) == []
    assert out_of_line("spend", *usual, 9) == [("K416", 11, "D6")]


def test_a_channel_has_a_usual_month_only_with_four_others() -> None:
    assert out_of_line("spend", 100, 100, 100, 9000) == []
    assert out_of_line("spend", 100, 100, 100, 0, 9000) == []  # a month of nothing tells nothing
    assert out_of_line("spend", 100, 100, 100, None, 9000) == []
    assert out_of_line("spend", 100, 100, 100, 100, 9000) == [("K410", 90, "D6")]


def test_a_channel_whose_months_differ_anyway_has_no_usual_one() -> None:
    """Two months of 700 beside 100, or two of 14."""
    assert out_of_line("spend", 100, 100, 100, 100, 100, 699, 9000) == [("K410", 90, "D8")]
    assert out_of_line("spend", 100, 100, 100, 100, 100, 700, 9000) == []
    assert out_of_line("spend", 100, 100, 100, 100, 100, 15, 9) == [("K416", 11, "D8")]
    assert out_of_line("spend", 100, 100, 100, 100, 100, 14, 9) == []


def test_small_counts_vary_tenfold_by_chance() -> None:
    """Below 20 events, where they are many, or where they are usual."""
    assert out_of_line("leads", 2, 2, 2, 2, 19) == []
    assert out_of_line("leads", 2, 2, 2, 2, 20) == [("K410", 10, "F6")]
    assert out_of_line("leads", 199, 199, 199, 199, 9) == []
    assert out_of_line("leads", 200, 200, 200, 200, 9) == [("K416", 22, "F6")]
    assert out_of_line("revenue", 2, 2, 2, 2, 19) == [("K410", 10, "H6")]
    assert out_of_line("revenue", 199, 199, 199, 199, 9) == [("K416", 22, "H6")]


def test_longer_periods_are_not_held_against_months_but_rows_without_a_month_are() -> None:
    months = [line(month(place), spend=100) for place in range(1, 5)]
    assert not told(rows(*months, line("Q4 2026", spend=9000)), "K410")
    assert cells(rows(*months, line(None, spend=9000)), "K410") == ["D6"]


def test_a_paid_channel_with_results_at_no_spend_is_noted() -> None:
    assert cells(rows(line(OCTOBER, spend=0)), "K412") == ["D2"]
    assert not told(rows(line(OCTOBER, spend=0, leads=0, new_customers=0, revenue=0)), "K412")
    assert not told(rows(line(OCTOBER, "SEO", spend=0)), "K412")
    assert not told(rows(line(OCTOBER, spend=None)), "K412")
    for key in ("leads", "new_customers", "revenue"):
        zero: dict[str, Any] = {"leads": 0, "new_customers": 0, "revenue": 0, key: 5}
        assert cells(rows(line(OCTOBER, spend=0, **zero)), "K412") == ["D2"]


# --- months -------------------------------------------------------------------------------------------


def test_gaps_between_months_are_named_at_the_row_after_them() -> None:
    worksheet = rows(line(month(1)), line(month(2)), line(month(5)), line(month(8)), line(month(8), "Radio"))
    found = [(one.place.cell if one.place else None, one.facts["gap"].key) for one in told(worksheet, "K507")]
    assert found == [("A4", "2026-03-01/2026-04-30"), ("A5", "2026-06-01/2026-07-31")]


def test_a_longer_period_fills_the_months_that_it_covers() -> None:
    assert not told(rows(line("Q3 2026"), line(month(10), "Radio")), "K507")
    assert not told(
        rows(line(month(6)), line("Q3 2026", "Radio"), line(month(7), "TV"), line(month(10))), "K507"
    )
    assert not told(rows(line(month(6)), line("Q4 2026")), "K507")  # a quarter needn't follow on


def test_rows_after_the_report_period_are_counted() -> None:
    business = sheet("B", [["Report to", "Sep 2026"]])
    lines = [line(month(9)), line(month(10)), line(month(11))]
    (finding,) = told(understood(sheet("A", [ROW_HEADER, *lines]), business), "K508")
    assert (finding.facts["n"], finding.place and finding.place.cell) == (2, "A3")
    only_from = sheet("B", [["Report from", "Sep 2026"]])
    assert not told(understood(sheet("A", [ROW_HEADER, *lines]), only_from), "K508")


def test_the_day_of_the_report_is_not_the_future() -> None:
    """The tests' today is 23 November 2026: November has begun."""
    assert not told(rows(line(NOVEMBER)), "K509")
    assert cells(rows(line(NOVEMBER), line(month(12))), "K509") == ["A3"]


# --- names --------------------------------------------------------------------------------------------


def likely(*names: str) -> list[tuple[str, str, Any]]:
    """The findings on names: code, name as typed, and what was meant."""
    worksheet = rows(*(line(OCTOBER, name) for name in names))
    return [
        (one.code, str(one.typed), one.facts.get("likely") or one.facts.get("other"))
        for one in worksheet.findings
        if one.code in ("K510", "K511")
    ]


def test_a_slip_of_a_known_name_is_asked_about_and_another_name_is_not() -> None:
    assert likely("Facebok Ads") == [("K510", "Facebok Ads", "Facebook Ads")]
    assert likely("Gooogle") == [("K510", "Gooogle", "Google Ads")]
    assert likely("Goggle") == []  # 10 of 12 letters are not enough
    assert likely("Columbus Gazette") == []
    assert likely("Radyo") == []  # it is Turkish
    assert likely("Tvv") == []  # too short to tell


def test_a_slip_of_an_umbrella_name_in_use_is_one_of_it() -> None:
    assert likely("Social media", "Social meda") == [("K510", "Social meda", "Social media")]


def test_of_two_own_names_the_rarer_or_the_lower_is_asked_about() -> None:
    assert likely("Columbus Gazette", "Columbus Gazete") == [("K511", "Columbus Gazete", "Columbus Gazette")]
    rarer = rows(
        line(month(8), "Columbus Gazete"),
        line(month(9), "Columbus Gazette"),
        line(OCTOBER, "Columbus Gazette"),
    )
    assert cells(rarer, "K511") == ["B2"]
    both = rows(
        line(month(8), "Columbus Gazette"),
        line(month(9), "Columbus Gazette"),
        line(month(8), "Columbus Gazete"),
        line(month(9), "Columbus Gazete"),
    )
    assert cells(both, "K511") == ["B4", "B5"]
    assert likely("Fair 2025", "Fair 2026") == []  # they differ in a number


def test_how_alike_two_names_are() -> None:
    """Twice the letters in common ÷ all letters (Ratcliff and Obershelp): 2 · 7 ÷ 15 of facebok, facebook."""
    assert alike("facebok", "facebook") == pytest.approx(14 / 15)
    assert alike("abcd", "abcde") == pytest.approx(8 / 9)
    assert alike("abc", "abcd") == 0  # too short
    assert alike("facebook", "facebook") == 0  # the same name is no slip
    assert alike("radio", "radyo") == 0  # 8 ÷ 10
    assert alike("fair 2025", "fair 2026") == 0
    assert alike("fair 2025", "fairs 2025") == pytest.approx(18 / 19)
    assert nearest("facebok", {"facebook": "Facebook", "faceboook": "Faceboook"}) == "Facebook"
    assert (
        nearest("facebok", {"facebook": "Facebook", "facebock": "Facebock"}) == "Facebook"
    )  # as like: the first
    assert nearest("xyzzy", {"facebook": "Facebook"}) is None


def test_marketing_channels_that_no_row_has_are_said_one_by_one() -> None:
    business = sheet("B", [["Also count as marketing", "Referral; Refferal, seo ,, Radio"]])
    worksheet = understood(
        sheet("A", [ROW_HEADER, line(OCTOBER, "SEO"), line(OCTOBER, "Referral")]), business
    )
    assert [one.facts["channel"] for one in told(worksheet, "K606")] == ["Refferal", "Radio"]
    assert told(worksheet, "K606")[0].typed == "Referral; Refferal, seo ,, Radio"
    assert not told(understood(sheet("A", [ROW_HEADER]), business), "K606")  # no rows yet


# --- months typed once --------------------------------------------------------------------------------


def filled_down(*lines: tuple[Any, str], **more: Any) -> list[str | None]:
    """The months read of rows of (month, channel)."""
    typed = [line(when, name) for when, name in lines]
    return [row.period.key if row.period else None for row in rows(*typed, **more).rows]


def test_a_month_typed_once_serves_its_block_of_channels() -> None:
    two_blocks = [(OCTOBER, "SEO"), (None, "Radio"), (None, "TV"), (NOVEMBER, "SEO"), (None, "Radio")]
    assert filled_down(*two_blocks) == ["2026-10"] * 3 + ["2026-11"] * 2
    worksheet = rows(*(line(when, name) for when, name in two_blocks))
    assert [(one.place.cell if one.place else None, one.facts["n"]) for one in told(worksheet, "K513")] == [
        ("A2", 2),
        ("A5", 1),
    ]
    assert not told(worksheet, "K501")


@pytest.mark.parametrize(
    "lines",
    [
        [(OCTOBER, "SEO"), (None, "Radio")],  # one may have been forgotten
        [(OCTOBER, "SEO"), (None, "Radio"), (None, "TV"), (NOVEMBER, "a"), (NOVEMBER, "b"), (NOVEMBER, "c")],
        [(None, "SEO"), (None, "Radio"), (OCTOBER, "TV")],  # the first has none
        [(OCTOBER, "SEO"), (None, "Radio"), (None, "SEO")],  # a channel twice in its block
    ],
)
def test_a_month_is_not_filled_down_where_that_is_not_certain(lines: list[tuple[Any, str]]) -> None:
    blank = [when is None for when, _ in lines]
    read = filled_down(*lines)
    if lines[3:]:
        assert read[:3] == ["2026-10", None, None]
    else:
        assert [period is None for period in read] == blank


def test_half_of_the_months_blank_are_enough_and_a_campaign_tells_rows_apart() -> None:
    half = [(OCTOBER, "SEO"), (None, "Radio"), (NOVEMBER, "SEO"), (None, "Radio")]
    assert filled_down(*half) == ["2026-10", "2026-10", "2026-11", "2026-11"]
    typed = [
        line(OCTOBER, campaign="a"),
        line(None, campaign="b"),
        line(None, campaign="c"),
    ]
    assert [row.period.key if row.period else None for row in rows(*typed).rows] == ["2026-10"] * 3


def test_a_gap_ends_what_is_certain_but_a_total_between_blocks_does_not() -> None:
    gap = rows(line(OCTOBER, "SEO"), line(None, "Radio"), [], line(None, "TV"))
    assert [row.period is None for row in gap.rows] == [False, True, True]
    total = [None, "Total", None, 200, None, None, None, None]
    blocks = rows(
        line(OCTOBER, "SEO"), line(None, "Radio"), total, line(NOVEMBER, "SEO"), line(None, "Radio")
    )
    assert [row.period.key if row.period else None for row in blocks.rows] == ["2026-10"] * 2 + [
        "2026-11"
    ] * 2


# --- totals -------------------------------------------------------------------------------------------


def totals_row(*cells: Any) -> list[str]:
    """What is said of a row below two of 100 and of 50."""
    lines = [["Month", "Channel", "Spend", "Leads"], [OCTOBER, "SEO", 100, 10], [OCTOBER, "Radio", 50, 5]]
    return codes(understood(sheet("A", [*lines, list(cells)])))


def test_a_row_is_a_total_by_its_label_or_by_its_sum() -> None:
    assert totals_row(None, "Total", 150, 15) == ["K404"]
    assert totals_row(None, "October total", 150, 15) == ["K404"]
    assert totals_row("Toplam Ekim", None, 150, 15) == ["K404"]
    assert totals_row(OCTOBER, "October total", 90, 15) == ["K431"]  # it doesn't fit, and is no channel
    assert totals_row(None, None, 150, 15) == ["K404"]
    assert totals_row(OCTOBER, None, 150, 15) == ["K404"]
    assert totals_row(OCTOBER, "Email", 150, 15) == []  # a channel may cost as much as those above it
    assert totals_row(None, None, 90, 15) == ["K401"]


@pytest.mark.parametrize("name", ["SUM", "SUBTOTAL", "AGGREGATE", "AVERAGE", "SUMIF", "SUMIFS", "sum"])
def test_a_formula_that_sums_makes_a_total(name: str) -> None:
    assert totals_row(None, None, formula(f"{name}(C2:C3)", "77"), None) == ["K404"]
    assert totals_row(None, "October total", formula(f"{name}(C2:C3)", "77"), None) == ["K404"]
    assert totals_row(None, None, formula(f"MY{name}(C2:C3)", "77"), None) == ["K401"]


def test_a_total_may_be_said_in_a_column_that_is_not_read() -> None:
    lines: list[list[Any]] = [["Month", "Channel", "Spend", "Who"], [OCTOBER, "SEO", 100, "Dana"]]
    assert codes(understood(sheet("A", [*lines, [None, None, 100, "Total"]]))) == ["K404"]
    assert codes(understood(sheet("A", [*lines, [None, None, 77, "Total"]]))) == ["K431"]
    assert codes(understood(sheet("A", [*lines, [None, None, 77, "Dana"]]))) == ["K401"]


def test_the_totals_row_of_an_excel_table_is_a_total() -> None:
    lines: list[list[Any]] = [
        ["Month", "Channel", "Spend"],
        [OCTOBER, "SEO", 100],
        [OCTOBER, "Radio", 50],
        [OCTOBER, "Sum of it", 77],
    ]
    table = RawTable("T", CellRange(1, 1, 4, 3), totals_rows=1)
    worksheet = understood(sheet("A", lines, tables=(table,)))
    assert [row.number for row in worksheet.rows] == [2, 3]
    (finding,) = told(worksheet, "K404")
    assert (finding.place and finding.place.cell, finding.typed) == ("B4", "Sum of it")
    plain = understood(sheet("A", lines, tables=(RawTable("T", CellRange(1, 1, 4, 3)),)))
    assert len(plain.rows) == 3


def test_rows_without_a_channel_are_errors_unless_they_hold_nothing_but_zeros() -> None:
    assert totals_row(OCTOBER, None, 0, 0) == []
    assert totals_row(OCTOBER, None, 0, 5) == ["K401"]
    assert totals_row(OCTOBER, error("#N/A"), 90, 15) == ["K401"]
    assert totals_row(OCTOBER, None, "about 30", None) == ["K401"]


# --- months and deals ---------------------------------------------------------------------------------

MONTHS = ["Month", "Customers at start", "Customers at end", "All new customers"]
DEALS = ["Deal", "Created", "Quoted", "Closed", "Outcome", "Value", "Channel", "Salesperson"]
DAY = date(2026, 10, 10)


def beside(name: str, header: list[str], *lines: list[Any]) -> Worksheet:
    return understood(sheet("A", [ROW_HEADER, line(OCTOBER)]), sheet(name, [header, *lines]))


def test_months_leave_totals_empty_rows_and_unreadable_months_out_and_go_on() -> None:
    worksheet = beside(
        "Months",
        MONTHS,
        [month(8), None, None, None],
        ["Total", 1, 2, 3],
        ["lately", 1, 2, 3],
        [month(9), 100, "about 30", "-"],
        [month(10), 100, 105, 9],
    )
    assert [(row.number, dict(row.values), set(row.unusable)) for row in worksheet.months] == [
        (5, {"customers_start": 100}, {"customers_end"}),
        (6, {"customers_start": 100, "customers_end": 105, "all_new_customers": 9}, set()),
    ]
    assert codes(worksheet) == ["K404", "K804", "K302", "K314"]
    assert told(worksheet, "K804")[0].typed == "lately"
    assert told(worksheet, "K804")[0].affects == {"customers_start", "customers_end", "all_new_customers"}


def test_a_month_of_months_that_had_to_be_interpreted_is_said() -> None:
    assert codes(beside("Months", MONTHS, [202610, 100, 105, 9])) == ["K503"]


def test_of_overlapping_months_the_upper_row_stays_and_gaps_are_sought_in_order_of_time() -> None:
    worksheet = beside(
        "Months",
        MONTHS,
        [month(10), 105, 110, 9],
        [month(10), 1, 2, 3],
        [month(9), 100, 105, 9],
        [month(6), 90, 95, 9],
    )
    assert [row.period.key for row in worksheet.months] == ["2026-10", "2026-09", "2026-06"]
    (finding,) = told(worksheet, "K801")
    assert (finding.facts["row"], finding.facts["period"].key) == (2, "2026-10")
    (gap,) = told(worksheet, "K802")
    assert (gap.facts["gap"].key, gap.place and gap.place.row) == ("2026-07-01/2026-08-31", 4)
    assert not told(worksheet, "K803")


def deals(*lines: list[Any]) -> Worksheet:
    return beside("Deals", DEALS, *lines)


def test_a_deal_as_it_is_understood() -> None:
    (deal,) = deals(["a", DAY, DAY, DAY, "Won", "$500", "SEO", " Dana "]).deals
    assert (deal.sheet, deal.number, deal.created, deal.quoted, deal.closed) == ("Deals", 2, DAY, DAY, DAY)
    assert (deal.outcome, deal.value, deal.salesperson) == ("won", 500, "Dana")
    assert deal.channel is not None
    assert deal.channel.key == "organic_search"


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("Won", "won"),
        ("kazanıldı", "won"),
        ("sold", "won"),
        ("Lost", "lost"),
        ("Kaybedildi", "lost"),
        ("OPEN", "open"),
        ("Açık", "open"),
    ],
)
def test_outcomes_in_either_language(typed: str, outcome: str) -> None:
    (deal,) = deals(["a", DAY, None, DAY, typed, 5]).deals
    assert deal.outcome == outcome


def test_rows_of_deals_that_are_none() -> None:
    worksheet = deals(
        ["a", None, None, None, None, None, "SEO", "Dana"],
        ["Total", None, None, None, None, 500],
        ["Total", DAY, None, None, None, 500],  # a customer of that name
        ["b", DAY, None, None, None, 7],
    )
    assert [deal.number for deal in worksheet.deals] == [4, 5]
    assert codes(worksheet) == ["K404"]


def test_days_on_the_border_are_in_order() -> None:
    assert codes(deals(["a", DAY, DAY, DAY, "won", 5])) == []
    assert codes(deals(["a", DAY, date(2026, 10, 11), DAY, "won", 5])) == ["K907"]
    assert deals(["a", DAY, date(2026, 10, 11), DAY, "won", 5]).deals[0].quoted is None
    assert codes(deals(["a", date(2026, 11, 23), None, None, "open", 5])) == []
    assert codes(deals(["a", date(2026, 11, 24), None, None, "open", 5])) == ["K906"]


def test_what_is_missing_of_a_deal() -> None:
    assert codes(deals(["a", None, None, None, "won", 5])) == ["K901"]
    unreadable = deals(["a", "soon", None, None, "open", 5])
    assert (codes(unreadable), unreadable.deals) == (["K901"], ())
    assert told(unreadable, "K901")[0].typed == "soon"
    assert codes(deals(["a", DAY, None, DAY, None, 5])) == ["K903"]
    assert codes(deals(["a", DAY, None, "soon", "won", 5])) == ["K320"]
    assert codes(deals(["a", DAY, None, DAY, "won", "much"])) == ["K302"]
    assert codes(deals(["a", DAY, "soon", None, "open", 5])) == ["K320"]


def test_dates_of_deals_prove_each_other() -> None:
    worksheet = deals(["a", "05/10/2026", None, "25/10/2026", "won", 5])
    assert (worksheet.deals[0].created, codes(worksheet)) == (date(2026, 10, 5), [])


def test_a_turkish_date_of_a_deal_is_read_day_first_and_said() -> None:
    channels = sheet("Kanallar", [["Ay", "Kanal", "Harcama"], [OCTOBER, "SEO", 5]])
    head = ["Oluşturma tarihi", "Kapanış tarihi", "Sonuç"]
    worksheet = understood(channels, sheet("Fırsatlar", [head, ["05/10/2026", None, "Açık"]]))
    assert [one.created for one in worksheet.deals] == [date(2026, 10, 5)]
    (finding,) = told(worksheet, "K512")
    assert (finding.facts["day"], finding.typed) == (date(2026, 10, 5), "05/10/2026")


# --- places -------------------------------------------------------------------------------------------


def test_column_letters() -> None:
    letters = {1: "A", 26: "Z", 27: "AA", 52: "AZ", 53: "BA", 702: "ZZ", 703: "AAA", 16384: "XFD"}
    assert {number: column_letters(number) for number in letters} == letters


def test_hidden_rows_that_count_are_counted() -> None:
    worksheet = rows(line(month(8)), line(month(9)), line(OCTOBER), hidden_rows=frozenset({2, 3, 9}))
    (finding,) = told(worksheet, "K105")
    assert (finding.facts["n"], finding.place and finding.place.cell) == (2, None)
    assert [row.hidden for row in worksheet.rows] == [True, True, False]


def test_a_row_keeps_its_campaign_without_spaces_and_its_own_period() -> None:
    (row,) = rows(line("Q3 2026", campaign="  Brand ")).rows
    assert (row.campaign, row.period) == ("Brand", Period(date(2026, 7, 1), date(2026, 9, 30)))
    assert row.sheet == "A"
