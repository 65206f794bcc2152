"""Tables of one shape that say something else of the same channels and periods: which are parts of a whole.

A sheet for each region or brand is such a part: all are read, as one table. One with the same figures is a
copy, one whose figures are those of another at a fixed rate is the same in another currency or with tax, one
that adds up the others is their summary. What can't be told apart so isn't added, and is asked about.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct, field

from kpisheet.texts.currencies import currency_in_label
from kpisheet.texts.folding import fold
from kpisheet.worksheet.layouts.facts import Reading
from kpisheet.worksheet.layouts.part_names import Naming, naming
from kpisheet.worksheet.layouts.times import Span, Spans
from kpisheet.worksheet.layouts.words import Role, Word
from kpisheet.worksheet.money import MONEY_UNITS
from kpisheet.worksheet.schema import COLUMNS, Table

Address = tuple[str, str, str, Span | str | None]

_COPY = 0.5  # of the figures of one address are the same: two states of one table
_PART = 0.2  # no more of them are the same by chance
_FEWEST = 3  # figures that differ, where no name says that the tables are of two regions
_SUM = 0.8  # of its figures are the sums of the others', for a summary that may be wrong in some
_SAME_RATE = Decimal("0.02")  # by which the ratios of figures differ that were converted
_AMOUNTS = frozenset(column.key for column in COLUMNS[Table.CHANNELS] if column.unit in MONEY_UNITS)
_LABELS = frozenset({Role.NOTE, Role.BESIDE})


class Unsure(Struct, frozen=True):
    """A table that isn't read, and the one that is: nothing tells whether it is a part or a version of it."""

    reading: Reading
    beside: Reading


class Relations(Struct):
    """What tables of one shape are to each other. `sums`: identities of those that add up others."""

    parts: list[Reading] = field(default_factory=list)
    sums: set[int] = field(default_factory=set)
    unsure: list[Unsure] = field(default_factory=list)


def relations_among(readings: Iterable[Reading], spans: Spans) -> Relations:
    """Which tables are parts, sums or versions of others; a part gets its name."""
    groups: defaultdict[object, list[Reading]] = defaultdict(list)
    for reading in readings:
        groups[shape_of(reading)].append(reading)
    found = Relations()
    for group in groups.values():
        if len(group) > 1:
            _Group(group, spans, found).relate()
    return found


def shape_of(reading: Reading) -> object:
    """The same for tables whose headers say the same, but for their periods, totals and notes."""
    labels = (label for header in reading.block.headers for label in header.labels.values())
    headers = frozenset(label.word.metric or fold(label.text) for label in labels if _tells_shape(label.word))
    return reading.channels.place, any(fact.campaign for fact in reading.facts), headers


def _tells_shape(word: Word) -> bool:
    return not (word.period is not None or word.total or word.aside or word.role in _LABELS)


