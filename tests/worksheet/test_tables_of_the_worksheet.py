"""What the tables of columns, settings, channels and findings promise."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kpisheet.texts.units import Unit
from kpisheet.worksheet.catalogue import CATALOGUE, FindingGroup
from kpisheet.worksheet.channels import CHANNELS
from kpisheet.worksheet.findings import SEVERITY_ORDER, Severity
from kpisheet.worksheet.naming import known_channel, own_channel
from kpisheet.worksheet.schema import (
    CHANNEL_COLUMNS,
    COLUMNS,
    COMPUTED_COLUMNS,
    DEAL_COLUMNS,
    DEAL_OUTCOMES,
    MONTH_COLUMNS,
    SETTING_GROUPS,
    SETTINGS,
    SHARED_COST_COLUMNS,
    Table,
    column,
    setting,
)

# --- columns ------------------------------------------------------------------------------------------


def test_the_columns_of_channels_are_those_of_the_design_in_its_order() -> None:
    """Seven in view, the rest in a collapsed group; only channel and spend are required."""
    everyday = ["period", "channel", "spend", "visitors", "leads", "new_customers", "revenue"]
    collapsed = [
        "campaign",
        "mql",
        "sql",
        "quotes",
        "sales",
        "average_revenue_per_sale",
        "visitor_to_lead_rate",
        "close_rate",
        "gross_margin",
        "pieces_sent",
        "spread_over_months",
        "budget",
        "note",
    ]
    assert [one.key for one in CHANNEL_COLUMNS] == everyday + collapsed
    assert [one.key for one in CHANNEL_COLUMNS if one.everyday] == everyday
    assert {one.key for one in CHANNEL_COLUMNS if one.required} == {"channel", "spend"}
    computed = ["leads_used", "customers_used", "revenue_used", "cpl", "cac", "roas", "roi"]
    assert [one.key for one in COMPUTED_COLUMNS] == computed


def test_the_columns_of_months_and_deals() -> None:
    """Months needs its month, Deals the day of creation; parts of costs fold away."""
    parts = [
        "payroll",
        "commissions",
        "bonuses",
        "benefits",
        "travel",
        "tools",
        "overheads",
        "agency",
        "giveaways",
    ]
    assert list(SHARED_COST_COLUMNS) == [f"cost_{part}" for part in parts]
    assert [one.key for one in MONTH_COLUMNS if one.everyday] == [
        "period",
        "customers_start",
        "customers_end",
        "all_new_customers",
        "all_new_revenue",
        "yearly_profit_per_customer",
        "customer_years",
        "shared_costs",
    ]
    assert [one.key for one in MONTH_COLUMNS if not one.everyday] == list(SHARED_COST_COLUMNS)
    assert [one.key for one in MONTH_COLUMNS if one.required] == ["period"]
    deal = ["deal", "created", "quoted", "closed", "outcome", "value", "channel", "salesperson"]
    assert [one.key for one in DEAL_COLUMNS] == deal
    assert [one.key for one in DEAL_COLUMNS if one.required] == ["created"]
    assert all(one.everyday for one in DEAL_COLUMNS)
    assert DEAL_OUTCOMES == ("won", "lost", "open")


def test_only_a_margin_and_a_yearly_profit_may_be_below_zero_and_only_shares_end_at_one() -> None:
    bounds = {
        (of, one.key): (one.minimum, one.maximum)
        for of in Table
        for one in COLUMNS[of]
        if (one.minimum, one.maximum) != (0, None)
    }
    assert bounds == {
        (Table.CHANNELS, "visitor_to_lead_rate"): (0, 1),
        (Table.CHANNELS, "close_rate"): (0, 1),
        (Table.CHANNELS, "gross_margin"): (-1, 1),
        (Table.CHANNELS, "spread_over_months"): (0, 60),
        (Table.MONTHS, "yearly_profit_per_customer"): (None, None),
        (Table.MONTHS, "customer_years"): (0, 100),
    }


@pytest.mark.parametrize(
    ("of", "unit", "keys"),
    [
        (Table.CHANNELS, Unit.MONEY, "spend revenue budget"),
        (Table.CHANNELS, Unit.UNIT_MONEY, "average_revenue_per_sale"),
        (Table.CHANNELS, Unit.RATE, "visitor_to_lead_rate close_rate gross_margin"),
        (Table.CHANNELS, Unit.COUNT, "visitors leads new_customers mql sql quotes sales pieces_sent"),
        (Table.CHANNELS, Unit.TEXT, "channel campaign note"),
        (Table.MONTHS, Unit.COUNT, "customers_start customers_end all_new_customers"),
        (Table.DEALS, Unit.DATE, "created quoted closed"),
    ],
)
def test_what_a_column_measures(of: Table, unit: Unit, keys: str) -> None:
    assert {one.key for one in COLUMNS[of] if one.unit is unit} == set(keys.split())


def test_the_settings_of_business() -> None:
    by_group = {group: [one.key for one in SETTINGS if one.group == group] for group in SETTING_GROUPS}
    assert by_group == {
        "business": [
            "business_name",
            "prepared_by",
            "comment",
            "lead_word",
            "customer_word",
            "report_from",
            "report_to",
        ],
        "money": [
            "currency",
            "vat",
            "vat_rate",
            "vat_rate_sales",
            "gross_margin",
            "monthly_revenue_per_customer",
        ],
        "selling": ["selling", "conversions_are", "shared_costs_by", "marketing_channels"],
        "targets": [one.key for one in SETTINGS if one.key.startswith("target_")],
    }
    assert len(by_group["targets"]) == 9  # CPL, CAC, ROI, retention, leads, 2 × visitors, 2 rates
    assert {one.key for one in SETTINGS if one.recommended} == {
        "business_name",
        "currency",
        "vat",
        "gross_margin",
    }
    assert {one.key: one.default for one in SETTINGS if one.default} == {
        "vat": "without",
        "shared_costs_by": "none",
    }
    assert {one.key: one.choices for one in SETTINGS if one.choices} == {
        "vat": ("without", "with"),
        "selling": ("inside", "field", "cold_calls"),
        "conversions_are": ("leads", "new_customers", "not_used"),
        "shared_costs_by": ("none", "customers", "spend"),
    }


def test_a_target_roi_may_exceed_one_but_no_target_share_may() -> None:
    """Bounds come from the schema (a target ROI may exceed 100 %)."""
    assert {one.key: one.maximum for one in SETTINGS if one.maximum is not None} == {
        "vat_rate": 1,
        "vat_rate_sales": 1,
        "gross_margin": 1,
        "target_crr": 1,
        "target_visitor_to_lead_rate": 1,
        "target_close_rate": 1,
    }
    assert {one.key: one.minimum for one in SETTINGS if one.minimum != Decimal(0)} == {
        "gross_margin": -1,
        "target_roi": -1,
    }


def test_columns_and_settings_are_found_by_key_or_not_at_all() -> None:
    assert column(Table.MONTHS, "cost_tools").key == "cost_tools"
    assert setting("target_cac").key == "target_cac"
    with pytest.raises(KeyError):
        column(Table.DEALS, "spend")
    with pytest.raises(KeyError):
        setting("spend")


# --- channels -----------------------------------------------------------------------------------------

ADS = """google_ads local_services_ads microsoft_ads yandex_ads display_ads youtube_ads click_to_call_ads
    facebook_ads instagram_ads meta_ads linkedin_ads tiktok_ads x_ads facebook instagram meta linkedin tiktok
    x paid_search paid_social paid_video paid_shopping cross_network audio_ads paid_other"""
PAPER_AND_AIR = "direct_mail flyers local_print radio tv radio_tv outdoor signs events sponsorship"


@pytest.mark.parametrize(
    ("group", "keys"),
    [
        ("organic", "organic_search google_business_profile content organic_shopping ai_assistants"),
        ("paid", ADS),
        ("social", "organic_social influencer organic_video"),
        ("email", "email"),
        ("messaging", "sms whatsapp mobile_push"),
        ("partner", "marketplace armut directory affiliate partners"),
        ("offline", PAPER_AND_AIR),
        ("referral", "referral web_referral"),
        ("outbound", "cold_calling"),
        ("direct", "direct walk_in"),
        ("unknown", "unknown"),
    ],
)
def test_the_group_of_each_known_channel(group: str, keys: str) -> None:
    assert {one.key for one in CHANNELS if one.group == group} == set(keys.split())


def test_referral_cold_calling_direct_and_unknown_do_not_count_as_marketing() -> None:
    """They don't, unless Business says so; who walks in comes direct as well."""
    others = {one.key for one in CHANNELS if not one.marketing}
    assert others == {"referral", "web_referral", "cold_calling", "direct", "walk_in", "unknown"}


