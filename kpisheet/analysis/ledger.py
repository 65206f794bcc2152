"""The rows as they are used, added up once by channel and period, and from there to any scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.analysis.amounts import BITS, Amounts, amounts_of, doubtful_mask, mask_of, terms_of
from kpisheet.analysis.report import UsedRow
from kpisheet.analysis.spreads import Spreads, Variation
from kpisheet.analysis.sums import Sums, row_mask
from kpisheet.worksheet.channels import Channel
from kpisheet.worksheet.findings import Finding, Severity
from kpisheet.worksheet.long_costs import SPREAD_KEY
from kpisheet.worksheet.periods import Period, runs
from kpisheet.worksheet.sheet import DataTable, Deal, Row, Worksheet
from kpisheet.worksheet.vat import NO_VAT, Vat

_Key = tuple[str, Period | None]
_NOTHING: frozenset[str] = frozenset()
_OF_A_COST = frozenset({"spend", "period", "channel", SPREAD_KEY})  # a share rests on these cells of its cost


class Entry(Struct, frozen=True, gc=False):
    """A row with its amounts. `mask`: what is known, derived and doubted of them, as sums take it.

    `period` is the bit of the row's period, 0 where it has none.
    """

    row: Row
    amounts: Amounts
    mask: int
    period: int


class Slice(Struct, frozen=True, dict=True):
    """The sums of a span of time, by every scope that the report shows."""

    total: Sums
    channels: Mapping[str, Sums]
    dated: Sequence[tuple[Period, Sums]]  # of each channel's periods, in the order of the rows
    channel_periods: Mapping[str, Mapping[Period, Sums]]
    entries: Sequence[Entry]
    span: Period | None

    @cached_property
    def months(self) -> frozenset[Period]:
        """The periods that have rows."""
        return frozenset(period for own in self.channel_periods.values() for period in own)

    @cached_property
    def periods(self) -> Mapping[Period, Sums]:
        """The sums of each period, over its channels."""
        found: defaultdict[Period, Sums] = defaultdict(Sums)
        for period, sums in self.dated:
            found[period].add(sums)
        return found

    @cached_property
    def campaigns(self) -> Mapping[str, Mapping[str | None, Sums]]:
        """By channel and campaign; rows without a campaign are one of their own."""
        found: defaultdict[str, defaultdict[str | None, Sums]] = defaultdict(lambda: defaultdict(Sums))
        within: dict[Period | None, bool] = {}
        for entry in self.entries:
            row = entry.row
            if row.period not in within:
                within[row.period] = inside(row.period, self.span)
            if row.excluded is None and within[row.period]:
                found[row.channel.key][row.campaign].add_row(entry.amounts.values, entry.mask, entry.period)
        return found

    def spent_on_campaigns(self, periods: Container[Period]) -> Mapping[tuple[str, str | None], Decimal]:
        """What each channel's campaigns cost in some of its periods, by rows that know their customers."""
        found: defaultdict[tuple[str, str | None], Decimal] = defaultdict(Decimal)
        for entry in self.entries:
            row, values = entry.row, entry.amounts.values
            counts = row.excluded is None and row.period is not None and row.period in periods
            if counts and "spend" in values and "new_customers" in values:
                found[row.channel.key, row.campaign] += values["spend"]
        return found


