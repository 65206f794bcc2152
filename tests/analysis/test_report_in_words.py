"""What the headline, the cards, the next step, the verdicts' reasons and the notes say, as keys and facts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.planning import Brings
from kpisheet.analysis.report import Pays, Report
from kpisheet.worksheet.findings import Finding, Place, Severity
from kpisheet.worksheet.sheet import Row
from tests.support.in_keys import in_keys
from tests.support.worksheets import deal, month, month_row, row, worksheet

pytestmark = pytest.mark.usefixtures("by_chance_alone")

TODAY = date(2026, 12, 31)
OCTOBER, NOVEMBER, DECEMBER = "2026-10", "2026-11", "2026-12"


def report(*rows: Row, **chosen: Any) -> Report:
    return build_report(worksheet(*rows, **chosen), file="x", today=TODAY)


def ads(key: str = "google_ads", period: str | None = OCTOBER, **values: Any) -> Row:
    return row(key, period, **values)


def doubt(row_number: int, *affected: str) -> Finding:
    return Finding("K410", Severity.WARNING, Place("Channels", row_number, 3), affects=frozenset(affected))


def headline(*rows: Row, **chosen: Any) -> str:
    made = report(*rows, **chosen)
    return in_keys(made, made.sums or made.headline)


def next_step(*rows: Row, **chosen: Any) -> str:
    made = report(*rows, **chosen)
    return in_keys(made, made.next_step)


def notes(*rows: Row, **chosen: Any) -> list[str]:
    made = report(*rows, **chosen)
    return [in_keys(made, note) for note in made.notes]


def cards(*rows: Row, **chosen: Any) -> dict[str, str | None]:
    made = report(*rows, **chosen)
    return {card.figure.key: in_keys(made, card.note) if card.note else None for card in made.cards}


# --- the headline -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "chosen", "said"),
    [
        (
            {"spend": 1000, "leads": 20, "new_customers": 5, "revenue": 3000},
            {"gross_margin": 0.5},
            ("leads_and_customers(customers=5, leads=20, spend=$1,000) profit(one=$1, profit=$1.50)"),
        ),
        (
            {"spend": 1000, "leads": 1, "new_customers": 1, "revenue": 3000},
            {},
            ("leads_and_customers(customers=1, leads=1, spend=$1,000) revenue(one=$1, revenue=$3.00)"),
        ),
        (
            {"spend": 1000, "leads": 20},
            {},
            ("leads(leads=20, spend=$1,000) nothing_known"),
        ),
        (
            {"spend": 1000, "new_customers": 5},
            {},
            ("customers(customers=5, spend=$1,000) nothing_known"),
        ),
        (
            {"spend": 1000},
            {},
            ("spend(spend=$1,000) nothing_known"),
        ),
        (
            {"spend": 0, "leads": 20},
            {},
            "leads(leads=20, spend=$0) no_spend",
        ),
        ({"leads": 20}, {}, "no_data"),
        (
            {"spend": 1, "leads": 20},
            {},
            ("leads(leads=20, spend=$1) nothing_known"),
        ),
    ],
)
def test_the_headline_says_what_was_spent_and_what_came(
    values: dict[str, Any], chosen: dict[str, Any], said: str
) -> None:
    """1,500 of gross profit or 3,000 of revenue on 1,000."""
    assert headline(ads(**values), **chosen) == said


# --- the cards ----------------------------------------------------------------------------------------


def test_the_cards_show_likely_ranges_and_bounds() -> None:
    """By hand: 100 leads on 1,000 → 8.2 to 12.3; no customer for 900 → above 300."""
    shown = cards(ads(spend=1000, leads=100, new_customers=30))
    assert shown == {
        "spend": None,
        "cpl": "card_range(range=$8.22–12.29)",
        "cac": "card_range(range=$23.35–49.41)",
        "roi": None,
    }
    bound = cards(ads(spend=900, leads=3, new_customers=0))
    assert (bound["cpl"], bound["cac"]) == (None, "card_at_least(low=$300)")


def test_without_a_margin_the_revenue_roi_takes_the_place_of_roi() -> None:
    made = report(ads(spend=100, revenue=300, new_customers=1), target_roi=1.5)
    assert [card.figure.key for card in made.cards] == ["spend", "cpl", "cac", "revenue_roi"]
    assert made.cards[3].figure.value == 2
    assert made.cards[3].target is None  # a target ROI is one of profit
    bare = report(ads(spend=100))
    assert [card.figure.key for card in bare.cards] == ["spend", "cpl", "cac", "roi"]


def test_the_cards_show_targets_and_whether_they_are_met() -> None:
    made = report(
        ads(spend=100, leads=10, new_customers=2, revenue=300),
        gross_margin=0.5,
        target_cpl=10,
        target_cac=49,
        target_roi=0.5,
    )
    shown = {card.figure.key: (card.target, card.target_met) for card in made.cards}
    assert shown == {
        "spend": (None, None),
        "cpl": (10, True),
        "cac": (49, False),
        "roi": (Decimal("0.5"), True),
    }


def test_a_card_says_how_its_figure_changed_since_the_period_before() -> None:
    """CPL 10, then 33; CAC 20, then 20: of the channel's change nothing is said on the card of the total."""

    def rows(leads: int) -> list[Row]:
        return [
            ads(period=OCTOBER, number=5, spend=1000, leads=100, new_customers=50),
            ads(period=NOVEMBER, number=6, spend=1000, leads=leads, new_customers=50),
        ]

    november = {"report_from": NOVEMBER, "report_to": NOVEMBER}
    dearer = cards(*rows(30), **november)
    assert dearer["cpl"] == "card_range(range=$23.35–49.41); card_higher(earlier=Oct 2026)"
    assert dearer["cac"] is not None
    assert dearer["cac"].endswith("; card_no_clear_change(earlier=Oct 2026)")
    assert dearer["spend"] is None
    cheaper = cards(*rows(400), **november)
    assert cheaper["cpl"] is not None
    assert cheaper["cpl"].endswith("; card_lower(earlier=Oct 2026)")
    # Of all months together the last is held against the one before; that is no change of the whole.
    assert cards(*rows(30))["cpl"] == "card_range(range=$12.96–18.41)"


