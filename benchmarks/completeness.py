"""What must hold of an annotated workbook, part by part and cell by cell: each check yields what doesn't."""

from __future__ import annotations

import re
import signal
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import NoReturn

import openpyxl
from msgspec.structs import replace

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.ooxml.grafting.donor import Cells
from kpisheet.ooxml.grafting.graft import graft
from kpisheet.ooxml.marking.annotation import FillBlock, SheetEdit, annotate
from kpisheet.ooxml.package.package import Package, relationships_part
from kpisheet.ooxml.parts.properties import set_custom_properties
from kpisheet.ooxml.parts.signatures import without_signatures
from kpisheet.ooxml.references import CellArea
from kpisheet.workbook.earlier_run import MARKER, RULE_TAG, property_name
from kpisheet.workbook.names import Role
from kpisheet.workbook.reader import read_book
from kpisheet.workbook.replace_earlier_run import (
    left_by_an_earlier_run,
    names_for_results,
    without_earlier_work,
)
from kpisheet.workbook.results import author
from kpisheet.worksheet.recognise import understand
from kpisheet.worksheet.sheet import RawBook, RawSheet
from tests.support.validity import problems_beyond_the_schema, problems_of

SAMPLE = Path(__file__).resolve().parents[1] / "templates" / "sample.en.xlsx"
TODAY = date(2026, 11, 23)
TIME_LIMIT = 60
_MOST_FOR_THE_SCHEMA = 20_000_000  # bytes; the outside validator takes a second for ten thousand cells
COLOURS = ("FFC7CE", "FFEB9C", "DDEBF7")
Check = Callable[["Made"], Iterator[str]]

_OUR_BLOCK = re.compile(
    r'<(?:\w+:)?conditionalFormatting sqref="[^"]*"><(?:\w+:)?cfRule type="expression"[^>]*>'
    r'<(?:\w+:)?formula>N\("kpisheet"\)=0</(?:\w+:)?formula></(?:\w+:)?cfRule></(?:\w+:)?conditionalFormatting>'
)
_DRAWN_NOTES = re.compile(r"<(?:\w+:)?legacyDrawing\s[^>]*/>")
_SELECTED = re.compile(r"""\s+tabSelected=["'](?:1|true)["']""")
_OPEN_TAB = re.compile(r"""\s+(?:activeTab|firstSheet)=["']\d+["']""")
_NO_NAMES = re.compile(r"<(?:\w+:)?definedNames\s*/>")  # says nothing; ours go into it, then it goes
_NO_VIEW = re.compile(r"<((?:\w+:)?)bookViews><\1workbookView\s*/></\1bookViews>")


class OutOfTimeError(Exception):
    """A step took longer than any may."""


@contextmanager
def limited() -> Iterator[None]:
    """Raise OutOfTimeError where the body takes longer than any step may."""
    before = signal.signal(signal.SIGALRM, _out_of_time)
    signal.alarm(TIME_LIMIT)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def _out_of_time(*_: object) -> NoReturn:
    raise OutOfTimeError


@dataclass(frozen=True)
class Made:
    """One workbook before and after, with what was read of it."""

    content: bytes
    before: Package
    book: RawBook
    sheet: RawSheet | None
    report: Report
    after: bytes

    @property
    def kept(self) -> Package:
        """The input as far as it can stay: without its signatures."""
        return without_signatures(self.before)

    @property
    def sheet_part(self) -> str:
        """The part of the annotated sheet, or empty."""
        return "" if self.sheet is None else _sheet_parts(self.before)[self.sheet.name]


def _sheet_parts(package: Package) -> dict[str, str]:
    """Part name by sheet name, read without the code under test's own list of sheets."""
    root = _tree(package.read(package.workbook))
    targets = {each.id: each.target for each in package.relationships(package.workbook)}
    found = {}
    for each in root.iter("{*}sheet"):
        identity = next((value for key, value in each.attrib.items() if key.endswith("}id")), "")
        found[each.get("name", "")] = targets.get(identity, "")
    return found


