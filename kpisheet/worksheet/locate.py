"""Where a workbook's tables stand: headers found by content, on any sheet, anywhere on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.texts.currencies import in_different_currencies
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
from kpisheet.worksheet.schema import Table
from kpisheet.worksheet.sheet import NUMBER_CELL, TEXT_CELL, RawCell, RawSheet

_FIRST_ROWS = 60  # where a header on two lines is looked for even if neither line alone says anything
_MOST_TABLES = 250  # on one sheet; each is looked through to choose among them
# A row's texts by column, and where Excel tables start in it.
_Said = tuple[tuple[tuple[int, str], ...], frozenset[int]]
OUTCOMES = frozenset({"visitors", "leads", "new_customers", "revenue", "mql", "sql", "quotes", "sales"})
_REQUIRED = {Table.CHANNELS: {"channel", "spend"}, Table.MONTHS: {"period"}, Table.DEALS: {"created"}}


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

    def stands_above(self, other: LocatedTable) -> bool:
        """Whether the other header stands below this one, in the same columns."""
        (left, right), (first, last) = self.area, other.area
        return self.header_row < other.first_line and first <= right and left <= last

    def goes_on_at(self, other: LocatedTable) -> bool:
        """Whether the other header says the same again, and no column of it another currency."""
        return (
            self.of is other.of
            and self.columns == other.columns
            and not any(in_different_currencies(*both) for both in self._beside(other))
        )

    def _beside(self, other: LocatedTable) -> Iterator[tuple[str, str]]:
        """The texts of both headers of each column, where they differ."""
        own = {header.column: header.text for header in self.headers}
        for header in other.headers:
            text = own.get(header.column, header.text)
            if text != header.text:
                yield text, header.text


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


def _input_keys(headers: tuple[HeaderCell, ...]) -> set[str]:
    return chosen_columns(headers).keys() - COMPUTED_KEYS - QUESTIONS.keys() - HELPERS


def _most_keys(sets: Iterable[tuple[HeaderCell, ...]]) -> int:
    return max((len(_input_keys(headers)) for headers in sets), default=0)


def _qualifies(of: Table, headers: tuple[HeaderCell, ...], required: Collection[str] = ()) -> bool:
    keys = _input_keys(headers)
    if not keys >= (set(required) or _REQUIRED[of]):
        return False
    if of is Table.CHANNELS:
        return True
    if of is Table.MONTHS and any(_means(header.text, Table.CHANNELS) == "channel" for header in headers):
        return False
    return len(keys) >= 2


def _means(text: str, of: Table) -> str | None:
    meaning = header_meaning(text, of)
    return meaning.key if meaning else None


def _texts(cells: Mapping[int, RawCell]) -> dict[int, str]:
    return {
        column: cell.text for column, cell in cells.items() if cell.kind is TEXT_CELL and cell.text.strip()
    }


def _has_numbers(cells: Mapping[int, RawCell]) -> bool:
    return any(cell.kind is NUMBER_CELL for cell in cells.values())


class _SheetHeaders:
    """Looks for header rows on one sheet."""

    def __init__(self, sheet: RawSheet, of: Table, known: set[int], required: Collection[str] = ()) -> None:
        self.sheet, self.of, self.required = sheet, of, required
        self._numbers = sheet.numbers
        self._known = known  # rows with a header that the table knows
        self._near = {*self._numbers[:_FIRST_ROWS], *known, *(row - 1 for row in known)}  # worth a look
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
        upper = _texts(self.sheet.rows[number])
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
        lower = self._sets(number + 1, _texts(self.sheet.rows[number + 1]))
        double = self._sets(number + 1, both)
        return double if _most_keys(double) > _most_keys([*single, *lower]) else []

    def _known_in_two_lines(self, number: int) -> bool:
        """Whether a text of this row and the one below it make a header that the table knows."""
        below = self.sheet.rows.get(number + 1)
        if below is None or _has_numbers(below):
            return False
        upper = _texts(self.sheet.rows[number])
        lower = _texts(below).items() if upper else ()
        return any(header_meaning(f"{upper.get(column, '')} {text}", self.of) for column, text in lower)

    def _two_lines(self, number: int, upper: Mapping[int, str]) -> dict[int, str] | None:
        """The texts of this row and the next, joined; None where the next can't be a header's second line."""
        below = self.sheet.rows.get(number + 1)
        if below is None or _has_numbers(below):
            return None
        lower, joined = _texts(below), dict[int, str]()
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
        good = [part for part in parts if _qualifies(self.of, part, self.required)]
        if len(parts) > 1 and good and _repeats(parts):
            return good
        return [headers] if _qualifies(self.of, headers, self.required) else []

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


def tables_of(sheet: RawSheet, *, channels: bool) -> list[LocatedTable]:
    """The tables on the sheet; those of Channels only with `channels`, and no other claims their headers.

    Each ends above the next header in its columns. The same headers again go on with their table, unless
    another table stands in between: then they begin one of their own.
    """
    kinds = [of for of in Table if channels or of is not Table.CHANNELS]
    known = _rows_of_headers(sheet, kinds)
    found = {of: tuple(_SheetHeaders(sheet, of, known[of]).candidates()) for of in kinds}
    claimed = {cell for one in found.get(Table.CHANNELS, ()) for cell in one.header_cells}
    return _separated(
        one
        for of, ones in found.items()
        for one in ones
        if of is Table.CHANNELS or claimed.isdisjoint(one.header_cells)
    )


def _rows_of_headers(sheet: RawSheet, kinds: Sequence[Table]) -> dict[Table, set[int]]:
    """The rows with a header that each kind of table knows; each text of the sheet is folded but once."""
    found: dict[Table, set[int]] = {of: set() for of in kinds}
    for text, rows in sheet.rows_by_text.items():
        for of in kinds:
            if header_meaning(text, of):
                found[of].update(rows)
    return found


def outcome_tables(sheet: RawSheet) -> list[LocatedTable]:
    """Tables of the sheet that say by channel what it brought, but not what was spent."""
    known = _rows_of_headers(sheet, [Table.CHANNELS])[Table.CHANNELS]
    found = _separated(_SheetHeaders(sheet, Table.CHANNELS, known, required={"channel"}).candidates())
    return [one for one in found if "spend" not in one.columns and not OUTCOMES.isdisjoint(one.columns)]


def _separated(places: Iterable[LocatedTable]) -> list[LocatedTable]:
    """What begins and what goes on at each header row."""
    begun: list[LocatedTable] = []
    still_open: list[int] = []
    for place in sorted(places, key=lambda one: one.first_line):
        above = [index for index in still_open if begun[index].stands_above(place)]
        ending = [index for index in above if not begun[index].goes_on_at(place)]
        for index in ending:
            begun[index] = replace(begun[index], last_row=place.first_line - 1)
            still_open.remove(index)
        if len(ending) == len(above) and len(begun) < _MOST_TABLES:
            begun.append(place)
            still_open.append(len(begun) - 1)
    return begun


def incomplete(sheet: RawSheet, of: Table) -> HeaderCell | None:
    """The first header of a row that has at least two columns of the table, but not the required one."""
    for number in sheet.numbers[:_FIRST_ROWS]:
        headers = tuple(
            HeaderCell(number, column, text, header_meaning(text, of))
            for column, text in sorted(_texts(sheet.rows[number]).items())
        )
        if len(_input_keys(headers)) >= 2 and not _qualifies(of, headers):
            return headers[0]
    return None


class NearHeader(Struct, frozen=True):
    """The row of a sheet that comes nearest to a header of Channels: its required columns, as headed.

    `languages`: how often a header anywhere on the sheet is of one language only.
    """

    sheet: str
    row: int
    found: Mapping[str, str]
    languages: Mapping[str, int]


def nearest_header(sheet: RawSheet) -> NearHeader:
    """The first of the rows with most of the required columns of Channels; `found` is empty without any."""
    best, row = dict[str, str](), 0
    languages: Counter[str] = Counter()
    for number, cells in sheet.rows.items():
        found: dict[str, str] = {}
        for text in _texts(cells).values():
            meaning = header_meaning(text, Table.CHANNELS)
            if meaning is None:
                continue
            if len(meaning.languages) == 1:
                languages.update(meaning.languages)
            key = "spend" if meaning.key == BUDGET else meaning.key
            if key in _REQUIRED[Table.CHANNELS]:
                found.setdefault(key, text)
        if len(found) > len(best):
            best, row = found, number
    return NearHeader(sheet.name, row, best, languages)
