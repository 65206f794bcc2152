"""Downloads of customer systems: deals and contacts. Names and addresses stay in memory and go nowhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from msgspec import Struct, field

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.body import Body
from kpisheet.exports.lines import ChannelLine, DealLine, Extract, MonthLine, Remark, Taught
from kpisheet.exports.mapping import channel_of_attribution, channel_of_group, channel_of_source
from kpisheet.exports.numbers import Blank
from kpisheet.exports.pages import Line
from kpisheet.exports.tables import FoundTable
from kpisheet.exports.words import says
from kpisheet.texts.currencies import currency_code
from kpisheet.worksheet.periods import Period

_SOURCES = ("lead_source", "channel_group", "source_medium", "channel", "source", "platform", "medium")
_OF_ANALYTICS = frozenset({"channel_group", "source_medium"})
_ONE = Decimal(1)
Sums = dict[tuple[Period, str | None], dict[str, Decimal]]


class CrmReader(Struct, dict=True):
    """What both tables of a customer system share: who came from where, and when."""

    table: FoundTable
    language: str
    taught: Taught
    remarks: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.body = Body(self.table, self.language)
        self.columns = self.body.columns
        self.used = self.left_out = 0
        self.sums: Sums = defaultdict(lambda: defaultdict(Decimal))
        self.spoiled: set[tuple[Period, str | None, str]] = set()
        self.currencies: dict[str, None] = {}
        self.source = next((key for key in _SOURCES if key in self.columns), None)

    def lines(self) -> Iterator[Line]:
        """The lines that aren't totals. Raises `UnreadableFileError` where cells are shifted."""
        for line in self.table.lines():
            if _is_text(line):
                continue
            if self.body.misshapen(line):
                raise UnreadableFileError("export_shifted", row=line.number)
            if self.body.says_total(line) is not None:
                self.left_out += 1
            else:
                yield line

    def channel(self, line: Line) -> str | None:
        """The channel of a line; None where the table hasn't a column that says it."""
        if self.taught.channel or self.source is None:
            return self.taught.channel
        text = self.body.text(line, self.source)
        if self.source == "attribution":
            return channel_of_attribution(text, self.language)
        mapped = channel_of_group if self.source in _OF_ANALYTICS else channel_of_source
        return mapped(self.body.sourced(line, text, self.source), self.language)

    def day(self, line: Line, *keys: str) -> date | None:
        """The first of these days that the line has."""
        for key in keys:
            cell = self.body.cell(line, key)
            day = self.body.days.day(cell)
            if day is not None:
                return day
            if cell not in (None, "") and self.body.text(line, key):
                self.undated(line, key)
        return None

    def undated(self, line: Line, key: str) -> None:
        """Say once that a date can't be read."""
        if not any(remark.code == "K923" for remark in self.remarks):
            facts = {"row": line.number, "column": self.columns[key].text, "typed": self.body.text(line, key)}
            self.remarks.append(Remark("K923", facts))

    def add(self, day: date, channel: str | None, **numbers: Decimal | Blank) -> None:
        """Add to the sums of a month and channel; what can't be read spoils its sum."""
        group = (Period.month(day.year, day.month), channel)
        for key, number in numbers.items():
            if isinstance(number, Decimal):
                self.sums[group][key] += number
            else:
                self.spoiled.add((*group, key))

    def currency(self) -> str | None:
        """The one currency of the amounts. Raises `UnreadableFileError` where there are several."""
        told = list(self.currencies)
        if not told:
            header = self.columns.get("amount") or self.columns.get("total")
            told = [header.currency] if header and header.currency else sorted(self.body.numbers.currencies)
        if len(told) > 1:
            raise UnreadableFileError("export_two_currencies", currencies=told)
        return told[0] if told else None

    def note_currency(self, line: Line) -> None:
        """Remember the currency that the line names."""
        if code := currency_code(self.body.text(line, "currency")):
            self.currencies[code] = None

    def channel_lines(self) -> tuple[ChannelLine, ...]:
        """The sums of each month and channel."""
        return tuple(
            ChannelLine(period, channel, self._kept(period, channel, values))
            for (period, channel), values in self.sums.items()
            if channel is not None
        )

    def month_lines(self) -> tuple[MonthLine, ...]:
        """The sums of each month, of lines whose channel isn't told."""
        names = {"new_customers": "all_new_customers", "revenue": "all_new_revenue"}
        return tuple(
            MonthLine(
                period,
                {
                    names[key]: number
                    for key, number in self._kept(period, None, values).items()
                    if key in names
                },
            )
            for (period, channel), values in self.sums.items()
            if channel is None
        )

    def _kept(self, period: Period, channel: str | None, values: dict[str, Decimal]) -> dict[str, Decimal]:
        return {key: number for key, number in values.items() if (period, channel, key) not in self.spoiled}

    def extract(self, deals: tuple[DealLine, ...] = ()) -> Extract:
        """Everything that the table gives."""
        if not self.used:
            self.remarks.append(Remark("K925"))
        return Extract(
            file=self.table.page.file,
            kind=self.table.what.kind,
            system=self.table.what.system,
            channels=self.channel_lines(),
            months=self.month_lines(),
            deals=deals,
            currency=self.currency(),
            rows_used=self.used,
            rows_left_out=self.left_out,
            remarks=tuple(self.remarks),
            language=self.language,
            sheet=self.table.page.sheet,
        )


