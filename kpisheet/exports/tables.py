"""Where the tables of a page stand: below any number of other lines, one or several."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice

from msgspec import Struct

from kpisheet.exports.headers import header_key
from kpisheet.exports.pages import Cell, Line, Page, text_of
from kpisheet.exports.recognise import Recognised, recognised
from kpisheet.texts.aliases import plain

_COMMENT = re.compile(r"#(?:\s|-|$)")  # not an order's number, #1001
_MOST_ABOVE = 60  # lines of a preamble that are kept
_MOST_TABLES = 200
_LINES_TO_CONFIRM = 20
_FEWEST_HEADERS = 2  # by which a line inside a table is told from one of data, such as *Email*


class FoundTable(Struct, frozen=True):
    """A table: its header, what stands above it, and the numbers of its first and last line."""

    page: Page
    what: Recognised
    above: tuple[str, ...]
    first: int
    last: int
    ended_by: Line | None = None  # headers of something else, which nothing reads

    def lines(self) -> Iterator[Line]:
        """Its lines below the header that hold anything."""
        for line in self.page.lines():
            if line.number > self.last:
                return
            if line.number >= self.first and any(cell not in (None, "") for cell in line.cells):
                yield line


class _Open(Struct):
    what: Recognised
    above: tuple[str, ...]
    first: int


def tables_of(page: Page, taught: Mapping[str, str], *, one_channel: bool = False) -> list[FoundTable]:
    """The tables on the page that say what any kind of download says, from the top down.

    `one_channel`: the person says which channel it is, so that costs by time alone will do.
    """
    found: list[FoundTable] = []
    current: _Open | None = None
    above: list[str] = []
    last, gap = 0, False
    for line in page.lines():
        if current is not None and not gap and _goes_on(line.cells):
            last, above = line.number, []
            continue
        filled = [cell for cell in line.cells if not _is_blank(cell)]
        if not filled:
            gap = True
            continue
        titles = (*above, page.sheet or "", page.file)
        what = _header_at(
            line,
            filled,
            partial(recognised, taught=taught, titles=titles, one_channel=one_channel),
            gap=gap or current is None,
        )
        if current is not None and (what is not None or _ends(filled, gap=gap)):
            other = line if what is None and _are_headers(filled) else None
            found.append(FoundTable(page, current.what, current.above, current.first, last, other))
            current, above = None, above if what is not None else []
        if what is not None:
            current, above = _Open(what, tuple(above), line.number + 1), []
        elif current is None or len(filled) == 1:
            above = [*above[-_MOST_ABOVE:], " ".join(text_of(cell).strip() for cell in filled)]
        else:
            above = []
        last, gap = line.number, False
        if len(found) >= _MOST_TABLES:
            break
    if current is not None:
        found.append(FoundTable(page, current.what, current.above, current.first, last))
    return [table for table in found if _is_confirmed(table)]


def _is_confirmed(table: FoundTable) -> bool:
    """Whether a report of any subject is the one on channels: one of its labels stands there."""
    what = table.what
    if what.system is None or not what.system.labels:
        return True
    labels, column = set(map(plain, what.system.labels)), what.columns["channel"].column
    first = islice(table.lines(), _LINES_TO_CONFIRM)
    return any(plain(text_of(line.cells[column])) in labels for line in first if column < len(line.cells))


def _goes_on(cells: Sequence[Cell]) -> bool:
    """Whether a line can only be the open table's next one: two cells are filled, and no header."""
    if len(cells) < 2 or _is_blank(cells[0]) or _is_blank(cells[1]):
        return False
    first = cells[0]
    return not isinstance(first, str) or (header_key(first)[0] is None and not first.startswith("#"))


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _header_at(
    line: Line, filled: list[Cell], understood: Callable[[Sequence[Cell]], Recognised | None], *, gap: bool
) -> Recognised | None:
    first = filled[0]
    if not isinstance(first, str) or len(filled) < 2:
        return None
    # Inside a table only a line that begins as a header does is worth the look.
    if not gap and header_key(first)[0] is None:
        return None
    return understood(line.cells)


def _ends(filled: list[Cell], *, gap: bool) -> bool:
    """Whether a line can't be the open table's: a comment, or below a gap a header of something else."""
    first = filled[0]
    if isinstance(first, str) and _COMMENT.match(first):
        return True
    texts = [cell for cell in filled if isinstance(cell, str) and not any(map(str.isdigit, cell))]
    return len(texts) == len(filled) > 1 and (gap or _are_headers(filled))


def _are_headers(filled: Sequence[Cell]) -> bool:
    """Whether several cells of a line are headers that are known, and all of them words."""
    texts = [cell for cell in filled if isinstance(cell, str) and any(map(str.isalpha, cell))]
    known = sum(header_key(text)[0] is not None for text in texts)
    return len(texts) == len(filled) and known >= _FEWEST_HEADERS


def worth(page: Page, taught: Mapping[str, str] | None = None) -> int:
    """How many headers of its best table are known; 0 where there is no table."""
    tables = tables_of(page, taught or {})
    return max((sum(1 for each in table.what.headers if each.key) for table in tables), default=0)
