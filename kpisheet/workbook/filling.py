"""A worksheet filled in with what downloads give, as byte edits: nothing that was typed is overwritten.

What was filled in is remembered by fingerprints in the workbook's properties, so that a corrected download
can replace its own figures and those alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from hashlib import blake2s
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kpisheet.errors import CannotAddRowsError
from kpisheet.exports.days import Days
from kpisheet.exports.mapping import key_of
from kpisheet.exports.pages import cell_value
from kpisheet.ooxml.appending.rows import NewRow, append_rows, filled_in
from kpisheet.ooxml.parts.properties import custom_properties, set_custom_properties
from kpisheet.texts.folding import fold
from kpisheet.texts.language import Term, Words
from kpisheet.workbook.next_month import serial, spelled_like
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.deal_rows import outcome_names
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import CellKind

if TYPE_CHECKING:
    from kpisheet.exports.combine import Combined
    from kpisheet.ooxml.package.package import Package
    from kpisheet.worksheet.sheet import DataTable, RawBook, RawCell, RawSheet, Worksheet

_PROPERTY = "kpisheet.filled."
_MARKS_A_PROPERTY = 28  # of eight letters: what Excel keeps of one property is 255 letters
Value = Decimal | str | date
Label = tuple[str, ...]


class Filled(Struct, frozen=True):
    """The filled workbook.

    `cells` and `rows`: how many were typed into, and added. `missing`: columns that the worksheet lacks.
    """

    package: Package
    cells: int
    rows: int
    findings: tuple[Finding, ...] = ()
    missing: tuple[str, ...] = ()


class _Wanted(Struct, frozen=True):
    """A row as the downloads want it: what tells it from others, and its values by column."""

    label: Label
    labels: Mapping[str, Value]  # typed where the row is new
    values: Mapping[str, Value]


class _Edits(Struct):
    """What is to be done to one table."""

    cells: dict[tuple[int, int], str | Decimal] = field(default_factory=dict)
    rows: list[NewRow] = field(default_factory=list)


def fill(package: Package, worksheet: Worksheet, book: RawBook, new: Combined, *, replace: bool) -> Filled:
    """`package` with the lines of `new` in its Channels, Months and Deals.

    Rows of the same month, channel and campaign get their blank cells filled; a typed cell stays, with a
    finding where it differs. `replace`: cells that were filled in before and are as they were then are
    typed anew. Raises CannotAddRowsError.
    """
    filler = _Filler(worksheet, book, _marks_of(package), replace=replace)
    filled = package
    for table, wanted in (
        (worksheet.table, list(_channel_rows(new, worksheet.language))),
        (worksheet.months_table, list(_month_rows(new))),
        (worksheet.deals_table, list(_deal_rows(new, worksheet.language))),
    ):
        if table is not None and wanted:
            filled = filler.filled(filled, table, wanted)
    filler.findings += _without_vat(worksheet, new, filler)
    if filler.marks != filler.known or filler.cells or filler.rows:
        filled = _with_marks(filled, filler.marks)
    return Filled(filled, filler.cells, filler.rows, tuple(filler.findings), tuple(filler.missing))


def _without_vat(worksheet: Worksheet, new: Combined, filler: _Filler) -> Iterator[Finding]:
    """Ad systems tell costs without VAT, where the worksheet's amounts are said to contain it."""
    spent = any("spend" in line.values for line in new.channels)
    if spent and (filler.cells or filler.rows) and worksheet.settings.text("vat") == "with":
        yield finding("K672", worksheet.settings.places.get("vat"), affects=("spend",))


def _channel_rows(new: Combined, language: str) -> Iterator[_Wanted]:
    for line in new.channels:
        labels: dict[str, Value] = {"channel": line.channel}
        if line.campaign:
            labels["campaign"] = line.campaign
        month = line.period.key if line.period else ""
        label = (month, key_of(line.channel, language), fold(line.campaign or ""))
        yield _Wanted(label, labels, line.values)


def _month_rows(new: Combined) -> Iterator[_Wanted]:
    return (_Wanted((line.period.key,), {}, line.values) for line in new.months)


