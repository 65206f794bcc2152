"""Takes sheets out of a package again, exactly: the parts that only they use, their names and their traces."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpisheet.ooxml.package import Package


def remove_sheets(
    package: Package, sheets: Collection[str], *, defined_names: Collection[str] = ()
) -> Package:
    """`package` without `sheets` (names that aren't there are skipped) and their own defined names.

    `defined_names`: names of the whole workbook that go too. Indexes of the other sheets (local names,
    active tab, first tab) are renumbered. Raises ValueError if no visible sheet would be left.
    """
    raise NotImplementedError
