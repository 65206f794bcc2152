"""Figures that can't be added to the others of their metric: in another currency, in thousands, with VAT.

Their header says so, or the title above them. Those that most figures can be added to are read, the others
are left out and told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from kpisheet.worksheet.counted_in import CountedIn, Unlike, counted_in, tells_amounts, unlike
from kpisheet.worksheet.layouts.facts import Fact, Reading
from kpisheet.worksheet.money import MONEY_UNITS
from kpisheet.worksheet.schema import COLUMNS, Table
from kpisheet.worksheet.sheet import RawCell

_AMOUNTS = frozenset(column.key for column in COLUMNS[Table.CHANNELS] if column.unit in MONEY_UNITS)


class _Label(NamedTuple):
    """The header of a figure's metric, and the title above that says something of its amounts."""

    sheet: str
    header: RawCell | None
    title: RawCell | None

    @property
    def counted_in(self) -> CountedIn:
        header = "" if self.header is None else self.header.text
        title = "" if self.title is None else self.title.text
        return counted_in(header, title)

    @property
    def telling(self) -> RawCell | None:
        """The cell that says what the figures are counted in."""
        header = "" if self.header is None else self.header.text
        return self.header if counted_in(header) == self.counted_in else self.title


class UnlikeFacts(Struct, frozen=True):
    """Figures of one metric that aren't read: their label, the usual one, how they differ, how many."""

    metric: str
    sheet: str
    label: RawCell
    usual: RawCell
    how: Unlike
    figures: int


def leave_out_unlike(readings: Sequence[Reading]) -> list[UnlikeFacts]:
    """Take the facts out of the readings that can't be added to the others, and tell them."""
    by_metric: defaultdict[str, defaultdict[_Label, list[Fact]]] = defaultdict(lambda: defaultdict(list))
    for reading in readings:
        title = _title_of(reading)
        for fact in reading.facts:
            if fact.cell is not None:
                above = title if fact.metric in _AMOUNTS else None
                by_metric[fact.metric][_Label(fact.sheet, fact.label, above)].append(fact)
    found: list[UnlikeFacts] = []
    left_out: set[int] = set()
    for metric, labels in by_metric.items():
        usual = _usual(labels)
        for label, facts in labels.items():
            how = _unlike(usual, label)
            if how is not None and label.telling is not None:
                told = usual.telling or label.telling
                figures = len({(fact.row, fact.column) for fact in facts})
                found.append(UnlikeFacts(metric, label.sheet, label.telling, told, how, figures))
                left_out |= set(map(id, facts))
    if left_out:
        for reading in readings:
            reading.facts = [fact for fact in reading.facts if id(fact) not in left_out]
    return found


def _usual(labels: Mapping[_Label, Sequence[Fact]]) -> _Label:
    """The first label of those that say what is said of most figures."""
    counts: Counter[CountedIn] = Counter()
    for label, facts in labels.items():
        counts[label.counted_in] += len(facts)
    return max(labels, key=lambda label: counts[label.counted_in])


def _unlike(usual: _Label, label: _Label) -> Unlike | None:
    """How figures differ from the usual ones; those of which no currency is said are in the usual one."""
    own, other = usual.counted_in, label.counted_in
    if own.currencies and not other.currencies:
        other = other._replace(currencies=own.currencies)
    return unlike(own, other)


def _title_of(reading: Reading) -> RawCell | None:
    """The nearest title of a table that says something of its amounts."""
    titles = [label.cell for label in reversed(reading.block.titles)]
    return next((one for one in titles if tells_amounts(one.text)), None)