# --- the next step ------------------------------------------------------------------------------------

PAYING: dict[str, Any] = {
    "spend": 1600,
    "new_customers": 80,
    "revenue": 16000,
}  # 100 gross profit each: 16 break even
LOSING: dict[str, Any] = {"spend": 9000, "new_customers": 5, "revenue": 500}  # 50 each: 180 break even


def test_the_smallest_and_shortest_fair_test_is_named_where_a_channel_pays() -> None:
    """1,600 and 1,800: 1,700 a month, of which 30 % is 510, rounded down 500; a month of 0 spend is none.

    160 customers in 3 months. In 3 more, with a standard deviation of √(160 × 2) = 17.9, 160 + 1.645 × 17.9 =
    30 more than 160 are beyond chance, and 1.294 × 160 = 207 are above that by 0.84 × 17.9; in 2 months they
    aren't, and with 300 more not even in 6. A customer brings 200 at 50 %: 100, so 15 pay for 1,500.
    """
    rows = [
        ads(period="2026-09", number=5, spend=1600, new_customers=80, revenue=16000),
        ads(period=OCTOBER, number=6, spend=1800, new_customers=80, revenue=16000),
        ads(period=NOVEMBER, number=7, spend=0, new_customers=0),
    ]
    assert next_step(*rows, gross_margin=0.5).startswith(
        "next_test_new(amount=$500, channel=Google ads, months=3) "
        "worked(channel=Google ads, customers=190, months=3, more=30, usual=160) "
        "counted_chance(beyond=30, paying=15, profit=$100, spent=$1,500) from_new why_only("
    )


def test_where_no_fair_test_is_short_enough_the_step_stays_small() -> None:
    """10 customers a year double to 10 more in 6 months at best: chance alone may bring 5 more than 5."""
    rows = [
        ads(
            period=f"2026-{month:02}",
            number=month,
            spend=100,
            new_customers=month % 2,
            revenue=900 * (month % 2),
        )
        for month in range(1, 13)
    ]
    assert next_step(*rows, gross_margin=0.9).startswith("next_try_new(amount=$20, channel=Google ads)")


def test_of_paying_channels_the_surest_return_is_tried() -> None:
    """Byar's lower ends of 80 and of 90 customers over 16 and over 17: 3.97 against 4.26."""
    other: dict[str, Any] = {"spend": 1700, "new_customers": 90, "revenue": 18000}
    tried = next_step(ads(**PAYING), ads("radio", **other), gross_margin=0.5)
    assert "channel=Radio" in tried
    # As many again at more than twice the cost are no surer: 71 or more of 40 that break even.
    dear: dict[str, Any] = {"spend": 4000, "new_customers": 90, "revenue": 18000}
    assert "channel=Google ads" in next_step(ads(**PAYING), ads("radio", **dear), gross_margin=0.5)


