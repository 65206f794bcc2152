"""Knowing an earlier output again: that it is ours, from which source, and that nobody changed it since.

Both outputs carry the source's place (as seen from their own folder) and a fingerprint of themselves: the
workbook as custom properties over its other parts, the page as a comment after its end.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Collection, Iterable
from pathlib import Path

from kpisheet.errors import KpisheetError
from kpisheet.files.disk import read_input
from kpisheet.files.together import checksum
from kpisheet.ooxml.package.package import Package
from kpisheet.ooxml.parts.properties import custom_properties, set_custom_properties

_SOURCE = "kpisheet source"
_FINGERPRINT = "kpisheet fingerprint"
_STAMP = re.compile(rb"<!-- kpisheet source=([0-9a-f]{16}) fingerprint=([0-9a-f]{32}) -->\n\Z")
_SOURCES = re.compile(rb"<!-- kpisheet sources=([0-9a-f,]*) -->\n")
_UNKNOWN = "-"
INDEX_KEY = "0" * 16  # stands for the source in the stamp of an overview, which has several


def source_key(source: Path, folder: Path) -> str:
    """A key for the source as seen from its outputs' folder, so that moving both together changes nothing."""
    try:
        place = os.path.relpath(os.path.realpath(source), os.path.realpath(folder))
    except ValueError:  # another drive
        place = os.path.realpath(source)
    except OSError:  # there is no current folder; writing will say so
        place = str(source)
    return hashlib.sha256(Path(place).as_posix().encode(errors="surrogateescape")).hexdigest()[:16]


def stamp_workbook(package: Package, key: str) -> bytes:
    """The finished workbook's bytes with its two properties set."""
    sourced = set_custom_properties(package, {_FINGERPRINT: _UNKNOWN, _SOURCE: key})
    return set_custom_properties(sourced, {_FINGERPRINT: _checksum(sourced)}).to_bytes()


def stamp_page(page: str, key: str) -> bytes:
    """The finished page's bytes with its stamp."""
    return _stamped(page.rstrip("\n").encode() + b"\n", key)


def stamp_pdf(content: bytes, key: str) -> bytes:
    """A finished PDF's bytes with its stamp, in a comment behind its end."""
    return _stamped(content.rstrip(b"\n") + b"\n%", key)


def stamp_index(page: str, sources: Iterable[str]) -> bytes:
    """The finished overview's bytes with the keys of its sources and its stamp."""
    listed = ",".join(sorted(set(sources)))
    return _stamped(
        page.rstrip("\n").encode() + f"\n<!-- kpisheet sources={listed} -->\n".encode(), INDEX_KEY
    )


def _stamped(content: bytes, key: str) -> bytes:
    fingerprint = hashlib.sha256(content).hexdigest()[:32]
    return content + f"<!-- kpisheet source={key} fingerprint={fingerprint} -->\n".encode()


def may_replace(path: Path, key: str) -> str | None:
    """The checksum of the file at `path`, if it is an output of ours from the source `key`, as we left it."""
    try:
        content = read_input(path)
        stamped = path.suffix in (".html", ".pdf")
        ours = page_is_ours(content, key) if stamped else _workbook_is_ours(content, key)
    except KpisheetError:
        return None
    return checksum(content) if ours else None


def may_replace_index(path: Path, sources: Collection[str]) -> str | None:
    """The checksum of the file at `path`, if it is an overview as we left it of much the same workbooks.

    At least half of those that it lists are among `sources`: an overview of other clients stays.
    """
    try:
        content = read_input(path)
    except KpisheetError:
        return None
    listed = _SOURCES.search(content)
    if listed is None or not page_is_ours(content, INDEX_KEY):
        return None
    earlier = set(listed.group(1).decode().split(","))
    return checksum(content) if 2 * len(earlier & set(sources)) >= len(earlier) else None


def page_is_ours(content: bytes, key: str) -> bool:
    """Whether these are a page's (a PDF's) bytes as we left them, made from the source `key`."""
    stamp = _STAMP.search(content)
    if not stamp:
        return False
    fingerprint = hashlib.sha256(content[: stamp.start()]).hexdigest()[:32]
    return stamp.groups() == (key.encode(), fingerprint.encode())


def _workbook_is_ours(content: bytes, key: str) -> bool:
    """Nothing in it was changed, nor anything put between or behind its parts, such as a zip's comment."""
    package = Package.open(content)
    properties = custom_properties(package)
    if properties.get(_SOURCE) != key:
        return False
    unfinished = set_custom_properties(package, {_FINGERPRINT: _UNKNOWN})
    return properties.get(_FINGERPRINT) == _checksum(unfinished) and package.to_bytes() == content


def _checksum(package: Package) -> str:
    """Over the names and checksums of all parts, while the fingerprint itself isn't known yet."""
    parts = [f"{name}\0{crc:08x}" for name, crc in package.checksums().items()]
    return hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()[:32]
