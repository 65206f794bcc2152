"""The answers as a person reads them: each number in them is worked out by hand from the rows above it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Answer, Claim, Report
from kpisheet.worksheet.sheet import Row
from tests.support import page_reports
from tests.support.worksheets import deal, month_row, row, worksheet

pytestmark = pytest.mark.usefixtures("by_chance_alone")

TODAY = date(2026, 12, 31)
OCTOBER, NOVEMBER = "2026-10", "2026-11"


class Asked:
    """One question's answer over some rows, in English words."""

    def __init__(self, question: str, *rows: Row, **chosen: Any) -> None:
        self.report: Report = build_report(worksheet(*rows, **chosen), file="x", today=TODAY)
        self.answer: Answer = next(each for each in self.report.answers if each.id == question)

    @property
    def text(self) -> str:
        return self.report.words.say(self.answer.text)

    @property
    def verdict(self) -> Claim | None:
        return self.answer.verdict

    @property
    def helps(self) -> str | None:
        return self.report.words.say(self.answer.helps) if self.answer.helps else None

    @property
    def unknown(self) -> str | None:
        return self.report.words.say(self.answer.unknown) if self.answer.unknown else None

    @property
    def figures(self) -> list[str]:
        return [self.report.words.say(label) for label, _ in self.answer.figures]


def ads(key: str = "google_ads", period: str = OCTOBER, **values: Any) -> Row:
    return row(key, period, **values)


# --- more visitors ------------------------------------------------------------------------------------


def test_where_visitors_come_from_and_what_they_cost() -> None:
    """300, 500 and 200 of 1,000; 600 ÷ 300 = 2.00, 500 ÷ 500 = 1.00, 500 ÷ 200 = 2.50."""
    asked = Asked(
        "more_visitors",
        ads(visitors=300, spend=600),
        ads("organic_search", visitors=500, spend=500),
        ads("facebook_ads", visitors=200, spend=500),
    )
    assert asked.text == (
        "1,000 visitors came; Organic search brought the most, 50.0% of them. "
        "A visitor cost least at Organic search ($1.00) and most at Facebook ads ($2.50)."
    )
    assert asked.verdict is None
    assert asked.helps == "Set a visitor target in Business."
    assert asked.unknown == "Not known: what the next visitor would cost. These are averages."
    assert asked.figures == [
        "All channels: Visitors",
        "Organic search: Cost per visitor",
        "Google ads: Cost per visitor",
        "Facebook ads: Cost per visitor",
    ]
    assert asked.answer.rows == 3


def test_of_channels_with_as_many_none_is_named_alone() -> None:
    """400 of 1,000 each; 400 ÷ 400 = 1.00 twice, 500 ÷ 200 = 2.50."""
    rows = (
        ads(visitors=400, spend=400, leads=9),
        ads("organic_search", visitors=400, spend=400, leads=9),
        ads("facebook_ads", visitors=200, spend=500, leads=2),
    )
    assert Asked("more_visitors", *rows).text == (
        "1,000 visitors came; Google ads and Organic search brought the most, 40.0% of them each. "
        "A visitor cost least at Google ads and Organic search ($1.00) and most at Facebook ads ($2.50)."
    )
    leads = Asked("more_leads", *rows).text
    assert leads.startswith(
        "20 leads came; Google ads and Organic search brought the most, 45.0% of them each."
    )
    alike = Asked("more_visitors", *rows[:2])
    assert (
        alike.text == "800 visitors came; Google ads and Organic search brought the most, 50.0% of them each."
    )


def test_one_visitor_of_one_channel() -> None:
    asked = Asked("more_visitors", ads(visitors=1, spend=600), target_visitors=5)
    assert asked.text == "1 visitor came; Google ads brought the most, 100.0% of them."
    assert asked.helps is None


@pytest.mark.parametrize("visitors", [None, 0])
def test_without_visitors_nothing_is_told_of_them(visitors: int | None) -> None:
    asked = Asked("more_visitors", ads(visitors=visitors, spend=600))
    assert asked.text == "Cannot tell yet: the figures it needs are not filled in."
    assert asked.helps == "Fill in Visitors for the website channels."
    assert asked.unknown == "Not known: what the next visitor would cost. These are averages."


# --- organic against social ---------------------------------------------------------------------------


