"""The one place that wires the steps, from a file's bytes to its report and the outputs on disk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date
from functools import partial, reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.analysis.build import build_report
from kpisheet.errors import KpisheetError, UnreadableFileError, UnwritableOutputError
from kpisheet.exports.lines import NOTHING_TAUGHT, Extract, Taught
from kpisheet.files.disk import (
    Names,
    Wanted,
    choose_names,
    names_after,
    read_input,
    replaceable,
    same_file,
)
from kpisheet.files.replacing import Output, OutputTakenError, mode_of, taken, write_all
from kpisheet.files.together import finish_interrupted
from kpisheet.intake import Download, OpenedWorkbook, all_extracts, opened, otherwise
from kpisheet.json_output import to_dict, to_json
from kpisheet.ooxml.package.package import Package
from kpisheet.texts.harmless import harmless_name
from kpisheet.texts.language import Term
from kpisheet.workbook.earlier_run import EarlierWork, typed_into_plan
from kpisheet.workbook.names import own_sheets
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.assumptions import NOTHING_ASSUMED, Assumptions
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Severity
from kpisheet.worksheet.nothing_to_read import NO_TABLE
from kpisheet.worksheet.recognise import in_order, understand

if TYPE_CHECKING:
    from kpisheet.analysis.overview import Entry
    from kpisheet.analysis.report import Report
    from kpisheet.exports.combine import Combined
    from kpisheet.html.brand import Brand
    from kpisheet.html.page import Brief
    from kpisheet.workbook.filling import Filled
    from kpisheet.workbook.next_month import NextMonth
    from kpisheet.worksheet.periods import Period
    from kpisheet.worksheet.sheet import RawBook, Worksheet

_MOST_INDEXES = 100


class Reading(Struct, frozen=True):
    """How a file is to be read. None: the worksheet's own language, its best sheet, today, its own period.

    `taught`: what the person says of the downloads; `replace`: figures filled in before are filled in anew.
    `assumed`: what stands for this report only in place of what the file says. `language_without`: that of a
    report on downloads alone, which may come in another language than the person's.
    """

    language: str | None = None
    sheet: str | None = None
    made_on: date | None = None
    taught: Taught = NOTHING_TAUGHT
    replace: bool = False
    period: Period | None = None
    assumed: Assumptions = NOTHING_ASSUMED
    language_without: str | None = None


class Writing(Struct, frozen=True):
    """Where and how the outputs are written.

    `output`: a folder, or with `output_is_file` the workbook's own name; None is beside the input.
    `brand`: also a page for the client, under this brand. `browser`: also a PDF, of the client's page if
    there is one, printed by this browser.
    """

    output: Path | None = None
    output_is_file: bool = False
    verify: bool = False
    logo: bytes | None = None
    people: bool = True
    brand: Brand | None = None
    browser: Path | None = None

    def folder_for(self, source: Path) -> Path:
        """Where the outputs of this source go."""
        output = self.output or source.parent
        return output.parent if self.output and self.output_is_file else output


class Written(Struct, frozen=True):
    """The files that were written, and why a number stands in their names, if it does."""

    workbook: Path
    page: Path
    client_page: Path | None = None
    pdf: Path | None = None
    numbered_because: str | None = None
    kept_sheets: tuple[str, ...] = ()  # of an earlier run, which a person changed
    not_printed: KpisheetError | None = None  # why there is no PDF; all else was written


class Evaluation(Struct, frozen=True):
    """A worksheet that has been read and evaluated. `report` holds every figure, answer and finding."""

    source: Path
    worksheet: Worksheet
    report: Report
    _package: Package
    _book: RawBook
    _earlier: EarlierWork
    sources: tuple[Extract, ...] = ()
    filling: Filled | None = None

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values, as `--json` gives them (docs/kpisheet-1.schema.json)."""
        return to_dict(self.report, file=harmless_name(str(self.source)), sources=self.sources)

    def to_json(self, *, people: bool = True, unchanged: bool = False) -> str:
        """The same on one line of JSON; `unchanged` says that the report stands and wasn't made anew."""
        file = harmless_name(str(self.source))
        return to_json(self.report, file=file, sources=self.sources, people=people, unchanged=unchanged)

    def filled_workbook(self) -> bytes:
        """The worksheet filled in with the downloads, without any mark or result."""
        return self._package.to_bytes()

    @property
    def has_errors(self) -> bool:
        """Whether any finding is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.report.findings)

    @property
    def signed(self) -> bool:
        """Whether the workbook carries a digital signature, which the annotated copy can't keep."""
        return self._package.signed

    def write(
        self,
        writing: Writing | None = None,
        *,
        reserved: Iterable[Path] = (),
        said: bytes | None = None,
        seen: Callable[[str], None] | None = None,
    ) -> Written:
        """Write the annotated workbook and the pages; `reserved` names are never taken.

        `said`: JSON that the page is to remember, beside what was written with it. `seen` is called with
        the page before the workbook is made, which takes as long again.

        Raises `UnwritableOutputError`; then no file was changed.
        """
        from kpisheet.files.ownership import source_key, stamp_workbook

        writing = writing or Writing()
        finish_interrupted(writing.folder_for(self.source))
        names = self._names(writing, reserved)
        key = source_key(self.source, names.workbook.parent)
        page = self._page(names, writing)
        if seen is not None:
            seen(page)
        annotated, kept = self._annotated()
        workbook = stamp_workbook(annotated, key)
        if writing.verify:
            self._verify(workbook)
        pdf, not_printed = self._printed(writing)
        while True:
            try:
                write_all(self._outputs(names, page, workbook, pdf, writing, said=said))
            except OutputTakenError:  # a moment ago, by another program
                if writing.output_is_file:
                    raise
                names = self._names(writing, reserved)
                page = self._page(names, writing)
                continue
            return Written(
                names.workbook,
                names.page,
                names.client_page,
                names.pdf if pdf else None,
                names.numbered_because,
                kept,
                not_printed,
            )

    def _outputs(
        self,
        names: Names,
        page: str,
        workbook: bytes,
        pdf: bytes | None,
        writing: Writing,
        *,
        said: bytes | None,
    ) -> list[Output]:
        """The files to write: as open to others as what they replace, else as the source."""
        from kpisheet.files.memory import remembering
        from kpisheet.files.ownership import source_key, stamp_page, stamp_pdf

        key, mode = source_key(self.source, names.workbook.parent), mode_of(self.source)
        contents = {names.workbook: workbook}
        if names.client_page is not None:
            contents[names.client_page] = stamp_page(self._client_page(writing), key)
        if names.pdf is not None and pdf is not None:
            contents[names.pdf] = stamp_pdf(pdf, key)
        if said is not None:
            page = remembering(page, names, contents, said)
        contents[names.page] = stamp_page(page, key)
        return [Output(path, content, names.over.get(path), mode) for path, content in contents.items()]

    def _printed(self, writing: Writing) -> tuple[bytes | None, KpisheetError | None]:
        """The PDF, or why there is none though one is wanted: no reason to go without the rest."""
        if writing.browser is None:
            return None, None
        from kpisheet.html.page import render
        from kpisheet.html.printing import printed

        if writing.brand is not None:
            page = partial(self._client_page, writing)
        else:
            page = partial(render, self.report, logo=writing.logo, people=writing.people)
        try:
            return printed(writing.browser, lambda brief: page(brief=brief), self.report.made_on), None
        except UnwritableOutputError as error:
            return None, error

    def _client_page(self, writing: Writing, brief: Brief | None = None) -> str:
        from kpisheet.html.brand import NO_BRAND
        from kpisheet.html.client_page import render_for_client

        brand = writing.brand or NO_BRAND
        return render_for_client(self.report, brand, people=writing.people, brief=brief)

    def next_month(self) -> NextMonth:
        """The workbook with next month's rows ready. Raises `CannotAddRowsError` where none can be added."""
        from kpisheet.workbook.next_month import extend

        return extend(self._package, self.worksheet)

    def _names(self, writing: Writing, reserved: Iterable[Path]) -> Names:
        from kpisheet.files.ownership import may_replace, source_key

        wanted = Wanted(
            ".xlsm" if self._package.macros else ".xlsx",
            client_page=writing.brand is not None,
            pdf=writing.browser is not None,
        )
        if writing.output and writing.output_is_file:
            names = names_after(writing.output.with_suffix(""), wanted)
            ours = partial(may_replace, key=source_key(self.source, names.workbook.parent))
            over: dict[Path, str] = {}
            for path in names.all:
                if any(same_file(path, each) for each in (self.source, *reserved)):
                    raise UnwritableOutputError("output_is_input", file=str(path))
                found = replaceable([path], ours)
                if found is None:
                    raise taken(path)
                over.update(found)
            return replace(names, over=over)
        folder = writing.folder_for(self.source)
        ours = partial(may_replace, key=source_key(self.source, folder))
        return choose_names(self.source, folder, wanted, reserved=reserved, may_replace=ours)

    def _page(self, names: Names, writing: Writing) -> str:
        from kpisheet.html.page import render

        return render(
            self.report, logo=writing.logo, people=writing.people, workbook_name=names.workbook.name
        )

    def _annotated(self) -> tuple[Package, tuple[str, ...]]:
        """The person's workbook with our marks on its input sheets and the result sheets after its own.

        Beside it, the names of the sheets that are kept of an earlier run.

        What an earlier run left in it is taken out first; what was typed into Plan is in the report.
        """
        from kpisheet.workbook.replace_earlier_run import (
            names_for_results,
            with_results,
            without_earlier_work,
        )
        from kpisheet.workbook.results import author

        cleaned = without_earlier_work(self._package, self._earlier, self.report.made_on)
        names = names_for_results(cleaned.package, self.report)
        results = author(self.report, self._book, names=names)
        finished = with_results(cleaned.package, self._book, self.report, results, names)
        return finished, cleaned.kept

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


