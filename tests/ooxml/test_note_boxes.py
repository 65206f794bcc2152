"""Where a note's box ends, held against walking over the columns one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kpisheet.ooxml.limits import LAST_COLUMN
from kpisheet.ooxml.marking.note_boxes import note_boxes
from kpisheet.ooxml.xml.edits import XmlPart

WIDE = 280  # pixels of a box


def walked(widths: dict[int, int], left: int) -> tuple[int, int]:
    """The column, counted from 0, in which the box ends that begins with `left`, and how far in."""
    right, remaining = left, WIDE
    while right < LAST_COLUMN - 1 and remaining > widths.get(right, 64):
        remaining -= widths.get(right, 64)
        right += 1
    return right, min(remaining, widths.get(right, 64))


@given(
    st.dictionaries(st.integers(0, 30), st.integers(0, 40), max_size=20),
    st.one_of(st.integers(1, 30), st.integers(LAST_COLUMN - 8, LAST_COLUMN)),
)
def test_a_box_ends_where_walking_over_the_columns_ends(letters: dict[int, int], column: int) -> None:
    columns = "".join(f'<col min="{at + 1}" max="{at + 1}" width="{wide}"/>' for at, wide in letters.items())
    sheet = XmlPart("sheet", f"<worksheet><cols>{columns}</cols></worksheet>".encode())
    (box,) = note_boxes(sheet, {(1, column): "text"})
    left, _, _, _, right, remaining, _, _ = (int(each) for each in box.anchor.split(","))
    assert left == min(column, LAST_COLUMN - 1)
    assert (right, remaining) == walked({at: wide * 7 for at, wide in letters.items()}, left)


def test_ten_thousand_hidden_columns_and_spans_are_looked_at_once() -> None:
    spans = "".join(f'<col min="{at}" max="{at}" hidden="1"/>' for at in range(7, LAST_COLUMN + 1))
    sheet = XmlPart("sheet", f"<worksheet><cols>{spans}</cols></worksheet>".encode())
    boxes = note_boxes(sheet, {(row, 6): "text" for row in range(1, 5_000)})
    assert {box.anchor.split(", ")[4] for box in boxes} == {str(LAST_COLUMN - 1)}
