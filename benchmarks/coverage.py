"""How often the likely ranges hold the truth, and how often a worksheet claims something false.

    python -m benchmarks.coverage            # 10,000 worksheets, some minutes
    python -m benchmarks.coverage 500        # fewer

Each worksheet has 2 to 8 channels over 2 or 3 months, with known true rates. Visitors are Poisson, leads
binomial of visitors, customers binomial of leads, so that leads and customers are Poisson as well; a
customer brings a fixed revenue. Half of the channels break even exactly, half of the rates are the same
in all channels and months: where nothing is to be claimed, a claim is false.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from kpisheet.analysis.build import build_report
from kpisheet.analysis.report import Claim, Figure, Pays, Report
from kpisheet.worksheet.channels import Channel, Group
from kpisheet.worksheet.periods import Period
from kpisheet.worksheet.sheet import DataTable, Row, Settings, Worksheet

_MARGIN, _REVENUE = 0.5, 400
_TODAY = date(2026, 12, 31)
_BINS = (5, 10, 20, 50, 100, 1_000_000)


def poisson(chance: random.Random, mean: float) -> int:
    """A Poisson count, by the gaps between events (small means) or in parts (large ones)."""
    count = 0
    while mean > 30:
        part = chance.gammavariate(20, 1)
        if part > mean:
            return count + sum(chance.random() < mean / part for _ in range(19))
        mean, count = mean - part, count + 20
    gap = chance.expovariate(1)
    while gap < mean:
        count += 1
        gap += chance.expovariate(1)
    return count


@dataclass(frozen=True)
class Truth:
    """A channel's true means, by month."""

    spend: float
    visitors: float
    rates: tuple[float, ...]
    close: float

    def leads(self, month: int) -> float:
        return self.visitors * self.rates[month]

    @property
    def all_leads(self) -> float:
        return sum(self.leads(month) for month in range(len(self.rates)))

    @property
    def all_spend(self) -> float:
        return self.spend * len(self.rates)

    @property
    def customers(self) -> float:
        return self.all_leads * self.close


def truths(chance: random.Random) -> list[Truth]:
    """True channels: half of the time all alike, and half of them exactly at break-even."""
    months, alike = chance.choice((2, 3)), chance.random() < 0.5
    shared = (chance.uniform(0.02, 0.15), chance.uniform(0.1, 0.6), chance.uniform(60, 900))
    made = []
    for _ in range(chance.randint(2, 8)):
        own = (chance.uniform(0.02, 0.15), chance.uniform(0.1, 0.6), 10 ** chance.uniform(1.5, 3.3))
        rate, close, visitors = shared if alike else own
        later = rate if alike or chance.random() < 0.5 else min(0.4, rate * chance.uniform(0.5, 2))
        rates = (*[rate] * (months - 1), later)
        profit = visitors * sum(rates) / months * close * _REVENUE * _MARGIN
        spend = profit * (1 if chance.random() < 0.5 else chance.uniform(0.3, 3))
        made.append(Truth(float(f"{spend:.17g}"), visitors, rates, close))
    if alike:  # the same spend on the same results: no pair differs
        made = [Truth(made[0].spend, each.visitors, each.rates, each.close) for each in made]
    return made


def drawn(chance: random.Random, channels: list[Truth]) -> Worksheet:
    """A worksheet drawn from the true channels; the report covers its last month."""
    rows = []
    for index, truth in enumerate(channels):
        channel = Channel(f"channel {index}", f"Channel {index}", Group.PAID, known=False, paid=True)
        for month, rate in enumerate(truth.rates):
            visitors = poisson(chance, truth.visitors)
            leads = sum(chance.random() < rate for _ in range(visitors))
            customers = sum(chance.random() < truth.close for _ in range(leads))
            values = {
                "spend": Decimal(repr(truth.spend)),
                "visitors": Decimal(visitors),
                "leads": Decimal(leads),
                "new_customers": Decimal(customers),
                "revenue": Decimal(customers * _REVENUE),
            }
            period = Period.month(2026, 13 - len(truth.rates) + month)
            rows.append(Row("Channels", 5 + len(rows), channel, period, None, values))
    last = Period.month(2026, 12)
    settings = Settings({"gross_margin": Decimal("0.5"), "report_from": last, "report_to": last})
    table = DataTable("Channels", 4, 5, 4 + len(rows), {})
    return Worksheet("en", "USD", table, tuple(rows), settings)


