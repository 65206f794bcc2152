"""A finding: one thing that is wrong or doubtful in a person's file, as a value of code and facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import Struct, field


class Severity(StrEnum):
    """How bad it is: an error keeps the cell out of the figures, a warning counts as typed, an info tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Place(Struct, frozen=True, gc=False):
    """A cell (1-based row and column) or, where these are None, a whole sheet."""

    sheet: str
    row: int | None = None
    column: int | None = None

    @property
    def cell(self) -> str | None:
        """The cell's A1 reference, or None for a whole sheet."""
        if self.row is None or self.column is None:
            return None
        return f"{column_letters(self.column)}{self.row}"


class Finding(Struct, frozen=True, gc=False):
    """Worded as ``findings.<code>.message`` and ``findings.<code>.hint`` with `facts`.

    `typed` is the cell's text as typed, `read_as` what it was taken for (None: not used).
    `affects`: keys of the columns or figures that it touches or spoils (``spend``, ``leads``, ``crr``).
    """

    code: str
    severity: Severity
    place: Place | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    typed: str | None = None
    read_as: Decimal | str | date | None = None
    affects: frozenset[str] = frozenset()


def column_letters(column: int) -> str:
    """The letters of a 1-based column: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
