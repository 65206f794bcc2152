"""The workbooks of `templates/`: which there are, and how each is made. Same code, same bytes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kpisheet.workbook.template.author import author_template
from kpisheet.workbook.template.filling import Filling

from . import buckeye, ladin

MADE_ON = date(2026, 11, 1)


def workbook(language: str, filling: Filling | None = None) -> bytes:
    """A provided worksheet, blank or filled in."""
    return author_template(language=language, currency=None, year=None, filling=filling, made_on=MADE_ON)


SHIPPED: dict[str, Callable[[], bytes]] = {
    "marketing-channel-roi.en.xlsx": lambda: workbook("en"),
    "marketing-channel-roi.tr.xlsx": lambda: workbook("tr"),
    "sample.en.xlsx": lambda: workbook("en", buckeye.sample()),
    "sample.tr.xlsx": lambda: workbook("tr", ladin.sample()),
}
