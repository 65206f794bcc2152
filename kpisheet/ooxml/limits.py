"""The caps on what a package may hold, on what is really there; the texts' ``limits.<name>`` say why."""

from __future__ import annotations

from typing import NamedTuple

from msgspec import Struct

from kpisheet.errors import LimitExceededError

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384


class Limits(Struct, frozen=True):
    """One number per thing that a hostile file could make endless."""

    input_bytes: int = 134_217_728
    entries: int = 10_000
    part_bytes: int = 268_435_456
    package_bytes: int = 536_870_912
    relationships: int = 100_000
    sheets: int = 2_000
    rows: int = LAST_ROW
    columns: int = LAST_COLUMN
    cells: int = 2_000_000
    merged_areas: int = 100_000
    tables: int = 1_000
    defined_names: int = 65_536
    shared_strings: int = 2_000_000
    text_characters: int = 67_108_864
    cell_characters: int = 1_048_576
    styles: int = 64_000
    comments: int = 100_000
    content_types: int = 20_000
    elements: int = 400_000
    attributes: int = 1_000_000
    characters: int = 33_554_432
    tag_bytes: int = 4_194_304
    xml_depth: int = 256
    seconds: int = 20


class Limit(NamedTuple):
    """One limit as the reference lists it."""

    name: str
    value: int


LIMITS = Limits()


def table_of_limits(limits: Limits = LIMITS) -> tuple[Limit, ...]:
    """All limits, in a fixed order."""
    return tuple(Limit(name, getattr(limits, name)) for name in limits.__struct_fields__)


def exceeded(name: str, limits: Limits, part: str = "") -> LimitExceededError:
    """The error for the limit `name` (code ``limit_<name>``): facts `limit` and `part`."""
    return LimitExceededError(f"limit_{name}", limit=getattr(limits, name), part=part)