class Ledger(Struct, frozen=True, dict=True):
    """All rows that count (nothing excluded), added up by channel and period."""

    entries: tuple[Entry, ...]
    channels: Mapping[str, Channel]
    cells: Mapping[_Key, Sums]
    deals: tuple[Deal, ...] = ()
    slices: dict[Period | None, Slice] = field(default_factory=dict)
    before: Spreads | None = None  # the spreads of the ledger that this one was changed from

    @cached_property
    def _places(self) -> Mapping[_Key, Sequence[int]]:
        """The places of the entries that count, by channel and period."""
        found: defaultdict[_Key, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.entries):
            if entry.row.excluded is None:
                found[entry.row.channel.key, entry.row.period].append(at)
        return found

    def changed(self, rows: Mapping[int, tuple[Row, Amounts]]) -> Ledger:
        """The same with other rows at some places; what is doubted or converted is not said of them."""
        entries = list(self.entries)
        touched: dict[_Key, list[int]] = {}
        for at, (row, amounts) in rows.items():
            before = entries[at]
            mask = row_mask(known=mask_of(amounts.values), derived=mask_of(amounts.derived), doubtful=0)
            entries[at] = Entry(row, amounts, mask, before.period)
            for one in (before.row, row):
                key = one.channel.key, one.period
                touched.setdefault(key, list(self._places.get(key, ())))
            if row.channel.key != before.row.channel.key:
                touched[row.channel.key, row.period].append(at)
        cells = {key: sums for key, sums in self.cells.items() if key not in touched}
        for key, places in touched.items():
            own = [entries[at] for at in places if _counts_for(entries[at].row, key)]
            if own:
                cells[key] = sums = Sums()
                for entry in own:
                    sums.add_row(entry.amounts.values, entry.mask, entry.period)
        ordered = {key: cells[key] for key in (*self.cells, *cells) if key in cells}
        return Ledger(tuple(entries), self.channels, ordered, self.deals, before=self.spreads)

    @cached_property
    def periods(self) -> tuple[Period, ...]:
        """All periods of rows that count, in order."""
        return tuple(sorted({period for _, period in self.cells if period is not None}))

    @cached_property
    def spreads(self) -> Spreads:
        """How much more than chance alone its counts, rates and values vary."""
        if self.before is not None:
            return self.before.with_cells(self.cells)
        return Spreads(self.cells, self.deals)

    def variation(self, channel: str | None = None) -> Variation:
        """The dispersions of a channel's figures, or of figures over several channels."""
        return Variation(self.spreads, channel)

    def slice(self, span: Period | None) -> Slice:
        """The sums of the rows wholly inside `span`; of all rows where it is None."""
        made = self.slices.get(span)
        if made is None:
            made = self.slices[span] = self._slice(span)
        return made

    def within_runs(self, periods: Sequence[Period]) -> Mapping[str, Sums]:
        """The sums by channel of the rows wholly inside these periods, joined where they follow on."""
        joined = runs(periods)
        inside_them = {period for period in self.periods if any(run.contains(period) for run in joined)}
        channels: defaultdict[str, Sums] = defaultdict(Sums)
        for (channel, period), sums in self.cells.items():
            if period in inside_them:
                channels[channel].add(sums)
        return channels

    def _slice(self, span: Period | None) -> Slice:
        total = Sums()
        channels: defaultdict[str, Sums] = defaultdict(Sums)
        dated: list[tuple[Period, Sums]] = []
        channel_periods: defaultdict[str, dict[Period, Sums]] = defaultdict(dict)
        for (channel, period), sums in self.cells.items():
            if not inside(period, span):
                continue
            channels[channel].add(sums)
            if period is not None:
                channel_periods[channel][period] = sums
                dated.append((period, sums))
        for sums in channels.values():
            total.add(sums)
        return Slice(total, channels, dated, channel_periods, self.entries, span)


def inside(period: Period | None, span: Period | None) -> bool:
    """Whether a row's period lies wholly inside the span; everything does where there is no span."""
    return span is None or (period is not None and span.contains(period))


def _counts_for(row: Row, key: _Key) -> bool:
    return row.excluded is None and (row.channel.key, row.period) == key


_Spot = tuple[str, int, int | None]  # sheet, row, column; of a list's row no column


