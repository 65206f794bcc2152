"""Nothing of a person's is replaced or taken out, whatever happens at the same time in the same folder."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import date
from io import StringIO
from pathlib import Path

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.command.run import run
from kpisheet.errors import UnwritableOutputError
from kpisheet.files import replacing
from kpisheet.files.ownership import may_replace, source_key
from kpisheet.files.replacing import Output, OutputTakenError, write_all, write_new
from kpisheet.files.temporary import temporary_name
from kpisheet.files.together import checksum
from kpisheet.html.page import render
from kpisheet.json_output import to_dict
from kpisheet.ooxml.package.package import Package
from kpisheet.ooxml.parts.properties import set_custom_properties
from kpisheet.pipeline import Evaluation, Writing, evaluate
from kpisheet.texts.resources import find
from tests.support.annotated_workbooks import opened, sheet_names
from tests.support.finding_cases import CASES
from tests.support.raw_books import TODAY, understood
from tests.support.small_worksheet import small_worksheet

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    folder = tmp_path_factory.mktemp("source")
    source = Path(shutil.copy(find("sample.en.xlsx"), folder / "october.xlsx"))
    return evaluate(source, made_on=date(2026, 11, 22))


def kpisheet(*arguments: object) -> tuple[int, str]:
    """The status, and what stands on standard output."""
    out = StringIO()
    status = run([*map(str, arguments)], StringIO(), out, StringIO(), {"LANG": "en_US.UTF-8"})
    return status, out.getvalue()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("failing", "done"),
    [(1, False), (2, True), (3, False), (4, True), (5, True)],
    ids=["the page put aside", "a second name", "the workbook replaced", "the page's name given", "none"],
)
def test_two_outputs_are_replaced_together_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: int, *, done: bool
) -> None:
    """Whichever step fails; where only a second name can't be given, there is another way."""
    one, other = pair_in(tmp_path)
    steps = 0

    def tried(real: Callable[..., None]) -> Callable[..., None]:
        def step(*arguments: object) -> None:
            nonlocal steps
            steps += 1
            if steps == failing:
                raise PermissionError(13, "Permission denied")
            real(*arguments)

        return step

    for name in ("rename", "replace", "link"):
        monkeypatch.setattr(os, name, tried(getattr(os, name)))
    with nullcontext() if done else pytest.raises(UnwritableOutputError):
        write_all(new_pair(tmp_path))
    now = "new" if done else "old"
    assert (one.read_text(), other.read_text()) == (f"{now} workbook", f"{now} page")
    assert names(tmp_path) == ["a.html", "a.xlsx"]


def pair_in(folder: Path) -> tuple[Path, Path]:
    one, other = folder / "a.xlsx", folder / "a.html"
    one.write_bytes(b"old workbook")
    other.write_bytes(b"old page")
    return one, other


def new_pair(folder: Path) -> list[Output]:
    return [
        Output(folder / "a.xlsx", b"new workbook", checksum(b"old workbook")),
        Output(folder / "a.html", b"new page", checksum(b"old page")),
    ]


def test_a_page_that_a_person_saves_in_the_midst_stays_beside_the_old_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = pair_in(tmp_path)
    real = os.replace

    def saved_meanwhile(*arguments: Path) -> None:
        real(*arguments)
        other.write_bytes(b"a person's page")

    monkeypatch.setattr(os, "replace", saved_meanwhile)
    with pytest.raises(OutputTakenError):
        write_all(new_pair(tmp_path))
    assert (one.read_bytes(), other.read_bytes()) == (b"old workbook", b"a person's page")
    assert names(tmp_path) == ["a.html", "a.xlsx"]


def test_a_new_output_goes_again_where_the_other_one_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(b"a person's")
    outputs = [Output(tmp_path / "a.xlsx", b"workbook"), Output(tmp_path / "a.html", b"page")]
    with pytest.raises(OutputTakenError):
        write_all(outputs)
    assert names(tmp_path) == ["a.html"]
    assert (tmp_path / "a.html").read_bytes() == b"a person's"


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_was_made_meanwhile_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, links: bool
) -> None:
    """Also where the file system knows no links."""
    path = tmp_path / "new.xlsx"
    if not links:

        def refuse(*_: object) -> None:
            raise PermissionError(1, "Operation not permitted")

        monkeypatch.setattr(os, "link", refuse)
    write_new(tmp_path / "first.xlsx", b"content")
    assert (tmp_path / "first.xlsx").read_bytes() == b"content"
    real = replacing._write_temporary

    def made_meanwhile(output: Output, temporary: Path, **more: bool) -> None:
        path.write_bytes(b"a person's")
        real(output, temporary, **more)

    monkeypatch.setattr(replacing, "_write_temporary", made_meanwhile)
    with pytest.raises(OutputTakenError):
        write_new(path, b"ours")
    assert path.read_bytes() == b"a person's"
    assert names(tmp_path) == ["first.xlsx", "new.xlsx"]


