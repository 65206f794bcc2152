"""Whatever is typed: what the page says of trends, changes and questions comes out of the typed numbers.

Read from the page as a person reads it, in both languages, and reckoned anew from the lines as they were
typed: never from the report's own figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

import lxml.html
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kpisheet.analysis.build import build_report
from kpisheet.html.page import render
from kpisheet.texts.language import LANGUAGES, table
from tests.support.raw_books import TODAY, percent, sheet, understood
from tests.support.typed_worksheets import CHANNELS

COLUMNS = ("period", "channel", "spend", "leads", "new_customers", "revenue")
SHEETS = {"en": ("Channels", "Business"), "tr": ("Kanallar", "İşletme bilgileri")}
CAME_ANYWAY = ("Referral", "Tavsiye")
MONTHS = 10
ROSE = {"en": " rose ", "tr": " yükseldi "}
FELL = {"en": " fell ", "tr": " düştü "}
MOST = {
    "en": re.compile(r"([\d,]+) leads? came; (.+?) brought the most, ([\d.]+)% of them"),
    "tr": re.compile(
        r"Toplam ([\d.]+) lead geldi; en çok getiren kanal(?:lar)? (.+?) \((?:her birinin )?payı %([\d,]+)\)"
    ),
}
_number = re.compile(r"\d[\d.,]*")


@dataclass(frozen=True)
class Typed:
    """The lines as typed: month, channel, spend, leads, customers, revenue."""

    language: str
    lines: tuple[tuple[Any, ...], ...]

    def total(self, column: int, months: Iterable[int], channel: str | None = None) -> Decimal:
        wanted = set(months)
        return sum(
            (
                Decimal(line[column])
                for line in self.lines
                if line[0].month in wanted and channel in (None, line[1])
            ),
            Decimal(0),
        )

    @cached_property
    def page(self) -> Any:
        names, sheets = table(self.language, "columns"), SHEETS[self.language]
        head = [names[f"{key}.header"] for key in COLUMNS]
        business = sheet(sheets[1], [[names["gross_margin.label"], percent("0.5")]])
        worksheet = understood(business, sheet(sheets[0], [head, *map(list, self.lines)]))
        made = build_report(worksheet, file="x.xlsx", today=TODAY)
        return lxml.html.document_fromstring(render(made))

    def numbers(self, text: str) -> list[Decimal]:
        groups, point = {"en": (",", "."), "tr": (".", ",")}[self.language]
        found = (one.strip(".,").replace(groups, "").replace(point, ".") for one in _number.findall(text))
        return [Decimal(one) for one in found]


@st.composite
def worksheets(draw: st.DrawFn) -> Typed:
    """Ten months of two to four channels; some change from the first half to the second, some don't."""
    language = draw(st.sampled_from(LANGUAGES))
    names = draw(st.lists(st.sampled_from(CHANNELS[language]), min_size=2, max_size=4, unique=True))
    paces = {
        name: (
            draw(st.integers(20, 300)) * 10,
            draw(st.integers(0, 40)),
            draw(st.sampled_from((Decimal("0.3"), Decimal(1), Decimal(3)))),
        )
        for name in names
    }
    lines = []
    for month in range(1, MONTHS + 1):
        for name, (spend, customers, then) in paces.items():
            won = round((customers + month % 2) * (then if month > MONTHS // 2 else 1))
            lines.append((date(2026, month, 1), name, spend, 4 * won + 3, won, 300 * won))
    return Typed(language, tuple(lines))


def without_parts(cell: Any) -> str:
    """What a cell shows, without the line below that says what it is made of."""
    whole = str(cell.text_content())
    parts = "".join(one.text_content() for one in cell.xpath(".//*[@class='base']"))
    return whole.removesuffix(parts)


def shown_as(shown: Decimal, value: Decimal) -> bool:
    """Whether a number on the page is this one, rounded to the place that is shown."""
    exponent = shown.as_tuple().exponent
    return abs(shown - value) <= Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0) / 2


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worksheets())
def test_a_trend_s_title_says_what_its_halves_cost(typed: Typed) -> None:
    first, last = range(1, MONTHS // 2 + 1), range(MONTHS // 2 + 1, MONTHS + 1)
    titles = [one.text_content() for one in typed.page.xpath("//h3[@id='trends']/..//h4")]
    for title in titles:
        channel, said = title.split(": ", 1)
        halves = [(typed.total(2, half, channel), typed.total(4, half, channel)) for half in (first, last)]
        told = typed.numbers(said)
        if not all(customers for _, customers in halves):
            assert told == [], title
            continue
        before, now = (spend / customers for spend, customers in halves)
        assert len(told) == 2, title
        assert shown_as(told[0], before), title
        assert shown_as(told[1], now), title
        assert ROSE[typed.language] not in f" {said} " or now > before, title
        assert FELL[typed.language] not in f" {said} " or now < before, title


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worksheets())
def test_every_change_is_that_of_the_typed_months(typed: Typed) -> None:
    """October against September, of each channel and of all that marketing paid for."""
    kpis, texts = table(typed.language, "kpis"), table(typed.language, "page")
    parts = {
        "leads": (3, None),
        "new_customers": (4, None),
        "cpl": (2, 3),
        "cac": (2, 4),
        "close_rate": (4, 3),
    }
    labels = {kpis[f"{key}.label"]: key for key in parts}
    channels = {line[1] for line in typed.lines}
    direction = {texts["change_yes"]: 1, texts["change_no"]: -1, texts["change_cannot_tell"]: 0}
    rows = typed.page.xpath("//table[starts-with(@id, 'table-changes')]/tbody/tr")
    for row in rows:
        name, label, before, now, clear, _ = map(without_parts, row)
        key = labels[label]
        top, bottom = parts[key]
        ours = [name] if name in channels else [one for one in channels if one not in CAME_ANYWAY]
        values = []
        for month in (MONTHS - 1, MONTHS):
            sums = [
                sum((typed.total(column, (month,), one) for one in ours), Decimal(0))
                for column in (top, bottom)
                if column is not None
            ]
            values.append(None if len(sums) == 2 and not sums[1] else sums[0] / (*sums, Decimal(1))[1])
        for text, value in zip((before, now), values, strict=True):
            if value is not None and re.match(r"^[%$₺]?\d", text):
                shown = typed.numbers(text)[0] / (100 if key == "close_rate" else 1)
                assert abs(shown - value) <= max(
                    Decimal("0.006") * value, Decimal("0.5") * (bottom is None)
                ), (
                    text,
                    value,
                )
        way, (earlier, later) = direction[clear], values
        if way and earlier is not None and later is not None:
            assert (later > earlier) == (way > 0), (name, label, values)


