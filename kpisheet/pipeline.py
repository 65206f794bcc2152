"""The one place that wires the steps, from a file's bytes to its report and the outputs on disk."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kpisheet.analysis.build import build_report
from kpisheet.errors import UnwritableOutputError
from kpisheet.files.disk import Names, choose_names, read_input, write_all
from kpisheet.json_output import to_dict, to_json
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.findings import Severity
from kpisheet.worksheet.recognise import understand

if TYPE_CHECKING:
    from kpisheet.analysis.report import Report
    from kpisheet.html.index import Entry
    from kpisheet.workbook.next_month import NextMonth
    from kpisheet.worksheet.sheet import RawBook, Worksheet

_MOST_INDEXES = 100


class Reading(Struct, frozen=True):
    """How a file is to be read. None: the worksheet's own language, its best sheet, today."""

    language: str | None = None
    sheet: str | None = None
    made_on: date | None = None


class Writing(Struct, frozen=True):
    """Where and how the outputs are written.

    `output`: a folder, or with `output_is_file` the workbook's own name; None is beside the input.
    """

    output: Path | None = None
    output_is_file: bool = False
    verify: bool = False
    logo: bytes | None = None
    people: bool = True


class Written(Struct, frozen=True):
    """The two files that were written, and why a number stands in their names, if it does."""

    workbook: Path
    page: Path
    numbered_because: str | None = None


class Evaluation(Struct, frozen=True):
    """A worksheet that has been read and evaluated. `report` holds every figure, answer and finding."""

    source: Path
    worksheet: Worksheet
    report: Report
    _package: Package
    _book: RawBook

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values, as `--json` gives them (docs/kpisheet-1.schema.json)."""
        return to_dict(self.report, file=str(self.source))

    def to_json(self) -> str:
        """The same on one line of JSON."""
        return to_json(self.report, file=str(self.source))

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.report.findings)

    @property
    def signed(self) -> bool:
        """Whether the workbook carries a digital signature, which the annotated copy can't keep."""
        return self._package.signed

    def write(self, writing: Writing | None = None, *, reserved: Iterable[Path] = ()) -> Written:
        """Write the annotated workbook and the page; `reserved` names are never taken.

        Raises `UnwritableOutputError`; then neither file was changed.
        """
        from kpisheet.files.ownership import source_key, stamp_page, stamp_workbook

        writing = writing or Writing()
        names = self._names(writing, reserved)
        key = source_key(self.source, names.workbook.parent)
        workbook = stamp_workbook(self._annotated(), key)
        if writing.verify:
            self._verify(workbook)
        page = stamp_page(self._page(names, writing), key)
        write_all({names.workbook: workbook, names.page: page})
        return Written(names.workbook, names.page, names.numbered_because)

    def next_month(self) -> NextMonth:
        """The workbook with next month's rows ready. Raises `CannotAddRowsError` where none can be added."""
        from kpisheet.workbook.next_month import extend

        return extend(self._package, self.worksheet)

    def _names(self, writing: Writing, reserved: Iterable[Path]) -> Names:
        from kpisheet.files.ownership import may_replace, source_key

        suffix = ".xlsm" if self._package.macros else ".xlsx"
        if writing.output and writing.output_is_file:
            names = Names(writing.output.with_suffix(suffix), writing.output.with_suffix(".html"))
            replaceable = partial(may_replace, key=source_key(self.source, names.workbook.parent))
            for path in (names.workbook, names.page):
                if os.path.lexists(path) and not replaceable(path):
                    raise UnwritableOutputError("output_exists", file=str(path))
            return names
        folder = writing.output or self.source.parent
        replaceable = partial(may_replace, key=source_key(self.source, folder))
        return choose_names(self.source, folder, suffix, reserved=reserved, may_replace=replaceable)

    def _page(self, names: Names, writing: Writing) -> str:
        from kpisheet.html.page import render

        return render(
            self.report, logo=writing.logo, people=writing.people, workbook_name=names.workbook.name
        )

    def _annotated(self) -> Package:
        """The person's workbook with our marks on its input sheets and the result sheets after its own.

        What an earlier run left in it is taken out first; what was typed into Plan is carried over.
        """
        from kpisheet.workbook.replace_earlier_run import (
            left_by_an_earlier_run,
            names_for_results,
            with_results,
            without_earlier_work,
        )
        from kpisheet.workbook.results import author

        earlier = left_by_an_earlier_run(self._package, self._book)
        package = without_earlier_work(self._package, earlier, self.report.made_on)
        names = names_for_results(package, self.report)
        results = author(self.report, self._book, names=names, carried=earlier.plan)
        return with_results(package, self._book, self.report, results, names)

    def _verify(self, workbook: bytes) -> None:
        from kpisheet.workbook.verify import differences

        found = differences(workbook, self.report)
        if found:
            raise UnwritableOutputError("verify_failed", differences=len(found), first=found[0])


def common_folder(paths: Sequence[Path]) -> Path | None:
    """The folder that holds all of them, or None where there is none."""
    try:
        return Path(os.path.commonpath([path.parent.absolute() for path in paths]))
    except ValueError:  # nothing, or several drives
        return None


def write_index(entries: Sequence[Entry], folder: Path, *, language: str, made_on: date | None) -> Path:
    """Write the overview of several workbooks into `folder`, over none but our own; gives its path."""
    from kpisheet.files.ownership import may_replace, source_key, stamp_page
    from kpisheet.html.index import render

    key = source_key(folder, folder)
    page = render(entries, language=language, made_on=made_on or _today())
    for name in ("index.html", *(f"index-{number}.html" for number in range(2, _MOST_INDEXES))):
        path = folder / name
        if not os.path.lexists(path) or may_replace(path, key):
            write_all({path: stamp_page(page, key)})
            return path
    raise UnwritableOutputError("output_exists", file=str(folder / "index.html"))


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the person's own day, wherever they are


def evaluate(
    path: str | os.PathLike[str],
    *,
    language: str | None = None,
    sheet: str | None = None,
    made_on: date | None = None,
) -> Evaluation:
    """Read a filled-in worksheet and compute its report; nothing is written.

    Raises `UnreadableFileError` for a file that can't be read or has no table with the required columns.
    """
    source = Path(path)
    today = made_on or _today()
    package = Package.open(read_input(source))
    book = read_book(package)
    worksheet = understand(book, language=language, sheet=sheet, today=today)
    report = build_report(worksheet, file=source.name, today=today)
    return Evaluation(source, worksheet, report, package, book)
