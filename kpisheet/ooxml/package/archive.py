"""The zip layer: bounded inflation of what is really there, and writing that copies stored bytes verbatim."""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kpisheet.errors import UnreadableFileError
from kpisheet.ooxml.limits import Limits, exceeded

if TYPE_CHECKING:
    from collections.abc import Iterable

_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_CENTRAL_HEADER = struct.Struct("<4s6H3I5H2I")
_END_RECORD = struct.Struct("<4s4H2IH")
_VERSION_NEEDED = 20
_UTF8_FLAG = 0x800
_KEPT_FLAGS = _UTF8_FLAG | 0x6  # of a copied entry: how its name is written, and how it was compressed
_UNICODE_PATH = 0x7075  # the extra field with another spelling of the name
_EXTRA_FIELD = struct.Struct("<2H")
_ENCRYPTED_FLAG = 0x1
_DOS_EPOCH = (0, 0x21)  # 1980-01-01 00:00:00: the same input gives the same bytes
_LEVEL = 3  # the usual 6 takes twice as long for an eighth less
_KEPT_INFLATED = 2_097_152
_KEPT_IN_ALL = 67_108_864


class Budget(Struct):
    """How many inflated bytes of a package and all its copies were read so far, and how many are kept."""

    spent: int = 0
    kept: int = 0


class EntryName(Struct, frozen=True):
    """An entry's name as the zip writes it: its bytes, its flags, and the extra field of its Unicode path."""

    written: bytes
    flags: int = 0
    unicode_path: bytes = b""

    @property
    def text(self) -> str:
        """What the name says. Many programs write UTF-8 without the flag for it."""
        spelled = self._said_in_unicode() or self.written
        try:
            return spelled.decode("utf-8")
        except UnicodeDecodeError:
            return self.written.decode("cp437")

    def _said_in_unicode(self) -> bytes:
        """The Unicode path, if it is of a known version and was written for this name."""
        version, checksum, path = self.unicode_path[4:5], self.unicode_path[5:9], self.unicode_path[9:]
        known = version == b"\x01" and checksum == struct.pack("<I", zlib.crc32(self.written))
        return path if known else b""


class Entry(Struct, eq=False):
    """One entry of the zip: either the bytes as stored in the input, or fresh content of ours."""

    name: EntryName
    stored: memoryview
    method: int
    crc: int
    size: int
    dos_time: tuple[int, int] = _DOS_EPOCH
    attributes: int = 0
    fresh: bool = False
    _kept: bytes | None = None
    _counted: bool = False

    def content(self, part: str, limits: Limits, budget: Budget) -> bytes:
        """The inflated bytes. Raises UnreadableFileError for damage, LimitExceededError over a limit."""
        if self._kept is not None:
            return self._kept
        inflated = self._inflated(part, limits)
        if not self._counted:
            self._counted = True
            budget.spent += len(inflated)
            if budget.spent > limits.package_bytes:
                raise exceeded("package_bytes", limits, part)
        if len(inflated) != self.size or zlib.crc32(inflated) != self.crc:
            raise UnreadableFileError("damaged_part", part=part)
        if len(inflated) <= _KEPT_INFLATED and budget.kept + len(inflated) <= _KEPT_IN_ALL:
            budget.kept += len(inflated)
            self._kept = inflated
        return inflated

    def _inflated(self, part: str, limits: Limits) -> bytes:
        if self.method == _STORED:
            inflated = bytes(self.stored)
        else:
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                inflated = inflater.decompress(self.stored, limits.part_bytes + 1)
            except zlib.error as error:
                raise UnreadableFileError("damaged_part", part=part) from error
        if len(inflated) > limits.part_bytes:
            raise exceeded("part_bytes", limits, part)
        return inflated


def fresh_entry(name: str | EntryName, content: bytes) -> Entry:
    """An entry with content of ours, of a new name or another's; compressed when the package is written."""
    if isinstance(name, str):
        name = EntryName(name.encode(), 0 if name.isascii() else _UTF8_FLAG)
    return Entry(
        name, memoryview(content), _DEFLATED, zlib.crc32(content), len(content), fresh=True, _kept=content
    )


