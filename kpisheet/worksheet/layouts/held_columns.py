"""The columns of a table of any shape that sum up others, held against them: quarters, years, `Total`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.layouts.choosing import agree, contains
from kpisheet.worksheet.layouts.facts import Fact, Reading, Summing
from kpisheet.worksheet.layouts.times import Span, Spans
from kpisheet.worksheet.sheet import TEXT_CELL, NumberStyle, RawCell
from kpisheet.worksheet.totals import says_average

_ENOUGH = 0.5  # of a column's figures are sums, so that the others are wrong


class _Sum(NamedTuple):
    """A figure of a column of sums, and what the figures of its row come to that it may sum up."""

    cell: RawCell
    read: Decimal


def held_columns(reading: Reading, spans: Spans) -> Mapping[tuple[int, int], Finding]:
    """By the place of a column's label: the first figure of it that isn't the sum of its row's."""
    rows: defaultdict[int, list[Fact]] = defaultdict(list)
    for fact in reading.facts:
        if fact.cell is not None and (fact.cell.number is not None or _is_text(fact)):
            rows[fact.row].append(fact)
    found: dict[tuple[int, int], Finding] = {}
    starts = [0, *sorted(reading.summing)]
    for column, summing in reading.summing.items():
        spot = summing.label.row, summing.label.column
        if spot in found or _counts_otherwise(summing.label.text):
            continue
        wrong = _wrong(reading, rows, column, max(one for one in starts if one < column), spans)
        if wrong is not None:
            found[spot] = _said(reading, summing, wrong)
    return found


def _counts_otherwise(text: str) -> bool:
    """Whether a column is of averages or shares."""
    return says_average(text) or "%" in text


def _wrong(
    reading: Reading, rows: Mapping[int, Sequence[Fact]], column: int, last: int, spans: Spans
) -> _Sum | None:
    """The first figure that differs from the sum of its row, or of its columns since the sum before."""
    every = list(_sums(reading, rows, column, 0, spans))
    since = list(_sums(reading, rows, column, last, spans)) if last else []
    differing = [
        [one for one in sums if not agree(one.cell.number or Decimal(0), one.read)] for sums in (every, since)
    ]
    if since and len(differing[1]) <= _ENOUGH * len(since) and len(differing[1]) <= len(differing[0]):
        return next(iter(differing[1]), None)
    return next(iter(differing[0]), None)


def _sums(
    reading: Reading, rows: Mapping[int, Sequence[Fact]], column: int, after: int, spans: Spans
) -> Iterator[_Sum]:
    """The figures of a column of sums, each with the sum of the figures of its row behind a column.

    Where months stand one below the other it may also be that of all rows so far.
    """
    running = Decimal(0)
    summing = reading.summing[column]
    span = None if summing.time is None else spans.of(summing.time)
    for line in reading.block.lines:
        cell = line.figures.get(column)
        if cell is None or cell.number is None or cell.style is NumberStyle.PERCENT:
            continue
        facts = [
            fact
            for fact in rows.get(line.number, ())
            if fact.column > after
            and (summing.metric is None or fact.metric == summing.metric)
            and _is_within(span, spans.of(fact.time))
        ]
        if any(map(_is_text, facts)):
            continue
        if facts and len({fact.metric for fact in facts}) == 1:
            numbers = (fact.cell.number for fact in facts if fact.cell is not None)
            own = sum((one for one in numbers if one is not None), Decimal(0))
            running += own
            yield _Sum(cell, running if agree(cell.number, running) else own)


def _is_text(fact: Fact) -> bool:
    """Whether a figure is typed as text: what it says isn't known here."""
    cell = fact.cell
    return cell is not None and cell.kind is TEXT_CELL and any(map(str.isdigit, cell.text))


def _is_within(outer: Span | str | None, inner: Span | str | None) -> bool:
    return outer is None or (isinstance(outer, tuple) and contains(outer, inner))


def _said(reading: Reading, summing: Summing, wrong: _Sum) -> Finding:
    cell = wrong.cell
    line = next(one for one in reading.block.lines if one.number == cell.row)
    label = next(iter(line.labels.values()), None)
    return finding(
        "K159",
        Place(reading.sheet.name, cell.row, cell.column),
        typed=shown(summing.label),
        row=str(cell.row) if label is None else shown(label.cell),
        said=cell.number,
        read=wrong.read,
    )
