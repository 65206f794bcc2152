"""A report that assumes something: what its workbook says, and what becomes of it when that is read again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kpisheet.analysis.planning import Scenario
from kpisheet.analysis.report import Report
from kpisheet.ooxml.package.package import Package
from kpisheet.pipeline import Reading, Writing, evaluate_file
from kpisheet.texts.language import LANGUAGES
from kpisheet.texts.resources import find
from kpisheet.workbook.names import Role, own_sheets
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.assumptions import NOTHING_ASSUMED, Assumptions

DAY = date(2026, 11, 30)
ASSUMED = Assumptions(settings={"gross_margin": Decimal("0.3")}, spend={"google_ads": Decimal(3000)})


def reported(path: Path, folder: Path, assumed: Assumptions = NOTHING_ASSUMED) -> tuple[Report, Path]:
    made = evaluate_file(path, Reading(made_on=DAY, assumed=assumed))
    return made.report, made.write(Writing(folder, verify=True)).workbook


def above_the_headline(workbook: Path) -> str:
    """The fourth line of KPI summary."""
    book = read_book(Package.open(workbook.read_bytes()))
    (summary,) = (one for one in book.sheets if one.name == own_sheets(book.names)[Role.SUMMARY])
    return summary.rows[4][1].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_workbook_says_what_was_assumed_and_what_the_file_says_stays(
    language: str, tmp_path: Path
) -> None:
    """Read again, only what now stands in the plan's own cells is left of it."""
    source = find(f"sample.{language}.xlsx")
    plain, _ = reported(source, tmp_path / "plain")
    assumed, workbook = reported(source, tmp_path / "assumed", ASSUMED)
    assert assumed.assumptions is not None
    assert above_the_headline(workbook) == assumed.words.say(assumed.assumptions)
    again, _ = reported(workbook, tmp_path / "again")
    assert again.assumed == ()
    assert again.margin == plain.margin == {"en": Decimal("0.48"), "tr": Decimal("0.55")}[language]
    assert again.totals == plain.totals
    assert again.plan is not None
    assert again.plan.typed.channels["google_ads"].level == {Scenario.A: Decimal(3000)}