def _deal_rows(new: Combined, language: str) -> Iterator[_Wanted]:
    words = Words(language)
    for deal in new.deals:
        told: dict[str, Value | None] = {
            "created": deal.created,
            "closed": deal.closed,
            "outcome": words.raw(f"choices.outcome.{deal.outcome}"),
            "value": deal.value,
            "channel": deal.channel,
        }
        values = {key: value for key, value in told.items() if value is not None}
        label = (deal.deal,) if deal.deal else tuple(str(value) for value in values.values())
        yield _Wanted(label, {"deal": deal.deal} if deal.deal else {}, values)


class _Filler(Struct, dict=True):
    """The tables of one worksheet, one after the other."""

    worksheet: Worksheet
    book: RawBook
    known: frozenset[str]
    replace: bool = False

    def __post_init__(self) -> None:
        self.marks = set(self.known)
        self.findings: list[Finding] = []
        self.missing: dict[str, None] = {}
        self.cells = self.rows = 0
        self.days = Days(self.worksheet.language)
        self.sheets = {sheet.name: sheet for sheet in self.book.sheets}

    def filled(self, package: Package, table: DataTable, wanted: Sequence[_Wanted]) -> Package:
        """`package` with one table filled in."""
        sheet = self.sheets[table.sheet]
        edits, there = _Edits(), self._rows_there(table, sheet)
        for row in wanted:
            numbers = there.get(row.label, [])
            if numbers:
                self._into(row, table, sheet, numbers[0], edits)
            else:
                edits.rows.append(self._new(row, table, sheet))
        self.cells += len(edits.cells)
        self.rows += len(edits.rows)
        done = filled_in(package, table.sheet, edits.cells)
        return append_rows(
            done,
            table.sheet,
            edits.rows,
            header_row=table.header_row,
            last_row=table.last_row,
            last_column=max(table.columns.values()),
        )

    def _rows_there(self, table: DataTable, sheet: RawSheet) -> Mapping[Label, list[int]]:
        """The rows that the table has already, by what tells them apart."""
        found: dict[Label, list[int]] = defaultdict(list)
        for number in sheet.numbers:
            if number >= table.first_row:
                label = self._label(table, sheet, number)
                if label is not None:
                    found[label].append(number)
        return found

    def _label(self, table: DataTable, sheet: RawSheet, number: int) -> Label | None:
        cells = {key: sheet.cell(number, column) for key, column in table.columns.items()}
        if table is self.worksheet.deals_table:
            return self._deal_label(cells)
        month = self._month(table, number, cells.get("period"))
        if table is self.worksheet.months_table:
            return (month,) if month else None
        channel = cells.get("channel")
        if channel is None or not channel.text.strip():
            return None
        campaign = cells.get("campaign")
        return month, key_of(channel.text, self.worksheet.language), fold(campaign.text if campaign else "")

    def _deal_label(self, cells: Mapping[str, RawCell | None]) -> Label | None:
        deal = cells.get("deal")
        if deal is not None and deal.text.strip():
            return (deal.text.strip(),)
        created = cells.get("created")
        if created is None:
            return None
        told = (self._value(cells.get(key)) for key in ("created", "closed", "outcome", "value", "channel"))
        return tuple(str(value) for value in told if value is not None)

    def _value(self, cell: RawCell | None) -> Value | None:
        return None if cell is None else cell_value(cell, date_1904=self.book.date_1904)

    def _month(self, table: DataTable, number: int, cell: RawCell | None) -> str:
        """The key of the row's month as the worksheet reads it; nothing where it has none."""
        if table is self.worksheet.table and number in self._periods:
            period = self._periods[number]
            return period.key if period else ""
        span = self.days.span(self._value(cell))
        if span is None:
            return ""
        one_month = (span.start.year, span.start.month) == (span.end.year, span.end.month)
        return Period.month(span.start.year, span.start.month).key if one_month else span.key

    @cached_property
    def _periods(self) -> Mapping[int, Period | None]:
        return {row.number: row.period for row in self.worksheet.rows}

    def _into(self, row: _Wanted, table: DataTable, sheet: RawSheet, number: int, edits: _Edits) -> None:
        """Fill the blank cells of a row that is there."""
        for key, value in row.values.items():
            column = table.columns.get(key)
            if column is None:
                self.missing[key] = None
                continue
            cell = sheet.cell(number, column)
            mark = _mark(table, row.label, key, value)
            if cell is None or (cell.kind is CellKind.BLANK and cell.formula is None):
                edits.cells[number, column] = self._typed(value)
                self.marks.add(mark)
            elif self._same(cell, value, key):
                continue
            elif self.replace and _mark(table, row.label, key, self._value(cell)) in self.known:
                edits.cells[number, column] = self._typed(value)
                self.marks.discard(_mark(table, row.label, key, self._value(cell)))
                self.marks.add(mark)
            else:
                self._tell_kept(table, cell, key, value)

    def _same(self, cell: RawCell, value: Value, key: str) -> bool:
        there = self._value(cell)
        if isinstance(value, Decimal):
            return isinstance(there, Decimal) and float(there) == float(value)
        if isinstance(value, date):
            return self.days.day(there) == value
        text = cell.text.strip()
        if key == "outcome":
            return outcome_names().get(fold(text)) == outcome_names().get(fold(value))
        return fold(text) == fold(value) or key_of(text, self.worksheet.language) == key_of(
            value, self.worksheet.language
        )

    def _tell_kept(self, table: DataTable, cell: RawCell, key: str, value: Value) -> None:
        place = Place(table.sheet, cell.row, cell.column)
        column = Term(f"columns.{key}.header")
        self.findings.append(finding("K941", place, typed=cell.text, column=column, told=value))

    def _new(self, row: _Wanted, table: DataTable, sheet: RawSheet) -> NewRow:
        """A row to add below: labels and values, formats as in the last row that is there."""
        like = _like(table)
        typed: dict[int, str | Decimal] = {}
        for key, value in {**row.labels, **row.values}.items():
            column = table.columns.get(key)
            if column is None:
                self.missing[key] = None
                continue
            typed[column] = self._typed(value)
            self.marks.add(_mark(table, row.label, key, value))
        if table is not self.worksheet.deals_table and row.label[0]:
            typed[self._period_column(table)] = self._typed_period(row.label[0], table, sheet)
        return NewRow(like, typed)

    def _period_column(self, table: DataTable) -> int:
        column = table.columns.get("period")
        if column is None:
            raise CannotAddRowsError("fill_without_months", sheet=table.sheet)
        return column

    def _typed(self, value: Value) -> str | Decimal:
        if isinstance(value, date):
            return serial(value, date_1904=self.book.date_1904)
        return value

    def _typed_period(self, key: str, table: DataTable, sheet: RawSheet) -> str | Decimal:
        """A month as those above are written, or as a date; a span as two days."""
        span = self.days.span(key)
        if span is None or not span.is_month:
            return key.replace("/", " - ")
        above = sheet.cell(_like(table), table.columns["period"])
        if above is None or above.kind is not CellKind.TEXT or not above.text.strip():
            return serial(span.start, date_1904=self.book.date_1904)
        before = self.days.span(above.text)
        if before is None:
            return key
        return spelled_like(above.text, before.start, span.start, self.worksheet.language)


