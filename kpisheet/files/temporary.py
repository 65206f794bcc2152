"""Temporary files beside the outputs: their names, whose they are, and how one gets a real name."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

_TEMPORARY = ".kpisheet-"
_TEMPORARY_NAME = re.compile(r"\.kpisheet-([0-9a-f]{8})-([0-9]{1,10})-([0-9a-f]{8})([0-9a-f]{4})\.tmp")
PLAN_BEGINNING = b'{"kpisheet":'  # of the plan that a run writes down before it replaces several files
_HTML = b"<!DOCTYPE html>\n<html lang="
_BEGINNINGS = (b"PK\x03\x04", _HTML, b"%PDF-", PLAN_BEGINNING)  # of all temporary files
_LEFT_OVER_AFTER = 24 * 60 * 60.0  # seconds; no run takes a day
OWNER_MAY = stat.S_IRUSR | stat.S_IWUSR


def temporary_name(folder: Path) -> Path:
    """A name that tells whose it is: the machine, the process, a number and the sum of all three."""
    parts = f"{_host()}-{os.getpid()}-{os.urandom(4).hex()}"
    return folder / f"{_TEMPORARY}{parts}{_sum_of(parts)}.tmp"


def is_temporary(path: Path) -> bool:
    """Whether the file's name begins as those of our temporary ones."""
    return path.name.startswith(_TEMPORARY)


def abandoned_in(folder: Path) -> Iterator[Path]:
    """The temporary files of runs that were killed: their process is gone, or a day has passed."""
    return (each for each in folder.glob(f"{_TEMPORARY}*.tmp") if is_ours(each) and _abandoned(each))


def is_ours(left_over: Path) -> bool:
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


def put_new(temporary: Path, path: Path) -> None:
    """Give the file its name in one step. Raises `FileExistsError` where the name is taken.

    Where the system has links the temporary name stays, too.
    """
    if os.name == "nt":
        temporary.rename(path)
        return
    try:
        link(temporary, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links: the name is taken first
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_MAY))
        temporary.replace(path)


def link(path: Path, also: Path) -> None:
    """Give a file a second name. Raises OSError where the system can't, FileExistsError where it is taken."""
    if not hasattr(os, "link"):  # as in WebAssembly
        raise OSError(errno.ENOSYS, "no links here")
    os.link(path, also)


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
    return f"{zlib.crc32(_name_of_this_machine().encode()):08x}"


def _name_of_this_machine() -> str:
    if hasattr(os, "uname"):
        return os.uname().nodename
    import platform  # noqa: PLC0415 - dear, and where there is no uname only

    return platform.node()


def _sum_of(parts: str) -> str:
    return f"{zlib.crc32(parts.encode()) & 0xFFFF:04x}"
