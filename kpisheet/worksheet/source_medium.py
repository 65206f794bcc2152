"""Which channel a source and a medium mean: *google / cpc* is Google Ads, *google / organic* Organic search.

The order and the patterns are those of Google Analytics 4's default channel group; where a source is a
platform of its own in our table of channels, that is the answer instead of *Paid search* or *Paid social*.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from kpisheet.texts.aliases import plain
from kpisheet.texts.folding import fold

_PAID = re.compile(r"^(.*cp.*|ppc|retargeting|paid.*)$")
_DISPLAY = frozenset({"display", "banner", "expandable", "interstitial", "cpm"})
_SOCIAL_MEDIUMS = frozenset(
    {"social", "social-network", "social-media", "sm", "social network", "social media", "social_media"}
)
_REFERRAL = frozenset({"referral", "app", "link"})
_EMAIL = frozenset({"email", "e-mail", "e_mail", "e mail"})
_AFFILIATE = frozenset({"affiliate", "affiliates"})
_SHOPPING_CAMPAIGN = re.compile(r"^(.*(([^a-df-z]|^)shop|shopping).*)$")
_NOTHING = frozenset({"(none)", "(not set)", "none", "not set"})
_CROSS_NETWORK = re.compile(r"cross-network|performance max|\bpmax\b")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SEARCH = _words(
    "google bing yahoo yandex duckduckgo baidu ecosia ask aol naver seznam qwant startpage brave daum sogou "
    "so.com search msn lycos dogpile presearch petal"
)
_SOCIAL = _words(
    "facebook fb instagram ig meta linkedin lnkd twitter x t.co tiktok pinterest reddit snapchat threads "
    "tumblr vk vkontakte quora whatsapp telegram messenger discord weibo xing nextdoor bluesky mastodon "
    "eksisozluk"
)
_SHOPPING = _words(
    "amazon ebay etsy shopify walmart aliexpress alibaba trendyol hepsiburada n11 ciceksepeti akakce cimri "
    "pricerunner idealo shopzilla"
)
_VIDEO = _words("youtube vimeo dailymotion twitch netflix hulu iqiyi wistia")
_ASSISTANTS = _words("chatgpt openai perplexity copilot gemini claude")
_PLATFORMS = {
    "google": "google_ads",
    "bing": "microsoft_ads",
    "yandex": "yandex_ads",
    "facebook": "facebook_ads",
    "fb": "facebook_ads",
    "instagram": "instagram_ads",
    "ig": "instagram_ads",
    "meta": "meta_ads",
    "linkedin": "linkedin_ads",
    "lnkd": "linkedin_ads",
    "tiktok": "tiktok_ads",
    "twitter": "x_ads",
    "x": "x_ads",
    "t.co": "x_ads",
    "youtube": "youtube_ads",
}


_PLATFORM_NAMES = _SEARCH | _SOCIAL | _SHOPPING | _VIDEO | _ASSISTANTS
_MEDIUMS = _DISPLAY | _SOCIAL_MEDIUMS | _REFERRAL | _EMAIL | _AFFILIATE | _NOTHING
_MEDIUMS |= _words("organic cross-network video audio sms push mobile notification")


@lru_cache(maxsize=4096)
def channel_of_source(source: str, medium: str, campaign: str = "") -> str | None:
    """The key of the channel that a source and a medium mean; None where the rules tell none.

    `campaign` only tells shopping campaigns and those across Google's networks.
    """
    came_from, how, called = fold(source), fold(medium), fold(campaign)
    if came_from in ("(direct)", "direct") and (how in _NOTHING or not how):
        return "direct"
    if came_from in _NOTHING and (how in _NOTHING or not how):
        return "unknown"
    if not how:
        return None
    if _CROSS_NETWORK.search(called) or how == "cross-network":
        return "cross_network"
    names = frozenset(_names(came_from))
    return _bought(names, how, called) or _came(names, came_from, how, called)


def channel_of_pair(text: str, known: Callable[[str], str | None]) -> str | None:
    """The channel of one cell that may hold a source and a medium, by what it looks like.

    `known`: the key of the channel that a name is. A platform or an address with a medium is a pair; other
    words are one only as analytics write them, in small letters (`newsletter / email`), and not where they
    are two channels (`Partner / Referral`, `Email / SMS`). None where it is no pair.
    """
    parts = parted(text)
    key = channel_of_source(*parts) if parts else None
    if parts is None or key is None or not _is_medium(fold(parts[1])):
        return None
    came_from = fold(parts[0])
    if came_from.startswith("(") or "." in came_from or not _PLATFORM_NAMES.isdisjoint(_names(came_from)):
        return key
    source, medium = known(parts[0]), known(parts[1])
    if source is not None and (source != key or medium not in (None, key)):
        return None
    return key if parts[1] == parts[1].lower() else None


def _is_medium(how: str) -> bool:
    return how in _MEDIUMS or bool(_PAID.match(how))


def _bought(names: frozenset[str], how: str, called: str) -> str | None:
    """The channels that cost money by the click or the view."""
    paid = bool(_PAID.match(how))
    shopping = bool(names & _SHOPPING or _SHOPPING_CAMPAIGN.match(called))
    if paid and shopping:
        return "paid_shopping"
    if paid and names & (_SEARCH | _SOCIAL | _VIDEO):
        platform = next((_PLATFORMS[name] for name in sorted(names) if name in _PLATFORMS), None)
        kind = "paid_search" if names & _SEARCH else "paid_social" if names & _SOCIAL else "paid_video"
        return platform or kind
    if how in _DISPLAY:
        return "display_ads"
    return "paid_other" if paid else None


def _came(names: frozenset[str], came_from: str, how: str, called: str) -> str | None:
    """The channels that bring visits without a price each."""
    found = (
        (bool(names & _SHOPPING or _SHOPPING_CAMPAIGN.match(called)), "organic_shopping"),
        (bool(names & _SOCIAL) or how in _SOCIAL_MEDIUMS, "organic_social"),
        (bool(names & _VIDEO) or "video" in how, "organic_video"),
        (bool(names & _SEARCH) or how == "organic", "organic_search"),
        (bool(names & _ASSISTANTS), "ai_assistants"),
        (how in _REFERRAL, "web_referral"),
        (how in _EMAIL or came_from in _EMAIL, "email"),
        (how in _AFFILIATE, "affiliate"),
        (how == "audio", "audio_ads"),
        ("sms" in (how, came_from), "sms"),
        (how.endswith("push") or "mobile" in how or "notification" in how, "mobile_push"),
    )
    return next((key for holds, key in found if holds), None)


def _names(source: str) -> Iterator[str]:
    """What a source may be known by: itself, and the parts of a domain: `m.facebook.com` is `facebook`."""
    yield source
    if "." in source:
        yield from source.split(".")[:-1]
    elif "-" in source or "_" in source:
        yield from re.split(r"[-_]", source)


def holds_both(header: str) -> bool:
    """Whether a header says that its cells hold a source and a medium: `Source / medium`, `Kaynak / Araç`."""
    said = set(plain(header).split())
    return bool(said & {"source", "kaynak", "kaynagi"}) and bool(said & {"medium", "arac", "araci", "ortam"})


def parted(text: str) -> tuple[str, str] | None:
    """Source and medium of one cell that holds both (`google / cpc`, `(direct)/(none)`), or None."""
    source, sign, medium = text.partition("/")
    source, medium = source.strip(), medium.strip()
    return (source, medium) if sign and source and medium and "/" not in medium else None
