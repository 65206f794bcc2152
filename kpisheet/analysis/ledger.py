"""The rows as they are used, added up once by channel, campaign and period, and from there to any scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct, field

from kpisheet.analysis.amounts import BITS, EVERY_BIT, Amounts, amounts_of, doubtful_mask, mask_of
from kpisheet.analysis.figures import RowFigures
from kpisheet.analysis.months import runs
from kpisheet.analysis.report import UsedRow
from kpisheet.analysis.sums import Sums
from kpisheet.worksheet.channels import Channel
from kpisheet.worksheet.findings import Finding, Severity
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import Row, Worksheet

_Key = tuple[str, str | None, Period | None]
_NOTHING: frozenset[str] = frozenset()


class Entry(Struct, frozen=True):
    """A row with its amounts; `doubtful`: the bits of the amounts that rest on a doubted cell."""

    row: Row
    amounts: Amounts
    doubtful: int


class Slice(Struct, frozen=True):
    """The sums of a span of time, by every scope that the report shows."""

    total: Sums
    channels: Mapping[str, Sums]
    campaigns: Mapping[str, Mapping[str | None, Sums]]
    periods: Mapping[Period, Sums]
    channel_periods: Mapping[str, Mapping[Period, Sums]]


class Ledger(Struct, frozen=True, dict=True):
    """All rows that count (nothing excluded), added up by channel, campaign and period."""

    entries: tuple[Entry, ...]
    channels: Mapping[str, Channel]
    cells: Mapping[_Key, Sums]
    slices: dict[Period | None, Slice] = field(default_factory=dict)

    @property
    def periods(self) -> tuple[Period, ...]:
        """All periods of rows that count, in order."""
        return tuple(sorted({period for _, _, period in self.cells if period is not None}))

    def slice(self, span: Period | None) -> Slice:
        """The sums of the rows wholly inside `span`; of all rows where it is None."""
        made = self.slices.get(span)
        if made is None:
            made = self.slices[span] = self._slice(span)
        return made

    def within_runs(self, periods: Sequence[Period]) -> Mapping[str, Sums]:
        """The sums by channel of the rows wholly inside these periods, joined where they follow on."""
        joined = runs(periods)
        channels: defaultdict[str, Sums] = defaultdict(Sums)
        for (channel, _, period), sums in self.cells.items():
            if period is not None and any(run.contains(period) for run in joined):
                channels[channel].add(sums)
        return channels

    def _slice(self, span: Period | None) -> Slice:
        total = Sums()
        channels: defaultdict[str, Sums] = defaultdict(Sums)
        campaigns: defaultdict[str, defaultdict[str | None, Sums]] = defaultdict(lambda: defaultdict(Sums))
        periods: defaultdict[Period, Sums] = defaultdict(Sums)
        channel_periods: defaultdict[str, defaultdict[Period, Sums]] = defaultdict(lambda: defaultdict(Sums))
        for (channel, campaign, period), sums in self.cells.items():
            if not inside(period, span):
                continue
            campaigns[channel][campaign].add(sums)
            if period is not None:
                channel_periods[channel][period].add(sums)
        for channel, parts in campaigns.items():
            for sums in parts.values():
                channels[channel].add(sums)
            total.add(channels[channel])
        for parts_by_period in channel_periods.values():
            for period, sums in parts_by_period.items():
                periods[period].add(sums)
        return Slice(total, channels, campaigns, periods, channel_periods)


def inside(period: Period | None, span: Period | None) -> bool:
    """Whether a row's period lies wholly inside the span; everything does where there is no span."""
    return span is None or (period is not None and span.contains(period))


def doubts_of(findings: Iterable[Finding], rows_sheet: str) -> Mapping[tuple[str, int], frozenset[str]]:
    """The column keys that errors and warnings touch, by sheet and row of the table of channels."""
    doubts: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for finding in findings:
        place = finding.place
        if finding.severity is Severity.INFO or place is None or place.row is None:
            continue
        if place.sheet == rows_sheet and finding.affects:
            doubts[place.sheet, place.row] |= finding.affects
    return {key: frozenset(keys) for key, keys in doubts.items()}


def entries_of(worksheet: Worksheet) -> list[tuple[Row, Amounts]]:
    """All rows, with their amounts."""
    margin = worksheet.settings.number("gross_margin")
    return [(row, amounts_of(row, margin)) for row in worksheet.rows]


def ledger_of(
    rows: Iterable[tuple[Row, Amounts]],
    doubts: Mapping[tuple[str, int], frozenset[str]],
    *,
    margin_doubted: bool = False,
) -> Ledger:
    """Add up `rows`; `margin_doubted`: a finding touches the gross margin of Business."""
    entries: list[Entry] = []
    channels: dict[str, Channel] = {}
    cells: dict[_Key, Sums] = {}
    period_bits: dict[Period, int] = {}
    for row, amounts in rows:
        doubted = doubts.get((row.sheet, row.number), _NOTHING)
        doubtful = doubtful_mask(amounts, doubted) if doubted else 0
        if margin_doubted and "gross_margin" not in row.values:
            doubtful |= BITS["gross_profit"]
        entries.append(Entry(row, amounts, doubtful & EVERY_BIT))
        if row.excluded is not None:
            continue
        channels.setdefault(row.channel.key, row.channel)
        key = (row.channel.key, row.campaign, row.period)
        sums = cells.get(key)
        if sums is None:
            sums = cells[key] = Sums()
        bit = 0 if row.period is None else period_bits.setdefault(row.period, 1 << len(period_bits))
        sums.add_row(
            amounts.values,
            known=mask_of(amounts.values),
            derived=mask_of(amounts.derived) if amounts.derived else 0,
            doubtful=doubtful,
            period=bit,
        )
    return Ledger(tuple(entries), channels, cells)


def used_rows(ledger: Ledger, span: Period | None) -> tuple[UsedRow, ...]:
    """Every row as it was used, those that were left out too."""
    return tuple(_used(entry, span) for entry in ledger.entries)


def _used(entry: Entry, span: Period | None) -> UsedRow:
    row = entry.row
    return UsedRow(
        row.sheet,
        row.number,
        row.channel,
        row.period,
        row.campaign,
        entry.amounts.values,
        entry.amounts.derived,
        RowFigures(entry.amounts, doubtful=entry.doubtful, website=row.channel.website),
        in_report=row.excluded is None and inside(row.period, span),
        excluded=row.excluded,
        cells=row.cells,
    )
