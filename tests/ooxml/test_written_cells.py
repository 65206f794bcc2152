"""Cells written for the graft are read back as what they are, by our reader and by openpyxl."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpisheet.ooxml.grafting.donor import Cells
from kpisheet.ooxml.grafting.written_cells import WrittenCell, area_of_cells, written_rows
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.sheet import CellKind, RawCell
from tests.support.packages import sheet_xml, styles_xml, workbook_parts, zipped

NUMBERS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**15), 10**15)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40) | st.sampled_from(
    ("_x000D_", "_x005F_x000D_", " a ", "a\nb", "a\rb", "\x07", "<&>\"'", "]]>", "=1+1", "\ufffe", "_x00e9_")
)
VALUES = NUMBERS | TEXTS | st.booleans()
PLACES = st.tuples(st.integers(1, 1_048_576), st.integers(1, 16_384))


def workbook(cells: Cells) -> bytes:
    rows = "".join(written_rows(cells, {}, (0, 1)))
    return zipped(workbook_parts({"Sheet1": sheet_xml(rows)}, styles=styles_xml([(0, None), (10, None)])))


def read(cells: Cells) -> dict[tuple[int, int], RawCell]:
    (sheet,) = read_book(Package.open(workbook(cells))).sheets
    return {(row, column): cell for row, found in sheet.rows.items() for column, cell in found.items()}


def holds(cell: RawCell, value: float | str | bool) -> bool:
    if isinstance(value, bool):
        return cell.kind is CellKind.BOOLEAN and cell.text == str(value).upper()
    if isinstance(value, str):
        return cell.kind is CellKind.TEXT and cell.text == value
    return cell.kind is CellKind.NUMBER and cell.number == Decimal(repr(value))


@given(st.dictionaries(PLACES, VALUES, max_size=8))
def test_every_value_is_read_back_as_it_was(values: dict[tuple[int, int], float | str | bool]) -> None:
    cells: dict[int, dict[int, WrittenCell]] = {}
    for (row, column), value in values.items():
        cells.setdefault(row, {})[column] = 1, None, value
    found = read(cells)
    assert found.keys() == values.keys()
    assert [place for place, value in values.items() if not holds(found[place], value)] == []


@given(st.sampled_from((7, 0.1, True, "a & b", "> $5")))
def test_a_formula_keeps_its_value(value: float | str | bool) -> None:
    cells = {2: {3: (0, "IF('a & b'!A1<>\"x\",1,0)", value)}}
    cell = read(cells)[2, 3]
    assert cell.formula == "IF('a & b'!A1<>\"x\",1,0)"
    assert holds(cell, value)


def test_openpyxl_reads_the_same() -> None:
    cells: Cells = {
        1: {1: (0, None, " two  spaces "), 2: (1, None, ""), 28: (1, None, 1e-300)},
        3: {1: (0, None, 0.1 + 0.2), 2: (0, None, False), 3: (1, None, None), 4: (1, "A3*2", 0.6)},
    }
    sheet = openpyxl.load_workbook(BytesIO(workbook(cells)), data_only=True).active
    assert sheet is not None
    places = ("A1", "B1", "AB1", "A3", "B3", "C3", "D3")
    assert [sheet[place].value for place in places] == [
        " two  spaces ",
        None,
        1e-300,
        0.30000000000000004,
        False,
        None,
        0.6,
    ]
    assert [sheet[place].number_format for place in places[:3]] == ["General", "0.00%", "0.00%"]
    assert str(area_of_cells(cells)) == "A1:AB3"


def test_rows_stand_in_order_with_their_attributes() -> None:
    cells: Cells = {9: {2: (0, None, 1), 1: (1, None, 2)}, 2: {1: (0, None, 3)}}
    assert "".join(written_rows(cells, {5: ' ht="20"', 9: ' hidden="1"'}, (4, 7))) == (
        '<row r="2"><c r="A2" s="4"><v>3</v></c></row>'
        '<row r="5" ht="20"></row>'
        '<row r="9" hidden="1"><c r="A9" s="7"><v>2</v></c><c r="B9" s="4"><v>1</v></c></row>'
    )


def test_a_sheet_without_cells_has_no_area() -> None:
    assert area_of_cells({}) is None


@pytest.mark.parametrize("text", ["a", "Ladin Halı Yıkama", "15:00 – 18:00"])
def test_ordinary_texts_are_written_as_they_are(text: str) -> None:
    assert f"<is><t>{text}</t></is>" in "".join(written_rows({1: {1: (0, None, text)}}, {}, (0,)))
