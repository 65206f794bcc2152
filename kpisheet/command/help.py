"""The help of the program and of each command, in the language of the person."""

from __future__ import annotations

import click

from kpisheet.command.options import COMMANDS
from kpisheet.texts.language import Words

_WIDTH = 88


def program_help(words: Words) -> str:
    """What `kpisheet` alone says: the commands, and an example of each."""
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


def command_help(command: click.Command, words: Words) -> str:
    """What a command does, its options and its examples."""
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
