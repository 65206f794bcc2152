"""The KPIs a second time, from their definitions with fractions and nothing of ours."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

SUMS = ("spend", "visitors", "leads", "new_customers", "revenue")

Amounts = Mapping[str, Fraction | None]


def amounts(numbers: Iterable[Any], margin: Fraction) -> dict[str, Fraction | None]:
    """A row's amounts, by key, from what was typed for `SUMS`; None is blank."""
    values: dict[str, Fraction | None] = {
        key: None if number is None else Fraction(str(number))
        for key, number in zip(SUMS, numbers, strict=True)
    }
    if values["revenue"] is None and values["new_customers"] == 0:
        values["revenue"] = Fraction()
    revenue = values["revenue"]
    values["gross_profit"] = None if revenue is None else revenue * margin
    return values


class Scope:
    """Rows of one channel and month, or of many: sums over the rows that know every part asked for."""

    def __init__(self, rows: Iterable[Amounts]) -> None:
        self.rows = list(rows)

    def sums(self, *keys: str) -> list[Fraction] | None:
        knowing = [row for row in self.rows if all(row[key] is not None for key in keys)]
        return (
            [sum((row[key] or Fraction() for row in knowing), Fraction()) for key in keys]
            if knowing
            else None
        )

    def ratio(self, top: str, bottom: str) -> Fraction | None:
        parts = self.sums(top, bottom)
        return parts[0] / parts[1] if parts and parts[1] else None

    def cost_per(self, result: str) -> Fraction | None:
        """Undefined, and not 0, where nothing was spent on the rows that know both."""
        return self.ratio("spend", result) or None

    def share(self, top: str, bottom: str) -> Fraction | None:
        """Undefined where it would be more than all: the part is of other months, or a mistake."""
        found = self.ratio(top, bottom)
        return found if found is None or found <= 1 else None

    def figures(self) -> dict[str, Fraction | None]:
        roas = self.ratio("revenue", "spend")
        profit_on_spend = self.ratio("gross_profit", "spend")
        added = {key: (parts[0] if (parts := self.sums(key)) else None) for key in (*SUMS, "gross_profit")}
        return {
            **added,
            "visitor_to_lead_rate": self.share("leads", "visitors"),
            "cpl": self.cost_per("leads"),
            "close_rate": self.share("new_customers", "leads"),
            "cac": self.cost_per("new_customers"),
            "roas": roas,
            "revenue_roi": None if roas is None else roas - 1,
            "roi": None if profit_on_spend is None else profit_on_spend - 1,
            "break_even_cpl": self.ratio("gross_profit", "leads"),
            "break_even_cac": self.ratio("gross_profit", "new_customers"),
        }


def same(ours: Any, theirs: Fraction | None) -> bool:
    """Equal as far as a double can hold it; nothing only where there is nothing."""
    if ours is None or theirs is None:
        return ours is None and theirs is None
    return math.isclose(ours, float(theirs), rel_tol=1e-12, abs_tol=1e-12)
