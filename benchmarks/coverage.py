"""How often a worksheet claims something false, how often a range holds the truth, what power is left.

    python -m benchmarks.coverage                 # the whole grid, hours; goes on where it stopped
    python -m benchmarks.coverage --quick         # one cell in twelve, some minutes
    python -m benchmarks.coverage --table         # docs/how-sure.md anew from the results so far

Every worksheet is drawn from a known truth. In `false` cells all channels are alike and break even exactly,
month after month, so that any verdict, any difference between channels and any change is false. In `power`
cells they pay or lose, and the same worksheets are judged by a Poisson test that takes every customer as
alike (the rule of the first release) and by one that is told the true dispersion. The judge is
kpisheet's own code, from sums by channel and month on.
"""

from __future__ import annotations

import argparse
import json
import math
import time
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
from numpy.random import Generator, default_rng
from scipy import special

from benchmarks.coverage_table import upper_bound, write_table
from kpisheet.analysis.amounts import BITS
from kpisheet.analysis.comparisons import PAYS_EVENTS, holm
from kpisheet.analysis.dispersion import carried
from kpisheet.analysis.figures import ScopeFigures, scope_of
from kpisheet.analysis.intervals import effective_poisson
from kpisheet.analysis.ledger import Ledger
from kpisheet.analysis.report import Claim, Interval, Pays
from kpisheet.analysis.sums import Sums, row_mask
from kpisheet.analysis.workings import Workings
from kpisheet.worksheet.channels import Channel, Group
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import DataTable, Settings, Worksheet

RESULTS = Path(__file__).with_name("coverage.json")
_LEADS, _VISITORS, _PROFIT = 4, 40, 200.0  # leads and visitors per customer, gross profit of one
_KNOWN = row_mask(
    known=sum(
        BITS[key] for key in ("spend", "visitors", "leads", "new_customers", "revenue", "gross_profit")
    ),
    derived=0,
    doubtful=0,
)
_MIXED = (0.5, 1.0, 2.0, 5.0, 8.0, 12.0, 20.0, 50.0)  # customers a month, of channels of all sizes
_WORKSHEETS = {2: 120, 8: 60, 40: 60}  # at first; more while the upper bound of what is false is above
_BOUND, _MOST = 0.06, 8  # and at most so many times as many
_POWER_WORKSHEETS = {2: 60, 8: 25, 40: 8}


@dataclass(frozen=True)
class Cell:
    """One point of the grid. `customers` a month and channel; 0: channels of all sizes from 0.5 to 50."""

    months: int
    channels: int
    customers: float
    values: str = "lognormal 0"  # or: two sizes, gamma 1.5
    dispersion: float = 1.0
    correlation: float = 0.0
    season: float = 1.0
    returns: float = 0.0  # ROI

    @property
    def name(self) -> str:
        return "|".join(str(value) for value in asdict(self).values())

    @property
    def sizes(self) -> tuple[float, ...]:
        if self.customers:
            return (self.customers,) * self.channels
        return tuple(_MIXED[index % len(_MIXED)] for index in range(self.channels))

    @property
    def square(self) -> float:
        """The square of the values' coefficient of variation."""
        if self.values == "two sizes":
            return 3.142562  # 200 and 8,000, of which every fifth
        return float(self.values.split()[1]) ** 2

    @property
    def true_dispersion(self) -> float:
        """Of the profit of all its months."""
        repeated = (self.dispersion - 1) * self.correlation
        return self.dispersion + 2 * carried(self.months) * repeated + self.square


KINDS: tuple[dict[str, Any], ...] = (
    {},
    {"values": "lognormal 0.5"},
    {"values": "lognormal 1"},
    {"values": "lognormal 1.5"},
    {"values": "lognormal 2"},
    {"values": "two sizes"},
    {"dispersion": 2.0},
    {"dispersion": 3.0},
    {"dispersion": 3.0, "correlation": 0.5},
    {"values": "lognormal 1", "dispersion": 2.0, "correlation": 0.25},
    {"values": "lognormal 2", "dispersion": 3.0, "correlation": 0.5},
    {"values": "two sizes", "dispersion": 2.0, "correlation": 0.5},
    {"season": 1.3},
    {"values": "lognormal 1", "dispersion": 2.0, "correlation": 0.25, "season": 1.3},
)

