"""What a run assumes in place of what the file says: margin, targets, planned spend, language."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from lxml import html

from kpisheet.analysis.adjustable import adjustable
from kpisheet.analysis.build import build_report
from kpisheet.analysis.planning import ChannelTyped, Scenario, Typed
from kpisheet.analysis.report import Report
from kpisheet.analysis.scenarios import outcomes
from kpisheet.html.client_page import render_for_client
from kpisheet.html.page import render
from kpisheet.json_output import to_dict
from kpisheet.worksheet.assumptions import NOTHING_ASSUMED, Assumptions
from kpisheet.worksheet.recognise import understand
from kpisheet.worksheet.sheet import RawBook, Worksheet
from tests.support.raw_books import sheet

DAY = date(2027, 1, 5)
HEADERS = ["Month", "Channel", "Spend", "New customers", "Revenue"]
ROWS = [[f"2026-{month:02}", "Radio", 1000, 10, 4000] for month in range(1, 13)]
BUSINESS = [["Gross margin", 0.5], ["Target cost per new customer (CAC)", 120], ["Currency", "USD"]]


def read(assumed: Assumptions = NOTHING_ASSUMED, **more: Any) -> Worksheet:
    """Twelve months, each 1,000 spent for 10 customers and 4,000 of revenue, half of it gross profit."""
    rows, business = more.get("rows", ROWS), more.get("business", BUSINESS)
    header = more.get("header", HEADERS)
    book = RawBook((sheet("Channels", [header, *rows]), sheet("Business", business)))
    return understand(book, assumed=assumed, today=DAY)


def report(assumed: Assumptions = NOTHING_ASSUMED, typed: Typed | None = None, **more: Any) -> Report:
    return build_report(read(assumed, **more), file="x.xlsx", today=DAY, typed=typed or Typed())


def settings(**values: str) -> Assumptions:
    return Assumptions(settings={key: Decimal(value) for key, value in values.items()})


def said(made: Report) -> str:
    return made.words.say(made.assumptions) if made.assumptions else ""


def test_an_assumed_margin_gives_the_figures_of_the_same_margin_typed() -> None:
    """48,000 of revenue at 30 % is 14,400 of gross profit: 2,400 more than the spend, a fifth of it."""
    assumed = report(settings(gross_margin="0.3"))
    typed = report(business=[["Gross margin", 0.3], *BUSINESS[1:]])
    assert assumed.totals["gross_profit"].value == Decimal(14400)
    assert assumed.totals["roi"].value == Decimal("0.2")
    assert assumed.totals == typed.totals
    assert assumed.channels == typed.channels
    assert report().totals["gross_profit"].value == Decimal(24000)


def test_it_is_said_which_value_stands_in_place_of_which() -> None:
    made = report(settings(gross_margin="0.3", target_cac="90", target_roi="1.5"))
    assert said(made) == (
        "Assumed for this report only: Gross margin 30% instead of 50%, Target cost per new customer (CAC) "
        "$90.00 instead of $120, Target ROI 150% (none is filled in)."
    )
    assert said(report()) == ""


def test_what_is_assumed_as_the_file_has_it_is_no_assumption() -> None:
    made = report(settings(gross_margin="0.5"))
    assert made.assumed == ()
    assert (made.totals, made.channels) == (report().totals, report().channels)


def test_an_assumed_target_is_the_one_that_is_met_or_missed() -> None:
    """A customer costs 100 each: within 120, beyond 90."""
    met = {False: report(), True: report(settings(target_cac="90"))}
    assert {key: [target.met for target in made.targets] for key, made in met.items()} == {
        False: [True],
        True: [False],
    }


def test_a_mistake_in_a_cell_that_is_assumed_no_longer_matters_and_others_do() -> None:
    business = [["Gross margin", "half"], ["Target ROI", "much"]]
    before = [one.place.row for one in report(business=business).findings if one.place]
    after = report(settings(gross_margin="0.3"), business=business)
    assert {1, 2} <= set(before)
    assert [one.place.row for one in after.findings if one.place and one.place.sheet == "Business"] == [2]
    assert after.totals["gross_profit"].doubtful is False


def test_rows_keep_a_margin_of_their_own_and_it_is_said() -> None:
    """January at its own 25 %, eleven months at the assumed 30 %."""
    rows = [[*row, 0.25 if row[0] == "2026-01" else None] for row in ROWS]
    made = report(settings(gross_margin="0.3"), rows=rows, header=[*HEADERS, "Gross margin"])
    assert made.totals["gross_profit"].value == Decimal(1000 + 11 * 1200)
    assert "rows with a margin of their own keep it" in said(made)


def test_a_planned_spend_stands_in_every_month_of_scenario_a_in_place_of_what_was_typed() -> None:
    """Typed 500 a month, 9,000 in March; assumed 2,000: 24,000 in twelve months."""
    typed = Typed({"radio": ChannelTyped("Radio", level={Scenario.A: Decimal(500)})})
    made = report(Assumptions(spend={"radio": Decimal(2000)}), typed)
    assert made.plan is not None
    assert outcomes(made.plan)[Scenario.A].spend == 24000
    assert outcomes(made.plan)[Scenario.NOW].spend == 12000
    assert "planned spend on Radio $2,000 a month in scenario A instead of $500" in said(made)
    march = {(Scenario.A, "2027-03"): Decimal(9000), (Scenario.B, "2027-03"): Decimal(10)}
    monthly = report(Assumptions(spend={"radio": Decimal(2000)}), Typed({"radio": ChannelTyped(spend=march)}))
    assert monthly.plan is not None
    assert outcomes(monthly.plan)[Scenario.A].spend == 24000
    assert outcomes(monthly.plan)[Scenario.B].spend == 11 * 1000 + 10
    assert "instead of what is typed for its months" in said(monthly)


def test_a_channel_named_anew_in_the_plan_keeps_its_rates() -> None:
    """One customer for 100 who brings 300: 1,000 spent each month bring 36,000 in twelve."""
    fair = ChannelTyped("Fair", Decimal(100), Decimal(300), level={Scenario.A: Decimal(10)})
    made = report(Assumptions(spend={"fair": Decimal(1000)}), Typed(added=(fair,)))
    assert made.plan is not None
    profit = {one.rates.line.channel.key: one.profit for one in outcomes(made.plan)[Scenario.A].lines}
    assert profit["fair"] == pytest.approx(36000)


def test_the_language_of_the_report_changes_no_figure() -> None:
    """4 March in an English file is no 3 April in a Turkish report of it."""
    rows = [["03/04/2026", "Radio", "1,200", 10, 4000], ["02/03/2026", "Google Business Profile", 5, 1, 9]]
    english, turkish = (report(Assumptions(language=code), rows=rows) for code in (None, "tr"))
    assert (english.language, turkish.language) == ("en", "tr")
    assert turkish.periods == english.periods
    assert turkish.totals == english.totals
    assert [one.channel.name for one in turkish.channels] == ["Radyo", "Google İşletme Profili"]


@pytest.mark.parametrize(
    ("key", "value"),
    [("gross_margin", "1.01"), ("gross_margin", "-1.01"), ("target_cpl", "-1"), ("target_roi", "-1.5")],
)
def test_what_cannot_be_typed_cannot_be_assumed(key: str, value: str) -> None:
    with pytest.raises(ValueError, match=key):
        settings(**{key: value})


def test_no_negative_spend_is_planned() -> None:
    with pytest.raises(ValueError, match="radio"):
        Assumptions(spend={"radio": Decimal(-1)})


@pytest.mark.parametrize("language", ["en", "tr"])
def test_page_and_client_page_and_json_say_it_first(language: str) -> None:
    made = report(Assumptions(language, {"gross_margin": Decimal("0.3")}))
    for page in (render(made), render_for_client(made)):
        summary = html.document_fromstring(page).get_element_by_id("summary")
        assert summary[0].text_content() == said(made)
    (told,) = to_dict(made)["assumed"]
    assert (told["key"], told["channel"], told["value"], told["before"]) == ("gross_margin", None, 0.3, 0.5)
    assert told["text"] in said(made)
    assert "assumed" not in to_dict(report())


def test_what_may_be_assumed_is_offered_with_what_the_file_says() -> None:
    worksheet = read(business=[*BUSINESS, ["Report from (month)", "2026-11"]])
    made = build_report(worksheet, file="x.xlsx", today=DAY)
    offered = adjustable(worksheet, made)
    assert [one.key for one in offered.periods] == [f"2026-{month:02}" for month in range(1, 13)]
    assert offered.period is not None
    assert offered.period.key == "2026-11-01/2026-12-31"
    assert {one.key: one.value for one in offered.settings} == {
        "gross_margin": Decimal("0.5"),
        "target_cpl": None,
        "target_cac": Decimal(120),
        "target_roi": None,
    }
    assert [(one.key, one.name, one.planned) for one in offered.spends] == [("radio", "Radio", Decimal(1000))]
    assert not offered.margins_of_rows