def write_index(
    entries: Sequence[Entry],
    folder: Path,
    *,
    sources: Sequence[Path],
    pages: Sequence[Path],
    language: str,
    made_on: date | None,
) -> Path:
    """Write the overview of several workbooks into `folder`, as a page and as a workbook beside it.

    Over none but our own of much the same ones. They are as open to others as all of the `pages` that they
    lead to. Gives the page's path.
    """
    from kpisheet.files.ownership import (
        INDEX_KEY,
        may_replace,
        may_replace_index,
        source_key,
        stamp_index,
        stamp_workbook,
    )
    from kpisheet.html.index import render
    from kpisheet.workbook.overview import author_overview

    day = made_on or _today()
    keys = {source_key(source, folder) for source in sources}
    page = stamp_index(render(entries, language=language, made_on=day), keys)
    table = Package.open(author_overview(entries, language=language, made_on=day))
    workbook = stamp_workbook(table, INDEX_KEY)
    modes = [mode for path in pages if (mode := mode_of(path)) is not None]
    mode = reduce(and_, modes) if modes else None

    def ours(path: Path) -> str | None:
        return may_replace_index(path, keys) if path.suffix == ".html" else may_replace(path, INDEX_KEY)

    for name in ("index", *(f"index-{number}" for number in range(2, _MOST_INDEXES))):
        contents = {folder / f"{name}.html": page, folder / f"{name}.kpi.xlsx": workbook}
        over = replaceable(contents, ours)
        if over is not None:
            with suppress(OutputTakenError):  # a moment ago
                write_all([Output(path, each, over.get(path), mode) for path, each in contents.items()])
                return folder / f"{name}.html"
    raise taken(folder / "index.html")


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the person's own day, wherever they are


