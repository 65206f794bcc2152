"""The figures of one scope (a row, a channel, a month, the total), made when they are asked for.

A ratio is a ratio of sums over the rows that know both parts, never a mean of ratios. An undefined
figure has no value but a reason, worded as ``missing.<reason>``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.analysis import intervals
from kpisheet.analysis.amounts import AMOUNT_KEYS
from kpisheet.analysis.dispersion import CHANCE, Dispersion
from kpisheet.analysis.kpis import AMOUNTS, KPIS, RATIOS, SHARES, Kpi
from kpisheet.analysis.report import Figure, Interval
from kpisheet.analysis.spreads import Variation
from kpisheet.analysis.sums import Part, Sums
from kpisheet.texts.units import Unit
from kpisheet.worksheet.channels import Channel

FIGURE_KEYS: tuple[str, ...] = tuple(kpi.key for kpi in (*AMOUNTS, *RATIOS, *SHARES))
_ROW_KEYS: tuple[str, ...] = tuple(kpi.key for kpi in (*AMOUNTS, *RATIOS))
_SHARE_OF = {"spend_share": "spend", "revenue_share": "revenue"}
_WEBSITE_ONLY = frozenset({"visitor_to_lead_rate", "cost_per_visitor"})
# Numerators that are differences: the sums of both parts are taken over the rows that know both.
_DIFFERENCES = {"gross_profit_less_spend": "gross_profit", "revenue_less_spend": "revenue"}
_COUNTED = frozenset({"cpl", "cac"})
# Media that sell leads by the piece: the cost of a lead is a price there, not a count's outcome.
PAY_PER_LEAD = frozenset({"local_services_ads", "armut"})
_VARYING = frozenset({"leads", "new_customers"})  # the counts whose changes may be claimed
_NOTHING_SEEN = Decimal("3.0")  # the mean that shows no event in one of twenty cases: -ln 0.05
RATE_TRIALS, RATE_EVENTS, COST_EVENTS = 30, 5, 5


class Scope(Struct, frozen=True):
    """What figures need to know of their scope: its sums, and what its channel is like."""

    sums: Sums
    website: bool = True
    pay_per_lead: bool = False  # a lead's cost is a price there, not a count's outcome
    variation: Variation | None = None  # how much its counts and rates vary; None: as chance alone has them


def scope_of(channel: Channel, sums: Sums, variation: Variation | None = None) -> Scope:
    """The scope of a channel's sums."""
    return Scope(sums, channel.website, channel.key in PAY_PER_LEAD, variation)


class ScopeFigures(Mapping[str, Figure]):
    """The figures of a scope by key, each computed when first asked for.

    `whole` is the scope of which shares are taken; without it there are no shares. `more` are figures
    that were reckoned elsewhere, such as a fully-loaded CAC.
    """

    __slots__ = ("_made", "_more", "_scope", "_whole")

    def __init__(
        self, scope: Scope, whole: Sums | None = None, more: Mapping[str, Figure] | None = None
    ) -> None:
        self._scope = scope
        self._whole = whole
        self._more = more or {}
        self._made: dict[str, Figure] = {}

    @property
    def sums(self) -> Sums:
        """The sums that the figures are made of."""
        return self._scope.sums

    @property
    def pay_per_lead(self) -> bool:
        """Whether leads are bought at a price there."""
        return self._scope.pay_per_lead

    def __getitem__(self, key: str) -> Figure:
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = self._make(key)
        return made

    def _make(self, key: str) -> Figure:
        if key in self._more:
            return self._more[key]
        if key in _SHARE_OF:
            if self._whole is None:
                raise KeyError(key)
            return share(key, self._scope.sums, self._whole)
        kpi = KPIS[key]
        if kpi.business:
            raise KeyError(key)
        return _amount_of(key, self._scope) if kpi.denominator is None else ratio_of(kpi, self._scope)

    def __iter__(self) -> Iterator[str]:
        yield from _ROW_KEYS if self._whole is None else FIGURE_KEYS
        yield from self._more

    def __len__(self) -> int:
        return len(_ROW_KEYS if self._whole is None else FIGURE_KEYS) + len(self._more)


def amount(key: str, sums: Sums) -> Figure:
    """A summed amount."""
    part = sums.over_rows_knowing(key)
    if part is None:
        return Figure(key, None, _unrecorded(key, sums), doubtful=sums.touched(key))
    return replace(_figure(key, part, part.totals[0], sums.touched(key)), numerator=part.totals[0])


def _amount_of(key: str, scope: Scope) -> Figure:
    figure = amount(key, scope.sums)
    if scope.variation is None or key not in _VARYING or figure.value is None:
        return figure
    return replace(figure, varies=scope.variation.of_count(key, figure.known))


def share(key: str, sums: Sums, whole: Sums) -> Figure:
    """The scope's part of the whole's amount."""
    of = _SHARE_OF[key]
    own, total = sums.over_rows_knowing(of), whole.over_rows_knowing(of)
    if own is None or total is None:
        return Figure(key, None, _unrecorded(of, sums))
    if total.totals[0] == 0:
        return Figure(key, None, f"no_{of}")
    value = own.totals[0] / total.totals[0]
    touched = sums.touched(of)
    return replace(_figure(key, own, value, touched), numerator=own.totals[0], denominator=total.totals[0])


