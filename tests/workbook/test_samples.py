"""The shipped worksheets: never stale, and the samples add up to the business they tell of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.sample_business import buckeye, ladin
from tests.sample_business.series import LAST, MONTHS
from tests.sample_business.shipped import SHIPPED

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"

# A year's new customers by channel, and the bounds of a month's spend and leads: the business as it was
# thought up before any row was made.
CUSTOMERS = {
    "Local Services Ads": 103,
    "Google Ads": 70,
    "Organic search": 144,
    "Facebook Ads": 17,
    "Organic social": 5,
    "E-mail": 10,
    "Postcards and direct mail": 30,
    "Local print": 6,
    "Radio": 2,
    "Yard and truck signs": 30,
    "Referral": 130,
    "Unknown / not asked": 38,
}
SPEND = {
    "Local Services Ads": (1300, 1900),
    "Google Ads": (1500, 2200),
    "Organic search": (900, 900),
    "Facebook Ads": (350, 550),
    "Postcards and direct mail": (1900, 1900),
    "Radio": (900, 900),
    "Unknown / not asked": (0, 0),
}
LEADS = {
    "Local Services Ads": (22, 34),
    "Google Ads": (10, 16),
    "Organic social": (0, 3),
    "Referral": (12, 20),
}


@pytest.mark.skipif(
    [int(number) for number in version("xlsxwriter").split(".")[:2]] < [3, 3],
    reason="an older XlsxWriter rounds the rows' heights otherwise",
)
@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_worksheet_is_what_the_code_makes(name: str) -> None:
    """If this fails, make them anew: python -m tests.sample_business."""
    assert (TEMPLATES / name).read_bytes() == SHIPPED[name]()


def sums(rows: Sequence[Mapping[str, Any]], key: str) -> dict[str, int]:
    added: dict[str, int] = defaultdict(int)
    for row in rows:
        added[str(row["channel"])] += int(str(row[key]))
    return dict(added)


def test_the_plumber_won_as_many_customers_as_the_story_says() -> None:
    assert sums(list(buckeye.clean().channels), "new_customers") == CUSTOMERS


@pytest.mark.parametrize(("key", "bounds"), [("spend", SPEND), ("leads", LEADS)])
def test_the_plumber_s_months_stay_within_the_story(key: str, bounds: Mapping[str, tuple[int, int]]) -> None:
    for row in buckeye.clean().channels:
        if row["channel"] in bounds:
            low, high = bounds[str(row["channel"])]
            assert low <= int(str(row[key])) <= high, row


def test_october_is_the_month_of_the_page_s_first_screen() -> None:
    """$6,210 went with 121 leads and 47 new customers; each $1 with $2.36 of gross profit at 48 %."""
    october = [row for row in buckeye.clean().channels if row["period"] == LAST]
    added = {key: sum(sums(october, key).values()) for key in ("spend", "leads", "new_customers", "revenue")}
    assert (added["spend"], added["leads"], added["new_customers"]) == (6210, 121, 47)
    assert round(added["revenue"] * 0.48 / added["spend"], 2) == 2.36


@pytest.mark.parametrize("business", [buckeye, ladin], ids=["buckeye", "ladin"])
def test_months_agree_with_one_another_and_with_the_channels(business: ModuleType) -> None:
    filling = business.clean()
    months = list(filling.months)
    assert [row["period"] for row in months] == list(MONTHS)
    for earlier, later in pairwise(months):
        assert earlier["customers_end"] == later["customers_start"]
    for row in months:
        won = [one for one in filling.channels if one["period"] == row["period"]]
        assert sum(sums(won, "new_customers").values()) <= row["all_new_customers"]
        assert sum(sums(won, "revenue").values()) <= row["all_new_revenue"]


@pytest.mark.parametrize("business", [buckeye, ladin], ids=["buckeye", "ladin"])
def test_no_channel_wins_more_customers_than_it_has_leads(business: ModuleType) -> None:
    for row in business.clean().channels:
        assert 0 <= row["new_customers"] <= row["leads"], row


@pytest.mark.parametrize("business", [buckeye, ladin], ids=["buckeye", "ladin"])
def test_a_sample_has_each_mistake_once_and_is_otherwise_the_clean_year(business: ModuleType) -> None:
    clean = [dict(row) for row in business.clean().channels]
    rows = [dict(row) for row in business.sample().channels]
    total = rows.pop()
    assert "period" not in total
    twice = [row for place, row in enumerate(rows) if row in rows[:place]]
    assert len(twice) == 1
    rows.remove(twice[0])
    changed = [
        {key: (before[key], after[key]) for key in before if before[key] != after[key]}
        for before, after in zip(clean, rows, strict=True)
        if before != after
    ]
    kinds = sorted(next(iter(change)) for change in changed)
    assert kinds == ["channel", "leads", "spend", "spend"]
    assert sorted(type(change["spend"][1]).__name__ for change in changed if "spend" in change) == [
        "int",
        "str",
    ]
    assert [
        after / before for change in changed for before, after in change.values() if type(after) is int
    ] == [10]


@pytest.mark.parametrize("business", [buckeye, ladin], ids=["buckeye", "ladin"])
def test_the_deals_won_are_the_last_month_s_customers_and_revenue(business: ModuleType) -> None:
    filling = business.clean()
    won = [deal for deal in filling.deals if deal["outcome"] == "won"]
    last = [row for row in filling.channels if row["period"] == LAST]
    assert len(won) == sum(sums(last, "new_customers").values())
    assert sum(deal["value"] for deal in won) == sum(sums(last, "revenue").values())
    assert all(deal["closed"] >= LAST and deal["created"] < deal["closed"] for deal in won)
