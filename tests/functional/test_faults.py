"""Faults really made: disk full, folder not writable, killed at each step of writing, processes that die."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.files.disk import read_input
from kpisheet.files.together import finish_interrupted
from tests.support.small_worksheet import small_worksheet

ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
OUTPUTS = ("october.kpi.xlsx", "october.kpi.html")
# Before each of the calls that open for writing, link, rename or remove something in the folder, the folder
# is copied aside as it is then, which is what a kill would leave (names of one file stay so). Before the
# n-th, if one is asked for, it really kills itself.
WATCHED = """
import os, signal, subprocess, sys
folder, aside, fatal = os.path.realpath(sys.argv[1]), sys.argv[2], int(sys.argv[3])
seen = 0
def watch(event, arguments):
    global seen
    if event not in ("open", "os.link", "os.rename", "os.remove"):
        return
    if not isinstance(arguments[0], (str, os.PathLike)):
        return
    path = os.path.realpath(arguments[0])
    if os.path.dirname(path) == folder and (event != "open" or "kpisheet-" in path):
        seen += 1
        if seen == fatal:
            os.kill(os.getpid(), signal.SIGKILL)
        if not fatal:
            subprocess.run(["cp", "-a", folder, os.path.join(aside, f"{seen:02}")], check=True)
sys.addaudithook(watch)
sys.argv = ["kpisheet", os.path.join(folder, "october.xlsx"), "--date", sys.argv[4]]
from kpisheet.__main__ import main
main()
"""


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return small_worksheet(folder / "october.xlsx")


def report(sample: Path, *more: str, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kpisheet", str(sample), *more]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=120, check=False, env=ENVIRONMENT, **options
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def both(files: dict[str, bytes]) -> tuple[bytes, ...]:
    return tuple(files[name] for name in OUTPUTS)


def whole_or_out_of_sight(*states: dict[str, bytes]) -> list[tuple[bytes | None, ...]]:
    """The page stands beside its own workbook, or nowhere."""
    return [pair for files in states for pair in (both(files), (files[OUTPUTS[0]], None))]


def watched(folder: Path, *, aside: Path, fatal_step: int = 0) -> int:
    """The status of a run on the 23rd that is watched at each step of its writing."""
    command = [sys.executable, "-c", WATCHED, str(folder), str(aside), str(fatal_step), "2026-11-23"]
    return subprocess.run(command, capture_output=True, timeout=120, check=False, env=ENVIRONMENT).returncode


def pair_in(folder: Path) -> tuple[bytes | None, ...]:
    return tuple(contents(folder).get(name) for name in OUTPUTS)


def test_killed_at_any_step_every_output_is_whole_and_the_next_run_tidies_up(
    sample: Path, tmp_path: Path
) -> None:
    folder, original, aside = sample.parent, sample.read_bytes(), tmp_path / "aside"
    aside.mkdir()
    report(sample, "--date", "2026-11-22")
    begun = Path(shutil.copytree(folder, tmp_path / "begun"))
    old = contents(begun)
    assert watched(folder, aside=aside) == 0
    new = contents(folder)
    assert set(new) == {sample.name, *OUTPUTS}
    out_of_sight, seen = [], set()
    for step, left in enumerate([*sorted(aside.iterdir()), folder], 1):
        assert (left / sample.name).read_bytes() == original
        pair = pair_in(left)
        assert pair in whole_or_out_of_sight(old, new), f"killed at step {step}"
        hidden = pair[1] is None
        out_of_sight += [step] if hidden else []
        assert all(name.startswith(".kpisheet-") for name in contents(left).keys() - new.keys())
        finish_interrupted(left)  # as any run in this folder does first
        assert pair_in(left) in (both(old), both(new)), f"put right after step {step}"
        assert contents(left).keys() == new.keys(), f"left over from step {step}"
        seen.add((hidden, pair_in(left) == both(new)))
    assert step >= 8  # three temporary files, four steps from old to new, and the run left in peace
    assert seen == {(False, False), (True, False), (True, True), (False, True)}  # each really happened

    fatal = out_of_sight[0]
    assert watched(begun, aside=aside, fatal_step=fatal) == -signal.SIGKILL
    assert pair_in(begun) == (old[OUTPUTS[0]], None)
    assert len(contents(begun)) > 2  # what it was about to put in place lies there still
    report(begun / sample.name, "--date", "2026-11-23")
    assert contents(begun) == new


def test_a_full_disk_is_said_and_leaves_what_was_there(sample: Path) -> None:
    report(sample, "--date", "2026-11-22")
    before = contents(sample.parent)

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))

    done = report(sample, "--date", "2026-11-23", preexec_fn=little_room)
    assert done.returncode == 2
    assert "no room left" in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(sample.parent) == before


# Root may write anywhere, so it becomes nobody, once all modules are loaded that nobody may not read.
AS_NOBODY = """
import os, sys
from kpisheet.command.run import run
streams = sys.stdin, sys.stdout, sys.stderr
run([sys.argv[1], "-o", sys.argv[2], "--quiet"], *streams)
if os.geteuid() == 0:
    os.setuid(65534)
