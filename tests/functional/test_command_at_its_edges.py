"""Odd names and odd streams: each a plain sentence or simply works, and never stops the other files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Sequence
from io import BytesIO, StringIO
from pathlib import Path
from urllib.parse import quote

import openpyxl
import pytest
import xlsxwriter

from kpisheet.command.run import run
from kpisheet.ooxml.marking.annotation import notes_of
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.results.canvas import printed_line
from tests.support.effort import calls_of

MACROS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512


def kpisheet(*arguments: object) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    status = run([str(each) for each in arguments], StringIO(), out, err, {"LANG": "en_US.UTF-8"})
    return status, out.getvalue(), err.getvalue()


def workbook(path: Path, *, spend: object = 100, name: str = "", macros: bool = False) -> Path:
    """Two channels of October 2026, with a business name if one is given."""
    output = BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    if macros:
        book.add_vba_project(BytesIO(MACROS), is_stream=True)
    sheet = book.add_worksheet("Channels")
    sheet.write_row(0, 0, ["Month", "Channel", "Spend", "Leads"])
    sheet.write_row(1, 0, ["2026-10", "Google Ads", spend, 10])
    sheet.write_row(2, 0, ["2026-10", "Radio", 50, 5])
    if name:
        book.add_worksheet("Business").write_row(0, 0, ["Business name", name])
    book.close()
    path.write_bytes(output.getvalue())
    return path


@pytest.mark.parametrize("named", ["november.xlsx", "november.xlsm", "november", "november.xltx"])
def test_a_copy_with_macros_always_ends_in_xlsm(tmp_path: Path, named: str) -> None:
    source = workbook(tmp_path / "october.xlsm", macros=True)
    assert kpisheet("next", source, "-o", tmp_path / named)[0] == 0
    (made,) = tmp_path.glob("november*")
    assert made.name == "november.xlsm"
    assert Package.open(made.read_bytes()).macros


@pytest.mark.parametrize("named", ["plan.xlsm", "plan.2027", "plan"])
def test_a_workbook_without_macros_never_ends_in_xlsm(tmp_path: Path, named: str) -> None:
    source = workbook(tmp_path / "october.xlsx")
    for command in (["next", source], ["template"]):
        assert kpisheet(*command, "-o", tmp_path / named)[0] == 0
        (made,) = tmp_path.glob("plan*")
        assert made.name == f"{named.removesuffix('.xlsm')}.xlsx"
        made.unlink()


LONG_NAMES = ["Ş" * 250, "Smith & Sons, " * 18, "🙂" * 140, "2026 Ltd"]


@pytest.mark.parametrize("name", LONG_NAMES)
def test_a_long_business_name_is_printed_as_far_as_excel_takes_it(tmp_path: Path, name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        status, _, err = kpisheet(workbook(tmp_path / "october.xlsx", name=name))
    assert (status, err) == (0, "")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl's, about what it drops
        pages = openpyxl.load_workbook(BytesIO((tmp_path / "october.kpi.xlsx").read_bytes()))
    for sheet, line in (("To check", "oddHeader"), ("KPI summary", "oddFooter")):
        printed = getattr(pages[sheet], line).left
        assert name[:50] in printed.text.replace("&&", "&")
        assert "October 2026" in printed.text
        assert printed.size == 8


def test_printed_lines_hold_no_more_than_excel_takes(tmp_path: Path) -> None:
    import re
    import zipfile

    kpisheet(workbook(tmp_path / "october.xlsx", name="🙂&" * 90))
    with zipfile.ZipFile(tmp_path / "october.kpi.xlsx") as archive:
        pages = [archive.read(each).decode() for each in archive.namelist() if "worksheets/sheet" in each]
    lines = [each for page in pages for each in re.findall("<odd(?:Head|Foot)er>(.*?)</odd", page)]
    assert len(lines) >= 5
    for line in lines:
        assert len(line.replace("&amp;", "&").encode("utf-16-le")) // 2 <= 255


@pytest.mark.parametrize("text", ["x" * 30_000, "&" * 30_000, "🙂" * 15_000])
def test_a_printed_line_is_cut_in_no_more_steps_than_it_has_room_for(text: str) -> None:
    assert calls_of(lambda: printed_line(text)) < 8 * 255


def test_a_note_quotes_no_more_of_a_cell_than_its_beginning(tmp_path: Path) -> None:
    typed = "abc " * 8_191
    assert kpisheet(workbook(tmp_path / "october.xlsx", spend=typed))[0] == 0
    package = Package.open((tmp_path / "october.kpi.xlsx").read_bytes())
    note = notes_of(package, "Channels")[2, 3]
    assert typed[:200] in note
    assert typed[:256] not in note
    assert len(note) < 600
    _, out, _ = kpisheet("check", "--json", tmp_path / "october.xlsx")
    assert typed.strip() in out  # what was typed is told whole to programs


def test_a_refusal_speaks_the_workbook_s_language_and_names_the_nearest_sheet(tmp_path: Path) -> None:
    path, output = tmp_path / "ekim.xlsx", BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    book.add_worksheet("Notlar").write_row(0, 0, ["Tarih", "Hava"])
    summary = book.add_worksheet("Kampanya Özeti")
    summary.write_row(2, 0, ["Kampanya türü", "Harcama", "Ciro"])
    summary.write_row(3, 0, ["Arama", 100, 500])
    book.close()
    path.write_bytes(output.getvalue())
    turkish = "“Kampanya Özeti” sayfası: 3. satırında Harcama var, ama kanal sütunu yok."
    english = "“Kampanya Özeti” comes nearest: row 3 has Harcama but no column for the channel."
    for command in ("report", "check"):
        assert turkish in kpisheet(command, path)[2]
        assert turkish in json.loads(kpisheet(command, path, "--json")[1])["error"]["message"]
        assert english in kpisheet(command, path, "--lang", "en")[2]


# What follows runs real processes: streams, folders and names as a system gives them. ---------------------

COMMAND = (sys.executable, "-m", "kpisheet")
PLAIN = {**os.environ, "LANG": "en_US.UTF-8", "PYTHONSAFEPATH": "1"}
OUR_MISTAKE = "a mistake of its own"


def shell(script: str, *arguments: str | bytes, folder: Path) -> subprocess.CompletedProcess[bytes]:
    """`script` run by sh with the command as `$0 $1 $2` and the arguments from `$3` on."""
    line: Sequence[str | bytes] = ("sh", "-c", script, *COMMAND, *arguments)
    return subprocess.run(line, cwd=folder, env=PLAIN, capture_output=True, timeout=120, check=False)


ODD_NAME = b"kas\xfdm \xff.xlsx"  # Kasım in a Turkish code page of old, and a byte of none


def test_an_empty_argument_is_no_folder_and_stops_nobody_else(tmp_path: Path) -> None:
    workbook(tmp_path / "october.xlsx")
    done = shell('"$0" "$1" "$2" "" october.xlsx', folder=tmp_path)
    assert done.returncode == 2
    assert b"An empty name is neither a file nor a folder" in done.stderr
    assert (tmp_path / "october.kpi.xlsx").exists()
    for option in ("-o", "--sheet", "--logo"):
        done = shell('"$0" "$1" "$2" october.xlsx "$3" ""', option, folder=tmp_path)
        assert (done.returncode, b"needs a value" in done.stderr) == (2, True), option


@pytest.mark.parametrize("length", [256, 5_000])
def test_a_name_too_long_is_said_and_stops_nobody_else(tmp_path: Path, length: int) -> None:
    workbook(tmp_path / "october.xlsx")
    long = "x" * length
    done = shell('"$0" "$1" "$2" "$3" october.xlsx', long, folder=tmp_path)
    assert done.returncode == 2
    assert b"No file has so long a name" in done.stderr
    assert len(done.stderr) < 500
    assert (tmp_path / "october.kpi.xlsx").exists()
    for output in (long, f"{long}.xlsx", f"{long}/"):
        done = shell('"$0" "$1" "$2" october.xlsx -o "$3"', output, folder=tmp_path)
        assert (done.returncode, OUR_MISTAKE.encode() in done.stderr) == (2, False)
        assert b"too long" in done.stderr


def test_a_name_that_is_no_utf_8_is_reported_on_like_any_other(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), ODD_NAME)))  # noqa: PTH118 - bytes
    workbook(path)
    done = shell('"$0" "$1" "$2" --json .', folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["file"] == "kas\ufffdm \ufffd.xlsx"
    page = (tmp_path / os.fsdecode(ODD_NAME.replace(b".xlsx", b".kpi.html"))).read_text(encoding="utf-8")
    assert f'href="{quote(ODD_NAME.replace(b".xlsx", b".kpi.xlsx"))}"' in page
    again = shell('"$0" "$1" "$2" "$3"', ODD_NAME, folder=tmp_path)
    assert again.returncode == 0
    assert len(list(tmp_path.iterdir())) == 3  # the same outputs, known again


def test_several_workbooks_of_odd_names_are_linked_from_their_overview(tmp_path: Path) -> None:
    workbook(tmp_path / os.fsdecode(ODD_NAME))
    (tmp_path / os.fsdecode(b"\xfe.xlsx")).write_bytes(b"PK\x03\x04")
    done = shell('"$0" "$1" "$2" . --jobs 2', folder=tmp_path)
    assert (done.returncode, OUR_MISTAKE.encode() in done.stderr) == (2, False)
    overview = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert f'href="{quote(ODD_NAME.replace(b".xlsx", b".kpi.html"))}"' in overview


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_keeps_nothing_from_being_written(tmp_path: Path, closed: str) -> None:
    workbook(tmp_path / "october.xlsx")
    done = shell(f'"$0" "$1" "$2" october.xlsx --json {closed}', folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert {each.name for each in tmp_path.iterdir()} == {
        "october.xlsx",
        "october.kpi.xlsx",
        "october.kpi.html",
    }
    content = (tmp_path / "october.kpi.html").read_bytes()
    assert content.startswith(b"<!DOCTYPE html>")
    assert b"Google Ads" in content


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_standard_output_is_said_once_and_the_files_are_written_all_the_same(tmp_path: Path) -> None:
    for name in ("october.xlsx", "november.xlsx"):
        workbook(tmp_path / name)
    for arguments in (". --json --jobs 2", "--help"):
        done = shell(f'"$0" "$1" "$2" {arguments} > /dev/full', folder=tmp_path)
        assert done.returncode == 2
        assert done.stderr.count(b"could not be written (No space left on device)") == 1
        assert (OUR_MISTAKE.encode() in done.stderr, b"Exception" in done.stderr) == (False, False)
    assert (tmp_path / "october.kpi.html").exists()
    assert (tmp_path / "november.kpi.html").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_standard_error_stops_nobody(tmp_path: Path) -> None:
    workbook(tmp_path / "october.xlsx")
    done = shell('"$0" "$1" "$2" missing.xlsx october.xlsx 2> /dev/full', folder=tmp_path)
    assert done.returncode == 2  # for the file that is missing
    assert b"150 of marketing brought 15 leads" in done.stdout
    assert (tmp_path / "october.kpi.html").exists()


def test_a_current_folder_that_is_gone_is_said_and_whole_paths_work(tmp_path: Path) -> None:
    for name in ("october.xlsx", "november.xlsx"):
        workbook(tmp_path / name)
    gone = 'mkdir gone && cd gone && rmdir ../gone && "$0" "$1" "$2" '
    done = shell(
        gone + 'relative.xlsx "$3" "$4" --jobs 2',
        *(str(tmp_path / each) for each in ("october.xlsx", "november.xlsx")),
        folder=tmp_path,
    )
    assert done.returncode == 2
    assert b"relative.xlsx: The folder you are in isn\xe2\x80\x99t there any more." in done.stderr
    assert OUR_MISTAKE.encode() not in done.stderr
    assert (tmp_path / "november.kpi.html").exists()
    for arguments in (
        "template",
        f"{tmp_path}/october.xlsx -o out.xlsx",
        f"next {tmp_path}/october.xlsx -o out.xlsx",
    ):
        done = shell(gone + arguments, folder=tmp_path)
        assert done.returncode == 2
        assert b"isn\xe2\x80\x99t there any more" in done.stderr
    assert shell(gone + f"check {tmp_path}/october.xlsx", folder=tmp_path).returncode == 0


def test_a_folder_that_may_not_be_listed_stops_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, closed = workbook(tmp_path / "october.xlsx"), tmp_path / "closed"
    closed.mkdir()
    listed = Path.iterdir

    def refused(folder: Path) -> object:
        if folder == closed:
            raise PermissionError(13, "Permission denied", str(folder))
        return listed(folder)

    monkeypatch.setattr(Path, "iterdir", refused)  # root may list anything
    status, _, err = kpisheet("check", closed, source)
    assert status == 2
    assert "not allowed to read" in err
    assert OUR_MISTAKE not in err
