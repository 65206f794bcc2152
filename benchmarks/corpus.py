"""What real workbooks lose by being annotated, against what a bare openpyxl load and save loses.

    python -m benchmarks.corpus FOLDER                # every workbook in it, outputs thrown away
    python -m benchmarks.corpus FOLDER KEPT_OUTPUTS   # outputs written there, to open in other programs

Each workbook is read, some cells of its first worksheet get notes and fills, the result sheets of the sample
are grafted in; the output is judged part by part, taken apart again and made anew. No input is written to.
"""

from __future__ import annotations

import sys
import time
import traceback
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from multiprocessing import Pool
from pathlib import Path

from benchmarks.completeness import CHECKS, Check, Made, limited, loaded, make
from kpisheet.errors import KpisheetError
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.sheet import CellKind, RawBook

WORKBOOKS = {".xlsx", ".xlsm", ".xltx", ".xltm"}


@dataclass
class Outcome:
    """What became of one workbook: `failures` by step, or the `refusal` of one that can't be read."""

    name: str
    refusal: str = ""
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


# -- the baseline


def resaved(made: Made) -> Counter[str]:
    """What a bare openpyxl load and save loses of a workbook."""
    lost: Counter[str] = Counter()
    try:
        with limited():
            output = BytesIO()
            loaded(made.content, keep_vba=made.before.macros).save(output)
        after = Package.open(output.getvalue())
        book = read_book(after)
    except Exception:  # noqa: BLE001 - whatever it is, the script ends with a traceback
        return Counter({"openpyxl fails or hangs": 1})
    names = [each for each in made.before.names if not each.endswith("/")]
    lost["parts"] = len(names)
    lost["parts dropped"] = sum(each not in after for each in names)
    same = sum(each in after and after.read(each) == made.before.read(each) for each in names)
    lost["parts identical"] = same
    lost["cached values dropped"] = _cached(made.book) - _cached(book)
    return lost


def _cached(book: RawBook) -> int:
    return sum(
        cell.formula is not None and cell.kind is not CellKind.BLANK
        for sheet in book.sheets
        for cells in sheet.rows.values()
        for cell in cells.values()
    )


# -- running


def judge(path: Path, outputs: Path | None) -> Outcome:
    """One workbook through every step, each with its time limit."""
    outcome = Outcome(path.name)
    content = path.read_bytes()
    start = time.perf_counter()
    try:
        with limited():
            made = make(content)
    except KpisheetError as error:
        outcome.refusal = error.code
        return outcome
    except Exception:  # noqa: BLE001 - a traceback is what must never be
        outcome.failures.append(f"annotate: {traceback.format_exc(limit=-3)}")
        return outcome
    outcome.seconds = time.perf_counter() - start
    if outputs is not None:
        (outputs / path.with_suffix(".xlsm" if made.before.macros else ".xlsx").name).write_bytes(made.after)
    for name, check in CHECKS.items():
        found = _failures_of(check, made)
        outcome.counts[name] += not found
        outcome.failures += [f"{name}: {each}" for each in found[:5]]
    outcome.counts.update(_kept_by_us(made))
    outcome.counts.update(resaved(made))
    return outcome


def _failures_of(check: Check, made: Made) -> list[str]:
    try:
        with limited():
            return list(check(made))
    except Exception:  # noqa: BLE001 - a failure of this workbook, not of the run
        return [traceback.format_exc(limit=-3)]


def _kept_by_us(made: Made) -> Counter[str]:
    after = Package.open(made.after)
    names = [each for each in made.before.names if not each.endswith("/")]
    same = sum(each in after and after.read(each) == made.before.read(each) for each in names)
    theirs = RawBook(tuple(each for each in read_book(after).sheets if not each.own))
    return Counter(
        {
            "our parts": len(names),
            "our parts identical": same,
            "our parts dropped": sum(each not in after for each in names),
            "our cached values dropped": _cached(made.book) - _cached(theirs),
        }
    )


def show(outcomes: list[Outcome]) -> None:
    """The table, and what failed."""
    read = [each for each in outcomes if not each.refusal]
    total: Counter[str] = sum((each.counts for each in outcomes), Counter())
    refusals = Counter(each.refusal for each in outcomes if each.refusal)
    print(f"{len(outcomes)} workbooks, {len(read)} read; refused in a plain sentence: {dict(refusals)}")
    for name in CHECKS:
        print(f"  {name:44}{total[name]:6} of {len(read)}")
    seconds = sorted(each.seconds for each in read) or [0.0]
    print(f"  seconds a workbook: median {seconds[len(seconds) // 2]:.2f}, longest {seconds[-1]:.2f}")
    print(f"\n{'':32}{'kpisheet':>12}{'openpyxl':>12}")
    ours = sum(any(text.startswith("annotate:") for text in each.failures) for each in outcomes)
    rows = (
        ("fails or hangs", ours, total["openpyxl fails or hangs"]),
        ("parts of the inputs written", total["our parts"], total["parts"]),
        ("… byte-identical", total["our parts identical"], total["parts identical"]),
        ("… dropped", total["our parts dropped"], total["parts dropped"]),
        ("cached formula values dropped", total["our cached values dropped"], total["cached values dropped"]),
    )
    for name, kpisheet, baseline in rows:
        print(f"{name:32}{kpisheet:12,}{baseline:12,}")
    for each in outcomes:
        for failure in each.failures:
            print(f"\n{each.name}: {failure}")


def main() -> int:
    """Judge every workbook of a folder; 1 if any failed."""
    folder = Path(sys.argv[1])
    outputs = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    if outputs is not None:
        outputs.mkdir(parents=True, exist_ok=True)
    paths = sorted(each for each in folder.rglob("*") if each.suffix.lower() in WORKBOOKS)
    with Pool(2, maxtasksperchild=40) as pool:
        outcomes = list(pool.imap(partial(judge, outputs=outputs), paths))
    show(outcomes)
    return int(any(each.failures for each in outcomes))


if __name__ == "__main__":
    raise SystemExit(main())
