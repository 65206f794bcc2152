"""How much more than chance alone a worksheet's counts, rates and values vary.

A Poisson count varies by its mean. Months of real counts vary more (some customers come together, months
differ, busy months follow busy ones), and customers bring different sums. Both are estimated from the
worksheet's own periods, pooled over its channels, and held against what such businesses usually show
where there are few. The coverage benchmark is the judge of every number in this module.

Sources: the dispersion of quasi-likelihood, McCullagh and Nelder (1989), Generalized Linear Models, 2nd
ed., 9.2; its weighted sum of Pearson residuals, Williams (1982), Applied Statistics 31, 144; estimates
moderated by a scaled inverse χ² prior and the t distribution that follows, Smyth (2004), Stat. Appl.
Genet. Mol. Biol. 3, 3; degrees of freedom of a weighted sum, Satterthwaite (1946), Biometrics Bulletin 2,
110; the variance of a sum of correlated months, Bartlett (1946), Suppl. J. R. Stat. Soc. 8, 27.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec import Struct

# What is believed before the first month is seen: three quarters more variation than chance brings (our own
# choice, by the benchmark), and values with a squared coefficient of variation of 2. That of CDNOW's orders
# from January 1997 to June 1998 is 1.0; of all that one customer paid in that time, 5.1 (the data of Fader
# and Hardie 2001, Interfaces 31, S94). The weight is in months (degrees of freedom) and in values.
_USUAL_EXCESS, _USUAL_WEIGHT = 0.75, 4.0
_FEW_EXCESS, _FEW_WEIGHT, _FEW_PERIODS = 1.25, 8.0, 6  # of a series shorter than so many periods
_USUAL_VALUES, _VALUES_WEIGHT = 2.0, 4.0
# How much of a month's excess the next month may repeat, believed with the weight of so many months; half
# of that lasts one month more. Over the years an excess has to prove itself before that is believed of it.
_USUAL_REPEAT, _REPEAT_WEIGHT, _DECAY, _PROOF_MONTHS = 0.8, 40.0, 0.5, 24
_LIKELY_REPEAT = 0.55  # of the covariance that claims are held against, in likely ranges
_OWN_WEIGHT = 10.0  # months that a channel's own variation has to outweigh to count against the others'
_FEWEST_TO_CORRELATE = 3
_LEAST_SHARE = 0.2  # of the products of neighbouring months that estimation leaves; below, nothing is told
_LEAST_LEFT = 0.3  # of a short series, once its months repeat each other
_KURTOSIS = 3.0  # of normal residuals
_TINY = 1e-12


class Dispersion(Struct, frozen=True):
    """A variance as a multiple of what chance alone brings, and how well it is known.

    `factor`, at least 1, is what a claim is held against: it leans to the cautious side where months may
    repeat each other. `likely` is the middle, which a likely range rests on. `freedom`: the degrees of
    freedom of the estimate; a test's quantile is that of Student's t with them.
    """

    factor: float = 1.0
    freedom: float = math.inf
    likely: float = 1.0


CHANCE = Dispersion()


class Residual(Struct, frozen=True):
    """A count of one period against what its channel lets expect.

    `variance`: by chance alone. `leverage`: the period's part of what the expectation was made of.
    `follows`: it is the period right after the one before it in the series.
    """

    seen: float
    expected: float
    variance: float
    leverage: float
    follows: bool

    @property
    def weight(self) -> float:
        """The inverse of the variance of a squared residual, up to a factor (it is V + 2 V² for a count)."""
        return 1 / (1 + 2 * self.variance)


class Moments:
    """Sums over residuals, to be added up over channels."""

    __slots__ = (
        "expected",
        "fourths",
        "freedom",
        "length",
        "product_variance",
        "products",
        "squares",
        "terms",
        "uneven",
    )

    def __init__(self) -> None:
        self.squares = 0.0  # Σ w r²
        self.expected = 0.0  # Σ w V (1 − leverage): of `squares` by chance alone
        self.fourths = 0.0  # Σ (w r²)²
        self.uneven = 0.0  # Σ over channels of their `expected`² ÷ freedom
        self.freedom = 0
        self.terms = 0
        self.products = 0.0  # of neighbouring periods' residuals, weighted
        self.product_variance = 0.0
        self.length = 0.0  # of the series, weighted by `expected`

    @classmethod
    def of(cls, series: Iterable[Sequence[Residual]]) -> Moments:
        """The moments of several channels; a channel with a single period tells nothing."""
        made = cls()
        for residuals in series:
            if len(residuals) > 1:
                made.add(residuals)
        return made

    def add(self, residuals: Sequence[Residual]) -> None:
        """Add one channel's periods."""
        expected = variance_before = weight_before = difference_before = 0.0
        for one in residuals:
            difference, variance, weight = one.seen - one.expected, one.variance, one.weight
            square = weight * difference * difference
            self.squares += square
            self.fourths += square * square
            expected += weight * variance * (1 - one.leverage)
            if one.follows:
                together = math.sqrt(weight * weight_before)
                self.products += together * difference * difference_before
                self.product_variance += together * math.sqrt(variance * variance_before)
            variance_before, weight_before, difference_before = variance, weight, difference
        if expected <= _TINY:
            return
        self.expected += expected
        self.uneven += expected * expected / (len(residuals) - 1)
        self.freedom += len(residuals) - 1
        self.terms += len(residuals)
        self.length += expected * len(residuals)

    @property
    def dispersion(self) -> float:
        """The variance as a multiple of chance's, within a series."""
        return self.squares / self.expected if self.expected > _TINY else 1.0

    @property
    def degrees(self) -> float:
        """Effective degrees of freedom: fewer where few channels, or few wild months, carry the estimate."""
        if self.expected <= _TINY:
            return 0.0
        even = self.expected * self.expected / self.uneven
        if self.fourths <= _TINY:
            return even
        wild = _KURTOSIS * self.squares**2 / self.fourths * self.freedom / self.terms
        return min(even, wild)


