"""From facts to lines: the figures of one channel, campaign and period together, wherever each stands."""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Iterator, Mapping
from functools import cached_property

from msgspec import Struct, field

from kpisheet.texts.folding import fold
from kpisheet.worksheet.findings import Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import HELPERS, QUESTIONS, Meaning, header_meaning
from kpisheet.worksheet.layouts.choosing import Choice
from kpisheet.worksheet.layouts.facts import Fact, Reading
from kpisheet.worksheet.layouts.labels import Label
from kpisheet.worksheet.layouts.times import Spans, Time
from kpisheet.worksheet.layouts.words import Role, is_wanted
from kpisheet.worksheet.locate import HeaderCell, LocatedTable
from kpisheet.worksheet.schema import Table
from kpisheet.worksheet.sheet import CellRange, DataTable, RawCell, Row

PERIOD_END = "period_end"
_NO_HEADER = "–"


class AddressedLine(Struct):
    """The cells of one channel, campaign and period by column key; `places`: those of blank cells too."""

    sheet: str
    number: int
    time: Time | None
    cells: dict[str, RawCell] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    anchors: dict[int, int] = field(default_factory=dict)  # block → the anchor of its facts
    beside: tuple[str | None, ...] = ()  # its part of the whole, and all labels beside its first figure


class AddressedGrid(Grid, frozen=True, dict=True):
    """Lines from tables of any shape, in the place of a list's rows."""

    choice: Choice
    spans: Spans

    @cached_property
    def lines(self) -> tuple[AddressedLine, ...]:
        """The lines that hold any figure, in the order in which their first one stands."""
        found: dict[tuple[object, ...], list[AddressedLine]] = {}
        ordered: list[AddressedLine] = []
        for block, reading in enumerate(self.choice.readings):
            beside = words_beside(reading)
            for fact in reading.facts:
                alike = found.setdefault((reading.part, *self._key(fact)), [])
                line = next((line for line in alike if _has_room(line, fact, block)), None)
                if line is None:
                    line = _begun(fact)
                    line.beside = beside.get(fact.row, ())
                    alike.append(line)
                    ordered.append(line)
                _enter(line, fact, block)
        return tuple(line for line in ordered if any(key in line.cells for key in self._figures))

    def beside_row(self, row: Row) -> Hashable:
        """The words by which rows of one channel, campaign and period are told apart."""
        return self._beside.get(_spot(row.sheet, row.number, row.places))

    @cached_property
    def _beside(self) -> Mapping[Hashable, Hashable]:
        return {_spot(line.sheet, line.number, line.places): line.beside for line in self.lines}

    def _key(self, fact: Fact) -> tuple[object, ...]:
        campaign = None if fact.campaign is None else fact.campaign.key
        return fact.channel.channel, campaign, self.spans.of(fact.time)

    @cached_property
    def _figures(self) -> frozenset[str]:
        return frozenset(fact.metric for reading in self.choice.readings for fact in reading.facts)

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The keys that some line has, with the column where the first one stands."""
        found: dict[str, int] = {}
        for line in self.lines:
            if len(line.places) > len(found) or not found.keys() >= line.places.keys():
                for key, place in line.places.items():
                    found.setdefault(key, place.column or 1)
        for key in (PERIOD_END, *HELPERS):
            found.pop(key, None)
        return found

    @cached_property
    def computed(self) -> Mapping[str, int]:
        """None: only a list has kpisheet's own columns."""
        return {}

    @cached_property
    def rows(self) -> tuple[tuple[int, dict[str, RawCell]], ...]:
        """Row number and filled cells of each line."""
        return tuple((line.number, line.cells) for line in self.lines)

    def column_cells(self, key: str) -> Iterator[RawCell]:
        """All filled cells of one metric or label."""
        return (line.cells[key] for line in self.lines if key in line.cells)

    def stands_on(self, other: LocatedTable) -> bool:
        """Whether another table is made of cells that are read here."""
        return any(
            reading.sheet.name == other.sheet.name
            and any(header.number in (other.header_row, other.top_row) for header in reading.block.headers)
            for reading in self.choice.readings
        )

    def described(self, last_row: int) -> DataTable:
        """The tables as the report shows them."""
        del last_row
        table = self.table
        areas = tuple((reading.sheet.name, area_of(reading)) for reading in self.choice.readings)
        return DataTable(
            table.sheet.name, table.header_row, table.first_row, table.last_row, dict(self.columns), areas
        )


