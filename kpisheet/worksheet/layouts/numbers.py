"""Bare numbers that are labels: years, months and weeks by their number, across a header or down a column.

`1 2 3 … 12` over the figures are months, `27 28 29` under *Week* are weeks. Numbers that may as well be
ranks, shops or quarters are none: something has to say so, or all twelve months have to be there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from kpisheet.texts.aliases import plain
from kpisheet.worksheet.dates import Counted, counted_under
from kpisheet.worksheet.layouts.labels import Label, Line
from kpisheet.worksheet.layouts.words import Role, Word, words
from kpisheet.worksheet.sheet import TEXT_CELL, RawCell

_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_MOST = {Counted.MONTH: 12, Counted.WEEK: 53}
_HALF = re.compile(r"h\s?0?([12])\b", re.IGNORECASE)
_TURKISH_WEEK = re.compile(r"h\s?0?(?:[3-9]|[1-5]\d)\b", re.IGNORECASE)
_FEWEST = 2  # numbers in a row of them
_LINES_ABOVE = 4  # that may say what the numbers of a row are


def is_year(cell: RawCell) -> bool:
    """Whether a number may be a year."""
    number = cell.number
    return number is not None and _FIRST_YEAR <= number <= _LAST_YEAR and number % 1 == 0


def year_label(cell: RawCell) -> Label:
    """A year as the label that it is."""
    return Label(cell, Word(cell.text, period=cell.text))


def with_numbers_across(line: Line, above: Sequence[Line]) -> Line:
    """A row of the sheet, its numbers as labels where they are years, months or weeks.

    `above`: the rows before it.
    """
    if not line.figures:
        return line
    figures = line.figures
    if all(map(is_year, figures.values())) and _are_years(line, above):
        found = {column: year_label(cell) for column, cell in figures.items()}
    elif (counted := _counted_across(line, above)) is not None:
        found = {column: _label(cell, counted) for column, cell in figures.items()}
    else:
        return line
    return Line(line.number, {**line.labels, **found}, {})


def _are_years(line: Line, above: Sequence[Line]) -> bool:
    """Whether numbers that may be years are: each once and in order, else only where they head columns.

    Salaries of 2000 a month are none.
    """
    numbers = [line.figures[column].number for column in sorted(line.figures)]
    if len(numbers) == 1:
        return not line.labels
    steps = {int(after - before) for before, after in pairwise(numbers) if before and after}
    if steps in ({1}, {-1}):
        return True
    follows = bool(above) and above[-1].number == line.number - 1 and bool(above[-1].figures)
    return steps <= {0, 1} and not follows and _is_header(line, min(line.figures))


def counts_up(line: Line) -> bool:
    """Whether the figures of a row are a number and those that follow it."""
    numbers = [_number(line.figures[column]) for column in sorted(line.figures)]
    first = numbers[0] if numbers else None
    if len(numbers) < _FEWEST or first is None or first < 1:
        return False
    return all(number == first + at for at, number in enumerate(numbers))


def _counted_across(line: Line, above: Sequence[Line]) -> Counted | None:
    """What the numbers of a header row count: each is one more than the one before it."""
    columns = sorted(line.figures)
    first, numbers = _number(line.figures[columns[0]]), line.figures
    if first is None or not counts_up(line) or not _is_header(line, columns[0]):
        return None
    said = _said_of(line, above[-_LINES_ABOVE:])
    if said is None and first == 1 and len(numbers) == _MOST[Counted.MONTH]:
        said = Counted.MONTH
    return said if said is not None and first + len(numbers) - 1 <= _MOST[said] else None


def _is_header(line: Line, first: int) -> bool:
    """Whether what stands before the first number names labels, not one row of figures."""
    before = [label for column, label in line.labels.items() if column < first]
    return all(label.word.role is not None for label in before)


def _said_of(line: Line, above: Iterable[Line]) -> Counted | None:
    """What the row itself, or those above it, say that its numbers are."""
    texts = [label.text for label in line.labels.values()]
    titles = [label.text for one in above if not one.figures for label in one.labels.values()]
    for text in (*texts, *titles):
        if (counted := counted_under(text)) is not None:
            return counted
    kinds = {Counted.MONTH: words("by_month"), Counted.WEEK: words("by_week")}
    for text in titles:
        parts = set(plain(text).split())
        found = [counted for counted, kind in kinds.items() if not kind.isdisjoint(parts)]
        if len(found) == 1:
            return found[0]
    return None


def _number(cell: RawCell) -> Decimal | None:
    """The number that a cell holds or that is typed in it as text, if it is a whole one."""
    if cell.kind is TEXT_CELL and cell.text.strip().isdecimal():
        return Decimal(cell.text.strip())
    return cell.number if cell.number is not None and cell.number % 1 == 0 else None


def _label(cell: RawCell, counted: Counted) -> Label:
    return Label(cell, Word(cell.text, period=f"{counted}{int(_number(cell) or 0)}"))


def with_numbers_down(headers: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """The rows of a block, the numbers under *Month*, *Week* or *Year* as labels."""
    wanted: dict[int, Counted | None] = {}
    for header in headers:
        for column, label in header.labels.items():
            counted = counted_under(label.text)
            if counted is not None or label.word.role is Role.YEAR:
                wanted[column] = counted
    kept = {column: counted for column, counted in wanted.items() if _are_all(lines, column, counted)}
    if kept:
        lines = [_with_labels(line, kept) for line in lines]
    return _with_weeks_down(lines)


def with_weeks_across(line: Line) -> Line:
    """A row of the sheet, *H1* and *H2* as weeks where *H3* stands beside them: *H* is *hafta*, too."""
    if not _are_weeks(line.labels.values()):
        return line
    return Line(line.number, {at: _week(label) for at, label in line.labels.items()}, line.figures)


def _with_weeks_down(lines: Sequence[Line]) -> list[Line]:
    """The same down the columns of a block's rows."""
    columns = {
        column
        for column in {column for line in lines for column in line.labels}
        if _are_weeks(line.labels[column] for line in lines if column in line.labels)
    }
    if not columns:
        return list(lines)
    return [
        Line(
            line.number,
            {at: _week(label) if at in columns else label for at, label in line.labels.items()},
            line.figures,
        )
        for line in lines
    ]


def _are_weeks(labels: Iterable[Label]) -> bool:
    """Whether both a week that may be a half, and one that can't, are among them."""
    periods = [label.word.period for label in labels if label.word.period]
    return any(map(_HALF.match, periods)) and any(map(_TURKISH_WEEK.match, periods))


def _week(label: Label) -> Label:
    period = label.word.period
    if not period or _HALF.match(period) is None:
        return label
    return Label(label.cell, label.word._replace(period=_HALF.sub(r"W\1", period, count=1)))


def _are_all(lines: Sequence[Line], column: int, counted: Counted | None) -> bool:
    cells = [line.figures[column] for line in lines if column in line.figures]
    if counted is None:
        return bool(cells) and all(map(is_year, cells))
    return bool(cells) and all(_is_number_of(_number(cell), counted) for cell in cells)


def _is_number_of(number: Decimal | None, counted: Counted) -> bool:
    return number is not None and 1 <= number <= _MOST[counted]


def _with_labels(line: Line, counted: Mapping[int, Counted | None]) -> Line:
    found = {
        column: year_label(cell) if kind is None else _label(cell, kind)
        for column, kind in counted.items()
        if (cell := line.figures.get(column)) is not None
    }
    if not found:
        return line
    figures = {column: cell for column, cell in line.figures.items() if column not in found}
    return Line(line.number, {**line.labels, **found}, figures)
