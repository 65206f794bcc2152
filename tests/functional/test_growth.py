"""The work grows with the rows, whatever stands in them: counted in calls of functions, without a clock.

Each kind of mess stands in every row. A step that holds each row against all others makes the calls of four
times the rows sixteen times as many; `benchmarks/growth.py` measures all kinds, with files, in seconds.
"""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.growth import HEADERS, KINDS, usual
from kpisheet.analysis.build import build_report
from tests.support.effort import calls_of
from tests.support.raw_books import TODAY, sheet, understood

FEW = 200  # more than a month × channel × campaign has, so that rows do repeat
TIMES = 4
STEEPEST = 5
WATCHED = (
    "no mistake",
    "spend of two readings",
    "results all blank",
    "margins typed as 0.4",
    "months without a year",
    "weeks",
    "the same row again",
    "a total after each row",
    "a header after each row",
    "campaigns",
)


def calls(kind: str, rows: int) -> int:
    line = KINDS[kind]
    lines = [list(HEADERS), *([*line(row), None, None][: len(HEADERS)] for row in range(rows))]
    return calls_of(lambda: build_report(understood(sheet("Channels", lines)), file="a.xlsx", today=TODAY))


@pytest.mark.parametrize("kind", WATCHED)
def test_four_times_the_rows_are_at_most_five_times_the_calls(kind: str) -> None:
    calls(kind, 5)  # what is made once for all reports
    assert calls(kind, FEW * TIMES) <= STEEPEST * calls(kind, FEW)


def test_a_header_above_each_row_is_judged_but_once() -> None:
    """Some keep one over each month's block. Judged anew each time, it takes 1,800 calls instead of 930."""
    header, line = list(HEADERS), [*usual(1), None][: len(HEADERS)]

    def of(lines: list[list[Any]]) -> int:
        return calls_of(lambda: understood(sheet("Channels", lines)))

    of([header, line])  # what is made once for all
    assert of([header, line] * FEW) - of([header, *[line] * 2 * FEW]) < 1_200 * FEW
