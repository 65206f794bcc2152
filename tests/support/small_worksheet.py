"""A worksheet of a few cells, for whatever a test says of files and runs rather than of figures.

A report on it takes a third of what one on the shipped sample does.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from tests.support.annotated_workbooks import filled

_ROWS = (
    (date(2026, 9, 1), "Google Ads", 1000, 500, 50, 10, 9000),
    (date(2026, 10, 1), "Google Ads", 1100, 510, 44, 9, 8000),
    (date(2026, 10, 1), "Radio", 300, None, 5, 1, 900),
)


@cache
def _content() -> bytes:
    return filled(_ROWS, settings={"gross_margin": 0.5})


def small_worksheet(path: Path) -> Path:
    """The worksheet, written there."""
    path.write_bytes(_content())
    return path