class _Group(Struct, dict=True):
    """The tables of one shape, and what is found of them."""

    readings: Sequence[Reading]
    spans: Spans
    found: Relations

    def __post_init__(self) -> None:
        self.figures = [_figures(reading, self.spans) for reading in self.readings]
        self.names = _names(self.readings)
        self._seen: defaultdict[Address, list[tuple[Decimal, int]]] = defaultdict(list)
        self._parts: set[int] = set()

    def relate(self) -> None:
        """Take the tables one by one: of other periods than those before, or parts or versions of them."""
        sums = set(self._sums())
        self.found.sums |= {id(self.readings[index]) for index in sums}
        for index in range(len(self.readings)):
            if index not in sums and self._is_read(index):
                for address, value in self.figures[index].items():
                    self._seen[address].append((value, index))
        for index in sorted(self._parts):
            self.readings[index].part = self.names[index]
            self.found.parts.append(self.readings[index])

    def _sums(self) -> Iterable[int]:
        """The tables that add up the others: by their figures; of two, by their name."""
        every: defaultdict[Address, Decimal] = defaultdict(Decimal)
        holders: defaultdict[Address, int] = defaultdict(int)
        for figures in self.figures:
            for address, value in figures.items():
                every[address] += value
                holders[address] += 1
        for index, figures in enumerate(self.figures):
            shared = [address for address in figures if holders[address] > 1]
            added = [address for address in shared if holders[address] > 2]  # it, and two more
            agreeing = sum(every[address] == 2 * figures[address] for address in added)
            by_figures = bool(added) and agreeing >= _SUM * len(added)
            if by_figures or (shared and naming(self.names[index]) is Naming.SUMMARY):
                yield index

    def _is_read(self, index: int) -> bool:
        """Whether a table is of other periods than those before it, or a part of one whole with them."""
        pairs = [
            (value, other, beside)
            for address, value in self.figures[index].items()
            for other, beside in self._seen.get(address, ())
        ]
        if not pairs:
            return True
        near = {beside for _, _, beside in pairs}
        same = sum(value == other for value, other, _ in pairs) / len(pairs)
        if self._is_part(index, near, same):
            self._parts |= {index, *near}
            return True
        if same < _COPY:
            self.found.unsure.append(Unsure(self.readings[index], self.readings[min(near)]))
        return False

    def _is_part(self, index: int, near: set[int], same: float) -> bool:
        """Whether a table is a part of the whole, of which those near are others; `same`: of its figures."""
        namings = {naming(self.names[at]) for at in (index, *near)}
        if same >= _COPY or Naming.BARE in namings or self._is_in_another_currency(index, near):
            return False
        if namings == {Naming.REGION}:
            return True
        shared = [address for address in self.figures[index] if address in self._seen]
        return len(shared) >= _FEWEST and same <= _PART and not self._is_converted(index, shared)

    def _is_in_another_currency(self, index: int, near: set[int]) -> bool:
        """Whether its labels name a currency that those of a table near it don't: they can't be added."""
        own = _currencies(self.readings[index])
        others = (_currencies(self.readings[at]) for at in near)
        return any(own and other and own.isdisjoint(other) for other in others)

    def _is_converted(self, index: int, shared: Sequence[Address]) -> bool:
        """Whether the amounts are those of another table at a fixed rate: in another currency, with tax."""
        ratios: defaultdict[int, list[Decimal]] = defaultdict(list)
        for address in shared:
            if address[0] in _AMOUNTS:
                for other, beside in self._seen[address]:
                    ratios[beside].append(self.figures[index][address] / other)
        return any(
            len(each) > 1 and max(each) - min(each) <= _SAME_RATE * abs(max(each)) for each in ratios.values()
        )


def _figures(reading: Reading, spans: Spans) -> Mapping[Address, Decimal]:
    """What a table says of each address; zeros say nothing of how it goes with others."""
    found: defaultdict[Address, Decimal] = defaultdict(Decimal)
    for fact in reading.facts:
        if fact.cell is not None and fact.cell.number:
            campaign = "" if fact.campaign is None else fact.campaign.key
            found[fact.metric, fact.channel.channel, campaign, spans.of(fact.time)] += fact.cell.number
    return found


def _currencies(reading: Reading) -> frozenset[str]:
    """The currencies that its headers and titles may mean."""
    labels = [label for header in reading.block.headers for label in header.labels.values()]
    texts = {label.text for label in (*labels, *reading.block.titles)}
    return frozenset(code for text in texts for code in currency_in_label(text).codes)


def _names(readings: Sequence[Reading]) -> Sequence[str]:
    """The name of each table's sheet; of several tables on one sheet, the title above each."""
    sheets = [reading.sheet.name for reading in readings]
    titles = [reading.block.titles[-1].text if reading.block.titles else "" for reading in readings]
    return [sheet if sheets.count(sheet) == 1 else title for sheet, title in zip(sheets, titles, strict=True)]
