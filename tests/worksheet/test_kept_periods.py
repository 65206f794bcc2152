"""The first kept of the periods that another one overlaps is the one that a plain search finds."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kpisheet.worksheet.kept_periods import KeptPeriods
from kpisheet.worksheet.periods import Period

DAY = date(2026, 1, 1)


@st.composite
def periods(draw: st.DrawFn) -> list[Period]:
    spans = draw(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), min_size=1, max_size=40))
    return [Period(DAY + timedelta(first), DAY + timedelta(first + length)) for first, length in spans]


@given(periods())
def test_it_names_the_same_rival_as_a_plain_search(all_periods: list[Period]) -> None:
    kept = KeptPeriods[int](period.start for period in all_periods)
    plainly: list[tuple[int, Period]] = []
    for turn, period in enumerate(all_periods):
        expected = next(
            (at for at, other in plainly if other != period and other.overlaps(period)),
            None,
        )
        assert kept.first_across(period) == expected
        if expected is None:
            kept.keep(period, turn)
            plainly.append((turn, period))


def test_a_period_that_is_kept_already_has_no_rival() -> None:
    kept = KeptPeriods[str]([DAY])
    kept.keep(Period(DAY, DAY), "first")
    kept.keep(Period(DAY, DAY), "again")
    assert kept.first_across(Period(DAY, DAY)) is None
    assert kept.first_across(Period(DAY - timedelta(1), DAY)) == "first"
