"""Rules over the rows of Channels: each a small generator of findings, together an immutable tuple.

A rule sees the rows as understood and yields what is doubtful; nothing here changes a row. Which of two
overlapping rows is left out is said by `overlaps`, for the reader to apply.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import Any

from msgspec import Struct

from kpisheet.texts.language import Term
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.coerce import shown
from kpisheet.worksheet.findings import Finding, Place
from kpisheet.worksheet.kept_periods import KeptPeriods
from kpisheet.worksheet.naming import channels_listed, suggestions, umbrella_names
from kpisheet.worksheet.near_names import NearNames
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.repeated_rows import Beside, agreeing_keys, repeated
from kpisheet.worksheet.sheet import DataTable, Row, Settings

RESULT_KEYS = ("visitors", "leads", "mql", "sql", "quotes", "new_customers", "sales", "revenue")
_OUTCOME_KEYS = ("leads", "new_customers", "revenue")
_FUNNEL = (("mql", "leads"), ("sql", "mql"), ("new_customers", "leads"), ("new_customers", "sql"))
_HISTORY = 4  # so many other months before a channel has a usual one
_TIMES = 7  # "about ten times": an extra zero on a lean month of the channel's range
_FEW = 20  # counts below that vary tenfold by chance
_ORDINARY = Decimal("0.5")
_ROWS_NAMED = 6
_FEWEST_COPIED = 4  # figures of a month that are those of another by no chance
# Folded names → the channels that they mean where they are paid for, and where they aren't.
_BOUGHT_OR_FREE = {
    "google": ("google_ads", "organic_search"),
    "youtube": ("youtube_ads", "organic_video"),
    "search": ("paid_search", "organic_search"),
    "search engines": ("paid_search", "organic_search"),
    "arama motorlari": ("paid_search", "organic_search"),
}


# Channels that stand for several, and those that may stand beside them.
_SOCIAL = ("meta", "facebook", "instagram", "linkedin", "tiktok", "x")
_MEMBERS = {
    "paid_search": frozenset({"google_ads", "microsoft_ads", "yandex_ads"}),
    "paid_social": frozenset({*_SOCIAL, *(f"{name}_ads" for name in _SOCIAL)}),
}


class CountedRows(Struct, frozen=True, dict=True):
    """What the rules look at: the rows that count, the table they stand in, and the day of the report.

    A row that is only left out because its cost is spread over months is among them, as it was typed.
    """

    rows: Sequence[Row]
    table: DataTable
    language: str
    today: date
    report_period: Period | None = None
    period_asked: bool = False  # it is the run's own, not that of Business
    beside: Beside = lambda _: None  # what the columns that aren't read say of a row
    asked: frozenset[Place] = frozenset()  # cells of names that may be those of totals, as was asked

    @cached_property
    def by_channel(self) -> Mapping[str, list[Row]]:
        """The rows of each channel."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            found[row.channel.key].append(row)
        return found

    @cached_property
    def months(self) -> frozenset[Period]:
        """The periods of the rows that are calendar months."""
        periods = {row.period for row in self.rows if row.period is not None}
        return frozenset(period for period in periods if period.is_month)

    @cached_property
    def filled(self) -> Mapping[str, frozenset[str]]:
        """By channel, the columns in which some row has a value."""
        return {
            channel: frozenset().union(*(row.values for row in rows))
            for channel, rows in self.by_channel.items()
        }

    def place(self, row: Row, key: str) -> Place:
        """The cell of a row under a column, blank or not."""
        return row.place(key, self.table.columns)


Rule = Callable[[CountedRows], Iterator[Finding]]


def _when(row: Row) -> Period | Term:
    return row.period or Term("findings.this_row")


