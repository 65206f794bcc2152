"""Rows of a plan among those of what happened: a column says *Actual* of some and *Budget* of others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import says_only
from kpisheet.worksheet.sheet import TEXT_CELL


def planned_lines(lines: Iterable[tuple[int, Mapping[int, str]]]) -> tuple[int, str, list[int]] | None:
    """The column that parts plans from what happened, what it says of a plan, and the lines of plans.

    `lines`: number of each line and its texts by column. None where no column says both.
    """
    planned: dict[int, list[tuple[int, str]]] = {}
    happened: set[int] = set()
    for number, texts in lines:
        for column, text in texts.items():
            if says_only("actual", text):
                happened.add(column)
            elif says_only("planned", text):
                planned.setdefault(column, []).append((number, text))
    for column, called in planned.items():
        if column in happened:
            return column, called[0][1], [number for number, _ in called]
    return None


def plans_among(grid: Grid) -> tuple[frozenset[int], Sequence[Finding]]:
    """The rows of a list that are plans, and what is said of them."""
    found = planned_lines((number, _texts_beside(grid, number)) for number, _ in grid.rows)
    if found is None:
        return frozenset(), ()
    column, label, numbers = found
    facts: dict[str, Any] = {"n": len(numbers)}
    where = Place(grid.table.sheet.name, numbers[0], column)
    return frozenset(numbers), (finding("K163", where, typed=label, **facts),)


def _texts_beside(grid: Grid, number: int) -> Mapping[int, str]:
    return {column: cell.text for column, cell in grid.beside(number).items() if cell.kind is TEXT_CELL}
