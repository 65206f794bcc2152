"""What is missing of a table of another shape that comes near to being read, for the refusal to say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kpisheet.texts.language import Sentence
from kpisheet.worksheet.catalogue import quoted
from kpisheet.worksheet.findings import Place
from kpisheet.worksheet.layouts.facts import names_channels
from kpisheet.worksheet.layouts.labels import Line
from kpisheet.worksheet.layouts.numbers import counts_up
from kpisheet.worksheet.layouts.regions import Block, blocks_of, lines_of
from kpisheet.worksheet.layouts.words import Role
from kpisheet.worksheet.sheet import RawSheet

_FEWEST = 2  # channels by which a table is known as one of channels


def nearest_table(sheets: Iterable[RawSheet]) -> Sentence | None:
    """Why the first table that has figures by channel can't be read; None where there is none."""
    for sheet in sheets:
        if (found := _bare_numbers(sheet) or _unnamed_figures(sheet)) is not None:
            return found
    return None


def _bare_numbers(sheet: RawSheet) -> Sentence | None:
    """Numbers in the header that may be months, or quarters, or shops."""
    for line in lines_of(sheet):
        roles = {label.word.role for label in line.labels.values()}
        if Role.CHANNEL in roles and counts_up(line):
            facts: dict[str, Any] = {"sheet": sheet.name, "row": line.number, **_ends(line)}
            return Sentence("errors.bare_numbers", facts)
    return None


def _ends(line: Line) -> dict[str, str]:
    columns = sorted(line.figures)
    return {"first": line.figures[columns[0]].text, "last": line.figures[columns[-1]].text}


def _unnamed_figures(sheet: RawSheet) -> Sentence | None:
    """Figures by channel of which nothing says what they count."""
    for block in blocks_of(sheet):
        if not names_channels(block) or _names_metric(block):
            continue
        known = {label.text for label in block.labels() if label.word.known_channel}
        figures = [cell for line in block.lines for cell in line.figures.values()]
        if len(known) >= _FEWEST and figures:
            place = Place(sheet.name, figures[0].row, figures[0].column)
            return _unknown_headers(sheet, block) or Sentence(
                "errors.unnamed_figures", {"sheet": sheet.name, "cell": place.cell}
            )
    return None


def _unknown_headers(sheet: RawSheet, block: Block) -> Sentence | None:
    """Several headers right above the figures, each of something, and none of them known.

    "Spend" written above the table would make spend of what each of them counts.
    """
    first = next(line.number for line in block.lines if line.figures)
    above = next((line for line in lines_of(sheet) if line.number == first - 1 and not line.figures), None)
    if above is None:
        return None
    counted = {column for line in block.lines for column in line.figures}
    headers = [label.word for column, label in sorted(above.labels.items()) if column in counted]
    if len(headers) < _FEWEST or any(word.says_something for word in headers):
        return None
    facts = {"sheet": sheet.name, "row": above.number, "headers": [quoted(word.text) for word in headers]}
    return Sentence("errors.unknown_headers", facts)


def _names_metric(block: Block) -> bool:
    return any(label.word.metric for label in block.labels())
