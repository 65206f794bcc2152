"""Outputs that belong together, for when a run is killed between one and the next.

Before the first of them is touched, a run writes down in a temporary file (its plan) which they are. The next
run that finds the plan of a killed one finishes what was begun, or takes it back.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote_from_bytes, unquote_to_bytes

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.files.temporary import abandoned_in, is_ours, put_new

_LONGEST_PLAN = 10_000  # bytes


class Planned(Struct, frozen=True):
    """One of the outputs: its name, those of the temporary files with its new and old content, and both sums.

    `over` is None where nothing stands there yet.
    """

    name: str
    new: str
    old: str
    checksum: str
    over: str | None


class Plan(Struct, frozen=True):
    """Outputs in the order in which they are put in place. All but the first are out of sight meanwhile."""

    outputs: tuple[Planned, ...] = field(name="kpisheet")


def written_down(outputs: Sequence[Planned]) -> bytes:
    """The plan as the temporary file holds it; a name may be no text, so each is written by its bytes."""
    return msgspec.json.encode(Plan(tuple(_renamed(one, _quoted) for one in outputs)))


def _renamed(one: Planned, named: Callable[[str], str]) -> Planned:
    return replace(one, name=named(one.name), new=named(one.new), old=named(one.old))


def _quoted(name: str) -> str:
    return quote_from_bytes(os.fsencode(name))


def _unquoted(name: str) -> str:
    return os.fsdecode(unquote_to_bytes(name))


def checksum(content: bytes) -> str:
    """What tells a file's content from any other."""
    return hashlib.sha256(content).hexdigest()


def finish_interrupted(folder: Path) -> None:
    """Finish or take back what killed runs were about to put into the folder, and remove their left-overs."""
    with contextlib.suppress(OSError):
        left = list(abandoned_in(folder))
        if not left:
            return
        with alone_in(folder):
            for plan in filter(None, map(_plan_in, left)):
                _finish(plan, folder)
            for each in left:
                each.unlink(missing_ok=True)


def _plan_in(left_over: Path) -> Plan | None:
    with contextlib.suppress(OSError, msgspec.MsgspecError), left_over.open("rb") as file:
        plan = msgspec.json.decode(file.read(_LONGEST_PLAN), type=Plan)
        return Plan(tuple(_renamed(one, _unquoted) for one in plan.outputs))
    return None


def _finish(plan: Plan, folder: Path) -> None:
    """Give the outputs after the first the content that belongs to what now stands under the first name.

    Only to those that are out of sight: a name that is taken stays as it is.
    """
    first, *others = plan.outputs
    stands = _checksum_at(folder / first.name)
    if stands not in (first.checksum, first.over):
        return  # a person has been there since
    for other in others:
        kept = folder / (other.new if stands == first.checksum else other.old)
        path = folder / other.name
        if path.parent == folder and path.suffix == ".html" and is_ours(kept):
            with contextlib.suppress(FileExistsError):
                put_new(kept, path)


def _checksum_at(path: Path) -> str | None:
    try:
        return checksum(path.read_bytes())
    except OSError:
        return None


@contextlib.contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Let no other run put outputs into the folder meanwhile; Windows has no locks of folders."""
    try:
        import fcntl  # noqa: PLC0415 - Windows has none

        descriptor = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield
        return
    try:
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
