"""What a download says of its amounts that makes them something else than what was spent in their time.

They are read as they stand, and it is asked, as in a worksheet (`worksheet/other_amounts.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from msgspec import Struct, field

from kpisheet.exports.body import Body
from kpisheet.exports.headers import Header
from kpisheet.exports.lines import Remark
from kpisheet.exports.pages import Line, text_of
from kpisheet.worksheet.header import line_says_thousands, says_thousands
from kpisheet.worksheet.other_amounts import says_otherwise, says_plan
from kpisheet.worksheet.periods import Period

_MOST_DAYS = 7  # of a line that tells of a day, or of some
_MOST_LINES = 200_000  # that are held against one another


def said_of_amounts(body: Body, spend: Header, periods: Collection[Period]) -> Iterator[Remark]:
    """In thousands, as the header or a line above says; of single days, above lines of months."""
    above = [text for text in body.table.above if line_says_thousands(text)]
    if says_thousands(spend.text) or above:
        yield Remark("K963", {"typed": above[0] if above else spend.text})
    long = all((period.end - period.start).days >= _MOST_DAYS for period in periods)
    if periods and long and says_otherwise("each_day", spend.text):
        yield Remark("K963", {"typed": spend.text})


class LinesSeen(Struct, dict=True):
    """The lines that were counted: those that stand there twice, and those that speak of a plan."""

    body: Body
    seen: set[int] = field(default_factory=set)
    again: list[int] = field(default_factory=list)
    planned: Counter[str] = field(default_factory=Counter)
    first_planned: dict[str, int] = field(default_factory=dict)

    def take(self, line: Line, *, has_spend: bool) -> None:
        """Look at one line that counts."""
        if has_spend and len(self.seen) < _MOST_LINES:
            known = hash(tuple(map(text_of, line.cells)))
            if known in self.seen:
                self.again.append(line.number)
            self.seen.add(known)
        for column in self._unread:
            text = text_of(line.cells[column]).strip() if column < len(line.cells) else ""
            if text and says_plan(text):
                self.planned[text] += 1
                self.first_planned.setdefault(text, line.number)

    @cached_property
    def _unread(self) -> Sequence[int]:
        """The columns that may say it; a system's own mean something else, such as a campaign's state."""
        what = self.body.table.what
        return [] if what.system else [header.column for header in what.headers if header.key is None]

    def told(self) -> Iterator[Remark]:
        """What is asked of them."""
        if self.again:
            yield Remark("K962", {"row": self.again[0], "n": len(self.again)})
        for text, count in self.planned.items():
            yield Remark("K964", {"typed": text, "row": self.first_planned[text], "n": count})
