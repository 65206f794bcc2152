"""Cell notes, fills and refreshed values on a person's sheets, put in and taken out again as byte spans."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from kpisheet.ooxml.references import Cell, CellArea

if TYPE_CHECKING:
    from kpisheet.ooxml.package import Package

CachedValue = Decimal | str | bool | None


@dataclass(frozen=True, slots=True)
class FillBlock:
    """One conditional-format block with one rule: where `formula` is true, `areas` are filled in `rgb`.

    `rgb`: six hexadecimal digits. Blocks of a sheet that come earlier win where they overlap.
    """

    areas: tuple[CellArea, ...]
    formula: str
    rgb: str


@dataclass(frozen=True, slots=True)
class SheetEdit:
    """What to do to one sheet.

    `notes`: the text (lines split by newline, without the marker line) per cell. `fills`: at most three.
    `cached`: new cached values of formulas that already stand there; other cells are never touched.
    """

    notes: Mapping[Cell, str] = field(default_factory=dict)
    fills: tuple[FillBlock, ...] = ()
    cached: Mapping[Cell, CachedValue] = field(default_factory=dict)


def annotate(package: Package, edits: Mapping[str, SheetEdit], *, marker: str, author: str) -> Package:
    """`package` with `edits` made, by sheet name; no edits give the same package.

    A note begins with the line `marker`; on a cell that has a note it stands below that note, under
    `marker`. A cell with a threaded comment gets no note. Sheets that aren't there are skipped.
    """
    raise NotImplementedError


def remove_annotations(package: Package, *, marker: str, is_our_rule: Callable[[str], bool]) -> Package:
    """`package` without notes that begin with the line `marker`, the text below that line in others' notes,
    and the conditional-format rules whose formula `is_our_rule`. Everything else keeps its bytes.
    """
    raise NotImplementedError


def cells_with_threads(package: Package, sheet: str) -> frozenset[Cell]:
    """The cells of a sheet that have a threaded comment."""
    raise NotImplementedError


def notes_of(package: Package, sheet: str) -> dict[Cell, str]:
    """The cell notes of a sheet as plain text."""
    raise NotImplementedError