def _tree(content: bytes):  # noqa: ANN202 - lxml brings no types
    from lxml import etree  # noqa: PLC0415 - slow to import

    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))


@lru_cache(maxsize=64)
def sample_book(sheet_name: str, *, date_1904: bool) -> RawBook:
    """The sample's table, said to stand on the sheet of that name."""
    table = next(
        each for each in read_book(Package.open(SAMPLE.read_bytes())).sheets if each.name == "Channels"
    )
    return RawBook((replace(table, name=sheet_name),), date_1904)


@lru_cache(maxsize=64)
def sample_report(sheet_name: str) -> Report:
    """The sample's report, with its rows said to stand on the sheet of that name."""
    book = sample_book(sheet_name, date_1904=False)
    return build_report(understand(book, language="en", today=TODAY), file=SAMPLE.name, today=TODAY)


@lru_cache(maxsize=64)
def result_sheets(
    sheet_name: str, names: tuple[str, ...], *, date_1904: bool
) -> tuple[Package, Mapping[str, Cells], dict[str, str]]:
    """The sample's result sheets under `names` with their stamps; many workbooks share them."""
    book = sample_book(sheet_name, date_1904=date_1904)
    results = author(sample_report(sheet_name), book, names=dict(zip(Role, names, strict=True)))
    stamps = {property_name(role): stamp for role, stamp in results.fingerprints.items()}
    return Package.open(results.content), results.cells, stamps


def edit_for(sheet: RawSheet) -> SheetEdit:
    """Notes and fills on the sheet's first cells, and on a blank one below all."""
    cells = [(row, column) for row in sheet.rows for column in sheet.rows[row]][:5]
    below = (min(1_048_576, max((row for row, _ in cells), default=0) + 3), 2)
    cells.append(below)
    notes = {cell: f"{number}. Überprüfen & <İ>\nsecond line" for number, cell in enumerate(cells, 1)}
    areas = [CellArea(row, column, row, column) for row, column in cells]
    groups = [areas[place::3] for place in range(3)]
    return SheetEdit(
        notes,
        tuple(
            FillBlock(tuple(group), RULE_TAG, colour)
            for group, colour in zip(groups, COLOURS, strict=True)
            if group
        ),
    )


def worked_on(package: Package, book: RawBook, sheet: RawSheet | None, report: Report) -> Package:
    """The package with our marks and result sheets, as the command puts them in."""
    edits = {} if sheet is None else {sheet.name: edit_for(sheet)}
    marked = annotate(package, edits, marker=MARKER, author="kpisheet")
    names = names_for_results(package, report)
    ours = tuple(names[role] for role in Role)
    donor, cells, stamps = result_sheets(_named(sheet), ours, date_1904=book.date_1904)
    return set_custom_properties(graft(marked, donor, cells, active_sheet=names[Role.SUMMARY]), stamps)


def _named(sheet: RawSheet | None) -> str:
    return "Channels" if sheet is None else sheet.name


def make(content: bytes) -> Made:
    """One workbook read and annotated; raises KpisheetError for one that can't be read."""
    package = Package.open(content)
    book = read_book(package)
    sheet = next(iter(book.sheets), None)
    report = sample_report(_named(sheet))
    return Made(content, package, book, sheet, report, worked_on(package, book, sheet, report).to_bytes())


# -- what must hold


