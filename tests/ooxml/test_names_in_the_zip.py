"""Names of zip entries: their bytes stay, and a part is found however its name is written."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from urllib.parse import quote

import pytest

from kpisheet.errors import UnreadableFileError
from kpisheet.ooxml.marking.annotation import SheetEdit, annotate, notes_of
from kpisheet.ooxml.marking.comments import marked
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.reader import read_book
from tests.support.packages import SHEET_TYPE, relationships, sheet_xml, workbook_parts

UTF8 = 0x800
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>Kanal</t></is></c></row>'
PICTURE = "图片1.png"


class Named(zipfile.ZipInfo):
    """An entry whose name is written with these bytes and this flag, as no Python program would."""

    def __init__(self, written: bytes, flags: int) -> None:
        super().__init__("named")
        self.compress_type = zipfile.ZIP_DEFLATED
        self.written, self.name_flags = written, flags

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name for it
        return self.written, self.name_flags


def written_names(content: bytes) -> list[tuple[bytes, int]]:
    """Bytes and flags of each name in the directory, as the format describes it."""
    found, at = [], content.index(b"PK\x01\x02")
    while content[at : at + 4] == b"PK\x01\x02":
        (flags,) = struct.unpack_from("<H", content, at + 8)
        name, extra, comment = struct.unpack_from("<3H", content, at + 28)
        (local,) = struct.unpack_from("<I", content, at + 42)
        (local_flags,), (local_name,) = (struct.unpack_from("<H", content, local + at) for at in (6, 26))
        assert content[local + 30 : local + 30 + local_name] == content[at + 46 : at + 46 + name]
        assert local_flags == flags
        found.append((content[at + 46 : at + 46 + name], flags & UTF8))
        at += 46 + name + extra + comment
    return found


def with_picture(written: bytes, flags: int, *, extra: bytes = b"") -> bytes:
    """A workbook whose drawing shows the picture that an entry named so holds."""
    drawing = relationships(
        (
            "rId1",
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
            f"../media/{PICTURE}",
        )
    )
    parts = workbook_parts({"Sheet1": sheet_xml(ROW)}, extra={"xl/drawings/_rels/drawing1.xml.rels": drawing})
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
        entry = Named(written, flags)
        entry.extra = extra
        archive.writestr(entry, b"\x89PNG")
    return output.getvalue()


def unicode_path(written: bytes, path: str) -> bytes:
    """Info-ZIP's extra field 0x7075: version, checksum of the name as written, the name in UTF-8."""
    content = struct.pack("<BI", 1, zlib.crc32(written)) + path.encode()
    return struct.pack("<HH", 0x7075, len(content)) + content


NAMES = {
    "UTF-8 without its flag": (f"xl/media/{PICTURE}".encode(), 0),
    "UTF-8 with its flag": (f"xl/media/{PICTURE}".encode(), UTF8),
    "a code page of old": ("xl/media/Bild-Ä.png".encode("cp437"), 0),
    "a Chinese code page": (f"xl/media/{PICTURE}".encode("gbk"), 0),
    "plain": (b"xl/media/image1.png", 0),
    "plain with the flag": (b"xl/media/image1.png", UTF8),
    "backslashes": (b"xl\\media\\image1.png", 0),
}


@pytest.mark.parametrize(("written", "flags"), NAMES.values(), ids=NAMES)
def test_a_name_keeps_its_bytes_and_its_flag(written: bytes, flags: int) -> None:
    before = with_picture(written, flags)
    package = Package.open(before)
    marked = annotate(package, {"Sheet1": SheetEdit(notes={(1, 1): "Note"})}, marker="— m —", author="us")
    for content in (package.to_bytes(), marked.to_bytes()):
        names = written_names(content)
        assert names[: len(package.names)] == written_names(before)
        assert (written, flags) in names


