"""Adds the sheets of one workbook (the donor) to another, whose own parts stay as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpisheet.ooxml.package import Package


def graft(package: Package, donor: Package, *, active_sheet: str) -> Package:
    """`package` with all sheets of `donor` after its own, opening on `active_sheet`, that one selected.

    The donor's sheet, table and defined names must not be taken already (`names.taken_names`): its
    formulas and charts embed them. Its date system must be the package's. A template (.xltx, .xltm)
    becomes a workbook. Signatures of a signed package are removed (`package.signed` tells beforehand).

    Raises UnreadableFileError ``too_many_formats`` where the formats of both are more than Excel allows,
    ValueError where a name is taken: that is the caller's mistake.
    """
    raise NotImplementedError
