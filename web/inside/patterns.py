"""Regular expressions compiled when the page was built: Python compiles them in Python, slowly in a browser.

`recorded` notes them in the build, in the very Python that the page carries; `use` takes them in the worker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

# As `re` asks for a pattern: what is typed, and its flags.
Key = tuple[str | bytes, int]
# What `_sre.compile` takes after the pattern: flags, code, number of groups, groups by name, names by group.
Made = tuple[int, list[int], int, dict[str, int], tuple[str | None, ...]]

_COMPILER: Any = re._compiler  # type: ignore[attr-defined] # noqa: SLF001 - there is no public way


@contextmanager
def recorded() -> Iterator[dict[Key, Made]]:
    """Every pattern that is compiled meanwhile."""
    made: dict[Key, Made] = {}
    usual, machine = _COMPILER.compile, _COMPILER._sre  # noqa: SLF001

    def compile_noted(pattern: Any, flags: int = 0) -> Any:
        def note(typed: str | bytes, all_flags: int, code: list[int], *rest: Any) -> Any:
            made[typed, flags] = (int(all_flags), [int(each) for each in code], *rest)
            return machine.compile(typed, all_flags, code, *rest)

        _COMPILER._sre = SimpleNamespace(**{**vars(machine), "compile": note})  # noqa: SLF001
        try:
            return usual(pattern, flags)
        finally:
            _COMPILER._sre = machine  # noqa: SLF001

    _COMPILER.compile = compile_noted
    try:
        yield made
    finally:
        _COMPILER.compile = usual


def as_module(made: Mapping[Key, Made]) -> str:
    """The Python source of a table of them, in an order that no run changes."""
    lines = [
        f"    {key!r}: {value!r},\n" for key, value in sorted(made.items(), key=lambda each: repr(each[0]))
    ]
    return f"COMPILED = {{\n{''.join(lines)}}}\n"


def use(compiled: Mapping[Key, Made]) -> None:
    """From now on these patterns are taken from the table; all others are compiled as usual."""
    usual, machine = _COMPILER.compile, _COMPILER._sre  # noqa: SLF001

    def compile_or_take(pattern: Any, flags: int = 0) -> Any:
        known = compiled.get((pattern, flags)) if isinstance(pattern, (str, bytes)) else None
        return usual(pattern, flags) if known is None else machine.compile(pattern, *known)

    _COMPILER.compile = compile_or_take
