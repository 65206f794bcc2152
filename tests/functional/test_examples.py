"""The example programs of docs/examples do what they say, over workbooks in both languages."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "docs" / "examples" / "kpi_over_months.py"
HEADERS = {
    "en": ("Month", "Channel", "Spend", "Leads", "New customers"),
    "tr": ("Ay", "Kanal", "Harcama", "Potansiyel müşteri (lead)", "Yeni müşteri"),
}
TITLES = {"en": "Customer acquisition cost (CAC), USD", "tr": "Müşteri edinme maliyeti (CAC), TRY"}


def workbook(path: Path, language: str, month: int, *rows: tuple[str, float, int, int]) -> str:
    book = openpyxl.Workbook()
    book.active.append(HEADERS[language])
    for row in rows:
        book.active.append([datetime(2026, month, 1), *row])  # noqa: DTZ001 - a cell knows no time zone
        book.active.cell(book.active.max_row, 3).number_format = (
            "#,##0 [$₺-41F]" if language == "tr" else "[$$-409]#,##0"
        )
    book.save(path)
    return path.name


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-W", "error", str(EXAMPLE), *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
        env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )


@pytest.mark.parametrize("language", ["en", "tr"])
def test_one_kpi_is_drawn_over_many_workbooks(language: str, tmp_path: Path) -> None:
    """100 for 4 customers: 25; 90 for 3: 30; 50 for none: undefined, a gap in the line."""
    named = [
        workbook(tmp_path / "a.xlsx", language, 8, ("Radio", 100, 9, 4), ("Google Ads", 50, 5, 0)),
        workbook(tmp_path / "b.xlsx", language, 9, ("Radio", 90, 9, 3), ("Google Ads", 60, 5, 2)),
    ]
    (tmp_path / "c.xlsx").write_bytes(b"not a workbook")
    done = run(tmp_path, *named, "c.xlsx", "--kpi", "cac", "-o", "cac.xlsx")
    assert (done.returncode, done.stdout) == (0, "cac.xlsx\n")
    assert done.stderr.startswith("c.xlsx is left out")
    sheet = openpyxl.load_workbook(tmp_path / "cac.xlsx").worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(max_row=3, max_col=3, values_only=True)]
    assert rows[0][1:] == ([*("Radyo", "Google Ads")] if language == "tr" else ["Radio", "Google Ads"])
    assert rows[1:] == [
        [datetime(2026, 8, 1), 25, None],  # noqa: DTZ001
        [datetime(2026, 9, 1), 30, 30],  # noqa: DTZ001
    ]
    (chart,) = sheet._charts  # type: ignore[attr-defined]  # openpyxl names it so, its types do not
    assert len(chart.series) == 2
    title = "".join(run.t for paragraph in chart.title.tx.rich.p for run in paragraph.r)
    assert title == TITLES[language]


def test_two_currencies_are_not_drawn_into_one_chart(tmp_path: Path) -> None:
    named = [
        workbook(tmp_path / f"{language}.xlsx", language, 8, ("Radio", 100, 9, 4))
        for language in ("en", "tr")
    ]
    done = run(tmp_path, *named)
    assert done.returncode == 2
    assert "['TRY', 'USD']" in done.stderr


def test_an_example_is_type_checked_and_named_in_both_readmes() -> None:
    check = [sys.executable, "-m", "mypy", "--strict", str(EXAMPLE)]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout
    for name in ("README.md", "README.tr.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert f"python {EXAMPLE.relative_to(ROOT).as_posix()} " in text


def test_any_workbook_is_marked_with_the_package_layer_alone(tmp_path: Path) -> None:
    """The note and the fill are there, the rest of the sample's parts are as they were."""
    marked = tmp_path / "marked.xlsx"
    example = ROOT / "docs" / "examples" / "mark_a_workbook.py"
    sample = ROOT / "templates" / "sample.en.xlsx"
    arguments = [str(sample), str(marked), "Channels", "C5", "Is this one too high?"]
    subprocess.run([sys.executable, "-W", "error", str(example), *arguments], check=True)
    cell = openpyxl.load_workbook(marked)["Channels"]["C5"]
    assert "Is this one too high?" in cell.comment.text
    with zipfile.ZipFile(sample) as before, zipfile.ZipFile(marked) as after:
        same = [name for name in before.namelist() if before.read(name) == after.read(name)]
        changed = sorted(set(before.namelist()) - set(same))
    assert len(changed) <= 5
    assert all(name.startswith(("[Content", "xl/styles", "xl/worksheets")) for name in changed)


def test_what_python_offers_is_seen_by_who_asks_for_it() -> None:
    """In a process of its own: the names are loaded on first use only."""
    asked = "import kpisheet; print(*dir(kpisheet)); print(kpisheet.evaluate.__name__)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert said.splitlines()[0].split() == [
        "Evaluation",
        "KpisheetError",
        "Writing",
        "Written",
        "__version__",
        "evaluate",
    ]
