"""What the answers say, as keys and facts: each number is worked out by hand from the rows above it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Answer, Claim, Report
from kpisheet.worksheet.sheet import Row
from tests.support import page_reports
from tests.support.in_keys import in_keys
from tests.support.worksheets import deal, month_row, row, worksheet

pytestmark = pytest.mark.usefixtures("by_chance_alone")

TODAY = date(2026, 12, 31)
OCTOBER, NOVEMBER = "2026-10", "2026-11"


class Asked:
    """One question's answer over some rows, as keys and facts."""

    def __init__(self, question: str, *rows: Row, **chosen: Any) -> None:
        self.report: Report = build_report(worksheet(*rows, **chosen), file="x", today=TODAY)
        self.answer: Answer = next(each for each in self.report.answers if each.id == question)

    @property
    def text(self) -> str:
        return in_keys(self.report, self.answer.text)

    @property
    def verdict(self) -> Claim | None:
        return self.answer.verdict

    @property
    def helps(self) -> str | None:
        return in_keys(self.report, self.answer.helps) if self.answer.helps else None

    @property
    def unknown(self) -> str | None:
        return in_keys(self.report, self.answer.unknown) if self.answer.unknown else None

    @property
    def figures(self) -> list[str]:
        return [in_keys(self.report, label) for label, _ in self.answer.figures]


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
        "more_visitors(channel=Organic search, share=50.0%, visitors=1,000) "
        "more_visitors_costs(cheap=Organic search, cheap_cost=$1.00, dear=Facebook ads, "
        "dear_cost=$2.50)"
    )
    assert asked.verdict is None
    assert asked.helps == "helps_target_visitors"
    assert asked.unknown == "unknown_next_visitor"
    assert asked.figures == [
        "label_all(kpi=Visitors)",
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
    both = "names(last=Organic search, names=Google ads)"
    assert Asked("more_visitors", *rows).text == (
        f"more_visitors_tied(channels={both}, share=40.0%, visitors=1,000) "
        f"more_visitors_costs(cheap={both}, cheap_cost=$1.00, dear=Facebook ads, dear_cost=$2.50)"
    )
    leads = Asked("more_leads", *rows).text
    assert leads.startswith(f"more_leads_tied(channels={both}, leads=20, share=45.0%)")
    alike = Asked("more_visitors", *rows[:2])
    assert alike.text == f"more_visitors_tied(channels={both}, share=50.0%, visitors=800)"


def test_one_visitor_of_one_channel() -> None:
    asked = Asked("more_visitors", ads(visitors=1, spend=600), target_visitors=5)
    assert asked.text == "more_visitors(channel=Google ads, share=100.0%, visitors=1)"
    assert asked.helps is None


@pytest.mark.parametrize("visitors", [None, 0])
def test_without_visitors_nothing_is_told_of_them(visitors: int | None) -> None:
    asked = Asked("more_visitors", ads(visitors=visitors, spend=600))
    assert asked.text == "not_recorded"
    assert asked.helps == "helps_visitors"
    assert asked.unknown == "unknown_next_visitor"


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
        "organic_vs_social_yes(organic=10.0%, organic_channels=Organic search, Content, "
        "social=4.0%, social_channels=Facebook ads) difference(high=8.3, low=3.8)"
    )
    assert asked.figures == ["group_organic: Visitor → lead", "group_social: Visitor → lead"]
    assert asked.unknown == "unknown_assigned"
    assert asked.answer.rows == 3
    assert asked.helps is None


def test_social_may_be_ahead() -> None:
    asked = Asked(
        "organic_vs_social",
        ads("organic_search", leads=40, visitors=1000, spend=1),
        ads("organic_social", leads=100, visitors=1000, spend=1),
    )
    assert asked.text == (
        "organic_vs_social_no(organic=4.0%, organic_channels=Organic search, "
        "social=10.0%, social_channels=Organic social) difference(high=-3.8, low=-8.3)"
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
        "organic_vs_social_cannot_tell(organic=10.0%, organic_channels=Organic search, "
        "social=4.0%, social_channels=Organic social) difference(high=13.8, low=-1.4) "
        "more_visitors_needed(more=370)"
    )


