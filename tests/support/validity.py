"""What is wrong with a workbook: by the standard's schema, and by what else makes Excel repair a file.

The schema, the relationships and what the Open XML SDK demands besides are `openxml-audit`'s to judge.
What it doesn't look at is checked here, with zipfile and lxml only: tests/ooxml/test_validity.py shows each.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from tests.support.outside_validator import errors_in

_RELATED = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_MAY_NOT_BE_EMPTY = ("definedNames", "tableParts")
_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_NOTE_ROW = re.compile(rb"<(?:\w+:)?Row>\s*(\d+)")
_NOTE_COLUMN = re.compile(rb"<(?:\w+:)?Column>\s*(\d+)")


def problems_of(content: bytes) -> list[str]:
    """Everything wrong with the workbook `content`, as sentences; empty if it is valid."""
    return [*problems_beyond_the_schema(content), *errors_in(content)]


def problems_added(before: bytes, after: bytes) -> list[str]:
    """What is wrong with the workbook `after` that wasn't wrong with `before`, from which it was made."""
    known = frozenset(problems_of(before))
    return [each for each in problems_of(after) if each not in known]


def problems_beyond_the_schema(content: bytes) -> list[str]:
    """What the outside validator doesn't see."""
    archive = zipfile.ZipFile(BytesIO(content))
    names = archive.namelist()
    repeated = [f"entry {name} stands twice" for name, count in Counter(names).items() if count > 1]
    return [*repeated, *_Checked({name: archive.read(name) for name in names}).problems()]


class _Link(NamedTuple):
    kind: str
    target: str
    external: bool


