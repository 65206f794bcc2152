"""Runs killed at random moments, and two runs at once into the same files: what is left of workbook and page.

    python benchmarks/killed.py              # 200 kills and 100 races, some minutes
    python benchmarks/killed.py 20 10        # fewer

Every run is a process of its own that reports on the same worksheet, on one of two days, so that what
belongs together is known by its bytes. A half of the kills falls anywhere in the run, the other into its
writing. After each, the source is as it was, the workbook is whole, and the page is the workbook's own or out
of sight; after a run in peace both are there and nothing else is. Ends with status 1 where anything else was
seen.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from kpisheet.pipeline import evaluate  # noqa: E402 - found from here on

SAMPLE = ROOT / "templates" / "sample.en.xlsx"
DAYS = (date(2026, 11, 22), date(2026, 11, 23))
NAMES = ("october.kpi.xlsx", "october.kpi.html")
WRITING = 0.004  # seconds from the first temporary file to the last step, and a little more
MIXED = "a mixed pair, or broken"
Pair = tuple[bytes | None, ...]


def report(source: Path, day: date) -> None:
    evaluate(source, made_on=day).write()


def started(work: Callable[[], None]) -> int:
    """A process that does the work; it dies without any of this one's endings."""
    process = os.fork()
    if process == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return process


def pair_in(folder: Path) -> Pair:
    return tuple(path.read_bytes() if (path := folder / name).exists() else None for name in NAMES)


def temporary_in(folder: Path) -> bool:
    return any(name.startswith(".kpisheet-") for name in os.listdir(folder))  # noqa: PTH208 - the quickest


def kill(process: int, folder: Path, seconds: float, *, while_writing: bool) -> bool:
    """End the process at a random moment. False where it had come to its own end before."""
    if while_writing:
        while (
            not temporary_in(folder)
            and os.waitid(os.P_PID, process, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None
        ):
            time.sleep(0.0002)
        seconds = WRITING
    time.sleep(random.uniform(0, seconds))  # noqa: S311 - no secret
    os.kill(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]) != 0


class Seen:
    """What was found, and how often."""

    def __init__(self, known: dict[Pair, str]) -> None:
        self.known = known
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []

    def look(self, folder: Path, source: Path, original: bytes, what: str) -> None:
        found = self.known.get(pair_in(folder), MIXED)
        self.counts[f"{what}: {found}"] += 1
        others = {path.name for path in folder.iterdir() if not path.name.startswith(".kpisheet-")} - {
            source.name,
            *NAMES,
        }
        if found == MIXED or others or source.read_bytes() != original:
            self.wrong.append(f"{what}: {found} {sorted(others)}")


def known_pairs(folder: Path) -> dict[Pair, str]:
    """Each pair that may stand there, by its bytes."""
    known: dict[Pair, str] = {}
    for day in DAYS:
        clean = folder / f"clean-{day}"
        clean.mkdir()
        report(Path(shutil.copy(SAMPLE, clean / "october.xlsx")), day)
        workbook, page = pair_in(clean)
        known |= {(workbook, page): "a pair", (workbook, None): "a workbook, its page out of sight"}
    return known


def main() -> None:
    """Kill and race, print what was seen, and end with status 1 where it was wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kills", type=int, nargs="?", default=200)
    parser.add_argument("races", type=int, nargs="?", default=100)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "work"
        folder.mkdir()
        seen = Seen(known_pairs(Path(name)))
        source = Path(shutil.copy(SAMPLE, folder / "october.xlsx"))
        original = source.read_bytes()
        began = time.monotonic()
        report(source, DAYS[0])
        usual = time.monotonic() - began
        for turn in range(asked.kills):
            process = started(lambda day=DAYS[1 - turn % 2]: report(source, day))
            killed = kill(process, folder, 1.1 * usual, while_writing=bool(turn % 2))
            seen.look(folder, source, original, "killed" if killed else "ended before it was killed")
        report(source, DAYS[0])
        seen.look(folder, source, original, "then a run in peace")
        if temporary_in(folder):
            seen.wrong.append("temporary files stayed")
        both = [evaluate(source, made_on=day) for day in DAYS]
        for _ in range(asked.races):
            racing = [started(lambda each=each: each.write() and None) for each in both]
            ends = [os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in racing]
            seen.look(folder, source, original, "two at once")
            seen.wrong += [f"a race ended with {ends}"] if any(ends) else []
        if temporary_in(folder):
            seen.wrong.append("temporary files stayed after the races")
    for what, count in sorted(seen.counts.items()):
        print(f"{count:5} {what}")
    print("\n".join(seen.wrong) or "nothing lost, no mixed pair")
    sys.exit(1 if seen.wrong else 0)


if __name__ == "__main__":
    main()
