"""What a download of no known system says was planned, in a column beside what was spent.

Advertising systems' own *Budget* is what may be spent in a day, or in all of a campaign's life: no plan.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kpisheet.exports.body import Body
from kpisheet.exports.headers import Header
from kpisheet.exports.unread_columns import holds_figures
from kpisheet.exports.words import words
from kpisheet.worksheet.header import BUDGET, header_meaning
from kpisheet.worksheet.schema import Table


class PlanColumns(Struct, frozen=True):
    """The columns of figures whose headers speak of a budget: *Budget*, *Daily budget*, *Bütçe*."""

    found: Sequence[Header] = ()

    @classmethod
    def of(cls, body: Body) -> PlanColumns:
        """Those of a table of no known system."""
        unknown = [header for header in body.table.what.headers if header.key is None]
        return cls([header for header in unknown if _speaks_of_one(header) and holds_figures(body, header)])

    @property
    def plan(self) -> Header | None:
        """The one that may be the plan of its rows; None if none is, or several are."""
        found = [header for header in self.found if _is_budget(header)]
        return found[0] if len(found) == 1 else None

    def unread(self, *, reads_plan: bool) -> Sequence[str]:
        """The headers of those that aren't read."""
        return [header.text for header in self.found if not (reads_plan and header is self.plan)]


def _speaks_of_one(header: Header) -> bool:
    return _is_budget(header) or not words("budget_word").isdisjoint(header.name.split())


def _is_budget(header: Header) -> bool:
    meaning = header_meaning(header.text, Table.CHANNELS)
    return meaning is not None and meaning.key == BUDGET
