"""Totals told by evidence: words, formulas, sums, levels, place; and what is said. Sums are by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.worksheet.sheet import CellKind, CellRange, RawCell
from kpisheet.worksheet.totals import (
    Dimensions,
    Line,
    Reckons,
    TableArea,
    Verdict,
    is_total_label,
    may_be_total_label,
    reckons,
    totals_among,
)
from tests.support.raw_books import codes, formula, sheet, understood

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
HEADER = ("Month", "Channel", "Spend", "Leads")
ONE, TWO = ["K404"], ["K404", "K404"]
GOOGLE: list[Any] = [OCTOBER, "Google Ads", 100, 10]
RADIO: list[Any] = [OCTOBER, "Radio", 50, 5]
LATER: list[list[Any]] = [[NOVEMBER, "Google Ads", 110, 11], [NOVEMBER, "Radio", 60, 5]]


def read(*lines: Sequence[Any], header: tuple[str | None, ...] = HEADER) -> tuple[Decimal, list[str]]:
    """The spend of all rows that count, and the findings' codes."""
    worksheet = understood(sheet("Kanallar", [list(header), *lines]))
    return sum((row.values.get("spend", Decimal(0)) for row in worksheet.rows), Decimal(0)), codes(worksheet)


# --- words ----------------------------------------------------------------------------------------------


PHRASES = (
    *("Genel Toplam (TL)", "Grand total (EUR)", "GRAND TOTAL ($)", "TOTAL 2026", "Total: Account"),
    *("Total paid media", "Sosyal medya ara toplamı", "Google Ads Total", "Oct total", "Toplam Ekim"),
    *("Ekim ayı toplamı", "Aylık ortalama", "Total — filtered rows", "Total: All but removed campaigns"),
    *("Results from 12 campaigns", "12 kampanyanın sonuçları", "All channels", "Tüm kanallar", "Hepsi"),
    *("Year to date 2026", "Yılbaşından bugüne", "Instagram'ın toplamı", "Toplam (KDV hariç)", "Yekûn"),
    *("Total in USD", "Q3 2026 Total", "Week 40 total", "Total spend", "Toplam harcama", "Kümülatif"),
    *("Total", "TOTAL", "Totals:", "TTL", "Σ", "∑", "Sum", "Average", "Sub-total", "All", "YTD", "Max"),
)


@pytest.mark.parametrize("label", PHRASES)
def test_a_label_of_nothing_but_a_total_is_one(label: str) -> None:
    assert is_total_label(label)


@pytest.mark.parametrize(
    "label", ["Total Wine", "TOTAL gas station", "Toplam Gıda", "Columbus Gazette total"]
)
def test_a_word_of_a_total_among_others_only_raises_the_question(label: str) -> None:
    assert may_be_total_label(label)
    assert not is_total_label(label)


@pytest.mark.parametrize(
    "label",
    ["Totally Local", "All Star Gym", "Average Joe's", "Summit", "Performance Max", "Top Radio", "SEO", "—"],
)
def test_other_names_say_nothing(label: str) -> None:
    assert not may_be_total_label(label)


# --- formulas -------------------------------------------------------------------------------------------

AROUND = TableArea(CellRange(2, 1, 9, 6), frozenset({"Ads"}))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("SUM(C2:C8)", Reckons.SUM),
        ("SUBTOTAL(109,Ads[Spend])", Reckons.SUM),
        ("AGGREGATE(9,5,C2:C8)", Reckons.SUM),
        ("ROUND(SUM($C$2:$C$8),2)", Reckons.SUM),
        ("C2+C3+C5", Reckons.SUM),
        ("AVERAGE(C2:C8)", Reckons.SUMMARY),
        ("MAX(C2:C8)", Reckons.SUMMARY),
        ("SUM(C2:C8)*10%", Reckons.NOTHING),  # an agency's fee
        ("C2*1.1", Reckons.NOTHING),
        ("SUM(D9:F9)", Reckons.NOTHING),  # along its own row
        ("SUM(Costs!C2:C8)", Reckons.NOTHING),
        ("SUM(Ads[@[Leads]:[Revenue]])", Reckons.NOTHING),
        ("SUMIFS(Costs[Amount],Costs[Channel],B9)", Reckons.NOTHING),
        ("SUM(C20:C30)", Reckons.NOTHING),  # below the table
        ("SUM(H2:H8)", Reckons.NOTHING),
    ],
)
def test_a_formula_adds_up_other_rows_of_its_own_column_or_it_says_nothing(text: str, made: Reckons) -> None:
    assert reckons(RawCell(9, 3, CellKind.NUMBER, "1", formula=text), AROUND) is made