class _Checked:
    """One package with the checks on it."""

    def __init__(self, parts: dict[str, bytes]) -> None:
        self.parts = parts
        self.spelled = {name.lower(): name for name in parts}
        self.trees: dict[str, etree._Element] = {}
        self.broken: list[str] = []
        for name, content in parts.items():
            if (
                content.lstrip()[:1] == b"<"
                or content[:2] in {b"\xff\xfe", b"\xfe\xff"}
                or content[:3] == b"\xef\xbb\xbf"
            ):
                try:
                    self.trees[name] = etree.fromstring(content)
                except etree.XMLSyntaxError as error:
                    if not name.endswith(".vml"):
                        self.broken.append(f"{name} is no XML: {error}")

    def problems(self) -> Iterator[str]:
        yield from self.broken
        yield from self.content_types()
        yield from self.relationships()
        yield from self.workbook()
        yield from self.styles()
        yield from self.sheets()
        yield from self.tables()
        yield from self.calculation()
        yield from self.properties()

    # -- the package

    def content_types(self) -> Iterator[str]:
        root = self.trees["[Content_Types].xml"]
        defaults = [each.get("Extension", "").lower() for each in root if _local(each) == "Default"]
        overrides = [unquote(each.get("PartName", "")) for each in root if _local(each) == "Override"]
        yield from _twice("Default", defaults)
        yield from _twice("Override", [each.lower() for each in overrides])
        yield from (
            f"Override of {each}, which isn't there"
            for each in overrides
            if each[1:].lower() not in self.spelled
        )
        declared = {each[1:].lower() for each in overrides}
        for name in self.parts:
            known = name.lower() in declared or name.lower().rpartition(".")[2] in defaults
            if name != "[Content_Types].xml" and not name.endswith("/") and not known:
                yield f"{name} has no content type"

    def links(self, source: str) -> dict[str, _Link]:
        folder, name = posixpath.split(source)
        root = self.trees.get(self.spelled.get(posixpath.join(folder, "_rels", f"{name}.rels").lower(), ""))
        found: dict[str, _Link] = {}
        for each in root if root is not None else ():
            external = each.get("TargetMode") == "External"
            target = each.get("Target", "")
            if not external:
                path = posixpath.normpath(posixpath.join("/", folder, unquote(target.partition("#")[0])))
                target = self.spelled.get(path.lstrip("/").lower(), path)
            found[each.get("Id", "")] = _Link(each.get("Type", "").rpartition("/")[2], target, external)
        return found

    def relationships(self) -> Iterator[str]:
        for name, root in self.trees.items():
            if not name.endswith(".rels"):
                continue
            yield from _twice(f"relationship id in {name}", [each.get("Id", "") for each in root])
            source = posixpath.join(posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name)[:-5])
            if source and source not in self.parts:
                yield f"{name} belongs to no part"

    # -- the workbook

    @property
    def main(self) -> str:
        return next(each.target for each in self.links("").values() if each.kind == "officeDocument")

    def sheet_parts(self) -> list[tuple[etree._Element, str]]:
        links = self.links(self.main)
        listed = _child(self.trees[self.main], "sheets")
        found = []
        for each in listed if listed is not None else ():
            link = links.get(_related(each, "id"))
            found.append((each, link.target if link else ""))
        return found

    def workbook(self) -> Iterator[str]:
        root = self.trees[self.main]
        yield from _empty_lists(self.main, root)
        sheets = [each for each, _ in self.sheet_parts()]
        names = [each.get("name", "") for each in sheets]
        yield from _twice("sheet name", [each.casefold() for each in names])
        yield from _twice("sheet relationship", [_related(each, "id") for each in sheets])
        for name in names:
            length = len(name.encode("utf-16-le")) // 2
            if (
                not 1 <= length <= 31
                or set(name) & set("[]:*?/\\")
                or name.startswith("'")
                or name.endswith("'")
            ):
                yield f"sheet name {name!r} isn't allowed"
        defined = _child(root, "definedNames")
        said = [
            (each.get("name", "").casefold(), each.get("localSheetId"))
            for each in (defined if defined is not None else ())
        ]
        yield from _twice("defined name", said)
        yield from (
            f"defined name {name} of sheet {at}" for name, at in said if at and int(at) >= len(sheets)
        )
        views = _child(root, "bookViews")
        active = 0
        for place, view in enumerate(views if views is not None else ()):
            tab, first = int(view.get("activeTab", 0)), int(view.get("firstSheet", 0))
            active = active if place else tab
            if tab >= len(sheets) or first >= len(sheets):
                yield f"active tab {tab}, first sheet {first} of {len(sheets)}"
            elif sheets[tab].get("state", "visible") != "visible":
                yield f"active tab {tab} is hidden"
        selected = [place for place, (_, part) in enumerate(self.sheet_parts()) if self.is_selected(part)]
        if len(selected) > 1:
            yield f"{len(selected)} sheets are selected"
        if selected and selected != [active]:
            yield f"sheet {selected} is selected, {active} is active"

    def is_selected(self, part: str) -> bool:
        views = _child(self.trees[part], "sheetViews") if part in self.trees else None
        return views is not None and any(each.get("tabSelected") in {"1", "true"} for each in views)

    def linked(self, kind: str) -> etree._Element | None:
        return next(
            (self.trees.get(each.target) for each in self.links(self.main).values() if each.kind == kind),
            None,
        )

    # -- styles

    def size(self, name: str) -> int:
        root = self.linked("styles")
        found = _child(root, name) if root is not None else None
        return 0 if found is None else len(found)

    def styles(self) -> Iterator[str]:
        root = self.linked("styles")
        if root is None:
            return
        for each in root:
            entries = len(list(each.iterchildren(etree.Element)))  # comments don't count
            if "count" in each.attrib and int(each.get("count", 0)) != entries:
                yield f"styles: {_local(each)} counts {each.get('count')}, has {entries}"
        formats = _child(root, "numFmts")
        yield from _twice(
            "number format id",
            [each.get("numFmtId", "") for each in (formats if formats is not None else ())],
        )
        bounds = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}
        for collection in ("cellXfs", "cellStyleXfs"):
            found = _child(root, collection)
            for number, each in enumerate(found if found is not None else ()):
                for attribute, where in bounds.items():
                    if attribute in each.attrib and int(each.get(attribute, 0)) >= self.size(where):
                        said = f"{attribute} {each.get(attribute)} of {self.size(where)}"
                        yield f"styles: {collection} {number} has {said}"
        if self.size("cellXfs") > 65_490:
            yield f"styles: {self.size('cellXfs')} cell formats"

    # -- sheets

    def sheets(self) -> Iterator[str]:
        formats, differentials = self.size("cellXfs"), self.size("dxfs")
        for _, part in self.sheet_parts():
            root = self.trees.get(part)
            if root is None or _local(root) != "worksheet":
                continue
            yield from _empty_lists(part, root)
            yield from _columns(part, root, formats)
            yield from _rows(part, root, formats)
            for rule in root.iter("{*}cfRule"):
                number = rule.get("dxfId")
                if number is not None and int(number) >= differentials:
                    yield f"{part}: dxfId {number} of {differentials}"
            yield from self.notes(part, root)

    def notes(self, part: str, root: etree._Element) -> Iterator[str]:
        links = self.links(part)
        listed_in = [each.target for each in links.values() if each.kind == "comments"]
        comments = [self.trees[each] for each in listed_in if each in self.trees]
        if not comments:
            return
        if len(comments) > 1:
            yield f"{part} has two lists of notes"
        authors, listed = _child(comments[0], "authors"), _child(comments[0], "commentList")
        references = [each.get("ref", "") for each in (listed if listed is not None else ())]
        yield from _twice(f"note in {part}", references)
        for each in listed if listed is not None else ():
            if int(each.get("authorId", 0)) >= len(authors if authors is not None else ()):
                yield f"{part}: the note at {each.get('ref')} has no author"
        drawings = [links.get(_related(each, "id")) for each in root.iter("{*}legacyDrawing")]
        if not drawings or drawings[0] is None:
            yield f"{part} has notes without a drawing"
            return
        drawn = self.parts[drawings[0].target]
        boxes = _boxes(drawn)
        yield from (f"{part}: no box for the note at {each}" for each in references if each not in boxes)

    # -- the rest

    def tables(self) -> Iterator[str]:
        ids, names = [], []
        defined = _child(self.trees[self.main], "definedNames")
        names += [
            each.get("name", "").casefold()
            for each in (defined if defined is not None else ())
            if each.get("localSheetId") is None
        ]
        for _, part in self.sheet_parts():
            for link in self.links(part).values():
                if link.kind == "table" and link.target in self.trees:
                    table = self.trees[link.target]
                    ids.append(table.get("id", ""))
                    names.append(table.get("displayName", "").casefold())
                    yield from self.table(link.target, table, self.trees[part])
        yield from _twice("table id", ids)
        yield from _twice("table or defined name", names)

    def table(self, name: str, table: etree._Element, sheet: etree._Element) -> Iterator[str]:
        columns = _child(table, "tableColumns")
        titles = [each.get("name", "") for each in (columns if columns is not None else ())]
        yield from _twice(f"column of {name}", [each.casefold() for each in titles])
        for each in table.iter(etree.Element):
            for key, value in each.attrib.items():
                if key.lower().endswith("dxfid") and int(value) >= self.size("dxfs"):
                    yield f"{name}: {key} {value} of {self.size('dxfs')}"
        first, _, last = table.get("ref", "").partition(":")
        start, stop = _CELL.fullmatch(first), _CELL.fullmatch(last or first)
        if start is None or stop is None:
            yield f"{name}: no area {table.get('ref')}"
        elif _column(stop[1]) - _column(start[1]) + 1 != len(titles):
            yield f"{name}: {len(titles)} columns in {table.get('ref')}"
        elif table.get("headerRowCount", "1") != "0":
            shown = self.texts(sheet, int(start[2]))
            for place, title in enumerate(titles, _column(start[1])):
                if re.sub(r"_x000[aA]_|\s", "", title) != re.sub(r"\s", "", shown.get(place, "")):
                    yield f"{name}: column {title!r} stands under {shown.get(place)!r}"

    def texts(self, sheet: etree._Element, row_number: int) -> dict[int, str]:
        shared = self.linked("sharedStrings")
        strings = [] if shared is None else [_joined(each) for each in shared if _local(each) == "si"]
        found = {}
        for cell in sheet.iter("{*}c"):
            place = _CELL.fullmatch(cell.get("r", ""))
            if place is None or int(place[2]) != row_number:
                continue
            value = _child(cell, "v")
            if cell.get("t") == "s" and value is not None:
                found[_column(place[1])] = strings[int(value.text or 0)]
            elif cell.get("t") == "inlineStr":
                found[_column(place[1])] = _joined(_child(cell, "is"))
            elif value is not None:
                found[_column(place[1])] = value.text or ""
        return found

    def calculation(self) -> Iterator[str]:
        chain = self.linked("calcChain")
        if chain is None:
            return
        formulas = {
            (sheet.get("sheetId"), cell.get("r"))
            for sheet, part in self.sheet_parts()
            if part in self.trees
            for cell in self.trees[part].iter("{*}c")
            if _child(cell, "f") is not None
        }
        sheet_id = "0"
        for each in chain:
            sheet_id = each.get("i", sheet_id)
            if (sheet_id, each.get("r")) not in formulas:
                yield f"calculation chain: no formula at {each.get('r')} of sheet {sheet_id}"

    def properties(self) -> Iterator[str]:
        for each in self.links("").values():
            if each.kind in {"custom-properties", "customProperties"} and each.target in self.trees:
                root = self.trees[each.target]
                yield from _twice("property", [item.get("name", "").casefold() for item in root])


