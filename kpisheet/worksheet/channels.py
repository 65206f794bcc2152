"""The table of known marketing channels; names and aliases stand in the texts.

Umbrella names such as *Google* or *Social media* are not here: they stay as people typed them.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Group(StrEnum):
    """What kind of channel it is, worded as ``channel_groups.<group>``."""

    ORGANIC = "organic"
    PAID = "paid"
    SOCIAL = "social"
    EMAIL = "email"
    MESSAGING = "messaging"
    OFFLINE = "offline"
    PARTNER = "partner"
    REFERRAL = "referral"
    OUTBOUND = "outbound"
    DIRECT = "direct"
    UNKNOWN = "unknown"
    OTHER = "other"  # a name that isn't in the table


class Channel(Struct, frozen=True, gc=False):
    """A marketing channel as the report knows it.

    `website`: website visitors mean something for it. `paid`: each result is bought from a medium.
    `marketing`: its customers count as brought by marketing. An unknown channel's key is its folded name.
    """

    key: str
    name: str  # canonical, in the worksheet's language; an unknown one as first typed
    group: Group
    website: bool = True
    paid: bool = False
    marketing: bool = True
    known: bool = True


class KnownChannel(Struct, frozen=True):
    """One row of the table. `offered`: it stands in the template's drop-down."""

    key: str
    group: Group
    website: bool = True
    paid: bool = False
    marketing: bool = True
    offered: bool = True


CHANNELS: tuple[KnownChannel, ...] = (
    KnownChannel("organic_search", Group.ORGANIC),
    KnownChannel("google_business_profile", Group.ORGANIC, website=False),
    KnownChannel("google_ads", Group.PAID, paid=True),
    KnownChannel("local_services_ads", Group.PAID, website=False, paid=True),
    KnownChannel("microsoft_ads", Group.PAID, paid=True),
    KnownChannel("yandex_ads", Group.PAID, paid=True),
    KnownChannel("display_ads", Group.PAID, paid=True),
    KnownChannel("youtube_ads", Group.PAID, paid=True),
    KnownChannel("click_to_call_ads", Group.PAID, website=False, paid=True),
    KnownChannel("facebook_ads", Group.PAID, paid=True),
    KnownChannel("instagram_ads", Group.PAID, paid=True),
    KnownChannel("meta_ads", Group.PAID, paid=True),
    KnownChannel("linkedin_ads", Group.PAID, paid=True),
    KnownChannel("tiktok_ads", Group.PAID, paid=True),
    KnownChannel("x_ads", Group.PAID, paid=True),
    # Platforms by their bare names, as people who pay for them write them: kept apart from *… Ads*.
    KnownChannel("facebook", Group.PAID, paid=True, offered=False),
    KnownChannel("instagram", Group.PAID, paid=True, offered=False),
    KnownChannel("meta", Group.PAID, paid=True, offered=False),
    KnownChannel("linkedin", Group.PAID, paid=True, offered=False),
    KnownChannel("tiktok", Group.PAID, paid=True, offered=False),
    KnownChannel("x", Group.PAID, paid=True, offered=False),
    # What Google Analytics and HubSpot call their default channels, as far as no other row is the same.
    KnownChannel("paid_search", Group.PAID, paid=True, offered=False),
    KnownChannel("paid_social", Group.PAID, paid=True, offered=False),
    KnownChannel("paid_video", Group.PAID, paid=True, offered=False),
    KnownChannel("paid_shopping", Group.PAID, paid=True, offered=False),
    KnownChannel("cross_network", Group.PAID, paid=True, offered=False),
    KnownChannel("audio_ads", Group.PAID, paid=True, offered=False),
    KnownChannel("paid_other", Group.PAID, paid=True, offered=False),
    KnownChannel("organic_shopping", Group.ORGANIC, offered=False),
    KnownChannel("organic_video", Group.SOCIAL, offered=False),
    KnownChannel("ai_assistants", Group.ORGANIC, offered=False),
    KnownChannel("mobile_push", Group.MESSAGING, offered=False),
    KnownChannel("web_referral", Group.REFERRAL, marketing=False, offered=False),
    KnownChannel("organic_social", Group.SOCIAL),
    KnownChannel("influencer", Group.SOCIAL, paid=True),
    KnownChannel("email", Group.EMAIL),
    KnownChannel("sms", Group.MESSAGING),
    KnownChannel("whatsapp", Group.MESSAGING, website=False),
    KnownChannel("content", Group.ORGANIC),
    KnownChannel("marketplace", Group.PARTNER, website=False, paid=True),
    KnownChannel("armut", Group.PARTNER, website=False, paid=True),
    KnownChannel("directory", Group.PARTNER, paid=True),
    KnownChannel("affiliate", Group.PARTNER, paid=True),
    KnownChannel("partners", Group.PARTNER, website=False),
    KnownChannel("direct_mail", Group.OFFLINE, website=False, paid=True),
    KnownChannel("flyers", Group.OFFLINE, website=False, paid=True),
    KnownChannel("local_print", Group.OFFLINE, website=False, paid=True),
    KnownChannel("radio", Group.OFFLINE, website=False, paid=True),
    KnownChannel("tv", Group.OFFLINE, website=False, paid=True),
    KnownChannel("radio_tv", Group.OFFLINE, website=False, paid=True),
    KnownChannel("outdoor", Group.OFFLINE, website=False, paid=True),
    KnownChannel("signs", Group.OFFLINE, website=False),
    KnownChannel("events", Group.OFFLINE, website=False, paid=True),
    KnownChannel("sponsorship", Group.OFFLINE, website=False, paid=True),
    KnownChannel("referral", Group.REFERRAL, website=False, marketing=False),
    KnownChannel("cold_calling", Group.OUTBOUND, website=False, marketing=False),
    KnownChannel("direct", Group.DIRECT, marketing=False),
    KnownChannel("walk_in", Group.DIRECT, website=False, marketing=False),
    KnownChannel("unknown", Group.UNKNOWN, website=False, marketing=False),
)
