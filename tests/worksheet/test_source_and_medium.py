"""A source and a medium are one channel, as Google Analytics' default channel group has it."""

import pytest

from kpisheet.worksheet.channels import CHANNELS
from kpisheet.worksheet.naming import known_key
from kpisheet.worksheet.source_medium import channel_of_pair, channel_of_source, parted

# support.google.com/analytics/answer/9756891, one line and more of each rule
RULES = [
    ("(direct)", "(none)", "direct"),
    ("(direct)", "(not set)", "direct"),
    ("google", "cpc", "google_ads"),
    ("google", "ppc", "google_ads"),
    ("www.google.com.tr", "cpc", "google_ads"),
    ("bing", "cpc", "microsoft_ads"),
    ("duckduckgo", "cpc", "paid_search"),
    ("facebook", "cpc", "facebook_ads"),
    ("m.facebook.com", "paid_social", "facebook_ads"),
    ("ig", "paid", "instagram_ads"),
    ("pinterest", "cpc", "paid_social"),
    ("youtube", "cpv", "youtube_ads"),
    ("vimeo", "cpc", "paid_video"),
    ("amazon", "cpc", "paid_shopping"),
    ("amazon", "referral", "organic_shopping"),
    ("google", "cpm", "google_ads"),
    ("criteo", "cpm", "display_ads"),
    ("anything", "banner", "display_ads"),
    ("partner.example", "cpc", "paid_other"),
    ("retargeter", "retargeting", "paid_other"),
    ("google", "organic", "organic_search"),
    ("bing", "organic", "organic_search"),
    ("somewhere", "organic", "organic_search"),
    ("facebook", "referral", "organic_social"),
    ("l.instagram.com", "referral", "organic_social"),
    ("anyone", "social", "organic_social"),
    ("vimeo.com", "referral", "organic_video"),
    ("chatgpt.com", "referral", "ai_assistants"),
    ("blog.example", "referral", "web_referral"),
    ("mailchimp", "email", "email"),
    ("newsletter", "e-mail", "email"),
    ("shareasale", "affiliate", "affiliate"),
    ("spotify", "audio", "audio_ads"),
    ("sms", "anything", "sms"),
    ("app", "push", "mobile_push"),
    ("(not set)", "(not set)", "unknown"),
    ("leaflet", "qr", None),
]


@pytest.mark.parametrize(("source", "medium", "key"), RULES)
def test_source_and_medium_are_the_channel_of_the_published_rules(
    source: str, medium: str, key: str | None
) -> None:
    assert channel_of_source(source, medium) == key


def test_capitals_make_no_difference() -> None:
    assert channel_of_source("Google", "CPC") == "google_ads"


@pytest.mark.parametrize(
    ("campaign", "key"),
    [
        ("Shopping | shoes", "paid_shopping"),
        ("eshop", "paid_shopping"),
        ("workshop", "google_ads"),
        ("Performance Max 3", "cross_network"),
    ],
)
def test_a_campaigns_name_tells_shopping_and_cross_network(campaign: str, key: str) -> None:
    assert channel_of_source("google", "cpc", campaign) == key


def test_every_key_is_a_channel_of_the_table() -> None:
    assert {key for *_, key in RULES if key} <= {channel.key for channel in CHANNELS}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("google / cpc", ("google", "cpc")),
        ("(direct)/(none)", ("(direct)", "(none)")),
        ("Radio", None),
        ("a/b/c", None),
        ("google /", None),
    ],
)
def test_a_cell_that_holds_both_is_parted(text: str, parts: tuple[str, str] | None) -> None:
    assert parted(text) == parts


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("google / cpc", "google_ads"),
        ("Google / Organic", "organic_search"),
        ("blog.example.com / referral", "web_referral"),
        ("klaviyo / email", "email"),
        ("newsletter / email", "email"),
        ("(direct) / (none)", "direct"),
        ("Partner / Referral", None),
        ("partner / referral", None),
        ("Direct/App", None),
        ("Email / SMS", None),
        ("Display / Video", None),
        ("Google / Bing", None),
        ("Facebook / Instagram", None),
        ("Radio / Audio", None),
        ("Google / Maps", None),
    ],
)
def test_a_name_with_a_stroke_is_a_source_and_a_medium_only_where_it_looks_like_them(
    typed: str, key: str | None
) -> None:
    assert channel_of_pair(typed, known_key) == key
