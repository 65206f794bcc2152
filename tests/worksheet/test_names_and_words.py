"""The tables of names: no alias for two things, folding both ways, every finding worded in both languages."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpisheet.texts.aliases import plain
from kpisheet.texts.language import LANGUAGES, table
from kpisheet.texts.typed_text import Doubt, read_number, read_period
from kpisheet.texts.writing import Writing
from kpisheet.worksheet.catalogue import CATALOGUE
from kpisheet.worksheet.channels import CHANNELS
from kpisheet.worksheet.header import header_meaning, header_names, setting_names
from kpisheet.worksheet.layouts.words import says_period, word_of
from kpisheet.worksheet.naming import ChannelNames, channel_names, known_channel, umbrella_names
from kpisheet.worksheet.schema import COLUMNS, Table


@pytest.mark.parametrize("of", list(Table))
def test_every_header_and_key_is_its_own_alias_and_no_other_columns(of: Table) -> None:
    for column in COLUMNS[of]:
        for code in LANGUAGES:
            header = table(code, "columns")[f"{column.key}.header"]
            for name in (header, header.upper(), column.key):
                meaning = header_meaning(name, of)
                assert meaning is not None, name
                assert meaning.key == column.key
    assert len(header_names(of)) > len(COLUMNS[of])  # building it raises where an alias has two meanings


def test_no_channel_alias_means_two_channels_and_umbrellas_mean_none() -> None:
    assert {row.key for row in channel_names().values()} == {row.key for row in CHANNELS}
    assert not umbrella_names() & channel_names().keys()
    assert setting_names()


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("SEO", "organic_search"),
        ("YEREL SEO", "organic_search"),
        ("direct mail", "direct_mail"),
        ("Direct", "direct"),
        ("İNSTAGRAM REKLAMI", "instagram_ads"),
        ("instagram reklamı", "instagram_ads"),
        ("INSTAGRAM REKLAMI", "instagram_ads"),
        ("Google", None),
        ("Social media", None),
        ("Ücretli reklam", None),
    ],
)
def test_channels_by_alias(name: str, key: str | None) -> None:
    channel = known_channel(name, "tr")
    assert (channel.key if channel else None) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İ", "i"),
        ("I", "ı"),
        ("ŞUBAT", "şubat"),
        ("ĞÜÖÇ", "ğüöç"),
        ("SATIŞ ADEDİ", "satış adedi"),
        ("a\u00a0b", "A\nB"),
    ],
)
def test_folding_meets_in_both_directions(one: str, other: str) -> None:
    assert plain(one) == plain(other)


def test_whole_aliases_only() -> None:
    assert (header_meaning("olası satış", Table.CHANNELS) or ("",))[0] == "leads"
    assert (header_meaning("satış adedi", Table.CHANNELS) or ("",))[0] == "sales"
    assert header_meaning("leads / visitors", Table.CHANNELS) is None


def test_every_finding_is_worded_in_both_languages_with_the_same_places() -> None:
    english, turkish = table("en", "findings"), table("tr", "findings")
    assert english.keys() == turkish.keys()
    for key in english:
        places = [set(re.findall(r"\{(\w+)", words[key])) for words in (english, turkish)]
        assert places[0] == places[1], key
    for code in CATALOGUE:
        for part in ("message", "hint", "example"):
            assert english[f"{code}.{part}"]


AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2)


@given(AMOUNTS, st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES), st.integers(0, 2))
def test_a_written_number_is_never_read_as_another(
    value: Decimal, written_in: str, read_in: str, decimals: int
) -> None:
    """A number in either language's way reads back as itself, or is said to be ambiguous."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals))
    text = Writing(written_in).number(rounded, decimals)
    reading = read_number(text, read_in)
    if reading.ambiguous:
        assert rounded in (reading.grouped, reading.decimal)
    elif written_in == read_in or decimals or rounded < 1000 or rounded >= 10**6:
        assert reading.value == rounded
    else:
        assert reading.value in (rounded, rounded / 1000)  # 1,234 of a Turkish hand in English is grouped


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
def test_a_written_month_reads_back_in_either_language(day: date, written_in: str, read_in: str) -> None:
    for text in (
        Writing(written_in).month(day),
        Writing(written_in).short_month(day),
        f"{day:%Y-%m}",
        f"{day:%m/%Y}",
    ):
        span = read_period(text, read_in)
        assert not isinstance(span, Doubt), text
        assert (span[0].year, span[0].month, span[1].month) == (day.year, day.month, day.month)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Q3 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("3. çeyrek 2026", date(2026, 7, 1), date(2026, 9, 30)),
        ("2026 3. ÇEYREK", date(2026, 7, 1), date(2026, 9, 30)),
        ("H1 2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-W40", date(2026, 9, 28), date(2026, 10, 4)),
        ("Ekim-Aralık 2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("Oct-26", date(2026, 10, 1), date(2026, 10, 31)),
    ],
)
def test_periods_longer_and_shorter_than_a_month(text: str, first: date, last: date) -> None:
    assert read_period(text, "en") == (first, last)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(["Spend", "Total", "Google Ads", "May", "ocak", "Sept", "Q", "FY", "week", "of"]),
            st.sampled_from(["Marketing", "Şubat", "½", "H27", "2026", "Jan 26", "-", "/", "harcama", "gün"]),
            st.text(max_size=6),
        ),
        max_size=4,
    ).map(" ".join)
)
def test_no_label_with_a_period_is_passed_over_for_its_letters(text: str) -> None:
    assert says_period(text) is (word_of(text).period is not None)