_OF_MANY = tuple(KINDS[index] for index in (0, 4, 5, 7, 8, 9))  # forty channels take ten times as long


def grid() -> list[Cell]:
    """Every cell, the quick ones first, by their names' hashes: so the first of them are a sample of all."""
    months, sizes = (12, 6, 24, 3, 1, 2), (0.5, 5.0, 50.0, 0.0)
    few = [Cell(*size, **kind) for size in product(months, (2, 8), sizes) for kind in KINDS]
    many = [Cell(*size, **kind) for size in product(months, (40,), sizes[:3]) for kind in _OF_MANY]
    paying = [
        Cell(*size, **kind, returns=returns)
        for size in product((12, 6, 24, 3), (2, 8, 40), (0.5, 5.0, 50.0))
        for kind in (KINDS[0], KINDS[2], KINDS[6], KINDS[9])
        for returns in (1.0, -0.5)
    ]
    return sorted([*few, *paying, *many], key=lambda cell: (cell.channels > 8, hash_of(cell.name)))


# --- drawing --------------------------------------------------------------------------------------------


def drawn_counts(chance: Generator, means: np.ndarray[Any, Any], cell: Cell) -> np.ndarray[Any, Any]:
    """Negative binomial counts whose gamma means are correlated from month to month (a Gaussian copula)."""
    excess = cell.dispersion - 1
    if excess == 0:
        return chance.poisson(means)
    if cell.correlation == 0:
        return chance.poisson(chance.gamma(means / excess, excess))
    noise = chance.standard_normal(means.shape)
    kept = math.sqrt(1 - cell.correlation**2)
    for month in range(1, means.shape[-1]):
        noise[..., month] = cell.correlation * noise[..., month - 1] + kept * noise[..., month]
    places = np.linspace(-5.5, 5.5, 2001)
    rates = np.empty_like(means)
    for mean in np.unique(means):
        chosen = means == mean
        quantiles = special.gammaincinv(mean / excess, special.ndtr(places)) * excess
        rates[chosen] = np.interp(noise[chosen], places, quantiles)
    return chance.poisson(rates)


def drawn_values(chance: Generator, counts: np.ndarray[Any, Any], cell: Cell) -> np.ndarray[Any, Any]:
    """The gross profit of so many customers, each `_PROFIT` in the mean."""
    number = int(counts.sum())
    if cell.values == "two sizes":
        values = np.where(chance.random(number) < 0.2, 8000.0, 200.0) / 1760
    elif cell.values.startswith("gamma"):
        values = chance.gamma(1 / cell.square, cell.square, number)
    else:
        variance = math.log1p(cell.square)
        values = np.exp(chance.standard_normal(number) * math.sqrt(variance) - variance / 2)
    ends = np.cumsum(counts.ravel())
    added = np.concatenate([[0.0], np.cumsum(values * _PROFIT)])
    return (added[ends] - added[ends - counts.ravel()]).reshape(counts.shape)


@dataclass
class Drawn:
    """Many worksheets of one cell: arrays by worksheet, channel and month, and the true means."""

    visitors: np.ndarray[Any, Any]
    leads: np.ndarray[Any, Any]
    customers: np.ndarray[Any, Any]
    profit: np.ndarray[Any, Any]
    spend: np.ndarray[Any, Any]
    means: np.ndarray[Any, Any]


def draw(chance: Generator, cell: Cell, worksheets: int) -> Drawn:
    """Leads and customers are drawn apart, so that a close rate varies more than a binomial one, too."""
    season = np.array([cell.season if month % 12 < 2 else 1.0 for month in range(cell.months)])
    means = np.array(cell.sizes)[:, None] * season
    shape = (worksheets, cell.channels, cell.months)
    customers = drawn_counts(chance, np.broadcast_to(means, shape).copy(), cell)
    leads = np.maximum(customers, drawn_counts(chance, np.broadcast_to(means * _LEADS, shape).copy(), cell))
    visitors = np.maximum(leads, chance.poisson(np.broadcast_to(means * _VISITORS, shape)))
    spend = means.mean(axis=1, keepdims=True) * _PROFIT / (1 + cell.returns) * np.ones(cell.months)
    return Drawn(visitors, leads, customers, drawn_values(chance, customers, cell), spend, means)