sys.exit(run([sys.argv[1]], *streams))
"""


CHECK_AS_NOBODY = """
import os, sys
from kpisheet.command.run import run
streams = sys.stdin, sys.stdout, sys.stderr
run(["check", sys.argv[1], "--quiet"], *streams)
if os.geteuid() == 0:
    os.setuid(65534)
sys.exit(run(["check", *sys.argv[1:]], *streams))
"""


def test_a_workbook_that_may_not_be_read_is_said_and_stops_no_other(sample: Path) -> None:
    locked = Path(shutil.copy(sample, sample.with_name("locked.xlsx")))
    locked.chmod(0)
    for each in (sample.parent, *sample.parents):
        if "pytest" in str(each):
            each.chmod(0o755)
    command = [sys.executable, "-c", CHECK_AS_NOBODY, str(sample), str(locked)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=ENVIRONMENT)
    assert done.returncode == 2
    assert done.stderr.startswith(f"{locked}: You are not allowed to read this file.")
    assert len(done.stderr.splitlines()) == 1
    assert str(sample) in done.stdout


def test_a_folder_that_may_not_be_written_to_is_said(sample: Path, tmp_path: Path) -> None:
    folder = sample.parent
    for each in (folder, *folder.parents):
        if "pytest" in str(each):
            each.chmod(0o755)
    folder.chmod(0o555)
    command = [sys.executable, "-c", AS_NOBODY, str(sample), f"{tmp_path}/first/"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, env=ENVIRONMENT)
    folder.chmod(0o755)
    assert done.returncode == 2
    assert "not allowed to write" in done.stderr
    assert "-o" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(contents(folder)) == [sample.name]


def test_a_folder_that_is_a_file_is_said(sample: Path) -> None:
    blocked = sample.with_name("blocked")
    blocked.write_text("a file")
    done = report(sample, "-o", f"{blocked}/")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert blocked.read_text() == "a file"


def test_a_file_that_keeps_changing_is_not_read_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "growing.xlsx"
    path.write_bytes(b"PK")
    real, moments = os.fstat, iter(range(100))

    def grown(descriptor: int) -> os.stat_result:
        with path.open("ab") as file:
            file.write(b"x")
        os.utime(path, ns=(0, next(moments)))
        return real(descriptor)

    monkeypatch.setattr("kpisheet.files.disk.os.fstat", grown)
    with pytest.raises(UnreadableFileError, match="file_changing"):
        read_input(path)


def test_a_small_file_is_read_without_reserving_room_for_a_large_one(tmp_path: Path) -> None:
    path = tmp_path / "small.xlsx"
    path.write_bytes(b"PK" * 500)
    tracemalloc.start()
    try:
        assert len(read_input(path)) == 1000
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 2**20


def test_a_sparse_giant_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "giant.xlsx"
    with path.open("wb") as file:
        file.truncate(50 * 2**30)
    with pytest.raises(UnreadableFileError, match="limit_input_bytes"):
        read_input(path)


def test_a_process_that_dies_is_reported_and_the_others_go_on(sample: Path, tmp_path: Path) -> None:
    """One worker is stopped by its own memory limit while the others finish."""
    clients = tmp_path / "clients"
    clients.mkdir()
    for name in ("a", "b", "c", "d"):
        shutil.copy(sample, clients / f"{name}.xlsx")
    code = """
import os, signal, sys
import kpisheet.pipeline as pipeline
real = pipeline.evaluate_file
def evaluate(source, *more):
    if source.name == "b.xlsx":
        os.kill(os.getpid(), signal.SIGKILL)
    return real(source, *more)
pipeline.evaluate_file = evaluate
"""
    (tmp_path / "sitecustomize.py").write_text(code)
    environment = {**ENVIRONMENT, "PYTHONPATH": f"{tmp_path}{os.pathsep}{ENVIRONMENT['PYTHONPATH']}"}
    command = [sys.executable, "-m", "kpisheet", str(clients), "-o", str(tmp_path / "out"), "--jobs", "2"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False, env=environment)
    assert done.returncode == 2
    assert "b.xlsx: The system stopped kpisheet" in done.stderr
    assert [path.name for path in sorted((tmp_path / "out").glob("*.kpi.html"))] == [
        "a.kpi.html",
        "c.kpi.html",
        "d.kpi.html",
    ]


def test_interrupted_in_the_middle_of_many_leaves_only_whole_files(sample: Path, tmp_path: Path) -> None:
    clients = tmp_path / "clients"
    clients.mkdir()
    for number in range(16):
        shutil.copy(sample, clients / f"{number:02}.xlsx")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "kpisheet", str(clients), "-o", str(out), "--jobs", "2"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=ENVIRONMENT,
        start_new_session=True,
    ) as process:
        assert process.stdout
        process.stdout.readline()  # the first is written
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Traceback" not in said
    written = contents(out)
    assert not [name for name in written if name.startswith(".kpisheet-")]
    assert all(
        content.rstrip().endswith(b"-->") for name, content in written.items() if name.endswith(".html")
    )
    assert len(written) < 32
