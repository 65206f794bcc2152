"""`--from`, `--to` and their short forms choose what is reported, and leave Business alone.

The samples' rows are of November 2025 to October 2026, and their Business asks for October 2026.
"""

from __future__ import annotations

import json
import shutil
from io import StringIO
from pathlib import Path

import openpyxl
import pytest

from kpisheet.command.run import run
from kpisheet.texts.resources import find

DAY = "2026-11-30"


def kpisheet(*arguments: object) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    status = run([*map(str, arguments), "--date", DAY], StringIO(), out, err, {"LANG": "en_US.UTF-8"})
    return status, out.getvalue(), err.getvalue()


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    return Path(shutil.copy(find("sample.en.xlsx"), tmp_path / "october.xlsx"))


def period_of(sample: Path, *options: str) -> str:
    status, out, err = kpisheet(sample, "--json", *options)
    assert (status, err) == (0, "")
    return str(json.loads(out)["period"])


@pytest.mark.parametrize(
    ("options", "period"),
    [
        (["--from", "2026-07", "--to", "2026-09"], "2026-Q3"),
        (["--from", "2026-Q3", "--to", "Aug 2026"], "2026-07-01/2026-08-31"),
        (["--from", "2026-09"], "2026-09-01/2026-10-31"),
        (["--last-month"], "2026-10"),
        (["--last-quarter"], "2026-Q3"),
        (["--year", "2025"], "2025-11-01/2025-12-31"),
        ([], "2026-10"),
    ],
)
def test_the_rows_of_the_chosen_period_are_reported(sample: Path, options: list[str], period: str) -> None:
    assert period_of(sample, *options) == period


def test_the_last_quarter_reaches_into_the_year_before(sample: Path) -> None:
    out = StringIO()
    arguments = [str(sample), "--json", "--last-quarter", "--date", "2026-02-01"]
    assert run(arguments, StringIO(), out, StringIO(), {}) == 0
    assert json.loads(out.getvalue())["period"] == "2025-11-01/2025-12-31"


def test_a_chosen_period_gives_the_figures_of_the_same_period_typed_into_business(
    sample: Path, tmp_path: Path
) -> None:
    typed = tmp_path / "typed.xlsx"
    book = openpyxl.load_workbook(sample)
    for name in ("kpi_report_from", "kpi_report_to"):
        sheet, cell = book.defined_names[name].attr_text.split("!")
        book[sheet.strip("'")][cell.replace("$", "")].value = "Aug 2026"
    book.save(typed)
    _, chosen, _ = kpisheet(sample, "--json", "--from", "2026-08", "--to", "2026-08")
    _, set_in_business, _ = kpisheet(typed, "--json")
    one, other = json.loads(chosen), json.loads(set_in_business)
    for key in ("period", "totals", "channels", "changes", "targets", "window"):
        assert one[key] == other[key], key


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
def test_business_stays_as_it_is_and_the_page_and_the_workbook_say_what_was_chosen(
    sample: Path, tmp_path: Path
) -> None:
    before = openpyxl.load_workbook(sample)["Business"]
    kpisheet(sample, "--last-quarter")
    after = openpyxl.load_workbook(tmp_path / "october.kpi.xlsx")
    assert [[cell.value for cell in row] for row in after["Business"]] == [
        [cell.value for cell in row] for row in before
    ]
    said = "Q3 2026 was chosen for this report"
    assert (tmp_path / "october.kpi.html").read_text(encoding="utf-8").count(said) == 2
    assert any(said in str(cell.value) for row in after["KPI summary"] for cell in row)


def test_a_period_without_a_row_says_so_and_which_is_the_latest(sample: Path, tmp_path: Path) -> None:
    status, out, err = kpisheet(sample, "--from", "2026-11")
    assert (status, err) == (0, "")
    assert "No row lies in November 2026; the latest is of October 2026." in out
    assert "Next: fill in the rows of November 2026." in out


def test_an_option_never_tells_the_year_of_months_without_one(tmp_path: Path) -> None:
    path = tmp_path / "bare.xlsx"
    book = openpyxl.Workbook()
    for line in (["Month", "Channel", "Spend"], ["September", "SEO", 100]):
        book.active.append(line)
    book.save(path)
    _, out, _ = kpisheet("check", path)
    assert "K505" in out
    _, out, _ = kpisheet(path, "--json", "--year", "2026")
    assert "K505" in {each["code"] for each in json.loads(out)["findings"]}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--last-month", "--year", "2026"], "--last-month and --year each choose a period."),
        (["--to", "2026-09"], "--to needs --from"),
        (["--from", "2026-10", "--to", "2026-09"], "would end (September 2026) before it begins"),
        (["--from", "soon"], "“soon” is not a month"),
        (["--year", "26"], "not a whole number"),
    ],
)
def test_what_contradicts_itself_is_refused_in_a_sentence(
    sample: Path, tmp_path: Path, options: list[str], said: str
) -> None:
    status, out, err = kpisheet(sample, *options)
    assert (status, out) == (2, "")
    assert said in err
    assert [path.name for path in tmp_path.iterdir()] == ["october.xlsx"]
