"""Numbers and periods that people typed as text, read in the way of either language or not at all.

Nothing is guessed: a text with two sensible readings gives both.
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from babel import Locale

from kpisheet.texts.aliases import aliases, plain
from kpisheet.texts.currencies import Codes, currency_codes
from kpisheet.texts.folding import fold, without_marks
from kpisheet.texts.habits import HABITS
from kpisheet.texts.language import LANGUAGES


class NumberReading(NamedTuple):
    """What a text says as a number.

    `value` is None where it has no reading or two; then `grouped` and `decimal` are the two readings of
    `1.234`. `currencies` are the codes that its currency sign may mean. `point` is the decimal sign that
    the text proves, if it proves one. A percent sign is said, not applied: `%10` has the value 10.
    """

    value: Decimal | None
    percent: bool = False
    currencies: Codes = ()
    point: str | None = None
    separator: str | None = None  # the doubtful sign of two readings
    grouped: Decimal | None = None
    decimal: Decimal | None = None

    @property
    def currency(self) -> str | None:
        """The likeliest of its currencies, or None."""
        return next(iter(self.currencies), None)

    @property
    def ambiguous(self) -> bool:
        """Whether it has two sensible readings."""
        return self.grouped is not None


_LONGEST = 100  # letters of a number or a period; whatever is longer is neither, and isn't looked into
_UNREADABLE = NumberReading(None)
_MINUS = str.maketrans({"−": "-", "–": "-", "‒": "-", "’": "'", "‘": "'"})
_LETTERS = re.compile(r"[^\W\d_]+")
_SPACE = re.compile(r"\s+")
_RAISED = re.compile("[\u00b9\u00b2\u00b3\u2070-\u2079\u2080-\u2089]+(?=\\D*$)")
_MONEY_EDGE = re.compile(
    r"^(?P<before>[^\d.,٫٬'()]*?)(?P<number>[-+(]*\s*[\d.,٫٬'][\d.,٫٬' )-]*)(?P<after>\D*)$"
)
# ٫ and ٬ are the Arabic decimal and thousands separators: unlike `.` and `,` each has one meaning.
_UNDOUBTED = re.compile(r"^(?:\d+|\d{1,3}(?:٬\d{3})+|(?=٫))(?:٫\d+)?$", re.ASCII)
_SPACED = re.compile(r"^\d{1,3}(?:[ ']\d{3})+(?P<rest>[.,]\d+)?$")
# Commas also group as in India: `12,34,567`.
_GROUPS = {
    ".": re.compile(r"^\d{1,3}(?:\.\d{3})+$"),
    ",": re.compile(r"^(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})$"),
}


def read_number(text: str, language: str) -> NumberReading:
    """The number that `text` says: `1.234,56 TL`, `$1,000`, `%10`, `10 %`, `1 000`, `(500)`, `'12`.

    A lone sign with three digits behind (`1.234`) has two readings, unless it is the language's own way
    to group and nothing else makes sense (`$1,000` in English, `1.000 TL` in Turkish).
    """
    if len(text) > _LONGEST:
        return _UNREADABLE
    said = _RAISED.sub("", text)  # a footnote's mark is no digit
    clean = _SPACE.sub(" ", unicodedata.normalize("NFKC", said).translate(_MINUS)).strip().strip("'").strip()
    parts = _MONEY_EDGE.match(clean)
    if parts is None or not any(letter.isdigit() for letter in clean) or not clean.isprintable():
        return _UNREADABLE
    before, percent_before = _without_percent(parts["before"])
    after, percent_after = _without_percent(parts["after"])
    scale, after = _scale(after)
    typed = parts["number"].strip()
    if before[-1:].isalpha() and typed.startswith("."):
        typed = typed[1:].strip()  # that of a shortened word: `Rs.500` is no half rupee
    number, negative = _signed(typed)
    if before.startswith("-") or before.endswith("-"):
        before, negative = before.strip("- "), not negative
    currencies = _currencies(before, after)
    if number is None or currencies is None or (percent_before and percent_after):
        return _UNREADABLE
    if scale != 1 and (percent_before or percent_after):
        return _UNREADABLE
    reading = _digits(number, language, money=bool(currencies))
    if negative or scale != 1:
        factor = -scale if negative else scale
        reading = reading._replace(
            value=None if reading.value is None else reading.value * factor,
            grouped=None if reading.grouped is None else reading.grouped * factor,
            decimal=None if reading.decimal is None else reading.decimal * factor,
        )
    return reading._replace(percent=percent_before or percent_after, currencies=currencies)


def _without_percent(text: str) -> tuple[str, bool]:
    stripped = text.strip()
    if stripped.endswith("%"):
        return stripped[:-1].strip(), True
    if stripped.startswith("%"):
        return stripped[1:].strip(), True
    return stripped, False


def _signed(number: str) -> tuple[str | None, bool]:
    """The number without its sign, and whether it is negative: `-5`, `(5)`, `5-`."""
    if number.startswith("(") and number.endswith(")"):
        inner = number[1:-1].strip()
        return (None, False) if inner.startswith(("-", "+", "(")) else (inner, True)
    if "(" in number or ")" in number:
        return None, False
    if number.startswith("-"):
        return number[1:].strip(), True
    if number.endswith("-"):
        return number[:-1].strip(), True
    return number.removeprefix("+").strip(), False


def _scale(after: str) -> tuple[int, str]:
    """What a word behind a number multiplies it by (`1.5k`, `12 bin TL`), and the rest of the text."""
    word = _LETTERS.match(after)
    factor = _scale_words().get(plain(word.group()), 1) if word else 1
    return (1, after) if word is None or factor == 1 else (factor, after[word.end() :].strip())


@lru_cache(maxsize=1)
def _scale_words() -> dict[str, int]:
    kinds = {"thousand_word": 1000, "million_word": 1_000_000}
    return {
        plain(word): factor
        for code in LANGUAGES
        for kind, factor in kinds.items()
        for word in aliases(code, "vocabulary")[kind]
    }


def _currencies(before: str, after: str) -> Codes | None:
    """What the signs around a number may mean; None where they differ or say something else.

    Behind it may also stand what is counted: `12 leads`.
    """
    front, back = currency_codes(before), currency_codes(after) or currency_codes(after.rstrip("."))
    if (before and not front) or (after and not back and plain(after) not in _count_words()):
        return None
    if front and back:
        return tuple(code for code in front if code in back) or None
    return front or back


@lru_cache(maxsize=1)
def _count_words() -> frozenset[str]:
    return frozenset(plain(word) for code in LANGUAGES for word in aliases(code, "vocabulary")["count_word"])


def _digits(number: str, language: str, *, money: bool) -> NumberReading:
    """Digits with signs between them, as a number."""
    if _UNDOUBTED.match(number):
        return NumberReading(Decimal(number.replace("٬", "").replace("٫", ".")))
    if not number.isascii():
        return _UNREADABLE
    if spaced := _SPACED.match(number):
        point = spaced["rest"][0] if spaced["rest"] else None
        return NumberReading(Decimal(re.sub("[ ']", "", number).replace(",", ".")), point=point)
    if " " in number or "'" in number or "-" in number or not number[-1].isdigit():
        return _UNREADABLE
    if "." in number and "," in number:
        return _both_signs(number)
    sign = "." if "." in number else ","
    if number.count(sign) > 1:
        if not _GROUPS[sign].match(number):
            return _UNREADABLE
        return NumberReading(Decimal(number.replace(sign, "")), point=_other(sign))
    whole, _, places = number.partition(sign)
    if not places:
        return _UNREADABLE
    decimal = Decimal(f"{whole or '0'}.{places}")
    if len(places) != 3 or not 1 <= len(whole) <= 3 or whole.startswith("0"):
        return NumberReading(decimal, point=sign)
    grouped = Decimal(whole + places)
    if sign == HABITS[language].grouping and (money or language == "en"):
        return NumberReading(grouped)
    return NumberReading(None, separator=sign, grouped=grouped, decimal=decimal)


def _both_signs(number: str) -> NumberReading:
    """The later of the two signs is the decimal one; the other has to group by threes."""
    point = max(".,", key=number.rfind)
    whole, _, places = number.rpartition(point)
    if point in whole or not _GROUPS[_other(point)].match(whole) or not places.isdigit():
        return _UNREADABLE
    return NumberReading(Decimal(f"{whole.replace(_other(point), '')}.{places}"), point=point)


def _other(sign: str) -> str:
    return "," if sign == "." else "."


class Doubt(NamedTuple):
    """Why a text isn't a period, and its `month` where that much is known.

    `reason`: `no_year`, `ambiguous`, `fiscal` (of a financial year, which may begin in any month) or
    `unreadable`.
    """

    reason: str
    month: int | None = None


Span = tuple[date, date]
_UNREADABLE_PERIOD = Doubt("unreadable")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_EXPECTED_SINCE = 2020
_SHORT_DATE = re.compile(r"^(\d\d)[/-](\d\d?)[/-](\d\d)$")
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_CLOCK = r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:z|utc|gmt|[+-]\d\d:?\d\d)?"
_SHORT_YEAR = r"(?P<year>(?:19|20)\d\d|\d\d)"
_SEPARATOR = r"\s*[-./ ]\s*"


@lru_cache(maxsize=1)
def month_numbers() -> dict[str, int]:
    """Folded month names and abbreviations of all languages, to 1–12."""
    numbers: dict[str, int] = {"sept": 9}
    for code in LANGUAGES:
        names = Locale.parse(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in names[context][width].items():
                    numbers[fold(name).rstrip(".")] = number
    return numbers


def _words(name: str) -> str:
    """A pattern that matches any language's words for a vocabulary entry, folded."""
    words = {fold(word) for code in LANGUAGES for word in aliases(code, "vocabulary")[name]}
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_WEEK = "0?[1-9]|[1-4][0-9]|5[0-3]"


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    month = "|".join(sorted(map(re.escape, month_numbers()), key=len, reverse=True))
    name = rf"(?P<name>{month})\.?(?:\s+(?:{_words('month_word')}))?"
    number, day = r"(?P<month>0?[1-9]|1[0-2])", r"(?P<day>0?[1-9]|[12]\d|3[01])"
    ordinal = r"(?:\s*\.|st|nd|rd|th)?"
    shapes = [
        ("day", rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)(?:[t ]{_CLOCK})?"),
        ("day", rf"{_YEAR}[./](?P<month>\d\d?)[./](?P<day>\d\d?)"),
        ("month", rf"{_YEAR}{_SEPARATOR}{number}"),
        ("month", rf"{number}{_SEPARATOR}{_YEAR}"),
        ("month", r"(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])"),
        ("month", rf"{name}\s*[-./]\s*'?{_SHORT_YEAR}"),
        ("month", rf"{name}\s*'{_SHORT_YEAR}"),
        ("month", rf"{name}\s*,?\s*{_YEAR}"),
        ("short", rf"{name}\s+\d\d?|\d\d?\s*{name.replace('P<name>', 'P<name2>')}"),
        ("month", rf"{_YEAR}{_SEPARATOR}{name}"),
        ("day", rf"{day}{ordinal}{_SEPARATOR}?{name}{_SEPARATOR}'?{_SHORT_YEAR}"),
        ("day", rf"{name}\s+{day}{ordinal},?\s+{_YEAR}"),
        ("dotted", rf"(?P<first>\d\d?)\.(?P<second>\d\d?)\.{_SHORT_YEAR}"),
        ("slashed", rf"(?P<first>\d\d?)[/-](?P<second>\d\d?)[/-]{_SHORT_YEAR}"),
        ("year", rf"(?:(?:{_words('year_word')})\s+)?{_YEAR}"),
        ("year", rf"{_YEAR}\s+(?:{_words('year_word')})"),
        ("name", name),
        ("short", r"\d\d?[./-]\d\d"),
    ]
    for kind, most in (("quarter", 4), ("half", 2), ("week", 53)):
        words = _words(kind)
        part = rf"(?P<part>{'[1-' + str(most) + ']' if most < 9 else _WEEK})"
        within = rf"(?:(?:{words})\s*\.?\s*{part}|{part}{ordinal}\s*(?:{words}))"
        second = within.replace("?P<part>", "?P<part2>", 2).replace("?P<part2>", "?P<part>", 1)
        shapes += _with_year(kind, second)
    shapes += _with_year("week", rf"h\s?(?P<part>(?!0?[12](?!\d)){_WEEK})")  # H27 in Turkish
    shapes += [*_numbered_months(number), *_financial_years()]
    return tuple((kind, re.compile(rf"^(?:{pattern})$")) for kind, pattern in shapes)


