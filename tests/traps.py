"""The traps that real files set (one small workbook each, in both languages), and what must come of them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from writers import Book, Fault, Formula, Money, Rate, Sheet

OCTOBER = date(2026, 10, 1)
CHANNEL_NAMES = ("SEO", "Google Ads", "Radio", "Email")
CHANNEL_KEYS = ("organic_search", "google_ads", "radio", "email")

_HEADERS = {
    "en": {
        "period": "Month",
        "channel": "Channel",
        "spend": "Spend",
        "leads": "Leads",
        "visitors": "Visitors",
        "new_customers": "New customers",
        "revenue": "Revenue",
        "campaign": "Campaign",
        "gross_margin": "Gross margin",
    },
    "tr": {
        "period": "Ay",
        "channel": "Kanal",
        "spend": "Harcama",
        "leads": "Potansiyel müşteri",
        "visitors": "Ziyaretçi",
        "new_customers": "Yeni müşteri",
        "revenue": "Ciro",
        "campaign": "Kampanya",
        "gross_margin": "Brüt kâr marjı",
    },
}
_SHEETS = {"en": "Channels", "tr": "Kanallar"}
CURRENCIES = {"en": "USD", "tr": "TRY"}


@dataclass(frozen=True)
class Trap:
    """A workbook and what must be understood: each row's values, and each finding with its cell.

    `periods` and `channels` by row, where a trap is about them; `error` where nothing can be read.
    `never_by` names writers that can't leave such a cell.
    """

    book: Book
    rows: Sequence[Mapping[str, Any]] = ()
    findings: Sequence[tuple[str, str | None]] = ()
    periods: Sequence[str | None] | None = None
    channels: Sequence[str] | None = None
    error: str | None = None
    never_by: frozenset[str] = frozenset()


TRAPS: dict[str, Callable[[str], Trap]] = {}


def trap(make: Callable[[str], Trap]) -> Callable[[str], Trap]:
    TRAPS[make.__name__] = make
    return make


def header(language: str, *keys: str) -> list[str]:
    return [_HEADERS[language][key] for key in keys]


def one(language: str, lines: Sequence[Sequence[Any]], **more: Any) -> Book:
    return [Sheet(_SHEETS[language], lines, **more)]


def column(language: str, key: str, *cells: Any) -> Book:
    """Rows of October by channel that differ in one column, the fifth if it is none of the usual."""
    keys = ["period", "channel", "spend", "leads"]
    keys += [key] if key not in keys else []
    lines: list[list[Any]] = [header(language, *keys)]
    for name, cell in zip(CHANNEL_NAMES, cells, strict=False):
        usual = {"period": OCTOBER, "channel": name, "spend": 10, "leads": 4, key: cell}
        lines.append([usual[each] for each in keys])
    return one(language, lines)


def read_as(
    language: str, key: str, *cells: tuple[Any, Any, str | None], never_by: frozenset[str] = frozenset()
) -> Trap:
    """Cells of one column: as typed, the value (None: not used) and the code of the finding."""
    letter = {"period": "A", "channel": "B", "spend": "C", "leads": "D"}.get(key, "E")
    rows = [
        {
            each: value
            for each, value in ({"spend": 10, "leads": 4} | {key: number}).items()
            if value is not None
        }
        for _, number, _ in cells
    ]
    found = [(code, f"{letter}{row}") for row, (_, _, code) in enumerate(cells, 2) if code]
    return Trap(column(language, key, *(typed for typed, _, _ in cells)), rows, found, never_by=never_by)


def months(language: str, *cells: tuple[Any, str | None, str | None], **more: Any) -> Trap:
    """Cells of the month column: as typed, the period's key, and the code of the finding."""
    found = [(code, f"A{row}") for row, (_, _, code) in enumerate(cells, 2) if code]
    book = column(language, "period", *(typed for typed, _, _ in cells))
    return Trap(book, [{"spend": 10, "leads": 4}] * len(cells), found, [key for _, key, _ in cells], **more)


# Letters and headers --------------------------------------------------------------------------------------


