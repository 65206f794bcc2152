"""Outputs put in their places: whole or not at all, several together, and never over anything of a person's.

Nothing half-written ever stands under a real name. A new file never takes the place of one that was made
meanwhile, and what is replaced is compared once more directly before.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from kpisheet.errors import UnwritableOutputError
from kpisheet.files.temporary import OWNER_MAY, link, put_new, temporary_name
from kpisheet.files.together import Planned, alone_in, checksum, finish_interrupted, written_down

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM})
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
    finish_interrupted(path.parent)
    write_all([Output(path, content, mode=mode)])


def taken(path: Path) -> OutputTakenError:
    """The error for a name that is taken."""
    return OutputTakenError("output_exists", file=str(path))


def write_all(outputs: Sequence[Output]) -> None:
    """Write every output to a temporary file beside it and, once all are on the disk, put them in place.

    All go into one folder, and all but the first belong to the first: none ever stands beside another than
    its own, not even where the run is killed between two of them (`together`).

    Raises `UnwritableOutputError`; then what stood there stands there still, and no temporary file stays.
    """
    folder = outputs[0].path.parent
    placing = [_Placing(output, temporary_name(folder), temporary_name(folder)) for output in outputs]
    temporary = [name for each in placing for name in (each.new, each.old)]
    try:
        _make_folder(folder)
        for each in placing:
            if each.output.over:
                _refuse_open(each.output.path)
            _write_temporary(each.output, each.new)
        if len(placing) > 1:
            plan = Output(temporary_name(folder), written_down([each.planned for each in placing]))
            temporary.append(plan.path)
            _write_temporary(plan, plan.path, settled=False)
        with alone_in(folder), _undisturbed():
            _put_in_place(placing)
    finally:
        if not any(each.is_out_of_sight for each in placing):  # else the next run finds the plan
            for name in temporary:
                with contextlib.suppress(OSError):
                    name.unlink(missing_ok=True)
    _settle(folder)


class _Placing(Struct, frozen=True):
    """An output, and the temporary names of its new content and of what stood there."""

    output: Output
    new: Path
    old: Path

    @property
    def planned(self) -> Planned:
        """How the plan names it."""
        output = self.output
        return Planned(output.path.name, self.new.name, self.old.name, checksum(output.content), output.over)

    @property
    def is_out_of_sight(self) -> bool:
        """Whether what stood there could neither be replaced nor put back."""
        return os.path.lexists(self.old) and not os.path.lexists(self.output.path)


def _refuse_open(path: Path) -> None:
    """Raise where Excel or LibreOffice says by a file beside it that it has the output open."""
    for name in (f"~${path.name}", f".~lock.{path.name}#"):
        if os.path.lexists(path.with_name(name)):
            raise UnwritableOutputError("output_locked", file=str(path), lock=name)


def _put_in_place(placing: Sequence[_Placing]) -> None:
    """All of them, the first while the others are out of sight; at a failure all is taken back."""
    first, *others = placing
    for each in placing:
        _refuse_changed(each.output)
    placed: list[_Placing] = []
    try:
        for each in others:
            _put_aside(each)
        _replace(first)
        placed.append(first)
        for each in others:
            _put_new(each.new, each.output.path)
            placed.append(each)
    except BaseException:
        for each in reversed(placing):
            _take_back(each, placed=each in placed)
        raise


def _refuse_changed(output: Output) -> None:
    """Raise where something stands there that may not be replaced."""
    try:
        if os.path.lexists(output.path) and (
            output.path.is_symlink() or checksum(output.path.read_bytes()) != output.over
        ):
            raise taken(output.path)
    except OSError as error:
        raise unwritable(output.path, error) from error


def _put_aside(each: _Placing) -> None:
    try:
        each.output.path.rename(each.old)
    except FileNotFoundError:
        return
    except OSError as error:
        raise _refused(each.output.path, error) from error
    if checksum(each.old.read_bytes()) != each.output.over:  # saved by a person in this very moment
        raise taken(each.output.path)


def _put_new(temporary: Path, path: Path) -> None:
    """Give the file its name in one step that fails where the name is taken."""
    try:
        put_new(temporary, path)
    except FileExistsError as error:
        raise taken(path) from error
    except OSError as error:
        raise unwritable(path, error) from error


def _replace(each: _Placing) -> None:
    """Put the new content where the old one or nothing stands; the old one is kept until all is done."""
    path = each.output.path
    try:
        if each.output.over is None or not _kept_beside(path, each.old):
            _put_new(each.new, path)
        elif checksum(each.old.read_bytes()) != each.output.over:
            raise taken(path)
        else:
            each.new.replace(path)
    except OSError as error:
        raise _refused(path, error) from error


def _refused(path: Path, error: OSError) -> UnwritableOutputError:
    """The error for a name that the system doesn't let go: on Windows, because a program has it open."""
    if error.errno in _FORBIDDEN and path.exists() and os.name == "nt":
        return UnwritableOutputError("output_open", file=str(path))
    return unwritable(path, error)


def _kept_beside(path: Path, also: Path) -> bool:
    """Keep the file under another name, too. False where there is none any more."""
    try:
        link(path, also)
    except FileNotFoundError:
        return False
    except OSError:  # a file system without links
        also.write_bytes(path.read_bytes())
    return True


def _take_back(each: _Placing, *, placed: bool) -> None:
    """What stood there stands there again, unless a person has put something in its place."""
    path = each.output.path
    with contextlib.suppress(OSError):
        if placed and checksum(path.read_bytes()) == checksum(each.output.content):
            path.unlink()
        if each.old.exists():
            put_new(each.old, path)


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


def _write_temporary(output: Output, temporary: Path, *, settled: bool = True) -> None:
    """A temporary file, whole and (if `settled`) on the disk; nobody else may read it before."""
    mode = (mode_of(output.path) if output.over else None) or output.mode
    begun = _ANYBODY_MAY if mode is None else OWNER_MAY
    try:
        descriptor = os.open(
            temporary, os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0), begun
        )
        with os.fdopen(descriptor, "wb") as file:
            file.write(output.content)
            file.flush()
            if mode is not None and hasattr(os, "fchmod"):
                os.fchmod(descriptor, mode & _ANYBODY_MAY | OWNER_MAY)
            if settled:
                os.fsync(descriptor)
    except OSError as error:
        raise unwritable(output.path, error) from error


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
