# ruff: noqa: E501 - XML stands as its writers write it, not broken to our width
"""A generator of packages that nobody honest would make, each made to break one kind of reader.

As a program it opens and reads what it finds on standard input within limits of memory and time, and says
on one line per file how that ended: ``ok``, the code of a `KpisheetError`, or the name of a bug's exception.
"""

from __future__ import annotations

import random
import resource
import struct
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

from kpisheet.errors import KpisheetError
from kpisheet.ooxml.package.package import Package
from kpisheet.pipeline import evaluate
from kpisheet.workbook.reader import read_book
from tests.support.packages import (
    TRANSITIONAL,
    central_directory_offset,
    one_sheet,
    relationships,
    shared_strings_xml,
    sheet_xml,
    styles_xml,
    workbook,
    workbook_parts,
    zipped,
)

MEMORY_BYTES = 1024**3
SECONDS = 20
_MEBIBYTE = 2**20
_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'
_PLAIN = sheet_xml(_CELL)
_LINKS = "xl/_rels/workbook.xml.rels"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _changed(**changes: str | bytes | None) -> bytes:
    """A plain workbook with parts replaced or (None) left out; names by key, see `_NAMES`."""
    parts = workbook_parts({"Sheet1": _PLAIN})
    for key, content in changes.items():
        name = _NAMES[key]
        if content is None:
            del parts[name]
        else:
            parts[name] = content
    return zipped(parts)


_NAMES = {
    "types": "[Content_Types].xml",
    "root": "_rels/.rels",
    "book": "xl/workbook.xml",
    "links": _LINKS,
    "sheet": "xl/worksheets/sheet1.xml",
}


def _book(inside: str) -> str:
    return f'<workbook xmlns="{TRANSITIONAL}" xmlns:r="{_KIND}">{inside}</workbook>'


def _bomb(size: int) -> bytes:
    return one_sheet(" " * size)


def _lying_size(field_offset: int, value: int) -> bytes:
    """A plain workbook whose last directory entry (the sheet) claims something else."""
    content = bytearray(one_sheet(_CELL))
    entry = content.rindex(b"PK\x01\x02")
    struct.pack_into("<I", content, entry + field_offset, value)
    return bytes(content)


def _overlapping() -> bytes:
    """Fifty directory entries for the bytes of one entry: copied, they would swell."""
    content = zipped({f"{number:02}.bin": b"x" * 10_000 for number in range(50)}, stored=True)
    directory = central_directory_offset(content)
    body = content[: content.index(b"PK\x03\x04", 4)]
    swollen = bytearray(body + content[directory:])
    entry = len(body)
    while swollen[entry : entry + 4] == b"PK\x01\x02":
        struct.pack_into("<I", swollen, entry + 42, 0)
        name, extra, comment = struct.unpack_from("<HHH", swollen, entry + 28)
        entry += 46 + name + extra + comment
    struct.pack_into("<I", swollen, entry + 16, len(body))
    return bytes(swollen)


def _duplicate(other: str) -> bytes:
    """Two entries with one name: the placeholder of the same length is renamed in the bytes."""
    parts = workbook_parts({"Sheet1": _PLAIN})
    placeholder = "x" * len(other)
    content = zipped({**parts, placeholder: sheet_xml("")})
    return content.replace(placeholder.encode(), other.encode())


def _nested(depth: int) -> str:
    return "<a>" * depth + "</a>" * depth


def _entity_bomb(outer: str) -> str:
    levels = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    return f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "lol">{levels}]>{outer}'


def _wide_tag(attributes: int) -> str:
    return "<c " + " ".join(f'a{number}="1"' for number in range(attributes)) + "/>"


def _with_table(table: str, target: str = "../tables/table1.xml") -> bytes:
    extra = {
        "xl/worksheets/_rels/sheet1.xml.rels": relationships(("rId1", f"{_KIND}/table", target)),
        "xl/tables/table1.xml": table,
    }
    return workbook({"Sheet1": _PLAIN}, extra=extra)


def _merges(count: int) -> str:
    each = "".join(f'<mergeCell ref="A{row}:XFD{row}"/>' for row in range(1, count + 1))
    return f"<mergeCells>{each}</mergeCells>"


