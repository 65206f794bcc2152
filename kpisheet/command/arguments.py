"""The command line's words: the commands and options, their help, and what a mistake in them is called.

Click parses; every sentence comes from the texts, so that it is there in both languages. Nothing is run here.
"""

from __future__ import annotations

import difflib
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any

import click
from msgspec import Struct, field

from kpisheet.errors import KpisheetError
from kpisheet.texts.language import LANGUAGES, Words
from kpisheet.worksheet.periods import Period

COMMANDS = ("report", "check", "fill", "template", "next")
MOST_JOBS = 64
CONVERSIONS = ("leads", "customers", "ignore")
_FLAGS_BEFORE_COMMAND = frozenset({"--debug", "--quiet", "-q", "--json", "--strict", "--verify", "--open"})
_WIDTH = 88
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


class _HelpWantedError(Exception):
    """Stops the parsing of a command whose help is asked for."""


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
        return Text(_program_help(words))
    if "--version" in arguments and not any(each in COMMANDS for each in arguments):
        return Text(f"kpisheet {version}")
    name, rest = _command_of(arguments)
    command = commands(words)[name]
    try:
        context = command.make_context(f"kpisheet {name}", list(rest))
    except _HelpWantedError:
        return Text(_command_help(command, words))
    except click.UsageError as error:
        raise MistakenCommandError(_mistake(error, name, words)) from error
    return _request(name, context.params, words)


def _only_language(arguments: Sequence[str]) -> bool:
    left = [each for each in arguments if each not in ("--help", "-h")]
    return len(left) < len(arguments) and (
        (len(left) == 2 and left[0] == "--lang") or (len(left) == 1 and left[0].startswith("--lang="))
    )


def _command_of(arguments: Sequence[str]) -> tuple[str, list[str]]:
    """The command, wherever the flags before it end; `report` where none is named."""
    before = ""
    for place, argument in enumerate(arguments):
        if argument in COMMANDS:
            return argument, [*arguments[:place], *arguments[place + 1 :]]
        language = argument.partition("=")[0] == "--lang" or before == "--lang"
        if argument not in _FLAGS_BEFORE_COMMAND and not language:
            break
        before = argument
    return "report", list(arguments)


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


_Check = Callable[[click.Context, click.Parameter, Any], Any]


def _choice(words: Words, *choices: str) -> _Check:
    """One of a few words."""

    def check(_: click.Context, param: click.Parameter, value: str | None) -> str | None:
        if value is None or value.strip().lower() in choices:
            return value and value.strip().lower()
        facts = {"option": _option(param), "value": value, "choices": ", ".join(choices)}
        raise click.BadParameter(words.text("command.mistake.not_a_choice", **facts))

    return check


def _number(words: Words, lowest: int, highest: int) -> _Check:
    """A whole number within bounds."""

    def check(_: click.Context, param: click.Parameter, value: str | None) -> int | None:
        if value is None:
            return None
        if re.fullmatch("[0-9]{1,9}", value.strip()) and lowest <= int(value) <= highest:
            return int(value)
        facts = {"option": _option(param), "value": value, "lowest": str(lowest), "highest": str(highest)}
        raise click.BadParameter(words.text("command.mistake.not_a_number", **facts))

    return check


def _something(words: Words) -> _Check:
    """Anything but nothing: an empty name would mean the current folder."""

    def check(_: click.Context, param: click.Parameter, value: str | None) -> str | None:
        if value == "":
            raise click.BadParameter(words.text("command.mistake.needs_value", option=_option(param)))
        return value

    return check


def _day(words: Words) -> _Check:
    """A day as 2026-11-23."""

    def check(_: click.Context, param: click.Parameter, value: str | None) -> date | None:
        try:
            return None if value is None else date.fromisoformat(value)
        except ValueError as error:
            text = words.text("command.mistake.not_a_day", option=_option(param), value=value)
            raise click.BadParameter(text) from error

    return check


