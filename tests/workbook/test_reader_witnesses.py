"""Our cells equal those of openpyxl and calamine; each known difference is listed with who is right."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.sheet import CellKind, NumberStyle, RawBook, RawCell
from tests.support import packages

Place = tuple[str, int, int]

_TEMPLATES = Path(__file__).parents[2] / "templates"
_FIXTURES: dict[str, Callable[[], bytes]] = {
    **packages.WRITERS,
    **{path.name: path.read_bytes for path in sorted(_TEMPLATES.glob("*.xlsx"))},
}

# Where a witness is known to differ, and why we hold our reading to be right.
_OPENPYXL_CANNOT = {
    "strict": "it finds no sheet in strict packages, as it knows the transitional namespace only",
}
_OPENPYXL_DIFFERS: dict[str, dict[Place, str]] = {
    "streaming_writer": {
        ("Sheet1", 4, 2): "it leaves the escape _x000D_ in the result of a formula (t=str); Excel decodes it",
    },
}
_CALAMINE_CANNOT = {
    "prefixed": "it takes every sheet for UTF-8",
}
_CALAMINE_DIFFERS: dict[str, dict[Place, str]] = {
    "streaming_writer": {
        ("Sheet1", 4, 1): "it trims each run of a rich text, which joins words: Oct2026",
        ("Sheet1", 4, 4): "it gives the same empty text for an error as for an empty cell",
    },
    "shared_and_array_formulas": {
        ("Sheet1", 4, 2): "it gives the same empty text for an error as for an empty cell",
    },
}


def ours(book: RawBook) -> dict[Place, RawCell]:
    return {
        (sheet.name, row, column): cell
        for sheet in book.sheets
        for row, cells in sheet.rows.items()
        for column, cell in cells.items()
    }


def openpyxls(content: bytes) -> dict[Place, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says what it would lose on saving
        book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    return {
        (sheet.title, cell.row, cell.column): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def calamines(content: bytes) -> dict[Place, Any]:
    book = python_calamine.CalamineWorkbook.from_filelike(BytesIO(content))
    found: dict[Place, Any] = {}
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        top, left = sheet.start or (0, 0)
        for row, values in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1):
            for column, value in enumerate(values, start=left + 1):
                if value != "":
                    found[name, row, column] = value
    return found


def serial(value: date | datetime | time | timedelta, *, date_1904: bool) -> Decimal:
    """The serial number of a witness's date, by the definition: days since 1899-12-30 or 1904-01-01."""
    zero = datetime(1904, 1, 1) if date_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
    if isinstance(value, time):
        value = datetime.combine(zero.date(), value)
    if isinstance(value, timedelta):
        return Decimal(repr(value / timedelta(days=1)))
    moment = value if isinstance(value, datetime) else datetime.combine(value, time())
    days = (moment - zero) / timedelta(days=1)
    return Decimal(repr(days))


def agrees(cell: RawCell, witness: Any, *, date_1904: bool = False) -> bool:
    """Whether a witness holds the same; its dates are numbers to us, its errors are texts to it."""
    if isinstance(witness, bool):
        return cell.kind is CellKind.BOOLEAN and cell.text == str(witness).upper()
    if isinstance(witness, date | datetime | time | timedelta):
        if cell.style is not NumberStyle.DATE or cell.number is None:
            return False
        expected = serial(witness, date_1904=date_1904)
        before_march_1900 = not date_1904 and cell.number < 61
        return abs(cell.number - expected) < Decimal("0.00001") or (
            before_march_1900 and abs(cell.number - expected) <= 1
        )
    if isinstance(witness, int | float):
        return cell.kind is CellKind.NUMBER and cell.number == Decimal(repr(float(witness)))
    return cell.kind in {CellKind.TEXT, CellKind.ERROR} and cell.text == witness


def differences(book: RawBook, witness: dict[Place, Any]) -> dict[Place, tuple[RawCell | None, Any]]:
    """The places where one holds something that the other doesn't, or something else."""
    cells = ours(book)
    found: dict[Place, tuple[RawCell | None, Any]] = {}
    for place in sorted(cells.keys() | witness.keys()):
        cell, value = cells.get(place), witness.get(place)
        nothing = cell is None or cell.kind is CellKind.BLANK or not cell.text
        if nothing and value in {None, ""}:
            continue
        if cell is None or value is None or not agrees(cell, value, date_1904=book.date_1904):
            found[place] = (cell, value)
    return found