class Spread(Struct, frozen=True):
    """The dispersion of counts or rates, for sums over any number of periods.

    `excess`: beyond chance, of a single period. `repeated`: the covariance of two neighbouring periods as
    a multiple of chance's variance. `freedom`: degrees of freedom. `length`: periods of a series.
    """

    excess: float
    repeated: float
    freedom: float
    length: int

    @classmethod
    def of(cls, pooled: Moments, own: Moments | None = None) -> Spread:
        """From all channels together; `own` may only raise it, where one scope is wilder than the others."""
        length = round(pooled.length / pooled.expected) if pooled.expected > _TINY else 1
        few = length < _FEW_PERIODS
        usual, weight = (_FEW_EXCESS, _FEW_WEIGHT) if few else (_USUAL_EXCESS, _USUAL_WEIGHT)
        degrees = pooled.degrees
        freedom = weight + degrees
        level = (weight * (1 + usual) + degrees * pooled.dispersion) / freedom
        if own is not None and own.degrees > 0:
            known = own.degrees
            level = max(level, (_OWN_WEIGHT * level + known * own.dispersion) / (_OWN_WEIGHT + known))
        excess = max(0.0, level - 1)
        repeated = _repeated(pooled, excess, freedom, length)
        # Within a series of correlated periods the differences from its own mean come out too small.
        hidden = 2 * repeated * carried(length) / (length - 1) if length > 1 else 0.0
        return cls(excess + hidden, repeated, freedom, length)

    @property
    def few(self) -> bool:
        """Whether the series are too short to show much of it."""
        return self.length < _FEW_PERIODS

    def over(self, periods: int) -> Dispersion:
        """The dispersion of a sum over so many periods."""
        single, repeated = 1 + self.excess, 2 * carried(periods) * self.repeated
        return Dispersion(
            single + repeated, self.freedom, 1 + self.excess + likely_repeats(periods) * self.repeated
        )


def _repeated(pooled: Moments, excess: float, freedom: float, length: int) -> float:
    """The covariance of neighbouring periods, from what is usual and what the worksheet shows."""
    most = excess * _underestimated(length)
    believed = _believed(excess, freedom, length)
    usual = _USUAL_REPEAT * most * believed
    left = 1 - 2 * carried(length) / (length - 1) if length > 1 else 0.0
    if length < _FEWEST_TO_CORRELATE or left <= _LEAST_SHARE or pooled.product_variance <= _TINY:
        return usual
    shown = (pooled.products / pooled.product_variance + (1 + excess) / length) / left
    weight = pooled.degrees * left * left
    return (_REPEAT_WEIGHT * usual + weight * believed * min(max(shown, 0.0), most)) / (
        _REPEAT_WEIGHT + weight
    )


def _believed(excess: float, freedom: float, length: int) -> float:
    """The part of an excess that chance does not explain: its variance is 2 ÷ freedom where there is none."""
    square = excess * excess
    noise = 2 / freedom * length / _PROOF_MONTHS
    return square / (square + noise) if square > 0 else 0.0


@lru_cache(maxsize=256)
def _underestimated(length: int) -> float:
    """By how much the excess of usually correlated periods is larger than their series lets see."""
    if length < 2:
        return 1.0
    inflation = 1 + 2 * _USUAL_REPEAT * carried(length)
    return (length - 1) / max(length - inflation, _LEAST_LEFT)


@lru_cache(maxsize=256)
def carried(periods: int) -> float:
    """Σ (1 − k ÷ n) × decay^(k − 1), k = 1 … n − 1: how often neighbours' covariance counts in a sum."""
    return math.fsum((1 - lag / periods) * _DECAY ** (lag - 1) for lag in range(1, min(periods, 60)))


def likely_repeats(periods: int) -> float:
    """How often neighbours' covariance counts in the likely dispersion of a sum of so many periods."""
    return _LIKELY_REPEAT * 2 * carried(periods)


class ValueSpread(Struct, frozen=True):
    """How much customers' values differ: the square of their coefficient of variation."""

    square: float
    freedom: float

    @classmethod
    def of(cls, square: float, known: float) -> ValueSpread:
        """From an estimate that rests on so many values (degrees of freedom), moderated by what is usual."""
        weight = _VALUES_WEIGHT + known
        return cls((_VALUES_WEIGHT * _USUAL_VALUES + known * square) / weight, weight)


def compound(counts: Dispersion, values: ValueSpread, uncertainty: float) -> Dispersion:
    """The dispersion of a sum of values: that of their number, and theirs.

    `uncertainty` multiplies the part of the values where few customers show what one brings: the customers
    that break even ÷ the customers seen, if above 1. Degrees of freedom by Satterthwaite.
    """
    own = values.square * max(1.0, uncertainty)
    factor = counts.factor + own
    spread = counts.factor**2 / counts.freedom + own**2 / values.freedom
    return Dispersion(factor, factor**2 / spread if spread > 0 else math.inf, counts.likely + own)
