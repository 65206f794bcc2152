"""A second implementation, from the definitions with fractions and openpyxl, against the JSON."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import kpisheet
from tests.sample_business import buckeye, ladin
from tests.sample_business.shipped import workbook

SUMS = ("spend", "visitors", "leads", "new_customers", "revenue")
TABLES = {"en": ("Channels", "Business", buckeye), "tr": ("Kanallar", "İşletme bilgileri", ladin)}


class Scope:
    """Rows of one channel and month, or of many: sums over the rows that know every part asked for."""

    def __init__(self, rows: Iterable[dict[str, Fraction | None]]) -> None:
        self.rows = list(rows)

    def sums(self, *keys: str) -> list[Fraction] | None:
        knowing = [row for row in self.rows if all(row[key] is not None for key in keys)]
        return (
            [sum((row[key] or Fraction() for row in knowing), Fraction()) for key in keys]
            if knowing
            else None
        )

    def ratio(self, top: str, bottom: str) -> Fraction | None:
        parts = self.sums(top, bottom)
        return parts[0] / parts[1] if parts and parts[1] else None

    def figures(self) -> dict[str, Fraction | None]:
        roas = self.ratio("revenue", "spend")
        profit_on_spend = self.ratio("gross_profit", "spend")
        amounts = {key: (parts[0] if (parts := self.sums(key)) else None) for key in (*SUMS, "gross_profit")}
        return {
            **amounts,
            "visitor_to_lead_rate": self.ratio("leads", "visitors"),
            "cpl": self.ratio("spend", "leads") if amounts["spend"] else None,
            "close_rate": self.ratio("new_customers", "leads"),
            "cac": self.ratio("spend", "new_customers") if amounts["spend"] else None,
            "roas": roas,
            "revenue_roi": None if roas is None else roas - 1,
            "roi": None if profit_on_spend is None else profit_on_spend - 1,
            "break_even_cpl": self.ratio("gross_profit", "leads"),
            "break_even_cac": self.ratio("gross_profit", "new_customers"),
        }


def typed_rows(content: bytes, language: str) -> list[tuple[str, date, dict[str, Fraction | None]]]:
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
    rows = []
    for cells in book[sheet_name].iter_rows(max_col=7, values_only=True):
        month, channel, *numbers = cells
        if not hasattr(month, "year") or not channel:
            continue
        values: dict[str, Fraction | None] = {
            key: None if number is None else Fraction(str(number))
            for key, number in zip(SUMS, numbers, strict=True)
        }
        if values["revenue"] is None and values["new_customers"] == 0:
            values["revenue"] = Fraction()
        revenue = values["revenue"]
        values["gross_profit"] = None if revenue is None else revenue * margin
        rows.append((str(channel), date(month.year, month.month, 1), values))
    return rows


def same(ours: Any, theirs: Fraction | None) -> bool:
    if ours is None or theirs is None:
        return ours is None and theirs is None
    return math.isclose(ours, float(theirs), rel_tol=1e-12, abs_tol=1e-12)


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