@trap
def headers_in_capitals(language: str) -> Trap:
    names = {"en": ["MONTH", "CHANNEL", "SPEND", "VISITORS"], "tr": ["AY", "KANAL", "HARCAMA", "ZİYARETÇİ"]}
    return Trap(one(language, [names[language], [OCTOBER, "SEO", 10, 90]]), [{"spend": 10, "visitors": 90}])


@trap
def decomposed_letters(language: str) -> Trap:
    names = {"en": ["Channel", "Spend", "Leads"], "tr": ["Kanal", "Harcama", "Potansiyel Müşteri"]}
    split = [unicodedata.normalize("NFD", name) for name in names[language]]
    return Trap(one(language, [split, ["SEO", 10, 4]]), [{"spend": 10, "leads": 4}])


@trap
def aliases_that_contain_others(language: str) -> Trap:
    names = {
        "en": ["Lead source", "Marketing expenses", "Enquiries", "Number of sales", "Customers won"],
        "tr": ["Kaynak", "Reklam harcaması", "Olası satış", "Satış adedi", "Kazanılan müşteri"],
    }
    row = {"spend": 10, "leads": 4, "sales": 2, "new_customers": 1}
    return Trap(one(language, [names[language], ["SEO", 10, 4, 2, 1]]), [row])


@trap
def white_space_in_headers(language: str) -> Trap:
    names = {
        "en": [" Channel ", "Spend\u00a0", "New\ncustomers"],
        "tr": [" Kanal ", "Harcama\u00a0", "Yeni\nmüşteri"],
    }
    return Trap(one(language, [names[language], ["SEO", 10, 4]]), [{"spend": 10, "new_customers": 4}])


@trap
def headers_that_mean_different_things(language: str) -> Trap:
    names = {"en": ["CPA", "Conversions"], "tr": ["Satış başına maliyet", "Dönüşümler"]}
    lines = [[*header(language, "channel", "spend", "leads"), *names[language]], ["SEO", 10, 4, 5, 6]]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}], [("K206", "D1"), ("K201", "E1")])


@trap
def a_budget(language: str) -> Trap:
    lines = [[*header(language, "channel"), {"en": "Budget", "tr": "Bütçe"}[language]], ["SEO", 10]]
    lines[0].append(header(language, "leads")[0])
    lines[1].append(4)
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}], [("K204", "B1")])


@trap
def a_column_twice(language: str) -> Trap:
    again = {"en": "Cost", "tr": "Maliyet"}[language]
    lines = [[*header(language, "channel", "spend", "leads"), again], ["SEO", 10, 4, 99]]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}], [("K203", "D1")])


@trap
def any_order_anywhere(language: str) -> Trap:
    head = [None, None, *header(language, "leads", "spend", "channel", "period")]
    lines = [[], [None, "X"], [], head, [None, None, 4, 10, "SEO", OCTOBER]]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}], periods=["2026-10"])


@trap
def a_header_over_two_lines(language: str) -> Trap:
    upper = {"en": [None, None, None, "New"], "tr": [None, None, None, "Yeni"]}[language]
    lower = [
        *header(language, "period", "channel", "spend"),
        {"en": "customers", "tr": "müşteri"}[language],
    ]
    lines = [upper, lower, [OCTOBER, "SEO", 10, 3]]
    return Trap(one(language, lines), [{"spend": 10, "new_customers": 3}])


@trap
def no_table(language: str) -> Trap:
    lines = [header(language, "channel", "leads"), ["SEO", 4]]
    return Trap(one(language, lines), error="no_table")


# Numbers --------------------------------------------------------------------------------------------------


@trap
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


@trap
def spaces_within_a_number(language: str) -> Trap:
    return read_as(language, "spend", ("1\u00a0000", 1000, "K301"), ("12\u202f500", 12500, "K301"))


@trap
def negative_amounts(language: str) -> Trap:
    return read_as(language, "spend", ("(500)", None, "K310"), (-500, None, "K310"), (10, 10, None))


@trap
def one_dot_and_three_digits(language: str) -> Trap:
    return read_as(language, "spend", ("1.234", None, "K303"), (20, 20, None))


