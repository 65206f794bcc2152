"""Cells and lines of a download to periods: days, months, weeks and the span that a title names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from msgspec import Struct, field

from kpisheet.exports.other_languages import month_of
from kpisheet.exports.pages import Cell
from kpisheet.exports.words import words
from kpisheet.texts.aliases import plain
from kpisheet.texts.folding import fold
from kpisheet.texts.typed_text import Doubt, day_first_of, month_numbers, read_period
from kpisheet.worksheet.periods import Period

_SLASHED = re.compile(r"(\d\d?)[/-](\d\d?)[/-]\d{2,4}")
_LETTERS = re.compile(r"[^\W\d_]+")
_TIME = re.compile(r"(?<![ T,])[ T,]++\d{1,2}:\d\d.*$")
_COMPACT = re.compile(r"(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])")
_ZONED = re.compile(r"^(?:(\d{4}-\d\d-\d\d)[T ]\d{1,2}(?::\d\d.*)?|(\d{8})T\d{4,6}Z?)$")
_WEEKDAY = re.compile(r"^[^\W\d]+,\s+(?=[^\W\d]+\s+\d|\d)")
_FIRST_YEAR, _LAST_YEAR = 1990, 2099
_NEXT_LABEL = re.compile(r"(?<=[\dMm])[,;]?\s+(?=[^\W\d_][\w ()]*:)")  # between a date and `Report End:`
_SPAN_JOINTS = (" - ", " – ", " — ", " to ", "–", "—", " bis ", " ile ")
_SERIALS = range(36_526, 73_050)  # 2000 to 2099 as a spreadsheet counts days
_SECONDS = range(946_684_800, 4_102_444_800)  # the same since 1970, as machines do; also in thousandths
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_. ]?(0[1-9]|1[0-2])(?:[-_. ]?(0[1-9]|[12]\d|3[01]))?(?!\d)")


_ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MOST_WORDS = 3  # `1 de outubro de 2026`
_NOT_YET = object()
_MOST_KEPT = 20_000  # dates read; a file has few different ones


class Days(Struct):
    """Reads the dates of one table in one language, by what its dates prove of their order."""

    language: str
    proofs: set[bool] = field(default_factory=set)
    firsts: set[int] = field(default_factory=set)
    seconds: set[int] = field(default_factory=set)
    seen: set[str] = field(default_factory=set)
    read: dict[tuple[str, bool | None], Period | object | None] = field(default_factory=dict)

    def learn(self, cell: Cell) -> None:
        """Take in what one date proves."""
        if not isinstance(cell, str) or cell in self.seen:
            return
        if len(self.seen) < _MOST_KEPT:
            self.seen.add(cell)
        proof = day_first_of(cell)
        if proof is not None:
            self.proofs.add(proof)
        elif found := _SLASHED.match(cell.lstrip()):
            self.firsts.add(int(found[1]))
            self.seconds.add(int(found[2]))

    def settle(self, within: Period | None) -> None:
        """Take in the span that a title names: the order in which every date lies in it."""
        if within is None or self.day_first is not None or self.proofs:
            return
        doubtful = [text for text in self.seen if _SLASHED.match(text.lstrip())]
        orders = [first for first in (True, False) if all(_lies_in(text, first, within) for text in doubtful)]
        if doubtful and len(orders) == 1:
            self.proofs.add(orders[0])

    @property
    def day_first(self) -> bool | None:
        """Whether the day stands first, where the dates prove it: by a 13th, or by all twelve months."""
        if len(self.proofs) == 1:
            return next(iter(self.proofs))
        if self.proofs:
            return None
        months = set(range(1, 13))
        if self.firsts == {1} and self.seconds == months:
            return True
        return False if self.seconds == {1} and self.firsts == months else None

    def day(self, cell: Cell) -> date | None:
        """The single day that a cell names, or None."""
        span = self.span(cell)
        return span.start if span is not None and span.start == span.end else None

    def span(self, cell: Cell) -> Period | None:
        """The days that a cell names: one, a month's, a quarter's; None where it doesn't say."""
        if isinstance(cell, date):
            return Period(cell, cell)
        if isinstance(cell, Decimal):
            return _number(cell)
        if not cell:
            return None
        order = self.day_first
        known = self.read.get((cell, order), _NOT_YET)
        if known is _NOT_YET:
            known = self._text(cell.strip())
            if len(self.read) < _MOST_KEPT:
                self.read[cell, order] = known
        return known  # type: ignore[return-value]  # what marks the missing is no period

    def _text(self, text: str) -> Period | None:
        zoned = _ZONED.match(text)
        clean = zoned[1] or zoned[2] if zoned else _WEEKDAY.sub("", _TIME.sub("", text))
        if re.fullmatch(r"\d+(\.\d+)?", clean) and (number := _number(Decimal(clean))):
            return number
        reading = read_period(clean, self.language, day_first=self.day_first)
        if isinstance(reading, Doubt):
            reading = read_period(clean, "tr" if self.language == "en" else "en", day_first=self.day_first)
        if isinstance(reading, Doubt) and (spoken := _in_english(clean)) != clean:
            reading = read_period(spoken, "en", day_first=True)
        if isinstance(reading, Doubt) or (self.day_first is None and self._depends(clean)):
            return None
        return Period(*reading)

    def _depends(self, text: str) -> bool:
        """Whether day and month could change places, and Turkish doesn't settle it."""
        readings = {read_period(text, "en", day_first=first) for first in (True, False)}
        return len(readings) > 1 and not any(isinstance(each, Doubt) for each in readings)