def test_organic_against_social_with_the_likely_range_of_the_difference() -> None:
    """By hand: 100/1000 against 40/1000 → [+3.8, +8.3] points."""
    asked = Asked(
        "organic_vs_social",
        ads("organic_search", leads=60, visitors=600, spend=2),
        ads("content", leads=40, visitors=400, spend=1),
        ads("facebook_ads", leads=40, visitors=1000, spend=1),
        ads("email", leads=900, visitors=1000, spend=1),  # neither
        ads("google_business_profile", leads=900, visitors=1000, spend=1),  # no website
    )
    assert asked.text == (
        "Yes: organic traffic turned clearly more of its visitors into leads, 10.0% against 4.0% "
        "(organic: Organic search, Content; social: Facebook ads). "
        "The difference likely lies between 3.8 and 8.3 percentage points (95%, this comparison on its own)."
    )
    assert asked.figures == ["Organic: Visitor → lead", "Social media: Visitor → lead"]
    assert asked.unknown == ("Not known: whether the channel or the kind of visitor makes the difference.")
    assert asked.answer.rows == 3
    assert asked.helps is None


def test_social_may_be_ahead() -> None:
    asked = Asked(
        "organic_vs_social",
        ads("organic_search", leads=40, visitors=1000, spend=1),
        ads("organic_social", leads=100, visitors=1000, spend=1),
    )
    assert asked.text.startswith(
        "No: social media turned clearly more of its visitors into leads, 10.0% against 4.0% for organic "
        "traffic (organic: Organic search; social: Organic social). The difference likely lies between "
    )


def test_an_open_comparison_says_how_many_more_visitors_would_settle_it() -> None:
    """By hand: 10/100 against 4/100 → [−1.4, +13.8].

    Fleiss: (1.96 √(2 · 0.07 · 0.93) + 0.8416 √(0.1 · 0.9 + 0.04 · 0.96))² ÷ 0.06² = 282.7 in each group,
    566 in both, 366 more than the 200; said with two digits, rounded up.
    """
    asked = Asked(
        "organic_vs_social",
        ads("organic_search", leads=10, visitors=100, spend=1),
        ads("organic_social", leads=4, visitors=100, spend=1),
    )
    assert asked.verdict is Claim.CANNOT_TELL
    assert asked.text == (
        "Organic traffic turned 10.0% of its visitors into leads, social media 4.0% (organic: Organic "
        "search; social: Organic social). Chance alone could explain the difference. The difference likely "
        "lies between -1.4 and 13.8 percentage points (95%, this comparison on its own). If the difference "
        "is as large as it looks, about 370 more visitors in all would show it."
    )


@pytest.mark.parametrize("lone", ["organic_search", "organic_social"])
def test_one_side_alone_cannot_be_compared(lone: str) -> None:
    asked = Asked("organic_vs_social", ads(lone, leads=10, visitors=100, spend=1))
    assert asked.text == "Cannot tell yet: the figures it needs are not filled in."
    assert asked.helps == "Fill in Visitors and Leads for an organic channel and for social media."


# --- conversion ---------------------------------------------------------------------------------------


def test_the_channel_that_is_behind_with_most_visitors_is_the_one_to_look_at() -> None:
    """4 % of 2,000 and 3 % of 1,000 are both far below 10 and 15 %; most visitors are behind at Google."""
    asked = Asked(
        "raise_conversion",
        ads("display_ads", leads=30, visitors=1000, spend=4),
        ads(leads=80, visitors=2000, spend=3),
        ads("organic_search", leads=100, visitors=1000, spend=2),
        ads("email", leads=150, visitors=1000, spend=1),
    )
    assert asked.text == (
        "Google ads turned 4.0% of its visitors into leads, Email 15.0%: more than chance explains. "
        "Look at Google ads first (page, offer, audience) and change one thing at a time."
    )
    assert asked.verdict is None
    assert asked.unknown == "Not known: why. The figures show where to look, not the cause."
    assert asked.figures[0] == "All channels: Visitor → lead"
    assert set(asked.figures[1:]) == {
        f"{name}: Visitor → lead" for name in ("Display ads", "Google ads", "Organic search", "Email")
    }


def test_no_clear_gap_in_conversion() -> None:
    asked = Asked(
        "raise_conversion", ads(leads=10, visitors=100, spend=2), ads("email", leads=9, visitors=100, spend=1)
    )
    assert asked.text == (
        "9.5% of visitors became leads, and no channel stands out clearly from another. "
        "Try one change at a time and compare."
    )
    assert asked.verdict is Claim.CANNOT_TELL
    assert asked.helps == "Keep the same records for some more months."
    assert asked.answer.rows == 2