def test_lines_may_be_columns() -> None:
    across = TableArea(CellRange(2, 2, 9, 14), across=True)
    cell = RawCell(3, 14, CellKind.NUMBER, "1", formula="SUM(B3:M3)")
    assert reckons(cell, across) is Reckons.SUM
    assert reckons(RawCell(3, 14, CellKind.NUMBER, "1", formula="SUM(N2:N9)"), across) is Reckons.NOTHING


# --- left out and said ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lines", "spend", "said"),
    [
        ([GOOGLE, RADIO, [None, "Genel Toplam (TL)", formula("SUM(C2:C3)", "150"), 15]], 150, ["K404"]),
        ([GOOGLE, RADIO, [None, "Columbus", formula("SUM(C2:C3)", "150"), None]], 150, ["K404"]),
        ([[None, "Total", 150, 15], GOOGLE, RADIO], 150, ["K404"]),  # above its rows
        ([GOOGLE, [None, "Google Ads total", 100, 10], RADIO], 150, ["K404"]),  # of a single row
        (
            [GOOGLE, RADIO, [None, "Oct total", 150, 15], *LATER, [None, "Nov total", 170, 16]],
            320,
            ["K404"] * 2,
        ),
        (
            [GOOGLE, LATER[0], RADIO, LATER[1], [None, "Oct total", 150, 15]],
            320,
            ["K404"],
        ),  # wherever they stand
        ([GOOGLE, RADIO, *LATER, [None, "Radio total", 110, 10]], 320, ["K404"]),
        ([GOOGLE, RADIO, [None, "YTD", 150, 15], *LATER, [None, "YTD", 320, 31]], 320, ["K404"] * 2),
        ([GOOGLE, RADIO, [None, "Average", 75, Decimal("7.5")]], 150, ["K404"]),
        ([GOOGLE, RADIO, ["Total", "Google Ads", 100, 10], ["Total", "Radio", 50, 5]], 150, ["K404"] * 2),
        ([GOOGLE, RADIO, [None, None, 150, 15]], 150, ["K404"]),  # no word, and no channel either
        (
            [[OCTOBER, "SEO", 12345, 170], [OCTOBER, "TV", 45678, 29], [None, "Total", 58000, 199]],
            58023,
            ["K404"],
        ),
    ],
)
def test_a_total_is_left_out_and_said(lines: list[list[Any]], spend: int, said: list[str]) -> None:
    assert read(*lines) == (spend, said)


def test_a_total_below_a_cell_that_cannot_be_read_is_one_still() -> None:
    lines = [GOOGLE, [OCTOBER, "Radio", "about 30", 5], [OCTOBER, "SEO", 20, 3], [None, "Oct total", 150, 18]]
    assert read(*lines) == (120, ["K302", "K404"])


@pytest.mark.parametrize("dashes", ["--", "–", None])
def test_the_word_may_stand_in_a_column_that_is_not_read(dashes: str | None) -> None:
    lines: list[list[Any]] = [
        ["Enabled", *GOOGLE],
        ["Paused", *RADIO],
        ["Total: Account", None, dashes, 150, 15],
    ]
    assert read(*lines, header=("Campaign status", *HEADER)) == (150, ["K404"])


def test_the_word_may_stand_before_the_first_column() -> None:
    lines: list[list[Any]] = [[None, *GOOGLE], [None, *RADIO], ["TOPLAM", None, None, 150, 15]]
    assert read(*lines, header=(None, *HEADER)) == (150, ["K404"])


def test_every_level_of_an_export_counts_once() -> None:
    """Blank or *All* in the dimensions below, in one table: 320 is the sum of the four deepest rows."""
    for every in (None, "All"):
        above: list[list[Any]] = [
            [every, every, 320, 31],
            [every, "Google Ads", 210, 21],
            [every, "Radio", 110, 10],
        ]
        above += [[OCTOBER, every, 150, 15], [NOVEMBER, every, 170, 16]]
        spend, said = read(*above, GOOGLE, RADIO, *LATER)
        assert (spend, set(said) - {"K404", "K435"}) == (320, set())


