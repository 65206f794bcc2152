"""Whether the tests notice when the rooms that read and reckon are wrong: one small change at a time.

    python -m benchmarks.mutation RESULTS                      # every change, some hours on one core
    python -m benchmarks.mutation RESULTS --sample 1000        # so many of them, spread over the modules
    python -m benchmarks.mutation RESULTS --only intervals.py  # one module's

Each change ("mutant") is made in a fork of a process that has collected the tests and knows which lines each
test runs; only the tests that run the changed line are run, quick ones first, until one fails. RESULTS, one
line a mutant, is added to: what stands in it is not run again; delete it after a change of code or tests.
What one mutant means stands in `benchmarks/mutants.py`.
"""

from __future__ import annotations

import argparse
import functools
import gc
import importlib.machinery
import json
import os
import random
import resource
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import _pytest.main
import coverage
import pytest
from _pytest.runner import runtestprotocol
from statsmodels.stats.proportion import proportion_confint

from benchmarks.mutants import Mutant, mutants_of

ROOT = Path(__file__).parents[1]
ROOMS = ("kpisheet/worksheet", "kpisheet/analysis")
TESTS = ("tests/worksheet", "tests/analysis")
OPTIONS = ("-n0", "-q", "-x", "-pno:cacheprovider", "--no-header")
SEED = 20261123
MEMORY = 4 << 30
KILLED, SURVIVED, TIMED_OUT, UNTESTED = "killed", "survived", "timed out", "untested"


class Chosen:
    """A plugin that leaves the tests that are wanted, and any that the change itself made."""

    def __init__(self, wanted: Sequence[str], known: Iterable[str]) -> None:
        self.rank = {name: place for place, name in enumerate(wanted)}
        self.known = frozenset(known)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if item.nodeid in self.rank or item.nodeid not in self.known]
        items.sort(key=lambda item: self.rank.get(item.nodeid, -1))


class Bench:
    """The plugin of the one process that collects: measures every test, then forks for every mutant."""

    def __init__(
        self, watch: coverage.Coverage, mutants: Sequence[Mutant], chosen: argparse.Namespace
    ) -> None:
        self.watch, self.mutants, self.chosen = watch, mutants, chosen
        self.seconds: dict[str, float] = {}
        self.tests: dict[tuple[str, int], set[str]] = defaultdict(set)

    def pytest_sessionstart(self) -> None:
        """A test that fails because the machine is busy would count as a kill."""
        from hypothesis import HealthCheck, settings  # noqa: PLC0415  # pytest wants to import it first

        patient = settings(
            deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
        )
        settings.register_profile("mutation", patient)
        settings.load_profile("mutation")

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._measure(session)
        gc.freeze()  # the children share what is never written to
        for early in (True, False):
            if self._in_child(session, None, self._quick(self.seconds), early=early) != SURVIVED:
                raise pytest.CannotAddRowsError("a child's tests fail though nothing is changed")
        with self.chosen.results.open("a", encoding="utf-8") as file:
            for mutant in self.mutants:
                started = time.monotonic()
                line = {**mutant.facts, "result": self._judge(session, mutant)}
                line["seconds"] = round(time.monotonic() - started, 2)
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
                file.flush()
        return True

    def _measure(self, session: pytest.Session) -> None:
        for item, following in zip(session.items, [*session.items[1:], None], strict=True):
            self.watch.switch_context(item.nodeid)
            _forget()
            started = time.process_time()
            if any(report.failed for report in runtestprotocol(item, nextitem=following, log=False)):
                raise pytest.CannotAddRowsError(f"{item.nodeid} fails before anything is changed")
            self.seconds[item.nodeid] = time.process_time() - started
        self.watch.stop()
        found = self.watch.get_data()
        for path in found.measured_files():
            for number, names in found.contexts_by_lineno(path).items():
                self.tests[path, number] |= set(names)

    def _quick(self, names: Iterable[str]) -> list[str]:
        quick = [name for name in names if self.seconds[name] <= self.chosen.longest]
        return sorted(quick, key=lambda name: self.seconds[name])

    def _judge(self, session: pytest.Session, mutant: Mutant) -> str:
        names = set().union(*(self.tests[mutant.path, line] for line in mutant.lines))
        early = mutant.function is None or "" in names  # it runs on import: change it before that
        wanted = self._quick(self.seconds if early else names)
        return self._in_child(session, mutant, wanted, early=early) if wanted else UNTESTED

    def _in_child(
        self, session: pytest.Session, mutant: Mutant | None, wanted: Sequence[str], *, early: bool
    ) -> str:
        seconds = 20 + int(5 * sum(self.seconds[name] for name in wanted))
        child = os.fork()
        if child == 0:
            _silently(seconds)
            try:
                failed = self._anew(mutant, wanted) if early else _in_place(session, mutant, wanted)
            except BaseException:  # noqa: BLE001  # whatever the change has broken, a test run would show
                failed = True
            os._exit(1 if failed else 0)
        status = os.waitpid(child, 0)[1]
        if os.WIFSIGNALED(status):
            return TIMED_OUT
        return KILLED if os.WEXITSTATUS(status) else SURVIVED

    def _anew(self, mutant: Mutant | None, wanted: Sequence[str]) -> bool:
        """Import everything of ours again, with the change in it, and run the tests that are wanted."""
        path, code = (mutant.path, mutant.compiled()) if mutant else ("", None)
        whole = importlib.machinery.SourceFileLoader.get_code

        def get_code(self: importlib.machinery.SourceFileLoader, name: str) -> CodeType | None:
            return code if self.path == path else whole(self, name)

        importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[assignment, method-assign]
        for name, module in list(sys.modules.items()):
            place = getattr(module, "__file__", None) or ""
            if place.startswith((f"{ROOT}/kpisheet", f"{ROOT}/tests")):
                del sys.modules[name]
        return pytest.main([*OPTIONS, *self.chosen.tests], plugins=[Chosen(wanted, self.seconds)]) != 0


