"""Sources as analytics and customer systems name them to channels as the worksheet knows them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kpisheet.exports.naming import channel_name
from kpisheet.texts.aliases import plain
from kpisheet.worksheet.naming import ChannelNames

# What these systems mean by words that mean something else in a worksheet: a referral there is a link.
_GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "referral": "web_referral",
        "referrals": "web_referral",
        "social media": "organic_social",
        "email marketing": "email",
        "direct traffic": "direct",
        "offline sources": "unknown",
        "other": "unknown",
        "search engines": "organic_search",
        "direct entry": "direct",
        "websites": "web_referral",
        "social networks": "organic_social",
        "arama motorları": "organic_search",
        "doğrudan giriş": "direct",
        "siteler": "web_referral",
        "sosyal ağlar": "organic_social",
    }
)
_FOLDED_GROUPS = {plain(name): key for name, key in _GROUPS.items()}
# What shops write before the name of what brought an order: `Organic: Google`, `Referral: blog.example`.
_ATTRIBUTIONS: Mapping[str, str | None] = MappingProxyType(
    {
        "organic": "organic_search",
        "organik": "organic_search",
        "referral": "web_referral",
        "direct": "direct",
        "dogrudan": "direct",
        "unknown": "unknown",
        "bilinmiyor": "unknown",
        "web admin": "unknown",
        "mobile app": "unknown",
    }
)
_SOCIAL = frozenset(
    {
        "meta_ads",
        "facebook_ads",
        "instagram_ads",
        "linkedin_ads",
        "tiktok_ads",
        "x_ads",
        "facebook",
        "instagram",
    }
    | {"meta", "linkedin", "tiktok", "x", "pinterest ads", "snapchat ads"}
)
# Names for several channels, by key: the one of these that is there, where there is only one.
UMBRELLAS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "paid_search": frozenset({"google_ads", "microsoft_ads", "yandex_ads"}),
        "paid_shopping": frozenset({"google_ads", "microsoft_ads"}),
        "cross_network": frozenset({"google_ads"}),
        "paid_social": _SOCIAL,
    }
)


def channel_of_group(group: str, language: str) -> str:
    """The channel of a default channel group, an original source or `google / cpc`; other names stay."""
    if key := _FOLDED_GROUPS.get(plain(group)):
        return channel_name(key, language)
    return channel_of_source(group, language)


def channel_of_source(source: str, language: str) -> str:
    """The channel that a person typed or chose as a source: a referral is a recommendation there."""
    if not source.strip():
        return channel_name("unknown", language)
    return ChannelNames(language).channel(source).name


def channel_of_attribution(text: str, language: str) -> str:
    """The channel of what a shop found out about an order: `Organic: Google`, `Source: Newsletter`."""
    before, sign, name = text.partition(":")
    if key := _ATTRIBUTIONS.get(plain(before)):
        return channel_name(key, language)
    return channel_of_group(name.strip() if sign else text, language)


def shown_name(name: str, language: str) -> str:
    """A channel's name as a worksheet of this language shows it."""
    return ChannelNames(language).channel(name).name


def key_of(name: str, language: str) -> str:
    """What tells one channel from another: its key, else its folded name."""
    return ChannelNames(language).channel(name).key
