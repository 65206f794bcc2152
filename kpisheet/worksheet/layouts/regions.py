"""A sheet taken apart: headers over figures, the rows below them, headings between, titles above.

Nothing here says what a word stands for in an address, only where it stands. One pass over the cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from msgspec import Struct, field

from kpisheet.texts.folding import fold
from kpisheet.worksheet.coerce import unknown_words
from kpisheet.worksheet.grid import is_blank
from kpisheet.worksheet.header import BUDGET, is_unit
from kpisheet.worksheet.layouts.labels import Label, Line
from kpisheet.worksheet.layouts.numbers import (
    is_year,
    with_numbers_across,
    with_numbers_down,
    with_weeks_across,
    year_label,
)
from kpisheet.worksheet.layouts.words import Word, word_of
from kpisheet.worksheet.sheet import NUMBER_CELL, TEXT_CELL, NumberStyle, RawCell, RawSheet

_MOST_HEADER_ROWS = 4
_FARTHEST = 40  # rows between a header and the first figure below it: headings and blank rows
_LONGEST_CODE = 3  # letters of a currency
_DATE = Word("", period="")


class Block(Struct):
    """Header rows and what stands below them, until the next header.

    `headings`: for each body line, the headings above it since the header, in their order.
    """

    sheet: RawSheet
    titles: list[Label]
    headers: list[Line]
    lines: list[Line] = field(default_factory=list)
    headings: list[tuple[Label, ...]] = field(default_factory=list)

    def labels(self) -> Iterator[Label]:
        """All labels of its headers, headings and rows."""
        for line in (*self.headers, *self.lines):
            yield from line.labels.values()
        for headings in self.headings:
            yield from headings

    def with_plans_as_spend(self) -> Block:
        """The same block with each budget taken for what was spent."""
        return Block(
            self.sheet,
            list(map(_as_spend, self.titles)),
            list(map(_line_as_spend, self.headers)),
            list(map(_line_as_spend, self.lines)),
            [tuple(map(_as_spend, above)) for above in self.headings],
        )

    @property
    def first_row(self) -> int:
        """The row of its first header."""
        return self.headers[0].number


def _as_spend(label: Label) -> Label:
    word = label.word
    return Label(label.cell, word._replace(metric="spend", aside=None)) if word.metric == BUDGET else label


def _line_as_spend(line: Line) -> Line:
    return Line(line.number, {at: _as_spend(label) for at, label in line.labels.items()}, line.figures)


def blocks_of(sheet: RawSheet) -> list[Block]:
    """The blocks of a sheet, those of each strip of columns from the top down."""
    lines = lines_of(sheet)
    columns = sorted({column for line in lines for column in (*line.labels, *line.figures)})
    found: list[Block] = []
    for first, last in _strips(lines, columns):
        found += _blocks(sheet, [_within(line, first, last) for line in lines], _titles_beside(lines, first))
    return found


def lines_of(sheet: RawSheet) -> list[Line]:
    """The rows of a sheet in which anything stands."""
    lines: list[Line] = []
    for number in sheet.numbers:
        labels: dict[int, Label] = {}
        figures: dict[int, RawCell] = {}
        for column, cell in sheet.rows[number].items():
            if cell.kind is NUMBER_CELL:
                if cell.style is NumberStyle.DATE:
                    labels[column] = Label(cell, _DATE)
                else:
                    figures[column] = cell
            elif cell.kind is TEXT_CELL:
                if not cell.text.strip():
                    continue
                if is_figure_text(cell.text):
                    figures[column] = cell
                else:
                    labels[column] = Label(cell, word_of(cell.text))
            elif not is_blank(cell):
                figures[column] = cell
        if labels or figures:
            lines.append(with_weeks_across(with_numbers_across(Line(number, labels, figures), lines)))
    return lines


@lru_cache(maxsize=16384)
def is_figure_text(text: str) -> bool:
    """Whether a text stands for a number: one with digits that names nothing, or a word for *not known*."""
    if fold(text) in unknown_words():
        return True
    return any(map(str.isdigit, text)) and sum(map(str.isalpha, text)) <= 12 and _counts(text)


def _counts(text: str) -> bool:
    word = word_of(text)
    first = text.strip(" '(-+~≈")[:1]
    return not word.says_something and (first.isdigit() or not first.isalpha())


def _strips(lines: Sequence[Line], columns: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of columns with nothing between; one that begins with figures goes on with the one before it."""
    runs: list[list[int]] = []
    for column in columns:
        if runs and column == runs[-1][1] + 1:
            runs[-1][1] = column
        else:
            runs.append([column, column])
    strips: list[list[int]] = []
    for first, last in runs:
        if strips and (not _names_lines(lines, first) or not _counts_in(lines, *strips[-1])):
            strips[-1][1] = last
        else:
            strips.append([first, last])
    return [(first, last) for first, last in strips]


