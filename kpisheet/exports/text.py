"""Bytes to lines of cells: which encoding, which delimiter. Bytes decide, never a file's ending.

The delimiter is the one under which a line says headers that are known: meaning beats statistics.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator
from io import BytesIO, TextIOWrapper
from itertools import islice

from kpisheet.errors import LimitExceededError, UnreadableFileError
from kpisheet.exports.pages import Line, Page

_DELIMITERS = (",", ";", "\t", "|")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WINDOWS = ("cp1254", "cp1252", "iso8859-9")
_CYRILLIC = "cp1251"  # any bytes are a text in it: only where no other makes sense of the headers
_LOOKED_AT = 65_536
_LINES_LOOKED_AT = 400
_LINES_TO_COUNT = 20
_MOST_LINES = 1_048_576
_LEAST_READABLE = 0.98  # of the letters beyond ASCII; a damaged byte or two spoil a name, not the file

Worth = Callable[[Page], int]
"""How much of a page is understood: the number of headers known, 0 where no table is."""


def encoding_of(content: bytes) -> str | None:
    """The encoding of a text, or None where the bytes are none.

    Excel's *Unicode text* is UTF-16; what isn't UTF-8 is Windows' own: 1254 holds all letters of 1252 but
    six of Icelandic, and all of ISO 8859-9.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return encoding
    start = content[:_LOOKED_AT]
    zeros = start.count(0)
    if zeros:
        odd = start[1::2].count(0)
        if odd * 2 > len(start) * 0.6:
            return "utf-16-le"
        return "utf-16-be" if (zeros - odd) * 2 > len(start) * 0.6 else None
    if _mostly_utf8(content):
        return "utf-8"
    for encoding in _WINDOWS[:2]:
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    return "iso8859-9"


def _mostly_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        text = content.decode("utf-8", errors="replace")
        beyond = sum(1 for letter in text if letter > "\x7f")
        return 1 - text.count("\ufffd") / beyond > _LEAST_READABLE
    return True


def page_of_text(file: str, content: bytes, worth: Worth) -> Page:
    """The text as a page. Raises `UnreadableFileError` `not_text` or `stray_quote`."""
    encoding = encoding_of(content)
    if encoding is None:
        raise UnreadableFileError("not_text")
    best, understood = _best_page(file, content, encoding, worth)
    if understood or encoding not in _WINDOWS:
        return best
    cyrillic, understood = _best_page(file, content, _CYRILLIC, worth)
    return cyrillic if understood else best


def _best_page(file: str, content: bytes, encoding: str, worth: Worth) -> tuple[Page, int]:
    """The text by the delimiter under which most of it is understood, and how much that is."""
    candidates = [_page(file, content, encoding, delimiter) for delimiter in _DELIMITERS]
    candidates.append(_unwrapped(candidates[0]))
    worths = [(_worth_of(page, worth), _width(page)) for page in candidates]
    best = max(range(len(candidates)), key=lambda place: worths[place])
    return candidates[best], worths[best][0]


def _width(page: Page) -> int:
    """How many cells most of the first lines have: tells what divides them where no header is known."""
    widths = Counter(len(line.cells) for line in islice(_while_readable(page), _LINES_TO_COUNT))
    return max(widths, key=lambda width: (widths[width], width), default=0)


def _worth_of(page: Page, worth: Worth) -> int:
    """What the first lines are worth; a page that can't be read so is worth nothing."""
    beginning = Page(
        page.file, page.sheet, lambda: islice(_while_readable(page), _LINES_LOOKED_AT), page.delimiter
    )
    return worth(beginning)


def _while_readable(page: Page) -> Iterator[Line]:
    try:
        yield from page.lines()
    except UnreadableFileError:
        return


def _page(file: str, content: bytes, encoding: str, delimiter: str) -> Page:
    return Page(file, None, lambda: _lines(content, encoding, delimiter), delimiter)


def _lines(content: bytes, encoding: str, delimiter: str) -> Iterator[Line]:
    text = TextIOWrapper(BytesIO(content), encoding=encoding, errors="replace", newline="")
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    number = 0
    while True:
        first = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise UnreadableFileError("stray_quote", line=first) from error
        number += 1
        if number > _MOST_LINES:
            raise LimitExceededError("limit_rows", limit=_MOST_LINES)
        if reader.line_num > first and _swallowed(cells, delimiter):
            raise UnreadableFileError("stray_quote", line=first)
        yield Line(first, tuple(cells))


def _swallowed(cells: list[str], delimiter: str) -> bool:
    """Whether a stray quote has swallowed whole lines into one cell."""
    return any("\n" in cell and cell.count(delimiter) >= len(cells) for cell in cells)


def _unwrapped(page: Page) -> Page:
    """The page whose every line stands in one cell, as a spreadsheet of another country saves a CSV."""

    def lines() -> Iterator[Line]:
        texts = ((line.number, line.cells[0]) for line in page.lines() if len(line.cells) == 1)
        return _parsed_again(texts)

    return Page(page.file, page.sheet, lines, ",")


def _parsed_again(texts: Iterator[tuple[int, object]]) -> Iterator[Line]:
    for number, text in texts:
        if not isinstance(text, str):
            continue
        try:
            cells = next(csv.reader([text], strict=True), [])
        except csv.Error as error:
            raise UnreadableFileError("stray_quote", line=number) from error
        yield Line(number, tuple(cells))


def unpasted(page: Page, worth: Worth) -> Page:
    """A sheet whose first column alone is filled, with the lines of a CSV as texts: read as that CSV."""
    cells = [line.cells for line in islice(page.lines(), _LINES_LOOKED_AT)]
    if any(cell is not None for line in cells for cell in line[1:]):
        return page
    read = _unwrapped(page)
    return Page(page.file, page.sheet, read.lines, ",") if worth(read) else page
