"""Downloads that say what was spent: an ad system's, or a campaign table of no known system."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import Any

from msgspec import Struct, field

from kpisheet.errors import UnreadableFileError
from kpisheet.exports.body import Body
from kpisheet.exports.days import settled
from kpisheet.exports.headers import SPENDS
from kpisheet.exports.lead_columns import lead_columns
from kpisheet.exports.line_periods import LinePeriods
from kpisheet.exports.lines import ChannelLine, Conversions, Extract, Remark, Taught
from kpisheet.exports.naming import channel_of_title, platform_channel, system_channel
from kpisheet.exports.numbers import Blank
from kpisheet.exports.other_amounts import LinesSeen, said_of_amounts
from kpisheet.exports.pages import Line
from kpisheet.exports.plan_column import PlanColumns
from kpisheet.exports.spend_columns import spend_columns
from kpisheet.exports.systems import SYSTEMS, Results
from kpisheet.exports.tables import FoundTable
from kpisheet.exports.totals import Judgement, judged
from kpisheet.exports.unread_columns import unread_columns
from kpisheet.exports.words import says
from kpisheet.texts.aliases import plain
from kpisheet.texts.currencies import currency_code
from kpisheet.texts.language import Term
from kpisheet.worksheet.naming import channel_names
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.plan_rows import planned_lines
from kpisheet.worksheet.totals import may_be_total_label

_MOST_UNNAMED = 3  # totals without a word of one that are told of, each with its rows
_PLAINLY_CHANNELS = frozenset({"channel", "channels", "kanal", "kanallar", "marketing channel"})
_CHANNELS = ("channel", "platform", "channel_group", "source_medium", "lead_source", "source", "medium")
# What a table of no known system gives beside spend; an ad system gives its leads alone.
_OWN = ("visitors", "leads", "new_customers", "revenue", "sales", "mql", "sql", "quotes")
_COLUMNS = ("spend", "budget", *_OWN)
_RECKONED = {**SPENDS, **dict.fromkeys(("revenue", "new_customers", "leads"), Decimal(1))}  # sums by which
_BROUGHT = frozenset(_OWN) - {"visitors"}

Group = tuple[Period | None, str, str | None]


class _Sums(Struct):
    """Sums by group and column, and the columns with a cell that can't be read: they are left blank."""

    values: dict[Group, dict[str, Decimal]] = field(default_factory=dict)
    spoiled: set[tuple[Group, str]] = field(default_factory=set)
    lines: Counter[Group] = field(default_factory=Counter)
    unpriced: dict[Group, list[int]] = field(default_factory=dict)  # lines with results, spend blank

    def add(self, group: Group, key: str, number: Decimal) -> None:
        sums = self.values[group]
        sums[key] = sums.get(key, Decimal(0)) + number


