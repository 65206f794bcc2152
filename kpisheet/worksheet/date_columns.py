"""The one date of a list that has no column called month or date: it says when, and that is told."""

from __future__ import annotations

from collections.abc import Iterator

from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import header_meaning
from kpisheet.worksheet.schema import Table


def told_dates(grid: Grid) -> Iterator[Finding]:
    """A finding on the header that was read as the month only for being the one that names a date."""
    table, column = grid.table, grid.columns.get("period")
    header = next((one for one in table.headers if one.column == column), None)
    if header is not None and header_meaning(header.text, Table.CHANNELS) is None:
        place = Place(table.sheet.name, header.row, header.column)
        yield finding("K166", place, typed=header.text)
