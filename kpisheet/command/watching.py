"""Waits for the next save of a workbook. What is done then is the caller's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from watchfiles import watch

_LOOK_AGAIN_AFTER = 2_000  # milliseconds; a folder on a network tells nobody of its changes


def saves(named: Iterable[str], workbooks: Callable[[], Iterable[Path]]) -> Iterator[None]:
    """One item at once, then one whenever one of the `workbooks` was saved or a new one came.

    `named` are the files and folders to watch. What counts are the workbooks' stamps, taken before each
    item is given: a save that falls into the work on the one before is not missed.
    """
    seen = _stamps(workbooks())
    yield
    folders = {path if path.is_dir() else path.parent for path in map(Path, named)}
    for _ in watch(
        *(folder for folder in folders if folder.is_dir()),
        recursive=False,
        raise_interrupt=True,
        rust_timeout=_LOOK_AGAIN_AFTER,
        yield_on_timeout=True,
    ):
        now = _stamps(workbooks())
        if now.items() - seen.items():
            seen = now
            yield


def _stamps(paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """What changes when a file is saved. A file that isn't there, as in the middle of a save, has none."""
    stamps = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        stamps[path] = (status.st_mtime_ns, status.st_size)
    return stamps