def test_visitors_mean_nothing_where_people_call_write_or_come_in_person() -> None:
    """Paper, air and people; profiles, calls and marketplaces where nobody visits one's own website."""
    assert {one.key for one in CHANNELS if not one.website} == {
        *PAPER_AND_AIR.split(),
        *["google_business_profile", "local_services_ads", "click_to_call_ads", "whatsapp"],
        *["marketplace", "armut", "partners", "referral", "cold_calling", "walk_in", "unknown"],
    }


def test_paid_channels_are_those_whose_media_are_paid() -> None:
    """Ads; paper and air but one's own signs; influencers, marketplaces, directories, affiliates."""
    assert {one.key for one in CHANNELS if one.paid} == {
        *ADS.split(),
        *(set(PAPER_AND_AIR.split()) - {"signs"}),
        *["influencer", "marketplace", "armut", "directory", "affiliate"],
    }


def test_a_channel_by_its_alias_has_the_tables_properties() -> None:
    """Each property by a channel that tells it from the rest: signs are nobody's medium."""
    signs, ads = known_channel("Signs", "en"), known_channel("Google Ads", "en")
    referral, email = known_channel("Tavsiye", "tr"), known_channel("E-posta", "tr")
    assert signs is not None
    assert ads is not None
    assert referral is not None
    assert email is not None
    assert (signs.website, signs.paid, signs.marketing) == (False, False, True)
    assert (ads.website, ads.paid, ads.marketing) == (True, True, True)
    assert (referral.website, referral.paid, referral.marketing) == (False, False, False)
    assert (email.website, email.paid, email.marketing) == (True, False, True)
    assert ads.known


