"""What was planned beside what was spent: by channel and in all, on the page, KPI summary and in JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Budgeted, Report
from kpisheet.html.drawing import Line
from kpisheet.html.trends import trend_views, trends_lead
from kpisheet.html.wording import Wording
from kpisheet.json_output import to_dict
from kpisheet.texts.language import LANGUAGES, table
from tests.support.raw_books import TODAY, percent, sheet, understood

KEYS = ("period", "channel", "spend", "new_customers", "revenue", "budget")
SHEETS = {"en": ("Channels", "Business"), "tr": ("Kanallar", "İşletme bilgileri")}


def report(
    language: str = "en", *, budgets: tuple[Any, ...] = (None, None, 1200, 1000), **settings: Any
) -> Report:
    """Four months of Google Ads at 1,000 with these budgets, and of radio at 500 without any."""
    names = table(language, "columns")
    radio = {"en": "Radio", "tr": "Radyo"}[language]
    lines = [
        [date(2026, 7 + at, 1), channel, spend, 10, 3000, budget if channel == "Google Ads" else None]
        for at, budget in enumerate(budgets)
        for channel, spend in (("Google Ads", 1000), (radio, 500))
    ]
    typed = [[names[f"{key}.label"], value] for key, value in settings.items()]
    business = sheet(SHEETS[language][1], [[names["currency.label"], "USD"], *typed])
    head = [names[f"{key}.header"] for key in KEYS]
    return build_report(
        understood(business, sheet(SHEETS[language][0], [head, *lines])), file="a.xlsx", today=TODAY
    )


def of_google(made: Report) -> Budgeted | None:
    return next(trend.budget for trend in made.trends if trend.channel.key == "google_ads")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_budget_is_held_against_what_was_spent_in_the_months_that_have_one(language: str) -> None:
    """1,200 + 1,000 planned and 2 × 1,000 spent: 2,000 ÷ 2,200 = 90.9 %, in two months of four."""
    made = report(language)
    budget = of_google(made)
    assert budget is not None
    assert (budget.planned, budget.spent, budget.known, budget.of) == (2200, 2000, 2, 4)
    (view, other) = trend_views(Wording(made))
    said = {
        "en": "$2,200 was budgeted, $2,000 spent (90.9% of it); 2 of 4 months have a budget",
        "tr": "Bütçe 2.200 $, harcama 2.000 $ (bütçeye oranı %90,9); 4 ayın 2 tanesinde bütçe var",
    }[language]
    assert [line.replace("\N{NO-BREAK SPACE}", " ") for line in view.lines] == [said]
    assert other.lines == ()
    assert said[:8] in trends_lead(Wording(made))
    dashes = [shape for shape in view.picture.shapes if isinstance(shape, Line) and shape.tone == "budget"]
    assert len(dashes) == 2


def test_the_json_has_the_budget_of_each_channel_and_of_all() -> None:
    told = to_dict(report())
    by_channel = {each["channel"]: each["budget"] for each in told["trends"]}
    google = by_channel["google_ads"]
    assert google["by_period"] == {"2026-09": 1200, "2026-10": 1000}
    assert (google["planned"], google["spent"], google["known"]) == (2200, 2000, [2, 4])
    assert by_channel["radio"] is None
    assert (told["budget"]["planned"], told["budget"]["spent"]) == (2200, 2000)


def test_without_a_budget_nothing_is_said_of_any() -> None:
    made = report(budgets=(None,) * 4)
    assert made.budget is None
    assert "budget" not in trends_lead(Wording(made))
    assert to_dict(made)["budget"] is None


def test_a_budget_of_nothing_has_no_share() -> None:
    made = report(budgets=(0, 0, 0, 0))
    view = next(iter(trend_views(Wording(made))))
    assert view.lines == ("$0 was budgeted, $4,000 spent",)


def test_vat_is_taken_out_of_a_budget_as_of_the_spend() -> None:
    """1,200 ÷ 1.2 = 1,000 of planned money, 1,000 ÷ 1.2 = 833.33 spent: the share stays."""
    made = report(budgets=(1200,) * 4, vat="With VAT or sales tax", vat_rate=percent("0.2"))
    budget = of_google(made)
    assert budget is not None
    assert (budget.planned, round(budget.spent, 2)) == (4000, round(budget.planned * 5 / 6, 2))


def test_the_budget_of_a_month_to_come_is_no_month_of_the_report() -> None:
    names = table("en", "columns")
    head = [names[f"{key}.header"] for key in KEYS]
    lines = [[date(2026, 10, 1), "SEO", 100, 2, 300, 90], [date(2026, 11, 1), "SEO", None, None, None, 95]]
    worksheet = understood(sheet("Channels", [head, *lines]))
    assert [row.period.key for row in worksheet.rows if row.period] == ["2026-10"]
    assert worksheet.findings == ()


def test_a_cost_that_is_spread_is_not_held_against_the_budget_of_its_month() -> None:
    """Of a sign of 1,200 over 12 months January bears 100; its budget of 1,200 was for the whole sign."""
    names = table("en", "columns")
    head = [*(names[f"{key}.header"] for key in KEYS), names["spread_over_months.header"]]
    lines = [[date(2026, 1, 1), "Signs", 1200, None, None, 1200, 12]]
    lines += [[date(2026, month, 1), "Signs", None, 2, 900, None, None] for month in range(1, 11)]
    made = build_report(understood(sheet("Channels", [head, *lines])), file="a.xlsx", today=TODAY)
    assert made.budget is None


def test_a_total_of_budgets_counts_nothing_twice() -> None:
    names = table("en", "columns")
    head = [names[f"{key}.header"] for key in KEYS]
    lines = [[date(2026, at, 1), "SEO", 100, 2, 300, 90] for at in (8, 9, 10)]
    total = ["Total", None, 300, 6, 900, 270]
    made = build_report(understood(sheet("Channels", [head, *lines, total])), file="a.xlsx", today=TODAY)
    assert made.budget is not None
    assert (made.budget.planned, made.budget.spent) == (270, 300)
