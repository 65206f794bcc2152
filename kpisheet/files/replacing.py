"""Outputs put in their places: whole or not at all, several together, and never over anything of a person's.

Nothing half-written ever stands under a real name. A new file never takes the place of one that was made
meanwhile, and what is replaced is compared once more directly before.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import platform
import re
import signal
import stat
import time
import uuid
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from kpisheet.errors import UnwritableOutputError

_TEMPORARY = ".kpisheet-"
_TEMPORARY_NAME = re.compile(r"\.kpisheet-([0-9a-f]{8})-([0-9]{1,10})-([0-9a-f]{8})([0-9a-f]{4})\.tmp")
_BEGINNINGS = (b"PK\x03\x04", b"<!DOCTYPE html>\n<html lang=")  # of all that is written through one
_LEFT_OVER_AFTER = 24 * 60 * 60.0  # seconds; no run takes a day
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
_OWNER_MAY = stat.S_IRUSR | stat.S_IWUSR
_ANYBODY_MAY = 0o666  # at most, and as the system's mask allows
_CAN_WAIT = {
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGALRM") if hasattr(signal, name)
}


class OutputTakenError(UnwritableOutputError):
    """Something stands under the output's name that may not be replaced, perhaps since a moment ago."""


class Output(Struct, frozen=True):
    """A file to write. `over`: the checksum of the file that it may replace; without, it has to be a new one.

    `mode`: who may read and write a new one; None leaves that to the system. A replaced one keeps its own.
    """

    path: Path
    content: bytes
    over: str | None = None
    mode: int | None = None


def checksum(content: bytes) -> str:
    """What tells a file's content from any other."""
    return hashlib.sha256(content).hexdigest()


def mode_of(path: Path) -> int | None:
    """Who may read and write a file; None where that can't be told."""
    try:
        return stat.S_IMODE(path.stat().st_mode)
    except OSError:
        return None


def write_new(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Write a file that isn't there yet. Raises `UnwritableOutputError` where it is, or on a fault."""
    if os.path.lexists(path):
        raise taken(path)
    write_all([Output(path, content, mode=mode)])


def taken(path: Path) -> OutputTakenError:
    """The error for a name that is taken."""
    return OutputTakenError("output_exists", file=str(path))


def write_all(outputs: Sequence[Output]) -> None:
    """Write every output to a temporary file beside it and, once all are on the disk, put them in place.

    Raises `UnwritableOutputError`; then what stood there stands there still, and no temporary file stays.
    """
    waiting: dict[Path, Path] = {}
    try:
        for folder in {output.path.parent for output in outputs}:
            _make_folder(folder)
            _remove_left_overs(folder)
        for output in outputs:
            if output.over:
                _refuse_open(output.path)
            waiting[output.path] = _write_temporary(output)
        with _undisturbed():
            _put_in_place(outputs, waiting)
    finally:
        for temporary in waiting.values():
            with contextlib.suppress(OSError):
                temporary.unlink(missing_ok=True)
    for folder in {output.path.parent for output in outputs}:
        _settle(folder)


def _refuse_open(path: Path) -> None:
    """Raise where Excel or LibreOffice says by a file beside it that it has the output open."""
    for name in (f"~${path.name}", f".~lock.{path.name}#"):
        if os.path.lexists(path.with_name(name)):
            raise UnwritableOutputError("output_locked", file=str(path), lock=name)


def _put_in_place(outputs: Sequence[Output], waiting: dict[Path, Path]) -> None:
    """All of them, one directly after the other; at the first that fails the others are taken back."""
    undo: list[tuple[Output, Path | None]] = []
    try:
        for output in outputs:
            if output.over is None:
                _put_new(waiting[output.path], output.path)
                undo.append((output, None))
                continue
            earlier = _kept_beside(output.path) if output is not outputs[-1] else None
            undo.append((output, earlier))
            if earlier is not None:
                waiting[earlier] = earlier  # to be removed in the end
            _replace(waiting[output.path], output)
    except BaseException:
        for output, earlier in reversed(undo):
            _take_back(output, earlier)
        raise


def _put_new(temporary: Path, path: Path) -> None:
    """Give the file its name in one step that fails where the name is taken."""
    try:
        if os.name == "nt":
            temporary.rename(path)
            return
        try:
            _link(temporary, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without links: the name is taken first
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _OWNER_MAY))
            temporary.replace(path)
    except FileExistsError as error:
        raise taken(path) from error
    except OSError as error:
        raise unwritable(path, error) from error


def _link(path: Path, also: Path) -> None:
    if not hasattr(os, "link"):  # as in WebAssembly
        raise OSError(errno.ENOSYS, "no links here")
    os.link(path, also)