@pytest.mark.parametrize("lone", ["organic_search", "organic_social"])
def test_one_side_alone_cannot_be_compared(lone: str) -> None:
    asked = Asked("organic_vs_social", ads(lone, leads=10, visitors=100, spend=1))
    assert asked.text == "not_recorded"
    assert asked.helps == "helps_organic_and_social"


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
        "raise_conversion_gap(better=Email, better_rate=15.0%, worse=Google ads, worse_rate=4.0%)"
    )
    assert asked.verdict is None
    assert asked.unknown == "unknown_why"
    assert asked.figures[0] == "label_all(kpi=Visitor → lead)"
    assert set(asked.figures[1:]) == {
        f"{name}: Visitor → lead" for name in ("Display ads", "Google ads", "Organic search", "Email")
    }


def test_no_clear_gap_in_conversion() -> None:
    asked = Asked(
        "raise_conversion", ads(leads=10, visitors=100, spend=2), ads("email", leads=9, visitors=100, spend=1)
    )
    assert asked.text == "raise_conversion_no_gap(rate=9.5%)"
    assert asked.verdict is Claim.CANNOT_TELL
    assert asked.helps == "helps_more_months"
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
        "more_leads(channel=Google ads, leads=270, share=44.4%) "
        "more_leads_gap(best=Google ads, best_cpl=$10.00, other=Email, other_cpl=$50.00)"
    )
    assert asked.verdict is None
    assert asked.helps is None
    assert asked.figures[0] == "label_all(kpi=Leads)"
    assert len(asked.figures) == 4


def test_leads_whose_costs_hardly_differ() -> None:
    asked = Asked("more_leads", ads(leads=12, spend=120), ads("radio", leads=10, spend=120))
    assert asked.text == "more_leads(channel=Google ads, leads=22, share=54.5%) more_leads_no_gap"
    assert asked.verdict is Claim.CANNOT_TELL


def test_leads_of_a_single_channel_and_leads_whose_cost_is_not_known() -> None:
    alone = Asked("more_leads", ads(leads=1, spend=120))
    assert alone.text == "more_leads(channel=Google ads, leads=1, share=100.0%)"
    assert alone.helps is None
    uncosted = Asked("more_leads", ads(leads=7))
    assert uncosted.helps == "helps_spend_and_leads"
    none = Asked("more_leads", ads(spend=5, leads=0))
    assert (none.verdict, none.helps) == (Claim.CANNOT_TELL, "helps_leads")
    assert none.unknown == "unknown_next_lead"


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
        "lower_cac(cac=$400, channel=Google ads, close_rate=25.0%, cost_per_visitor=$2.00, "
        "visitor_to_lead_rate=2.0%) lower_cac_rate(factor=Visitor → lead, others=10.0%, "
        "own=2.0%)"
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
    said = "lower_cac" if named else "lower_cac_of_one"
    assert asked.text.startswith(
        f"{said}(cac=$400, channel=Google ads, close_rate=25.0%, cost_per_visitor=$2.00"
    )


def test_of_two_weak_factors_the_one_further_behind_is_named() -> None:
    """5 % of 10 % is half, 5 % of 25 % a fifth."""
    asked = dissected(4000, 200, 10)
    assert asked.text.endswith("lower_cac_rate(factor=Close rate, others=25.0%, own=5.0%)")


def test_a_dear_visitor_is_the_weakest_factor_where_the_rates_are_alike() -> None:
    asked = dissected(1000, 100, 25)
    assert asked.text.endswith("lower_cac_price(others=$1.00, own=$4.00)")
    assert asked.verdict is None


def test_a_visitor_a_quarter_dearer_is_not_dear_yet() -> None:
    asked = dissected(3200, 320, 80)
    assert asked.text.endswith("lower_cac_no_weak")
    assert asked.verdict is Claim.CANNOT_TELL


