"""A file that takes too long is refused in a sentence, the others go on; Ctrl-C ends everything at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from kpisheet.batch import time_limit
from kpisheet.batch.time_limit import within
from kpisheet.errors import LimitExceededError
from tests.support.small_worksheet import small_worksheet

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = {**os.environ, "LC_ALL": "C.UTF-8"}
# Makes the work on b.xlsx endless, and the limit short, in every process that imports kpisheet.
ENDLESS = """
import kpisheet.pipeline as pipeline
from kpisheet.batch import time_limit
real = pipeline.evaluate_file
def evaluate(source, *more):
    while source.name == "b.xlsx":
        try:
            sum(range(1000))
        except Exception:
            pass
    return real(source, *more)
pipeline.evaluate_file = evaluate
time_limit.seconds_for = lambda path: SECONDS
import kpisheet.batch.tasks as tasks
tasks.seconds_for = time_limit.seconds_for
"""
# The same, but of telling what the file is.
ENDLESS_OPENING = """
import kpisheet.intake as intake
real = intake.opened
def opened(path, *more, **options):
    while path.name == "b.xlsx":
        pass
    return real(path, *more, **options)
intake.opened = opened
import kpisheet.batch.time_limit as time_limit
time_limit.seconds_for = lambda path: 2
import kpisheet.batch.tasks as tasks
tasks.seconds_for = time_limit.seconds_for
"""


def endless() -> None:
    while True:
        try:
            sum(range(100))
        except Exception:  # noqa: BLE001, S112 - nothing that the work catches keeps the error
            continue


def slept() -> None:
    time.sleep(30)


def searched() -> None:
    import re

    re.match("(a*)*b", "a" * 60)


@pytest.mark.parametrize("work", [endless, slept, searched])
def test_work_that_never_ends_is_ended(work: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time_limit, "_TIMES_WAITING", 1)
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL, "what ran before has left its alarm"
    with pytest.raises(LimitExceededError, match="limit_seconds"):
        within(0.2, work)  # type: ignore[arg-type]
    assert signal.getsignal(signal.SIGALRM) is signal.SIG_DFL


def test_it_is_ended_outside_the_main_thread_too() -> None:
    codes: list[str] = []

    def work() -> None:
        try:
            within(0.2, endless)
        except LimitExceededError as error:
            codes.append(error.code)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert codes == ["limit_seconds"]


def test_work_in_time_gives_its_result_and_leaves_no_timer(monkeypatch: pytest.MonkeyPatch) -> None:
    assert within(60, lambda: 7) == 7
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    monkeypatch.delattr(signal, "setitimer")
    before = threading.active_count()
    assert within(60, lambda: 7) == 7
    assert threading.active_count() == before


def test_without_timers_and_threads_the_work_is_done_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in WebAssembly."""

    def no_threads(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.delattr(signal, "setitimer")
    monkeypatch.setattr(threading.Thread, "start", no_threads)
    assert within(1, lambda: 7) == 7


def clients(folder: Path, code: str) -> tuple[Path, dict[str, str]]:
    """A folder of three clients, and an environment in which `code` is run before anything else."""
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(code)
    inputs = folder / "clients"
    inputs.mkdir()
    for name in ("a", "b", "c"):
        small_worksheet(inputs / f"{name}.xlsx")
    path = os.pathsep.join((str(folder / "site"), str(ROOT)))
    return inputs, {**ENVIRONMENT, "PYTHONPATH": path}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_file_without_end_gets_a_sentence_and_the_others_their_reports(tmp_path: Path, jobs: str) -> None:
    inputs, environment = clients(tmp_path, ENDLESS.replace("SECONDS", "2"))
    command = [sys.executable, "-m", "kpisheet", str(inputs), "-o", str(tmp_path / "out"), "--jobs", jobs]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False, env=environment)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "b.xlsx: The workbook needs more than 2 seconds of work" in done.stderr
    names = [path.name for path in sorted((tmp_path / "out").iterdir())]
    assert names == ["a.kpi.html", "a.kpi.xlsx", "c.kpi.html", "c.kpi.xlsx", "index.html", "index.kpi.xlsx"]


def test_ctrl_c_ends_the_work_on_a_file_without_end(tmp_path: Path) -> None:
    inputs, environment = clients(tmp_path, ENDLESS.replace("SECONDS", "3600"))
    command = [sys.executable, "-m", "kpisheet", str(inputs), "-o", str(tmp_path / "out"), "--jobs", "2"]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    ) as process:
        assert process.stdout
        process.stdout.readline()  # a.xlsx is written, b.xlsx is being worked on
        os.killpg(process.pid, signal.SIGINT)
        _, said = process.communicate(timeout=60)  # till no process holds the streams
    assert process.returncode == 130
    assert said == "Interrupted.\n"


def test_nothing_in_the_folder_of_the_workbooks_is_run(tmp_path: Path) -> None:
    """As installed: a command of its own, started in the folder that somebody mailed."""
    mailed = tmp_path / "mailed"
    mailed.mkdir()
    for name in ("a.xlsx", "b.xlsx"):
        small_worksheet(mailed / name)
    for module in sorted(sys.stdlib_module_names):
        if not module.startswith("_"):
            (mailed / f"{module}.py").write_text("open(__file__ + '.was_run', 'w').close()\n")
    command = tmp_path / "kpisheet"
    command.write_text("from kpisheet.__main__ import main\nif __name__ == '__main__':\n    main()\n")
    environment = {name: value for name, value in ENVIRONMENT.items() if name != "PYTHONSAFEPATH"}
    done = subprocess.run(
        [sys.executable, str(command), ".", "--jobs", "2"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=mailed,
        env=environment,
    )
    assert list(mailed.glob("*.was_run")) == []
    assert done.returncode == 0, done.stderr
    assert (mailed / "b.kpi.html").exists()


@pytest.mark.parametrize("command", ["report", "fill"])
def test_files_that_are_only_sorted_have_the_limit_too(tmp_path: Path, command: str) -> None:
    """Named one by one, worksheets are told from downloads before any is reported on."""
    inputs, environment = clients(tmp_path, ENDLESS_OPENING)
    files = [str(inputs / f"{name}.xlsx") for name in ("a", "b", "c")]
    arguments = [sys.executable, "-m", "kpisheet", command, *files]
    done = subprocess.run(
        arguments, capture_output=True, text=True, timeout=120, check=False, env=environment
    )
    assert done.returncode == 2
    assert done.stderr.count("The workbook needs more than 2 seconds of work") == 1
    reported = {path.name for path in inputs.glob("*.kpi.html")}
    assert reported == ({"a.kpi.html", "c.kpi.html"} if command == "report" else set())
