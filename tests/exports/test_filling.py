"""A worksheet filled in with downloads: figures by hand, nothing typed overwritten, the same twice is one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from kpisheet.batch.jobs import sorted_files
from kpisheet.errors import UnreadableFileError
from kpisheet.pipeline import Evaluation, Reading, evaluate_downloads
from kpisheet.texts.resources import find
from kpisheet.workbook.template.author import author_template
from kpisheet.workbook.template.filling import Filling
from tests.support.downloads import GA4, GOOGLE, HUBSPOT, LINKEDIN, META

TODAY = date(2026, 11, 30)
FILES = {
    "google.csv": GOOGLE,
    "meta.csv": META,
    "linkedin.csv": LINKEDIN,
    "ga4.csv": GA4,
    "deals.csv": HUBSPOT,
}


def saved(folder: Path, files: dict[str, str] | None = None) -> list[Path]:
    for name, text in (files or FILES).items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files or FILES]


def filled(paths: list[Path], worksheet: Path | None = None, *, replace: bool = False) -> Evaluation:
    reading = Reading(made_on=TODAY, replace=replace)
    found = sorted_files(paths, reading.taught, today=TODAY)
    assert not found.failed
    return evaluate_downloads(worksheet, found.downloads, reading)


def figures(evaluation: Evaluation) -> dict[str, tuple[object, ...]]:
    keys = ("spend", "visitors", "leads", "new_customers", "revenue", "cac")
    return {each["channel"]: tuple(each[key] for key in keys) for each in evaluation.to_dict()["channels"]}


def channels_typed(content: bytes) -> list[tuple[object, ...]]:
    book = openpyxl.load_workbook(BytesIO(content), data_only=True)
    rows = book["Channels"].iter_rows(min_row=6, max_col=7, values_only=True)
    return [row for row in rows if row[1] is not None]


@pytest.fixture(name="paths")
def made(tmp_path: Path) -> list[Path]:
    return saved(tmp_path)


def test_five_downloads_fill_an_empty_worksheet_with_the_figures_by_hand(paths: list[Path]) -> None:
    """CAC of Google Ads in the whole: 2,000.75 ÷ 1. LinkedIn: October 400.50, November 99.50."""
    told = figures(filled(paths))
    assert told["Google Ads"] == (2000.75, 500, 20, 1, 1200.5, 2000.75)
    assert told["Meta Ads"] == (1500, None, 12, None, None, None)
    assert told["LinkedIn Ads"] == (500, None, 3, None, None, None)
    assert told["Organic search"] == (None, 1200, None, 1, 800, None)
    assert told["Direct"] == (None, 300, None, None, None, None)


def test_deals_get_their_rows_and_no_name_of_a_person(paths: list[Path]) -> None:
    content = filled(paths).filled_workbook()
    deals = openpyxl.load_workbook(BytesIO(content))["Deals"]
    rows = [row for row in deals.iter_rows(values_only=True) if row[1] and not isinstance(row[1], str)]
    assert [row[0] for row in rows] == ["1", "2", "4", "5", "3"]
    assert [row[4] for row in rows] == ["Won", "Won", "Won", "Lost", "Open"]
    text = " ".join(str(cell) for row in deals.iter_rows(values_only=True) for cell in row if cell)
    assert "Jane" not in text
    assert "Ann" not in text


def october(folder: Path) -> Path:
    """A worksheet as somebody keeps it: Radio all typed, Google Ads begun, Meta's spend typed by hand."""
    book = openpyxl.load_workbook(
        BytesIO(author_template(language="en", currency="USD", year=None, made_on=TODAY))
    )
    month = date(2026, 10, 1)
    typed = [
        (month, "Radio", 300, None, 5, 3, 900),
        (month, "Google Ads"),
        (month, "Meta Ads", 1500),
    ]
    for number, values in enumerate(typed, start=6):
        for column, value in enumerate(values, start=1):
            book["Channels"].cell(number, column).value = value
    path = folder / "october.xlsx"
    book.save(path)
    return path


def test_five_downloads_into_the_month_that_was_begun_give_the_cac_by_hand(
    paths: list[Path], tmp_path: Path
) -> None:
    """Google Ads 2,000.75 ÷ 1 customer; Radio 300 ÷ 3; Organic search and Direct cost nothing."""
    worksheet = october(tmp_path)
    evaluation = filled(paths, worksheet)
    told = figures(evaluation)
    assert told["Google Ads"] == (2000.75, 500, 20, 1, 1200.5, 2000.75)
    assert told["Radio"] == (300, None, 5, 3, 900, 100)
    assert told["Meta Ads"] == (1500, None, 12, None, None, None)
    assert {name: each[5] for name, each in told.items()} == {
        "Google Ads": 2000.75,
        "Radio": 100,
        "Meta Ads": None,
        "LinkedIn Ads": None,
        "Organic search": None,
        "Direct": None,
    }
    worksheet.write_bytes(evaluation.filled_workbook())
    again = filled(paths, worksheet)
    assert again.filled_workbook() == worksheet.read_bytes()
    corrected = saved(
        tmp_path, {"google.csv": GOOGLE.replace("1,500.50", "1,600.50").replace("2,000.75", "2,100.75")}
    )
    new = figures(filled(corrected, worksheet, replace=True))
    assert new["Google Ads"] == (2100.75, 500, 20, 1, 1200.5, 2100.75)
    assert {name: each for name, each in new.items() if name != "Google Ads"} == {
        name: each for name, each in told.items() if name != "Google Ads"
    }


