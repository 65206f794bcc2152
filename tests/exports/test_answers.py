"""What a person answered of a download stands in the worksheet afterwards: next month asks nothing."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl

from kpisheet.batch.jobs import sorted_files
from kpisheet.exports.lines import Conversions, Taught
from kpisheet.pipeline import Evaluation, Reading, evaluate_downloads
from kpisheet.worksheet.periods import Period
from tests.support.downloads import GOOGLE, META

TODAY = date(2026, 11, 30)
LIST = "Campaign,Media bill,Clicks\nA,100,1\nB,50,1\n"


def reported(paths: list[Path], taught: Taught | None = None) -> Evaluation:
    reading = Reading(made_on=TODAY, taught=taught or Taught())
    found = sorted_files(paths, reading.taught, today=TODAY)
    assert not found.failed
    worksheet = found.worksheets[0] if found.worksheets else None
    return evaluate_downloads(worksheet, found.downloads, reading)


def saved(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def codes(evaluation: Evaluation) -> set[str]:
    return {one.code for one in evaluation.report.findings}


def business(content: bytes) -> dict[object, object]:
    sheet = openpyxl.load_workbook(BytesIO(content))["Business"]
    texts = [[cell.value for cell in row if cell.value is not None] for row in sheet.iter_rows()]
    return {row[0]: row[1] for row in texts if len(row) > 1}


def test_what_conversions_are_is_typed_into_business_and_asked_no_more(tmp_path: Path) -> None:
    google = saved(tmp_path, "google.csv", GOOGLE)
    first = reported([google], Taught(conversions=Conversions.CUSTOMERS))
    assert business(first.filled_workbook())["Conversions are"] == "New customers"
    worksheet = saved(tmp_path, "october.xlsx", first.filled_workbook())
    november = saved(tmp_path, "november.csv", GOOGLE.replace("October", "November").replace("31,", "30,"))
    second = reported([worksheet, november])
    told = {row.period.key: row.values for row in second.worksheet.rows if row.period}
    assert {month: values["new_customers"] for month, values in told.items()} == {
        "2026-10": 20,
        "2026-11": 20,
    }
    assert not codes(second) & {"K184", "K938"}


def test_the_answer_that_stands_in_business_is_not_overwritten(tmp_path: Path) -> None:
    first = reported([saved(tmp_path, "google.csv", GOOGLE)], Taught(conversions=Conversions.LEADS))
    worksheet = saved(tmp_path, "october.xlsx", first.filled_workbook())
    november = saved(tmp_path, "november.csv", GOOGLE.replace("October", "November").replace("31,", "30,"))
    second = reported([worksheet, november], Taught(conversions=Conversions.IGNORE))
    assert business(second.filled_workbook())["Conversions are"] == "Leads"
    assert [row.values.get("leads") for row in second.worksheet.rows] == [20, None]


def test_results_that_say_what_they_are_stay_that_whatever_business_says(tmp_path: Path) -> None:
    """Meta: 12 leads of a form, and 640 engagements, which no answer about conversions makes leads."""
    first = reported([saved(tmp_path, "google.csv", GOOGLE)], Taught(conversions=Conversions.LEADS))
    worksheet = saved(tmp_path, "october.xlsx", first.filled_workbook())
    second = reported([worksheet, saved(tmp_path, "meta.csv", META)])
    assert {row.channel.name: row.values["leads"] for row in second.worksheet.rows} == {
        "Google Ads": 20,
        "Meta Ads": 12,
    }


def test_a_column_and_a_channel_once_told_are_known_next_month(tmp_path: Path) -> None:
    taught = Taught("Radio", Period.month(2026, 10), {"media bill": "spend"})
    first = reported([saved(tmp_path, "plan october.csv", LIST)], taught)
    worksheet = saved(tmp_path, "october.xlsx", first.filled_workbook())
    november = saved(tmp_path, "plan november 2026.csv", LIST.replace("100", "120"))
    second = reported([worksheet, november])
    told = [
        (row.period and row.period.key, row.channel.name, row.values["spend"])
        for row in second.worksheet.rows
    ]
    assert told == [("2026-10", "Radio", 150), ("2026-11", "Radio", 170)]
    assert "K945" in codes(second)
    assert "K924" not in codes(second)


def test_a_file_of_another_name_is_not_taken_for_the_same_channel(tmp_path: Path) -> None:
    taught = Taught("Radio", Period.month(2026, 10), {"media bill": "spend"})
    first = reported([saved(tmp_path, "plan.csv", LIST)], taught)
    worksheet = saved(tmp_path, "october.xlsx", first.filled_workbook())
    second = reported([worksheet, saved(tmp_path, "posters 2026-11.csv", LIST)])
    assert [row.channel.name for row in second.worksheet.rows] == ["Radio", "posters 2026-11"]
    assert "K924" in codes(second)


def test_a_column_told_for_one_file_unsays_no_other_files_columns(tmp_path: Path) -> None:
    paths = [saved(tmp_path, "plan.csv", LIST), saved(tmp_path, "google.csv", GOOGLE)]
    evaluation = reported(paths, Taught(columns={"media bill": "spend"}, month=Period.month(2026, 10)))
    told = {row.channel.name: row.values["spend"] for row in evaluation.worksheet.rows}
    assert told == {"plan": 150, "Google Ads": evaluation.worksheet.rows[0].values["spend"]}
    assert float(told["Google Ads"]) == 2000.75
