# ruff: noqa: E501 - XML stands as its writers write it, not broken to our width
"""Cells written the plain way are read as expat reads them, by a quicker reader that gives up when in doubt.

A comment changes nothing of what a part says, but it isn't plain: so the same cells behind a comment are the
oracle here, read by expat.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from kpisheet.errors import KpisheetError
from kpisheet.ooxml.limits import LIMITS, Limits
from kpisheet.ooxml.package.package import Package
from kpisheet.ooxml.reading import plain_cells
from kpisheet.ooxml.reading.book import scan_book
from kpisheet.ooxml.reading.cell_texts import CellTexts
from kpisheet.ooxml.reading.plain_cells import NotPlainError, PlainCells, plain_part
from kpisheet.ooxml.reading.scanned import CellScan, RowShape
from kpisheet.workbook.reader import read_book
from tests.support.packages import (
    DECLARATION,
    TRANSITIONAL,
    shared_strings_xml,
    sheet_xml,
    styles_xml,
    workbook_parts,
    zipped,
)

SHARED = ("Google Ads", "a &amp; b", "")
STYLES = styles_xml([(0, None), (14, None), (10, None), (164, '0.00" ₺"')])


class Taken:
    """What a reader of cells was given."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, list[CellScan]]] = []

    def take(self, row: int, scanned: list[CellScan]) -> None:
        self.rows.append((row, scanned))

    def take_typed(
        self,
        row: int,
        shape: RowShape,
        values: Sequence[str | None],
        formulas: Sequence[str | None] | None = None,
    ) -> None:
        told = zip(shape.places, values, formulas or [None] * len(values), strict=True)
        self.rows.append((row, [CellScan(*place, value, formula) for place, value, formula in told]))


def package_of(sheet: str | bytes, limits: Limits = LIMITS) -> Package:
    shared = shared_strings_xml(*(f"<t>{text}</t>" for text in SHARED))
    parts = workbook_parts({"Channels": sheet}, styles=STYLES, shared_strings=shared)
    return Package.open(zipped(parts), limits)


def outcome(sheet: str | bytes, limits: Limits = LIMITS) -> Any:
    """The sheet as typed, or what is wrong with it."""
    try:
        return read_book(package_of(sheet, limits)).sheets
    except KpisheetError as fault:
        return type(fault), fault.code


def is_plain(sheet: str | bytes) -> bool:
    content = sheet.encode() if isinstance(sheet, str) else sheet
    part = plain_part(content)
    if part is None:
        return False
    texts = CellTexts(tuple(text.replace("&amp;", "&") for text in SHARED), part="", limits=LIMITS)
    try:
        for rows in part.texts():
            PlainCells("", LIMITS, texts, Taken()).read(rows)
    except NotPlainError:
        return False
    return True


PLAIN = {
    "numbers": '<row r="1"><c r="A1"><v>1</v></c><c r="B1" s="2"><v>0.5</v></c><c r="C1" t="n"><v>-1E-3</v></c></row>',
    "texts": '<row r="2" spans="1:3"><c r="A2" t="s"><v>0</v></c><c r="B2" t="str"><v>x_x0041_</v></c></row>',
    "inline": '<row r="3"><c r="A3" t="inlineStr"><is><t xml:space="preserve"> a </t></is></c></row>',
    "entities": '<row r="3"><c r="A3" t="inlineStr"><is><t>&lt;R&amp;D&gt; &quot;&apos;</t></is></c></row>',
    "formulas": '<row r="1"><c r="A1"><f>B1&amp;"x"</f><v>7</v></c><c r="B1" t="str"><f t="shared" si="0"/><v></v></c></row>',
    "blank": '<row r="1"/><row r="2" ht="15" hidden="1"/><row r="3"><c r="A3" s="1"/><c r="B3" t="s"><v/></c></row>',
    "others": '<row r="1"><c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#DIV/0!</v></c><c r="C1" t="d"><v>2026-10-01</v></c></row>',
    "again": '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="B1"><v>2</v></c><c r="A1"><v>3</v></c></row><row r="2"><c r="A2"><v>4</v></c></row>',
    "odd numbers": '<row r="1"><c r="A1"><v> 12 </v></c><c r="B1"><v>nan</v></c><c r="C1"><v>1e999</v></c><c r="D1"><v>x</v></c></row>',
    "far": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "none": "",
}