def parts_stay(made: Made) -> Iterator[str]:
    """Every part that isn't listed is there, in order, byte for byte; a tab may lose its selection."""
    after, sheet = Package.open(made.after), made.sheet_part
    names = made.kept.names
    if after.names[: len(names)] != names:
        yield "parts are missing or in another order"
    links = made.kept.relationships(sheet) if sheet else ()
    listed = {"[Content_Types].xml", made.kept.workbook, sheet, "docProps/custom.xml"}
    listed |= {relationships_part(each) for each in ("", made.kept.workbook, sheet)}
    listed |= {each.target for each in links if each.kind in {"comments", "vmlDrawing"}}
    listed |= {each.target for each in made.kept.relationships(made.kept.workbook) if each.kind == "styles"}
    listed |= {each.target for each in made.kept.relationships() if each.kind == "custom-properties"}
    sheets = set(_sheet_parts(made.kept).values())
    listed = {each.lower() for each in listed}
    for name in names:
        if name.lower() in listed or name not in after:
            continue
        start, end = made.kept.read(name), after.read(name)
        if start != end and (name not in sheets or _SELECTED.sub("", _text(start)) != _text(end)):
            yield f"{name} has changed"


def sheet_gets_marks_only(made: Made) -> Iterator[str]:
    """Without our blocks, the drawn notes and the open tab, the annotated sheet is as it was."""
    if not made.sheet_part:
        return
    start = _text(made.kept.read(made.sheet_part))
    end = _text(Package.open(made.after).read(made.sheet_part))
    if len(_OUR_BLOCK.findall(end)) != len(edit_for(made.sheet).fills if made.sheet else ()):
        yield "fills are missing"
    end = _OUR_BLOCK.sub("", end)
    if not _DRAWN_NOTES.search(start):
        end = _DRAWN_NOTES.sub("", end, count=1)
    if end != _SELECTED.sub("", start):
        yield f"{made.sheet_part}: other edits than permitted, {_first_difference(start, end)}"


def lists_only_grow(made: Made) -> Iterator[str]:
    """The workbook's lists, the styles and the content types keep their entries in their order."""
    after = Package.open(made.after)
    listed = ["[Content_Types].xml", relationships_part(made.kept.workbook), relationships_part("")]
    listed += [each.target for each in made.kept.relationships(made.kept.workbook) if each.kind == "styles"]
    for name in [*listed, made.kept.workbook]:
        if name not in made.kept or not made.kept.read(name).strip():
            continue
        for start, end in _matched(_tree(made.kept.read(name)), _tree(after.read(name))):
            if start is None or end is None:
                yield f"{name}: an element is gone"
            elif len(start) and start.tag.endswith(("}bookViews",)):
                continue
            elif [_plain(each) for each in end[: len(start)]] != [_plain(each) for each in start]:
                yield f"{name}: entries of {start.tag} have changed"


def _matched(start, end):  # noqa: ANN001, ANN202 - lxml brings no types
    if not any(len(each) for each in start):  # a flat list
        yield start, end
        return
    for each in start:
        if isinstance(each.tag, str):
            yield each, end.find(each.tag)


def _plain(element) -> bytes:  # noqa: ANN001 - lxml brings no types
    from lxml import etree  # noqa: PLC0415 - slow to import

    if not isinstance(element.tag, str):  # a comment, of which libxml2 makes no canonical form
        return etree.tostring(element, with_tail=False)
    text = etree.tostring(element, method="c14n", with_tail=False)
    return text.replace(b"template.main+xml", b"sheet.main+xml").replace(
        b"template.macroEnabled.main+xml", b"sheet.macroEnabled.main+xml"
    )


def nothing_gets_invalid(made: Made) -> Iterator[str]:
    """The checker finds nothing that it didn't find in the input."""
    known = set(_found_problems(made.content))
    yield from (each for each in _found_problems(made.after) if each not in known)


def _found_problems(content: bytes) -> list[str]:
    try:
        parts = zipfile.ZipFile(BytesIO(content)).infolist()
        small = sum(each.file_size for each in parts) <= _MOST_FOR_THE_SCHEMA
        return problems_of(content) if small else problems_beyond_the_schema(content)
    except Exception as error:  # noqa: BLE001 - an input may be too odd for the checker itself
        return [f"the checker stops: {error!r}"]


