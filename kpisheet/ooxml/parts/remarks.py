"""Whether somebody wrote or drew on a sheet beside its cells: notes, threads, pictures, shapes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpisheet.ooxml.package.package import Package

_NO_REMARKS = frozenset({"drawing", "printerSettings", "hyperlink"})  # a drawing may hold charts alone
_DRAWN = re.compile(rb"<(?:[\w.-]{1,40}:)?(?:sp|pic|cxnSp)[\s>]")


def has_remarks(package: Package, sheet_part: str) -> bool:
    """Whether there is anything on the sheet that is neither a cell nor a chart."""
    for each in package.relationships(sheet_part) if sheet_part else ():
        if package.holds(each) and (each.kind not in _NO_REMARKS or _DRAWN.search(package.read(each.target))):
            return True
    return False
