"""Where a workbook's tables stand: headers found by content, on any sheet, anywhere on it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.texts.folding import fold
from kpisheet.worksheet.coerce import unknown_words
from kpisheet.worksheet.counted_in import CountedIn, Unlike, counted_in, tells_amounts, unlike
from kpisheet.worksheet.header import (
    BUDGET,
    COMPUTED_KEYS,
    HELPERS,
    QUESTIONS,
    Meaning,
    header_meaning,
    is_unit,
    names_a_date,
    says_only,
)
from kpisheet.worksheet.money import MONEY_UNITS
from kpisheet.worksheet.schema import COLUMNS, WORDS, Table
from kpisheet.worksheet.sheet import NUMBER_CELL, TEXT_CELL, RawCell, RawSheet

LINES_ABOVE = 15  # a table's header in which it may be said in what its amounts are
FIRST_ROWS = 60  # where a header on two lines is looked for even if neither line alone says anything
# A row's texts by column, and where Excel tables start in it.
_Said = tuple[tuple[tuple[int, str], ...], frozenset[int]]
OUTCOMES = frozenset({"visitors", "leads", "new_customers", "revenue", "mql", "sql", "quotes", "sales"})
REQUIRED = {Table.CHANNELS: {"channel", "spend"}, Table.MONTHS: {"period"}, Table.DEALS: {"created"}}


class HeaderCell(Struct, frozen=True):
    """One header: its column, its text (both lines of it), what it means for the table, if anything."""

    row: int
    column: int
    text: str
    meaning: Meaning | None


class LocatedTable(Struct, frozen=True, dict=True):
    """A header row that has what a table needs. Rows of data stand from `first_row` to `last_row`.

    `first_line` is that of a header on two lines, `header_row` its last.
    """

    of: Table
    sheet: RawSheet
    first_line: int
    header_row: int
    headers: tuple[HeaderCell, ...]
    first_row: int
    last_row: int
    broken_off_at: LocatedTable | None = None  # the table without spend whose headers end this one

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The input columns by key; of two that mean the same, the official header, else the first."""
        return chosen_columns(self.headers)

    @property
    def top_row(self) -> int:
        """The row of its headers' cells: that above a line of units, else the header's last."""
        return self.headers[0].row

    @cached_property
    def area(self) -> tuple[int, int]:
        """The first and the last column that have a header."""
        places = [header.column for header in self.headers]
        return min(places), max(places)

    @property
    def header_cells(self) -> set[tuple[int, int]]:
        """Row and column of each header, as far as it is of the header's last line."""
        return {(self.header_row, header.column) for header in self.headers}

    def header_of(self, key: str) -> HeaderCell | None:
        """The header of an input column."""
        return next((header for header in self.headers if header.column == self.columns.get(key)), None)

    @property
    def reads_a_plan(self) -> bool:
        """Whether its spend is headed as a budget."""
        spend = self.header_of("spend")
        return spend is not None and _speaks_of_a_plan(spend, "spend")

    def stands_above(self, other: LocatedTable) -> bool:
        """Whether the other header stands below this one, in the same columns."""
        (left, right), (first, last) = self.area, other.area
        return self.header_row < other.first_line and first <= right and left <= last

    def goes_on_at(self, other: LocatedTable) -> bool:
        """Whether the other header says the same again, so that the figures below may be added up."""
        return self.of is other.of and self.columns == other.columns and self.difference_from(other) is None

    def difference_from(self, other: LocatedTable) -> Difference | None:
        """The first header of the other table that says of its figures what this table's doesn't."""
        if self._wording == other._wording and other._line_above in {"", self._line_above}:
            return None  # most headers that stand there again are the same
        for column in COLUMNS[self.of]:
            usual, again = self.header_of(column.key), other.header_of(column.key)
            if usual is None or again is None or column.unit in WORDS:
                continue
            if _speaks_of_a_plan(usual, column.key) != _speaks_of_a_plan(again, column.key):
                return Difference(Unlike.PLAN, column.key, usual.text, again.text, again)
            is_money = column.unit in MONEY_UNITS
            own, line = (self._line_above, other._line_above or self._line_above) if is_money else ("", "")
            found = unlike(self._counted_in(usual, own), other._counted_in(again, line))
            if found is not None:
                texts = self._telling(usual, own), other._telling(again, line)
                return Difference(found, column.key, *texts, again)
        return None

    def breaks_off_at(self, other: LocatedTable) -> bool:
        """Whether headers of a table without spend stand below, where this one has channels and spend."""
        column = self.columns.get("spend")
        return (
            self.of is other.of
            and column is not None
            and "spend" not in other.columns
            and self.columns["channel"] == other.columns["channel"]
            and any(header.column == column and _is_worded(header.text) for header in other.headers)
        )

    def _counted_in(self, header: HeaderCell, line: str) -> CountedIn:
        """What a header, the unit below it and a line above the table say."""
        return counted_in(self._with_unit(header), line)

    def _with_unit(self, header: HeaderCell) -> str:
        unit = self.sheet.cell(self.header_row, header.column) if header.row < self.header_row else None
        return header.text if unit is None else f"{header.text} {unit.text}"

    @cached_property
    def _wording(self) -> tuple[tuple[int, str], ...]:
        """The column of each header, and all that it says."""
        return tuple((header.column, self._with_unit(header)) for header in self.headers)

    def _telling(self, header: HeaderCell, line: str) -> str:
        """The text that says in what the figures are counted: the line above where the header doesn't."""
        return header.text if self._counted_in(header, "") == self._counted_in(header, line) else line

    @cached_property
    def _line_above(self) -> str:
        """The nearest line of words above the table that says in what its amounts are; none is empty."""
        numbers = self.sheet.numbers
        for row in reversed(numbers[: bisect_left(numbers, self.first_line)][-LINES_ABOVE:]):
            cells = self.sheet.rows[row]
            if has_numbers(cells):
                break
            telling = (cell.text for cell in cells.values() if cell.kind is TEXT_CELL)
            found = next((text for text in telling if tells_amounts(text)), None)
            if found is not None:
                return found
        return ""


