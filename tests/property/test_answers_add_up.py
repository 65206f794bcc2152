"""Whatever is typed: each sentence of the answers is known, and its figures come out of the typed numbers.

Read from the page as a person reads it, in both languages. The sentences are told apart by the texts they are
made of; a sentence that none of the checks below knows fails the test.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any

import lxml.html
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpisheet.analysis.build import build_report
from kpisheet.html.page import render
from kpisheet.texts.language import LANGUAGES, table
from tests.support.examples import examples
from tests.support.raw_books import TODAY, percent, sheet, understood

COLUMNS = ("period", "channel", "spend", "visitors", "leads", "mql", "sql", "new_customers", "revenue")
AMOUNT = {key: number for number, key in enumerate(COLUMNS)}
SHEETS = {"en": ("Channels", "Business"), "tr": ("Kanallar", "İşletme bilgileri")}
CHANNELS = {
    "en": ("Google Ads", "Organic search", "Facebook Ads", "Microsoft Ads"),
    "tr": ("Google Ads", "Organik arama", "Facebook reklamı", "Microsoft Ads"),
}
TARGETS = ("target_visitors", "target_leads", "target_organic_visitors")
RATES = {
    "visitor_to_lead_rate": ("leads", "visitors"),
    "close_rate": ("new_customers", "leads"),
    "sql_rate": ("sql", "mql"),
    "sql_close_rate": ("new_customers", "sql"),
    "cpl": ("spend", "leads"),
    "cac": ("spend", "new_customers"),
    "cost_per_visitor": ("spend", "visitors"),
}
MARGIN = Decimal("0.5")
_PLACE = re.compile(r"\{(\w+)(?::([^}]*))?\}")
_NUMBER = r"-?[%$₺]?\d[\d.,]*(?:%| ₺)?(?:’\w+)?"
_NAMES = r"[^.:;()]+?"


@dataclass(frozen=True)
class Typed:
    """The lines as typed, and the targets."""

    language: str
    lines: tuple[tuple[Any, ...], ...]
    targets: Mapping[str, Decimal]

    @cached_property
    def channels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line[1] for line in self.lines))

    @property
    def months(self) -> int:
        return len({line[0] for line in self.lines})

    def total(self, key: str, *channels: str) -> Decimal:
        wanted = channels or self.channels
        return sum((Decimal(line[AMOUNT[key]]) for line in self.lines if line[1] in wanted), Decimal(0))

    def rate(self, kpi: str, *channels: str) -> Decimal:
        top, bottom = RATES[kpi]
        return self.total(top, *channels) / self.total(bottom, *channels)

    @cached_property
    def page(self) -> Any:
        names, sheets = table(self.language, "columns"), SHEETS[self.language]
        head = [names[f"{key}.header"] for key in COLUMNS]
        typed: list[list[Any]] = [[names["gross_margin.label"], percent(str(MARGIN))]]
        for key, target in self.targets.items():
            value = percent(str(target)) if key.endswith("_rate") else target
            typed.append([names[f"{key}.label"], value])
        worksheet = understood(
            sheet(sheets[1], typed), sheet(sheets[0], [head, *map(list, self.lines)]), language=self.language
        )
        return lxml.html.document_fromstring(render(build_report(worksheet, file="x.xlsx", today=TODAY)))


@st.composite
def worksheets(draw: st.DrawFn) -> Typed:
    """Months of two to four channels of the website, some alike, some far apart; targets now and then."""
    language = draw(st.sampled_from(LANGUAGES))
    names = draw(st.lists(st.sampled_from(CHANNELS[language]), min_size=2, max_size=4, unique=True))
    paces = {}
    for name in names:
        visitors = draw(st.sampled_from((200, 500, 500, 3000)))
        leads = max(4, visitors * draw(st.sampled_from((4, 5, 10, 30))) // 100)
        mql = max(3, leads * draw(st.sampled_from((30, 60, 60))) // 100)
        sql = max(2, mql * draw(st.sampled_from((30, 50, 80))) // 100)
        won = max(1, sql * draw(st.sampled_from((20, 50, 90))) // 100)
        paces[name] = (draw(st.sampled_from((400, 1000, 1000, 5000))), visitors, leads, mql, sql, won)
    lines = tuple(
        (date(2026, month, 1), name, spend, visitors + month % 3, leads + month % 2, mql, sql, won, 300 * won)
        for month in range(1, draw(st.integers(2, 6)) + 1)
        for name, (spend, visitors, leads, mql, sql, won) in paces.items()
    )
    targets = {
        key: Decimal(draw(st.sampled_from((20, 60, 500, 4000)))) for key in TARGETS if draw(st.booleans())
    }
    for key, choices in (
        ("target_visitor_to_lead_rate", ("0.03", "0.08", "0.25")),
        ("target_close_rate", ("0.05", "0.2", "0.6")),
        ("target_cac", ("40", "120", "900")),
    ):
        if draw(st.booleans()):
            targets[key] = Decimal(draw(st.sampled_from(choices)))
    return Typed(language, lines, targets)


# --- a sentence told by its text ----------------------------------------------------------------------


@cache
def patterns(language: str) -> Mapping[str, re.Pattern[str]]:
    """What each sentence of the answers looks like, by its key; a place is a group of its name."""
    return {
        key: re.compile(_pattern(text) + r"(?:\s+|$)")
        for key, text in table(language, "answers").items()
        if key in CHECKS
    }


def _pattern(text: str) -> str:
    made, at, seen = "", 0, set()
    for place in _PLACE.finditer(text):
        made += re.escape(text[at : place.start()])
        name, written = place[1], place[2] or ""
        at = place.end()
        if written.startswith("plural:"):
            made += f"(?:{'|'.join(written.removeprefix('plural:').split(':'))})"
        elif name in seen:
            made += f"(?P={name})"
        else:
            numeric = bool(written) or name in ("low", "high")
            made += f"(?P<{name}>{_NUMBER if numeric else _NAMES})"
            seen.add(name)
    return made + re.escape(text[at:])


@dataclass(frozen=True)
class Said:
    """One sentence of an answer: its key, its places as written, and the sentences before it."""

    typed: Typed
    key: str
    places: Mapping[str, str]
    before: tuple[Said, ...] = ()

    def number(self, name: str) -> Decimal:
        groups, point = {"en": (",", "."), "tr": (".", ",")}[self.typed.language]
        digits = re.sub(r"[^\d.,]", "", self.places[name]).strip(".,")
        value = Decimal(digits.replace(groups, "").replace(point, "."))
        value = -value if self.places[name].startswith("-") else value
        return value / 100 if "%" in self.places[name] else value

    def shows(self, name: str, value: Decimal) -> None:
        """Whether a place shows a value, rounded to the digits that stand there."""
        shown = self.number(name)
        exponent = shown.as_tuple().exponent
        half = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2
        assert abs(shown - value) <= half, (self.key, name, self.places[name], value)

    def named(self, name: str) -> set[str]:
        """The channels that a place lists."""
        return set(re.split(r", | and | ve ", self.places[name].strip()))

    def kpi(self) -> str:
        """The KPI that a place names."""
        names = table(self.typed.language, "kpis")
        return next(
            key.removesuffix(".short")
            for key, name in names.items()
            if key.endswith(".short") and name == self.places["kpi"].strip()
        )


def sentences(typed: Typed, answer: Any) -> Iterator[Said]:
    """The sentences of an answer, in their order; fails at one that no check knows."""
    (told,) = answer.xpath("./p[1]")
    rest = " ".join(told.text_content().split())
    for claim in table(typed.language, "claims").values():
        rest = rest.removeprefix(f"{claim}. ")
    before: list[Said] = []
    while rest:
        found = [
            (match.end(), key, match)
            for key, pattern in patterns(typed.language).items()
            if (match := pattern.match(rest))
        ]
        assert found, (answer.get("id"), rest)
        end, key, match = max(found)
        said = Said(typed, key, match.groupdict(), tuple(before))
        yield said
        before.append(said)
        rest = rest[end:]


# --- what each sentence claims ------------------------------------------------------------------------


def came(said: Said) -> None:
    """So many came in all; these channels, and no others, brought the most."""
    key = "visitors" if "visitors" in said.places else "leads"
    by_channel = {one: said.typed.total(key, one) for one in said.typed.channels}
    most = max(by_channel.values())
    said.shows(key, said.typed.total(key))
    said.shows("share", most / said.typed.total(key))
    place = "channels" if said.key.endswith("_tied") else "channel"
    assert said.named(place) == {one for one, value in by_channel.items() if value == most}


def visitor_costs(said: Said) -> None:
    costs = {one: said.typed.rate("cost_per_visitor", one) for one in said.typed.channels}
    for place, end in (("cheap", min(costs.values())), ("dear", max(costs.values()))):
        assert said.named(place) == {one for one, cost in costs.items() if cost == end}
        said.shows(f"{place}_cost", end)


def organic_against_social(said: Said) -> None:
    rates = {}
    for group in ("organic", "social"):
        rates[group] = said.typed.rate("visitor_to_lead_rate", *said.named(f"{group}_channels"))
        said.shows(group, rates[group])
    claim = said.key.removeprefix("organic_vs_social_")
    assert claim == "cannot_tell" or (rates["organic"] > rates["social"]) == (claim == "yes")


def difference(said: Said) -> None:
    """The range holds the difference that is seen."""
    first = said.before[0]
    seen = 100 * (first.number("organic") - first.number("social"))
    rounding = Decimal("0.15")
    assert said.number("low") - rounding <= seen <= said.number("high") + rounding


def gap(kpi: str, place: str, better: str = "better", worse: str = "worse") -> Callable[[Said], None]:
    """One channel is named as better than another, with both values."""

    def check(said: Said) -> None:
        values = [said.typed.rate(kpi, said.places[name].strip()) for name in (better, worse)]
        said.shows(f"{better}_{place}", values[0])
        said.shows(f"{worse}_{place}", values[1])
        assert (values[0] < values[1]) == (kpi in ("cpl", "cac")), said

    return check


def best_mqls(said: Said) -> None:
    own, other = (said.typed.rate("sql_rate", said.places[name].strip()) for name in ("best", "other"))
    said.shows("best_rate", own)
    said.shows("other_rate", other)
    assert own > other


def of_all(kpi: str) -> Callable[[Said], None]:
    return lambda said: said.shows("rate", said.typed.rate(kpi))


def taken_apart(said: Said) -> None:
    """A CAC and its factors; the largest spend is claimed only of a channel that has it."""
    typed, channel = said.typed, said.places["channel"].strip()
    for kpi in ("cac", "cost_per_visitor", "visitor_to_lead_rate", "close_rate"):
        said.shows(kpi, typed.rate(kpi, channel))
    others = [typed.total("spend", one) for one in typed.channels if one != channel]
    assert (typed.total("spend", channel) > max(others)) == (said.key == "lower_cac")


def weakest(said: Said) -> None:
    """A factor of the channel that was taken apart, behind that of all others."""
    channel = said.before[0].places["channel"].strip()
    others = [one for one in said.typed.channels if one != channel]
    if said.key == "lower_cac_price":
        kpi, sign = "cost_per_visitor", -1
    else:
        names = table(said.typed.language, "kpis")
        factors = ("visitor_to_lead_rate", "close_rate")
        kpi = next(one for one in factors if names[f"{one}.short"] == said.places["factor"].strip())
        sign = 1
    own, theirs = said.typed.rate(kpi, channel), said.typed.rate(kpi, *others)
    said.shows("own", own)
    said.shows("others", theirs)
    assert sign * own < sign * theirs


def amounts(*keys: str, **rates: str) -> Callable[[Said], None]:
    """Sums as typed, under the names of their amounts, and rates."""

    def check(said: Said) -> None:
        for key in keys:
            said.shows({"new_customers": "customers"}.get(key, key), said.typed.total(key))
        for place, kpi in rates.items():
            said.shows(place, said.typed.rate(kpi))

    return check


def organic_share(said: Said) -> None:
    organic = said.typed.total("visitors", *(CHANNELS[said.typed.language][1:2]))
    said.shows("organic", organic)
    said.shows("visitors", said.typed.total("visitors"))
    said.shows("share", organic / said.typed.total("visitors"))


def likely(said: Said) -> None:
    """The range holds the rate before it."""
    assert said.number("low") <= said.before[-1].number("rate") <= said.number("high")


def counted(said: Said) -> None:
    """A month's average beside its target, and on the side of it that is said."""
    key = said.kpi()
    organic = bool(said.before) and said.before[0].key == "organic_share"
    channels = CHANNELS[said.typed.language][1:2] if organic else ()
    monthly = said.typed.total(key, *channels) / said.typed.months
    said.shows("monthly", monthly)
    target = said.typed.targets[f"target_{'organic_' if organic else ''}{key}"]
    said.shows("target", target)
    assert (monthly >= target) == (said.key == "count_met")
    assert (said.number("monthly") >= said.number("target")) == (said.key == "count_met")


