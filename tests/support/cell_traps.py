"""Traps of headers and cells: letters, numbers, percentages, formulas, blanks."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from tests.support.traps import CURRENCIES, OCTOBER, Trap, Traps, column, header, one, read_as
from tests.support.writers import Fault, Formula, Money, Rate, Sheet

TRAPS = Traps()


# Letters and headers --------------------------------------------------------------------------------------


@TRAPS
def headers_in_capitals(language: str) -> Trap:
    names = {"en": ["MONTH", "CHANNEL", "SPEND", "VISITORS"], "tr": ["AY", "KANAL", "HARCAMA", "ZİYARETÇİ"]}
    return Trap(one(language, [names[language], [OCTOBER, "SEO", 10, 90]]), [{"spend": 10, "visitors": 90}])


@TRAPS
def decomposed_letters(language: str) -> Trap:
    names = {"en": ["Channel", "Spend", "Leads"], "tr": ["Kanal", "Harcama", "Potansiyel Müşteri"]}
    split = [unicodedata.normalize("NFD", name) for name in names[language]]
    return Trap(one(language, [split, ["SEO", 10, 4]]), [{"spend": 10, "leads": 4}])


@TRAPS
def aliases_that_contain_others(language: str) -> Trap:
    names = {
        "en": ["Lead source", "Marketing expenses", "Enquiries", "Number of sales", "Customers won"],
        "tr": ["Kaynak", "Reklam harcaması", "Olası satış", "Satış adedi", "Kazanılan müşteri"],
    }
    row = {"spend": 10, "leads": 4, "sales": 2, "new_customers": 1}
    return Trap(one(language, [names[language], ["SEO", 10, 4, 2, 1]]), [row])


@TRAPS
def white_space_in_headers(language: str) -> Trap:
    names = {
        "en": [" Channel ", "Spend\u00a0", "New\ncustomers"],
        "tr": [" Kanal ", "Harcama\u00a0", "Yeni\nmüşteri"],
    }
    return Trap(one(language, [names[language], ["SEO", 10, 4]]), [{"spend": 10, "new_customers": 4}])


@TRAPS
def headers_that_mean_different_things(language: str) -> Trap:
    names = {"en": ["CPA", "Conversions"], "tr": ["Satış başına maliyet", "Dönüşümler"]}
    lines = [[*header(language, "channel", "spend", "leads"), *names[language]], ["SEO", 10, 4, 5, 6]]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}], [("K206", "D1"), ("K201", "E1")])


@TRAPS
def a_budget(language: str) -> Trap:
    budget = {"en": "Budget", "tr": "Bütçe"}[language]
    lines = [[*header(language, "channel"), budget, *header(language, "leads")], ["SEO", 10, 4]]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}], [("K204", "B1")])


@TRAPS
def a_column_twice(language: str) -> Trap:
    again = {"en": "Cost", "tr": "Maliyet"}[language]
    lines = [[*header(language, "channel", "spend", "leads"), again], ["SEO", 10, 4, 99]]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}], [("K161", "D1")])


@TRAPS
def any_order_anywhere(language: str) -> Trap:
    head = [None, None, *header(language, "leads", "spend", "channel", "period")]
    lines = [[], [None, "X"], [], head, [None, None, 4, 10, "SEO", OCTOBER]]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}], periods=["2026-10"])


@TRAPS
def a_header_over_two_lines(language: str) -> Trap:
    upper = {"en": [None, None, None, "New"], "tr": [None, None, None, "Yeni"]}[language]
    lower = [
        *header(language, "period", "channel", "spend"),
        {"en": "customers", "tr": "müşteri"}[language],
    ]
    lines = [upper, lower, [OCTOBER, "SEO", 10, 3]]
    return Trap(one(language, lines), [{"spend": 10, "new_customers": 3}])


@TRAPS
def no_table(language: str) -> Trap:
    lines = [header(language, "channel", "leads"), ["SEO", 4]]
    return Trap(one(language, lines), error="no_table")


# Numbers --------------------------------------------------------------------------------------------------


@TRAPS
def amounts_typed_as_text(language: str) -> Trap:
    full, whole = {"en": ("$1,234.56", "$1,000"), "tr": ("1.234,56 TL", "₺1.000")}[language]
    return read_as(
        language,
        "spend",
        (full, Decimal("1234.56"), "K301"),
        (whole, 1000, "K301"),
        ("1 000", 1000, "K301"),
        ("'12", 12, "K301"),
    )


@TRAPS
def spaces_within_a_number(language: str) -> Trap:
    return read_as(language, "spend", ("1\u00a0000", 1000, "K301"), ("12\u202f500", 12500, "K301"))


@TRAPS
def signs_with_one_meaning(language: str) -> Trap:
    """Unicode's Arabic decimal (٫) and thousands (٬) separators, as a phone's keyboard may write them."""
    return read_as(
        language,
        "spend",
        ("TRY 1٫001" if language == "tr" else "$1٫001", Decimal("1.001"), "K301"),
        ("1٬234", 1234, "K301"),
        ("1٬234٫5", Decimal("1234.5"), "K301"),
        ("1٬23", None, "K302"),
    )


@TRAPS
def negative_amounts(language: str) -> Trap:
    return read_as(language, "spend", ("(500)", None, "K310"), (-500, None, "K310"), (10, 10, None))


@TRAPS
def one_dot_and_three_digits(language: str) -> Trap:
    return read_as(language, "spend", ("1.234", None, "K303"), (20, 20, None))


@TRAPS
def one_dot_among_proofs(language: str) -> Trap:
    return read_as(
        language, "spend", ("1.234", 1234, "K317"), ("2.345,50", Decimal("2345.5"), "K301"), (20, 20, None)
    )


@TRAPS
def one_comma_and_three_digits(language: str) -> Trap:
    expected = {"en": (1234, "K301"), "tr": (None, "K303")}[language]
    return read_as(language, "spend", ("1,234", *expected), (20, 20, None))


@TRAPS
def words_and_placeholders(language: str) -> Trap:
    about, unknown = {"en": ("about 30", "n/a"), "tr": ("30 civarı", "bilinmiyor")}[language]
    return read_as(language, "leads", (about, None, "K302"), ("-", None, "K314"), (unknown, None, "K314"))


@TRAPS
def true_and_false(language: str) -> Trap:
    return read_as(language, "leads", (True, None, "K302"), (4, 4, None))


@TRAPS
def another_currency(language: str) -> Trap:
    return read_as(language, "spend", ("€500", None, "K313"), (10, 10, None))


@TRAPS
def one_format_in_another_currency(language: str) -> Trap:
    usual = CURRENCIES[language]
    cells = [
        (Money("10", usual), 10, None),
        (Money("20", usual), 20, None),
        (Money("30", "EUR"), None, "K319"),
    ]
    return read_as(language, "spend", *cells)


@TRAPS
def the_cells_tell_the_currency(language: str) -> Trap:
    other = {"en": "TRY", "tr": "USD"}[language]
    return read_as(language, "spend", (Money("10.5", other), Decimal("10.5"), None))


@TRAPS
def half_a_lead(language: str) -> Trap:
    return read_as(language, "leads", (Decimal("3.5"), Decimal("3.5"), "K311"), (4, 4, None))


@TRAPS
def a_date_in_a_number_column(language: str) -> Trap:
    return read_as(language, "spend", (date(2026, 5, 1), None, "K306"), (10, 10, None))


@TRAPS
def percent_formats(language: str) -> Trap:
    cells = [(Rate("0.1"), Decimal("0.1"), None), (Rate("10"), None, "K312"), (Rate("0"), 0, None)]
    return read_as(language, "gross_margin", *cells)


@TRAPS
def percent_points_in_a_general_format(language: str) -> Trap:
    cells = [(40, Decimal("0.4"), "K307"), (Decimal("0.5"), Decimal("0.005"), "K307"), (0, 0, None)]
    return read_as(language, "gross_margin", *cells)


@TRAPS
def fractions_in_a_general_format(language: str) -> Trap:
    cells = [(Decimal(text), Decimal(text), "K309") for text in ("0.5", "0.4")]
    return read_as(language, "gross_margin", *cells, (0, 0, None))


@TRAPS
def a_half_alone(language: str) -> Trap:
    return read_as(language, "close_rate", (Decimal("0.5"), None, "K308"), (0, 0, None))


@TRAPS
def percent_signs_typed_as_text(language: str) -> Trap:
    cells = [
        ("%10", Decimal("0.1"), "K318"),
        ("10 %", Decimal("0.1"), "K318"),
        ("12,5%", Decimal("0.125"), "K318"),
    ]
    return read_as(language, "gross_margin", *cells)


@TRAPS
def a_percentage_where_counts_stand(language: str) -> Trap:
    return read_as(language, "leads", (Rate("0.1"), None, "K316"), ("%10", None, "K316"), (4, 4, None))


@TRAPS
def a_setting_that_may_be_half_a_percent(language: str) -> Trap:
    label = {"en": "Target close rate", "tr": "Hedef satışa dönüşüm oranı"}[language]
    book = [
        *column(language, "spend", 10),
        Sheet({"en": "Business", "tr": "İşletme"}[language], [[label, Decimal("0.4")]]),
    ]
    return Trap(book, [{"spend": 10, "leads": 4}], [("K308", "B1")])


# Formulas, zeros and blanks -------------------------------------------------------------------------------


@TRAPS
def formulas_with_a_stored_value(language: str) -> Trap:
    return read_as(language, "spend", (Formula("4*25", "100"), 100, None), (10, 10, None))


@TRAPS
def formulas_without_a_stored_value(language: str) -> Trap:
    never = frozenset({"libreoffice"})  # it computes what it opens
    return read_as(language, "spend", (Formula("4*25", None), None, "K304"), (10, 10, None), never_by=never)


@TRAPS
def error_cells(language: str) -> Trap:
    return read_as(language, "spend", (Fault(), None, "K305"), (10, 10, None))


@TRAPS
def a_formula_typed_over(language: str) -> Trap:
    head = [*header(language, "channel", "spend", "leads"), "CPL"]
    lines = [head, ["SEO", 10, 4, Formula("B2/C2", "2.5")], ["Radio", 20, 5, 99]]
    rows = [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}]
    return Trap(one(language, lines), rows, [("K315", "D3")])


@TRAPS
def zero_is_not_blank(language: str) -> Trap:
    head = header(language, "channel", "spend", "leads", "new_customers", "revenue")
    lines = [head, ["SEO", 0, 0, 0, None], ["Radio", 10, None, None, None], ["Email", None, 4, 1, 30]]
    rows: list[dict[str, Any]] = [
        {"spend": 0, "leads": 0, "new_customers": 0},
        {"spend": 10},
        {"leads": 4, "new_customers": 1, "revenue": 30},
    ]
    return Trap(one(language, lines), rows, [("K411", "C3"), ("K402", "B4")])


@TRAPS
def blank_leads_where_others_have_some(language: str) -> Trap:
    head = header(language, "period", "channel", "spend", "leads", "new_customers")
    lines = [head, [date(2026, 9, 1), "Radio", 10, 4, 1], [OCTOBER, "Radio", 10, None, 1]]
    rows = [{"spend": 10, "leads": 4, "new_customers": 1}, {"spend": 10, "new_customers": 1}]
    return Trap(one(language, lines), rows, [("K403", "D3")])