def test_without_a_full_website_channel_no_cac_is_taken_apart() -> None:
    asked = Asked("lower_cac", ads("radio", visitors=5, leads=10, new_customers=2, spend=9000))
    assert asked.helps == "helps_visitors_leads_customers"
    assert asked.unknown == "unknown_why"


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
    assert asked.text == (
        "investment_pays(channels=Google ads) investment_loses_money(channels=Radio) "
        "investment_cannot_tell(channels=Tv)"
    )
    assert asked.verdict is None
    assert asked.figures == ["Radio: ROI", "Tv: ROI", "Google ads: ROI"]
    assert asked.helps is None
    assert asked.answer.rows == 4

    bare = Asked("investment_pays", *rows)
    assert bare.text == "investment_cannot_tell(channels=Radio, Tv, Google ads)"
    assert bare.verdict is Claim.CANNOT_TELL
    assert bare.helps == "helps_margin"
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
        "investment_loses_money(channels=Google ads) "
        "campaigns_pays(campaigns=Google ads – Good) "
        "campaigns_loses_money(campaigns=Google ads – Bad, Google ads – Worse)"
    )


def test_one_clear_verdict_of_either_kind_is_an_answer() -> None:
    pays = ads(spend=100, new_customers=20, revenue=2000)
    loses = ads(spend=5000, new_customers=5, revenue=500)
    for each, said in (
        (pays, "investment_pays(channels=Google ads)"),
        (loses, "investment_loses_money(channels=Google ads)"),
    ):
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
    assert ((f"organic_channels={name}" in asked.text), (f"social_channels={name}" in asked.text)) == (
        side == "organic",
        side == "social",
    )
    assert asked.answer.rows == (2 if side is None else 3)


def test_where_nothing_was_spent_there_is_no_investment() -> None:
    asked = Asked("investment_pays", ads("referral", spend=0, new_customers=3, revenue=300))
    assert asked.helps == "helps_spend_customers_revenue"
    assert asked.unknown == "unknown_cause"


# --- SQL and MQL --------------------------------------------------------------------------------------


def test_how_near_an_sql_is_to_a_customer() -> None:
    """15 of 60: Wilson (0.25 + 0.0320) ÷ 1.0640 ± 0.1073, so 15.8 to 37.2 %. 1 to 20 November: 19 days."""
    asked = Asked(
        "sql_to_customer",
        ads(sql=60, new_customers=15, spend=9),
        deals=[deal(date(2026, 11, 1), date(2026, 11, 20))],
    )
    assert asked.text == (
        "sql_to_customer(customers=15, rate=25.0%, sql=60) likely(high=37.2%, low=15.8%) sql_cycle(days=19.0)"
    )
    assert asked.verdict is None
    assert asked.helps is None
    assert asked.figures == ["label_all(kpi=SQL → sale)", "All channels: Sales cycle"]
    assert asked.unknown == "unknown_cohort"


def test_too_few_sqls_for_a_range() -> None:
    asked = Asked("sql_to_customer", ads(sql=1, new_customers=1, spend=9))
    assert asked.text == "sql_to_customer(customers=1, rate=100.0%, sql=1) too_few_for_range"
    assert asked.verdict is Claim.CANNOT_TELL
    assert asked.helps == "helps_deals"
    assert asked.figures == ["label_all(kpi=SQL → sale)"]


def test_without_sqls_the_column_is_asked_for() -> None:
    asked = Asked("sql_to_customer", ads(new_customers=1, spend=9))
    assert asked.helps == "helps_sql"
    assert asked.unknown == "unknown_cohort"


def test_who_brings_the_best_mqls() -> None:
    """90 of 150, 20 of 100 and 30 of 200: the first is clearly ahead of both, most MQLs are at Radio."""
    asked = Asked(
        "best_mqls",
        ads("email", mql=100, sql=20, spend=3),
        ads("radio", mql=200, sql=30, spend=2),
        ads(mql=150, sql=90, spend=1),
    )
    assert asked.text == "best_mqls_gap(best=Google ads, best_rate=60.0%, other=Radio, other_rate=15.0%)"
    assert asked.figures == ["Google ads: MQL → SQL", "Email: MQL → SQL", "Radio: MQL → SQL"]
    assert asked.verdict is None
    assert asked.answer.rows == 3
    assert asked.unknown == "unknown_quality"


