"""Whether a list with the headers of Channels holds channels and what they cost: told by its cells.

*Source* and *Cost* stand above many a checklist, price list and budget. A header that says no more needs
known channels below it, results beside it, or the same few names month after month.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kpisheet.errors import UnreadableFileError
from kpisheet.texts.aliases import plain
from kpisheet.texts.typed_text import read_number
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.locate import HeaderCell
from kpisheet.worksheet.matters import (
    WON_BY_MARKETING,
    is_weak_header,
    naming_of,
    speaks_of_something_else,
)
from kpisheet.worksheet.naming import channel_names, known_key, umbrella_names
from kpisheet.worksheet.rules import RESULT_KEYS
from kpisheet.worksheet.sheet import NUMBER_CELL, TEXT_CELL, CellKind, RawCell
from kpisheet.worksheet.source_medium import channel_of_pair

_ADDRESS = re.compile(r"https?:|www\.|\S@\S|\.(?:com|org|net|gov|edu|html?)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:ch|kanal|channel)?[ .#-]{0,3}\d{1,4}(?:\.0)?", re.IGNORECASE)
_LONGEST_NAME, _MOST_WORDS = 40, 6
_KNOWN_SHARE = 3  # one of so many names is a known channel
_RESULTS = 2  # so many columns of results say that the lines are channels


def refusal(grid: Grid, language: str) -> UnreadableFileError | None:
    """Why the list can't be channels and their costs, as the error that says so; None where it may be."""
    lines = [cells for _, cells in grid.rows if "channel" in cells]
    if not lines or (_is_official(grid, "channel") and _is_official(grid, "spend")):
        return None
    facts = {"sheet": grid.table.sheet.name, "channel": _header(grid, "channel").text}
    if not any(_is_figure(cells, key, language) for cells in lines for key in ("spend", *RESULT_KEYS)):
        return UnreadableFileError("no_spend_figures", spend=_header(grid, "spend").text, **facts)
    is_weak = is_weak_header(facts["channel"]) and not _are_channels(grid, lines, language)
    if is_weak or _are_numbered(grid, lines):
        return UnreadableFileError(
            "not_channels", example=shown(lines[0]["channel"])[:_LONGEST_NAME], **facts
        )
    return None


def _are_numbered(grid: Grid, lines: list[dict[str, RawCell]]) -> bool:
    """Whether all that stands under *Channel* are numbers, with letters before them: those of a device."""
    names = {shown(cells["channel"]).strip() for cells in lines}
    few = grid.columns.keys() <= {"channel", "spend", "period"}
    return few and len(names) > 1 and all(map(_NUMBERED.fullmatch, names))


def _header(grid: Grid, key: str) -> HeaderCell:
    return next(one for one in grid.table.headers if one.column == grid.columns[key])


def _is_official(grid: Grid, key: str) -> bool:
    meaning = _header(grid, key).meaning
    return meaning is not None and meaning.official


def _is_figure(cells: Mapping[str, RawCell], key: str, language: str) -> bool:
    """Whether the cell is a number, or would be one: a formula that wasn't worked out, an error."""
    cell = cells.get(key)
    if cell is None:
        return False
    if cell.kind is TEXT_CELL:
        reading = read_number(cell.text, language)
        return reading.value is not None or reading.ambiguous
    return cell.kind in (NUMBER_CELL, CellKind.ERROR) or cell.formula is not None


def _are_channels(grid: Grid, lines: list[dict[str, RawCell]], language: str) -> bool:
    names = {plain(shown(cells["channel"])): shown(cells["channel"]) for cells in lines}
    known = sum(map(_is_known, names.values()))
    results = {key for key in RESULT_KEYS if any(_is_figure(cells, key, language) for cells in lines)}
    won, naming, around = results & WON_BY_MARKETING, naming_of(names), _texts_around(grid)
    if not won and (naming.are_foreign or speaks_of_something_else(around)):
        return False
    if known * _KNOWN_SHARE >= len(names) and (won or naming.may_be_channels or _are_pairs(names.values())):
        return True
    if sum(map(_is_like_a_name, names.values())) * 2 < len(names):
        return False
    if won:
        return known > 0 or len(results) >= _RESULTS
    monthly = "period" in grid.columns and len(names) * 2 <= len(lines)
    return monthly and not naming.foreign


def _texts_around(grid: Grid) -> list[str]:
    """The sheet's name, the lines above the table, its headers."""
    located = grid.table
    above = [row for number, row in located.sheet.rows.items() if number < located.top_row]
    titles = [cell.text for row in above for cell in row.values() if cell.kind is TEXT_CELL]
    return [located.sheet.name, *titles, *(header.text for header in located.headers)]


def _are_pairs(names: Iterable[str]) -> bool:
    """Whether any name is a source with its medium: *google / cpc*."""
    return any(channel_of_pair(name, known_key) for name in names)


def _is_known(name: str) -> bool:
    folded = plain(name)
    return folded in channel_names() or folded in umbrella_names() or bool(channel_of_pair(name, known_key))


def _is_like_a_name(text: str) -> bool:
    """Whether a text is short, and no address, number or sentence."""
    short = len(text) <= _LONGEST_NAME and len(text.split()) <= _MOST_WORDS
    return short and any(letter.isalpha() for letter in text) and _ADDRESS.search(text) is None
