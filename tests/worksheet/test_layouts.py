"""The same facts in every layout and language are the same rows, with the same findings on their cells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.worksheet.naming import known_channel
from kpisheet.worksheet.sheet import CellRange, RawSheet, Worksheet
from tests.support.layout_shapes import LAYOUTS, SPEND_ONLY, TONGUES, Facts, Page
from tests.support.raw_books import error, sheet, understood

CHANNELS = ["Google Ads", "Facebook Ads", "Radio", "Zebra Fair"]
METRICS = ["spend", "visitors", "leads", "new_customers", "revenue"]
BASES = dict(zip(METRICS, (900, 500, 40, 6, 3000), strict=True))
MONTHS = [date(2026, number, 1) for number in range(1, 7)]
FEBRUARY, MARCH = MONTHS[1], MONTHS[2]

Figures = Mapping[tuple[str, str | None, str], Decimal]


def some_facts() -> Facts:
    """Blanks, a zero, a number typed as text, an error; the rest made up."""
    values: dict[tuple[str, date, str], Any] = {
        (channel, month, metric): BASES[metric] + (3 * at + 5 * number + len(metric)) % 7
        for at, channel in enumerate(CHANNELS)
        for number, month in enumerate(MONTHS)
        for metric in METRICS
    }
    del values["Radio", FEBRUARY, "visitors"]
    values["Zebra Fair", MARCH, "leads"] = 0
    values["Google Ads", FEBRUARY, "leads"] = "41 leads"
    values["Radio", MARCH, "new_customers"] = error("#DIV/0!")
    values["Facebook Ads", MARCH, "spend"] = "1,234.50"
    return Facts(CHANNELS, MONTHS, METRICS, values)


def sheets_of(pages: list[Page]) -> list[RawSheet]:
    return [
        sheet(page.name, page.lines, merged=tuple(CellRange(*area) for area in page.merged)) for page in pages
    ]


def figures(worksheet: Worksheet) -> Figures:
    """Every value that counts, by channel, period and key; none may stand twice."""
    found: dict[tuple[str, str | None, str], Decimal] = {}
    for row in worksheet.rows:
        assert row.excluded is None
        for key, value in row.values.items():
            address = row.channel.name, row.period.key if row.period else None, key
            assert address not in found
            found[address] = value
    return found


def expected(facts: Facts, language: str) -> Figures:
    read = {"41 leads": Decimal(41), "1,234.50": Decimal("1234.5")}
    found: dict[tuple[str, str | None, str], Decimal] = {}
    for (typed, month, key), value in facts.values.items():
        known = known_channel(typed, language)
        name = typed if known is None else known.name
        if isinstance(value, str):
            found[name, f"{month:%Y-%m}", key] = read[value]
        elif isinstance(value, int):
            found[name, f"{month:%Y-%m}", key] = Decimal(value)
    return found


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_facts_are_read_from_every_layout(layout: str, language: str) -> None:
    facts = some_facts()
    worksheet = understood(*sheets_of(LAYOUTS[layout](facts, TONGUES[language])), language=language)
    wanted = facts.only("spend") if layout in SPEND_ONLY else facts
    assert figures(worksheet) == expected(wanted, language)


@pytest.mark.parametrize("language", TONGUES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_language_is_known_from_the_labels(layout: str, language: str) -> None:
    pages = LAYOUTS[layout](some_facts(), TONGUES[language])
    assert understood(*sheets_of(pages)).language == language


@pytest.mark.parametrize("layout", LAYOUTS)
def test_findings_stand_on_the_cells_of_every_layout(layout: str) -> None:
    facts = some_facts()
    sheets = sheets_of(LAYOUTS[layout](facts, TONGUES["en"]))
    found = understood(*sheets).findings
    typed = {one.name: one for one in sheets}
    wrong = {"1,234.50": "K301", "41 leads": "K301", "#DIV/0!": "K305"}
    wanted = {"1,234.50"} if layout in SPEND_ONLY else set(wrong)
    told = {}
    for one in found:
        if one.code in ("K301", "K305"):
            assert one.place is not None
            cell = typed[one.place.sheet].cell(one.place.row or 0, one.place.column or 0)
            assert cell is not None
            told[cell.text] = one.code
    assert told == {text: wrong[text] for text in wanted}


REFUSED: dict[str, list[RawSheet]] = {
    "a checklist": [sheet("Tasks", [["Task", "Owner", "Due"], ["Call radio", "Dana", date(2026, 3, 1)]])],
    "an invoice": [
        sheet("Invoice", [["Item", "Quantity", "Price", "Total"], ["Paper", 2, 5, 10], ["Ink", 1, 9, 9]])
    ],
    "a rate table": [sheet("Rates", [["Weight", "Zone 1", "Zone 2"], ["1 kg", 5, 7], ["2 kg", 6, 9]])],
    "a schedule": [sheet("Shifts", [[None, "Jan", "Feb", "Mar"], ["Dana", 20, 18, 22], ["Can", 21, 19, 20]])],
    "a statement of profit and loss": [
        sheet(
            "P&L 2026",
            [
                [None, "Jan 2026", "Feb 2026"],
                ["Revenue", 9000, 9500],
                ["Cost of goods", 4000, 4200],
                ["Salaries", 2000, 2000],
                ["Advertising", 500, 600],
                ["Rent", 700, 700],
            ],
        )
    ],
    "household costs": [
        sheet(
            "Expenses 2026",
            [[None, "Jan", "Feb"], ["Rent", 700, 700], ["Food", 300, 310], ["Internet", 20, 20]],
        )
    ],
    "sales by product": [
        sheet("Sales", [["Product", "Jan", "Feb"], ["Lamp", 7, 8], ["Chair", 3, 4], ["Table", 1, 2]])
    ],
}


@pytest.mark.parametrize("name", REFUSED)
def test_no_layout_is_invented_where_there_is_none(name: str) -> None:
    with pytest.raises(UnreadableFileError) as caught:
        understood(*REFUSED[name])
    assert caught.value.code == "no_table"
