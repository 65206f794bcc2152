"""A worksheet written in any locale's way reads back to the same numbers and months, or says so."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from babel.dates import format_date
from babel.localedata import locale_identifiers
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kpisheet.ooxml.package.package import Package
from kpisheet.texts.language import LANGUAGES
from kpisheet.workbook.reader import read_book
from kpisheet.worksheet.findings import Finding, Severity
from kpisheet.worksheet.recognise import understand
from kpisheet.worksheet.sheet import Worksheet
from tests.support.examples import examples
from tests.support.writers import WRITERS, Sheet

TODAY = date(2026, 11, 23)
HEADERS = {
    "en": ["Month", "Channel", "Spend", "Leads", "Gross margin"],
    "tr": ["Ay", "Kanal", "Harcama", "Potansiyel müşteri", "Brüt kâr marjı"],
}
OWN = {"en": "en_US", "tr": "tr_TR"}
CURRENCIES = {"en": "USD", "tr": "TRY"}
MONTH_PATTERNS = ("MMM yyyy", "MMMM yyyy", "yyyy-MM", "MM/yyyy", "MMM yy", "short", "medium", "long", "full")
TWO_READINGS = re.compile(r"(?<!\d)\d{1,3}[.,]\d{3}(?!\d)")

every_locale = st.sampled_from(["en_US", "en_GB", "tr_TR", "de_DE", "de_CH", "fr_FR", "en_IN", "pt_BR"]) | (
    st.sampled_from(sorted(locale_identifiers()))
)
amounts = (
    st.decimals("0", "5000000", places=0)
    | st.decimals("0", "5000", places=2)
    | (st.decimals("0", "50", places=3))
)
fractions = st.decimals("0.01", "0.95", places=2) | st.decimals("0.01", "0.95", places=3)
days = st.dates(date(2024, 1, 1), date(2026, 11, 23))


class Line(NamedTuple):
    """What a person means by a row, and how each of its cells is written."""

    day: date
    amount: Decimal
    margin: Decimal
    month_pattern: str
    amount_style: str


lines = st.builds(
    Line,
    days,
    amounts,
    fractions,
    st.sampled_from(MONTH_PATTERNS),
    st.sampled_from(["grouped", "plain", "money"]),
)


def month_as_text(line: Line, locale: str) -> str:
    return str(format_date(line.day, line.month_pattern, locale=locale))


def amount_as_text(line: Line, locale: str, currency: str) -> str:
    if line.amount_style == "money":
        return str(format_currency(line.amount, currency, locale=locale, decimal_quantization=False))
    grouped = line.amount_style == "grouped"
    return str(
        format_decimal(line.amount, locale=locale, decimal_quantization=False, group_separator=grouped)
    )


def rendered(written: list[Line], language: str, locale: str) -> tuple[list[list[str | int]], Worksheet]:
    """The texts of the rows, and what was understood of them after the way through a package."""
    texts: list[list[str | int]] = [
        [
            month_as_text(line, locale),
            f"Radio {number}",
            amount_as_text(line, locale, CURRENCIES[language]),
            4,
            str(format_percent(line.margin, locale=locale, decimal_quantization=False)),
        ]
        for number, line in enumerate(written)
    ]
    content = WRITERS["streaming"]([Sheet("A", [HEADERS[language], *texts])])
    return texts, understand(read_book(Package.open(content)), today=TODAY)


def is_named(text: str | int, month: date) -> bool:
    """Whether English or Turkish call a month so: `Jan 2024`, June in Sotho; `1 Kas 2024`, May in Taita."""
    words = re.findall(r"[^\W\d_]+", str(text).casefold())
    names = [format_date(month, pattern, locale=own) for pattern in ("MMM", "MMMM") for own in OWN.values()]
    return any(name.casefold() in words for name in names)


def findings_of(worksheet: Worksheet, cell: str) -> list[Finding]:
    return [one for one in worksheet.findings if one.place is not None and one.place.cell == cell]


def holds_number(worksheet: Worksheet, cell: str, text: str, meant: Decimal, read: Decimal | None) -> None:
    """The number meant; or another, where the text has two readings, and it is said; or none, an error."""
    told = findings_of(worksheet, cell)
    if read is None:
        assert any(one.severity is Severity.ERROR for one in told), (text, told)
    elif read != meant:
        assert TWO_READINGS.search(text), (text, read)
        assert [one.read_as for one in told if one.code in ("K301", "K317", "K318")] == [read], (text, told)


@settings(
    max_examples=examples(150), derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
@given(st.lists(lines, min_size=1, max_size=4), st.sampled_from(LANGUAGES), every_locale)
@example([Line(date(2026, 10, 5), Decimal(1234), Decimal("0.5"), "short", "grouped")], "tr", "en_US")
@example([Line(date(2026, 10, 5), Decimal(1234), Decimal("0.5"), "short", "grouped")], "en", "en_GB")
@example([Line(date(2026, 10, 5), Decimal("1.234"), Decimal("0.125"), "MMM yyyy", "plain")], "en", "tr_TR")
@example([Line(date(2024, 6, 1), Decimal(5), Decimal("0.1"), "MMM yyyy", "plain")], "en", "st")
@example([Line(date(2024, 1, 5), Decimal(5), Decimal("0.1"), "short", "plain")], "en", "cch")
@example([Line(date(2024, 1, 1), Decimal("1.001"), Decimal("0.01"), "MMM yyyy", "money")], "tr", "bgn")
@example([Line(date(2024, 5, 1), Decimal(5), Decimal("0.1"), "medium", "plain")], "en", "dav")
@example([Line(date(2024, 1, d), Decimal(5), Decimal("0.1"), "short", "plain") for d in (1, 20)], "en", "eu")
def test_never_another_number_or_month_without_a_finding(
    written: list[Line], language: str, locale: str
) -> None:
    texts, worksheet = rendered(written, language, locale)
    assert worksheet.language == language
    assert len(worksheet.rows) == len(written)
    for line, row, cells in zip(written, worksheet.rows, texts, strict=True):
        holds_number(worksheet, f"C{row.number}", str(cells[2]), line.amount, row.values.get("spend"))
        holds_number(worksheet, f"E{row.number}", str(cells[4]), line.margin, row.values.get("gross_margin"))
        period = row.period and row.period.key
        if period != line.day.strftime("%Y-%m") and not (row.period and is_named(cells[0], row.period.start)):
            assert findings_of(worksheet, f"A{row.number}"), (cells[0], period)


@settings(max_examples=examples(100), deadline=None)
@given(st.lists(lines, min_size=1, max_size=4), st.sampled_from(LANGUAGES))
def test_what_is_written_in_the_worksheets_own_way_is_read_right_or_not_at_all(
    written: list[Line], language: str
) -> None:
    texts, worksheet = rendered(written, language, OWN[language])
    for line, row, cells in zip(written, worksheet.rows, texts, strict=True):
        assert row.values.get("spend", line.amount) == line.amount, cells
        assert row.values.get("gross_margin") == line.margin, cells
        assert row.period is None or row.period.key == line.day.strftime("%Y-%m"), cells