def _like(table: DataTable) -> int:
    """The last row of the table that holds something, or its first where none does."""
    return max(table.last_row, table.first_row)


def _mark(table: DataTable, label: Label, key: str, value: Value | None) -> str:
    """A fingerprint of a figure and its place, by which it is known again."""
    number = str(float(value)) if isinstance(value, Decimal) else str(value)
    return blake2s("\x1f".join((table.sheet, *label, key, number)).encode(), digest_size=4).hexdigest()


def _marks_of(package: Package) -> frozenset[str]:
    """The fingerprints that earlier fillings left."""
    texts = [text for name, text in custom_properties(package).items() if name.startswith(_PROPERTY)]
    return frozenset(text[start : start + 8] for text in texts for start in range(0, len(text), 8))


def _with_marks(package: Package, marks: Iterable[str]) -> Package:
    """The package with these fingerprints in its properties, a few in each."""
    ordered = sorted(marks)
    chunks = [
        ordered[start : start + _MARKS_A_PROPERTY] for start in range(0, len(ordered), _MARKS_A_PROPERTY)
    ]
    values: dict[str, str | None] = {
        name: None for name in custom_properties(package) if name.startswith(_PROPERTY)
    }
    values.update({f"{_PROPERTY}{number}": "".join(chunk) for number, chunk in enumerate(chunks, start=1)})
    return set_custom_properties(package, values)