@pytest.mark.parametrize("name", sorted(_FIXTURES))
def test_openpyxl_holds_the_same_cells(name: str) -> None:
    if name in _OPENPYXL_CANNOT:
        assert not openpyxls(_FIXTURES[name]()), "the known difference is gone: take it out"
        return
    content = _FIXTURES[name]()
    found = differences(read_book(Package.open(content)), openpyxls(content))
    assert found.keys() == _OPENPYXL_DIFFERS.get(name, {}).keys(), found


@pytest.mark.parametrize("name", sorted(_FIXTURES))
def test_calamine_holds_the_same_cells(name: str) -> None:
    content = _FIXTURES[name]()
    if name in _CALAMINE_CANNOT:
        with pytest.raises(python_calamine.XmlError):
            calamines(content)
        return
    found = differences(read_book(Package.open(content)), calamines(content))
    assert found.keys() == _CALAMINE_DIFFERS.get(name, {}).keys(), found


# Generated workbooks -----------------------------------------------------------------------------------

_TEXTS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Cn"), blacklist_characters="_\ufffe\uffff"),
    min_size=1,
    max_size=20,
).filter(lambda text: text.strip() == text and not text.startswith(("=", "#", "{", "'")))
_NUMBERS = st.one_of(
    st.integers(-(10**12), 10**12),
    st.floats(allow_nan=False, allow_infinity=False, width=64).filter(
        lambda number: number == 0 or 1e-300 < abs(number) < 1e300
    ),
)
_DATES = st.datetimes(datetime(1900, 3, 1), datetime(2099, 12, 31)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
_VALUES = st.one_of(_TEXTS, _NUMBERS, st.booleans(), _DATES)
_CELLS = st.dictionaries(st.tuples(st.integers(1, 60), st.integers(1, 40)), _VALUES, max_size=30)
_SHEETS = st.dictionaries(
    st.text(
        st.characters(whitelist_categories=("Lu", "Ll", "Nd"), max_codepoint=0x17F), min_size=1, max_size=20
    ),
    _CELLS,
    min_size=1,
    max_size=3,
).filter(lambda sheets: len({name.casefold() for name in sheets}) == len(sheets))


def _by_openpyxl(sheets: dict[str, dict[tuple[int, int], Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for (row, column), value in cells.items():
            sheet.cell(row, column, value)
    output = BytesIO()
    book.save(output)
    return output.getvalue()


def _by_xlsxwriter(sheets: dict[str, dict[tuple[int, int], Any]], options: dict[str, Any]) -> bytes:
    output = BytesIO()
    with xlsxwriter.Workbook(output, {"default_date_format": "yyyy-mm-dd", **options}) as book:
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for (row, column), value in sorted(cells.items()):
                if isinstance(value, str):
                    sheet.write_string(row - 1, column - 1, value)
                else:
                    sheet.write(row - 1, column - 1, value)
    return output.getvalue()


def _holds_what_was_written(
    content: bytes, sheets: dict[str, dict[tuple[int, int], Any]], *, digits: int
) -> None:
    book = read_book(Package.open(content))
    cells = ours(book)
    assert cells.keys() == {(name, *place) for name, held in sheets.items() for place in held}
    for (name, row, column), cell in cells.items():
        value = sheets[name][row, column]
        if isinstance(value, int | float) and not isinstance(value, bool):
            assert cell.number == Decimal(repr(float(f"{value:.{digits}g}"))), (value, cell)
        else:
            assert agrees(cell, value, date_1904=book.date_1904), (value, cell)
    for witness in (openpyxls(content), calamines(content)):
        assert not differences(book, witness)


@settings(max_examples=40, deadline=None)
@given(_SHEETS)
def test_what_openpyxl_wrote_is_read_as_written_and_as_the_witnesses_read_it(
    sheets: dict[str, dict[tuple[int, int], Any]],
) -> None:
    """openpyxl writes 16 digits."""
    _holds_what_was_written(_by_openpyxl(sheets), sheets, digits=16)


@settings(max_examples=40, deadline=None)
@given(_SHEETS, st.sampled_from([{}, {"in_memory": True, "constant_memory": True}, {"date_1904": True}]))
def test_what_xlsxwriter_wrote_is_read_as_written_and_as_the_witnesses_read_it(
    sheets: dict[str, dict[tuple[int, int], Any]], options: dict[str, Any]
) -> None:
    """XlsxWriter writes 16 digits, as Excel does; with constant memory its texts stand inline."""
    if options.get("date_1904"):
        early = datetime(1904, 1, 2)  # noqa: DTZ001
        sheets = {
            name: {
                place: value
                for place, value in cells.items()
                if not isinstance(value, datetime) or value > early
            }
            for name, cells in sheets.items()
        }
    _holds_what_was_written(_by_xlsxwriter(sheets, options), sheets, digits=16)