class SpendReader(Struct, dict=True):
    """One table that says what was spent."""

    table: FoundTable
    language: str
    taught: Taught
    remarks: list[Remark] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.body = Body(self.table, self.language)
        what = self.table.what
        self.system = what.system
        self.file = self.table.page.file
        self._is_proven = False
        if self.system is None and "spend" in self.body.columns:
            self._choose_spend()
        if self.system is None and "leads" in self.body.columns:
            self._choose_leads()
        self.plans = PlanColumns() if self.system else PlanColumns.of(self.body)
        if self.plans.plan is not None:
            self.body.take("budget", self.plans.plan)
        self.columns = self.body.columns
        self.spend_key, self.scale = next(
            (key, scale) for key, scale in _RECKONED.items() if key in self.columns
        )
        self.sums = _Sums()
        self.seen = LinesSeen(self.body)
        self._alike: Sequence[tuple[str, str, Decimal]] | None = None
        self.used = self.left_out = 0
        self.currencies: dict[str, None] = {}
        self.times = LinePeriods(self.body, self.language, self.taught, self.remarks)

    def _choose_spend(self) -> None:
        """Take the column of cost that is another one and its fees; tell of fees that no spend holds."""
        costs = spend_columns(self.body)
        self._is_proven = bool(costs.parts)
        if costs.parts:
            self.body.take("spend", costs.spend)
            parts = " + ".join(header.text for header in costs.parts)
            self.remarks.append(Remark("K951", {"column": costs.spend.text, "parts": parts}))
        for column, total in costs.fees.items():
            self.remarks.append(Remark("K952", {"column": column, "total": total}))

    def _choose_leads(self) -> None:
        """Take the column of all leads; ask about those that it doesn't hold."""
        found = lead_columns(self.body)
        if found.parts:
            self.body.take("leads", found.leads)
            parts = " + ".join(header.text for header in found.parts)
            self.remarks.append(Remark("K954", {"column": found.leads.text, "parts": parts}))
        for column, more in found.others.items():
            self.remarks.append(Remark("K955", {"column": column, "read": found.leads.text, "more": more}))

    def read(self) -> Extract:
        """The sums of the table. Raises `UnreadableFileError` where it can't be told what it says."""
        self._refuse_overlaps()
        self._refuse_rivals()
        plans = self._plans()
        judgement = judged(self.body, self.spend_key)
        for line in self.body.lines():
            if line.number in plans:
                self.left_out += 1
                continue
            if self.body.misshapen(line):
                raise UnreadableFileError("export_shifted", row=line.number)
            if judgement.leaves_out(line.number):
                self._leave_total(line, judgement)
            elif line.number in judgement.unclear:
                raise UnreadableFileError("export_totals_unclear", row=line.number)
            else:
                if judgement.asks(line.number):
                    self._remark_once("K944", row=line.number, label=self._label(line))
                self._take(line)
        return self._extract()

    def _plans(self) -> frozenset[int]:
        """The lines of a plan among those of what happened, as a column says of them."""
        unread = [header.column for header in self.table.what.headers if header.key is None]
        if not unread or self.system is not None:
            return frozenset()
        found = planned_lines((line.number, _texts(line, unread)) for line in self.body.lines())
        if found is None:
            return frozenset()
        _, label, numbers = found
        self.remarks.append(Remark("K953", {"row": numbers[0], "label": label, "n": len(numbers)}))
        return frozenset(numbers)

    def _refuse_overlaps(self) -> None:
        """A table by asset says the same cost at each asset that was shown together."""
        header = next((each for each in self.table.what.headers if each.key == "asset"), None)
        if header is not None:
            raise UnreadableFileError("export_overlapping", column=header.text)

    def _refuse_rivals(self) -> None:
        """Two columns that both say what was spent, and not the same: which one is asked."""
        for one, other in () if self._is_proven else self.table.what.rivals:
            for line in self.body.lines():
                cells = [
                    line.cells[each.column] if each.column < len(line.cells) else None
                    for each in (one, other)
                ]
                first, second = (
                    self.body.numbers.number(each.column, cell)
                    for each, cell in zip((one, other), cells, strict=True)
                )
                if first != second:
                    raise UnreadableFileError("export_two_columns", one=one.text, other=other.text)

    def _leave_total(self, line: Line, judgement: Judgement) -> None:
        self.left_out += 1
        if (unnamed := judgement.by_figures(line.number)) is not None:
            facts = {"row": line.number, "label": self._label(line)}
            if sum(remark.code == "K950" for remark in self.remarks) < _MOST_UNNAMED:
                self.remarks.append(Remark("K950", {**facts, "first": unnamed.first, "last": unnamed.last}))
            return
        self._remark_once("K922", row=line.number, label=self._label(line))
        differing = judgement.differing(line.number)
        difference = differing.differences.get(self.spend_key) if differing else None
        if difference is not None:
            says, adds = difference.says * self.scale, difference.adds * self.scale
            self._remark_once("K943", row=line.number, label=self._label(line), says=says, adds=adds)

    def _remark_once(self, code: str, **facts: Any) -> None:
        if not any(remark.code == code for remark in self.remarks):
            self.remarks.append(Remark(code, facts))

    def _label(self, line: Line) -> str:
        """What a line calls itself: the words that say that it is a total, else its name, else its first."""
        named = (self.body.text(line, key) for key in ("channel", *DIMENSION_KEYS))
        texts = [text for text in named if text]
        texts += [cell.strip() for cell in line.cells if isinstance(cell, str) and cell.strip(" -")]
        return next((text for text in texts if may_be_total_label(text)), texts[0] if texts else "–")

    def _take(self, line: Line) -> None:
        """Add one line to its group."""
        group = (self.times.period(line), self._channel(line), self._campaign(line))
        self.used += 1
        brought = has_spend = False
        self.sums.values.setdefault(group, {})
        self.sums.lines[group] += 1
        for key, source, scale in self._wanted(line):
            number = self.body.number(line, source)
            if number is Blank.UNREADABLE:
                self._spoil("K921", group, key, line, source)
            elif isinstance(number, Decimal) and number < 0:
                self._spoil("K967", group, key, line, source)
            elif isinstance(number, Decimal):
                has_spend = has_spend or (key == "spend" and number > 0)
                self.sums.add(group, key, number * scale)
                brought = brought or (key in _BROUGHT and number > 0)
        if brought and self.body.number(line, self.spend_key) is Blank.NOTHING:
            self.sums.unpriced.setdefault(group, []).append(line.number)
        self.seen.take(line, group, has_spend=has_spend)
        self._note_currency(line)

    def _wanted(self, line: Line) -> Sequence[tuple[str, str, Decimal]]:
        """Column of Channels, meaning of the cell, and factor; alike for all lines unless results differ."""
        if "indicator" in self.columns or "results" in self.columns:
            return tuple(self._wanted_of(line))
        if self._alike is None:
            self._alike = tuple(self._wanted_of(line))
        return self._alike

    def _wanted_of(self, line: Line) -> Iterator[tuple[str, str, Decimal]]:
        if self.spend_key in SPENDS:
            yield "spend", self.spend_key, self.scale
        one = Decimal(1)
        if "budget" in self.columns:
            yield "budget", "budget", one
        if self.system is None:
            yield from ((self._meant(key), key, one) for key in _OWN if key in self.columns)
            if "visitors" not in self.columns:
                yield from (("visitors", key, one) for key in ("sessions", "users") if key in self.columns)
        if told := self._leads_of_their_own():
            yield from (("leads", key, one) for key in told)
            return
        results = self._results(line)
        if results is not None:
            self._tell_counted(*results)
            yield (*results, one)
        elif "results" in self.columns and self.taught.conversions is None and "leads" not in self.columns:
            self._tell_not_counted(line)

    def _meant(self, key: str) -> str:
        """The column that a meaning goes to: *Sales* whose cells name a currency are revenue."""
        money = key == "sales" and "revenue" not in self.columns
        return "revenue" if money and self.body.places[key] in self.body.numbers.money else key

    def _leads_of_their_own(self) -> tuple[str, ...]:
        """Meta's columns of forms, messages and calls, leads all, where no indicator says which."""
        if self.system is None or self.system.key != "meta_ads" or self.taught.conversions is not None:
            return ()
        if "leads" not in self.columns and "results" in self.columns:
            return ()
        return tuple(key for key in ("leads", "messages", "calls") if key in self.columns)

    def _tell_counted(self, target: str, column: str) -> None:
        if column == "conversions" and self.taught.conversions is None and self.taught.usual is None:
            counted = Term(f"columns.{target}.header")
            remark = Remark("K938", {"column": self.columns[column].text, "counted": counted})
            if remark not in self.remarks:
                self.remarks.append(remark)

    def _tell_not_counted(self, line: Line) -> None:
        if self.body.text(line, "results") and not any(remark.code == "K936" for remark in self.remarks):
            typed = self.body.text(line, "indicator") or self.columns["results"].text
            self.remarks.append(Remark("K936", {"row": line.number, "typed": typed}))

    def _results(self, line: Line) -> tuple[str, str] | None:
        """What the line's conversions count as, and the column that holds them."""
        told = self.taught.conversions
        if told is None and not self.body.text(line, "indicator"):
            told = self.taught.usual  # an indicator says more than what is usual
        if told is Conversions.IGNORE:
            return None
        target = "new_customers" if told is Conversions.CUSTOMERS else "leads"
        if self.system is not None and "leads" in self.columns and told is None:
            return "leads", "leads"
        column = next((key for key in ("conversions", "results") if key in self.columns), None)
        if column is None or (self.system is None and target in self.columns):
            return None
        rule = self.system.results if self.system else Results.LEADS
        if told is None and rule is Results.NONE:
            return None
        if told is None and column == "results":
            return (target, column) if says("lead_result", self.body.text(line, "indicator")) else None
        return target, column

    def _spoil(self, code: str, group: Group, key: str, line: Line, source: str) -> None:
        place = self.columns[source]
        typed = self.body.text(line, source)
        self.sums.spoiled.add((group, key))
        if not any(remark.code == code and remark.facts["column"] == place.text for remark in self.remarks):
            self.remarks.append(Remark(code, {"row": line.number, "column": place.text, "typed": typed}))

    def _note_currency(self, line: Line) -> None:
        if code := currency_code(self.body.text(line, "currency")):
            self.currencies[code] = None

    def _channel(self, line: Line) -> str:
        if self.taught.channel:
            return self.taught.channel
        if self.system is not None and not self._is_of_several:
            platform = self.body.text(line, "platform") if self.system.key == "meta_ads" else ""
            return platform_channel(platform, self.language) or system_channel(self.system, self.language)
        column = next((key for key in _CHANNELS if key in self.columns), None)
        if column is None:
            return self._title_channel
        text = self.body.sourced(line, self.body.text(line, column), column)
        return text or system_channel(None, self.language)

    @cached_property
    def _is_of_several(self) -> bool:
        """Whether a table in one system's form names channels of others, as one that joins several does."""
        if self.system is None or "channel" not in self.columns:
            return False
        others = {each.channel for each in SYSTEMS} - {self.system.channel, None}
        plainly = self.columns["channel"].name in _PLAINLY_CHANNELS
        names = {plain(self.body.text(line, "channel")) for line in self.body.lines()} - {""}
        keys = {known.key if (known := channel_names().get(name)) else None for name in names}
        return not keys.isdisjoint(others) or (plainly and not keys <= {self.system.channel})

    @property
    def _title_channel(self) -> str:
        """The one channel of a table that names none: by its title, its sheet or its file."""
        found = self.__dict__.get("_named")
        if found is None:
            page = self.table.page
            found = channel_of_title(
                (*reversed(self.table.above), page.sheet or "", page.file), self.language
            )
            self.remarks.append(Remark("K924", {"channel": found}))
            self.__dict__["_named"] = found
        return str(found)

    def _campaign(self, line: Line) -> str | None:
        if not self.taught.campaigns:
            return None
        return next((text for key in DIMENSION_KEYS if (text := self.body.text(line, key))), None)

    def _extract(self) -> Extract:
        currency = self._currency()
        if not self.used:
            self.remarks.append(Remark("K925"))
        periods = {group[0] for group in self.sums.values if group[0]}
        if periods:
            self._drop_undated()
        months = settled(periods)
        self._tell_unpriced(months)
        self.remarks += self.seen.told()
        if self.system is None:
            self._tell_unread(months)
            self.remarks += said_of_amounts(self.body, self.columns[self.spend_key], periods)
        if self.used and not periods:
            self.times.tell_missing()
        return Extract(
            file=self.file,
            kind=self.table.what.kind,
            system=self.system,
            channels=tuple(self._lines(months)),
            currency=currency,
            rows_used=self.used,
            rows_left_out=self.left_out,
            remarks=tuple(self.remarks),
            language=self.language,
            sheet=self.table.page.sheet,
        )

    def _tell_unread(self, months: Mapping[Period, Period]) -> None:
        """Say which columns of figures weren't read. A plan is one for a month only in one row for it."""
        reads_plan = self._is_by_month(months)
        if not reads_plan:
            for sums in self.sums.values.values():
                sums.pop("budget", None)
        plans = self.plans.unread(reads_plan=reads_plan)
        told = {header.text for header in self.plans.found}
        unread = [text for text in unread_columns(self.body) if text not in told]
        for code, columns in (("K960", plans), ("K959", unread)):
            if columns:
                self.remarks.append(Remark(code, {"columns": ", ".join(columns), "n": len(columns)}))

    def _is_by_month(self, months: Mapping[Period, Period]) -> bool:
        """Whether each channel has one line for each of its months."""
        lines: Counter[tuple[Period | None, str, str | None]] = Counter()
        for (period, channel, campaign), count in self.sums.lines.items():
            lines[months[period] if period else None, channel, campaign] += count
        return all(count == 1 for count in lines.values())

    def _drop_undated(self) -> None:
        """Leave out what has no month where the rest has one: beside it, it would look like its total."""
        for group in [group for group in self.sums.values if group[0] is None]:
            del self.sums.values[group]

    def _tell_unpriced(self, months: Mapping[Period, Period]) -> None:
        """Say which lines have results and no spend where others of their channel and month have some."""

        def joined(group: Group) -> tuple[Period | None, str]:
            return months[group[0]] if group[0] else None, group[1]

        priced = {joined(group) for group, sums in self.sums.values.items() if "spend" in sums}
        lines = [
            number
            for group, numbers in self.sums.unpriced.items()
            if group in self.sums.values and joined(group) in priced
            for number in numbers
        ]
        if lines and self.system is None:
            self.remarks.append(Remark("K947", {"row": min(lines), "n": len(lines)}))

    def _currency(self) -> str | None:
        """The one currency of the table: its column's, its header's, else that of the cells' signs."""
        told = list(self.currencies)
        header = self.columns[self.spend_key].currency
        if not told and header:
            told = [header]
        if not told:
            told = sorted(self.body.numbers.currencies)
        if len(told) > 1:
            raise UnreadableFileError("export_two_currencies", currencies=told)
        if self.spend_key == "spend_usd":
            return "USD"
        return told[0] if told else None

    def _lines(self, months: dict[Period, Period]) -> Iterator[ChannelLine]:
        joined: dict[Group, dict[str, Decimal]] = defaultdict(dict)
        spoiled: set[tuple[Group, str]] = set()
        for (period, channel, campaign), sums in self.sums.values.items():
            to = (months[period] if period else None, channel, campaign)
            for key, number in sums.items():
                joined[to][key] = joined[to].get(key, Decimal(0)) + number
            spoiled |= {
                (to, key) for key in _COLUMNS if ((period, channel, campaign), key) in self.sums.spoiled
            }
        for group, values in joined.items():
            kept = {key: value for key, value in values.items() if (group, key) not in spoiled}
            yield ChannelLine(group[0], group[1], kept, group[2])


DIMENSION_KEYS = ("campaign", "campaign_id", "group", "ad", "keyword")


def _texts(line: Line, columns: Sequence[int]) -> dict[int, str]:
    cells = ((column, line.cells[column]) for column in columns if column < len(line.cells))
    return {column: cell for column, cell in cells if isinstance(cell, str)}
