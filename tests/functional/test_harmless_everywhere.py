"""What a mailed text hides, turns or tells a terminal is shown as `�`, alike in all that kpisheet writes."""

from __future__ import annotations

import io
import json
import re
import unicodedata
from datetime import date
from pathlib import Path

import pytest

from kpisheet.command.run import run
from kpisheet.ooxml.package.package import Package
from kpisheet.pipeline import Writing, evaluate
from kpisheet.texts.harmless import harmless, harmless_name
from kpisheet.texts.language import Words
from kpisheet.workbook.names import Role, own_sheets
from kpisheet.workbook.reader import read_book
from tests.support.annotated_workbooks import HEADERS, filled, opened

# One of each kind: C0, DEL, C1, line and paragraph separators, without width, overrides, isolates, a joiner
# that joins nothing, fillers, tags, further variation selectors, a byte order mark, a non-character.
KINDS = (
    "\x01\x1b\x7f\x9b\u2028\u2029\u200b\u2060\u202e\u2067\u200e\u200d\u3164\U000e0041\U000e0101\ufeff\ufdd0"
)
NAME = f"Ra{KINDS}dio"
SHOWN = "Ra" + "�" * len(KINDS) + "dio"
HARMLESS = "ğüşiöç İı · e\u0301 · 👩\u200d💻 ❤\ufe0f\u200d🔥 · می\u200cخواهم · नि\u200dष · tab\tand\nline"


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        (date(2026, 10, 1), NAME, 1000, 500, 50, 10, 9000),
        (date(2026, 10, 1), "SEO", f"a {NAME} lot", 500, 50, 10, 9000),
    ]
    path = tmp_path_factory.mktemp("mailed") / "october\u202e.xlsx"
    path.write_bytes(filled(rows, headers=HEADERS))
    return path


def hidden(text: str) -> set[str]:
    """The characters of a text that control, format or stand for nothing, but for tab and line break."""
    return {each for each in text if unicodedata.category(each) in {"Cc", "Cf", "Cn", "Cs"}} - {
        "\t",
        "\n",
        "\xad",
    }


def of_command(*arguments: str) -> str:
    out, told = io.StringIO(), io.StringIO()
    run(list(arguments), io.StringIO(), out, told, {"LC_ALL": "C.UTF-8"})
    return out.getvalue() + told.getvalue()


def test_page_json_terminal_and_check_show_it_alike(source: Path, tmp_path: Path) -> None:
    evaluation = evaluate(source, made_on=date(2026, 11, 22))
    page = evaluation.write(Writing(tmp_path)).page.read_text(encoding="utf-8")
    told = {
        "the page": re.sub(r"<script>.*?</script>|<style>.*?</style>", "", page, flags=re.DOTALL),
        "a report's JSON": json.dumps(json.loads(evaluation.to_json()), ensure_ascii=False),
        "check": of_command("check", str(source)),
        "check's JSON": of_command("check", str(source), "--json"),
        "the terminal": of_command("report", str(source), "-o", f"{tmp_path}/out/"),
    }
    for where, text in told.items():
        assert not hidden(text), where
        if where != "the terminal":
            assert "Ra�" in text, where
    assert SHOWN in json.loads(evaluation.to_json())["channels"][0]["channel"]
    assert SHOWN in page


def test_result_sheets_and_notes_show_it_alike_and_the_persons_cell_stays(
    source: Path, tmp_path: Path
) -> None:
    written = evaluate(source, made_on=date(2026, 11, 22)).write(Writing(tmp_path, verify=True))
    book = read_book(Package.open(written.workbook.read_bytes()))
    own = own_sheets(book.names)
    assert set(own) == set(Role)
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for role in (Role.SUMMARY, Role.FINDINGS, Role.PLAN, Role.DEFINITIONS):
        for row, cells in sheets[own[role]].rows.items():
            for column, cell in cells.items():
                assert not hidden(cell.text), (role, row, column)
    assert SHOWN in {
        cell.text for cells in sheets[own[Role.SUMMARY]].rows.values() for cell in cells.values()
    }
    assert sheets["Channels"].rows[2][2].text == NAME
    sheet = opened(written.workbook.read_bytes())["Channels"]
    notes = [cell.comment.text for row in sheet for cell in row if cell.comment]
    assert notes
    assert not hidden("".join(notes))


def test_nothing_counts_as_changed_because_it_is_shown_otherwise(source: Path, tmp_path: Path) -> None:
    """Data used compares with what was typed, and the next run finds its sheets as it left them."""
    first = evaluate(source, made_on=date(2026, 11, 22)).write(Writing(tmp_path))
    again = evaluate(first.workbook, made_on=date(2026, 11, 22))
    assert [each.code for each in again.report.findings if each.code == "K971"] == []
    assert again.write(Writing(tmp_path / "again")).kept_sheets == ()
    values = opened(first.workbook.read_bytes(), values=True)["Data used"]
    title = Words("en").raw("workbook.data.changed")
    (header,) = [cell for row in values.iter_rows() for cell in row if cell.value == title]
    assert [values.cell(header.row + at, header.column).value for at in (1, 2)] == [0, 0]


@pytest.mark.parametrize(
    "name", ["A_x0041_", "line\rbreak", "two\r\nlines", "_x000D_", "a\u200bb", "x" * 300]
)
def test_verify_takes_names_that_a_workbook_writes_otherwise(name: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.xlsx"
    path.write_bytes(filled([(date(2026, 10, 1), name, 1000, 500, 50, 10, 9000)]))
    assert evaluate(path, made_on=date(2026, 11, 22)).write(Writing(verify=True)).workbook.exists()


def test_what_people_write_stays_as_it_is() -> None:
    assert harmless(HARMLESS) == HARMLESS
    assert harmless_name("a\nb\r\nc\td.xlsx") == "a�b��c�d.xlsx"
