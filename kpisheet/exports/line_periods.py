"""When each line of a table was: by its columns of time, else by what its title or its file says."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import Any

from msgspec import Struct, field

from kpisheet.exports.body import Body
from kpisheet.exports.days import named_month, of_file_name, told_by
from kpisheet.exports.lines import Remark, Taught
from kpisheet.exports.pages import Line
from kpisheet.exports.words import words
from kpisheet.worksheet.periods import Period

_FISCAL = re.compile(r"\bFY\s*[-']?\d", re.IGNORECASE)
_SMALL = re.compile(r"\d{1,2}")
_LOOKED_AT = 50  # lines; the dates of a column are alike
_LONG = re.compile(r"\d{3}")


class LinePeriods(Struct, dict=True):
    """The periods of one table's lines, and what is to be said of them."""

    body: Body
    language: str
    taught: Taught
    remarks: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        page = self.body.table.page
        self._choose_period()
        self.columns = self.body.columns
        self._titled = told_by(self.body.table.above, self.language)
        named = (of_file_name(name) for name in (page.sheet or "", page.file))
        self._above = self._titled or next(filter(None, named), None)

    def _choose_period(self) -> None:
        """Of several columns that may say when: the one of dates, before weekdays and numbers of days."""
        known = self.body.columns.get("period")
        named = [header for header in self.body.table.what.headers if header.key == "period"]
        if known is None or len(named) < 2:
            return
        for header in sorted(named, key=lambda each: (each != known, each.column)):
            self.body.take("period", header)
            if self._are_dates():
                return
        of_months = [header for header in named if words("month_word") & set(header.name.split())]
        self.body.take("period", of_months[0] if of_months else known)

    def _are_dates(self) -> bool:
        cells = [self.body.cell(line, "period") for line in islice(self.body.lines(), _LOOKED_AT)]
        for cell in cells:
            self.body.days.learn(cell)
        return any(cells) and all(self.body.days.span(cell) for cell in cells if cell not in (None, ""))

    def period(self, line: Line) -> Period | None:
        """The month, week, day or span of a line; None where nothing tells it."""
        if self.taught.month:
            return self.taught.month
        for key in ("period", "week"):
            if key in self.columns:
                return self._of_column(line, key)
        if "starts" in self.columns:
            return self._begun(line)
        if "year" in self.columns:
            return self._span(line, "year")
        if self._above is None and "fiscal" in self.columns:
            self._tell_once("K957", line, "fiscal")
        return self._above or self._of_campaign(line)

    def tell_missing(self) -> None:
        """Say that no line has a period, unless it was said why."""
        if not any(remark.code in ("K957", "K958") for remark in self.remarks):
            self.remarks.append(Remark("K926"))

    def _of_column(self, line: Line, key: str) -> Period | None:
        found = self._span(line, key) or self._part_of_year(line, key)
        return _whole_week(found) if found and key == "week" else found

    def _begun(self, line: Line) -> Period | None:
        start, end = self._span(line, "starts"), self._span(line, "ends")
        if start is None or (end is not None and end.end < start.start):
            return self._above
        if "ends" not in self.columns and self.body.table.what.system is None:
            self._tell_once("K956", line, "starts")
        return Period(start.start, end.end if end else start.end)

    def _of_campaign(self, line: Line) -> Period | None:
        """The month in which a line's campaign began and ended, where all of them did so in one month."""
        return self._run(line) if self._campaigns_are_short else None

    @cached_property
    def _campaigns_are_short(self) -> bool:
        if not {"campaign_starts", "campaign_ends"} <= self.columns.keys():
            return False
        for line in self.body.lines():
            if self.body.says_total(line) is None and self._run(line) is None:
                self._tell_once("K958", line, "campaign_starts", until=self.body.text(line, "campaign_ends"))
                return False
        return True

    def _run(self, line: Line) -> Period | None:
        start, end = (
            self.body.days.span(self.body.cell(line, key)) for key in ("campaign_starts", "campaign_ends")
        )
        if start is None or end is None:
            return None
        month = Period.month(start.start.year, start.start.month)
        return month if start.start <= end.end <= month.end else None

    def _span(self, line: Line, key: str) -> Period | None:
        cell = self.body.cell(line, key)
        span = self.body.days.span(cell)
        if span is not None and self._titled is not None and not self._titled.overlaps(span):
            span = None  # a spreadsheet of another country took the month for the day
        if span is None and cell not in (None, "") and "year" not in self.columns:
            self._tell_undated(line, key)
        return span

    def _part_of_year(self, line: Line, key: str) -> Period | None:
        """A month, quarter or week without its year, which another column or the title tells."""
        year = self.body.days.span(self.body.cell(line, "year")) or self._above
        if year is None:
            return None
        part = named_month(self.body.cell(line, key))
        kind = self._kind_of_part(key)
        if kind is None and part is not None:
            return Period.month(year.start.year, part)
        text = self.body.text(line, key)
        if _LONG.search(text):
            return None
        named = f"{kind}{text}" if kind and _SMALL.fullmatch(text) else text
        return self.body.days.span(f"{named} {year.start.year}") if named else None

    def _kind_of_part(self, key: str) -> str | None:
        """What a bare number counts, as the header says: `Q` quarters, `W` weeks, None months."""
        if key == "week":
            return "W"
        return "Q" if words("quarter_word") & set(self.columns[key].name.split()) else None

    def _tell_undated(self, line: Line, key: str) -> None:
        text = self.body.text(line, key)
        if self._above and (named_month(self.body.cell(line, key)) or self._part_of_year(line, key)):
            return
        self._tell_once("K957" if _FISCAL.search(text) else "K923", line, key)

    def _tell_once(self, code: str, line: Line, key: str, **facts: Any) -> None:
        if not any(remark.code == code for remark in self.remarks):
            typed = self.body.text(line, key)
            told = {"row": line.number, "column": self.columns[key].text, "typed": typed, **facts}
            self.remarks.append(Remark(code, told))


def _whole_week(week: Period) -> Period:
    if week.start != week.end:
        return week
    return Period(week.start, type(week.start).fromordinal(week.start.toordinal() + 6))
