"""Traps of months, rows, tables, sheets and channels."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.support.traps import CHANNEL_NAMES, OCTOBER, Trap, Traps, column, header, months, one
from tests.support.writers import Book, Formula, Sheet

TRAPS = Traps()


# Months ---------------------------------------------------------------------------------------------------


@TRAPS
def months_in_every_way(language: str) -> Trap:
    name = {"en": "Oct 2026", "tr": "Ekim 2026"}[language]
    return months(
        language,
        (OCTOBER, "2026-10", None),
        ("2026-10", "2026-10", None),
        (name, "2026-10", None),
        ("10/2026", "2026-10", None),
    )


@TRAPS
def quarters_and_days(language: str) -> Trap:
    quarter = {"en": "Q4 2026", "tr": "4. çeyrek 2026"}[language]
    return months(language, (quarter, "2026-Q4", None), (date(2026, 10, 17), "2026-10", None))


@TRAPS
def months_that_need_a_question(language: str) -> Trap:
    lately, october = {"en": ("lately", "October"), "tr": ("geçenlerde", "Ekim")}[language]
    return months(
        language,
        (lately, None, "K502"),
        (october, None, "K505"),
        (202610, "2026-10", "K503"),
        (None, None, "K501"),
    )


@TRAPS
def a_month_whose_year_stands_elsewhere(language: str) -> Trap:
    (sheet,) = months(language, ({"en": "October", "tr": "EKİM"}[language], "2026-10", None)).book
    book = [Sheet(f"{sheet.name} 2026", sheet.lines)]
    return Trap(book, [{"spend": 10, "leads": 4}], [("K506", "A2")], ["2026-10"])


@TRAPS
def day_or_month_first(language: str) -> Trap:
    expected = {"en": (None, "K504"), "tr": ("2026-10", "K512")}[language]
    return months(language, ("05/10/2026", *expected), (OCTOBER, "2026-10", None))


@TRAPS
def day_or_year_first(language: str) -> Trap:
    return months(language, ("24/10/26", "2026-10", "K512"), ("24/10/05", None, "K504"))


@TRAPS
def a_day_that_proves_the_order(language: str) -> Trap:
    return months(language, ("24/10/26", "2026-10", None), ("15/10/26", "2026-10", None))


@TRAPS
def a_month_in_the_future(language: str) -> Trap:
    return months(language, (date(2062, 10, 1), "2062-10", "K509"))


@TRAPS
def a_gap_in_the_months(language: str) -> Trap:
    return months(language, (date(2026, 8, 1), "2026-08", None), (OCTOBER, "2026-10", "K507"))


def _radio(language: str, *periods: Any) -> Book:
    head = header(language, "period", "channel", "spend", "leads")
    return one(language, [head, *([period, "Radio", 10, 4] for period in periods)])


@TRAPS
def overlapping_periods(language: str) -> Trap:
    quarter = {"en": "Q3 2026", "tr": "2026 3. çeyrek"}[language]
    book = _radio(language, quarter, date(2026, 8, 1))
    return Trap(book, [{"spend": 10, "leads": 4}] * 2, [("K406", "A2")], ["2026-Q3", "2026-08"])


@TRAPS
def the_same_row_twice(language: str) -> Trap:
    return Trap(_radio(language, OCTOBER, OCTOBER), [{"spend": 10, "leads": 4}] * 2, [("K405", "B3")])


# Rows, tables, sheets -------------------------------------------------------------------------------------


@TRAPS
def a_totals_row(language: str) -> Trap:
    head = header(language, "period", "channel", "spend", "leads")
    label = {"en": "Grand total", "tr": "GENEL TOPLAM"}[language]
    lines = [head, [OCTOBER, "SEO", 10, 4], [OCTOBER, "Radio", 20, 5], [label, None, 30, 9]]
    return Trap(
        one(language, lines), [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}], [("K404", "A4")]
    )


@TRAPS
def a_sum_that_nobody_labelled(language: str) -> Trap:
    head = header(language, "channel", "spend", "leads")
    lines = [head, ["SEO", 10, 4], ["Radio", 20, 5], [None, Formula("SUM(B2:B3)", "30"), None]]
    return Trap(
        one(language, lines), [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}], [("K404", "B4")]
    )


@TRAPS
def a_row_without_channel(language: str) -> Trap:
    lines = [header(language, "channel", "spend", "leads"), ["SEO", 10, 4], [None, 77, 1]]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}], [("K401", "A3")])


@TRAPS
def headers_repeated(language: str) -> Trap:
    head = header(language, "channel", "spend", "leads")
    lines = [head, ["SEO", 10, 4], head, ["Radio", 20, 5]]
    return Trap(
        one(language, lines), [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}], [("K415", "A3")]
    )


@TRAPS
def blank_rows_in_between(language: str) -> Trap:
    lines = [header(language, "channel", "spend", "leads"), ["SEO", 10, 4], [], [], ["Radio", 20, 5]]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}])


@TRAPS
def hidden_rows(language: str) -> Trap:
    lines = [header(language, "channel", "spend", "leads"), ["SEO", 10, 4], ["Radio", 20, 5]]
    rows = [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}]
    return Trap(one(language, lines, hidden_rows=frozenset({3})), rows, [("K105", None)])


@TRAPS
def a_month_merged_over_its_rows(language: str) -> Trap:
    head = header(language, "period", "channel", "spend", "leads")
    lines = [head, [OCTOBER, "SEO", 10, 4], [None, "Radio", 20, 5]]
    rows = [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}]
    return Trap(one(language, lines, merged=[(2, 1, 3, 1)]), rows, [("K414", "A2")], ["2026-10"] * 2)


@TRAPS
def a_month_only_in_the_first_row_of_its_block(language: str) -> Trap:
    head = header(language, "period", "channel", "spend", "leads")
    spent = {date(2026, 9, 1): 10, OCTOBER: 12}
    blocks = [(month, name) for month in spent for name in CHANNEL_NAMES[:3]]
    lines = [
        head,
        *([month if name == "SEO" else None, name, spent[month], 4] for month, name in blocks),
    ]
    facts = [{"spend": each, "leads": 4} for each in (10, 10, 10, 12, 12, 12)]
    found = [("K513", "A2"), ("K513", "A5")]
    return Trap(one(language, lines), facts, found, ["2026-09"] * 3 + ["2026-10"] * 3)


@TRAPS
def a_shared_month_is_asked_about_once(language: str) -> Trap:
    head = header(language, "period", "channel", "spend", "leads")
    october = {"en": "October", "tr": "Ekim"}[language]
    lines = [
        head,
        *([month, name, 10, 4] for month, name in zip((october, None, None), CHANNEL_NAMES, strict=False)),
    ]
    found = [("K505", "A2"), ("K513", "A2")]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}] * 3, found, [None] * 3)


@TRAPS
def units_below_the_headers(language: str) -> Trap:
    units = {"en": [None, "(incl. VAT)", "thousands"], "tr": [None, "(KDV dahil)", "bin TL"]}[language]
    lines = [header(language, "channel", "spend", "revenue"), units, ["SEO", 10, 4]]
    return Trap(one(language, lines), [{"spend": 10, "revenue": 4}], [("K207", "B1"), ("K208", "C1")])


@TRAPS
def amounts_with_tax_and_in_thousands(language: str) -> Trap:
    names = {
        "en": ["Channel", "Spend (incl. VAT)", "Revenue ($000)"],
        "tr": ["Kanal", "HARCAMA (KDV DAHİL)", "Ciro (bin TL)"],
    }
    lines = [names[language], ["SEO", 10, 4]]
    return Trap(one(language, lines), [{"spend": 10, "revenue": 4}], [("K207", "B1"), ("K208", "C1")])


@TRAPS
def a_figure_merged_over_two_rows(language: str) -> Trap:
    lines = [header(language, "channel", "spend", "leads"), ["SEO", 30, 4], ["Radio", None, 5]]
    rows = [{"spend": 30, "leads": 4}, {"leads": 5}]
    return Trap(one(language, lines, merged=[(2, 2, 3, 2)]), rows, [("K413", "B2"), ("K402", "B3")])


@TRAPS
def two_tables_on_a_sheet(language: str) -> Trap:
    wide, narrow = header(language, "channel", "spend", "leads"), header(language, "channel", "spend")
    lines = [wide, ["SEO", 10, 4], ["Radio", 20, 5], [], narrow, ["Radio", 999]]
    rows = [{"spend": 10, "leads": 4}, {"spend": 20, "leads": 5}]
    return Trap(one(language, lines), rows, [("K102", "A5")])


@TRAPS
def two_candidate_sheets(language: str) -> Trap:
    old = Sheet({"en": "Old", "tr": "Eski"}[language], [header(language, "channel", "spend"), ["SEO", 1]])
    return Trap([old, *column(language, "spend", 10)], [{"spend": 10, "leads": 4}], [("K101", "A1")])


@TRAPS
def a_hidden_sheet(language: str) -> Trap:
    lines = [header(language, "channel", "spend", "leads"), ["SEO", 10, 4]]
    notes = Sheet({"en": "Notes", "tr": "Notlar"}[language], [["x"]])
    return Trap([notes, *one(language, lines, hidden=True)], [{"spend": 10, "leads": 4}], [("K103", None)])


@TRAPS
def headers_without_rows(language: str) -> Trap:
    return Trap(one(language, [header(language, "channel", "spend", "leads")]), [], [("K104", None)])


# Channels and the funnel ----------------------------------------------------------------------------------


def _channels(language: str, *names: str, **more: Any) -> Trap:
    lines = [header(language, "channel", "spend", "leads"), *([name, 10, 4] for name in names)]
    return Trap(one(language, lines), [{"spend": 10, "leads": 4}] * len(names), **more)


@TRAPS
def channels_by_other_names(language: str) -> Trap:
    local, direct = {"en": ("local seo", "Direct Mail"), "tr": ("YEREL SEO", "Doğrudan posta")}[language]
    return _channels(language, local, direct, channels=["organic_search", "direct_mail"])


@TRAPS
def umbrella_and_own_names(language: str) -> Trap:
    own = {"en": "Columbus Gazette", "tr": "Ilıca Gazetesi"}[language]
    return _channels(
        language,
        "Google",
        own,
        channels=["google", {"en": "columbus gazette", "tr": "ilica gazetesi"}[language]],
        findings=[("K516", "A2")],
    )


@TRAPS
def one_channel_in_two_cases(language: str) -> Trap:
    names = {"en": ("ILLINOIS FAIR", "illinois fair"), "tr": ("ILICA ŞENLİĞİ", "ılıca şenliği")}[language]
    key = {"en": "illinois fair", "tr": "ilica senligi"}[language]
    return _channels(language, *names, channels=[key, key], findings=[("K405", "A3")])


@TRAPS
def a_channel_misspelt(language: str) -> Trap:
    return _channels(language, "Gogle Ads", channels=["gogle ads"], findings=[("K510", "A2")])


@TRAPS
def leads_without_visits(language: str) -> Trap:
    head = header(language, "channel", "spend", "visitors", "leads", "new_customers")
    calls = {"en": "Billboard", "tr": "Tabela"}[language]
    lines = [head, ["SEO", 10, 5, 9, 1], [calls, 10, 5, 9, 1], ["Email", 10, 50, 9, 12]]
    rows = [
        {"spend": 10, "visitors": v, "leads": 9, "new_customers": n} for v, n in ((5, 1), (5, 1), (50, 12))
    ]
    return Trap(one(language, lines), rows, [("K408", "D2"), ("K409", "E4")])


@TRAPS
def an_extra_zero(language: str) -> Trap:
    head = header(language, "period", "channel", "spend", "leads")
    spends = [100, 110, 105, 95, 1050, 100]
    lines = [head, *([date(2026, at, 1), "Radio", spend, 4] for at, spend in enumerate(spends, 1))]
    return Trap(one(language, lines), [{"spend": spend, "leads": 4} for spend in spends], [("K410", "C6")])
