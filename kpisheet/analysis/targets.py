"""Targets of Business against actuals, and the benchmarks of the source articles beside them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from kpisheet.analysis.figures import Scope, ScopeFigures
from kpisheet.analysis.kpis import KPIS
from kpisheet.analysis.report import Benchmark, Figure, Target
from kpisheet.analysis.sums import added
from kpisheet.analysis.workings import OF_MARKETING, Workings
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.channels import Group

_OF_TOTAL = ("cpl", "cac", "roi", "visitor_to_lead_rate", "close_rate")
_PER_MONTH = ("leads", "visitors")
_RETENTION = Decimal("0.80")
_ORIGINATED = {
    "inside": ("inside", Decimal("0.40"), Decimal("0.80")),
    "cold_calls": ("cold_calls", Decimal("0.10"), Decimal("0.30")),
}
_MAIL = ("direct_mail", Decimal("0.005"), Decimal("0.015"))


def organic_visitors(workings: Workings) -> Figure:
    """The visitors of organic channels in the report period."""
    organic = added(
        sums
        for key, sums in workings.part.channels.items()
        if workings.channel(key).website and workings.channel(key).group is Group.ORGANIC
    )
    return ScopeFigures(Scope(organic))["visitors"]


def targets(workings: Workings) -> tuple[Target, ...]:
    """Every target that Business sets, in the order of its settings."""
    return tuple(_targets(workings))


def _targets(workings: Workings) -> Iterator[Target]:
    totals = workings.totals
    for key in _OF_TOTAL:
        yield from _target(workings, key, (workings.marketing if key in OF_MARKETING else totals)[key])
    yield from _target(workings, "crr", workings.business.figures["crr_yearly"])
    for key in _PER_MONTH:
        yield from _target(workings, key, totals[key], per_month=True)
    yield from _target(workings, "organic_visitors", organic_visitors(workings), per_month=True)


def _target(workings: Workings, key: str, actual: Figure, *, per_month: bool = False) -> Iterator[Target]:
    target = workings.settings.number(f"target_{key}")
    if target is None:
        return
    if per_month:
        actual = replace(actual, value=workings.monthly(actual))
    loaded = _loaded(workings, key)
    met = _met(actual, target)
    if met and loaded is not None:
        met = _met(loaded, target)
    yield Target(f"target_{key}", target, actual, met, per_month=per_month, loaded=loaded)


def _met(actual: Figure, target: Decimal) -> bool | None:
    if actual.value is None:
        return None
    lower = KPIS[actual.key].lower_is_better
    return actual.value <= target if lower else actual.value >= target


def _loaded(workings: Workings, key: str) -> Figure | None:
    """The figure with shared costs, where any are typed: a target is met only with them."""
    found = {
        "cac": lambda: workings.business.figures["fully_loaded_cac"],
        "roi": lambda: workings.business.loaded_roi,
    }.get(key)
    figure = None if found is None else found()
    return None if figure is None or figure.value is None else figure


def benchmarks(workings: Workings) -> tuple[Benchmark, ...]:
    """The articles' benchmarks for figures that are known, shown as theirs."""
    return tuple(_benchmarks(workings))


def _benchmarks(workings: Workings) -> Iterator[Benchmark]:
    yearly = workings.business.figures["crr_yearly"]
    if yearly.value is not None:
        yield Benchmark("crr_yearly", _RETENTION, None, yearly, Sentence("benchmarks.retention"))
    originated = workings.business.figures["marketing_originated_share"]
    selling = _ORIGINATED.get(workings.settings.text("selling") or "")
    if originated.value is not None and selling is not None:
        name, low, high = selling
        source = Sentence(f"benchmarks.originated_{name}")
        yield Benchmark("marketing_originated_share", low, high, originated, source)
    key, low, high = _MAIL
    if key in workings.part.channels:
        response = ScopeFigures(
            Scope(workings.part.channels[key], website=False, variation=workings.ledger.variation(key))
        )["response_rate"]
        if response.value is not None:
            yield Benchmark("response_rate", low, high, response, Sentence("benchmarks.direct_mail"))