def test_the_same_downloads_twice_change_no_byte(paths: list[Path], tmp_path: Path) -> None:
    once = filled(paths)
    worksheet = tmp_path / "october.xlsx"
    worksheet.write_bytes(once.filled_workbook())
    again = filled(paths, worksheet)
    assert again.filled_workbook() == worksheet.read_bytes()
    assert [one.code for one in again.report.findings if one.code == "K941"] == []


def test_a_corrected_download_changes_its_own_figures_alone(paths: list[Path], tmp_path: Path) -> None:
    worksheet = tmp_path / "october.xlsx"
    worksheet.write_bytes(filled(paths).filled_workbook())
    corrected = saved(
        tmp_path, {"google.csv": GOOGLE.replace("1,500.50", "1,600.50").replace("2,000.75", "2,100.75")}
    )
    kept = filled(corrected, worksheet)
    assert figures(kept)["Google Ads"][0] == 2000.75
    (told,) = [one for one in kept.report.findings if one.code == "K941"]
    assert (told.typed, told.facts["told"]) == ("2000.75", 2100.75)
    new = filled(corrected, worksheet, replace=True)
    assert figures(new)["Google Ads"] == (2100.75, 500, 20, 1, 1200.5, 2100.75)
    before, after = (channels_typed(each) for each in (worksheet.read_bytes(), new.filled_workbook()))
    changed = [(old, now) for old, now in zip(before, after, strict=True) if old != now]
    assert [(old[2], now[2]) for old, now in changed] == [(2000.75, 2100.75)]


def test_what_a_person_typed_stays_even_where_figures_are_replaced(paths: list[Path], tmp_path: Path) -> None:
    worksheet = tmp_path / "october.xlsx"
    book = openpyxl.load_workbook(BytesIO(filled(paths).filled_workbook()))
    cell = next(row[2] for row in book["Channels"].iter_rows(min_row=6) if row[1].value == "Google Ads")
    cell.value = 1999
    book.save(worksheet)
    assert figures(filled(paths, worksheet, replace=True))["Google Ads"][0] == 1999


def test_a_filled_worksheet_of_a_person_gets_rows_and_keeps_all_else(tmp_path: Path) -> None:
    worksheet = find("sample.en.xlsx")
    (path,) = saved(tmp_path, {"google.csv": GOOGLE.replace("October", "December")})
    evaluation = filled([path], worksheet)
    before, after = (channels_typed(each) for each in (worksheet.read_bytes(), evaluation.filled_workbook()))
    assert after[: len(before)] == before
    (added,) = after[len(before) :]
    assert added[1:3] == ("Google Ads", 2000.75)
    assert (added[0].year, added[0].month) == (2026, 12)  # type: ignore[attr-defined]  # a date cell


def test_a_blank_cell_of_a_row_that_is_there_is_filled(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Month", "Channel", "Spend", "Leads"])
    sheet.append(["2026-10", "google ads", 2000.75, None])
    worksheet = tmp_path / "own.xlsx"
    book.save(worksheet)
    evaluation = filled(saved(tmp_path, {"google.csv": GOOGLE}), worksheet)
    (row,) = evaluation.worksheet.rows
    assert (row.values["spend"], row.values["leads"]) == (evaluation.worksheet.rows[0].values["spend"], 20)
    assert [one.code for one in evaluation.report.findings if one.code in {"K937", "K941"}] == []


def test_a_worksheet_without_the_column_says_so(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Month", "Channel", "Spend"])
    book.active.append(["2026-09", "Radio", 5])
    worksheet = tmp_path / "own.xlsx"
    book.save(worksheet)
    evaluation = filled(saved(tmp_path, {"google.csv": GOOGLE}), worksheet)
    assert "K937" in [one.code for one in evaluation.report.findings]
    assert figures(evaluation)["Google Ads"][0] == 2000.75


def test_money_of_another_currency_is_refused(tmp_path: Path) -> None:
    (path,) = saved(tmp_path, {"meta.csv": META.replace("(USD)", "(EUR)")})
    with pytest.raises(UnreadableFileError, match="export_other_currency"):
        filled([path], find("sample.en.xlsx"))


@pytest.mark.parametrize("vat", ["with", "without"])
def test_spend_without_vat_is_asked_about_in_a_worksheet_whose_amounts_contain_it(
    vat: str, paths: list[Path], tmp_path: Path
) -> None:
    filling = Filling({"vat": vat, "vat_rate": Decimal("0.2") if vat == "with" else None})
    worksheet = tmp_path / "ours.xlsx"
    worksheet.write_bytes(
        author_template(language="en", currency="USD", year=None, filling=filling, made_on=TODAY)
    )
    codes = [one.code for one in filled(paths, worksheet).report.findings]
    assert ("K672" in codes) == (vat == "with")
