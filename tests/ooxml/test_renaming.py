"""Renaming a sheet: formulas that name it follow, texts and other names stay."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from openpyxl import load_workbook

from kpisheet.ooxml.grafting.renaming import rename_sheets
from kpisheet.ooxml.package.package import Package
from kpisheet.ooxml.references import renamed_in
from tests.support.validity import problems_of


@pytest.mark.parametrize(
    ("formula", "renamed"),
    [
        ("Plan!A1+1", "'Plan 2026'!A1+1"),
        ("'Plan'!$A$1:$B$2", "'Plan 2026'!$A$1:$B$2"),
        ("plan!A1", "'Plan 2026'!A1"),
        ("SUM('It''s'!A1,Plan!B2)", "SUM('New'!A1,'Plan 2026'!B2)"),
        ('IF(A1="Plan!A1",Plan!A1,0)', "IF(A1=\"Plan!A1\",'Plan 2026'!A1,0)"),
    ],
)
def test_references_follow(formula: str, renamed: str) -> None:
    assert renamed_in(formula, {"Plan": "Plan 2026", "It's": "New"}) == renamed


@pytest.mark.parametrize(
    "formula",
    ["A1", '"Plan!A1"', "MyPlan!A1", "'My Plan'!A1", "[1]Plan!A1", "'[1]Plan'!A1", "Plan", "#REF!A1"],
)
def test_other_formulas_stay(formula: str) -> None:
    assert renamed_in(formula, {"Plan": "Plan 2026"}) == formula


def two_sheets() -> Package:
    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content)
    plan, other = workbook.add_worksheet("Plan"), workbook.add_worksheet("Other")
    plan.write(0, 0, 5)
    other.write_formula(0, 0, "=Plan!A1*2", None, 10)
    other.write_string(1, 0, "Plan!A1")
    other.write_url(2, 0, "internal:Plan!A1", string="see Plan!A1")
    workbook.define_name("first", "=Plan!$A$1")
    workbook.define_name("second", "=Plan!$A$1")
    chart = workbook.add_chart({"type": "column"})
    chart.add_series({"values": "=Plan!$A$1:$A$1"})
    other.insert_chart("C1", chart)
    workbook.close()
    return Package.open(content.getvalue())


def test_formulas_names_links_and_charts_follow_and_cells_keep_their_text() -> None:
    package = rename_sheets(two_sheets(), {"Plan": "Plan & more"}, defined_names={"second": "kept"})
    content = package.to_bytes()
    assert problems_of(content) == []
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Plan & more", "Other"]
    other = book["Other"]
    assert other["A1"].value == "='Plan & more'!A1*2"
    assert other["A2"].value == "Plan!A1"
    assert other["A3"].value == "see Plan!A1"
    assert other["A3"].hyperlink.location == "'Plan & more'!A1"
    assert set(book.defined_names) == {"first", "kept"}
    assert book.defined_names["first"].attr_text == "'Plan & more'!$A$1"
    chart = next(package.read(name) for name in package.names if "charts/chart" in name)
    assert b"'Plan &amp; more'!$A$1:$A$1" in chart


def test_a_name_that_is_not_there_changes_nothing() -> None:
    package = two_sheets()
    assert rename_sheets(package, {"Budget": "Budget 2"}) is package