class Difference(Struct, frozen=True):
    """What two texts say differently of the figures of one column; `header`: that of the second table."""

    how: Unlike
    key: str
    usual: str
    again: str
    header: HeaderCell


def _is_worded(text: str) -> bool:
    """Whether a text may be a header: it has letters, and isn't one that stands for a blank cell."""
    return any(map(str.isalpha, text)) and fold(text) not in unknown_words()


def _speaks_of_a_plan(header: HeaderCell, key: str) -> bool:
    """Whether a column of spend is headed as a budget."""
    return key == "spend" and header.meaning is not None and header.meaning.key == BUDGET


def chosen_columns(headers: tuple[HeaderCell, ...]) -> dict[str, int]:
    """Column by key: questions and computed columns included.

    A budget is spend only where there is no spend; the *Actual* beside a budget is what was spent.
    """
    chosen: dict[str, HeaderCell] = {}
    for header in headers:
        if header.meaning is None:
            continue
        known = chosen.get(header.meaning.key)
        if known is None or (header.meaning.official and known.meaning and not known.meaning.official):
            chosen[header.meaning.key] = header
    for helper, key in (("medium", "channel"), ("year", "period")):
        if helper in chosen and key not in chosen:
            chosen[key] = chosen.pop(helper)
    if "spend" not in chosen:
        chosen |= _spend_beside_a_plan(headers, chosen.pop(BUDGET, None))
    return {key: header.column for key, header in chosen.items()}


def _spend_beside_a_plan(
    headers: Sequence[HeaderCell], budget: HeaderCell | None
) -> Mapping[str, HeaderCell]:
    """The *Actual* beside a budget or a *Planned* as spend; where there is none, the budget."""
    unknown = [header for header in headers if header.meaning is None]
    planned = budget or next((one for one in unknown if says_only("planned", one.text)), None)
    if planned is None:
        return {}
    actual = next((header for header in unknown if says_only("actual", header.text)), None)
    if actual is not None:
        return {"spend": actual, BUDGET: planned}
    return {} if budget is None else {"spend": budget}


