"""Findings about a table as a whole: its headers, its sheet, merged ranges, and formulas typed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

from kpisheet.texts.aliases import plain
from kpisheet.texts.language import Sentence, Term, table
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.counted_in import Unlike, said_by_line
from kpisheet.worksheet.currency import header_currency, lines_above, money_keys, told
from kpisheet.worksheet.dates import label_of
from kpisheet.worksheet.findings import Finding, Place, column_letters
from kpisheet.worksheet.grid import Grid, is_blank
from kpisheet.worksheet.header import (
    BUDGET,
    COMPUTED_KEYS,
    HELPERS,
    LONGEST_HEADER,
    QUESTIONS,
    header_names,
    says_thousands,
    share_of,
    tax_said,
)
from kpisheet.worksheet.locate import OUTCOMES, Difference, HeaderCell, LocatedTable
from kpisheet.worksheet.money import MONEY_UNITS, Money
from kpisheet.worksheet.schema import COLUMNS, SETTINGS, Table
from kpisheet.worksheet.sheet import RawCell
from kpisheet.worksheet.unread import amount_of

_SIMILAR = 0.86
_SHORTEST = 5
_COMPUTED_ONLY = "ask_cost_per_action"


def header_findings(located: LocatedTable, language: str) -> Iterator[Finding]:
    """Headers that are doubtful: ambiguous, twice, a budget, or close to a known one."""
    columns = located.columns
    for header in located.headers:
        where = Place(located.sheet.name, header.row, header.column)
        if header.meaning is None:
            if header.column in (columns.get("spend"), columns.get(BUDGET)):
                continue  # the actual beside what was planned
            likely = _near_header(header.text, language, located.of, set(columns))
            if likely is not None:
                yield finding("K202", where, typed=header.text, likely=likely)
            continue
        key = header.meaning.key
        if key in QUESTIONS:
            yield from _question(header, where, columns)
        elif key == BUDGET and columns.get("spend") == header.column:
            yield finding("K204", where, typed=header.text, affects=("spend",))
        elif columns.get(key, header.column) != header.column and key not in COMPUTED_KEYS | HELPERS:
            facts: dict[str, Any] = {
                "column": Term(f"columns.{key}.header"),
                "kept": column_letters(columns[key]),
            }
            yield finding("K203", where, typed=header.text, affects=(key,), **facts)


def money_header_findings(grid: Grid, vat: str | None) -> Iterator[Finding]:
    """Headers of amounts that say thousands, or of VAT otherwise than the setting `vat` (None: not set)."""
    located = grid.table
    amounts = {column.key for column in COLUMNS[located.of] if column.unit in MONEY_UNITS}
    chosen = vat or next(setting.default for setting in SETTINGS if setting.key == "vat")
    for header in located.headers:
        key = header.meaning.key if header.meaning else ""
        key = "spend" if key == BUDGET and BUDGET not in grid.columns else key
        if key not in amounts or grid.columns.get(key) != header.column:
            continue
        where = Place(located.sheet.name, header.row, header.column)
        below = located.sheet.cell(located.header_row, header.column)  # a second line may hold the unit
        texts = {header.text, below.text if below is not None else header.text}
        if any(map(says_thousands, texts)):
            yield finding("K208", where, typed=header.text, affects=(key,))
        if {tax_said(text) for text in texts} - {None, chosen}:
            facts: dict[str, Any] = {
                "setting": Term("columns.vat.label"),
                "chosen": Term(f"choices.vat.{chosen}"),
            }
            yield finding("K207", where, typed=header.text, affects=(key,), **facts)


def currency_findings(grid: Grid, money: Money) -> Iterator[Finding]:
    """Columns whose header names another currency, and a line above the table that does."""
    for key in money_keys(grid):
        other = money.other_than_own(header_currency(grid, key))
        if other is None:
            continue
        header = next(one for one in grid.table.headers if one.column == grid.columns[key])
        where = Place(grid.table.sheet.name, header.row, header.column)
        facts: dict[str, Any] = {"currency": other, "usual": money.usual}
        if other in money.rates:
            yield finding("K181", where, typed=header.text, rate=money.rates[other], **facts)
        else:
            yield finding("K180", where, typed=header.text, affects=(key,), **facts)
    for cell in lines_above(grid):
        other = money.other_than_own(said_by_line(cell.text))
        if other is not None:
            where = Place(grid.table.sheet.name, cell.row, cell.column)
            yield finding("K182", where, typed=shown(cell), currency=other, usual=money.usual)


def _question(header: HeaderCell, where: Place, columns: Iterable[str]) -> Iterator[Finding]:
    """An ambiguous header; it needs no answer where all that it may mean has a column of its own."""
    key = header.meaning.key if header.meaning else ""
    if key == _COMPUTED_ONLY:
        yield finding("K206", where, typed=header.text)
        return
    missing = [meant for meant in QUESTIONS[key] if meant not in columns]
    if missing:
        meanings = [Term(f"columns.{meant}.header") for meant in QUESTIONS[key]]
        yield finding("K201", where, typed=header.text, affects=missing, meanings=meanings)


def _near_header(text: str, language: str, of: Table, taken: set[str]) -> str | None:
    """The header that an unknown one is most likely a slip of, if its column is still wanted."""
    name = plain(text)
    if share_of(text) is not None:
        return None
    if not _SHORTEST <= len(name) <= LONGEST_HEADER:
        return None
    best, best_likeness = None, _SIMILAR
    for known, meaning in header_names(of).items():
        if (
            meaning.key in taken
            or meaning.key in QUESTIONS
            or meaning.key == BUDGET
            or meaning.key in COMPUTED_KEYS | HELPERS
        ):
            continue
        matcher = SequenceMatcher(None, name, known, autojunk=False)
        if (
            len(known) >= _SHORTEST
            and matcher.quick_ratio() > best_likeness
            and matcher.ratio() > best_likeness
        ):
            best, best_likeness = meaning.key, matcher.ratio()
    return None if best is None else table(language, "columns")[f"{best}.header"]


def other_candidates(
    chosen: LocatedTable, found: Iterable[Grid], money: Money, language: str
) -> Iterator[Finding]:
    """The tables that were not read although they have what is needed and hold rows."""
    named: set[str] = set()
    for grid in found:
        located = grid.table
        if located is chosen or not grid.rows or _continues(chosen, located):
            continue
        if located.sheet is chosen.sheet:
            yield _second_table(chosen, grid, _amount_in(grid, money, language))
        elif located.sheet.name not in named:
            named.add(located.sheet.name)
            facts = {"sheet": chosen.sheet.name, "other": located.sheet.name}
            facts |= _amount_in(grid, money, language)
            yield finding(
                "K101", Place(located.sheet.name, located.header_row, located.headers[0].column), **facts
            )


def _amount_in(grid: Grid, money: Money, language: str) -> dict[str, Any]:
    """The rows of another table and their spend, in its own currency where it tells another one."""
    facts = amount_of(grid)
    other = money.other_than_own(told([grid], (), language))
    if other is None:
        return {**facts, "amount": Sentence("findings.amount.own", {"total": facts["total"]})}
    amount = {"total": facts.pop("total"), "currency": other}
    return {**facts, "amount": Sentence("findings.amount.other", amount)}


def _second_table(chosen: LocatedTable, grid: Grid, amount: Mapping[str, Any]) -> Finding:
    """What is told of another table on the sheet: what it holds, or that its figures are of another kind."""
    located, name = grid.table, grid.table.sheet.name
    difference = chosen.difference_from(located)
    if difference is None:
        where = Place(name, located.header_row, located.headers[0].column)
        return finding("K102", where, **amount)
    where = Place(name, difference.header.row, difference.header.column)
    if difference.how is Unlike.PLAN:
        return finding("K151", where, typed=difference.again, why=Term("findings.aside.planned"))
    return _unlike(difference, grid)


def _unlike(difference: Difference, grid: Grid) -> Finding:
    """What is told of a second table whose figures can't be added to the first one's."""
    where = Place(grid.table.sheet.name, difference.header.row, difference.header.column)
    facts: dict[str, Any] = {"usual": difference.usual, "rows": len(grid.rows)}
    facts["how"] = Term(f"findings.unlike.{difference.how.value}")
    return finding("K108", where, typed=difference.again, affects=(difference.key,), **facts)


def broken_off(read: Grid, known: Iterable[Finding]) -> Iterator[Finding]:
    """Other headers below the table that end it, where nothing that is `known` speaks of their table."""
    below = read.table.broken_off_at
    if below is None:
        return
    rows = Grid(below, read.label_keys).rows
    here = {one.place.row for one in known if one.place and one.place.sheet == below.sheet.name}
    if rows and below.header_row not in here:
        usual = read.table.header_of("spend")
        again = next(one for one in below.headers if usual and one.column == usual.column)
        where = Place(below.sheet.name, again.row, again.column)
        facts: dict[str, Any] = {"usual": usual.text if usual else "", "rows": len(rows)}
        yield finding("K109", where, typed=again.text, affects=("spend",), **facts)


def outcomes_left_out(read: Grid, outcomes: Iterable[Grid]) -> Iterator[Finding]:
    """Tables beside a list that say by channel what the list leaves out, and weren't read with it."""
    for grid in outcomes:
        columns = [
            (key, column)
            for key, column in grid.columns.items()
            if key in OUTCOMES and key not in read.columns
        ]
        counted = sum(any(key in cells for key, _ in columns) for _, cells in grid.rows)
        if columns and counted:
            located = grid.table
            where = Place(located.sheet.name, located.header_row, columns[0][1])
            facts: dict[str, Any] = {
                "figures": [Term(f"columns.{key}.header") for key, _ in columns],
                "rows": counted,
                "total": Decimal(0),
            }
            yield finding("K107", where, affects=tuple(key for key, _ in columns), **facts)


