"""Why a workbook holds nothing to read: the sheet that comes nearest, what it has, and what it lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from kpisheet.errors import UnreadableFileError
from kpisheet.texts.language import Sentence, Term
from kpisheet.worksheet.catalogue import quoted
from kpisheet.worksheet.layouts.nearest import nearest_table
from kpisheet.worksheet.nearest_header import NearHeader, nearest_header
from kpisheet.worksheet.sheet import RawSheet

# The errors that say that a workbook holds no table of channels: it may yet be a download.
NO_TABLE = frozenset({"no_table", "not_channels", "no_spend_figures"})
_REQUIRED = ("channel", "spend")
_SHEETS_NAMED = 8


def no_table(sheets: Sequence[RawSheet], language: str | None) -> UnreadableFileError:
    """Why there is nothing to read: the sheet that comes nearest, what it has, and what it lacks."""
    rows = [nearest_header(one) for one in sheets]
    near = max(rows, key=lambda one: len(one.found), default=None)
    missing = [key for key in _REQUIRED if near is None or key not in near.found]
    names = [one.name for one in sheets[:_SHEETS_NAMED]]
    looked_at = [*names, "…"] if len(sheets) > _SHEETS_NAMED else names or ["–"]
    headers = [Term(f"columns.{key}.header") for key in missing]
    if (other := nearest_table(sheets)) is not None:
        nearest = other
    elif near is None or not near.found:
        nearest = Sentence("errors.none_near", {"sheets": looked_at, "missing": headers})
    else:
        found = [quoted(text) for text in near.found.values()]
        facts = {"sheet": near.sheet, "row": near.row, "found": found}
        lacking = [Term(f"errors.column_for.{key}") for key in missing]
        nearest = Sentence("errors.nearest", {**facts, "missing": lacking})
    error = UnreadableFileError(
        "no_table",
        sheets=looked_at,
        missing=headers,
        nearest=nearest,
    )
    return worded(error, sheets, language)


def worded(
    error: UnreadableFileError, sheets: Sequence[RawSheet], language: str | None
) -> UnreadableFileError:
    """The refusal in the language asked for, else in that of the sheets' headers."""
    error.language = language or _spoken([nearest_header(one) for one in sheets])
    return error


def _spoken(rows: Iterable[NearHeader]) -> str | None:
    """The language of most headers; None where they tell none."""
    votes: Counter[str] = Counter()
    for one in rows:
        votes.update(one.languages)
    ranked = votes.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]
