"""How to add a column, a KPI, a finding, a language: docs/walk-throughs is walked through in a copy."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from collections.abc import Iterator, Mapping
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

ROOT = Path(__file__).resolve().parents[2]
WALKS = ROOT / "docs" / "walk-throughs"


class House:
    """A copy of the code, to change; what runs in it is what stands there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for folder in ("kpisheet", "templates", "docs", "tests"):
            passed_over = shutil.ignore_patterns("pictures")  # what is compiled saves each run a second
            shutil.copytree(ROOT / folder, root / folder, ignore=passed_over)

    def walk(self, name: str) -> None:
        """Do what a walk-through shows: its lines are found by what stands around them, wherever that is."""
        for path, hunk in hunks((WALKS / f"{name}.diff").read_text(encoding="utf-8")):
            lines = (self.root / path).read_text(encoding="utf-8").splitlines()
            old = [line[1:] for line in hunk if line[0] in " -"]
            places = [n for n in range(len(lines)) if agree(lines[n : n + len(old)], old)]
            assert len(places) == 1, f"{name}.diff doesn't fit {path} any more: {old}"
            (place,) = places
            lines[place : place + len(old)] = done(hunk, lines[place : place + len(old)])
            (self.root / path).write_text("\n".join(lines) + "\n", encoding="utf-8")

    def python(self, *arguments: object, lang: str = "en_US.UTF-8") -> str:
        environment = {**os.environ, "PYTHONPATH": str(self.root), "LC_ALL": lang, "PYTHONUTF8": "1"}
        done = subprocess.run(
            [sys.executable, *map(str, arguments)],
            cwd=self.root,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def kpisheet(self, *arguments: object, lang: str = "en_US.UTF-8") -> str:
        return self.python("-m", "kpisheet", *arguments, lang=lang)

    def reference(self, language: str) -> str:
        self.python("docs/reference.py")
        return (self.root / "docs" / f"reference.{language}.md").read_text(encoding="utf-8")


def hunks(diff: str) -> Iterator[tuple[str, list[str]]]:
    """The file and the lines of each part of a diff."""
    for part in re.split(r"^--- a/", diff, flags=re.MULTILINE)[1:]:
        for hunk in re.split(r"^@@ .*\n", part, flags=re.MULTILINE)[1:]:
            yield part.partition("\n")[0], hunk.splitlines()


def done(hunk: list[str], lines: list[str]) -> list[str]:
    """The lines once a part of a diff is done to them; those that stay, stay as they are."""
    kept, result = iter(lines), []
    for line in hunk:
        if line[0] == "+":
            result.append(line[1:])
        else:
            own = next(kept)
            result += [own] if line[0] == " " else []
    return result


def agree(lines: list[str], shown: list[str]) -> bool:
    """Whether they are the same lines; a sentence may have been worded otherwise since."""
    return [line.partition('": "')[0] for line in lines] == [line.partition('": "')[0] for line in shown]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "house")


def opened(path: Path) -> openpyxl.Workbook:
    with warnings.catch_warnings():  # openpyxl says that it doesn't know Excel's newer data bars
        warnings.simplefilter("ignore", UserWarning)
        return openpyxl.load_workbook(BytesIO(path.read_bytes()))


def texts_of(book: openpyxl.Workbook, sheet: str) -> set[str]:
    return {str(cell.value) for row in book[sheet].iter_rows() for cell in row if cell.value is not None}


def table(path: Path, headers: tuple[str, ...], *rows: tuple[Any, ...]) -> None:
    book = openpyxl.Workbook()
    book.active.append(headers)
    for row in rows:
        book.active.append(row)
    book.save(path)


COLUMN = {
    # header, an alias, the template's sheet, the sheet of the rows as read, how it says "As typed"
    "en": ("Appointments", "Demos booked", "Channels", "Data used", "As typed: Appointments"),
    "tr": ("Randevu", "Alınan randevu", "Kanallar", "Kullanılan veriler", "Yazıldığı hâliyle: Randevu"),
}


