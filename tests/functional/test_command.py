"""The command as a person runs it: streams, statuses, plain sentences, nothing half-written."""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO, StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from kpisheet.command.arguments import wanted_language
from kpisheet.command.run import run
from kpisheet.command.terminal import Terminal
from kpisheet.texts.language import Words
from kpisheet.texts.resources import find
from tests.support.small_worksheet import small_worksheet

OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


def kpisheet(*arguments: object, environment: dict[str, str] | None = None) -> Done:
    out, err = StringIO(), StringIO()
    status = run(
        [str(each) for each in arguments], StringIO(), out, err, environment or {"LANG": "en_US.UTF-8"}
    )
    return Done(status, out.getvalue(), err.getvalue())


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copy(find("sample.en.xlsx"), tmp_path / "october.xlsx"))


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """For what doesn't depend on the figures."""
    return small_worksheet(tmp_path / "october.xlsx")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def encrypted() -> bytes:
    return OLE_START + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def bomb() -> bytes:
    """An honest workbook whose sheet inflates to 300 MB of spaces."""
    content, output = find("sample.en.xlsx").read_bytes(), BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, b" " * 300_000_000 if name == "xl/sharedStrings.xml" else old.read(name))
    return output.getvalue()


def without_columns() -> bytes:
    book, output = openpyxl.Workbook(), BytesIO()
    book.active.append(["Date", "Weather"])
    book.save(output)
    return output.getvalue()


UNREADABLE: dict[str, tuple[Callable[[], bytes], str]] = {
    "letter": (lambda: b"Dear all,\nsee you on Monday.\n", "No row of headers"),
    "encrypted": (encrypted, "password"),
    "bomb": (bomb, "more than kpisheet reads"),
    "no-columns": (without_columns, "Channel and Spend"),
    "empty": (lambda: b"", "empty"),
    "truncated": (lambda: find("sample.en.xlsx").read_bytes()[:20_000], "completely"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "picture"),
}


@pytest.mark.parametrize("kind", UNREADABLE)
def test_an_unreadable_file_gets_one_plain_sentence_and_status_2(kind: str, tmp_path: Path) -> None:
    make, said = UNREADABLE[kind]
    content = make()
    path = tmp_path / "october.xlsx"
    path.write_bytes(content)
    done = kpisheet(path)
    assert done.status == 2
    assert said in done.err
    assert len(done.err.splitlines()) == 1
    assert "Traceback" not in done.err
    assert done.out == ""
    assert names(tmp_path) == ["october.xlsx"]
    assert path.read_bytes() == content


def test_an_unreadable_file_is_explained_in_turkish_under_a_turkish_system(tmp_path: Path) -> None:
    path = tmp_path / "ekim.xlsx"
    path.write_bytes(b"Merhaba\n")
    assert "başlık satırı" in kpisheet(path, environment={"LANG": "tr_TR.UTF-8"}).err
    assert "başlık satırı" in kpisheet(path, "--lang", "tr").err


def test_a_missing_file_is_named_with_its_likeliest_neighbour(sample: Path) -> None:
    done = kpisheet(sample.with_name("octobre.xlsx"))
    assert done.status == 2
    assert "no such file" in done.err
    assert "october.xlsx?" in done.err


def test_a_mistyped_command_is_told_from_a_file() -> None:
    done = kpisheet("chek")
    assert done.status == 2
    assert "kpisheet check" in done.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["x.xlsx", "--opne"], "--open"),
        (["x.xlsx", "--jobs", "many"], "whole number"),
        (["x.xlsx", "--lang", "de"], "en, tr"),
        (["x.xlsx", "-o"], "needs a value"),
        (["report"], "at least one workbook"),
        (["template", "x"], "options only"),
        (["template", "--currency", "XXQ"], "ISO code"),
    ],
)
def test_a_mistaken_command_says_what_is_meant(arguments: list[str], said: str) -> None:
    done = kpisheet(*arguments)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_a_report_writes_both_files_says_the_headline_and_leaves_the_input_alone(sample: Path) -> None:
    before = sample.read_bytes()
    done = kpisheet(sample)
    assert done.status == 0
    assert names(sample.parent) == ["october.kpi.html", "october.kpi.xlsx", "october.xlsx"]
    assert sample.read_bytes() == before
    assert "96 leads and 32 new customers" in done.out
    assert str(sample.with_name("october.kpi.xlsx")) in done.out
    assert done.err == ""
    assert len(done.out.splitlines()) == 6  # headline, three sentences, two paths


