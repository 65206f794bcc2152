"""Costs that were typed for several months: which rows are such, and over which months each is spread.

Either the column *Spread over (months)* says so, or the row's own period (`2026`, `Jan–Mar 2026`) does while
the other rows are of shorter ones. Which row bears what is said by `cost_shares`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import accumulate
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.texts.language import Sentence
from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.schema import CHANNEL_COLUMNS
from kpisheet.worksheet.sheet import Row

SPREAD_KEY = "spread_over_months"
_NO_RESULT = frozenset(
    {
        "period",
        "channel",
        "campaign",
        "spend",
        "budget",
        "gross_margin",
        SPREAD_KEY,
        "note",
        "currency",
        "medium",
    }
)
_RESULTS = frozenset(column.key for column in CHANNEL_COLUMNS) - _NO_RESULT
_NEARLY = Decimal("0.005")  # a total of rounded figures is that near to their sum
_ZERO = Decimal(0)
_ANY = ""  # campaign: no campaign's name is empty


def has_results(row: Row) -> bool:
    """Whether anything is typed of what the row's spend brought."""
    return not (_RESULTS.isdisjoint(row.values) and _RESULTS.isdisjoint(row.unusable))


def first_months(month: Period, number: int) -> Period:
    """So many months, `month` being the first of them."""
    last = month.start.year * 12 + month.start.month - 2 + number
    return Period(month.start, Period.month(last // 12, last % 12 + 1).end)


class LongCost(Struct, frozen=True):
    """A row whose cost is of all months of `over`. `key`: of the column that says so."""

    row: Row
    over: Period
    key: str

    @property
    def stays(self) -> bool:
        """Whether its row has results and so counts in the month it was typed for, with its share."""
        return has_results(self.row)


class Months(Struct, frozen=True, dict=True):
    """In which period of the other rows a month's share counts: the month itself, its quarter and so on.

    `rows`: those whose cost is of their own period. `begun`: months that costs to be spread were typed for.
    """

    rows: Sequence[Row]
    begun: Sequence[Period] = ()

    @cached_property
    def _periods(self) -> list[Period]:
        return sorted(
            {row.period for row in self.rows if row.period is not None}, key=lambda one: (one.months, one)
        )

    @cached_property
    def span(self) -> Period | None:
        """From the first to the last day that rows are about."""
        every = [*self._periods, *self.begun]
        if not every:
            return None
        return Period(min(one.start for one in every), max(one.end for one in every))

    @cached_property
    def _of_all(self) -> Mapping[Period, Period]:
        return _by_month(self._periods)

    @cached_property
    def _of_channels(self) -> Mapping[tuple[str, str | None], Mapping[Period, Period]]:
        own: defaultdict[tuple[str, str | None], set[Period]] = defaultdict(set)
        for row in self.rows:
            if row.period is not None:
                own[row.channel.key, row.campaign].add(row.period)
        ordered = {name: sorted(own[name], key=lambda one: (one.months, one)) for name in own}
        return {name: _by_month(periods) for name, periods in ordered.items()}

    @cached_property
    def _in_parts(self) -> frozenset[Period]:
        """The months that only weeks or days tell of."""
        parts = (month for one in self._periods if not one.is_whole_months for month in one.each_month())
        return frozenset(parts) - self._of_all.keys()

    def home(self, month: Period, row: Row) -> Period | None:
        """The period that a row's share of `month` counts in; None where the worksheet isn't about it."""
        own = self._of_channels.get((row.channel.key, row.campaign), {})
        known = own.get(month) or self._of_all.get(month)
        if known is not None or self.span is None:
            return known
        return month if self.span.contains(month) else None

    def in_weeks(self, over: Period) -> bool:
        """Whether one of these months is told by weeks or days, which no month's share can be laid on."""
        return any(month in self._in_parts for month in over.each_month())


def _by_month(periods: Sequence[Period]) -> dict[Period, Period]:
    """Each month in the shortest of the periods that hold it."""
    found: dict[Period, Period] = {}
    for period in periods:
        if period.is_whole_months:
            for month in period.each_month():
                found.setdefault(month, period)
    return found


class LongCosts(Struct, frozen=True, dict=True):
    """The costs to be spread, the months they meet, and what had to be said of rows that look like such.

    `left_out`: the code for which a row is left out of everything, by the row's identity.
    """

    costs: tuple[LongCost, ...]
    months: Months
    findings: tuple[Finding, ...] = ()
    left_out: Mapping[int, str] = field(default_factory=dict)

    @cached_property
    def apart(self) -> frozenset[int]:
        """The rows, by identity, whose periods may overlap with others."""
        return frozenset({id(one.row) for one in self.costs if not one.stays} | self.left_out.keys())


def long_costs(rows: Sequence[Row], columns: Mapping[str, int]) -> LongCosts:
    """Which of the rows hold costs to be spread."""
    return _Search(rows, columns).found()


class _Search:
    """One pass over the rows. `findings` and `left_out` fill as it goes."""

    def __init__(self, rows: Sequence[Row], columns: Mapping[str, int]) -> None:
        self.columns = columns
        self.findings: list[Finding] = []
        self.left_out: dict[int, str] = {}
        self.asked = [row for row in rows if row.values.get(SPREAD_KEY, 0) > 1 and row.values.get("spend")]
        asked = set(map(id, self.asked))
        self.maybe = [row for row in rows if id(row) not in asked and _is_cost_of_months(row)]
        apart = {id(row) for row in (*self.asked, *self.maybe)}
        self.others = [row for row in rows if id(row) not in apart or (id(row) in asked and has_results(row))]
        self.rows = rows

    def found(self) -> LongCosts:
        self._not_spread()
        begun = [row.period for row in self.asked if row.period is not None and row.period.is_month]
        self.months = Months(self.others, begun)
        costs = [cost for row in self.asked if (cost := self._as_asked(row)) is not None]
        costs += [cost for row in self.maybe if (cost := self._by_period(row)) is not None]
        return LongCosts(tuple(costs), self.months, tuple(self.findings), self.left_out)

    def _not_spread(self) -> None:
        """Rows whose column says 0 months."""
        for row in self.rows:
            if row.values.get(SPREAD_KEY) == 0:
                self._tell("K662", row, SPREAD_KEY)

    def _as_asked(self, row: Row) -> LongCost | None:
        """A row whose column says over how many months it goes."""
        number, period = int(row.values[SPREAD_KEY]), row.period
        over: Period | None = None
        why: str | None = None
        if period is None:
            why = "no_month"
        elif not period.is_month and (period.months != number or has_results(row)):
            why = "other_period"
        else:
            over = first_months(period, number) if period.is_month else period
            why = "weeks" if self.months.in_weeks(over) else None
        if over is not None and why is None:
            return LongCost(row, over, SPREAD_KEY)
        facts = {
            "months": row.values[SPREAD_KEY],
            "why": Sentence(f"findings.not_spread.{why}", {"period": period}),
        }
        self._tell("K666", row, SPREAD_KEY, **facts)
        return None

    def _by_period(self, row: Row) -> LongCost | None:
        """A cost of several months among rows of shorter ones; its own months of no other cost."""
        over, span = row.period, self.months.span
        if over is None or span is None or self.months.in_weeks(over):
            return None
        homes = {self.months.home(month, row) for month in over.each_month()}
        if not any(home is not None and home.months < over.months for home in homes):
            return None
        if self._spent.of(over, row.channel.key, row.campaign):
            return None  # that is said of periods that overlap
        if self._may_be_total(row, over):
            self.left_out[id(row)] = "K667"
            amount = row.values["spend"]
            self._tell("K667", row, "period", channel=row.channel.name, period=over, amount=amount)
            return None
        return LongCost(row, over, "period")

    def _may_be_total(self, row: Row, over: Period) -> bool:
        """Whether its channel's campaigns have costs of their own, or all rows together come to the same."""
        if self._spent.of(over, row.channel.key, _ANY if row.campaign is None else None):
            return True
        total = self._spent.of(over)
        return bool(total) and abs(total - row.values["spend"]) <= total * _NEARLY

    @cached_property
    def _spent(self) -> _Spent:
        return _Spent(self.others)

    def _tell(self, code: str, row: Row, key: str, **facts: Any) -> None:
        place = row.place(key, self.columns)
        typed = row.cells[key].text if key in row.cells else None
        self.findings.append(finding(code, place, typed=typed, affects=("spend",), **facts))


class _Spent:
    """What the rows that begin within some time cost: all of them, and those of a channel and campaign."""

    def __init__(self, rows: Sequence[Row]) -> None:
        every: defaultdict[tuple[str | None, ...], list[tuple[date, Decimal]]] = defaultdict(list)
        for row in rows:
            spend = row.values.get("spend")
            if row.period is not None and spend:
                for name in ((), (row.channel.key, row.campaign), (row.channel.key, _ANY)):
                    every[name].append((row.period.start, spend))
        self._starts = {name: sorted(start for start, _ in found) for name, found in every.items()}
        self._sums = {
            name: list(accumulate((spend for _, spend in sorted(found)), initial=_ZERO))
            for name, found in every.items()
        }

    def of(self, over: Period, *name: str | None) -> Decimal:
        """The spend, over a time."""
        starts, sums = self._starts.get(name, []), self._sums.get(name, [_ZERO])
        return sums[bisect_right(starts, over.end)] - sums[bisect_left(starts, over.start)]


def _is_cost_of_months(row: Row) -> bool:
    """Whether the row says nothing but what something cost over several whole months."""
    period = row.period
    return (
        period is not None
        and period.is_whole_months
        and not period.is_month
        and bool(row.values.get("spend"))
        and SPREAD_KEY not in row.values
        and SPREAD_KEY not in row.unusable
        and not has_results(row)
    )


def without_unknown_spread(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows; where it isn't known how long a cost goes, what its month cost isn't known either."""
    return tuple(
        replace(
            row,
            values={key: value for key, value in row.values.items() if key != "spend"},
            unusable=row.unusable | {"spend"},
        )
        if SPREAD_KEY in row.unusable
        else row
        for row in rows
    )