@trap
def one_dot_among_proofs(language: str) -> Trap:
    return read_as(
        language, "spend", ("1.234", 1234, "K317"), ("2.345,50", Decimal("2345.5"), "K301"), (20, 20, None)
    )


@trap
def one_comma_and_three_digits(language: str) -> Trap:
    expected = {"en": (1234, "K301"), "tr": (None, "K303")}[language]
    return read_as(language, "spend", ("1,234", *expected), (20, 20, None))


@trap
def words_and_placeholders(language: str) -> Trap:
    about, unknown = {"en": ("about 30", "n/a"), "tr": ("30 civarı", "bilinmiyor")}[language]
    return read_as(language, "leads", (about, None, "K302"), ("-", None, "K314"), (unknown, None, "K314"))


@trap
def true_and_false(language: str) -> Trap:
    return read_as(language, "leads", (True, None, "K302"), (4, 4, None))


@trap
def another_currency(language: str) -> Trap:
    return read_as(language, "spend", ("€500", None, "K313"), (10, 10, None))


@trap
def one_format_in_another_currency(language: str) -> Trap:
    usual = CURRENCIES[language]
    cells = [(Money("10", usual), 10, None), (Money("20", usual), 20, None), (Money("30", "EUR"), 30, "K319")]
    return read_as(language, "spend", *cells)


@trap
def the_cells_tell_the_currency(language: str) -> Trap:
    other = {"en": "TRY", "tr": "USD"}[language]
    return read_as(language, "spend", (Money("10.5", other), Decimal("10.5"), None))


@trap
def half_a_lead(language: str) -> Trap:
    return read_as(language, "leads", (Decimal("3.5"), Decimal("3.5"), "K311"), (4, 4, None))


@trap
def a_date_in_a_number_column(language: str) -> Trap:
    return read_as(language, "spend", (date(2026, 5, 1), None, "K306"), (10, 10, None))


@trap
def percent_formats(language: str) -> Trap:
    cells = [(Rate("0.1"), Decimal("0.1"), None), (Rate("10"), None, "K312"), (Rate("0"), 0, None)]
    return read_as(language, "gross_margin", *cells)


@trap
def percent_points_in_a_general_format(language: str) -> Trap:
    cells = [(40, Decimal("0.4"), "K307"), (Decimal("0.5"), Decimal("0.005"), "K307"), (0, 0, None)]
    return read_as(language, "gross_margin", *cells)


@trap
def fractions_in_a_general_format(language: str) -> Trap:
    cells = [(Decimal(text), Decimal(text), "K309") for text in ("0.5", "0.4")]
    return read_as(language, "gross_margin", *cells, (0, 0, None))


@trap
def a_half_alone(language: str) -> Trap:
    return read_as(language, "gross_margin", (Decimal("0.5"), None, "K308"), (0, 0, None))


@trap
def percent_signs_typed_as_text(language: str) -> Trap:
    cells = [
        ("%10", Decimal("0.1"), "K318"),
        ("10 %", Decimal("0.1"), "K318"),
        ("12,5%", Decimal("0.125"), "K318"),
    ]
    return read_as(language, "gross_margin", *cells)


@trap
def a_percentage_where_counts_stand(language: str) -> Trap:
    return read_as(language, "leads", (Rate("0.1"), None, "K316"), ("%10", None, "K316"), (4, 4, None))


@trap
def a_setting_that_may_be_half_a_percent(language: str) -> Trap:
    label = header(language, "gross_margin")[0]
    book = [
        *column(language, "spend", 10),
        Sheet({"en": "Business", "tr": "İşletme"}[language], [[label, Decimal("0.4")]]),
    ]
    return Trap(book, [{"spend": 10, "leads": 4}], [("K308", "B1")])


# Formulas, zeros and blanks -------------------------------------------------------------------------------


@trap
def formulas_with_a_stored_value(language: str) -> Trap:
    return read_as(language, "spend", (Formula("4*25", "100"), 100, None), (10, 10, None))


@trap
def formulas_without_a_stored_value(language: str) -> Trap:
    never = frozenset({"libreoffice"})  # it computes what it opens
    return read_as(language, "spend", (Formula("4*25", None), None, "K304"), (10, 10, None), never_by=never)