# --- leads --------------------------------------------------------------------------------------------


def test_where_leads_come_from_and_where_one_costs_clearly_less() -> None:
    """120 of 270 leads; 1,200 ÷ 120 = 10, 5,000 ÷ 100 = 50, 5,000 ÷ 50 = 100."""
    asked = Asked(
        "more_leads",
        ads(leads=120, spend=1200),
        ads("radio", leads=50, spend=5000),
        ads("email", leads=100, spend=5000),
    )
    assert asked.text == (
        "270 leads came; Google ads brought the most, 44.4% of them. "
        "A lead cost clearly less at Google ads ($10.00) than at Email ($50.00)."
    )
    assert asked.verdict is None
    assert asked.helps is None
    assert asked.figures[0] == "All channels: Leads"
    assert len(asked.figures) == 4


def test_leads_whose_costs_hardly_differ() -> None:
    asked = Asked("more_leads", ads(leads=12, spend=120), ads("radio", leads=10, spend=120))
    assert asked.text == (
        "22 leads came; Google ads brought the most, 54.5% of them. "
        "In no channel is a lead clearly cheaper than in another."
    )
    assert asked.verdict is Claim.CANNOT_TELL


def test_leads_of_a_single_channel_and_leads_whose_cost_is_not_known() -> None:
    alone = Asked("more_leads", ads(leads=1, spend=120))
    assert alone.text == "1 lead came; Google ads brought the most, 100.0% of them."
    assert alone.helps is None
    uncosted = Asked("more_leads", ads(leads=7))
    assert uncosted.helps == "Fill in Spend and Leads side by side."
    none = Asked("more_leads", ads(spend=5, leads=0))
    assert (none.verdict, none.helps) == (Claim.CANNOT_TELL, "Fill in Leads.")
    assert none.unknown == "Not known: what the next lead would cost. These are averages."


# --- the factors of CAC -------------------------------------------------------------------------------


def dissected(visitors: int, leads: int, customers: int, spend: int = 4000) -> Asked:
    """Google Ads beside organic search with 1.00 a visitor, 10 % to leads and 25 % to customers."""
    return Asked(
        "lower_cac",
        ads("radio", leads=10, new_customers=2, spend=9000),  # no website
        ads(visitors=visitors, leads=leads, new_customers=customers, spend=spend),
        ads("organic_search", visitors=2000, leads=200, new_customers=50, spend=2000),
    )


def test_a_cac_is_taken_apart_and_a_weak_lead_rate_found() -> None:
    """4,000 ÷ 10 = 400 = 2.00 ÷ (2 % × 25 %)."""
    asked = dissected(2000, 40, 10)
    assert asked.text == (
        "Google ads has the largest website spend. Its CAC of $400 is a cost per visitor of $2.00, divided "
        "by 2.0% of visitors who became leads and 25.0% of leads who bought. "
        "Weakest factor: Visitor → lead, 2.0%, clearly below the 10.0% of the other website channels."
    )
    assert asked.figures == [
        "Google ads: Cost per new customer",
        "Google ads: Cost per visitor",
        "Google ads: Visitor → lead",
        "Google ads: Close rate",
    ]
    assert asked.verdict is None
    assert asked.answer.rows == 1


@pytest.mark.parametrize(("spend", "named"), [(3999, True), (4000, False), (9000, False)])
def test_another_website_channel_may_have_as_much_spend_though_its_visitors_are_not_known(
    spend: int, named: bool
) -> None:
    """4,000 ÷ 10 = 400, taken apart at Google Ads alone: the other one's visitors nobody counted."""
    asked = Asked(
        "lower_cac",
        ads(visitors=2000, leads=40, new_customers=10, spend=4000),
        ads("facebook_ads", leads=20, new_customers=4, spend=spend),
    )
    begins = "Google ads has the largest website spend. Its CAC" if named else "At Google ads, the CAC"
    assert asked.text.startswith(f"{begins} of $400 is a cost per visitor of $2.00, divided by 2.0%")


def test_of_two_weak_factors_the_one_further_behind_is_named() -> None:
    """5 % of 10 % is half, 5 % of 25 % a fifth."""
    asked = dissected(4000, 200, 10)
    assert asked.text.endswith(
        "Weakest factor: Close rate, 5.0%, clearly below the 25.0% of the other website channels."
    )