def test_a_channel_above_its_campaigns_counts_once() -> None:
    header = (*HEADER, "Campaign")
    lines: list[list[Any]] = [
        [*GOOGLE],
        [OCTOBER, "Google Ads", 70, 7, "Brand"],
        [OCTOBER, "Google Ads", 30, 3, "Local"],
    ]
    assert read(*lines, header=header) == (100, ["K435"])
    lines[0] = [OCTOBER, "Google Ads", 120, 10]
    assert read(*lines, header=header) == (220, ["K407"])  # not their sum: asked, as before


def test_a_pivot_in_tabular_form_counts_each_figure_once() -> None:
    lines: list[list[Any]] = [
        ["Google Ads", "Oct 2026", 100, 10], [None, "Nov 2026", 110, 11], ["Google Ads Total", None, 210, 21],
        ["Radio", "Oct 2026", 50, 5], [None, "Nov 2026", 60, 5], ["Radio Total", None, 110, 10],
        ["Grand Total", None, 320, 31],
    ]  # fmt: skip
    assert read(*lines, header=("Channel", "Month", "Spend", "Leads")) == (320, ["K404"] * 3)


def test_a_pivot_in_compact_form_counts_each_figure_once() -> None:
    lines: list[list[Any]] = [
        ["Oct 2026", 150, 15], ["Google Ads", 100, 10], ["Radio", 50, 5],
        ["Nov 2026", 170, 16], ["Google Ads", 110, 11], ["Radio", 60, 5], ["Grand Total", 320, 31],
    ]  # fmt: skip
    spend, said = read(*lines, header=("Channel", "Spend", "Leads"))
    assert spend == 320
    assert "K404" in said


# --- left out and warned, or asked ------------------------------------------------------------------------


@pytest.mark.parametrize("label", ["Total", "Genel toplam", "Oct total", "Toplam (TL)", "All channels"])
def test_a_label_that_sums_do_not_confirm_is_left_out_with_both_figures(label: str) -> None:
    worksheet = understood(sheet("A", [list(HEADER), GOOGLE, RADIO, [None, label, 140, 15]]))
    (found,) = worksheet.findings
    assert [row.values["spend"] for row in worksheet.rows] == [100, 50]
    assert (found.code, found.typed, found.facts["says"], found.facts["adds"]) == ("K431", label, 140, 150)


def test_fewer_people_than_the_sum_are_no_difference() -> None:
    """Who came by two channels is one visitor of the total."""
    header = ("Month", "Channel", "Spend", "Visitors")
    assert read(GOOGLE, RADIO, [None, "Total", 150, 13], header=header)[1] == ["K404"]
    assert read(GOOGLE, RADIO, [None, "Total", 150, 17], header=header)[1] == ["K431"]


@pytest.mark.parametrize("name", ["Total Wine", "TOTAL gas station", "Sum", "Total"])
def test_a_channel_with_the_name_of_a_total_is_asked_about_and_counts(name: str) -> None:
    lines = [GOOGLE, RADIO, [OCTOBER, name, 30, 2], *LATER, [NOVEMBER, name, 35, 4]]
    assert read(*lines) == (385, ["K434", "K434"])
    assert read(*lines, [None, "Grand total", 385, 37]) == (385, ["K434", "K434", "K404"])


def test_figures_alone_are_asked_about_loudly() -> None:
    """123 + 456 = 579 and 17 + 29 = 46: not by chance, but a known channel's name speaks against a total."""
    rows = [[OCTOBER, "SEO", 123, 17], [OCTOBER, "TV", 456, 29]]
    assert read(*rows, [OCTOBER, "Columbus", 579, 46]) == (579, ["K433"])
    assert read(*rows, [OCTOBER, "Radio", 579, 46]) == (1158, ["K432"])
    assert read([OCTOBER, "Social media", 579, 46], *rows) == (579, ["K433"])
    assert read(*rows, [OCTOBER, "Columbus", 579, 47]) == (1158, [])
    assert read(GOOGLE, RADIO, [OCTOBER, "Columbus", 150, 9]) == (300, [])  # one round sum is chance


FOUR = (*HEADER, "New customers", "Revenue")
BOUGHT = [
    ["Google Ads", 1234.56, 37, 5, 2500],
    ["Meta Ads", 765.44, 21, 3, 1500],
    ["Radio", 431.17, 11, 2, 900],
]


