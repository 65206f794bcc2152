"""Headers that mean something only beside others: a source with its medium, the one date of a table."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from kpisheet.exports.headers import Header
from kpisheet.worksheet.header import names_a_date

# The columns that say when a line was; of several kinds the first decides.
TIMES = frozenset({"period", "week", "year", "starts"})
_MAY_BE_WHEN = frozenset({None, "survey_time"})
_SOURCE, _MEDIUM = ("source", "kaynagi"), ("medium", "araci", "ortami")


def paired(headers: Sequence[Header]) -> tuple[Header, ...]:
    """The headers, where two of one beginning are a source and its medium: *Channel source*, *… medium*."""
    starts = {start: header for header in headers if (start := _beginning(header, _MEDIUM))}
    for header in headers:
        start = _beginning(header, _SOURCE)
        medium = starts.get(start) if start else None
        if medium is not None:
            meant = {header: "source", medium: "medium"}
            return tuple(replace(each, key=meant.get(each, each.key)) for each in headers)
    return tuple(headers)


def dated(headers: Sequence[Header]) -> tuple[Header, ...]:
    """The headers of figures over time, where one that names a date is the only one to say when."""
    if any(header.key in TIMES for header in headers):
        return tuple(headers)
    dates = [header for header in headers if header.key in _MAY_BE_WHEN and names_a_date(header.text)]
    if len(dates) != 1:
        return tuple(headers)
    return tuple(replace(header, key="period") if header is dates[0] else header for header in headers)


def _beginning(header: Header, ends: tuple[str, ...]) -> str | None:
    name = header.name.split()
    return " ".join(name[:-1]) if len(name) > 1 and name[-1] in ends else None
