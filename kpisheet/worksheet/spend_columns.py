"""Several columns of cost beside each other: which of them is the spend, and whether fees are in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.language import LANGUAGES
from kpisheet.texts.typed_text import read_number
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding, Place, column_letters
from kpisheet.worksheet.grid import Grid
from kpisheet.worksheet.header import header_meaning, share_of
from kpisheet.worksheet.locate import HeaderCell
from kpisheet.worksheet.schema import SHARED_COST_COLUMNS, Table
from kpisheet.worksheet.sheet import NUMBER_CELL, TEXT_CELL, RawCell

_CLOSE = Decimal("0.02")  # of three figures that are each rounded to cents
_FEWEST_ROWS = 2  # one row may agree by chance, unless a header says that it is a fee
_MOST_COLUMNS = 30
_ZERO = Decimal(0)

Amounts = Mapping[int, Decimal]
"""What stands in a column: row number → amount."""


class _Costs(Struct, frozen=True):
    """The columns of a list in which costs stand, with their amounts.

    `spends` all mean spend, first the one that is read; `others` mean nothing known, and hold numbers.
    """

    grid: Grid
    spends: Sequence[tuple[HeaderCell, Amounts]]
    others: Sequence[tuple[HeaderCell, Amounts]]

    def total(self) -> tuple[HeaderCell, tuple[HeaderCell, ...]] | None:
        """The column that in every row is another one of spend and fees together, and these."""
        for whole, amounts in self.spends:
            for part, own in self.spends:
                fees = self.parts(amounts, own) if part is not whole else ()
                if fees:
                    return whole, (part, *fees)
        return None

    def parts(self, whole: Amounts, part: Amounts) -> tuple[HeaderCell, ...]:
        """The columns that make up the difference of two: one of them, or all that are called fees."""
        fees = [(header, amounts) for header, amounts in self.others if is_fee(header.text)]
        for chosen in (*([one] for one in self.others), fees):
            if not chosen or any(is_tax(header.text) for header, _ in chosen):
                continue
            if _adds_up(whole, [part, *(amounts for _, amounts in chosen)]) and (
                len(whole) >= _FEWEST_ROWS or is_fee(chosen[0][0].text)
            ):
                return tuple(header for header, _ in chosen)
        return ()

    def inside(self) -> tuple[HeaderCell, ...]:
        """A fee and another column that the one column of spend is the sum of: they are in it."""
        for fee, amounts in self.others:
            for other, own in self.others if is_fee(fee.text) else ():
                if other is not fee and _adds_up(self.spends[0][1], [amounts, own]):
                    return fee, other
        return ()


def with_spend(grid: Grid) -> tuple[Grid, list[Finding]]:
    """The list with the one column of its costs that is the spend.

    Where one is another and its fees in every row, it is read, and said; where nothing tells which it is, the
    first is read, and it is asked.
    """
    costs = _costs(grid)
    if len(costs.spends) < 2:
        return _without(grid, {header.column for header in costs.inside()}), []
    proven = costs.total()
    if proven is None:
        asked = list(_asked(costs))
        return _without(grid, {column for column, _ in asked}), [told for _, told in asked]
    whole, parts = proven
    sums = " + ".join(header.text for header in parts)
    told = finding("K160", _place(grid, whole), typed=whole.text, parts=sums)
    own = {header.column for header, _ in costs.spends if header is not whole}
    return _without(grid, own | {header.column for header in parts}), [told]


def fees_left_out(grid: Grid) -> Iterator[Finding]:
    """Columns of fees that the spend doesn't hold: what a channel cost looks smaller than it was."""
    for header, amounts in _costs(grid).others:
        total = sum(amounts.values(), _ZERO)
        if total and is_fee(header.text):
            facts: dict[str, Any] = {"n": len(amounts), "total": total}
            yield finding("K162", _place(grid, header), typed=header.text, affects=("spend",), **facts)


def _asked(costs: _Costs) -> Iterator[tuple[int, Finding]]:
    """The further columns of spend that say otherwise than the one that is read, and their questions."""
    (read, amounts), *others = costs.spends
    for header, further in others:
        if further and any(abs(further.get(row, _ZERO) - amount) > _CLOSE for row, amount in amounts.items()):
            facts: dict[str, Any] = {
                "kept": column_letters(read.column),
                "read": read.text,
                "total": sum(amounts.values(), _ZERO),
                "other": sum(further.values(), _ZERO),
            }
            where = _place(costs.grid, header)
            yield header.column, finding("K161", where, typed=header.text, affects=("spend",), **facts)


def _costs(grid: Grid) -> _Costs:
    rows = [number for number, cells in grid.rows if "channel" in cells]
    chosen = grid.columns.get("spend")
    spends: list[tuple[HeaderCell, Amounts]] = []
    others: list[tuple[HeaderCell, Amounts]] = []
    for header in grid.table.headers:
        if header.column == chosen or (header.meaning is not None and header.meaning.key == "spend"):
            spends.append((header, _amounts(grid, header.column, rows)))
        elif header.meaning is None and share_of(header.text) is None and len(others) < _MOST_COLUMNS:
            others.append((header, _amounts(grid, header.column, rows)))
    spends.sort(key=lambda one: one[0].column != chosen)
    return _Costs(grid, spends, [one for one in others if one[1]])


def _amounts(grid: Grid, column: int, rows: Sequence[int]) -> Amounts:
    cells = ((number, grid.table.sheet.cell(number, column)) for number in rows)
    found = ((number, _amount(cell)) for number, cell in cells if cell is not None)
    return {number: amount for number, amount in found if amount is not None}


def _amount(cell: RawCell) -> Decimal | None:
    if cell.kind is NUMBER_CELL:
        return cell.number
    return read_number(cell.text, LANGUAGES[0]).value if cell.kind is TEXT_CELL else None


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
    return not words.isdisjoint(islice(plain(text).split(), _MOST_COLUMNS))


def _place(grid: Grid, header: HeaderCell) -> Place:
    return Place(grid.table.sheet.name, header.row, header.column)


def _without(grid: Grid, columns: set[int]) -> Grid:
    """The list without these headers: nothing more is to be told of them."""
    if not columns:
        return grid
    headers = tuple(header for header in grid.table.headers if header.column not in columns)
    return replace(grid, table=replace(grid.table, headers=headers))
