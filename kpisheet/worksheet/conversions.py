"""What *Conversions*, *Results* or *Key events* are: asked once, answered by a setting of Business."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from kpisheet.texts.aliases import plain
from kpisheet.worksheet.business import SettingCell, choice_names
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import Meaning
from kpisheet.worksheet.schema import setting

CONVERSIONS = "ask_conversions"
_SETTING = "conversions_are"
NOT_USED = "not_used"
_RATE = "visitor_to_lead_rate"
_LEADS = frozenset({"lead", "leads", "leade", "potansiyel"})


def conversions_set(cells: Iterable[SettingCell]) -> str | None:
    """The answer that Business gives, if it gives one."""
    names = choice_names(_SETTING, setting(_SETTING).choices)
    typed = (one.cell.text for one in cells if one.key == _SETTING and one.cell is not None)
    return next((names[plain(text)] for text in typed if plain(text) in names), None)


def with_conversions(grid: Grid, answer: str | None) -> tuple[Grid, list[Finding]]:
    """The list with its conversions read as leads, or as Business answers; without an answer it is asked.

    A column of leads (or customers) of its own is read instead.
    """
    header = next((one for one in grid.table.headers if one.meaning and one.meaning.key == CONVERSIONS), None)
    if header is None:
        return _with_conversion_rate(grid, answer)
    key = answer or "leads"
    if header.meaning is None or key in grid.columns:
        return grid, []
    meant = replace(header, meaning=Meaning(key, header.meaning.languages))
    kept = () if key == NOT_USED else (meant,)  # what isn't used needn't be told as unread either
    headers = tuple(new for one in grid.table.headers for new in (kept if one is header else (one,)))
    read = replace(grid, table=replace(grid.table, headers=headers))
    if answer is not None:
        return read, []
    place = Place(grid.table.sheet.name, header.row, header.column)
    return read, [finding("K184", place, typed=header.text, affects=(key,))]


def _with_conversion_rate(grid: Grid, answer: str | None) -> tuple[Grid, list[Finding]]:
    """A rate at which visitors convert makes leads only where its header, or Business, says that it does.

    Without an answer it is read so, and asked. Where conversions are something else it isn't read, and told.
    """
    header = next((one for one in grid.table.headers if one.meaning and one.meaning.key == _RATE), None)
    if header is None or "leads" in grid.columns or "visitors" not in grid.columns:
        return grid, []
    if answer == "leads" or not _LEADS.isdisjoint(plain(header.text).split()):
        return grid, []
    if answer is None:
        place = Place(grid.table.sheet.name, header.row, header.column)
        return grid, [finding("K184", place, typed=header.text, affects=("leads",))]
    unread = replace(header, meaning=None)
    headers = tuple(unread if one is header else one for one in grid.table.headers)
    return replace(grid, table=replace(grid.table, headers=headers)), []