def _with_year(kind: str, within: str) -> list[tuple[str, str]]:
    """A part of a year with the year behind or before it."""
    return [
        (kind, rf"{within}\s*[-/.,]?\s*'?{_SHORT_YEAR}"),
        (kind, rf"{_YEAR}\s*[-/.,]?\s*{within}"),
    ]


def _numbered_months(number: str) -> list[tuple[str, str]]:
    """`M3`, `Month 3`, `3. ay`, with their year or without."""
    words = _words("numbered_month")
    longer = "|".join(word for word in words.split("|") if len(word) > 1)
    within = rf"(?:(?:{words})\s*\.?\s*{number}|{number.replace('<month>', '<month2>')}\s*\.\s*(?:{longer}))"
    return [
        ("month", rf"{within}\s*[-/., ]\s*{_YEAR}"),
        ("month", rf"{_YEAR}\s*[-/.,]?\s*{within}"),
        ("number", within),
    ]


def _financial_years() -> list[tuple[str, str]]:
    """`FY26`, `FY 2025/26`, `Q1 FY26`."""
    words = _words("quarter")
    quarter = rf"(?:(?:{words})\s*\.?\s*[1-4]|[1-4]\s*\.?\s*(?:{words}))"
    year = rf"(?:{_words('fiscal')})\s*'?\s*\d\d(?:\d\d)?(?:\s*[-/]\s*\d\d(?:\d\d)?)?"
    return [
        ("fiscal", rf"(?:{quarter}\s*[-/.,]?\s*)?{year}"),
        ("fiscal", rf"{year}\s*[-/.,]?\s*{quarter}"),
    ]