def test_a_dear_visitor_is_the_weakest_factor_where_the_rates_are_alike() -> None:
    asked = dissected(1000, 100, 25)
    assert asked.text.endswith(
        "Weakest factor: the cost per visitor, $4.00 against $1.00 in the other website channels."
    )
    assert asked.verdict is None


def test_a_visitor_a_quarter_dearer_is_not_dear_yet() -> None:
    asked = dissected(3200, 320, 80)
    assert asked.text.endswith("No factor is clearly behind the other website channels.")
    assert asked.verdict is Claim.CANNOT_TELL


def test_without_a_full_website_channel_no_cac_is_taken_apart() -> None:
    asked = Asked("lower_cac", ads("radio", visitors=5, leads=10, new_customers=2, spend=9000))
    assert asked.helps == (
        "Fill in Visitors, Leads and New customers for the website channels that you pay for."
    )
    assert asked.unknown == "Not known: why. The figures show where to look, not the cause."


# --- does it pay --------------------------------------------------------------------------------------


def test_which_investments_pay() -> None:
    """Break-even at 50 gross profit a customer: 2, 100 and 10 customers; 20, 5 and 11 came."""
    rows = [
        ads(spend=100, new_customers=20, revenue=2000),
        ads("radio", spend=5000, new_customers=5, revenue=500),
        ads("tv", spend=500, new_customers=11, revenue=1100),
        ads("referral", spend=0, new_customers=3, revenue=300),
    ]
    asked = Asked("investment_pays", *rows, gross_margin=0.5)
    assert asked.text == "Pays: Google ads. Loses money: Radio. Cannot tell yet: Tv."
    assert asked.verdict is None
    assert asked.figures == ["Radio: ROI", "Tv: ROI", "Google ads: ROI"]
    assert asked.helps is None
    assert asked.answer.rows == 4

    bare = Asked("investment_pays", *rows)
    assert bare.text == "Cannot tell yet: Radio, Tv, Google ads."
    assert bare.verdict is Claim.CANNOT_TELL
    assert bare.helps == "Fill in the gross margin in Business."
    assert bare.figures == ["Radio: Revenue ROI", "Tv: Revenue ROI", "Google ads: Revenue ROI"]


def test_campaigns_that_pay_and_that_lose_are_named_after_the_channels() -> None:
    asked = Asked(
        "investment_pays",
        ads(number=5, campaign="Good", spend=100, new_customers=30, revenue=3000),
        ads(number=6, campaign="Bad", spend=9000, new_customers=5, revenue=500),
        ads(number=7, campaign="Worse", spend=9000, new_customers=5, revenue=500),
        ads(number=8, campaign="Open", spend=500, new_customers=11, revenue=1100),
        gross_margin=0.5,
    )
    assert asked.text == (
        "Loses money: Google ads. Campaigns that pay: Google ads – Good. "
        "Campaigns that lose money: Google ads – Bad, Google ads – Worse."
    )


def test_one_clear_verdict_of_either_kind_is_an_answer() -> None:
    pays = ads(spend=100, new_customers=20, revenue=2000)
    loses = ads(spend=5000, new_customers=5, revenue=500)
    for each, said in ((pays, "Pays: Google ads."), (loses, "Loses money: Google ads.")):
        asked = Asked("investment_pays", each, gross_margin=0.5)
        assert (asked.verdict, asked.text) == (None, said)


@pytest.mark.parametrize(
    ("key", "side"),
    [
        *((key, "social") for key in ("organic_social", "facebook_ads", "instagram_ads", "meta_ads")),
        *((key, "social") for key in ("linkedin_ads", "tiktok_ads", "x_ads", "influencer")),
        ("organic_search", "organic"),
        ("content", "organic"),
        ("google_business_profile", None),
        ("google_ads", None),
        ("email", None),
    ],
)
def test_which_channels_are_organic_and_which_social_media(key: str, side: str | None) -> None:
    """Social media, with the ads on them, against search and content on the own website."""
    both = [
        ads("organic_search", number=5, leads=10, visitors=100, spend=0),
        ads("organic_social", number=6, leads=10, visitors=100, spend=0),
    ]
    asked = Asked("organic_vs_social", *both, ads(key, number=7, leads=10, visitors=100, spend=9))
    name = key.replace("_", " ").capitalize()
    assert ((f"organic: {name}" in asked.text), (f"social: {name}" in asked.text)) == (
        side == "organic",
        side == "social",
    )
    assert asked.answer.rows == (2 if side is None else 3)


