"""Leads by how they came in (*Form leads*, *Phone leads*) beside each other, and beside all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import cache

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.language import LANGUAGES
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.columns_beside import (
    Amounts,
    columns_beside,
    place_of,
    without_columns,
)
from kpisheet.worksheet.findings import Finding
from kpisheet.worksheet.grid import Grid

_ZERO = Decimal(0)


def with_leads(grid: Grid) -> tuple[Grid, list[Finding]]:
    """The list with the one column of all its leads.

    Columns that say how they came in are parts of one that doesn't, where no row has more of them. Where no
    column holds them all, the first is read, and the others are asked about: are they leads too?
    """
    if not any(is_a_way_in(header.text) for header in grid.table.headers):
        return grid, []
    beside = columns_beside(grid, "leads")
    parts = [one for one in (*beside.alike, *beside.others) if is_a_way_in(one[0].text)]
    whole = next((one for one in beside.alike if not is_a_way_in(one[0].text)), None)
    if not parts or not beside.alike:
        return grid, []
    if whole is not None and are_parts_of(whole[1], [(header.text, amounts) for header, amounts in parts]):
        names = " + ".join(header.text for header, _ in parts)
        told = [finding("K164", place_of(grid, whole[0]), typed=whole[0].text, parts=names)]
    elif is_a_way_in(beside.alike[0][0].text):
        read, counted = beside.alike[0]
        parts = [one for one in parts if one[0] is not read]
        told = [
            finding(
                "K165",
                place_of(grid, header),
                typed=header.text,
                read=read.text,
                affects=("leads",),
                n=sum(counted.values(), _ZERO),
                more=sum(amounts.values(), _ZERO),
            )
            for header, amounts in parts
        ]
    else:
        return grid, []
    return without_columns(grid, {header.column for header, _ in parts}), told


def is_a_way_in(text: str) -> bool:
    """Whether a header says of leads how they came in, and nothing else: *Form leads*, *Telefon araması*."""
    name, leads, ways = plain(text), _names_of_leads(), _ways_in()
    words = name.split()
    rest = " ".join(word for word in words if word not in ways)
    return not ways.isdisjoint(words) and (not rest or rest in leads or name in leads)


def are_parts_of(whole: Amounts, parts: Sequence[tuple[str, Amounts]]) -> bool:
    """Whether columns that say a way in are parts of all leads: held by these, and called more than a way.

    *Email* beside *Leads* may be mails that were sent; *Email leads*, or *Email* and *Phone*, are leads.
    """
    if not holds(whole, [amounts for _, amounts in parts]):
        return False
    ((name, amounts), *others) = parts
    return bool(others) or _says_leads(name) or all(amounts.get(row) == one for row, one in whole.items())


def _says_leads(text: str) -> bool:
    """Whether a header of a way in says more than the way: *Email leads*, *Form fills*."""
    return plain(text) in _names_of_leads() or not _ways_in().issuperset(plain(text).split())


def holds(whole: Amounts, parts: Iterable[Amounts]) -> bool:
    """Whether no row has more of the parts than of the whole, and any has some."""
    parts = list(parts)
    sums = {row: sum((part.get(row, _ZERO) for part in parts), _ZERO) for part in parts for row in part}
    return any(sums.values()) and all(amount <= whole.get(row, _ZERO) for row, amount in sums.items())


@cache
def _names_of_leads() -> frozenset[str]:
    return frozenset(plain(name) for code in LANGUAGES for name in aliases(code, "aliases")["leads"])


@cache
def _ways_in() -> frozenset[str]:
    """The words of headers that say how a lead came in."""
    known = (plain(way) for code in LANGUAGES for way in aliases(code, "vocabulary")["way_in"])
    return frozenset(word for way in known for word in way.split())
