"""A second implementation, from the definitions with fractions and openpyxl, against the JSON."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

import kpisheet
from tests.sample_business import buckeye, ladin
from tests.sample_business.shipped import workbook
from tests.support.second_implementation import Amounts, Scope, amounts, same

TABLES = {"en": ("Channels", "Business", buckeye), "tr": ("Kanallar", "İşletme bilgileri", ladin)}


def typed_rows(content: bytes, language: str) -> list[tuple[str, date, Amounts]]:
    """Channel, month and amounts of each row, as openpyxl reads the plain typed columns A to G."""
    sheet_name, business, _ = TABLES[language]
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    margin = Fraction(
        str(
            book[book.defined_names["kpi_gross_margin"].attr_text.split("!")[0].strip("'")][
                book.defined_names["kpi_gross_margin"].attr_text.split("!")[1].replace("$", "")
            ].value
        )
    )
    assert business in book.sheetnames
    rows: list[tuple[str, date, Amounts]] = []
    for cells in book[sheet_name].iter_rows(max_col=7, values_only=True):
        month, channel, *numbers = cells
        if not hasattr(month, "year") or not channel:
            continue
        rows.append((str(channel), date(month.year, month.month, 1), amounts(numbers, margin)))
    return rows


@pytest.mark.parametrize("language", ["en", "tr"])
def test_every_figure_of_every_channel_and_month_is_what_the_definitions_give(
    language: str, tmp_path: Path
) -> None:
    content = workbook(language, TABLES[language][2].clean())
    path = tmp_path / "clean.xlsx"
    path.write_bytes(content)
    made = kpisheet.evaluate(path).to_dict()
    rows = typed_rows(content, language)
    by_cell = defaultdict(list)
    for channel, month, values in rows:
        by_cell[channel, month].append(values)
    october = date(2026, 10, 1)

    compared = 0
    for entry in made["channels"]:
        expected = Scope(by_cell[entry["channel"], october]).figures()
        for key, value in expected.items():
            assert same(entry[key], value), (entry["channel"], key, entry[key], value)
            compared += 1
    totals = Scope([values for _, month, values in rows if month == october]).figures()
    for key, value in totals.items():
        assert same(made["totals"][key], value), (key, made["totals"][key], value)
        compared += 1
    assert {entry["channel"] for entry in made["channels"]} >= {c for c, m in by_cell if m == october}
    assert compared > 100