def _empty_lists(name: str, root: etree._Element) -> Iterator[str]:
    for each in _MAY_NOT_BE_EMPTY:
        found = _child(root, each)
        if found is not None and len(found) == 0:
            yield f"{name}: {each} is empty"


def _columns(part: str, root: etree._Element, formats: int) -> Iterator[str]:
    columns = _child(root, "cols")
    before = 0
    for each in columns if columns is not None else ():
        first, last = int(each.get("min", 0)), int(each.get("max", 0))
        if not before < first <= last <= 16_384:
            yield f"{part}: columns {first} to {last} after {before}"
        before = last
        if int(each.get("style", 0)) >= max(formats, 1):
            yield f"{part}: columns {first} to {last} have format {each.get('style')} of {formats}"


def _rows(part: str, root: etree._Element, formats: int) -> Iterator[str]:
    above = 0
    rows = _child(root, "sheetData")
    for row in rows if rows is not None else ():
        number = int(row.get("r", above + 1))
        if number <= above or number > 1_048_576:
            yield f"{part}: row {number} after row {above}"
        above, before = number, 0
        if int(row.get("s", 0)) >= max(formats, 1):
            yield f"{part}: row {number} has format {row.get('s')} of {formats}"
        for cell in row:
            place = _CELL.fullmatch(cell.get("r", f"{'A'}{number}")) if cell.get("r") else None
            column = _column(place[1]) if place else before + 1
            if (place and int(place[2]) != number) or column <= before:
                yield f"{part}: cell {cell.get('r')} in row {number} after column {before}"
            before = column
            if int(cell.get("s", 0)) >= max(formats, 1):
                yield f"{part}: cell {cell.get('r')} has format {cell.get('s')} of {formats}"
            value = _child(cell, "v")
            if cell.get("t", "n") == "n" and value is not None and value.text:
                try:
                    float(value.text)
                except ValueError:
                    yield f"{part}: cell {cell.get('r')} holds {value.text!r} as a number"


def _boxes(drawing: bytes) -> set[str]:
    plain = drawing.replace(b"\x00", b"")  # a UTF-16 drawing of ASCII text
    return {
        f"{_letters(int(column) + 1)}{int(row) + 1}"
        for row, column in zip(_NOTE_ROW.findall(plain), _NOTE_COLUMN.findall(plain), strict=True)
    }


def _twice(what: str, values: Iterable[object]) -> Iterator[str]:
    yield from (
        f"{what} {value!r} stands {count} times" for value, count in Counter(values).items() if count > 1
    )


def _local(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def _child(element: etree._Element | None, name: str) -> etree._Element | None:
    return None if element is None else next(iter(element.iterchildren(f"{{*}}{name}")), None)


def _related(element: etree._Element, name: str) -> str:
    return next((value for uri in _RELATED if (value := element.get(f"{{{uri}}}{name}")) is not None), "")


def _joined(element: etree._Element | None) -> str:
    if element is None:
        return ""
    return "".join(each.text or "" for each in element.iter("{*}t") if _local(each.getparent()) != "rPh")


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
