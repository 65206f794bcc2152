"""A batch that goes on where it stopped: reports that would say the same are left alone, and named.

Two clients, one of them Turkish and with a cell that can't be read, and a workbook that was cut short.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace

from kpisheet.batch import unchanged
from kpisheet.batch.task import Task
from kpisheet.command.run import run
from kpisheet.html.brand import NO_BRAND, brand_of
from kpisheet.pipeline import Reading, Writing
from kpisheet.texts.resources import find
from kpisheet.workbook.template.author import author_template
from kpisheet.workbook.template.filling import Filling, Typed
from kpisheet.worksheet.periods import Period

ONE, OTHER = "Akron Dental", "Bolu Tesisat"
DAY = "2026-11-03"


def worksheet(name: str, language: str, leads: Typed) -> bytes:
    rows: list[dict[str, Typed]] = [
        {"period": date(2026, 10, 1), "channel": "Radio", "spend": 500, "leads": leads, "revenue": 900}
    ]
    return written(language, Filling({"business_name": name, "gross_margin": Decimal("0.5")}, rows))


def with_a_deal(value: Typed) -> bytes:
    rows: list[dict[str, Typed]] = [{"period": date(2026, 10, 1), "channel": "Radio", "spend": 500}]
    deals: list[dict[str, Typed]] = [
        {"created": date(2026, 10, 2), "outcome": "open", "channel": "Radio", "value": value}
    ]
    return written("en", Filling({"business_name": "Lima Roofing"}, rows, deals=deals))


def written(language: str, filling: Filling) -> bytes:
    made_on = date(2026, 11, 3)
    return author_template(language=language, currency="USD", year=None, filling=filling, made_on=made_on)


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder after a first run; each test works on a copy of its own."""
    folder = tmp_path_factory.mktemp("agency")
    (folder / "clients").mkdir()
    (folder / "clients" / f"{ONE}.xlsx").write_bytes(worksheet(ONE, "en", 12))
    (folder / "clients" / f"{OTHER}.xlsx").write_bytes(worksheet(OTHER, "tr", "12 kadar"))
    (folder / "clients" / "broken.xlsx").write_bytes(worksheet(ONE, "en", 12)[:9000])
    (folder / "brand.toml").write_text(brand("We paused the radio spots."), encoding="utf-8")
    browser = folder / "bin" / "chromium"
    browser.parent.mkdir()
    browser.write_text(PRINTS)
    browser.chmod(0o755)
    status, out, _ = reported(folder)
    assert status == 2
    assert "unchanged" not in out
    return folder


def brand(comment: str) -> str:
    return f'name = "Bright Agency"\n[comments]\n"{ONE}" = "{comment}"\n'


PRINTS = """#!/bin/sh
for each in "$@"; do
  case "$each" in --print-to-pdf=*) printf '%%PDF-1.4\\n/Type /Page\\n%%%%EOF\\n' > "${each#*=}" ;; esac
done
"""


@pytest.fixture
def folder(first_run: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(first_run, tmp_path / "agency"))


def reported(folder: Path, *options: str, day: str = DAY, language: str = "en") -> tuple[int, str, str]:
    arguments = [str(folder / "clients"), "-o", str(folder / "out"), "--for-clients", "--pdf", "--jobs", "1"]
    environment = {"LANG": language, "PATH": f"{folder / 'bin'}:/usr/bin:/bin"}
    return kpisheet([*arguments, "--date", day, *options], environment)


def kpisheet(arguments: list[str], environment: dict[str, str]) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    return run(arguments, StringIO(), out, err, environment), out.getvalue(), err.getvalue()


def again(folder: Path, *options: str, day: str = DAY) -> set[str]:
    """The clients that a run made anew: those whose page was put in place once more."""
    before = {path: path.stat().st_ino for path in (folder / "out").glob("*.kpi*.html")}
    reported(folder, "--changed-only", *options, day=day)
    after = {path: path.stat().st_ino for path in (folder / "out").glob("*.kpi*.html")}
    return {path.name.partition(".")[0] for path, place in after.items() if before.get(path) != place}


