"""Does the channel pay for itself? The headline verdict of channels and campaigns.

Under break-even the new customers K of a spend S at a gross profit of g each have mean S ÷ g. Their number
and what each brings vary: K and S ÷ g are divided by the dispersion of both (Evidence), and the effective
counts held against Poisson's distribution.

Who comes of the months younger than a sale takes may not have bought yet. So too few customers are only
claimed against what the other months cost, though the customers of all months count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from kpisheet.analysis.comparisons import PAYS_EVENTS, holm
from kpisheet.analysis.dispersion import CHANCE, Dispersion
from kpisheet.analysis.intervals import effective_poisson
from kpisheet.analysis.outlook import MOST_MONTHS, outlook_of
from kpisheet.analysis.report import Decider, Otherwise, Outlook, Pays, Verdict, whole_customers
from kpisheet.analysis.scope_evidence import Evidence, Worth, evidence_of, worth_of
from kpisheet.analysis.spreads import Variation
from kpisheet.analysis.sums import Sums
from kpisheet.texts.language import Sentence

_ZERO = Decimal(0)
_CELLS_TOLD = 2
_ALONE = 0.05  # of one test, if it were the only one


class Reckoning(Struct, frozen=True):
    """One channel's or campaign's case: a verdict that needs no test, or a test's p-value.

    `waiting`: of the spend, what went into months younger than a sale takes, where customers are fewer than
    would break even. `hasty`: with it held against them, they would be too few for chance.
    """

    verdict: Verdict | None = None
    spend: Decimal = _ZERO
    customers: Decimal = _ZERO
    profit: Decimal = _ZERO
    evidence: Evidence | None = None
    dispersion: Dispersion = CHANCE
    p: float = 1.0
    waiting: Decimal = _ZERO
    hasty: bool = False

    @property
    def needed(self) -> Decimal:
        """How many customers break even."""
        return self.spend / self.profit

    @property
    def needed_by_now(self) -> Decimal:
        """How many customers break even on what the months cost that a sale has had time for."""
        return (self.spend - self.waiting) / self.profit


class Trial(NamedTuple):
    """What a verdict would be; `tested`: by the counts, and not because there was nothing to judge."""

    pays: Pays
    tested: bool


def reckon(
    sums: Sums, overall: Worth | None, variation: Variation, months: int = 0, waiting: Decimal = _ZERO
) -> Reckoning:
    """The case of one scope, whose rows cover so many months.

    `overall`, what a customer of any channel brings, is used where it has none of its own to go by.
    `waiting`: what it cost in months that are younger than a sale takes.
    """
    part = sums.over_rows_knowing("spend", "new_customers")
    spent = sums.over_rows_knowing("spend")
    if spent is not None and spent.totals[0] == 0:
        return Reckoning(_without_test(Pays.NO_SPEND, "no_spend", spend=_ZERO))
    if part is None:
        key = "customers_not_recorded" if sums.knows("spend") else "spend_not_recorded"
        return Reckoning(_without_test(Pays.CANNOT_TELL, key))
    spend, customers = part.totals
    if spend == 0:  # the rows that were paid for don't know their customers
        return Reckoning(_without_test(Pays.CANNOT_TELL, "customers_not_recorded"))
    if part.derived:
        return Reckoning(
            _without_test(Pays.CANNOT_TELL, "customers_derived", spend=spend, customers=customers)
        )
    worth = worth_of(sums) or overall
    if worth is None:
        key = "no_margin" if sums.knows("revenue") and not sums.knows("gross_profit") else "no_profit"
        return Reckoning(_without_test(Pays.CANNOT_TELL, key, spend=spend, customers=customers))
    if worth.profit <= 0:
        facts = {"spend": spend, "customers": customers, "profit_per_customer": worth.profit}
        return Reckoning(_without_test(Pays.LOSES_MONEY, "loses_by_margin", **facts))
    evidence = evidence_of(
        customers, spend / worth.profit, worth, variation, periods=part.known, months=months
    )
    varies = evidence.dispersion(evidence.periods)
    p = effective_poisson(evidence.customers, evidence.needed, varies.factor, varies.freedom)
    case = Reckoning(None, spend, customers, worth.profit, evidence, varies, p)
    return _with_patience(case, waiting) if waiting > 0 and customers < case.needed else case


def _with_patience(case: Reckoning, waiting: Decimal) -> Reckoning:
    """The case with the customers held against what only the months cost that a sale has had time for."""
    ripe = replace(case, waiting=min(waiting, case.spend), hasty=case.p <= _ALONE)
    if case.customers >= ripe.needed_by_now:
        return replace(ripe, p=1.0)
    needed, varies = float(ripe.needed_by_now), case.dispersion
    p = effective_poisson(float(case.customers), needed, varies.factor, varies.freedom)
    return replace(ripe, p=max(p, case.p))


def _without_test(pays: Pays, reason: str, **facts: Decimal) -> Verdict:
    return Verdict(
        pays,
        Sentence(f"notes.verdict_{reason}", facts),
        spend=facts.get("spend"),
        customers=facts.get("customers"),
        profit_per_customer=facts.get("profit_per_customer"),
    )


def marked(verdict: Verdict, sums: Sums) -> Verdict:
    """The verdict, saying so if a finding touches an amount that it rests on."""
    if verdict.pays in (Pays.NO_SPEND, Pays.CHECK_FIRST) or not sums.touched(
        "spend", "new_customers", "gross_profit"
    ):
        return verdict
    return replace(
        verdict, reason=Sentence("notes.verdict_doubtful", {"reason": verdict.reason}), doubtful=True
    )


def doubted_of(deciding: Iterable[Decider]) -> tuple[Decider, ...]:
    """The cells to check among those that decide a verdict."""
    return tuple(one for one in deciding if not one.single)


def decided(verdict: Verdict, deciding: Sequence[Decider]) -> Verdict:
    """No verdict where cells to check decide it; one that hangs on single numbers says so."""
    doubted = doubted_of(deciding)
    if doubted:
        return _to_check_first(verdict, doubted)
    if not deciding:
        return verdict
    facts = {
        "reason": verdict.reason,
        "otherwise": [in_words(one) for one in deciding[:_CELLS_TOLD]],
        "n": len(deciding),
    }
    return replace(verdict, reason=Sentence("notes.verdict_single", facts), deciding=tuple(deciding))


def _to_check_first(verdict: Verdict, deciding: Sequence[Decider]) -> Verdict:
    told = [in_words(one) for one in deciding[:_CELLS_TOLD]]
    further = len(deciding) - len(told)
    facts = {"as_typed": outcome(verdict.pays), "otherwise": told, "n": further}
    reason = Sentence("notes.verdict_check_first_more" if further else "notes.verdict_check_first", facts)
    return replace(
        verdict,
        pays=Pays.CHECK_FIRST,
        reason=reason,
        as_typed=verdict.pays,
        deciding=tuple(deciding),
        doubtful=True,
        outlook=None,
    )


def outcome(pays: Pays) -> Sentence:
    """What a verdict would be, within a sentence."""
    return Sentence(f"notes.outcome_{pays}")


def in_words(one: Decider) -> Sentence:
    """What the verdict would be if the cell were meant otherwise."""
    facts = {
        "cell": one.place.cell or one.place.sheet,
        "row": one.place.row,
        "typed": one.text if one.typed is None else one.typed,
        "value": one.value,
        "name": one.name,
        "outcome": outcome(one.pays),
    }
    blank = one.otherwise is Otherwise.INSTEAD and not one.text and one.typed is None
    return Sentence("notes.if_filled" if blank else f"notes.if_{one.otherwise}", facts)


def plain_reason(verdict: Verdict) -> str:
    """The key of the verdict's reason, without the outlook or the doubt that is said with it."""
    reason: object = verdict.reason
    while isinstance(reason, Sentence) and "reason" in reason.facts:
        reason = reason.facts["reason"]
    return reason.key if isinstance(reason, Sentence) else ""


