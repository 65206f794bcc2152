"""Cell notes: added, appended below a person's own, known again, and taken out to the byte."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from kpisheet.ooxml.grafting.graft import graft
from kpisheet.ooxml.marking import drawn_notes
from kpisheet.ooxml.marking.annotation import (
    FillBlock,
    SheetEdit,
    annotate,
    cells_with_threads,
    notes_of,
    remove_annotations,
)
from kpisheet.ooxml.marking.comments import marked
from kpisheet.ooxml.marking.drawn_notes import NoteBox
from kpisheet.ooxml.package.draft import Draft
from kpisheet.ooxml.package.package import Package
from kpisheet.ooxml.references import CellArea
from tests.support.effort import calls_of
from tests.support.feature_packages import (
    FEATURES,
    ROWS,
    VML_HEAD,
    built,
    existing_notes,
    note_box,
    plain,
    result_donor,
    threaded_comments,
)
from tests.support.packages import (
    DECLARATION,
    TRANSITIONAL,
    TRANSITIONAL_RELATIONSHIPS,
    sheet_xml,
    workbook,
)
from tests.support.validity import problems_added

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MARKER = "— marked —"
LOOK = marked(MARKER, "look")


def noted(content: bytes, *cells: tuple[int, int], text: str = "look") -> Package:
    edit = SheetEdit(notes=dict.fromkeys(cells, text))
    return annotate(Package.open(content), {"Sheet1": edit}, marker=MARKER, author="tool")


def cleaned(package: Package) -> Package:
    return remove_annotations(package, marker=MARKER, is_our_rule=lambda formula: "tool" in formula)


def new_problems(package: Package) -> list[str]:
    return problems_added(plain(), package.to_bytes())


def test_a_note_begins_with_the_marker_line() -> None:
    package = noted(plain(), (2, 2), text='Read as 1.234,56 ₺ & "so"\n_x0041_ stays')
    assert notes_of(package, "Sheet1") == {(2, 2): marked(MARKER, 'Read as 1.234,56 ₺ & "so"\n_x0041_ stays')}
    comment = openpyxl.load_workbook(BytesIO(package.to_bytes()))["Sheet1"]["B2"].comment
    assert comment.author == "tool"
    assert "\nRead as 1.234,56 ₺" in comment.text


def test_control_characters_never_reach_the_xml() -> None:
    package = noted(plain(), (2, 2), text="a\x00b\x1fc\ud800d")
    assert notes_of(package, "Sheet1") == {(2, 2): marked(MARKER, "abcd")}
    assert new_problems(package) == []


def test_a_persons_note_keeps_its_words_and_ours_stands_below_the_marker() -> None:
    package = noted(existing_notes(), (2, 1), (2, 2), (3, 1))
    assert notes_of(package, "Sheet1") == {
        (2, 1): f"Ask & check\n{LOOK}",
        (2, 2): f"Ayşe:\nfrom the invoice\n{LOOK}",
        (3, 1): LOOK,
    }


@pytest.mark.parametrize("cells", [[(2, 1)], [(2, 2)], [(9, 9)], [(2, 1), (2, 2), (9, 9), (1, 1)]])
def test_a_persons_notes_are_the_same_bytes_after_ours_are_gone(cells: list[tuple[int, int]]) -> None:
    start = Package.open(existing_notes())
    package = cleaned(noted(existing_notes(), *cells))
    assert package.names == start.names
    assert all(package.read(name) == start.read(name) for name in start.names)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (f"<t>Tom &amp; Jerry&#10;{MARKER}\nours</t>", "<t>Tom &amp; Jerry</t>"),
        (f"<r><t>Tom</t></r><r><t>\n{MARKER}</t></r><r><t>\nours</t></r>", "<r><t>Tom</t></r>"),
        (f"<r><t>Tom\n{MARKER}\nours</t></r>", "<r><t>Tom</t></r>"),
        (f"<r><t>a\n{MARKER[:3]}</t></r><r><t>{MARKER[3:]}</t></r>", "<r><t>a</t></r>"),
        (f"<t>talks of {MARKER} in a line</t>", f"<t>talks of {MARKER} in a line</t>"),
    ],
)
def test_only_what_stands_below_a_marker_line_is_cut(written: str, kept: str) -> None:
    """However another program split the note into runs when it saved the file."""

    def content(text: str) -> bytes:
        comments = (
            f'{DECLARATION}<comments xmlns="{TRANSITIONAL}"><authors><author>A</author></authors>'
            f'<commentList><comment ref="A2" authorId="0"><text>{text}</text></comment>'
            "</commentList></comments>"
        )
        kinds = TRANSITIONAL_RELATIONSHIPS
        return built(
            sheet_xml(ROWS, after='<legacyDrawing r:id="rId1"/>'),
            links=(("rId1", f"{kinds}/vmlDrawing", "../d.vml"), ("rId2", f"{kinds}/comments", "../c.xml")),
            extra={"xl/d.vml": f"{VML_HEAD}{note_box(1025, 1, 0)}</xml>", "xl/c.xml": comments},
            defaults={"vml": "application/vnd.openxmlformats-officedocument.vmlDrawing"},
        )

    package = cleaned(Package.open(content(written)))
    assert package.read("xl/c.xml") == Package.open(content(kept)).read("xl/c.xml")


def test_a_threaded_cell_gets_no_note() -> None:
    package = Package.open(threaded_comments())
    assert cells_with_threads(package, "Sheet1") == {(2, 2)}
    assert set(notes_of(noted(threaded_comments(), (2, 2), (2, 3)), "Sheet1")) == {(2, 2), (2, 3)}
    same = noted(threaded_comments(), (2, 2))
    assert all(same.read(name) == package.read(name) for name in package.names)


def test_controls_keep_their_drawing_and_the_box_goes_before_its_end() -> None:
    start, package = Package.open(FEATURES["controls"]()), noted(FEATURES["controls"](), (2, 2))
    before, after = (each.read("xl/drawings/vmlDrawing1.vml") for each in (start, package))
    head, end = before.rsplit(b"</xml>", 1)
    assert after.startswith(head)
    assert after.endswith(b"</xml>" + end)
    assert b"_x0000_s1026" in after
    assert drawn_notes.boxed_cells(after) == {(2, 2)}


def test_the_drawing_stands_before_controls_in_an_alternative() -> None:
    package = noted(FEATURES["controls_without_drawing_prefix"](), (2, 2))
    sheet = package.read("xl/worksheets/sheet1.xml")
    assert (
        sheet.index(b"<pageMargins") < sheet.index(b"<legacyDrawing") < sheet.index(b"<mc:AlternateContent")
    )


NO_END = b"<xml xmlns:v='urn:schemas-microsoft-com:vml'><v:shape>"


@pytest.mark.parametrize(
    ("drawing", "expected_start", "expected_end"),
    [
        (b"<xml/>", b"<xml>", b"</v:shape></xml>"),
        (b"<xml a='1'><br></xml> <!-- -->", b"<xml a='1'><br>", b"</v:shape></xml> <!-- -->"),
        ("<xml>ş</xml>".encode("utf-16"), "<xml>ş".encode("utf-16"), "</v:shape></xml>".encode("utf-16-le")),
        (b"<xml>\xff\xfe</xml>", b"<xml>\xff\xfe", b"</v:shape></xml>"),
        (NO_END, NO_END, NO_END),
    ],
)
def test_boxes_go_into_drawings_of_any_shape(
    drawing: bytes, expected_start: bytes, expected_end: bytes
) -> None:
    box = NoteBox((7, 3), "3, 12, 5, 4, 7, 24, 8, 0", 210, 45)
    made = drawn_notes.with_boxes(drawing, [box])
    assert made.startswith(expected_start)
    assert made.endswith(expected_end)
    if drawing != NO_END:
        assert drawn_notes.boxed_cells(made) == {(7, 3)}
        assert not drawn_notes.has_shapes(drawn_notes.without_boxes(made, {(7, 3)}))


def test_a_thousand_notes_get_shape_numbers_of_their_own() -> None:
    cells = [(row, column) for row in range(1, 1101) for column in (1, 2)]
    package = noted(plain(), *cells)
    assert new_problems(package) == []
    assert b'data="1,2,3"' in package.read("xl/drawings/vmlDrawing1.vml")


@pytest.mark.parametrize("cell", [(1, 1), (1_048_576, 1), (1, 16_384), (1_048_576, 16_384)])
def test_boxes_stay_on_the_sheet(cell: tuple[int, int]) -> None:
    drawing = noted(plain(), cell, text="word " * 200).read("xl/drawings/vmlDrawing1.vml").decode()
    left, _, top, _, right, _, bottom, _ = map(
        int, drawing.partition("<x:Anchor>")[2].partition("<")[0].split(",")
    )
    assert 0 <= left <= right < 16_384
    assert 0 <= top < bottom < 1_048_576


@pytest.mark.program("soffice")
def test_libreoffice_keeps_what_we_know_our_marks_by(
    libreoffice: Callable[..., Path], tmp_path: Path
) -> None:
    """A person edits in LibreOffice and runs again: our notes and rules are found, theirs stay."""
    rule = FillBlock((CellArea(2, 2, 4, 2),), 'N("tool")=0', "FFC7CE")
    edit = SheetEdit(notes={(2, 1): "one", (2, 3): "two\nlines"}, fills=(rule,))
    package = annotate(Package.open(existing_notes()), {"Sheet1": edit}, marker=MARKER, author="tool")
    package = graft(package, *result_donor(), active_sheet="KPI summary")
    source = tmp_path / "marked.xlsx"
    source.write_bytes(package.to_bytes())
    (tmp_path / "saved").mkdir()
    saved = Package.open(libreoffice(source, "xlsx", tmp_path / "saved").read_bytes())
    assert notes_of(saved, "Sheet1")[(2, 3)].strip() == marked(MARKER, "two\nlines")
    assert notes_of(saved, "Sheet1")[(2, 1)].strip() == "Ask & check\n" + marked(MARKER, "one")
    package = cleaned(saved)
    theirs = {cell: text.strip() for cell, text in notes_of(package, "Sheet1").items()}
    assert theirs == {(2, 1): "Ask & check", (2, 2): "Ayşe:\nfrom the invoice"}
    sheet = next(each.target for each in package.relationships(package.workbook) if each.kind == "worksheet")
    assert b"conditionalFormatting" in saved.read(sheet)
    assert b"conditionalFormatting" not in package.read(sheet)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl says that it drops LibreOffice's extensions
        values = openpyxl.load_workbook(BytesIO(saved.to_bytes()), data_only=True)["KPI summary"]
    charts: list[Any] = values._charts  # type: ignore[attr-defined]  # openpyxl names it so, its types do not
    assert (values["B3"].value, values["A4"].value, len(charts)) == (7, "ab <&>", 1)


@pytest.mark.parametrize("reply", ["\nDone, see invoice 7.", "\n\nReally?\nYes.", " and more"])
def test_what_a_person_writes_below_our_text_or_in_it_stays(reply: str) -> None:
    package = noted(existing_notes(), (3, 1), text="Error: is text.\nType a number.")
    before = notes_of(package, "Sheet1")[(3, 1)]
    draft = Draft(package)
    part = draft.xml(next(name for name in package.names if "comments" in name.lower()))
    text = part.content.replace(b"Type a number.", b"Type a number." + reply.replace("\n", "&#10;").encode())
    draft.write(part.name, text)
    left = notes_of(cleaned(draft.package), "Sheet1")
    if reply.startswith("\n"):
        assert left[(3, 1)].strip() == reply.strip()
    else:
        assert left[(3, 1)] == before + reply
    again = annotate(
        cleaned(draft.package), {"Sheet1": SheetEdit({(3, 1): "anew"})}, marker=MARKER, author="tool"
    )
    assert notes_of(cleaned(again), "Sheet1")[(3, 1)].strip() == left[(3, 1)].strip()


def test_the_work_of_notes_grows_with_the_sheets_alone() -> None:
    """Each sheet once had the whole package put together anew, three times."""

    def work(sheets: int) -> int:
        edits = {f"S{number}": SheetEdit(notes={(1, 1): "look"}) for number in range(sheets)}
        package = Package.open(workbook(dict.fromkeys(edits, sheet_xml(ROWS))))
        return calls_of(lambda: annotate(package, edits, marker=MARKER, author="tool"))

    few, many = work(20), work(80)
    assert many < 4.2 * few
