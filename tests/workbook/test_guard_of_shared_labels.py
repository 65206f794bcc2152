"""A month that stands once for several rows: their guard watches the cell that it stands in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import writers
from tests.support.annotated_workbooks import differences_after_recalculation, finish, stale_line
from tests.support.libreoffice_hands import Desk, Work
from tests.support.table_traps import TRAPS

SHARED = ("a_month_merged_over_its_rows", "a_month_only_in_the_first_row_of_its_block")


@pytest.mark.program("soffice")
@pytest.mark.parametrize("name", SHARED)
def test_rows_that_share_a_month_are_up_to_date(
    name: str, libreoffice: Callable[..., Path], tmp_path: Path
) -> None:
    made = finish(writers.WRITERS["google_sheets"](TRAPS[name]("en").book))
    assert stale_line(made.content, made.names).startswith("Up to date")
    count, found = differences_after_recalculation(made.content, libreoffice, tmp_path)
    assert count > 40
    assert found == []


@pytest.mark.program("soffice")
def test_a_month_typed_into_a_blank_of_the_block_counts_as_a_change(
    program: Callable[[str], str], tmp_path: Path
) -> None:
    made = finish(writers.WRITERS["google_sheets"](TRAPS[SHARED[1]]("en").book))
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    before.write_bytes(made.content)
    actions = [("GoToSheet", "Channels"), ("TypeIn", "A3", "2026-10-01")]
    Desk(program("soffice"), tmp_path / "desk").work(Work(before, actions, after))
    assert stale_line(after.read_bytes(), made.names).startswith("1 moved, changed or added")