def _month(words: Words) -> _Check:
    """A month, or another period, as a worksheet writes it."""

    def check(_: click.Context, param: click.Parameter, value: str | None) -> Period | None:
        if value is None:
            return None
        from kpisheet.texts.typed_text import Doubt, read_period

        reading = read_period(value, words.code)
        if isinstance(reading, Doubt):
            raise click.BadParameter(
                words.text("command.mistake.not_a_month", option=_option(param), value=value)
            )
        return Period(*reading)

    return check


def _columns(words: Words) -> _Check:
    """What headers mean: folded header → meaning."""

    def check(_: click.Context, param: click.Parameter, value: tuple[str, ...]) -> dict[str, str]:
        return dict(_column(each, _option(param), words) for each in value)

    return check


def _column(text: str, option: str, words: Words) -> tuple[str, str]:
    from kpisheet.exports.headers import MEANINGS, header_key
    from kpisheet.texts.aliases import plain

    name, _, header = text.partition("=")
    key = name.strip() if name.strip() in MEANINGS else header_key(name.strip())[0]
    if key is None or not header.strip():
        facts = {"option": option, "value": text, "keys": ", ".join(MEANINGS)}
        raise click.BadParameter(words.text("command.mistake.not_a_column", **facts))
    return plain(header), key


def _option(param: click.Parameter) -> str:
    return max(param.opts, key=len)


def commands(words: Words) -> dict[str, click.Command]:
    """The commands by name, in the order of the help."""
    return {
        name: click.Command(
            name,
            params=_parameters(name, words),
            help=words.raw(f"command.{name}.help"),
            add_help_option=False,
        )
        for name in COMMANDS
    }


