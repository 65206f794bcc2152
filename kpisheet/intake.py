"""Files to what they are: a worksheet to report on, or a download that fills one. Bytes decide, not names."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.lines import Extract, Taught
from kpisheet.files.disk import WORKBOOK_SUFFIXES, read_input
from kpisheet.ooxml.limits import LIMITS
from kpisheet.ooxml.package.archive import Budget, read_entries
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.nothing_to_read import NO_TABLE
from kpisheet.worksheet.recognise import understand
from kpisheet.worksheet.sheet import RawBook

if TYPE_CHECKING:
    from kpisheet.exports.pages import Page

_ZIP = b"PK"
_OWN_NAME = "kpi_"  # of the input cells of the provided worksheet
_NOTHING_KNOWN = frozenset(
    {
        "export_unknown",
        "export_without_table",
        "export_without_spend",
        "export_without_channel",
        "export_deals_without_day",
    }
)
_TEXTS = (".csv", ".tsv", ".txt")
_WORKBOOKS = (".xlsx", ".xlsm")


class OpenedWorkbook(Struct, frozen=True):
    """A workbook that is a worksheet, or may be one."""

    package: Package
    book: RawBook


class Download(Struct, frozen=True):
    """A file that is a download, and what it gives."""

    path: Path
    extracts: tuple[Extract, ...]


def opened(path: Path, taught: Taught, *, today: date) -> OpenedWorkbook | Download:
    """The file as a workbook, or as a download where its headers are a known system's for certain.

    A text that is a worksheet is opened as the workbook that it would be. Raises `UnreadableFileError`.
    """
    content = read_input(path)
    if not content.startswith(_ZIP):
        return _of_text(path, content, taught, today)
    try:
        package = Package.open(content)
    except UnreadableFileError as error:
        if error.code not in {"zipped_workbook", "not_a_workbook"}:
            raise
        return _of_zip(path, content, taught)
    book = read_book(package)
    if any(each.startswith(_OWN_NAME) for each in book.names):
        return OpenedWorkbook(package, book)  # before anything is imported that only downloads need
    from kpisheet.exports.pages import pages_of_sheets
    from kpisheet.exports.read import extracts, speaks_of_a_system

    pages = pages_of_sheets(path.name, book.sheets, date_1904=book.date_1904)
    if speaks_of_a_system(pages, taught):
        return Download(path, tuple(extracts(pages, taught)))
    return OpenedWorkbook(package, book)


def otherwise(path: Path, book: RawBook, taught: Taught) -> Download | None:
    """A workbook that is no worksheet, as a download of a known kind; None where it is none of these either.

    Raises `UnreadableFileError` where it is a kind's table that can't be read for certain.
    """
    from kpisheet.exports.pages import pages_of_sheets
    from kpisheet.exports.read import extracts

    pages = pages_of_sheets(path.name, book.sheets, date_1904=book.date_1904)
    try:
        return Download(path, tuple(extracts(pages, taught)))
    except UnreadableFileError as error:
        if error.code in _NOTHING_KNOWN:
            return None  # then the worksheet's own sentence says what is missing
        raise


def _of_text(path: Path, content: bytes, taught: Taught, today: date) -> OpenedWorkbook | Download:
    """A text's tables, or the worksheet that it is; anything else is refused by what it is."""
    from kpisheet.exports.read import extracts, has_rates, page_of

    try:
        page = page_of(path.name, content, taught)
        if not has_rates(page, taught):
            return Download(path, tuple(extracts([page], taught)))
        return _as_workbook(page, today) or Download(path, tuple(extracts([page], taught)))
    except UnreadableFileError as error:
        if error.code == "not_text":
            _refuse_what_else_it_is(path, content)
        if error.code in _NOTHING_KNOWN:
            _refuse_what_it_is(content)
            if (found := _as_workbook(page, today)) is not None:
                return found
        raise


def _as_workbook(page: Page, today: date) -> OpenedWorkbook | None:
    """The page as a workbook, where a worksheet is what it is."""
    from kpisheet.workbook.from_text import workbook_of

    package = Package.open(workbook_of(page))
    book = read_book(package)
    try:
        understand(book, today=today)
    except UnreadableFileError:
        return None
    return OpenedWorkbook(package, book)


def _refuse_what_it_is(content: bytes) -> None:
    """Raise the error that says what a file without a table is, unless it is a text."""
    try:
        Package.open(content)
    except UnreadableFileError as error:
        if error.code != "text_file":
            raise


def _refuse_what_else_it_is(path: Path, content: bytes) -> None:
    """Raise the error that says what a file that is no text is, where its bytes or its ending tell."""
    try:
        Package.open(content)
    except UnreadableFileError as error:
        if error.code != "not_a_workbook" or path.suffix.lower() in WORKBOOK_SUFFIXES:
            raise


def _of_zip(path: Path, content: bytes, taught: Taught) -> Download:
    from kpisheet.exports.read import extracts

    return Download(path, tuple(extracts(_pages_of_zip(path.name, content, taught), taught)))


def _pages_of_zip(name: str, content: bytes, taught: Taught) -> list[Page]:
    """The texts and workbooks in an archive, as ad systems send several reports at once."""
    from kpisheet.exports.pages import Page, pages_of_sheets
    from kpisheet.exports.read import page_of

    pages: list[Page] = []
    budget = Budget()
    for entry in read_entries(content, LIMITS):
        ending = Path(entry.name.text).suffix.lower()
        inside = Path(entry.name.text).name
        if ending in _TEXTS:
            page = page_of(inside, entry.content(inside, LIMITS, budget), taught)
            pages.append(Page(name, inside, page.lines, page.delimiter))
        elif ending in _WORKBOOKS:
            book = read_book(Package.open(entry.content(inside, LIMITS, budget)))
            pages += pages_of_sheets(name, book.sheets, date_1904=book.date_1904)
    if not pages:
        raise UnreadableFileError("zip_without_downloads")
    return pages


def sorted_file(path: Path, taught: Taught, *, today: date) -> OpenedWorkbook | Download:
    """Whether the file is a worksheet or a download. Raises `KpisheetError` where it is neither."""
    found = opened(path, taught, today=today)
    if isinstance(found, Download) or any(each.startswith(_OWN_NAME) for each in found.book.names):
        return found
    try:
        understand(found.book, sheet=taught.sheet, today=today)
    except UnreadableFileError as error:
        if error.code in NO_TABLE:
            return otherwise(path, found.book, taught) or found
        raise
    return found


def answered_in(path: Path, taught: Taught, *, today: date) -> Taught:
    """What is said of downloads, and what the worksheet keeps of what was answered before."""
    from kpisheet.workbook.answers import with_answers

    found = opened(path, taught, today=today)
    if isinstance(found, Download):
        return taught
    worksheet = understand(found.book, sheet=taught.sheet, today=today)
    return with_answers(taught, found.package, worksheet.settings)


def all_extracts(downloads: Sequence[Download]) -> tuple[Extract, ...]:
    """What all downloads give, in their order."""
    return tuple(extract for download in downloads for extract in download.extracts)