# Name → maker. Each ends in a success or in a KpisheetError; which of them is stated in the tests.
HOSTILE: dict[str, Callable[[], bytes]] = {
    "part bomb": lambda: _bomb(300 * _MEBIBYTE),
    "two parts, over the sum": lambda: workbook(
        {f"S{number}": sheet_xml(" " * (200 * _MEBIBYTE)) for number in range(3)}
    ),
    "too many entries": lambda: zipped({f"{number}": b"" for number in range(10_050)}),
    "declared size too small": lambda: _lying_size(24, 5),
    "declared size too large": lambda: _lying_size(24, 2**31),
    "compressed size too large": lambda: _lying_size(20, 2**31),
    "compressed size too small": lambda: _lying_size(20, 7),
    "wrong checksum": lambda: _lying_size(16, 12345),
    "header offset beyond the end": lambda: _lying_size(42, 2**31),
    "overlapping entries": _overlapping,
    "duplicate part": lambda: _duplicate("xl/worksheets/sheet1.xml"),
    "duplicate part in another case": lambda: _duplicate("XL/worksheets/SHEET1.xml"),
    "climbing name": lambda: zipped({**workbook_parts({"S": _PLAIN}), "../../etc/passwd": b"x"}),
    "absolute name": lambda: zipped({**workbook_parts({"S": _PLAIN}), "/etc/passwd": b"x"}),
    "climbing target": lambda: _changed(
        links=relationships(("rId1", f"{_KIND}/worksheet", "../../../../etc/passwd"))
    ),
    "file address": lambda: _changed(
        links=relationships(("rId1", f"{_KIND}/worksheet", "file:///etc/passwd"))
    ),
    "sheet is the workbook": lambda: _changed(
        links=relationships(("rId1", f"{_KIND}/worksheet", "workbook.xml"))
    ),
    "workbook is its relationships": lambda: _changed(
        root=relationships(("rId1", f"{_KIND}/officeDocument", _LINKS))
    ),
    "no relationships": lambda: _changed(root=None),
    "no workbook relationships": lambda: _changed(links=None),
    "no content types": lambda: _changed(types=None),
    "no workbook": lambda: _changed(book=None),
    "no sheet part": lambda: _changed(sheet=None),
    "no sheets": lambda: _changed(book=_book("<sheets/>")),
    "empty parts": lambda: _changed(book=b"", links=b"", sheet=b""),
    "empty sheet": lambda: _changed(sheet=b""),
    "sheets of one part": lambda: _changed(
        book=_book("<sheets>" + '<sheet name="S" sheetId="1" r:id="rId1"/>' * 1500 + "</sheets>")
    ),
    "too many sheets": lambda: _changed(
        book=_book("<sheets>" + '<sheet name="S" sheetId="1" r:id="rId1"/>' * 2001 + "</sheets>")
    ),
    "bad sheet id, tab, local sheet": lambda: _changed(
        book=_book(
            '<bookViews><workbookView activeTab="-99999999999999999999"/></bookViews><sheets><sheet name="S" '
            'sheetId="x" r:id="rId1"/></sheets><definedNames><definedName name="n" localSheetId="99">S!A1:B</'
            'definedName><definedName name="m">S!$A$99999999</definedName></definedNames>'
        )
    ),
    "sparse corners": lambda: one_sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    ),
    "row beyond the last": lambda: one_sheet('<row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
    "column beyond the last": lambda: one_sheet('<row r="1"><c r="XFE1"><v>1</v></c></row>'),
    "columns run over": lambda: one_sheet("<row>" + "<c/>" * 17_000 + "</row>"),
    "bad cell reference": lambda: one_sheet('<row r="1"><c r="1A"><v>1</v></c></row>'),
    "bad row number": lambda: one_sheet('<row r="-1"><c><v>1</v></c></row>'),
    "row number with many digits": lambda: one_sheet(f'<row r="{"9" * 10_000}"><c><v>1</v></c></row>'),
    "huge number": lambda: one_sheet(f'<row r="1"><c r="A1"><v>{"9" * 100_000}</v></c></row>'),
    "huge exponent": lambda: one_sheet('<row r="1"><c r="A1"><v>1e999999999</v></c></row>'),
    "not a number": lambda: one_sheet('<row r="1"><c r="A1"><v>NaN</v></c><c r="B1"><v>1_0</v></c></row>'),
    "shared text that isn't there": lambda: one_sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'),
    "shared text of many digits": lambda: one_sheet(f'<row r="1"><c t="s"><v>{"9" * 10_000}</v></c></row>'),
    "shared text in other digits": lambda: one_sheet('<row r="1"><c r="A1" t="s"><v>²</v></c></row>'),
    "cell format out of range": lambda: one_sheet(
        '<row r="1"><c r="A1" s="99999999999"><v>1</v></c><c r="B1" s="-1"><v>1</v></c></row>'
    ),
    "date out of range": lambda: one_sheet(
        '<row r="1"><c t="d"><v>9999-99-99</v></c><c t="d"><v>0001-01-01T00:00:00+23:59</v></c>'
        '<c t="d"><v>9999-12-31</v></c></row>'
    ),
    "cells within cells": lambda: one_sheet('<row r="1"><c r="A1"><c r="B1"><v>1</v></c></c></row>'),
    "rows within rows": lambda: one_sheet('<row r="1"><row r="2"><c r="A2"><v>1</v></c></row></row>'),
    "two sheetData": lambda: _changed(
        sheet=f'<worksheet xmlns="{TRANSITIONAL}"><sheetData>{_CELL}</sheetData><sheetData>{_CELL}</sheetData>'
        "</worksheet>"
    ),
    "many texts from few": lambda: one_sheet(
        "<row>" + '<c t="s"><v>0</v></c>' * 1000 + "</row>",
        shared_strings=shared_strings_xml(f"<t>{'x' * 1_000_000}</t>"),
    ),
    "one long text": lambda: one_sheet(
        '<row><c t="s"><v>0</v></c></row>', shared_strings=shared_strings_xml(f"<t>{'x' * 2_000_000}</t>")
    ),
    "one long inline text": lambda: one_sheet(
        f'<row><c t="inlineStr"><is><t>{"x" * 2_000_000}</t></is></c></row>'
    ),
    "too many cells in a row": lambda: one_sheet("<row>" + '<c r="A1"/>' * 3_100_000 + "</row>"),
    "many empty rows": lambda: one_sheet("<row/>" * 1_048_576),
    "too many rows": lambda: one_sheet('<row r="1"/>' * 1_048_600),
    "merged everywhere": lambda: _changed(sheet=sheet_xml(_CELL, after=_merges(100_000))),
    "too many merged areas": lambda: _changed(sheet=sheet_xml(_CELL, after=_merges(100_001))),
    "bad merged area": lambda: _changed(
        sheet=sheet_xml(_CELL, after='<mergeCells><mergeCell ref="A1:ZZZZ9"/><mergeCell/></mergeCells>')
    ),
    "hidden columns again and again": lambda: _changed(
        sheet=sheet_xml(
            _CELL, before="<cols>" + '<col min="1" max="99999999" hidden="1"/>' * 100_000 + "</cols>"
        )
    ),
    "huge style table": lambda: one_sheet(_CELL, styles=styles_xml([(0, None)] * 70_000)),
    "styles without end": lambda: one_sheet(
        _CELL, styles="<styleSheet>" + "<xf/>" * 1_100_000 + "</styleSheet>"
    ),
    "deep sheet": lambda: one_sheet(_nested(500_000)),
    "deep root": lambda: _changed(sheet=_nested(500_000)),
    "deep workbook": lambda: _changed(book=_book(_nested(500_000))),
    "deep texts": lambda: one_sheet(_CELL, shared_strings=_nested(500_000)),
    "one tag without end": lambda: one_sheet(_wide_tag(3_000_000)),
    "one attribute without end": lambda: one_sheet(f'<row><c r="{"A" * (20 * _MEBIBYTE)}"/></row>'),
    "entity bomb in the sheet": lambda: _changed(sheet=_entity_bomb(f"<worksheet>{'&e9;' * 10}</worksheet>")),
    "entity bomb in the workbook": lambda: _changed(book=_entity_bomb("<workbook>&e9;</workbook>")),
    "external entity": lambda: _changed(
        sheet='<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><worksheet>&f;</worksheet>'
    ),
    "external document type": lambda: _changed(types='<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd"><Types/>'),
    "unknown encoding": lambda: _changed(sheet='<?xml version="1.0" encoding="klingon"?><worksheet/>'),
    "encoding with many bytes": lambda: _changed(sheet='<?xml version="1.0" encoding="utf-7"?><worksheet/>'),
    "encoding of code": lambda: _changed(sheet='<?xml version="1.0" encoding="rot13"?><worksheet/>'),
    "broken bytes": lambda: _changed(sheet=_PLAIN.encode().replace(b"<v>1", b"<v>\xff\xfe\x00")),
    "half of utf-16": lambda: _changed(sheet=_PLAIN.encode("utf-16")[:-3]),
    "no closing tag": lambda: _changed(sheet=_PLAIN[:-20]),
    "table of the whole sheet": lambda: _with_table('<table displayName="T" ref="A1:XFD1048576"/>'),
    "table without an area": lambda: _with_table('<table displayName="T" headerRowCount="-5"/>'),
    "table that is another part": lambda: _with_table("<table/>", "../workbook.xml"),
    "table that is missing": lambda: _with_table("<table/>", "../tables/none.xml"),
}