def continued(read: Grid, found: Iterable[LocatedTable]) -> Iterator[Finding]:
    """Where the table that was read goes on below another one: those rows were not read."""
    for one in found:
        rest = Grid(one, read.label_keys)
        if _continues(read.table, one) and rest.rows:
            where = Place(one.sheet.name, one.header_row, one.headers[0].column)
            yield finding("K106", where, **amount_of(rest))


def unlike_below(read: Grid, found: Iterable[LocatedTable]) -> Iterator[Finding]:
    """Tables of the same kind and columns on the same sheet whose figures can't be added to those read."""
    for one in found:
        rest = Grid(one, read.label_keys)
        if one.sheet is not read.table.sheet or one.columns != read.table.columns or not rest.rows:
            continue
        difference = read.table.difference_from(one)
        if difference is not None:
            yield _unlike(difference, rest)


def _continues(read: LocatedTable, other: LocatedTable) -> bool:
    stands_here = other.header_row == read.header_row
    return not stands_here and other.sheet is read.sheet and read.goes_on_at(other)


def merged_cells(grid: Grid, label_keys: frozenset[str], *, date_1904: bool) -> Iterator[Finding]:
    """Merged ranges over the table's rows: labels are used for all rows, a figure counts once."""
    keys = {column: key for key, column in grid.columns.items()}
    located = grid.table
    for area in located.sheet.merged:
        first = max(area.first_column, 1)
        key = keys.get(first)
        cell = located.sheet.cell(area.first_row, area.first_column)
        if (
            key is None
            or cell is None
            or is_blank(cell)
            or not located.first_row <= area.first_row <= located.last_row
        ):
            continue
        where = Place(located.sheet.name, area.first_row, area.first_column)
        if key in label_keys:
            if area.last_row > area.first_row:
                label, rows = label_of(cell, date_1904=date_1904), area.last_row - area.first_row + 1
                yield finding("K414", where, typed=shown(cell), label=label, n=rows)
        elif key != "note":
            yield finding("K413", where, typed=shown(cell), affects=(key,))


def overtyped(grid: Grid) -> Iterator[Finding]:
    """Values typed over the formulas of a computed column."""
    rows = grid.table.sheet.rows
    first, last = grid.table.first_row, grid.table.last_row
    for key, column in grid.computed.items():
        cells: list[RawCell] = []
        has_formula = False
        for number, row in rows.items():
            cell = row.get(column)
            if cell is None or not first <= number <= last:
                continue
            if cell.formula is not None:
                has_formula = True
            elif not is_blank(cell):
                cells.append(cell)
        if has_formula:
            for cell in cells:
                where = Place(grid.table.sheet.name, cell.row, column)
                yield finding("K315", where, typed=shown(cell), column=Term(f"columns.{key}.header"))