@lru_cache(maxsize=1)
def _sign_of_a_period() -> re.Pattern[str]:
    return re.compile("|".join(["[0-9]", *map(re.escape, month_numbers())]))


def may_hold_period(text: str) -> bool:
    """Whether a text has what every period has: a digit or a month's name; beyond ASCII, any may."""
    return not text.isascii() or _sign_of_a_period().search(text.lower()) is not None


@lru_cache(maxsize=4096)
def read_period(text: str, language: str, *, day_first: bool | None = None) -> Span | Doubt:
    """The first and last day that `text` names: `2026-10`, `Ekim 2026`, `10/2026`, `3. çeyrek 2026`.

    A single day stands for itself. `day_first` says how `5/10/2026` is meant, where that is known;
    Turkish else writes the day first.
    """
    if len(text) > _LONGEST:
        return _UNREADABLE_PERIOD
    folded = fold(unicodedata.normalize("NFKC", without_marks(text))).strip("'").strip()
    if day_first is None:
        day_first = HABITS[language].day_first
    for kind, pattern in _patterns():
        if found := pattern.match(folded):
            return _span(kind, found, day_first=day_first)
    return _range(folded, language, day_first)


def depends_on_order(text: str) -> bool:
    """Whether `text` may name another day: `5/10/2026` month first, `24/10/26` year first."""
    readings = {read_period(text, "en", day_first=first) for first in (True, False)}
    several = len(readings) > 1 and not any(isinstance(each, Doubt) for each in readings)
    return several or _may_begin_with_year(text)


