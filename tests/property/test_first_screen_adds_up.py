"""Whatever is typed or left blank: a ratio on the page comes out of the figures shown beside it.

Read from the page as a person reads it: a CAC is the spend shown over the customers shown, or its own line
shows what it is made of; and no share is above 100 %.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import lxml.html
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.html.page import render
from kpisheet.json_output import to_dict
from kpisheet.texts.language import LANGUAGES, table
from tests.support.examples import examples
from tests.support.raw_books import TODAY, percent, sheet, understood
from tests.support.typed_worksheets import CHANNELS

COLUMNS = ("period", "channel", "spend", "leads", "new_customers", "revenue")
SHEETS = {"en": ("Channels", "Business"), "tr": ("Kanallar", "İşletme bilgileri")}
CAME_ANYWAY = {"en": "Referral", "tr": "Tavsiye"}
DIVIDED = {"cpl": ("spend", "leads"), "cac": ("spend", "new_customers")}
MARGIN = Decimal("0.4")

_money = st.none() | st.integers(10, 900).map(lambda n: n * 10)
_count = st.none() | st.integers(0, 60)
_number = re.compile(r"\d[\d.,]*")


@st.composite
def reports(draw: st.DrawFn) -> Report:
    """A year's months of two to four channels, one of which may have come anyway, with gaps."""
    language = draw(st.sampled_from(LANGUAGES))
    names, sheets = table(language, "columns"), SHEETS[language]
    channels = draw(st.lists(st.sampled_from(CHANNELS[language]), min_size=1, max_size=3, unique=True))
    channels = list(dict.fromkeys([*channels, *([CAME_ANYWAY[language]] if draw(st.booleans()) else [])]))
    lines = [
        [date(2026, month, 1), channel, draw(_money), draw(_count), draw(_count), draw(_money)]
        for month in range(1, draw(st.integers(1, 4)) + 1)
        for channel in channels
    ]
    lines[0][2:] = [500, 30, 12, 2400]  # something is always known
    business = sheet(sheets[1], [[names["gross_margin.label"], percent(str(MARGIN))]])
    typed = sheet(sheets[0], [[names[f"{key}.header"] for key in COLUMNS], *lines])
    return build_report(understood(business, typed), file="x.xlsx", today=TODAY)


def numbers(text: str, language: str) -> list[Decimal]:
    """The numbers in a text, as that language writes them."""
    groups, point = {"en": (",", "."), "tr": (".", ",")}[language]
    found = (one.strip(".,").replace(groups, "").replace(point, ".") for one in _number.findall(text))
    return [Decimal(one) for one in found]


def shown(cell: Any) -> tuple[str, str | None]:
    """What a cell shows, and the line under it."""
    base = cell.xpath(".//*[@class='base']")
    whole = cell.text_content().replace("†", "")
    line = base[0].text_content() if base else None
    return (whole.removesuffix(line) if line else whole), line


def near(value: Decimal, top: Decimal, bottom: Decimal) -> bool:
    """Whether a quotient is the value shown, within half of its last place and half a unit of the money."""
    exponent = value.as_tuple().exponent
    place = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return abs(top / bottom - value) <= place / 2 + Decimal("0.5") / bottom


def of_line(line: str, language: str) -> tuple[Decimal, Decimal]:
    """The parts of `$300 of $400 spent ÷ 30 of 47 customers`; in Turkish the whole stands last."""
    top, bottom = line.split("÷")
    return numbers(top, language)[0], numbers(bottom, language)[0]


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_every_cost_in_the_channel_table_comes_out_of_what_is_shown_beside_it(report: Report) -> None:
    language = report.language
    short = {
        table(language, "kpis")[f"{key}.short"]: key for key in ("spend", "leads", "new_customers", *DIVIDED)
    }
    (found,) = lxml.html.document_fromstring(render(report)).xpath("//table[@id='table-channels']")
    keys = [short.get(heading.text_content()) for heading in found.xpath(".//thead//th")]
    for row in found.xpath("./tbody/tr | ./tfoot/tr"):
        cells = {key: shown(cell) for key, cell in zip(keys, row, strict=True) if key}
        for key, (top, bottom) in DIVIDED.items():
            value, line = cells[key]
            told = numbers(value, language)
            if (
                not told
                or value.startswith(("at least", "en az"))
                or not re.match(r"^[$€₺\d]", value.strip())
            ):
                continue
            if line is not None:
                assert near(told[0], *of_line(line, language)), (key, value, line)
            else:
                parts = [numbers(cells[part][0], language)[0] for part in (top, bottom)]
                assert near(told[0], *parts), (key, value, parts)


@settings(max_examples=examples(25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(reports())
def test_every_ratio_is_its_own_parts_and_no_share_is_above_all_there_is(report: Report) -> None:
    told = to_dict(report)
    for scope in (told["totals"], told["marketing"], *told["channels"], *told["by_period"]):
        for key, (top, bottom) in scope["parts"].items():
            assert abs(scope[key] - top / bottom) <= 1e-9 * max(1, abs(scope[key])), key
        for key in ("visitor_to_lead_rate", "close_rate", "spend_share", "revenue_share"):
            assert scope.get(key) is None or scope[key] <= 1, key
    ours = [each for each in told["channels"] if each["key"] not in told["came_anyway"]]
    for key in ("spend", "leads", "new_customers", "revenue"):
        known = [each[key] for each in ours if each[key] is not None]
        assert told["marketing"][key] == (sum(known) if known else None), key