class _Screen(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_gets_sentences_broken_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    screen = _Screen()
    terminal = Terminal(screen, screen, Words("en"), {"NO_COLOR": "1"})
    terminal.sentence("Pays for itself: Local Services Ads, Organic search.", indent="  ")
    terminal.say("Workbook  a/very/long/path/to/october.kpi.xlsx")
    assert screen.getvalue().splitlines() == [
        "  Pays for itself: Local",
        "  Services Ads, Organic",
        "  search.",
        "Workbook  a/very/long/path/to/october.kpi.xlsx",
    ]


def test_the_word_report_may_be_left_out(small: Path, tmp_path: Path) -> None:
    kpisheet(small, "-o", f"{tmp_path}/a/", "--date", "2026-11-23")
    kpisheet("report", small, "-o", f"{tmp_path}/b/", "--date", "2026-11-23")
    for name in ("october.kpi.xlsx", "october.kpi.html"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_a_second_run_replaces_its_own_untouched_outputs_with_the_same_bytes(small: Path) -> None:
    kpisheet(small, "--date", "2026-11-23")
    first = small.with_name("october.kpi.xlsx").read_bytes()
    done = kpisheet(small, "--date", "2026-11-23")
    assert done.err == ""
    assert names(small.parent) == ["october.kpi.html", "october.kpi.xlsx", "october.xlsx"]
    assert small.with_name("october.kpi.xlsx").read_bytes() == first


def test_an_output_that_a_person_changed_is_kept_and_the_message_says_why(small: Path) -> None:
    kpisheet(small)
    changed = small.with_name("october.kpi.html")
    changed.write_text(changed.read_text(encoding="utf-8").replace("<h1", "<h1 "), encoding="utf-8")
    kept = changed.read_bytes()
    done = kpisheet(small)
    assert "kept" in done.err
    assert changed.read_bytes() == kept
    assert "october.kpi-2.xlsx" in names(small.parent)


def test_an_annotated_copy_can_be_the_input_and_is_never_written_to(small: Path) -> None:
    kpisheet(small)
    copy = small.with_name("october.kpi.xlsx")
    before = copy.read_bytes()
    done = kpisheet(copy)
    assert done.status == 0
    assert copy.read_bytes() == before
    assert "october.kpi-2.xlsx" in names(small.parent)


def test_a_file_that_is_not_ours_is_never_replaced(small: Path) -> None:
    foreign = small.with_name("october.kpi.xlsx")
    foreign.write_bytes(b"somebody's")
    named = small.with_name("mine.xlsx")
    named.write_bytes(b"mine")
    assert kpisheet(small).status == 0
    assert foreign.read_bytes() == b"somebody's"
    done = kpisheet(small, "-o", named)
    assert done.status == 2
    assert "there already" in done.err
    assert named.read_bytes() == b"mine"


def test_a_name_without_an_ending_is_a_folder(small: Path) -> None:
    assert kpisheet(small, "-o", small.with_name("reports")).status == 0
    assert names(small.parent / "reports") == ["october.kpi.html", "october.kpi.xlsx"]


def test_next_says_that_the_report_period_moved_along(sample: Path) -> None:
    """The sample asks for October 2026 only."""
    done = kpisheet("next", sample)
    assert "it ends with November 2026 now" in done.err


def test_next_says_that_another_report_period_stays(sample: Path) -> None:
    """It asks for August 2026 only, so a filled-in November would not be reported."""
    book = openpyxl.load_workbook(sample)
    book["Business"]["C10"] = book["Business"]["C11"] = "2026-08"
    book.save(sample)
    done = kpisheet("next", sample)
    assert "Business still asks for August 2026 only" in done.err
    assert "November 2026" in done.err


def test_json_goes_to_standard_output_one_line_a_file_and_nothing_else(sample: Path) -> None:
    missing = sample.with_name("none.xlsx")
    done = kpisheet(sample, missing, "--json", "--jobs", "1")
    first, second = (json.loads(line) for line in done.out.splitlines())
    assert done.status == 2
    assert first["kpisheet"] == 1
    assert first["currency"] == "USD"
    assert (first["totals"]["leads"], first["totals"]["new_customers"]) == (121, 47)
    assert second["error"]["code"].startswith("no_such_file")
    assert (sample.parent / "october.kpi.html").exists()


def test_check_writes_nothing_and_its_status_tells_errors(sample: Path, tmp_path: Path) -> None:
    done = kpisheet("check", sample)
    assert done.status == 0
    assert "Channels!C123" in done.out
    assert names(tmp_path) == ["october.xlsx"]
    book = openpyxl.load_workbook(sample)
    book["Channels"]["C10"] = "about a hundred"
    book.save(sample)
    done = kpisheet("check", sample, "--json")
    assert done.status == 1
    told = json.loads(done.out)
    assert any(each["cell"] == "C10" and each["severity"] == "error" for each in told["findings"])
    assert kpisheet(sample).status == 0
    assert kpisheet(sample, "--strict").status == 1


def test_template_never_overwrites(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    assert kpisheet("template", "-o", path, "--year", "2027", "--channels", "Radio, SEO").status == 0
    before = path.read_bytes()
    done = kpisheet("template", "-o", path)
    assert done.status == 2
    assert path.read_bytes() == before
    cells = [row[1] for row in openpyxl.load_workbook(path)["Channels"].iter_rows(values_only=True)]
    assert cells.count("Radio") == 12


def test_an_empty_template_is_reported_as_no_data_yet(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    kpisheet("template", "-o", path)
    done = kpisheet(path)
    assert (done.status, done.err) == (0, "")
    assert (tmp_path / "empty.kpi.html").exists()


def test_next_says_in_the_worksheet_s_language_why_it_can_t(tmp_path: Path) -> None:
    """Months across with a total behind them leave no room for a new month; the terminal speaks English."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    months = [f"{name} 2026 {figure}" for name in ("Ocak", "Şubat") for figure in ("Harcama", "Lead")]
    sheet.append(["Kanal", *months, "Toplam Harcama"])
    sheet.append(["Google Ads", 9000, 40, 8000, 35, 17000])
    sheet.append(["Broşür", 3000, 9, 2500, 8, 5500])
    book.save(tmp_path / "takip.xlsx")
    done = kpisheet("next", tmp_path / "takip.xlsx")
    assert done.status == 2
    assert "Yeni ay için yer yok" in done.err


def test_next_makes_a_copy_with_the_month_in_its_name_and_leaves_the_input_alone(small: Path) -> None:
    before = small.read_bytes()
    assert kpisheet("next", small).status == 0
    assert small.read_bytes() == before
    assert names(small.parent) == ["october-2026-11.xlsx", "october.xlsx"]


def test_a_folder_is_reported_without_our_outputs_and_lock_files(small: Path, tmp_path: Path) -> None:
    shutil.copy(small, tmp_path / "september.xlsx")
    kpisheet(small)
    (tmp_path / "~$october.xlsx").write_bytes(b"lock")
    out = tmp_path / "out"
    done = kpisheet(tmp_path, "-o", out, "--jobs", "1")
    assert done.status == 0
    assert names(out) == [
        "index.html",
        "index.kpi.xlsx",
        "october.kpi.html",
        "october.kpi.xlsx",
        "september.kpi.html",
        "september.kpi.xlsx",
    ]
    assert "2 of 2" in done.out


def test_one_bad_file_stops_no_other_and_processes_keep_the_order(small: Path, tmp_path: Path) -> None:
    clients = tmp_path / "clients"
    clients.mkdir()
    for name in ("a", "c", "d"):
        shutil.copy(small, clients / f"{name}.xlsx")
    (clients / "b.xlsx").write_bytes(b"not a workbook")
    done = kpisheet(clients, "-o", tmp_path / "out", "--json", "--jobs", "2")
    told = [json.loads(line) for line in done.out.splitlines()]
    assert done.status == 2
    assert [Path(each["file"]).name for each in told] == ["a.xlsx", "b.xlsx", "c.xlsx", "d.xlsx"]
    assert ["error" in each for each in told] == [False, True, False, False]


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_overview_of_turkish_workbooks_tells_in_turkish_what_could_not_be_read(
    jobs: int, tmp_path: Path
) -> None:
    """The terminal speaks the system's language; the page is for whoever reads the workbooks."""
    clients = tmp_path / "clients"
    clients.mkdir()
    (clients / "a.xlsx").write_bytes(without_columns())
    shutil.copy(find("sample.tr.xlsx"), clients / "b.xlsx")
    done = kpisheet(clients, clients / "c.xlsx", "-o", tmp_path / "out", "--jobs", jobs)
    assert "Channel and Spend" in done.err
    assert "There is no such file." in done.err
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="tr">' in page
    assert "hem Kanal hem Harcama başlığını içeren bir satır yok. Eksik: Kanal, Harcama." in page
    assert "Böyle bir dosya yok." in page
    assert "no such file" not in page


def test_inputs_of_one_name_from_two_folders_get_outputs_of_their_own(small: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        shutil.copy(small, tmp_path / name / "october.xlsx")
    done = kpisheet(tmp_path / "a", tmp_path / "b", "-o", tmp_path / "out", "--jobs", "2")
    assert done.status == 0
    assert [name for name in names(tmp_path / "out") if name.endswith(".xlsx")] == [
        "index.kpi.xlsx",
        "october.kpi-2.xlsx",
        "october.kpi.xlsx",
    ]


@pytest.mark.parametrize(
    "name", ["iki yıl – ŞİRKET ğüı.xlsx", "📈.xlsx", "-q.xlsx", "a'b\"c.xlsx", "x" * 250 + ".xlsx"]
)
def test_odd_file_names(name: str, small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "odd"
    folder.mkdir()
    shutil.copy(small, folder / name)
    monkeypatch.chdir(folder)
    done = kpisheet("--", name)
    assert (done.status, done.err) == (0, "")
    assert len(names(folder)) == 3


def test_a_symbolic_link_is_read_and_an_output_link_is_not_followed(small: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    (folder / "link.xlsx").symlink_to(small)
    target = tmp_path / "target.html"
    target.write_text("kept")
    (folder / "link.kpi.html").symlink_to(target)
    assert kpisheet(folder / "link.xlsx").status == 0
    assert target.read_text() == "kept"
    assert "link.kpi-2.xlsx" in names(folder)


def test_a_named_pipe_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "pipe.xlsx"
    os.mkfifo(path)
    assert "not an ordinary file" in kpisheet(path).err


def test_a_channel_named_like_a_script_stays_text(sample: Path) -> None:
    book = openpyxl.load_workbook(sample)
    book["Channels"]["B10"] = "<script>alert(1)</script>"
    book.save(sample)
    assert kpisheet(sample).status == 0
    page = sample.with_name("october.kpi.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_escape_sequences_in_a_cell_do_not_reach_the_terminal(sample: Path) -> None:
    book = openpyxl.load_workbook(sample)
    book["Channels"]["C10"] = "12\u009b31m x"
    book.save(sample)
    done = kpisheet("check", sample)
    assert "\u009b" not in done.out
    assert "\ufffd" in done.out


def test_verify_reads_the_finished_workbook_back(sample: Path) -> None:
    assert kpisheet(sample, "--verify").status == 0


def command(*arguments: object, **options: Any) -> list[str]:
    return [sys.executable, "-m", "kpisheet", *map(str, arguments)]


def test_a_closed_standard_output_ends_quietly(small: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command(small), stdout=writing, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(writing)
    assert done.stderr == b""
    assert done.returncode == 0
    assert small.with_name("october.kpi.xlsx").exists()


def test_two_runs_at_once_leave_whole_files(small: Path) -> None:
    day = ("--date", "2026-11-23", "--quiet")
    runs = [subprocess.Popen(command(small, *day)) for _ in range(2)]
    assert [each.wait(60) for each in runs] == [0, 0]
    assert not [name for name in names(small.parent) if name.startswith(".kpisheet")]
    done = kpisheet(small.with_name("october.kpi.xlsx"), "-o", f"{small.parent}/again/", "--verify")
    assert done.status == 0


def test_the_command_alone_shows_its_help() -> None:
    alone, asked = kpisheet(), kpisheet("--help")
    assert alone.status == 0
    assert alone.out == asked.out
    assert "kpisheet FILE..." in alone.out


@pytest.mark.parametrize(("identifier", "language"), [(0x041F, "tr"), (0x0409, "en"), (0x0407, "en")])
def test_windows_is_asked_for_its_language(
    identifier: int, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows sets no LANG. Its identifiers: 041F Turkish, 0409 English (US), 0407 German."""
    kernel = SimpleNamespace(GetUserDefaultUILanguage=lambda: identifier)
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    assert wanted_language([], {}) == language
    assert wanted_language(["--lang", "en"], {}) == "en"
    assert wanted_language([], {"LANG": "tr_TR.UTF-8"}) == "tr"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shell_completion_is_offered(shell: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kpisheet"],
        capture_output=True,
        text=True,
        env={**os.environ, "_KPISHEET_COMPLETE": f"{shell}_source"},
        check=False,
    )
    assert "_KPISHEET_COMPLETE" in done.stdout
    assert done.stderr == ""


def test_help_loads_no_heavy_library() -> None:
    heavy = "openpyxl", "xlsxwriter", "jinja2", "rich", "babel", "watchfiles"
    code = (
        "import sys; from io import StringIO; from kpisheet.command.run import run; "
        "run(['--help'], StringIO(), StringIO(), StringIO()); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_interrupted_ends_with_130(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kpisheet.pipeline.evaluate_file", interrupt)
    done = kpisheet(small)
    assert done.status == 130
    assert names(small.parent) == ["october.xlsx"]


def test_a_mistake_of_ours_is_owned_up_to(small: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: Any) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr("kpisheet.pipeline.build_report", stumble)
    done = kpisheet(small)
    assert done.status == 2
    assert "mistake of its own" in done.err
    assert "Traceback" not in done.err
    assert "RuntimeError: inside" in kpisheet(small, "--debug").err


def test_import_alone_is_cheap() -> None:
    loaded = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, kpisheet; print(sum(m.startswith('kpisheet.') for m in sys.modules))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert loaded.stdout.strip() == "0"


def test_a_file_is_suggested_by_its_name_not_by_its_ending(tmp_path: Path) -> None:
    (tmp_path / "october.xlsx").write_bytes(b"")
    errors = StringIO()
    run(["check", str(tmp_path / "Octobre.xlsx")], StringIO(), StringIO(), errors, {})
    assert "october.xlsx" in errors.getvalue()
    errors = StringIO()
    run(["check", str(tmp_path / "june.xlsx")], StringIO(), StringIO(), errors, {})
    assert "october.xlsx" not in errors.getvalue()