class Doubts(Struct, frozen=True):
    """The column keys that errors and warnings touch, by the row of a list, or the cell of other tables."""

    touched: Mapping[_Spot, frozenset[str]] = {}

    def of(self, row: Row) -> frozenset[str]:
        """The keys that are doubted in a row, wherever its cells stand."""
        if not row.places:
            return self.touched.get((row.sheet, row.number, None), _NOTHING)
        if not self.touched:
            return _NOTHING
        spots = ((place.sheet, place.row or 0, place.column) for place in row.places.values())
        return _NOTHING.union(*(self.touched[spot] for spot in spots if spot in self.touched))


def doubts_of(findings: Iterable[Finding], table: DataTable) -> Doubts:
    """What errors and warnings on the cells of the table of channels touch."""
    sheets = {table.sheet, *(sheet for sheet, _ in table.areas)}
    touched: defaultdict[_Spot, set[str]] = defaultdict(set)
    for finding in findings:
        place = finding.place
        if finding.severity is Severity.INFO or place is None or place.row is None:
            continue
        if place.sheet in sheets and finding.affects:
            touched[place.sheet, place.row, None if table.is_list else place.column] |= finding.affects
    return Doubts({spot: frozenset(keys) for spot, keys in touched.items()})


def entries_of(worksheet: Worksheet) -> list[tuple[Row, Amounts]]:
    """All rows, with their amounts."""
    terms = terms_of(worksheet.settings)
    return [(row, amounts_of(row, terms)) for row in worksheet.reckoned]


def ledger_of(
    rows: Iterable[tuple[Row, Amounts]],
    doubts: Doubts,
    *,
    margin_doubted: bool = False,
    deals: tuple[Deal, ...] = (),
) -> Ledger:
    """Add up `rows`; `margin_doubted`: a finding touches the gross margin of Business."""
    entries: list[Entry] = []
    channels: dict[str, Channel] = {}
    cells: defaultdict[_Key, Sums] = defaultdict(Sums)
    period_bits: dict[Period, int] = {}
    for row, amounts in rows:
        values, period = amounts.values, row.period
        doubtful = _doubtful(row, amounts, doubts, margin_doubted=margin_doubted)
        derived = mask_of(amounts.derived) if amounts.derived else 0
        converted = doubtful_mask(amounts, row.converted) if row.converted else 0
        mask = row_mask(known=mask_of(values), derived=derived, doubtful=doubtful, converted=converted)
        bit = 0 if period is None else period_bits.setdefault(period, 1 << len(period_bits))
        entries.append(Entry(row, amounts, mask, bit))
        if row.excluded is None:
            channels.setdefault(row.channel.key, row.channel)
            cells[row.channel.key, period].add_row(values, mask, bit)
    return Ledger(tuple(entries), channels, cells, deals)


def _doubtful(row: Row, amounts: Amounts, doubts: Doubts, *, margin_doubted: bool) -> int:
    """The bits of the amounts that rest on a doubted cell, or on a doubted margin of Business."""
    doubted = doubts.of(row)
    if any(not _OF_A_COST.isdisjoint(doubts.of(share.of)) for share in row.shares):
        doubted |= {"spend"}
    doubtful = doubtful_mask(amounts, doubted) if doubted else 0
    if margin_doubted and "gross_margin" not in row.values:
        doubtful |= BITS["gross_profit"]
    return doubtful


def used_rows(ledger: Ledger, span: Period | None, vat: Vat = NO_VAT) -> tuple[UsedRow, ...]:
    """Every row as it was used, those that were left out too; `vat`: taken out of shares of costs."""
    within = {period: inside(period, span) for period in (None, *ledger.periods)}
    return tuple(
        [
            UsedRow(
                row.sheet,
                row.number,
                row.channel,
                row.period,
                row.campaign,
                entry.amounts.values,
                entry.amounts.derived,
                row.excluded is None and within[row.period],
                row.excluded,
                row.cells,
                row.places,
                tuple([replace(share, amount=vat.spend(share.amount)) for share in row.shares]),
                row.typed,
            )
            for entry in ledger.entries
            for row in (entry.row,)
        ]
    )
