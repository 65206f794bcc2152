"""What a person assumes in place of what the file says: *what if the margin were 40 %* and the like."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct, field

from kpisheet.worksheet.findings import Finding
from kpisheet.worksheet.schema import SETTINGS

ASSUMABLE = (
    "gross_margin",
    "target_cpl",
    "target_cac",
    "target_roi",
)  # settings, in the order they are asked
_BOUNDS = {one.key: (one.minimum, one.maximum) for one in SETTINGS if one.key in ASSUMABLE}


class Assumptions(Struct, frozen=True):
    """Values of one report only, each in place of what the file says.

    `language`: of the report; the file is read in its own all the same, so that no figure changes with it.
    `settings`: by the setting's key (those of `ASSUMABLE`). `spend`: what is planned for each month of the
    plan's scenario A, by channel key. Raises `ValueError` for a value beyond a setting's bounds.
    """

    language: str | None = None
    settings: Mapping[str, Decimal] = field(default_factory=dict)
    spend: Mapping[str, Decimal] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, value in self.settings.items():
            low, high = _BOUNDS[key]
            if (low is not None and value < low) or (high is not None and value > high):
                raise ValueError(key, value)
        if any(spend < 0 for spend in self.spend.values()):
            raise ValueError(self.spend)

    def leaves(self, found: Finding) -> bool:
        """Whether a finding about settings still matters: not where all that it touches is assumed."""
        return not found.affects or not found.affects <= self.settings.keys()


NOTHING_ASSUMED = Assumptions()
