"""One zero too many never makes a verdict: the cell that would make it is named as deciding."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Pays, Report
from kpisheet.texts.language import LANGUAGES, table
from kpisheet.worksheet.findings import Place
from tests.support.examples import examples
from tests.support.raw_books import TODAY, percent, sheet, understood
from tests.support.typed_worksheets import CHANNELS

FIRM = (Pays.PAYS, Pays.LOSES_MONEY)
COLUMNS = ("period", "channel", "spend", "leads", "new_customers", "revenue")
TYPED = COLUMNS[2:]


@dataclass(frozen=True)
class Typed:
    """A plausible worksheet: no month of a channel lies further than threefold from its others."""

    language: str
    months: int
    rows: tuple[dict[str, Any], ...]

    def report(self) -> Report:
        names = table(self.language, "columns")
        channels, business = {"en": ("Channels", "Business"), "tr": ("Kanallar", "İşletme bilgileri")}[
            self.language
        ]
        lines = [[names[f"{key}.header"] for key in COLUMNS], *(list(row.values()) for row in self.rows)]
        margin = sheet(business, [[names["gross_margin.label"], percent("0.5")]])
        return build_report(understood(margin, sheet(channels, lines)), file="x.xlsx", today=TODAY)

    def with_ten_times(self, number: int, key: str) -> Typed:
        rows = [dict(row) for row in self.rows]
        rows[number][key] *= 10
        return Typed(self.language, self.months, tuple(rows))

    def place(self, number: int, key: str) -> Place:
        name = {"en": "Channels", "tr": "Kanallar"}[self.language]
        return Place(name, number + 2, COLUMNS.index(key) + 1)


_around = st.integers(70, 140).map(lambda part: Decimal(part) / 100)
_nearly = st.integers(90, 115).map(lambda part: Decimal(part) / 100)


@st.composite
def worksheets(draw: st.DrawFn, *, fewest: int = 1) -> Typed:
    """Two to four channels over one to eight months, each at a level of its own; many near break-even."""
    language = draw(st.sampled_from(LANGUAGES))
    names = draw(st.lists(st.sampled_from(CHANNELS[language]), min_size=2, max_size=4, unique=True))
    months = draw(st.integers(fewest, 8))
    rows = []
    for name in names:
        customers, value = draw(st.integers(8, 60)), draw(st.integers(20, 400)) * 10
        earns = draw(st.sampled_from([Decimal(part) for part in ("0.2", "0.5", "1", "1.6", "4", "12")]))
        spend = Decimal(value * customers) / 2 / earns
        for at in range(months):
            won = int(customers * draw(_around)) or 1
            rows.append(
                {
                    "period": date(2026, 1 + at, 1),
                    "channel": name,
                    "spend": round(spend * draw(_around)),
                    "leads": won * 4,
                    "new_customers": won,
                    "revenue": won * round(value * draw(_nearly)),
                }
            )
    return Typed(language, months, tuple(rows))


def named(report: Report, channel: str) -> dict[Place, bool]:
    """The cells that decide a channel's verdict, and whether each is to be checked first."""
    verdict = next(each.verdict for each in report.judged if each.channel.name == channel)
    return {one.place: not one.single for one in verdict.deciding}


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worksheets(), st.data())
def test_no_cell_ten_times_too_large_makes_a_verdict_without_being_named(typed: Typed, data: Any) -> None:
    number, key = data.draw(st.integers(0, len(typed.rows) - 1)), data.draw(st.sampled_from(TYPED))
    before = {each.channel.name: each.verdict.pays for each in typed.report().judged}
    slipped, place = typed.with_ten_times(number, key).report(), typed.place(number, key)
    for each in slipped.judged:
        pays, name = each.verdict.pays, each.channel.name
        if pays in FIRM and pays is not before[name]:
            assert place in named(slipped, name), (name, key, before[name], pays)
            assert typed.months == 1, "beside other months it is to be checked before there is a verdict"


@settings(max_examples=examples(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worksheets(), st.data())
def test_a_cell_that_decides_a_verdict_stands_first_among_those_to_check(typed: Typed, data: Any) -> None:
    number, key = data.draw(st.integers(0, len(typed.rows) - 1)), data.draw(st.sampled_from(TYPED))
    report = typed.with_ten_times(number, key).report()
    deciding = {
        place for each in report.judged for place, check in named(report, each.channel.name).items() if check
    }
    first = report.findings[: len({one.place for one in report.findings if one.decides})]
    assert {one.place for one in first if one.decides} == deciding
    assert all(each.verdict.as_typed for each in report.judged if each.verdict.pays is Pays.CHECK_FIRST)


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worksheets(fewest=3))
def test_months_that_bear_each_other_out_bring_no_finding(typed: Typed) -> None:
    report = typed.report()
    assert [one.code for one in report.findings if one.code == "K631"] == []
    assert all(each.verdict.pays is not Pays.CHECK_FIRST for each in report.judged)
