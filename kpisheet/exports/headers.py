"""What the header of a download means: one table for all systems, all languages at once, matched whole."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from kpisheet.exports.other_languages import HEADERS
from kpisheet.exports.pages import Cell
from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.currencies import currency_code, currency_in_label
from kpisheet.texts.language import LANGUAGES
from kpisheet.worksheet.header import (
    LONGEST_HEADER,
    header_meaning,
    says_percent,
    without_sum_of,
    without_unit,
)
from kpisheet.worksheet.schema import Table

# Keys of the worksheet's own columns that a download may have beside those of `export_headers`.
_OWN = frozenset({"period", "channel", "spend", "visitors", "leads", "new_customers", "revenue", "campaign"})
_OWN_COUNTS = frozenset({"mql", "sql", "quotes", "sales"})
# What a person may say of a header: the columns that a download is usually short of.
MEANINGS = (
    "spend",
    "period",
    "channel",
    "campaign",
    "conversions",
    *sorted(_OWN - {"spend", "period", "channel", "campaign"}),
    "amount",
    "created",
    "closed",
    "status",
    "lead_source",
)
# The columns that say what was spent, the likeliest first, and what one of their units is worth.
SPENDS: Mapping[str, Decimal] = MappingProxyType(
    {"spend": Decimal(1), "spend_micros": Decimal("1e-6"), "spend_usd": Decimal(1)}
)
_BRACKET = re.compile(r"(?<!\s)\s*+[(\[]\s*+([^()\[\]]{1,14}?)\s*+[)\]]\s*+$")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_OF_API = re.compile(r"^(?:metrics|segments)[._]")


class Header(Struct, frozen=True):
    """One header: its column (0-based), its text, its meaning if known, the currency that it names."""

    column: int
    text: str
    key: str | None
    currency: str | None = None

    @property
    def name(self) -> str:
        """Its text, folded."""
        return plain(self.text)

    @property
    def bare(self) -> str:
        """The same without the currency or the unit in brackets behind it."""
        return plain(_BRACKET.sub("", self.text))


@lru_cache(maxsize=1)
def _names() -> Mapping[str, tuple[str, int]]:
    """Folded header → meaning, and its rank among the names of that meaning, the usual ones first.

    A name that two meanings claim is a fault of the tables (a test holds that).
    """
    index: dict[str, tuple[str, int]] = {}
    tables = [aliases(code, "export_headers") for code in LANGUAGES]
    for table in (*tables, HEADERS):
        for key, names in table.items():
            for rank, name in enumerate(names):
                known, _ = index.setdefault(plain(name), (key, rank))
                if known != key:
                    message = f"{name!r} would mean both {known} and {key}"
                    raise ValueError(message)
    return MappingProxyType(index)


@lru_cache(maxsize=16384)
def header_key(text: str) -> tuple[str | None, str | None]:
    """What `text` means as a header of a download, and the currency that it names, if it does."""
    if len(text) > LONGEST_HEADER or not text.strip():
        return None, None
    currency = None
    if found := _BRACKET.search(text):
        currency = currency_code(found[1])
        if currency is not None:
            text = text[: found.start()]
    if currency is None and plain(text) not in _names():
        label = currency_in_label(text)
        if len(label.codes) == 1:  # `Cost_EUR`; a `$` may be many
            text, currency = label.rest, label.codes[0]
    whole = plain(text)
    for name in (whole, plain(_CAMEL.sub(" ", text)), plain(_OF_API.sub("", text)), without_sum_of(whole)):
        if found_name := _names().get(name) or _names().get(without_unit(name)):
            return (None if says_percent(text) else found_name[0]), currency
    meaning = header_meaning(text, Table.CHANNELS)
    key = meaning.key if meaning else None
    return (key if key in _OWN | _OWN_COUNTS else None), currency


@lru_cache(maxsize=4096)
def header_languages(text: str) -> frozenset[str]:
    """The one language whose name for a column this is; nothing where several have it, or none."""
    names = {plain(text), plain(_BRACKET.sub("", text))}
    found = {
        code
        for code in LANGUAGES
        if names & {plain(name) for known in aliases(code, "export_headers").values() for name in known}
    }
    return frozenset(found) if len(found) == 1 else frozenset()


def rank_of(header: Header) -> int:
    """How usual the header's own words are for what it means, the worksheet's own most of all."""
    for name in (header.name, header.bare):
        if name in _names():
            return _names()[name][1]
    meaning = header_meaning(header.text, Table.CHANNELS)
    return -1 if meaning is not None and meaning.official else len(_names())


def headers_of(cells: Sequence[Cell], taught: Mapping[str, str]) -> tuple[Header, ...]:
    """The headers of a line: its texts. `taught`: folded header → meaning, which comes first."""
    texts = [(column, cell.strip()) for column, cell in enumerate(cells) if isinstance(cell, str)]
    here = {name: taught[name] for _, text in texts if (name := plain(text)) in taught} if taught else {}
    return tuple(_header(column, text, here) for column, text in texts if text)


def _header(column: int, text: str, taught: Mapping[str, str]) -> Header:
    """One header; where the person says which column means something, no other means the same."""
    key, currency = header_key(text)
    if taught:
        key = taught.get(plain(text)) or (None if key in taught.values() else key)
    return Header(column, text, key, currency)
