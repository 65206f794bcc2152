"""Reading inputs on disk, safely, and the names of outputs.

It knows bytes, names and faults of the disk; what the bytes mean is known above.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.errors import KpisheetError, UnreadableFileError
from kpisheet.files.replacing import OutputTakenError, mode_of, write_new
from kpisheet.files.temporary import is_temporary
from kpisheet.ooxml.limits import LIMITS, Limits, exceeded
from kpisheet.texts.harmless import name_given

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xltx")
_NUMBERED = re.compile(r"\.kpi(-[0-9]+)?$", re.IGNORECASE)
_LONGEST_NAME = 255  # bytes; what ext4, NTFS and APFS all take
_LONGEST_ENDING = len(".kpi-9999.xlsx")
_READ_TRIES = 3
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
_NO_FILE = frozenset({errno.ENOENT, errno.ENOTDIR})


def read_input(path: Path, limits: Limits = LIMITS) -> bytes:
    """The whole file, opened read-only, refused before it is read where it is larger than the limit.

    A file that changes while it is read is read again; raises `UnreadableFileError` if it won't keep still.
    """
    try:
        for _ in range(_READ_TRIES):
            with _open_regular(path) as file:
                before = os.fstat(file.fileno())
                if before.st_size > limits.input_bytes:
                    raise exceeded("input_bytes", limits)
                content = file.read(before.st_size + 1)  # one more tells whether it has grown
                after = os.fstat(file.fileno())
            if len(content) == after.st_size and before.st_mtime_ns == after.st_mtime_ns:
                return content
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    raise UnreadableFileError("file_changing", file=path.name)


def _open_regular(path: Path) -> BinaryIO:
    mode = path.stat().st_mode  # before opening: opening a named pipe would wait for ever
    if stat.S_ISDIR(mode):
        raise UnreadableFileError("is_folder", file=str(path))
    if not stat.S_ISREG(mode):
        raise UnreadableFileError("not_a_file", file=str(path))
    return path.open("rb")


def unreadable(path: Path, error: OSError | ValueError) -> KpisheetError:
    """What to tell a person of a fault that came up when a file or folder was read."""
    number = error.errno if isinstance(error, OSError) else errno.ENOENT
    if number in _NO_FILE or number == errno.ENAMETOOLONG:
        return UnreadableFileError("no_such_file", file=str(path))
    if number in _FORBIDDEN:
        return UnreadableFileError("may_not_read", file=str(path))
    return UnreadableFileError("read_failed", file=str(path), reason=_reason(error))


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def base_stem(path: Path) -> str:
    """The input's stem without an earlier run's `.kpi` or `.kpi-2`, short enough for every ending of ours."""
    stem = _NUMBERED.sub("", path.stem) or path.stem
    most = _LONGEST_NAME - _LONGEST_ENDING
    return (
        stem.encode(errors="surrogateescape")[:most].decode(errors="ignore") if _size(stem) > most else stem
    )


def _size(name: str) -> int:
    return len(name.encode(errors="surrogateescape"))


def is_own_output(path: Path) -> bool:
    """Whether the file's name is one that kpisheet gives its outputs, or an open workbook's lock file."""
    return bool(_NUMBERED.search(path.stem)) or path.name.startswith(("~$", ".~lock.")) or is_temporary(path)


class Wanted(Struct, frozen=True):
    """Which outputs are to be named: the workbook's ending, and what there is beside the page."""

    suffix: str
    client_page: bool = False
    pdf: bool = False


class Names(Struct, frozen=True):
    """The names of one run's outputs, and why a number had to be used (a key of the texts), if one had."""

    workbook: Path
    page: Path
    client_page: Path | None = None
    pdf: Path | None = None
    numbered_because: str | None = None
    over: Mapping[Path, str] = field(default_factory=dict)  # what may be replaced, by its checksum

    @property
    def all(self) -> tuple[Path, ...]:
        """Those that are wanted."""
        return tuple(
            path for path in (self.workbook, self.page, self.client_page, self.pdf) if path is not None
        )