@pytest.mark.parametrize("language", COLUMN)
def test_a_column_is_one_row_and_its_texts(language: str, house: House) -> None:
    header, alias, channels, data_used, as_typed = COLUMN[language]
    house.walk("a-column")

    house.kpisheet("template", "--lang", language, "-o", "typed.xlsx")
    book = opened(house.root / "typed.xlsx")
    sheet = book[channels]
    place = next(int(cell.column or 0) for cell in sheet[5] if cell.value == header)
    for row, (channel, appointments) in enumerate((("Radio", 7), ("SEO", -3), ("Google Ads", "12 ")), 6):
        cells: dict[int, Any] = {1: datetime(2026, 10, 1), 2: channel, 3: 100, 5: 9, 6: 2, 7: 300}  # noqa: DTZ001
        for column, value in {**cells, place: appointments}.items():
            sheet.cell(row, column).value = value
    book.save(house.root / "typed.xlsx")

    told = json.loads(house.kpisheet("typed.xlsx", "--json", "--verify"))
    letter = get_column_letter(place)
    assert [(each["cell"], each["severity"], each["read_as"]) for each in told["findings"]] == [
        (f"{letter}7", "error", None),
        (f"{letter}8", "warning", 12),
    ]
    made = opened(house.root / "typed.kpi.xlsx")
    assert made[channels][f"{letter}7"].comment
    assert as_typed in texts_of(made, data_used)

    names = {"en": ("Channel", "Spend"), "tr": ("Kanal", "Harcama")}[language]
    table(house.root / "own.xlsx", (*names, alias), ("Radio", 100, 7))
    read = "import kpisheet; print(kpisheet.evaluate('own.xlsx').worksheet.rows[0].values['appointments'])"
    assert float(house.python("-c", read)) == 7

    (line,) = [each for each in house.reference(language).splitlines() if "`appointments`" in each]
    assert line.startswith(f"| {header} | `appointments` |")
    assert line.endswith("| booked visits, demos booked, randevu sayısı, alınan randevu |")


KPI = {
    "en": ("Revenue per lead", "KPI summary", "Definitions", "Rev./lead"),
    "tr": ("Lead başına ciro", "KPI özeti", "Tanımlar", "Ciro/lead"),
}
HEADERS = {
    "en": ("Month", "Channel", "Spend", "Leads", "New customers", "Revenue"),
    "tr": ("Ay", "Kanal", "Harcama", "Potansiyel müşteri (lead)", "Yeni müşteri", "Ciro"),
}


@pytest.mark.parametrize("language", KPI)
def test_a_kpi_is_one_row_its_texts_and_two_places(language: str, house: House) -> None:
    """(500 + 300) ÷ (10 + 10) is 40; nothing can be said of a channel without leads."""
    label, summary, definitions, short = KPI[language]
    house.walk("a-kpi")
    rows = (("2026-09", "Radio", 100, 10, 2, 500), ("2026-10", "Radio", 100, 10, 2, 300))
    table(house.root / "own.xlsx", HEADERS[language], *rows, ("2026-10", "SEO", 50, 0, 0, 0))
    told = json.loads(house.kpisheet("own.xlsx", "--json", "--verify"))
    assert told["totals"]["revenue_per_lead"] == 40
    by_channel = {each["key"]: each for each in told["channels"]}
    assert by_channel["radio"]["revenue_per_lead"] == 40
    assert by_channel["organic_search"]["revenue_per_lead"] is None
    assert by_channel["organic_search"]["missing"]["revenue_per_lead"]
    made = opened(house.root / "own.kpi.xlsx")
    assert short in texts_of(made, summary)
    assert label in texts_of(made, definitions)
    assert label in (house.root / "own.kpi.html").read_text(encoding="utf-8")
    assert f"| {label} | `revenue_per_lead` |" in house.reference(language)
    schema = json.loads((house.root / "docs" / "kpisheet-1.schema.json").read_text(encoding="utf-8"))
    assert '"revenue_per_lead"' in json.dumps(schema)


FINDING = {
    "en": ("Quotes", "11 quotes for 10 leads.", "| K417 | Warning | 12 quotes, 9 leads. |"),
    "tr": ("Teklif", "10 leade karşılık 11 teklif var.", "| K417 | Uyarı | 9 lead, 12 teklif. |"),
}


