"""Any facts in any layout, wherever it stands and with whatever beside it, are the same rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.examples import examples
from tests.support.layout_shapes import EN, LAYOUTS, SPEND_ONLY, TONGUES, Facts, Page, Tongue, added
from tests.support.raw_books import understood
from tests.worksheet.test_layouts import expected, figures, sheets_of

KNOWN = ["Google Ads", "Facebook Ads", "Radio", "E-mail", "LinkedIn Ads", "TV"]
OWN = ["Zebra Fair", "Owl Expo"]
METRICS = ["spend", "visitors", "leads", "new_customers", "revenue"]
SIZES = {"spend": 900, "visitors": 500, "leads": 40, "new_customers": 6, "revenue": 3000}

Decoration = Callable[[Page, Facts, Tongue], Page]


@st.composite
def facts(draw: st.DrawFn) -> Facts:
    """Two to five channels, most of them known, over two to twelve months of one year."""
    channels = [*draw(st.lists(st.sampled_from(KNOWN), min_size=2, max_size=4, unique=True))]
    channels += draw(st.lists(st.sampled_from(OWN), max_size=1))
    first = draw(st.integers(1, 11))
    months = [date(2026, number, 1) for number in range(first, draw(st.integers(first + 1, 12)) + 1)]
    chance = draw(st.randoms(use_true_random=True))  # drawing hundreds of cells one by one takes minutes
    values: dict[tuple[str, date, str], Any] = {}
    for channel in channels:
        for month in months:
            for metric in METRICS:
                value = chance.choice([SIZES[metric] + chance.randrange(60)] * 6 + [0, None])
                if metric == "spend" or value is not None:
                    values[channel, month, metric] = value or 0
    return Facts(channels, months, METRICS, values)


def shifted(page: Page, facts: Facts, say: Tongue) -> Page:
    del facts, say
    merged = [(top + 3, left + 2, bottom + 3, right + 2) for top, left, bottom, right in page.merged]
    return Page(page.name, [[], [], [], *([None, None, *line] for line in page.lines)], merged)


def with_a_legend(page: Page, facts: Facts, say: Tongue) -> Page:
    del facts
    words = ("Legend", "good", "bad") if say is EN else ("Açıklama", "iyi", "kötü")
    return beside(page, [[word] for word in words])


def with_notes_below(page: Page, facts: Facts, say: Tongue) -> Page:
    del facts
    note = "Note: radio began late" if say is EN else "Not: radyo geç başladı"
    return Page(page.name, [*page.lines, [], [note], ["Dana", "x"]], page.merged)


def with_a_budget(page: Page, facts: Facts, say: Tongue) -> Page:
    return below(page, facts, say, "Budget" if say is EN else "Bütçe")


def with_last_year(page: Page, facts: Facts, say: Tongue) -> Page:
    return below(page, facts, say, "Last year" if say is EN else "Geçen yıl")


def with_what_a_chart_draws(page: Page, facts: Facts, say: Tongue) -> Page:
    lines: list[list[Any]] = [[say.month, say.metrics["spend"]]]
    sums = (added(facts.of(each, month, "spend") for each in facts.channels) for month in facts.months)
    lines += [[say.named(month), whole] for month, whole in zip(facts.months, sums, strict=True)]
    return beside(page, lines)


def beside(page: Page, block: Sequence[list[Any]]) -> Page:
    width = max(map(len, page.lines)) + 2
    rows = range(max(len(page.lines), len(block)))
    lines = [list(page.lines[row]) if row < len(page.lines) else [] for row in rows]
    for line, more in zip(lines, block, strict=False):
        line += [*[None] * (width - len(line)), *more]
    return Page(page.name, lines, page.merged)


def below(page: Page, facts: Facts, say: Tongue, title: str) -> Page:
    rows = [[channel, *(7 for _ in facts.months)] for channel in facts.channels]
    block: list[list[Any]] = [[title], [say.channel, *map(say.bare, facts.months)], *rows]
    return Page(page.name, [*page.lines, [], [], *block], page.merged)


DECORATIONS: list[Decoration] = [
    shifted,
    with_a_legend,
    with_notes_below,
    with_a_budget,
    with_last_year,
]


@settings(max_examples=examples(80), deadline=None)
@given(facts(), st.sampled_from(sorted(LAYOUTS)), st.sampled_from(["en", "tr"]), st.sampled_from(DECORATIONS))
def test_any_facts_are_read_from_any_layout(
    some: Facts, layout: str, language: str, decoration: Decoration
) -> None:
    say = TONGUES[language]
    pages = LAYOUTS[layout](some, say)
    pages = [decoration(pages[0], some, say), *pages[1:]]
    wanted = some.only("spend") if layout in SPEND_ONLY else some
    assert figures(understood(*sheets_of(pages), language=language)) == expected(wanted, language)


@settings(max_examples=examples(30), deadline=None)
@given(facts(), st.sampled_from(["months_across", "block_a_metric", "channel_blocks", "months_over_metrics"]))
def test_what_a_chart_draws_is_not_added(some: Facts, layout: str) -> None:
    pages = LAYOUTS[layout](some, EN)
    pages = [with_what_a_chart_draws(pages[0], some, EN), *pages[1:]]
    wanted = some.only("spend") if layout in SPEND_ONLY else some
    assert figures(understood(*sheets_of(pages), language="en")) == expected(wanted, "en")
