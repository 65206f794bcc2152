"""The table of the systems whose downloads are known: one row each; names and notes stand in the texts.

A system is known by its *signs*: each is a set of headers as the system writes them, and one set that is
wholly there will do. *Common* signs are those that tables of others may have too: there, another system's
name in the title, the sheet or the file comes first. What a header means is said once for all systems
(`texts/*/export_headers.py`). A system without signs was never seen: it is read by the table of its kind,
and named by its own name in the title, the sheet or the file.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    """What a download tells, which decides how it is read."""

    ADS = "ads"  # spend and results of campaigns
    SEARCH = "search"  # clicks and positions of a search engine's own results
    VISITS = "visits"  # visitors by channel or source
    DEALS = "deals"
    CONTACTS = "contacts"
    ORDERS = "orders"
    LEADS = "leads"  # one line a lead, all of one channel
    CALLS = "calls"  # one line a call, each with what brought it
    PROFILE = "profile"  # calls and messages of a business profile
    MAIL = "mail"
    OUTCOMES = "outcomes"  # leads, customers or revenue by channel and time, without what was spent
    SURVEY = "survey"  # what people said brought them


class Results(StrEnum):
    """What a system's own results are taken for, unless the person says otherwise."""

    LEADS = "leads"
    TOLD = "told"  # leads where the row's indicator names a lead, else not counted
    NONE = "none"


class System(Struct, frozen=True):
    """One row of the table.

    `channel`: the key of the known channel that the whole file is, or the system's own name for one that
    isn't known; None where a column says it. `words`: what else its name is in a title or a file's name.
    `cards`: the headers of small tables that are known by having no others. `meanings`: headers that mean
    something of their own in this system, or nothing. `pages`: the names of its archive's files that count.
    `labels`: what stands in the channel's column, where the headers alone may be those of any report.
    """

    key: str
    kind: Kind
    signs: tuple[tuple[str, ...], ...] = ()
    common: tuple[tuple[str, ...], ...] = ()
    cards: tuple[tuple[str, ...], ...] = ()
    meanings: tuple[tuple[str, str | None], ...] = ()
    pages: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    channel: str | None = None
    results: Results = Results.LEADS
    words: tuple[str, ...] = ()