def _may_begin_with_year(text: str) -> bool:
    """Whether `24/10/26` may be 26 October 2024; a year before 2020 is not to be expected."""
    found = _SHORT_DATE.match(text.strip())
    if found is None:
        return False
    first, second, last = (int(part) for part in found.groups())
    return _EXPECTED_SINCE - 2000 <= first <= 31 and 1 <= second <= 12 and 1 <= last <= 31


def _range(folded: str, language: str, day_first: bool | None) -> Span | Doubt:
    """`Oct 2026 – Dec 2026`, `2026-10-05 – 2026-10-11`, `Ekim - Aralık 2026`."""
    for separator in (" - ", "/", "-", " to "):
        first, found, last = folded.partition(separator)
        if not found or separator in last:
            continue
        end = read_period(last, language, day_first=day_first)
        start = read_period(first, language, day_first=day_first)
        if isinstance(start, Doubt) and start.month is not None and not isinstance(end, Doubt):
            start = month_span(end[0].year - (start.month > end[1].month), start.month)
        elif isinstance(end, Doubt) and end.month is not None and not isinstance(start, Doubt):
            end = month_span(start[1].year, end.month)  # `2026 Ocak – Mart`
        elif isinstance(start, Doubt) and not isinstance(end, Doubt):
            start = _begun_before(first, end[0], language, day_first)
        if not isinstance(start, Doubt) and not isinstance(end, Doubt) and start[0] <= end[1]:
            return start[0], end[1]
    return _UNREADABLE_PERIOD


