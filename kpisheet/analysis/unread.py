"""What looks like data in the file and wasn't read: said on the first screen, with counts and amounts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from msgspec import Struct

from kpisheet.texts.language import Sentence
from kpisheet.worksheet.findings import Finding, each_cell
from kpisheet.worksheet.unread import ROWS_LEFT_OUT

_MOST_NAMED = 4


class UnreadKind(StrEnum):
    """What it is that wasn't read. Worded as ``unread.<value>``."""

    TABLES = "tables"
    COLUMNS = "columns"
    FIGURES = "figures"
    ROWS = "rows"


_CODES = {
    UnreadKind.TABLES: frozenset({"K101", "K102", "K106", "K107", "K108", "K109", "K158"}),
    UnreadKind.COLUMNS: frozenset({"K140"}),
    UnreadKind.FIGURES: frozenset({"K152"}),
    UnreadKind.ROWS: ROWS_LEFT_OUT,
}


class Unread(Struct, frozen=True):
    """One kind of what wasn't read: where it stands (`names`), how much it is, and the whole in a sentence.

    `count`: of tables, columns, figures or rows. `total`: the spend of tables and rows, the sum of other
    numbers; None where it isn't known.
    """

    kind: UnreadKind
    names: tuple[str, ...]
    count: int
    total: Decimal | None
    sentence: Sentence


def unread_of(findings: Iterable[Finding], spend: Decimal | None) -> tuple[Unread, ...]:
    """All that wasn't read, by its kind; `spend` is the sum that was."""
    cells = tuple(each_cell(findings))
    made = (_of(kind, [one for one in cells if one.code in _CODES[kind]], spend) for kind in UnreadKind)
    return tuple(one for one in made if one is not None)


def _of(kind: UnreadKind, told: Sequence[Finding], spend: Decimal | None) -> Unread | None:
    if not told:
        return None
    sums = [one.facts["total"] for one in told if one.facts.get("total") is not None]
    total = sum(sums, Decimal(0)) if sums else None
    names = tuple(_names(kind, told))
    count = len(told) if kind is not UnreadKind.FIGURES else sum(one.facts["n"] for one in told)
    facts = {
        "n": count,
        "names": [*names[:_MOST_NAMED], *(["…"] if len(names) > _MOST_NAMED else [])],
        "rows": sum(one.facts.get("rows", 0) for one in told),
        "total": total,
        "read": spend,
    }
    return Unread(kind, names, count, total, Sentence(f"unread.{kind.value}", facts))


def _names(kind: UnreadKind, told: Sequence[Finding]) -> Iterator[str]:
    for one in told:
        if kind is UnreadKind.COLUMNS:
            yield f"“{one.facts['typed']}”"
        elif one.code == "K101":
            yield f"“{one.facts['other']}”"
        elif one.place is not None:
            yield f"{one.place.sheet}!{one.place.cell}"
