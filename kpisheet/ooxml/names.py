"""The names that a workbook has taken already: a grafted sheet must not use one of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpisheet.ooxml.package import Package


@dataclass(frozen=True, slots=True)
class TakenNames:
    """Names as written; Excel compares all of them without regard to case.

    Tables and defined names share one name space.
    """

    sheets: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    defined: frozenset[str] = frozenset()


def taken_names(package: Package) -> TakenNames:
    """All sheet, table and defined names of `package`."""
    raise NotImplementedError