def words_beside(reading: Reading) -> dict[int, tuple[str | None, ...]]:
    """By row of a block: the part of the whole that it is, the heading above, labels that aren't read."""
    names = {id(one): one for fact in reading.facts for one in (fact.channel, fact.campaign) if one}
    times = {id(fact.time): fact.time for fact in reading.facts if fact.time}
    cells = [*(one.cell for one in names.values()), *(time.cell for time in times.values())]
    cells += [time.until for time in times.values() if time.until]
    read = {(cell.row, cell.column) for cell in cells}
    found: dict[int, tuple[str | None, ...]] = {}
    above: tuple[str, ...] = ()
    for line, headings in zip(reading.block.lines, reading.block.headings, strict=True):
        above = tuple(_unread(headings, read)) if headings else above
        found[line.number] = reading.part, *above, *_unread(line.labels.values(), read)
    return found


def _unread(labels: Iterable[Label], read: Container[tuple[int, int]]) -> Iterator[str]:
    return (fold(label.text) for label in labels if (label.cell.row, label.cell.column) not in read)


def _spot(sheet: str, number: int, places: Mapping[str, Place]) -> Hashable:
    """What no two lines share: their row, and the cells that name their channel and period."""
    return sheet, number, places.get("channel"), places.get("period")


def _has_room(line: AddressedLine, fact: Fact, block: int) -> bool:
    """Whether the line lacks the fact's metric, and has no row of the same block but the fact's own."""
    return line.anchors.get(block, fact.anchor) == fact.anchor and fact.metric not in line.places


def _begun(fact: Fact) -> AddressedLine:
    line = AddressedLine(fact.sheet, fact.row, fact.time)
    for key, named in (("channel", fact.channel), ("campaign", fact.campaign)):
        if named is not None:
            line.cells[key] = named.cell
            line.places[key] = named.place
    if fact.currency is not None:
        line.cells["currency"] = fact.currency
        line.places["currency"] = _place(fact.sheet, fact.currency)
    if fact.time is not None:
        line.cells["period"] = fact.time.cell
        line.places["period"] = _place(fact.time.sheet, fact.time.cell)
        if fact.time.until is not None:
            line.cells[PERIOD_END] = fact.time.until
            line.places[PERIOD_END] = _place(fact.time.sheet, fact.time.until)
    return line


def _enter(line: AddressedLine, fact: Fact, block: int) -> None:
    line.anchors[block] = fact.anchor
    line.places[fact.metric] = Place(fact.sheet, fact.row, fact.column)
    if fact.cell is not None:
        line.cells[fact.metric] = fact.cell


def _place(sheet: str, cell: RawCell) -> Place:
    """The cell's place; a sheet's name has none."""
    return Place(sheet, cell.row or None, cell.column or None)


def area_of(reading: Reading) -> CellRange:
    """The rows and columns that a block takes, its header included."""
    lines = [*reading.block.headers, *reading.block.lines]
    columns = [column for line in lines for column in (*line.labels, *line.figures)]
    return CellRange(lines[0].number, min(columns), lines[-1].number, max(columns))


def located(reading: Reading) -> LocatedTable:
    """A block as the rest of the house knows tables: its header's cells, each metric once."""
    block, area = reading.block, area_of(reading)
    labels = [label for header in block.headers for label in header.labels.values()]
    labels += [label for line in block.lines for label in line.labels.values() if label.word.metric]
    headers: dict[str, HeaderCell] = {}
    read = {fact.column for fact in reading.facts}
    read |= {fact.currency.column for fact in reading.facts if fact.currency is not None}
    for label in labels:
        if label.word.metric in QUESTIONS and label.cell.column in read:
            continue  # *Value* over what a metric beside it names, or a currency: there is nothing to ask
        if label.word.aside or (label.word.total and not is_wanted(label.word.metric)):
            continue
        if (meaning := _meaning(label.text, label.word.metric, label.word.role)) is not None:
            cell = label.cell
            headers.setdefault(meaning.key, HeaderCell(cell.row, cell.column, cell.text, meaning))
    last = block.headers[-1].number
    told = tuple(headers.values()) or (HeaderCell(last, area.first_column, _NO_HEADER, None),)
    return LocatedTable(Table.CHANNELS, block.sheet, block.first_row, last, told, last + 1, area.last_row)


def _meaning(text: str, metric: str | None, role: Role | None) -> Meaning | None:
    """What a label means as a header; in a label of two parts that is its metric."""
    whole = header_meaning(text, Table.CHANNELS)
    if whole is not None:
        return whole
    return Meaning(metric, frozenset()) if metric is not None and role is None else None
