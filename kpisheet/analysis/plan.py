"""Where the plan starts from: what each channel costs and brings in a month, at the rates of the verdicts.

The rates, the verdicts and their dispersion all rest on the same window, so that the plan never says of a
channel what its verdict doesn't. What follows from a planned spend is reckoned in `scenarios`.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.analysis.allocation import suggestion
from kpisheet.analysis.dispersion import likely_repeats
from kpisheet.analysis.intervals import student_quantile
from kpisheet.analysis.plan_delay import Arriving, arriving_of
from kpisheet.analysis.plan_rates import Rates
from kpisheet.analysis.plan_season import NoSeason, Season
from kpisheet.analysis.plan_variation import PlanVariation
from kpisheet.analysis.planning import (
    DAYS_OF_A_MONTH,
    MONTHS,
    NOTHING_TYPED,
    Brings,
    Chance,
    ChannelTyped,
    Plan,
    PlanLine,
    Returns,
    Suggestion,
    Typed,
    tidy,
)
from kpisheet.analysis.report import Pays
from kpisheet.analysis.response import Seasons, SeenMonth, assumed, expected_of, returns_of
from kpisheet.analysis.spans import last_months, month_shifted
from kpisheet.analysis.sums import Sums
from kpisheet.analysis.workings import Workings
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.channels import Channel, Group
from kpisheet.worksheet.naming import known_channel, own_channel
from kpisheet.worksheet.periods import Period

_MOST_LINES = 40  # channels; those with the least spend are one line
_CURVE_MONTHS = 24
_FEWEST_WON = 5  # deals of a channel, for its own days until a customer is won
_OTHERS = "kpisheet:others"


def plan_of(workings: Workings, typed: Typed = NOTHING_TYPED) -> Plan:
    """Each channel of the window, most spend first, and those that a person only plans for.

    `typed`: everything under the keys of its channels.
    """
    basis = _Basis(workings)
    lines = [basis.line(key) for key in workings.window_channels]
    if len(lines) > _MOST_LINES:
        kept = lines[: _MOST_LINES - 1]
        rest = [one for one in lines[_MOST_LINES - 1 :] if one.channel.key not in typed.channels]
        kept += [one for one in lines[_MOST_LINES - 1 :] if one.channel.key in typed.channels]
        lines = [*kept, *([_together(rest)] if rest else [])]
    there = {line.channel.key for line in lines}
    lines += [
        basis.planned_only(key, one) for key, one in typed.channels.items() if key not in there and one.typed
    ]
    plan = Plan(
        basis.months_ahead,
        workings.window,
        tuple(_tidied(line) for line in lines),
        None if basis.shared_costs is None else tidy(basis.shared_costs),
        tidy(student_quantile(basis.variation.spread(None).freedom)),
        tuple(tidy(likely_repeats(months)) for months in range(1, MONTHS + 1)),
        tuple(tidy(variance) for variance in basis.variation.season),
        workings.cycles.mean.value is not None,
        tuple(tidy(basis.busy(month)) for month in basis.months_ahead),
        basis.no_season,
        _tidied(basis.planned_only("", ChannelTyped())),
        typed=typed,
    )
    budget = None if typed.budget is None else float(typed.budget)
    found = suggestion([Rates(line, plan.typed_of(line)) for line in plan.lines], budget)
    if isinstance(found, Suggestion):
        return replace(plan, suggestion=found)
    return replace(plan, no_suggestion=found)


_Some = TypeVar("_Some", PlanLine, Brings, Returns, Chance)


def _tidied(line: PlanLine) -> PlanLine:
    """With every number, also of its parts, to twelve digits."""
    parts = {
        "brings": _rounded(line.brings),
        "returns": _rounded(line.returns),
        "chance": _rounded(line.chance),
    }
    return replace(_rounded(line), **parts)


def _rounded(values: _Some) -> _Some:
    numbers = ((key, getattr(values, key)) for key in values.__struct_fields__)
    return replace(values, **{key: tidy(value) for key, value in numbers if isinstance(value, float)})


def resolved(typed: Typed, language: str, counted: Collection[str] = ()) -> Typed:
    """With the channels that were named in the plan under their keys.

    `counted`: keys that the plan has lines of anyway. A name that means one of these, or the same as another,
    keeps a line of its own: its spend comes on top, as it did on the sheet where it was typed.
    """
    channels = dict(typed.channels)
    for one in typed.added:
        channel = known_channel(one.name, language) or own_channel(one.name)
        if channel.key in channels or channel.key in counted:
            channel = _beside(own_channel(one.name), channels)
        channels[channel.key] = replace(one, name=channel.name)
    return replace(typed, channels=channels, added=())


def _beside(channel: Channel, taken: Collection[str]) -> Channel:
    """The same name under a key that nothing else has."""
    keys = (f"planned:{channel.key}:{number}" for number in count(1))
    return replace(channel, key=next(key for key in keys if key not in taken))


class _Basis(Struct, frozen=True, dict=True):
    """What all lines share."""

    workings: Workings

    @cached_property
    def variation(self) -> PlanVariation:
        """How much channels' customers vary from month to month around their curves."""
        series, every = (
            {
                key: expected_of(
                    self._seen_months(key, "new_customers"),
                    self._returns.get(key, assumed()).exponent,
                    self._days(self.workings.channel(key)),
                    guessed=guessed,
                )
                for key in self.workings.window_channels
            }
            for guessed in (False, True)
        )
        return PlanVariation(series, every)

    @cached_property
    def months_ahead(self) -> tuple[Period, ...]:
        """The months after the last one reported, else after today's."""
        end = self.workings.period.end if self.workings.period else self.workings.today
        starts = [month_shifted(end.year, end.month, ahead) for ahead in range(1, MONTHS + 1)]
        return tuple(Period.month(year, month) for year, month in starts)

    def busy(self, month: Period) -> float:
        """What a month brings by the season, as a share of an average one."""
        known = self.variation.seasons
        return known.of(_indexes(month)[0]) if isinstance(known, Season) else 1.0

    @property
    def no_season(self) -> Sentence | None:
        """Why no season is known."""
        known = self.variation.seasons
        return Sentence(f"plan.season_{known}") if isinstance(known, NoSeason) else None

    def _busy_share(self, key: str) -> float:
        """How busy the months were that a channel's rates rest on, by its spend in them."""
        if self.no_season is not None:
            return 1.0
        periods = self.workings.window_part.channel_periods.get(key, {})
        spends = {period: max(0.0, _spent(sums)) for period, sums in periods.items()}
        if not any(spends.values()):
            spends = dict.fromkeys(periods, 1.0)
        whole = math.fsum(spends.values())
        parts = (
            spend * math.fsum(map(self.busy, period.each_month())) / period.months
            for period, spend in spends.items()
        )
        return math.fsum(parts) / whole if whole else 1.0

    @cached_property
    def shared_costs(self) -> float | None:
        """Of a month, over the months of the window that have some."""
        business = self.workings.window_business
        months = sum(row.period.months for row in business.costed_months)
        return float(business.shared_costs) / months if months else None

    @cached_property
    def _covered(self) -> tuple[int, ...]:
        """The calendar months that the window has rows of, counted on."""
        periods = self.workings.window_part.periods
        return tuple(sorted({index for period in periods for index in _indexes(period)}))

    def _months_of(self, key: str) -> int:
        """The months since a channel began; 1 where rows have no month."""
        own = self.workings.window_part.channel_periods.get(key)
        if not own:
            return 1
        first = min(_indexes(period)[0] for period in own)
        return sum(index >= first for index in self._covered)

    @cached_property
    def _usual_worth(self) -> float | None:
        worth = self.workings.overall_worth
        return None if worth is None else float(worth.profit)

    def line(self, key: str) -> PlanLine:
        """A channel of the window."""
        workings = self.workings
        sums, channel = workings.window_part.channels[key], workings.channel(key)
        months = self._months_of(key)
        spent = sums.over_rows_knowing("spend")
        now = float(spent.totals[0]) / months if spent else 0.0
        monthly = [amount for _, amount in self._spends(key) if amount > 0]
        returns = self._returns.get(key, assumed())
        arriving = self._arriving(key, returns.exponent)
        even = _evenly(monthly, returns) * arriving.of_window / self._busy_share(key)
        brings = Brings(
            *(
                _monthly(sums, amount, now, months, even)
                for amount in ("new_customers", "revenue", "gross_profit")
            )
        )
        seen = self._customers_seen(sums, brings, months)
        chance = self._chance(key, guessed=not arriving.known)
        periods = len(workings.window_part.channel_periods.get(key, ())) or 1
        variance = chance.single + chance.repeated * likely_repeats(periods)
        return PlanLine(
            channel,
            max(0.0, now),
            brings,
            min(monthly, default=now),
            max(monthly, default=now),
            seen,
            variance / seen if seen else 1.0,
            (variance + chance.values) / seen if seen else 1.0,
            self._usual_worth,
            self._revenue_per_profit(brings),
            returns,
            self._days(channel),
            chance,
            workings.verdicts[key].pays in (Pays.PAYS, Pays.LOSES_MONEY),
            arriving.still_to_come,
            sums.touched("spend", "new_customers", "gross_profit"),
        )

    def planned_only(self, key: str, typed: ChannelTyped) -> PlanLine:
        """A channel without a row in the window."""
        found = self.workings.ledger.channels.get(key)
        channel = found or Channel(key, typed.name or key, Group.OTHER)
        nothing = Brings()
        return PlanLine(
            channel,
            0.0,
            nothing,
            0.0,
            0.0,
            0.0,
            1.0,
            1.0,
            self._usual_worth,
            self._revenue_per_profit(nothing),
            assumed(),
            self._days(channel),
            self._chance(None),
            told=False,
        )

    def _customers_seen(self, sums: Sums, brings: Brings, months: int) -> float:
        """The customers that its rates rest on; as many as its profit is worth where nobody counted them."""
        part = sums.over_rows_knowing("new_customers")
        if part is not None:
            return float(part.totals[0])
        return abs(brings.profit or 0.0) * months / self._usual_worth if self._usual_worth else 0.0

    def _chance(self, key: str | None, *, guessed: bool = False) -> Chance:
        """The largest of the channel's own and of what all channels have in common: its future is theirs.

        Where results come more than a month after the spend, the verdict's own counts, too: in full if the
        plan has `guessed` what the months before it earned, because too few of them tell; else by half, for
        it takes them as alike. (Held against simulated businesses: in full such ranges hold 99 %, without it
        those of a single month 87 %.)
        """
        spreads = self.workings.ledger.spreads
        seen = [self.variation.spread(key), self.variation.spread(None)]
        excess, repeated = max(one.excess for one in seen), max(one.repeated for one in seen)
        if key is not None and self._days(self.workings.channel(key)) > DAYS_OF_A_MONTH:
            late = spreads.counts("new_customers", key)
            part = 1.0 if guessed else 0.5
            excess += part * max(0.0, late.excess - excess)
            if guessed:
                repeated = max(repeated, late.repeated)
        return Chance(1 + excess, repeated, spreads.values.square)

    def _revenue_per_profit(self, brings: Brings) -> float | None:
        if brings.revenue is not None and brings.profit:
            return brings.revenue / brings.profit
        margin = self.workings.window_business.margin
        return 1 / float(margin) if margin else None

    @cached_property
    def _own_days(self) -> Mapping[str, float]:
        return {
            cycle.name: float(cycle.mean_days)
            for cycle in self.workings.cycles.by_channel
            if cycle.won >= _FEWEST_WON and cycle.mean_days is not None
        }

    def _days(self, channel: Channel) -> float:
        usual = self.workings.cycles.mean.value
        return self._own_days.get(channel.name, 0.0 if usual is None else float(usual))

    # --- curves -----------------------------------------------------------------------------------

    def _spends(self, key: str) -> Iterable[tuple[int, float]]:
        """A channel's spend of each month of the window; of a longer period, a month's share.

        Months with a doubted spend aren't among them: nobody has seen what may be an extra zero.
        """
        for period, sums in self.workings.window_part.channel_periods.get(key, {}).items():
            part = sums.over_rows_knowing("spend")
            if part is not None and not part.doubtful:
                yield _indexes(period)[0], float(part.totals[0]) / period.months

    def _arriving(self, key: str, exponent: float) -> Arriving:
        """What the months of the window earned, against what arrived in them."""
        window = dict(self._spends(key))
        part = self.workings.window_part.channel_periods.get(key, {})
        whole = len(part) == len(window) and all(period.is_month for period in part)
        return arriving_of(window if whole else {}, exponent, self._days(self.workings.channel(key)))

    @cached_property
    def _returns(self) -> Mapping[str, Returns]:
        """Every channel's curve, by its leads, of which there are most, else by its customers."""
        made: dict[str, Returns] = {}
        for amount in ("leads", "new_customers"):
            months = {
                key: found
                for key in self.workings.window_channels
                if key not in made and len(found := self._seen_months(key, amount)) > 0
            }
            spreads = self.workings.ledger.spreads
            seasons = Seasons.of(months, 1 + spreads.counts(amount, None).excess)
            for key, seen in months.items():
                days = 0.0 if amount == "leads" else self._days(self.workings.channel(key))
                dispersion = 1 + spreads.counts(amount, key).excess
                made[key] = returns_of(seen, seasons.without(key), dispersion, days)
        return made

    @cached_property
    def _cells(self) -> Mapping[str, list[tuple[Period, Sums]]]:
        cells = self.workings.ledger.cells
        span = last_months([period for _, period in cells if period is not None], _CURVE_MONTHS)
        found: dict[str, list[tuple[Period, Sums]]] = {}
        for (key, period), sums in cells.items():
            if period is not None and period.is_month and span is not None and span.contains(period):
                found.setdefault(key, []).append((period, sums))
        return found

    def _seen_months(self, key: str, amount: str) -> list[SeenMonth]:
        seen = []
        for period, sums in sorted(self._cells.get(key, ()), key=lambda cell: cell[0]):
            part = sums.over_rows_knowing("spend", amount)
            if part is None or part.derived or part.doubtful:
                continue  # an extra zero would be the curve
            if part.totals[0] >= 0 and part.totals[1] >= 0:
                seen.append(SeenMonth(_indexes(period)[0], float(part.totals[0]), float(part.totals[1])))
        return seen


