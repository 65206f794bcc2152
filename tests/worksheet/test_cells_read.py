"""What is made of a cell: numbers as text, percentages, dates, formulas; both languages."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from kpisheet.worksheet.sheet import Worksheet
from tests.support.raw_books import codes, error, formula, money, percent, sheet, understood

HEADERS = {
    "en": ["Month", "Channel", "Spend", "Leads", "Gross margin"],
    "tr": ["Ay", "Kanal", "Harcama", "Potansiyel müşteri (lead)", "Brüt kâr marjı"],
}
NAMES = {"en": "Channels", "tr": "Kanallar"}


def one_column(language: str, position: int, *values: Any) -> Worksheet:
    """A worksheet whose rows differ in one column only: 2 spend, 3 leads, 4 gross margin."""
    lines: list[list[Any]] = [list(HEADERS[language])]
    for number, value in enumerate(values, 1):
        line: list[Any] = [date(2026, number, 1), "SEO", 10, 10, None]
        line[position] = value
        lines.append(line)
    return understood(sheet(NAMES[language], lines))


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1 000", 1000),
        ("1\u00a0000", 1000),
        ("'12", 12),
        ("12,50", Decimal("12.5")),
        ("12.50", Decimal("12.5")),
        ("1.234.567", 1234567),
        ("1'000.50", Decimal("1000.5")),
        ("0.125", Decimal("0.125")),
        ("1,00,000", 100000),
        ("12,34,567.50", Decimal("1234567.5")),
        ("1.5k", 1500),
        ("12 bin", 12000),
        ("0,25 million", 250000),
    ],
)
def test_a_number_typed_as_text_is_read_and_said(language: str, typed: str, value: Decimal) -> None:
    worksheet = one_column(language, 2, typed)
    assert worksheet.rows[0].values["spend"] == value
    (finding,) = [one for one in worksheet.findings if one.code == "K301"]
    assert (finding.typed, finding.read_as) == (typed, value)


@pytest.mark.parametrize(
    ("language", "typed", "value"),
    [
        ("tr", "1.234,56 TL", Decimal("1234.56")),
        ("tr", "₺1.234,56", Decimal("1234.56")),
        ("tr", "1.000 TL", 1000),
        ("en", "$1,000", 1000),
        ("en", "1,234.56", Decimal("1234.56")),
        ("en", "USD 1,200", 1200),
        ("en", "Rs.500", 500),  # the dot is that of the short word, no decimal point
        ("en", "Rs. 1,00,000.50", Decimal("100000.50")),
        ("en", "kr.500", 500),
        ("tr", "500 TL.", 500),
    ],
)
def test_an_amount_is_read_in_the_worksheets_language(language: str, typed: str, value: Decimal) -> None:
    worksheet = one_column(language, 2, typed)
    assert worksheet.rows[0].values["spend"] == value
    assert "K301" in codes(worksheet)


@pytest.mark.parametrize("language", ["en", "tr"])
def test_a_lone_1_234_is_never_guessed(language: str) -> None:
    worksheet = one_column(language, 2, "1.234")
    assert "spend" not in worksheet.rows[0].values
    assert worksheet.rows[0].unusable == {"spend"}
    assert "K303" in codes(worksheet)


@pytest.mark.parametrize(
    ("others", "value"),
    [
        (["2.345,50"], Decimal(1234)),
        (["2,345.50"], Decimal("1.234")),
        ([1100, 1300, 1250], Decimal(1234)),
        ([Decimal("1.1"), Decimal("1.3"), Decimal("1.25")], Decimal("1.234")),
    ],
)
def test_the_columns_other_cells_settle_1_234(others: list[Any], value: Decimal) -> None:
    worksheet = one_column("tr", 2, "1.234", *others)
    assert worksheet.rows[0].values["spend"] == value
    assert "K317" in codes(worksheet)


def test_contradicting_evidence_settles_nothing() -> None:
    worksheet = one_column("en", 2, "1.234", "2.345,50", "2,345.50")
    assert "K303" in codes(worksheet)


@pytest.mark.parametrize(
    ("position", "typed", "code"),
    [
        (2, "about 30", "K302"),
        (2, True, "K302"),
        (2, formula("B1*2"), "K304"),
        (2, error("#DIV/0!"), "K305"),
        (2, date(2026, 5, 1), "K306"),
        (2, -500, "K310"),
        (2, "(500)", "K310"),
        (3, percent("0.1"), "K316"),
        (3, "%10", "K316"),
        (3, "$12", "K302"),
        (4, percent("4.8"), "K312"),
        (4, 480, "K312"),
    ],
)
def test_what_cannot_be_used_is_an_error_and_spoils_only_its_column(
    position: int, typed: Any, code: str
) -> None:
    if typed is True:
        from kpisheet.worksheet.sheet import CellKind, RawCell

        typed = RawCell(0, 0, CellKind.BOOLEAN, "TRUE")
    worksheet = one_column("en", position, typed)
    key = {2: "spend", 3: "leads", 4: "gross_margin"}[position]
    assert worksheet.rows[0].unusable == {key}
    assert code in codes(worksheet)
    assert worksheet.rows[0].excluded is None


@pytest.mark.parametrize(
    ("values", "expected", "code"),
    [
        ([percent("0.1")], [Decimal("0.1")], None),
        ([40], [Decimal("0.4")], "K307"),
        (["%40"], [Decimal("0.4")], "K318"),
        (["40 %"], [Decimal("0.4")], "K318"),
        ([Decimal("0.5"), 40], [Decimal("0.005"), Decimal("0.4")], "K307"),
        ([Decimal("0.5"), Decimal("0.4")], [Decimal("0.5"), Decimal("0.4")], "K309"),
        ([0], [Decimal(0)], None),
    ],
)
def test_percent_rules_of_the_design(values: list[Any], expected: list[Decimal], code: str | None) -> None:
    worksheet = one_column("en", 4, *values)
    assert [row.values["gross_margin"] for row in worksheet.rows] == expected
    assert [one for one in codes(worksheet) if one.startswith("K3")] == [code] * len(
        [value for value in values if code]
    )


def test_a_rate_keeps_half_its_last_shown_place() -> None:
    worksheet = one_column("en", 4, percent("0.123", "0.0%"), percent("0.12", "0%"))
    tolerances = [row.tolerances["gross_margin"] for row in worksheet.rows]
    assert tolerances == [Decimal("0.0005"), Decimal("0.005")]


def test_zero_is_data_and_a_placeholder_is_blank() -> None:
    worksheet = one_column("en", 3, 0, "-", "n/a")
    assert [row.values.get("leads") for row in worksheet.rows] == [0, None, None]
    assert all(not row.unusable for row in worksheet.rows)
    assert codes(worksheet).count("K314") == 2


def test_a_fraction_of_a_lead_is_used_and_said() -> None:
    worksheet = one_column("en", 3, Decimal("12.5"))
    assert worksheet.rows[0].values["leads"] == Decimal("12.5")
    assert "K311" in codes(worksheet)


def test_one_format_in_another_currency_is_said() -> None:
    dollars, euros = '"$"#,##0', "[$€-407] #,##0"
    worksheet = one_column("en", 2, money("10", dollars), money("10", dollars), money("10", euros))
    assert worksheet.currency == "USD"
    assert [one.place.cell for one in worksheet.findings if one.code == "K319" and one.place] == ["C4"]
