"""Whatever is typed or left blank, a figure is its definition over the rows that know its parts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpisheet.analysis.build import build_report
from kpisheet.json_output import to_dict
from kpisheet.ooxml.package.package import Package
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.recognise import understand
from tests.support.annotated_workbooks import filled
from tests.support.examples import examples
from tests.support.second_implementation import Amounts, Scope, amounts, same

TODAY = date(2026, 11, 23)
MARGIN = Fraction(2, 5)
CHANNELS = ("Google Ads", "Organic search", "E-mail", "Columbus Gazette")  # all with visitors to a website


class Line(NamedTuple):
    """What is typed into a row, at least one number."""

    month: date
    channel: str
    numbers: tuple[Any, ...]  # spend, visitors, leads, new customers, revenue; None is blank


money = st.none() | st.just(0) | st.decimals("0.01", "90000", places=2)
counts = st.none() | st.just(0) | st.integers(1, 5000)
lines = st.builds(
    Line,
    st.dates(date(2026, 6, 1), date(2026, 10, 31)).map(lambda day: day.replace(day=1)),
    st.sampled_from(CHANNELS),
    st.tuples(money, counts, counts, counts, money).filter(lambda typed: set(typed) != {None}),
)


def reported(typed: list[Line], only: date | None) -> dict[str, Any]:
    """The report as JSON gives it; `only` is the month to report on, else it is all of them."""
    rows = [
        [line.month, line.channel, *(float(n) if isinstance(n, Decimal) else n for n in line.numbers)]
        for line in typed
    ]
    chosen: dict[str, Any] = {"gross_margin": float(MARGIN)}
    if only:
        chosen |= {"report_from": f"{only:%Y-%m}", "report_to": f"{only:%Y-%m}"}
    book = read_book(Package.open(filled(rows, settings=chosen)))
    return to_dict(build_report(understand(book, today=TODAY), file="any.xlsx", today=TODAY), file="any.xlsx")


def differing(entry: dict[str, Any], rows: list[Amounts]) -> dict[str, tuple[Any, Fraction | None]]:
    expected = Scope(rows).figures()
    return {key: (entry[key], value) for key, value in expected.items() if not same(entry[key], value)}


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(lines, min_size=1, max_size=25), st.booleans())
def test_every_figure_is_what_its_definition_gives(typed: list[Line], last_month_only: bool) -> None:
    last = max(line.month for line in typed)
    made = reported(typed, last if last_month_only else None)
    counted: defaultdict[tuple[str, date], list[Amounts]] = defaultdict(list)
    for line in typed:
        if line.month == last or not last_month_only:
            counted[line.channel, line.month].append(amounts(line.numbers, MARGIN))

    assert differing(made["totals"], [row for rows in counted.values() for row in rows]) == {}
    assert {entry["channel"] for entry in made["channels"]} == {channel for channel, _ in counted}
    for entry in made["channels"]:
        of_channel = {month: rows for (name, month), rows in counted.items() if name == entry["channel"]}
        assert differing(entry, [row for rows in of_channel.values() for row in rows]) == {}
        assert {one["period"] for one in entry["by_period"]} == {f"{month:%Y-%m}" for month in of_channel}
        for one in entry["by_period"]:
            assert differing(one, of_channel[date.fromisoformat(f"{one['period']}-01")]) == {}, one["period"]