def workings_of_drawn(made: Drawn, index: int) -> Workings:
    """One drawn worksheet as kpisheet has it after reading: sums by channel and month."""
    channels, months = made.means.shape
    cells: dict[tuple[str, Period | None], Sums] = {}
    for number, month in product(range(channels), range(months)):
        sums = Sums()
        place = (index, number, month)
        profit = Decimal(repr(round(float(made.profit[place]), 2)))
        values = {
            "spend": Decimal(repr(float(made.spend[number, month]))),
            "visitors": Decimal(int(made.visitors[place])),
            "leads": Decimal(int(made.leads[place])),
            "new_customers": Decimal(int(made.customers[place])),
            "revenue": profit * 2,
            "gross_profit": profit,
        }
        sums.add_row(values, _KNOWN, 1 << month)
        cells[f"channel {number}", period_of(month)] = sums
    known = {
        name: Channel(name, name, Group.PAID, known=False, paid=True)
        for name in (f"channel {number}" for number in range(channels))
    }
    worksheet = Worksheet("en", "USD", DataTable("Channels", 4, 5, 5, {}), (), Settings({}))
    return Workings(worksheet, Ledger((), known, cells), None, date(2026, 12, 31), ())


def period_of(month: int) -> Period:
    """The months from January 2025 on."""
    return Period.month(2025 + month // 12, month % 12 + 1)


# --- judging --------------------------------------------------------------------------------------------


@dataclass
class Tally:
    """What was seen in one cell."""

    worksheets: int = 0
    false_verdict: int = 0
    false_difference: int = 0
    false_any: int = 0
    verdicts: int = 0
    verdicts_as_alike: int = 0  # by the rule that takes every customer as alike
    verdicts_of_oracle: int = 0
    judged: int = 0
    held: dict[str, list[int]] = field(default_factory=dict)


def judge(tally: Tally, cell: Cell, made: Drawn, index: int) -> None:
    """Hold one worksheet's claims against the truth."""
    workings = workings_of_drawn(made, index)
    verdicts = workings.verdicts
    claimed = [verdict.pays for verdict in verdicts.values()]
    wrong_verdict = any(pays in _wrong(cell) for pays in claimed)
    wrong_difference = cell.returns == 0 and any(
        settled.claim is not Claim.CANNOT_TELL and name[0] in ("pair", "change") and not _differs(cell, name)
        for name, settled in workings.claims.items()
    )
    tally.worksheets += 1
    tally.false_verdict += wrong_verdict
    tally.false_difference += wrong_difference
    tally.false_any += wrong_verdict or wrong_difference
    if cell.returns:
        _compare_power(tally, cell, made, index, claimed)
    else:
        _cover(tally, workings, made)


def _compare_power(tally: Tally, cell: Cell, made: Drawn, index: int, claimed: Sequence[Pays]) -> None:
    """How often the truth is told: by kpisheet, by the rule of alike customers, by an oracle."""
    right = Pays.PAYS if cell.returns > 0 else Pays.LOSES_MONEY
    tally.judged += len(claimed)
    tally.verdicts += sum(pays is right for pays in claimed)
    customers, profit = made.customers[index].sum(axis=1), made.profit[index].sum(axis=1)
    spend = made.spend.sum(axis=1)
    mean = np.where(customers > 0, profit / np.maximum(customers, 1), profit.sum() / max(1, customers.sum()))
    needed = spend / np.maximum(mean, 1e-9)
    tally.verdicts_as_alike += _told(customers, needed, 1.0, pays=cell.returns > 0)
    tally.verdicts_of_oracle += _told(
        profit / _PROFIT, spend / _PROFIT, cell.true_dispersion, pays=cell.returns > 0
    )


def _told(seen: np.ndarray[Any, Any], needed: np.ndarray[Any, Any], factor: float, *, pays: bool) -> int:
    """How many channels a Poisson test of counts so dispersed tells rightly."""
    chances = [
        effective_poisson(float(count), float(mean), factor, math.inf)
        for count, mean in zip(seen, needed, strict=True)
    ]
    clear = zip(holm(chances), seen, needed, strict=True)
    return sum(
        rejected and bool(count > mean) is pays and (not pays or count >= PAYS_EVENTS)
        for rejected, count, mean in clear
    )


def _wrong(cell: Cell) -> tuple[Pays, ...]:
    if cell.returns == 0:
        return (Pays.PAYS, Pays.LOSES_MONEY)
    return (Pays.LOSES_MONEY,) if cell.returns > 0 else (Pays.PAYS,)


def _differs(cell: Cell, name: Sequence[str | None]) -> bool:
    """Whether two figures truly differ: no two channels do, but a month of the season from others."""
    if name[0] != "change" or cell.season == 1 or name[1] in ("visitor_to_lead_rate", "close_rate"):
        return False
    last, year_ago = cell.months - 1, name[3] == "year_ago"
    earlier = last - (12 if year_ago else 1)
    return (last % 12 < 2) != (earlier % 12 < 2)


def _cover(tally: Tally, workings: Workings, made: Drawn) -> None:
    """Whether likely ranges hold the truth: of the last month's and of the whole window's CPL and CAC."""
    ledger = workings.ledger
    last = ledger.slice(period_of(made.means.shape[1] - 1))
    for number, (key, figures) in enumerate(sorted(workings.window_channels.items(), key=_number)):
        spend, means = made.spend[number], made.means[number]
        for kpi, per in (("cpl", _LEADS), ("cac", 1)):
            _note(tally, f"{kpi} of the window", figures[kpi].interval, spend.sum() / (means.sum() * per))
        month = ScopeFigures(scope_of(ledger.channels[key], last.channels[key], ledger.variation(key)))
        for kpi, per in (("cpl", _LEADS), ("cac", 1)):
            _note(tally, f"{kpi} of a month", month[kpi].interval, spend[-1] / (means[-1] * per))


def _number(item: tuple[str, Any]) -> int:
    return int(item[0].split()[1])


def _note(tally: Tally, name: str, interval: Interval | None, truth: float) -> None:
    if interval is None:
        return
    counts = tally.held.setdefault(name, [0, 0])
    counts[0] += int(float(interval.low) <= truth <= float(interval.high or math.inf))
    counts[1] += 1


# --- running --------------------------------------------------------------------------------------------


def run_cell(cell: Cell, worksheets: int) -> Tally:
    """The tally of one cell: so many worksheets, and more while few may still be too many."""
    chance, tally = default_rng(hash_of(cell.name)), Tally()
    while tally.worksheets < worksheets or (
        not cell.returns
        and tally.worksheets < worksheets * _MOST
        and upper_bound(tally.false_any, tally.worksheets) > _BOUND
    ):
        made = draw(chance, cell, min(20, worksheets))
        for index in range(min(20, worksheets)):
            judge(tally, cell, made, index)
    return tally


def hash_of(name: str) -> int:
    """A seed from a cell's name."""
    return zlib.crc32(name.encode())


def done() -> dict[str, dict[str, Any]]:
    """The results so far, by the cell's name."""
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else {}


def run(cells: Sequence[Cell], *, minutes: float) -> None:
    """Judge the cells that have no result yet, as long as there is time, and keep what was seen."""
    results, until = done(), time.monotonic() + minutes * 60
    for cell in cells:
        if cell.name in results:
            continue
        if time.monotonic() > until:
            break
        wanted = (_POWER_WORKSHEETS if cell.returns else _WORKSHEETS)[cell.channels]
        tally = run_cell(cell, wanted)
        results[cell.name] = {"cell": asdict(cell), **asdict(tally)}
        RESULTS.write_text(json.dumps(results, indent=0, sort_keys=True) + "\n")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true", help="one cell in twelve, fewer worksheets")
    arguments.add_argument("--table", action="store_true", help="write docs/how-sure.md from the results")
    arguments.add_argument("--minutes", type=float, default=math.inf, help="stop after so many")
    chosen = arguments.parse_args()
    if not chosen.table:
        cells = grid()
        run(cells[::12] if chosen.quick else cells, minutes=chosen.minutes)
    write_table(done())


if __name__ == "__main__":
    main()