def test_only_a_known_marketing_channel_is_tried_and_a_bought_one_before_others() -> None:
    def tried(*keys: str) -> str:
        return next_step(
            *(ads(key, spend=100, new_customers=80, revenue=16000) for key in keys), gross_margin=0.5
        )

    assert tried("referral", "Columbus Gazette") == "next_keep_recording"
    assert "channel=Organic search" in tried("organic_search", "referral")
    better = ads("organic_search", spend=10, new_customers=900, revenue=160000)
    assert "channel=Google ads" in next_step(better, ads(**PAYING), gross_margin=0.5)


def test_a_channel_without_a_doubted_cell_is_tried_before_a_doubted_one() -> None:
    rows = [ads(number=5, **PAYING), ads("radio", number=6, spend=1700, new_customers=90, revenue=18000)]
    doubted = next_step(*rows, gross_margin=0.5, findings=[doubt(6, "spend")])
    assert "channel=Google ads" in doubted
    assert "channel=Radio" in next_step(rows[1], gross_margin=0.5, findings=[doubt(6, "spend")])


def test_less_is_spent_on_the_largest_loss() -> None:
    rows = [
        ads(number=5, **LOSING),
        ads("radio", number=6, spend=8000, new_customers=1, revenue=100),
    ]
    assert next_step(*rows, gross_margin=0.5) == (
        "next_less(channel=Google ads, customers=5, monthly=$9,000, needed=180)"
    )
    # A larger loss that rests on a doubted cell gives way to one that doesn't.
    assert next_step(*rows, gross_margin=0.5, findings=[doubt(5, "spend")]) == (
        "next_less(channel=Radio, customers=1, monthly=$8,000, needed=160)"
    )
    # With 900 instead of 9,000, 18 would break even: it loses money, too.
    assert next_step(rows[0], gross_margin=0.5, findings=[doubt(5, "spend")]).startswith(
        "next_less(channel=Google ads, "
    )


def test_where_a_sale_brings_nothing_prices_are_looked_at() -> None:
    assert next_step(ads(**LOSING), gross_margin=-0.1) == "next_less_margin(channel=Google ads)"


@pytest.mark.parametrize(
    ("values", "chosen", "said"),
    [
        ({"leads": 9}, {}, "next_no_data"),
        (
            {"spend": 9},
            {},
            ("next_record_customers_not_recorded"),
        ),
        (
            {"spend": 9, "leads": 100, "close_rate": "0.3"},
            {},
            ("next_record_customers_derived"),
        ),
        (
            {"spend": 9, "new_customers": 3, "revenue": 9},
            {},
            ("next_record_no_margin"),
        ),
        (
            {"spend": 9, "new_customers": 3},
            {"gross_margin": 0.5},
            "next_record_no_profit",
        ),
        (
            {"spend": 9, "new_customers": 3, "revenue": 9},
            {"gross_margin": 0.5},
            (
                # 15 against 30: 2 × (√30 − √15) = 3.21 is above 2.24 + 0.84; 12 against 24 is not.
                "next_wait(channel=Google ads, months=4, shorter=shortens_more_spend)"
            ),
        ),
        (
            {"spend": 0, "new_customers": 3, "revenue": 9},
            {"gross_margin": 0.5},
            "next_no_spend",
        ),
    ],
)
def test_what_to_record_next(values: dict[str, Any], chosen: dict[str, Any], said: str) -> None:
    assert next_step(ads(**values), **chosen) == said


def test_spending_goes_on_where_one_of_the_channels_is_paid_for() -> None:
    rows = [ads(spend=9, new_customers=3, revenue=9), ads("referral", spend=0, new_customers=3, revenue=9)]
    assert next_step(*rows, gross_margin=0.5).startswith("next_wait(")


def test_a_channel_without_spend_is_asked_for_it_first() -> None:
    assert next_step(ads(spend=9), ads("radio", new_customers=3)) == "next_record_spend_not_recorded"