@pytest.mark.parametrize("flags", [0, UTF8])
def test_a_picture_is_found_with_or_without_the_flag(flags: int) -> None:
    package = Package.open(with_picture(f"xl/media/{PICTURE}".encode(), flags))
    (link,) = package.relationships("xl/drawings/drawing1.xml")
    assert package.read(link.target) == b"\x89PNG"


def test_a_name_spelled_in_unicode_beside_it_is_found_by_that_and_keeps_both() -> None:
    written = b"xl/media/??1.png"
    extra = unicode_path(written, f"xl/media/{PICTURE}")
    package = Package.open(with_picture(written, 0, extra=extra))
    assert package.read(f"xl/media/{PICTURE}") == b"\x89PNG"
    changed = package.replaced({f"xl/media/{PICTURE}": b"other"}).to_bytes()
    assert changed.count(extra) == 2  # before the content, and in the directory
    assert zipfile.ZipFile(BytesIO(changed)).testzip() is None


def test_the_unicode_spelling_of_another_name_counts_for_nothing() -> None:
    extra = unicode_path(b"another name", "xl/media/other.png")
    package = Package.open(with_picture(b"xl/media/image1.png", 0, extra=extra))
    assert "xl/media/image1.png" in package


PART = "xl/worksheets/лист 1.xml"
ENCODED = quote(PART)


def percent_encoded(stored: str, target: str, declared: str) -> bytes:
    """A workbook whose sheet's part is stored, led to and declared by names written so."""
    parts = workbook_parts({"Лист": sheet_xml(ROW)})
    sheet = parts.pop("xl/worksheets/sheet1.xml")
    links = str(parts["xl/_rels/workbook.xml.rels"]).replace("worksheets/sheet1.xml", target)
    types = str(parts["[Content_Types].xml"]).replace("/xl/worksheets/sheet1.xml", declared)
    assert SHEET_TYPE in types
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        changed = {"xl/_rels/workbook.xml.rels": links, "[Content_Types].xml": types, stored: sheet}
        for name, content in {**parts, **changed}.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return output.getvalue()


@pytest.mark.parametrize("stored", [ENCODED, ENCODED.lower().replace("%d0%bb", "%D0%BB"), PART])
@pytest.mark.parametrize("target", [f"/{ENCODED}", f"/{PART}", ENCODED.removeprefix("xl/")])
def test_a_part_is_found_by_its_name_percent_encoded_or_not(stored: str, target: str) -> None:
    package = Package.open(percent_encoded(stored, target, f"/{ENCODED}"))
    (sheet,) = read_book(package).sheets
    assert sheet.rows[1][1].text == "Kanal"
    assert package.content_type(PART) == SHEET_TYPE


def test_what_is_added_beside_a_percent_encoded_part_is_named_as_it_is() -> None:
    content = percent_encoded(ENCODED, f"/{ENCODED}", f"/{ENCODED}")
    edit = {"Лист": SheetEdit(notes={(1, 1): "Note"})}
    after = annotate(Package.open(content), edit, marker="— m —", author="us")
    names = [name for name, _ in written_names(after.to_bytes())]
    assert ENCODED.encode() in names
    assert quote("xl/worksheets/_rels/лист 1.xml.rels").encode() in names
    again = Package.open(after.to_bytes())
    assert notes_of(again, "Лист") == {(1, 1): marked("— m —", "Note")}


def test_a_percent_encoded_name_never_climbs_out_of_the_package() -> None:
    with pytest.raises(UnreadableFileError, match="damaged_package"):
        Package.open(percent_encoded("xl/%2e%2e/%2E%2E/etc/passwd", "worksheets/x.xml", "/x.xml"))


def test_one_part_under_two_spellings_is_said() -> None:
    parts = {**workbook_parts({"Sheet1": sheet_xml(ROW)}), "xl/a%20b.xml": "<a/>", "xl/a b.xml": "<a/>"}
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    with pytest.raises(UnreadableFileError, match="duplicate_part"):
        Package.open(output.getvalue())