def test_nothing_is_touched_where_nothing_changed_and_that_is_said_in_both_languages(folder: Path) -> None:
    files = {path: path.read_bytes() for path in (folder / "out").iterdir() if ".kpi." in path.name}
    status, out, err = reported(folder, "--changed-only")
    assert status == 2  # one workbook is still broken
    assert f"{ONE}.xlsx: unchanged, the report of 3 Nov 2026 stands." in out
    assert f"{OTHER}.xlsx: değişmedi; 3 Kas 2026 tarihli rapor geçerli." in out
    assert "0 of 3 workbooks reported anew, 2 unchanged." in out
    assert err.count("broken.xlsx") == 1
    assert "index.kpi.xlsx" in {path.name for path in files}
    assert all(path.read_bytes() == files[path] for path in files if path.name != "index.kpi.xlsx")


def test_what_stands_keeps_its_line_of_the_overview_with_its_figures(folder: Path) -> None:
    before = overview(folder)
    reported(folder, "--changed-only")
    after = overview(folder)
    assert [row.pop("Report") for row in before] == [None, "made anew", "made anew"]
    assert [row.pop("Report") for row in after] == [None, "unchanged", "unchanged"]
    assert after == before
    assert [row["State"] for row in after] == ["Can’t be read", "To check", "To check"]
    assert all(row["Spend"] for row in after[1:])
    page = (folder / "out" / "index.html").read_text(encoding="utf-8")
    assert page.count("Unchanged: report of 3 Nov 2026") == 2


def overview(folder: Path) -> list[dict[str, object]]:
    sheet = openpyxl.load_workbook(folder / "out" / "index.kpi.xlsx").worksheets[0]
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    return [dict(zip(map(str, lines[0]), line, strict=True)) for line in lines[1:]]


def retype(path: Path) -> None:
    """Save the workbook with one figure that is another."""
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[-2]["C5"] = 1234
    workbook.save(path)


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
@pytest.mark.parametrize("edited", [f"clients/{ONE}.xlsx", f"out/{ONE}.kpi.xlsx"])
def test_only_the_client_whose_file_changed_is_made_anew_and_only_once(folder: Path, edited: str) -> None:
    retype(folder / edited)
    assert again(folder) == {ONE}
    assert again(folder) == set()


def stands(folder: Path, day: date = date(2026, 11, 3), **options: Any) -> bool:
    """Whether the report of the one client in English stands, seen from a run with these options."""
    writing = Writing(
        folder / "out", brand=brand_of((folder / "brand.toml").read_bytes(), ""), browser=folder / "bin"
    )
    task = Task(folder / "clients" / f"{ONE}.xlsx", Reading(made_on=day), writing, "en")
    for part in ("reading", "writing"):
        if part in options:
            task = replace(task, **{part: replace(getattr(task, part), **options[part])})
    return unchanged.unchanged(task, unchanged.made_from(task)) is not None


OUTPUTS = [f"{ONE}.kpi.xlsx", f"{ONE}.kpi.html", f"{ONE}.client.html", f"{ONE}.client.pdf"]


@pytest.mark.parametrize("name", OUTPUTS)
def test_a_report_stands_only_as_long_as_each_of_its_files_is_there_as_it_was(
    folder: Path, name: str
) -> None:
    output, elsewhere = folder / "out" / name, folder / "elsewhere"
    assert stands(folder)
    content = output.read_bytes()
    output.write_bytes(content.replace(b"Akron", b"Acron") + b" ")
    assert not stands(folder)
    output.rename(elsewhere)
    assert not stands(folder)
    output.write_bytes(content)
    assert stands(folder)


@pytest.mark.parametrize(
    "options",
    [
        {"reading": {"language": "tr"}},
        {"reading": {"sheet": "Channels"}},
        {"reading": {"period": Period.month(2026, 10)}},
        {"writing": {"people": False}},
        {"writing": {"verify": True}},
        {"writing": {"brand": NO_BRAND}},
        {"writing": {"brand": None}},
        {"writing": {"browser": None}},
        {"writing": {"logo": b"<svg/>"}},
    ],
)
def test_a_report_stands_for_no_run_with_another_option(folder: Path, options: dict[str, Any]) -> None:
    assert not stands(folder, **options)


def test_a_report_stands_for_no_other_version(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unchanged, "__version__", "1.0.1")
    assert not stands(folder)


def test_of_the_agency_s_comments_only_the_client_s_own_matters(folder: Path) -> None:
    comments = f'"{ONE}" = "We paused the radio spots."\n"{OTHER}" = "Yeni."\n'
    path = folder / "brand.toml"
    path.write_text(f'name = "Bright Agency"\n[comments]\n{comments}', encoding="utf-8")
    assert stands(folder)
    path.write_text(brand("They run again."), encoding="utf-8")
    assert not stands(folder)


