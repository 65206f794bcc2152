"""The result sheets: what they are, and under which names they stand in a person's workbook."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from functools import lru_cache

from kpisheet.texts.language import Words

LONGEST_SHEET_NAME = 31  # Excel repairs a workbook with a longer one


class Role(StrEnum):
    """A result sheet, in the order of the workbook; its usual name stands in the texts' ``sheets.<role>``."""

    SUMMARY = "summary"
    FINDINGS = "findings"
    DATA_USED = "data_used"
    DEFINITIONS = "definitions"
    PLAN = "plan"

    @property
    def defined_name(self) -> str:
        """The defined name on the sheet's first cell; it follows a sheet that is renamed or moved."""
        return f"kpisheet_{self.value}"


def sheet_names(words: Words, taken: Collection[str]) -> dict[Role, str]:
    """A free name for each result sheet: its usual one, else with a number; at most 31 characters.

    Excel holds names that differ only in case for the same.
    """
    used = {name.casefold() for name in taken}
    names: dict[Role, str] = {}
    for role in Role:
        names[role] = free_name(words.raw(f"sheets.{role.value}"), used)
        used.add(names[role].casefold())
    return names


def free_name(wanted: str, used: Collection[str]) -> str:
    """`wanted`, else `wanted 2`, `wanted 3`, … cut to fit; `used` holds case-folded names."""
    candidate, number = wanted[:LONGEST_SHEET_NAME], 1
    while candidate.casefold() in used:
        number += 1
        suffix = f" {number}"
        candidate = wanted[: LONGEST_SHEET_NAME - len(suffix)].rstrip() + suffix
    return candidate


@lru_cache(maxsize=256)
def quoted(sheet: str) -> str:
    """A sheet's name as a formula writes it; always quoted, inner apostrophes doubled."""
    return "'" + sheet.replace("'", "''") + "'"


KEPT = "kpisheet_kept_"  # begins the defined names of result sheets that were kept under a dated name


def all_own_sheets(names: Mapping[str, tuple[str, object]]) -> frozenset[str]:
    """The result sheets of earlier runs, also those that were kept because a person changed them."""
    kept = {sheet for name, (sheet, _) in names.items() if name.startswith(KEPT)}
    return frozenset(kept | set(own_sheets(names).values()))


def own_sheets(names: Mapping[str, tuple[str, object]]) -> dict[Role, str]:
    """Which sheets of a workbook are result sheets of an earlier run, by its defined names.

    `names` maps a defined name to the sheet and area that it means, as the reader gives them.
    """
    return {role: names[role.defined_name][0] for role in Role if role.defined_name in names}
