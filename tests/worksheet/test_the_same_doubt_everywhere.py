"""One doubt that a table repeats is one finding that names its cells, down a column or over months across."""

from __future__ import annotations

import pytest

from kpisheet.texts.language import LANGUAGES, Words
from kpisheet.worksheet.findings import Finding, gathered
from tests.support.raw_books import sheet, understood

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul")


def found(months: int) -> list[Finding]:
    """Spend of two channels by month, across, each amount typed as text with its currency."""
    titles = ["Channel", *(f"{month} 2026 Spend" for month in MONTHS[:months])]
    amounts = [f"$1,{place}50" for place in range(months)]
    rows = [["Google Ads", *amounts], ["Radio", *amounts], ["Postcards", *amounts]]
    worksheet = understood(sheet("Tracker", [titles, *rows]))
    return [one for one in gathered(worksheet.findings) if one.code == "K301"]


def test_over_many_months_across_it_is_one_for_the_whole_sheet() -> None:
    (one,) = found(7)
    assert len(one.cells) == 3 * 7
    assert one.cells[:2] == ("B2", "C2")


def test_in_a_few_columns_it_is_one_for_each() -> None:
    assert [len(one.cells) for one in found(5)] == [3] * 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_where_the_others_are(language: str) -> None:
    say = Words(language).text
    assert {"en": "20 more cells of this sheet: C2,", "tr": "Bu sayfada aynı durumda 20 hücre daha var: C2,"}[
        language
    ] in found(7)[0].worded(say)
    assert {"en": "2 more cells of this column: B3,", "tr": "Bu sütunda aynı durumda 2 hücre daha var: B3,"}[
        language
    ] in found(5)[0].worded(say)
