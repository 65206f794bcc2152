"""Where a client stands: late, to be checked or ready, and what is to be done first."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from kpisheet.analysis.report import Report
from kpisheet.analysis.standing import State, standing
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.periods import Period
from tests.support import page_reports

OCTOBER = Period.month(2026, 10)
QUARTER = Period(date(2026, 7, 1), date(2026, 9, 30))


def made(on: date, latest: Period | None, asked: Period | None = None) -> Report:
    return replace(page_reports.year(), made_on=on, latest=latest, asked_period=asked)


@pytest.mark.parametrize(
    ("on", "latest", "asked", "state"),
    [
        (date(2026, 11, 1), OCTOBER, None, State.READY),
        (date(2026, 11, 30), OCTOBER, None, State.READY),  # November isn't over
        (date(2026, 12, 1), OCTOBER, None, State.LATE),
        (date(2026, 12, 31), QUARTER, None, State.READY),  # the fourth quarter isn't over
        (date(2027, 1, 1), QUARTER, None, State.LATE),
        (date(2026, 12, 31), QUARTER, QUARTER, State.READY),
        (date(2026, 11, 3), QUARTER, OCTOBER, State.LATE),
        (date(2026, 10, 20), QUARTER, Period(date(2026, 7, 1), date(2026, 10, 31)), State.READY),
        (date(2026, 12, 9), OCTOBER, Period(date(2026, 1, 1), date(2026, 10, 31)), State.READY),
        (date(2026, 11, 3), None, None, State.LATE),
    ],
)
def test_a_client_is_late_once_a_period_is_over_without_a_row(
    on: date, latest: Period | None, asked: Period | None, state: State
) -> None:
    assert standing(made(on, latest, asked)).state is state


def test_what_is_late_is_named_with_the_latest_that_there_is() -> None:
    report = made(date(2026, 12, 5), OCTOBER)
    said = report.words.say(standing(report).to_do)
    assert said == "Ask for November 2026: the latest rows are of October 2026."


def test_doubtful_cells_are_to_be_checked_and_the_place_to_begin_with_is_named() -> None:
    report = replace(made(date(2026, 11, 3), OCTOBER), findings=page_reports.findings())
    stands = standing(report)
    assert stands.state is State.CHECK
    assert report.words.say(stands.to_do) == "Check 1 cell, Channels!C6 first."


def test_a_doubt_about_a_download_as_a_whole_is_said_in_its_own_words() -> None:
    doubt = finding("K926", None, affects=("period",), file="meta.csv")
    report = replace(made(date(2026, 11, 3), OCTOBER), findings=(doubt,))
    stands = standing(report)
    assert stands.state is State.CHECK
    assert report.words.say(stands.to_do) == report.words.text("findings.K926.message", **doubt.facts)
