"""What a person meets in a terminal, with real processes: watching, opening, completion, mistyped words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kpisheet.command.watching import saves
from kpisheet.texts.language import Words
from kpisheet.texts.resources import find
from tests.support.terminal import CLEAR_LINE, CTRL_C, terminal

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = {"en": "en_US.UTF-8", "tr": "tr_TR.UTF-8"}


def environment(language: str = "en", **more: str) -> dict[str, str]:
    """That of a person whose system speaks `language`."""
    own = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return {**own, "LANG": LANGUAGES[language], "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT), **more}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the person works: october.xlsx and ekim.xlsx stand there."""
    work = tmp_path / "work"
    work.mkdir()
    shutil.copy(find("sample.en.xlsx"), work / "october.xlsx")
    shutil.copy(find("sample.tr.xlsx"), work / "ekim.xlsx")
    return work


WORKBOOKS = {"en": "october.xlsx", "tr": "ekim.xlsx"}
COMMAND = (sys.executable, "-m", "kpisheet")


def save_again(path: Path, cell: str, value: Any) -> None:
    """As Excel saves: a new file takes the place of the old one."""
    book = openpyxl.load_workbook(path)
    book[book.sheetnames[3]][cell] = value
    book.save(path.with_name("saving.tmp"))
    path.with_name("saving.tmp").replace(path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_watching_reports_again_at_each_save_until_ctrl_c(language: str, folder: Path) -> None:
    words, path = Words(language), folder / WORKBOOKS[language]
    waiting = words.raw("command.note.watching")
    page = path.with_name(f"{path.stem}.kpi.html")
    with terminal(
        [*COMMAND, path.name, "--watch"], environment=environment(language), folder=folder
    ) as screen:
        screen.wait_for(waiting)
        first = page.read_text(encoding="utf-8")
        for times, name in enumerate(("Zeppelin", "Balon"), start=2):
            save_again(path, "B6", name)
            screen.wait_for(waiting, times=times)
            assert name in page.read_text(encoding="utf-8")
            assert name not in first
        screen.send(CTRL_C)
        assert screen.end() == 130
    assert "Traceback" not in screen.text
    assert screen.text.rstrip().endswith(words.raw("command.note.watched"))
    assert sorted(each.name for each in folder.glob("*.kpi*")) == [page.name, f"{path.stem}.kpi.xlsx"]


def test_watching_outlives_a_save_that_cannot_be_read(folder: Path) -> None:
    path = folder / "october.xlsx"
    good, waiting = path.read_bytes(), Words("en").raw("command.note.watching")
    with terminal([*COMMAND, path.name, "--watch"], environment=environment(), folder=folder) as screen:
        screen.wait_for(waiting)
        path.write_bytes(good[:5_000])
        screen.wait_for(waiting, times=2)
        assert "completely" in screen.text
        path.write_bytes(good)
        screen.wait_for("Workbook  october.kpi.xlsx", times=2)
        screen.send(CTRL_C)
        assert screen.end() == 130


def test_watching_a_folder_sees_a_workbook_that_is_put_there(folder: Path) -> None:
    done = Words("en").raw("command.note.watching")
    with terminal(
        [*COMMAND, ".", "-o", "../out/", "--watch"], environment=environment(), folder=folder
    ) as screen:
        screen.wait_for(done)
        shutil.copy(folder / "october.xlsx", folder / "november.xlsx")
        screen.wait_for(done, times=2)
        screen.send(CTRL_C)
        assert screen.end() == 130
    assert "3 of 3 workbooks reported" in screen.text
    assert (folder.parent / "out" / "november.kpi.html").exists()


def test_a_mistyped_name_is_said_and_not_waited_for(folder: Path) -> None:
    done = run("octobre.xlsx", "--watch", folder=folder)
    assert done.returncode == 2
    assert "october.xlsx?" in done.stderr


def test_a_save_during_a_report_is_not_missed(tmp_path: Path) -> None:
    path = tmp_path / "october.xlsx"
    path.write_bytes(b"first")
    each_save = saves([str(path)], lambda: [path])
    next(each_save)
    path.write_bytes(b"saved while the report was being made")
    assert next(each_save) is None  # at once, and without another save


def run(*arguments: str, folder: Path, language: str = "en", **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=folder,
        env=environment(language, **more),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


@pytest.fixture
def browser(tmp_path: Path) -> tuple[str, Callable[[], list[str]]]:
    """What BROWSER is set to, and the addresses that it was asked to open."""
    asked, script = tmp_path / "asked", tmp_path / "browser"
    script.write_text(f'#!/bin/sh\necho "$1" >> "{asked}"\n')
    script.chmod(0o755)
    return f"{script} %s", lambda: asked.read_text().splitlines() if asked.exists() else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_open_shows_the_page_in_the_browser(
    language: str, folder: Path, browser: tuple[str, Callable[[], list[str]]]
) -> None:
    name, opened = browser
    path = folder / WORKBOOKS[language]
    done = run(path.name, "--open", folder=folder, language=language, BROWSER=name)
    assert (done.returncode, done.stderr) == (0, "")
    assert opened() == [path.with_name(f"{path.stem}.kpi.html").as_uri()]


def test_of_several_workbooks_the_overview_is_opened_and_no_tab_for_each(
    folder: Path, browser: tuple[str, Callable[[], list[str]]]
) -> None:
    name, opened = browser
    assert run(".", "-o", "out/", "--open", folder=folder, BROWSER=name).returncode == 0
    assert opened() == [(folder / "out" / "index.html").as_uri()]


def test_while_watching_the_page_is_opened_once(
    folder: Path, browser: tuple[str, Callable[[], list[str]]]
) -> None:
    name, opened = browser
    path, waiting = folder / "october.xlsx", Words("en").raw("command.note.watching")
    command = [*COMMAND, path.name, "--watch", "--open"]
    with terminal(command, environment=environment(BROWSER=name), folder=folder) as screen:
        screen.wait_for(waiting)
        path.touch()
        screen.wait_for(waiting, times=2)
        screen.send(CTRL_C)
        screen.end()
    assert len(opened()) == 1


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a browser")
@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_browser_the_page_is_named(language: str, folder: Path) -> None:
    path = WORKBOOKS[language]
    done = run(path, "--open", folder=folder, language=language, PATH="/nowhere", BROWSER="")
    assert done.returncode == 0
    page = path.replace(".xlsx", ".kpi.html")
    assert done.stderr.strip() == Words(language).text("command.note.no_browser", file=page)


MISTYPED = {
    "an option": (("october.xlsx", "--opne"), "--open"),
    "an option of check": (("check", "october.xlsx", "--jsno"), "--json"),
    "an option of template": (("template", "--curency", "EUR"), "--currency"),
    "an option of next": (("next", "october.xlsx", "--ouput", "x.xlsx"), "--output"),
    "a command": (("chek", "october.xlsx"), "kpisheet check"),
    "a command alone": (("templete",), "kpisheet template"),
    "a file": (("octobre.xlsx",), "october.xlsx"),
    "a file to check": (("check", "ocotber.xlsx"), "october.xlsx"),
    "a file without its ending": (("october",), "october.xlsx"),
    "a file in capitals": (("next", "OCTOBRE.XLSX"), "october.xlsx"),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", MISTYPED)
def test_a_mistyped_word_is_told_with_the_likeliest(what: str, language: str, folder: Path) -> None:
    arguments, likely = MISTYPED[what]
    done = run(*arguments, folder=folder, language=language)
    asks = "Did you mean " if language == "en" else "Bunu mu demek istediniz: "
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{asks}{likely}?" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_alone_shows_its_help(language: str, folder: Path) -> None:
    done = run(folder=folder, language=language)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(Words(language).raw("command.usage"))


def test_a_language_may_stand_before_the_command(folder: Path) -> None:
    done = run("--lang", "tr", "check", "ekim.xlsx", folder=folder)
    assert done.returncode == 0
    assert "uyarı" in done.stdout


# --- completion: each shell for real, a Tab pressed, and what then stands in the line

SHELLS = {
    "bash": ("bash --norc --noprofile -i", 'eval "$(_KPISHEET_COMPLETE=bash_source kpisheet)"'),
    "zsh": (
        "zsh -f -i",
        'autoload -U compinit; compinit -u -D; eval "$(_KPISHEET_COMPLETE=zsh_source kpisheet)"',
    ),
    "fish": ("fish --no-config -i", "_KPISHEET_COMPLETE=fish_source kpisheet | source"),
}
COMPLETED = {
    "a command": ("kpisheet chec", "kpisheet check "),
    "a file, the word report left out": ("kpisheet octo", "kpisheet october.xlsx "),
    "an option, the word report left out": ("kpisheet october.xlsx --no-", "--no-people "),
    "an option of a command": ("kpisheet template --cu", "--currency "),
    "a language": ("kpisheet check --lang t", "--lang tr "),
    "a file of a command": ("kpisheet next octo", "kpisheet next october.xlsx "),
    "where to write": ("kpisheet october.xlsx -o rep", "-o reports/"),
}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A person's folder, with the command on its own path."""
    command = tmp_path / "bin" / "kpisheet"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kpisheet "$@"\n')
    command.chmod(0o755)
    (tmp_path / "reports").mkdir()
    shutil.copy(find("sample.en.xlsx"), tmp_path / "october.xlsx")
    return tmp_path


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.program(name)) for name in SHELLS])
def test_tab_completes(name: str, home: Path) -> None:
    start, source = SHELLS[name]
    path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    with terminal(start.split(), environment=environment(PATH=path, HOME=str(home)), folder=home) as screen:
        screen.send(f"{source}; echo so'urced'\n")
        screen.wait_for("sourced")
        for typed, completed in COMPLETED.values():
            screen.rest(0.2)
            screen.forget()
            screen.send(f"{typed}\t")
            screen.wait_for(completed, seconds=30)
            screen.send(CLEAR_LINE)


@pytest.mark.parametrize("name", ["README.md", "README.tr.md"])
def test_the_readmes_tell_how_completion_is_switched_on(name: str) -> None:
    """In the words that the test above has tried."""
    text = (ROOT / name).read_text(encoding="utf-8")
    for _, source in SHELLS.values():
        assert source.rpartition("; ")[2].replace("zsh_", "bash_") in text
    assert "`zsh_source`" in text
