"""How the tables were read, in a sentence and an example; and what was left out of them, as findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from kpisheet.texts.language import Term
from kpisheet.worksheet.catalogue import finding, quoted
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import BUDGET
from kpisheet.worksheet.layouts.choosing import Choice, Summary
from kpisheet.worksheet.layouts.facts import At, Reading, Spent
from kpisheet.worksheet.layouts.held_columns import held_columns
from kpisheet.worksheet.layouts.labels import Label
from kpisheet.worksheet.layouts.lines import AddressedGrid
from kpisheet.worksheet.layouts.only_in_sums import only_in_sums
from kpisheet.worksheet.layouts.part_names import Naming, naming
from kpisheet.worksheet.layouts.times import Spans
from kpisheet.worksheet.layouts.unlike_facts import UnlikeFacts
from kpisheet.worksheet.layouts.words import Aside, said_in, word_of
from kpisheet.worksheet.sheet import CellKind, Layout, RawCell, Row

_SHEETS_NAMED = 4


def left_out(choice: Choice, spans: Spans) -> Iterator[Finding]:
    """What isn't read: totals, what is planned or of last year, what lacks a word."""
    for reading in choice.readings:
        sheet = reading.sheet.name
        for (row, column), label in reading.total_rows.items():
            yield finding("K404", Place(sheet, row, column), typed=shown(label))
        differing = held_columns(reading, spans)
        yield from differing.values()
        for spot, label in reading.total_columns.items():
            if spot not in differing:
                yield finding("K150", Place(sheet, *spot), typed=shown(label))
        yield from only_in_sums(reading)
        yield from _asides(reading)
        yield from _unread(reading)
        yield from _by_title_only(reading)
        yield from _why_spent(reading, choice.spent)
    for reading in choice.others:
        yield from _asides(reading)
        yield from _lacking(reading) if reading.facts else _unread(reading)
    for reading in choice.aside:
        if reading.called is not None:
            yield _set_aside(reading, *reading.called)
    for rival in choice.rivals:
        yield _rival(rival)
    yield from map(_unlike, choice.unlike)
    yield from _parts(choice)
    for summary in choice.summaries:
        yield _summary(summary)


def _why_spent(reading: Reading, spent: Spent) -> Iterator[Finding]:
    """What is asked where no word says that the figures were spent."""
    if spent is Spent.SAID:
        yield from _actual(reading)
    elif spent is Spent.PLANNED:
        yield from _budget(reading)
    else:
        numbers = [fact.cell.number for fact in reading.facts if fact.cell is not None]
        total = sum((one for one in numbers if one is not None), Decimal(0))
        yield finding("K173", _header_of(reading), total=total, n=len(numbers), affects=("spend",))


def left_beside(choice: Choice, grid: Grid) -> Iterator[Finding]:
    """What is said of tables of other shapes beside a list that is read: those that should agree with it."""
    read = grid.table.sheet
    for summary in choice.summaries:
        own = summary.reading
        if own.sheet is not read and own.filled and summary.differs is not None:  # a list is told as another
            yield _summary(summary)
    for reading in choice.others:
        if reading.sheet is not read and not reading.facts:
            yield from _unread(reading)


def _parts(choice: Choice) -> Iterator[Finding]:
    """Tables of one shape for the same channels and months: read as parts of one, or asked about."""
    if choice.parts:
        first, *others = choice.parts
        names = [quoted(reading.part or "") for reading in choice.parts]
        known = all(naming(reading.part or "") is Naming.REGION for reading in choice.parts)
        place = _header_of(others[0] if others else first)
        if known:
            yield finding("K156", place, names=names)
        else:
            yield finding("K157", place, affects=("spend",), names=names)
    for one in choice.unsure:
        spent = [fact for fact in one.reading.facts if fact.metric == "spend" and fact.cell is not None]
        facts: dict[str, Any] = {
            "sheet": one.beside.sheet.name,
            "rows": len({fact.row for fact in spent}),
            "total": sum((fact.cell.number or Decimal(0) for fact in spent if fact.cell), Decimal(0)),
        }
        yield finding("K158", _header_of(one.reading), affects=("spend",), **facts)


def _header_of(reading: Reading) -> Place:
    header = reading.block.headers[0]
    return Place(reading.sheet.name, header.number, min(header.labels))


def _asides(reading: Reading) -> Iterator[Finding]:
    for aside, cell in reading.asides.items():
        yield _set_aside(reading, aside, cell)


def _set_aside(reading: Reading, aside: Aside, cell: RawCell) -> Finding:
    place = Place(reading.sheet.name, cell.row or None, cell.column or None)
    return finding("K151", place, typed=shown(cell), why=Term(f"findings.aside.{aside.value}"))


def _budget(reading: Reading) -> Iterator[Finding]:
    """Where a budget stands that is taken for what was spent."""
    sheet = reading.sheet
    labels = [*(label.cell for label in (*reading.block.titles, *reading.block.labels()))]
    cells = [*labels, RawCell(0, 0, CellKind.TEXT, sheet.name)]
    for cell in cells:
        if BUDGET in (word_of(cell.text).metric, said_in(cell.text).metric):
            place = Place(sheet.name, cell.row or None, cell.column or None)
            yield finding("K204", place, typed=shown(cell), affects=("spend",))
            return


