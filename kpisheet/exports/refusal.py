"""What is missing in a file that nothing here can read: said by its headers, so that a person can mend it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.headers import SPENDS, Header, header_languages, headers_of
from kpisheet.exports.neighbours import TIMES
from kpisheet.exports.pages import Page

_LINES_LOOKED_AT = 200
_HEADERS_NAMED = 8
_DAYS_OF_DEALS = frozenset({"created", "closed", "won_at", "lost_at"})


def nothing_found(pages: Sequence[Page], taught: Mapping[str, str]) -> UnreadableFileError:
    """The error for a file without any table that is known: which headers it has, and what they lack.

    `export_without_spend` where figures of advertising stand without what it cost, `export_without_channel`
    where costs stand by time alone, `export_deals_without_day` where deals have no date, `export_unknown`
    else. In the language of the headers.
    """
    best: tuple[Header, ...] = ()
    for page in pages:
        for line in islice(page.lines(), _LINES_LOOKED_AT):
            headers = headers_of(line.cells, taught)
            if _worth(headers) > _worth(best):
                best = headers
    error = _refusal(best)
    error.language = language_of(best)
    return error


def language_of(headers: Iterable[Header]) -> str | None:
    """The language of most headers that only one language has; None where they tell none."""
    votes = Counter(code for header in headers for code in header_languages(header.text))
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _refusal(best: Sequence[Header]) -> UnreadableFileError:
    named = [header.text for header in best[:_HEADERS_NAMED]]
    keys = {header.key for header in best}
    if len(named) < 2:
        return UnreadableFileError("export_without_table")
    if keys & SPENDS.keys() and keys & TIMES:
        return UnreadableFileError("export_without_channel", headers=named)
    if keys & {"stage", "is_won"} and keys & {"amount", "deal", "deal_name"} and not keys & _DAYS_OF_DEALS:
        return UnreadableFileError("export_deals_without_day", headers=named)
    if keys & {"campaign", "impressions", "clicks", "channel", "conversions"} and not keys & SPENDS.keys():
        return UnreadableFileError("export_without_spend", headers=named)
    return UnreadableFileError("export_unknown", headers=named)


def _worth(headers: Sequence[Header]) -> tuple[int, int]:
    return sum(1 for header in headers if header.key), min(len(headers), _HEADERS_NAMED)