def read_entries(content: bytes, limits: Limits) -> list[Entry]:
    """The entries of the zip in the order of its directory; nothing is inflated yet."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            listed = archive.infolist()
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        ValueError,
        OverflowError,
        EOFError,
        struct.error,
    ) as error:
        raise UnreadableFileError("truncated_file") from error
    if len(listed) > limits.entries:
        raise exceeded("entries", limits)
    view = memoryview(content)
    entries = [_entry(view, each) for each in listed]
    if sum(len(each.stored) for each in entries) > len(content):
        raise UnreadableFileError("damaged_package")  # entries that overlap: copies of them would swell
    return entries


def written(entries: Iterable[Entry]) -> bytes:
    """A zip of these entries, in this order."""
    output = _Output()
    for entry in entries:
        output.add(entry)
    return output.finished()


def _entry(view: memoryview, listed: zipfile.ZipInfo) -> Entry:
    if listed.flag_bits & _ENCRYPTED_FLAG:
        raise UnreadableFileError("encrypted_workbook")
    if listed.compress_type not in {_STORED, _DEFLATED}:
        raise UnreadableFileError("damaged_part", part=listed.filename)
    start, stop = listed.header_offset, listed.header_offset + _LOCAL_HEADER.size
    if start < 0 or stop > len(view) or bytes(view[start : start + 4]) != b"PK\x03\x04":
        raise UnreadableFileError("damaged_package")
    name_length, extra_length = _LOCAL_HEADER.unpack(view[start:stop])[-2:]
    first = stop + name_length + extra_length
    last = first + listed.compress_size
    if last > len(view):
        raise UnreadableFileError("truncated_file")
    return Entry(
        name=_entry_name(listed),
        stored=view[first:last],
        method=listed.compress_type,
        crc=listed.CRC,
        size=listed.file_size,
        dos_time=_dos_time(listed.date_time),
        attributes=listed.external_attr & 0xFFFFFFFF,
    )


def _entry_name(listed: zipfile.ZipInfo) -> EntryName:
    encoding = "utf-8" if listed.flag_bits & _UTF8_FLAG else "cp437"  # as zipfile has read the bytes
    written = listed.orig_filename.encode(encoding)
    return EntryName(written, listed.flag_bits & _KEPT_FLAGS, _unicode_path(listed.extra))


def _unicode_path(extra: bytes) -> bytes:
    """The extra field with the name in Unicode, its head included, or nothing."""
    at = 0
    while at + _EXTRA_FIELD.size <= len(extra):
        kind, size = _EXTRA_FIELD.unpack_from(extra, at)
        stop = at + _EXTRA_FIELD.size + size
        if kind == _UNICODE_PATH:
            return extra[at:stop]
        at = stop
    return b""


def _dos_time(moment: tuple[int, int, int, int, int, int]) -> tuple[int, int]:
    year, month, day, hour, minute, second = moment
    return (hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day)


class _Output(Struct):
    """Local headers with their bytes first, then the directory."""

    pieces: list[bytes | memoryview] = field(default_factory=list)
    directory: list[bytes] = field(default_factory=list)
    offset: int = 0

    def add(self, entry: Entry) -> None:
        stored, method = _compressed(entry) if entry.fresh else (entry.stored, entry.method)
        name, extra = entry.name.written, entry.name.unicode_path
        flags = entry.name.flags & (_UTF8_FLAG if entry.fresh else _KEPT_FLAGS)
        sizes = (entry.crc, len(stored), entry.size & 0xFFFFFFFF)
        described = (_VERSION_NEEDED, flags, method, *entry.dos_time, *sizes, len(name), len(extra))
        header = _LOCAL_HEADER.pack(b"PK\x03\x04", *described)
        self.directory.append(
            _CENTRAL_HEADER.pack(
                b"PK\x01\x02", _VERSION_NEEDED, *described, 0, 0, 0, entry.attributes, self.offset
            )
            + name
            + extra
        )
        self.pieces += (header, name, extra, stored)
        self.offset += len(header) + len(name) + len(extra) + len(stored)

    def finished(self) -> bytes:
        size = sum(map(len, self.directory))
        count = len(self.directory)
        end = _END_RECORD.pack(b"PK\x05\x06", 0, 0, count, count, size, self.offset, 0)
        return b"".join((*self.pieces, *self.directory, end))


def _compressed(entry: Entry) -> tuple[bytes, int]:
    deflater = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(entry.stored) + deflater.flush(), _DEFLATED
