"""Each finding of the catalogue comes where it should, and not a step before; figures' findings included."""

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.worksheet.catalogue import CATALOGUE, FindingGroup
from tests.support.finding_cases import CASES, Sheets
from tests.support.raw_books import TODAY, understood


def said(sheets: Sheets) -> list[str]:
    """The codes of all findings of a workbook, those of its figures too."""
    report = build_report(understood(*sheets), file="x.xlsx", today=TODAY)
    return [one.code for one in report.findings]


@pytest.mark.parametrize("code", CASES)
def test_the_finding_comes_where_it_should(code: str) -> None:
    assert code in said(CASES[code][0])


@pytest.mark.parametrize("code", CASES)
def test_the_near_miss_yields_no_finding_at_all(code: str) -> None:
    assert said(CASES[code][1]) == []


def test_no_finding_is_without_its_case() -> None:
    """Those of downloads have theirs in tests/exports."""
    of_worksheets = {code for code, kind in CATALOGUE.items() if kind.group is not FindingGroup.DOWNLOADS}
    of_worksheets -= {"K971"}  # it takes an annotated copy: tests/workbook/test_renewal.py
    assert set(CASES) == of_worksheets