def _actual(reading: Reading) -> Iterator[Finding]:
    """*Actual* beside a plan that nothing says is one of spend: it may be of leads, or of sales."""
    labels = list(reading.block.labels())
    around = [*(label.text for label in reading.block.titles), reading.sheet.name]
    said = {label.word.metric for label in labels} | {said_in(text).metric for text in around}
    first = next((label.cell for label in labels if label.word.actual), None)
    is_spend = any(fact.metric == "spend" for fact in reading.facts)
    if first is not None and is_spend and said.isdisjoint({"spend", BUDGET}):
        place = Place(reading.sheet.name, first.row, first.column)
        yield finding("K204", place, typed=shown(first), affects=("spend",))


def _unread(reading: Reading) -> Iterator[Finding]:
    numbers = [one.cell.number for one in reading.unread if one.cell.number is not None]
    if not numbers:
        return
    first = reading.unread[0]
    place = Place(reading.sheet.name, first.row, first.column)
    yield finding("K152", place, n=len(numbers), total=sum(numbers, Decimal(0)), affects=("spend",))


def _lacking(reading: Reading) -> Iterator[Finding]:
    """The figures of a table that has no channels."""
    spent = [fact for fact in reading.facts if fact.metric == "spend" and fact.cell is not None]
    numbers = [fact.cell.number for fact in spent if fact.cell is not None and fact.cell.number is not None]
    if numbers:
        place = Place(reading.sheet.name, spent[0].row, spent[0].column)
        yield finding("K152", place, n=len(numbers), total=sum(numbers, Decimal(0)), affects=("spend",))


def _unlike(one: UnlikeFacts) -> Finding:
    """Figures that can't be added to those that were read."""
    facts: dict[str, Any] = {"n": one.figures, "how": Term(f"findings.unlike.{one.how.value}")}
    place = Place(one.sheet, one.label.row or None, one.label.column or None)
    usual = shown(one.usual)
    return finding("K185", place, typed=shown(one.label), affects=(one.metric,), usual=usual, **facts)


def _by_title_only(reading: Reading) -> Iterator[Finding]:
    """Columns under headers that nobody knows, of which only a title says that they are spend."""
    first, header = reading.block.first_row, reading.block.headers[-1]
    if reading.channels.place != "side":
        return
    found: dict[int, Label] = {}
    for fact in reading.facts:
        label = header.labels.get(fact.column)
        is_said = fact.metric != "spend" or fact.label is None or fact.label.row >= first
        if label is None or is_said or fact.cell is None or fact.campaign is not None:
            continue
        if not label.word.says_something and naming(label.text) is not Naming.REGION:
            found[fact.column] = label
    if found:
        headers = [quoted(found[column].text) for column in sorted(found)]
        place = Place(reading.sheet.name, header.number, min(found))
        title = next(fact.label for fact in reading.facts if fact.metric == "spend" and fact.label)
        yield finding("K188", place, typed=shown(title), affects=("spend",), headers=headers)


def _rival(reading: Reading) -> Finding:
    channel = reading.facts[0].channel
    return finding("K153", channel.place, typed=shown(channel.cell), affects=("channel",))


def _summary(summary: Summary) -> Finding:
    reading = summary.reading
    if summary.differs is None:
        return finding("K154", _header_of(reading), sheet=reading.sheet.name)
    fact, read = summary.differs
    place = Place(fact.sheet, fact.row, fact.column)
    cell = fact.cell
    return finding("K155", place, typed=None if cell is None else shown(cell), read=read)


def layout_of(grid: Grid, rows: Sequence[Row]) -> Layout:
    """Where the words of the figures' addresses stand, and one figure with its address as an example."""
    example = next((row for row in rows if row.values.get("spend")), None)
    if not isinstance(grid, AddressedGrid):
        periods = At.SIDE if "period" in grid.columns else At.NOWHERE
        return Layout((grid.table.sheet.name,), 1, At.SIDE, periods, At.HEADER, example)
    choice = grid.choice
    sheets = tuple(dict.fromkeys(reading.sheet.name for reading in choice.readings))
    first = choice.readings[0]
    return Layout(
        sheets=sheets,
        blocks=len(choice.readings),
        channels=_channels_at(first),
        periods=_periods_at(choice.readings),
        metrics=_metrics_at(first),
        example=example,
    )


def _channels_at(reading: Reading) -> str:
    at = reading.channels.place
    return {"part": At.HEADER, "corner": At.HEADER}.get(at, at)


def _periods_at(readings: Sequence[Reading]) -> str:
    """Where the first figure's period stands."""
    reading = readings[0]
    fact = next((fact for fact in reading.facts if fact.time is not None), None)
    if fact is None or fact.time is None:
        return At.NOWHERE
    return _at(reading, fact.time.cell)


def _at(reading: Reading, cell: RawCell) -> str:
    """Where a label of a block stands."""
    if not cell.row:
        return At.SHEET
    if cell.row < reading.block.first_row:
        return At.TITLE
    if cell.row <= reading.block.headers[-1].number:
        return At.HEADER
    return At.SIDE if any(line.number == cell.row for line in reading.block.lines) else At.HEADING


def _metrics_at(reading: Reading) -> str:
    return reading.metrics.value