def _begun_before(first: str, end: date, language: str, day_first: bool | None) -> Span | Doubt:
    """The first day of `27 January – 23 February 2026` or `5-11 Ekim 2026`: the last one says the rest."""
    if first.strip().isdigit():
        return _one_day(end.year, end.month, int(first))
    if not any(map(str.isalpha, first)):
        return _UNREADABLE_PERIOD
    this, before = (
        read_period(f"{first} {year}", language, day_first=day_first) for year in (end.year, end.year - 1)
    )
    return this if isinstance(this, Doubt) or this[0] <= end else before


def _span(kind: str, found: re.Match[str], *, day_first: bool | None) -> Span | Doubt:
    groups = found.groupdict()
    if kind == "short":
        return Doubt("ambiguous")
    if kind == "fiscal":
        return Doubt("fiscal")
    if kind == "name":
        return Doubt("no_year", month_numbers()[groups["name"]])
    if kind == "number":
        return Doubt("no_year", int(groups["month"] or groups["month2"]))
    year = int(groups["year"])
    year += 2000 if year < 100 else 0
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return _UNREADABLE_PERIOD
    if kind == "year":
        return date(year, 1, 1), date(year, 12, 31)
    if kind == "slashed" and year < _EXPECTED_SINCE and _may_begin_with_year(found.group()):
        return Doubt("ambiguous")  # 24/01/05 is rather 5 January 2024 than 24 January 2005
    if kind in ("dotted", "slashed"):
        return _numeric_day(groups, year, day_first=True if kind == "dotted" else day_first)
    if kind in ("quarter", "half", "week"):
        return _part_of_year(kind, int(groups["part"] or groups["part2"]), year)
    month = (
        month_numbers()[groups["name"]] if groups.get("name") else int(groups["month"] or groups["month2"])
    )
    return _one_day(year, month, int(groups["day"])) if kind == "day" else month_span(year, month)


def _numeric_day(groups: dict[str, str], year: int, *, day_first: bool | None) -> Span | Doubt:
    first, second = int(groups["first"]), int(groups["second"])
    if first == second or (first > 12 and day_first is not False) or (day_first and second <= 12):
        return _one_day(year, second, first)
    if second > 12 or day_first is False:
        return _one_day(year, first, second)
    return Doubt("ambiguous")


def _part_of_year(kind: str, part: int, year: int) -> Span | Doubt:
    if kind == "quarter":
        return date(year, part * 3 - 2, 1), month_span(year, part * 3)[1]
    if kind == "half":
        return date(year, part * 6 - 5, 1), month_span(year, part * 6)[1]
    try:
        monday = date.fromisocalendar(year, part, 1)
    except ValueError:
        return _UNREADABLE_PERIOD
    return monday, monday + timedelta(days=6)


def _one_day(year: int, month: int, day: int) -> Span | Doubt:
    try:
        found = date(year, month, day)
    except ValueError:
        return _UNREADABLE_PERIOD
    return found, found


def month_span(year: int, month: int) -> Span:
    """The first and the last day of a month."""
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def day_first_of(text: str) -> bool | None:
    """Whether a numeric date proves that the day stands first (`15/10/2026`) or second (`10/15/2026`)."""
    found = re.match(r"^\s*(\d\d?)[/-](\d\d?)[/-](?:\d\d|\d{4})(?!\d)", text)  # 24/1/5 has no year last
    if found is None or _may_begin_with_year(text):
        return None
    first, second = int(found[1]), int(found[2])
    if first > 12 >= second:
        return True
    return False if second > 12 >= first else None