def test_a_name_that_nobody_knows_is_a_marketing_channel_with_a_website_that_is_not_bought() -> None:
    own = own_channel("  Columbus Gazette ")
    assert (own.key, own.name, own.group) == ("columbus gazette", "Columbus Gazette", "other")
    assert (own.website, own.paid, own.marketing, own.known) == (True, False, True, False)


# --- findings -----------------------------------------------------------------------------------------

ERRORS = """K108 K172 K180 K183 K185 K205 K302 K303 K304 K305 K306 K308 K310 K312 K313 K316 K319 K320 K321
    K328 K401 K406 K433 K502 K504 K505 K601 K604 K605 K607 K661 K667 K704 K705 K706 K801 K804 K901 K902
    K903 K970"""
NOTES = """K101 K102 K103 K104 K105 K140 K150 K151 K154 K156 K160 K164 K166 K181 K202 K206 K309 K322 K329 K404
    K412 K414 K415 K435 K506 K508 K512 K663 K664 K665 K710 K802 K922 K924 K931 K932 K933 K934 K936 K938 K945
    K949 K951 K954 K959 K960 K971"""


def test_what_is_not_used_is_an_error_and_what_one_may_leave_is_a_note() -> None:
    """With --strict and in `check` the exit status rests on the errors; notes mark no figure."""
    by_severity = {
        severity: {one.code for one in CATALOGUE.values() if one.severity is severity}
        for severity in Severity
    }
    assert by_severity[Severity.ERROR] == set(ERRORS.split())
    assert by_severity[Severity.INFO] == set(NOTES.split())


def test_a_findings_code_tells_where_it_belongs() -> None:
    groups = ["file", "header", "cell", "row", "table", "business", "figures", "months", "deals"]
    assert {group.value for group in FindingGroup} == {*groups, "costs", "downloads"}
    for code, kind in CATALOGUE.items():
        assert kind.code == code
        others = {
            "K63": "figures",
            "K66": "costs",
            "K68": "file",
            "K96": "downloads",
            "K961": "table",
            "K97": "file",
            "K970": "downloads",
        }
        if code == "K672":  # VAT in a worksheet that is filled in, beside what else is said of VAT
            others["K67"] = "downloads"
        others.update(dict.fromkeys(("K92", "K93", "K94", "K95"), "downloads"))
        others["K672"] = "downloads"  # of the VAT in them
        belongs = others.get(code) or others.get(code[:3], groups[int(code[1]) - 1])
        assert kind.group == belongs


def test_errors_come_before_warnings_and_these_before_notes() -> None:
    places = [SEVERITY_ORDER[one] for one in (Severity.ERROR, Severity.WARNING, Severity.INFO)]
    assert places == sorted(set(places))
