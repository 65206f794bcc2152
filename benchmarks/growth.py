"""How the time of a report grows with its input, for each habit and mess of real worksheets.

    python benchmarks/growth.py            # 2,000 rows and 8,000 of each kind
    python benchmarks/growth.py --short    # 100 and 400 of some kinds, for CI; nothing is asserted about time

Each kind has its habit in every row. A whole process is timed (its own processor time, start-up taken off)
at n and at 4 n; above 5 the ratio says that a step isn't linear, and the step that took most is named.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import xlsxwriter

from kpisheet.pipeline import evaluate

ROOT = Path(__file__).resolve().parents[1]
HEADERS = (
    "Month",
    "Channel",
    "Spend",
    "Visitors",
    "Leads",
    "New customers",
    "Revenue",
    "Campaign",
    "Gross margin",
)
TIMES = 4
TOO_STEEP = 5.0
MOST_CHANNELS = 5_000  # more are refused
Line = list[Any]


def letters(number: int) -> str:
    """A word that is another one for each number, without digits."""
    return "".join(chr(97 + number // 20**place % 20) for place in range(4))


def usual(row: int) -> Line:
    """A row without a mistake: month × channel × campaign."""
    month, channel = row % 24, row // 24 % 8
    name = ("Google Ads", "Facebook Ads", "SEO", "Radio", "E-mail", "Referral", "Local print", "SMS")[channel]
    leads = 8 + row * 7 % 23
    period = f"{2024 + month // 12}-{month % 12 + 1:02}"
    return [
        period,
        name,
        400 + row * 13 % 900,
        leads * 11,
        leads,
        leads // 4,
        leads // 4 * 650,
        f"Campaign {row // 192}",
    ]


def with_cell(place: int, value: Any) -> Callable[[int], Line]:
    """The usual row with another value in one place; a function of the row's number, or always the same."""

    def made(row: int) -> Line:
        line = [*usual(row), None]
        line[place] = value(row) if callable(value) else value
        return line

    return made


# What stands in every row.
KINDS: dict[str, Callable[[int], Line]] = {
    "no mistake": usual,
    "spend as text": with_cell(2, "1.234,56 TL"),
    "spend of two readings": with_cell(2, "1.234"),
    "spend of no reading": with_cell(2, "a lot"),
    "spend below zero": with_cell(2, -5),
    "spend blank": with_cell(2, None),
    "spend of nothing": with_cell(2, 0),
    "leads of a half": with_cell(4, 7.5),
    "leads not known": with_cell(4, "n/a"),
    "more leads than visitors": with_cell(3, 1),
    "more customers than leads": with_cell(5, 999),
    "results all blank": lambda row: [*usual(row)[:3], None, None, None, None, f"Campaign {row}"],
    "margins typed as 0.4": with_cell(8, 0.4),
    "margins as text": with_cell(8, "0,4"),
    "margins in points": with_cell(8, 40),
    "months as text": with_cell(0, lambda row: f"{row % 12 + 1}/{2020 + row % 7}"),
    "months of no reading": with_cell(0, "lately"),
    "months blank": with_cell(0, None),
    "months without a year": with_cell(0, "October"),
    "weeks": with_cell(0, lambda row: f"W{row % 52 + 1} {2000 + row // 52 % 99}"),
    "quarters over months": with_cell(
        0, lambda row: f"Q{row % 4 + 1} 2026" if row % 2 else f"2026-{row % 12 + 1:02}"
    ),
    "months to come": with_cell(0, "2090-05"),
    "the same row again": with_cell(7, "Brand"),
    "campaigns missing": with_cell(7, None),
    "a total after each row": lambda row: (
        ["", "Total", 500, None, None, None, None] if row % 2 else usual(row)
    ),
    "a header after each row": lambda row: list(HEADERS) if row % 2 else usual(row),
    "channels": with_cell(1, lambda row: f"{letters(row % MOST_CHANNELS)} shop"),
    "channels much alike": with_cell(1, lambda row: f"The shop of {letters(row % MOST_CHANNELS)} street"),
    "channels misspelt": with_cell(1, lambda row: f"Facebok Ads {letters(row % MOST_CHANNELS)}"),
    "channels blank": with_cell(1, None),
    "campaigns": with_cell(7, lambda row: f"Campaign {row}"),
    "long names": with_cell(1, lambda row: letters(row % MOST_CHANNELS) * 50),
}


