"""What a header means: every name of every column, both languages at once, matched whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.currencies import currency_codes, currency_in_label
from kpisheet.texts.language import LANGUAGES, table
from kpisheet.texts.units import Unit
from kpisheet.worksheet.schema import COLUMNS, COMPUTED_COLUMNS, SETTINGS, Table

LONGEST_HEADER = 80
_FOOTNOTE = re.compile(r"(?<!\s)\s*+[\[(]\d{1,2}[\])]\s*+$")  # Spend [1]
_PERCENT = re.compile(r"(?<!\d)(?<!\d\s)[%％](?!\s?\d)")  # not `incl. 20% VAT`, `KDV %20`
_MAY_BE_ALL = "new_customers"  # *Toplam müşteri* may be all customers there are
_BRACKETED = re.compile(r"[)\]'’]|(?<!\d)000\s*+$")
_UNITS = ("unit", "unit_percent", "unit_with_tax", "unit_without_tax", "unit_thousands")

COMPUTED_KEYS = frozenset(column.key for column in COMPUTED_COLUMNS)
BUDGET = "budget"
# Columns that are no input of their own, but say how others are meant: *Currency*, *Medium* beside *Source*.
HELPERS = frozenset({"currency", "medium", "year"})

# Headers that mean different things to different people, and the columns they may mean.
QUESTIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ask_conversions": ("leads", "new_customers"),
        "ask_conversion_rate": ("visitor_to_lead_rate", "close_rate"),
        "ask_clicks": ("visitors",),
        "ask_amount": ("spend", "revenue"),
        "ask_margin": ("gross_margin",),
        "ask_sales": ("sales", "revenue"),
        "ask_average": ("average_revenue_per_sale",),
        "ask_cost_per_action": ("cpl", "cac"),
        "ask_qualified": ("mql", "sql"),
    }
)

# What a percentage can't be: money and counts. `Spend %` is each channel's share of the spend.
_NO_PERCENTAGES = frozenset(
    {
        *(
            column.key
            for columns in COLUMNS.values()
            for column in columns
            if column.unit in (Unit.MONEY, Unit.UNIT_MONEY, Unit.COUNT)
        ),
        *(QUESTIONS.keys() - {"ask_conversion_rate", "ask_margin"}),
    }
)


class Meaning(NamedTuple):
    """What a name stands for, and the languages that have it. `official`: it is the schema's own header."""

    key: str
    languages: frozenset[str]
    official: bool = False


def _names(keys: tuple[str, ...], official: str) -> dict[str, Meaning]:
    """Folded name → meaning. A name that two keys claim is a fault of the tables (a test holds that)."""
    index: dict[str, Meaning] = {}
    for code in LANGUAGES:
        words, headers = aliases(code, "aliases"), table(code, "columns")
        for key in keys:
            own = headers.get(f"{key}.{official}")
            for name in (*([own] if own else []), key, *words.get(key, ())):
                _add(index, name, key, code, is_official=name == own)
    return index


def _add(index: dict[str, Meaning], name: str, key: str, code: str, *, is_official: bool) -> None:
    folded = plain(name)
    known = index.get(folded)
    if known is None:
        index[folded] = Meaning(key, frozenset({code}), is_official)
    elif known.key == key:
        index[folded] = Meaning(key, known.languages | {code}, known.official or is_official)
    else:
        message = f"{name!r} would mean both {known.key} and {key}"
        raise ValueError(message)


@lru_cache(maxsize=8)
def header_names(of: Table) -> Mapping[str, Meaning]:
    """Every folded name of this table's columns and helpers; for Channels also the computed and doubtful."""
    keys = (*(column.key for column in COLUMNS[of]), *sorted(HELPERS))
    if of is Table.CHANNELS:
        keys += (*sorted(COMPUTED_KEYS), *QUESTIONS)
    return MappingProxyType(_names(keys, "header"))


@lru_cache(maxsize=1)
def setting_names() -> Mapping[str, Meaning]:
    """Every folded label of a setting."""
    index: dict[str, Meaning] = {}
    for code in LANGUAGES:
        words, labels = aliases(code, "setting_aliases"), table(code, "columns")
        for setting in SETTINGS:
            for name in (labels[f"{setting.key}.label"], *words.get(setting.key, ())):
                _add(index, name, setting.key, code, is_official=name == labels[f"{setting.key}.label"])
    return MappingProxyType(index)


@lru_cache(maxsize=1)
def unit_words() -> tuple[str, ...]:
    """Folded words that only say in what a column is counted: `TL`, `adet`, `excl. VAT`; longest first."""
    words = {word for kind in _UNITS for word in _vocabulary(kind)}
    return tuple(sorted(words, key=len, reverse=True))


@lru_cache(maxsize=8)
def _vocabulary(kind: str) -> frozenset[str]:
    return frozenset(plain(word) for code in LANGUAGES for word in aliases(code, "vocabulary")[kind])


def _units_behind(text: str, kind: str) -> bool:
    """Whether the units behind a header hold one of this kind."""
    name = f" {plain(text)}"  # it may be nothing but units
    behind = f"{name[len(without_unit(name)) :]} "
    return any(f" {word} " in behind for word in _vocabulary(kind))


def tax_said(text: str) -> str | None:
    """What a header says of VAT or sales tax: `with` (`incl. VAT`), `without`, or nothing."""
    if _units_behind(text, "unit_with_tax"):
        return "with"
    return "without" if _units_behind(text, "unit_without_tax") else None


