"""Rows that have a figure only in a column of sums: mostly a cost of the whole year, which isn't counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.layouts.choosing import agree
from kpisheet.worksheet.layouts.facts import Reading
from kpisheet.worksheet.layouts.labels import Line
from kpisheet.worksheet.sheet import NumberStyle, RawCell
from kpisheet.worksheet.totals import is_total_label, says_average

_ZERO = Decimal(0)


def only_in_sums(reading: Reading) -> Iterator[Finding]:
    """One finding for each such row, of the first column of sums that has a figure for it."""
    read = {fact.row for fact in reading.facts if fact.cell is not None}
    totals = {row for row, _ in reading.total_rows}
    columns = [
        column
        for column, summing in sorted(reading.summing.items())
        if "%" not in summing.label.text and not says_average(summing.label.text)
    ]
    lines = reading.block.lines
    for at, line in enumerate(lines):
        if line.number in read | totals or not line.labels:
            continue
        column = next((one for one in columns if _amount(line, one)), None)
        label = next(iter(line.labels.values())).cell
        if (
            column is not None
            and not is_total_label(label.text)
            and not _sums_others(lines, at, column, read)
        ):
            yield _said(reading, line, column, label)


def _amount(line: Line, column: int) -> Decimal:
    cell = line.figures.get(column)
    if cell is None or cell.number is None or cell.style is NumberStyle.PERCENT:
        return _ZERO
    return cell.number


def _sums_others(lines: Sequence[Line], at: int, column: int, read: set[int]) -> bool:
    """Whether the row is the sum of those read right below it, or right above it, as one of a group is."""
    own = _amount(lines[at], column)
    for others in (lines[at + 1 :], lines[:at][::-1]):
        total = _ZERO
        for line in others:
            if line.number not in read:
                break
            total += _amount(line, column)
            if agree(own, total):
                return True
    return False


def _said(reading: Reading, line: Line, column: int, label: RawCell) -> Finding:
    place = Place(reading.sheet.name, line.number, column)
    header = shown(reading.summing[column].label)
    return finding(
        "K680", place, affects=("spend",), typed=header, row=shown(label), amount=_amount(line, column)
    )