def verdicts(reckonings: Sequence[Reckoning]) -> list[Verdict]:
    """The verdicts of all `reckonings`, whose tests share one Holm."""
    rejected = _rejected(reckonings)
    return [
        case.verdict or judged(case, rejected=rejected[id(case)], tests=len(rejected)) for case in reckonings
    ]


def _rejected(reckonings: Sequence[Reckoning]) -> Mapping[int, bool]:
    """By the identity of each tested case, whether Holm rejects that it breaks even."""
    tested = [case for case in reckonings if case.verdict is None]
    return dict(zip(map(id, tested), holm([case.p for case in tested]), strict=True))


def trials(reckonings: Sequence[Reckoning]) -> list[Trial]:
    """What the verdicts of all `reckonings` come to, by the same Holm, without a word of why."""
    rejected = _rejected(reckonings)
    return [
        Trial(_decision(case, rejected=rejected[id(case)])[0], tested=True)
        if case.verdict is None
        else Trial(case.verdict.pays, tested=False)
        for case in reckonings
    ]


def _decision(case: Reckoning, *, rejected: bool) -> tuple[Pays, str]:
    """What a tested case comes to, and why."""
    if not rejected:
        return Pays.CANNOT_TELL, "unripe" if case.hasty else "too_few"
    if case.waiting:
        return Pays.LOSES_MONEY, "loses_money_by_now"
    if case.customers < case.needed:
        return Pays.LOSES_MONEY, "loses_money"
    return (Pays.PAYS, "pays") if case.customers >= PAYS_EVENTS else (Pays.CANNOT_TELL, "too_few")


