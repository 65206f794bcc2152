"""Fresh processes that work side by side. Apart from `batch`, because `multiprocessing` is dear to import."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Generic, TypeVar

__all__ = ["BrokenProcessPool", "Workers"]

Unit = TypeVar("Unit")
Outcome = TypeVar("Outcome")


class Workers(Generic[Unit, Outcome]):
    """Fresh processes that all do `work`, and what was handed out to them, in order."""

    def __init__(self, jobs: int, work: Callable[[Unit], Outcome]) -> None:
        self._pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_interrupts)
        self._work = work
        self.waiting: deque[tuple[Unit, Future[Outcome]]] = deque()

    def hand_out(self, unit: Unit) -> None:
        """Have the next free process do it."""
        self.waiting.append((unit, self._pool.submit(self._work, unit)))

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


def _leave_interrupts() -> None:
    """Ctrl-C is for the parent: a worker finishes the file that it is writing."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
