"""How fast and how large, against baselines that run in turn in the same run.

    python benchmarks/run.py              # everything, a quarter of an hour
    python benchmarks/run.py --short      # some 20 seconds, for CI; nothing is asserted about time

Each figure is the median of whole processes, imports included. The baseline is what a script would do that
re-saves the workbook: `openpyxl.load_workbook(f).save(g)`. Inputs are generated anew, the same each time.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "templates" / "sample.en.xlsx"
BASELINE = "import sys, openpyxl; openpyxl.load_workbook(sys.argv[1]).save(sys.argv[2])"
FLOOR = """
import sys, zipfile
from xml.parsers import expat
with zipfile.ZipFile(sys.argv[1]) as archive:
    for name in archive.namelist():
        if name.endswith(".xml"):
            expat.ParserCreate().Parse(archive.read(name), True)
"""
RECOGNISING = """
import sys, time
from pathlib import Path
from kpisheet.pipeline import Writing, evaluate
from kpisheet.worksheet import chosen_tables
from kpisheet.worksheet.group_sums import GroupSums

spent = 0.0

def timed(function):
    def run(*arguments):
        global spent
        start = time.process_time()
        result = function(*arguments)
        spent += time.process_time() - start
        return result
    return run

chosen_tables.other_shapes = timed(chosen_tables.other_shapes)
GroupSums.among = timed(GroupSums.among)
start = time.process_time()
evaluate(sys.argv[1]).write(Writing(output=Path(sys.argv[2])))
whole = time.process_time() - start
print(f"{spent / whole:.2%} of the report's {whole:.2f} s of processor time")
"""
HEADERS = ("Month", "Channel", "Spend", "Visitors", "Leads", "New customers", "Revenue", "Campaign")
CHANNELS = (
    "Google Ads",
    "Facebook Ads",
    "Organic search",
    "Radio",
    "E-mail",
    "Referral",
    "Local print",
    "SMS",
)


def measured(command: Sequence[str]) -> tuple[float, float]:
    """Wall-clock seconds of a process, and its peak memory in MB (its children's too, each by itself)."""
    start = time.perf_counter()
    process = os.posix_spawn(
        command[0],
        command,
        _environment(),
        file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)],
    )
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"failed: {' '.join(command)}")
    return seconds, usage.ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)


def _environment() -> dict[str, str]:
    """This process's, but with bytecode kept, as an installation has it of every package."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(ROOT)}


def medians(commands: dict[str, Sequence[str]], times: int) -> dict[str, tuple[float, float]]:
    """Median seconds and peak memory of each command; the commands take turns, after one run to warm up."""
    runs: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    for turn in range(times + 1):
        for name, command in commands.items():
            figures = measured(command)
            if turn or times == 1:
                runs[name].append(figures)
    return {
        name: (statistics.median(each[0] for each in figures), max(each[1] for each in figures))
        for name, figures in runs.items()
    }


def worksheet(path: Path, rows: int) -> Path:
    """A worksheet of `rows` rows: months × channels × campaigns, plain figures, no mistakes."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("Channels")
    sheet.write_row(0, 0, HEADERS)
    for row in range(rows):
        month, channel, campaign = row % 24, row // 24 % len(CHANNELS), row // (24 * len(CHANNELS))
        leads = 8 + (row * 7) % 23
        sheet.write_row(
            row + 1,
            0,
            (
                f"{2024 + month // 12}-{month % 12 + 1:02}",
                CHANNELS[channel],
                400 + row * 13 % 900,
                leads * 11,
                leads,
                leads // 4,
                leads // 4 * 650,
                f"Campaign {campaign + 1}",
            ),
        )
    book.close()
    return path


METRICS = ("Spend", "Visitors", "Leads", "New customers", "Revenue")
MONTHS = 48
READ_CSV = """
import csv, sys
from collections import defaultdict
sums = defaultdict(float)
with open(sys.argv[1], encoding="utf-8", newline="") as file:
    for line in csv.DictReader(file):
        sums[line["Campaign"], line["Day"][:7]] += float(line["Cost"])
"""
PANDAS = "import sys, pandas; pandas.read_csv(sys.argv[1]).groupby('Campaign')['Cost'].sum()"


