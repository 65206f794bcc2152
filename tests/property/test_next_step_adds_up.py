"""Whatever is typed: the first screen's sentences hold, and their figures come out of each other.

Read from the sentences as a person reads them, in both languages, and held against verdicts and tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import lxml.html
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Pays, Report
from kpisheet.html.page import render
from kpisheet.texts.language import LANGUAGES, table
from tests.support.examples import examples
from tests.support.raw_books import TODAY, percent, sheet, understood
from tests.support.typed_worksheets import CHANNELS

COLUMNS = ("period", "channel", "spend", "leads", "new_customers", "revenue")
SHEETS = {"en": ("Channels", "Business"), "tr": ("Kanallar", "İşletme bilgileri")}
AMOUNT = r"[$₺]?(?P<{}>[\d.,]*\d)(?: ₺)?"
PLACES = {
    "amount": AMOUNT.format("amount"),
    "freed": AMOUNT.format("freed"),
    "losing": "(?P<losing>.+?)",
    "channel": "(?P<channel>.+?)",
    "months": r"(?P<months>\d+|two|iki)",
}
# The same move in headline and next step: all that losers cost, some of it, that and more, new money.
_ENDS, _LOSERS, _TAKEN = r"(?:\.|, then)", "kanal(?:ını|larını)", "kanal(?:ından|larından)"
_BEGINS = r"(?:\. |^)"  # so that a name isn't taken for longer than it is
SAID = {
    "en": {
        "all": (
            r"Move {amount} a month from {losing} to {channel}\.$",
            "for {months} months, move {amount} a month from {losing} to {channel}" + _ENDS,
        ),
        "some": (
            r"Stop {losing} \({freed} a month.*\) and put {amount} a month of that into {channel}\.$",
            r"stop {losing} \({freed} a month.*\), and for {months} months put {amount} a month of that into "
            "{channel}" + _ENDS,
        ),
        "more": (
            r"Put {amount} a month more into {channel}, {freed} of it from {losing}(?: together)?\.$",
            "for {months} months, put {amount} a month more into {channel}, {freed} of it from {losing}"
            "(?: together)?" + _ENDS,
        ),
        "new": (
            r"Try {amount} a month more on {channel}\.$",
            "for {months} months, try {amount} a month more on {channel}" + _ENDS,
        ),
    },
    "tr": {
        "all": (
            r"Ayda {amount} kaydırın: {losing} → {channel}\.$",
            r"{months} ay boyunca ayda {amount} kaydırın(?:: | \(){losing} → {channel}(?:\. |\), sonra)",
        ),
        "some": (
            _BEGINS + "{losing} " + _LOSERS + r" durdurun \(ayda {freed}\); bunun {amount} tutarındaki "
            r"kısmını her ay {channel} kanalına aktarın\.$",
            "Sıradaki adım: {losing} " + _LOSERS + r" durdurun \(ayda {freed}\); {months} ay boyunca bunun "
            "{amount} tutarındaki kısmını her ay {channel} kanalına aktarın",
        ),
        "more": (
            _BEGINS + "{channel} kanalına ayda {amount} daha ayırın; bunun {freed} tutarındaki kısmı "
            "{losing} " + _TAKEN + r" gelsin\.$",
            "{months} ay boyunca {channel} kanalına ayda {amount} daha ayırın[;,] bunun {freed} tutarındaki "
            "kısmı {losing} " + _TAKEN + " gelsin",
        ),
        "new": (
            _BEGINS + r"{channel} kanalına ayda {amount} daha ayırmayı deneyin\.$",
            r"{months} ay boyunca {channel} kanalına ayda {amount} daha ayırın(?:\. |, sonra)",
        ),
    },
}  # fmt: skip
TEST = {
    "en": re.compile(
        r"worked if at least (?P<customers>[\d,]+) new customers come from (?P<channel>.+?) in these "
        r"(?P<months>\d+) months: (?P<more>[\d,]+) more than the (?P<usual>[\d,]+) or so that today’s spend "
        r"would bring\. Why (?P<why>[\d,]+) more customers?: "
        r"(?:(?P<paying>[\d,]+) would already pay|(?:it|they) pays?) "
        rf"for the additional {AMOUNT.format('spent')}, at {AMOUNT.format('profit')} of gross profit "
        r"each(?:, but a rise of fewer than (?P<beyond>[\d,]+) could be chance)?\."
    ),
    "tr": re.compile(
        r"Bu (?P<months>\d+) ayda (?P<channel>.+?) kanalından en az (?P<customers>[\d.]+) yeni müşteri "
        r"gelirse deneme işe yaramış demektir: bugünkü harcamanın getireceği yaklaşık (?P<usual>[\d.]+) "
        r"müşteriden (?P<more>[\d.]+) fazla\. Neden (?P<why>[\d.]+) müşteri fazla: "
        rf"ek {AMOUNT.format('spent')} harcamayı (?:ancak bu kadar|(?P<paying>[\d.]+)) müşteri çıkarır "
        rf"\(müşteri başına brüt kâr {AMOUNT.format('profit')}\)"
        r"(?:, ama (?P<beyond>[\d.]+) müşteriden küçük bir artış tesadüf de olabilir)?\."
    ),
}
REST = {
    "en": re.compile(rf"(?:Keep the other|the other) {AMOUNT.format('rest')}"),
    "tr": re.compile(rf"[Kk]alan {AMOUNT.format('rest')}"),
}
COUNTED = {
    "en": (re.compile(r"of the (?P<pays>\d+) channels that pay"), "the only channel that pays"),
    "tr": (re.compile(r"masrafını çıkaran (?P<pays>\d+) kanaldan"), "masrafını çıkaran tek kanal"),
}
NONE_LOSES = {"en": "no channel clearly loses", "tr": "belirgin biçimde zarar eden kanal yok"}
_MOVES = ("all", "some", "more", "new")


@dataclass(frozen=True)
class Business:
    """What is typed: each channel's spend and customers a month, and what a customer brings.

    `ended`: the channels that cost nothing in the last four months.
    """

    language: str
    paces: Mapping[str, tuple[int, int, int]]
    margin: str
    ended: frozenset[str] = frozenset()


@st.composite
def businesses(draw: st.DrawFn) -> Business:
    """A year's months of two to four channels, each at its own pace; some earn, some lose, some ended."""
    language = draw(st.sampled_from(LANGUAGES))
    channels = draw(st.lists(st.sampled_from(CHANNELS[language]), min_size=2, max_size=4, unique=True))
    paces = {
        channel: (draw(st.integers(5, 400)) * 10, draw(st.integers(0, 40)), draw(st.integers(5, 90)) * 10)
        for channel in channels
    }
    ended = frozenset(channel for channel in channels if draw(st.integers(0, 5)) == 0)
    return Business(language, paces, draw(st.sampled_from(("0.4", "0.7"))), ended)


