"""A channel's CAC over the window: its later half against its earlier one, claimed only beyond chance."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from kpisheet.analysis import spans
from kpisheet.analysis.report import Claim, Trend
from kpisheet.html.drawing import Columns
from kpisheet.html.trends import trend_views
from kpisheet.html.wording import Wording
from kpisheet.worksheet.findings import Finding, Place, Severity
from kpisheet.worksheet.periods import Period
from tests.support import page_reports, worksheets
from tests.support.page_reports import MONTHS, TODAY

from kpisheet.analysis.build import build_report  # isort: skip


def trend_of(customers: Sequence[int | None], *, months: Sequence[str] = MONTHS) -> tuple[Trend, Wording]:
    """One channel that spends 1,000 a month; the others' customers are even, so that months vary little."""
    rows = [
        worksheets.row(
            key,
            month,
            number=5 + 2 * at + beside,
            spend=1000,
            leads=100,
            new_customers=count if key == "google_ads" else 20,
            revenue=4000,
        )
        for at, (month, count) in enumerate(zip(months, customers, strict=True))
        for beside, key in enumerate(("google_ads", "organic_search"))
        if count is not None
    ]
    report = page_reports.report(*rows, gross_margin=0.5)
    trend = next(one for one in report.trends if one.channel.key == "google_ads")
    return trend, Wording(report)


def titles(wording: Wording) -> list[str]:
    return [view.title for view in trend_views(wording)]


def test_a_cac_that_clearly_rose_is_said_with_both_halves() -> None:
    """6 × 1,000 ÷ (6 × 40) = 25, then 6 × 1,000 ÷ (6 × 10) = 100."""
    trend, wording = trend_of([40] * 6 + [10] * 6)
    assert trend.change is not None
    assert trend.change.claim is Claim.YES
    assert (trend.change.before.value, trend.change.now.value) == (25, 100)
    assert "Google ads: CAC rose from $25.00 to $100" in titles(wording)


def test_a_cac_that_clearly_fell_is_said() -> None:
    _, wording = trend_of([10] * 6 + [40] * 6)
    assert "Google ads: CAC fell from $100 to $25.00" in titles(wording)


def test_what_chance_may_have_done_is_no_trend() -> None:
    """6,000 ÷ 60 = 100, then 6,000 ÷ 54 = 111."""
    trend, wording = trend_of([10] * 6 + [9] * 6)
    assert trend.change is not None
    assert trend.change.claim is Claim.CANNOT_TELL
    assert "Google ads: no clear change of CAC ($100, then $111)" in titles(wording)


def test_fewer_than_six_months_are_drawn_and_nothing_is_claimed_of_them() -> None:
    trend, wording = trend_of([40, 40, 10, 10], months=MONTHS[:4])
    assert trend.change is None
    assert len(trend.months) == 4
    assert "Google ads: too little for a trend" in titles(wording)


def test_a_trend_that_rests_on_a_doubted_cell_is_not_claimed_on_the_page() -> None:
    rows = [
        worksheets.row("google_ads", month, number=5 + at, spend=1000, new_customers=count, revenue=4000)
        for at, (month, count) in enumerate(zip(MONTHS, [40] * 6 + [10] * 6, strict=True))
    ]
    doubt = Finding(
        "K501", Severity.WARNING, Place("Channels", 16, 3), {"typed": "1,000"}, affects=frozenset({"spend"})
    )
    report = build_report(
        worksheets.worksheet(*rows, gross_margin=0.5, findings=(doubt,)), file="a.xlsx", today=TODAY
    )
    (view,) = trend_views(Wording(report))
    assert view.title == "Google ads: check its cells before you read a change of CAC ($25.00, then $100)"


@pytest.mark.parametrize(
    ("first", "last", "earlier", "later"),
    [
        ("2025-11", "2026-10", "2025-11 2026-04", "2026-05 2026-10"),
        ("2026-01", "2026-07", "2026-01 2026-03", "2026-05 2026-07"),
        ("2026-01", "2026-06", "2026-01 2026-03", "2026-04 2026-06"),
    ],
)
def test_a_window_is_halved_by_whole_months(first: str, last: str, earlier: str, later: str) -> None:
    def between(months: str) -> Period:
        one, other = (Period.month(*map(int, month.split("-"))) for month in months.split())
        return Period(one.start, other.end)

    assert spans.halves(between(f"{first} {last}")) == (between(earlier), between(later))


def test_five_months_are_not_halved() -> None:
    assert spans.halves(Period(Period.month(2026, 1).start, Period.month(2026, 5).end)) is None


def test_a_month_without_a_row_is_a_gap_in_its_place() -> None:
    """Twelve places of 22 units: nothing is drawn from 5 × 22 to 6 × 22."""
    _, wording = trend_of([40] * 5 + [None] + [40] * 6)
    view = next(one for one in trend_views(wording) if one.title.startswith("Google"))
    columns = next(shape.columns for shape in view.picture.shapes if isinstance(shape, Columns))
    edges = {edge for left, right, _ in columns for edge in (left, right)}
    assert not [edge for edge in edges if 110 <= edge < 132]
    assert len(edges) == 2 * 11


def year_before(now: int, then: int) -> tuple[Trend, Wording]:
    """One channel over thirteen months: the first is the last one's month a year earlier."""
    months = [f"2025-{month:02}" for month in range(10, 13)] + [f"2026-{month:02}" for month in range(1, 11)]
    return trend_of([then, *[20] * 11, now], months=months)


def test_the_last_month_stands_beside_the_same_month_a_year_earlier() -> None:
    """1,000 ÷ 10 = 100 in October 2025 and 1,000 ÷ 40 = 25 in October 2026."""
    trend, wording = year_before(40, 10)
    assert trend.year_ago is not None
    assert trend.year_ago.period.key == "2025-10"
    view = next(one for one in trend_views(wording) if one.title.startswith("Google ads"))
    (said,) = view.lines
    assert said == (
        "Oct 2025 → Oct 2026: Spend $1,000 → $1,000 · New customers 10 → 40 · "
        "Cost per new customer $100 → $25.00"
    )


def test_a_year_of_months_has_none_a_year_earlier() -> None:
    trend, wording = trend_of([20] * 12)
    assert trend.year_ago is None
    assert {view.lines for view in trend_views(wording)} == {()}