def alike(language: str) -> Typed:
    """Two channels with the same figures: neither brought the most."""
    names = CHANNELS[language][:2]
    months = [date(2026, month, 1) for month in range(1, MONTHS + 1)]
    return Typed(language, tuple((month, name, 200, 7, 1, 300) for month in months for name in names))


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worksheets())
@example(alike("en"))
@example(alike("tr"))
def test_the_answers_name_who_pays_and_who_brought_most(typed: Typed) -> None:
    """The answer on what pays names each channel where the table has it, and leads are counted as typed."""
    page, verdicts, answers = typed.page, table(typed.language, "verdicts"), table(typed.language, "answers")
    (answer,) = page.xpath("//article[@id='answer-investment_pays']/p[1]")
    told = answer.text_content()
    heading = {
        key: answers[f"investment_{key}"].split("{")[0] for key in ("pays", "loses_money", "cannot_tell")
    }
    for row in page.xpath("//table[@id='table-channels']/tbody/tr"):
        name, verdict = row[0].text_content().strip(), row[1].text_content().strip().rstrip("†")
        key = next(one for one, word in verdicts.items() if word == verdict)
        if key in heading:
            part = told[told.index(heading[key]) + len(heading[key]) :]
            assert name in part.split(": ")[0], (name, verdict, told)
    found = MOST[typed.language].search(page.xpath("//article[@id='answer-more_leads']")[0].text_content())
    every = range(1, MONTHS + 1)
    leads = {one: typed.total(3, every, one) for one in {line[1] for line in typed.lines}}
    assert found is not None
    assert typed.numbers(found[1]) == [sum(leads.values())]
    most = max(leads.values())
    assert set(re.split(", | and | ve ", found[2])) == {one for one, count in leads.items() if count == most}
    assert shown_as(typed.numbers(found[3])[0], 100 * most / sum(leads.values()))