# --- verdicts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "chosen", "pays", "reason"),
    [
        ({"spend": 0, "new_customers": 9}, {}, Pays.NO_SPEND, "verdict_no_spend"),
        ({"spend": 9}, {}, Pays.CANNOT_TELL, "verdict_customers_not_recorded"),
        ({"new_customers": 9}, {}, Pays.CANNOT_TELL, "verdict_spend_not_recorded"),
        (
            {"spend": 9, "leads": 9, "close_rate": "0.3"},
            {},
            Pays.CANNOT_TELL,
            "verdict_customers_derived",
        ),
        (
            {"spend": 9, "new_customers": 9, "revenue": 9},
            {},
            Pays.CANNOT_TELL,
            "verdict_no_margin",
        ),
        ({"spend": 9, "new_customers": 9}, {}, Pays.CANNOT_TELL, "verdict_no_profit"),
        (
            LOSING,
            {"gross_margin": -0.1},
            Pays.LOSES_MONEY,
            "verdict_loses_by_margin(profit_per_customer=-$10.00)",
        ),
        (
            PAYING,
            {"gross_margin": 0.5},
            Pays.PAYS,
            (  # 1,600 ÷ 80 × 0.5 leave $10 a customer, so that 160 would break even
                "verdict_single(otherwise=if_instead(cell=G5, outcome=outcome_loses_money, "
                "typed=16,000, value=1,600), reason=verdict_pays(customers=80, needed=16))"
            ),
        ),
        (LOSING, {"gross_margin": 0.5}, Pays.LOSES_MONEY, "verdict_loses_money(customers=5, needed=180)"),
        (
            {"spend": 100, "new_customers": 1, "revenue": 100},
            {"gross_margin": 0.5},
            Pays.CANNOT_TELL,
            (
                # 14 against 28: 2 × (√28 − √14) = 3.10 is above 2.24 + 0.84; 13 against 26 is not.
                "verdict_told_in(cost=$1,300, months=13, reason=verdict_too_few(customers=1, "
                "needed=2), shorter=shortens_more_spend)"
            ),
        ),
    ],
)
def test_a_verdict_gives_its_reason(
    values: dict[str, Any], chosen: dict[str, Any], pays: Pays, reason: str
) -> None:
    made = report(ads(**values), **chosen)
    verdict = made.channels[0].verdict
    assert verdict.pays is pays
    assert in_keys(made, verdict.reason) == reason


@pytest.mark.parametrize(("customers", "pays"), [(5, Pays.PAYS), (4, Pays.CANNOT_TELL)])
def test_five_customers_are_enough_to_say_that_it_pays(customers: int, pays: Pays) -> None:
    """K ≥ 5, however clear; 10 ÷ 50 = 0.2 would break even."""
    made = report(ads(spend=10, new_customers=customers, revenue=100 * customers), gross_margin=0.5)
    assert made.channels[0].verdict.pays is pays


def test_a_verdict_names_what_it_rests_on() -> None:
    verdict = report(ads(**PAYING), gross_margin=0.5).channels[0].verdict
    assert (verdict.spend, verdict.customers, verdict.needed) == (1600, 80, 16)
    assert verdict.profit_per_customer == 100
    derived = report(ads(spend=9, leads=10, close_rate="0.3")).channels[0].verdict
    assert (derived.spend, derived.customers, derived.needed, derived.p) == (9, 3, None, None)
    margin = report(ads(**LOSING), gross_margin=-0.1).channels[0].verdict
    assert (margin.spend, margin.customers, margin.profit_per_customer) == (9000, 5, -10)
    unknown = report(ads(spend=9, new_customers=4)).channels[0].verdict
    assert (unknown.spend, unknown.customers) == (9, 4)


def test_paid_months_without_customers_say_so_though_other_months_have_some() -> None:
    """The month that was paid for doesn't know its customers, the one that does cost nothing."""
    made = report(
        ads(period=OCTOBER, number=5, spend=9), ads(period=NOVEMBER, number=6, spend=0, new_customers=2)
    )
    assert in_keys(made, made.channels[0].verdict.reason) == "verdict_customers_not_recorded"


def test_the_headline_verdicts_share_one_holm() -> None:
    """7 against 2.5 is p = 0.0284 alone, above 0.025; 9 against 2.5 is 0.0023, below half of it."""
    seven: dict[str, Any] = {"spend": 125, "new_customers": 7, "revenue": 700}
    nine: dict[str, Any] = {"spend": 125, "new_customers": 9, "revenue": 900}
    alone = report(ads(**seven), gross_margin=0.5).channels[0].verdict
    assert float(alone.p or 0) == pytest.approx(0.0284, abs=5e-4)
    assert alone.pays is Pays.CANNOT_TELL
    both = report(ads(**nine), ads("radio", **nine), gross_margin=0.5)
    assert {one.verdict.pays for one in both.channels} == {Pays.PAYS}


