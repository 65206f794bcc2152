"""What holds for the whole report and is said once: windows, assumptions, what the figures are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from kpisheet.analysis.dispersion import compound
from kpisheet.analysis.report import Change
from kpisheet.analysis.workings import Workings
from kpisheet.texts.language import Sentence
from kpisheet.worksheet.cost_shares import OUTSIDE, SPREAD
from kpisheet.worksheet.sheet import Worksheet
from kpisheet.worksheet.vat import Vat

_NEARLY_FULL = 1.25  # a dispersion up to this leaves four fifths of the customers


def notes(workings: Workings, changes: Sequence[Change]) -> tuple[Sentence, ...]:
    """The notes of the report, the most important first."""
    return tuple(_notes(workings, changes))


def renamed(worksheet: Worksheet) -> Sentence | None:
    """Which channels are shown under another name than the person typed; None where none is."""
    names = [
        Sentence("notes.renamed_one", {"typed": typed, "name": name}) for typed, name in worksheet.renamed
    ]
    return Sentence("notes.renamed", {"names": names}) if names else None


def _notes(workings: Workings, changes: Sequence[Change]) -> Iterator[Sentence]:
    worksheet = workings.worksheet
    if worksheet.asked_period is not None:
        yield Sentence("notes.asked_period", {"period": worksheet.asked_period})
    if not workings.part.channels:
        return
    yield from _currencies(worksheet)
    if workings.window is not None and workings.window != workings.period:
        yield Sentence("notes.window", {"window": workings.window})
    yield from _costs_spread(worksheet, workings.vat)
    yield Sentence("notes.attributed")
    yield from _what_is_claimed(workings)
    yield from _vat(workings)
    yield from _sold_by_the_lead(workings)
    yield from _time_to_come(workings)
    if any(change.note is not None for change in changes):
        yield Sentence("notes.not_adjusted_for_inflation")


def _currencies(worksheet: Worksheet) -> Iterator[Sentence]:
    if worksheet.currency is None:
        yield Sentence("notes.currency_not_told")
    rates = {code: rate for code, rate in worksheet.rates.items() if code in worksheet.converted}
    if rates:
        facts = {"usual": worksheet.currency}
        each = [
            Sentence("notes.rate", {"currency": code, "rate": rate, **facts}) for code, rate in rates.items()
        ]
        yield Sentence("notes.converted", {"rates": each})


def _what_is_claimed(workings: Workings) -> Iterator[Sentence]:
    """On how much verdicts rest, where there is one, and how often all claims together may be wrong."""
    judged = any(verdict.p is not None for verdict in workings.verdicts.values())
    if judged:
        yield from _how_much_counts(workings)
    if judged or workings.claims:
        yield Sentence("notes.all_claims")


def _vat(workings: Workings) -> Iterator[Sentence]:
    if workings.vat_taken_out is not None:
        yield workings.vat_taken_out.said
    elif workings.settings.text("vat") == "with":
        yield Sentence("notes.with_vat")


def _sold_by_the_lead(workings: Workings) -> Iterator[Sentence]:
    priced = [workings.channel(key).name for key in workings.order if workings.priced(key)]
    if priced:
        yield Sentence("notes.pay_per_lead", {"channels": priced})


def _time_to_come(workings: Workings) -> Iterator[Sentence]:
    """Months whose sales aren't through, what the whole business says, and that years aren't discounted."""
    if (unripe := workings.cycles.unripe) is not None:
        yield Sentence("notes.unripe", {"periods": list(unripe.periods), "days": unripe.cycle_days})
    yield from workings.business.notes
    if workings.business.clv.value is not None:
        yield Sentence("notes.undiscounted")


def _costs_spread(worksheet: Worksheet, vat: Vat) -> Iterator[Sentence]:
    """How much of the costs that go over several months counts, and how much falls in others."""
    amounts = [vat.spend(one.facts["amount"]) for one in worksheet.findings if one.code == SPREAD]
    outside = vat.spend(
        sum((one.facts["outside"] for one in worksheet.findings if one.code == OUTSIDE), Decimal(0))
    )
    if amounts:
        total = sum(amounts, Decimal(0))
        facts = {"n": len(amounts), "total": total, "inside": total - outside, "outside": outside}
        yield Sentence("notes.costs_spread_outside" if outside else "notes.costs_spread", facts)


def _how_much_counts(workings: Workings) -> Iterator[Sentence]:
    """How many alike customers tell as much as those of the window, and on how few months that rests."""
    customers = workings.window_totals["new_customers"]
    spread = workings.ledger.spreads.counts("new_customers", None)
    if customers.value:
        varies = compound(spread.over(customers.known), workings.ledger.spreads.values, 1)
        key = "counts_nearly_full" if varies.factor <= _NEARLY_FULL else "counts_less"
        alike = max(Decimal(1), round(customers.value / Decimal(varies.factor)))
        yield Sentence(f"notes.{key}", {"customers": customers.value, "alike": alike})
    if spread.few:
        yield Sentence("notes.few_periods")
