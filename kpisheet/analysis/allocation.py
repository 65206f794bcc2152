"""A budget spread over channels so that the expected gross profit is highest, as far as the months bear it.

Only channels whose curve the months tell are moved; the others keep what they have. No channel is moved
further than 1.5 times beyond what was seen. Each channel's return is drawn towards that of all channels,
the more the fewer customers it rests on (Efron and Morris (1975), J. Am. Stat. Assoc. 70, 311): of many
noisy returns the highest are the luckiest. At the best spread the next unit of money brings the same in
every channel that isn't at its limit (equal marginal returns), which bisection finds. Robyn and Meridian
spread budgets by the same rule; they rest on years of weeks, this on months, so it moves less and declines
more.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from statistics import NormalDist

from msgspec import Struct

from kpisheet.analysis.plan_rates import Rates
from kpisheet.analysis.planning import WIDEST_MOVE, Move, PlanLine, Suggestion, tidy
from kpisheet.texts.language import Sentence

SURE_ENOUGH = 0.8  # an improvement that is less likely isn't suggested
_BETWEEN = 0.3  # variance of channels' returns around that of all, as a share of its square
_ONE_OF_TWENTY = NormalDist().inv_cdf(0.05)
_STEPS = 80
_STEEPEST = 0.98  # exponents from here on would take all or nothing
_LEAST_MOVE = 0.05  # of a channel's spend; all smaller is no suggestion


class _Candidate(Struct, frozen=True):
    """A channel that may be moved: its cautious return, how sure that is, its curve, how far it may go."""

    line: PlanLine
    average: float  # gross profit per unit of money now
    variance: float  # of `average`
    exponent: float
    low: float
    high: float

    def best(self, price: float) -> float:
        """The spend at which the next unit of money brings `price`, as far as the limits let."""
        ratio = self.average * self.exponent / price
        power = math.log(ratio) / (1 - self.exponent) if ratio > 0 else -math.inf
        if power >= math.log(self.high / self.line.now):
            return self.high
        return max(self.low, self.line.now * math.exp(power))

    def gain(self, spend: float) -> float:
        """Gross profit more than now."""
        return float(self.average * self.line.now * ((spend / self.line.now) ** self.exponent - 1))

    def variance_of(self, spend: float) -> float:
        """Of the gain: by its return and by its curve."""
        factor = (spend / self.line.now) ** self.exponent
        curve = self.average * factor * math.log(spend / self.line.now) * self.line.returns.uncertainty
        return float(self.line.now**2 * (self.variance * (factor - 1) ** 2 + curve**2))


def suggestion(rates: Sequence[Rates], budget: float | None) -> Suggestion | Sentence:
    """How to spread `budget` (a month; None: what is spent now), or why that can't be said."""
    candidates = _candidates(rates)
    if len(candidates) < 2:
        return Sentence("plan.no_curves", {"known": len(candidates)})
    others = math.fsum(one.now for one in rates) - math.fsum(one.line.now for one in candidates)
    free = (budget if budget is not None else others + math.fsum(one.line.now for one in candidates)) - others
    low, high = math.fsum(one.low for one in candidates), math.fsum(one.high for one in candidates)
    if not low <= free <= high:
        return Sentence(
            "plan.budget_beyond", {"low": Decimal(repr(others + low)), "high": Decimal(repr(others + high))}
        )
    spends = _spread(candidates, free)
    moved = [spend for one, spend in zip(candidates, spends, strict=True) if _moves(one, spend)]
    gain = math.fsum(one.gain(spend) for one, spend in zip(candidates, spends, strict=True))
    gain -= math.fsum(spends) - math.fsum(one.line.now for one in candidates)
    off = math.sqrt(math.fsum(one.variance_of(spend) for one, spend in zip(candidates, spends, strict=True)))
    chance = NormalDist().cdf(gain / off) if off > 0 else 0.0
    if budget is None and (not moved or gain <= 0 or chance < SURE_ENOUGH):
        return Sentence(
            "plan.not_sure_enough", {"chance": round(chance * 100), "needed": round(SURE_ENOUGH * 100)}
        )
    moves = tuple(
        Move(one.line.channel.key, one.line.now, tidy(spend), spend in (one.low, one.high))
        for one, spend in zip(candidates, spends, strict=True)
    )
    return Suggestion(others + free, moves, gain, gain + _ONE_OF_TWENTY * off, chance)


def _moves(candidate: _Candidate, spend: float) -> bool:
    return abs(spend / candidate.line.now - 1) >= _LEAST_MOVE


def _candidates(rates: Sequence[Rates]) -> list[_Candidate]:
    paid = [one for one in rates if one.now > 0 and one.average_return is not None]
    whole = math.fsum(one.now for one in paid)
    usual = math.fsum(one.profit for one in paid) / whole if whole else 0.0
    if usual <= 0:
        return []
    return [
        _candidate(one, usual)
        for one in paid
        if one.line.returns.known and one.line.channel.marketing and 0 < one.exponent < _STEEPEST
    ]


def _candidate(rates: Rates, usual: float) -> _Candidate:
    line = rates.line
    average = rates.average_return or 0.0
    # As if its customers came at the usual return: a lucky channel isn't the surer for its luck.
    chance = line.profit_variance * max(average, usual / 10) / usual
    trust = _BETWEEN / (_BETWEEN + chance)
    return _Candidate(
        line,
        usual + trust * (average - usual),
        usual * usual * trust * chance,
        rates.exponent,
        min(line.now, line.least / WIDEST_MOVE),
        max(line.now, line.most * WIDEST_MOVE),
    )


def _spread(candidates: Sequence[_Candidate], free: float) -> list[float]:
    """The spends of equal marginal return that add up to `free`."""
    low, high = math.log(1e-12), math.log(1e12)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        spent = math.fsum(one.best(math.exp(middle)) for one in candidates)
        low, high = (middle, high) if spent > free else (low, middle)
    return [one.best(math.exp((low + high) / 2)) for one in candidates]
