"""What a person typed into Plan on an earlier report, carried over to the next one by channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PlanInput:
    """The two inputs of a channel in Plan; None where nothing usable was typed."""

    spend: Decimal | None = None
    exponent: Decimal | None = None


CarriedPlan = Mapping[str, PlanInput]  # by channel key