def test_where_nothing_was_spent_there_is_no_investment() -> None:
    asked = Asked("investment_pays", ads("referral", spend=0, new_customers=3, revenue=300))
    assert asked.helps == "Fill in Spend, New customers and Revenue."
    assert asked.unknown == (
        "Not known: how many of these customers would have come anyway, and what they buy later."
    )


# --- SQL and MQL --------------------------------------------------------------------------------------


def test_how_near_an_sql_is_to_a_customer() -> None:
    """15 of 60: Wilson (0.25 + 0.0320) ÷ 1.0640 ± 0.1073, so 15.8 to 37.2 %. 1 to 20 November: 19 days."""
    asked = Asked(
        "sql_to_customer",
        ads(sql=60, new_customers=15, spend=9),
        deals=[deal(date(2026, 11, 1), date(2026, 11, 20))],
    )
    assert asked.text == (
        "15 new customers for 60 SQLs: 25.0%. The true rate likely lies between 15.8% and 37.2%. "
        "A won deal took 19.0 days on average."
    )
    assert asked.verdict is None
    assert asked.helps is None
    assert asked.figures == ["All channels: SQL → sale", "All channels: Sales cycle"]
    assert asked.unknown == (
        "Not known: which lead became which customer. These are sums of the same months."
    )


def test_too_few_sqls_for_a_range() -> None:
    asked = Asked("sql_to_customer", ads(sql=1, new_customers=1, spend=9))
    assert asked.text == (
        "1 new customer for 1 SQL: 100.0%. Too few to say how close that is to the true rate."
    )
    assert asked.verdict is Claim.CANNOT_TELL
    assert asked.helps == "Fill in Deals to see how many days a sale takes as well."
    assert asked.figures == ["All channels: SQL → sale"]


def test_without_sqls_the_column_is_asked_for() -> None:
    asked = Asked("sql_to_customer", ads(new_customers=1, spend=9))
    assert asked.helps == "Fill in the column SQL."
    assert asked.unknown == (
        "Not known: which lead became which customer. These are sums of the same months."
    )


def test_who_brings_the_best_mqls() -> None:
    """90 of 150, 20 of 100 and 30 of 200: the first is clearly ahead of both, most MQLs are at Radio."""
    asked = Asked(
        "best_mqls",
        ads("email", mql=100, sql=20, spend=3),
        ads("radio", mql=200, sql=30, spend=2),
        ads(mql=150, sql=90, spend=1),
    )
    assert asked.text == ("Google ads: 60.0% of its MQLs became SQLs, clearly more than at Radio (15.0%).")
    assert asked.figures == ["Google ads: MQL → SQL", "Email: MQL → SQL", "Radio: MQL → SQL"]
    assert asked.verdict is None
    assert asked.answer.rows == 3
    assert asked.unknown == "Not known: whether marketing and sales judge leads alike in every channel."


def test_mqls_that_do_not_differ_clearly() -> None:
    asked = Asked("best_mqls", ads(mql=100, sql=40, spend=1), ads("email", mql=100, sql=42, spend=1))
    assert asked.text == "41.0% of MQLs became SQLs, and no channel stands out clearly from another."
    assert asked.helps == "Keep the same records for some more months."
    assert asked.verdict is Claim.CANNOT_TELL


def test_the_column_that_is_missing_for_mqls_is_asked_for() -> None:
    assert Asked("best_mqls", ads(mql=9, spend=1)).helps == "Fill in the column SQL."
    assert Asked("best_mqls", ads(spend=1)).helps == "Fill in the columns MQL and SQL."


# --- enough visitors, organic visitors, leads ---------------------------------------------------------


def two_months(first: dict[str, Any], second: dict[str, Any], key: str = "organic_search") -> list[Row]:
    return [ads(key, OCTOBER, number=5, **first), ads(key, NOVEMBER, number=6, **second)]


@pytest.mark.parametrize(
    ("target", "met", "verdict"), [(600, "is met", Claim.YES), (601, "is not met", Claim.NO)]
)
def test_a_count_is_held_against_its_target_month_by_month(target: int, met: str, verdict: Claim) -> None:
    """1,200 visitors in two months: 600 a month."""
    rows = two_months({"visitors": 500, "spend": 1}, {"visitors": 700, "spend": 1})
    asked = Asked("enough_right_visitors", *rows, target_visitors=target)
    assert asked.text == f"Visitors came to 600 a month; the target of {target} {met}."
    assert asked.verdict is verdict
    assert asked.helps == "Set a target for the visitor-to-lead rate in Business."
    assert asked.unknown == "Not known: who the visitors are. Only what they did is counted."
    assert asked.answer.rows == 2


