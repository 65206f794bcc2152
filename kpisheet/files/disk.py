"""Reading inputs and writing outputs on disk, safely: nothing half-written ever stands under a real name.

It knows bytes, names and faults of the disk; what the bytes mean is known above.
"""

from __future__ import annotations

import contextlib
import errno
import os
import platform
import re
import stat
import time
import uuid
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from kpisheet.errors import KpisheetError, UnreadableFileError, UnwritableOutputError
from kpisheet.ooxml.limits import LIMITS, Limits, exceeded

WORKBOOK_SUFFIXES = (".xlsx", ".xlsm", ".xltx")
_NUMBERED = re.compile(r"\.kpi(-[0-9]+)?$", re.IGNORECASE)
_LONGEST_NAME = 255  # bytes; what ext4, NTFS and APFS all take
_LONGEST_ENDING = len(".kpi-9999.xlsx")
_TEMPORARY = ".kpisheet-"
_LEFT_OVER_AFTER = 24 * 60 * 60.0  # seconds; no run takes a day
_READ_TRIES = 3
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
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
    return bool(_NUMBERED.search(path.stem)) or path.name.startswith(("~$", ".~lock.", _TEMPORARY))


class Names(Struct, frozen=True):
    """The names of one run's outputs, and why a number had to be used (a key of the texts), if one had."""

    workbook: Path
    page: Path
    numbered_because: str | None = None


def choose_names(
    source: Path,
    folder: Path,
    suffix: str,
    *,
    reserved: Iterable[Path],
    may_replace: Callable[[Path], bool],
) -> Names:
    """The first of `X.kpi`, `X.kpi-2`, … whose workbook and page are free, or ours and unchanged.

    `reserved` are the inputs and the other outputs of the run; `may_replace` says of a file that stands
    there whether it is ours, from the same source, and as we left it.
    """
    taken = {identity(path) for path in (*reserved, source)}
    stem, why = base_stem(source), None
    for number in _numbers():
        ending = ".kpi" if number == 1 else f".kpi-{number}"
        names = Names(folder / f"{stem}{ending}{suffix}", folder / f"{stem}{ending}.html", why)
        others = [folder / f"{stem}{ending}{other}" for other in (".xlsx", ".xlsm")]
        if any(identity(path) in taken for path in (*others, names.page)):
            why = why or "name_is_input"
        elif not all(_free(path, may_replace) for path in (names.workbook, names.page)):
            why = why or "name_is_taken"
        else:
            return names
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


def in_no_folder(path: Path) -> bool:
    """Whether the path is seen from the current folder, and that isn't there any more."""
    if path.is_absolute():
        return False
    try:
        os.getcwd()  # noqa: PTH109 - the same, and says what it is for
    except OSError:
        return True
    return False


def _free(path: Path, may_replace: Callable[[Path], bool]) -> bool:
    if not os.path.lexists(path):
        return True
    return not path.is_symlink() and path.is_file() and may_replace(path)


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write every file to a temporary one beside it and, once all are on the disk, rename them into place.

    Raises `UnwritableOutputError`; nothing is renamed unless all are whole, no temporary file stays.
    """
    waiting: dict[Path, Path] = {}
    try:
        for folder in {path.parent for path in contents}:
            _make_folder(folder)
            _remove_left_overs(folder)
        for path, content in contents.items():
            waiting[path] = _write_temporary(path, content)
        for path in contents:
            _rename(waiting[path], path)
            del waiting[path]
    finally:
        for temporary in waiting.values():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    for folder in {path.parent for path in contents}:
        _settle(folder)


_FILLED = re.compile(r"\.filled(-[0-9]+)?$", re.IGNORECASE)


def write_filled(content: bytes, source: Path, named: str | None) -> Path:
    """Write a filled worksheet under the name given, else as ``NAME.filled.xlsx`` beside `source`.

    The same content again is left as it is; another takes the first free number, and under a name that was
    given raises `UnwritableOutputError` where a file is there.
    """
    stem = _FILLED.sub("", base_stem(source))
    if named is not None:
        folder = Path(named).is_dir() or named.endswith(tuple(filter(None, (os.sep, os.altsep))))
        path = Path(named) / f"{stem}.filled.xlsx" if folder else Path(named)
        path = path if path.suffix else path.with_name(path.name + ".xlsx")
        if not _holds(path, content):
            write_new(path, content)
        return path
    for number in _numbers():
        ending = ".filled" if number == 1 else f".filled-{number}"
        path = source.with_name(f"{stem}{ending}.xlsx")
        if _holds(path, content):
            return path
        if not os.path.lexists(path):
            write_new(path, content)
            return path
    raise AssertionError


def _holds(path: Path, content: bytes) -> bool:
    try:
        return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
    except OSError:
        return False


def write_new(path: Path, content: bytes) -> None:
    """Write a file that isn't there yet. Raises `UnwritableOutputError` where it is, or on a fault."""
    if os.path.lexists(path):
        raise UnwritableOutputError("output_exists", file=str(path))
    write_all({path: content})


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def _write_temporary(path: Path, content: bytes) -> Path:
    """A temporary file in the folder of `path`, whole and on the disk."""
    temporary = path.parent / f"{_TEMPORARY}{_host()}-{os.getpid()}-{uuid.uuid4().hex[:12]}.tmp"
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _unwritable(path, error) from error
        raise
    return temporary


def _rename(temporary: Path, path: Path) -> None:
    try:
        temporary.replace(path)
    except OSError as error:
        if error.errno in _FORBIDDEN and path.exists() and os.name == "nt":
            raise UnwritableOutputError("output_open", file=str(path)) from error
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> UnwritableOutputError:
    if error.errno in _FULL:
        return UnwritableOutputError("disk_full", folder=str(path.parent))
    if error.errno in _FORBIDDEN or error.errno == errno.EROFS:
        return UnwritableOutputError("may_not_write", folder=str(path.parent))
    if error.errno == errno.ENOENT and in_no_folder(path):
        return UnwritableOutputError("no_current_folder")
    if error.errno == errno.ENAMETOOLONG:
        return UnwritableOutputError("output_name_too_long")
    if error.errno in {errno.EEXIST, errno.ENOTDIR, errno.EISDIR}:
        return UnwritableOutputError("not_a_folder", folder=str(path))
    return UnwritableOutputError("write_failed", file=str(path), reason=_reason(error))


def _settle(folder: Path) -> None:
    """Have the renames reach the disk, where the system lets a folder be synchronised."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remove_left_overs(folder: Path) -> None:
    """Remove the temporary files of runs that were killed: their process is gone, or a day has passed."""
    with contextlib.suppress(OSError):
        for left_over in folder.glob(f"{_TEMPORARY}*.tmp"):
            if _abandoned(left_over):
                left_over.unlink(missing_ok=True)


def _abandoned(left_over: Path) -> bool:
    with contextlib.suppress(OSError):
        if time.time() - left_over.stat().st_mtime > _LEFT_OVER_AFTER:
            return True
        host, _, rest = left_over.name.removeprefix(_TEMPORARY).partition("-")
        process = rest.partition("-")[0]
        return os.name == "posix" and host == _host() and process.isdecimal() and not _alive(int(process))
    return False


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True


def _host() -> str:
    """This machine, by a number: a process id means nothing on another that shares the folder."""
    return f"{zlib.crc32(platform.node().encode()):08x}"