@pytest.mark.parametrize("rows", PLAIN.values(), ids=PLAIN)
def test_plain_cells_are_read_as_expat_reads_them(rows: str) -> None:
    assert is_plain(sheet_xml(rows))
    assert not is_plain(sheet_xml("<!-- -->" + rows))
    assert outcome(sheet_xml(rows)) == outcome(sheet_xml("<!-- -->" + rows))


UNUSUAL = {
    "a comment between": '<row r="1"><!-- --><c r="A1"><v>1</v></c></row>',
    "a comment in a value": '<row r="1"><c r="A1"><v>1<!-- -->2</v></c></row>',
    "a section": '<row r="1"><c r="A1" t="str"><v><![CDATA[<v>]]></v></c></row>',
    "a character's number": '<row r="1"><c r="A1" t="str"><v>&#65;&#x42;</v></c></row>',
    "runs of text": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c></row>',
    "an extension": '<row r="1"><c r="A1"><v>1</v><extLst><ext uri="x"/></extLst></c></row>',
    "no places": "<row><c><v>1</v></c><c><v>2</v></c></row>",
    "attributes turned around": '<row r="1"><c t="s" s="1" r="A1"><v>0</v></c></row>',
    "single quotes": "<row r='1'><c r='A1'><v>1</v></c></row>",
    "spaces between": '\n <row r="1">\n  <c r="A1"><v>1</v></c>\n </row>\n',
    "a value before its formula": '<row r="1"><c r="A1"><v>1</v><f>B1</f></c></row>',
    "inline text without its type": '<row r="1"><c r="A1"><is><t>a</t></is></c></row>',
    "a carriage return": '<row r="1"><c r="A1" t="str"><v>a\r\nb</v></c></row>',
    "hidden in other words": '<row r="1" hidden="false"><c r="A1"><v>1</v></c></row>',
    "a row's number again": '<row r="1"><c r="A2"><v>1</v></c></row>',
}


@pytest.mark.parametrize("rows", UNUSUAL.values(), ids=UNUSUAL)
def test_whatever_is_written_otherwise_is_left_to_expat(rows: str) -> None:
    assert not is_plain(sheet_xml(rows))
    assert outcome(sheet_xml(rows)) == outcome(sheet_xml("<!-- -->" + rows))


def test_so_are_other_encodings_prefixes_and_second_blocks() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    wide = sheet_xml(rows).replace("UTF-8", "UTF-16").encode("utf-16")
    prefixed = (
        f'{DECLARATION}<x:worksheet xmlns:x="{TRANSITIONAL}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v>'
        "</x:c></x:row></x:sheetData></x:worksheet>"
    )
    twice = sheet_xml(rows, after='<sheetData><row r="2"><c r="A2"><v>2</v></c></row></sheetData>')
    hidden = sheet_xml(rows, before="<!--<sheetData>-->")
    for sheet in (wide, prefixed, twice, hidden):
        assert not is_plain(sheet)
        assert outcome(sheet)[0].rows[1][1].text == "1"


DAMAGED = {
    "a tag that nothing closes": '<row r="1"><c r="A1"><v>1</c></row>',
    "another tag's end": '<row r="1"><c r="A1"><v>1</t></c></row>',
    "a text's end for a value's": '<row r="1"><c r="A1"><v>1</t></is></c></row>',
    "an attribute twice": '<row r="1" ht="1" ht="2"><c r="A1"><v>1</v></c></row>',
    "a formula's attribute twice": '<row r="1"><c r="A1"><f si="0" si="1"/><v>1</v></c></row>',
    "an unknown entity": '<row r="1"><c r="A1" t="str"><v>&nbsp;</v></c></row>',
    "a bare ampersand": '<row r="1"><c r="A1" t="str"><v>R & D</v></c></row>',
    "a forbidden character": '<row r="1"><c r="A1" t="str"><v>\x01</v></c></row>',
    "a section's end": '<row r="1"><c r="A1" t="str"><v>]]></v></c></row>',
    "rows within rows": '<row r="1"><c r="A1"><v>1</v></c><row r="2"></row></row></row>',
    "a shared text that isn't there": '<row r="1"><c r="A1" t="s"><v>3</v></c></row>',
    "no end": '<row r="1"><c r="A1"><v>1</v></c>',
}