@pytest.mark.parametrize(
    ("visitors", "shown", "met"),
    [
        (1199, "599.5", "is not met"),
        (1202, "601", "is met"),
        (1200, "600", "is met"),
        (1100, "550", "is not met"),
    ],
)
def test_a_count_just_below_its_target_is_not_written_as_if_it_were_met(
    visitors: int, shown: str, met: str
) -> None:
    """599.5 a month would be 600 in whole ones, which are met."""
    rows = two_months({"visitors": 500, "spend": 1}, {"visitors": visitors - 500, "spend": 1})
    asked = Asked("enough_right_visitors", *rows, target_visitors=600)
    assert asked.text == f"Visitors came to {shown} a month; the target of 600 {met}."


@pytest.mark.parametrize(
    ("leads", "said", "verdict"),
    [
        (100, "10.0%, clearly above the target of 5.0%.", Claim.YES),
        (20, "2.0%, clearly below the target of 5.0%.", Claim.NO),
        (
            50,
            "5.0%; chance alone could put that above or below the target of 5.0%.",
            Claim.CANNOT_TELL,
        ),
    ],
)
def test_the_right_visitors_become_leads_as_the_target_asks(leads: int, said: str, verdict: Claim) -> None:
    rows = [ads(visitors=1000, leads=leads, spend=1)]
    asked = Asked("enough_right_visitors", *rows, target_visitors=900, target_visitor_to_lead_rate=0.05)
    assert asked.text == (f"Visitors came to 1,000 a month; the target of 900 is met. Visitor → lead: {said}")
    assert asked.verdict is verdict
    assert asked.helps is None
    assert asked.figures == ["All channels: Visitors", "All channels: Visitor → lead"]


def test_a_missed_count_is_no_whatever_the_rate() -> None:
    rows = [ads(visitors=1000, leads=100, spend=1)]
    asked = Asked("enough_right_visitors", *rows, target_visitors=2000, target_visitor_to_lead_rate=0.05)
    assert asked.verdict is Claim.NO


def test_visitors_without_a_target() -> None:
    asked = Asked(
        "enough_right_visitors", ads(visitors=1000, leads=100, spend=1), target_visitor_to_lead_rate=0.05
    )
    assert asked.text.startswith("1,000 visitors came; set a target to see whether that is enough. Visitor")
    assert asked.verdict is Claim.CANNOT_TELL
    assert asked.helps == "Set a visitor target in Business."
    none = Asked("enough_right_visitors", ads(leads=100, spend=1))
    assert none.helps == "Fill in Visitors for the website channels."
    assert none.unknown == "Not known: who the visitors are. Only what they did is counted."


def test_enough_organic_visitors() -> None:
    """600 + 100 of 2,800 are a quarter; 700 of one month."""
    rows = [
        ads("organic_search", visitors=600, spend=1),
        ads("content", visitors=100, spend=1),
        ads("google_business_profile", visitors=900, spend=1),  # not on the website
        ads(visitors=1200, spend=1),
    ]
    asked = Asked("enough_organic", *rows, target_organic_visitors=700)
    assert asked.text == (
        "700 of 2,800 visitors (25.0%) came from organic search and content. "
        "Visitors came to 700 a month; the target of 700 is met."
    )
    assert (asked.verdict, asked.helps, asked.answer.rows) == (Claim.YES, None, 2)
    open_ended = Asked("enough_organic", *rows)
    assert open_ended.text == "700 of 2,800 visitors (25.0%) came from organic search and content."
    assert open_ended.verdict is Claim.CANNOT_TELL
    assert open_ended.helps == "Set a target for organic visitors in Business."
    assert open_ended.unknown == "Not known: what the next visitor would cost. These are averages."
    assert Asked("enough_organic", rows[-1]).helps == "Fill in Visitors for organic search."


