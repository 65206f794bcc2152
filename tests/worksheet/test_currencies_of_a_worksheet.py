"""One currency an amount: what tells it, what is left out, what is converted. Figures reckoned by hand."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Report
from kpisheet.json_output import to_dict
from kpisheet.texts.currencies import current_codes
from kpisheet.worksheet.findings import each_cell
from tests.support.raw_books import TODAY, money, sheet, understood

DOLLARS, EUROS, CROWNS = '"$"#,##0', "[$€-407] #,##0", '#,##0 "kr"'
HEADER = ["Channel", "Spend", "Leads"]
Line = Sequence[Any]


def report(
    *lines: Sequence[Any], business: Sequence[Sequence[Any]] = (), above: Sequence[Any] = ()
) -> Report:
    rows = [above, *lines] if above else list(lines)
    more = [sheet("Business", business)] if business else []
    return build_report(understood(sheet("Channels", rows), *more), file="x.xlsx", today=TODAY)


def spent(made: Report) -> tuple[str | None, Decimal | None, list[str]]:
    return made.currency, made.totals["spend"].value, sorted({one.code for one in made.findings})


def rate(*lines: Sequence[Any]) -> list[Sequence[Any]]:
    return [["Other currency", "1 unit is worth"], *lines]


@pytest.mark.parametrize(
    ("header", "currency"),
    [
        ("Amount spent (CAD)", "CAD"),
        ("Cost [CHF]", "CHF"),
        ("Spend in INR", "INR"),
        ("Harcama (€)", "EUR"),
        ("Harcanan Tutar (TRY)", "TRY"),
        ("EUR spend", "EUR"),
        ("spend_usd", "USD"),
        ("Spend ($)", "USD"),
        ("Spend (excl. VAT, EUR)", "EUR"),
    ],
)
def test_a_header_tells_the_currency(header: str, currency: str) -> None:
    assert spent(report(["Channel", header], ["SEO", 100], ["Radio", 50])) == (currency, 150, [])


@given(
    st.sampled_from(sorted(current_codes())), st.sampled_from(["Spend ({})", "Cost [{}]", "Ad spend in {}"])
)
@settings(max_examples=40, deadline=None)
def test_naming_any_currency_in_the_header_changes_no_figure(code: str, header: str) -> None:
    made = report(["Channel", header.format(code)], ["SEO", 100], ["Radio", 50])
    assert spent(made) == (code, 150, [])


def test_a_currency_that_nothing_tells_is_said_and_no_sign_is_shown() -> None:
    made = report(HEADER, ["SEO", 100, 10])
    assert made.currency is None
    assert made.words.writing.money(Decimal(100)) == "100"
    assert to_dict(made)["currency"] is None
    assert "in which currency" in to_dict(made)["notes"][0]
    assert "$" not in made.words.say(made.headline)


@pytest.mark.parametrize(
    "above", [["All amounts in EUR"], ["Currency: EUR"], ["Marketing report (EUR)"], ["Para birimi: EUR"]]
)
def test_a_line_above_the_table_tells_the_currency(above: list[str]) -> None:
    assert spent(report(HEADER, ["SEO", 100, 10], above=above)) == ("EUR", 100, [])


def test_a_currency_column_tells_the_currency() -> None:
    made = report([*HEADER, "Currency code"], ["SEO", 100, 10, "TRY"], ["Radio", 50, 5, "TRY"])
    assert spent(made) == ("TRY", 150, [])


def test_rows_in_another_currency_are_left_out_of_the_amounts_only() -> None:
    made = report(
        [*HEADER, "Currency"], ["SEO", 100, 10, "USD"], ["Radio", 50, 5, "EUR"], ["Email", 30, 3, "USD"]
    )
    assert spent(made) == ("USD", 130, ["K321"])
    assert made.totals["leads"].value == 18
    assert made.totals["cpl"].value == 10  # 130 over the 13 leads of the rows in dollars
    assert [one.place.cell for one in made.findings if one.place] == ["B3"]


def test_rows_in_another_currency_are_converted_by_the_rate_of_business_and_each_figure_says_so() -> None:
    lines: list[Line] = [[*HEADER, "Currency"], ["SEO", 100, 10, "USD"], ["Radio", 50, 5, "EUR"]]
    made = report(*lines, business=rate(["EUR", 1.08]))
    assert spent(made) == ("USD", 154, ["K322"])  # 100 + 50 × 1.08
    radio = next(one for one in made.channels if one.channel.key == "radio")
    seo = next(one for one in made.channels if one.channel.key == "organic_search")
    assert radio.figures["cpl"].value == Decimal("10.8")
    assert radio.figures["cpl"].converted
    assert made.totals["spend"].converted
    assert not seo.figures["cpl"].converted
    assert not made.totals["leads"].converted
    told = to_dict(made)
    assert "spend" in told["totals"]["converted"]
    assert any("1 EUR = 1.08 USD" in note for note in told["notes"])


def test_formats_that_differ_are_never_added() -> None:
    dollars, euros = money("100", DOLLARS), money("50", EUROS)
    made = report(HEADER, ["SEO", dollars, 10], ["Radio", dollars, 5], ["Email", euros, 1])
    assert spent(made) == ("USD", 200, ["K319"])
    converted = report(
        HEADER, ["SEO", dollars, 10], ["Radio", dollars, 5], ["Email", euros, 1], business=rate(["€", 1.1])
    )
    assert spent(converted) == ("USD", 255, ["K322"])


def test_a_column_in_another_currency_is_left_out_with_one_error_or_converted() -> None:
    lines: list[Line] = [["Channel", "Spend (USD)", "Revenue (EUR)"], ["SEO", 100, 400], ["Radio", 100, 200]]
    made = report(*lines)
    assert (made.currency, made.totals["revenue"].value) == ("USD", None)
    assert [one.code for one in made.findings] == ["K180"]
    converted = report(*lines, business=rate(["EUR", 1.5]))
    assert converted.totals["revenue"].value == 900
    assert converted.totals["roas"].value == Decimal("4.5")
    assert converted.totals["roas"].converted
    assert [one.code for one in converted.findings] == ["K181"]


def test_a_dollar_sign_agrees_with_any_dollar() -> None:
    lines: list[Line] = [
        ["Channel", "Amount spent (CAD)"],
        ["SEO", "$1,000.50"],
        ["Radio", money("50", DOLLARS)],
    ]
    made = report(*lines)
    assert spent(made) == ("CAD", Decimal("1050.50"), ["K301"])


def test_crowns_that_nobody_tells_apart_are_added_without_a_sign() -> None:
    made = report(HEADER, ["SEO", money("100", CROWNS), 10], ["Radio", money("50", CROWNS), 5])
    assert spent(made) == (None, 150, [])
    swedish = report(
        HEADER, ["SEO", money("100", CROWNS), 10], business=[["Currency", "SEK"], ["VAT", "without"]]
    )
    assert spent(swedish) == ("SEK", 100, [])


def test_a_format_that_contradicts_its_header_is_asked_about_and_read_as_the_header_says() -> None:
    made = report(["Channel", "Spend (EUR)"], ["SEO", money("100", DOLLARS)])
    assert spent(made) == ("EUR", 100, ["K323"])


def test_the_currency_of_business_is_the_one_to_convert_into() -> None:
    business: list[Line] = [["Currency", "TRY"], ["VAT", "without"], *rate(["USD", 40], ["EUR", 45])]
    lines: list[Line] = [
        [*HEADER, "Currency"],
        ["SEO", 100, 10, "USD"],
        ["Radio", 10, 5, "EUR"],
        ["Email", 7, 1, None],
    ]
    assert spent(report(*lines, business=business)) == ("TRY", 4457, ["K322"])  # 4,000 + 450 + 7


@pytest.mark.parametrize("bad", [["EUR", None], ["EUR", 0], ["EUR", -1], ["Taler", 2], ["EUR", "much"]])
def test_a_rate_that_cannot_be_used_is_told_and_converts_nothing(bad: list[Any]) -> None:
    lines: list[Line] = [[*HEADER, "Currency"], ["SEO", 100, 10, "USD"], ["Radio", 50, 5, "EUR"]]
    assert spent(report(*lines, business=rate(bad))) == ("USD", 100, ["K183", "K321"])


@given(
    st.lists(st.tuples(st.integers(1, 500), st.sampled_from(["USD", "EUR", "GBP"])), min_size=1, max_size=8)
)
@settings(max_examples=60, deadline=None)
def test_amounts_of_different_currencies_are_never_added(amounts: list[tuple[int, str]]) -> None:
    """The sum is that of one currency's rows; each row of another one has its error."""
    lines: list[Line] = [[f"c{number}", amount, code] for number, (amount, code) in enumerate(amounts)]
    made = report(["Channel", "Spend", "Currency"], *lines)
    assert made.totals["spend"].value == sum(amount for amount, code in amounts if code == made.currency)
    errors = [one for one in each_cell(made.findings) if one.code == "K321"]
    assert len(errors) == sum(code != made.currency for _, code in amounts)


@given(
    st.lists(st.tuples(st.integers(1, 500), st.sampled_from(["USD", "EUR", "GBP"])), min_size=1, max_size=8)
)
@settings(max_examples=40, deadline=None)
def test_with_rates_every_row_counts_at_its_worth(amounts: list[tuple[int, str]]) -> None:
    worth = {"TRY": Decimal(1), "USD": Decimal(40), "EUR": Decimal(45), "GBP": Decimal(52)}
    lines: list[Line] = [[f"c{number}", amount, code] for number, (amount, code) in enumerate(amounts)]
    business: list[Line] = [
        ["Currency", "TRY"],
        ["VAT", "without"],
        *rate(["USD", 40], ["EUR", 45], ["GBP", 52]),
    ]
    made = report(["Channel", "Spend", "Currency"], *lines, business=business)
    assert made.totals["spend"].value == sum(amount * worth[code] for amount, code in amounts)
    assert not [one for one in made.findings if one.severity == "error"]
