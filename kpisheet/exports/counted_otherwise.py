"""Tables of one download whose amounts can't be added to those of its first, such as thousands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from kpisheet.exports.headers import Header
from kpisheet.exports.lines import Extract, Remark
from kpisheet.exports.tables import FoundTable
from kpisheet.texts.language import Term
from kpisheet.worksheet.counted_in import CountedIn, Unlike, counted_in, said_by_line, tells_amounts, unlike

# Columns of money, the likeliest first, by what they are held against in another table.
_MONEY: Mapping[str, Sequence[str]] = MappingProxyType(
    {"spend": ("spend", "spend_micros", "spend_usd"), "revenue": ("revenue", "amount"), "budget": ("budget",)}
)
_NOTHING_SAID = CountedIn((), thousands=False, tax=None)


class _ReadTable(NamedTuple):
    """A table and what it gives."""

    table: FoundTable
    read: Extract

    def label(self, header: Header) -> str:
        """The words that say in what a column is counted: its header, else a line above the table."""
        says = counted_in(header.text) != _NOTHING_SAID
        return header.text if says else self._line or header.text

    def counted(self, header: Header) -> CountedIn:
        """In what a column is counted."""
        return counted_in(header.text, self._line)

    @property
    def _line(self) -> str:
        return next(filter(tells_amounts, reversed(self.table.above)), "")

    def columns(self) -> Mapping[str, Header]:
        """The columns of money, by what they are held against."""
        found = self.table.what.columns
        there = {of: [found[key] for key in keys if key in found] for of, keys in _MONEY.items()}
        return {of: headers[0] for of, headers in there.items() if headers}


class _Difference(NamedTuple):
    how: Unlike
    usual: str
    typed: str


def _difference(first: _ReadTable, one: _ReadTable) -> _Difference | None:
    """What keeps the amounts of `one` from being added to those of `first`."""
    usual, others = first.columns(), one.columns()
    for of in [of for of in usual if of in others]:
        how = unlike(first.counted(usual[of]), one.counted(others[of]))
        if how is not None and not _is_told_elsewhere(how, first, one):
            return _Difference(how, first.label(usual[of]), one.label(others[of]))
    return None


def _is_told_elsewhere(how: Unlike, first: _ReadTable, one: _ReadTable) -> bool:
    """Whether both currencies are known, or the one that a header lacks may be told by a line or a system.

    Two that are known are the same, or are refused (`export_two_currencies`).
    """
    if how not in (Unlike.CURRENCY, Unlike.ONE_CURRENCY):
        return False
    if first.read.currency and one.read.currency:
        return True
    if how is Unlike.CURRENCY:
        return False
    if first.read.system and one.read.system and first.read.system != one.read.system:
        return True  # each system writes its headers in its own way, as in files of their own
    of_the_page = first.table.page is one.table.page and any(map(said_by_line, first.table.above))
    return of_the_page and one.read.currency is None


def _remark(found: _Difference, one: _ReadTable) -> Remark:
    """That a table was left out, and why."""
    return Remark(
        "K970",
        {
            "row": one.table.first - 1,
            "typed": found.typed,
            "usual": found.usual,
            "how": Term(f"findings.unlike.{found.how.value}"),
            "n": one.read.rows_used,
        },
    )


def like_the_first(
    tables: Sequence[FoundTable], read: Sequence[Extract], repeats: Callable[[Extract, Extract], bool]
) -> tuple[list[Extract], list[Remark]]:
    """What the tables give that is counted as in the first with lines; and which others were left out.

    `repeats`: whether one tells the very amounts of another again, which adds nothing to them.
    """
    ones = list(map(_ReadTable, tables, read))
    first = next((one for one in ones if one.read.rows_used), None)
    if first is None:
        return list(read), []
    kept: list[Extract] = []
    told: list[Remark] = []
    for one in ones:
        same = one is first or not one.read.rows_used or repeats(first.read, one.read)
        found = None if same else _difference(first, one)
        if found is None:
            kept.append(one.read)
        else:
            told.append(_remark(found, one))
    return kept, told
