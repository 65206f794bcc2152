"""The shipped worksheets through the real reader: the clean yield nothing, samples just their mistakes."""

from datetime import date

import pytest

from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.recognise import understand
from kpisheet.worksheet.sheet import Worksheet
from tests.sample_business import buckeye, ladin
from tests.sample_business.shipped import workbook

BUSINESSES = {"en": buckeye, "tr": ladin}
# A text number, an extra zero, a misspelt channel, a row twice, a row Total, blank leads.
MISTAKES = ["K301", "K403", "K404", "K405", "K410", "K510"]


def shipped(content: bytes) -> Worksheet:
    return understand(read_book(Package.open(content)), today=date(2026, 11, 23))


@pytest.mark.parametrize("language", BUSINESSES)
def test_a_clean_year_yields_no_finding_at_all(language: str) -> None:
    worksheet = shipped(workbook(language, BUSINESSES[language].clean()))
    assert worksheet.findings == ()
    assert worksheet.language == language
    assert (len(worksheet.months), bool(worksheet.deals)) == (12, True)


@pytest.mark.parametrize("language", BUSINESSES)
def test_the_sample_yields_just_its_six_mistakes(language: str) -> None:
    worksheet = shipped(workbook(language, BUSINESSES[language].sample()))
    assert sorted(one.code for one in worksheet.findings) == MISTAKES


@pytest.mark.parametrize("language", BUSINESSES)
def test_the_sum_of_spend_is_that_of_the_filling(language: str) -> None:
    filling = BUSINESSES[language].clean()
    worksheet = shipped(workbook(language, filling))
    assert sum(row.values["spend"] for row in worksheet.rows) == sum(row["spend"] for row in filling.channels)