def names_after(path: Path, wanted: Wanted, client: Path | None = None) -> Names:
    """The outputs' names: `path` with their endings; of what a client gets, `client` with them."""
    client = client or path.with_name(f"{path.name}.client")
    printed = client if wanted.client_page else path
    return Names(
        path.with_name(path.name + wanted.suffix),
        path.with_name(f"{path.name}.html"),
        client.with_name(f"{client.name}.html") if wanted.client_page else None,
        printed.with_name(f"{printed.name}.pdf") if wanted.pdf else None,
    )


def pages_of(source: Path, folder: Path) -> Iterator[Path]:
    """What stands under the names of this source's pages: `X.kpi.html`, `X.kpi-2.html` and so on."""
    stem = base_stem(source)
    for number in _numbers():
        page = folder / f"{stem}.kpi{'' if number == 1 else f'-{number}'}.html"
        if not os.path.lexists(page):
            return
        yield page


def choose_names(
    source: Path,
    folder: Path,
    wanted: Wanted,
    *,
    reserved: Iterable[Path],
    may_replace: Callable[[Path], str | None],
) -> Names:
    """The first of `X.kpi`, `X.kpi-2`, … whose workbook and pages are free, or ours and unchanged.

    What a client gets is called `X.client`, `X.client-2`, …. `reserved` are the inputs and the other outputs
    of the run; `may_replace` gives of a file that stands there its checksum, if it is ours, from the same
    source, and as we left it.
    """
    taken = {identity(path) for path in (*reserved, source)}
    stem, why = base_stem(source), None
    for number in _numbers():
        ending = "" if number == 1 else f"-{number}"
        path = folder / f"{stem}.kpi{ending}"
        names = names_after(path, wanted, folder / f"{stem}.client{ending}")
        others = [path.with_name(path.name + other) for other in (".xlsx", ".xlsm")]
        if any(identity(each) in taken for each in (*others, *names.all[1:])):
            why = why or "name_is_input"
        elif (over := replaceable(names.all, may_replace)) is None:
            why = why or "name_is_taken"
        else:
            return replace(names, numbered_because=why, over=over)
    raise AssertionError


def _numbers() -> Iterator[int]:
    number = 1
    while True:
        yield number
        number += 1


def identity(path: Path) -> str:
    """A path by which the same file is known again however it is named."""
    try:
        return os.path.normcase(os.path.realpath(path))
    except OSError:  # there is no current folder that it could be seen from
        return os.path.normcase(path)


def replaceable(
    paths: Iterable[Path], may_replace: Callable[[Path], str | None]
) -> Mapping[Path, str] | None:
    """The checksums of those that are there and may be replaced; None where one of them may not."""
    over: dict[Path, str] = {}
    for path in paths:
        if os.path.lexists(path):
            found = None if path.is_symlink() or not path.is_file() else may_replace(path)
            if found is None:
                return None
            over[path] = found
    return over


def same_file(one: Path, other: Path) -> bool:
    """Whether two names mean one file, links and letters' case minded where the system minds them."""
    with contextlib.suppress(OSError):
        return one.samefile(other)
    return identity(one) == identity(other)


def write_filled(content: bytes, source: Path, named: str | None) -> Path:
    """Write a filled worksheet under the name given, else as ``NAME.filled.xlsx`` beside `source`.

    The same content again is left as it is; another takes the first free number, and under a name that was
    given raises `UnwritableOutputError` where a file is there.
    """
    stem, mode = name_given(base_stem(source)), mode_of(source)
    if named is not None:
        folder = Path(named).is_dir() or named.endswith(tuple(filter(None, (os.sep, os.altsep))))
        path = Path(named) / f"{stem}.filled.xlsx" if folder else Path(named)
        path = path if path.suffix else path.with_name(path.name + ".xlsx")
        if not _holds(path, content):
            write_new(path, content, mode=mode)
        return path
    for number in _numbers():
        ending = ".filled" if number == 1 else f".filled-{number}"
        path = source.with_name(f"{stem}{ending}.xlsx")
        if _holds(path, content):
            return path
        with contextlib.suppress(OutputTakenError):
            write_new(path, content, mode=mode)
            return path
    raise AssertionError


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False
