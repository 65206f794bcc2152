"""The errors that stop the program: a stable code and facts; `texts` words them at the edge."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any


class KpisheetError(Exception):
    """Something that a person can mend stopped the program.

    `code` is a stable key such as ``not_a_workbook``; its sentence and its hint stand in the texts
    as ``errors.<code>.message`` and ``errors.<code>.hint``, and `facts` fill their places. `language` is
    that of the file, where so much could be told of it; else it is worded in the person's own.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts: Mapping[str, Any] = MappingProxyType(facts)
        self.language: str | None = None

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({shown})"


class UnreadableFileError(KpisheetError):
    """The file can't be read as a worksheet: not a workbook, encrypted, damaged, over a limit."""


class LimitExceededError(UnreadableFileError):
    """The file is larger, deeper or denser than the stated limits allow."""


class UnwritableOutputError(KpisheetError):
    """An output can't be written: folder missing or read-only, disk full, file open elsewhere."""


class CannotAddRowsError(KpisheetError):
    """The command's own words are off."""
