"""The commands' options: their names, what a value may be, and their help."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import click
from msgspec import Struct

from kpisheet.texts.language import LANGUAGES, Words
from kpisheet.worksheet.periods import Period

MOST_JOBS = 64
CONVERSIONS = ("leads", "customers", "ignore")


class HelpWantedError(Exception):
    """Stops the parsing of a command whose help is asked for."""


def parameters(name: str, words: Words) -> list[click.Parameter]:
    """A command's files and options, in the order of its help."""
    make = _Options(words)
    return [
        click.Argument(["files"], nargs=-1, type=_A_FILE),
        *_OWN[name](make),
        make.flag("debug", "--debug"),
        make.help(),
    ]


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


_A_FILE = click.Path(readable=False)  # whether it can be read or written is said later, in our words


class _Options(Struct, frozen=True):
    """Makes options whose help, and whose refusal of a value, is in the language of `words`."""

    words: Words

    def flag(self, *names: str, text: str | None = None) -> click.Option:
        """It is given or not."""
        key = text or names[-1].lstrip("-").replace("-", "_")
        return click.Option(names, is_flag=True, help=self._help(key))

    def value(
        self,
        *names: str,
        text: str,
        metavar: str,
        check: _Check | None = None,
        given: click.Path | None = None,
        hidden: bool = False,
    ) -> click.Option:
        """It takes a value, of which `given` tells the shell what completes it."""
        return click.Option(
            names, type=given, callback=check, help=self._help(text), metavar=metavar, hidden=hidden
        )

    def choice(self, *names: str, text: str, choices: Sequence[str]) -> click.Option:
        """It takes one of a few words."""
        return click.Option(
            names,
            callback=_choice(self.words, *choices),
            help=self._help(text),
            metavar="|".join(choices),
            shell_complete=lambda _ctx, _param, start: [each for each in choices if each.startswith(start)],
        )

    def language(self, text: str = "lang") -> click.Option:
        return self.choice("language", "--lang", text=text, choices=LANGUAGES)

    def output(self) -> click.Option:
        return self.value(
            "output",
            "-o",
            "--output",
            text="output",
            metavar="PATH",
            check=_something(self.words),
            given=_A_FILE,
        )

    def sheet(self) -> click.Option:
        return self.value("sheet", "--sheet", text="sheet", metavar="NAME", check=_something(self.words))

    def day(self) -> click.Option:
        return self.value(
            "made_on", "--date", text="date", metavar="DAY", check=_day(self.words), hidden=True
        )

    def quiet(self) -> click.Option:
        return self.flag("quiet", "-q", "--quiet", text="quiet")

    def year(self, text: str) -> click.Option:
        return self.value("year", "--year", text=text, metavar="YEAR", check=_number(self.words, 1990, 2100))

    def period(self) -> list[click.Parameter]:
        """What is reported, whatever Business says."""
        month = _month(self.words)
        return [
            self.value("first", "--from", text="from", metavar="MONTH", check=month),
            self.value("last", "--to", text="to", metavar="MONTH", check=month),
            self.flag("last_month", "--last-month"),
            self.flag("last_quarter", "--last-quarter"),
            self.year("report_year"),
        ]

    def downloads(self) -> list[click.Parameter]:
        """How downloads are to be read."""
        return [
            self.value("channel", "--channel", text="channel", metavar="NAME"),
            self.value("month", "--month", text="month", metavar="MONTH", check=_month(self.words)),
            click.Option(
                ["columns", "--column"],
                multiple=True,
                callback=_columns(self.words),
                help=self._help("column"),
                metavar="KEY=HEADER",
            ),
            self.choice("conversions", "--conversions", text="conversions", choices=CONVERSIONS),
            self.flag("campaigns", "--campaigns"),
        ]

    def help(self) -> click.Option:
        return click.Option(
            ["--help", "-h"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_want_help,
            help=self._help("help"),
        )

    def _help(self, key: str) -> str:
        return self.words.raw(f"command.option.{key}")


def _want_help(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    del ctx, param
    if value:
        raise HelpWantedError


def _report(make: _Options) -> list[click.Parameter]:
    return [
        make.output(),
        make.language(),
        make.flag("as_json", "--json"),
        make.sheet(),
        *make.period(),
        make.flag("strict", "--strict"),
        make.flag("verify", "--verify"),
        make.value(
            "logo", "--logo", text="logo", metavar="PICTURE", check=_something(make.words), given=_A_FILE
        ),
        make.flag("for_clients", "--for-clients"),
        make.value(
            "brand", "--brand", text="brand", metavar="FILE", check=_something(make.words), given=_A_FILE
        ),
        make.flag("pdf", "--pdf"),
        make.flag("changed_only", "--changed-only"),
        make.flag("no_people", "--no-people"),
        make.value("jobs", "--jobs", "-j", text="jobs", metavar="N", check=_number(make.words, 1, MOST_JOBS)),
        make.flag("open_page", "--open"),
        make.flag("watch", "--watch"),
        *make.downloads(),
        make.flag("replace", "--replace"),
        make.quiet(),
        make.day(),
    ]


def _check(make: _Options) -> list[click.Parameter]:
    return [
        make.language(),
        make.flag("as_json", "--json", text="check_json"),
        make.sheet(),
        *make.downloads(),
        make.quiet(),
        make.day(),
    ]


def _fill(make: _Options) -> list[click.Parameter]:
    return [
        make.value("output", "-o", "--output", text="fill_output", metavar="PATH", given=_A_FILE),
        make.language(),
        make.sheet(),
        *make.downloads(),
        make.flag("replace", "--replace"),
        make.flag("new", "--new"),
        make.quiet(),
        make.day(),
    ]


def _template(make: _Options) -> list[click.Parameter]:
    return [
        make.output(),
        make.language("template_lang"),
        make.value("currency", "--currency", text="currency", metavar="CODE"),
        make.year("year"),
        make.value("channels", "--channels", text="channels", metavar="NAMES"),
        make.quiet(),
        make.day(),
    ]


def _next(make: _Options) -> list[click.Parameter]:
    return [make.output(), make.language(), make.sheet(), make.quiet(), make.day()]


_OWN: Mapping[str, Callable[[_Options], list[click.Parameter]]] = {
    "report": _report,
    "check": _check,
    "fill": _fill,
    "template": _template,
    "next": _next,
}
COMMANDS = tuple(_OWN)  # in the order of the help