@trap
def error_cells(language: str) -> Trap:
    return read_as(language, "spend", (Fault(), None, "K305"), (10, 10, None))


@trap
def a_formula_typed_over(language: str) -> Trap:
    head = [*header(language, "channel", "spend", "leads"), "CPL"]
    lines = [head, ["SEO", 10, 4, Formula("B2/C2", "2.5")], ["Radio", 20, 5, 99]]
    rows = [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}]
    return Trap(one(language, lines), rows, [("K315", "D3")])


@trap
def zero_is_not_blank(language: str) -> Trap:
    head = header(language, "channel", "spend", "leads", "new_customers", "revenue")
    lines = [head, ["SEO", 0, 0, 0, None], ["Radio", 10, None, None, None], ["Email", None, 4, 1, 30]]
    rows: list[dict[str, Any]] = [
        {"spend": 0, "leads": 0, "new_customers": 0},
        {"spend": 10},
        {"leads": 4, "new_customers": 1, "revenue": 30},
    ]
    return Trap(one(language, lines), rows, [("K411", "C3"), ("K402", "B4")])


@trap
def blank_leads_where_others_have_some(language: str) -> Trap:
    head = header(language, "period", "channel", "spend", "leads", "new_customers")
    lines = [head, [date(2026, 9, 1), "Radio", 10, 4, 1], [OCTOBER, "Radio", 10, None, 1]]
    rows = [{"spend": 10, "leads": 4, "new_customers": 1}, {"spend": 10, "new_customers": 1}]
    return Trap(one(language, lines), rows, [("K403", "D3")])


# Months ---------------------------------------------------------------------------------------------------


@trap
def months_in_every_way(language: str) -> Trap:
    name = {"en": "Oct 2026", "tr": "Ekim 2026"}[language]
    return months(
        language,
        (OCTOBER, "2026-10", None),
        ("2026-10", "2026-10", None),
        (name, "2026-10", None),
        ("10/2026", "2026-10", None),
    )


@trap
def quarters_and_days(language: str) -> Trap:
    quarter = {"en": "Q4 2026", "tr": "4. çeyrek 2026"}[language]
    return months(language, (quarter, "2026-Q4", None), (date(2026, 10, 17), "2026-10", None))


@trap
def months_that_need_a_question(language: str) -> Trap:
    lately, october = {"en": ("lately", "October"), "tr": ("geçenlerde", "Ekim")}[language]
    return months(
        language,
        (lately, None, "K502"),
        (october, None, "K505"),
        (202610, "2026-10", "K503"),
        (None, None, "K501"),
    )


@trap
def a_month_whose_year_stands_elsewhere(language: str) -> Trap:
    (sheet,) = months(language, ({"en": "October", "tr": "EKİM"}[language], "2026-10", None)).book
    book = [Sheet(f"{sheet.name} 2026", sheet.lines)]
    return Trap(book, [{"spend": 10, "leads": 4}], [("K506", "A2")], ["2026-10"])


@trap
def day_or_month_first(language: str) -> Trap:
    expected = {"en": (None, "K504"), "tr": ("2026-10", "K512")}[language]
    return months(language, ("05/10/2026", *expected), (OCTOBER, "2026-10", None))


@trap
def a_month_in_the_future(language: str) -> Trap:
    return months(language, (date(2062, 10, 1), "2062-10", "K509"))


@trap
def a_gap_in_the_months(language: str) -> Trap:
    return months(language, (date(2026, 8, 1), "2026-08", None), (OCTOBER, "2026-10", "K507"))


def _radio(language: str, *periods: Any) -> Book:
    head = header(language, "period", "channel", "spend", "leads")
    return one(language, [head, *([period, "Radio", 10, 4] for period in periods)])


@trap
def overlapping_periods(language: str) -> Trap:
    quarter = {"en": "Q3 2026", "tr": "2026 3. çeyrek"}[language]
    book = _radio(language, quarter, date(2026, 8, 1))
    return Trap(book, [{"spend": 10, "leads": 4}] * 2, [("K406", "A2")], ["2026-Q3", "2026-08"])