def evaluate(
    path: str | os.PathLike[str],
    *,
    language: str | None = None,
    sheet: str | None = None,
    made_on: date | None = None,
) -> Evaluation:
    """Read a filled-in worksheet, or a download, and compute its report; nothing is written.

    Raises `UnreadableFileError` for a file that can't be read or has no table with the required columns.
    """
    source = Path(path)
    reading = Reading(language, sheet, made_on)
    found = opened(source, with_sheet(reading), today=made_on or _today())
    if isinstance(found, Download):
        return evaluate_downloads(None, [found], reading)
    return _evaluated(source, found, reading)


def evaluate_file(path: Path, reading: Reading) -> Evaluation:
    """The same, for a file of the command line."""
    found = opened(path, with_sheet(reading), today=reading.made_on or _today())
    if isinstance(found, Download):
        return evaluate_downloads(None, [found], reading)
    return _evaluated(path, found, reading)


def with_sheet(reading: Reading) -> Taught:
    """What is said of the downloads, the sheet asked for among it."""
    return replace(reading.taught, sheet=reading.sheet)


def _evaluated(source: Path, found: OpenedWorkbook, reading: Reading) -> Evaluation:
    """A worksheet's report, or that of a workbook that turns out to be a download of a known kind."""
    today = reading.made_on or _today()
    try:
        worksheet = understand(
            found.book,
            language=reading.language,
            sheet=reading.sheet,
            period=reading.period,
            assumed=reading.assumed,
            today=today,
        )
    except UnreadableFileError as error:
        other = otherwise(source, found.book, with_sheet(reading)) if error.code in NO_TABLE else None
        if other is None:
            raise
        return evaluate_downloads(None, [other], reading)
    return _reported(source, worksheet, found, today)


