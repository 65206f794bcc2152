"""Each month's share of the costs that were typed for several months: on the row that it belongs to.

A share joins the row of the same channel, campaign and month, so that what came in that month is held
against it; where there is none, the share is a row of its own, whose results nobody knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_DOWN, Decimal
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from kpisheet.worksheet.catalogue import finding
from kpisheet.worksheet.findings import Finding
from kpisheet.worksheet.long_costs import LongCost, LongCosts, Months, has_results
from kpisheet.worksheet.periods import Period, runs
from kpisheet.worksheet.sheet import CostShare, Row

SPREAD = "K663"  # a row is shown as left out for it: its shares stand for it
OUTSIDE = "K664"
_ZERO = Decimal(0)
_CENTS = 2
_OUTCOMES = frozenset({"leads", "new_customers", "revenue"})

_Line = tuple[str, str | None, Period]  # channel, campaign and period


def even_parts(amount: Decimal, number: int) -> list[Decimal]:
    """`amount` in so many parts as even as its cents allow; the first ones take what is left over.

    All remainders are alike, so by the rule of the largest remainder the order decides.
    """
    exponent = amount.normalize().as_tuple().exponent
    unit = Decimal(1).scaleb(min(-_CENTS, exponent) if isinstance(exponent, int) else -_CENTS)
    part = (amount / number).quantize(unit, rounding=ROUND_DOWN)
    over = int((amount - part * number) / unit)
    return [part + unit] * over + [part] * (number - over)


class _Spread(Struct, frozen=True):
    """One cost taken apart: what each period bears, and what falls in months the worksheet isn't about."""

    cost: LongCost
    shares: Mapping[Period, Decimal]
    outside: Mapping[Period, Decimal]


def _spread(cost: LongCost, months: Months) -> _Spread:
    shares: defaultdict[Period, Decimal] = defaultdict(Decimal)
    outside: dict[Period, Decimal] = {}
    every = list(cost.over.each_month())
    for month, part in zip(every, even_parts(cost.row.values["spend"], len(every)), strict=True):
        home = months.home(month, cost.row)
        if home is None:
            outside[month] = part
        else:
            shares[home] += part
    return _Spread(cost, shares, outside)


def with_shares(
    rows: Sequence[Row], long: LongCosts, columns: Mapping[str, int], reported: Period | None
) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
    """The rows as they are reckoned with, and what is said of each cost that was spread."""
    if not long.costs:
        return tuple(rows), ()
    return _Shares(rows, long, columns, reported).made()


class _Shares(Struct, dict=True):
    """One pass over the costs. `findings` fill as it goes."""

    rows: Sequence[Row]
    long: LongCosts
    columns: Mapping[str, int]
    reported: Period | None
    findings: list[Finding] = field(default_factory=list)

    def __post_init__(self) -> None:
        there = set(map(id, self.rows))  # a row left out for its period is another one now
        self._whole = {id(one.row): one for one in self.long.costs if id(one.row) in there}
        self._bearers: dict[_Line, Row] = {}
        for row in self.rows:
            if row.period is not None and self._bears(row):
                line = (row.channel.key, row.campaign, row.period)
                known = self._bearers.get(line)
                if known is None or (has_results(row) and not has_results(known)):
                    self._bearers[line] = row
        self._borne: defaultdict[int, list[CostShare]] = defaultdict(list)
        self._alone: defaultdict[int, list[Row]] = defaultdict(list)

    def _bears(self, row: Row) -> bool:
        """Whether a share may join the row: one that counts, and whose spend isn't unknown for a mistake."""
        cost = self._whole.get(id(row))
        counts = row.excluded is None and "spend" not in row.unusable
        return counts and (cost is None or cost.stays)

    def made(self) -> tuple[tuple[Row, ...], tuple[Finding, ...]]:
        for cost in self._whole.values():
            self._lay(_spread(cost, self.long.months))
        return tuple(self._reckoned()), tuple(self.findings)

    def _lay(self, spread: _Spread) -> None:
        """The shares of one cost on their rows."""
        row = spread.cost.row
        without = []
        for period, amount in sorted(spread.shares.items()):
            bearer = self._bearer(row, period)
            share = CostShare(amount, row)
            if bearer is None:
                self._alone[id(row)].append(_share_row(share, period))
            else:
                self._borne[id(bearer)].append(share)
            if bearer is None or not has_results(bearer):
                without.append(period)
        self._tell_all(spread, without)

    def _bearer(self, row: Row, period: Period) -> Row | None:
        """The row that bears a share: the cost's own where it has results, else one of its channel's."""
        if row.period == period and self._bears(row):
            return row
        return self._bearers.get((row.channel.key, row.campaign, period))

    def _reckoned(self) -> Iterator[Row]:
        for row in self.rows:
            cost, shares = self._whole.get(id(row)), self._borne.get(id(row), [])
            if cost is not None and not cost.stays:
                yield replace(row, excluded=SPREAD)
            elif cost is not None or shares:
                yield _with(row, shares, kept=_ZERO if cost is not None else row.values.get("spend", _ZERO))
            else:
                yield row
            yield from self._alone.get(id(row), ())

    # --- what is said ---------------------------------------------------------------------------

    def _tell_all(self, spread: _Spread, without: Sequence[Period]) -> None:
        cost, amount = spread.cost, spread.cost.row.values["spend"]
        months = cost.over.months
        self._tell(SPREAD, cost, amount=amount, n=months, over=cost.over, share=amount / months)
        self._tell_outside(spread, amount)
        if cost.stays:
            self._tell("K665", cost, period=cost.row.period)
        facts = {"channel": cost.row.channel.name, "affects": _OUTCOMES & self.columns.keys()}
        if not facts["affects"]:
            return  # a worksheet of costs alone
        if without and len(without) < len(spread.shares):
            n, of = len(without), len(spread.shares)
            self._tell("K668", cost, n=n, of=of, spans=runs(without), **facts)
        elif without:
            self._tell("K669", cost, **facts)

    def _tell_outside(self, spread: _Spread, amount: Decimal) -> None:
        """What of a cost isn't in this report, for it falls in other months."""
        reported = self.reported
        others = {
            period: share
            for period, share in spread.shares.items()
            if reported is not None and not reported.contains(period)
        }
        outside = {**spread.outside, **others}
        if outside:
            rest = sum(outside.values(), _ZERO)
            spans = runs(outside)
            self._tell(OUTSIDE, spread.cost, amount=amount, outside=rest, spans=spans, inside=amount - rest)

    def _tell(self, code: str, cost: LongCost, **facts: Any) -> None:
        typed = cost.row.cells[cost.key].text if cost.key in cost.row.cells else None
        self.findings.append(finding(code, cost.row.place(cost.key, self.columns), typed=typed, **facts))


def _share_row(share: CostShare, period: Period) -> Row:
    """A row of nothing but one share."""
    row = share.of
    return replace(
        row,
        period=period,
        values={"spend": share.amount},
        unusable=frozenset(),
        tolerances={},
        converted=row.converted & {"spend"},
        shares=(share,),
        typed=False,
    )


def _with(row: Row, shares: Sequence[CostShare], *, kept: Decimal) -> Row:
    """The row with what it bears beside the spend that it keeps."""
    spend = sum((share.amount for share in shares), kept)
    converted = row.converted.union(*(share.of.converted & {"spend"} for share in shares))
    return replace(row, values={**row.values, "spend": spend}, shares=tuple(shares), converted=converted)
