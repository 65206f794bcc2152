"""The lines below a header: which are data, which are totals or text, and the values of their cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import islice
from typing import Any

from msgspec import Struct, field

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.days import Days, labelled, told_by
from kpisheet.exports.headers import SPENDS, Header
from kpisheet.exports.naming import channel_name
from kpisheet.exports.neighbours import TIMES
from kpisheet.exports.numbers import Blank, Numbers, is_fraction
from kpisheet.exports.other_languages import names_total
from kpisheet.exports.pages import Cell, Line, text_of
from kpisheet.exports.tables import FoundTable
from kpisheet.texts.aliases import plain
from kpisheet.worksheet.naming import key_from
from kpisheet.worksheet.source_medium import parted
from kpisheet.worksheet.totals import is_total_label, may_be_total_label

_TOTAL_OF = re.compile(
    r"^\s*(?:grand total|total|toplam|genel toplam|gesamt|summe|gesamtsumme|suma|totale?s?)\s*:"
    r"|^\s*(?:overall total|total of|results from)\b.*\d+ (?:campaigns?|results?|ad sets?|ad groups?|ads)\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_DASHES = frozenset({"", "-", "--", "—", "–"})
_COUNTS = frozenset(
    {"impressions", "clicks", "sessions", "users", "leads", "calls", "messages", "recipients"}
)
_NEVER_PARTS = _COUNTS - {"leads"}  # a lead may be shared among several clicks
_ALL = frozenset({"all", "tumu", "hepsi"})
_DATES = frozenset(
    {
        "period",
        "week",
        "starts",
        "ends",
        "created",
        "closed",
        "won_at",
        "lost_at",
        "ordered",
        "survey_time",
    }
)
_OF_CAMPAIGNS = frozenset({"campaign_starts", "campaign_ends"})
NUMERIC = frozenset(
    {
        *SPENDS,
        "impressions",
        "clicks",
        "conversions",
        "results",
        "leads",
        "messages",
        "calls",
        "bookings",
        "sessions",
        "users",
        "visitors",
        "new_customers",
        "revenue",
        "sales",
        "mql",
        "sql",
        "quotes",
        "amount",
        "total",
        "refunded",
        "recipients",
    }
)
_BARE_SOURCES = frozenset(
    plain(name)
    for name in (
        "source",
        "utm source",
        "session source",
        "first user source",
        "traffic source",
        "kaynak",
        "oturum kaynağı",
    )
)
DIMENSIONS = ("campaign", "campaign_id", "group", "ad", "keyword", "channel", "platform")


class Body(Struct, dict=True):
    """One table's lines, with what all of them together prove of their numbers and dates."""

    table: FoundTable
    language: str
    numbers: Numbers = field(default_factory=Numbers)

    def __post_init__(self) -> None:
        what = self.table.what
        self.columns = what.columns
        self.days = Days(self.language)
        self.places = {key: header.column for key, header in what.columns.items()}
        self.numeric = {key: place for key, place in self.places.items() if key in NUMERIC}
        self.labels = [
            header.column
            for header in what.headers
            if header.key in {*DIMENSIONS, "breakdown", "channel_group", "source_medium", "source", "medium"}
        ]
        self.breakdowns = [header.column for header in what.headers if header.key == "breakdown"]
        self.numbers = Numbers(
            counts=frozenset(place for key, place in self.numeric.items() if key in _COUNTS),
            delimiter=self.table.page.delimiter,
        )
        self._whole = [(key, place) for key, place in self.numeric.items() if key in _NEVER_PARTS]
        self._fraction: dict[str, Any] = {}
        self._learn()

    def _learn(self) -> None:
        """Look through all lines once for what they prove."""
        told = _DATES if TIMES & self.places.keys() else _DATES | _OF_CAMPAIGNS
        dates = [place for key, place in self.places.items() if key in told]
        for line in self.table.lines():
            cells = line.cells
            for place in self.numeric.values():
                if place < len(cells):
                    self.numbers.learn(place, cells[place])
            for place in dates:
                if place < len(cells):
                    self.days.learn(cells[place])
            if not self._fraction:
                self._fraction = self._fraction_in(line)
        self.days.settle(told_by(self.table.above, self.language))
        for _, value in labelled(self.table.above):
            self.days.learn(value)
        if self._fraction and self._may_have_spoiled_more:
            raise UnreadableFileError("export_fractions", **self._fraction)

    def _fraction_in(self, line: Line) -> dict[str, Any]:
        """A count of a line that has a fraction: a program took `1,200` visits for 1.2."""
        for key, place in self._whole:
            cell = line.cells[place] if place < len(line.cells) else None
            if cell not in (None, "") and is_fraction(cell) and not self._may_be_average(line):
                return {"row": line.number, "column": self.columns[key].text, "typed": text_of(cell)}
        return {}

    @property
    def _may_have_spoiled_more(self) -> bool:
        """Whether the figures that are read may be as wrong: counts, or amounts that became numbers.

        Amounts that stayed texts, such as `1,234.50` in a country that writes 1.234,50, are as they were.
        """
        amounts = [place for key, place in self.places.items() if key in SPENDS]
        cells = (
            line.cells[place] for line in self.table.lines() for place in amounts if place < len(line.cells)
        )
        return not amounts or any(isinstance(cell, Decimal) and cell for cell in cells)

    def _may_be_average(self, line: Line) -> bool:
        return self.says_total(line) is not None or self.may_be_total(line)

    def take(self, key: str, header: Header) -> None:
        """Read a meaning from another column than the first that has it."""
        self.columns = {**self.columns, key: header}
        self.places[key] = header.column
        if key in NUMERIC:
            self.numeric[key] = header.column

    def cell(self, line: Line, key: str) -> Cell:
        """The cell of a meaning, None where the table hasn't that column."""
        place = self.places.get(key)
        return line.cells[place] if place is not None and place < len(line.cells) else None

    def figure(self, line: Line, header: Header) -> Decimal | None:
        """The number that stands under a header, of whatever meaning."""
        cell = line.cells[header.column] if header.column < len(line.cells) else None
        number = self.numbers.number(header.column, cell)
        return number if isinstance(number, Decimal) else None

    def text(self, line: Line, key: str) -> str:
        """The same as text, trimmed; dashes are nothing."""
        text = text_of(self.cell(line, key)).strip()
        return "" if text in _DASHES else text

    def sourced(self, line: Line, text: str, key: str) -> str:
        """The channel of a source and its medium (`google`, `cpc`), where the two mean one; else the text."""
        pair = parted(text) if key == "source_medium" else None
        if key == "source" or (key != "medium" and self.columns[key].name in _BARE_SOURCES):
            pair = text, self.text(line, "medium")
        found = key_from(*pair) if pair and pair[1] else None
        return channel_name(found, self.language) if found else text

    def number(self, line: Line, key: str) -> Decimal | Blank:
        """The number of a meaning."""
        place = self.places.get(key)
        return Blank.NOTHING if place is None else self.numbers.number(place, self.cell(line, key))

    def is_data(self, line: Line) -> bool:
        """Whether any of its numeric cells holds a figure, readable or not: a line of words is text."""
        for place in self.numeric.values():
            cell = line.cells[place] if place < len(line.cells) else None
            if cell is not None and not isinstance(cell, str):
                return True
            if isinstance(cell, str) and _DIGIT.search(cell):
                return True
        return False

    def misshapen(self, line: Line) -> bool:
        """Whether a line of a text has not as many cells as its header, so that they may be shifted."""
        if self.table.page.delimiter is None:
            return False
        width = self.table.what.width
        return (
            any(cell not in (None, "") and text_of(cell).strip() for cell in line.cells[width:])
            or len(line.cells) < width
        )

    def says_total(self, line: Line) -> str | None:
        """The label that says that the line is a total, if one does for certain."""
        filled = (cell for cell in line.cells if isinstance(cell, str) and cell.strip())
        return _total_label(tuple(islice(filled, 3)))

    def may_be_total(self, line: Line) -> bool:
        """Whether sums have to tell: no label at all, *All* in a breakdown, a total word in a name."""
        cells = line.cells
        labels = tuple(text_of(cells[place]).strip() if place < len(cells) else "" for place in self.labels)
        first = next((cell for cell in cells if isinstance(cell, str) and cell.strip()), "")
        return line.summing or _sums_must_tell(labels, first)

    def lines(self) -> Iterator[Line]:
        """The lines that hold figures."""
        return (line for line in self.table.lines() if self.is_data(line))


@lru_cache(maxsize=32768)  # labels repeat: most lines of a long file are of few campaigns
def _total_label(texts: tuple[str, ...]) -> str | None:
    for text in texts:
        if (is_total_label(text) and plain(text) not in _ALL) or _TOTAL_OF.match(text) or names_total(text):
            return text.strip()
    return None


@lru_cache(maxsize=32768)
def _sums_must_tell(labels: tuple[str, ...], first: str) -> bool:
    if labels and all(text in _DASHES for text in labels):
        return True
    if any(plain(text) in _ALL for text in labels):
        return True
    return may_be_total_label(first) or any(map(may_be_total_label, labels))