def test_enough_leads_of_enough_quality() -> None:
    rows = [ads(leads=200, new_customers=50, spend=1)]
    asked = Asked("enough_leads", *rows, target_leads=150, target_close_rate=0.1)
    assert asked.text == (
        "Leads came to 200 a month; the target of 150 is met. 50 new customers for 200 leads: 25.0%. "
        "Close rate: 25.0%, clearly above the target of 10.0%."
    )
    assert (asked.verdict, asked.helps) == (Claim.YES, None)
    assert asked.figures == ["All channels: Leads", "All channels: Close rate"]

    accepted = Asked("enough_leads", ads(leads=200, sql=80, new_customers=50, spend=1), target_leads=150)
    assert accepted.text == (
        "Leads came to 200 a month; the target of 150 is met. Sales accepted 80 as SQLs, of 200 leads in all."
    )
    assert accepted.helps == "Set a target for the close rate in Business."
    assert accepted.figures == ["All channels: Leads", "All channels: SQL"]


def test_leads_without_a_target_and_without_any_quality() -> None:
    asked = Asked("enough_leads", ads(leads=1, spend=1))
    assert asked.text == "1 lead came; set a target to see whether that is enough."
    assert (asked.verdict, asked.helps) == (Claim.CANNOT_TELL, "Set a lead target in Business.")
    assert asked.figures == ["All channels: Leads"]
    none = Asked("enough_leads", ads(spend=1))
    assert none.helps == "Fill in Leads."
    assert none.unknown == "Not known: whether marketing and sales judge leads alike in every channel."


# --- conversion, CAC, CLV -----------------------------------------------------------------------------


def test_conversion_against_both_targets() -> None:
    rows = [ads(visitors=1000, leads=100, new_customers=25, spend=1)]
    asked = Asked(
        "conversion_where_it_could_be", *rows, target_visitor_to_lead_rate=0.05, target_close_rate=0.25
    )
    assert asked.text == (
        "Visitor → lead: 10.0%, clearly above the target of 5.0%. Close rate: 25.0%; chance "
        "alone could put that above or below the target of 25.0%."
    )
    assert asked.verdict is Claim.CANNOT_TELL
    assert asked.helps is None
    assert asked.unknown == "Not known: how high these rates could go in your trade."

    half = Asked("conversion_where_it_could_be", *rows, target_visitor_to_lead_rate=0.05)
    assert half.text.endswith("Close rate: 25.0%.")
    assert (half.verdict, half.helps) == (Claim.YES, "Set a target for the close rate in Business.")
    bare = Asked("conversion_where_it_could_be", *rows)
    assert bare.text == "Visitor → lead: 10.0%. Close rate: 25.0%."
    assert bare.verdict is Claim.CANNOT_TELL
    assert bare.helps == "Set a target for the visitor-to-lead rate in Business."
    assert bare.figures == ["All channels: Visitor → lead", "All channels: Close rate"]


def test_conversion_of_which_one_rate_is_known() -> None:
    asked = Asked("conversion_where_it_could_be", ads(leads=100, new_customers=25, spend=1))
    assert asked.text == "Close rate: 25.0%."
    assert asked.figures == ["All channels: Close rate"]
    assert asked.answer.rows == 1
    none = Asked("conversion_where_it_could_be", ads(leads=100, spend=1))
    assert none.helps == "Fill in Visitors and Leads side by side."
    assert none.unknown == "Not known: how high these rates could go in your trade."


@pytest.mark.parametrize(
    ("customers", "chosen", "said", "verdict"),
    [
        (
            50,
            {"target_cac": 200},
            "Yes: a new customer cost $100, clearly below the target of $200.",
            Claim.YES,
        ),
        (
            50,
            {"target_cac": 50},
            "No: a new customer cost $100, clearly above the target of $50.00.",
            Claim.NO,
        ),
        (
            50,
            {"target_cac": 100},
            ("A new customer cost $100; chance alone could put that above or below the target of $100."),
            Claim.CANNOT_TELL,
        ),
        (
            50,
            {"gross_margin": 0.5},
            "Yes: a new customer cost $100, clearly below the $200 of gross profit that one brought in.",
            Claim.YES,
        ),
        (
            50,
            {"gross_margin": 0.125},
            "No: a new customer cost $100, clearly above the $50.00 of gross profit that one brought in.",
            Claim.NO,
        ),
        (
            50,
            {"gross_margin": 0.25},
            (
                "A new customer cost $100; chance alone could put that above or below the $100 "
                "of gross profit that one brought in."
            ),
            Claim.CANNOT_TELL,
        ),
        (
            0,
            {"target_cac": 100},
            "No: no customer came for $5,000, and the target is $100.",
            Claim.NO,
        ),
        (
            0,
            {"target_cac": 4000},
            "No customer came for $5,000 yet: too few to compare with $4,000.",
            Claim.CANNOT_TELL,
        ),
    ],
)
def test_whether_the_cac_is_acceptable(
    customers: int, chosen: dict[str, Any], said: str, verdict: Claim
) -> None:
    """5,000 ÷ 50 = 100; revenue 20,000 is 400 a customer."""
    rows = [ads(spend=5000, new_customers=customers, revenue=400 * customers)]
    asked = Asked("cac_acceptable", *rows, **chosen)
    assert asked.text == said
    assert asked.verdict is verdict
    against_target = "target_cac" in chosen
    assert asked.helps == (None if against_target else "Fill in a target CAC in Business.")
    assert asked.unknown == ("Not known: what these customers buy later, and who would have come anyway.")