def test_mqls_that_do_not_differ_clearly() -> None:
    asked = Asked("best_mqls", ads(mql=100, sql=40, spend=1), ads("email", mql=100, sql=42, spend=1))
    assert asked.text == "best_mqls_no_gap(rate=41.0%)"
    assert asked.helps == "helps_more_months"
    assert asked.verdict is Claim.CANNOT_TELL


def test_the_column_that_is_missing_for_mqls_is_asked_for() -> None:
    assert Asked("best_mqls", ads(mql=9, spend=1)).helps == "helps_sql"
    assert Asked("best_mqls", ads(spend=1)).helps == "helps_mql"


# --- enough visitors, organic visitors, leads ---------------------------------------------------------


def two_months(first: dict[str, Any], second: dict[str, Any], key: str = "organic_search") -> list[Row]:
    return [ads(key, OCTOBER, number=5, **first), ads(key, NOVEMBER, number=6, **second)]


@pytest.mark.parametrize(
    ("target", "met", "verdict"), [(600, "count_met", Claim.YES), (601, "count_missed", Claim.NO)]
)
def test_a_count_is_held_against_its_target_month_by_month(target: int, met: str, verdict: Claim) -> None:
    """1,200 visitors in two months: 600 a month."""
    rows = two_months({"visitors": 500, "spend": 1}, {"visitors": 700, "spend": 1})
    asked = Asked("enough_right_visitors", *rows, target_visitors=target)
    assert asked.text == f"{met}(kpi=Visitors, monthly=600, target={target})"
    assert asked.verdict is verdict
    assert asked.helps == "helps_target_visitor_to_lead_rate"
    assert asked.unknown == "unknown_right_kind"
    assert asked.answer.rows == 2


@pytest.mark.parametrize(
    ("visitors", "shown", "met"),
    [
        (1199, "599.5", "count_missed"),
        (1202, "601", "count_met"),
        (1200, "600", "count_met"),
        (1100, "550", "count_missed"),
    ],
)
def test_a_count_just_below_its_target_is_not_written_as_if_it_were_met(
    visitors: int, shown: str, met: str
) -> None:
    """599.5 a month would be 600 in whole ones, which are met."""
    rows = two_months({"visitors": 500, "spend": 1}, {"visitors": visitors - 500, "spend": 1})
    asked = Asked("enough_right_visitors", *rows, target_visitors=600)
    assert asked.text == f"{met}(kpi=Visitors, monthly={shown}, target=600)"


@pytest.mark.parametrize(
    ("leads", "said", "verdict"),
    [
        (100, "rate_yes(kpi=Visitor → lead, rate=10.0%, target=5.0%)", Claim.YES),
        (20, "rate_no(kpi=Visitor → lead, rate=2.0%, target=5.0%)", Claim.NO),
        (50, "rate_cannot_tell(kpi=Visitor → lead, rate=5.0%, target=5.0%)", Claim.CANNOT_TELL),
    ],
)
def test_the_right_visitors_become_leads_as_the_target_asks(leads: int, said: str, verdict: Claim) -> None:
    rows = [ads(visitors=1000, leads=leads, spend=1)]
    asked = Asked("enough_right_visitors", *rows, target_visitors=900, target_visitor_to_lead_rate=0.05)
    assert asked.text == f"count_met(kpi=Visitors, monthly=1,000, target=900) {said}"
    assert asked.verdict is verdict
    assert asked.helps is None
    assert asked.figures == ["All channels: Visitors", "label_all(kpi=Visitor → lead)"]


def test_a_missed_count_is_no_whatever_the_rate() -> None:
    rows = [ads(visitors=1000, leads=100, spend=1)]
    asked = Asked("enough_right_visitors", *rows, target_visitors=2000, target_visitor_to_lead_rate=0.05)
    assert asked.verdict is Claim.NO


