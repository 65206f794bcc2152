"""The rows of a table of any shape, held against one another: totals that don't fit, sums nobody named.

What a label makes a total is left out by the reading; here its figures are compared with those of the other
rows, and rows that are read are asked about if they are the sums of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.group_figures import ADDED
from kpisheet.worksheet.layouts.choosing import Choice
from kpisheet.worksheet.layouts.facts import Reading
from kpisheet.worksheet.layouts.labels import Label
from kpisheet.worksheet.layouts.regions import Block
from kpisheet.worksheet.sheet import TEXT_CELL, NumberStyle, RawCell
from kpisheet.worksheet.totals import Dimensions, Line, Total, says_running, totals_among

_NO_AMOUNTS = (NumberStyle.DATE, NumberStyle.PERCENT)
_METRICS_DOWN = "side"  # where each row is another metric, rows don't add up


def held_totals(choice: Choice) -> Iterator[Finding]:
    """What is said of rows whose figures don't go together with what was made of them."""
    for reading in choice.readings:
        if reading.metrics == _METRICS_DOWN:
            continue
        left_out = {row for row, _ in reading.total_rows}
        counted = {fact.row for fact in reading.facts} - left_out
        for number, total in _totals(reading).items():
            if number in left_out and total.differences:
                yield from _differing(reading.block, total)
            elif number in counted and total.first is not None:
                yield _counted(reading.block, total)


def _totals(reading: Reading) -> Mapping[int, Total]:
    """The rows of the block that are or may be sums, by the words at their side and figures that add up."""
    block, adding = reading.block, {fact.column for fact in reading.facts if fact.metric in ADDED}
    first = min((column for line in block.lines for column in line.figures), default=0)
    sides = sorted({column for line in block.lines for column in line.labels if column < first})
    if not sides:
        return {}
    lines, above = [], dict[int, Label]()
    for line in block.lines:
        own = {column: label for column, label in line.labels.items() if column in sides}
        outer = {column: label for column, label in above.items() if not own or column < min(own)}
        above = {**outer, **own}
        labels = {str(column): label.text for column, label in sorted(above.items())}
        figures = {column: cell for column, cell in line.figures.items() if column in adding}
        if figures:
            lines.append(Line(line.number, labels, _amounts(figures), _as_text(figures)))
    name, *others = (str(column) for column in reversed(sides))
    return totals_among(lines, Dimensions(name=name, read=tuple(others), people=frozenset()))


def _amounts(figures: Mapping[int, RawCell]) -> dict[str, Decimal]:
    return {
        str(column): cell.number
        for column, cell in figures.items()
        if cell.number is not None and cell.number >= 0 and cell.style not in _NO_AMOUNTS
    }


def _as_text(figures: Mapping[int, RawCell]) -> frozenset[str]:
    """The columns whose figure is typed as text: what it says isn't known here."""
    texts = (column for column, cell in figures.items() if cell.kind is TEXT_CELL)
    return frozenset(str(column) for column in texts if any(map(str.isdigit, figures[column].text)))


def _differing(block: Block, total: Total) -> Iterator[Finding]:
    """The first figure that isn't the sum of its rows; totals that go on from month to month are others."""
    place, typed = _label(block, total.number)
    if says_running(typed):
        return
    column, difference = min(total.differences.items(), key=lambda item: int(item[0]))
    heads = [head.labels[int(column)] for head in block.headers if int(column) in head.labels]
    header = shown(heads[-1].cell) if heads else column
    yield finding("K431", place, typed=typed, column=header, **difference._asdict())


def _counted(block: Block, total: Total) -> Finding:
    place, typed = _label(block, total.number)
    return finding("K432", place, typed=typed, affects=("spend",), first=total.first, last=total.last)


def _label(block: Block, number: int) -> tuple[Place, str]:
    """The cell to speak about, and what stands in it."""
    line = next(one for one in block.lines if one.number == number)
    label = min(line.labels.items(), default=None)
    cell = next(iter(line.figures.values())) if label is None else label[1].cell
    return Place(block.sheet.name, number, cell.column), shown(cell)