@pytest.mark.parametrize("rows", DAMAGED.values(), ids=DAMAGED)
def test_damage_is_still_told(rows: str) -> None:
    told = outcome(sheet_xml(rows))
    assert told[1:] == ("damaged_part",)
    assert told == outcome(sheet_xml("<!-- -->" + rows))


def test_damage_around_the_cells_is_told_too() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    for sheet in (
        sheet_xml(rows, after="<mergeCells>"),
        sheet_xml(rows, before="<cols><col></cols>"),
        sheet_xml(rows) + "<more/>",
        sheet_xml(rows).removesuffix("</worksheet>"),
        sheet_xml(rows).encode().replace(b"<v>1", b"<v>\xff"),
    ):
        assert outcome(sheet)[1:] == ("damaged_part",)


CELLS = (
    '<row r="{0}"><c r="A{0}"><v>1</v></c><c r="B{0}" t="inlineStr"><is><t>twelve signs</t></is></c></row>'
)


@pytest.mark.parametrize(
    ("limit", "needed"),
    [("rows", 3), ("columns", 2), ("cells", 6), ("text_characters", 3 * 12), ("cell_characters", 12)],
)
def test_limits_hold(limit: str, needed: int) -> None:
    rows = CELLS.format(1) + CELLS.format(2) + CELLS.format(3)
    assert outcome(sheet_xml(rows), Limits(**{limit: needed})) == outcome(sheet_xml(rows))
    assert outcome(sheet_xml(rows), Limits(**{limit: needed - 1}))[1] == f"limit_{limit}"


LETTERS = st.sampled_from(["A", "B", "C", "AA", "XFD", "XFE", "a", ""])
VALUES = st.one_of(
    st.sampled_from(
        ["0", "1", "2", "3", "12.5", "-7", "1E5", "", " ", "x", "&amp;", "&#65;", "_x000D_", "Şişli", "nan"]
    ),
    st.text(alphabet="0123456789.eE+- <>&;\n\t]ş", max_size=6),
)
TYPES = st.sampled_from(
    ["", "", ' t="n"', ' t="s"', ' t="str"', ' t="b"', ' t="e"', ' t="d"', ' t="inlineStr"']
)
INSIDES = ["<v>{0}</v>"] * 3 + [
    *(
        "",
        "<v/>",
        "<v></v>",
        "<f>A1</f><v>{0}</v>",
        "<f/>",
        '<f t="shared" si="0"/><v>{0}</v>',
        "<v>{0}</v><f>A1</f>",
    ),
    *(
        "<is><t>{0}</t></is>",
        '<is><t xml:space="preserve">{0}</t></is>',
        "<is><r><t>{0}</t></r></is>",
        "<is/>",
        "<x>{0}</x>",
    ),
]


@st.composite
def rows_of_cells(draw: st.DrawFn) -> str:
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        number = draw(st.sampled_from(["1", "2", "3", "07", "1048576", "1048577", "0"]))
        more = draw(
            st.sampled_from(
                ["", "", ' hidden="1"', ' hidden="true"', ' hidden="0"', ' spans="1:3"', " ht='1'"]
            )
        )
        cells = []
        for _ in range(draw(st.integers(0, 4))):
            place, kind = draw(LETTERS) + draw(st.sampled_from([number, number, number, "9"])), draw(TYPES)
            style = draw(st.sampled_from(["", "", ' s="1"', ' s="3"', ' s="99"', ' s="x"']))
            inside = draw(st.sampled_from(INSIDES)).format(draw(VALUES))
            cells.append(f'<c r="{place}"{style}{kind}>{inside}</c>')
        rows.append(f'<row r="{number}"{more}>{"".join(cells)}</row>')
    return "".join(rows)