def download(path: Path, lines: int) -> Path:
    """What an ad system gives by day and campaign, as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("Campaign,Day,Currency code,Cost,Impr.,Clicks,Conversions\n")
        for line in range(lines):
            day = date(2024, 1, 1) + timedelta(days=line % 700)
            clicks = 10 + line * 7 % 90
            counts = f"{clicks * 30},{clicks},{clicks // 9}"
            file.write(f"Campaign {line // 700 + 1},{day},USD,{clicks * 1.25:.2f},{counts}\n")
    return path


def facts(cells: int) -> tuple[list[str], list[str]]:
    """Channels and months that make so many cells of five metrics."""
    channels = [f"Gazette of {word(at)}" for at in range(cells // (len(METRICS) * MONTHS))]
    return channels, [f"{2022 + at // 12}-{at % 12 + 1:02}" for at in range(MONTHS)]


def word(number: int) -> str:
    """Another word for each number."""
    return "".join(chr(97 + number // 20**place % 20) for place in range(4))


def figure(metric: int, channel: int, month: int) -> int:
    """Any figure, the same each time; later metrics are smaller, as those of a funnel are."""
    return (20_000 + (channel * 31 + month * 17) % 9_000) // (1, 2, 40, 400, 1)[metric]


def cross_tables(path: Path, cells: int) -> Path:
    """A sheet for each metric, channels down and months across."""
    channels, months = facts(cells)
    book = xlsxwriter.Workbook(str(path))
    for metric, name in enumerate(METRICS):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, ("Channel", *months))
        for row, channel in enumerate(channels):
            sheet.write_row(row + 1, 0, (channel, *(figure(metric, row, at) for at in range(len(months)))))
    book.close()
    return path


def same_as_list(path: Path, cells: int) -> Path:
    """The same facts as a list."""
    channels, months = facts(cells)
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Channels")
    sheet.write_row(0, 0, ("Month", "Channel", *METRICS))
    lines = ((row, at) for row in range(len(channels)) for at in range(len(months)))
    for number, (row, at) in enumerate(lines, start=1):
        figures = (figure(metric, row, at) for metric in range(len(METRICS)))
        sheet.write_row(number, 0, (months[at], channels[row], *figures))
    book.close()
    return path


def kpisheet(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "kpisheet", *map(str, arguments)]


def python(code: str, *arguments: object) -> list[str]:
    return [sys.executable, "-c", code, *map(str, arguments)]


def show(title: str, figures: dict[str, tuple[float, float]], against: str) -> None:
    """One table: seconds, the ratio to the baseline, peak memory."""
    print(f"\n{title}\n{'':36}{'seconds':>9}{'ratio':>8}{'MB':>7}")
    for name, (seconds, memory) in figures.items():
        print(f"{name:36}{seconds:9.3f}{seconds / figures[against][0]:8.2f}{memory:7.0f}")


def compare_start_up(times: int) -> None:
    commands = {"python -c pass": python("pass"), "kpisheet --help": kpisheet("--help")}
    show("Start-up", medians(commands, times), "python -c pass")


def compare_workbook(title: str, path: Path, folder: Path, times: int) -> float:
    """A workbook's whole report against the baseline; gives the report's seconds."""
    commands = {
        "openpyxl load and save": python(BASELINE, path, folder / "baseline.xlsx"),
        "inflate and parse (the floor)": python(FLOOR, path),
        "kpisheet report": kpisheet("report", path, "-o", f"{folder}/out/", "--quiet"),
        "kpisheet check": kpisheet("check", path, "--quiet"),
    }
    if title == "Sample" and (office := shutil.which("soffice")):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        commands["LibreOffice converts"] = [
            *(office, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"),
            *("--outdir", str(folder / "office"), str(path)),
        ]
    figures = medians(commands, times)
    show(title, figures, "openpyxl load and save")
    return figures["kpisheet report"][0]


def compare_download(lines: int, folder: Path) -> None:
    """A download's report against reading and adding up the same bytes; pandas only where it is installed."""
    path = download(folder / "google.csv", lines)
    commands = {
        "csv.DictReader, sums by month": python(READ_CSV, path),
        "kpisheet report": kpisheet("report", path, "-o", f"{folder}/out/", "--quiet"),
    }
    if importlib.util.find_spec("pandas"):
        commands["pandas read_csv, sums"] = python(PANDAS, path)
    megabytes = path.stat().st_size / 2**20
    title = f"A download of {lines:,} lines, {megabytes:.1f} MB"
    show(title, medians(commands, 1), "csv.DictReader, sums by month")