@dataclass
class Tally:
    """Coverage by expected count, and worksheets with a false claim."""

    held: defaultdict[tuple[str, int], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    worksheets: int = 0
    false_verdict: int = 0
    false_comparison: int = 0
    false_any: int = 0
    claims: int = 0
    verdicts: int = 0

    def cover(self, name: str, expected: float, figure: Figure, truth: float) -> None:
        """Note whether a figure's interval holds the truth, where the guard lets it speak."""
        interval = figure.interval
        if interval is None:
            return
        within = interval.low <= Decimal(truth) <= (interval.high or Decimal("Infinity"))
        bin_ = next(limit for limit in _BINS if expected < limit)
        cell = self.held[name, bin_]
        cell[0] += within
        cell[1] += 1

    def share(self, name: str) -> float:
        """The coverage over the whole generator."""
        cells = [cell for (each, _), cell in self.held.items() if each == name]
        return sum(cell[0] for cell in cells) / max(1, sum(cell[1] for cell in cells))


def _sign(difference: float, scale: float) -> int:
    return 0 if abs(difference) <= 1e-9 * abs(scale) else 1 if difference > 0 else -1


def _false(claim: Claim, first: float, other: float) -> bool:
    """Whether a claim that the first is higher (YES) or lower (NO) is untrue."""
    sign = _sign(first - other, first)
    return (claim is Claim.YES and sign <= 0) or (claim is Claim.NO and sign >= 0)


def _true_value(kpi: str, truth: Truth, months: range) -> float:
    leads = sum(truth.leads(month) for month in months)
    match kpi:
        case "visitor_to_lead_rate":
            return leads / (truth.visitors * len(months))
        case "close_rate":
            return truth.close
        case "cpl":
            return truth.spend * len(months) / leads
        case _:
            return truth.spend * len(months) / (leads * truth.close)


def judge(tally: Tally, channels: list[Truth], report: Report) -> None:
    """Hold one report against the truth."""
    by_key = {f"channel {index}": truth for index, truth in enumerate(channels)}
    wrong_verdict = wrong_comparison = False
    for shown in report.channels:
        truth, pays = by_key[shown.channel.key], shown.verdict.pays
        balance = _sign(truth.customers * _REVENUE * _MARGIN - truth.all_spend, truth.all_spend)
        wrong_verdict |= (pays is Pays.PAYS and balance <= 0) or (pays is Pays.LOSES_MONEY and balance >= 0)
        tally.verdicts += pays in (Pays.PAYS, Pays.LOSES_MONEY)
        last = range(len(truth.rates) - 1, len(truth.rates))
        leads = truth.leads(last[0])
        for kpi, expected in (
            ("visitor_to_lead_rate", leads),
            ("close_rate", leads * truth.close),
            ("cpl", leads),
            ("cac", leads * truth.close),
        ):
            tally.cover(kpi, expected, shown.figures[kpi], _true_value(kpi, truth, last))
    every = range(len(channels[0].rates))
    for pair in report.pairs:
        first, other = (_true_value(pair.key, by_key[key], every) for key in (pair.first, pair.other))
        wrong_comparison |= _false(pair.claim, first, other)
        tally.claims += pair.claim is not Claim.CANNOT_TELL
    for change in report.changes:
        wrong_comparison |= _false(change.claim, *_now_and_before(change.key, change.channel, by_key))
        tally.claims += change.claim is not Claim.CANNOT_TELL
    tally.worksheets += 1
    tally.false_verdict += wrong_verdict
    tally.false_comparison += wrong_comparison
    tally.false_any += wrong_verdict or wrong_comparison


def _now_and_before(kpi: str, channel: str | None, by_key: dict[str, Truth]) -> tuple[float, float]:
    truths_ = list(by_key.values()) if channel is None else [by_key[channel]]
    months = len(truths_[0].rates)
    values = []
    for month in (months - 1, months - 2):
        leads = sum(truth.leads(month) for truth in truths_)
        customers = sum(truth.leads(month) * truth.close for truth in truths_)
        spend, visitors = sum(truth.spend for truth in truths_), sum(truth.visitors for truth in truths_)
        days = 31 if month == months - 1 else 30
        values.append(
            {
                "leads": leads / days,
                "new_customers": customers / days,
                "cpl": spend / leads,
                "cac": spend / customers,
                "visitor_to_lead_rate": leads / visitors,
                "close_rate": customers / leads,
            }[kpi]
        )
    return values[0], values[1]


def run(worksheets: int, seed: int = 2026) -> Tally:
    """The tally of so many worksheets."""
    chance, tally = random.Random(seed), Tally()  # noqa: S311 - simulation, not secrets
    for _ in range(worksheets):
        channels = truths(chance)
        judge(tally, channels, build_report(drawn(chance, channels), file="drawn", today=_TODAY))
    return tally


def main() -> None:
    tally = run(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
    print(f"{tally.worksheets} worksheets, {tally.verdicts} verdicts, {tally.claims} other claims")
    for name in ("visitor_to_lead_rate", "close_rate", "cpl", "cac"):
        print(f"{name:22} coverage {tally.share(name):.4f}")
        for limit in _BINS:
            held, seen = tally.held[name, limit]
            if seen:
                print(f"    expected below {limit:>9,}: {held / seen:.4f} of {seen}")
    for name in ("false_verdict", "false_comparison", "false_any"):
        print(f"{name:22} {getattr(tally, name) / tally.worksheets:.4f} of worksheets")


if __name__ == "__main__":
    main()