def test_visitors_without_a_target() -> None:
    asked = Asked(
        "enough_right_visitors", ads(visitors=1000, leads=100, spend=1), target_visitor_to_lead_rate=0.05
    )
    assert asked.text == (
        "visitors_plain(visitors=1,000) rate_yes(kpi=Visitor → lead, rate=10.0%, target=5.0%)"
    )
    assert asked.verdict is Claim.CANNOT_TELL
    assert asked.helps == "helps_target_visitors"
    none = Asked("enough_right_visitors", ads(leads=100, spend=1))
    assert none.helps == "helps_visitors"
    assert none.unknown == "unknown_right_kind"


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
        "organic_share(organic=700, share=25.0%, visitors=2,800) count_met(kpi=Visitors, "
        "monthly=700, target=700)"
    )
    assert (asked.verdict, asked.helps, asked.answer.rows) == (Claim.YES, None, 2)
    open_ended = Asked("enough_organic", *rows)
    assert open_ended.text == "organic_share(organic=700, share=25.0%, visitors=2,800)"
    assert open_ended.verdict is Claim.CANNOT_TELL
    assert open_ended.helps == "helps_target_organic_visitors"
    assert open_ended.unknown == "unknown_next_visitor"
    assert Asked("enough_organic", rows[-1]).helps == "helps_organic_visitors"


def test_enough_leads_of_enough_quality() -> None:
    rows = [ads(leads=200, new_customers=50, spend=1)]
    asked = Asked("enough_leads", *rows, target_leads=150, target_close_rate=0.1)
    assert asked.text == (
        "count_met(kpi=Leads, monthly=200, target=150) quality_close_rate(customers=50, "
        "leads=200, rate=25.0%) rate_yes(kpi=Close rate, rate=25.0%, target=10.0%)"
    )
    assert (asked.verdict, asked.helps) == (Claim.YES, None)
    assert asked.figures == ["All channels: Leads", "label_all(kpi=Close rate)"]

    accepted = Asked("enough_leads", ads(leads=200, sql=80, new_customers=50, spend=1), target_leads=150)
    assert accepted.text == "count_met(kpi=Leads, monthly=200, target=150) quality_sql(leads=200, sql=80)"
    assert accepted.helps == "helps_target_close_rate"
    assert accepted.figures == ["All channels: Leads", "label_all(kpi=SQL)"]


def test_leads_without_a_target_and_without_any_quality() -> None:
    asked = Asked("enough_leads", ads(leads=1, spend=1))
    assert asked.text == "leads_plain(leads=1)"
    assert (asked.verdict, asked.helps) == (Claim.CANNOT_TELL, "helps_target_leads")
    assert asked.figures == ["All channels: Leads"]
    none = Asked("enough_leads", ads(spend=1))
    assert none.helps == "helps_leads"
    assert none.unknown == "unknown_quality"


# --- conversion, CAC, CLV -----------------------------------------------------------------------------


def test_conversion_against_both_targets() -> None:
    rows = [ads(visitors=1000, leads=100, new_customers=25, spend=1)]
    asked = Asked(
        "conversion_where_it_could_be", *rows, target_visitor_to_lead_rate=0.05, target_close_rate=0.25
    )
    assert asked.text == (
        "rate_yes(kpi=Visitor → lead, rate=10.0%, target=5.0%) "
        "rate_cannot_tell(kpi=Close rate, rate=25.0%, target=25.0%)"
    )
    assert asked.verdict is Claim.CANNOT_TELL
    assert asked.helps is None
    assert asked.unknown == "unknown_optimum"

    half = Asked("conversion_where_it_could_be", *rows, target_visitor_to_lead_rate=0.05)
    assert half.text.endswith("Close rate: 25.0%.")
    assert (half.verdict, half.helps) == (Claim.YES, "helps_target_close_rate")
    bare = Asked("conversion_where_it_could_be", *rows)
    assert bare.text == "Visitor → lead: 10.0%. Close rate: 25.0%."
    assert bare.verdict is Claim.CANNOT_TELL
    assert bare.helps == "helps_target_visitor_to_lead_rate"
    assert bare.figures == ["label_all(kpi=Visitor → lead)", "label_all(kpi=Close rate)"]


def test_conversion_of_which_one_rate_is_known() -> None:
    asked = Asked("conversion_where_it_could_be", ads(leads=100, new_customers=25, spend=1))
    assert asked.text == "Close rate: 25.0%."
    assert asked.figures == ["label_all(kpi=Close rate)"]
    assert asked.answer.rows == 1
    none = Asked("conversion_where_it_could_be", ads(leads=100, spend=1))
    assert none.helps == "helps_visitors_and_leads"
    assert none.unknown == "unknown_optimum"