@trap
def the_same_row_twice(language: str) -> Trap:
    return Trap(_radio(language, OCTOBER, OCTOBER), [{"spend": 10, "leads": 4}] * 2, [("K405", "B3")])


# Rows, tables, sheets -------------------------------------------------------------------------------------


@trap
def a_totals_row(language: str) -> Trap:
    head = header(language, "period", "channel", "spend", "leads")
    label = {"en": "Grand total", "tr": "GENEL TOPLAM"}[language]
    lines = [head, [OCTOBER, "SEO", 10, 4], [OCTOBER, "Radio", 20, 5], [label, None, 30, 9]]
    return Trap(
        one(language, lines), [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}], [("K404", "A4")]
    )


@trap
def a_sum_that_nobody_labelled(language: str) -> Trap:
    head = header(language, "channel", "spend", "leads")
    lines = [head, ["SEO", 10, 4], ["Radio", 20, 5], [None, Formula("SUM(B2:B3)", "30"), None]]
    return Trap(
        one(language, lines), [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}], [("K404", "B4")]
    )


@trap
def a_row_without_channel(language: str) -> Trap:
    lines = [header(language, "channel", "spend", "leads"), ["SEO", 10, 4], [None, 77, 1]]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}], [("K401", "A3")])


@trap
def headers_repeated(language: str) -> Trap:
    head = header(language, "channel", "spend", "leads")
    lines = [head, ["SEO", 10, 4], head, ["Radio", 20, 5]]
    return Trap(
        one(language, lines), [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}], [("K415", "A3")]
    )


@trap
def blank_rows_in_between(language: str) -> Trap:
    lines = [header(language, "channel", "spend", "leads"), ["SEO", 10, 4], [], [], ["Radio", 20, 5]]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}])


@trap
def hidden_rows(language: str) -> Trap:
    lines = [header(language, "channel", "spend", "leads"), ["SEO", 10, 4], ["Radio", 20, 5]]
    rows = [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}]
    return Trap(one(language, lines, hidden_rows=frozenset({3})), rows, [("K105", None)])


@trap
def a_month_merged_over_its_rows(language: str) -> Trap:
    head = header(language, "period", "channel", "spend", "leads")
    lines = [head, [OCTOBER, "SEO", 10, 4], [None, "Radio", 20, 5]]
    rows = [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}]
    return Trap(one(language, lines, merged=[(2, 1, 3, 1)]), rows, [("K414", "A2")], ["2026-10"] * 2)


@trap
def a_month_only_in_the_first_row_of_its_block(language: str) -> Trap:
    head = header(language, "period", "channel", "spend", "leads")
    blocks = [(month, name) for month in (date(2026, 9, 1), OCTOBER) for name in CHANNEL_NAMES[:3]]
    lines = [head, *([month if name == "SEO" else None, name, 10, 4] for month, name in blocks)]
    found = [("K513", "A2"), ("K513", "A5")]
    return Trap(
        one(language, lines), [{"spend": 10, "leads": 4}] * 6, found, ["2026-09"] * 3 + ["2026-10"] * 3
    )


@trap
def a_shared_month_is_asked_about_once(language: str) -> Trap:
    head = header(language, "period", "channel", "spend", "leads")
    october = {"en": "October", "tr": "Ekim"}[language]
    lines = [
        head,
        *([month, name, 10, 4] for month, name in zip((october, None, None), CHANNEL_NAMES, strict=False)),
    ]
    found = [("K505", "A2"), ("K513", "A2")]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}] * 3, found, [None] * 3)


@trap
def amounts_with_tax_and_in_thousands(language: str) -> Trap:
    names = {
        "en": ["Channel", "Spend (incl. VAT)", "Revenue ($000)"],
        "tr": ["Kanal", "HARCAMA (KDV DAHİL)", "Ciro (bin TL)"],
    }
    lines = [names[language], ["SEO", 10, 4]]
    return Trap(one(language, lines), [{"spend": 10, "revenue": 4}], [("K207", "B1"), ("K208", "C1")])