@pytest.mark.parametrize("language", FINDING)
def test_a_finding_is_one_row_its_texts_a_rule_and_its_cases(language: str, house: House) -> None:
    header, message, line = FINDING[language]
    house.walk("a-finding")
    table(house.root / "own.xlsx", (*HEADERS[language], header), ("2026-10", "Radio", 100, 10, 2, 500, 11))
    (finding,) = json.loads(house.kpisheet("own.xlsx", "--json"))["findings"]
    assert (finding["code"], finding["cell"], finding["message"]) == ("K417", "G2", message)
    assert message in (opened(house.root / "own.kpi.xlsx").worksheets[0]["G2"].comment.text)
    assert line in house.reference(language)


def test_the_cases_of_the_new_finding_are_its_two_tests(house: House) -> None:
    house.walk("a-finding")
    shutil.copy(ROOT / "pyproject.toml", house.root)
    tests = "tests/worksheet/test_each_finding_and_its_near_miss.py"
    said = house.python(
        "-m", "pytest", "-n", "0", "-q", "-p", "no:cacheprovider", "-k", "K417 or without", tests
    )
    assert "3 passed" in said


def test_a_language_is_a_folder_of_words_and_one_row_of_habits(house: House) -> None:
    """Only some words are German here; the others are the English ones that the folder began with."""
    shutil.copytree(house.root / "kpisheet/texts/en", house.root / "kpisheet/texts/de")
    house.walk("a-language")
    house.kpisheet("template", "-o", "kanal.xlsx", lang="de_DE.UTF-8")
    book = opened(house.root / "kanal.xlsx")
    sheet = book["Kanäle"]
    assert [cell.value for cell in sheet[5]][:3] == ["Monat", "Kanal", "Ausgaben"]
    values: Mapping[str, Any] = {
        "A6": "Oktober 2026",
        "B6": "Rundfunk",
        "C6": "1.234,50 €",
        "E6": 10,
        "F6": 2,
        "G6": 5000,
    }
    for cell, value in values.items():
        sheet[cell] = value
    book.save(house.root / "kanal.xlsx")
    told = json.loads(house.kpisheet("kanal.xlsx", "--json"))
    assert (told["language"], told["currency"], told["periods"]) == ("de", "EUR", ["2026-10"])
    (radio,) = told["channels"]
    assert (radio["channel"], radio["key"], radio["spend"]) == ("Rundfunk", "radio", 1234.5)
    assert "1.235 €" in (house.root / "kanal.kpi.html").read_text(encoding="utf-8")
    table(house.root / "own.xlsx", ("Kanal", "Harcama", "Ciro"), ("Radyo", 100, 300))
    assert json.loads(house.kpisheet("own.xlsx", "--json"))["language"] == "tr"  # the others are still known


def test_a_system_is_one_row_and_its_texts(house: House) -> None:
    """30.50 + 9.50 = 40 of spend, 3 + 2 = 5 leads; the name of the file says nothing."""
    house.walk("a-system")
    lines = [
        "Campaign Name,Date,eCPM,Amount Spent,Sign up conversions",
        "A,2026-10-01,1,30.50,3",
        "B,2026-10-02,1,9.50,2",
    ]
    (house.root / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    told = json.loads(house.kpisheet("list.csv", "--json"))
    assert [each["system"] for each in told["sources"]] == ["reddit_ads"]
    (channel,) = told["channels"]
    assert (channel["channel"], channel["spend"], channel["leads"]) == ("Reddit Ads", 40, 5)
    assert "| Reddit Ads | `reddit_ads` | Campaign Name + eCPM + Amount Spent |" in house.reference("en")


def test_a_layout_is_a_place_for_a_word_of_the_address(house: House) -> None:
    """A block for each channel, with `Channel: Zebra Fair` above it; nobody knows that name."""
    house.walk("a-layout")
    book = openpyxl.Workbook()
    for name, spend in (("Zebra Fair", 100), ("Radio", 50)):
        for line in ([f"Channel: {name}"], ["Month", "Spend", "Leads"], ["Oct 2026", spend, 10], []):
            book.active.append(line)
    book.save(house.root / "own.xlsx")
    told = json.loads(house.kpisheet("own.xlsx", "--json"))
    assert {each["channel"]: each["spend"] for each in told["channels"]} == {"Zebra Fair": 100, "Radio": 50}
    assert (told["layout"]["channels"], told["layout"]["periods"]) == ("title", "side")


def test_contributing_names_every_walk_through() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for path in WALKS.glob("*"):
        assert f"docs/walk-throughs/{path.name}" in text
