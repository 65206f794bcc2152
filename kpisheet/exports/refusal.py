"""What is missing in a file that nothing here can read: said by its headers, so that a person can mend it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.headers import Header, headers_of
from kpisheet.exports.pages import Page

_LINES_LOOKED_AT = 200
_HEADERS_NAMED = 8
_SPENDS = frozenset({"spend", "spend_micros", "spend_usd"})


def nothing_found(pages: Sequence[Page], taught: Mapping[str, str]) -> UnreadableFileError:
    """The error for a file without any table that is known: which headers it has, and what they lack.

    `export_without_spend` where figures of advertising stand without what it cost, `export_unknown` else.
    """
    best: tuple[Header, ...] = ()
    for page in pages:
        for line in islice(page.lines(), _LINES_LOOKED_AT):
            headers = headers_of(line.cells, taught)
            if _worth(headers) > _worth(best):
                best = headers
    named = [header.text for header in best[:_HEADERS_NAMED]]
    keys = {header.key for header in best}
    if len(named) < 2:
        return UnreadableFileError("export_without_table")
    if keys & {"campaign", "impressions", "clicks", "channel", "conversions"} and not keys & _SPENDS:
        return UnreadableFileError("export_without_spend", headers=named)
    return UnreadableFileError("export_unknown", headers=named)


def _worth(headers: Sequence[Header]) -> tuple[int, int]:
    return sum(1 for header in headers if header.key), min(len(headers), _HEADERS_NAMED)
