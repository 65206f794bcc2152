"""Amounts typed with VAT: taken out of all figures where the rate is known, and said; else asked for."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.json_output.report import to_dict
from kpisheet.texts.language import table
from tests.support.raw_books import codes, percent, sheet, understood

TODAY = date(2026, 11, 5)
LINES = (("Google Ads", 900, 60, 20, 6000), ("Radio", 500, 9, 1, 300), ("Referral", 60, 8, 5, 1500))
OF_SPEND, OF_SALES = Decimal("0.2"), Decimal("0.1")


def worksheet(language: str, *, spend: Decimal, sales: Decimal, business: list[list[Any]]) -> Any:
    """Twelve months of the same lines, with what is spent and sold typed so many times as large."""
    words, sheets = table(language, "columns"), table(language, "sheets")
    heads = {
        name: [words[f"{key}.header"] for key in keys]
        for name, keys in {
            "channels": ("period", "channel", "spend", "leads", "new_customers", "revenue"),
            "months": ("period", "all_new_customers", "all_new_revenue", "shared_costs"),
            "deals": ("created", "closed", "outcome", "value", "channel"),
        }.items()
    }
    won = table(language, "choices")["outcome.won"]
    channels, months, deals = [], [], []
    for number in range(1, 13):
        day = date(2026, number, 1) if number < 11 else date(2025, number, 1)
        for channel, spent, leads, customers, revenue in LINES:
            channels.append([day, channel, spent * spend, leads, customers + number % 3, revenue * sales])
        months.append([day, 40, 9000 * sales, 700])
        deals.append([day, date(day.year, day.month, 20), won, 400 * sales, "Radio"])
    return understood(
        sheet(sheets["business"], [[words["gross_margin.label"], percent("0.5")], *business]),
        sheet(sheets["channels"], [heads["channels"], *channels]),
        sheet(sheets["months"], [heads["months"], *months]),
        sheet(sheets["deals"], [heads["deals"], *deals]),
        language=language,
    )


def made(language: str, *, spend: Decimal, sales: Decimal, business: list[list[Any]]) -> Report:
    return build_report(
        worksheet(language, spend=spend, sales=sales, business=business), file="x.xlsx", today=TODAY
    )


def rates(language: str, *keys: str) -> list[list[Any]]:
    """VAT said to be in the amounts, with these of its rates."""
    labels = table(language, "columns")
    typed = {"vat_rate": percent(str(OF_SPEND)), "vat_rate_sales": percent(str(OF_SALES))}
    said = [labels["vat.label"], table(language, "choices")["vat.with"]]
    return [said, *([labels[f"{key}.label"], typed[key]] for key in keys)]


def monthly(language: str, sales: Decimal) -> list[list[Any]]:
    return [[table(language, "columns")["monthly_revenue_per_customer.label"], 60 * sales]]


def rounded(value: Any) -> Any:
    """Figures to ten digits: an amount divided by 1.2 has no end."""
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return float(f"{value:.9e}") if isinstance(value, float) else value


@pytest.mark.parametrize("language", ["en", "tr"])
def test_amounts_typed_with_vat_give_the_figures_of_the_same_amounts_without(language: str) -> None:
    """Every key of the JSON: figures, verdicts, sentences, deals, plan; only what is said of VAT differs."""
    ones = Decimal(1)
    without = made(language, spend=ones, sales=ones, business=monthly(language, ones))
    factors = {"spend": 1 + OF_SPEND, "sales": 1 + OF_SALES}
    said = [*rates(language, "vat_rate", "vat_rate_sales"), *monthly(language, factors["sales"])]
    taken_out = made(language, **factors, business=said)
    one, other = rounded(to_dict(without)), rounded(to_dict(taken_out))
    for each in (one, other):
        each["layout"].pop("example")  # it quotes a cell as typed
    vat = other.pop("vat_taken_out")
    assert one.pop("vat_taken_out") is None
    note = taken_out.words.say(taken_out.vat_taken_out.said) if taken_out.vat_taken_out else ""
    other["notes"].remove(note)
    assert one == other
    assert vat == {
        "rate_of_spend": 0.2,
        "rate_of_sales": 0.1,
        "from_spend": pytest.approx(12 * 1460 * 0.2),
        "from_sales": pytest.approx(12 * 7800 * 0.1),
    }
    assert (
        ("3.504" in note and "9.360" in note) if language == "tr" else ("3,504" in note and "9,360" in note)
    )


def test_one_rate_goes_for_spend_and_sales() -> None:
    both = made("en", spend=Decimal("1.2"), sales=Decimal("1.2"), business=rates("en", "vat_rate"))
    assert both.totals["spend"].value == 12 * 1460
    assert both.totals["revenue"].value == 12 * 7800


def test_without_a_rate_nothing_is_taken_out_and_the_report_asks_for_it() -> None:
    asked = made("en", spend=Decimal("1.2"), sales=Decimal("1.1"), business=rates("en"))
    assert asked.vat_taken_out is None
    assert asked.totals["spend"].value == 12 * 1460 * Decimal("1.2")
    assert any("Type the VAT rate in Business" in asked.words.say(note) for note in asked.notes)


def test_a_rate_of_sales_alone_or_of_amounts_without_vat_is_asked_about() -> None:
    alone = worksheet("en", spend=Decimal(1), sales=Decimal(1), business=rates("en", "vat_rate_sales"))
    assert "K671" in codes(alone)
    rate = [["VAT rate", percent("0.2")]]
    assert "K670" in codes(worksheet("en", spend=Decimal(1), sales=Decimal(1), business=rate))
