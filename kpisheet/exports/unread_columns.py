"""Columns of a download that hold figures and aren't read, as their headers mean nothing to us."""

from __future__ import annotations

import re

from kpisheet.exports.body import Body
from kpisheet.exports.headers import Header
from kpisheet.exports.words import words
from kpisheet.texts.aliases import plain
from kpisheet.worksheet.header import says_percent

_WITHIN = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")  # where a word begins: `CTRPct`
_FEWEST = 2  # figures in a column that is one of figures


def unread_columns(body: Body) -> tuple[str, ...]:
    """The headers of such columns; rates and what advertising systems count besides are none to miss."""
    unknown = [header for header in body.table.what.headers if header.key is None and not _is_aside(header)]
    return tuple(header.text for header in unknown if holds_figures(body, header))


def _is_aside(header: Header) -> bool:
    said = set(plain(_WITHIN.sub(" ", header.text)).split()) | set(header.name.split())
    return bool(said & words("side_figure")) or says_percent(header.text)


def holds_figures(body: Body, header: Header) -> bool:
    """Whether all that stands in the column are numbers, and several."""
    filled = figures = 0
    for line in body.lines():
        cell = line.cells[header.column] if header.column < len(line.cells) else None
        if cell not in (None, ""):
            filled += 1
            figures += body.figure(line, header) is not None
    return figures == filled >= _FEWEST