# --- notes --------------------------------------------------------------------------------------------

ATTRIBUTED = "attributed"
COUNTED = "counts_nearly_full(alike=80, customers=80)"
ALL_CLAIMS = "all_claims"


def test_an_empty_report_has_no_notes_and_a_plain_one_the_note_on_attribution() -> None:
    assert notes() == []
    assert notes(ads(spend=1)) == [ATTRIBUTED]


def test_tested_verdicts_are_explained() -> None:
    assert notes(ads(**PAYING), gross_margin=0.5) == [ATTRIBUTED, COUNTED, ALL_CLAIMS]
    both = notes(ads(**PAYING), ads("radio", spend=5), gross_margin=0.5)
    assert both == [ATTRIBUTED, COUNTED, ALL_CLAIMS]
    # Two channels compared make a claim possible, though no verdict was tested.
    assert notes(ads(spend=9, leads=9), ads("radio", spend=9, leads=9)) == [ATTRIBUTED, ALL_CLAIMS]


def test_tax_prices_per_lead_and_months_that_are_not_ripe_are_noted() -> None:
    made = notes(
        ads("local_services_ads", DECEMBER, number=5, spend=100, leads=9),
        ads("armut", DECEMBER, number=6, spend=90),
        vat="with",
        deals=[deal(date(2026, 12, 1), date(2026, 12, 21))],
    )
    assert "with_vat" in made
    assert "pay_per_lead(channels=Local services ads, Armut)" in made
    assert "unripe(days=20.0, periods=Dec 2026)" in made
    without = notes(ads(spend=1), vat="without")
    assert without == [ATTRIBUTED]


def test_which_cac_the_business_figures_rest_on_is_noted() -> None:
    clv: dict[str, Any] = {"yearly_profit_per_customer": 300, "customer_years": 2}
    rows = [
        ads(period=OCTOBER, number=5, spend=1000, new_customers=10),
        ads(period=NOVEMBER, number=6, spend=1000, new_customers=10),
    ]
    loaded = notes(*rows, months=[month_row(OCTOBER, shared_costs=500, all_new_customers=15, **clv)])
    assert loaded[-4:] == [
        "loaded_customers_of_months",
        "loaded_months(known=1, of=2)",
        "clv_against_fully_loaded_cac",
        "undiscounted",
    ]
    channels = notes(
        *rows, months=[month_row(OCTOBER, shared_costs=5), month_row(NOVEMBER, shared_costs=5, **clv)]
    )
    assert channels[-3:] == [
        ("loaded_customers_of_channels"),
        "clv_against_fully_loaded_cac",
        "undiscounted",
    ]
    plain = notes(*rows, months=[month_row(OCTOBER, **clv)])
    assert plain[-2] == "clv_against_cac"


def test_a_year_ago_in_money_and_a_short_period_are_noted() -> None:
    rows = [
        ads(period="2025-12", number=5, spend=1000, leads=100),
        ads(period=DECEMBER, number=6, spend=1000, leads=100),
    ]
    december = {"report_from": DECEMBER, "report_to": DECEMBER}
    made = notes(*rows, **december)
    assert made[0] == "window(window=2026)"
    assert made[-1] == "not_adjusted_for_inflation"
    assert "not_adjusted_for_inflation" not in notes(*rows[1:], **december)


# --- plan ---------------------------------------------------------------------------------------------


def test_the_plan_starts_from_a_month_of_the_window() -> None:
    """Two months: half of each sum. What the rows without spend brought is in no rate."""
    made = report(
        ads(period=OCTOBER, number=5, spend=100, leads=10, new_customers=4, revenue=800),
        ads(period=NOVEMBER, number=6, spend=300, leads=20, new_customers=6, revenue=1200),
        ads(period=NOVEMBER, number=7, leads=99, new_customers=99, revenue=99),
        gross_margin=0.5,
    )
    assert made.plan is not None
    (line,) = made.plan.lines
    assert (line.now, line.brings) == (200, Brings(5, 1000, 500))


def test_a_plan_without_months_takes_all_rows_as_one() -> None:
    made = report(ads(period=None, number=5, spend=100), ads(period=None, number=6, spend=300))
    assert made.plan is not None
    assert (made.plan.lines[0].now, made.plan.lines[0].brings) == (400, Brings())


