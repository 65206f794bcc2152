"""Whatever is typed: the first screen's sentences hold, and their figures come out of each other.

Read from the sentences as a person reads them, in both languages, and held against verdicts and tables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Pays, Report
from kpisheet.texts.language import LANGUAGES, table
from tests.support.examples import examples
from tests.support.raw_books import TODAY, percent, sheet, understood
from tests.support.typed_worksheets import CHANNELS

COLUMNS = ("period", "channel", "spend", "leads", "new_customers", "revenue")
SHEETS = {"en": ("Channels", "Business"), "tr": ("Kanallar", "İşletme bilgileri")}
AMOUNT = r"[$₺]?([\d.,]*\d)(?: ₺)?"


def called(name: str) -> str:
    """An amount, as a group of this name."""
    return AMOUNT.replace("(", f"(?P<{name}>", 1)


TEST = {
    "en": re.compile(
        rf"try {called('amount')} a month more on (?P<channel>.+?) for (?P<months>\d+) months\. It has "
        r"worked if at least (?P<customers>[\d,]+) new customers come from it in that time: "
        r"about (?P<usual>[\d,]+) would come at today’s spend(?:, and|;) (?P<paying>[\d,]+) more pays? for "
        rf"the additional {called('spent')}, at {called('profit')} of gross profit each"
        r"(?:, but fewer than (?P<beyond>[\d,]+) more could be chance)?\."
    ),
    "tr": re.compile(
        rf"(?P<months>\d+) ay boyunca (?P<channel>.+?) kanalına ayda {called('amount')} daha ayırın\. "
        r"Bu sürede kanaldan en az (?P<customers>[\d.]+) yeni müşteri gelirse karşılığını vermiş "
        r"demektir: bugünkü harcamayla yaklaşık (?P<usual>[\d.]+) müşteri gelirdi; "
        rf"(?:ek {called('spent')} için (?P<paying>[\d.]+) müşteri daha gerekir|"
        rf"(?P<paying_too>[\d.]+) müşteri daha ek {called('spent_too')} harcamayı çıkarır) "
        rf"\(biri ortalama {called('profit')} brüt kâr bırakıyor\)"
        r"(?:, ama artış (?P<beyond>[\d.]+) müşterinin altında kalırsa tesadüf de olabilir)?\."
    ),
}
MOVED = {
    "en": re.compile(rf"move (?:its|their) {AMOUNT} a month"),
    "tr": re.compile(rf"her ay giden {AMOUNT} kazandıran"),
}
TAKEN = {
    "en": re.compile(
        rf"Take (?:it from|what) .+? \({AMOUNT} a month\)(?:, which loses? money)?"
        rf"(?:, and keep the other {AMOUNT} until|; the other {AMOUNT} is new money)?"
    ),
    "tr": re.compile(
        rf"zarar eden .+? \(ayda {AMOUNT}\)(?:; kalan {AMOUNT}, denemenin|; kalan {AMOUNT} için ek bütçe)?"
    ),
}


@dataclass(frozen=True)
class Business:
    """What is typed: each channel's spend and customers a month, and what a customer brings."""

    language: str
    paces: Mapping[str, tuple[int, int, int]]
    margin: str


@st.composite
def businesses(draw: st.DrawFn) -> Business:
    """A year's months of two to four channels, each at its own pace; some earn, some lose."""
    language = draw(st.sampled_from(LANGUAGES))
    channels = draw(st.lists(st.sampled_from(CHANNELS[language]), min_size=2, max_size=4, unique=True))
    paces = {
        channel: (draw(st.integers(5, 400)) * 10, draw(st.integers(0, 40)), draw(st.integers(5, 90)) * 10)
        for channel in channels
    }
    return Business(language, paces, draw(st.sampled_from(("0.4", "0.7"))))


def report_of(drawn: Business) -> Report:
    language = drawn.language
    names, sheets = table(language, "columns"), SHEETS[language]
    lines = [
        [
            date(2026, month, 1),
            channel,
            spend,
            3 * customers,
            customers + month % 2,
            (customers + month % 2) * worth,
        ]
        for month in range(1, 11)
        for channel, (spend, customers, worth) in drawn.paces.items()
    ]
    typed = sheet(sheets[0], [[names[f"{key}.header"] for key in COLUMNS], *lines])
    settings_typed = [
        [names["gross_margin.label"], percent(drawn.margin)],
        [names["currency.label"], {"en": "USD", "tr": "TRY"}[language]],
    ]
    business = sheet(sheets[1], settings_typed)
    return build_report(understood(business, typed, language=language), file="x.xlsx", today=TODAY)


def number(text: str, language: str) -> Decimal:
    groups, point = {"en": (",", "."), "tr": (".", ",")}[language]
    return Decimal(text.replace(groups, "").replace(point, "."))


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(businesses())
def test_a_fair_test_adds_up_and_takes_its_money_from_where_the_headline_says(drawn: Business) -> None:
    report = report_of(drawn)
    language, step = report.language, report.words.say(report.next_step)
    found = TEST[language].search(step)
    taken, moved = TAKEN[language].search(step), MOVED[language].search(report.words.say(report.headline))
    if found is None:
        assert report.next_step.key != "headline.next_test", step
        return
    parts = {key: value for key, value in found.groupdict().items() if value is not None}
    counts = {
        key.removesuffix("_too"): number(value, language)
        for key, value in parts.items()
        if key not in ("channel", "months")
    }
    amount, spent, profit, paying = (counts[key] for key in ("amount", "spent", "profit", "paying"))
    assert spent == amount * int(parts["months"])
    assert counts["customers"] == counts["usual"] + max(paying, counts.get("beyond", paying))
    assert (paying - 1) * profit * Decimal("0.99") <= spent <= paying * profit * Decimal("1.01")
    verdicts = {each.channel.name: each.verdict.pays for each in report.judged}
    assert verdicts[parts["channel"]] is Pays.PAYS
    if moved is not None:
        assert taken is not None
        assert taken.group(1) == moved.group(1), "one amount in headline and step"
        rest = [number(value, language) for value in taken.groups()[1:] if value is not None]
        assert sum(rest) == abs(number(taken.group(1), language) - amount)


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(businesses())
def test_the_headline_names_who_earns_and_who_loses_and_nobody_else(drawn: Business) -> None:
    report = report_of(drawn)
    said = report.words.say(report.headline)
    for each in report.judged:
        firm = each.verdict.pays in (Pays.PAYS, Pays.LOSES_MONEY)
        assert (each.channel.name in said) == firm, said
    assert report.sums is not None
    spend, customers = report.marketing["spend"].value, report.marketing["new_customers"].value
    told = report.words.say(report.sums)
    assert spend is not None
    assert customers is not None
    assert report.words.writing.money(spend) in told
    assert report.words.writing.count(customers) in told