def test_an_edit_saved_while_a_report_is_made_is_kept(
    evaluation: Evaluation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = evaluation.write(Writing(tmp_path))
    real = Evaluation._page

    def edited_meanwhile(self: Evaluation, *more: object) -> str:
        first.workbook.write_bytes(b"a person's edit")
        return real(self, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Evaluation, "_page", edited_meanwhile)
    second = evaluation.write(Writing(tmp_path))
    assert first.workbook.read_bytes() == b"a person's edit"
    assert (second.workbook.name, second.page.name) == ("october.kpi-2.xlsx", "october.kpi-2.html")
    assert second.numbered_because == "name_is_taken"


def test_of_two_clients_with_files_of_one_name_none_is_lost(tmp_path: Path) -> None:
    out = tmp_path / "out"
    running = []
    for client in ("a", "b", "c"):
        (tmp_path / client).mkdir()
        source = small_worksheet(tmp_path / client / "october.xlsx")
        command = [sys.executable, "-m", "kpisheet", str(source), "-o", f"{out}/", "--quiet"]
        running.append(subprocess.Popen(command, env=ENVIRONMENT))
    assert [each.wait(timeout=120) for each in running] == [0, 0, 0]
    stems = ("october.kpi", "october.kpi-2", "october.kpi-3")
    assert names(out) == sorted(f"{stem}.{ending}" for stem in stems for ending in ("html", "xlsx"))


@pytest.mark.parametrize("named", ["october.xlsx", "./october.xlsx", "link.xlsx", "october.html"])
def test_the_source_is_never_the_output(tmp_path: Path, named: str) -> None:
    """Whatever its properties say: here they say that it is an output of itself."""
    source = tmp_path / "october.xlsx"
    first = evaluate(find("sample.en.xlsx"), made_on=date(2026, 11, 22)).write(Writing(tmp_path))
    shutil.move(first.workbook, source)
    first.page.unlink()
    (tmp_path / "link.xlsx").symlink_to(source)
    before = source.read_bytes()
    if named == "october.html":
        source = source.rename(tmp_path / "october.html")
    status, _ = kpisheet(source, "-o", tmp_path / named)
    assert status == 2
    assert source.read_bytes() == before


@pytest.mark.parametrize("lock", ["~$october.kpi.xlsx", ".~lock.october.kpi.xlsx#"])
def test_an_output_that_is_open_elsewhere_is_left_alone(
    evaluation: Evaluation, tmp_path: Path, lock: str
) -> None:
    first = evaluation.write(Writing(tmp_path))
    before = first.workbook.read_bytes(), first.page.read_bytes()
    (tmp_path / lock).write_bytes(b"somebody")
    with pytest.raises(UnwritableOutputError, match="output_locked"):
        evaluation.write(Writing(tmp_path, people=False))
    assert (first.workbook.read_bytes(), first.page.read_bytes()) == before


def test_outputs_are_as_open_to_others_as_the_source_and_stay_as_they_were_made(
    evaluation: Evaluation, tmp_path: Path
) -> None:
    source = Path(shutil.copy(evaluation.source, tmp_path / "october.xlsx"))
    source.chmod(0o600)
    made = evaluate(source, made_on=date(2026, 11, 22))
    written = made.write()
    assert {stat.S_IMODE(path.stat().st_mode) for path in (written.workbook, written.page)} == {0o600}
    written.page.chmod(0o640)
    source.chmod(0o644)
    made.write()
    assert stat.S_IMODE(written.page.stat().st_mode) == 0o640
    assert stat.S_IMODE(written.workbook.stat().st_mode) == 0o600


def changed(path: Path) -> Iterator[tuple[str, bytes]]:
    """An output, changed in ways that no cell shows."""
    content = path.read_bytes()
    with_property = set_custom_properties(Package.open(content), {"Client": "Buckeye"}).to_bytes()
    yield "a custom property", with_property
    copy = path.with_name("copy.zip")
    copy.write_bytes(content)
    with zipfile.ZipFile(copy, "a") as archive:
        archive.comment = b"do not delete"
    yield "a zip comment", copy.read_bytes()
    copy.unlink()


def test_a_property_or_a_comment_of_the_zip_makes_an_output_a_persons(
    evaluation: Evaluation, tmp_path: Path
) -> None:
    written = evaluation.write(Writing(tmp_path))
    key = source_key(evaluation.source, tmp_path)
    assert may_replace(written.workbook, key) == checksum(written.workbook.read_bytes())
    for what, content in list(changed(written.workbook)):
        written.workbook.write_bytes(content)
        assert may_replace(written.workbook, key) is None, what


def test_temporary_files_are_known_by_more_than_their_name(tmp_path: Path) -> None:
    old = time.time() - 10 * 24 * 3600
    persons = [".kpisheet-notes.tmp", ".kpisheet-deadbeef-1-0123456789ab.tmp"]
    ours = temporary_name(tmp_path)
    also_named_so = temporary_name(tmp_path)
    for name in (*persons, ours.name, also_named_so.name):
        (tmp_path / name).write_bytes(b"PK\x03\x04rest" if name == ours.name else b"what a person wrote")
        os.utime(tmp_path / name, (old, old))
    write_new(tmp_path / "a.xlsx", b"content")
    assert names(tmp_path) == sorted(["a.xlsx", *persons, also_named_so.name])


def test_another_batch_of_other_clients_gets_an_overview_of_its_own(tmp_path: Path) -> None:
    for name in ("a", "b", "c", "d"):
        small_worksheet(tmp_path / f"{name}.xlsx")
    two = [tmp_path / f"{name}.xlsx" for name in ("a", "b")]
    others = [tmp_path / f"{name}.xlsx" for name in ("c", "d")]
    assert kpisheet(*two, "--jobs", 1)[0] == 0
    first = (tmp_path / "index.html").read_bytes()
    assert kpisheet(*others, "--jobs", 1)[0] == 0
    assert (tmp_path / "index.html").read_bytes() == first
    assert b"c.kpi.html" in (tmp_path / "index-2.html").read_bytes()
    assert kpisheet(*two, others[0], "--jobs", 1)[0] == 0
    assert b"c.kpi.html" in (tmp_path / "index.html").read_bytes()


def test_without_people_no_salesperson_stands_in_the_json(evaluation: Evaluation) -> None:
    names = {cycle.name for cycle in evaluation.report.cycles_by_person}
    assert names
    told = evaluation.to_json(people=False)
    assert not [name for name in names if name in told]
    assert all(name in evaluation.to_json() for name in names)


def test_a_sheet_that_is_kept_is_told_on_the_page_in_json_and_in_check(
    evaluation: Evaluation, tmp_path: Path
) -> None:
    written = evaluation.write(Writing(tmp_path))
    untouched = evaluate(written.workbook, made_on=date(2026, 11, 23)).to_dict()
    assert [each for each in untouched["findings"] if each["code"] == "K971"] == []
    book = opened(written.workbook.read_bytes())
    book["KPI summary"]["R5"] = "Discussed with the bank"
    book.save(tmp_path / "annotated.xlsx")
    again = evaluate(tmp_path / "annotated.xlsx", made_on=date(2026, 11, 23))
    told = [each["message"] for each in again.to_dict()["findings"] if each["code"] == "K971"]
    sentence = "“KPI summary” isn’t as kpisheet left it, so the annotated copy keeps it under a dated name."
    assert [each for each in told if each.startswith(sentence)]
    assert sentence in again.write().page.read_text(encoding="utf-8")
    assert "KPI summary 2026-11-23" in sheet_names((tmp_path / "annotated.kpi.xlsx").read_bytes())
    checked = " ".join(kpisheet("check", tmp_path / "annotated.xlsx")[1].split())
    assert "isn’t as kpisheet left it" in checked


@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_next_process_knows_every_sheet_of_ours_again(language: str, tmp_path: Path) -> None:
    """One process remembers how it wrote a number; a person's next run only sees what stands there."""
    source = Path(shutil.copy(find(f"sample.{language}.xlsx"), tmp_path / "october.xlsx"))
    assert kpisheet(source)[0] == 0
    program = [sys.executable, "-m", "kpisheet", "check", str(tmp_path / "october.kpi.xlsx")]
    checked = subprocess.run(
        program, cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=True, encoding="utf-8"
    )
    assert "K971" not in checked.stdout


def test_without_people_nothing_of_deals_is_quoted_either() -> None:
    """A salesperson typed into the wrong column stands in the finding about it."""
    report = build_report(understood(*CASES["K903"][0]), file="deals.xlsx", today=TODAY)
    (typed,) = {each.typed for each in report.findings if each.code == "K903" and each.typed}
    with_them = render(report), str(to_dict(report))
    without = render(report, people=False), str(to_dict(report, people=False))
    assert all(typed in text for text in with_them)
    assert not [text for text in without if typed in text]
    assert all("K903" in text for text in without)