def ratio_of(kpi: Kpi, scope: Scope) -> Figure:
    """A ratio of sums over the rows that know both parts, with its interval where it bears one."""
    numerator, denominator = kpi.numerator or "", kpi.denominator or ""
    numerator_key = _DIFFERENCES.get(numerator, numerator)
    sums = scope.sums
    touched = sums.touched(numerator_key, denominator)
    if kpi.key in _WEBSITE_ONLY and not scope.website:
        return Figure(kpi.key, None, "not_on_website")
    part = sums.over_rows_knowing(numerator_key, denominator)
    if part is None:
        return Figure(kpi.key, None, _why_apart(numerator_key, denominator, sums), doubtful=touched)
    top, bottom = part.totals
    if numerator != numerator_key:
        top -= bottom
    if numerator_key == "spend" and top == 0:
        return Figure(kpi.key, None, "no_spend", numerator=top, denominator=bottom, doubtful=touched)
    varies = _variation_of(kpi, scope, part.known)
    if bottom == 0:
        return replace(_over_nothing(kpi, part, touched), varies=varies)
    if kpi.unit is Unit.RATE and top > bottom:  # of other months' leads, or of a mistake: no share of these
        more = replace(_figure(kpi.key, part, None, touched), numerator=top, denominator=bottom)
        return replace(more, missing="more_than_all", varies=varies)
    figure = _figure(kpi.key, part, top / bottom, touched)
    interval = interval_of(kpi, top, bottom, part.derived, pay_per_lead=scope.pay_per_lead, varies=varies)
    return replace(figure, numerator=top, denominator=bottom, interval=interval, varies=varies)


def _variation_of(kpi: Kpi, scope: Scope, periods: int) -> Dispersion:
    """How much more than by chance alone the counts of a rate, a CPL or a CAC vary over so many periods."""
    if scope.variation is None:
        return CHANCE
    if kpi.key in _COUNTED:
        return scope.variation.of_count(kpi.denominator or "", periods)
    if kpi.unit is Unit.RATE:
        return scope.variation.of_rate(kpi.numerator or "", kpi.denominator or "", periods)
    return CHANCE


def interval_of(
    kpi: Kpi, top: Decimal, bottom: Decimal, derived: bool, *, pay_per_lead: bool, varies: Dispersion
) -> Interval | None:
    """The 95 % interval of a rate (Wilson), a CPL or a CAC (Byar), of effective counts.

    None where the guard forbids it.
    """
    if derived:
        return None
    if kpi.unit is Unit.RATE:
        if not (_whole(top) and _whole(bottom) and bottom >= RATE_TRIALS and RATE_EVENTS <= top <= bottom):
            return None
        low, high = intervals.wilson(
            float(top) / varies.likely,
            float(bottom) / varies.likely,
            intervals.student_quantile(varies.freedom),
        )
        return Interval(_decimal(low), _decimal(high))
    if kpi.key not in _COUNTED or (kpi.key == "cpl" and pay_per_lead):
        return None
    if not _whole(bottom) or bottom < COST_EVENTS:
        return None
    few, many = intervals.byar(float(bottom) / varies.likely, intervals.student_quantile(varies.freedom))
    return Interval(
        top / _decimal(many * varies.likely), top / _decimal(few * varies.likely) if few > 0 else None
    )


def _over_nothing(kpi: Kpi, part: Part, touched: bool) -> Figure:
    top, bottom = part.totals
    bound = top / _NOTHING_SEEN if kpi.key == "cac" and top > 0 and not part.derived else None
    reason = f"no_{kpi.denominator}"
    empty = replace(_figure(kpi.key, part, None, touched), numerator=top, denominator=bottom)
    return replace(empty, missing=reason, lower_bound=bound)


def _figure(key: str, part: Part, value: Decimal | None, touched: bool) -> Figure:
    return Figure(
        key,
        value,
        known=part.known,
        of=part.of,
        rows_known=part.rows,
        rows=part.all_rows,
        doubtful=part.doubtful or touched,
        derived=part.derived,
        converted=part.converted,
    )


def _unrecorded(key: str, sums: Sums) -> str:
    if sums.rows == 0:
        return "no_rows"
    if key == "gross_profit" and sums.knows("revenue"):
        return "no_margin"
    if key == "sales_or_customers":
        return "new_customers_not_recorded"
    return f"{key if key != 'gross_profit' else 'revenue'}_not_recorded"


def _why_apart(numerator: str, denominator: str, sums: Sums) -> str:
    for key in (numerator, denominator):
        if not sums.knows(key):
            return _unrecorded(key, sums)
    return "never_together"


def _whole(value: Decimal) -> bool:
    return value == value.to_integral_value()


def _decimal(value: float) -> Decimal:
    return Decimal(repr(value))


MISSING_REASONS: frozenset[str] = frozenset(
    {"more_than_all", "no_rows", "no_margin", "never_together", "not_on_website", "no_spend", "no_revenue"}
    | {f"no_{kpi.denominator}" for kpi in RATIOS}
    | {f"{key}_not_recorded" for key in AMOUNT_KEYS if key not in ("gross_profit", "sales_or_customers")}
)
