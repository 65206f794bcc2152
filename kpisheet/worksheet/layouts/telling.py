"""How the tables were read, in a sentence and an example; and what was left out of them, as findings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpisheet.texts.language import Term
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import BUDGET
from kpisheet.worksheet.layouts.choosing import Choice, Summary
from kpisheet.worksheet.layouts.facts import At, Reading
from kpisheet.worksheet.layouts.lines import AddressedGrid
from kpisheet.worksheet.layouts.words import Aside, said_in, word_of
from kpisheet.worksheet.sheet import CellKind, Layout, RawCell, Row

_SHEETS_NAMED = 4


def left_out(choice: Choice) -> Iterator[Finding]:
    """What isn't read: totals, what is planned or of last year, what lacks a word."""
    for reading in choice.readings:
        sheet = reading.sheet.name
        for code, labels in (("K404", reading.total_rows), ("K150", reading.total_columns)):
            for (row, column), label in labels.items():
                yield finding(code, Place(sheet, row, column), typed=shown(label))
        yield from _asides(reading)
        yield from _unread(reading)
        yield from _budget(reading) if choice.plans_count else _actual(reading)
    for reading in choice.others:
        yield from _asides(reading)
        yield from _lacking(reading)
    for reading in choice.aside:
        if reading.called is not None:
            yield _set_aside(reading, *reading.called)
    for rival in choice.rivals:
        yield _rival(rival)
    for summary in choice.summaries:
        yield _summary(summary)


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


def _rival(reading: Reading) -> Finding:
    fact = reading.facts[0]
    cell = fact.channel.cell
    place = Place(fact.channel.sheet, cell.row or None, cell.column or None)
    return finding("K153", place, typed=shown(cell), affects=("channel",))


def _summary(summary: Summary) -> Finding:
    reading = summary.reading
    header = reading.block.headers[0]
    if summary.differs is None:
        place = Place(reading.sheet.name, header.number, min(header.labels))
        return finding("K154", place, sheet=reading.sheet.name)
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