SYSTEMS: tuple[System, ...] = (
    # Campaign, keyword and ad reports and overview cards: real downloads, English; Turkish, German and the
    # names of connectors: public importers and their fixtures.
    System(
        "google_ads",
        Kind.ADS,
        (
            ("Campaign status", "Cost"),
            ("Kampanya durumu", "Maliyet"),
            ("cost_micros",),
            ("metrics.cost_micros",),
            ("Google Ads cost",),
            ("Google Ads maliyeti",),
        ),
        common=(
            ("Impr.", "Cost"),
            ("Avg. CPC", "Cost"),
            ("Cost / conv.",),
            ("Interactions", "Cost"),
            ("Göstr.", "Maliyet"),
            ("Ort. TBM", "Maliyet"),
            ("Durchschn. CPC", "Kosten"),
            ("Conv.-Wert", "Kosten"),
        ),
        cards=(
            ("Device", "Cost", "Impressions", "Clicks"),
            ("Network", "Clicks", "Cost", "Avg. CPC"),
            ("Campaign Name", "Cost", "Clicks", "CTR"),
            ("Search Keyword", "Cost", "Clicks", "CTR"),
            ("Search", "Cost", "Clicks", "Impressions", "Conversions"),
        ),
        channel="google_ads",
        words=("google ads", "adwords", "google adwords"),
    ),
    # A lead list: a fixture that says it copies the real file. Its performance report: not seen.
    System(
        "local_services_ads",
        Kind.LEADS,
        (("Lead type", "Charge status"), ("lead_type", "lead_charged")),
        channel="local_services_ads",
        words=("local services", "local services ads", "lsa"),
    ),
    # Real-shaped monthly file and a report file's preamble; names of the API in dbt packages.
    System(
        "microsoft_ads",
        Kind.ADS,
        (
            ("Gregorian date", "Spend"),
            ("CampaignName", "CurrencyCode", "Spend"),
            ("TimePeriod", "Spend"),
            ("account_id", "budget_name", "spend"),
        ),
        common=(("Avg. CPC", "Spend"), ("Campaign name", "Spend", "CPA")),
        channel="microsoft_ads",
        words=("microsoft ads", "microsoft advertising", "bing ads", "bing"),
    ),
    # Real downloads in English and Turkish, CSV and workbook; Spanish, German, French: public importers.
    System(
        "meta_ads",
        Kind.ADS,
        (
            ("Result indicator", "Amount spent"),
            ("Reporting starts", "Amount spent"),
            ("Campaign name", "Amount spent"),
            ("Ad set name", "Amount spent"),
            ("Ad name", "Amount spent"),
            ("Account name", "Amount spent"),
            ("Reach", "Amount spent"),
            ("Link clicks", "Amount spent"),
            ("Ads", "Amount spent"),
            ("Reklamlar", "Harcanan Tutar"),
            ("Erişim", "Harcanan Tutar"),
            ("Bağlantı Tıklamaları", "Harcanan Tutar"),
            ("Rapor Başlangıcı", "Harcanan Tutar"),
            ("Kampanya Adı", "Harcanan Tutar"),
            ("Reklam seti adı", "Harcanan Tutar"),
            ("inline_link_clicks", "spend"),
            ("adset_name", "spend"),
            ("date_start", "date_stop", "spend"),
            ("Nombre de la campaña", "Importe gastado"),
            ("Name der Kampagne", "Ausgegebener Betrag"),
            ("Kampagnenname", "Ausgegebener Betrag"),
            ("Nom de la campagne", "Montant dépensé"),
            ("Nome da campanha", "Valor usado"),
        ),
        channel="meta_ads",
        results=Results.TOLD,
        words=("meta ads", "facebook ads", "meta", "facebook", "instagram ads"),
    ),
    # Importers' columns of the campaign performance report; names of the API in dbt packages.
    System(
        "linkedin_ads",
        Kind.ADS,
        (
            ("Campaign Group Name", "Total Spent"),
            ("Start Date (in UTC)", "Total Spent"),
            ("Clicks to Landing Page", "Total Spent"),
            ("cost_in_local_currency",),
            ("cost_in_usd",),
        ),
        channel="linkedin_ads",
        words=("linkedin", "linkedin ads"),
    ),
    # Importers' fixtures of the workbook by day and by campaign.
    System(
        "tiktok_ads",
        Kind.ADS,
        (
            ("Clicks (destination)", "Cost"),
            ("CPC (destination)", "Cost"),
            ("By Day", "Cost"),
            ("2-second video views", "Cost"),
            ("STAT_TIME_HOUR", "SPEND"),
            ("stat_time_day", "spend"),
            ("Primary status", "Cost"),
        ),
        channel="tiktok_ads",
        words=("tiktok", "tiktok ads"),
    ),
    System("x_ads", Kind.ADS, channel="x_ads", words=("x ads", "twitter ads", "twitter")),
    # Importers' columns.
    System(
        "pinterest_ads",
        Kind.ADS,
        (("Spend in account currency",), ("Pin clicks", "Spend")),
        channel="Pinterest Ads",
        words=("pinterest", "pinterest ads"),
    ),
    # Importers' columns.
    System(
        "snapchat_ads",
        Kind.ADS,
        (("Swipe Ups", "Spend"), ("Paid Impressions", "Spend"), ("Swipe Ups", "Amount Spent")),
        channel="Snapchat Ads",
        results=Results.NONE,
        words=("snapchat", "snapchat ads"),
    ),
    # Importers' fixtures and the headers that they look for, Russian; its reports service's names of fields.
    System(
        "yandex_ads",
        Kind.ADS,
        (
            ("Показы", "Расход (руб.)"),
            ("Кампания", "Расход (руб.)"),
            ("Название кампании", "Расход (руб.)"),
            ("Дата", "Расход (руб.)"),
            ("Кампания", "Расход, ₽"),
            ("Кампания", "Расход"),
            ("CampaignName", "Cost", "Impressions", "AvgCpc"),
        ),
        channel="yandex_ads",
        words=("yandex", "yandex direct"),
    ),
    # Importers' columns of Sponsored Products; its orders are sales, not leads.
    System(
        "amazon_ads",
        Kind.ADS,
        (
            ("7 Day Total Sales",),
            ("7 Day Total Orders (#)",),
            ("7 Day Total Orders",),
            ("14 Day Total Sales",),
            ("Portfolio name", "Spend"),
            ("Total Advertising Cost of Sales (ACOS)", "Spend"),
            ("Klickrate (CTR)", "Ausgaben"),
        ),
        channel="Amazon Ads",
        results=Results.NONE,
        words=("amazon ads", "sponsored products", "amazon advertising"),
    ),
    # Real downloads in English and Turkish.
    System(
        "search_console",
        Kind.SEARCH,
        (("Clicks", "Impressions", "Position"), ("Tıklamalar", "Gösterimler", "Pozisyon")),
        channel="organic_search",
    ),
    # Real downloads; channel values stay English in Turkish ones. Universal Analytics: fixtures.
    System(
        "ga4",
        Kind.VISITS,
        (
            ("Session primary channel group (Default Channel Group)",),
            ("Session primary channel group",),
            ("Session default channel group",),
            ("Session source / medium",),
            ("First user primary channel group (Default Channel Group)",),
            ("First user default channel group",),
            ("Oturumla ilişkilendirilen birincil kanal grubu (Varsayılan Kanal Grubu)",),
            ("İlk kullanıcı birincil kanal grubu (Varsayılan Kanal Grubu)",),
            ("Sitzung – primäre Channelgruppe (Standard-Channelgruppe)",),
        ),
        words=("ga4", "google analytics"),
    ),
    System(
        "universal_analytics",
        Kind.VISITS,
        (("Default Channel Grouping", "Sessions"), ("Source / Medium", "Sessions")),
    ),
    # Fixtures of the zip of CSV files: those by campaign or page tell a part of the visitors only.
    System(
        "plausible",
        Kind.VISITS,
        (("name", "visitors"),),
        meanings=(("name", "channel"),),
        pages=("channels", "sources"),
        words=("plausible",),
    ),
    # Labels of its interface; a report's first column is called Label, whatever the report.
    System(
        "matomo",
        Kind.VISITS,
        (
            ("Channel Type", "Visits"),
            ("Kanal türü", "Ziyaretler"),
            ("label", "nb_visits"),
            ("Label", "Visits"),
            ("Etiket", "Ziyaretler"),
        ),
        meanings=(("label", "channel"), ("etiket", "channel"), ("kanal türü", "channel")),
        labels=(
            "Direct Entry",
            "Search Engines",
            "Websites",
            "Social Networks",
            "Campaigns",
            "Doğrudan giriş",
            "Doğrudan Giriş",
            "Arama motorları",
            "Siteler",
            "Sosyal ağlar",
            "Kampanyalar",
        ),
        words=("matomo",),
    ),
    # Field names of its API, in a connector's documentation; the download itself: not seen.
    System(
        "callrail",
        Kind.CALLS,
        (("tracking_phone_number", "first_call"), ("tracking_phone_number", "start_time")),
        words=("callrail", "call rail"),
    ),
    System("kissmetrics", Kind.VISITS, words=("kissmetrics",)),
    # Real downloads in English and Turkish.
    System(
        "google_business_profile",
        Kind.PROFILE,
        (("Store code", "Calls", "Messages"), ("Mağaza kodu", "Telefonla arama", "Mesajlar")),
        channel="google_business_profile",
    ),
    # Real download of deals; contacts: importers' fixtures.
    System(
        "hubspot_deals",
        Kind.DEALS,
        (("Record ID", "Deal Stage"), ("Deal Name", "Deal Stage"), ("Record ID", "Deal Name", "Close Date")),
        words=("hubspot",),
    ),
    System(
        "hubspot_contacts",
        Kind.CONTACTS,
        (
            ("Record ID", "Lifecycle Stage"),
            ("Original Traffic Source", "Email"),
            ("Original Source", "Email"),
        ),
        words=("hubspot",),
    ),
    # Fixtures; report of opportunities: real.
    System(
        "salesforce",
        Kind.DEALS,
        (
            ("Opportunity Name", "Stage"),
            ("Opportunity Owner", "Stage"),
            ("Opportunity ID", "Stage"),
            ("StageName", "CloseDate"),
        ),
        words=("salesforce",),
    ),
    System("salesforce_leads", Kind.CONTACTS, (("Lead Source", "Lead Status"),), words=("salesforce",)),
    # Importers' columns.
    System(
        "pipedrive",
        Kind.DEALS,
        (("Deal - Title", "Deal - Value"), ("Deal - Status", "Deal - Value")),
        words=("pipedrive",),
    ),
    System("zoho", Kind.DEALS, (("Deal Name", "Stage", "Closing Date"),), words=("zoho",)),
    System(
        "zoho_leads",
        Kind.CONTACTS,
        (("Record Id", "Lead Owner"), ("Record Id", "Lead Source", "Lead Status")),
        words=("zoho",),
    ),
    # Labels of its Turkish interface.
    System(
        "odoo",
        Kind.DEALS,
        (
            ("Fırsat", "Beklenen Gelir"),
            ("Fırsat Adı", "Beklenen Gelir"),
            ("Opportunity", "Expected Revenue", "Stage", "Created on"),
        ),
        meanings=(("Opportunity", "deal_name"),),
        words=("odoo",),
    ),
    # A real list, by its field codes.
    System(
        "bitrix24",
        Kind.DEALS,
        (("STAGE_ID", "OPPORTUNITY"),),
        meanings=(("ID", "deal"),),
        words=("bitrix", "bitrix24"),
    ),
    System("zendesk_sell", Kind.DEALS, words=("zendesk",)),
    System("ekmob", Kind.DEALS, words=("ekmob",)),
    # Real downloads.
    System(
        "shopify",
        Kind.ORDERS,
        (("Financial Status", "Fulfillment Status", "Total"),),
        meanings=(("Source", None), ("Cancelled at", "cancelled")),  # its source is web, pos or an app's id
        words=("shopify",),
    ),
    # Importers' columns of Analytics → Orders.
    System(
        "woocommerce",
        Kind.ORDERS,
        (("Order #", "Customer type"), ("N. Revenue (formatted)",)),
        meanings=(("Attribution", "attribution"),),
        words=("woocommerce",),
    ),
    # Real downloads.
    System(
        "stripe", Kind.ORDERS, (("id", "Created date (UTC)", "Amount", "Amount Refunded"),), words=("stripe",)
    ),
    System("etsy", Kind.ORDERS, (("Sale Date", "Order ID", "Order Total"),), words=("etsy",)),
    # A leads list of instant forms: fixtures, one of which says that it copies a real file.
    System(
        "meta_lead_forms",
        Kind.LEADS,
        (("created_time", "form_name", "is_organic"), ("created_time", "form_id", "platform")),
        channel="meta_ads",
    ),
    # Several importers agree.
    System("trendyol", Kind.ORDERS, (("Sipariş Numarası", "Faturalanacak Tutar"),), words=("trendyol",)),
    System("iyzico", Kind.ORDERS, words=("iyzico",)),
    System("litcommerce", Kind.ORDERS, words=("litcommerce",)),
    # Importers' columns.
    System(
        "mailchimp",
        Kind.MAIL,
        (("Unique Id", "Total Recipients"), ("Title", "Total Recipients")),
        channel="email",
    ),
    System(
        "klaviyo",
        Kind.MAIL,
        (("Campaign Name", "Total Recipients"), ("Campaign Channel", "Total Recipients")),
        channel="email",
    ),
    # The column of the time; what was asked is any question about the source.
    System("google_forms", Kind.SURVEY, (("Timestamp",), ("Zaman damgası",))),
    System("typeform", Kind.SURVEY, (("Submit Date (UTC)", "Network ID"),)),
    System("qualaroo", Kind.SURVEY, words=("qualaroo",)),
)


def system(key: str) -> System:
    """The system with this key. Raises `KeyError` where there is none."""
    for candidate in SYSTEMS:
        if candidate.key == key:
            return candidate
    raise KeyError(key)