def share_of_recognising(path: Path, folder: Path) -> None:
    """What it costs a list to be told from tables of other shapes, and its rows from sums of groups."""
    print(f"\nTelling that {path.stem} is a list: ", end="", flush=True)
    subprocess.run(python(RECOGNISING, path, f"{folder}/out"), check=True, env=_environment())


def compare_cross_tables(cells: int, folder: Path) -> None:
    """Tables with months across against a list of the same facts."""
    across = cross_tables(folder / "across.xlsx", cells)
    listed = same_as_list(folder / "list.xlsx", cells)
    commands = {
        "kpisheet report of a list": kpisheet("report", listed, "-o", f"{folder}/out/", "--quiet"),
        "kpisheet report of months across": kpisheet("report", across, "-o", f"{folder}/out/", "--quiet"),
        "openpyxl load and save": python(BASELINE, across, folder / "baseline.xlsx"),
    }
    show(f"{cells:,} figures", medians(commands, 1), "kpisheet report of a list")


def compare_batch(many: int, folder: Path) -> None:
    clients = folder / "clients"
    clients.mkdir()
    for number in range(many):
        shutil.copy(SAMPLE, clients / f"client-{number:03}.xlsx")
    commands = {
        f"--jobs {jobs}": kpisheet(
            "report", clients, "-o", f"{folder}/jobs-{jobs}/", "--jobs", jobs, "--quiet"
        )
        for jobs in (1, 2)
    }
    figures = medians(commands, 1)
    show(f"{many} workbooks", figures, "--jobs 1")
    one, two = figures["--jobs 1"][0], figures["--jobs 2"][0]
    print(f"two processes: {one / two:.2f} × as fast; {1000 * one / many:.0f} ms a workbook and core")


def main() -> None:
    """Run all comparisons, with the templates compiled, as an installation does it."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--short", action="store_true", help="few and small inputs, some 20 seconds")
    short: bool = arguments.parse_args().short
    sys.path.insert(0, str(ROOT))
    from kpisheet.html.environment import compiled_templates  # noqa: PLC0415 - found from here on

    for path, source in compiled_templates():
        path.write_text(source, encoding="utf-8")
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        compare_start_up(1 if short else 15)
        compare_workbook("Sample", SAMPLE, folder, 1 if short else 9)
        seconds = {
            rows: compare_workbook(
                f"{rows:,} rows",
                worksheet(folder / f"{rows}.xlsx", rows),
                folder,
                3 if rows == 100 and not short else 1,
            )
            for rows in ((100,) if short else (100, 10_000, 100_000))
        }
        if not short:
            print(f"\nfrom 10,000 to 100,000 rows: {seconds[100_000] / seconds[10_000]:.1f} × the time")
        share_of_recognising(SAMPLE, folder)
        share_of_recognising(folder / f"{100 if short else 100_000}.xlsx", folder)
        compare_download(100 if short else 1_000_000, folder)
        compare_cross_tables(1_000 if short else 100_000, folder)
        compare_batch(2 if short else 500, folder)


if __name__ == "__main__":
    main()
