"""Which command a line of words asks for, with which files and options, and what completes it."""

from __future__ import annotations

import click
import pytest
from click.shell_completion import ShellComplete

from kpisheet.command.arguments import Commands, MistakenCommandError, Request, Text, parse
from kpisheet.command.options import COMMANDS
from kpisheet.texts.language import Words


def asked(line: str, language: str = "en") -> Request:
    request = parse(line.split(), Words(language), "1.0")
    assert isinstance(request, Request)
    return request


def read(line: str, language: str = "en") -> str:
    text = parse(line.split(), Words(language), "1.0")
    assert isinstance(text, Text)
    return text.text


def refused(line: str, language: str = "en") -> str:
    with pytest.raises(MistakenCommandError) as error:
        parse(line.split(), Words(language), "1.0")
    return error.value.text


@pytest.mark.parametrize(
    ("line", "command", "files"),
    [
        ("a.xlsx", "report", ("a.xlsx",)),
        ("a.xlsx b.csv", "report", ("a.xlsx", "b.csv")),
        ("report a.xlsx", "report", ("a.xlsx",)),
        ("check a.xlsx", "check", ("a.xlsx",)),
        ("fill a.xlsx b.csv", "fill", ("a.xlsx", "b.csv")),
        ("template", "template", ()),
        ("next a.xlsx", "next", ("a.xlsx",)),
        ("--json check a.xlsx", "check", ("a.xlsx",)),
        ("-q --debug check a.xlsx", "check", ("a.xlsx",)),
        ("--lang tr next a.xlsx", "next", ("a.xlsx",)),
        ("--lang=tr --quiet template", "template", ()),
        ("--strict a.xlsx", "report", ("a.xlsx",)),
        # A command's word after the first file, or as an option's value, or after --, is a file's name.
        ("a.xlsx check", "report", ("a.xlsx", "check")),
        ("-o out check", "report", ("check",)),
        ("--lang tr a.xlsx next", "report", ("a.xlsx", "next")),
        ("-- check", "report", ("check",)),
        ("-- -minus.xlsx", "report", ("-minus.xlsx",)),
        ("check check", "check", ("check",)),
    ],
)
def test_the_command_is_the_first_word_that_is_one_and_else_report(
    line: str, command: str, files: tuple[str, ...]
) -> None:
    request = asked(line)
    assert (request.command, request.files) == (command, files)


def test_options_mean_the_same_before_and_after_the_command_and_its_files() -> None:
    lines = (
        "--json --lang tr check a.xlsx",
        "check --json --lang tr a.xlsx",
        "check a.xlsx --lang=tr --json",
    )
    first, *others = map(asked, lines)
    assert (first.options["as_json"], first.options["language"]) == (True, "tr")
    assert all(each == first for each in others)


def test_an_option_of_another_command_is_refused_wherever_it_stands() -> None:
    assert "--strict" in refused("--strict check a.xlsx")
    assert "--strict" in refused("check a.xlsx --strict")
    assert "kpisheet check --help" in refused("--strict check a.xlsx")


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_tells_its_own_options(command: str, language: str) -> None:
    text = read(f"{command} --help", language)
    shown = [each for each in Commands(Words(language)).commands[command].params if not hidden(each)]
    assert f"kpisheet {command}" in text
    assert all(option in text for each in shown for option in each.opts if option.startswith("--"))
    assert read(f"--lang {language} {command} -h", language) == text


def hidden(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Option) and parameter.hidden


@pytest.mark.parametrize("line", ["", "--help", "-h", "--lang en --help", "-h --lang=en"])
def test_without_a_command_the_help_names_them_all(line: str) -> None:
    text = read(line)
    assert all(f"kpisheet {command}" in text or f"  {command}  " in text for command in COMMANDS)


def test_the_version_is_told_unless_a_command_is_named() -> None:
    assert read("--version") == "kpisheet 1.0"
    assert "--version" in refused("check --version a.xlsx")


def completions(*words: str, incomplete: str) -> set[str]:
    """What Click's completion offers after these words."""
    offered = ShellComplete(Commands(Words("en")), {}, "kpisheet", "_KPISHEET_COMPLETE")
    return {each.value for each in offered.get_completions(list(words), incomplete)}


def test_commands_are_completed_and_after_a_workbook_the_options_of_report() -> None:
    assert completions(incomplete="ch") == {"check", "ch"}  # what is typed may begin a file's name, too
    assert "--strict" in completions("a.xlsx", incomplete="--s")
    assert "--strict" not in completions("check", "a.xlsx", incomplete="--s")
    assert completions("--debug", "check", "--lang", incomplete="") == {"en", "tr"}
