"""Cells of a download to numbers, by what its other cells prove of their decimal sign; nothing is guessed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from msgspec import Struct, field

from kpisheet.exports.pages import Cell
from kpisheet.texts.folding import fold
from kpisheet.texts.typed_text import NumberReading, read_number
from kpisheet.worksheet.coerce import unknown_words

_PLAIN = re.compile(r"-?[0-9]+(?:\.(?:[0-9]{1,2}|[0-9]{4,}))?", re.ASCII)
_DOUBTFUL = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}", re.ASCII)
_LAKHS = re.compile(
    r"(?<![0-9.,])[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?(?![0-9,])", re.ASCII
)  # 1,23,456.78
_LONG = re.compile(r"[0-9]{4,}(?:[.,][0-9]{1,2})?", re.ASCII)


class Blank(Enum):
    """Why a cell has no number: nothing stands there, or something that isn't one."""

    NOTHING = 0
    UNREADABLE = 1


class Numbers(Struct):
    """What the numeric cells of one table prove, by column: their decimal signs, and that none groups."""

    points: dict[int, set[str]] = field(default_factory=dict)
    ungrouped: set[int] = field(default_factory=set)
    doubtful: dict[int, set[str]] = field(default_factory=dict)
    counts: frozenset[int] = frozenset()  # columns of whole things: a lone sign there groups
    currencies: set[str] = field(default_factory=set)
    money: set[int] = field(default_factory=set)  # columns in which a currency stands beside a number
    delimiter: str | None = None

    def learn(self, column: int, cell: Cell) -> None:
        """Take in what one cell proves."""
        if not isinstance(cell, str):
            return
        text = cell.strip()
        plain = _plain(text)
        if plain is not None:
            if plain.has_point:
                self.points.setdefault(column, set()).add(".")
            if plain.is_long:
                self.ungrouped.add(column)
            return
        reading = _read(text)
        if reading.currency is not None:
            self.currencies.add(reading.currency)
            self.money.add(column)
        if (sign := _doubtful_sign(text)) is not None:
            self.doubtful.setdefault(column, set()).add(sign)
        elif reading.point is not None:
            self.points.setdefault(column, set()).add(reading.point)

    def number(self, column: int, cell: Cell) -> Decimal | Blank:
        """The cell's number, or why there is none."""
        if cell is None:
            return Blank.NOTHING
        if isinstance(cell, Decimal):
            return cell
        if isinstance(cell, date):
            return Blank.UNREADABLE
        text = cell.strip()
        plain = _plain(text)
        if plain is not None:
            return plain.value
        if not text or fold(text) in unknown_words():
            return Blank.NOTHING
        reading = _read(text)
        if reading.percent or (reading.value is None and reading.grouped is None):
            return Blank.UNREADABLE
        if (sign := _doubtful_sign(text)) is None:
            return Blank.UNREADABLE if reading.value is None else reading.value
        point = self._point(column)
        if point is None:
            return Blank.UNREADABLE
        digits = re.sub(r"[^0-9.,]", "", text)
        whole, _, places = digits.partition(sign)
        value = Decimal(f"{whole}.{places}") if sign == point else Decimal(whole + places)
        return -value if _is_negative(text) else value

    def _point(self, column: int) -> str | None:
        """The decimal sign of a column: as its cells prove, else those of the table, else the delimiter."""
        own = self.points.get(column, set())
        if len(own) == 1:
            return next(iter(own))
        if len(own) > 1:
            return None
        doubtful = self.doubtful.get(column, set())
        if column in self.counts and len(doubtful) == 1:
            return _other(next(iter(doubtful)))
        if column in self.ungrouped and len(doubtful) == 1:
            return next(iter(doubtful))
        everywhere = set().union(*self.points.values()) if self.points else set[str]()
        if len(everywhere) == 1:
            return next(iter(everywhere))
        grouping = {sign for one in self.counts for sign in self.doubtful.get(one, ())}
        if not everywhere and len(grouping) == 1:
            return _other(next(iter(grouping)))
        if everywhere:
            return None
        if self.delimiter == ";":
            return ","  # a country that writes decimals with a comma
        # Where commas divide cells, one within a cell was put in quotes to group; a system of a country that
        # writes decimals with a comma would write two places.
        return "." if self.delimiter == "," and doubtful == {","} else None


def is_fraction(cell: Cell) -> bool:
    """Whether a cell is a number for certain, and no whole one."""
    if isinstance(cell, Decimal):
        return cell != cell.to_integral_value()
    if not isinstance(cell, str) or cell.isdigit() or _doubtful_sign(cell) is not None:
        return False
    reading = _read(cell.strip())
    value = reading.value
    return value is not None and not reading.percent and value != value.to_integral_value()


class _Plain(NamedTuple):
    """A number that can only mean itself."""

    value: Decimal
    has_point: bool
    is_long: bool  # four digits or more that nothing groups


@lru_cache(maxsize=32768)
def _plain(text: str) -> _Plain | None:
    if not _PLAIN.fullmatch(text):
        return None
    return _Plain(Decimal(text), "." in text, _LONG.fullmatch(text) is not None)


@lru_cache(maxsize=16384)
def _read(text: str) -> NumberReading:
    if _LAKHS.search(text):
        return read_number(text.replace(",", ""), "en")._replace(point=".")
    return read_number(text, "en")


@lru_cache(maxsize=16384)
def _doubtful_sign(text: str) -> str | None:
    """The lone sign with three digits behind, of which other cells must say whether it groups."""
    digits = re.sub(r"[^0-9.,]", "", text)
    found = _DOUBTFUL.fullmatch(digits)
    return found[1] if found else None


def _is_negative(text: str) -> bool:
    reading = _read(text)
    value = reading.value if reading.value is not None else reading.grouped
    return value is not None and value < 0


def _other(sign: str) -> str:
    return "," if sign == "." else "."
