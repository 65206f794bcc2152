"""Where the command writes: what a name given for the output means."""

from __future__ import annotations

import os
from pathlib import Path

_WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xltx", ".xltm")


def output_of(named: str | None, *, several: bool) -> tuple[Path | None, bool]:
    """Where to write, and whether that is a file's name rather than a folder's."""
    if named is None:
        return None, False
    ends_in_separator = named.endswith(tuple(filter(None, (os.sep, os.altsep))))
    return Path(named), not (several or ends_in_separator or is_folder(named))


def is_folder(name: str) -> bool:
    """Whether there is a folder of that name."""
    return bool(name) and os.path.isdir(name)  # noqa: PTH112 - unlike Path.is_dir, no name is too long for it


def new_file(named: str | None, usual: str, ending: str, *, beside: Path | None = None) -> Path:
    """Where a new workbook is written. Its ending is that of what is in it; Excel opens it by no other."""
    output, is_file = output_of(named, several=False)
    if output is None:
        return beside.with_name(usual + ending) if beside else Path(usual + ending)
    if not is_file:
        return output / (usual + ending)
    stem = output.stem if output.suffix.lower() in _WORKBOOK_ENDINGS else output.name
    return output.with_name(stem + ending)
