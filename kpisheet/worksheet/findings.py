"""A finding: one thing that is wrong or doubtful in a person's file, as a value of code and facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.worksheet.periods import Period

_ALIKE = 3  # so many cells of a column are one matter
_WIDE = 6  # in so many columns the same matter is one of the whole sheet: months across
_CELLS_NAMED = 5
_OF_ONE_CELL = frozenset({"typed", "read_as"})
_EACH_FOR_ITSELF = frozenset(  # about one row's figure, its rival or its like
    {"K406", "K410", "K416", "K631", "K663", "K664", "K666", "K667", "K668"}
)


class Severity(StrEnum):
    """How bad it is: an error keeps the cell out of the figures, a warning counts as typed, an info tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


class Place(Struct, frozen=True, gc=False):
    """A cell (1-based row and column) or, where these are None, a whole sheet."""

    sheet: str
    row: int | None = None
    column: int | None = None

    @property
    def cell(self) -> str | None:
        """The cell's A1 reference, or None for a whole sheet."""
        if self.row is None or self.column is None:
            return None
        return f"{column_letters(self.column)}{self.row}"


class Finding(Struct, frozen=True, gc=False):
    """Worded as ``findings.<code>.message`` and ``findings.<code>.hint`` with `facts`.

    `typed` is the cell's text as typed, `read_as` what it was taken for (None: not used).
    `affects`: keys of the columns or figures that it touches or spoils (``spend``, ``leads``, ``crr``).
    `others`: the same matter in further cells of the column or sheet, in their order; see `gathered`.
    `decides`: the names of the channels whose verdict it decides.
    """

    code: str
    severity: Severity
    place: Place | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    typed: str | None = None
    read_as: Decimal | str | date | None = None
    affects: frozenset[str] = frozenset()
    others: tuple[Finding, ...] = ()
    decides: tuple[str, ...] = ()

    @property
    def cells(self) -> tuple[str, ...]:
        """The references of all its cells; none for a finding about a sheet or the whole file."""
        places = (each.place for each in (self, *self.others))
        return tuple(place.cell for place in places if place is not None and place.cell is not None)

    def worded(self, say: Callable[..., str]) -> str:
        """Its sentence; `say` words a key of the texts with facts."""
        message = say(f"findings.{self.code}.message", **self.facts)
        if self.decides and "channels" not in self.facts:
            message = f"{message} {say('findings.decides', channels=list(self.decides))}"
        if not self.others:
            return message
        further = self.cells[1:]
        shown = [*further[:_CELLS_NAMED], *(["…"] if len(further) > _CELLS_NAMED else [])]
        where = (
            "column" if len({one.place.column for one in (self, *self.others) if one.place}) == 1 else "sheet"
        )
        return f"{message} {say(f'findings.same_in_{where}', n=len(further), cells=shown)}"

    def hint(self, say: Callable[..., str]) -> str:
        """What to do about it."""
        return say(f"findings.{self.code}.hint", **self.facts)


def gathered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for one matter: the same doubt in several cells of a column is one, with `others`.

    It is the same where the code and all words of the sentence are, whatever was typed and read. In many
    columns of a sheet it is one, too: a table with its months across repeats each doubt in every month. It
    stands where the first of them stood, those that decide a verdict before all others.
    """
    listed = list(findings)
    columns: dict[tuple[object, ...], set[int | None]] = {}
    for one in listed:
        if (matter := _matter(one)) is not None and one.place is not None:
            columns.setdefault(matter, set()).add(one.place.column)
    alike: dict[tuple[object, ...], list[Finding]] = {}
    for index, one in enumerate(listed):
        matter = _matter(one)
        if matter is None or one.place is None:
            alike[index,] = [one]
        else:
            column = None if len(columns[matter]) >= _WIDE else one.place.column
            alike.setdefault((*matter, column), []).append(one)
    made: list[Finding] = []
    for group in alike.values():
        if len(group) < _ALIKE:
            made += group
        else:
            affects = frozenset().union(*(one.affects for one in group))
            made.append(replace(group[0], others=tuple(group[1:]), affects=affects))
    return tuple(sorted(made, key=lambda one: not one.decides))


def each_cell(findings: Iterable[Finding]) -> Iterator[Finding]:
    """The gathered findings taken apart again: one for each cell."""
    for one in findings:
        yield replace(one, others=()) if one.others else one
        yield from one.others


def _matter(finding: Finding) -> tuple[object, ...] | None:
    """What tells matters of any column apart; None for one that stands for itself."""
    place = finding.place
    if place is None or place.row is None or finding.code in _EACH_FOR_ITSELF:
        return None
    said = sorted((name, repr(fact)) for name, fact in finding.facts.items() if _is_word(name, fact))
    return (finding.code, place.sheet, finding.decides, *said)


def _is_word(name: str, fact: object) -> bool:
    return name not in _OF_ONE_CELL and not isinstance(fact, Decimal | int | date | Period)


def column_letters(column: int) -> str:
    """The letters of a 1-based column: 1 is A, 27 is AA.

    `ooxml.references` has the same: the two rooms share no floor below but words and errors.
    """
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
