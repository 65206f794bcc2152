"""Several columns of cost beside each other: which of them is the spend, and whether fees are in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from msgspec import Struct

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.language import LANGUAGES
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.columns_beside import (
    Amounts,
    ColumnsBeside,
    columns_beside,
    place_of,
    without_columns,
)
from kpisheet.worksheet.findings import Finding, column_letters
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import header_meaning
from kpisheet.worksheet.locate import HeaderCell
from kpisheet.worksheet.schema import SHARED_COST_COLUMNS, Table

_CLOSE = Decimal("0.02")  # of three figures that are each rounded to cents
_FEWEST_ROWS = 2  # one row may agree by chance, unless a header says that it is a fee
_MOST_WORDS = 30
_ZERO = Decimal(0)


class _Costs(Struct, frozen=True):
    """The columns of a list in which costs stand."""

    beside: ColumnsBeside

    def total(self) -> tuple[HeaderCell, tuple[HeaderCell, ...]] | None:
        """The column that in every row is another one of spend and fees together, and these."""
        for whole, amounts in self.beside.alike:
            for part, own in self.beside.alike:
                fees = self.parts(amounts, own) if part is not whole else ()
                if fees:
                    return whole, (part, *fees)
        return None

    def parts(self, whole: Amounts, part: Amounts) -> tuple[HeaderCell, ...]:
        """The columns that make up the difference of two: one of them, or all that are called fees."""
        fees = [(header, amounts) for header, amounts in self.beside.others if is_fee(header.text)]
        for chosen in (*([one] for one in self.beside.others), fees):
            if not chosen or any(is_tax(header.text) for header, _ in chosen):
                continue
            if _adds_up(whole, [part, *(amounts for _, amounts in chosen)]) and (
                len(whole) >= _FEWEST_ROWS or is_fee(chosen[0][0].text)
            ):
                return tuple(header for header, _ in chosen)
        return ()

    def inside(self) -> tuple[HeaderCell, ...]:
        """A fee and another column that the one column of spend is the sum of: they are in it."""
        for fee, amounts in self.beside.others:
            for other, own in self.beside.others if is_fee(fee.text) else ():
                if other is not fee and _adds_up(self.beside.alike[0][1], [amounts, own]):
                    return fee, other
        return ()


def with_spend(grid: Grid) -> tuple[Grid, list[Finding]]:
    """The list with the one column of its costs that is the spend.

    Where one is another and its fees in every row, it is read, and said; where nothing tells which it is, the
    first is read, and it is asked.
    """
    costs = _Costs(columns_beside(grid, "spend"))
    if len(costs.beside.alike) < 2:
        return without_columns(grid, {header.column for header in costs.inside()}), []
    proven = costs.total()
    if proven is None:
        asked = list(_asked(costs))
        return without_columns(grid, {column for column, _ in asked}), [told for _, told in asked]
    whole, parts = proven
    sums = " + ".join(header.text for header in parts)
    told = finding("K160", place_of(grid, whole), typed=whole.text, parts=sums)
    own = {header.column for header, _ in costs.beside.alike if header is not whole}
    return without_columns(grid, own | {header.column for header in parts}), [told]


def fees_left_out(grid: Grid) -> Iterator[Finding]:
    """Columns of fees that the spend doesn't hold: what a channel cost looks smaller than it was."""
    for header, amounts in columns_beside(grid, "spend").others:
        total = sum(amounts.values(), _ZERO)
        if total and is_fee(header.text):
            facts: dict[str, Any] = {"n": len(amounts), "total": total}
            yield finding("K162", place_of(grid, header), typed=header.text, affects=("spend",), **facts)


def _asked(costs: _Costs) -> Iterator[tuple[int, Finding]]:
    """The further columns of spend that say otherwise than the one that is read, and their questions."""
    (read, amounts), *others = costs.beside.alike
    for header, further in others:
        if further and any(abs(further.get(row, _ZERO) - amount) > _CLOSE for row, amount in amounts.items()):
            facts: dict[str, Any] = {
                "kept": column_letters(read.column),
                "read": read.text,
                "total": sum(amounts.values(), _ZERO),
                "other": sum(further.values(), _ZERO),
            }
            where = place_of(costs.beside.grid, header)
            yield header.column, finding("K161", where, typed=header.text, affects=("spend",), **facts)


def _adds_up(whole: Amounts, parts: Sequence[Amounts]) -> bool:
    """Whether every figure of a column is the sum of the parts in its row, and each part stands somewhere."""
    if not whole or not all(any(part.get(row) for row in whole) for part in parts):
        return False
    return all(
        abs(sum((part.get(row, _ZERO) for part in parts), _ZERO) - amount) <= _CLOSE
        for row, amount in whole.items()
    )


def is_fee(text: str) -> bool:
    """Whether a header is that of a cost which comes to what was paid for media: a fee, a commission."""
    meaning = header_meaning(text, Table.MONTHS)
    return (meaning is not None and meaning.key in SHARED_COST_COLUMNS) or _has_word("fee", text)


def is_tax(text: str) -> bool:
    """Whether a header is that of a tax, which no spend is meant to hold."""
    return _has_word("tax", text)


def _has_word(kind: str, text: str) -> bool:
    words = {plain(word) for code in LANGUAGES for word in aliases(code, "vocabulary")[kind]}
    return not words.isdisjoint(islice(plain(text).split(), _MOST_WORDS))
