"""Knowing an earlier output again: that it is ours, from which source, and that nobody changed it since.

Both outputs carry the source's place (as seen from their own folder) and a fingerprint of themselves: the
workbook as custom properties over its other parts, the page as a comment after its end.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from kpisheet.errors import KpisheetError
from kpisheet.files.disk import read_input
from kpisheet.ooxml.package.package import Package
from kpisheet.ooxml.parts.properties import custom_properties, set_custom_properties

_SOURCE = "kpisheet source"
_FINGERPRINT = "kpisheet fingerprint"
_STAMP = re.compile(rb"<!-- kpisheet source=([0-9a-f]{16}) fingerprint=([0-9a-f]{32}) -->\n\Z")
_CUSTOM_PART = "docprops/custom.xml"


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
    sourced = set_custom_properties(package, {_FINGERPRINT: "-", _SOURCE: key})
    return set_custom_properties(sourced, {_FINGERPRINT: _checksum(sourced)}).to_bytes()


def stamp_page(page: str, key: str) -> bytes:
    """The finished page's bytes with its stamp."""
    content = page.rstrip("\n").encode() + b"\n"
    fingerprint = hashlib.sha256(content).hexdigest()[:32]
    return content + f"<!-- kpisheet source={key} fingerprint={fingerprint} -->\n".encode()


def may_replace(path: Path, key: str) -> bool:
    """Whether the file at `path` is an output of ours from the source `key`, as we left it."""
    try:
        content = read_input(path)
        return _page_is_ours(content, key) if path.suffix == ".html" else _workbook_is_ours(content, key)
    except KpisheetError:
        return False


def _page_is_ours(content: bytes, key: str) -> bool:
    stamp = _STAMP.search(content)
    if not stamp:
        return False
    fingerprint = hashlib.sha256(content[: stamp.start()]).hexdigest()[:32]
    return stamp.groups() == (key.encode(), fingerprint.encode())


def _workbook_is_ours(content: bytes, key: str) -> bool:
    package = Package.open(content)
    properties = custom_properties(package)
    return properties.get(_SOURCE) == key and properties.get(_FINGERPRINT) == _checksum(package)


def _checksum(package: Package) -> str:
    """Over the names and checksums of all parts but the one that holds the fingerprint."""
    parts = [f"{name}\0{crc:08x}" for name, crc in package.checksums().items() if not _is_custom(name)]
    return hashlib.sha256("\n".join(parts).encode(errors="surrogateescape")).hexdigest()[:32]


def _is_custom(name: str) -> bool:
    return name.lower().lstrip("/") == _CUSTOM_PART