def test_a_report_stands_until_the_month_is_over_in_which_it_was_made(folder: Path) -> None:
    days = [date(2026, 11, 2), date(2026, 11, 4), date(2026, 11, 30), date(2026, 12, 1)]
    assert [stands(folder, day) for day in days] == [False, True, True, False]  # in December it is late


def test_a_report_with_deals_stands_for_its_own_day(tmp_path: Path) -> None:
    path = tmp_path / "deals.xlsx"
    path.write_bytes(with_a_deal(4000))
    said = [
        kpisheet([str(path), "--changed-only", "--date", day], {"LANG": "en"})[1]
        for day in ("2026-11-03", "2026-11-03", "2026-11-04")
    ]
    assert ["unchanged" in each for each in said] == [False, True, False]


def test_a_file_that_broke_is_told_though_its_earlier_report_stands(folder: Path) -> None:
    path = folder / "clients" / f"{ONE}.xlsx"
    path.write_bytes(path.read_bytes()[:9000])
    status, out, err = reported(folder, "--changed-only")
    assert status == 2
    assert "0 of 3 workbooks reported anew, 1 unchanged." in out
    assert f"{ONE}.xlsx: " in err
    assert [row["Durum"] for row in overview(folder)] == ["Okunamıyor", "Okunamıyor", "Kontrol edilecek"]


def test_a_pdf_that_could_not_be_printed_is_tried_again(folder: Path) -> None:
    browser = folder / "bin" / "chromium"
    browser.write_text("#!/bin/sh\nexit 1\n")
    shutil.rmtree(folder / "out")
    assert reported(folder)[0] == 2
    browser.write_text(PRINTS)
    assert again(folder) == {ONE, OTHER}
    assert (folder / "out" / f"{ONE}.client.pdf").exists()


def test_errors_in_the_data_end_a_strict_run_alike_whether_reported_anew_or_not(folder: Path) -> None:
    (folder / "clients" / "broken.xlsx").unlink()
    assert reported(folder, "--strict", "--changed-only")[0] == 1
    (folder / "clients" / f"{OTHER}.xlsx").unlink()
    assert reported(folder, "--strict", "--changed-only")[0] == 0


def test_json_has_the_figures_of_the_report_that_stands_and_says_so(folder: Path) -> None:
    _, made, _ = reported(folder, "--json")
    _, standing, _ = reported(folder, "--json", "--changed-only", day="2026-11-20")
    before, after = ([json.loads(line) for line in lines.splitlines()] for lines in (made, standing))
    assert [each.pop("unchanged", None) for each in after] == [True, True, None]
    assert after == before


def test_what_is_remembered_stands_in_no_file_that_a_client_gets(folder: Path) -> None:
    with_memory = {path.name for path in (folder / "out").iterdir() if b"memory=" in path.read_bytes()}
    assert with_memory == {f"{ONE}.kpi.html", f"{OTHER}.kpi.html"}


def test_one_workbook_alone_is_left_alone_too_and_its_files_are_named(tmp_path: Path) -> None:
    sample = shutil.copy(find("sample.tr.xlsx"), tmp_path / "ekim.xlsx")
    arguments = [str(sample), "-o", str(tmp_path / "rapor.xlsx"), "--date", "2026-11-02", "--changed-only"]
    kpisheet(arguments, {"LANG": "tr"})
    placed = (tmp_path / "rapor.xlsx").stat().st_ino
    _, out, _ = kpisheet(arguments, {"LANG": "tr"})
    assert "ekim.xlsx: değişmedi; 2 Kas 2026 tarihli rapor geçerli." in out
    assert str(tmp_path / "rapor.html") in out
    assert (tmp_path / "rapor.xlsx").stat().st_ino == placed


def test_without_people_the_overview_quotes_nothing_of_deals(tmp_path: Path) -> None:
    for name in ("one.xlsx", "other.xlsx"):
        (tmp_path / name).write_bytes(with_a_deal("Ada Secret"))
    quoted = []
    for options in ([], ["--no-people"]):
        kpisheet([str(tmp_path), "--jobs", "1", "--date", DAY, *options], {"LANG": "en"})
        quoted.append("Ada Secret" in (tmp_path / "index.html").read_text(encoding="utf-8"))
    assert quoted == [True, False]
