"""KPI summary where a sale takes 98 days: months of leads, unripe months, open deals, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from kpisheet.texts.language import LANGUAGES, Words
from kpisheet.workbook.names import Role
from kpisheet.workbook.template.author import author_template
from kpisheet.workbook.template.filling import Filling
from kpisheet.workbook.verify import differences
from tests.support.annotated_workbooks import Finished, differences_after_recalculation, finish, opened

MADE_ON = date(2026, 12, 31)  # 98 days before it: 24 September
TAKES = timedelta(days=98)
FAIR = {"en": "Trade fairs", "tr": "Fuar"}


def worksheet(language: str) -> bytes:
    """2,500 a month; two leads on the first of each: one buys for 3,000 after 98 days, one asks for a quote.

    The second one of a month until June was lost after 60 days, the others are open.
    """
    fair = FAIR[language]
    starts = [date(2026, number, 1) for number in range(1, 13)]
    bought = [day + TAKES for day in starts if day + TAKES <= MADE_ON]
    deals: list[dict[str, Any]] = []
    for day in starts:
        closed = day + TAKES if day + TAKES in bought else None
        outcome = "won" if closed else "open"
        deals.append({"created": day, "closed": closed, "outcome": outcome, "value": 3000, "channel": fair})
        lost = day.month <= 6
        deals.append(
            {
                "created": day,
                "quoted": day + timedelta(days=20),
                "closed": day + timedelta(days=60) if lost else None,
                "outcome": "lost" if lost else "open",
                "value": 2000,
                "channel": fair,
            }
        )
    channels: list[dict[str, Any]] = [
        {
            "period": day,
            "channel": fair,
            "spend": 2500,
            "leads": 2,
            "new_customers": sum(one.month == day.month for one in bought),
            "revenue": 3000 * sum(one.month == day.month for one in bought),
        }
        for day in starts
    ]
    filling = Filling(channels=channels, deals=deals, settings={"report_to": date(2026, 12, 1)})
    return author_template(language=language, currency=None, year=None, filling=filling, made_on=MADE_ON)


@pytest.fixture(scope="module", params=LANGUAGES)
def made(request: pytest.FixtureRequest) -> tuple[Words, Finished]:
    return Words(request.param), finish(worksheet(request.param), made_on=MADE_ON)


def row_named(made: Finished, name: str) -> list[Any]:
    """The values of the last row of KPI summary that begins with a name."""
    sheet = opened(made.content, values=True)[made.names[Role.SUMMARY]]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows() if row[0].value == name]
    return [value for value in rows[-1][1:] if value is not None]


def test_each_month_of_leads_stands_with_what_it_cost_and_became(made: tuple[Words, Finished]) -> None:
    """Each ripe month: 2 leads, 1 won for 3,000, 2,500 spent. January to August are ripe."""
    words, finished = made
    january = row_named(finished, words.writing.short_month(date(2026, 1, 1)))
    assert january == [2, 1, 1, 0, 0.5, 2500, 2500, 3000, 1.2]
    ripe = row_named(finished, words.raw("deals.ripe_together"))
    assert ripe == [16, 8, 6, 2, 0.5, 20_000, 2500, 24_000, 1.2]
    december = words.text("deals.not_ripe", month=words.writing.short_month(date(2026, 12, 1)))
    assert row_named(finished, december)[:5] == [2, 0, 0, 2, 0]


def test_open_deals_stand_by_stage_with_what_to_expect(made: tuple[Words, Finished]) -> None:
    """Open: 3 without a quote, 6 with one; won so far 9 of 15 closed ones, of the 6 quoted ones none."""
    words, finished = made
    before = row_named(finished, words.raw("deals.stage_not_quoted"))
    assert before == [3, 0, 9000, 0.6, pytest.approx(1.8), pytest.approx(5400)]
    after = row_named(finished, words.raw("deals.stage_quoted"))
    assert after[:3] == [6, 3, 12_000]
    assert after[3:] == ["–"] * 3


def test_the_figures_of_all_tables_are_found_again(made: tuple[Words, Finished]) -> None:
    _, finished = made
    assert differences(finished.content, finished.report) == []


@pytest.mark.program("soffice")
def test_recalculation_changes_none_of_them(
    made: tuple[Words, Finished], libreoffice: Callable[..., Path], tmp_path: Path
) -> None:
    count, found = differences_after_recalculation(made[1].content, libreoffice, tmp_path)
    assert count > 0
    assert found == []
