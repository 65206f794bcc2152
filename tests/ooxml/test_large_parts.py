"""What a change to a very large part costs in memory: no more than the part that comes out of it."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

from kpisheet.ooxml.package.draft import Draft
from kpisheet.ooxml.package.package import Package
from tests.support.packages import one_sheet

SHEET = "xl/worksheets/sheet1.xml"
LARGE = 24_000_000  # letters of space, above all that is kept inflated


def most_held(work: Callable[[], object]) -> int:
    """Bytes at the worst moment, beyond what was held before."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_an_edit_takes_one_copy_of_the_part_and_no_edit_none() -> None:
    draft = Draft(Package.open(one_sheet(" " * LARGE)))
    part = draft.xml(SHEET)
    assert most_held(lambda: draft.save(part)) < LARGE / 10
    part.append(part.root, "<!-- -->")
    assert most_held(lambda: draft.save(part)) < LARGE * 1.2
    assert len(draft.read(SHEET)) > LARGE