def _reported(
    source: Path,
    worksheet: Worksheet,
    found: OpenedWorkbook,
    today: date,
    *,
    sources: tuple[Extract, ...] = (),
    filling: Filled | None = None,
) -> Evaluation:
    """The worksheet's report, which also says what is kept of an earlier one in the workbook."""
    package, book = found.package, found.book
    earlier = _left_by_an_earlier_run(package, book)
    if earlier.kept:
        kept = [finding("K971", None, sheet=earlier.sheets[role]) for role in earlier.kept]
        worksheet = replace(worksheet, findings=in_order((*worksheet.findings, *kept), book))
    typed = typed_into_plan(book)
    report = build_report(worksheet, file=harmless_name(source.name), today=today, typed=typed)
    return Evaluation(source, worksheet, report, package, book, earlier, sources, filling)


def _left_by_an_earlier_run(package: Package, book: RawBook) -> EarlierWork:
    if not own_sheets(book.names):
        return EarlierWork()
    from kpisheet.workbook.replace_earlier_run import left_by_an_earlier_run

    return left_by_an_earlier_run(package, book)


def evaluate_downloads(path: Path | None, downloads: Sequence[Download], reading: Reading) -> Evaluation:
    """The worksheet at `path`, or an empty one, filled in with the downloads, and its report.

    Raises `UnreadableFileError` where the downloads don't go together or with the worksheet, and
    `CannotAddRowsError` where it has no room for them.
    """
    from kpisheet.exports.combine import combined, language_of
    from kpisheet.workbook.answers import remembering
    from kpisheet.workbook.filling import fill

    today = reading.made_on or _today()
    told = all_extracts(downloads)
    language = reading.language or reading.language_without or language_of(told)
    sheet = None if path is None else reading.sheet
    package = _worksheet_to_fill(path, told, language, today)
    book = read_book(package)
    before = understand(book, language=reading.language, sheet=sheet, today=today)
    new = combined(told, [row.channel.name for row in before.rows], before.language)
    package, book = _in_currency(package, book, before, new.currency)
    filling = fill(package, before, book, new, replace=reading.replace)
    filling = replace(filling, package=remembering(filling.package, before, reading.taught, told))
    book = read_book(filling.package)
    worksheet = understand(
        book,
        language=reading.language,
        sheet=sheet,
        period=reading.period,
        assumed=reading.assumed,
        today=today,
    )
    source = source_of(path, downloads)
    worksheet = _with_findings(worksheet, book, filling, told, new)
    filled = OpenedWorkbook(filling.package, book)
    return _reported(source, worksheet, filled, today, sources=told, filling=filling)


def _worksheet_to_fill(path: Path | None, told: Sequence[Extract], language: str, today: date) -> Package:
    if path is not None:
        return Package.open(read_input(path))
    from kpisheet.exports.combine import currency_of
    from kpisheet.workbook.template.author import author_template

    content = author_template(language=language, currency=currency_of(told), year=None, made_on=today)
    return Package.open(content)


def _in_currency(
    package: Package, book: RawBook, worksheet: Worksheet, currency: str | None
) -> tuple[Package, RawBook]:
    """The worksheet in the downloads' currency: typed into Business where it is blank, else it must be so."""
    place = worksheet.settings.places.get("currency")
    if currency is None or currency == worksheet.currency:
        return package, book
    if place is None and worksheet.currency is None:
        return package, book  # a list of one's own that says none, and has nowhere to say it
    if "currency" in worksheet.settings.values or place is None or place.row is None or place.column is None:
        raise UnreadableFileError("export_other_currency", currency=currency, usual=worksheet.currency)
    from kpisheet.ooxml.appending.rows import filled_in

    typed = filled_in(package, place.sheet, {(place.row, place.column): currency})
    return typed, read_book(typed)


def _with_findings(
    worksheet: Worksheet, book: RawBook, filling: Filled, told: Sequence[Extract], new: Combined
) -> Worksheet:
    """The worksheet with what is to be said of the downloads among its findings."""
    said = [remark.finding(extract.file) for extract in told for remark in extract.remarks]
    said += [remark.finding() for remark in new.remarks]
    said += [
        finding(
            "K937", None, column=Term(f"columns.{key}.header"), file=", ".join({each.file for each in told})
        )
        for key in filling.missing
    ]
    return replace(worksheet, findings=in_order((*worksheet.findings, *filling.findings, *said), book))


def source_of(worksheet: Path | None, downloads: Sequence[Download]) -> Path:
    """After what outputs are named: the worksheet, the one download, else *marketing* beside the first."""
    if worksheet is not None:
        return worksheet
    first = downloads[0].path
    return first if len(downloads) == 1 else first.with_name("marketing.xlsx")
