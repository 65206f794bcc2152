"""The same made-up facts in every layout that people use, in both languages, as sheets of plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Lines = list[list[Any]]
Merged = tuple[int, int, int, int]  # first row, first column, last row, last column


@dataclass
class Page:
    """One sheet: its lines from A1, and its merged areas."""

    name: str
    lines: Lines
    merged: list[Merged] = field(default_factory=list)


@dataclass(frozen=True)
class Facts:
    """`values` by channel, month (first day) and metric; a missing one is a blank cell."""

    channels: Sequence[str]
    months: Sequence[date]
    metrics: Sequence[str]
    values: Mapping[tuple[str, date, str], Any]

    def of(self, channel: str, month: date, metric: str) -> Any:
        return self.values.get((channel, month, metric))

    def only(self, *metrics: str) -> Facts:
        kept = {key: value for key, value in self.values.items() if key[2] in metrics}
        return Facts(self.channels, self.months, metrics, kept)


@dataclass(frozen=True)
class Tongue:
    """The words of one language."""

    metrics: Mapping[str, str]
    channel: str
    month: str
    campaign: str
    total: str
    year: str
    start: str
    end: str
    months: Sequence[str]
    spend_title: str
    row_labels: str
    sum_of: str

    def named(self, month: date) -> str:
        return f"{self.months[month.month - 1]} {month.year}"

    def bare(self, month: date) -> str:
        return self.months[month.month - 1]


EN = Tongue(
    {
        "spend": "Spend",
        "visitors": "Visitors",
        "leads": "Leads",
        "new_customers": "New customers",
        "revenue": "Revenue",
    },
    "Channel",
    "Month",
    "Campaign",
    "Total",
    "Year",
    "Start date",
    "End date",
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "Marketing spend",
    "Row Labels",
    "Sum of",
)
TR = Tongue(
    {
        "spend": "Harcama",
        "visitors": "Ziyaretçi",
        "leads": "Potansiyel müşteri",
        "new_customers": "Yeni müşteri",
        "revenue": "Ciro",
    },
    "Kanal",
    "Ay",
    "Kampanya",
    "Toplam",
    "Yıl",
    "Başlangıç",
    "Bitiş",
    [
        "Ocak",
        "Şubat",
        "Mart",
        "Nisan",
        "Mayıs",
        "Haziran",
        "Temmuz",
        "Ağustos",
        "Eylül",
        "Ekim",
        "Kasım",
        "Aralık",
    ],
    "Pazarlama harcaması",
    "Satır Etiketleri",
    "Toplam",
)
TONGUES = {"en": EN, "tr": TR}

Layout = Callable[[Facts, Tongue], list[Page]]


def added(values: Iterable[Any]) -> Any:
    return sum(value for value in values if isinstance(value, int | float))


def months_across(facts: Facts, say: Tongue) -> list[Page]:
    year = facts.months[0].year
    lines: Lines = [[f"{say.spend_title} {year}"], [], [say.channel, *map(say.bare, facts.months), say.total]]
    for channel in facts.channels:
        row = [facts.of(channel, month, "spend") for month in facts.months]
        lines.append([channel, *row, added(row)])
    sums = [added(facts.of(channel, month, "spend") for channel in facts.channels) for month in facts.months]
    return [Page(say.metrics["spend"], [*lines, [say.total, *sums, added(sums)]])]


def block_a_metric(facts: Facts, say: Tongue) -> list[Page]:
    lines: Lines = []
    for metric in facts.metrics:
        lines += [[say.metrics[metric]], [say.channel, *map(say.named, facts.months)]]
        lines += [[c, *(facts.of(c, month, metric) for month in facts.months)] for c in facts.channels]
        sums = [added(facts.of(c, month, metric) for c in facts.channels) for month in facts.months]
        lines += [[say.total, *sums], []]
    return [Page("2026", lines)]


def sheet_a_metric(facts: Facts, say: Tongue) -> list[Page]:
    pages = []
    for metric in facts.metrics:
        lines: Lines = [[say.channel, *facts.months]]
        lines += [[c, *(facts.of(c, month, metric) for month in facts.months)] for c in facts.channels]
        pages.append(Page(say.metrics[metric], lines))
    return pages


def channel_blocks(facts: Facts, say: Tongue) -> list[Page]:
    lines: Lines = [["", *map(say.named, facts.months), say.total]]
    for channel in facts.channels:
        lines.append([channel])
        for metric in facts.metrics:
            row = [facts.of(channel, month, metric) for month in facts.months]
            lines.append([say.metrics[metric], *row, added(row)])
        lines.append([])
    return [Page("Marketing", lines)]


def channel_merged_beside(facts: Facts, say: Tongue) -> list[Page]:
    lines: Lines = [[say.channel, "KPI", *map(say.named, facts.months)]]
    merged: list[Merged] = []
    for channel in facts.channels:
        first = len(lines) + 1
        for index, metric in enumerate(facts.metrics):
            row = [facts.of(channel, month, metric) for month in facts.months]
            lines.append([channel if not index else None, say.metrics[metric], *row])
        merged.append((first, 1, len(lines), 1))
    return [Page("Marketing", lines, merged)]


def channel_once_beside(facts: Facts, say: Tongue) -> list[Page]:
    pages = channel_merged_beside(facts, say)
    return [Page(page.name, page.lines) for page in pages]


def _two_headers(
    facts: Facts, say: Tongue, outer: Sequence[Any], inner: Sequence[Any], *, months_first: bool, merge: bool
) -> list[Page]:
    upper: list[Any] = [None]
    lower: list[Any] = [say.channel]
    merged: list[Merged] = []
    for each in outer:
        merged.append((1, len(upper) + 1, 1, len(upper) + len(inner)))
        upper += [each if not months_first else say.named(each), *[None] * (len(inner) - 1)]
        if months_first:
            lower += [say.metrics[metric] for metric in inner]
        else:
            upper[-len(inner)] = say.metrics[each]
            lower += [say.named(month) for month in inner]
    lines: Lines = [upper, lower]
    for channel in facts.channels:
        cells = [
            facts.of(channel, one, two) if months_first else facts.of(channel, two, one)
            for one in outer
            for two in inner
        ]
        lines.append([channel, *cells])
    return [Page("Marketing", lines, merged if merge else [])]


def months_over_metrics(facts: Facts, say: Tongue) -> list[Page]:
    return _two_headers(facts, say, facts.months, facts.metrics, months_first=True, merge=True)


def months_over_metrics_once(facts: Facts, say: Tongue) -> list[Page]:
    return _two_headers(facts, say, facts.months, facts.metrics, months_first=True, merge=False)


def metrics_over_months(facts: Facts, say: Tongue) -> list[Page]:
    return _two_headers(facts, say, facts.metrics, facts.months, months_first=False, merge=True)


def metrics_over_months_once(facts: Facts, say: Tongue) -> list[Page]:
    return _two_headers(facts, say, facts.metrics, facts.months, months_first=False, merge=False)


def channels_over_metrics(facts: Facts, say: Tongue) -> list[Page]:
    upper: list[Any] = [None]
    for channel in facts.channels:
        upper += [channel, *[None] * (len(facts.metrics) - 1)]
    names = [say.metrics[metric] for metric in facts.metrics]
    lines: Lines = [upper, [say.month, *names * len(facts.channels)]]
    for month in facts.months:
        lines.append([month, *(facts.of(c, month, m) for c in facts.channels for m in facts.metrics)])
    sums = [
        added(facts.of(c, month, m) for month in facts.months) for c in facts.channels for m in facts.metrics
    ]
    return [Page("Marketing", [*lines, [say.total, *sums]])]


def sheet_a_month(facts: Facts, say: Tongue) -> list[Page]:
    pages = []
    for month in facts.months:
        lines: Lines = [[say.channel, *(say.metrics[metric] for metric in facts.metrics)]]
        lines += [[c, *(facts.of(c, month, metric) for metric in facts.metrics)] for c in facts.channels]
        sums = [added(facts.of(c, month, metric) for c in facts.channels) for metric in facts.metrics]
        pages.append(Page(say.named(month), [*lines, [say.total, *sums]]))
    return pages


def sheet_a_channel(facts: Facts, say: Tongue) -> list[Page]:
    pages = []
    for channel in facts.channels:
        lines: Lines = [[say.month, *(say.metrics[metric] for metric in facts.metrics)]]
        lines += [[month, *(facts.of(channel, month, m) for m in facts.metrics)] for month in facts.months]
        pages.append(Page(channel, lines))
    return pages


def month_headings(facts: Facts, say: Tongue) -> list[Page]:
    lines: Lines = [[say.channel, *(say.metrics[metric] for metric in facts.metrics)]]
    for month in facts.months:
        lines.append([say.named(month)])
        lines += [[c, *(facts.of(c, month, metric) for metric in facts.metrics)] for c in facts.channels]
    return [Page("Marketing", lines)]


def block_a_month(facts: Facts, say: Tongue) -> list[Page]:
    lines: Lines = []
    for month in facts.months:
        lines.append([say.named(month), *(say.metrics[metric] for metric in facts.metrics)])
        lines += [[c, *(facts.of(c, month, metric) for metric in facts.metrics)] for c in facts.channels]
        lines += [[say.total, *(added(facts.of(c, month, m) for c in facts.channels) for m in facts.metrics)]]
        lines += [[], []]
    return [Page("Marketing", lines)]


def channels_across(facts: Facts, say: Tongue) -> list[Page]:
    pages = []
    for month in facts.months:
        lines: Lines = [[say.named(month)], [], [None, *facts.channels, say.total]]
        for metric in facts.metrics:
            row = [facts.of(channel, month, metric) for channel in facts.channels]
            lines.append([say.metrics[metric], *row, added(row)])
        pages.append(Page(f"S{month.month}", lines))
    return pages


def month_in_column_names(facts: Facts, say: Tongue) -> list[Page]:
    """`Temmuz Harcama`, `Ağustos Harcama`, `Toplam Harcama`, then the same for each metric."""
    header: list[Any] = [say.channel]
    for metric in facts.metrics:
        header += [f"{say.bare(month)} {say.metrics[metric]}" for month in facts.months]
        header.append(f"{say.total} {say.metrics[metric]}")
    lines: Lines = [["2026"], header]
    for channel in facts.channels:
        row: list[Any] = [channel]
        for metric in facts.metrics:
            cells = [facts.of(channel, month, metric) for month in facts.months]
            row += [*cells, added(cells)]
        lines.append(row)
    return [Page("Marketing", lines)]


def pivot_compact(facts: Facts, say: Tongue) -> list[Page]:
    names = [f"{say.sum_of} {say.metrics[metric]}" for metric in facts.metrics]
    lines: Lines = [[say.row_labels, *names]]
    for month in facts.months:
        sums = [added(facts.of(c, month, metric) for c in facts.channels) for metric in facts.metrics]
        lines.append([say.named(month), *sums])
        lines += [[c, *(facts.of(c, month, metric) for metric in facts.metrics)] for c in facts.channels]
    every = [
        added(facts.of(c, month, metric) for c in facts.channels for month in facts.months)
        for metric in facts.metrics
    ]
    return [Page("Pivot", [*lines, [f"{say.total}" if say is EN else "Genel Toplam", *every]])]


def pivot_tabular(facts: Facts, say: Tongue) -> list[Page]:
    names = [f"{say.sum_of} {say.metrics[metric]}" for metric in facts.metrics]
    lines: Lines = [[say.channel, say.month, *names]]
    for channel in facts.channels:
        for index, month in enumerate(facts.months):
            row = [facts.of(channel, month, metric) for metric in facts.metrics]
            lines.append([channel if not index else None, say.named(month), *row])
        sums = [added(facts.of(channel, month, metric) for month in facts.months) for metric in facts.metrics]
        lines.append([f"{channel} {say.total}" if say is EN else f"{channel} Toplamı", None, *sums])
    return [Page("Pivot", lines)]


def start_and_end(facts: Facts, say: Tongue) -> list[Page]:
    names = [say.metrics[metric] for metric in facts.metrics]
    lines: Lines = [[say.start, say.end, say.channel, *names]]
    for month in facts.months:
        last = date(month.year + month.month // 12, month.month % 12 + 1, 1).toordinal() - 1
        for channel in facts.channels:
            row = [facts.of(channel, month, metric) for metric in facts.metrics]
            lines.append([month, date.fromordinal(last), channel, *row])
    return [Page("Marketing", lines)]


def quarters_among_months(facts: Facts, say: Tongue) -> list[Page]:
    """Months across with a column for each quarter's sum, and channel blocks of metrics below."""
    lines: Lines = []
    for metric in facts.metrics:
        header: list[Any] = [say.metrics[metric]]
        for month in facts.months:
            header.append(say.named(month))
            if month.month % 3 == 0:
                header.append(f"Q{month.month // 3} {month.year}")
        lines.append([*header, "YTD" if say is EN else say.total])
        for channel in facts.channels:
            row: list[Any] = [channel]
            quarter: list[Any] = []
            for month in facts.months:
                quarter.append(facts.of(channel, month, metric))
                row.append(quarter[-1])
                if month.month % 3 == 0:
                    row.append(added(quarter))
                    quarter = []
            lines.append([*row, added(facts.of(channel, month, metric) for month in facts.months)])
        lines.append([])
    return [Page("2026", lines)]


LAYOUTS: Mapping[str, Layout] = {
    layout.__name__: layout
    for layout in (
        months_across,
        block_a_metric,
        sheet_a_metric,
        channel_blocks,
        channel_merged_beside,
        channel_once_beside,
        months_over_metrics,
        months_over_metrics_once,
        metrics_over_months,
        metrics_over_months_once,
        channels_over_metrics,
        sheet_a_month,
        sheet_a_channel,
        month_headings,
        block_a_month,
        channels_across,
        month_in_column_names,
        pivot_compact,
        pivot_tabular,
        start_and_end,
        quarters_among_months,
    )
}
SPEND_ONLY = frozenset({"months_across"})
