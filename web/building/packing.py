"""Packs folders and files into the few strings that the page holds: the same bytes for the same files."""

from __future__ import annotations

import base64
import gzip
import io
import json
import zipfile
from pathlib import Path

_BEGINNING_OF_TIME = (1980, 1, 1, 0, 0, 0)


def packed(content: bytes) -> str:
    """`content` compressed, in letters: the browser's own `DecompressionStream` undoes it."""
    return base64.b64encode(gzip.compress(content, 9, mtime=0)).decode("ascii")


def archive(folder: Path) -> bytes:
    """The folder as a zip that Python imports from. Nothing in it is compressed: `packed` does that, once."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as made:
        for path in _files(folder):
            name = path.relative_to(folder).as_posix()
            made.writestr(zipfile.ZipInfo(name, _BEGINNING_OF_TIME), path.read_bytes())
    return stored.getvalue()


def bundle(folder: Path) -> bytes:
    """The folder as a line of JSON, with names and sizes in bytes, and the files one after the other."""
    files = _files(folder)
    listed = [[path.relative_to(folder).as_posix(), path.stat().st_size] for path in files]
    head = json.dumps(listed, separators=(",", ":")).encode() + b"\n"
    return head + b"".join(path.read_bytes() for path in files)


def _files(folder: Path) -> list[Path]:
    """Every file below the folder, in an order that no file system changes."""
    return sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.as_posix())
