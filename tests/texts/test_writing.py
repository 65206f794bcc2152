"""How values are written: expected texts are written by hand, by the languages' own rules."""

from datetime import date
from decimal import Decimal

import pytest

from kpisheet.texts.units import Unit
from kpisheet.texts.writing import Writing, rounded
from kpisheet.worksheet.periods import Period

ENGLISH, TURKISH = Writing("en", "USD"), Writing("tr", "USD")


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [("0.125", 2, "0.13"), ("-0.125", 2, "-0.13"), ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("0.1249", 2, "0.12")],
)
def test_halves_round_away_from_zero_as_excel_shows_them(value: str, places: int, shown: str) -> None:
    assert str(rounded(Decimal(value), places)) == shown


@pytest.mark.parametrize(
    ("unit", "value", "english", "turkish"),
    [
        (Unit.MONEY, "6210", "$6,210", "6.210 $"),
        (Unit.MONEY, "-1234567.5", "-$1,234,568", "-1.234.568 $"),
        (Unit.UNIT_MONEY, "33.333333", "$33.33", "33,33 $"),
        (Unit.UNIT_MONEY, "132.4", "$132", "132 $"),
        (Unit.UNIT_MONEY, "-0.5", "-$0.50", "-0,50 $"),
        (Unit.RATE, "0.1", "10.0%", "%10,0"),
        (Unit.RATE, "-0.0555", "-5.6%", "-%5,6"),
        (Unit.RETURN, "14", "1,400%", "%1.400"),
        (Unit.MULTIPLE, "15", "15.00", "15,00"),
        (Unit.COUNT, "1234", "1,234", "1.234"),
        (Unit.COUNT, "12.25", "12.3", "12,3"),
        (Unit.MONTHS, "4.25", "4.3", "4,3"),
    ],
)
def test_a_figure_is_written_for_its_unit_in_both_languages(
    unit: Unit, value: str, english: str, turkish: str
) -> None:
    assert ENGLISH.figure(unit, Decimal(value)) == english
    assert TURKISH.figure(unit, Decimal(value)) == turkish


@pytest.mark.parametrize(
    ("unit", "low", "high", "english", "turkish"),
    [
        (Unit.UNIT_MONEY, "99.36", "180.2", "$99–180", "99–180 $"),
        (Unit.UNIT_MONEY, "42.95", "61.851", "$42.95–61.85", "42,95–61,85 $"),
        (Unit.UNIT_MONEY, "1390.4", "1596", "$1,390–1,596", "1.390–1.596 $"),
        (Unit.RATE, "0.021", "0.0335", "2.1–3.4%", "%2,1–3,4"),
        (Unit.RATE, "-0.016", "0.009", "-1.6% – 0.9%", "-%1,6 – %0,9"),
        (Unit.COUNT, "3", "12", "3–12", "3–12"),
    ],
)
def test_a_range_names_its_unit_once_with_the_decimals_of_its_upper_end(
    unit: Unit, low: str, high: str, english: str, turkish: str
) -> None:
    assert ENGLISH.between(unit, Decimal(low), Decimal(high)) == english
    assert TURKISH.between(unit, Decimal(low), Decimal(high)) == turkish


def test_lira_has_its_sign_in_both_languages() -> None:
    assert Writing("en", "TRY").money(1234) == "₺1,234"
    assert Writing("tr", "TRY").money(1234) == "1.234 ₺"


def test_a_currency_without_a_sign_keeps_its_code() -> None:
    assert Writing("en", "CHF").money(1234) == "CHF 1,234"
    assert Writing("tr", "CHF").money(1234) == "1.234 CHF"


def test_a_typed_value_is_shown_with_the_places_it_has() -> None:
    assert ENGLISH.plain(Decimal("1234.56")) == "1,234.56"
    assert TURKISH.plain(Decimal("1234.560")) == "1.234,56"
    assert ENGLISH.plain(Decimal("1E+3")) == "1,000"


@pytest.mark.parametrize(
    ("start", "end", "english", "turkish"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "October 2026", "Ekim 2026"),
        (date(2026, 7, 1), date(2026, 9, 30), "Q3 2026", "2026 3. çeyrek"),
        (date(2026, 1, 1), date(2026, 12, 31), "2026", "2026"),
        (date(2025, 11, 1), date(2026, 10, 31), "November 2025 – October 2026", "Kasım 2025 – Ekim 2026"),
        (date(2026, 10, 5), date(2026, 10, 11), "5 Oct 2026 – 11 Oct 2026", "5 Eki 2026 – 11 Eki 2026"),
        (date(2024, 2, 1), date(2024, 2, 29), "February 2024", "Şubat 2024"),
        (date(2024, 2, 1), date(2024, 2, 28), "1 Feb 2024 – 28 Feb 2024", "1 Şub 2024 – 28 Şub 2024"),
    ],
)
def test_a_period_is_named_as_people_name_it(start: date, end: date, english: str, turkish: str) -> None:
    assert ENGLISH.period(Period(start, end)) == english
    assert TURKISH.period(Period(start, end)) == turkish
