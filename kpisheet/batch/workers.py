"""Fresh processes that work side by side. Apart from `batch`, because `multiprocessing` is dear to import."""

from __future__ import annotations

import os
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context
from typing import Generic, NoReturn, TypeVar

__all__ = ["BrokenProcessPool", "Workers"]

Unit = TypeVar("Unit")
Outcome = TypeVar("Outcome")
_TIME_TO_STOP = 0.5  # seconds, for what undoes a half-done replacement


class Workers(Generic[Unit, Outcome]):
    """Fresh processes that all do `work`, and what was handed out to them, in order."""

    def __init__(self, jobs: int, work: Callable[[Unit], Outcome]) -> None:
        self._others = active_children()
        with _importing_nothing_from_this_folder():
            self._pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_prepare)
        self._work = work
        self.waiting: deque[tuple[Unit, Future[Outcome]]] = deque()

    def hand_out(self, unit: Unit) -> None:
        """Have the next free process do it."""
        with _importing_nothing_from_this_folder():  # a process may be started only now
            self.waiting.append((unit, self._pool.submit(_done, self._work, unit)))

    def next_outcomes(self) -> Outcome:
        """Of the unit handed out first; it stays waiting where its process died."""
        outcomes = self.waiting[0][1].result()
        self.waiting.popleft()
        return outcomes

    def unfinished(self) -> list[Unit]:
        """What was handed out and has no outcome yet."""
        return [unit for unit, _ in self.waiting]

    def stop(self) -> None:
        """Wait for what is being written just now, start nothing more."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def end_at_once(self) -> None:
        """End the processes, whatever they are doing; no file is left half-written."""
        ours = [each for each in active_children() if each not in self._others]
        for each in ours:
            each.terminate()
        until = time.monotonic() + _TIME_TO_STOP
        for each in ours:
            each.join(max(until - time.monotonic(), 0))
            each.kill()


@contextmanager
def _importing_nothing_from_this_folder() -> Iterator[None]:
    """Python would look for modules in the current folder first, where anybody's mailed files may lie."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


def _prepare() -> None:
    """Ctrl-C is for the parent, which ends its workers: what they were writing is tidied up first."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)


def _end(*_: object) -> NoReturn:
    raise SystemExit(1)


def _done(work: Callable[[Unit], Outcome], unit: Unit) -> Outcome:
    try:
        return work(unit)
    except SystemExit:
        os._exit(1)  # the pool would take it for an outcome and hand out the next one