def _spent(sums: Sums) -> float:
    part = sums.over_rows_knowing("spend")
    return 0.0 if part is None else float(part.totals[0])


def _indexes(period: Period) -> range:
    first = period.start.year * 12 + period.start.month - 1
    return range(first, first + period.months)


def _evenly(spends: Sequence[float], returns: Returns) -> float:
    """How much more the same spend brings when it is even, where a curve that is known bends."""
    if not returns.known or not spends:
        return 1.0
    mean = math.fsum(spends) / len(spends)
    return len(spends) / math.fsum((spend / mean) ** returns.exponent for spend in spends)


def _monthly(sums: Sums, amount: str, now: float, months: int, even: float) -> float | None:
    """An amount of a month: as it is for its spend over the rows that know both, else per month.

    `even`: how much more it is because the plan spends evenly, in months that are average ones.
    """
    part = sums.over_rows_knowing("spend", amount)
    if now > 0:
        if part is None or part.totals[0] <= 0:
            return None
        return even * now * float(part.totals[1]) / float(part.totals[0])
    alone = sums.over_rows_knowing(amount)
    return None if alone is None else even * float(alone.totals[0]) / months


def _together(lines: list[PlanLine]) -> PlanLine:
    """Many small channels as one: their sums, at the variation of the first."""

    def added(amount: str) -> float | None:
        known = [each for line in lines if (each := getattr(line.brings, amount)) is not None]
        return math.fsum(known) if known else None

    brings = Brings(added("customers"), added("revenue"), added("profit"))
    seen = math.fsum(line.customers_seen for line in lines)
    first = lines[0]
    share = first.customers_seen / seen if seen else 1.0
    return replace(
        first,
        channel=Channel(_OTHERS, "", Group.OTHER),
        now=math.fsum(line.now for line in lines),
        brings=brings,
        least=math.fsum(line.least for line in lines),
        most=math.fsum(line.most for line in lines),
        customers_seen=seen,
        count_variance=first.count_variance * share,
        profit_variance=first.profit_variance * share,
        revenue_per_profit=brings.revenue / brings.profit if brings.revenue and brings.profit else None,
        returns=assumed(),
        told=False,
    )