def input_keys(headers: tuple[HeaderCell, ...]) -> set[str]:
    """The columns of a table that headers name."""
    return chosen_columns(headers).keys() - COMPUTED_KEYS - QUESTIONS.keys() - HELPERS


def _most_keys(sets: Iterable[tuple[HeaderCell, ...]]) -> int:
    return max((len(input_keys(headers)) for headers in sets), default=0)


def qualifies(of: Table, headers: tuple[HeaderCell, ...], required: Collection[str] = ()) -> bool:
    """Whether headers have what a table needs, or the columns that are `required` in place of that."""
    keys = input_keys(headers)
    if not keys >= (set(required) or REQUIRED[of]):
        return False
    if of is Table.CHANNELS:
        return True
    if of is Table.MONTHS and any(_means(header.text, Table.CHANNELS) == "channel" for header in headers):
        return False
    return len(keys) >= 2


def _means(text: str, of: Table) -> str | None:
    meaning = header_meaning(text, of)
    return meaning.key if meaning else None


def texts_of(cells: Mapping[int, RawCell]) -> dict[int, str]:
    """The texts of a row's cells, by column."""
    return {
        column: cell.text for column, cell in cells.items() if cell.kind is TEXT_CELL and cell.text.strip()
    }


def has_numbers(cells: Mapping[int, RawCell]) -> bool:
    """Whether a number stands in a row."""
    return any(cell.kind is NUMBER_CELL for cell in cells.values())