def _counts_in(lines: Sequence[Line], first: int, last: int) -> bool:
    """Whether any figure stands in these columns; labels alone are those of what stands to their right."""
    return any(first <= column <= last for line in lines for column in line.figures)


def _names_lines(lines: Sequence[Line], column: int) -> bool:
    """Whether a column holds more labels than figures: the names of rows."""
    labels = sum(column in line.labels for line in lines)
    return labels > sum(column in line.figures for line in lines)


def _titles_beside(lines: Sequence[Line], first: int) -> dict[int, list[Label]]:
    """Labels that stand alone in their rows, left of a strip: titles that are meant for all of them."""
    found = {}
    for line in lines:
        if not line.figures and len(line.labels) == 1 and min(line.labels) < first:
            found[line.number] = list(line.labels.values())
    return found


def _within(line: Line, first: int, last: int) -> Line:
    if first == 1 and not any(column > last for column in (*line.labels, *line.figures)):
        return line
    return Line(
        line.number,
        {column: label for column, label in line.labels.items() if first <= column <= last},
        {column: cell for column, cell in line.figures.items() if first <= column <= last},
    )


def _blocks(sheet: RawSheet, lines: Sequence[Line], beside: dict[int, list[Label]]) -> list[Block]:
    """The blocks of one strip."""
    over = _labels_over_figures(lines)
    found: list[Block] = []
    titles: list[Label] = []
    headings: list[Label] = []
    for line in lines:
        if not line.labels and not line.figures:
            titles += beside.get(line.number, [])
        elif _is_header(line, over) and not (found and _names_a_row(found[-1], line)):
            if found and not found[-1].lines and _follows(found[-1], line):
                if not _says_units(line):
                    found[-1].headers.append(line)
                continue
            if found and not found[-1].lines:
                titles += [label for header in found.pop().headers for label in header.labels.values()]
            found.append(Block(sheet, [*titles, *headings], [line]))
            titles, headings = [], []
        elif not found:
            titles += (
                *line.labels.values(),
                *(year_label(cell) for cell in line.figures.values() if is_year(cell)),
            )
        elif not line.figures and len(line.labels) == 1 and _begins_at_left(found[-1], line):
            headings += line.labels.values()
        else:
            found[-1].lines.append(line)
            found[-1].headings.append(tuple(headings))
            headings = []
    for block in found:
        block.lines = with_numbers_down(block.headers, block.lines)
    return [block for block in found if any(line.figures for line in block.lines)]


def _begins_at_left(block: Block, line: Line) -> bool:
    """Whether a lone label stands where the rows of a block begin, and not further in: a row left empty."""
    begun = [min(one.labels) for one in block.lines if one.labels] or [min(block.headers[-1].labels)]
    return min(line.labels) <= min(begun)


def _names_a_row(block: Block, line: Line) -> bool:
    """Whether a lone label stands under labels of the block's rows: a row without figures, no header."""
    return len(line.labels) == 1 and any(next(iter(line.labels)) in one.labels for one in block.lines[-3:])


def _follows(block: Block, line: Line) -> bool:
    """Whether a header row goes on with those above it: one more line of the same header."""
    return len(block.headers) < _MOST_HEADER_ROWS and line.number - block.headers[-1].number <= 3


def _says_units(line: Line) -> bool:
    """Whether a row below a header says only in what its columns count: *USD*, *#*."""
    return all(is_unit(label.text) for label in line.labels.values())


def _labels_over_figures(lines: Sequence[Line]) -> set[tuple[int, int]]:
    """The labels under which, with nothing but a few more labels between, a figure stands."""
    over: set[tuple[int, int]] = set()
    below: dict[int, tuple[int, int]] = {}  # column → row of the figure, labels since
    for line in reversed(lines):
        for column, cell in line.figures.items():
            if cell.kind is not TEXT_CELL or _is_amount(cell.text):
                below[column] = (line.number, 0)
        for column in line.labels:
            row, labels = below.get(column, (0, _MOST_HEADER_ROWS))
            if labels < _MOST_HEADER_ROWS and row - line.number <= _FARTHEST:
                over.add((line.number, column))
                below[column] = (row, labels + 1)
    return over


def _is_amount(text: str) -> bool:
    """Whether a text is a number with no more than a currency; one for *not known* tells of no column."""
    return any(map(str.isdigit, text)) and sum(map(str.isalpha, text)) <= _LONGEST_CODE


def _is_header(line: Line, over: set[tuple[int, int]]) -> bool:
    """Whether a row without figures names the columns below it."""
    if line.figures:
        return False
    above = [label for column, label in line.labels.items() if (line.number, column) in over]
    if len(above) >= 2 or (above and _names_labels(line)):
        return True
    return any(_names_column(label.word) for label in above)


def _names_labels(line: Line) -> bool:
    """Whether a row says what several columns of labels hold: *Date*, *Channel*, *Metric*."""
    return sum(label.word.role is not None for label in line.labels.values()) >= 2


def _names_column(word: Word) -> bool:
    return bool(word.period is not None or word.metric or word.total or word.aside)