def mutated(content: bytes, seed: int) -> bytes:
    """`content` with a few random faults in its bytes, or in one part's XML, packed anew."""
    chance = random.Random(seed)  # noqa: S311 - the same seed must give the same fault
    if chance.random() < 0.25:
        return _with_faults(content, chance)
    package = Package.open(content)
    name = chance.choice(package.names)
    parts: dict[str, str | bytes] = {each: package.read(each) for each in package.names}
    parts[name] = _with_xml_faults(package.read(name), chance)
    return zipped(parts)


def _with_faults(content: bytes, chance: random.Random) -> bytes:
    faulty = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(faulty))
        kind = chance.randrange(4)
        if kind == 0:
            faulty[at] = chance.randrange(256)
        elif kind == 1:
            del faulty[at : at + chance.randint(1, 64)]
        elif kind == 2:
            faulty[at:at] = faulty[at : at + chance.randint(1, 64)]
        else:
            del faulty[at:]
        faulty = faulty or bytearray(b"P")
    return bytes(faulty)


_NASTY = (
    "-1", "0", "99999999999999999999", "", "NaN", "1e999", "A0", "XFE1", "A1:A1048577", "&#0;", "&amp;", "&x;",
    "\x00", "]]>", "<!--", "<![CDATA[", "<?xml?>", "<c>", "</row>", "<x:c/>", "\ud7ff", "ı", "s", "d", "inlineStr",
)  # fmt: skip