@pytest.mark.parametrize("text", ["May", "Spend Oct", "Ekim harcama", "Q3 2026", "2026-10"])
def test_a_label_may_name_its_period_by_a_month_or_a_number(text: str) -> None:
    assert says_period(text)


@pytest.mark.parametrize("text", ["Oct 26", "10/26", "05/10/2026"])
def test_a_period_with_two_readings_is_ambiguous(text: str) -> None:
    assert read_period(text, "en") == Doubt("ambiguous")


def test_names_shown_otherwise_than_typed_are_remembered_once_each() -> None:
    names = ChannelNames("en")
    for typed in ("Google Ads", "Yelp", "google ads", "YELP", "Our own fair", "SEO", "Postcards"):
        names.channel(typed)
    assert names.renamed == (("Yelp", "Online directory"), ("SEO", "Organic search"))


# support.google.com/analytics/answer/9756891 and knowledge.hubspot.com: their default channels and sources
BOUGHT = """Facebook|Instagram|Meta|LinkedIn|TikTok|X|Twitter|PPC|Paid Search|Paid Social|Bing|Paid Video|
Paid Shopping|Cross-network|Display|Audio|Paid Other|PAID_SEARCH|Ücretli Arama|Ücretli Sosyal|Ücretli Video|
Ücretli Alışveriş|Ağlar arası|Görüntülü"""
NOT_BOUGHT = """Organic Search|Organic Social|Organic Video|Organic Shopping|Email|SMS|Referral|Direct|
Unassigned|Mobile Push Notifications|DIRECT_TRAFFIC|EMAIL_MARKETING|AI_REFERRALS|Organik Arama|Doğrudan|
Yönlendirme|Atanmamış"""


def _named(names: str) -> list[str]:
    return [name.strip() for name in names.split("|")]


@pytest.mark.parametrize("name", _named(BOUGHT))
def test_what_analytics_calls_a_paid_channel_counts_in_paid_cac(name: str) -> None:
    channel = known_channel(name, "en")
    assert channel is not None
    assert channel.paid


@pytest.mark.parametrize("name", _named(NOT_BOUGHT))
def test_what_analytics_calls_an_unpaid_channel_is_known_and_not_bought(name: str) -> None:
    channel = known_channel(name, "en")
    assert channel is not None
    assert not channel.paid


@pytest.mark.parametrize(
    ("typed", "name"),
    [("google / cpc", "Google Ads"), ("google/organic", "Organic search"), ("(direct) / (none)", "Direct")],
)
def test_a_source_and_medium_in_one_cell_are_one_channel(typed: str, name: str) -> None:
    assert ChannelNames("en").channel(typed).name == name


def test_a_name_with_a_slash_that_is_no_source_and_medium_stays_as_typed() -> None:
    assert ChannelNames("en").channel("Doors / Windows").name == "Doors / Windows"