@settings(max_examples=300, deadline=None)
@given(rows_of_cells())
def test_any_cells_are_read_as_expat_reads_them(rows: str) -> None:
    assert outcome(sheet_xml(rows)) == outcome(sheet_xml("<!-- -->" + rows))


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(list(PLAIN.values())),
    st.integers(0, 300),
    st.integers(0, 8),
    st.text("<>/&\"' vctsri1=", max_size=3),
)
def test_a_slip_of_the_pen_is_judged_as_expat_judges_it(rows: str, at: int, gone: int, put: str) -> None:
    slipped = rows[:at] + put + rows[at + gone :]
    assert outcome(sheet_xml(slipped)) == outcome(sheet_xml("<!-- -->" + slipped))


def alike(number: int, price: str, name: str) -> str:
    return (
        f'<row r="{number}" spans="1:3" hidden="1"><c r="A{number}" s="1"><v>{price}</v></c>'
        f'<c r="B{number}" t="inlineStr"><is><t>{name}</t></is></c><c r="C{number}" t="s"><v>0</v></c></row>'
    )


def test_many_rows_alike_and_some_that_are_not() -> None:
    """Rows of one shape get a pattern of their own after the first hundred."""
    rows = [alike(number, str(number / 4), f"Campaign {number}") for number in range(1, 400)]
    rows[150] = alike(151, "7", "R&amp;D")
    rows[200] = alike(201, "", "")
    rows[250] = '<row r="251"><c r="A251"><v>1</v></c></row>'
    rows[300] = alike(301, "1", "a").replace('r="B301"', 'r="D301"')
    rows[350] = alike(351, "1", "a").replace("spans", "ht='15' spans")
    sheet = "".join(rows)
    assert outcome(sheet_xml(sheet)) == outcome(sheet_xml("<!-- -->" + sheet))
    assert outcome(sheet_xml(sheet))[0].rows[399][2].text == "Campaign 399"


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(VALUES, VALUES), min_size=2, max_size=6),
    *(st.integers(0, 700), st.integers(0, 8), st.text("<>/&\"' vctsrAB1239=", max_size=3)),
)
def test_rows_alike_with_a_slip_are_judged_as_expat_judges_them(
    values: list[tuple[str, str]], at: int, gone: int, put: str
) -> None:
    rows = "".join(alike(number, *both) for number, both in enumerate(values, 1))
    slipped = rows[:at] + put + rows[at + gone :]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(plain_cells, "_WORTH_A_PATTERN", 1)
        assert outcome(sheet_xml(slipped)) == outcome(sheet_xml("<!-- -->" + slipped))


def _by_openpyxl() -> bytes:
    book, output = openpyxl.Workbook(), BytesIO()
    assert book.active is not None
    book.active.append(["Channel", 12.5, True, "=1+1", "R&D"])
    book.save(output)
    return output.getvalue()


def _by_xlsxwriter(*, streaming: bool) -> bytes:
    output = BytesIO()
    book = xlsxwriter.Workbook(output, {"constant_memory": streaming})
    book.add_worksheet().write_row(0, 0, ["Channel", 12.5, True, "=1+1", " spaced "])
    book.close()
    return output.getvalue()


@pytest.mark.parametrize(
    "content", [_by_openpyxl(), _by_xlsxwriter(streaming=False), _by_xlsxwriter(streaming=True)]
)
def test_common_writers_write_plainly(content: bytes) -> None:
    """Or nothing would be won by it."""
    package = Package.open(content)
    book = scan_book(package)
    part = plain_part(package.read(book.sheets[0].part))
    assert part is not None
    taken = Taken()
    texts = CellTexts(book.shared_strings, part="", limits=LIMITS)
    PlainCells("", LIMITS, texts, taken).read("".join(part.texts()))
    assert [cell.value for _, cells in taken.rows for cell in cells][:2] == ["Channel", "12.5"]


def test_cells_are_read_in_pieces_of_whole_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter beyond the usual ones makes the text of its piece four times as large, not that of the part."""
    rows = [f'<row r="{row}"><c r="A{row}" t="str"><v>ş{row}</v></c></row>' for row in range(1, 200)]
    content = sheet_xml("".join(rows)).encode()
    whole = plain_part(content)
    assert whole is not None
    assert list(whole.texts()) == ["".join(rows)]
    monkeypatch.setattr(plain_cells, "_AT_ONCE", 200)
    pieces = list(whole.texts())
    assert len(pieces) > 50
    assert all(piece.endswith("</row>") for piece in pieces)
    assert "".join(pieces) == "".join(rows)