def report_of(drawn: Business) -> Report:
    language = drawn.language
    names, sheets = table(language, "columns"), SHEETS[language]
    lines = [
        [
            date(2026, month, 1),
            channel,
            0 if month > 6 and channel in drawn.ended else spend,
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


def moves(said: str, language: str, place: int) -> Iterator[tuple[str, dict[str, str]]]:
    """The moves that a headline (`place` 0) or a next step (1) names: the kind, and what is moved where."""
    for kind in _MOVES:
        found = re.search(SAID[language][kind][place].format(**PLACES), said)
        if found is not None:
            named = {key: value for key, value in found.groupdict().items() if key != "months"}
            yield kind, {key: value.split(". ")[-1] for key, value in named.items()}


def same_move(headline: str, step: str, language: str) -> dict[str, str]:
    """What both say is moved, empty where both say nothing; fails where they differ."""
    (told,) = [next(moves(headline, language, 0), None)]
    done = next(moves(step, language, 1), None)
    assert told == done, (headline, step)
    return told[1] if told else {}


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(businesses())
def test_headline_and_next_step_name_one_amount_and_one_move_whose_figures_add_up(drawn: Business) -> None:
    report = report_of(drawn)
    language, step = report.language, report.words.say(report.next_step)
    moved = same_move(report.words.say(report.headline), step, language)
    verdicts = {each.channel.name: each.verdict.pays for each in report.judged}
    if not moved:
        assert "headline.next_t" not in repr(report.next_step), step
        return
    amount = number(moved["amount"], language)
    assert verdicts[moved["channel"]] is Pays.PAYS
    taken = re.split(r", | and | ve ", moved["losing"]) if "losing" in moved else []
    assert all(verdicts[name] is Pays.LOSES_MONEY and name not in drawn.ended for name in taken)
    freed = sum((Decimal(drawn.paces[name][0]) for name in taken), Decimal(0))
    assert number(moved.get("freed", str(amount if taken else 0)), language) == freed
    rest = REST[language].search(step)
    if rest is not None:
        assert number(rest["rest"], language) == abs(freed - amount)
    found = TEST[language].search(step)
    if found is None:
        return
    assert found["channel"] == moved["channel"]
    counts = {
        key: number(value, language)
        for key, value in found.groupdict().items()
        if value is not None and key not in ("channel", "months")
    }
    more, spent = counts["more"], counts["spent"]
    paying = counts.get("paying", more)
    assert spent == amount * int(found["months"])
    assert counts["why"] == more == max(paying, counts.get("beyond", paying))
    assert counts["customers"] == counts["usual"] + more
    least, most = Decimal("0.99"), Decimal("1.01")
    assert (paying - 1) * counts["profit"] * least <= spent <= paying * counts["profit"] * most


@pytest.mark.parametrize(
    ("headline", "step"),
    [
        (
            "A earns, B loses. Move $1,500 a month from B to A.",
            "Next: for 2 months, move $500 a month from B to A. It",
        ),
        (
            "A earns, B loses. Move $500 a month from B to A.",
            "Next: for 2 months, move $500 a month from B to C. It",
        ),
        ("A earns, B loses.", "Next: for 2 months, move $500 a month from B to A. It"),
        (
            "A earns, B loses. Move $500 a month from B to A.",
            "Next: for 2 months, try $500 a month more on A. It",
        ),
    ],
)
def test_a_headline_that_differs_from_the_next_step_would_fail(headline: str, step: str) -> None:
    with pytest.raises(AssertionError):
        same_move(headline, step, "en")


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


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(businesses())
def test_what_the_sentences_count_is_what_the_verdicts_count(drawn: Business) -> None:
    report = report_of(drawn)
    (summary,) = lxml.html.document_fromstring(render(report)).xpath("//section[@id='summary']")
    groups = {
        next(name for name in group.classes if name != "group"): len(group.xpath(".//li"))
        for group in summary.find_class("group")
    }
    told = summary.text_content()
    counted, alone = COUNTED[report.language]
    if (found := counted.search(told)) is not None:
        assert int(found["pays"]) == groups["pays"]
    if alone in told:
        assert groups["pays"] == 1
    if NONE_LOSES[report.language] in told.replace("Belirgin", "belirgin"):
        assert "loses_money" not in groups