# --- what else the report holds -----------------------------------------------------------------------


def test_cents_are_shown_only_in_small_sums_that_have_some() -> None:
    assert report(ads(spend="12.50")).money_decimals == 2
    assert report(ads(spend=12, revenue="99.90")).money_decimals == 2
    assert report(ads(spend=12)).money_decimals == 0
    assert report(ads(spend="999.99")).money_decimals == 2
    assert report(ads(spend="1000.50")).money_decimals == 0
    assert report(ads(spend="12.50", revenue=1000)).money_decimals == 0


def test_the_report_says_whose_it_is() -> None:
    made = report(ads(spend=1), business_name="Buckeye", prepared_by="Dana", comment="Nice", vat="with")
    assert (made.business_name, made.prepared_by, made.comment, made.vat) == (
        "Buckeye",
        "Dana",
        "Nice",
        "with",
    )
    assert (made.file, made.made_on, made.language, made.currency) == ("x", TODAY, "en", "USD")


@pytest.mark.parametrize(
    ("chosen", "first", "last", "spend"),
    [
        ({}, OCTOBER, DECEMBER, 111),
        ({"report_from": NOVEMBER}, NOVEMBER, DECEMBER, 110),
        ({"report_to": NOVEMBER}, OCTOBER, NOVEMBER, 11),
        ({"report_from": NOVEMBER, "report_to": NOVEMBER}, NOVEMBER, NOVEMBER, 10),
    ],
)
def test_the_report_period_may_be_open_on_either_side(
    chosen: dict[str, Any], first: str, last: str, spend: int
) -> None:
    made = report(
        ads(period=OCTOBER, number=5, spend=1),
        ads(period=NOVEMBER, number=6, spend=10),
        ads(period=DECEMBER, number=7, spend=100),
        **chosen,
    )
    assert made.period is not None
    assert (made.period.start, made.period.end) == (month(first).start, month(last).end)
    assert made.totals["spend"].value == spend
    assert [one.figures["spend"].value for one in made.by_period] == [
        value for value in (1, 10, 100) if value <= spend and value >= (1 if first == OCTOBER else 10)
    ]


def test_a_report_period_without_rows_is_told_as_asked() -> None:
    made = report(ads(spend=1), report_from=DECEMBER, report_to=DECEMBER)
    assert made.period == month(DECEMBER)
    assert (made.channels, made.totals["spend"].missing) == ((), "no_rows")
    assert report().period is None


def test_channels_and_campaigns_stand_by_spend_then_by_name() -> None:
    made = report(
        ads("radio", number=5, spend=50),
        ads("email", number=6, spend=50),
        ads("referral", number=7, leads=9),
        ads(number=8, spend=60, campaign="b"),
        ads(number=9, spend=60, campaign="a"),
        ads(number=10, spend=70, campaign="c"),
        ads("tv", number=11, spend=0),
    )
    assert [one.channel.key for one in made.channels] == ["google_ads", "email", "radio", "tv", "referral"]
    assert [one.campaign for one in made.channels[0].campaigns] == ["c", "a", "b"]
    assert [one.rows for one in made.channels[0].campaigns] == [1, 1, 1]
    assert made.channels[1].campaigns == ()
    assert made.channels[0].rows == 3
    share = made.channels[0].campaigns[0].figures["spend_share"].value
    assert share == Decimal(70) / Decimal(290)


def test_a_lone_campaign_has_its_channels_verdict() -> None:
    made = report(ads(campaign="Only", **PAYING), gross_margin=0.5)
    (campaign,) = made.channels[0].campaigns
    assert campaign.verdict == made.channels[0].verdict
    assert campaign.verdict.pays is Pays.PAYS


def test_a_lone_campaign_is_judged_once_with_its_channel() -> None:
    """7 against 110 ÷ 50 = 2.2: p = 0.0150, below 0.025, and above half of it beside the target's test."""
    rows = [ads(campaign="Only", spend=110, new_customers=7, revenue=700)]
    made = report(*rows, gross_margin=0.5, target_cac=15)
    assert float(made.channels[0].verdict.p or 0) == pytest.approx(0.0150, abs=5e-4)
    assert made.channels[0].verdict.pays is Pays.PAYS
    assert made.channels[0].campaigns[0].verdict.pays is Pays.PAYS
