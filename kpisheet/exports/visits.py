"""Downloads of web analytics, search engines, business profiles, mail: visitors, calls, pieces by month."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from msgspec import Struct, field

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.body import Body
from kpisheet.exports.days import of_file_name, settled, told_by
from kpisheet.exports.lines import ChannelLine, Conversions, Extract, Remark, Taught
from kpisheet.exports.mapping import channel_of_group
from kpisheet.exports.naming import channel_name, system_channel
from kpisheet.exports.numbers import Blank
from kpisheet.exports.pages import Line, text_of
from kpisheet.exports.systems import Kind
from kpisheet.exports.tables import FoundTable
from kpisheet.exports.words import says
from kpisheet.worksheet.periods import Period

_WHERE_FROM = ("channel_group", "source_medium", "channel", "source", "platform", "lead_source")
_VISITORS = ("sessions", "visitors", "users")
_DIGITS = re.compile(r"\D")
_TEST_LEAD = "<test lead"  # as Meta's forms try themselves out
_WHEN = ("period", "week", "created", "survey_time", "starts")
_EACH_COUNTS = (Kind.LEADS, Kind.CALLS)  # a line is one, whatever figures stand in it

Gives = Callable[["CountReader", Line], Iterable[tuple[str, Decimal | Blank]]]


class CountReader(Struct, dict=True):
    """One table of counts that add up: what a line gives depends on the kind."""

    table: FoundTable
    language: str
    taught: Taught
    remarks: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.body = Body(self.table, self.language)
        self.columns = self.body.columns
        self.used = self.left_out = 0
        self.callers: set[str] = set()
        file = self.table.page.file
        self._above = told_by(self.table.above, self.language) or of_file_name(file)
        self._where = next((key for key in _WHERE_FROM if key in self.columns), None)
        self._when = next((key for key in _WHEN if key in self.columns), None)

    def read(self) -> Extract:
        """The sums by month and channel. Raises `UnreadableFileError` for a line whose cells are shifted."""
        kind = self.table.what.kind
        sums: dict[tuple[Period | None, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        spoiled: set[tuple[Period | None, str, str]] = set()
        lines = self.table.lines() if kind in _EACH_COUNTS else self.body.lines()
        for line in lines:
            if self.body.misshapen(line):
                raise UnreadableFileError("export_shifted", row=line.number)
            if self._is_total(line):
                self.left_out += 1
                continue
            group = (self._period(line), self._channel(line))
            for key, number in _GIVES[kind](self, line):
                if isinstance(number, Decimal):
                    sums[group][key] += number
                elif number is Blank.UNREADABLE:
                    spoiled.add((*group, key))
                    self._tell_unreadable(line)
            self.used += 1
        return self._extract(sums, spoiled)

    def _is_total(self, line: Line) -> bool:
        if self.body.says_total(line) is not None:
            return True
        if self.table.what.kind in _EACH_COUNTS:
            return any(text_of(cell).startswith(_TEST_LEAD) for cell in line.cells)
        return self._where is not None and not self.body.text(line, self._where)

    def _period(self, line: Line) -> Period | None:
        if self.taught.month:
            return self.taught.month
        if self._when is None:
            return self._above
        span = self.body.days.span(self.body.cell(line, self._when))
        if span is None and not any(remark.code == "K923" for remark in self.remarks):
            facts = {
                "row": line.number,
                "column": self.columns[self._when].text,
                "typed": self.body.text(line, self._when),
            }
            self.remarks.append(Remark("K923", facts))
        return span

    def _channel(self, line: Line) -> str:
        if self.taught.channel:
            return self.taught.channel
        system = self.table.what.system
        if system is not None and system.channel is not None:
            if says("yes", self.body.text(line, "unpaid")):
                return channel_name("organic_social", self.language)
            return system_channel(system, self.language)
        if self.table.what.kind is Kind.MAIL:
            return channel_name("email", self.language)
        if self._where is None:
            return channel_name("unknown", self.language)
        text = self.body.sourced(line, self.body.text(line, self._where), self._where)
        return channel_of_group(text, self.language)

    def tell_repeated_calls(self) -> None:
        """Say once that calls of who had called before are no leads."""
        if not any(remark.code == "K949" for remark in self.remarks):
            self.remarks.append(Remark("K949"))

    def _tell_unreadable(self, line: Line) -> None:
        if not any(remark.code == "K921" for remark in self.remarks):
            column = next(header for key, header in self.columns.items() if key in self.body.numeric)
            self.remarks.append(Remark("K921", {"row": line.number, "column": column.text, "typed": "…"}))

    def _extract(
        self,
        sums: dict[tuple[Period | None, str], dict[str, Decimal]],
        spoiled: set[tuple[Period | None, str, str]],
    ) -> Extract:
        told = [*(group[0] for group in sums), *(group[0] for group in spoiled)]
        months = settled(period for period in told if period)
        joined: dict[tuple[Period | None, str], dict[str, Decimal]] = defaultdict(
            lambda: defaultdict(Decimal)
        )
        bad = {(months[period] if period else None, channel, key) for period, channel, key in spoiled}
        for (period, channel), values in sums.items():
            to = (months[period] if period else None, channel)
            for key, number in values.items():
                joined[to][key] += number
        if months:
            joined = {group: values for group, values in joined.items() if group[0] is not None}
        if self.used and not months:
            self.remarks.append(Remark("K926"))
        return Extract(
            file=self.table.page.file,
            kind=self.table.what.kind,
            system=self.table.what.system,
            channels=tuple(
                ChannelLine(
                    *group, {key: number for key, number in values.items() if (*group, key) not in bad}
                )
                for group, values in joined.items()
            ),
            rows_used=self.used,
            rows_left_out=self.left_out,
            remarks=tuple(self.remarks),
            language=self.language,
            sheet=self.table.page.sheet,
        )


def _visits(reader: CountReader, line: Line) -> Iterable[tuple[str, Decimal | Blank]]:
    key = next(key for key in _VISITORS if key in reader.columns)
    yield "visitors", reader.body.number(line, key)
    told = reader.taught.conversions or reader.taught.usual
    if told in (Conversions.LEADS, Conversions.CUSTOMERS) and "conversions" in reader.columns:
        yield (
            "leads" if told is Conversions.LEADS else "new_customers",
            reader.body.number(line, "conversions"),
        )


def _clicks(reader: CountReader, line: Line) -> Iterable[tuple[str, Decimal | Blank]]:
    yield "visitors", reader.body.number(line, "clicks")


def _contacts_made(reader: CountReader, line: Line) -> Iterable[tuple[str, Decimal | Blank]]:
    for key in ("calls", "messages", "bookings"):
        yield "leads", reader.body.number(line, key)


def _one_lead(reader: CountReader, line: Line) -> Iterable[tuple[str, Decimal | Blank]]:
    """A lead that was charged for; those not charged or credited were no request of their own."""
    status = reader.body.text(line, "status")
    charged = not status or (says("charged", status) and not says("not_charged", status))
    if charged:
        yield "leads", Decimal(1)
    else:
        reader.left_out += 1
        reader.used -= 1


def _one_call(reader: CountReader, line: Line) -> Iterable[tuple[str, Decimal | Blank]]:
    """A caller's first call is a lead; those who call again are known already."""
    caller = _DIGITS.sub("", reader.body.text(line, "caller"))
    again = caller in reader.callers or (
        "first_call" in reader.columns and not says("yes", reader.body.text(line, "first_call"))
    )
    if caller:
        reader.callers.add(caller)
    if again:
        reader.left_out += 1
        reader.used -= 1
        reader.tell_repeated_calls()
    else:
        yield "leads", Decimal(1)


def _pieces(reader: CountReader, line: Line) -> Iterable[tuple[str, Decimal | Blank]]:
    yield "pieces_sent", reader.body.number(line, "recipients")


_GIVES: dict[Kind, Gives] = {
    Kind.VISITS: _visits,
    Kind.SEARCH: _clicks,
    Kind.PROFILE: _contacts_made,
    Kind.LEADS: _one_lead,
    Kind.CALLS: _one_call,
    Kind.MAIL: _pieces,
}


def chosen_counts(tables: Sequence[FoundTable]) -> list[FoundTable]:
    """Of several tables that tell the same visits in other ways, the one that tells most for the worksheet.

    By session before by first user; by channel group before by source; by day before without.
    """
    if not tables:
        return []
    return [max(tables, key=_tells)]


def _tells(table: FoundTable) -> tuple[bool, bool, bool, bool]:
    columns = table.what.columns
    first_user = any(
        "first user" in header.name or "ilk kullanici" in header.name for header in table.what.headers
    )
    return (
        "channel_group" in columns or "channel" in columns,
        not first_user,
        "sessions" in columns,
        "period" in columns,
    )
