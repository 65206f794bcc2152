"""What a page remembers of the run that wrote it: the other outputs, and what was said of them.

It stands as a comment behind the page's end, within the page's fingerprint. The page is the last of a run's
outputs to be made, so that it can name the others with their checksums: together they prove that a report
stands as it was written. What was said is for others to understand. A page for a client remembers nothing.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

import msgspec
from msgspec import Raw, Struct

from kpisheet.errors import KpisheetError
from kpisheet.files.disk import Names, read_input
from kpisheet.files.ownership import page_is_ours
from kpisheet.files.together import checksum

_COMMENT = re.compile(rb"<!-- kpisheet memory=([A-Za-z0-9+/=]+) -->\n<!-- kpisheet source=[^<>]* -->\n\Z")
_ROLES = ("workbook", "client_page", "pdf")


class _Output(Struct, frozen=True):
    """An output beside the page: its name's bytes, percent-encoded, and the checksum of its content."""

    name: str
    checksum: str


class _Memory(Struct, frozen=True):
    """`outputs` by what they are: some of `_ROLES`, the workbook always. `said` is JSON."""

    outputs: Mapping[str, _Output]
    said: Raw


class Standing(Struct, frozen=True):
    """A report that stands as it was written: its files, and what was said of it (JSON)."""

    page: Path
    workbook: Path
    client_page: Path | None
    pdf: Path | None
    said: bytes


def remembering(page: str, names: Names, contents: Mapping[Path, bytes], said: bytes) -> str:
    """The page with its memory: `contents` of the outputs that are written with it, and `said` (JSON)."""
    outputs = {}
    for role in _ROLES:
        path: Path | None = getattr(names, role)
        if path is not None and path in contents:
            outputs[role] = _Output(quote_from_bytes(os.fsencode(path.name)), checksum(contents[path]))
    memory = msgspec.json.encode(_Memory(outputs, Raw(said)))
    return f"{page.rstrip()}\n<!-- kpisheet memory={base64.b64encode(memory).decode('ascii')} -->\n"


def standing(pages: Iterable[Path], key: str) -> Iterator[Standing]:
    """The reports of those pages that are ours, from the source `key`, as we left them and remember it.

    All the outputs that were written with such a page are there and as they were.
    """
    for page in pages:
        try:
            content = read_input(page)
        except KpisheetError:  # a folder of that name, say
            continue
        if page_is_ours(content, key) and (found := _whole(page, content)) is not None:
            yield found


def _whole(page: Path, content: bytes) -> Standing | None:
    memory = _memory(content)
    if memory is None:
        return None
    found = {role: _as_it_was(output, page.parent) for role, output in memory.outputs.items()}
    workbook = found.get("workbook")
    if workbook is None or None in found.values():
        return None
    return Standing(page, workbook, found.get("client_page"), found.get("pdf"), bytes(memory.said))


def _memory(content: bytes) -> _Memory | None:
    found = _COMMENT.search(content)
    if found is None:
        return None
    try:
        return msgspec.json.decode(base64.b64decode(found[1]), type=_Memory)
    except (ValueError, msgspec.MsgspecError):  # of another version
        return None


def _as_it_was(output: _Output, folder: Path) -> Path | None:
    path = folder / os.fsdecode(unquote_to_bytes(output.name))
    try:
        return path if path.parent == folder and checksum(read_input(path)) == output.checksum else None
    except KpisheetError:
        return None