def overlaps(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    """Pairs of one channel and campaign with overlapping periods: the row to leave out, and its rival.

    The longer period is left out, or else the lower row.
    """
    groups: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for row in rows:
        if row.period is not None:
            groups[row.channel.key, row.campaign].append(row)
    months = {period for period in {row.period for row in rows} if period is not None and period.is_month}
    for group in groups.values():
        if all(row.period in months for row in group) or len({row.period for row in group}) == 1:
            continue
        dated = [(row.period, row) for row in group if row.period is not None]
        dated.sort(key=lambda one: (one[0].end - one[0].start, one[1].number))
        kept = KeptPeriods[Row](period.start for period, _ in dated)
        for period, row in dated:
            rival = kept.first_across(period)
            if rival is None:
                kept.keep(period, row)
            else:
                yield row, rival


def duplicates(counted: CountedRows) -> Iterator[Finding]:
    """The same period, channel and campaign again, with the cells in which the rows agree."""
    columns = counted.table.columns
    rows = [row for row in counted.rows if row.period is not None or "period" not in columns]
    for group in repeated(rows, counted.language, counted.beside):
        row = group[1]
        numbers: list[int | str] = [one.number for one in group[:_ROWS_NAMED]]
        yield finding(
            "K405",
            counted.place(row, "channel"),
            typed=shown(row.cells["channel"]),
            affects=("spend",),
            channel=row.channel.name,
            when=row.period or Term("findings.whole_time"),
            n=len(group),
            rows=[*numbers, "…"] if len(group) > _ROWS_NAMED else numbers,
            columns=[Term(f"columns.{key}.header") for key in agreeing_keys(group, columns)],
        )


def campaign_missing(counted: CountedRows) -> Iterator[Finding]:
    """A row without a campaign where the same channel and period has rows with one."""
    named = {(row.channel.key, row.period) for row in counted.rows if row.campaign is not None}
    for row in counted.rows:
        if row.campaign is None and (row.channel.key, row.period) in named:
            yield finding(
                "K407",
                counted.place(row, "campaign"),
                affects=("spend",),
                channel=row.channel.name,
                when=_when(row),
            )


def spend_missing(counted: CountedRows) -> Iterator[Finding]:
    """Results, but blank spend."""
    for row in counted.rows:
        if (
            "spend" not in row.values
            and "spend" not in row.unusable
            and "spend" not in row.cells
            and any(row.values.get(key) for key in RESULT_KEYS)
        ):
            yield finding("K402", counted.place(row, "spend"), affects=("spend",))


def results_missing(counted: CountedRows) -> Iterator[Finding]:
    """Spend whose results are all blank, or one result blank that the channel's other rows have."""
    asked = [key for key in RESULT_KEYS if key in counted.table.columns]
    outcomes = {key for key in _OUTCOME_KEYS if key in counted.table.columns}
    for row in counted.rows:
        if not row.values.get("spend") or row.excluded is not None:  # of a cost spread over months it is said
            continue
        if asked and row.cells.keys().isdisjoint(asked) and not _derivable(row, "leads"):
            yield finding("K411", counted.place(row, asked[0]), affects=asked)
        elif not outcomes <= row.cells.keys():
            yield from _blank_results(counted, row)


def _blank_results(counted: CountedRows, row: Row) -> Iterator[Finding]:
    filled = counted.filled[row.channel.key]
    for key in _OUTCOME_KEYS:
        if key in row.cells or key not in counted.table.columns or key not in filled or _derivable(row, key):
            continue
        what, figure = Term(f"findings.blank.{key}"), Term(f"findings.left_out.{key}")
        yield finding(
            "K403", counted.place(row, key), affects=(key,), what=what, figure=figure, when=_when(row)
        )


def _derivable(row: Row, key: str) -> bool:
    """Whether the blank value follows from the row's others (forward, as the figures do it)."""
    values = row.values
    if key == "leads":
        return "leads" in values or ("visitors" in values and "visitor_to_lead_rate" in values)
    if key == "new_customers":
        return "new_customers" in values or (_derivable(row, "leads") and "close_rate" in values)
    if values.get("new_customers") == 0 or "revenue" in values:
        return True
    return "average_revenue_per_sale" in values and ("sales" in values or _derivable(row, "new_customers"))


def more_leads_than_visitors(counted: CountedRows) -> Iterator[Finding]:
    """More leads than visitors, on a channel for which website visitors mean something."""
    for row in counted.rows:
        leads, visitors = row.values.get("leads"), row.values.get("visitors")
        if leads is not None and visitors is not None and leads > visitors and row.channel.website:
            yield finding(
                "K408",
                counted.place(row, "leads"),
                typed=shown(row.cells["leads"]),
                affects=("leads", "visitors"),
                leads=leads,
                visitors=visitors,
            )


def funnel_order(counted: CountedRows) -> Iterator[Finding]:
    """A later step of the funnel that exceeds the one before."""
    steps = [pair for pair in _FUNNEL if counted.table.columns.keys() >= set(pair)]
    for row in counted.rows:
        for more, less in steps:
            high, low = row.values.get(more), row.values.get(less)
            if high is not None and low is not None and high > low:
                yield finding(
                    "K409",
                    counted.place(row, more),
                    typed=shown(row.cells[more]),
                    affects=(more, less),
                    more=Term(f"columns.{more}.header"),
                    less=Term(f"columns.{less}.header"),
                    high=high,
                    low=low,
                )
                break


def magnitude(counted: CountedRows) -> Iterator[Finding]:
    """About ten times the channel's usual month, or less than a tenth of it."""
    for rows in counted.by_channel.values():
        own = [row for row in rows if row.excluded is None]
        months = [row for row in own if row.period is None or row.period in counted.months]
        for key in ("spend", "visitors", "leads", "new_customers", "revenue"):
            yield from _out_of_line(counted, months, key)


def _out_of_line(counted: CountedRows, rows: Sequence[Row], key: str) -> Iterator[Finding]:
    known = [(row, value) for row in rows if (value := row.values.get(key))]
    if len(known) <= _HISTORY:
        return
    values = [value for _, value in known]
    if max(values) < min(values) * _TIMES:
        return
    spread = sorted(values)
    usual = median(spread)
    # A channel whose months differ tenfold anyway has no usual month.
    if spread[-2] >= usual * _TIMES or spread[1] * _TIMES <= usual:
        return
    for row, value in known:
        whole = key not in ("spend", "revenue")
        if value >= usual * _TIMES and not (whole and value < _FEW):
            code, times = "K410", value / usual
        elif value * 10 < usual and not (whole and usual < _FEW * 10):
            code, times = "K416", usual / value
        else:
            continue
        shown_times = 10 if code == "K410" and times < 20 else int(times + _ORDINARY)
        yield finding(
            code,
            counted.place(row, key),
            typed=shown(row.cells[key]),
            read_as=value,
            affects=(key,),
            value=value,
            times=shown_times,
            column=Term(f"columns.{key}.header"),
        )


def paid_without_spend(counted: CountedRows) -> Iterator[Finding]:
    """Results of a paid channel in a month at no spend."""
    for row in counted.rows:
        if (
            row.channel.paid
            and row.values.get("spend") == 0
            and any(row.values.get(key) for key in _OUTCOME_KEYS)
        ):
            yield finding(
                "K412",
                counted.place(row, "spend"),
                channel=row.channel.name,
                when=_when(row),
                affects=("spend",),
            )


def gaps(counted: CountedRows) -> Iterator[Finding]:
    """Months between the first and the last for which no channel has a row."""
    first_rows: dict[Period, Row] = {}
    for row in counted.rows:
        if row.period is not None and (row.excluded is None or row.period.is_month):
            first_rows.setdefault(row.period, row)
    periods = sorted(first_rows)
    reached: date | None = None
    for period in periods:
        if reached is not None and period.start > reached + timedelta(days=1) and period.is_month:
            gap = Period(reached + timedelta(days=1), period.start - timedelta(days=1))
            yield finding("K507", counted.place(first_rows[period], "period"), gap=gap)
        reached = period.end if reached is None else max(reached, period.end)


def copied_months(counted: CountedRows) -> Iterator[Finding]:
    """A month whose every figure is that of another, channel by channel, what was brought too."""
    by_month: dict[Period, list[Row]] = defaultdict(list)
    for row in counted.rows:
        if row.period in counted.months and row.period is not None:
            by_month[row.period].append(row)
    first_with: dict[frozenset[object], Period] = {}
    for month, rows in sorted(by_month.items(), key=lambda one: one[0].start):
        if not _could_be_copied(rows):
            continue
        figures = frozenset(
            Counter((row.channel.key, row.campaign, *sorted(row.values.items())) for row in rows).items()
        )
        other = first_with.setdefault(figures, month)
        if other is not month:
            where = counted.place(rows[0], "period")
            facts: dict[str, Any] = {"month": month, "other": other, "n": len(rows)}
            yield finding("K187", where, affects=("spend",), **facts)


def _could_be_copied(rows: Sequence[Row]) -> bool:
    """Whether a month's figures are no chance: of three channels or more, two brought something."""
    brought = sum(any(row.values.get(key) for key in RESULT_KEYS) for row in rows)
    figures = sum(bool(value) for row in rows for value in row.values.values())
    return len({row.channel.key for row in rows}) > 2 and brought > 1 and figures >= _FEWEST_COPIED


def after_report_period(counted: CountedRows) -> Iterator[Finding]:
    """How many rows lie after the report period that Business sets; earlier ones serve comparison."""
    chosen = counted.report_period
    if chosen is None or counted.period_asked:
        return
    late = [row for row in counted.rows if row.period is not None and row.period.start > chosen.end]
    if late:
        yield finding("K508", counted.place(late[0], "period"), n=len(late))


def across_report_period(counted: CountedRows) -> Iterator[Finding]:
    """How many rows lie partly in the report period: a quarter can't be cut into its months."""
    chosen = counted.report_period
    if chosen is None:
        return
    across = [
        row
        for row in counted.rows
        if row.excluded is None
        and row.period is not None
        and row.period.overlaps(chosen)
        and not chosen.contains(row.period)
    ]
    if across:
        yield finding(
            "K961",
            counted.place(across[0], "period"),
            affects=("period",),
            n=len(across),
            row_period=across[0].period,
            period=_shown_period(chosen, counted),
        )


def _shown_period(chosen: Period, counted: CountedRows) -> Period:
    """The report period; where one of its ends is left open, up to the rows' own."""
    periods = [row.period for row in counted.rows if row.period is not None]
    return Period(
        max(chosen.start, min(period.start for period in periods)),
        min(chosen.end, max(period.end for period in periods)),
    )


def future(counted: CountedRows) -> Iterator[Finding]:
    """Figures for a month that hasn't begun."""
    for row in counted.rows:
        if row.period is not None and row.period.start > counted.today:
            yield finding(
                "K509",
                counted.place(row, "period"),
                typed=shown(row.cells["period"]),
                affects=("period",),
                period=row.period,
            )


def unknown_channels(counted: CountedRows) -> Iterator[Finding]:
    """Names that are most likely a slip of a known channel's, or of another name in the table."""
    channels = {row.channel.key: row for row in reversed(counted.rows)}
    used = [row.channel for row in channels.values()]
    known = suggestions(counted.language, (channel for channel in used if channel.known))
    own = {key: row for key, row in channels.items() if not row.channel.known and key not in umbrella_names()}
    umbrellas = {key: row.channel.name for key, row in channels.items() if key in umbrella_names()}
    all_known = NearNames({**umbrellas, **known}, len(own))
    others = NearNames({key: row.channel.name for key, row in own.items()}, len(own))
    told: set[str] = set()
    for key in sorted(own, key=lambda name: (len(counted.by_channel[name]), -own[name].number)):
        likely = all_known.nearest(key)
        rival = None if likely else others.nearest(key, but=told)
        if not likely and not rival:
            continue
        told.add(key)
        code, facts = ("K510", {"likely": likely}) if likely else ("K511", {"other": rival})
        for one in counted.by_channel[key]:
            yield finding(
                code,
                counted.place(one, "channel"),
                typed=shown(one.cells["channel"]),
                affects=("channel",),
                **facts,
            )


def names_of_several(counted: CountedRows) -> Iterator[Finding]:
    """Names of a platform that may be bought or free: *Google* is Google Ads to one, searches to another."""
    for key, (bought, free) in _BOUGHT_OR_FREE.items():
        for row in counted.by_channel.get(key, ()):
            yield finding(
                "K516",
                counted.place(row, "channel"),
                typed=shown(row.cells["channel"]),
                affects=("channel",),
                bought=Term(f"channels.{bought}"),
                free=Term(f"channels.{free}"),
            )


def umbrellas_of_members(counted: CountedRows) -> Iterator[Finding]:
    """A channel that stands for several, with the spend of those of them that have rows of their own."""
    for key, members in _MEMBERS.items():
        rows = counted.by_channel.get(key, [])
        others = [row for member in sorted(members) for row in counted.by_channel.get(member, ())]
        spend, beside = (
            sum((row.values.get("spend", Decimal(0)) for row in own), Decimal(0)) for own in (rows, others)
        )
        if not spend or spend != beside or counted.place(rows[0], "channel") in counted.asked:
            continue
        names = list(dict.fromkeys(row.channel.name for row in others))
        facts: dict[str, Any] = {"names": names, "total": spend}
        where = counted.place(rows[0], "channel")
        yield finding("K189", where, typed=shown(rows[0].cells["channel"]), affects=("spend",), **facts)


def hidden_rows(counted: CountedRows) -> Iterator[Finding]:
    """How many of the rows that count are hidden or filtered out."""
    hidden = [row for row in counted.rows if row.hidden]
    if hidden:
        yield finding("K105", Place(counted.table.sheet), n=len(hidden))


def unused_marketing_channels(counted: CountedRows, settings: Settings) -> Iterator[Finding]:
    """Channels that Business also counts as marketing, but that no row has."""
    typed = settings.text("marketing_channels")
    for name, key in channels_listed(typed or "", counted.language):
        if counted.rows and key not in counted.by_channel:
            place = settings.places["marketing_channels"]
            yield finding("K606", place, typed=typed, affects=("marketing_channels",), channel=name)


RULES: tuple[Rule, ...] = (
    hidden_rows,
    duplicates,
    campaign_missing,
    spend_missing,
    results_missing,
    more_leads_than_visitors,
    funnel_order,
    magnitude,
    paid_without_spend,
    gaps,
    copied_months,
    after_report_period,
    across_report_period,
    future,
    unknown_channels,
    names_of_several,
    umbrellas_of_members,
)