def says_thousands(text: str) -> bool:
    """Whether a header says that its amounts are thousands: `Harcama (bin TL)`, `Spend ($000)`."""
    return _units_behind(text, "unit_thousands")


def line_says_thousands(text: str) -> bool:
    """Whether a line above a table says so: `All amounts in thousands of USD`, `Tutarlar bin TL'dir`."""
    words = plain(text).split()
    line = f" {' '.join(words)} "
    if any(f" {word} " in line for word in _vocabulary("unit_thousands") if " " in word):
        return True
    in_a_line = {
        plain(word) for code in LANGUAGES for word in aliases(code, "vocabulary")["line_of_thousands"]
    }
    return not in_a_line.isdisjoint(words) or (_BRACKETED.search(text) is not None and says_thousands(text))


@lru_cache(maxsize=1)
def _unit_endings() -> tuple[str, ...]:
    return tuple(f" {unit}" for unit in unit_words())


def without_unit(name: str) -> str:
    """A folded name without the units behind it: `spend usd` is `spend`."""
    while name.endswith(_unit_endings()):  # one call for all units: hardly any text ends in one
        for unit in unit_words():
            if name.endswith(f" {unit}"):
                name = name[: -len(unit) - 1]
                break
    return name


@lru_cache(maxsize=16384)
def header_meaning(text: str, of: Table) -> Meaning | None:
    """What `text` means as a header of this table; None where it is none of its names, or a share of one."""
    found = _named(text, of)
    return None if found is not None and is_share(text, found.key) else found


def is_share(text: str, key: str) -> bool:
    """Whether a header says percent of what is no percentage itself: `Leads %`, `% of spend`."""
    return key in _NO_PERCENTAGES and says_percent(text)


@lru_cache(maxsize=1024)
def share_of(text: str) -> str | None:
    """The column of Channels of which a header announces each row's share in percent, if it does."""
    found = _named(text, Table.CHANNELS) if says_percent(text) else None
    return found.key if found is not None and found.key in _NO_PERCENTAGES else None


def says_percent(text: str) -> bool:
    """Whether a header says that its figures are percentages: `Spend %`, `Lead yüzdesi`."""
    return bool(_PERCENT.search(text)) or _units_behind(text, "unit_percent")


def _named(text: str, of: Table) -> Meaning | None:
    """What the words of `text` name, whatever is said of percent."""
    if len(text) > LONGEST_HEADER:
        return None
    names, (plainly, without_currency) = header_names(of), _spelled(text)
    found, name = _first_named(names, plainly), plainly[0]
    if found is None and without_currency:
        found, name = _first_named(names, without_currency), without_currency[0]
    rest = without_sum_of(name)
    if found is not None or rest == name:
        return found
    summed = _first_named(names, _with_and_without_unit(rest))
    if summed is not None and summed.key == _MAY_BE_ALL and not summed.official and "sum" not in name:
        return None
    return summed


@lru_cache(maxsize=4096)
def _spelled(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A header folded, with and without its unit; the same without a currency, or empty if it names none."""
    label = currency_in_label(text)
    without_currency = _with_and_without_unit(plain(label.rest)) if label.codes else ()
    return _with_and_without_unit(plain(_FOOTNOTE.sub("", text))), without_currency


def _with_and_without_unit(name: str) -> tuple[str, ...]:
    bare = without_unit(name)
    return (name,) if bare == name else (name, bare)


def _first_named(names: Mapping[str, Meaning], spellings: tuple[str, ...]) -> Meaning | None:
    return next((names[each] for each in spellings if each in names), None)


@lru_cache(maxsize=4096)
def without_sum_of(name: str) -> str:
    """A folded header of a pivot table without its `sum of`: what it summed."""
    return next((name[len(before) + 1 :] for before in _sum_of() if name.startswith(f"{before} ")), name)


@lru_cache(maxsize=1)
def _sum_of() -> tuple[str, ...]:
    """What stands before the name of a column in a pivot table, folded, the longest first."""
    words = {plain(word) for code in LANGUAGES for word in aliases(code, "layout_words")["sum_of"]}
    return tuple(sorted(words, key=len, reverse=True))


@lru_cache(maxsize=1024)
def names_a_date(text: str) -> bool:
    """Whether a header names a date: none on which something else began, ended or changed, no *to date*."""
    name = plain(text)
    said = set(name.split()) if len(text) <= LONGEST_HEADER else set()
    if any(phrase in name for phrase in _vocabulary("until_today")):
        return False
    return bool(said & _vocabulary("date_word")) and not said & _vocabulary("other_date")


@lru_cache(maxsize=1024)
def says_only(kind: str, text: str) -> bool:
    """Whether a header says no more than that its figures came about (`actual`) or were `planned`."""
    label = currency_in_label(text)
    name = without_unit(plain(label.rest if label.codes else text))
    return any(name in map(plain, aliases(code, "layout_words")[kind]) for code in LANGUAGES)


@lru_cache(maxsize=16384)
def setting_meaning(text: str) -> Meaning | None:
    """Which setting `text` is the label of, if any."""
    if len(text) > LONGEST_HEADER:
        return None
    names, name = setting_names(), plain(text)
    return names.get(name) or names.get(without_unit(name))


@lru_cache(maxsize=1024)
def is_unit(text: str) -> bool:
    """Whether `text` says nothing but a unit: `(TL)`, `$`, `adet`."""
    name = plain(text)
    says_nothing = not name and len(text) <= 4
    return name in unit_words() or says_nothing or bool(currency_codes(text.strip("()[]{} ")))