class SheetHeaders:
    """Looks for header rows on one sheet."""

    def __init__(self, sheet: RawSheet, of: Table, known: set[int], required: Collection[str] = ()) -> None:
        self.sheet, self.of, self.required = sheet, of, required
        self._numbers = sheet.numbers
        self._known = known  # rows with a header that the table knows
        self._near = {*self._numbers[:FIRST_ROWS], *known, *(row - 1 for row in known)}  # worth a look
        self._judged: dict[_Said, list[tuple[HeaderCell, ...]]] = {}  # most rows say it again

    def candidates(self) -> Iterator[LocatedTable]:
        """Each header row with what the table needs, as if its rows went on to the sheet's end."""
        last = self._numbers[-1] if self._numbers else 0
        taken = 0
        for index, number in enumerate(self._numbers):
            if number <= taken or number not in self._near:
                continue
            for headers, header_row in self._header_sets(index):
                yield LocatedTable(self.of, self.sheet, number, header_row, headers, header_row + 1, last)
                taken = max(taken, header_row)

    def _header_sets(self, index: int) -> list[tuple[tuple[HeaderCell, ...], int]]:
        """The header sets that begin in this row: one, or several side by side; on one line or two."""
        number = self._numbers[index]
        if number not in self._known and not self._known_in_two_lines(number):
            return []
        upper = texts_of(self.sheet.rows[number])
        single = self._sets(number, upper)
        if double := self._better_on_two_lines(number, upper, single):
            return [(headers, number + 1) for headers in double]
        return [(headers, number + self._unit_lines(number, headers)) for headers in single]

    def _better_on_two_lines(
        self, number: int, upper: Mapping[int, str], single: Sequence[tuple[HeaderCell, ...]]
    ) -> list[tuple[HeaderCell, ...]]:
        """The header sets of this row and the next read as one, if a set knows more than each line's."""
        both = self._two_lines(number, upper)
        if both is None:
            return []
        lower = self._sets(number + 1, texts_of(self.sheet.rows[number + 1]))
        double = self._sets(number + 1, both)
        return double if _most_keys(double) > _most_keys([*single, *lower]) else []

    def _known_in_two_lines(self, number: int) -> bool:
        """Whether a text of this row and the one below it make a header that the table knows."""
        below = self.sheet.rows.get(number + 1)
        if below is None or has_numbers(below):
            return False
        upper = texts_of(self.sheet.rows[number])
        lower = texts_of(below).items() if upper else ()
        return any(header_meaning(f"{upper.get(column, '')} {text}", self.of) for column, text in lower)

    def _two_lines(self, number: int, upper: Mapping[int, str]) -> dict[int, str] | None:
        """The texts of this row and the next, joined; None where the next can't be a header's second line."""
        below = self.sheet.rows.get(number + 1)
        if below is None or has_numbers(below):
            return None
        lower, joined = texts_of(below), dict[int, str]()
        if not lower:
            return None
        spread = dict(upper)
        for first, over in upper.items():
            area = self.sheet.merged_from.get((number, first))
            for column in range(first, min(area.last_column, first + 50) + 1) if area else ():
                spread.setdefault(column, over)
        for column in sorted(spread.keys() | lower.keys()):
            over, under = spread.get(column, ""), lower.get(column, "")
            if under and header_meaning(under, self.of):
                joined[column] = under
            elif not under or is_unit(under):
                joined[column] = over
            else:
                joined[column] = f"{over} {under}".strip()
        return joined

    def _unit_lines(self, number: int, headers: tuple[HeaderCell, ...]) -> int:
        """1 where the next row holds only units under these headers, else 0."""
        columns = {header.column for header in headers}
        below = self.sheet.rows.get(number + 1, {})
        cells = [cell for column, cell in below.items() if column in columns and cell.text.strip()]
        return int(bool(cells) and all(cell.kind is TEXT_CELL and is_unit(cell.text) for cell in cells))

    def _sets(self, number: int, texts: Mapping[int, str]) -> list[tuple[HeaderCell, ...]]:
        """The row's headers if they are what the table needs: as one set, or as several side by side."""
        said = (tuple(sorted(texts.items())), self._table_starts(number))
        if said not in self._judged:
            self._judged[said] = self._judge(number, *said)
        return [tuple(replace(header, row=number) for header in part) for part in self._judged[said]]

    def _judge(
        self, number: int, texts: Iterable[tuple[int, str]], starts: Collection[int]
    ) -> list[tuple[HeaderCell, ...]]:
        headers = tuple(
            HeaderCell(number, column, text, header_meaning(text, self.of)) for column, text in texts
        )
        if self.of is Table.CHANNELS:
            headers = _with_one_date(headers)
        parts = _parts(headers, starts)
        good = [part for part in parts if qualifies(self.of, part, self.required)]
        if len(parts) > 1 and good and _repeats(parts):
            return good
        return [headers] if qualifies(self.of, headers, self.required) else []

    def _table_starts(self, number: int) -> frozenset[int]:
        """The columns in which an Excel table has its top left cell in this row."""
        areas = (table.area for table in self.sheet.tables)
        return frozenset(area.first_column for area in areas if area.first_row == number)


def _parts(headers: Sequence[HeaderCell], starts: Collection[int]) -> list[tuple[HeaderCell, ...]]:
    """Headers that stand together: within an Excel table, or with no empty column between."""
    parts: list[list[HeaderCell]] = []
    for header in headers:
        if parts and header.column == parts[-1][-1].column + 1 and header.column not in starts:
            parts[-1].append(header)
        else:
            parts.append([header])
    return [tuple(part) for part in parts]


def _with_one_date(headers: tuple[HeaderCell, ...]) -> tuple[HeaderCell, ...]:
    """The headers, where one that names a date is the only one to say when: *Spend date* is the month."""
    if {"period", "year"} & set(_keys(headers)):
        return headers
    dates = [header for header in headers if header.meaning is None and names_a_date(header.text)]
    if len(dates) != 1:
        return headers
    when = replace(dates[0], meaning=Meaning("period", frozenset()))
    return tuple(when if header is dates[0] else header for header in headers)


def _keys(headers: tuple[HeaderCell, ...]) -> list[str]:
    return [header.meaning.key for header in headers if header.meaning]


def _repeats(parts: list[tuple[HeaderCell, ...]]) -> bool:
    """Whether a key stands in more than one part: then they are tables of their own."""
    keys = [key for part in parts for key in set(_keys(part))]
    return len(keys) != len(set(keys))