def rated(said: Said) -> None:
    kpi = said.kpi()
    rate = said.typed.rate(kpi)
    said.shows("rate", rate)
    if "target" in said.places:
        target = said.typed.targets[f"target_{kpi}"]
        said.shows("target", target)
        assert said.key == "rate_cannot_tell" or (rate > target) == (said.key == "rate_yes")


def acceptable(said: Said) -> None:
    """The CAC of all, beside the target, else beside what a customer brings."""
    typed = said.typed
    cac = typed.rate("cac")
    earned = MARGIN * typed.total("revenue") / typed.total("new_customers")
    limit = typed.targets.get("target_cac", earned)
    assert ("target_cac" in typed.targets) == said.key.startswith("cac_target")
    said.shows("cac", cac)
    said.shows("limit", limit)
    claim = said.key.removeprefix("cac_target_").removeprefix("cac_break_even_")
    assert claim == "cannot_tell" or (cac < limit) == (claim == "yes")


def channels_only(said: Said) -> None:
    assert said.named("channels") <= set(said.typed.channels)


def nothing(said: Said) -> None:
    """A sentence without a figure."""
    assert not said.places


def positive(said: Said) -> None:
    assert said.number("more") > 0


CHECKS: Mapping[str, Callable[[Said], None]] = {
    **dict.fromkeys(("more_visitors", "more_visitors_tied", "more_leads", "more_leads_tied"), came),
    "more_visitors_costs": visitor_costs,
    **dict.fromkeys((f"organic_vs_social_{claim}" for claim in ("yes", "no")), organic_against_social),
    "organic_vs_social_cannot_tell": organic_against_social,
    "difference": difference,
    **dict.fromkeys(("no_practical_difference", "more_visitors_needed"), positive),
    "raise_conversion_gap": gap("visitor_to_lead_rate", "rate"),
    "raise_conversion_no_gap": of_all("visitor_to_lead_rate"),
    "more_leads_gap": gap("cpl", "cpl", "best", "other"),
    **dict.fromkeys(("more_leads_no_gap", "lower_cac_no_weak", "too_few_for_range"), nothing),
    **dict.fromkeys(("lower_cac", "lower_cac_of_one"), taken_apart),
    **dict.fromkeys(("lower_cac_rate", "lower_cac_price"), weakest),
    **dict.fromkeys(
        (f"investment_{pays}" for pays in ("pays", "loses_money", "check_first", "cannot_tell")),
        channels_only,
    ),
    "sql_to_customer": amounts("new_customers", "sql", rate="sql_close_rate"),
    "likely": likely,
    "best_mqls_gap": best_mqls,
    "best_mqls_no_gap": of_all("sql_rate"),
    "visitors_plain": amounts("visitors"),
    "leads_plain": amounts("leads"),
    "organic_share": organic_share,
    "quality_sql": amounts("sql", "leads"),
    **dict.fromkeys(("count_met", "count_missed"), counted),
    **dict.fromkeys(("rate_yes", "rate_no", "rate_cannot_tell", "rate_plain"), rated),
    **dict.fromkeys(
        (f"cac_{by}_{claim}" for by in ("target", "break_even") for claim in ("yes", "no", "cannot_tell")),
        acceptable,
    ),
}


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worksheets())
def test_every_sentence_of_every_answer_comes_out_of_what_was_typed(typed: Typed) -> None:
    for answer in typed.page.xpath("//article[starts-with(@id, 'answer-')]"):
        for said in sentences(typed, answer):
            CHECKS[said.key](said)
