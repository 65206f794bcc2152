"""KPI summary has each channel's months: what they show in words, and spend, budget, customers and CAC."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.texts.language import LANGUAGES, Words
from kpisheet.workbook.names import Role
from kpisheet.workbook.template.author import author_template
from kpisheet.workbook.template.filling import Filling
from kpisheet.workbook.verify import differences
from tests.support.annotated_workbooks import Finished, finish, opened

MADE_ON = date(2026, 11, 2)
MONTHS = [date(2025, month, 1) for month in (11, 12)] + [date(2026, month, 1) for month in range(1, 11)]

SAID = {
    "en": "Google Ads: CAC rose from $25.00 to $100. $2,500 was budgeted, $2,000 spent (80.0% of it); "
    "2 of 12 months have a budget",
    "tr": "Google Ads: CAC yükseldi (25,00 $ → 100 $). Bütçe 2.500 $, harcama 2.000 $ "
    "(bütçeye oranı %80,0); 12 ayın 2 tanesinde bütçe var",
}


def made(language: str, *, budget: int | None) -> Finished:
    """A year of Google Ads at 1,000: 40 customers a month, then 10; a budget in its last two months."""
    rows: list[dict[str, Any]] = [
        {
            "period": month,
            "channel": "Google Ads",
            "spend": 1000,
            "leads": 100,
            "new_customers": 40 if at < 6 else 10,
            "revenue": 4000,
            "budget": budget if at >= 10 else None,
        }
        for at, month in enumerate(MONTHS)
    ]
    filling = Filling(channels=rows, settings={"gross_margin": Decimal("0.5"), "currency": "USD"})
    content = author_template(language=language, currency="USD", year=None, filling=filling, made_on=MADE_ON)
    return finish(content, made_on=MADE_ON)


def below_the_title(finished: Finished, title: str) -> list[list[Any]]:
    """The filled values of each row of the block, the title's own left out."""
    sheet = opened(finished.content, values=True)[finished.names[Role.SUMMARY]]
    rows = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    top = next(number for number, row in enumerate(rows) if row == [title])
    return [row for row in rows[top + 1 : top + 11] if row]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_channels_months_stand_below_what_they_show(language: str) -> None:
    """6 × 1,000 ÷ 240 = 25, then 6 × 1,000 ÷ 60 = 100; 2,000 of 2,500 is 80 %."""
    finished, words = made(language, budget=1250), Words(language)
    assert not differences(finished.content, finished.report)
    rows = below_the_title(finished, words.raw("trends.title"))
    said = next(row[0] for row in rows if str(row[0]).startswith("Google Ads"))
    assert said.replace("\N{NO-BREAK SPACE}", " ") == SAID[language]
    numbers = [row[1:] for row in rows if len(row) > 2 and isinstance(row[1], int | float)]
    spend, budget, customers, cac = numbers[:4]
    assert spend == [1000] * 12
    assert budget == [1250] * 2
    assert customers == [40] * 6 + [10] * 6
    assert cac == [25] * 6 + [100] * 6


def test_without_a_budget_there_is_no_row_of_it() -> None:
    finished = made("en", budget=None)
    rows = below_the_title(finished, Words("en").raw("trends.title"))
    assert not [row for row in rows if "udget" in str(row[0])]
