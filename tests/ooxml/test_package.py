"""Packages: opened by what they hold, copied without loss, foreign files told apart by content."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

import kpisheet
from kpisheet.errors import LimitExceededError, UnreadableFileError
from kpisheet.ooxml.limits import LIMITS, Limits, table_of_limits
from kpisheet.ooxml.package.package import Package, Relationship, relationships_part, resolved
from kpisheet.ooxml.xml.guarded import elements, encoding_of, unescaped
from kpisheet.texts.language import LANGUAGES, Words, table
from kpisheet.workbook.reader import read_book
from tests.support import packages

_KIND = packages.TRANSITIONAL_RELATIONSHIPS
_CELL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def _stored_bytes(content: bytes) -> list[tuple[str, bytes, tuple[int, ...]]]:
    """Name, compressed bytes and date of each entry, as the standard library sees them."""
    listed: list[tuple[str, bytes, tuple[int, ...]]] = []
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for entry in archive.infolist():
            start = entry.header_offset + 30
            name = int.from_bytes(content[start - 4 : start - 2], "little")
            extra = int.from_bytes(content[start - 2 : start], "little")
            first = start + name + extra
            listed.append((entry.filename, content[first : first + entry.compress_size], entry.date_time))
    return listed


def _by_xlsxwriter() -> bytes:
    output = BytesIO()
    with xlsxwriter.Workbook(output) as book:
        sheet = book.add_worksheet("Şubat")
        sheet.write_row(0, 0, ["Kanal", "Harcama"])
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "='Şubat'!$B$1:$B$9"})
        sheet.insert_chart("D2", chart)
    return output.getvalue()


@pytest.mark.parametrize("make", [*packages.WRITERS.values(), _by_xlsxwriter])
def test_without_changes_every_part_keeps_its_stored_bytes_its_date_and_its_place(make: object) -> None:
    assert callable(make)
    content = make()
    assert _stored_bytes(Package.open(content).to_bytes()) == _stored_bytes(content)


def test_a_streamed_zip_is_copied() -> None:
    """Sizes that stand after the bytes (data descriptors), as writers to a pipe leave them."""

    class _Pipe(BytesIO):
        def seekable(self) -> bool:
            return False

        def seek(self, *_: object) -> int:
            raise OSError

        def tell(self) -> int:
            raise OSError

    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in packages.workbook_parts({"S": packages.sheet_xml(_CELL)}).items():
            archive.writestr(name, part)
    content = pipe.getvalue()
    copied = Package.open(content).to_bytes()
    assert [each[:2] for each in _stored_bytes(copied)] == [each[:2] for each in _stored_bytes(content)]
    assert openpyxl.load_workbook(BytesIO(copied)).active is not None


def test_changes_replace_in_place_take_out_and_add_at_the_end() -> None:
    package = Package.open(_by_xlsxwriter())
    changed = package.replaced(
        {"docProps/app.xml": None, "XL/Workbook.xml": b"<workbook/>", "new/ç.bin": b"\x00\x01"}
    )
    kept = [name for name in package.names if name != "docProps/app.xml"]
    assert changed.names == (*kept, "new/ç.bin")
    assert package.read("docProps/app.xml")
    again = Package(changed._entries)
    with zipfile.ZipFile(BytesIO(again.to_bytes())) as archive:
        assert archive.testzip() is None
        assert archive.read("xl/workbook.xml") == b"<workbook/>"
        assert archive.read("new/ç.bin") == b"\x00\x01"
        assert archive.getinfo("new/ç.bin").date_time == (1980, 1, 1, 0, 0, 0)


def test_the_same_changes_give_the_same_bytes() -> None:
    content = _by_xlsxwriter()
    first, second = (Package.open(content).replaced({"x": b"y" * 5000}).to_bytes() for _ in range(2))
    assert first == second


def test_part_names_count_without_case_and_with_backslashes() -> None:
    """As some zip programs of Windows write them; the entry keeps its name."""
    parts = packages.workbook_parts({"S": packages.sheet_xml(_CELL)})
    content = packages.zipped(parts).replace(b"xl/workbook.xml", b"XL\\workbook.xml")
    package = Package.open(content)
    assert package.workbook == "XL/workbook.xml"
    assert read_book(package).sheets[0].rows[1][1].text == "1"
    assert b"XL\\workbook.xml" in package.to_bytes()


@pytest.mark.parametrize(
    ("folder", "target", "name"),
    [
        ("xl", "worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl", "/xl/worksheets/sheet1.xml", "xl/worksheets/sheet1.xml"),
        ("xl/worksheets", "../drawings/drawing1.xml", "xl/drawings/drawing1.xml"),
        ("xl", "../../../../etc/passwd", "etc/passwd"),  # a name in the package, never a path on disk
        ("", "xl/odd%20name.xml", "xl/odd name.xml"),
        ("xl", "sheet.xml#A1", "xl/sheet.xml"),
        ("xl", "worksheets\\sheet1.xml", "xl/worksheets/sheet1.xml"),
    ],
)
def test_a_target_is_resolved_inside_the_package(folder: str, target: str, name: str) -> None:
    assert resolved(folder, target) == name


def test_relationships_and_content_types_are_looked_up() -> None:
    package = Package.open(_by_xlsxwriter())
    assert relationships_part("") == "_rels/.rels"
    assert relationships_part("xl/workbook.xml") == "xl/_rels/workbook.xml.rels"
    sheet = Relationship("rId1", f"{_KIND}/worksheet", "xl/worksheets/sheet1.xml")
    assert sheet in package.relationships("xl/workbook.xml")
    assert sheet.kind == "worksheet"
    assert package.content_type("xl/worksheets/sheet1.xml") == packages.SHEET_TYPE
    assert package.content_type("xl/anything.XML") == "application/xml"
    assert package.content_type("xl/anything.bin") == ""


def test_strict_signed_and_macro_packages_are_known() -> None:
    plain = packages.workbook_parts({"S": packages.sheet_xml(_CELL)})
    signed = {
        **plain,
        "_rels/.rels": packages.relationships(
            ("rId1", f"{_KIND}/officeDocument", "xl/workbook.xml"),
            (
                "rId2",
                "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/origin",
                "_xmlsignatures/origin.sigs",
            ),
        ),
    }
    macros = {
        **plain,
        "xl/_rels/workbook.xml.rels": packages.relationships(
            ("rId1", f"{_KIND}/worksheet", "worksheets/sheet1.xml"),
            ("rId2", "http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
        ),
    }

    def known(content: bytes) -> tuple[bool, bool, bool]:
        package = Package.open(content)
        return package.strict, package.signed, package.macros

    assert known(packages.zipped(plain)) == (False, False, False)
    assert known(packages.strict()) == (True, False, False)
    assert known(packages.zipped(signed)) == (False, True, False)
    assert known(packages.zipped(macros)) == (False, False, True)


def _compound_file(*streams: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + b"\x00" * 504
        + b"".join(each.encode("utf-16-le").ljust(128, b"\x00") for each in streams)
    )


def _with_main_type(content_type: str) -> bytes:
    parts = packages.workbook_parts({"S": packages.sheet_xml(_CELL)})
    types = str(parts["[Content_Types].xml"]).replace(packages.MAIN_TYPE, content_type)
    return packages.zipped({**parts, "[Content_Types].xml": types})


_OFFICE = "application/vnd.openxmlformats-officedocument"
_FOREIGN = {
    "nothing": (b"", "empty_file"),
    "zeros": (b"\x00" * 4096, "empty_file"),
    "encrypted": (_compound_file("EncryptionInfo", "EncryptedPackage"), "encrypted_workbook"),
    "xls": (_compound_file("Root Entry", "Workbook"), "legacy_workbook"),
    "xls of Excel 5": (_compound_file("Root Entry", "Book"), "legacy_workbook"),
    "doc": (_compound_file("Root Entry", "WordDocument"), "word_document"),
    "ppt": (_compound_file("Root Entry", "PowerPoint Document"), "presentation"),
    "msg": (_compound_file("Root Entry", "__nameid_version1.0"), "not_a_workbook"),
    "xlsb": (
        _with_main_type("application/vnd.ms-excel.sheet.binary.macroEnabled.main"),
        "binary_workbook",
    ),
    "docx": (_with_main_type(f"{_OFFICE}.wordprocessingml.document.main+xml"), "word_document"),
    "pptx": (_with_main_type(f"{_OFFICE}.presentationml.presentation.main+xml"), "presentation"),
    "ods": (
        packages.zipped(
            {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
        ),
        "opendocument",
    ),
    "numbers": (packages.zipped({"Index/Document.iwa": b"x", "preview.jpg": b"x"}), "numbers_document"),
    "zip of a workbook": (packages.zipped({"october.xlsx": packages.strict()}), "zipped_workbook"),
    "zip of something": (packages.zipped({"a.txt": b"x"}), "not_a_workbook"),
    "empty zip": (packages.zipped({}), "not_a_workbook"),
    "csv": (b"Kanal;Harcama\nSEO;1.234,5\n", "text_file"),
    "csv with a mark": ("\ufeffKanal;Harcama\nSEO;1.234,5\n".encode(), "text_file"),
    "csv in utf-16": ("Kanal\tHarcama\nİlan\t12\n".encode("utf-16"), "text_file"),
    "csv in Turkish Windows": ("Kanal;Müşteri\nİlan;12\n".encode("cp1254"), "text_file"),
    "html": (b"\r\n<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>", "html_file"),
    "html table": (b"<table><tr><td>1</td></tr></table>", "html_file"),
    "xml of Excel 2003": (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "xml_spreadsheet",
    ),
    "other xml": (b'<?xml version="1.0"?><feed/>', "not_a_workbook"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "pdf_file"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00", "image_file"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image_file"),
    "webp": (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image_file"),
    "program": (b"\x7fELF\x02\x01\x01" + b"\x00" * 64, "not_a_workbook"),
    "7z": (b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(range(256)), "not_a_workbook"),
}


@pytest.mark.parametrize("name", _FOREIGN)
def test_another_kind_of_file_is_told_by_its_content(name: str) -> None:
    content, code = _FOREIGN[name]
    with pytest.raises(UnreadableFileError) as raised:
        Package.open(content)
    assert raised.value.code == code


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_file_and_every_limit_has_its_sentence(language: str) -> None:
    words = Words(language)
    codes = {code for _, code in _FOREIGN.values()} | {f"limit_{each.name}" for each in table_of_limits()}
    for code in codes:
        assert words.raw(f"errors.{code}.message")
        assert words.raw(f"errors.{code}.hint")


def test_a_workbook_cut_short_anywhere_is_refused() -> None:
    """No cut leaves a zip whose directory is whole; the last byte is part of it."""
    content = packages.google_sheets()
    for length in (*range(4, 200, 7), *range(200, len(content), 97), len(content) - 1):
        with pytest.raises(UnreadableFileError) as raised:
            Package.open(content[:length])
        assert raised.value.code in {"truncated_file", "damaged_package"}


def test_an_encrypted_entry_is_an_encrypted_workbook() -> None:
    content = bytearray(packages.one_sheet(_CELL))
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 8] |= 1
    with pytest.raises(UnreadableFileError) as raised:
        Package.open(bytes(content))
    assert raised.value.code == "encrypted_workbook"


def test_every_limit_has_a_use() -> None:
    """Where a limit is of no use in the code, it promises what nobody holds."""
    source = Path(kpisheet.__file__).parent
    code = "\n".join(each.read_text(encoding="utf-8") for each in source.rglob("*.py"))
    for limit in table_of_limits():
        assert f'exceeded("{limit.name}"' in code or f'Error("limit_{limit.name}"' in code, limit.name


@pytest.mark.parametrize(
    ("limit", "value"),
    [("input_bytes", 100), ("entries", 3), ("part_bytes", 100), ("package_bytes", 1000), ("xml_depth", 2)],
)
def test_a_lower_limit_is_held(limit: str, value: int) -> None:
    limits = replace(LIMITS, **{limit: value})
    with pytest.raises(LimitExceededError) as raised:
        read_book(Package.open(packages.google_sheets(), limits))
    assert raised.value.code == f"limit_{limit}"
    assert raised.value.facts["limit"] == value


def test_cells_count_over_all_sheets() -> None:
    """Each sheet alone would pass."""
    content = packages.workbook({name: packages.sheet_xml(_CELL * 1) for name in "abc"})
    assert len(read_book(Package.open(content, replace(LIMITS, cells=3))).sheets) == 3
    with pytest.raises(LimitExceededError) as raised:
        read_book(Package.open(content, replace(LIMITS, cells=2)))
    assert raised.value.code == "limit_cells"


def test_every_limit_has_its_reason_in_both_languages() -> None:
    names = [each.name for each in table_of_limits()]
    assert all(list(table(language, "limits")) == names for language in LANGUAGES)


def test_limits_are_whole_positive_numbers() -> None:
    assert set(Limits.__struct_fields__) == {each.name for each in table_of_limits()}
    assert all(each.value > 0 for each in table_of_limits())


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-16-be", "utf-16-be")],
)
def test_the_encoding_of_a_part_is_known(encoding: str, expected: str) -> None:
    assert encoding_of('<?xml version="1.0"?><a/>'.encode(encoding)) == expected


def test_a_declared_encoding_is_known() -> None:
    content = '<?xml version="1.0" encoding="ISO-8859-9"?><a b="ş"/>'.encode("iso-8859-9")
    assert encoding_of(content) == "iso-8859-9"
    assert elements(content, "part", frozenset({"a"}))[0].attributes == {"b": "ş"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [("a_x000D_b", "a\rb"), ("_x005F_x000D_", "_x000D_"), ("_x0041", "_x0041"), ("_xZZZZ_", "_xZZZZ_")],
)
def test_escapes_are_decoded_as_excel_shows_them(written: str, shown: str) -> None:
    assert unescaped(written) == shown


@given(
    st.dictionaries(
        st.text("abcdefg/.", min_size=1, max_size=12).filter(lambda name: ".." not in name),
        st.binary(max_size=400),
        max_size=8,
    )
)
def test_added_parts_come_back_as_they_were(added: dict[str, bytes]) -> None:
    wanted = {f"added/{number}-{name.strip('/')}": each for number, (name, each) in enumerate(added.items())}
    copied = Package.open(Package.open(packages.strict()).replaced(wanted).to_bytes())
    assert {name: copied.read(name) for name in wanted} == wanted


def test_reading_imports_no_writer_and_no_other_reader() -> None:
    """Start-up stays quick, and the witnesses stay witnesses."""
    loaded = "sorted({'openpyxl', 'xlsxwriter', 'jinja2', 'babel'} & set(sys.modules))"
    code = f"import sys, kpisheet.ooxml.reading.scan; print({loaded})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "[]"