def judged(case: Reckoning, *, rejected: bool, tests: int) -> Verdict:
    """The verdict of a tested case, one of so many, given whether Holm rejects break-even."""
    pays, reason = _decision(case, rejected=rejected)
    needed = case.needed_by_now if reason == "loses_money_by_now" else case.needed
    facts = {
        "spend": case.spend,
        "customers": case.customers,
        "needed": whole_customers(needed),
        "profit_per_customer": case.profit,
        "waiting": case.waiting,
    }
    sentence, outlook = Sentence(f"notes.verdict_{reason}", facts), None
    if reason == "too_few" and case.evidence is not None:
        outlook = outlook_of(case.evidence, tests)
    return Verdict(
        pays,
        sentence if outlook is None else with_outlook(sentence, outlook, _monthly(case)),
        spend=case.spend,
        customers=case.customers,
        needed=needed,
        profit_per_customer=case.profit,
        p=Decimal(repr(case.p)),
        dispersion=Decimal(repr(case.dispersion.factor)),
        outlook=outlook,
    )


def _monthly(case: Reckoning) -> Decimal:
    """What is spent on it in a month, at today's pace."""
    return case.spend / case.evidence.months if case.evidence and case.evidence.months else Decimal(0)


def with_outlook(reason: Sentence, outlook: Outlook, monthly: Decimal) -> Sentence:
    """The reason, when one will know, and what is spent until then."""
    months = MOST_MONTHS if outlook.months is None else outlook.months
    facts = {"reason": reason, "months": months, "cost": round_sum(monthly * months)}
    if outlook.months is None:
        return Sentence("notes.verdict_told_late", facts)
    shorter = Sentence(f"notes.shortens_{outlook.shortens}")
    return Sentence("notes.verdict_told_in", {**facts, "shorter": shorter})


def round_sum(amount: Decimal) -> Decimal:
    """A sum to come, to two digits: the pace may change, and more would promise too much."""
    step = Decimal(10) ** max(0, amount.adjusted() - 1)
    return (amount / step).to_integral_value(ROUND_HALF_UP) * step
