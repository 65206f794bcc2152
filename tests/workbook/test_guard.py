"""The guard: figures stay those of the report, and the summary says live that the input has moved on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpisheet.workbook.names import Role
from kpisheet.workbook.results import authoring
from kpisheet.workbook.results.guard import Watched, changed_formula
from kpisheet.worksheet.findings import column_letters
from kpisheet.worksheet.sheet import CellKind, RawCell
from tests.support.annotated_workbooks import (
    Finished,
    differences_after_recalculation,
    filled,
    finish,
    finish_anew,
    opened,
    same,
    sample,
    stale_line,
)
from tests.support.libreoffice_hands import Desk, Work

ROWS = [
    (date(2026, 9, 1), "Google Ads", 1000, 500, 50, 10, 9000),
    (date(2026, 9, 1), "ılıca", 400, None, 20, 4, 2000),
    (date(2026, 10, 1), "Google Ads", 1100, 510, 44, 9, 8000),
    (date(2026, 10, 1), "Radio", 300, None, 5, 0, None),
]
EDITS: dict[str, list[tuple[str, ...]]] = {
    "a number changed": [("TypeIn", "C2", "1001")],
    "a blank filled in with 0": [("TypeIn", "D3", "0")],
    "a name in other letters": [("TypeIn", "B3", "ILICA")],
    "a number turned into an error": [("TypeIn", "E2", "=1/0")],
    "a number turned into text": [("TypeIn", "E2", "'50")],
    "rows sorted": [("SortBy", "A2:G5", "2")],
    "a row deleted": [("DeleteRow", "3")],
    "a row added": [("TypeIn", "B6", "E-mail"), ("TypeIn", "C6", "10")],
}
CHANGED = {
    "a number changed": 1,
    "a blank filled in with 0": 1,
    "a name in other letters": 1,
    "a number turned into an error": 1,
    "a number turned into text": 1,
    "rows sorted": 3,  # by spend: the row of 400 stays where it was
    "a row deleted": 1,
    "a row added": 1,
}


@pytest.fixture(scope="module")
def made() -> Finished:
    return finish(filled(ROWS))


def figures(content: bytes, made: Finished) -> list[object]:
    sheet = opened(content, values=True)[made.names[Role.SUMMARY]]
    return [cell.value for row in sheet.iter_rows(min_row=4) for cell in row]


def test_a_fresh_report_is_up_to_date(made: Finished) -> None:
    assert stale_line(made.content, made.names).startswith("Up to date")


@pytest.fixture(scope="module")
def edited(
    made: Finished, program: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, bytes]:
    """The workbook after each edit by itself."""
    folder = tmp_path_factory.mktemp("edits")
    (folder / "before.xlsx").write_bytes(made.content)
    works = {
        edit: Work(folder / "before.xlsx", [("GoToSheet", "Channels"), *actions], folder / f"{number}.xlsx")
        for number, (edit, actions) in enumerate(EDITS.items())
    }
    Desk(program("soffice"), folder / "desk").work(*works.values())
    return {edit: work.saved.read_bytes() for edit, work in works.items()}


@pytest.mark.program("soffice")
@pytest.mark.parametrize("edit", EDITS)
def test_after_an_edit_figures_stay_and_the_guard_counts_the_rows(
    edit: str, made: Finished, edited: Mapping[str, bytes]
) -> None:
    assert stale_line(edited[edit], made.names).startswith(f"{CHANGED[edit]} moved, changed or added")
    pairs = zip(figures(edited[edit], made), figures(made.content, made), strict=True)
    assert [(now, then) for now, then in pairs if not same(then, now)] == []


def cell(kind: CellKind, text: str = "", number: str | None = None, formula: str | None = None) -> RawCell:
    return RawCell(2, 3, kind, text, None if number is None else Decimal(number), formula=formula)


def test_each_kind_of_cell_has_its_own_test() -> None:
    cells = [
        None,
        cell(CellKind.NUMBER, "5", "5"),
        cell(CellKind.TEXT, "x"),
        cell(CellKind.ERROR, "#N/A"),
        cell(CellKind.BOOLEAN, "TRUE"),
        cell(CellKind.BLANK),
    ]
    watched = [Watched("{0}'s", 2, column, each, 5, column + 9) for column, each in enumerate(cells, 1)]
    tests = (
        "ISBLANK('{0}''s'!$A$2)",
        "IF(ISNUMBER('{0}''s'!$B$2),'{0}''s'!$B$2=$L$6,FALSE)",
        "IF(ISTEXT('{0}''s'!$C$2),EXACT('{0}''s'!$C$2,$M$6),FALSE)",
        "ISERROR('{0}''s'!$D$2)",
        "IF(ISLOGICAL('{0}''s'!$E$2),'{0}''s'!$E$2=$O$6,FALSE)",
        "ISBLANK('{0}''s'!$F$2)",
    )
    assert changed_formula(watched)[:2] == (f"IFERROR(IF(AND({','.join(tests)}),0,1),1)", 0)


def test_a_formula_without_a_stored_value_counts_as_changed_at_once() -> None:
    """The report couldn't see what it comes to, and any program that opens the workbook will fill it in."""
    unseen = Watched("Channels", 2, 3, cell(CellKind.BLANK, formula="A1+1"), 5, 9)
    assert changed_formula([unseen])[:2] == ("IFERROR(IF(AND(FALSE),0,1),1)", 1)


@pytest.mark.program("soffice")
def test_settings_and_months_are_guarded_too(program: Callable[[str], str], tmp_path: Path) -> None:
    made = finish(sample("en"))
    margin, months = made.report.places["gross_margin"], made.report.months_table
    assert months is not None
    customers = f"{column_letters(months.columns['customers_end'])}{months.first_row}"
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    before.write_bytes(made.content)
    actions = [
        ("GoToSheet", margin.sheet),
        ("TypeIn", str(margin.cell), "45%"),
        ("GoToSheet", months.sheet),
        ("TypeIn", customers, "9999"),
    ]
    Desk(program("soffice"), tmp_path / "desk").work(Work(before, actions, after))
    assert stale_line(after.read_bytes(), made.names).startswith("2 moved, changed or added")


@pytest.mark.program("soffice")
def test_true_in_a_long_sheet_is_no_change_although_libreoffice_adds_it_as_1(
    libreoffice: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Of a long sheet the columns are guarded by their sums; Excel's leave TRUE and FALSE out."""
    monkeypatch.setattr(authoring, "MOST_ROWS", 3)
    content = finish_anew(filled([*ROWS, (date(2026, 10, 1), "E-mail", 50, True, False, True, 100)])).content
    formulas, differences = differences_after_recalculation(content, libreoffice, tmp_path / "files")
    assert formulas > 50
    assert differences == []