def test_the_cac_with_shared_costs_and_against_the_lifetime_value() -> None:
    """(5,000 + 2,500) ÷ 50 = 150; 300 × 2 = 600, four times that."""
    asked = Asked(
        "cac_acceptable",
        ads(spend=5000, new_customers=50),
        months=[
            month_row(OCTOBER, shared_costs=2500, yearly_profit_per_customer=300, customer_years=2),
        ],
        target_cac=200,
    )
    assert asked.text.endswith("With shared costs it is $150. The lifetime value is 4.00 times that.")
    assert asked.figures == [
        "All channels: Cost per new customer",
        "All channels: Fully-loaded CAC",
        "All channels: CLV : CAC",
    ]


def test_a_cac_that_nothing_can_be_held_against() -> None:
    assert Asked("cac_acceptable", ads(spend=5, new_customers=1)).helps == (
        "Fill in a target CAC or the gross margin in Business."
    )
    either: tuple[dict[str, Any], ...] = ({"spend": 0, "new_customers": 1}, {"spend": 1})
    for values in either:
        asked = Asked("cac_acceptable", ads(**values), target_cac=5)
        assert asked.helps == "Fill in Spend and New customers."
        assert asked.unknown == ("Not known: what these customers buy later, and who would have come anyway.")


@pytest.mark.parametrize(
    ("years", "said", "verdict"),
    [
        (3, "It rose from $600 (October 2026) to $900 (November 2026).", Claim.YES),
        (1, "It fell from $600 (October 2026) to $300 (November 2026).", Claim.NO),
        (2, "It stayed at $600 from October 2026 to November 2026.", Claim.NO),
    ],
)
def test_whether_the_lifetime_value_improves(years: int, said: str, verdict: Claim) -> None:
    """300 a year, for two years in October."""
    asked = Asked(
        "clv_improving",
        *two_months({"spend": 1}, {"spend": 1}),
        months=[
            month_row(OCTOBER, yearly_profit_per_customer=300, customer_years=2),
            month_row(NOVEMBER, yearly_profit_per_customer=300, customer_years=years),
        ],
    )
    assert asked.text == said
    assert asked.verdict is verdict
    assert asked.figures == ["All channels: CLV"]
    assert asked.answer.rows == 2
    assert asked.unknown == (
        "Not known: how long today’s customers will stay. The years are your own estimate."
    )


def test_one_lifetime_value_shows_no_direction() -> None:
    asked = Asked(
        "clv_improving",
        ads(spend=1),
        months=[month_row(OCTOBER, yearly_profit_per_customer=300, customer_years=2)],
    )
    assert asked.text == "It was $600 in October 2026; one value shows no direction."
    assert (asked.verdict, asked.answer.rows) == (Claim.CANNOT_TELL, 1)
    assert asked.helps == "Fill them in for a second month, as soon as they change."
    assert asked.unknown == (
        "Not known: how long today’s customers will stay. The years are your own estimate."
    )
    assert asked.figures == ["All channels: CLV"]
    none = Asked("clv_improving", ads(spend=1))
    assert none.helps == "Fill in yearly profit per customer and years a customer stays in Months."
    assert none.unknown == (
        "Not known: how long today’s customers will stay. The years are your own estimate."
    )


def test_questions_for_which_nothing_is_filled_in_are_one_line() -> None:
    report = page_reports.year()
    assert "sql_to_customer" not in [answer.id for answer in report.answered]
    assert {"sql_to_customer", "best_mqls"} <= {answer.id for answer in report.answers}, "JSON has them all"
    assert report.unanswered is not None
    line = report.words.say(report.unanswered)
    assert line.startswith(
        "MQL, SQL, Quotes: not used. Not answered, because nothing is filled in for them: "
    )
    assert "How near is a sales-qualified lead (SQL) to becoming a customer?" in line
