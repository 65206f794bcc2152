"""Months typed only in the first row of a block of channels, as people do instead of merging the cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kpisheet.texts.folding import fold
from kpisheet.worksheet.sheet import RawCell

_FEWEST = 2  # one month less may have been forgotten
Line = tuple[int, Mapping[str, RawCell]]


def months_filled_down(lines: Sequence[Line]) -> Mapping[int, RawCell]:
    """Row number → the month above that is meant, for the rows without one; empty where that isn't certain.

    `lines` are the rows with a channel, in the sheet's order. Certain means: the first row has a month, at
    least half of the rows have none, none follows a gap, and no channel (and campaign) stands twice in a
    block. A total between blocks is no gap in them, as the next block begins with a month of its own.
    """
    blank = sum("period" not in cells for _, cells in lines)
    if blank < _FEWEST or blank * 2 < len(lines) or "period" not in lines[0][1]:
        return {}
    filled: dict[int, RawCell] = {}
    month, seen, above = lines[0][1]["period"], set[tuple[str, str]](), lines[0][0] - 1
    for number, cells in lines:
        if "period" in cells:
            month, seen = cells["period"], set()
        elif number != above + 1:
            return {}
        else:
            filled[number] = month
        name = _name(cells)
        if name in seen:
            return {}
        seen.add(name)
        above = number
    return filled


def _name(cells: Mapping[str, RawCell]) -> tuple[str, str]:
    campaign = cells.get("campaign")
    return fold(cells["channel"].text), fold(campaign.text) if campaign is not None else ""