@pytest.mark.parametrize(
    ("names", "total", "spend", "code"),
    [
        (("Google Ads", "Meta Ads", "Radio"), "TV", 4862.34, "K440"),  # TV is no sum of these
        (("Google Ads", "Meta Ads", "Radio"), "Digital", 2431.17, "K433"),
        (("Google Ads", "Meta Ads", "Radio"), "Paid social", 2431.17, "K433"),  # a name for several
        (("Google Ads", "Meta Ads", "Radio"), "Columbus", 2431.17, "K433"),
        (("Facebook Ads", "Instagram Ads", "Radio"), "Meta Ads", 2431.17, "K433"),  # that of its platforms
        (("Brand", "Generic", "Remarketing"), "Google Ads", 2431.17, "K433"),  # that of its campaigns
    ],
)
def test_a_channel_that_can_be_no_sum_of_the_others_counts_and_is_asked_about_loudly(
    names: tuple[str, ...], total: str, spend: float, code: str
) -> None:
    rows = [[OCTOBER, name, *line[1:]] for name, line in zip(names, BOUGHT, strict=True)]
    found, codes = read(*rows, [OCTOBER, total, 2431.17, 69, 10, 4900], header=FOUR)
    assert (float(found), code in codes) == (spend, True)


def test_figures_alone_tell_where_a_cell_cannot_be_read() -> None:
    header = (*HEADER, "Revenue")
    rows = [
        [OCTOBER, "SEO", 123, 17, 900],
        [OCTOBER, "TV", "about 456", 29, 1250],
        [OCTOBER, "Email", 77, 3, 260],
    ]
    assert read(*rows, [OCTOBER, "Columbus", 656, 49, 2410], header=header) == (200, ["K302", "K433"])


def test_a_note_settles_it() -> None:
    header = (*HEADER, "Note")
    rows = [[OCTOBER, "SEO", 123, 17], [OCTOBER, "TV", 456, 29]]
    assert read(*rows, [OCTOBER, "Columbus", 579, 46, "not a total"], header=header) == (1158, [])
    assert read(GOOGLE, [OCTOBER, "Total Wine", 70, 7, "toplam değil"], header=header) == (170, [])
    assert read(GOOGLE, RADIO, [OCTOBER, "Total", 150, 15, "Not a total!"], header=header)[0] == 300


def test_where_there_is_nothing_but_totals_those_that_have_a_name_count() -> None:
    lines: list[list[Any]] = [["Google total", 210, 21], ["Meta total", 110, 10], ["Grand total", 320, 31]]
    assert read(*lines, header=("Channel", "Spend", "Leads")) == (320, ["K434", "K434", "K404"])


def test_a_fee_reckoned_from_the_rows_above_is_no_total() -> None:
    assert read(GOOGLE, RADIO, [OCTOBER, "Agency fee", formula("SUM(C2:C3)*10%", "15"), None])[0] == 165


# --- the cost -------------------------------------------------------------------------------------------


class Counted(dict[str, Decimal]):
    """Amounts that count how often they are looked at."""

    looks = 0

    def get(self, key: str, default: Any = None) -> Any:
        Counted.looks += 1
        return super().get(key, default)


def looks_at(rows: int) -> int:
    """How often the figures of so many rows are looked at, with a subtotal of each ten and a grand total."""
    lines: list[Line] = []
    for block in range(rows // 10):
        for at in range(10):
            amounts = {"spend": Decimal(block * 37 % 911 + at * 13 + 7), "leads": Decimal(at * 7 % 11 + 3)}
            lines.append(Line(len(lines) + 2, {"channel": f"c{at}", "period": f"m{block}"}, Counted(amounts)))
        part = lines[-10:]
        sums = {key: sum((line.amounts[key] for line in part), Decimal(0)) for key in ("spend", "leads")}
        lines.append(Line(len(lines) + 2, {"channel": "Total"}, Counted(sums)))
    Counted.looks = 0
    found = totals_among(lines, Dimensions())
    assert {one.verdict for one in found.values()} == {Verdict.SUM}
    assert len(found) == rows // 10
    return Counted.looks


def test_the_work_grows_with_the_rows_and_no_faster() -> None:
    assert looks_at(4000) <= looks_at(1000) * 4.4
