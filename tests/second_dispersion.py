"""The dispersions and the verdicts a second time: matrices, SciPy's distributions, and nothing of ours.

For worksheets in which every channel has one row a month and nothing is blank.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import scipy

Matrix = np.ndarray[Any, np.dtype[np.float64]]  # channel × month
USUAL, FEW = (1.75, 4.0), (2.25, 8.0)  # a dispersion, and its weight in months
VALUES = (2.0, 4.0)  # a squared coefficient of variation, and its weight in values


def carried(months: int) -> float:
    """Neighbouring months' covariance in the variance of a sum, halved for every month further apart."""
    lags = np.arange(1, months)
    return float(((1 - lags / months) * 0.5 ** (lags - 1)).sum())


def count_dispersion(counts: Matrix, spend: Matrix, channel: int) -> tuple[float, float]:
    """Of one channel's sum over all months: the factor, and its degrees of freedom."""
    months = counts.shape[1]
    days = np.array([(date(2026, month % 12 + 1, 1) - timedelta(1)).day for month in range(1, months + 1)])
    total = counts.sum(axis=1, keepdims=True)
    by_spend, by_day = spend / spend.sum(axis=1, keepdims=True), days / days.sum()
    missed = ((counts - total * by_spend) ** 2).sum(axis=1), ((counts - total * by_day) ** 2).sum(axis=1)
    share = np.where((missed[1] < missed[0] / 2)[:, None], by_day, by_spend)
    expected = total * share
    weight = 1 / (1 + 2 * expected)
    off = counts - expected
    squares, chance = weight * off**2, weight * expected * (1 - share)
    seen = squares.sum() / chance.sum()
    even = chance.sum() ** 2 / (chance.sum(axis=1) ** 2).sum() * (months - 1)
    wild = 3 * squares.sum() ** 2 / (squares**2).sum() * (months - 1) / months
    known = min(even, wild)
    usual, weight_of_usual = FEW if months < 6 else USUAL
    freedom = weight_of_usual + known
    level = (weight_of_usual * usual + known * seen) / freedom
    own_squares, own_chance = squares[channel], chance[channel]
    own_known = min(months - 1.0, 3 * own_squares.sum() ** 2 / (own_squares**2).sum() * (months - 1) / months)
    own = own_squares.sum() / own_chance.sum()
    level = max(level, (10 * level + own_known * own) / (10 + own_known))
    excess = max(0.0, level - 1)
    # How much of it the next month repeats.
    neighbours = np.sqrt(weight[:, 1:] * weight[:, :-1])
    products = (neighbours * off[:, 1:] * off[:, :-1]).sum()
    products /= (neighbours * np.sqrt(expected[:, 1:] * expected[:, :-1])).sum()
    most = excess * (months - 1) / max(0.3, months - 1 - 2 * 0.8 * carried(months))
    believed = excess**2 / (excess**2 + 2 / freedom * months / 24) if excess else 0.0
    left = 1 - 2 * carried(months) / (months - 1)
    repeated = 0.8 * most * believed
    if months >= 3 and left > 0.2:
        shown = min(
            max((products + level / months) / left if level > 1 else (products + 1 / months) / left, 0), most
        )
        of_shown = known * left**2
        repeated = (40 * repeated + of_shown * believed * shown) / (40 + of_shown)
    hidden = 2 * repeated * carried(months) / (months - 1)
    return 1 + excess + hidden + 2 * carried(months) * repeated, freedom


def value_spread(counts: Matrix, profit: Matrix) -> tuple[float, float]:
    """The squared coefficient of variation of what customers bring, and its degrees of freedom."""
    won, mean = counts.sum(axis=1, keepdims=True), profit.sum(axis=1, keepdims=True)
    mean = mean / np.maximum(won, 1)
    off, chance = profit / mean - counts, counts * (1 - counts / np.maximum(won, 1))
    if (np.abs(off) <= 0.005 * counts + 1e-12).all():
        square, known = 0.0, float(np.maximum(won - 1, 0).sum())
    else:
        square = float((off**2).sum() / chance.sum())
        rows = float(np.maximum((counts > 0).sum(axis=1) - 1, 0).sum())
        known = min(rows, chance.sum() ** 2 / (chance**2).sum(), 3 * (off**2).sum() ** 2 / (off**4).sum())
    weight = VALUES[1] + known
    return (VALUES[1] * VALUES[0] + known * square) / weight, weight


def verdicts(counts: Matrix, spend: Matrix, profit: Matrix) -> Sequence[Mapping[str, Any]]:
    """Per channel: the dispersion, the p-value and what Holm leaves of it, at 2.5 % together."""
    square, values_known = value_spread(counts, profit)
    cases: list[dict[str, Any]] = []
    for channel in range(len(counts)):
        won, needed = (
            counts[channel].sum(),
            spend[channel].sum() * counts[channel].sum() / profit[channel].sum(),
        )
        factor, freedom = count_dispersion(counts, spend, channel)
        own = square * max(1.0, needed / won)
        both = factor + own
        degrees = both**2 / (factor**2 / freedom + own**2 / values_known)
        seen, expected = won / both, needed / both
        # The continuous Poisson tails: a gamma variable of shape k + 1 (or k) beyond (or below) the mean.
        tail = 2 * min(scipy.stats.gamma.sf(expected, seen + 1), scipy.stats.gamma.cdf(expected, seen), 0.5)
        p = 2 * scipy.stats.t.sf(scipy.stats.norm.isf(tail / 2), degrees)
        cases.append({"dispersion": both, "p": p, "pays": won > needed, "enough": won >= 5})
    left = len(cases)
    for case in sorted(cases, key=lambda one: one["p"]):
        clear = left > 0 and case["p"] <= 0.025 / left
        case["verdict"] = "cannot_tell"
        if clear and case["pays"] and case["enough"]:
            case["verdict"] = "pays"
        elif clear and not case["pays"]:
            case["verdict"] = "loses_money"
        left = left - 1 if clear else -1
    return cases
