"""Cell notes and fills: each cell with a finding once, the worst first; values refreshed in place."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from kpisheet.ooxml.marking.annotation import notes_of
from kpisheet.ooxml.package.package import Package
from kpisheet.ooxml.references import CellArea
from kpisheet.texts.language import Words
from kpisheet.workbook.annotate import areas_of, edits_for, note_text
from kpisheet.workbook.earlier_run import MARKER, RULE_TAG, is_our_rule
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.findings import Finding, Severity
from tests.support.annotated_workbooks import filled, finish, opened, sample

ROWS = [
    (date(2026, 9, 1), "Google Ads", "1.234,56 $", 500, 50, 10, 9000),
    (date(2026, 10, 1), "Google Ads", "abc", 510, 44, 9, 8000),
    (date(2026, 10, 1), "Radio", 300, None, 5, 1, 900),
]


def marked_cells(made_content: bytes) -> dict[str, set[str]]:
    """The cells that our rules fill, by colour."""
    found: dict[str, set[str]] = {}
    for areas in opened(made_content)["Channels"].conditional_formatting:
        for rule in areas.rules:
            if is_our_rule(rule.formula[0]):
                colour = rule.dxf.fill.bgColor.rgb[-6:]
                found.setdefault(colour, set()).update(str(areas.sqref).split())
    return found


def test_every_cell_with_a_finding_has_a_note_and_a_fill() -> None:
    made = finish(filled(ROWS))
    cells = {one.place.cell for one in made.report.findings if one.place and one.place.cell}
    notes = notes_of(Package.open(made.content), "Channels")
    assert {f"{'ABCDEFG'[column - 1]}{row}" for row, column in notes} == cells
    assert set().union(*marked_cells(made.content).values()) == cells
    assert all(text.startswith(MARKER) for text in notes.values())


def test_fills_are_at_most_three_adjacent_blocks_of_one_rule_each() -> None:
    made = finish(sample("en"))
    blocks = list(opened(made.content)["Channels"].conditional_formatting)
    ours = [number for number, block in enumerate(blocks) if is_our_rule(block.rules[0].formula[0])]
    assert 1 <= len(ours) <= 3
    assert ours == list(range(ours[0], ours[0] + len(ours)))
    assert all(len(blocks[number].rules) == 1 for number in ours)


def test_a_note_says_the_worst_finding_first_and_what_to_do() -> None:
    words = Words("en")
    warning = Finding("K404", Severity.WARNING, facts=facts_of("K404"))
    text = note_text([warning], words)
    severity, _, _ = text.partition(":")
    assert severity == words.raw("workbook.severity.warning")
    assert len(text.splitlines()) == 2


@pytest.mark.parametrize(
    ("language", "last"),
    [("en", "… and 2 more: see To check."), ("tr", "… ve 2 bulgu daha: bkz. Kontrol edilecekler.")],
)
def test_a_note_of_more_than_four_findings_says_where_the_others_are(language: str, last: str) -> None:
    note = Finding("K104", Severity.INFO)
    assert note_text([note] * 6, Words(language)).splitlines()[-1] == last
    assert len(note_text([note] * 4, Words(language)).splitlines()) == 8


def facts_of(code: str) -> dict[str, object]:
    """Facts of a real finding with this code, from the sample's own mistakes."""
    made = finish(sample("en"))
    return dict(next(one.facts for one in made.report.findings if one.code == code))


def test_runs_down_a_column_are_one_area() -> None:
    cells = [(5, 2), (4, 2), (9, 2), (6, 2), (4, 3)]
    assert areas_of(cells) == (CellArea(4, 2, 6, 2), CellArea(9, 2, 9, 2), CellArea(4, 3, 4, 3))
    assert areas_of([]) == ()


def test_the_rule_is_true_in_excel_and_known_again() -> None:
    assert RULE_TAG == 'N("kpisheet")=0'  # N of a text is 0


def test_grey_values_that_a_program_dropped_are_filled_in_again() -> None:
    """openpyxl saves formulas without values; what each should show is worked out by hand here."""
    book = load_workbook(io.BytesIO(sample("en")))
    content = io.BytesIO()
    book.save(content)
    package = Package.open(content.getvalue())
    read = read_book(package)
    sheet = next(one for one in read.sheets if one.name == "Channels")
    made = finish(content.getvalue())
    refreshed = edits_for(made.report, read)["Channels"].cached
    row, column = next(
        (number, column)
        for number, cells in sheet.rows.items()
        for column, cell in cells.items()
        if cell.text == "CPL"
    )
    spend, leads = (
        next(place for place, cell in sheet.rows[row].items() if cell.text == header)
        for header in ("Spend", "Leads")
    )
    first = sheet.rows[row + 1]
    expected = Decimal(first[spend].text) / Decimal(first[leads].text)
    value = refreshed[row + 1, column]
    assert isinstance(value, Decimal)
    assert abs(value - expected) < Decimal("1e-12")


def test_a_workbook_whose_grey_values_are_right_has_none_refreshed() -> None:
    made = finish(sample("en"))
    read = read_book(Package.open(sample("en")))
    assert all(not edit.cached for edit in edits_for(made.report, read).values())
