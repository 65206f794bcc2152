"""What a download says of its amounts that makes them something else than what was spent in their time.

They are read as they stand, and it is asked, as in a worksheet (`worksheet/other_amounts.py`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import PurePath

from msgspec import Struct, field

from kpisheet.exports.body import Body
from kpisheet.exports.headers import Header
from kpisheet.exports.lines import Remark
from kpisheet.exports.pages import Line, text_of
from kpisheet.worksheet.header import line_says_thousands, says_thousands
from kpisheet.worksheet.other_amounts import (
    names_scenarios,
    says_called_off,
    says_otherwise,
    says_plan,
    speaks_of_a_plan,
)
from kpisheet.worksheet.periods import Period

_MOST_DAYS = 7  # of a line that tells of a day, or of some
_MOST_LINES = 200_000  # that are held against one another


def said_of_amounts(body: Body, spend: Header, periods: Collection[Period]) -> Iterator[Remark]:
    """In thousands, as the header or a line above says; of single days, above lines of months."""
    above = [text for text in body.table.above if line_says_thousands(text)]
    if says_thousands(spend.text) or above:
        yield Remark("K963", {"typed": above[0] if above else spend.text})
    page = body.table.page
    names = [name for name in (page.sheet, PurePath(page.file).stem) if name]
    titles = [text for text in body.table.above if speaks_of_a_plan(text)]
    planned = next(iter((*titles, *(name for name in names if speaks_of_a_plan(name, alone=True)))), None)
    if planned is not None:
        yield Remark("K966", {"typed": planned})
    long = all((period.end - period.start).days >= _MOST_DAYS for period in periods)
    if periods and long and says_otherwise("each_day", spend.text):
        yield Remark("K963", {"typed": spend.text})


class LinesSeen(Struct, dict=True):
    """The lines that were counted: those that stand there twice, and those that speak of a plan."""

    body: Body
    seen: set[int] = field(default_factory=set)
    again: list[int] = field(default_factory=list)
    planned: Counter[str] = field(default_factory=Counter)
    called_off: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)  # the first line that says a text
    scenarios: dict[tuple[int, Hashable], set[str]] = field(default_factory=dict)

    def take(self, line: Line, group: Hashable, *, has_spend: bool) -> None:
        """Look at one line that counts; `group`: its channel, month and campaign."""
        if has_spend and len(self.seen) < _MOST_LINES:
            known = hash(tuple(map(text_of, line.cells)))
            if known in self.seen:
                self.again.append(line.number)
            self.seen.add(known)
        for column in self._unread:
            text = text_of(line.cells[column]).strip() if column < len(line.cells) else ""
            if not text:
                continue
            if column in self._scenarios:
                self.scenarios.setdefault((column, group), set()).add(text)
            elif says_plan(text):
                self.planned[text] += 1
                self.first.setdefault(text, line.number)
            elif says_called_off(text):
                self.called_off[text] += 1
                self.first.setdefault(text, line.number)

    @cached_property
    def _unread(self) -> Sequence[int]:
        """The columns that may say it; a system's own mean something else, such as a campaign's state."""
        what = self.body.table.what
        return (
            []
            if what.system
            else [header.column for header in what.headers if header.key in (None, "status")]
        )

    @cached_property
    def _scenarios(self) -> Mapping[int, str]:
        """The headers over what may part lines into scenarios, by column."""
        headers = self.body.table.what.headers
        return {each.column: each.text for each in headers if names_scenarios(each.text)}

    def told(self) -> Iterator[Remark]:
        """What is asked of them."""
        if self.again:
            yield Remark("K962", {"row": self.again[0], "n": len(self.again)})
        for text, count in self.planned.items():
            yield Remark("K964", {"typed": text, "row": self.first[text], "n": count})
        for text, count in self.called_off.items():
            yield Remark("K965", {"typed": text, "row": self.first[text], "n": count})
        for column, header in self._scenarios.items():
            parted = [said for (at, _), said in self.scenarios.items() if at == column and len(said) > 1]
            if parted:
                yield Remark("K968", {"column": header, "typed": ", ".join(sorted(parted[0]))})