def cells_read_the_same(made: Made) -> Iterator[str]:
    """Every cell, formula and cached value of the person's sheets is read as before."""
    book = read_book(Package.open(made.after))
    theirs = tuple(each for each in book.sheets if not each.own)
    if theirs != made.book.sheets:
        yield "cells are read differently"
    own = [each for each in book.sheets if each.own]
    if len(own) != len(Role) or not all(each.rows for each in own):
        yield "result sheets are missing"


def openpyxl_opens_it(made: Made) -> Iterator[str]:
    """openpyxl opens the output if it opened the input, with our sheets after the person's."""
    try:
        with limited():
            before = _sheet_names(made.content)
    except Exception:  # noqa: BLE001 - whatever openpyxl stumbles over, it did so before
        return
    with limited():
        after = _sheet_names(made.after)
    if before and after != [*before, *list(names_for_results(made.kept, made.report).values())]:
        yield f"openpyxl sees the sheets {after}"


def _sheet_names(content: bytes) -> list[str]:
    return list(loaded(content).sheetnames)


def loaded(content: bytes, *, keep_vba: bool = False) -> openpyxl.Workbook:
    """Read by openpyxl, quietly about what it drops."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(BytesIO(content), keep_vba=keep_vba)


def taking_out_leaves_no_trace(made: Made) -> Iterator[str]:
    """Our work taken out gives the input's parts; formats and the open tab may stay. Again: same bytes."""
    package = Package.open(made.after)
    earlier = left_by_an_earlier_run(package, read_book(package))
    if earlier.kept:
        yield f"sheets count as changed by a person: {earlier.kept}"
    cleaned = without_earlier_work(package, earlier, TODAY).package
    styles = {each.target for each in cleaned.relationships(cleaned.workbook) if each.kind == "styles"}
    new_styles = {each for each in styles if each not in made.kept}
    if set(cleaned.names) != {*made.kept.names, *new_styles}:
        yield f"parts stay or are gone: {set(cleaned.names) ^ {*made.kept.names, *new_styles}}"
    lists = {"[Content_Types].xml", relationships_part(made.kept.workbook)} if new_styles else set()
    for name in made.kept.names:
        if name not in cleaned or name in styles | lists:
            continue
        start, end = (_without_open_tab(each.read(name)) for each in (made.kept, cleaned))
        if end != start.replace("template.main+xml", "sheet.main+xml"):
            yield f"{name} isn't as it was, {_first_difference(start, end)}"
    again = worked_on(cleaned, made.book, made.sheet, made.report)
    emptied = _NO_NAMES.search(_text(made.kept.read(made.kept.workbook)))
    if again.to_bytes() != made.after and not (
        emptied and _different_parts(package, again) == [made.kept.workbook]
    ):
        yield f"made again it differs: {_different_parts(package, again)}"


def _without_open_tab(content: bytes) -> str:
    return _NO_NAMES.sub("", _NO_VIEW.sub("", _OPEN_TAB.sub("", _SELECTED.sub("", _text(content)))))


def _different_parts(first: Package, other: Package) -> list[str]:
    names = dict.fromkeys((*first.names, *other.names))
    return [
        each
        for each in names
        if each not in first or each not in other or first.read(each) != other.read(each)
    ] or ["order"]


def _text(content: bytes) -> str:
    return content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "latin-1")


def _first_difference(start: str, end: str) -> str:
    place = next(
        (at for at, (one, other) in enumerate(zip(start, end, strict=False)) if one != other),
        min(len(start), len(end)),
    )
    return f"from {start[place - 20 : place + 60]!r} to {end[place - 20 : place + 60]!r}"


CHECKS: Mapping[str, Check] = {
    "unlisted parts byte-identical, in order": parts_stay,
    "annotated sheet: permitted edits only": sheet_gets_marks_only,
    "lists only grow": lists_only_grow,
    "nothing gets invalid": nothing_gets_invalid,
    "cells and cached values read as before": cells_read_the_same,
    "openpyxl opens it as before": openpyxl_opens_it,
    "taken out without trace, made again alike": taking_out_leaves_no_trace,
}