def _with_xml_faults(content: bytes, chance: random.Random) -> bytes:
    """Swap values of attributes and texts for nasty ones, repeat, drop and move tags.

    Half of the time only values are swapped and the XML stays well-formed, so that reading goes deep.
    """
    gentle = chance.random() < 0.5
    nasty = tuple(filter(str.isprintable, map(escape, _NASTY))) if gentle else _NASTY
    pieces = content.decode("utf-8", errors="surrogateescape").replace("<", "\x01<").split("\x01")
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(pieces))
        kind = chance.randrange(2 if gentle else 6)
        if kind == 0:
            quoted = pieces[at].split('"')
            if len(quoted) > 2:
                quoted[chance.randrange(1, len(quoted), 2)] = chance.choice(nasty)
            pieces[at] = '"'.join(quoted)
        elif kind == 1:
            before, closing, _ = pieces[at].rpartition(">")
            pieces[at] = before + closing + (chance.choice(nasty) if closing and at > 2 else "")
        elif kind == 2:
            pieces[at] *= chance.choice((0, 2, 50))
        elif kind == 3:
            other = chance.randrange(len(pieces))
            pieces[at], pieces[other] = pieces[other], pieces[at]
        elif kind == 4:
            pieces[at] += chance.choice(_NASTY)
        else:
            pieces[at] = pieces[at].replace("<", "<x:", 1)
    return "".join(pieces).encode("utf-8", errors="surrogateescape")


def _read_and_copy(content: bytes) -> None:
    package = Package.open(content)
    read_book(package)
    package.to_bytes()


def report(content: bytes) -> None:
    """The whole job, in a folder of its own: read, annotate, write workbook and page."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "worksheet.xlsx"
        path.write_bytes(content)
        evaluate(path, made_on=date(2026, 11, 1)).write()


def outcome(content: bytes, work: Callable[[bytes], None]) -> str:
    """How the work on a file ends."""
    try:
        work(content)
    except KpisheetError as error:
        return error.code
    except BaseException as error:  # noqa: BLE001 - what else is raised is the bug that is looked for
        return f"bug: {type(error).__name__}: {error}"
    return "ok"


def _cases(arguments: list[str]) -> Iterator[tuple[str, bytes]]:
    """``case NAME…`` makes hostile packages; ``read|report FIRST LAST FILE…`` mutates real ones."""
    if arguments[0] == "case":
        for name in arguments[1:]:
            yield name, HOSTILE[name]()
        return
    first, last = int(arguments[1]), int(arguments[2])
    originals = [open(path, "rb").read() for path in arguments[3:]]  # noqa: SIM115, PTH123
    for seed in range(first, last):
        yield str(seed), mutated(originals[seed % len(originals)], seed)


def main(arguments: list[str]) -> None:
    """Read each case within the limits of memory and time; one line each: how it ended, its name."""
    work = report if arguments[0] == "report" else _read_and_copy
    for name, content in _cases(arguments):
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, resource.RLIM_INFINITY))
        spent = resource.getrusage(resource.RUSAGE_SELF)
        before = spent.ru_utime + spent.ru_stime
        ended = outcome(content, work)
        spent = resource.getrusage(resource.RUSAGE_SELF)
        seconds = spent.ru_utime + spent.ru_stime - before
        sys.stdout.write(f"{ended if seconds <= SECONDS else f'bug: {seconds:.0f} s'}\t{name}\n")
        sys.stdout.flush()
        resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


if __name__ == "__main__":
    main(sys.argv[1:])