def _silently(seconds: int) -> None:
    """The child says nothing, and ends where a change makes it endless."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _in_place(session: pytest.Session, mutant: Mutant | None, wanted: Sequence[str]) -> bool:
    """Give the function its changed code, forget what was remembered, and run the tests that are wanted."""
    if mutant:
        _function(sys.modules[mutant.module], mutant.function or "").__code__ = mutant.function_code()
    _forget()
    by_name = {item.nodeid: item for item in session.items}
    session.items[:] = [by_name[name] for name in wanted]
    session.config.option.maxfail = 1
    session.testsfailed = 0
    try:
        _pytest.main.pytest_runtestloop(session)
    except (session.Failed, session.Interrupted):
        return True
    return session.testsfailed > 0


def _forget() -> None:
    """What is remembered between calls is worked out by the first test that asks, and run by no other."""
    for place in [module for name, module in sys.modules.items() if name.startswith("kpisheet.")]:
        for kept in vars(place).values():
            if isinstance(kept, functools._lru_cache_wrapper):  # noqa: SLF001  # it has no public name
                kept.cache_clear()


def _function(module: ModuleType, name: str) -> FunctionType:
    found: Any = module
    for part in name.split("."):
        found = vars(found)[part]
    for inner in ("fget", "func", "__func__", "__wrapped__"):
        found = getattr(found, inner, None) or found
    if not isinstance(found, FunctionType):
        raise TypeError(name)
    return found


def sampled(mutants: list[Mutant], wanted: int | None) -> list[Mutant]:
    """As large a share of every module as of the whole."""
    chance = random.Random(SEED)  # noqa: S311
    by_module: dict[str, list[Mutant]] = defaultdict(list)
    for mutant in mutants:
        by_module[mutant.path].append(mutant)
    share = 1.0 if wanted is None else min(1.0, wanted / len(mutants))
    some = [one for each in by_module.values() for one in chance.sample(each, round(len(each) * share))]
    return chance.sample(some, len(some))  # mixed, so that a run that is stopped early is a sample too


def told(lines: Sequence[dict[str, Any]]) -> None:
    """The survivors, and the figures by module."""
    for line in lines:
        if line["result"] in (SURVIVED, UNTESTED):
            print(f"{line['place']}  ({line['result']})")
    for module in [*sorted({line["file"] for line in lines}), ""]:
        results = [line["result"] for line in lines if module in ("", line["file"])]
        killed = sum(result in (KILLED, TIMED_OUT) for result in results)
        low, high = proportion_confint(killed, len(results), method="wilson")
        print(
            f"{module or 'all':40}{len(results):6}{killed:6} killed"
            f"{results.count(TIMED_OUT):4} of them by the time limit"
            f"{killed / len(results):7.1%} [{low:.1%}, {high:.1%}]"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="Mutants of the rooms that read and reckon.")
    parser.add_argument("results", type=Path)
    parser.add_argument("--sample", type=int)
    parser.add_argument("--only", default="", help="part of a module's path")
    parser.add_argument("--longest", type=float, default=1.0, help="seconds; slower tests are left out")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="files and folders")
    chosen = parser.parse_args()
    os.chdir(ROOT)
    paths = [path for room in ROOMS for path in sorted((ROOT / room).glob("*.py"))]
    mutants = sampled([one for path in paths for one in mutants_of(path, ROOT)], chosen.sample)
    before = chosen.results.read_text("utf-8").splitlines() if chosen.results.exists() else []
    done = {line["place"]: line for line in map(json.loads, before)}
    wanted = [one for one in mutants if chosen.only in one.path]
    rest = [one for one in wanted if one.facts["place"] not in done]
    print(f"{len(mutants)} mutants, {len(wanted)} of them wanted, {len(rest)} still to run", flush=True)
    if rest:
        watch = coverage.Coverage(data_file=None, include=[f"{room}/*" for room in ROOMS], config_file=False)
        watch.start()
        pytest.main([*OPTIONS, *chosen.tests], plugins=[Bench(watch, rest, chosen)])
    lines = {line["place"]: line for line in map(json.loads, chosen.results.read_text("utf-8").splitlines())}
    told([lines[one.facts["place"]] for one in wanted if one.facts["place"] in lines])


if __name__ == "__main__":
    main()
