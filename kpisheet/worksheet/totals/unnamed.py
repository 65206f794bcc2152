"""Lines whose figures are the sums of those directly above or below, whatever their labels say."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate

from kpisheet.worksheet.totals.lines import Line
from kpisheet.worksheet.totals.sums import Agreement, Run, RunningSums, Scale, agreement

_NEAR = 1e-9  # of doubles added up
_FEWEST = 2  # one line alone is no sum


def unnamed_sums(
    lines: Sequence[Line], scale: Scale, keys: Sequence[str]
) -> Iterator[tuple[Line, Agreement]]:
    """Each line that agrees in all its figures with the sums of at least two lines that stand next to it.

    `keys`: the columns to look through first, in order; where the first has a cell that can't be read, the
    next is looked through, too.
    """
    running = RunningSums(lines)
    told: set[int] = set()
    for key in _worth_a_look(lines, keys):
        values = [float(line.amounts.get(key, 0)) for line in lines]
        for at, start, end in (*_above(values), *_below(values)):
            line = lines[at]
            if line.number in told or not line.amounts.get(key):
                continue
            found = agreement(line, Run(running, start, end), scale)
            if found.whole and found.digits > 0:
                told.add(line.number)
                yield line, found


def _worth_a_look(lines: Sequence[Line], keys: Sequence[str]) -> list[str]:
    """The columns up to the first one that can be read throughout."""
    chosen: list[str] = []
    for key in keys:
        if any(key in line.amounts for line in lines):
            chosen.append(key)
            if not any(key in line.unreadable for line in lines):
                break
    return chosen


def _above(values: Sequence[float]) -> Iterator[tuple[int, int, int]]:
    """Index of a line, and bounds of the lines directly above it whose values add up to its own."""
    sums = list(accumulate(values, initial=0.0))
    for at in range(_FEWEST, len(values)):
        value = values[at]
        if value <= 0 or value + 1 < values[at - 1] + values[at - 2]:
            continue
        near = _slack(value, sums[at])
        start = bisect_left(sums, sums[at] - value - near, 0, at)
        if start <= at - _FEWEST and sums[at] - sums[start] >= value - near:
            yield at, start, at


def _below(values: Sequence[float]) -> Iterator[tuple[int, int, int]]:
    """The same of the lines directly below."""
    size = len(values)
    for at, start, end in _above(values[::-1]):
        yield size - 1 - at, size - end, size - start


def _slack(value: float, added: float) -> float:
    """Wide enough for any rounding that `agreement` lets pass for a few lines; it judges exactly."""
    return 1.5 + value * 1e-4 + added * _NEAR
