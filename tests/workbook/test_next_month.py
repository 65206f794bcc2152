"""Next month's rows: the same channels, and the figures unchanged until the rows are filled in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kpisheet.errors import CannotAddRowsError
from kpisheet.ooxml.package.package import Package
from kpisheet.texts.language import LANGUAGES, Words
from kpisheet.workbook.next_month import extend
from kpisheet.workbook.reader import read_book
from kpisheet.workbook.template.author import author_template
from kpisheet.workbook.template.filling import Filling
from kpisheet.worksheet.recognise import understand
from kpisheet.worksheet.sheet import Worksheet
from tests.sample_business import buckeye, ladin
from tests.support.validity import problems_of

TODAY = date(2026, 11, 23)
SAMPLES = {"en": buckeye, "tr": ladin}


def understood(content: bytes) -> Worksheet:
    return understand(read_book(Package.open(content)), today=TODAY)


def worksheet_with(rows: list[dict[str, Any]], language: str = "en", **more: Any) -> bytes:
    filling = Filling(channels=rows, **more)
    return author_template(language=language, currency=None, year=None, filling=filling, made_on=TODAY)


def extended(content: bytes) -> bytes:
    return extend(Package.open(content), understood(content)).package.to_bytes()


def channel_rows(content: bytes, language: str = "en") -> list[tuple[object, ...]]:
    page = openpyxl.load_workbook(BytesIO(content))[Words(language).raw("sheets.channels")]
    rows = [tuple(cell.value for cell in row[:8]) for row in page.iter_rows(min_row=6)]
    return [
        (row[0].date() if hasattr(row[0], "date") else row[0], *row[1:])
        for row in rows
        if any(value is not None for value in row)
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_gets_november_s_rows_below_with_each_channel_of_october(language: str) -> None:
    content = (Path(__file__).parents[2] / "templates" / f"sample.{language}.xlsx").read_bytes()
    before, after = channel_rows(content, language), channel_rows(extended(content), language)
    october = [row[1] for row in before if row[0] == date(2026, 10, 1)]
    assert len(october) > 5
    assert after[: len(before)] == before
    assert [row[:2] for row in after[len(before) :]] == [(date(2026, 11, 1), name) for name in october]
    assert all(set(row[2:]) == {None} for row in after[len(before) :])


@pytest.mark.parametrize("language", LANGUAGES)
def test_only_the_sheets_of_the_tables_and_the_tables_change(language: str) -> None:
    content = (Path(__file__).parents[2] / "templates" / f"sample.{language}.xlsx").read_bytes()
    before = Package.open(content)
    after = extend(before, understood(content)).package
    changed = {name for name in before.names if before.read(name) != after.read(name)}
    tables = {
        "xl/worksheets/sheet2.xml",  # the report period, which is October's, moves along
        "xl/worksheets/sheet3.xml",
        "xl/worksheets/sheet4.xml",
        "xl/tables/table1.xml",
        "xl/tables/table2.xml",
    }
    assert after.names == before.names
    assert {"xl/worksheets/sheet4.xml", "xl/tables/table2.xml"} <= changed <= tables
    assert problems_of(after.to_bytes()) == []


def test_the_rows_of_a_fresh_worksheet_are_its_own_blank_ones() -> None:
    """Blank ready rows are filled; nothing is added, and the table stays as it is."""
    content = worksheet_with([{"period": date(2026, 12, 1), "channel": "Radio", "spend": 900, "leads": 3}])
    after = extended(content)
    assert channel_rows(after)[1:] == [(date(2027, 1, 1), "Radio", *[None] * 6)]
    page = openpyxl.load_workbook(BytesIO(after))["Channels"]
    assert page.tables["Channels"].ref == "A5:AA65"


def test_campaigns_come_along_and_each_row_comes_once() -> None:
    october = date(2026, 10, 1)
    rows = [
        {"period": date(2026, 9, 1), "channel": "Flyers", "spend": 5},
        {"period": october, "channel": "Radio", "campaign": "Boilers", "spend": 10, "leads": 2},
        {"period": october, "channel": "Radio", "campaign": "Drains", "spend": 20, "leads": 1},
        {"period": october, "channel": "Radio", "campaign": "Drains", "spend": 20, "leads": 1},
    ]
    new = channel_rows(extended(worksheet_with(rows)))[4:]
    assert [(row[1], row[7]) for row in new] == [("Radio", "Boilers"), ("Radio", "Drains")]


@pytest.mark.parametrize(
    ("language", "typed", "following"),
    [
        ("en", "2026-12", "2027-01"),
        ("en", "12/2026", "01/2027"),
        ("en", "December 2026", "January 2027"),
        ("en", "Dec 2026", "Jan 2027"),
        ("tr", "Aralık 2026", "Ocak 2027"),
        ("tr", "ARALIK 2026", "Ocak 2027"),
    ],
)
def test_a_month_typed_as_text_is_followed_by_text_of_the_same_kind(
    language: str, typed: str, following: str
) -> None:
    content = worksheet_with([{"period": typed, "channel": "Radio", "spend": 9, "leads": 3}], language)
    assert channel_rows(extended(content), language)[1][0] == following


def test_the_month_sheet_gets_the_month_too() -> None:
    october = date(2026, 10, 1)
    content = worksheet_with(
        [{"period": october, "channel": "Radio", "spend": 9, "leads": 3}],
        months=[{"period": october, "customers_start": 5, "customers_end": 6, "all_new_customers": 2}],
    )
    page = openpyxl.load_workbook(BytesIO(extended(content)))["Months"]
    assert page["A7"].value.date() == date(2026, 11, 1)
    assert page["B7"].value is None


@pytest.mark.parametrize(
    ("first", "last", "after"),
    [
        ("2026-10", "2026-10", ("2026-11", "2026-11")),
        ("Oct 2026", "Oct 2026", ("Nov 2026", "Nov 2026")),
        (date(2026, 10, 1), date(2026, 10, 31), (date(2026, 11, 1), date(2026, 11, 1))),
        ("2026-01", "2026-10", ("2026-01", "2026-11")),
        (None, "2026-10", (None, "2026-11")),
        ("2026-10", None, ("2026-10", None)),  # from October on: November is in it already
        ("2026-01", "2026-09", ("2026-01", "2026-09")),  # another month was asked for, and stays
        ('="2026-10"', '="2026-10"', ('="2026-10"', '="2026-10"')),
        (None, None, (None, None)),
    ],
)
def test_a_report_period_that_ends_with_the_last_month_moves_along(
    first: Any, last: Any, after: tuple[object, object]
) -> None:
    book = openpyxl.load_workbook(
        BytesIO(worksheet_with([{"period": date(2026, 10, 1), "channel": "Radio", "spend": 9, "leads": 3}]))
    )
    book["Business"]["C10"], book["Business"]["C11"] = first, last
    content = BytesIO()
    book.save(content)
    made = extend(Package.open(content.getvalue()), understood(content.getvalue()))
    page = openpyxl.load_workbook(BytesIO(made.package.to_bytes()))["Business"]
    typed = [page[name].value for name in ("C10", "C11")]
    assert tuple(each.date() if hasattr(each, "date") else each for each in typed) == after
    assert made.period_moved == (after[1] != last)


def test_asked_again_before_they_are_filled_in_it_says_they_are_there() -> None:
    once = extended(
        worksheet_with([{"period": date(2026, 10, 1), "channel": "Radio", "spend": 9, "leads": 3}])
    )
    with pytest.raises(CannotAddRowsError) as caught:
        extended(once)
    assert caught.value.code == "next_is_there"
    assert caught.value.facts["month"].start == date(2026, 11, 1)


def test_without_a_month_there_is_no_next_one() -> None:
    with pytest.raises(CannotAddRowsError) as caught:
        extended(worksheet_with([{"channel": "Radio", "spend": 9, "leads": 3}]))
    assert caught.value.code == "next_without_months"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "code", ["next_without_months", "next_is_there", "rows_blocked", "rows_below_totals"]
)
def test_each_refusal_is_a_sentence_in_both_languages(language: str, code: str) -> None:
    month = (
        understood(worksheet_with([{"period": date(2026, 10, 1), "channel": "Radio", "spend": 1}]))
        .rows[0]
        .period
    )
    facts = {"month": month, "sheet": "Channels", "row": 61}
    message = Words(language).text(f"errors.{code}.message", **facts)
    assert message
    assert "{" not in message
    assert Words(language).raw(f"errors.{code}.hint")


@pytest.mark.program("soffice")
def test_libreoffice_works_the_new_rows_out_once_they_are_filled_in(
    libreoffice: Callable[..., Path], tmp_path: Path
) -> None:
    content = extended((Path(__file__).parents[2] / "templates" / "sample.en.xlsx").read_bytes())
    book = openpyxl.load_workbook(BytesIO(content))
    page = book["Channels"]
    place = next(row for row in range(6, 200) if page.cell(row, 2).value == "Total") + 1
    for column, value in ((3, 1500), (5, 30), (6, 10), (7, 6500)):
        page.cell(place, column).value = value
    path = tmp_path / "november.xlsx"
    book.save(path)
    (tmp_path / "anew").mkdir()
    anew = openpyxl.load_workbook(libreoffice(path, "xlsx", tmp_path / "anew"), data_only=True)["Channels"]
    shown = [anew.cell(place, column).value for column in range(21, 28)]
    assert shown == [
        30,
        10,
        6500,
        50,
        150,
        pytest.approx(6500 / 1500),
        pytest.approx((6500 * 0.48 - 1500) / 1500),
    ]
    assert anew.cell(place + 1, 24).value in {None, ""}


def test_a_channel_that_still_bears_its_share_of_a_cost_gets_a_row_for_what_it_brings() -> None:
    """A sign typed once, in January, for twelve months: in November people may still come by it."""
    october = {"period": date(2026, 10, 1), "channel": "Radio", "spend": 900}
    sign = {"period": date(2026, 1, 1), "channel": "Signs", "spend": 1200, "spread_over_months": 12}
    over = {**sign, "channel": "Flyers", "spread_over_months": 9}
    after = channel_rows(extended(worksheet_with([sign, over, october])))
    november = [row for row in after if row[0] == date(2026, 11, 1)]
    assert november == [(date(2026, 11, 1), name, *[None] * 6) for name in ("Signs", "Radio")]


def test_figures_are_the_same_until_the_new_rows_are_filled_in() -> None:
    content = (Path(__file__).parents[2] / "templates" / "sample.en.xlsx").read_bytes()
    before, after = understood(content), understood(extended(content))

    def spent(worksheet: Worksheet) -> Decimal:
        return sum((row.values.get("spend", Decimal(0)) for row in worksheet.rows), Decimal(0))

    assert spent(after) == spent(before)