def _parameters(name: str, words: Words) -> list[click.Parameter]:
    """A command's options in the order of its help."""

    def flag(*names: str, text: str | None = None, hidden: bool = False) -> click.Option:
        key = text or names[-1].lstrip("-").replace("-", "_")
        return click.Option(names, is_flag=True, help=words.raw(f"command.option.{key}"), hidden=hidden)

    def value(  # `given`: what the shell completes a value with
        *names: str,
        text: str,
        metavar: str,
        check: _Check | None = None,
        hidden: bool = False,
        given: click.Path | None = None,
        choices: Sequence[str] = (),
    ) -> click.Option:
        return click.Option(
            names,
            type=given,
            callback=check,
            help=words.raw(f"command.option.{text}"),
            metavar=metavar,
            hidden=hidden,
            shell_complete=(lambda _ctx, _param, start: [each for each in choices if each.startswith(start)])
            if choices
            else None,
        )

    language_text = "template_lang" if name == "template" else "lang"
    language = value(
        "language",
        "--lang",
        check=_choice(words, *LANGUAGES),
        choices=LANGUAGES,
        text=language_text,
        metavar="|".join(LANGUAGES),
    )
    a_file = click.Path(readable=False)  # whether it can be read or written is said later, in our words
    named = _something(words)
    output = value("output", "-o", "--output", check=named, given=a_file, text="output", metavar="PATH")
    sheet = value("sheet", "--sheet", check=named, text="sheet", metavar="NAME")
    day = value("made_on", "--date", check=_day(words), text="date", metavar="DAY", hidden=True)
    jobs = value("jobs", "--jobs", "-j", check=_number(words, 1, MOST_JOBS), text="jobs", metavar="N")
    quiet = flag("quiet", "-q", "--quiet", text="quiet")
    downloads: list[click.Parameter] = [
        value("channel", "--channel", text="channel", metavar="NAME"),
        value("month", "--month", check=_month(words), text="month", metavar="MONTH"),
        click.Option(
            ["columns", "--column"],
            multiple=True,
            callback=_columns(words),
            help=words.raw("command.option.column"),
            metavar="KEY=HEADER",
        ),
        value(
            "conversions",
            "--conversions",
            check=_choice(words, *CONVERSIONS),
            choices=CONVERSIONS,
            text="conversions",
            metavar="|".join(CONVERSIONS),
        ),
        flag("campaigns", "--campaigns"),
    ]
    replace = flag("replace", "--replace")
    as_json = flag("as_json", "--json", text="check_json" if name == "check" else "json")
    own: dict[str, list[click.Parameter]] = {
        "report": [
            output,
            language,
            as_json,
            sheet,
            flag("strict", "--strict"),
            flag("verify", "--verify"),
            value("logo", "--logo", check=named, given=a_file, text="logo", metavar="PICTURE"),
            flag("no_people", "--no-people"),
            jobs,
            flag("open_page", "--open"),
            flag("watch", "--watch"),
            *downloads,
            replace,
            quiet,
            day,
        ],
        "check": [language, as_json, sheet, *downloads, quiet, day],
        "fill": [
            value("output", "-o", "--output", given=a_file, text="fill_output", metavar="PATH"),
            language,
            sheet,
            *downloads,
            replace,
            quiet,
            day,
        ],
        "template": [
            output,
            language,
            value("currency", "--currency", text="currency", metavar="CODE"),
            value("year", "--year", check=_number(words, 1990, 2100), text="year", metavar="YEAR"),
            value("channels", "--channels", text="channels", metavar="NAMES"),
            quiet,
            day,
        ],
        "next": [output, language, sheet, quiet, day],
    }
    return [
        click.Argument(["files"], nargs=-1, type=a_file),
        *own[name],
        flag("debug", "--debug"),
        click.Option(
            ["--help", "-h"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_want_help,
            help=words.raw("command.option.help"),
        ),
    ]


def _want_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    del ctx, param
    if value:
        raise _HelpWantedError


def _mistake(error: click.UsageError, name: str, words: Words) -> str:
    """One sentence for a mistake that Click found."""
    match error:
        case click.NoSuchOption():
            text = words.text("command.mistake.unknown_option", option=error.option_name)
            likely = list(error.possibilities or ()) or difflib.get_close_matches(
                error.option_name, _option_names(name, words)
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
    return text + " " + words.text("command.mistake.help", command=f"kpisheet {name}")


def _option_names(name: str, words: Words) -> list[str]:
    return [
        option
        for parameter in _parameters(name, words)
        for option in parameter.opts
        if option.startswith("--")
    ]


def _program_help(words: Words) -> str:
    formatter = click.HelpFormatter(width=_WIDTH)
    formatter.write(f"{words.raw('command.usage')} {words.raw('command.program.usage')}\n\n")
    formatter.write_text(words.raw("command.program.help"))
    with formatter.section(words.raw("command.commands")):
        formatter.write_dl([(name, words.raw(f"command.{name}.short")) for name in COMMANDS])
    with formatter.section(words.raw("command.examples")):
        _write_lines(
            formatter,
            "\n".join(words.raw(f"command.{name}.examples").partition("\n")[0] for name in COMMANDS),
        )
    formatter.write("\n" + words.raw("command.program.more"))
    return formatter.getvalue()


def _command_help(command: click.Command, words: Words) -> str:
    formatter = click.HelpFormatter(width=_WIDTH)
    placeholder = {"template": "", "next": " " + words.raw("command.file_placeholder")}.get(
        command.name or "", " " + words.raw("command.files_placeholder")
    )
    options = words.raw("command.options_placeholder")
    formatter.write(f"{words.raw('command.usage')} kpisheet {command.name} {options}{placeholder}\n\n")
    formatter.write_text(command.help or "")
    context = click.Context(command)
    options_only = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    records = [option.get_help_record(context) for option in options_only]
    with formatter.section(words.raw("command.options")):
        formatter.write_dl([record for record in records if record])
    with formatter.section(words.raw("command.examples")):
        _write_lines(formatter, words.raw(f"command.{command.name}.examples"))
    return formatter.getvalue().rstrip("\n")


def _write_lines(formatter: click.HelpFormatter, lines: str) -> None:
    for line in lines.splitlines():
        formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