@trap
def a_figure_merged_over_two_rows(language: str) -> Trap:
    lines = [header(language, "channel", "spend", "leads"), ["SEO", 30, 4], ["Radio", None, 5]]
    rows = [{"spend": 30, "leads": 4}, {"leads": 5}]
    return Trap(one(language, lines, merged=[(2, 2, 3, 2)]), rows, [("K413", "B2"), ("K402", "B3")])


@trap
def two_tables_on_a_sheet(language: str) -> Trap:
    wide, narrow = header(language, "channel", "spend", "leads"), header(language, "channel", "spend")
    lines = [wide, ["SEO", 10, 4], ["Radio", 20, 5], [], narrow, ["Radio", 999]]
    rows = [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}]
    return Trap(one(language, lines), rows, [("K102", "A5")])


@trap
def two_candidate_sheets(language: str) -> Trap:
    old = Sheet({"en": "Old", "tr": "Eski"}[language], [header(language, "channel", "spend"), ["SEO", 1]])
    return Trap([old, *column(language, "spend", 10)], [{"spend": 10, "leads": 4}], [("K101", "A1")])


@trap
def a_hidden_sheet(language: str) -> Trap:
    lines = [header(language, "channel", "spend", "leads"), ["SEO", 10, 4]]
    notes = Sheet({"en": "Notes", "tr": "Notlar"}[language], [["x"]])
    return Trap([notes, *one(language, lines, hidden=True)], [{"spend": 10, "leads": 4}], [("K103", None)])


@trap
def headers_without_rows(language: str) -> Trap:
    return Trap(one(language, [header(language, "channel", "spend", "leads")]), [], [("K104", None)])


# Channels and the funnel ----------------------------------------------------------------------------------


def _channels(language: str, *names: str, **more: Any) -> Trap:
    lines = [header(language, "channel", "spend", "leads"), *([name, 10, 4] for name in names)]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}] * len(names), **more)


@trap
def channels_by_other_names(language: str) -> Trap:
    local, direct = {"en": ("local seo", "Direct Mail"), "tr": ("YEREL SEO", "Doğrudan posta")}[language]
    return _channels(language, local, direct, channels=["organic_search", "direct_mail"])


@trap
def umbrella_and_own_names(language: str) -> Trap:
    own = {"en": "Columbus Gazette", "tr": "Ilıca Gazetesi"}[language]
    return _channels(
        language,
        "Google",
        own,
        channels=["google", {"en": "columbus gazette", "tr": "ilica gazetesi"}[language]],
    )


@trap
def one_channel_in_two_cases(language: str) -> Trap:
    names = {"en": ("ILLINOIS FAIR", "illinois fair"), "tr": ("ILICA ŞENLİĞİ", "ılıca şenliği")}[language]
    key = {"en": "illinois fair", "tr": "ilica senligi"}[language]
    return _channels(language, *names, channels=[key, key], findings=[("K405", "A3")])


@trap
def a_channel_misspelt(language: str) -> Trap:
    return _channels(language, "Gogle Ads", channels=["gogle ads"], findings=[("K510", "A2")])


@trap
def leads_without_visits(language: str) -> Trap:
    head = header(language, "channel", "spend", "visitors", "leads", "new_customers")
    calls = {"en": "Billboard", "tr": "Tabela"}[language]
    lines = [head, ["SEO", 10, 5, 9, 1], [calls, 10, 5, 9, 1], ["Email", 10, 50, 9, 12]]
    rows = [
        {"spend": 10, "visitors": v, "leads": 9, "new_customers": n} for v, n in ((5, 1), (5, 1), (50, 12))
    ]
    return Trap(one(language, lines), rows, [("K408", "D2"), ("K409", "E4")])


@trap
def an_extra_zero(language: str) -> Trap:
    head = header(language, "period", "channel", "spend", "leads")
    spends = [100, 110, 105, 95, 1050, 100]
    lines = [head, *([date(2026, at, 1), "Radio", spend, 4] for at, spend in enumerate(spends, 1))]
    return Trap(one(language, lines), [{"spend": spend, "leads": 4} for spend in spends], [("K410", "C6")])
