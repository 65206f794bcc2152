"""Where money goes, where it comes from and how much: headline and step say the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.worksheet.sheet import Row
from tests.support.in_keys import in_keys
from tests.support.worksheets import row, worksheet

pytestmark = pytest.mark.usefixtures("by_chance_alone")
YEAR = range(1, 13)


def said(radio: Mapping[int, int], **chosen: object) -> tuple[str, str]:
    """Headline and step: Google ads cost 1,600 a month for 9 customers of 500 each, radio brings none."""
    rows: list[Row] = [
        row("google_ads", f"2026-{month:02}", number=4 + month, spend=1600, new_customers=9, revenue=9000)
        for month in YEAR
    ]
    rows += [
        row(
            "radio",
            f"2026-{month:02}",
            number=20 + month,
            spend=radio.get(month, 0),
            new_customers=0,
            revenue=0,
        )
        for month in YEAR
    ]
    made = build_report(worksheet(*rows, gross_margin=0.5), file="x", today=date(2027, 1, 5))
    return in_keys(made, made.headline), in_keys(made, made.next_step)


def test_all_that_a_loser_costs_is_moved_where_it_makes_a_fair_test() -> None:
    """1,000 a month: 27 × 1.625 = 43.9 in three months are above 37 + 0.84 × 5.8.

    In two, 18 × 1.625 = 29.3 aren’t above 26 + 0.84 × 4.6. In three, 10 more than 27 are
    beyond chance (1.645 × √(27 × 1.25) = 9.6), and 3,000 ÷ 500 = 6 pay for it.
    """
    headline, step = said(dict.fromkeys(YEAR, 1000))
    assert headline.endswith("act_all(amount=$1,000, channel=Google ads, losing=Radio)")
    assert step.startswith(
        "next_test_all(amount=$1,000, channel=Google ads, losing=Radio, months=3) "
        "worked(channel=Google ads, customers=37, months=3, more=10, usual=27) "
        "counted_chance(beyond=10, paying=6, profit=$500, spent=$3,000) from_all(freed=$1,000, losing=Radio)"
    )


def test_of_more_than_the_channel_costs_itself_only_a_fair_test_is_moved_and_the_rest_kept() -> None:
    """3,000 would nearly triple 1,600; 750 a month can tell."""
    headline, step = said(dict.fromkeys(YEAR, 3000))
    assert headline.endswith("act_some(amount=$750, channel=Google ads, freed=$3,000, losing=Radio)")
    assert step.startswith("next_test_some(amount=$750, channel=Google ads, freed=$3,000, losing=Radio, ")
    assert "from_some(losing=Radio, rest=$2,250)" in step


def test_where_a_loser_costs_too_little_for_a_test_new_money_is_added() -> None:
    """300: 54 × 1.19 = 64 in six months are not above 54 + 15."""
    headline, step = said(dict.fromkeys(YEAR, 300))
    assert headline.endswith("act_more(amount=$750, channel=Google ads, freed=$300, losing=Radio)")
    assert step.startswith("next_test_more(amount=$750, channel=Google ads, freed=$300, losing=Radio, ")
    assert "from_more(freed=$300, losing=Radio, rest=$450)" in step


def test_money_is_not_taken_from_a_channel_that_ended_months_ago() -> None:
    """Until August 8,000 ÷ 500 = 16 customers would have broken even; since then it costs nothing."""
    headline, step = said(dict.fromkeys(range(1, 9), 1000))
    assert headline.endswith("act_new(amount=$750, channel=Google ads)")
    assert "from_new_ended(losing=Radio)" in step
    assert "from_all(" in said(dict.fromkeys(range(1, 11), 1000))[1], (
        "October is one of the last three months"
    )


def test_what_is_paid_four_times_a_year_sets_free_its_share_of_each_month() -> None:
    """12,000 from March to December: 1,200 a month."""
    headline, _ = said(dict.fromkeys((3, 6, 9, 12), 3000))
    assert headline.endswith("act_all(amount=$1,200, channel=Google ads, losing=Radio)")


def test_a_loss_that_hangs_on_a_single_number_sets_nothing_free() -> None:
    """4,000 once: 8 would break even; as 400, 0.8 would, and none in a month is no surprise."""
    headline, step = said({12: 4000})
    assert headline.endswith("act_new(amount=$750, channel=Google ads)")
    assert "from_new_unsure(losing=Radio)" in step
