"""Running again on an annotated copy: own work is made anew, what a person did there is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from kpisheet.ooxml.marking.annotation import notes_of
from kpisheet.ooxml.package.package import Package
from kpisheet.ooxml.parts.properties import custom_properties
from kpisheet.workbook.earlier_run import MARKER, contents_of, fingerprint, is_our_rule, property_name
from kpisheet.workbook.names import Role
from kpisheet.workbook.reader import read_book
from kpisheet.workbook.replace_earlier_run import left_by_an_earlier_run
from tests.support.annotated_workbooks import (
    HEADERS,
    Convert,
    Finished,
    filled,
    finish,
    opened,
    sample,
    sheet_names,
)
from tests.support.libreoffice_hands import Desk, Work
from tests.support.validity import problems_added, problems_of

ROWS = [
    (date(2026, 9, 1), "Google Ads", 1000, 500, 50, 10, 9000),
    (date(2026, 10, 1), "Google Ads", "1.100,00 $", 510, 44, 9, 8000),
    (date(2026, 10, 1), "Radio", 300, None, 5, 1, 900),
]
NEXT_DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def first() -> Finished:
    return finish(filled(ROWS, settings={"gross_margin": 0.5}))


def work(
    content: bytes, actions: list[tuple[str, ...]], program: Callable[[str], str], folder: Path
) -> bytes:
    before, after = folder / "before.xlsx", folder / "after.xlsx"
    before.write_bytes(content)
    Desk(program("soffice"), folder / "desk").work(Work(before, actions, after))
    return after.read_bytes()


@pytest.mark.parametrize("language", ["en", "tr"])
def test_running_three_times_changes_nothing_after_the_first(language: str) -> None:
    once = finish(sample(language))
    twice = finish(once.content)
    thrice = finish(twice.content)
    assert once.content == twice.content == thrice.content


@pytest.mark.parametrize("name", ["Channels", "B2B(1) TRUE(Q2(x), '&<>!"])
def test_the_fingerprints_are_those_of_the_sheets_as_they_are_read_whatever_was_typed(name: str) -> None:
    """Or a sheet that nobody touched would be kept as changed by the next run."""
    odd = [
        "a\rb\nc",
        "\x01\x1f",
        "_x0041_",
        "=1+1",
        " spaced ",
        "\ufffe",
        "😀",
        "' quoted",
        "Ş" * 40_000,
        "TRUE",
    ]
    rows = [
        (date(2026, 10, 1), text, 1 / 3 + number, True, "1e400", 0, -0.0) for number, text in enumerate(odd)
    ]
    package = Package.open(filled(rows, headers=(*HEADERS[:6], "Campaign"), name=name))
    made = finish(package.to_bytes())
    book = read_book(Package.open(made.content))
    sheets = {sheet.name: fingerprint(contents_of(sheet)) for sheet in book.sheets}
    stamps = custom_properties(Package.open(made.content))
    assert {role: stamps[property_name(role)] for role in Role} == {
        role: sheets[name] for role, name in made.names.items()
    }
    assert left_by_an_earlier_run(Package.open(made.content), book).changed == frozenset()


def test_the_next_day_only_our_own_sheets_and_their_date_differ(first: Finished) -> None:
    again = finish(first.content, made_on=NEXT_DAY)
    before, after = Package.open(first.content), Package.open(again.content)
    assert before.names == after.names
    changed = {name for name in before.names if before.read(name) != after.read(name)}
    inputs = {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}  # Channels and Business
    assert changed
    assert not changed & inputs


def test_a_mended_cell_loses_its_mark(first: Finished, program: Callable[[str], str], tmp_path: Path) -> None:
    assert (3, 3) in notes_of(Package.open(first.content), "Channels")
    mended = work(first.content, [("GoToSheet", "Channels"), ("TypeIn", "C3", "1100")], program, tmp_path)
    again = finish(mended)
    assert (3, 3) not in notes_of(Package.open(again.content), "Channels")
    assert problems_added(mended, again.content) == []
    assert sheet_names(again.content) == sheet_names(first.content)


def test_a_result_sheet_that_a_person_changed_is_kept_under_a_dated_name(
    first: Finished, program: Callable[[str], str], tmp_path: Path
) -> None:
    remark = [("GoToSheet", "KPI summary"), ("TypeIn", "R5", "Discussed with the bank")]
    changed = work(first.content, remark, program, tmp_path)
    again = finish(changed, made_on=NEXT_DAY)
    assert again.earlier.changed == {Role.SUMMARY}
    names = sheet_names(again.content)
    assert {"KPI summary 2026-11-24", "Data used 2026-11-24", "KPI summary", "Data used"} <= set(names)
    book = opened(again.content)
    assert book["KPI summary 2026-11-24"]["R5"].value == "Discussed with the bank"
    assert book["KPI summary"]["R5"].value != "Discussed with the bank"
    formulas = [
        str(cell.value)
        for row in book["KPI summary 2026-11-24"].iter_rows()
        for cell in row
        if cell.data_type == "f" and "Data used" in str(cell.value)
    ]
    assert formulas
    assert all("'Data used 2026-11-24'!" in formula for formula in formulas)
    assert problems_added(changed, again.content) == []
    once_more = finish(again.content, made_on=NEXT_DAY)
    assert sheet_names(once_more.content) == names
    assert finish(once_more.content, made_on=NEXT_DAY).content == once_more.content


def test_a_save_by_libreoffice_changes_nothing_that_counts(
    first: Finished, libreoffice: Convert, tmp_path: Path
) -> None:
    path = tmp_path / "saved.xlsx"
    path.write_bytes(first.content)
    saved = libreoffice(path, "xlsx:Calc MS Excel 2007 XML", tmp_path / "out").read_bytes()
    again = finish(saved)
    assert set(again.earlier.sheets) == set(Role)
    assert again.earlier.changed == frozenset()
    assert sheet_names(again.content) == sheet_names(first.content)
    notes = notes_of(Package.open(again.content), "Channels")
    assert notes.keys() == notes_of(Package.open(first.content), "Channels").keys()
    assert all(text.count(MARKER) == 1 for text in notes.values())


def test_our_rule_is_known_in_any_spelling() -> None:
    assert is_our_rule('N("kpisheet")=0')
    assert is_our_rule('n( "kpisheet" ) = 0')
    assert not is_our_rule('N("budget")=0')


def test_names_of_the_person_s_sheets_are_never_taken() -> None:
    import io

    import xlsxwriter

    content = io.BytesIO()
    workbook = xlsxwriter.Workbook(content)
    sheet = workbook.add_worksheet("Plan")
    sheet.write_row(0, 0, ["Channel", "Spend"])
    sheet.write_row(1, 0, ["Radio", 100])
    workbook.close()
    made = finish(content.getvalue())
    assert made.names[Role.PLAN] == "Plan 2"
    assert sheet_names(made.content)[0] == "Plan"
    names: Mapping[Role, str] = made.names
    assert problems_of(made.content) == []
    assert sheet_names(made.content)[1:] == list(names.values())