def _is_text(line: Line) -> bool:
    """Whether a line holds one cell alone, as a footer does: *Confidential information …*."""
    return sum(1 for cell in line.cells if cell not in (None, "")) == 1


class DealReader(CrmReader, dict=True):
    """Deals: who was won, when, for how much."""

    def read(self) -> Extract:
        """The deals, and what was won per month and channel: each company's first deal is a new customer."""
        deals = sorted(self._deals(), key=lambda each: each[1].closed or date.max)
        companies: set[str] = set()
        won = undated = 0
        for company, deal, amount in deals:
            if deal.outcome != "won":
                continue
            won += 1
            if deal.closed is None:
                undated += 1
                continue
            is_new = not company or company not in companies
            companies.add(company)
            if is_new:
                self.add(deal.closed, deal.channel, new_customers=_ONE, revenue=amount)
        if self.used and not won:
            self.remarks.append(Remark("K928", {"column": self._outcome_column}))
        if undated:
            self.remarks.append(Remark("K942", {"count": undated}))
        if self.source is None and not self.taught.channel:
            self.remarks.append(Remark("K929"))
        self._tell_blank_amounts()
        return self.extract(tuple(deal for _, deal, _ in deals))

    @property
    def _outcome_column(self) -> str:
        keys = (key for key in ("status", "stage", "is_won", "won_at") if key in self.columns)
        return next((self.columns[key].text for key in keys), "–")

    def _tell_blank_amounts(self) -> None:
        if self.spoiled:
            self.remarks.append(Remark("K930", {"column": self.columns["amount"].text}))

    def _deals(self) -> Iterator[tuple[str, DealLine, Decimal | Blank]]:
        for line in self.lines():
            created = self.day(line, "created", "closed", "won_at")
            if created is None:
                self.left_out += 1
                continue
            outcome = self._outcome(line)
            closed = self.day(line, "won_at", "lost_at", "closed") if outcome != "open" else None
            if closed is not None and closed < created:
                created = closed if "created" not in self.columns else created
            self.used += 1
            self.note_currency(line)
            amount = self.body.number(line, "amount")
            value = amount if isinstance(amount, Decimal) and amount >= 0 else None
            deal = DealLine(
                self.body.text(line, "deal") or None, created, closed, outcome, value, self.channel(line)
            )
            yield self.body.text(line, "company"), deal, Blank.NOTHING if value is None else value

    def _outcome(self, line: Line) -> str:
        if self.body.text(line, "won_at") or says("yes", self.body.text(line, "is_won")):
            return "won"
        for key in ("status", "stage"):
            text = self.body.text(line, key)
            if text and says("lost", text):
                return "lost"
            if text and says("won", text) and "is_won" not in self.columns:
                return "won"
        closed = says("yes", self.body.text(line, "is_closed"))
        return "lost" if self.body.text(line, "lost_at") or closed else "open"


class ContactReader(CrmReader, dict=True):
    """Contacts: leads by the month in which they came, and how far they got."""

    def read(self) -> Extract:
        """Leads, MQL and SQL per month and channel."""
        for line in self.lines():
            stage = self.body.text(line, "lifecycle")
            created = self.day(line, "created")
            if created is None or (stage and says("no_contact", stage)):
                self.left_out += 1
                continue
            self.used += 1
            self.add(created, self.channel(line), leads=_ONE, **self._qualified(stage))
        if self.source is None and not self.taught.channel:
            self.remarks.append(Remark("K929"))
        return self.extract()

    def _qualified(self, stage: str) -> dict[str, Decimal]:
        """How far a contact got: a customer was once qualified."""
        if not stage:
            return {}
        beyond = says("beyond_sql", stage)
        sql = beyond or says("sql", stage)
        found = {"mql": _ONE} if sql or says("mql", stage) else {}
        return {**found, "sql": _ONE} if sql else found
