"""The command line read: which command, which files, which options, and what a mistake in them is called.

Click parses; every sentence comes from the texts, so that it is there in both languages. Nothing is run here.
"""

from __future__ import annotations

import difflib
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

import click
from click.shell_completion import CompletionItem
from msgspec import Struct, field

from kpisheet.command.help import command_help, program_help
from kpisheet.command.options import COMMANDS, HelpWantedError, parameters
from kpisheet.errors import KpisheetError
from kpisheet.texts.language import LANGUAGES, Words

_FLAGS_BEFORE_COMMAND = frozenset({"--debug", "--quiet", "-q", "--json", "--strict", "--verify", "--open"})
_PRIMARY_LANGUAGE, _TURKISH = 0x3FF, 0x1F  # of a language identifier of Windows: its lower ten bits


class Request(Struct, frozen=True):
    """What the person asks for: a command, the files and folders named, and the options by name."""

    command: str
    files: tuple[str, ...] = ()
    options: Mapping[str, Any] = field(default_factory=dict)


class Text(Struct, frozen=True):
    """The person asks for something to read: help or the version."""

    text: str


class MistakenCommandError(KpisheetError):
    """The command line can't be understood; `text` is one sentence, worded."""

    def __init__(self, text: str) -> None:
        super().__init__("mistaken_command")
        self.text = text


class Commands(click.Group):
    """The commands. Its own options are those of `report`, which may be left out."""

    def __init__(self, words: Words) -> None:
        named = {name: _command(name, words) for name in COMMANDS}
        options = [each for each in named["report"].params if isinstance(each, click.Option)]
        super().__init__("kpisheet", commands=named, params=list[click.Parameter](options))

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str, click.Command, list[str]]:
        """The command, wherever the flags before it end; `report` where none is named."""
        del ctx
        before = ""
        for place, argument in enumerate(args):
            if argument in self.commands:
                return argument, self.commands[argument], [*args[:place], *args[place + 1 :]]
            language = argument.partition("=")[0] == "--lang" or before == "--lang"
            if argument not in _FLAGS_BEFORE_COMMAND and not language:
                break
            before = argument
        return "report", self.commands["report"], args

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Files, as a workbook may stand where a command may, then commands and options.

        Files come first: bash's script forgets what came before them.
        """
        files = [] if incomplete.startswith("-") else [CompletionItem(incomplete, type="file")]
        return [*files, *super().shell_complete(ctx, incomplete)]


def _command(name: str, words: Words) -> click.Command:
    return click.Command(
        name, params=parameters(name, words), help=words.raw(f"command.{name}.help"), add_help_option=False
    )


def wanted_language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language of what is said before a worksheet is read: `--lang`, else that of the system."""
    for argument, following in pairwise([*arguments, ""]):
        value = following if argument == "--lang" else argument.removeprefix("--lang=")
        if argument.startswith("--lang") and value in LANGUAGES:
            return value
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(name):
            system = environment[name].lower()[:2]
            return system if system in LANGUAGES else LANGUAGES[0]
    return "tr" if _windows_is_turkish() else LANGUAGES[0]


def _windows_is_turkish() -> bool:
    """Windows sets none of those names: it is asked for the language of its own menus."""
    if sys.platform == "win32":
        import ctypes

        language: int = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        return language & _PRIMARY_LANGUAGE == _TURKISH
    return False


def parse(arguments: Sequence[str], words: Words, version: str) -> Request | Text:
    """What `arguments` ask for. Raises `MistakenCommandError`."""
    if not arguments or list(arguments) in (["--help"], ["-h"]) or _only_language(arguments):
        return Text(program_help(words))
    if "--version" in arguments and not any(each in COMMANDS for each in arguments):
        return Text(f"kpisheet {version}")
    group = Commands(words)
    name, command, rest = group.resolve_command(click.Context(group), list(arguments))
    try:
        context = command.make_context(f"kpisheet {name}", rest)
    except HelpWantedError:
        return Text(command_help(command, words))
    except click.UsageError as error:
        raise MistakenCommandError(_mistake(error, command, words)) from error
    return _request(name, context.params, words)


def _only_language(arguments: Sequence[str]) -> bool:
    left = [each for each in arguments if each not in ("--help", "-h")]
    return len(left) < len(arguments) and (
        (len(left) == 2 and left[0] == "--lang") or (len(left) == 1 and left[0].startswith("--lang="))
    )


def _request(name: str, parameters: Mapping[str, Any], words: Words) -> Request:
    options = dict(parameters)
    files: tuple[str, ...] = options.pop("files", ())
    if name == "template" and files:
        raise MistakenCommandError(words.text("command.mistake.no_arguments", name=files[0]))
    if name == "next" and len(files) != 1:
        raise MistakenCommandError(words.text("command.mistake.one_file"))
    if name in {"report", "check", "fill"} and not files:
        raise MistakenCommandError(words.text("command.mistake.no_file"))
    return Request(name, files, options)


def _mistake(error: click.UsageError, command: click.Command, words: Words) -> str:
    """One sentence for a mistake that Click found."""
    match error:
        case click.NoSuchOption():
            text = words.text("command.mistake.unknown_option", option=error.option_name)
            likely = list(error.possibilities or ()) or difflib.get_close_matches(
                error.option_name, _option_names(command)
            )
            if likely:
                text += " " + words.text("command.mistake.did_you_mean", likely=likely[0])
        case click.BadOptionUsage():
            needs = "takes a value" not in error.message and "does not take" not in error.message
            text = words.text(
                f"command.mistake.{'needs_value' if needs else 'no_value'}", option=error.option_name
            )
        case click.BadParameter():
            text = error.message
        case _:
            text = words.text("command.mistake.other", reason=error.message)
    return text + " " + words.text("command.mistake.help", command=f"kpisheet {command.name}")


def _option_names(command: click.Command) -> list[str]:
    return [option for parameter in command.params for option in parameter.opts if option.startswith("--")]
