"""What signs, words and labels say of currencies, held against Babel's own tables."""

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from babel.numbers import is_currency

from kpisheet.texts.currencies import (
    currency_code,
    currency_codes,
    currency_in_label,
    currency_in_line,
    currency_of_format,
    current_codes,
)

# One letter that stands for thousands, millions or a person as easily.
SINGLE_LETTERS = frozenset("KLEDGMPQS")


@pytest.fixture(scope="module")
def symbols() -> set[tuple[str, str]]:
    """Every sign of a currency of today in every language that Babel has without its regions."""
    found = set()
    for name in locale_identifiers():
        if "_" not in name or name in ("en_AU", "en_CA", "es_AR", "es_MX", "fr_CA", "pt_AO", "zh_Hant"):
            signs = Locale.parse(name).currency_symbols
            found |= {(sign, code) for code, sign in signs.items() if code in current_codes()}
    return {(sign, code) for sign, code in found if not is_currency(sign) or sign == code}


def test_every_sign_that_babel_knows_is_understood_in_brackets_and_in_a_format(
    symbols: set[tuple[str, str]],
) -> None:
    for sign, code in symbols:
        if sign.strip("\u200b") and sign not in SINGLE_LETTERS:
            assert code in currency_codes(sign), (sign, code)
            assert code in currency_in_label(f"Spend ({sign})").codes, (sign, code)
            assert code in currency_of_format(f'#,##0 "{sign}"'), (sign, code)


@pytest.mark.parametrize("code", sorted(current_codes()))
def test_every_code_of_today_is_understood_in_any_writing_of_a_header(code: str) -> None:
    for label in (f"Amount spent ({code})", f"Cost [{code}]", f"Spend in {code}", f"Harcama, ({code})"):
        rest, codes = currency_in_label(label)
        assert codes == (code,), label
        assert rest.rstrip(",") in ("Amount spent", "Cost", "Spend", "Harcama")


@pytest.mark.parametrize(
    ("label", "rest", "code"),
    [
        ("Harcama (€)", "Harcama", "EUR"),
        ("Net Tutar, TL", "Net Tutar", "TRY"),
        ("spend_usd", "spend", "USD"),
        ("cost_in_usd", "cost", "USD"),
        ("EUR cost", "cost", "EUR"),
        ("Spend ($)", "Spend", "USD"),
        ("Total Spend (US$)", "Total Spend", "USD"),
        ("Amount spent (A$)", "Amount spent", "AUD"),
        ("Cost (in Canadian dollars)", "Cost", "CAD"),
        ("Harcama (Türk Lirası)", "Harcama", "TRY"),
        ("Ciro (ABD doları)", "Ciro", "USD"),
        ("Gider (KDV hariç) TL", "Gider (KDV hariç)", "TRY"),
        ("Spend (excl. VAT, EUR)", "Spend excl. VAT", "EUR"),
        ("Harcama (bin €)", "Harcama bin", "EUR"),
        ("₺ Harcama", "Harcama", "TRY"),
        ("Maliyet - USD", "Maliyet", "USD"),
        ("Spend zł", "Spend", "PLN"),
    ],
)
def test_a_label_is_parted_from_its_currency(label: str, rest: str, code: str) -> None:
    found = currency_in_label(label)
    assert (found.rest, found.codes[0]) == (rest, code)


@pytest.mark.parametrize(
    "label",
    [
        "Spend",
        "Revenue won",
        "Spend all",
        "SPEND ALL",
        "Cost / conv.",
        "cost_in_local_currency",
        "Spend (K)",
        "Spend (M)",
        "USD",
        "Spend (USD/EUR)",
        "New customers (all)",
    ],
)
def test_a_label_that_names_no_one_currency_is_left_whole(label: str) -> None:
    assert currency_in_label(label).codes == ()


@pytest.mark.parametrize(
    ("number_format", "code"),
    [
        ("[$€-407] #,##0", "EUR"),
        ("[$$-409]#,##0", "USD"),
        ("[$$-1009]#,##0", "CAD"),
        ("[$$-en-CA]#,##0", "CAD"),
        ("[$kr-41D] #,##0", "SEK"),
        ("[$kr-406] #,##0", "DKK"),
        ("[$Rs-4009] #", "INR"),
        ("[$¥-804]#,##0", "CNY"),
        ("[$¥-411]#,##0", "JPY"),
        ("[$R-1C09] #,##0", "ZAR"),
        ("_-[$£-809]* #,##0", "GBP"),
        ('#,##0\\ "Ft"', "HUF"),
        ("#,##0\\ \\€", "EUR"),
        ("[$USD] #,##0", "USD"),
        ('#,##0 "TL"', "TRY"),
    ],
)
def test_a_number_format_tells_the_currency_of_its_country(number_format: str, code: str) -> None:
    assert currency_of_format(number_format)[0] == code


@pytest.mark.parametrize(
    "number_format", ["[$-409]mmm yy", "[$-F800]dddd", '#,##0,"K"', '#,##0"M"', "¤#,##0", "0.0%", "General"]
)
def test_a_number_format_without_a_currency_tells_none(number_format: str) -> None:
    assert currency_of_format(number_format) == ()


def test_a_sign_that_several_share_may_mean_each_of_them() -> None:
    assert {"USD", "CAD", "AUD"} <= set(currency_codes("$"))
    assert currency_code("$") == "USD"
    assert set(currency_codes("kr")) == {"SEK", "NOK", "DKK", "ISK"}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("All amounts in EUR", "EUR"),
        ("Currency: CHF", "CHF"),
        ("Tutarlar TL’dir", "TRY"),
        ("Para birimi: USD", "USD"),
        ("Amounts are in Canadian dollars.", "CAD"),
    ],
)
def test_a_line_of_text_names_its_currency(line: str, code: str) -> None:
    assert currency_in_line(line)[:1] == (code,)


@pytest.mark.parametrize("line", ["Try all amounts again", "Amounts in USD and EUR", "Prices of all cups"])
def test_a_line_that_names_none_or_two_names_none(line: str) -> None:
    assert currency_in_line(line) == ()