def written(path: Path, rows: int, line: Callable[[int], Line]) -> Path:
    """A worksheet of that kind."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Channels")
    sheet.write_row(0, 0, HEADERS)
    for row in range(rows):
        for place, value in enumerate(line(row)):
            if value is not None:
                sheet.write(row + 1, place, value)
    book.close()
    return path


def with_sheets(path: Path, count: int) -> Path:
    """A worksheet beside so many other sheets, each with a note."""
    book = xlsxwriter.Workbook(str(path))
    for name in ("Channels", *(f"Notes {number}" for number in range(count // 20))):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, HEADERS if name == "Channels" else ("What we did", name))
        sheet.write_row(1, 0, usual(1))
        sheet.write_comment(2, 0, "remember")
    book.close()
    return path


def with_notes(path: Path, count: int) -> Path:
    """A worksheet with that many notes, merged areas, conditional formats and names of a person's."""
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Channels")
    sheet.write_row(0, 0, HEADERS)
    for row in range(count):
        sheet.write_row(row + 1, 0, usual(row))
        sheet.write_comment(row + 1, 2, "paid by card")
        sheet.merge_range(row + 1, 12, row + 1, 14, "")
        sheet.conditional_format(row + 1, 3, row + 1, 3, {"type": "cell", "criteria": ">", "value": row})
        book.define_name(f"paid_{letters(row)}_{row}", f"=Channels!$C${row + 2}")
    book.close()
    return path


class Run(NamedTuple):
    """What a run took of the processor, and the sentence with which the file was refused, if it was."""

    seconds: float
    refused: str = ""


def run(arguments: Sequence[object]) -> Run:
    """A run of kpisheet, its bytecode kept as an installation keeps it."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "kpisheet", *map(str, arguments), "--quiet"]
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment = {**kept, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(took, done.stderr.strip().splitlines()[-1] if done.returncode else "")


def dearest_step(path: Path) -> str:
    """The function of ours in which a report on the file spends most of its own time."""
    profile = cProfile.Profile()
    profile.runcall(lambda: evaluate(path).write())
    times = {
        f"{Path(file).name}:{name}": own
        for (file, _, name), (_, _, own, _, _) in pstats.Stats(profile).stats.items()  # type: ignore[attr-defined]
    }
    return max(times, key=lambda step: times[step])


def main() -> None:
    """Print one table: seconds at n and 4 n, their ratio, and the dearest step where it is steep."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--rows", type=int, default=2_000)
    parser.add_argument("kinds", nargs="*", help="only these")
    asked = parser.parse_args()
    few = 100 if asked.short else asked.rows
    makers: dict[str, Callable[[Path, int], Path]] = {
        name: partial(written, line=line) for name, line in KINDS.items()
    }
    makers |= {"sheets": with_sheets, "notes, merges, rules, names": with_notes}
    with tempfile.TemporaryDirectory() as folder:
        start = written(Path(folder) / "start.xlsx", 2, usual)
        start_up = min(run([start]).seconds for _ in range(3))
        print(f"{'what each row has':30} {few:>8,} {few * TIMES:>8,}    ratio   ({start_up:.2f} s to start)")
        for name in asked.kinds or list(makers)[:: 6 if asked.short else 1]:
            paths = [makers[name](Path(folder) / f"{rows}.xlsx", rows) for rows in (few, few * TIMES)]
            runs = [run([path]) for path in paths]
            one, four = (max(each.seconds - start_up, 0.01) for each in runs)
            refused = next((each.refused for each in runs if each.refused), "")
            if refused:
                print(f"{name:30} {one:8.2f} {four:8.2f} refused: {refused.partition(': ')[2]}", flush=True)
                continue
            steep = f"  {dearest_step(paths[1])}" if four / one > TOO_STEEP and four > 1 else ""
            print(f"{name:30} {one:8.2f} {four:8.2f} {four / one:8.1f}{steep}", flush=True)


if __name__ == "__main__":
    main()