@pytest.mark.parametrize(
    ("customers", "chosen", "said", "verdict"),
    [
        (
            50,
            {"target_cac": 200},
            "cac_target_yes(cac=$100, limit=$200)",
            Claim.YES,
        ),
        (
            50,
            {"target_cac": 50},
            "cac_target_no(cac=$100, limit=$50.00)",
            Claim.NO,
        ),
        (
            50,
            {"target_cac": 100},
            "cac_target_cannot_tell(cac=$100, limit=$100)",
            Claim.CANNOT_TELL,
        ),
        (
            50,
            {"gross_margin": 0.5},
            "cac_break_even_yes(cac=$100, limit=$200)",
            Claim.YES,
        ),
        (
            50,
            {"gross_margin": 0.125},
            "cac_break_even_no(cac=$100, limit=$50.00)",
            Claim.NO,
        ),
        (
            50,
            {"gross_margin": 0.25},
            "cac_break_even_cannot_tell(cac=$100, limit=$100)",
            Claim.CANNOT_TELL,
        ),
        (
            0,
            {"target_cac": 100},
            "cac_target_none(limit=$100, spend=$5,000)",
            Claim.NO,
        ),
        (
            0,
            {"target_cac": 4000},
            "cac_target_too_few(limit=$4,000, spend=$5,000)",
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
    assert asked.helps == (None if against_target else "helps_target_cac")
    assert asked.unknown == "unknown_later_sales"


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
    assert asked.text.endswith("cac_loaded(loaded=$150) cac_clv(ratio=4.00)")
    assert asked.figures == [
        "label_all(kpi=Cost per new customer)",
        "label_all(kpi=Fully-loaded CAC)",
        "label_all(kpi=CLV : CAC)",
    ]


def test_a_cac_that_nothing_can_be_held_against() -> None:
    assert Asked("cac_acceptable", ads(spend=5, new_customers=1)).helps == "helps_target_cac_or_margin"
    either: tuple[dict[str, Any], ...] = ({"spend": 0, "new_customers": 1}, {"spend": 1})
    for values in either:
        asked = Asked("cac_acceptable", ads(**values), target_cac=5)
        assert asked.helps == "helps_spend_and_customers"
        assert asked.unknown == "unknown_later_sales"


@pytest.mark.parametrize(
    ("years", "said", "verdict"),
    [
        (3, "clv_up(clv=$900, first=$600, period=November 2026, then=October 2026)", Claim.YES),
        (1, "clv_down(clv=$300, first=$600, period=November 2026, then=October 2026)", Claim.NO),
        (2, "clv_same(clv=$600, period=November 2026, then=October 2026)", Claim.NO),
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
    assert asked.unknown == "unknown_future"


def test_one_lifetime_value_shows_no_direction() -> None:
    asked = Asked(
        "clv_improving",
        ads(spend=1),
        months=[month_row(OCTOBER, yearly_profit_per_customer=300, customer_years=2)],
    )
    assert asked.text == "clv_once(clv=$600, period=October 2026)"
    assert (asked.verdict, asked.answer.rows) == (Claim.CANNOT_TELL, 1)
    assert asked.helps == "helps_clv_again"
    assert asked.unknown == "unknown_future"
    assert asked.figures == ["All channels: CLV"]
    none = Asked("clv_improving", ads(spend=1))
    assert none.helps == "helps_clv"
    assert none.unknown == "unknown_future"


def test_questions_for_which_nothing_is_filled_in_are_one_line() -> None:
    report = page_reports.year()
    assert "sql_to_customer" not in [answer.id for answer in report.answered]
    assert {"sql_to_customer", "best_mqls"} <= {answer.id for answer in report.answers}, "JSON has them all"
    assert report.unanswered is not None
    line = in_keys(report, report.unanswered)
    assert line.startswith("unused(columns=MQL, SQL, Quotes, line=unanswered(questions=")
    assert "How near is a sales-qualified lead (SQL) to becoming a customer?" in line