def _lies_in(text: str, day_first: bool, within: Period) -> bool:
    reading = read_period(_TIME.sub("", text.strip()), "en", day_first=day_first)
    return not isinstance(reading, Doubt) and within.overlaps(Period(*reading))


def _in_english(text: str) -> str:
    """A date with its month's name in English, where another language names one: `Oktober 2026`."""
    words = [(found[0], month_of(found[0])) for found in _LETTERS.finditer(text)]
    named = [(word, month) for word, month in words if month is not None]
    if len(named) != 1 or len(words) > _MOST_WORDS:
        return text
    word, month = named[0]
    name = _ENGLISH[month - 1]
    return " ".join(
        name if part == word else part
        for part in re.findall(r"[^\W_]+", text)
        if part == word or not part.isalpha()
    )


def _number(number: Decimal) -> Period | None:
    """`20261005`, `202610`, `2026`, seconds since 1970 (UTC), or a spreadsheet's own number of a day."""
    whole = int(number)
    text = str(whole)
    if number == whole and (found := _COMPACT.fullmatch(text)):
        return _period_of(found[1], found[2], found[3])
    if (
        number == whole
        and len(text) == 6
        and _FIRST_YEAR <= whole // 100 <= _LAST_YEAR
        and 1 <= whole % 100 <= 12
    ):
        return Period.month(whole // 100, whole % 100)
    if number == whole and _FIRST_YEAR <= whole <= _LAST_YEAR:
        return Period(date(whole, 1, 1), date(whole, 12, 31))
    if number == whole and (whole in _SECONDS or whole // 1000 in _SECONDS):
        day = datetime.fromtimestamp(whole if whole in _SECONDS else whole // 1000, tz=UTC).date()
        return Period(day, day)
    if whole in _SERIALS:
        day = date(1899, 12, 30) + timedelta(days=whole)
        return Period(day, day)
    return None


def _period_of(year: str, month: str, day: str) -> Period | None:
    try:
        found = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return Period(found, found)


def named_month(cell: Cell) -> int | None:
    """The month of a name without a year (`January`, `Ocak`), or of a bare number from 1 to 12."""
    if isinstance(cell, Decimal):
        return int(cell) if cell == int(cell) and 1 <= cell <= 12 else None
    if not isinstance(cell, str):
        return None
    text = fold(cell).rstrip(".")
    if text.isdigit() and len(text) <= 2 and 1 <= int(text) <= 12:
        return int(text)
    return month_numbers().get(text)


def told_by(texts: Sequence[str], language: str) -> Period | None:
    """The one span that the lines above a table name: `October 1, 2026 - October 31, 2026`, `20261001`.

    The day on which the file was made is none: `Date Generated: November 2, 2026`.
    """
    texts = [text for text in texts if not _says_made(text)]
    found = {span for text in texts if (span := _span_of(text, language))}
    if len(found) == 1:
        return found.pop()
    return _start_and_end(texts, language)


def _says_made(text: str) -> bool:
    """Whether what stands before a colon says that the file was made then, and no start or end."""
    label, sign, _ = text.partition(":")
    said = set(plain(label).split())
    return bool(sign and said & words("made")) and not said & (words("starts") | words("ends"))


def _start_and_end(texts: Iterable[str], language: str) -> Period | None:
    """A start and an end, each behind its label: `# Start: 20261001`, `Start: 8/1/2026, End: 8/31/2026`."""
    pairs = labelled(texts)
    bounds = [pair for pair in pairs if any(_says_bound(part) for part in pair[0].split())]
    values = [value for _, value in bounds or pairs]
    reader = Days(language)
    for value in values:
        reader.learn(value)
    days = [span for value in values if (span := reader.span(value)) is not None]
    return Period(days[0].start, days[1].end) if len(days) == 2 and days[0].start <= days[1].end else None


def labelled(texts: Iterable[str]) -> list[tuple[str, str]]:
    """What stands before and behind each colon above a table; a line may hold several such pairs."""
    parts = (part.partition(":") for text in texts for part in _NEXT_LABEL.split(text))
    return [(label, value.strip(" \t,;\"'")) for label, _, value in parts]


def _says_bound(word: str) -> bool:
    """Whether a word before a date says that something starts or ends on it."""
    return plain(word) in words("starts") | words("ends")


def _span_of(text: str, language: str) -> Period | None:
    clean = text.strip(" \t#\"'")
    found = re.search(r"(20\d{6})\s*[-–]\s*(20\d{6})", clean)
    if found:
        first, last = Days(language).span(found[1]), Days(language).span(found[2])
        return Period(first.start, last.end) if first and last and first.start <= last.end else None
    for joint in _SPAN_JOINTS:
        before, joined, after = clean.partition(joint)
        if not joined:
            continue
        first, last = Days(language).span(_last_date(before)), Days(language).span(after.strip(" ,"))
        if first and last and first.start <= last.end:
            return Period(first.start, last.end)
    return Days(language).span(clean) if 4 < len(clean) < 40 else None


def _last_date(text: str) -> str:
    """The text behind a colon, where one stands before the first date."""
    return text.rpartition(":")[2].strip(" ,")


def of_file_name(name: str) -> Period | None:
    """The month or span that a file's name tells: `google-2026-10.csv`, `…-Oca-22-2026-Şub-18-2026.csv`."""
    stem = name.rpartition(".")[0] or name
    days = _named_days(fold(stem))
    if len(days) == 2 and days[0] <= days[1]:
        return Period(days[0], days[1])
    found = _IN_NAME.findall(stem)
    spans = [_named(each) for each in found]
    known = [span for span in spans if span is not None]
    if len(known) == 1:
        return known[0] if known[0].start != known[0].end else None  # a day is rather that of the download
    if len(known) == 2 and known[0].start <= known[1].end:
        return Period(known[0].start, known[1].end)
    return _month_and_year(fold(stem))


def _named(parts: tuple[str, str, str]) -> Period | None:
    year, month, day = parts
    return _period_of(year, month, day) if day else Period.month(int(year), int(month))


def _named_days(stem: str) -> list[date]:
    found = re.findall(r"([a-z]{3,9})-(\d{1,2})-(20\d\d)", stem)
    days = []
    for name, day, year in found:
        month = month_numbers().get(name)
        span = _period_of(year, f"{month:02}", f"{int(day):02}") if month else None
        if span is not None:
            days.append(span.start)
    return days


def _month_and_year(stem: str) -> Period | None:
    words = re.split(r"[^a-z0-9]+", stem)
    months = {month_numbers()[word] for word in words if word in month_numbers()}
    years = {int(word) for word in words if re.fullmatch(r"20\d\d", word)}
    if len(months) == 1 and len(years) == 1:
        return Period.month(years.pop(), months.pop())
    return None


def settled(periods: Iterable[Period]) -> dict[Period, Period]:
    """The periods to report by, for those that the lines name: none overlaps another.

    All within months: the months. Else spans that overlap are joined into one, as which part of a sum
    belongs to which month can't be told.
    """
    named = sorted(set(periods))
    if all((one.start.year, one.start.month) == (one.end.year, one.end.month) for one in named):
        return {one: Period.month(one.start.year, one.start.month) for one in named}
    joined: list[Period] = []
    for one in named:
        if joined and one.start <= joined[-1].end:
            joined[-1] = Period(joined[-1].start, max(joined[-1].end, one.end))
        else:
            joined.append(one)
    return {one: next(each for each in joined if each.contains(one)) for one in named}
