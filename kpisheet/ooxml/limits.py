"""The caps on what a package may hold, each with its reason; they count what is really there."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import NamedTuple

from kpisheet.errors import LimitExceededError

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


def _cap(value: int, reason: str) -> int:
    """A limit's default value with the reason for it, kept beside the field for the reference."""
    cap: int = field(default=value, metadata={"reason": reason})
    return cap


@dataclass(frozen=True, slots=True)
class Limits:
    """One number per thing that a hostile file could make endless."""

    input_bytes: int = _cap(
        134_217_728, "the whole file is held in memory; honest workbooks stay below 30 MB"
    )
    entries: int = _cap(10_000, "the largest honest package seen had 1,033 parts")
    part_bytes: int = _cap(
        268_435_456, "one part, inflated; the largest honest package seen was 114 MB with all its parts"
    )
    package_bytes: int = _cap(536_870_912, "all parts that are read, inflated")
    relationships: int = _cap(100_000, "of one part; a sheet full of links has tens of thousands")
    sheets: int = _cap(2_000, "Excel's own limit is memory; nobody turns over a thousand tabs")
    rows: int = _cap(LAST_ROW, "of one sheet: Excel's own last row")
    columns: int = _cap(LAST_COLUMN, "of one sheet: Excel's own last column")
    cells: int = _cap(3_000_000, "of the whole workbook: twice a worksheet of 100,000 rows and 14 columns")
    merged_areas: int = _cap(100_000, "of one sheet; each may cover many cells and is kept as an area")
    tables: int = _cap(1_000, "of one sheet; a person has a handful")
    defined_names: int = _cap(65_536, "of the workbook; old workbooks gather thousands of broken ones")
    shared_strings: int = _cap(3_000_000, "one for every cell that may stand in the workbook")
    text_characters: int = _cap(
        268_435_456, "of the text in all cells, a shared text counted as often as cells show it"
    )
    cell_characters: int = _cap(1_048_576, "of the text in one cell; Excel itself stops at 32,767")
    styles: int = _cap(64_000, "cell formats: Excel's own limit, and ours are added to them")
    comments: int = _cap(100_000, "cell notes of one sheet")
    elements: int = _cap(
        1_000_000, "of one part that is no sheet and no text table; honest styles have 200,000"
    )
    tag_bytes: int = _cap(4_194_304, "one XML tag; even a cell's is a few hundred bytes")
    xml_depth: int = _cap(256, "elements inside elements; drawings of honest files reach about 40")


class Limit(NamedTuple):
    """One limit as the reference lists it."""

    name: str
    value: int
    reason: str


LIMITS = Limits()


def table_of_limits(limits: Limits = LIMITS) -> tuple[Limit, ...]:
    """All limits with their reasons, in a fixed order."""
    return tuple(
        Limit(each.name, getattr(limits, each.name), str(each.metadata["reason"])) for each in fields(limits)
    )


def exceeded(name: str, limits: Limits, part: str = "") -> LimitExceededError:
    """The error for the limit `name` (code ``limit_<name>``): facts `limit` and `part`."""
    return LimitExceededError(f"limit_{name}", limit=getattr(limits, name), part=part)