def _replace(temporary: Path, output: Output) -> None:
    path = output.path
    try:
        if path.is_symlink() or checksum(path.read_bytes()) != output.over:
            raise taken(path)
        temporary.replace(path)
    except FileNotFoundError:  # the person took it away: then it is a new one
        _put_new(temporary, path)
    except OSError as error:
        if error.errno in _FORBIDDEN and path.exists() and os.name == "nt":
            raise UnwritableOutputError("output_open", file=str(path)) from error
        raise unwritable(path, error) from error


def _kept_beside(path: Path) -> Path | None:
    """The file that is to be replaced under another name, too; None where there is none any more."""
    earlier = _temporary_name(path.parent)
    try:
        _link(path, earlier)
    except FileNotFoundError:
        return None
    except OSError:  # a file system without links
        try:
            earlier.write_bytes(path.read_bytes())
        except OSError as error:
            raise unwritable(path, error) from error
    return earlier


def _take_back(output: Output, earlier: Path | None) -> None:
    with contextlib.suppress(OSError):
        if checksum(output.path.read_bytes()) != checksum(output.content):
            return  # it wasn't replaced yet, or a person has been there since
        if earlier is not None:
            earlier.replace(output.path)
        elif output.over is None:
            output.path.unlink()


@contextlib.contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C and the like wait for the few steps between the first output and the last."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    try:
        before = signal.pthread_sigmask(signal.SIG_BLOCK, _CAN_WAIT)
    except OSError:  # in name only
        yield
        return
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error


def _write_temporary(output: Output) -> Path:
    """A temporary file in the folder of the output, whole and on the disk; nobody else may read it before."""
    temporary = _temporary_name(output.path.parent)
    mode = (mode_of(output.path) if output.over else None) or output.mode
    begun = _ANYBODY_MAY if mode is None else _OWNER_MAY
    try:
        descriptor = os.open(
            temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), begun
        )
        with os.fdopen(descriptor, "wb") as file:
            file.write(output.content)
            file.flush()
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(descriptor, mode & _ANYBODY_MAY | _OWNER_MAY)
            os.fsync(descriptor)
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise unwritable(output.path, error) from error
        raise
    return temporary


def unwritable(path: Path, error: OSError) -> UnwritableOutputError:
    """The error for a fault of the disk."""
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
    return UnwritableOutputError("write_failed", file=str(path), reason=error.strerror or str(error))


def in_no_folder(path: Path) -> bool:
    """Whether the path is seen from the current folder, and that isn't there any more."""
    if path.is_absolute():
        return False
    try:
        os.getcwd()  # noqa: PTH109 - the same, and says what it is for
    except OSError:
        return True
    return False


def _settle(folder: Path) -> None:
    """Have the renames reach the disk, where the system lets a folder be synchronised."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def is_temporary(path: Path) -> bool:
    """Whether the file's name begins as those of our temporary ones."""
    return path.name.startswith(_TEMPORARY)


def _temporary_name(folder: Path) -> Path:
    """A name that tells whose it is: the machine, the process, a number and the sum of all three."""
    parts = f"{_host()}-{os.getpid()}-{uuid.uuid4().hex[:8]}"
    return folder / f"{_TEMPORARY}{parts}{_sum_of(parts)}.tmp"


def _sum_of(parts: str) -> str:
    return f"{zlib.crc32(parts.encode()) & 0xFFFF:04x}"


def _remove_left_overs(folder: Path) -> None:
    """Remove the temporary files of runs that were killed: their process is gone, or a day has passed."""
    with contextlib.suppress(OSError):
        for left_over in folder.glob(f"{_TEMPORARY}*.tmp"):
            if _is_ours(left_over) and _abandoned(left_over):
                left_over.unlink(missing_ok=True)


def _is_ours(left_over: Path) -> bool:
    """By its name, whose sum has to be right, and by how it begins, as far as it was written."""
    name = _TEMPORARY_NAME.fullmatch(left_over.name)
    if name is None or _sum_of(f"{name[1]}-{name[2]}-{name[3]}") != name[4]:
        return False
    with contextlib.suppress(OSError):
        if stat.S_ISREG(left_over.lstat().st_mode):
            with left_over.open("rb") as file:
                begun = file.read(max(map(len, _BEGINNINGS)))
            return any(begun.startswith(each) or each.startswith(begun) for each in _BEGINNINGS)
    return False


def _abandoned(left_over: Path) -> bool:
    with contextlib.suppress(OSError):
        if time.time() - left_over.stat().st_mtime > _LEFT_OVER_AFTER:
            return True
        host, _, rest = left_over.name.removeprefix(_TEMPORARY).partition("-")
        process = int(rest.partition("-")[0])
        return os.name == "posix" and host == _host() and not _alive(process)
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
