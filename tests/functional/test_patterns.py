"""Every regular expression of the code against strings grown for it: none looks again at what it passed over.

A pattern that backtracks takes the square of a string's length, or worse: a mailed file of some kilobytes
then takes minutes. Each pattern here has a part of a second for a string that takes milliseconds.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import kpisheet

LENGTH = 20_000
SECONDS = 0.4
# A string of a quarter of the length takes a sixteenth of the time where that grows with the square. One that
# takes a quarter of that sixteenth is tried at its whole length; the others take a fourth of the test's time.
SHARE = 4
SUSPICIOUS = SECONDS / SHARE**2 / 4
# Patterns that are only ever given short texts, and how long those may be.
SHORT = {
    "kpisheet.files.disk": 255,  # names of files
    "kpisheet.files.replacing": 255,
    "kpisheet.command.run": 255,
    "kpisheet.workbook.number_styles": 255,  # formats of numbers, which the reader holds to that
    "kpisheet.worksheet.dates": 255,
    "kpisheet.texts.typed_text": 100,  # numbers and periods as typed
    "kpisheet.texts.currencies": 255,
    "kpisheet.ooxml.grafting.graft": 255,  # our own parts
    "kpisheet.ooxml.grafting.donor": 4_000,
    "kpisheet.workbook.reader": 1_000,
}


def modules() -> Iterator[object]:
    for found in pkgutil.walk_packages(kpisheet.__path__, "kpisheet."):
        if not found.name.endswith("__main__") and ".compiled_" not in found.name:
            yield importlib.import_module(found.name)


def patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 3:
        yield from patterns_in(tuple(value.values()), depth + 1)
    elif isinstance(value, tuple | list | frozenset) and depth < 3:
        for each in value:
            yield from patterns_in(each, depth + 1)


def patterns_used_in(module: object) -> Iterator[re.Pattern[str]]:
    """Those that stand in the midst of its code: `re.split("…", text)`."""
    source = Path(str(module.__file__)).read_text(encoding="utf-8")  # type: ignore[attr-defined]
    for call in ast.walk(ast.parse(source)):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "re"
            and isinstance(call.args[0], ast.Constant)
            and isinstance(call.args[0].value, str)
        ):
            yield re.compile(call.args[0].value)


def all_patterns() -> list[tuple[str, re.Pattern[str] | re.Pattern[bytes]]]:
    found: dict[tuple[str, str | bytes], re.Pattern[str] | re.Pattern[bytes]] = {}
    for module in modules():
        name = module.__name__  # type: ignore[attr-defined]
        held = [
            value for value in vars(module).values() if getattr(value, "__module__", name) in (name, "re")
        ]
        made = [vars(module)["_patterns"]()] if "_patterns" in vars(module) else []
        for pattern in (*patterns_in((*held, *made)), *patterns_used_in(module)):
            found.setdefault((name, pattern.pattern), pattern)
    return [(name, pattern) for (name, _), pattern in found.items()]


def grown(source: str, length: int) -> Iterable[str]:
    """Strings of what the pattern speaks of, again and again, with a beginning and an end or without."""
    words = re.findall(r"[\w<>&;:'\"/=.,#!$%@ -]+", re.sub(r"\\[a-zA-Z]", "", source))
    letters = sorted({*"a0_ '\"[<&.", *(word[-1] for word in words)})
    starts = ["", *{word for word in words if len(word) > 1}, *words[:1]]
    units = [*letters, *(word for word in words if 1 < len(word) < 12), "a=", " a", "''a", "[a"]
    for start in dict.fromkeys(starts[:8]):
        for unit in dict.fromkeys(units):
            for end in ("", "\x01"):
                yield start + unit * (length // len(unit)) + end


class TooLongError(Exception):
    pass


def seconds_for(pattern: re.Pattern[str] | re.Pattern[bytes], string: str) -> float:
    """What it takes to look for the pattern in the string and to match all of it; at most SECONDS."""
    given = string if isinstance(pattern.pattern, str) else string.encode()
    before = time.thread_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        for _ in pattern.finditer(given):  # type: ignore[arg-type]
            pass
        pattern.fullmatch(given)  # type: ignore[arg-type]
    except TooLongError:
        return SECONDS
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.thread_time() - before


@pytest.mark.parametrize("pattern", ["a+a+b", "(?:a|a)+b", r"\s+$"])
def test_a_pattern_that_takes_long_is_noticed(pattern: str) -> None:
    """Of the third power, exponential, of the square: what the test above would not let pass."""
    before = signal.signal(signal.SIGVTALRM, late)
    try:
        slow = re.compile(pattern)
        strings = zip(grown(pattern, LENGTH // SHARE), grown(pattern, LENGTH), strict=True)
        assert any(
            seconds_for(slow, short) > SUSPICIOUS and seconds_for(slow, whole) >= SECONDS
            for short, whole in strings
        )
    finally:
        signal.signal(signal.SIGVTALRM, before)


def late(*_: object) -> None:
    raise TooLongError


@pytest.mark.parametrize("turn", range(4))
def test_no_pattern_takes_more_than_a_moment_for_a_string_grown_for_it(turn: int) -> None:
    before = signal.signal(signal.SIGVTALRM, late)
    slow = []
    try:
        for name, pattern in all_patterns()[turn::4]:
            text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
            length = SHORT.get(name, LENGTH)
            for short, whole in zip(grown(text, length // SHARE), grown(text, length), strict=True):
                if seconds_for(pattern, short) > SUSPICIOUS and seconds_for(pattern, whole) >= SECONDS:
                    slow.append(f"{name}: {text} for {whole[:40]!r}…")
                    break
    finally:
        signal.signal(signal.SIGVTALRM, before)
    assert not slow, "\n".join(slow)


def test_patterns_are_found_in_all_rooms() -> None:
    rooms = {name.split(".")[1] for name, _ in all_patterns()}
    assert {"ooxml", "texts", "workbook", "worksheet", "exports", "html", "files", "command"} <= rooms
    assert len(all_patterns()) > 150
