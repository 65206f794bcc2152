"""Each layout as files of three programs: the same figures, and a workbook that is annotated without loss.

LibreOffice is asked once for all of them: it writes one file of each layout itself, and recalculates each
annotated workbook, in which a person changed one figure.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

import pytest

from kpisheet.ooxml.appending.rows import retyped
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.names import Role
from kpisheet.worksheet.findings import Finding
from tests.support.annotated_workbooks import (
    RECALCULATED,
    Finished,
    differences_between,
    finish,
    opened,
    stale_line,
)
from tests.support.layout_files import WRITERS, by_openpyxl, by_xlsxwriter
from tests.support.layout_shapes import LAYOUTS, SPEND_ONLY, TONGUES
from tests.workbook.test_next_month import understood
from tests.worksheet.test_layouts import expected, figures, some_facts

# Each layout in one of the languages: the other is the same file but for its words.
SPOKEN = dict(zip(LAYOUTS, ["en", "tr"] * len(LAYOUTS), strict=False))
TYPED = {"1,234.50": "K301", "41 leads": "K301", "#DIV/0!": "K305"}
CHANGED = {"en": "1 moved, changed or added", "tr": "1 "}


def drawn(layout: str, write: Callable[..., bytes]) -> bytes:
    return write(LAYOUTS[layout](some_facts(), TONGUES[SPOKEN[layout]]))


class Annotated(NamedTuple):
    """A layout's workbook, its annotated one, and that with one figure changed by a person."""

    content: bytes
    made: Finished
    edited: bytes


@pytest.fixture(scope="module")
def annotated() -> dict[str, Annotated]:
    return {layout: _annotated(drawn(layout, by_xlsxwriter)) for layout in LAYOUTS}


def _annotated(content: bytes) -> Annotated:
    made = finish(content)
    row = next(row for row in understood(content).rows if row.values.get("spend"))
    place = row.places["spend"]
    package = Package.open(made.content)
    changed = retyped(package, place.sheet, {(place.row or 0, place.column or 0): Decimal(77_777)})
    return Annotated(content, made, changed.to_bytes())


@pytest.fixture(scope="module")
def by_libreoffice(
    annotated: dict[str, Annotated],
    libreoffice_at_once: Callable[..., list[Path]],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, bytes]:
    """What LibreOffice makes of each layout's own file (`raw …`) and of its changed annotated workbook."""
    folder = tmp_path_factory.mktemp("layouts")
    paths = []
    files = {f"raw {layout}": drawn(layout, by_openpyxl) for layout in LAYOUTS}
    files.update({layout: annotated[layout].edited for layout in LAYOUTS})
    for name, content in files.items():
        paths.append(folder / f"{name}.xlsx")
        paths[-1].write_bytes(content)
    (folder / "out").mkdir()
    found = libreoffice_at_once(paths, RECALCULATED, folder / "out", seconds=400)
    return {path.stem: path.read_bytes() for path in found}


def assert_read_whole(content: bytes, layout: str, *, error_is_stored: bool) -> None:
    """The figures and periods of the facts, and what is wrong with three cells, told at them."""
    worksheet = understood(content)
    facts = some_facts()
    wanted = facts.only("spend") if layout in SPEND_ONLY else facts
    assert figures(worksheet) == expected(wanted, SPOKEN[layout])
    told = {_typed(content, one): one.code for one in worksheet.findings if one.code in TYPED.values()}
    left_out = set() if error_is_stored else {"#DIV/0!"}
    known = {"1,234.50"} if layout in SPEND_ONLY else set(TYPED) - left_out
    assert told == {text: TYPED[text] for text in known}


def _typed(content: bytes, one: Finding) -> str:
    assert one.place is not None
    return str(opened(content, values=True)[one.place.sheet][one.place.cell or ""].value)


@pytest.mark.parametrize("writer", WRITERS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_facts_are_read_from_the_file_of_any_program(layout: str, writer: str) -> None:
    content = drawn(layout, WRITERS[writer])
    assert_read_whole(content, layout, error_is_stored=writer != "openpyxl")


@pytest.mark.program("soffice")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_facts_are_read_from_a_file_of_libreoffice(
    layout: str, by_libreoffice: dict[str, bytes]
) -> None:
    assert_read_whole(by_libreoffice[f"raw {layout}"], layout, error_is_stored=True)


@pytest.mark.program("soffice")
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_changed_figure_is_told_live_and_all_other_formulas_keep_their_values(
    layout: str, annotated: dict[str, Annotated], by_libreoffice: dict[str, bytes]
) -> None:
    made, again = annotated[layout].made, by_libreoffice[layout]
    assert not stale_line(made.content, made.names).startswith(CHANGED[SPOKEN[layout]])
    assert stale_line(again, made.names).startswith(CHANGED[SPOKEN[layout]])
    count, found = differences_between(made.content, again)
    assert count > 40
    summary, data = made.names[Role.SUMMARY], made.names[Role.DATA_USED]
    stale = f"{data}!{'F' if layout in SPEND_ONLY else 'J'}6"  # fewer metrics, fewer columns before it
    assert [line.partition(":")[0] for line in found] == [f"{summary}!A3", f"{data}!A3", stale]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_workbook_made_again_and_again_is_the_same_and_its_input_untouched(
    layout: str, annotated: dict[str, Annotated]
) -> None:
    one = annotated[layout]
    assert finish(one.made.content).content == one.made.content  # and so does every further run
    before, after = Package.open(one.content), Package.open(one.made.content)
    changed = {name for name in before.names if before.read(name) != after.read(name)}
    marked = {name for name in changed if name.startswith("xl/worksheets/sheet")}
    assert changed - marked <= {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "_rels/.rels",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
    }
