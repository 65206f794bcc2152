"""A worksheet of hundreds of campaigns: the page stays short, the workbook legible, and nothing is lost."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

import kpisheet
from kpisheet.pipeline import Writing

CAMPAIGNS = 210
HEADERS = {
    "en": ("Month", "Channel", "Campaign", "Spend", "Leads", "New customers", "Revenue", "Gross margin"),
    "tr": (
        "Ay",
        "Kanal",
        "Kampanya",
        "Harcama",
        "Potansiyel müşteri",
        "Yeni müşteri",
        "Ciro",
        "Brüt kâr marjı",
    ),
}
CUT = {
    "en": "The {} campaigns with the most spend, of 210.",
    "tr": "210 kampanyadan en çok harcama yapılan {}’",
}
CUT_ON_PAGE = {
    "en": "The 40 campaigns with the most spend, of 210.",
    "tr": "En çok harcama yapılan 40 kampanya (toplam 210).",
}


@pytest.fixture(params=["en", "tr"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def filled_in(tmp_path: Path, language: str) -> Path:
    """One campaign a row; the later, the more was spent: campaign 1 cost 101, campaign 210 cost 310."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADERS[language])
    for number in range(1, CAMPAIGNS + 1):
        name = f"C{number:03}"
        book.active.append(("2026-10", "Google Ads", name, 100 + number, 90, 40, 40_000, "60%"))
    path = tmp_path / "campaigns.xlsx"
    book.save(path)
    return path


def test_the_page_and_the_workbook_show_those_with_the_most_spend(filled_in: Path, language: str) -> None:
    written = kpisheet.evaluate(filled_in).write(Writing(verify=True))
    page = written.page.read_text(encoding="utf-8")
    shown = re.findall(r"<th scope=\"row\">(C\d\d\d)", page)
    assert set(shown) == {f"C{number:03}" for number in range(171, 211)}
    assert CUT_ON_PAGE[language] in page
    sheet = CalamineWorkbook.from_path(str(written.workbook)).get_sheet_by_index(1)
    texts = [str(cell).removeprefix("Google Ads · ") for row in sheet.to_python() for cell in row]
    names = {text for text in texts if re.fullmatch(r"C\d\d\d", text)}
    assert names == {f"C{number:03}" for number in range(11, 211)}
    assert any(text.startswith(CUT[language].format(200)) for text in texts)


def test_the_json_has_them_all(filled_in: Path) -> None:
    report = kpisheet.evaluate(filled_in).to_dict()
    (channel,) = report["channels"]
    assert len(channel["campaigns"]) == CAMPAIGNS
    assert sum(each["spend"] for each in channel["campaigns"]) == sum(range(101, 311))


def test_an_answer_names_the_dearest_and_counts_the_others(filled_in: Path, language: str) -> None:
    report = kpisheet.evaluate(filled_in).report
    answer = next(each for each in report.answers if each.id == "investment_pays")
    said = report.words.say(answer.text)
    assert "C210" in said
    assert "C202" not in said
    assert {"en": "and 202 others", "tr": ", 202 kampanya daha"}[language] in said


def test_of_more_than_two_hundred_channels_the_page_shows_those_with_the_most_spend(tmp_path: Path) -> None:
    """Channel 1 cost 101, channel 210 cost 310; the verdicts' counts, the totals and the JSON are of all."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADERS["en"])
    names = [f"Gazette {chr(97 + number // 20)}{chr(97 + number % 20)}" for number in range(210)]
    for number, name in enumerate(names, start=1):
        book.active.append(("2026-10", name, None, 100 + number, 90, 40, 40_000, "60%"))
    book.save(tmp_path / "channels.xlsx")
    evaluation = kpisheet.evaluate(tmp_path / "channels.xlsx")
    written = evaluation.write()
    page = written.page.read_text(encoding="utf-8")
    assert set(re.findall(r"<th scope=\"row\">(Gazette \w\w)", page)) == set(names[10:])
    assert page.count("the 200 channels with the most spend, of 210") == 2
    assert sum(map(int, re.findall(r'<span class="count">(\d+)</span>', page))) == 210
    assert len(evaluation.to_dict()["channels"]) == 210
