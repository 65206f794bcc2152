"""The plan on the page and in JSON: the same figures, and a scenario only where one was typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from lxml import html

from kpisheet.analysis.build import build_report
from kpisheet.analysis.planning import ChannelTyped, Scenario, Typed
from kpisheet.analysis.report import Report
from kpisheet.html.page import render
from kpisheet.json_output import to_dict
from tests.support.worksheets import row, worksheet

SHOW = ChannelTyped("Trade show", spend={(Scenario.A, "2027-03"): Decimal(38000)})


def report(language: str = "en", typed: Typed | None = None) -> Report:
    """Twelve months, each 1,000 spent for 10 customers of 200 gross profit each."""
    rows = [
        row("radio", period=f"2026-{month:02}", number=month, spend=1000, new_customers=10, revenue=4000)
        for month in range(1, 13)
    ]
    sheet = worksheet(*rows, language=language, gross_margin=0.5)
    return build_report(sheet, file="x.xlsx", today=date(2027, 1, 5), typed=typed or Typed())


def section(made: Report) -> html.HtmlElement:
    return html.document_fromstring(render(made)).get_element_by_id("plan")


def table(made: Report) -> dict[str, list[str]]:
    rows = section(made).get_element_by_id("table-plan").xpath("./tbody/tr")
    return {
        entry[0].text_content().strip(): [(cell.text or "").strip() for cell in entry[1:]] for entry in rows
    }


def test_as_now_stands_alone_until_a_scenario_is_typed() -> None:
    """12 × 1,000 of spend, 12 × 10 customers, 12 × 2,000 of gross profit."""
    shown = table(report())
    assert shown["Spend"] == ["$12,000"]
    assert shown["New customers"] == ["120"]
    assert shown["Gross profit"] == ["$24,000"]
    assert shown["ROI (before shared costs)"] == ["100%"]
    assert "appendix" in (section(report()).get("class") or "")


def test_without_a_word_on_what_channels_bring_there_is_no_plan_of_nothing() -> None:
    """0.0 new customers would be read as a forecast; they just haven't been filled in."""
    rows = [
        row("radio", period=f"2026-{month:02}", number=month, spend=1000, leads=10) for month in range(1, 13)
    ]
    sheet, today = worksheet(*rows, gross_margin=0.5), date(2027, 1, 5)
    made = build_report(sheet, file="x.xlsx", today=today)
    assert html.document_fromstring(render(made)).xpath("//*[@id='plan']") == []
    typed = Typed(added=(SHOW,))
    made = build_report(
        worksheet(*rows, gross_margin=0.5), file="x.xlsx", today=date(2027, 1, 5), typed=typed
    )
    assert table(made)["Spend"] == ["$12,000", "$50,000"]


def test_a_typed_trade_show_stands_beside_it_and_is_said_to_bring_nothing() -> None:
    made = report(typed=Typed(added=(SHOW,)))
    shown = table(made)
    assert shown["Spend"] == ["$12,000", "$50,000"]
    assert shown["Gross profit"] == ["$24,000", "$24,000"]
    assert shown["ROI (before shared costs)"] == ["100%", "-52%"]
    assert shown["The extra spend is back by"] == ["–", "not within these months"]
    assert shown["Chance of being better than now"] == ["–", "0%"]
    said = " ".join(section(made).text_content().split())
    assert "because nothing tells what it brings: Events and trade fairs." in said
    assert "appendix" not in (section(made).get("class") or "")


def test_what_the_plan_assumes_stands_below_it_one_sentence_each() -> None:
    """Nothing was said of cash, of shared costs or of how long a sale takes."""
    told = [" ".join(one.text_content().split()) for one in section(report()).find_class("notes")[0]]
    assert "Of revenue, 50% is gross profit." in told
    assert "No shared costs are counted, because none are recorded." in told
    assert "No won deals tell how long a sale takes, so results arrive with the spend." in told
    assert any(one.startswith("Cash is $0 before the first month;") for one in told)
    assert not any("Doubling" in one for one in told), "as now nothing grows"


def test_what_was_typed_is_said_to_be() -> None:
    radio = ChannelTyped("Radio", days=Decimal(45), level={Scenario.A: Decimal(2000)})
    typed = Typed({"radio": radio}, shared_costs=Decimal(300), cash=Decimal(2500))
    made = report(typed=typed)
    told = [" ".join(one.text_content().split()) for one in section(made).find_class("notes")[0]]
    assert "Results arrive 45 days after the spend, as typed." in told
    assert "Shared costs are $300 a month, as typed." in told
    assert any(one.startswith("Cash is $2,500 before the first month;") for one in told)
    (growth,) = (one for one in told if "Doubling" in one)
    assert made.plan is not None
    assert growth.startswith("How results grow with spend isn’t known for Radio.")
    more = 2 ** made.plan.lines[0].returns.exponent - 1
    assert growth.endswith(f"Doubling the spend is assumed to bring {more:.0%} more.")


@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_chart_has_a_bar_and_a_dot_with_its_range_for_each_month_of_each_scenario(language: str) -> None:
    made = report(language, Typed(added=(SHOW,), months=Decimal(3)))
    (chart,) = section(made).find_class("chart")
    wide = chart.find_class("wide")[0].find_class("picture")
    assert len(wide) == 2
    for picture in wide:
        assert len(picture.xpath(".//*[@class='second']")) == 3
        assert len(picture.xpath(".//*[@class='dot']")) == 3
        strokes = "".join(picture.xpath(".//path[@class='range']/@d"))
        assert strokes.count("M") == 9


def test_json_has_the_same_plan() -> None:
    told = to_dict(report(typed=Typed(added=(SHOW,))))["plan"]
    now, scenario, other = told["scenarios"]
    assert [one["scenario"] for one in told["scenarios"]] == ["now", "a", "b"]
    assert (now["spend"], now["gross_profit"]["expected"]) == (12000, 24000)
    assert now["gross_profit"]["low"] < 24000 < now["gross_profit"]["high"]
    assert (scenario["spend"], scenario["roi"]["expected"]) == (50000, -0.52)
    assert scenario["without_return"] == ["events"]
    assert other["without_return"] == []
    assert [month["spend"] for month in scenario["by_month"]] == [1000, 1000, 39000, *[1000] * 9]
    assert told["suggestion"] is None
    assert told["no_suggestion"].startswith("No other split of the budget can be suggested")
    (radio, _) = told["channels"]
    assert (radio["average_return"], radio["breaks_even_up_to"], radio["returns_known"]) == (2, None, False)
