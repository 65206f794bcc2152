"""The samples read and reckoned: each mistake is found where it stands, a clean year has none."""

from __future__ import annotations

from datetime import date
from types import ModuleType

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.reader import read_book
from kpisheet.workbook.template.filling import Filling
from kpisheet.worksheet.recognise import understand
from tests.sample_business import buckeye, ladin, shipped

TODAY = date(2026, 11, 23)
BUSINESSES = {"en": buckeye, "tr": ladin}
FIRST_ROW = 6


def reported(language: str, filling: Filling) -> Report:
    book = read_book(Package.open(shipped.workbook(language, filling)))
    return build_report(understand(book, today=TODAY), file="sample.xlsx", today=TODAY)


@pytest.mark.parametrize("language", BUSINESSES)
def test_a_clean_year_yields_no_finding(language: str) -> None:
    assert reported(language, BUSINESSES[language].clean()).findings == ()


@pytest.mark.parametrize("language", BUSINESSES)
def test_each_mistake_is_found_in_its_cell(language: str) -> None:
    business = BUSINESSES[language]
    found = {
        finding.place.cell for finding in reported(language, business.sample()).findings if finding.place
    }
    assert mistaken_cells(business) <= found


def mistaken_cells(business: ModuleType) -> set[str]:
    """Where the mistakes stand: text for a number, an extra zero, a typo, a blank, the total."""
    rows = list(business.sample().channels)
    clean = {(row["channel"], row["period"]): row for row in business.clean().channels}
    cells = {f"B{FIRST_ROW + len(rows) - 1}"}
    for number, row in enumerate(rows[:-1], start=FIRST_ROW):
        meant = clean.get((row["channel"], row["period"]))
        if meant is None:
            cells.add(f"B{number}")
        elif meant["spend"] != row["spend"]:
            cells.add(f"C{number}")
        elif meant["leads"] != row["leads"]:
            cells.add(f"E{number}")
    assert len(cells) == 5
    return cells


@pytest.mark.parametrize("language", BUSINESSES)
def test_a_row_that_stands_twice_is_told_and_counts_as_typed(language: str) -> None:
    rows = list(BUSINESSES[language].sample().channels)
    second = next(number for number, row in enumerate(rows) if row in rows[:number]) + FIRST_ROW
    report = reported(language, BUSINESSES[language].sample())
    touched = {finding.place.row for finding in report.findings if finding.place}
    assert touched & {second, second - 1}
    assert not next(row for row in report.rows if row.number == second).excluded


def test_october_s_headline_holds_with_the_mistakes_left_in() -> None:
    """$6,210, 121 leads, 47 customers: the mistakes stand in other months, or are read as meant."""
    totals = reported("en", buckeye.sample()).totals
    assert {key: totals[key].value for key in ("spend", "leads", "new_customers")} == {
        "spend": 6210,
        "leads": 121,
        "new_customers": 47,
    }
