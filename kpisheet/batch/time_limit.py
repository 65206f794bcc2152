"""A limit of time for the work on one file, kept without another process.

Where the system has timers that interrupt (Linux, macOS) one of those is set: it also ends a long search of
Python's own, and a wait. Elsewhere (Windows, or outside the main thread) a thread watches, and raises the
error in the one that works. In WebAssembly there is neither: there the other limits must do.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from kpisheet.errors import LimitExceededError
from kpisheet.ooxml.limits import LIMITS, Limits

_SECONDS_PER_BYTE = 4e-6  # of a file; an honest one takes a tenth of that
_TIMES_WAITING = 5  # so many times as long may pass on a busy machine, or where a slow disk is waited for
_LOOKED_AT_EVERY = 0.5  # seconds

Result = TypeVar("Result")


class _TimeIsUpError(BaseException):
    """Raised in the midst of the work, where no `except Exception` may keep it."""


class _Allowance(Struct, frozen=True):
    """How many seconds there are, and when they began to run: on the wall, and of this process."""

    seconds: float
    began: float
    worked: float

    @property
    def is_spent(self) -> bool:
        """Whether the processor worked so long on it, or far more time passed than that."""
        return (
            time.process_time() - self.worked >= self.seconds
            or time.monotonic() - self.began >= self.seconds * _TIMES_WAITING
        )


def seconds_for(path: Path, limits: Limits = LIMITS) -> float:
    """The limit for a file: that of all files, and more for a large one."""
    try:
        return limits.seconds + path.stat().st_size * _SECONDS_PER_BYTE
    except (OSError, ValueError):  # reading it will tell why
        return limits.seconds


def within(seconds: float, work: Callable[[], Result]) -> Result:
    """What `work` gives. Raises LimitExceededError `limit_seconds` where it takes longer (processor time)."""
    allowance = _Allowance(seconds, time.monotonic(), time.process_time())
    try:
        with _watched(allowance):
            return work()
    except _TimeIsUpError:
        raise LimitExceededError("limit_seconds", limit=round(seconds), part="") from None


def _watched(allowance: _Allowance) -> AbstractContextManager[None]:
    if (
        hasattr(signal, "setitimer")
        and threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGALRM) is signal.SIG_DFL  # else somebody needs it
    ):
        return _by_timer(allowance)
    return _by_thread(allowance)


@contextmanager
def _by_timer(allowance: _Allowance) -> Iterator[None]:
    def look(*_: object) -> None:
        if allowance.is_spent:
            raise _TimeIsUpError

    try:
        signal.signal(signal.SIGALRM, look)
        signal.setitimer(signal.ITIMER_REAL, allowance.seconds, _LOOKED_AT_EVERY)
    except (OSError, ValueError):  # a system that has the name only, such as WebAssembly
        yield
        return
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)


@contextmanager
def _by_thread(allowance: _Allowance) -> Iterator[None]:
    done = threading.Event()
    worker = threading.get_ident()

    def watch() -> None:
        while not done.wait(_LOOKED_AT_EVERY):
            if allowance.is_spent:
                _raise_in(worker)

    thread = threading.Thread(target=watch, name="kpisheet time limit", daemon=True)
    try:
        thread.start()
    except RuntimeError:  # no threads here, as in WebAssembly
        yield
        return
    try:
        yield
    finally:
        done.set()
        thread.join()
        _nothing_pending()


def _raise_in(thread: int) -> None:
    """Have another thread raise the error before the next step of Python that it takes."""
    import ctypes  # dear, and hardly ever needed

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(_TimeIsUpError))


def _nothing_pending() -> None:
    """Take a few steps of Python: an error that was raised in this thread a moment ago comes here."""
    for _ in range(3):
        time.monotonic()
