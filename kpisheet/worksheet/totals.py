"""Totals rows: known by their label, or by a sum that nobody labelled, and left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.language import LANGUAGES
from kpisheet.worksheet.sheet import NUMBER_CELL, RawCell

_CLOSE = Decimal("1e-9")  # a stored sum of doubles
_SUMMING = ("SUM(", "SUBTOTAL(", "AGGREGATE(", "AVERAGE(", "SUMIF(", "SUMIFS(")


@lru_cache(maxsize=2)
def _words(name: str) -> frozenset[str]:
    return frozenset(plain(word) for code in LANGUAGES for word in aliases(code, "vocabulary")[name])


@lru_cache(maxsize=8192)
def is_total_label(text: str) -> bool:
    """Whether `text` by itself says that its row is a total: `Total`, `Genel toplam:`."""
    return plain(text) in _words("total")


@lru_cache(maxsize=8192)
def may_be_total_label(text: str) -> bool:
    """Whether `text` begins or ends with a total word: `October total`, `Toplam Ekim`; sums must prove it."""
    words = plain(text).split()
    return bool(words) and (words[0] in _words("total_part") or words[-1] in _words("total_part"))


def sums_up(cells: Mapping[str, RawCell], keys: Iterable[str]) -> bool:
    """Whether one of the row's numbers is a formula that sums."""
    formulas = (cells[key].formula for key in keys if key in cells)
    return any(formula is not None and formula.upper().startswith(_SUMMING) for formula in formulas)


def equals_sum_above(value: Decimal | None, above: list[Decimal]) -> bool:
    """Whether `value` is the sum of at least two of the numbers directly above, however many."""
    if not value:
        return False
    total = Decimal(0)
    for count, number in enumerate(reversed(above), start=1):
        total += number
        if count >= 2 and abs(total - value) <= _CLOSE * abs(value):
            return True
        if total > value:
            return False
    return False


def number_of(cells: Mapping[str, RawCell], key: str) -> Decimal | None:
    """The plain number in a row's cell, if it is one."""
    cell = cells.get(key)
    return cell.number if cell is not None and cell.kind is NUMBER_CELL else None
